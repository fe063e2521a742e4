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

#include "Blocks/BlockPlans.h"
#include "Bounds/Bounds.h"
#include "Core/Emit.h"
#include "Exact/Highs.h"
#include "Exact/Windows.h"
#include "Search/Improve.h"
#include "Starts/Checkpoints.h"
#include "Starts/ExactSteps.h"
#include "Starts/Reorder.h"
#include "Starts/Simulate.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace neap::planner {
namespace {

/// Work of a first repair, per operation.
constexpr uint64_t repairWork = 60'000;
/// A search without any limit ends after this much work per operation that
/// brought nothing.
constexpr uint64_t idleWork = 100'000;
/// Work on a graph with few of its blocks, per operation of it, for a first look.
constexpr uint64_t blockWork = 5'000;
constexpr size_t exactLabelLimit = 400'000;
/// Of the whole effort.
constexpr double exactPart = 0.5;
/// Plans that the search of a stage starts from, and noisy repairs for more of them.
constexpr size_t startLimit = 5;
constexpr unsigned noisyRepairs = 4;
/// Into how many segments the way forward is cut for checkpoints.
constexpr size_t checkpointSegments[] = {8, 16, 32, 64, 128};
constexpr unsigned checkpointTries = 16;
/// Part of the seconds that exact windows take.
constexpr double windowPart = 1.0 / 3;

class StepPlanner {
public:
  StepPlanner(const Graph &graph, const PlanOptions &options)
      : graph(graph), options(options), core(flatten(graph, options)),
        effort(options.workUnits, searchSeconds(options)), start(std::chrono::steady_clock::now()) {}
  PlanResult run();

private:
  /// Every operation by its fastest formula; the others, and the other levers, are variants.
  static Core flatten(const Graph &graph, const PlanOptions &options) {
    bool formulas = options.formulas && graph.hasFormulas();
    Core core = formulas ? buildCore(graph, options.encode, fastestFormulas(graph, options.encode, options.budget))
                         : buildCore(graph, options.encode);
    if (options.encode || options.inside || options.offload || formulas)
      expandLevers(graph, {options.encode, options.inside, options.offload, formulas}, core);
    return core;
  }
  /// Bytes beyond which it does not fit, then the time it takes: less is better.
  using Standing = std::pair<uint64_t, int64_t>;
  struct Start {
    int64_t time;
    Sequence sequence;
  };
  /// One set of moves, its part of the effort, and the fastest plans found with it.
  struct Stage {
    MoveRules rules;
    Effort effort;
    std::vector<Start> starts;
    void add(const Sequence &sequence, int64_t time);
    int64_t best() const { return starts.empty() ? INT64_MAX : starts.front().time; }
  };

  double elapsed() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }
  /// The link's clock is not in the windows' program.
  static bool usesWindows(const PlanOptions &options) {
    return options.exactWindows && options.recompute && !options.offload && hasLinearSolver();
  }
  static double searchSeconds(const PlanOptions &options) {
    return options.seconds * (usesWindows(options) ? 1 - windowPart : 1);
  }
  bool isUnlimited() const { return options.workUnits == UINT64_MAX && options.seconds <= 0; }
  void offer(Stage &stage, const Sequence &sequence, int64_t time, uint64_t peak);
  void offer(Stage &stage, Improver &improver);
  Standing repairFrom(Stage &stage, const Sequence &order, const RepairStyle &style, uint64_t work);
  void simulateOn(Stage &stage, const Sequence &order, const SimulateOptions &simulation);
  void evictions(Stage &stage);
  void checkpointsOf(Stage &stage, Checkpoints &program);
  void checkpoints(Stage &stage);
  void quickPlan(Stage &stage);
  void linkPlan(Stage &stage);
  void firstPlans(Stage &stage);
  void tightPlans(Stage &stage, unsigned rounds, uint64_t seed);
  void blockPlans(Stage &stage);
  void formulaPlans(Stage &stage);
  void lowerPeak(Stage &stage);
  void searchFrom(Stage &stage, const Start &from, Effort &part, uint64_t seed);
  void race(Stage &stage, size_t count, double part);
  void improve(Stage &stage);
  void polish(Stage &stage);
  void advance(Stage &stage, double part, void (StepPlanner::*work)(Stage &));
  void plan(Stage all);
  bool tryExact(Stage &stage);
  void exactWindows();
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
  std::vector<Sequence> orders;
  /// The fastest within the budget; the one with the lowest peak.
  Sequence best, lowest;
  int64_t bestTime = INT64_MAX, baseTime = 0;
  /// No plan takes less.
  int64_t leastPossible = 0;
  uint64_t lowestPeak = UINT64_MAX;
  /// Part of the effort that is not given to any stage yet; orders are ranked.
  double unspent = 1;
  bool ranked = false, checkpointed = false;
};

/// Every operation once, by whatever formula.
static int64_t leastTime(const Core &core) {
  std::vector<int64_t> least(core.time.begin(), core.time.begin() + long(core.opCount));
  for (size_t op = core.opCount; op < core.time.size(); ++op)
    if (!core.isOptional(uint32_t(op)))
      least[core.origin[op]] = std::min(least[core.origin[op]], core.time[op]);
  return std::accumulate(least.begin(), least.end(), int64_t(0));
}

/// Keeps the fastest few, no two of the same time.
void StepPlanner::Stage::add(const Sequence &sequence, int64_t time) {
  auto at = std::lower_bound(starts.begin(), starts.end(), time, [](const Start &s, int64_t t) { return s.time < t; });
  if (at != starts.end() && at->time == time)
    return;
  starts.insert(at, {time, sequence});
  if (starts.size() > startLimit)
    starts.pop_back();
}

void StepPlanner::offer(Stage &stage, const Sequence &sequence, int64_t time, uint64_t peak) {
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

void StepPlanner::offer(Stage &stage, Improver &improver) {
  uint64_t peak = uint64_t(improver.schedule.peak());
  if (peak > options.budget)
    result.stuckOp = core.origin[improver.schedule.op(improver.schedule.peakNode())];
  offer(stage, improver.schedule.sequence(), improver.clock(), peak);
}

/// What repair finds is offered before it is pruned, so that a plan is there
/// early. Returns how it stands.
StepPlanner::Standing StepPlanner::repairFrom(Stage &stage, const Sequence &order, const RepairStyle &style,
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

void StepPlanner::simulateOn(Stage &stage, const Sequence &order, const SimulateOptions &simulation) {
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
void StepPlanner::evictions(Stage &stage) {
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
void StepPlanner::checkpointsOf(Stage &stage, Checkpoints &program) {
  Improver improver(core, options.budget, stage.effort, stage.rules, options.seed);
  uint64_t modelled = options.budget, lowestOf = UINT64_MAX;
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
  if (improver.repair({}, baseTime * 20, workLimit()))
    improver.prune();
  offer(stage, improver);
}

/// Checkpoints at several distances, once: they know no levers.
void StepPlanner::checkpoints(Stage &stage) {
  if (!options.checkpoints || !stage.rules.recompute || checkpointed)
    return;
  checkpointed = true;
  for (size_t segments : checkpointSegments) {
    if (stage.effort.exhausted() || stage.best() <= leastPossible)
      return;
    Checkpoints program(core, orders.front(), segments, options.budget);
    checkpointsOf(stage, program);
  }
}

/// Some plan. A repair that has not come far by then is slower than the others.
void StepPlanner::quickPlan(Stage &stage) {
  if (result.feasible || repairFrom(stage, orders.front(), {}, workLimit() / 120).first <= options.budget)
    return;
  checkpoints(stage);
  evictions(stage);
  tightPlans(stage, 3, options.seed + 18);
}

/// What the link alone does, and repair where that is not enough.
void StepPlanner::linkPlan(Stage &stage) {
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
void StepPlanner::firstPlans(Stage &stage) {
  linkPlan(stage);
  quickPlan(stage);
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
  checkpoints(stage);
}

/// Repeated blocks are planned once; what came of it is one more start.
void StepPlanner::blockPlans(Stage &stage) {
  if (!options.blocks || !stage.rules.recompute || stage.effort.exhausted() || stage.best() <= leastPossible)
    return;
  auto solve = [&](const Graph &shortGraph, uint64_t budget, bool thorough, Sequence &sequence) {
    PlanOptions part = options;
    part.budget = budget;
    part.blocks = part.checkpoints = part.reorder = part.timeBounds = part.exactWindows = false;
    part.encode = part.inside = part.offload = false;
    uint64_t divisor = thorough ? 8 : 12, work = blockWork * shortGraph.operations.size() * (thorough ? 4 : 1);
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
    if (improver.repair({}, baseTime * 20, workLimit()))
      improver.prune();
    offer(stage, improver);
  }
}

/// Where the fastest formulas find no plan: plans by the recorded formulas alone, and by those that
/// need least, each with a quarter of the effort.
void StepPlanner::formulaPlans(Stage &stage) {
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

/// Budgets where the first plans fail: noisy simulations, and sequences made
/// for a looser budget repaired down to this one.
void StepPlanner::tightPlans(Stage &stage, unsigned rounds, uint64_t seed) {
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
  }
}

/// Lowers the peak of the lowest sequence in small steps, searching at each.
void StepPlanner::lowerPeak(Stage &stage) {
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

void StepPlanner::searchFrom(Stage &stage, const Start &from, Effort &part, uint64_t seed) {
  Improver improver(core, options.budget, part, stage.rules, seed);
  improver.schedule.assign(from.sequence);
  improver.search(leastPossible, isUnlimited() ? idleWork * (core.opCount + 10) : UINT64_MAX);
  offer(stage, improver);
}

/// The search from the fastest plan.
void StepPlanner::polish(Stage &stage) {
  if (!stage.starts.empty() && stage.best() > leastPossible)
    searchFrom(stage, Start(stage.starts.front()), stage.effort, options.seed + 1);
}

/// The search from each of the first `count` plans, with a part of the effort each.
void StepPlanner::race(Stage &stage, size_t count, double part) {
  std::vector<Start> starts = stage.starts;
  for (size_t k = 0; k < std::min(count, starts.size()) && starts.size() > 1 && stage.best() > leastPossible; ++k) {
    Effort share = stage.effort.share(part);
    searchFrom(stage, starts[k], share, options.seed + 2 + count + k);
    stage.effort.spend(share.used);
  }
}

/// The search from each of the fastest plans, and from some noisy ones, for a
/// while, then from two, then from the best.
void StepPlanner::improve(Stage &stage) {
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
void StepPlanner::advance(Stage &stage, double part, void (StepPlanner::*work)(Stage &)) {
  stage.effort = effort.share(std::min(1.0, part / unspent));
  (this->*work)(stage);
  effort.spend(stage.effort.used);
  unspent -= part;
}

/// With levers, every set of them on its own first; the best of these is then planned as if it were alone, with a third
/// of the effort. All together start from the best of them.
void StepPlanner::plan(Stage all) {
  std::vector<Stage> stages;
  for (MoveRules rules : leverSets(allRules()))
    stages.push_back({rules, effort, {}});
  for (Stage &stage : stages)
    advance(stage, 0.03, &StepPlanner::firstPlans);
  for (Stage &stage : stages)
    advance(stage, 0.015, &StepPlanner::polish);
  std::stable_sort(stages.begin(), stages.end(), [](const Stage &a, const Stage &b) { return a.best() < b.best(); });
  for (size_t k = 0; k < 2 && k < stages.size(); ++k)
    advance(stages[k], k == 0 ? 0.3 : 0.1, k == 0 ? &StepPlanner::improve : &StepPlanner::polish);
  for (const Stage &stage : stages)
    for (const Start &one : stage.starts)
      all.add(one.sequence, one.time);
  all.effort = effort.share(1);
  if (core.hasLevers())
    blockPlans(all);
  firstPlans(all);
  if (!result.feasible)
    formulaPlans(all);
  if (!result.feasible)
    tightPlans(all, 40, options.seed + 17);
  if (!result.feasible)
    lowerPeak(all);
  improve(all);
  effort.spend(all.effort.used);
}

/// Small graphs are solved exactly; true when nothing is left to do.
bool StepPlanner::tryExact(Stage &stage) {
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

void StepPlanner::exactWindows() {
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
void StepPlanner::finish() {
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
PlanResult StepPlanner::run() {
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
  if (open)
    quickPlan(first);
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

} // namespace

bool hasExactWindows() { return hasLinearSolver(); }

PlanResult planSteps(const Graph &graph, const PlanOptions &options) { return StepPlanner(graph, options).run(); }

} // namespace neap::planner
