//===- FirstPlans.cpp - Plans that the search starts from -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Repair, simulated eviction, checkpoints, sweeps over the link, repeated blocks and
// other formulas: each is a way to some plan within the budget, and none is best
// everywhere.
//
//===----------------------------------------------------------------------===//

#include "Blocks/BlockPlans.h"
#include "Search/StepSearch.h"

#include <algorithm>

namespace neap::planner {
namespace {

/// Work on a graph with few of its blocks, per operation of it, for a first look.
constexpr uint64_t blockWork = 2'500;
/// Into how many segments the way forward is cut for checkpoints.
constexpr size_t checkpointSegments[] = {8, 16, 32, 64, 128};
constexpr unsigned checkpointTries = 16;

} // namespace

/// What repair finds is offered before it is pruned, so that a plan is there
/// early. Returns how it stands.
StepSearch::Standing StepSearch::repairFrom(Stage &stage, const Sequence &order, const RepairStyle &style,
                                            uint64_t work) {
  if (stage.effort.exhausted())
    return {UINT64_MAX, 0};
  Improver improver(core, options.budget, stage.effort, stage.rules, options.seed);
  improver.schedule.assign(order);
  int64_t limit = stage.starts.empty() ? baseTime * 3 : stage.best() + (stage.best() - baseTime) / 4;
  bool done = improver.repair(style, limit, work);
  offer(stage, improver);
  if (!done)
    return {uint64_t(improver.schedule.peak()), 0};
  improver.prune();
  offer(stage, improver);
  return {options.budget, improver.clock()};
}

void StepSearch::simulateOn(Stage &stage, const Sequence &order, const SimulateOptions &simulation) {
  if (stage.effort.exhausted() || !stage.rules.recompute)
    return;
  Sequence sequence;
  uint32_t stuckAt = none;
  uint64_t lacking = 0;
  stage.effort.spend(order.size() * 20);
  if (!simulate(core, order, simulation, sequence, stuckAt, lacking)) {
    if (stuckAt != none && !result.feasible)
      result.stuckOp = stuckAt;
    return;
  }
  Improver improver(core, options.budget, stage.effort, stage.rules, options.seed);
  improver.schedule.assign(sequence);
  offer(stage, improver);
  if (simulation.budget > options.budget && !improver.repair({}, baseTime * 20, workLimit()))
    return offer(stage, improver);
  improver.prune();
  offer(stage, improver);
}

/// Two simulated evictions: near uses first, and bytes first.
void StepSearch::evictions(Stage &stage) {
  for (auto [distancePower, sizePower] : {std::pair{1.0, 1.0}, std::pair{0.3, 0.7}}) {
    SimulateOptions simulation;
    simulation.budget = options.budget;
    simulation.sizePower = sizePower;
    simulation.distancePower = distancePower;
    simulation.timeLimit = stage.starts.empty() ? baseTime * 8 : stage.best() + (stage.best() - baseTime) / 4;
    simulateOn(stage, orders.front(), simulation);
  }
}

/// The sequence of a checkpoint program that comes closest to the budget from above, or the fastest within it. Where
/// the real bytes exceed the modelled ones the model gets fewer; where it has no plan it gets more.
void StepSearch::checkpointsOf(Stage &stage, Checkpoints &program, uint64_t modelled, const RepairStyle &style,
                               uint64_t work) {
  Improver improver(core, options.budget, stage.effort, stage.rules, options.seed);
  uint64_t lowestOf = UINT64_MAX;
  Sequence sequence, chosen;
  for (unsigned k = 0; k < checkpointTries; ++k) {
    if (!program.plan(modelled, sequence)) {
      if (result.feasible || !chosen.empty())
        break;
      modelled += modelled / 12;
      continue;
    }
    improver.schedule.assign(sequence);
    uint64_t reached = uint64_t(improver.schedule.peak());
    if (reached < lowestOf) {
      lowestOf = reached;
      chosen = sequence;
    }
    if (reached <= options.budget || modelled > options.budget || reached - options.budget >= modelled)
      break;
    modelled -= reached - options.budget;
  }
  stage.effort.spend(program.work);
  if (chosen.empty())
    return;
  improver.schedule.assign(chosen);
  offer(stage, improver);
  if (improver.repair(style, baseTime * 20, work))
    improver.prune();
  offer(stage, improver);
}

/// Checkpoints at several distances, once: they know no levers.
void StepSearch::checkpoints(Stage &stage) {
  if (!options.checkpoints || !stage.rules.recompute || checkpointed)
    return;
  checkpointed = true;
  for (size_t segments : checkpointSegments) {
    if (stage.effort.exhausted() || stage.best() <= leastPossible)
      return;
    Checkpoints program(core, orders.front(), segments, options.budget);
    checkpointsOf(stage, program, options.budget, {}, workLimit());
  }
}

/// A plan in the shortest time, and not pruned, which takes longer than all else. A repair that has not come far by
/// then is slower than checkpoints.
void StepSearch::sketchPlan(Stage &stage) {
  if (stage.effort.exhausted())
    return;
  Improver improver(core, options.budget, stage.effort, stage.rules, options.seed);
  improver.schedule.assign(orders.front());
  improver.repair({}, baseTime * 3, workLimit() / 120);
  offer(stage, improver);
  if (!result.feasible)
    checkpoints(stage);
}

/// Some plan where there is none yet.
void StepSearch::fallbackPlans(Stage &stage) {
  if (result.feasible)
    return;
  evictions(stage);
  tightPlans(stage, 3, options.seed + 18);
}

/// What the link alone does, and repair where that is not enough.
void StepSearch::linkPlan(Stage &stage) {
  if (!core.linked || !stage.rules.offload || stage.effort.exhausted())
    return;
  Improver improver(core, options.budget, stage.effort, stage.rules, options.seed);
  improver.schedule.assign(orders.front());
  improver.sweepLink();
  if (!improver.repair({}, baseTime * 20, workLimit()))
    return offer(stage, improver);
  offer(stage, improver);
  improver.prune();
  offer(stage, improver);
}

/// Repair is the better start where memory is not too short, eviction where it
/// is. The order that serves the first stage best comes first from then on; the
/// others are tried again where it does not serve.
void StepSearch::firstPlans(Stage &stage) {
  linkPlan(stage);
  checkpoints(stage);
  fallbackPlans(stage);
  std::pair<Standing, size_t> best{{UINT64_MAX, 0}, 0};
  for (size_t k = 0; k < orders.size() && !(ranked && stage.best() != INT64_MAX); ++k)
    best = std::min(best, {repairFrom(stage, orders[k], {}, workLimit()), k});
  if (!ranked)
    std::rotate(orders.begin(), orders.begin() + long(best.second), orders.begin() + long(best.second) + 1);
  ranked = true;
  for (double spread : {0.0, 1.0}) {
    RepairStyle style;
    style.spread = spread;
    style.operands = spread == 0;
    repairFrom(stage, orders.front(), style, workLimit());
  }
  evictions(stage);
}

/// Repeated blocks are planned once; what came of it is one more start.
void StepSearch::blockPlans(Stage &stage) {
  if (!options.blocks || !stage.rules.recompute || stage.effort.exhausted() || stage.best() <= leastPossible)
    return;
  auto solve = [&](const Graph &shortGraph, uint64_t budget, bool thorough, Sequence &sequence) {
    PlanOptions part = options;
    part.budget = budget;
    part.blocks = part.checkpoints = part.reorder = part.timeBounds = part.exactWindows = false;
    part.encode = part.inside = part.offload = false;
    uint64_t divisor = thorough ? 8 : 12, work = blockWork * shortGraph.operations.size() * (thorough ? 2 : 1);
    part.workUnits = std::min(stage.effort.left() / divisor, work);
    part.seconds = options.seconds > 0 ? std::max(0.001, (options.seconds - elapsed()) / double(divisor)) : 0;
    PlanResult solved = planSteps(shortGraph, part);
    stage.effort.spend(solved.workUnits + core.opCount);
    for (const Step &step : solved.plan.steps)
      if (step.kind == StepKind::Run)
        sequence.push_back(step.index);
    return solved.feasible;
  };
  for (const Sequence &sequence : planBlocks(graph, core, options.budget, solve)) {
    Improver improver(core, options.budget, stage.effort, stage.rules, options.seed);
    improver.schedule.assign(sequence);
    // A stretched plan is nearly one, or no good start.
    if (improver.repair({}, baseTime * 20, workLimit() / 60))
      improver.prune();
    offer(stage, improver);
  }
}

/// Where the fastest formulas find no plan: plans by the recorded formulas alone, and by those that
/// need least, each with a quarter of the effort.
void StepSearch::formulaPlans(Stage &stage) {
  if (!core.hasFormulas)
    return;
  for (const std::vector<uint32_t> &chosen :
       {std::vector<uint32_t>(core.opCount, 0), fastestFormulas(graph, options.encode, 0)}) {
    if (result.feasible || stage.effort.exhausted())
      return;
    Graph one = graph;
    for (uint32_t o = 0; o < core.opCount; ++o)
      one.operations[o] = byFormula(std::move(one.operations[o]), chosen[o]);
    PlanOptions part = options;
    part.blocks = part.timeBounds = part.exactWindows = part.encode = part.inside = part.offload = false;
    part.workUnits = isUnlimited() ? UINT64_MAX : stage.effort.left() / 4;
    part.seconds = options.seconds > 0 ? std::max(0.001, (options.seconds - elapsed()) / 4) : 0;
    PlanResult solved = planSteps(one, part);
    stage.effort.spend(solved.workUnits + core.opCount);
    Sequence sequence;
    for (const Step &step : solved.plan.steps)
      if (step.kind == StepKind::Run)
        sequence.push_back(core.byFormula(step.index, chosen[step.index]));
    if (!solved.feasible)
      continue;
    Improver improver(core, options.budget, stage.effort, stage.rules, options.seed);
    improver.schedule.assign(sequence);
    offer(stage, improver);
    improver.prune();
    offer(stage, improver);
  }
}

/// Budgets where the first plans fail: noisy simulations and checkpoints at any distance, made for this budget or a
/// looser one and repaired down to it.
void StepSearch::tightPlans(Stage &stage, unsigned rounds, uint64_t seed) {
  Random random{seed};
  for (unsigned round = 0; round < rounds && !stage.effort.exhausted() && !result.feasible; ++round) {
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
    simulateOn(stage, order, simulation);
    if (!options.checkpoints || !stage.rules.recompute || result.feasible)
      continue;
    Checkpoints program(core, order, 8 + size_t(random.below(160)), options.budget);
    RepairStyle style;
    style.spread = random.unit();
    style.noise = random.below(2) == 0 ? 0 : random.unit();
    style.batch = 0.05 + 0.4 * random.unit();
    checkpointsOf(stage, program, uint64_t(double(options.budget) * (1 + 0.5 * random.unit())), style,
                  workLimit() / 10);
  }
}

} // namespace neap::planner
