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
// best is lowered step by step.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/StepPlanner.h"

#include "Emit.h"
#include "ExactSteps.h"
#include "Improve.h"
#include "Reorder.h"
#include "Simulate.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace neap::planner {
namespace {

/// Work of a first repair, per operation; of one round of the search.
constexpr uint64_t repairWork = 60'000;
/// Rounds of the search with recompute alone, before levers join.
constexpr size_t aloneSteps = 2000;
constexpr size_t exactStateLimit = 400'000;

class StepPlanner {
public:
  StepPlanner(const Graph &graph, const PlanOptions &options)
      : graph(graph), options(options), core(buildCore(graph, options.encode)),
        effort(options.workUnits, options.seconds), start(std::chrono::steady_clock::now()) {}
  PlanResult run();

private:
  /// Bytes beyond which it does not fit, then the time it takes: less is better.
  using Standing = std::pair<uint64_t, int64_t>;

  double elapsed() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }
  bool isFeasible() const { return result.feasible; }
  void offer(const Sequence &sequence, int64_t time, uint64_t peak);
  void offer(Improver &improver);
  Standing repairFrom(const Sequence &order, double spread, MoveRules rules, size_t steps = 0);
  void simulateOn(const Sequence &order, const SimulateOptions &simulation);
  void firstPlans(const std::vector<Sequence> &orders);
  void leverPlans(const Sequence &order);
  void tightPlans(const std::vector<Sequence> &orders);
  void lowerPeak();
  bool tryExact();
  void finish();
  MoveRules allRules() const {
    return {options.reorder, options.recompute, options.encode, options.inside, options.offload};
  }
  uint64_t workLimit() const { return repairWork * (core.opCount + 100); }

  const Graph &graph;
  const PlanOptions &options;
  Core core;
  Effort effort;
  std::chrono::steady_clock::time_point start;
  PlanResult result;
  /// The fastest within the budget; the one with the lowest peak.
  Sequence best, lowest;
  int64_t bestTime = INT64_MAX, baseTime = 0;
  /// The fastest that leaves the link alone, whose time needs no clock of it.
  Sequence offline;
  int64_t offlineTime = INT64_MAX;
  uint64_t lowestPeak = UINT64_MAX;
};

void StepPlanner::offer(const Sequence &sequence, int64_t time, uint64_t peak) {
  if (peak < lowestPeak) {
    lowestPeak = peak;
    lowest = sequence;
  }
  if (peak > options.budget)
    return;
  if (!result.feasible)
    result.firstSeconds = elapsed();
  result.feasible = true;
  if (time < bestTime) {
    bestTime = time;
    best = sequence;
  }
  bool overLink = !core.transfer.empty() &&
                  std::any_of(sequence.begin(), sequence.end(), [&](uint32_t op) { return core.transfer[op] != 0; });
  if (!overLink && time < offlineTime) {
    offlineTime = time;
    offline = sequence;
  }
}

void StepPlanner::offer(Improver &improver) {
  uint64_t peak = uint64_t(improver.schedule.peak());
  if (peak > options.budget)
    result.stuckOp = core.origin[improver.schedule.op(improver.schedule.peakNode())];
  offer(improver.schedule.sequence(), improver.clock(), peak);
}

/// What repair finds is offered before it is pruned, so that a plan is there
/// early. Returns how it stands.
StepPlanner::Standing StepPlanner::repairFrom(const Sequence &order, double spread, MoveRules rules, size_t steps) {
  if (effort.exhausted())
    return {UINT64_MAX, 0};
  Improver improver(core, options.budget, effort, rules, options.seed);
  improver.schedule.assign(order);
  RepairStyle style;
  style.spread = spread;
  int64_t limit = result.feasible ? bestTime + (bestTime - baseTime) / 4 : baseTime * 3;
  bool done = improver.repair(style, limit, workLimit());
  offer(improver);
  if (!done)
    return {uint64_t(improver.schedule.peak()), 0};
  improver.prune();
  offer(improver);
  if (steps != 0) {
    improver.search(baseTime, steps);
    offer(improver);
  }
  return {options.budget, improver.clock()};
}

void StepPlanner::simulateOn(const Sequence &order, const SimulateOptions &simulation) {
  if (effort.exhausted() || !options.recompute)
    return;
  Sequence sequence;
  uint32_t stuckAt = none;
  uint64_t lacking = 0;
  effort.spend(order.size() * 20);
  if (!simulate(core, order, simulation, sequence, stuckAt, lacking)) {
    if (stuckAt != none && !result.feasible)
      result.stuckOp = stuckAt;
    return;
  }
  Improver improver(core, options.budget, effort, allRules(), options.seed);
  improver.schedule.assign(sequence);
  offer(improver);
  if (simulation.budget > options.budget && !improver.repair({}, baseTime * 20, workLimit()))
    return offer(improver);
  improver.prune();
  offer(improver);
}

/// Repair is the better start where memory is not too short, eviction where it is.
void StepPlanner::firstPlans(const std::vector<Sequence> &orders) {
  std::vector<std::pair<Standing, size_t>> ranked;
  for (size_t k = 0; k < orders.size(); ++k)
    ranked.push_back({repairFrom(orders[k], 0.5, allRules()), k});
  std::sort(ranked.begin(), ranked.end());
  const Sequence &order = orders[ranked.front().second];
  for (double spread : {0.0, 1.0})
    repairFrom(order, spread, allRules());
  for (auto [distancePower, sizePower] : {std::pair{1.0, 1.0}, std::pair{0.3, 0.7}}) {
    SimulateOptions simulation;
    simulation.budget = options.budget;
    simulation.sizePower = sizePower;
    simulation.distancePower = distancePower;
    simulation.timeLimit = result.feasible ? bestTime + (bestTime - baseTime) / 4 : baseTime * 8;
    simulateOn(order, simulation);
  }
}

/// One lever at a time: the search starts from the best of these too, so that a
/// joint plan is never behind one of them.
void StepPlanner::leverPlans(const Sequence &order) {
  MoveRules alone = allRules();
  alone.encode = alone.inside = alone.offload = false;
  for (bool MoveRules::*lever : {&MoveRules::encode, &MoveRules::inside, &MoveRules::offload}) {
    if (!(allRules().*lever))
      continue;
    MoveRules rules = alone;
    rules.*lever = true;
    repairFrom(order, 0.5, rules);
    rules.recompute = false;
    repairFrom(order, 0.5, rules);
  }
}

/// Budgets where the first plans fail: noisy simulations, and sequences made
/// for a looser budget repaired down to this one.
void StepPlanner::tightPlans(const std::vector<Sequence> &orders) {
  Random random{options.seed + 17};
  for (unsigned round = 0; round < 40 && !effort.exhausted() && !result.feasible; ++round) {
    const Sequence &order = orders[round % orders.size()];
    SimulateOptions simulation;
    double loosen = round % 3 == 0 ? 1.0 : 1.0 + 0.5 * random.unit();
    simulation.budget = uint64_t(double(options.budget) * loosen);
    simulation.sizePower = 0.4 + 0.7 * random.unit();
    simulation.distancePower = 1.2 * random.unit();
    simulation.noise = 0.5 * random.unit();
    simulation.holdFirst = random.below(2) == 0;
    simulation.seed = random.next();
    simulation.timeLimit = baseTime * 8;
    simulateOn(order, simulation);
  }
}

/// Lowers the peak of the lowest sequence in small steps, searching at each.
void StepPlanner::lowerPeak() {
  Improver improver(core, options.budget, effort, allRules(), options.seed + 5);
  improver.schedule.assign(lowest);
  Random random{options.seed + 23};
  unsigned failures = 0;
  while (!effort.exhausted() && lowestPeak > options.budget && failures < 200) {
    double step = failures < 4 ? 0.03 : 0.005;
    uint64_t target = std::max(options.budget, uint64_t(double(lowestPeak) * (1 - step * random.unit())));
    improver.setBudget(target);
    improver.schedule.commit();
    RepairStyle style;
    style.spread = random.unit();
    style.noise = random.unit();
    style.batch = 0.05 + 0.4 * random.unit();
    if (improver.repair(style, baseTime * 20, workLimit() / 40)) {
      improver.schedule.commit();
      improver.prune();
      improver.schedule.commit();
      offer(improver);
      failures = 0;
      continue;
    }
    improver.schedule.rollback();
    ++failures;
    improver.setBudget(lowestPeak);
    improver.search(0, 5);
  }
}

/// Small graphs are solved exactly; true when nothing is left to do.
bool StepPlanner::tryExact() {
  if (core.opCount > options.exactOperations || options.offload || !options.recompute)
    return false;
  Sequence sequence;
  switch (exactSteps(core, options.budget, options.reorder, exactStateLimit, effort, sequence)) {
  case ExactOutcome::Found: {
    Evaluator eval(core);
    eval.run(sequence);
    offer(sequence, eval.time, eval.peak);
    result.optimal = true;
    return true;
  }
  case ExactOutcome::Infeasible:
    result.optimal = true;
    return true;
  case ExactOutcome::GaveUp:
    return false;
  }
  return false;
}

/// With levers the checker's clock decides what the plan takes.
void StepPlanner::finish() {
  result.plan = emitPlan(graph, core, best);
  if (!core.hasLevers())
    return;
  CheckOptions check;
  check.honourNeeds = options.encode;
  check.checkClaims = false;
  auto measure = [&](Plan &plan) {
    CheckResult checked = checkPlan(graph, plan, check);
    plan.peakBytes = checked.peakBytes;
    plan.time = checked.time;
  };
  measure(result.plan);
  if (offlineTime >= result.plan.time)
    return;
  result.plan = emitPlan(graph, core, offline);
  measure(result.plan);
}

PlanResult StepPlanner::run() {
  result.bounds = computeBounds(graph, options.budget, options.timeBounds);
  baseTime = std::accumulate(core.time.begin(), core.time.end(), int64_t(0));
  if (options.encode || options.inside || options.offload)
    expandLevers(graph, {options.encode, options.inside, options.offload}, core);
  std::vector<Sequence> orders;
  Evaluator eval(core);
  Sequence recorded(core.opCount);
  std::iota(recorded.begin(), recorded.end(), 0u);
  eval.run(recorded);
  offer(recorded, eval.time, eval.peak);
  if (eval.peak <= options.budget || !options.reorder)
    orders.push_back(recorded);
  else
    orders = candidateOrders(core, effort);
  bool possible = options.budget >= (core.hasLevers() ? core.residentBytes : result.bounds.smallestBudget);
  if (possible && bestTime > baseTime && !tryExact()) {
    if (core.hasLevers() && options.recompute)
      for (const Sequence &order : orders)
        repairFrom(order, 0.5, {options.reorder, true, false, false, false}, aloneSteps);
    firstPlans(orders);
    if (core.hasLevers())
      for (const Sequence &order : orders)
        leverPlans(order);
    if (!result.feasible)
      tightPlans(orders);
    if (!result.feasible)
      lowerPeak();
    if (result.feasible && bestTime > baseTime) {
      Improver improver(core, options.budget, effort, allRules(), options.seed + 2);
      improver.schedule.assign(best);
      improver.search(baseTime);
      offer(improver);
    }
  }
  if (result.feasible)
    finish();
  result.smallestFound = lowestPeak;
  result.seconds = elapsed();
  result.workUnits = effort.used;
  return result;
}

} // namespace

PlanResult planSteps(const Graph &graph, const PlanOptions &options) { return StepPlanner(graph, options).run(); }

} // namespace neap::planner
