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
      other(std::make_unique<Evaluator>(core)), firstRun(core.opCount), lastRun(core.opCount),
      madeStamp(core.valueCount, 0), opStamp(core.opCount, 0) {}

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
    if (firstRun[sequence[p]] == none)
      firstRun[sequence[p]] = p;
    lastRun[sequence[p]] = p;
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
  std::vector<uint32_t> ops;
  for (uint32_t c = 0; c < eval->copyBegin[full]; ++c) {
    const Copy &copy = eval->copies[c];
    uint64_t bytes = core.bytes[copy.value];
    if (copy.end <= full || copy.storage != c || bytes == 0)
      continue;
    uint32_t from = eventBefore[c] == none ? copy.start : eventBefore[c];
    uint32_t to = eventAfter[c] == none ? length : eventAfter[c];
    if (to <= full || !mayRunAt(core.producer[copy.value], to) || !closure(copy.value, to, bytes, ops))
      continue;
    double time = 1;
    for (uint32_t op : ops)
      time += double(core.time[op]);
    uint64_t gain = std::min(bytes, over);
    double benefit = std::pow(double(gain), 1 - style.spread) *
                     std::pow(std::max(double(gain), spreadGain(from + 1, to, bytes)), style.spread);
    double ratio = time / benefit;
    if (style.noise > 0)
      ratio *= std::exp(style.noise * (random.unit() - 0.5));
    candidates.push_back({c, to, ratio, gain});
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
  while (!effort.exhausted()) {
    evaluate(sequence);
    if (eval->peak <= budget)
      return true;
    if (eval->time > timeLimit || sequence.size() > lengthLimit)
      return false;
    stale = int64_t(eval->peak) < lastPeak ? 0 : stale + 1;
    lastPeak = std::min(lastPeak, int64_t(eval->peak));
    if (stale > 60)
      return false;
    collectCandidates(sequence, eval->peakPosition, style, candidates);
    if (candidates.empty())
      return false;
    uint64_t over = eval->peak - budget, removed = 0;
    std::vector<Insertion> insertions;
    for (const Candidate &candidate : candidates) {
      Insertion insertion{candidate.position, {}};
      uint32_t value = eval->copies[candidate.copy].value;
      if (!closure(value, candidate.position, core.bytes[value], insertion.ops))
        continue;
      insertions.push_back(std::move(insertion));
      removed += candidate.gain;
      if (double(removed) >= style.batch * double(over))
        break;
    }
    std::stable_sort(insertions.begin(), insertions.end(),
                     [](const Insertion &a, const Insertion &b) { return a.position < b.position; });
    Sequence next;
    next.reserve(sequence.size() + 64);
    size_t k = 0;
    for (uint32_t p = 0; p <= sequence.size(); ++p) {
      for (; k < insertions.size() && insertions[k].position == p; ++k)
        next.insert(next.end(), insertions[k].ops.begin(), insertions[k].ops.end());
      if (p < sequence.size())
        next.push_back(sequence[p]);
    }
    sequence.swap(next);
  }
  return false;
}

/// `eval` holds the sequence. Removes the run if the budget still holds.
bool Improver::tryRemove(Sequence &sequence, uint32_t position, Sequence &scratch) {
  int64_t freed = 0;
  for (uint32_t k = eval->readBegin[position]; k < eval->readBegin[position + 1]; ++k) {
    const Copy &copy = eval->copies[eval->copies[eval->readCopies[k]].storage];
    if (copy.end == position)
      freed += int64_t(core.bytes[copy.value]);
  }
  for (uint32_t c = eval->copyBegin[position]; c < eval->copyBegin[position + 1]; ++c) {
    const Copy &copy = eval->copies[c];
    if (copy.storage != c || copy.end == copy.start)
      continue;
    uint32_t from = eval->copies[copy.previous].end + 1;
    if (from < position && eval->maxOver(from, position) + int64_t(core.bytes[copy.value]) - freed > int64_t(budget))
      return false;
  }
  scratch.assign(sequence.begin(), sequence.begin() + position);
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
  evaluate(sequence);
  // Longest first; positions shift by one with each removal, so runs are found
  // again by their order of occurrence.
  struct Entry {
    int64_t time;
    uint32_t position;
  };
  std::vector<Entry> entries;
  for (uint32_t p = 0; p < sequence.size(); ++p)
    if (firstRun[sequence[p]] != p)
      entries.push_back({core.time[sequence[p]], p});
  std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) {
    return a.time != b.time ? a.time > b.time : a.position > b.position;
  });
  for (size_t i = 0; i < entries.size() && !effort.exhausted(); ++i)
    if (tryRemove(sequence, entries[i].position, scratch))
      for (size_t j = i + 1; j < entries.size(); ++j)
        entries[j].position -= entries[j].position > entries[i].position;
}

/// Removes some repeated runs: those that keep one position within the budget,
/// those in one window, or any.
bool Improver::destroy(Sequence &sequence) {
  evaluate(sequence);
  uint32_t length = uint32_t(sequence.size());
  std::vector<uint8_t> remove(length, 0);
  size_t repeated = length - core.opCount;
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
    if (firstRun[sequence[p]] == p)
      continue;
    bool chosen = false;
    if (kind == 3) {
      chosen = true;
    } else if (kind == 2) {
      chosen = p + width >= center && p <= center + width;
    } else {
      for (uint32_t c = eval->copyBegin[p]; c < eval->copyBegin[p + 1]; ++c) {
        const Copy &copy = eval->copies[c];
        chosen |= copy.storage == c && eval->copies[copy.previous].end <= center && p >= center;
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
    if (!remove[p])
      next.push_back(sequence[p]);
  sequence.swap(next);
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
