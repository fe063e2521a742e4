//===- WindowTest.cpp - Windows of schedules as integer programs ----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rows admit exactly the choices of runs that are plans within the budget; that needs
// no solver. Where HiGHS is there (NEAP_HIGHS_LIB, or on the loader's path), windows
// reach the optimum of small graphs; where it is not, they change nothing.
//
//===----------------------------------------------------------------------===//

#include "Exact/WindowModel.h"
#include "Exact/Windows.h"
#include "RandomGraphs.h"
#include "Starts/ExactSteps.h"
#include "neap/Planner/StepPlanner.h"

#include <gtest/gtest.h>

#include <numeric>

using namespace neap::planner;
using namespace neap::planner::test;

namespace {

/// Bounds and rows hold.
bool admits(const LinearProgram &program, const std::vector<double> &columns) {
  for (size_t c = 0; c < columns.size(); ++c)
    if (columns[c] < program.columnLower[c] || columns[c] > program.columnUpper[c])
      return false;
  for (size_t r = 0; r < program.rowLower.size(); ++r) {
    size_t end = r + 1 < program.rowStart.size() ? size_t(program.rowStart[r + 1]) : program.index.size();
    double sum = 0;
    for (size_t k = size_t(program.rowStart[r]); k < end; ++k)
      sum += program.value[k] * columns[size_t(program.index[k])];
    if (sum < program.rowLower[r] - 1e-6 || sum > program.rowUpper[r] + 1e-6)
      return false;
  }
  return true;
}

/// Time of the open runs.
double objective(const LinearProgram &program, const std::vector<double> &columns) {
  return std::inner_product(columns.begin(), columns.end(), program.cost.begin(), 0.0);
}

WindowShape randomShape(Random &random, size_t operations, size_t length) {
  WindowShape shape;
  uint64_t part = 1 + random.below(4);
  for (size_t o = 0; o < operations; ++o)
    shape.open.push_back(random.below(4) < part);
  if (random.below(2) == 0) {
    shape.from = uint32_t(random.below(length));
    shape.to = shape.from + 1 + uint32_t(random.below(length));
  }
  shape.depth = 1 + unsigned(random.below(4));
  shape.complete = random.below(3) == 0;
  shape.passes = 1 + unsigned(random.below(2));
  shape.moves = random.below(2) == 0;
  return shape;
}

/// A graph, a budget below what it takes in recorded order, and a plan of it.
struct Case {
  Graph graph;
  uint64_t budget = 0;
  Sequence sequence;
};

/// False if none was found.
bool randomCase(Random &random, size_t operations, bool reorder, Case &one) {
  one.graph = randomGraph(random, operations);
  Bounds bounds = computeBounds(one.graph, UINT64_MAX >> 2, false);
  uint64_t low = bounds.smallestBudget, high = std::max(low, bounds.peakRecorded);
  PlanOptions options;
  options.budget = one.budget = low + random.below((high - low) * 2 / 3 + 1);
  options.seconds = 0;
  options.workUnits = 200'000;
  options.exactOperations = 0;
  options.reorder = reorder;
  options.timeBounds = false;
  PlanResult result = planSteps(one.graph, options);
  one.sequence.clear();
  for (const Step &step : result.plan.steps)
    if (step.kind == StepKind::Run)
      one.sequence.push_back(step.index);
  return result.feasible;
}

TEST(Windows, AdmitTheSequenceTheyAreMadeFrom) {
  Random random{3};
  size_t open = 0;
  for (size_t round = 0; round < rounds(150); ++round) {
    Case one;
    if (!randomCase(random, 4 + random.below(16), round % 2 == 0, one))
      continue;
    Core core = buildCore(one.graph);
    std::vector<Slot> slots = windowSlots(core, one.sequence, randomShape(random, core.opCount, one.sequence.size()));
    WindowModel model(core, one.budget, slots);
    open += model.choices();
    std::vector<double> columns = model.assignment(model.present());
    EXPECT_TRUE(admits(model.program(), columns)) << "round " << round;
    EXPECT_EQ(model.sequence(model.chosen(columns)), one.sequence) << "round " << round;
    double time = 0;
    for (const Slot &slot : slots)
      time += slot.present && !slot.fixed ? double(core.time[slot.op]) : 0;
    EXPECT_NEAR(objective(model.program(), columns) * model.timeUnit(), time, 1e-6) << "round " << round;
  }
  EXPECT_GT(open, 0u);
}

TEST(Windows, AdmitExactlyThePlansWithinTheBudget) {
  Random random{4};
  size_t admitted = 0, refused = 0;
  for (size_t round = 0; round < rounds(300); ++round) {
    Case one;
    if (!randomCase(random, 4 + random.below(10), round % 2 == 0, one))
      continue;
    Core core = buildCore(one.graph);
    WindowModel model(core, one.budget,
                      windowSlots(core, one.sequence, randomShape(random, core.opCount, one.sequence.size())));
    std::vector<uint8_t> always = model.chosen(std::vector<double>(model.program().cost.size(), 0));
    for (unsigned k = 0; k < 30; ++k) {
      std::vector<uint8_t> runs = model.present();
      for (uint64_t flips = 1 + random.below(4); flips-- != 0;) {
        size_t j = random.below(runs.size());
        runs[j] = always[j] || !runs[j];
      }
      Sequence sequence = model.sequence(runs);
      bool plan = isLegal(core, sequence);
      if (plan) {
        Evaluator eval(core);
        eval.run(sequence);
        plan = eval.peak <= one.budget;
      }
      EXPECT_EQ(admits(model.program(), model.assignment(runs)), plan) << "round " << round << ", choice " << k;
      (plan ? admitted : refused) += runs != model.present();
    }
  }
  EXPECT_GT(admitted, 100u);
  EXPECT_GT(refused, 100u);
}

/// a writes x, b reads x, c reads x and what b writes.
Case threeOperations() {
  Case one;
  for (uint64_t bytes : {4, 2, 1}) {
    Value value;
    value.bytes = bytes;
    one.graph.values.push_back(value);
  }
  one.graph.values[2].wanted = true;
  for (OpId o = 0; o < 3; ++o) {
    Operation op;
    op.time = 5;
    op.outputs = {o};
    for (ValueId v = 0; v < o; ++v)
      op.reads.push_back({v, Need::Full});
    one.graph.operations.push_back(op);
  }
  one.sequence = {0, 1, 0, 2};
  one.budget = 7;
  return one;
}

TEST(Windows, DecodeABetterChoice) {
  Case one = threeOperations();
  Core core = buildCore(one.graph);
  WindowShape shape;
  shape.open.assign(3, 1);
  std::vector<Slot> slots = windowSlots(core, one.sequence, shape);
  WindowModel model(core, one.budget, slots);
  std::vector<uint8_t> runs;
  for (const Slot &slot : slots)
    runs.push_back(slot.fixed);
  std::vector<double> columns = model.assignment(runs);
  EXPECT_TRUE(admits(model.program(), columns));
  EXPECT_LT(objective(model.program(), columns), objective(model.program(), model.assignment(model.present())));
  EXPECT_EQ(model.sequence(model.chosen(columns)), (Sequence{0, 1, 2}));
}

TEST(Windows, DropWhatIsNotNeededWhereThereIsASolver) {
  Case one = threeOperations();
  Core core = buildCore(one.graph);
  WindowOutcome outcome = improveWindows(core, one.budget, {}, one.sequence);
  EXPECT_EQ(outcome.windows > 0, hasLinearSolver());
  EXPECT_EQ(outcome.improved > 0, hasLinearSolver());
  EXPECT_EQ(one.sequence, hasLinearSolver() ? (Sequence{0, 1, 2}) : (Sequence{0, 1, 0, 2}));
}

TEST(Windows, AreNeverWorseAndReachTheOptimumOfSmallGraphs) {
  Random random{5};
  for (size_t round = 0; round < rounds(40); ++round) {
    Case one;
    bool reorder = round % 4 == 0;
    if (!randomCase(random, 4 + random.below(9), reorder, one))
      continue;
    Core core = buildCore(one.graph);
    Evaluator eval(core);
    eval.run(one.sequence);
    int64_t before = eval.time;
    WindowLimits limits;
    limits.reorder = reorder;
    improveWindows(core, one.budget, limits, one.sequence);
    EXPECT_TRUE(isLegal(core, one.sequence)) << "round " << round;
    eval.run(one.sequence);
    EXPECT_LE(eval.peak, one.budget) << "round " << round;
    EXPECT_LE(eval.time, before) << "round " << round;
    Effort effort(UINT64_MAX, 0);
    Sequence optimum;
    int64_t least = 0;
    ExactOptions exact{one.budget, reorder, 1'000'000};
    if (!hasLinearSolver() || exactSteps(one.graph, core, exact, effort, optimum, least) != ExactOutcome::Found)
      continue;
    EXPECT_EQ(eval.time, least) << "round " << round << (reorder ? ", any order" : "");
  }
}

TEST(Windows, GivePlansThatTheCheckerAccepts) {
  Random random{6};
  for (size_t round = 0; round < rounds(12); ++round) {
    Graph graph = randomGraph(random, 17 + random.below(60));
    PlanOptions options;
    if (round % 3 == 0) {
      addRandomLevers(random, graph);
      options.encode = options.inside = true;
    }
    Bounds bounds = computeBounds(graph, UINT64_MAX >> 2, false);
    options.budget = bounds.smallestBudget + (bounds.peakRecorded - bounds.smallestBudget) / 2;
    options.seconds = 0.6;
    options.workUnits = 300'000;
    options.timeBounds = false;
    options.exactWindows = true;
    PlanResult result = planSteps(graph, options);
    EXPECT_TRUE(hasLinearSolver() || result.windows == 0);
    EXPECT_LE(result.windowsImproved, result.windows);
    if (!result.feasible)
      continue;
    CheckResult checked = checkPlan(graph, result.plan, options.check());
    EXPECT_TRUE(checked.errors.empty()) << "round " << round << ": " << checked.errors.front();
  }
}

} // namespace
