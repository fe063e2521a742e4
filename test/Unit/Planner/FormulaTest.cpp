//===- FormulaTest.cpp - Tests of plans that choose among formulas --------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Another formula where it saves time, workspace or an operand, and on random
// graphs bound <= optimum <= plan (Reference.h).
//
//===----------------------------------------------------------------------===//

#include "Core/Sequence.h"
#include "RandomGraphs.h"
#include "Reference.h"
#include "neap/Planner/Explain.h"
#include "neap/Planner/StepPlanner.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <numeric>

using namespace neap::planner;
using namespace neap::planner::test;

namespace {

PlanOptions limited(uint64_t budget, uint64_t workUnits = 2'000'000) {
  PlanOptions options;
  options.budget = budget;
  options.seconds = 0;
  options.workUnits = workUnits;
  return options;
}

/// The plan passes the checker; the formulas it takes, by operation.
std::vector<uint32_t> choicesOf(const Graph &graph, const PlanOptions &options, const PlanResult &result) {
  CheckResult checked = checkPlan(graph, result.plan, options.check());
  EXPECT_TRUE(checked.errors.empty()) << checked.errors.front();
  std::vector<uint32_t> choices(graph.operations.size(), 0);
  for (const Step &step : result.plan.steps)
    if (step.kind == StepKind::Run)
      choices[step.index] = step.choice;
  return choices;
}

/// 0: batch, 1: activation, 2: activation, 3: gradient; forward, forward, backward.
Graph chain() {
  Graph graph;
  graph.values.resize(4);
  uint64_t bytes[] = {10, 40, 20, 5};
  for (size_t v = 0; v < 4; ++v)
    graph.values[v].bytes = bytes[v];
  graph.values[0].resident = true;
  graph.values[3].wanted = true;
  graph.operations.resize(3);
  for (uint32_t o = 0; o < 3; ++o) {
    graph.operations[o].time = 100;
    graph.operations[o].once = o == 0;
    graph.operations[o].outputs = {o + 1};
  }
  graph.operations[0].reads = {{0, Need::Full}};
  graph.operations[1].reads = {{1, Need::Full}};
  graph.operations[2].reads = {{1, Need::Full}, {2, Need::Full}};
  return graph;
}

TEST(Formulas, FasterOneWhereItsWorkspaceFits) {
  Graph graph = chain();
  graph.operations[1].formulas = {{"fast", 60, 30, {{1, Need::Full}}}, {"middling", 80, 10, {{1, Need::Full}}}};
  PlanOptions options = limited(100);
  PlanResult result = planSteps(graph, options);
  ASSERT_TRUE(result.feasible);
  EXPECT_EQ(choicesOf(graph, options, result), (std::vector<uint32_t>{0, 1, 0}));
  EXPECT_EQ(result.plan.time, 260);
  EXPECT_EQ(result.bounds.timeAnyOrder, 260);
  // 10 resident, 40 and 20 of operand and result, 10 of workspace.
  options.budget = 80;
  result = planSteps(graph, options);
  ASSERT_TRUE(result.feasible);
  EXPECT_EQ(choicesOf(graph, options, result), (std::vector<uint32_t>{0, 2, 0}));
  EXPECT_EQ(result.bounds.timeAnyOrder, 280);
  options.formulas = false;
  result = planSteps(graph, options);
  EXPECT_EQ(result.plan.time, 300);
  EXPECT_EQ(result.bounds.timeAnyOrder, 300);
}

TEST(Formulas, OneThatDoesWithoutAnOperandThatWouldHaveToStay) {
  Graph graph = chain();
  graph.operations[1].workspace = 10;
  graph.operations[2].name = "last";
  graph.operations[2].formulas = {{"from result", 150, 0, {{2, Need::Full}}}};
  // Between the last two operations stands one that leaves no room for value 1.
  Operation large;
  large.time = 100;
  large.workspace = 50;
  large.reads = {{2, Need::Full}};
  graph.operations.insert(graph.operations.begin() + 2, large);
  PlanOptions options = limited(80);
  PlanResult result = planSteps(graph, options);
  ASSERT_TRUE(result.feasible);
  EXPECT_EQ(choicesOf(graph, options, result), (std::vector<uint32_t>{0, 0, 0, 1}));
  EXPECT_EQ(result.plan.time, 450);
  std::vector<Explanation> explained = explainPlan(graph, result.plan);
  EXPECT_NE(explained[0].reason.find("not read in operation 3 (last) by formula 1 (from result)"), std::string::npos)
      << explained[0].reason;
  EXPECT_EQ(explained[0].price, 50);
  EXPECT_NE(explained[2].reason.find("made in operation 3 (last) by formula 1"), std::string::npos)
      << explained[2].reason;
  options.formulas = false;
  EXPECT_FALSE(planSteps(graph, options).feasible);
}

TEST(Formulas, LessWorkspaceWhereAnotherValueMustStay) {
  Graph graph = chain();
  graph.operations[0].formulas = {{"lean", 130, 0, {{0, Need::Full}}}};
  graph.operations[0].workspace = 60;
  graph.operations[0].once = false;
  // A mask drawn before, read at the end: with it the workspace does not fit.
  Value mask;
  mask.bytes = 15;
  graph.values.push_back(mask);
  Operation draw;
  draw.time = 100;
  draw.once = true;
  draw.outputs = {4};
  graph.operations.insert(graph.operations.begin(), draw);
  graph.operations[1].after = {0};
  graph.operations[3].reads.push_back({4, Need::Full});
  PlanOptions options = limited(110 + 14);
  PlanResult result = planSteps(graph, options);
  ASSERT_TRUE(result.feasible);
  EXPECT_EQ(choicesOf(graph, options, result), (std::vector<uint32_t>{0, 1, 0, 0}));
  EXPECT_EQ(result.plan.time, 430);
}

TEST(Formulas, AnOverwrittenParameterIsReadByNone) {
  Graph graph = chain();
  graph.values[0].bytes = 1;
  // Recorded after the update, the last operation must not read the old parameter; its formula reads the new one.
  Value updated;
  updated.viewOf = 0;
  graph.values.push_back(updated);
  Operation update;
  update.time = 100;
  update.once = true;
  update.reads = {{0, Need::Full}};
  update.outputs = {4};
  graph.operations.insert(graph.operations.begin() + 2, update);
  graph.operations[3].formulas = {{"new", 10, 0, {{0, Need::Full}, {2, Need::Full}}}};
  graph.operations[1].formulas = {{"old", 10, 0, {{0, Need::Full}, {1, Need::Full}}}};
  PlanOptions options = limited(1000);
  PlanResult result = planSteps(graph, options);
  ASSERT_TRUE(result.feasible);
  EXPECT_EQ(choicesOf(graph, options, result), (std::vector<uint32_t>{0, 1, 0, 1}));
  EXPECT_EQ(result.plan.time, 220);
}

/// Peaks of sequences that run everything once, by formulas at random.
void expectPeaksAboveBounds(Random &random, const Graph &graph, const Bounds &bounds, size_t round) {
  for (unsigned k = 0; k < 4; ++k) {
    std::vector<uint32_t> formulas;
    for (const Operation &op : graph.operations)
      formulas.push_back(uint32_t(random.below(op.formulas.size() + 1)));
    Core core = buildCore(graph, false, formulas);
    Sequence recorded(core.opCount);
    std::iota(recorded.begin(), recorded.end(), 0u);
    Evaluator eval(core);
    eval.run(recorded);
    EXPECT_LE(bounds.peakRecorded, eval.peak) << "round " << round;
    EXPECT_LE(bounds.peakAnyOrder, eval.peak) << "round " << round;
  }
}

TEST(Formulas, BoundOptimumPlan) {
  Random random{91};
  size_t feasible = 0, reached = 0, missed = 0, chosen = 0, skipped = 0, trivial = 0;
  for (size_t round = 0; round < rounds(200); ++round) {
    bool levers = round % 2;
    Graph graph = randomGraph(random, 3 + random.below(levers ? 4 : 7));
    addRandomFormulas(random, graph);
    if (levers)
      addRandomLevers(random, graph);
    ASSERT_TRUE(verifyGraph(graph).empty()) << verifyGraph(graph).front();
    PlanOptions options = limited(UINT64_MAX >> 2);
    unsigned some = levers ? unsigned(random.below(8)) : 0;
    options.encode = some & 1;
    options.inside = some & 2;
    options.offload = some & 4;
    options.reorder = round % 3 != 0;
    Bounds whole = computeBounds(graph, options);
    expectPeaksAboveBounds(random, graph, whole, round);
    uint64_t high = std::max(whole.smallestBudget, whole.peakRecorded);
    options.budget = whole.smallestBudget + random.below(high - whole.smallestBudget + 1);
    ReferenceOptions reference{options.encode, options.inside, options.offload, true, !options.reorder, 400'000};
    Optimum optimum = referenceOptimum(graph, options.budget, reference);
    if (optimum.gaveUp) {
      ++skipped;
      continue;
    }
    PlanResult result = planSteps(graph, options);
    EXPECT_FALSE(result.feasible && optimum.time < 0) << "round " << round;
    if (optimum.time < 0)
      continue;
    ++feasible;
    Bounds bounds = computeBounds(graph, options);
    CheckOptions check = options.check();
    check.checkClaims = false;
    EXPECT_TRUE(checkPlan(graph, optimum.plan, check).errors.empty()) << "round " << round;
    EXPECT_LE(options.reorder ? bounds.smallestBudget : bounds.smallestRecorded, options.budget) << "round " << round;
    EXPECT_LE(options.reorder ? bounds.timeAnyOrder : bounds.timeRecorded, optimum.time) << "round " << round;
    trivial += bounds.timeAnyOrder < graph.timeOnce() / 2;
    missed += !result.feasible;
    if (!result.feasible)
      continue;
    EXPECT_GE(result.plan.time, optimum.time) << "round " << round;
    reached += result.plan.time == optimum.time;
    std::vector<uint32_t> choices = choicesOf(graph, options, result);
    chosen += std::any_of(choices.begin(), choices.end(), [](uint32_t choice) { return choice != 0; });
  }
  std::printf("formulas: %zu graphs with a plan, optimum reached on %zu, none found on %zu, other formulas in %zu; %zu "
              "too large for the reference\n",
              feasible, reached, missed, chosen, skipped);
  EXPECT_GT(chosen * 3, feasible);
  EXPECT_GT(reached * 2, feasible);
  EXPECT_LT(trivial * 2, feasible);
}

} // namespace
