//===- StepPlanner.cpp - One byte budget over a whole training step -------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Small graphs exactly. Others: orders, then first plans by repair and by
// simulated eviction, then the search from the best of them until the effort is
// used up or the lower bound is met. Where no first plan fits, the peak of the
// best is lowered step by step. Windows of the best are searched exactly at the end
// where that was asked for.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/StepPlanner.h"

#include "Bounds/Bounds.h"
#include "Core/Emit.h"
#include "Exact/Windows.h"
#include "Search/StepSearch.h"
#include "Starts/ExactSteps.h"
#include "Starts/Reorder.h"

#include <algorithm>
#include <numeric>

namespace neap::planner {
namespace {

/// A search without any limit ends after this much work per operation that
/// brought nothing.
constexpr uint64_t idleWork = 100'000;
constexpr size_t exactLabelLimit = 400'000;
/// Of the whole effort.
constexpr double exactPart = 0.5;
/// Plans that the search of a stage starts from, and noisy repairs for more of them.
constexpr size_t startLimit = 5;
constexpr unsigned noisyRepairs = 4;
/// Rounds, where the first plans fail, of lowering the peak of the lowest and of looking for a lower one.
constexpr uint64_t tightRounds = 8;

} // namespace

/// Every operation once, by whatever formula.
static int64_t leastTime(const Core &core) {
  std::vector<int64_t> least(core.time.begin(), core.time.begin() + long(core.opCount));
  for (size_t op = core.opCount; op < core.time.size(); ++op)
    if (!core.isOptional(uint32_t(op)))
      least[core.origin[op]] = std::min(least[core.origin[op]], core.time[op]);
  return std::accumulate(least.begin(), least.end(), int64_t(0));
}

/// Keeps the fastest few, no two of the same time.
void StepSearch::Stage::add(const Sequence &sequence, int64_t time) {
  auto at = std::lower_bound(starts.begin(), starts.end(), time, [](const Start &s, int64_t t) { return s.time < t; });
  if (at != starts.end() && at->time == time)
    return;
  starts.insert(at, {time, sequence});
  if (starts.size() > startLimit)
    starts.pop_back();
}

void StepSearch::offer(Stage &stage, const Sequence &sequence, int64_t time, uint64_t peak) {
  if (peak < lowestPeak) {
    lowestPeak = peak;
    lowest = sequence;
  }
  if (peak > options.budget)
    return;
  if (!result.feasible)
    result.firstSeconds = elapsed();
  result.feasible = true;
  stage.add(sequence, time);
  if (time < bestTime) {
    bestTime = time;
    best = sequence;
  }
}

void StepSearch::offer(Stage &stage, Improver &improver) {
  uint64_t peak = uint64_t(improver.schedule.peak());
  if (peak > options.budget)
    result.stuckOp = core.origin[improver.schedule.op(improver.schedule.peakNode())];
  offer(stage, improver.schedule.sequence(), improver.clock(), peak);
}

/// Lowers the peak of the lowest sequence in small steps, searching at each.
void StepSearch::lowerPeak(Stage &stage) {
  Improver improver(core, options.budget, stage.effort, stage.rules, options.seed + 5);
  improver.schedule.assign(lowest);
  Random random{options.seed + 23};
  std::vector<MoveRules> sets = leverSets(stage.rules);
  sets.insert(sets.begin(), stage.rules);
  unsigned failures = 0;
  while (!stage.effort.exhausted() && lowestPeak > options.budget && failures < 200) {
    double step = failures < 4 ? 0.03 : 0.005;
    uint64_t target = std::max(options.budget, uint64_t(double(lowestPeak) * (1 - step * random.unit())));
    improver.setBudget(target);
    improver.setRules(sets[failures % sets.size()]);
    improver.schedule.commit();
    RepairStyle style;
    style.spread = random.unit();
    style.noise = random.unit();
    style.batch = 0.05 + 0.4 * random.unit();
    if (improver.repair(style, baseTime * 20, workLimit() / 40)) {
      improver.schedule.commit();
      improver.prune();
      improver.schedule.commit();
      offer(stage, improver);
      failures = 0;
      continue;
    }
    improver.schedule.rollback();
    ++failures;
    improver.setRules(stage.rules);
    improver.setBudget(lowestPeak);
    improver.search(0, UINT64_MAX, 5);
  }
}

void StepSearch::searchFrom(Stage &stage, const Start &from, Effort &part, uint64_t seed) {
  Improver improver(core, options.budget, part, stage.rules, seed);
  improver.schedule.assign(from.sequence);
  improver.search(leastPossible, isUnlimited() ? idleWork * (core.opCount + 10) : UINT64_MAX);
  offer(stage, improver);
}

/// The search from the fastest plan.
void StepSearch::polish(Stage &stage) {
  if (!stage.starts.empty() && stage.best() > leastPossible)
    searchFrom(stage, Start(stage.starts.front()), stage.effort, options.seed + 1);
}

/// The search from each of the first `count` plans, with a part of the effort each.
void StepSearch::race(Stage &stage, size_t count, double part) {
  std::vector<Start> starts = stage.starts;
  for (size_t k = 0; k < std::min(count, starts.size()) && starts.size() > 1 && stage.best() > leastPossible; ++k) {
    Effort share = stage.effort.share(part);
    searchFrom(stage, starts[k], share, options.seed + 2 + count + k);
    stage.effort.spend(share.used);
  }
}

/// The search from each of the fastest plans, and from some noisy ones, for a
/// while, then from two, then from the best.
void StepSearch::improve(Stage &stage) {
  Random random{options.seed + 31};
  for (unsigned k = 0; k < noisyRepairs && !stage.starts.empty() && stage.best() > leastPossible; ++k) {
    RepairStyle style;
    style.spread = random.unit();
    style.noise = 0.5 + random.unit();
    style.batch = 0.05 + 0.4 * random.unit();
    style.operands = k % 2 == 0;
    repairFrom(stage, orders[k % orders.size()], style, stage.effort.left() / 50);
  }
  race(stage, startLimit, 0.05);
  race(stage, 2, 0.15);
  polish(stage);
}

/// Does something for a stage with a part of the whole effort.
void StepSearch::advance(Stage &stage, double part, void (StepSearch::*work)(Stage &)) {
  stage.effort = effort.share(std::min(1.0, part / unspent));
  (this->*work)(stage);
  effort.spend(stage.effort.used);
  unspent -= part;
}

/// With levers, every set of them on its own first; the best of these is then planned as if it were alone, with a third
/// of the effort. All together start from the best of them.
void StepSearch::plan(Stage all) {
  std::vector<Stage> stages;
  for (MoveRules rules : leverSets(allRules()))
    stages.push_back({rules, effort, {}});
  for (Stage &stage : stages)
    advance(stage, 0.03, &StepSearch::firstPlans);
  for (Stage &stage : stages)
    advance(stage, 0.015, &StepSearch::polish);
  std::stable_sort(stages.begin(), stages.end(), [](const Stage &a, const Stage &b) { return a.best() < b.best(); });
  for (size_t k = 0; k < 2 && k < stages.size(); ++k)
    advance(stages[k], k == 0 ? 0.3 : 0.1, k == 0 ? &StepSearch::improve : &StepSearch::polish);
  for (const Stage &stage : stages)
    for (const Start &one : stage.starts)
      all.add(one.sequence, one.time);
  all.effort = effort.share(1);
  if (core.hasLevers())
    blockPlans(all);
  firstPlans(all);
  if (!result.feasible)
    formulaPlans(all);
  for (uint64_t k = 0; k < tightRounds && !result.feasible; ++k) {
    lowerPeak(all);
    tightPlans(all, 15, options.seed + 17 + 100 * k);
  }
  improve(all);
  effort.spend(all.effort.used);
}

/// Small graphs are solved exactly; true when nothing is left to do.
bool StepSearch::tryExact(Stage &stage) {
  if (core.opCount > options.exactOperations || !options.recompute)
    return false;
  Sequence sequence;
  int64_t time = 0;
  Effort share = stage.effort.share(exactPart);
  ExactOutcome outcome =
      exactSteps(graph, core, {options.budget, options.reorder, exactLabelLimit}, share, sequence, time);
  stage.effort.spend(share.used);
  bool reached = outcome == ExactOutcome::Infeasible;
  if (outcome == ExactOutcome::Found) {
    Improver improver(core, options.budget, stage.effort, stage.rules, options.seed);
    improver.schedule.assign(sequence);
    offer(stage, improver);
    reached = bestTime <= time;
  }
  result.optimal = reached && core.complete;
  return result.optimal;
}

void StepSearch::exactWindows() {
  if (!usesWindows(options) || !result.feasible || bestTime <= leastPossible)
    return;
  WindowLimits limits;
  limits.reorder = options.reorder;
  limits.seed = options.seed + 41;
  if (options.seconds > 0)
    limits.seconds = std::clamp(options.seconds - elapsed(), 0.1, options.seconds * windowPart + 0.1);
  // The clock ends it, or the number of windows where work units end the search.
  if (options.seconds > 0 && options.workUnits == UINT64_MAX)
    limits.rounds = SIZE_MAX;
  WindowOutcome outcome = improveWindows(core, options.budget, limits, best);
  result.windows = outcome.windows;
  result.windowsImproved = outcome.improved;
}

/// With levers the checker's clock decides what the plan takes.
void StepSearch::finish() {
  result.plan = emitPlan(graph, core, best);
  if (!core.hasLevers())
    return;
  CheckOptions check;
  check.honourNeeds = options.encode;
  check.checkClaims = false;
  CheckResult checked = checkPlan(graph, result.plan, check);
  result.plan.peakBytes = checked.peakBytes;
  result.plan.time = checked.time;
}

/// A first plan before anything that takes long.
PlanResult StepSearch::run() {
  BoundComputer bounds(graph, options);
  result.bounds = bounds.bounds;
  baseTime = leastTime(core);
  Evaluator eval(core);
  Sequence recorded(core.opCount);
  std::iota(recorded.begin(), recorded.end(), 0u);
  eval.run(recorded);
  orders.push_back(recorded);
  Stage first{allRules(), effort.share(1), {}};
  offer(first, recorded, eval.time, eval.peak);
  bool possible = options.budget >= result.bounds.smallestBudget;
  bool open = possible && bestTime > baseTime && !tryExact(first);
  if (open && !core.hasLevers())
    blockPlans(first);
  if (open && !result.feasible)
    sketchPlan(first);
  if (open)
    fallbackPlans(first);
  bounds.finish();
  result.bounds = bounds.bounds;
  leastPossible = std::max(baseTime, options.reorder ? result.bounds.timeAnyOrder : result.bounds.timeRecorded);
  if (open && eval.peak > options.budget && options.reorder)
    orders = candidateOrders(core, first.effort);
  effort.spend(first.effort.used);
  if (open)
    plan(std::move(first));
  if (open)
    exactWindows();
  if (result.feasible)
    finish();
  result.smallestFound = lowestPeak;
  result.seconds = elapsed();
  result.workUnits = effort.used;
  return result;
}

bool hasExactWindows() { return hasLinearSolver(); }

PlanResult planSteps(const Graph &graph, const PlanOptions &options) { return StepSearch(graph, options).run(); }

} // namespace neap::planner
