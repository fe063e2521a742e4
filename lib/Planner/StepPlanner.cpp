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

#include "ExactSteps.h"
#include "Improve.h"
#include "Reorder.h"
#include "Simulate.h"
#include "Transfers.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace neap::planner {
namespace {

/// Whole evaluations of the sequence that a first repair may take.
constexpr uint64_t repairEvaluations = 400;
constexpr size_t exactStateLimit = 400'000;

class StepPlanner {
public:
  StepPlanner(const Graph &graph, const PlanOptions &options)
      : graph(graph), options(options), core(buildCore(graph)), effort(options.workUnits, options.seconds),
        start(std::chrono::steady_clock::now()) {}
  PlanResult run();

private:
  void addRun(Plan &plan, uint32_t op) const;
  Step freeOf(uint32_t value) const;
  struct Start {
    Sequence sequence;
    uint64_t peak;
    int64_t time;
  };
  double elapsed() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }
  void offer(Sequence sequence);
  void repairFrom(const Sequence &order, double spread);
  void simulateOn(const Sequence &order, const SimulateOptions &simulation);
  void firstPlans(const Sequence &order);
  bool tryExact();
  void finish(Plan plan);
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

/// Repair first: it is the better start where memory is not too short. What it
/// finds is offered before it is pruned, so that a plan is there early.
void StepPlanner::repairFrom(const Sequence &order, double spread) {
  Sequence sequence = order;
  RepairStyle style;
  style.spread = spread;
  int64_t limit = result.feasible ? bestTime + (bestTime - baseTime) / 4 : baseTime * 3;
  Improver improver(core, options.budget, effort, options.seed);
  improver.limitRepair(repairEvaluations * uint64_t(core.opCount));
  if (!improver.repair(sequence, style, limit))
    return;
  offer(sequence);
  improver.prune(sequence);
  offer(std::move(sequence));
}

void StepPlanner::simulateOn(const Sequence &order, const SimulateOptions &simulation) {
  Sequence sequence;
  uint32_t stuckAt = none;
  uint64_t lacking = 0;
  effort.spend(order.size() * 20);
  if (effort.exhausted())
    return;
  if (!simulate(core, order, simulation, sequence, stuckAt, lacking)) {
    if (stuckAt != none)
      result.stuckOp = stuckAt;
    return;
  }
  offer(sequence);
  Improver improver(core, options.budget, effort, options.seed);
  improver.prune(sequence);
  offer(std::move(sequence));
}

void StepPlanner::firstPlans(const Sequence &order) {
  for (double spread : {0.5, 0.0, 1.0})
    repairFrom(order, spread);
  for (double distancePower : {1.0, 0.3})
    for (double sizePower : {1.0, 0.7}) {
      SimulateOptions simulation;
      simulation.budget = options.budget;
      simulation.sizePower = sizePower;
      simulation.distancePower = distancePower;
      simulation.timeLimit = result.feasible ? bestTime + (bestTime - baseTime) / 2 : baseTime * 8;
      simulateOn(order, simulation);
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
    simulation.holdFirst = random.below(2) == 0;
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

/// The step that one element of a sequence stands for.
void StepPlanner::addRun(Plan &plan, uint32_t op) const {
  Step step;
  if (op < core.opCount) {
    step.index = op;
  } else {
    const Extra &extra = core.extras[op - core.opCount];
    step.index = extra.kind == Extra::Variant ? extra.op : extra.value;
    step.choice = extra.code;
    switch (extra.kind) {
    case Extra::Variant: {
      const std::vector<Read> &reads = graph.operations[extra.op].reads;
      step.codes.assign(reads.size(), 0);
      for (auto [value, how] : extra.served) {
        if (how == 0)
          step.inside.push_back(value);
        for (size_t i = 0; i < reads.size() && how != 0; ++i)
          if (reads[i].value == value)
            step.codes[i] = how;
      }
      break;
    }
    case Extra::Encode:
      step.kind = StepKind::Encode;
      break;
    case Extra::Decode:
      step.kind = StepKind::Decode;
      break;
    case Extra::Send:
      step.kind = StepKind::Send;
      break;
    case Extra::Fetch:
      step.kind = StepKind::Fetch;
      break;
    }
  }
  plan.steps.push_back(step);
}

/// Frees a storage, or the code that a lever's value is.
Step StepPlanner::freeOf(uint32_t value) const {
  if (value < graph.values.size())
    return {StepKind::Free, value, 0, {}, {}};
  const Extra &extra = core.extras[core.producer[value] - core.opCount];
  return {StepKind::FreeCode, extra.value, extra.code, {}, {}};
}

/// Steps with every storage freed right after the last read of it.
Plan StepPlanner::planOf(const Sequence &sequence) const {
  Evaluator eval(core);
  eval.run(sequence);
  uint32_t length = uint32_t(sequence.size());
  std::vector<std::vector<uint32_t>> freeAfter(length);
  std::vector<uint32_t> openEnd(core.valueCount, none);
  std::vector<uint8_t> skip(length, 0);
  for (const Copy &copy : eval.copies) {
    if (core.isView(copy.value))
      continue;
    uint32_t &end = openEnd[copy.value];
    if (end != none && copy.start <= end) {
      // There already: not encoded, sent or loaded again.
      skip[copy.start] |= core.isOptional(sequence[copy.start]);
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
    if (!skip[p])
      addRun(plan, sequence[p]);
    for (uint32_t v : freeAfter[p])
      if (v < graph.values.size() || core.extras[core.producer[v] - core.opCount].kind == Extra::Encode)
        plan.steps.push_back(freeOf(v));
  }
  plan.peakBytes = eval.peak;
  plan.time = eval.time;
  return plan;
}

/// Small graphs are solved exactly; true when nothing is left to do.
bool StepPlanner::tryExact() {
  if (core.opCount > options.exactOperations || core.hasLevers())
    return false;
  Sequence sequence;
  switch (exactSteps(core, options.budget, options.reorder, exactStateLimit, effort, sequence)) {
  case ExactOutcome::Found:
    offer(std::move(sequence));
    result.optimal = true;
    return true;
  case ExactOutcome::Infeasible:
    result.optimal = true;
    return true;
  case ExactOutcome::GaveUp:
    return false;
  }
  return false;
}

/// With levers the clock of the link decides what the plan takes.
void StepPlanner::finish(Plan plan) {
  result.plan = std::move(plan);
  if (!core.hasLevers())
    return;
  CheckOptions check;
  check.budget = options.budget;
  check.honourNeeds = options.encode;
  check.checkClaims = false;
  auto measure = [&](Plan &candidate) {
    CheckResult checked = checkPlan(graph, candidate, check);
    candidate.peakBytes = checked.peakBytes;
    candidate.time = checked.time;
    return checked;
  };
  CheckResult checked = measure(result.plan);
  if (!options.offload || !checked.errors.empty())
    return;
  Plan overlapped = overlapTransfers(graph, result.plan, options.budget, checked.memory);
  if (measure(overlapped).errors.empty() && overlapped.time < result.plan.time)
    result.plan = std::move(overlapped);
}

PlanResult StepPlanner::run() {
  result.bounds = computeBounds(graph, options.budget);
  baseTime = std::accumulate(core.time.begin(), core.time.end(), int64_t(0));
  if (options.encode || options.inside || options.offload)
    expandLevers(graph, {options.encode, options.inside, options.offload}, core);
  std::vector<Sequence> orders;
  Evaluator eval(core);
  Sequence recorded(core.opCount);
  std::iota(recorded.begin(), recorded.end(), 0u);
  eval.run(recorded);
  if (eval.peak <= options.budget || !options.reorder)
    orders.push_back(recorded);
  else
    orders = candidateOrders(core, effort);
  if (options.budget >= (core.hasLevers() ? core.residentBytes : result.bounds.smallestBudget) && !tryExact()) {
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
    finish(planOf(best));
  else
    findSmallest(orders);
  result.seconds = elapsed();
  result.workUnits = effort.used;
  return result;
}

} // namespace

PlanResult planSteps(const Graph &graph, const PlanOptions &options) { return StepPlanner(graph, options).run(); }

} // namespace neap::planner
