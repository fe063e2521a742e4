//===- Improve.cpp - Local search over sequences --------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The moves and the search; see Improve.h. All choices come from one seeded
// generator, effort is counted in positions evaluated, so a result depends on
// the input and the number of work units alone.
//
//===----------------------------------------------------------------------===//

#include "Improve.h"

#include <algorithm>
#include <cmath>

namespace neap::planner {
namespace {

constexpr unsigned depthLimit = 400;
constexpr size_t closureLimit = 2000;

} // namespace

Improver::Improver(const Core &core, uint64_t budget, Effort &effort, uint64_t seed)
    : core(core), budget(budget), effort(effort), random{seed}, eval(std::make_unique<Evaluator>(core)),
      other(std::make_unique<Evaluator>(core)), firstRun(core.time.size()), lastRun(core.time.size()),
      madeStamp(core.valueCount, 0), opStamp(core.time.size(), 0), mayBeServed(core.valueCount, 0) {
  for (const Extra &extra : core.extras)
    for (auto [value, how] : extra.served)
      mayBeServed[value] = 1;
}

int64_t Improver::timeOf(const Sequence &sequence) const {
  int64_t total = 0;
  for (uint32_t op : sequence)
    total += core.time[op];
  return total;
}

void Improver::evaluate(const Sequence &sequence) {
  effort.spend(sequence.size());
  eval->run(sequence);
  std::fill(firstRun.begin(), firstRun.end(), none);
  for (uint32_t p = 0; p < sequence.size(); ++p) {
    uint32_t op = core.origin[sequence[p]];
    if (firstRun[op] == none)
      firstRun[op] = p;
    lastRun[op] = p;
  }
}

/// A repeated run is legal there: not `once`, inputs not overwritten.
bool Improver::mayRunAt(uint32_t op, uint32_t position) const {
  if (core.once[op] || firstRun[op] >= position)
    return false;
  for (uint32_t writer : core.overwrittenBy[op])
    if (firstRun[writer] < position)
      return false;
  return true;
}

bool Improver::needValue(uint32_t value, uint32_t position, uint64_t bytes, std::vector<uint32_t> &ops,
                         unsigned depth) {
  if (madeStamp[value] == stamp)
    return true;
  uint32_t copy = eval->copyAt(value, position);
  if (copy == none)
    return false;
  uint32_t storage = eval->copies[copy].storage;
  uint32_t end = eval->copies[storage].end;
  uint32_t root = core.root[value];
  if (madeStamp[root] != stamp) {
    if (end >= position)
      return true;
    // Held a little longer where there is room for it, or where it is small
    // against what is won.
    uint64_t extra = core.bytes[root];
    if (extra == 0 || uint64_t(eval->maxOver(end + 1, position)) + extra <= budget || extra * 4 <= bytes)
      return true;
  }
  return needOp(core.producer[value], position, bytes, ops, depth + 1);
}

bool Improver::needOp(uint32_t op, uint32_t position, uint64_t bytes, std::vector<uint32_t> &ops, unsigned depth) {
  if (opStamp[op] == stamp)
    return true;
  if (depth > depthLimit || ops.size() > closureLimit || !mayRunAt(op, position))
    return false;
  opStamp[op] = stamp;
  for (uint32_t v : core.reads[op])
    if (!needValue(v, position, bytes, ops, depth))
      return false;
  ops.push_back(op);
  for (uint32_t v : core.writes[op])
    madeStamp[v] = stamp;
  return true;
}

/// Views of a storage that was made again, where reads of them follow.
void Improver::addViews(uint32_t storage, uint32_t position, std::vector<uint32_t> &ops) {
  for (uint32_t view : core.views[storage]) {
    uint32_t op = core.producer[view];
    if (firstRun[op] >= position || madeStamp[view] == stamp)
      continue;
    bool read = core.wanted[view];
    for (uint32_t reader : core.readers[view])
      read |= lastRun[reader] >= position;
    if (read)
      needOp(op, position, 0, ops, 0);
  }
}

/// The runs that make a storage again at a position, in order.
bool Improver::closure(uint32_t storage, uint32_t position, uint64_t bytes, std::vector<uint32_t> &ops) {
  ++stamp;
  ops.clear();
  if (!needOp(core.producer[storage], position, bytes, ops, 0))
    return false;
  addViews(storage, position, ops);
  return true;
}

/// Bytes won over all blocks of positions in (from, to) that are too full.
double Improver::spreadGain(uint32_t from, uint32_t to, uint64_t bytes) const {
  double gain = 0;
  for (uint32_t b = from / Evaluator::blockSize; b <= (to - 1) / Evaluator::blockSize && b < eval->blockMax.size();
       ++b) {
    int64_t over = eval->blockMax[b] - int64_t(budget);
    if (over > 0)
      gain += double(std::min<uint64_t>(bytes, uint64_t(over)));
  }
  return gain;
}

/// Puts the store there from the position on, unless it is there already.
void Improver::fill(uint32_t store, uint32_t from, uint32_t until, Change &change) {
  if (eval->copyAt(store, until) != none ||
      std::find(change.filled.begin(), change.filled.end(), store) != change.filled.end())
    return;
  change.filled.push_back(store);
  uint32_t filler = core.producer[store];
  change.insertions.push_back({from, {filler}});
  change.time += double(core.time[filler]);
  change.bytes += core.bytes[store];
}

/// The cheapest variant of a run that serves one more value otherwise, and what
/// it reads is there at the position; `none` if there is none.
uint32_t Improver::variantServing(uint32_t op, uint32_t value, uint32_t position) {
  if (core.isOptional(op))
    return none;
  static const std::vector<std::pair<uint32_t, uint32_t>> nothing;
  const auto &served = op < core.opCount ? nothing : core.extras[op - core.opCount].served;
  uint32_t best = none;
  for (uint32_t variant : core.variants[core.origin[op]]) {
    const auto &also = core.extras[variant - core.opCount].served;
    bool fits = also.size() == served.size() + 1;
    for (const auto &s : served)
      fits = fits && std::find(also.begin(), also.end(), s) != also.end();
    bool serves = false;
    for (const auto &s : also)
      serves |= s.first == value;
    if (!fits || !serves)
      continue;
    for (uint32_t writer : core.overwrittenBy[variant])
      fits = fits && firstRun[writer] >= position;
    for (uint32_t r : core.reads[variant]) {
      uint32_t copy = eval->copyAt(r, position);
      bool code = core.producer[r] >= core.opCount;
      if (copy == none) {
        fits = fits && code;
        continue;
      }
      uint32_t end = eval->copies[eval->copies[copy].storage].end;
      fits = fits && (code || end >= position ||
                      uint64_t(eval->maxOver(end + 1, position)) + core.bytes[core.root[r]] <= budget);
    }
    if (fits && (best == none || core.time[variant] < core.time[best]))
      best = variant;
  }
  return best;
}

/// Serves the reads of a copy that follow the full position by variants, as far
/// as they go; before the first that has none the value is made again.
bool Improver::serveReaders(const Sequence &sequence, uint32_t c, uint32_t full, Change &change) {
  const Copy &copy = eval->copies[c];
  uint32_t from = (eventBefore[c] == none ? copy.start : eventBefore[c]) + 1;
  uint32_t last = std::min<uint32_t>(copy.end, uint32_t(sequence.size()) - 1);
  for (uint32_t p = eventAfter[c]; p <= last; ++p) {
    bool plain = false, throughView = false;
    for (uint32_t k = eval->readBegin[p]; k < eval->readBegin[p + 1]; ++k) {
      uint32_t r = eval->readCopies[k];
      plain |= r == c;
      throughView |= r != c && eval->copies[r].storage == c;
    }
    if (!plain && !throughView)
      continue;
    uint32_t variant = throughView ? none : variantServing(sequence[p], copy.value, p);
    if (variant == none) {
      std::vector<uint32_t> ops;
      if (change.substitutions.empty() || !closure(copy.value, p, core.bytes[copy.value], ops))
        return false;
      for (uint32_t op : ops)
        change.time += double(core.time[op]);
      change.insertions.push_back({p, std::move(ops)});
      return true;
    }
    change.substitutions.push_back({p, variant});
    change.time += double(core.time[variant] - core.time[sequence[p]]);
    for (uint32_t r : core.reads[variant])
      if (core.producer[r] >= core.opCount && core.extras[core.producer[r] - core.opCount].value == copy.value)
        fill(r, from, p, change);
  }
  // Wanted at the end: it must come back for that.
  if (copy.end >= sequence.size())
    return false;
  return !change.substitutions.empty();
}

/// One way to free a copy over the gap around a position.
bool Improver::buildChange(const Sequence &sequence, uint32_t c, uint32_t full, unsigned option, Change &change) {
  change = Change();
  const Copy &copy = eval->copies[c];
  uint32_t to = eventAfter[c] == none ? uint32_t(sequence.size()) : eventAfter[c];
  uint64_t bytes = core.bytes[copy.value];
  if (option == Serve)
    return mayBeServed[copy.value] && eventAfter[c] != none && serveReaders(sequence, c, full, change);
  std::vector<uint32_t> ops;
  if (option == Remake) {
    if (core.producer[copy.value] >= core.opCount || !closure(copy.value, to, bytes, ops))
      return false;
  } else {
    uint32_t store = core.stores[copy.value].begin()[option - Load];
    fill(store, (eventBefore[c] == none ? copy.start : eventBefore[c]) + 1, to, change);
    ++stamp;
    ops.push_back(core.loader[store]);
    madeStamp[copy.value] = stamp;
    addViews(copy.value, to, ops);
  }
  for (uint32_t op : ops)
    change.time += double(core.time[op]);
  change.insertions.push_back({to, std::move(ops)});
  return true;
}

void Improver::apply(Sequence &sequence, std::vector<Change> &changes) const {
  std::vector<const Insertion *> insertions;
  for (const Change &change : changes) {
    for (const Insertion &insertion : change.insertions)
      insertions.push_back(&insertion);
    for (auto [position, op] : change.substitutions)
      sequence[position] = op;
  }
  std::stable_sort(insertions.begin(), insertions.end(),
                   [](const Insertion *a, const Insertion *b) { return a->position < b->position; });
  Sequence next;
  next.reserve(sequence.size() + 64);
  size_t k = 0;
  for (uint32_t p = 0; p <= sequence.size(); ++p) {
    for (; k < insertions.size() && insertions[k]->position == p; ++k)
      next.insert(next.end(), insertions[k]->ops.begin(), insertions[k]->ops.end());
    if (p < sequence.size())
      next.push_back(sequence[p]);
  }
  sequence.swap(next);
}

/// Removes optional runs whose results nothing reads. `eval` follows.
void Improver::dropUnread(Sequence &sequence) {
  for (bool changed = core.hasLevers(); changed;) {
    evaluate(sequence);
    Sequence kept;
    for (uint32_t p = 0; p < sequence.size(); ++p) {
      bool read = !core.isOptional(sequence[p]);
      for (uint32_t c = eval->copyBegin[p]; c < eval->copyBegin[p + 1] && !read; ++c)
        read = eval->copies[c].end > eval->copies[c].start;
      if (read)
        kept.push_back(sequence[p]);
    }
    changed = kept.size() != sequence.size();
    sequence.swap(kept);
  }
}

/// A run that may go: a repeated one, a load; or a variant, which goes back to
/// the operation it stands for.
bool Improver::isRemovable(const Sequence &sequence, uint32_t position) const {
  uint32_t op = sequence[position];
  if (op < core.opCount)
    return firstRun[op] != position;
  Extra::Kind kind = core.extras[op - core.opCount].kind;
  return kind == Extra::Variant || kind == Extra::Decode || kind == Extra::Fetch;
}

void Improver::collectCandidates(const Sequence &sequence, uint32_t full, const RepairStyle &style,
                                 std::vector<Candidate> &candidates) {
  candidates.clear();
  uint32_t length = uint32_t(sequence.size());
  eventBefore.assign(eval->copies.size(), none);
  eventAfter.assign(eval->copies.size(), none);
  for (uint32_t p = 0; p < full; ++p)
    for (uint32_t k = eval->readBegin[p]; k < eval->readBegin[p + 1]; ++k)
      eventBefore[eval->copies[eval->readCopies[k]].storage] = p;
  for (uint32_t p = length; p-- > full;)
    for (uint32_t k = eval->readBegin[p]; k < eval->readBegin[p + 1]; ++k)
      eventAfter[eval->copies[eval->readCopies[k]].storage] = p;
  uint64_t over = uint64_t(eval->memory[full]) - budget;
  for (uint32_t c = 0; c < eval->copyBegin[full]; ++c) {
    const Copy &copy = eval->copies[c];
    uint64_t bytes = core.bytes[copy.value];
    if (copy.end <= full || copy.storage != c || bytes == 0)
      continue;
    uint32_t from = eventBefore[c] == none ? copy.start : eventBefore[c];
    uint32_t to = eventAfter[c] == none ? length : eventAfter[c];
    if (to <= full)
      continue;
    Change change;
    unsigned options = core.hasLevers() ? unsigned(Load + core.stores[copy.value].size()) : unsigned(Serve);
    Candidate best{c, to, 0, 0, 0};
    for (unsigned option = Remake; option < options; ++option) {
      if (!buildChange(sequence, c, full, option, change) || change.bytes >= bytes)
        continue;
      uint64_t gain = std::min(bytes - change.bytes, over);
      double benefit = std::pow(double(gain), 1 - style.spread) *
                       std::pow(std::max(double(gain), spreadGain(from + 1, to, bytes - change.bytes)), style.spread);
      double ratio = (change.time + 1) / benefit;
      if (style.noise > 0)
        ratio *= std::exp(style.noise * (random.unit() - 0.5));
      if (best.gain == 0 || ratio < best.ratio) {
        best.ratio = ratio;
        best.gain = gain;
        best.option = option;
      }
    }
    if (best.gain != 0)
      candidates.push_back(best);
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate &a, const Candidate &b) {
    return a.ratio != b.ratio ? a.ratio < b.ratio : a.copy < b.copy;
  });
}

bool Improver::repair(Sequence &sequence, const RepairStyle &style, int64_t timeLimit) {
  std::vector<Candidate> candidates;
  int64_t lastPeak = INT64_MAX;
  unsigned stale = 0;
  size_t lengthLimit = core.opCount * 6 + 1000;
  uint64_t begin = effort.used;
  while (!effort.exhausted()) {
    evaluate(sequence);
    if (eval->peak <= budget)
      return true;
    if (eval->time > timeLimit || sequence.size() > lengthLimit || effort.used - begin > repairLimit)
      return false;
    stale = int64_t(eval->peak) < lastPeak ? 0 : stale + 1;
    lastPeak = std::min(lastPeak, int64_t(eval->peak));
    if (stale > 60)
      return false;
    collectCandidates(sequence, eval->peakPosition, style, candidates);
    if (candidates.empty())
      return false;
    uint64_t over = eval->peak - budget, removed = 0;
    std::vector<Change> changes;
    std::vector<uint8_t> substituted(core.hasLevers() ? sequence.size() : 0, 0);
    for (const Candidate &candidate : candidates) {
      Change change;
      if (!buildChange(sequence, candidate.copy, eval->peakPosition, candidate.option, change))
        continue;
      bool clash = false;
      for (auto [position, op] : change.substitutions)
        clash |= substituted[position] != 0;
      if (clash)
        continue;
      for (auto [position, op] : change.substitutions)
        substituted[position] = 1;
      changes.push_back(std::move(change));
      removed += candidate.gain;
      if (double(removed) >= style.batch * double(over))
        break;
    }
    if (changes.empty())
      return false;
    apply(sequence, changes);
  }
  return false;
}

/// `eval` holds the sequence. Removes the run (a variant goes back to its
/// operation) if the budget still holds.
bool Improver::tryRemove(Sequence &sequence, uint32_t position, Sequence &scratch) {
  int64_t freed = 0;
  for (uint32_t k = eval->readBegin[position]; k < eval->readBegin[position + 1]; ++k) {
    const Copy &copy = eval->copies[eval->copies[eval->readCopies[k]].storage];
    if (copy.end == position)
      freed += int64_t(core.bytes[copy.value]);
  }
  for (uint32_t c = eval->copyBegin[position]; c < eval->copyBegin[position + 1]; ++c) {
    const Copy &copy = eval->copies[c];
    if (copy.storage != c || copy.end == copy.start || copy.previous == none)
      continue;
    uint32_t from = eval->copies[copy.previous].end + 1;
    if (from < position && eval->maxOver(from, position) + int64_t(core.bytes[copy.value]) - freed > int64_t(budget))
      return false;
  }
  scratch.assign(sequence.begin(), sequence.begin() + position);
  bool variant = core.origin[sequence[position]] != sequence[position];
  if (variant)
    scratch.push_back(core.origin[sequence[position]]);
  scratch.insert(scratch.end(), sequence.begin() + position + 1, sequence.end());
  effort.spend(scratch.size());
  other->run(scratch);
  if (other->peak > budget)
    return false;
  std::swap(eval, other);
  sequence.swap(scratch);
  return true;
}

void Improver::prune(Sequence &sequence) {
  Sequence scratch;
  dropUnread(sequence);
  evaluate(sequence);
  // Longest first; positions shift by one with each removal, so runs are found
  // again by their order of occurrence.
  struct Entry {
    int64_t time;
    uint32_t position;
  };
  std::vector<Entry> entries;
  for (uint32_t p = 0; p < sequence.size(); ++p)
    if (isRemovable(sequence, p)) {
      uint32_t origin = core.origin[sequence[p]];
      entries.push_back({core.time[sequence[p]] - (origin == sequence[p] ? 0 : core.time[origin]), p});
    }
  std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) {
    return a.time != b.time ? a.time > b.time : a.position > b.position;
  });
  for (size_t i = 0; i < entries.size() && !effort.exhausted(); ++i) {
    size_t before = sequence.size();
    if (tryRemove(sequence, entries[i].position, scratch) && sequence.size() < before)
      for (size_t j = i + 1; j < entries.size(); ++j)
        entries[j].position -= entries[j].position > entries[i].position;
  }
  dropUnread(sequence);
}

/// Removes some repeated runs: those that keep one position within the budget,
/// those in one window, or any.
bool Improver::destroy(Sequence &sequence) {
  evaluate(sequence);
  uint32_t length = uint32_t(sequence.size());
  std::vector<uint8_t> remove(length, 0);
  size_t repeated = 0;
  for (uint32_t p = 0; p < length; ++p)
    repeated += isRemovable(sequence, p);
  if (repeated == 0)
    return false;
  unsigned kind = unsigned(random.below(4));
  uint32_t center = uint32_t(random.below(length));
  uint32_t width = uint32_t(8 + random.below(std::max<uint32_t>(16, length / 8)));
  double fraction = 0.15 + 0.85 * random.unit();
  if (kind == 3)
    fraction = std::min(1.0, 20.0 / double(repeated));
  size_t removed = 0, limit = 10 + random.below(80);
  uint32_t startAt = kind == 0 ? 0 : uint32_t(random.below(length));
  for (uint32_t k = 0; k < length && removed < limit; ++k) {
    uint32_t p = (startAt + k) % length;
    if (!isRemovable(sequence, p))
      continue;
    bool chosen = core.origin[sequence[p]] != sequence[p] && random.below(4) == 0;
    if (kind == 3) {
      chosen = true;
    } else if (kind == 2) {
      chosen = p + width >= center && p <= center + width;
    } else {
      for (uint32_t c = eval->copyBegin[p]; c < eval->copyBegin[p + 1]; ++c) {
        const Copy &copy = eval->copies[c];
        chosen |=
            copy.storage == c && copy.previous != none && eval->copies[copy.previous].end <= center && p >= center;
      }
    }
    if (chosen && random.unit() < fraction) {
      remove[p] = 1;
      ++removed;
    }
  }
  if (removed == 0)
    return false;
  Sequence next;
  for (uint32_t p = 0; p < length; ++p)
    if (!remove[p] || core.origin[sequence[p]] != sequence[p])
      next.push_back(remove[p] ? core.origin[sequence[p]] : sequence[p]);
  sequence.swap(next);
  dropUnread(sequence);
  return true;
}

void Improver::search(Sequence &best) {
  int64_t bestTime = timeOf(best);
  int64_t base = 0;
  for (uint32_t op = 0; op < core.opCount; ++op)
    base += core.time[op];
  Sequence current = best;
  int64_t currentTime = bestTime;
  while (!effort.exhausted() && bestTime > base) {
    Sequence next = current;
    if (!destroy(next))
      continue;
    RepairStyle style;
    style.spread = random.unit();
    style.noise = random.below(3) == 0 ? 0 : 0.8 * random.unit();
    style.batch = 0.05 + 0.4 * random.unit();
    int64_t slack = int64_t(0.003 * double(bestTime - base));
    if (!repair(next, style, currentTime * 2))
      continue;
    prune(next);
    int64_t time = timeOf(next);
    if (time <= currentTime || time <= bestTime + slack) {
      current = next;
      currentTime = time;
    }
    if (time < bestTime) {
      best = std::move(next);
      bestTime = time;
    }
  }
}

} // namespace neap::planner
