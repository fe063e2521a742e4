//===- Moves.cpp - Ways to free a value over a gap ------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Moves.h. What a repeated run reads is held longer where there is room for
// it, and made again where there is not, recursively.
//
//===----------------------------------------------------------------------===//

#include "Search/Moves.h"

#include <algorithm>
#include <cmath>

namespace neap::planner {
namespace {

constexpr unsigned depthLimit = 400;
constexpr size_t closureLimit = 1000;
/// An operand this many times smaller than what is won is held longer even
/// where there is no room yet.
constexpr uint64_t smallOperand = 4;

} // namespace

Moves::Moves(const Core &core, Schedule &schedule, const LinkClock &link, uint64_t budget, MoveRules rules)
    : core(core), schedule(schedule), link(link), budget(budget), rules(rules), madeStamp(core.valueCount, 0),
      opStamp(core.time.size(), 0), mayBeServed(core.valueCount, 0) {
  findServed();
}

/// Storages that one way to run an operation reads and another does not.
void Moves::findServed() {
  if (!core.hasLevers())
    return;
  for (uint32_t op = 0; op < core.opCount; ++op) {
    std::vector<uint32_t> forms{op}, roots;
    forms.insert(forms.end(), core.variants[op].begin(), core.variants[op].end());
    for (uint32_t form : forms)
      for (uint32_t v : core.reads[form])
        if (core.producer[v] < core.opCount)
          roots.push_back(core.root[v]);
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
    for (uint32_t form : forms)
      for (uint32_t root : roots)
        if (!readsRoot(form, root))
          mayBeServed[root] = 1;
  }
}

bool Moves::readsRoot(uint32_t op, uint32_t root) const {
  auto reads = core.reads[op];
  return std::any_of(reads.begin(), reads.end(), [&](uint32_t v) { return core.root[v] == root; });
}

bool Moves::isWanted(uint32_t root) const {
  auto views = core.views[root];
  return core.wanted[root] || std::any_of(views.begin(), views.end(), [&](uint32_t v) { return core.wanted[v]; });
}

std::vector<MoveRules> leverSets(MoveRules all) {
  std::vector<MoveRules> sets;
  unsigned levers = unsigned(all.encode) + unsigned(all.inside) + unsigned(all.offload);
  if (levers + unsigned(all.recompute) < 2)
    return sets;
  MoveRules alone = all;
  alone.encode = alone.inside = alone.offload = false;
  if (all.recompute)
    sets.push_back(alone);
  for (bool MoveRules::*lever : {&MoveRules::encode, &MoveRules::inside, &MoveRules::offload}) {
    if (!(all.*lever))
      continue;
    MoveRules one = alone;
    one.*lever = true;
    if (all.recompute && levers > 1)
      sets.push_back(one);
    one.recompute = false;
    sets.push_back(one);
  }
  return sets;
}

bool Moves::refresh(Gap &gap, Node full) const {
  const std::vector<Schedule::Interval> &held = schedule.intervals(gap.root);
  size_t k = 0;
  while (k < held.size() && schedule.precedes(held[k].end, full))
    ++k;
  if (k == held.size() || !schedule.precedes(held[k].start, full))
    return false;
  const std::vector<Schedule::Event> &events = schedule.events(gap.root);
  size_t i = schedule.eventIndex(gap.root, full);
  gap.won = core.bytes[gap.root];
  if (i < events.size() && events[i].node == full) {
    bool goesOn = schedule.precedes(full, held[k].end);
    uint64_t spared = goesOn && core.inPlace[schedule.op(full)].size() ? schedule.wouldSpare(full, gap.root) : 0;
    if (spared != 0) {
      gap.won = spared;
      ++i;
    } else if (!mayBeServed[gap.root] || schedule.makes(events[i])) {
      // Read at the node itself: only another way to run that does without it helps.
      return false;
    }
  }
  if (i == 0 || (i < events.size() && !schedule.reads(events[i])))
    return false;
  gap.last = events[i - 1].node;
  gap.next = i < events.size() ? events[i].node : Schedule::tail;
  return true;
}

void Moves::gapsAt(Node full, std::vector<Gap> &gaps) const {
  gaps.clear();
  schedule.work += core.valueCount / 8;
  for (uint32_t root = 0; root < core.valueCount; ++root) {
    const std::vector<Schedule::Interval> &held = schedule.intervals(root);
    if (held.empty() || core.bytes[root] == 0 || !schedule.precedes(held.front().start, full) ||
        schedule.precedes(held.back().end, full))
      continue;
    Gap gap{root, 0, 0};
    if (refresh(gap, full))
      gaps.push_back(gap);
  }
}

/// A run is legal there: not `once`, inputs not overwritten, not its first.
bool Moves::mayRunAt(uint32_t op, Node at) const {
  if (!core.isOptional(op)) {
    const std::vector<Node> &runs = schedule.runs(op);
    if (core.once[core.origin[op]] || runs.empty() || !schedule.precedes(runs.front(), at))
      return false;
  }
  for (uint32_t writer : core.overwrittenBy[op]) {
    const std::vector<Node> &runs = schedule.runs(writer);
    if (!runs.empty() && schedule.precedes(runs.front(), at))
      return false;
  }
  // Of an operation that has run, its formula's order holds already.
  if (core.hasFormulas && op >= core.opCount)
    for (uint32_t earlier : core.before[op])
      if (schedule.runs(earlier).empty() || !schedule.precedes(schedule.runs(earlier).front(), at))
        return false;
  return true;
}

bool Moves::mayStand(uint32_t op, Node at) const {
  for (uint32_t writer : core.overwrittenBy[op])
    if (!schedule.runs(writer).empty() && schedule.precedes(schedule.runs(writer).front(), at))
      return false;
  for (uint32_t earlier : core.before[op])
    if (schedule.runs(earlier).empty() || !schedule.precedes(schedule.runs(earlier).front(), at))
      return false;
  auto reads = core.reads[op];
  return std::all_of(reads.begin(), reads.end(), [&](uint32_t v) { return schedule.serving(v, at) != nullptr; });
}

/// The copy is there for a read at the node, or may be held that long.
bool Moves::isAtHand(uint32_t value, const Schedule::Interval &copy, Node at, uint64_t bytes) const {
  uint32_t root = core.root[value];
  if (madeStamp[root] == stamp)
    return false;
  uint64_t extra = core.bytes[root];
  return !schedule.precedes(copy.end, at) || extra == 0 || extra * smallOperand <= bytes ||
         schedule.within(schedule.next(copy.end), at, int64_t(budget) - int64_t(extra));
}

bool Moves::needValue(uint32_t value, Node at, uint64_t bytes, std::vector<uint32_t> &ops, unsigned depth) {
  if (madeStamp[value] == stamp)
    return true;
  const Schedule::Interval *copy = schedule.serving(value, at);
  ++schedule.work;
  if (!copy)
    return false;
  return isAtHand(value, *copy, at, bytes) || needOp(core.producer[value], at, bytes, ops, depth + 1);
}

/// The formula that takes least there with the producers of what it lacks, `none` if no
/// formula may run.
uint32_t Moves::formulaFor(uint32_t op, Node at, uint64_t bytes) {
  if (!core.hasFormulas || op >= core.opCount)
    return mayRunAt(op, at) ? op : none;
  uint32_t best = none;
  int64_t bestTime = 0;
  auto weigh = [&](uint32_t form) {
    int64_t time = core.time[form];
    if (!mayRunAt(form, at))
      return;
    for (uint32_t v : core.reads[form]) {
      const Schedule::Interval *copy = schedule.serving(v, at);
      ++schedule.work;
      if (!copy)
        return;
      if (madeStamp[v] != stamp && !isAtHand(v, *copy, at, bytes))
        time += core.time[core.producer[v]];
    }
    if (best == none || time < bestTime) {
      best = form;
      bestTime = time;
    }
  };
  weigh(op);
  for (uint32_t variant : core.variants[op])
    if (core.extras[variant - core.opCount].served.empty())
      weigh(variant);
  return best;
}

bool Moves::needOp(uint32_t op, Node at, uint64_t bytes, std::vector<uint32_t> &ops, unsigned depth) {
  if (opStamp[op] == stamp)
    return true;
  if (depth > depthLimit || ops.size() > closureLimit)
    return false;
  opStamp[op] = stamp;
  op = formulaFor(op, at, bytes);
  if (op == none)
    return false;
  closureTime += double(core.time[op]);
  if (closureTime > closureTimeLimit)
    return false;
  for (uint32_t v : core.reads[op])
    if (!needValue(v, at, bytes, ops, depth))
      return false;
  ops.push_back(op);
  for (uint32_t v : core.writes[op])
    madeStamp[v] = stamp;
  return true;
}

/// Any read of the value at or after the node, as things stand.
bool Moves::isReadFrom(uint32_t value, Node at) const {
  if (core.wanted[value])
    return true;
  for (uint32_t reader : core.readers[value]) {
    const std::vector<Node> &runs = schedule.runs(reader);
    if (!runs.empty() && !schedule.precedes(runs.back(), at))
      return true;
  }
  return false;
}

/// Views of a storage that was made again, where reads of them follow.
bool Moves::addViews(uint32_t root, Node at, std::vector<uint32_t> &ops) {
  for (uint32_t view : core.views[root]) {
    const std::vector<Node> &runs = schedule.runs(core.producer[view]);
    if (madeStamp[view] != stamp && !runs.empty() && schedule.precedes(runs.front(), at) && isReadFrom(view, at) &&
        !needOp(core.producer[view], at, 0, ops, 0))
      return false;
  }
  return true;
}

/// The runs that make a storage again at a node, in order.
bool Moves::closure(uint32_t root, Node at, uint64_t bytes, std::vector<uint32_t> &ops) {
  ++stamp;
  ops.clear();
  closureTime = 0;
  if (!needOp(core.producer[root], at, bytes, ops, 0))
    return false;
  return addViews(root, at, ops);
}

/// The gap follows the making itself, and nothing that the same run made is
/// read before the gap ends: the run moves, it is not repeated.
bool Moves::becomesUnread(const Gap &gap) const {
  uint32_t op = schedule.op(gap.last);
  if (op >= core.opCount || core.producer[gap.root] != op)
    return false;
  if (!rules.reorder && schedule.runs(op).front() == gap.last)
    return false;
  for (uint32_t v : core.writes[op]) {
    const std::vector<Schedule::Event> &events = schedule.events(core.root[v]);
    size_t i = schedule.eventIndex(core.root[v], gap.last) + 1;
    if (i < events.size() && schedule.precedes(events[i].node, gap.next))
      return false;
  }
  return true;
}

bool Moves::remake(const Gap &gap, Change &change) {
  bool moves = becomesUnread(gap);
  if (!moves && !rules.recompute)
    return false;
  if (core.producer[gap.root] >= core.opCount)
    return false;
  std::vector<uint32_t> ops;
  if (!closure(gap.root, gap.next, core.bytes[gap.root], ops))
    return false;
  if (!rules.recompute && ops.size() != 1)
    return false;
  for (uint32_t op : ops)
    change.time += double(core.time[op]);
  if (moves) {
    change.time -= double(core.time[schedule.op(gap.last)]);
    change.removal = gap.last;
  }
  change.insertions.push_back({gap.next, std::move(ops)});
  return true;
}

/// Puts the store there before the node, unless it is there already.
void Moves::fill(uint32_t store, Node at, Node until, Change &change) {
  if (const Schedule::Interval *copy = schedule.serving(store, until)) {
    change.bytes += schedule.precedes(copy->end, at) ? core.bytes[store] : 0;
    return;
  }
  if (std::find(change.filled.begin(), change.filled.end(), store) != change.filled.end())
    return;
  change.filled.push_back(store);
  uint32_t filler = core.producer[store];
  change.insertions.push_back({at, {filler}});
  change.time += double(core.time[filler]);
  change.bytes += core.bytes[store];
}

/// The variant (or the operation itself) serves by no lever that is not allowed, and reads
/// nothing that the run there serves otherwise now.
bool Moves::allows(uint32_t variant, uint32_t op) const {
  static const std::vector<std::pair<uint32_t, uint32_t>> nothing;
  const auto &served = op < core.opCount ? nothing : core.extras[op - core.opCount].served;
  const auto &also = variant < core.opCount ? nothing : core.extras[variant - core.opCount].served;
  for (const auto &s : also)
    if (!(s.second == 0 ? rules.inside : rules.encode) && std::find(served.begin(), served.end(), s) == served.end())
      return false;
  return std::none_of(served.begin(), served.end(), [&](const auto &s) { return readsRoot(variant, s.first); });
}

/// Besides, it does without the root.
bool Moves::mayServe(uint32_t variant, uint32_t op, uint32_t root) const {
  return variant != op && !readsRoot(variant, root) && allows(variant, op);
}

/// Bytes by which the node gets emptier: workspace, and storages that end with it if they are
/// still read there, less those that would be held longer.
int64_t Moves::wonBySwitch(Node full, uint32_t form) const {
  uint32_t op = schedule.op(full);
  int64_t won = int64_t(core.workspace[op]) - int64_t(core.workspace[form]);
  for (uint32_t v : core.reads[op]) {
    const Schedule::Interval *copy = schedule.serving(v, full);
    if (copy && copy->end == full && !readsRoot(form, core.root[v]))
      won += int64_t(core.bytes[core.root[v]]);
  }
  for (uint32_t v : core.reads[form]) {
    const Schedule::Interval *copy = schedule.serving(v, full);
    if (copy && schedule.precedes(copy->end, full))
      won -= int64_t(core.bytes[core.root[v]]);
  }
  return won;
}

bool Moves::switchAt(Node full, uint32_t form, Change &change) {
  change = Change();
  uint32_t op = schedule.op(full);
  if (form == op || !allows(form, op) || !mayStand(form, full))
    return false;
  int64_t won = wonBySwitch(full, form);
  if (won <= 0)
    return false;
  ++stamp;
  closureTime = 0;
  closureTimeLimit = INFINITY;
  std::vector<uint32_t> ops;
  for (uint32_t r : core.reads[form])
    if (core.producer[r] < core.opCount && !needValue(r, full, uint64_t(won), ops, 0))
      return false;
  if (!ops.empty() && !rules.recompute)
    return false;
  change.won = uint64_t(won);
  change.time = double(core.time[form] - core.time[op]);
  for (uint32_t o : ops)
    change.time += double(core.time[o]);
  if (!ops.empty())
    change.insertions.push_back({full, std::move(ops)});
  change.substitutions.push_back({full, form});
  return true;
}

/// What it takes to put the variant there: what it reads instead must be there, a
/// code of the value is made after its last use. False if it cannot.
bool Moves::weighVariant(const Gap &gap, Node reader, uint32_t variant, const Change &change,
                         std::vector<uint32_t> &ops, double &time) {
  ++stamp;
  ops.clear();
  closureTime = 0;
  time = double(core.time[variant] - core.time[schedule.op(reader)]);
  if (core.formula[variant] != core.formula[schedule.op(reader)] && !mayStand(variant, reader))
    return false;
  for (uint32_t writer : core.overwrittenBy[variant])
    if (!schedule.runs(writer).empty() && schedule.precedes(schedule.runs(writer).front(), reader))
      return false;
  for (uint32_t r : core.reads[variant]) {
    uint32_t filler = core.producer[r];
    if (filler < core.opCount) {
      if (!needValue(r, reader, core.bytes[gap.root], ops, 0))
        return false;
    } else if (!schedule.serving(r, reader) &&
               std::find(change.filled.begin(), change.filled.end(), r) == change.filled.end()) {
      // Codes of other values than the one that goes are not made for it.
      if (core.extras[filler - core.opCount].value != gap.root)
        return false;
      time += double(core.time[filler]);
    }
  }
  for (uint32_t o : ops)
    time += double(core.time[o]);
  return ops.empty() || rules.recompute;
}

/// Replaces a reader by the cheapest variant that serves this value otherwise
/// and everything it serves already.
bool Moves::serveOne(const Gap &gap, Node reader, Change &change) {
  uint32_t op = schedule.op(reader);
  if (core.isOptional(op))
    return false;
  uint32_t best = none;
  double bestTime = 0, time = 0;
  std::vector<uint32_t> bestOps, ops;
  auto weigh = [&](uint32_t variant) {
    if (!mayServe(variant, op, gap.root) || !weighVariant(gap, reader, variant, change, ops, time) ||
        (best != none && time >= bestTime))
      return;
    best = variant;
    bestTime = time;
    bestOps = ops;
  };
  for (uint32_t variant : core.variants[core.origin[op]])
    weigh(variant);
  weigh(core.origin[op]);
  if (best == none)
    return false;
  change.time += double(core.time[best] - core.time[op]);
  for (uint32_t o : bestOps)
    change.time += double(core.time[o]);
  if (!bestOps.empty())
    change.insertions.push_back({reader, bestOps});
  change.substitutions.push_back({reader, best});
  for (uint32_t r : core.reads[best])
    if (core.producer[r] >= core.opCount && core.extras[core.producer[r] - core.opCount].value == gap.root)
      fill(r, schedule.next(gap.last), reader, change);
  return true;
}

/// Bytes of what the run reads instead that are not there now.
uint64_t Moves::bytesBrought(Node run, uint32_t instead) const {
  uint64_t bytes = 0;
  for (uint32_t v : core.reads[instead]) {
    const Schedule::Interval *copy = schedule.serving(v, run);
    if (core.producer[v] < core.opCount && (!copy || schedule.precedes(copy->end, run)))
      bytes += core.bytes[core.root[v]];
  }
  return bytes;
}

/// Serves the reads that follow the gap by variants, as far as they go; before
/// the first that has none, the value is made again.
bool Moves::serve(const Gap &gap, Change &change) {
  if (!mayBeServed[gap.root] || gap.next == Schedule::tail)
    return false;
  const std::vector<Schedule::Event> &events = schedule.events(gap.root);
  for (size_t i = schedule.eventIndex(gap.root, gap.next); i < events.size() && schedule.reads(events[i]); ++i) {
    if (serveOne(gap, events[i].node, change))
      continue;
    std::vector<uint32_t> ops;
    if (change.substitutions.empty() || !rules.recompute ||
        !closure(gap.root, events[i].node, core.bytes[gap.root], ops))
      return false;
    for (uint32_t op : ops)
      change.time += double(core.time[op]);
    change.insertions.push_back({events[i].node, std::move(ops)});
    return true;
  }
  return !change.substitutions.empty() && !isWanted(gap.root);
}

/// How long the step waits when the value goes out after the gap's beginning and
/// is back at its end.
int64_t Moves::waitFor(const Gap &gap, Node full, uint32_t store) const {
  int64_t transfer = core.transfer[core.loader[store]];
  int64_t back = std::max<int64_t>(0, transfer - link.idleIn(schedule.next(full), gap.next));
  if (schedule.serving(store, gap.next))
    return back;
  return back + std::max<int64_t>(0, transfer - link.idleOut(schedule.next(gap.last), full));
}

/// Decodes, or fetches, before the next read. A transfer keeps the value until
/// it is sent, and takes its place as soon as it is on the way back.
bool Moves::load(const Gap &gap, Node full, uint32_t store, Change &change) {
  uint32_t loader = core.loader[store];
  int64_t transfer = core.transfer[loader];
  if (!(transfer != 0 ? rules.offload : rules.encode))
    return false;
  Node at = schedule.next(gap.last), before = gap.next;
  if (transfer != 0) {
    change.time += double(waitFor(gap, full, store));
    at = link.sentBy(at, full, transfer);
    before = link.fetchFrom(schedule.next(full), before, transfer);
    schedule.work += 16;
  }
  return loadAt(gap, store, at, before, change);
}

bool Moves::loadAt(const Gap &gap, uint32_t store, Node fillBefore, Node loadBefore, Change &change) {
  fill(store, fillBefore, gap.next, change);
  ++stamp;
  std::vector<uint32_t> ops{core.loader[store]};
  madeStamp[gap.root] = stamp;
  if (!addViews(gap.root, loadBefore, ops))
    return false;
  for (uint32_t op : ops)
    change.time += double(core.time[op]);
  change.insertions.push_back({loadBefore, std::move(ops)});
  return true;
}

bool Moves::transfer(const Gap &gap, uint32_t store, Node sendBefore, Node fetchBefore, Change &change) {
  change = Change();
  closureTimeLimit = INFINITY;
  return loadAt(gap, store, sendBefore, fetchBefore, change);
}

unsigned Moves::options(uint32_t root) const { return core.hasLevers() ? 2 + unsigned(core.stores[root].size()) : 1; }

double Moves::leastTime(const Gap &gap, Node full, unsigned option) const {
  if (gap.next == full && option != 1)
    return INFINITY;
  if (option == 0)
    return becomesUnread(gap) ? 0.0 : double(core.time[core.producer[gap.root]]);
  if (option == 1)
    return 0;
  uint32_t store = core.stores[gap.root].begin()[option - 2];
  if (core.transfer[core.loader[store]] == 0)
    return 0;
  return rules.offload ? double(waitFor(gap, full, store)) : INFINITY;
}

bool Moves::build(const Gap &gap, Node full, unsigned option, double timeLimit, Change &change) {
  change = Change();
  if (gap.next == full && option != 1)
    return false;
  closureTime = 0;
  if (gap.last == full && option > 1)
    return false;
  closureTimeLimit = timeLimit + (option == 0 ? double(core.time[core.producer[gap.root]]) : 0);
  bool found = option == 0   ? remake(gap, change)
               : option == 1 ? serve(gap, change)
                             : load(gap, full, core.stores[gap.root].begin()[option - 2], change);
  if (found && gap.next == full)
    change.bytes += bytesBrought(full, change.substitutions.front().second);
  // A code made after the full node would keep the value until then.
  return found && change.bytes < gap.won && (gap.last != full || change.filled.empty());
}

void Moves::apply(const Change &change) {
  for (const Insertion &insertion : change.insertions)
    for (uint32_t op : insertion.ops)
      schedule.insert(op, insertion.before);
  for (auto [node, op] : change.substitutions) {
    schedule.insert(op, node);
    schedule.remove(node);
  }
  if (change.removal != Schedule::tail)
    schedule.remove(change.removal);
}

} // namespace neap::planner
