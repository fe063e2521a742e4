//===- StepPlanner.cpp - One byte budget over a whole training step -------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Orders, then first plans by repair and by simulated eviction, then the search
// from the best of them until the effort is used up or the lower bound is met.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/StepPlanner.h"

#include "Improve.h"
#include "Reorder.h"
#include "Simulate.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace neap::planner {
namespace {

class StepPlanner {
public:
  StepPlanner(const Graph &graph, const PlanOptions &options)
      : graph(graph), options(options), core(buildCore(graph)), effort(options.workUnits, options.seconds),
        start(std::chrono::steady_clock::now()) {}
  PlanResult run();

private:
  struct Start {
    Sequence sequence;
    uint64_t peak;
    int64_t time;
  };
  double elapsed() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }
  void offer(Sequence sequence);
  void firstPlans(const Sequence &order);
  void tightPlans(const std::vector<Sequence> &orders);
  void findSmallest(const std::vector<Sequence> &orders);
  Plan planOf(const Sequence &sequence) const;

  const Graph &graph;
  const PlanOptions &options;
  Core core;
  Effort effort;
  std::chrono::steady_clock::time_point start;
  PlanResult result;
  Sequence best;
  int64_t bestTime = INT64_MAX;
  int64_t baseTime = 0;
};

/// Takes a sequence within the budget if it is the fastest so far.
void StepPlanner::offer(Sequence sequence) {
  int64_t time = 0;
  for (uint32_t op : sequence)
    time += core.time[op];
  if (!result.feasible)
    result.firstSeconds = elapsed();
  result.feasible = true;
  if (time < bestTime) {
    bestTime = time;
    best = std::move(sequence);
  }
}

void StepPlanner::firstPlans(const Sequence &order) {
  Improver improver(core, options.budget, effort, options.seed);
  for (double spread : {0.0, 0.5, 1.0}) {
    Sequence sequence = order;
    RepairStyle style;
    style.spread = spread;
    if (!improver.repair(sequence, style, baseTime * 3))
      continue;
    improver.prune(sequence);
    offer(std::move(sequence));
  }
  for (double sizePower : {1.0, 0.7})
    for (double distancePower : {0.3, 1.0}) {
      SimulateOptions simulation;
      simulation.budget = options.budget;
      simulation.sizePower = sizePower;
      simulation.distancePower = distancePower;
      simulation.timeLimit = result.feasible ? baseTime + 2 * (bestTime - baseTime) : baseTime * 8;
      Sequence sequence;
      uint32_t stuckAt;
      uint64_t lacking;
      effort.spend(order.size() * 20);
      if (effort.exhausted())
        return;
      if (!simulate(core, order, simulation, sequence, stuckAt, lacking)) {
        if (stuckAt != none)
          result.stuckOp = stuckAt;
        continue;
      }
      improver.prune(sequence);
      offer(std::move(sequence));
    }
}

/// Budgets where the first plans fail: noisy simulations, and sequences made
/// for a looser budget repaired down to this one.
void StepPlanner::tightPlans(const std::vector<Sequence> &orders) {
  Random random{options.seed + 17};
  Improver improver(core, options.budget, effort, options.seed + 1);
  for (unsigned round = 0; round < 60 && !effort.exhausted() && !result.feasible; ++round) {
    const Sequence &order = orders[round % orders.size()];
    SimulateOptions simulation;
    double loosen = round % 3 == 0 ? 1.0 : 1.0 + 0.5 * random.unit();
    simulation.budget = uint64_t(double(options.budget) * loosen);
    simulation.sizePower = 0.4 + 0.7 * random.unit();
    simulation.distancePower = 1.2 * random.unit();
    simulation.noise = 0.5 * random.unit();
    simulation.seed = random.next();
    simulation.timeLimit = baseTime * 8;
    Sequence sequence;
    uint32_t stuckAt;
    uint64_t lacking;
    effort.spend(order.size() * 20);
    if (!simulate(core, order, simulation, sequence, stuckAt, lacking)) {
      if (stuckAt != none)
        result.stuckOp = stuckAt;
      continue;
    }
    RepairStyle style;
    style.spread = random.unit();
    if (loosen > 1 && !improver.repair(sequence, style, baseTime * 20))
      continue;
    improver.prune(sequence);
    offer(std::move(sequence));
  }
}

/// No plan was found: the smallest budget for which a quick try finds one.
void StepPlanner::findSmallest(const std::vector<Sequence> &orders) {
  uint64_t low = std::max(options.budget, result.bounds.smallestBudget);
  uint64_t high = UINT64_MAX;
  Evaluator eval(core);
  for (const Sequence &order : orders) {
    eval.run(order);
    high = std::min(high, eval.peak);
  }
  for (unsigned round = 0; round < 12 && low < high; ++round) {
    uint64_t middle = low + (high - low) / 2;
    bool found = false;
    for (const Sequence &order : orders) {
      SimulateOptions simulation;
      simulation.budget = middle;
      simulation.timeLimit = baseTime * 8;
      Sequence sequence;
      uint32_t stuckAt;
      uint64_t lacking;
      if ((found = simulate(core, order, simulation, sequence, stuckAt, lacking)))
        break;
      result.stuckOp = stuckAt == none ? result.stuckOp : stuckAt;
    }
    (found ? high : low) = found ? middle : middle + 1;
  }
  result.smallestFound = high;
}

/// Steps with every storage freed right after the last read of it.
Plan StepPlanner::planOf(const Sequence &sequence) const {
  Evaluator eval(core);
  eval.run(sequence);
  uint32_t length = uint32_t(sequence.size());
  std::vector<std::vector<uint32_t>> freeAfter(length);
  std::vector<uint32_t> openEnd(core.valueCount, none);
  for (const Copy &copy : eval.copies) {
    if (core.isView(copy.value))
      continue;
    uint32_t &end = openEnd[copy.value];
    if (end != none && copy.start <= end) {
      end = std::max(end, copy.end);
      continue;
    }
    if (end != none)
      freeAfter[end].push_back(copy.value);
    end = copy.end;
  }
  for (uint32_t v = 0; v < core.valueCount; ++v)
    if (openEnd[v] != none && openEnd[v] < length)
      freeAfter[openEnd[v]].push_back(v);
  Plan plan;
  for (uint32_t p = 0; p < length; ++p) {
    plan.steps.push_back({StepKind::Run, sequence[p], 0, {}, {}});
    for (uint32_t v : freeAfter[p])
      plan.steps.push_back({StepKind::Free, v, 0, {}, {}});
  }
  plan.peakBytes = eval.peak;
  plan.time = eval.time;
  return plan;
}

PlanResult StepPlanner::run() {
  result.bounds = computeBounds(graph, options.budget);
  baseTime = std::accumulate(core.time.begin(), core.time.end(), int64_t(0));
  std::vector<Sequence> orders;
  Evaluator eval(core);
  Sequence recorded(core.opCount);
  std::iota(recorded.begin(), recorded.end(), 0u);
  eval.run(recorded);
  if (eval.peak <= options.budget || !options.reorder)
    orders.push_back(recorded);
  else
    orders = candidateOrders(core, effort);
  if (options.budget >= result.bounds.smallestBudget) {
    for (const Sequence &order : orders)
      if (!effort.exhausted())
        firstPlans(order);
    if (!result.feasible)
      tightPlans(orders);
    if (result.feasible && bestTime > baseTime) {
      Improver improver(core, options.budget, effort, options.seed + 2);
      improver.search(best);
    }
  }
  if (result.feasible)
    result.plan = planOf(best);
  else
    findSmallest(orders);
  result.seconds = elapsed();
  result.workUnits = effort.used;
  return result;
}

} // namespace

PlanResult planSteps(const Graph &graph, const PlanOptions &options) { return StepPlanner(graph, options).run(); }

} // namespace neap::planner
