//===- Improve.cpp - Local search over schedules --------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Improve.h. All choices come from one seeded generator and effort is counted
// in list elements, so a result depends on the input and the work units alone.
//
//===----------------------------------------------------------------------===//

#include "Search/Improve.h"

#include <algorithm>
#include <cmath>

namespace neap::planner {

/// Rounds of the search without improvement after which it goes back to the best.
static constexpr unsigned staleSteps = 3000;
/// How much of what a set of levers brought counts one of its rounds later.
static constexpr double fading = 0.97;

Improver::Improver(const Core &core, uint64_t budget, Effort &effort, MoveRules rules, uint64_t seed)
    : schedule(core), core(core), budget(budget), effort(effort), rules(rules), random{seed}, link(core, schedule),
      moves(core, schedule, link, budget, rules) {
  setRules(rules);
}

void Improver::setRules(MoveRules allowed) {
  rules = allowed;
  moves.setRules(allowed);
  sets.assign(1, {allowed});
  if (core.hasLevers())
    for (MoveRules some : leverSets(allowed))
      sets.push_back({some});
  // For a set drawn at random.
  if (sets.size() > 1)
    sets.push_back({allowed});
}

/// Charges the work done since the last call.
void Improver::settle() {
  effort.spend(schedule.work - settled);
  settled = schedule.work;
}

int64_t Improver::clock() { return core.linked ? link.run() : schedule.time(); }

/// Ways that could be worth weighing at a full node, by a lower bound on what they
/// take per byte.
void Improver::sketch(Node full, const RepairStyle &style) {
  moves.gapsAt(full, gaps);
  sketches.clear();
  uint64_t over = uint64_t(schedule.memoryAt(full)) - budget;
  for (uint32_t g = 0; g < gaps.size(); ++g) {
    const Moves::Gap &gap = gaps[g];
    uint64_t bytes = core.bytes[gap.root];
    double benefit = double(std::min(gap.won, over));
    if (style.spread > 0) {
      double wide = schedule.excessOver(gap.last, gap.next, int64_t(budget), int64_t(bytes));
      benefit = std::pow(benefit, 1 - style.spread) * std::pow(std::max(benefit, wide), style.spread);
    }
    if (style.noise > 0)
      benefit *= std::exp(style.noise * (random.unit() - 0.5));
    bool last = gap.next == full && !style.operands;
    for (unsigned option = 0; option < moves.options(gap.root); ++option)
      sketches.push_back({g, option, last, (moves.leastTime(gap, full, option) + 1) / benefit, benefit});
  }
  schedule.work += gaps.size() * 2;
  std::sort(sketches.begin(), sketches.end(), [](const Sketch &a, const Sketch &b) {
    if (a.last != b.last)
      return b.last;
    return a.ratio != b.ratio ? a.ratio < b.ratio : a.gap != b.gap ? a.gap < b.gap : a.option < b.option;
  });
}

/// The cheapest way to run what runs at the full node by another formula.
void Improver::collectSwitches(Node full, uint64_t over) {
  candidates.clear();
  uint32_t origin = core.origin[schedule.op(full)];
  if (!core.hasFormulas || origin >= core.opCount)
    return;
  Moves::Change change;
  auto weigh = [&](uint32_t form) {
    if (!moves.switchAt(full, form, change))
      return;
    uint64_t gain = std::min(change.won, over);
    Candidate candidate{{none, full, full}, form, (std::max(0.0, change.time) + 1) / double(gain), gain};
    if (candidates.empty() || candidate.ratio < candidates.front().ratio)
      candidates.assign(1, candidate);
  };
  weigh(origin);
  for (uint32_t variant : core.variants[origin])
    weigh(variant);
  schedule.work += core.variants[origin].size();
}

/// The cheapest ways at a full node, enough of them to win `wanted` bytes.
void Improver::collect(Node full, const RepairStyle &style, double wanted) {
  sketch(full, style);
  uint64_t over = uint64_t(schedule.memoryAt(full)) - budget;
  collectSwitches(full, over);
  Moves::Change change;
  for (const Sketch &sketch : sketches) {
    // Beyond this ratio there is enough already.
    double won = 0, threshold = INFINITY;
    for (const Candidate &candidate : candidates)
      if ((won += double(candidate.gain)) >= wanted && threshold == INFINITY)
        threshold = candidate.ratio;
    if (sketch.ratio >= threshold || (sketch.last && won >= double(over)))
      break;
    const Moves::Gap &gap = gaps[sketch.gap];
    uint64_t bytes = gap.won;
    if (!moves.build(gap, full, sketch.option, threshold * sketch.benefit, change))
      continue;
    double scale = double(bytes - change.bytes) / double(bytes);
    Candidate candidate{gap, sketch.option, (std::max(0.0, change.time) + 1) / (sketch.benefit * scale),
                        std::min(bytes - change.bytes, over)};
    if (candidate.ratio >= threshold)
      continue;
    auto same =
        std::find_if(candidates.begin(), candidates.end(), [&](const Candidate &c) { return c.gap.root == gap.root; });
    if (same != candidates.end()) {
      if (same->ratio <= candidate.ratio)
        continue;
      candidates.erase(same);
    }
    auto after = std::upper_bound(candidates.begin(), candidates.end(), candidate,
                                  [](const Candidate &a, const Candidate &b) { return a.ratio < b.ratio; });
    candidates.insert(after, candidate);
  }
}

/// Applies what was collected, in order, until so much is won; how many.
size_t Improver::applyCandidates(Node full, double wanted) {
  size_t applied = 0;
  double won = 0;
  Moves::Change change;
  for (Candidate &candidate : candidates) {
    bool switches = candidate.gap.root == none;
    if (applied != 0 && (won >= wanted || (!switches && !moves.refresh(candidate.gap, full))))
      break;
    if (!(switches ? moves.switchAt(full, candidate.option, change)
                   : moves.build(candidate.gap, full, candidate.option, INFINITY, change)))
      continue;
    moves.apply(change);
    ++applied;
    won += double(candidate.gain);
    // The full run may be another one now.
    if (!schedule.isLinked(full) || schedule.memoryAt(full) <= int64_t(budget))
      break;
  }
  return applied;
}

bool Improver::repair(const RepairStyle &style, int64_t timeLimit, uint64_t workLimit) {
  double leastExcess = INFINITY;
  unsigned stale = 0;
  size_t lengthLimit = core.opCount * 8 + 1000;
  uint64_t begin = schedule.work;
  for (;;) {
    int64_t peak = schedule.peak();
    if (peak <= int64_t(budget))
      return true;
    settle();
    if (schedule.time() > timeLimit || schedule.length() > lengthLimit || schedule.work - begin > workLimit ||
        effort.exhausted())
      return false;
    // Summed over the schedule: many moments may be as full as the fullest.
    double excess = schedule.excessOver(schedule.first(), Schedule::tail, int64_t(budget), INT64_MAX);
    stale = excess < leastExcess ? 0 : stale + 1;
    leastExcess = std::min(leastExcess, excess);
    if (stale > 80)
      return false;
    if (core.linked && rules.offload)
      link.run();
    Node full = schedule.peakNode();
    double wanted = style.batch * double(peak - int64_t(budget));
    collect(full, style, wanted);
    if (applyCandidates(full, wanted) == 0)
      return false;
  }
}

/// A run that may go: a repeated one, a load; or a variant, which goes back to
/// the operation it stands for.
bool Improver::isRemovable(Node n) const {
  uint32_t op = schedule.op(n);
  if (op >= core.opCount)
    return core.extras[op - core.opCount].kind == Extra::Variant || core.loads(op);
  return schedule.runs(op).front() != n;
}

bool Improver::takeBack(Node n) {
  uint32_t op = schedule.op(n);
  bool first = schedule.runs(op).front() == n;
  if (op < core.opCount || core.isOptional(op))
    return (rules.reorder || op >= core.opCount || !first) && schedule.remove(n);
  if (!first && schedule.remove(n))
    return true;
  return (core.formula[op] == core.formula[core.origin[op]] || moves.mayStand(core.origin[op], n)) &&
         replace(n, core.origin[op]);
}

bool Improver::replace(Node n, uint32_t op) {
  schedule.insert(op, n);
  return schedule.remove(n);
}

/// Without the run, what it made would be held since its last use before. A
/// quick look whether that can fit.
bool Improver::extensionFits(Node n) const {
  uint32_t op = schedule.op(n);
  int64_t freed = 0;
  for (uint32_t v : core.reads[op]) {
    const Schedule::Interval *copy = schedule.serving(v, n);
    if (copy && copy->end == n)
      freed += int64_t(core.bytes[core.root[v]]);
  }
  for (uint32_t v : core.writes[op]) {
    if (core.isView(v))
      continue;
    const Schedule::Interval *earlier = schedule.serving(v, n);
    if (earlier && schedule.precedes(earlier->end, n) &&
        !schedule.within(schedule.next(earlier->end), n, int64_t(budget) + freed - int64_t(core.bytes[v])))
      return false;
  }
  return true;
}

bool Improver::tryTakeBack(Node n) {
  if (core.origin[schedule.op(n)] == schedule.op(n) && !extensionFits(n))
    return false;
  size_t mark = schedule.journalSize();
  int64_t before = schedule.time();
  if (takeBack(n) && schedule.time() <= before && schedule.peak() <= int64_t(budget))
    return true;
  schedule.rollback(mark);
  return core.hasFormulas && tryFaster(n);
}

/// A run by another formula that takes less time, where that fits.
bool Improver::tryFaster(Node n) {
  uint32_t op = schedule.op(n), origin = core.origin[op];
  if (origin >= core.opCount)
    return false;
  std::vector<uint32_t> faster;
  auto consider = [&](uint32_t other) {
    if (core.formula[other] != core.formula[op] && core.time[other] < core.time[op])
      faster.push_back(other);
  };
  consider(origin);
  for (uint32_t variant : core.variants[origin])
    consider(variant);
  std::stable_sort(faster.begin(), faster.end(), [&](uint32_t a, uint32_t b) { return core.time[a] < core.time[b]; });
  size_t mark = schedule.journalSize();
  for (uint32_t other : faster) {
    if (!moves.mayStand(other, n))
      continue;
    if (replace(n, other) && schedule.peak() <= int64_t(budget))
      return true;
    schedule.rollback(mark);
  }
  return false;
}

/// Longest first.
void Improver::pruneNodes(std::vector<Node> &list) {
  std::sort(list.begin(), list.end(), [&](Node a, Node b) {
    int64_t x = core.time[schedule.op(a)], y = core.time[schedule.op(b)];
    return x != y ? x > y : schedule.label(a) > schedule.label(b);
  });
  for (Node n : list)
    tryTakeBack(n);
  settle();
}

void Improver::prune() {
  std::vector<Node> list;
  for (Node n = schedule.first(); n != Schedule::tail; n = schedule.next(n))
    if (isRemovable(n))
      list.push_back(n);
  pruneNodes(list);
  dropUnread();
}

/// Only what came in since the last commit, and the runs that it repeats.
void Improver::pruneFresh() {
  std::vector<Node> list;
  for (size_t e = 0; e < schedule.journalSize(); ++e) {
    Node n;
    if (schedule.isFresh(e, n)) {
      list.push_back(n);
      if (rules.reorder && schedule.op(n) < core.opCount)
        for (Node other : schedule.runs(schedule.op(n)))
          list.push_back(other);
    }
  }
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  pruneNodes(list);
  dropUnread();
}

/// Removes encodings and sends that nothing reads.
void Improver::dropUnread() {
  if (!core.hasLevers())
    return;
  for (Node n = schedule.first(); n != Schedule::tail;) {
    Node next = schedule.next(n);
    uint32_t op = schedule.op(n);
    bool read = !core.isOptional(op);
    for (uint32_t v : core.writes[op]) {
      const std::vector<Schedule::Event> &events = schedule.events(core.root[v]);
      size_t i = schedule.eventIndex(core.root[v], n) + 1;
      read |= core.wanted[v] || (i < events.size() && schedule.reads(events[i]));
    }
    if (!read)
      schedule.remove(n);
    n = next;
  }
}

/// The node spares something from being held at the center.
bool Improver::coversNode(Node n, Node center) const {
  if (!schedule.precedes(center, n))
    return false;
  for (uint32_t v : core.writes[schedule.op(n)]) {
    if (core.isView(v))
      continue;
    const Schedule::Interval *earlier = schedule.serving(v, n);
    if (earlier && schedule.precedes(earlier->end, center))
      return true;
  }
  return false;
}

/// Takes back some of what was done: what spares one moment, what lies in one
/// window, or anything.
bool Improver::destroy() {
  std::vector<Node> list;
  for (Node n = schedule.first(); n != Schedule::tail; n = schedule.next(n))
    if (isRemovable(n))
      list.push_back(n);
  schedule.work += schedule.length() / 4 + list.size();
  if (list.empty())
    return false;
  unsigned kind = unsigned(random.below(4));
  size_t limit = 1 + random.below(random.below(3) == 0 ? 80 : 20);
  double fraction = 0.2 + 0.8 * random.unit();
  size_t center = size_t(random.below(list.size()));
  Node moment = list[center];
  size_t removed = 0;
  std::vector<Node> chosen;
  if (kind == 0) {
    size_t start = size_t(random.below(list.size()));
    for (size_t k = 0; k < list.size() && chosen.size() < limit; ++k) {
      Node n = list[(start + k) % list.size()];
      if ((n == moment || coversNode(n, moment)) && random.unit() < fraction)
        chosen.push_back(n);
    }
  } else if (kind <= 2) {
    size_t width = limit + 2;
    for (size_t k = center > width / 2 ? center - width / 2 : 0; k < list.size() && k < center + width / 2 + 1; ++k)
      if (k == center || random.unit() < fraction)
        chosen.push_back(list[k]);
  } else {
    for (size_t k = 0; k < std::min<size_t>(limit, 10); ++k)
      chosen.push_back(list[random.below(list.size())]);
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  }
  for (Node n : chosen)
    removed += takeBack(n);
  return removed != 0;
}

/// All levers every other time; else some of them at random, or the set that has
/// brought most per work.
size_t Improver::chooseSet() {
  uint64_t kind = random.below(4);
  if (kind < 2 || sets.size() == 1)
    return 0;
  size_t last = sets.size() - 1;
  if (kind == 2) {
    uint64_t some = random.below(16);
    sets[last].rules = {rules.reorder, rules.recompute && ((some & 1) || some < 2), rules.encode && (some & 2),
                        rules.inside && (some & 4), rules.offload && (some & 8)};
    return last;
  }
  size_t best = 0;
  for (size_t k = 1; k < last; ++k)
    if (sets[k].gain * sets[best].work > sets[best].gain * sets[k].work)
      best = k;
  return best;
}

/// One round; false if nothing could be taken back.
bool Improver::step(int64_t &current, int64_t best, int64_t base) {
  if (!destroy()) {
    schedule.rollback();
    return false;
  }
  RepairStyle style;
  style.spread = random.below(4) == 0 ? 0 : random.unit();
  style.noise = random.below(3) == 0 ? 0 : 1.2 * random.unit();
  style.batch = 0.05 + 0.5 * random.unit();
  style.operands = random.below(3) == 0;
  int64_t slack = int64_t(0.002 * looseness * double(best - base));
  bool kept = false;
  LeverSet &set = sets[chooseSet()];
  uint64_t begin = schedule.work;
  int64_t gain = 0;
  moves.setRules(set.rules);
  if (repair(style, current + (current - base) / 4 + slack, 4'000'000)) {
    pruneFresh();
    int64_t time = clock();
    kept = time <= current || time <= best + slack;
    if (kept)
      current = time;
    gain = std::max<int64_t>(0, best - current);
  }
  moves.setRules(rules);
  set.gain = set.gain * fading + double(gain);
  set.work = set.work * fading + double(schedule.work - begin) + 1;
  if (kept)
    schedule.commit();
  else
    schedule.rollback();
  return true;
}

void Improver::search(int64_t target, uint64_t idleWork, size_t steps) {
  schedule.commit();
  int64_t base = 0;
  for (uint32_t op = 0; op < core.opCount; ++op)
    base += core.time[op];
  int64_t current = clock(), best = current;
  Sequence bestSequence = schedule.sequence();
  unsigned idle = 0, stale = 0;
  uint64_t improvedAt = schedule.work;
  looseness = 1;
  while (!effort.exhausted() && best > target && idle < 100 && steps-- != 0 && schedule.work - improvedAt <= idleWork) {
    idle = step(current, best, base) ? 0 : idle + 1;
    settle();
    ++stale;
    if (current < best) {
      best = current;
      bestSequence = schedule.sequence();
      improvedAt = schedule.work;
      stale = 0;
    }
    if (stale < staleSteps)
      continue;
    // Back to the best, and further away from it than before.
    stale = 0;
    looseness = looseness > 10 ? 1 : looseness * 4;
    schedule.assign(bestSequence);
    schedule.commit();
    current = best;
  }
  schedule.assign(bestSequence);
  schedule.commit();
}

} // namespace neap::planner
