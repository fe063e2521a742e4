//===- AlternativesTest.cpp - Tests of other formulas and of writing in place ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Another formula where it saves time, workspace or an operand; a result over an
// operand that ends; and on random graphs bound <= optimum <= plan (Reference.h).
//
//===----------------------------------------------------------------------===//

#include "Core/Sequence.h"
#include "RandomGraphs.h"
#include "Reference.h"
#include "neap/Planner/Explain.h"
#include "neap/Planner/StepPlanner.h"
#include "neap/Planner/Trace.h"

#include <gtest/gtest.h>

#include <array>
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

/// 0: batch, 1 and 2: values of 40 bytes, 3: result of 30; 2 may be written over 1 and 3 over 2.
Graph elementwise() {
  Graph graph = chain();
  graph.values[1].bytes = graph.values[2].bytes = 40;
  graph.values[3].bytes = 30;
  graph.operations[0].once = false;
  graph.operations[1].inPlace = {{0, 0}};
  graph.operations[2].reads = {{2, Need::Full}};
  graph.operations[2].inPlace = {{0, 0}};
  return graph;
}

/// (step, read, output) of all that is written in place.
std::vector<std::array<uint32_t, 3>> overwritesOf(const Plan &plan) {
  std::vector<std::array<uint32_t, 3>> found;
  for (uint32_t s = 0; s < plan.steps.size(); ++s)
    for (auto [read, output] : plan.steps[s].inPlace)
      found.push_back({s, read, output});
  return found;
}

using Overwrites = std::vector<std::array<uint32_t, 3>>;

TEST(InPlace, AResultTakesThePlaceOfWhatEnds) {
  Graph graph = elementwise();
  PlanOptions options = limited(50);
  PlanResult result = planSteps(graph, options);
  ASSERT_TRUE(result.feasible);
  choicesOf(graph, options, result);
  EXPECT_EQ(result.plan.peakBytes, 50u);
  EXPECT_EQ(result.bounds.peakRecorded, 50u);
  EXPECT_EQ(result.bounds.peakAnyOrder, 50u);
  EXPECT_EQ(result.bounds.smallestBudget, 50u);
  EXPECT_EQ(overwritesOf(result.plan), (Overwrites{{1, 0, 0}, {2, 0, 0}}));
  EXPECT_EQ(writePlan(result.plan),
            "{\"steps\": [[\"run\", 0], [\"run\", 1, 0, [], [], [[0, 0]]], [\"run\", 2, 0, [], [], [[0, 0]]]]}\n");
  for (Operation &op : graph.operations)
    op.inPlace.clear();
  EXPECT_FALSE(planSteps(graph, options).feasible);
}

TEST(InPlace, NotOverWhatIsReadLaterOrSharedOrTooSmall) {
  Graph later = elementwise(), view = elementwise(), small = elementwise(), twice = elementwise();
  later.operations[2].reads.push_back({1, Need::Full});
  // A view of value 1 that is read at the end.
  view.values.push_back({});
  view.values[4].viewOf = 1;
  Operation take;
  take.reads = {{1, Need::Full}};
  take.outputs = {4};
  view.operations.insert(view.operations.begin() + 1, take);
  view.operations[3].reads.push_back({4, Need::Full});
  small.values[1].bytes = 39;
  twice.operations[1].reads.push_back({1, Need::Full});
  for (Graph *graph : {&later, &view, &small, &twice}) {
    PlanOptions options = limited(UINT64_MAX >> 2);
    PlanResult result = planSteps(*graph, options);
    ASSERT_TRUE(result.feasible);
    choicesOf(*graph, options, result);
    EXPECT_EQ(overwritesOf(result.plan).size(), 1u);
    EXPECT_GE(result.plan.peakBytes, result.bounds.peakRecorded);
  }
  // Read twice is no hindrance where both reads may be written over.
  twice.operations[1].inPlace.push_back({1, 0});
  EXPECT_EQ(overwritesOf(planSteps(twice, limited(1000)).plan).size(), 2u);
}

/// Two results and two operands that end: the larger result fits over one of them only, which the smaller one would
/// take if it came first.
TEST(InPlace, OneOperandForEachResult) {
  Graph graph;
  graph.values.resize(5);
  uint64_t bytes[] = {1, 20, 10, 10, 20};
  for (size_t v = 0; v < 5; ++v)
    graph.values[v].bytes = bytes[v];
  graph.values[0].resident = true;
  graph.values[3].wanted = graph.values[4].wanted = true;
  graph.operations.resize(2);
  graph.operations[0].reads = {{0, Need::Full}};
  graph.operations[0].outputs = {1, 2};
  graph.operations[1].reads = {{1, Need::Full}, {2, Need::Full}};
  graph.operations[1].outputs = {3, 4};
  graph.operations[1].inPlace = {{0, 0}, {1, 0}, {0, 1}, {1, 1}};
  PlanResult result = planSteps(graph, limited(1000));
  EXPECT_EQ(overwritesOf(result.plan), (Overwrites{{1, 0, 1}, {1, 1, 0}}));
  EXPECT_EQ(result.plan.peakBytes, 31u);
}

/// Value 1 is read at the end again, but there is no room for it beside value 2: it gives its place and is made again.
TEST(InPlace, WhatIsReadLaterIsMadeAgain) {
  Graph graph = elementwise();
  graph.values[3].bytes = 5;
  graph.values[3].wanted = false;
  Value last;
  last.bytes = 5;
  last.wanted = true;
  graph.values.push_back(last);
  Operation end;
  end.time = 100;
  end.reads = {{1, Need::Full}, {3, Need::Full}};
  end.outputs = {4};
  graph.operations.push_back(end);
  PlanOptions options = limited(60);
  options.exactOperations = 0;
  PlanResult result = planSteps(graph, options);
  ASSERT_TRUE(result.feasible);
  choicesOf(graph, options, result);
  EXPECT_EQ(result.plan.time, 500);
  EXPECT_LE(result.bounds.timeAnyOrder, 500);
  EXPECT_EQ(overwritesOf(result.plan).front(), (std::array<uint32_t, 3>{1, 0, 0}));
}

TEST(InPlace, TheTimelineCountsItOnce) {
  Graph graph = elementwise();
  PlanResult result = planSteps(graph, limited(1000));
  Timeline timeline = timelineOf(graph, result.plan);
  CheckResult checked = checkPlan(graph, result.plan, {});
  for (size_t s = 0; s < result.plan.steps.size(); ++s)
    EXPECT_EQ(std::accumulate(timeline.bytes[s].begin(), timeline.bytes[s].end(), uint64_t(0)), checked.memory[s]) << s;
  std::vector<Explanation> explained = explainPlan(graph, result.plan);
  EXPECT_NE(explained[0].reason.find("its place is taken by value 2"), std::string::npos) << explained[0].reason;
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

/// How often plans reached the optimum, and took another formula or wrote in place.
struct Tally {
  size_t feasible = 0, reached = 0, missed = 0, chosen = 0, skipped = 0, trivial = 0;
  void print(const char *what) const {
    std::printf("%s: %zu graphs with a plan, optimum reached on %zu, none found on %zu, made use of in %zu; %zu too "
                "large for the reference\n",
                what, feasible, reached, missed, chosen, skipped);
  }
};

void planAtRandom(const char *what, uint64_t seed, bool formulas, bool inPlace) {
  Random random{seed};
  Tally tally;
  for (size_t round = 0; round < rounds(200); ++round) {
    bool levers = round % 2;
    Graph graph = randomGraph(random, 3 + random.below(levers ? 4 : 7));
    if (formulas)
      addRandomFormulas(random, graph);
    if (inPlace)
      addRandomInPlace(random, graph);
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
      ++tally.skipped;
      continue;
    }
    PlanResult result = planSteps(graph, options);
    EXPECT_FALSE(result.feasible && optimum.time < 0) << "round " << round;
    if (result.optimal) {
      EXPECT_EQ(result.feasible ? result.plan.time : -1, optimum.time) << "round " << round;
    }
    if (optimum.time < 0)
      continue;
    ++tally.feasible;
    Bounds bounds = computeBounds(graph, options);
    CheckOptions check = options.check();
    check.checkClaims = false;
    EXPECT_TRUE(checkPlan(graph, optimum.plan, check).errors.empty()) << "round " << round;
    EXPECT_LE(options.reorder ? bounds.smallestBudget : bounds.smallestRecorded, options.budget) << "round " << round;
    EXPECT_LE(options.reorder ? bounds.timeAnyOrder : bounds.timeRecorded, optimum.time) << "round " << round;
    tally.trivial += bounds.timeAnyOrder < graph.timeOnce() / 2;
    tally.missed += !result.feasible;
    if (!result.feasible)
      continue;
    EXPECT_GE(result.plan.time, optimum.time) << "round " << round;
    tally.reached += result.plan.time == optimum.time;
    std::vector<uint32_t> choices = choicesOf(graph, options, result);
    tally.chosen += std::any_of(choices.begin(), choices.end(), [](uint32_t choice) { return choice != 0; }) ||
                    !overwritesOf(result.plan).empty();
  }
  EXPECT_GT(tally.chosen * 3, tally.feasible);
  EXPECT_GT(tally.reached * 2, tally.feasible);
  EXPECT_LT(tally.trivial * 2, tally.feasible);
  tally.print(what);
}

TEST(Formulas, BoundOptimumPlan) { planAtRandom("formulas", 91, true, false); }

/// With alternatives a plan is found wherever one is found without, and almost never a slower one.
TEST(Alternatives, OnLargerGraphsBetterThanWithout) {
  Random random{17};
  size_t compared = 0, better = 0, behind = 0, gained = 0;
  for (size_t round = 0; round < rounds(24); ++round) {
    Graph plain = randomGraph(random, 20 + random.below(40));
    Graph graph = plain;
    if (round % 3 != 0)
      addRandomFormulas(random, graph);
    if (round % 3 != 1)
      addRandomInPlace(random, graph);
    Bounds bounds = computeBounds(plain, UINT64_MAX >> 2, false);
    PlanOptions options =
        limited(bounds.smallestBudget + random.below(bounds.peakRecorded - bounds.smallestBudget + 1), 1'500'000);
    options.timeBounds = false;
    PlanResult with = planSteps(graph, options), without = planSteps(plain, options);
    if (with.feasible)
      choicesOf(graph, options, with);
    gained += with.feasible && !without.feasible;
    if (!without.feasible)
      continue;
    ++compared;
    ASSERT_TRUE(with.feasible) << "round " << round;
    better += with.plan.time < without.plan.time;
    behind += with.plan.time > without.plan.time;
  }
  std::printf("alternatives: of %zu graphs with a plan faster on %zu, slower on %zu; %zu more have one\n", compared,
              better, behind, gained);
  EXPECT_GT(better * 2, compared);
  EXPECT_LE(behind * 20, compared);
}

TEST(InPlace, BoundOptimumPlan) {
  planAtRandom("in place", 92, false, true);
  planAtRandom("formulas and in place", 93, true, true);
}

} // namespace
