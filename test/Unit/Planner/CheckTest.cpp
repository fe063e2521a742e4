//===- CheckTest.cpp - Mutation tests of the plan checker -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A small graph with every lever, one correct plan, and one broken plan for each
// kind of fault; the checker must tell them apart.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Check.h"

#include <gtest/gtest.h>

#include <map>

using namespace neap::planner;

namespace {

/// 0: batch (resident), 1: parameter (resident), 2: y = relu-like, coded,
/// offloadable, rebuildable inside, 3: view of y, 4: mask drawn once, 5: result,
/// 6: updated parameter.
Graph sampleGraph() {
  Graph graph;
  graph.values.resize(7);
  uint64_t bytes[] = {100, 50, 64, 0, 16, 32, 0};
  for (size_t v = 0; v < 7; ++v)
    graph.values[v].bytes = bytes[v];
  graph.values[0].resident = graph.values[1].resident = true;
  graph.values[3].viewOf = 2;
  graph.values[6].viewOf = 1;
  graph.values[5].wanted = true;
  graph.values[2].offloadable = true;
  graph.values[2].codes = {{"bits", needBit(Need::Predicate), needBit(Need::Predicate), 2, 3, 3, true, 0},
                           {"packed", 0, needBit(Need::Full), 8, 5, 7, true, 0}};
  auto op = [&](const char *name, int64_t time, std::vector<Read> reads, std::vector<ValueId> outputs) {
    Operation o;
    o.name = name;
    o.time = time;
    o.reads = std::move(reads);
    o.outputs = std::move(outputs);
    graph.operations.push_back(o);
  };
  op("forward", 10, {{0, Need::Full}, {1, Need::Full}}, {2});
  op("view", 0, {{2, Need::Full}}, {3});
  op("draw", 4, {{3, Need::Full}}, {4});
  op("backward", 20, {{2, Need::Predicate}, {4, Need::Full}}, {5});
  op("update", 5, {{1, Need::Full}, {5, Need::Full}}, {6});
  graph.operations[2].once = graph.operations[4].once = true;
  graph.operations[0].insideTime = 6;
  graph.operations[3].workspace = 9;
  graph.link = Link{1e9, 100};
  return graph;
}

Step run(uint32_t op) { return {StepKind::Run, op, 0, {}, {}}; }
Step free(ValueId v) { return {StepKind::Free, v, 0, {}, {}}; }
Step other(StepKind kind, ValueId v, uint32_t choice = 0) { return {kind, v, choice, {}, {}}; }

Plan claimed(const Graph &graph, std::vector<Step> steps) {
  Plan plan;
  plan.steps = std::move(steps);
  CheckOptions options;
  options.checkClaims = false;
  CheckResult measured = checkPlan(graph, plan, options);
  plan.peakBytes = measured.peakBytes;
  plan.time = measured.time;
  return plan;
}

std::vector<Step> simple() { return {run(0), run(1), run(2), run(3), free(2), free(4), run(4)}; }

bool accepted(const Graph &graph, const Plan &plan, CheckOptions options = {}) {
  return checkPlan(graph, plan, options).errors.empty();
}

TEST(PlanChecker, AcceptsTheSimplePlanWithItsNumbers) {
  Graph graph = sampleGraph();
  Plan plan = claimed(graph, simple());
  EXPECT_TRUE(accepted(graph, plan));
  // Residents 150, y 64, mask 16, result 32, workspace 9.
  EXPECT_EQ(plan.peakBytes, 271u);
  EXPECT_EQ(plan.time, 39);
}

TEST(PlanChecker, AcceptsEveryLever) {
  Graph graph = sampleGraph();
  Step coded = run(3);
  coded.codes = {1, 0};
  Step inside = run(3);
  inside.inside = {2};
  EXPECT_TRUE(accepted(graph, claimed(graph, {run(0), other(StepKind::Encode, 2, 0), run(1), run(2), free(2), coded,
                                              other(StepKind::FreeCode, 2, 0), run(4)})));
  EXPECT_TRUE(accepted(graph, claimed(graph, {run(0), run(1), run(2), other(StepKind::Encode, 2, 1), free(2),
                                              other(StepKind::Decode, 2, 1), run(3), run(4)})));
  EXPECT_TRUE(accepted(graph, claimed(graph, {run(0), run(1), run(2), free(2), inside, run(4)})));
  Plan offloaded = claimed(
      graph, {run(0), run(1), run(2), other(StepKind::Send, 2), free(2), other(StepKind::Fetch, 2), run(3), run(4)});
  EXPECT_TRUE(accepted(graph, offloaded));
  // 14 of compute, then 164 out and 164 in, waited for, then 25.
  EXPECT_EQ(offloaded.time, 14 + 164 + 164 + 25);
  EXPECT_TRUE(accepted(graph, claimed(graph, {run(0), run(1), run(2), free(2), run(0), run(3), run(4)})));
}

TEST(PlanChecker, CatchesEachKindOfBrokenPlan) {
  Graph graph = sampleGraph();
  std::map<std::string, std::vector<Step>> broken;
  broken["missing run"] = {run(0), run(1), run(2), run(3)};
  broken["input freed"] = {run(0), run(1), run(2), free(4), run(3), run(4)};
  broken["view ended with its storage"] = {run(0), run(1), free(2), run(0), run(2), run(3), run(4)};
  broken["once twice"] = {run(0), run(1), run(2), run(2), run(3), run(4)};
  broken["reads an overwritten parameter"] = {run(0), run(1), run(2), run(3), run(4), free(2), run(0)};
  broken["freed twice"] = {run(0), run(1), run(2), run(3), free(2), free(2), run(4)};
  broken["view freed"] = {run(0), run(1), free(3), run(2), run(3), run(4)};
  broken["resident freed"] = {run(0), free(0), run(1), run(2), run(3), run(4)};
  broken["wanted freed"] = {run(0), run(1), run(2), run(3), run(4), free(5)};
  broken["unknown operation"] = {run(9)};
  broken["unknown value"] = {free(99)};
  broken["unknown formula"] = {other(StepKind::Run, 0, 3)};
  broken["code not there"] = {run(0), run(1), run(2), other(StepKind::Decode, 2, 1)};
  broken["code cannot be decoded"] = {run(0), other(StepKind::Encode, 2, 0), free(2), other(StepKind::Decode, 2, 0)};
  broken["code freed twice"] = {run(0), other(StepKind::Encode, 2, 0), other(StepKind::FreeCode, 2, 0),
                                other(StepKind::FreeCode, 2, 0)};
  broken["encode of the absent"] = {other(StepKind::Encode, 2, 0)};
  broken["fetch of what was not sent"] = {run(0), free(2), other(StepKind::Fetch, 2)};
  broken["fetch of what is there"] = {run(0), other(StepKind::Send, 2), other(StepKind::Fetch, 2)};
  broken["send of a resident"] = {other(StepKind::Send, 0)};
  Step wrongCode = run(3);
  wrongCode.codes = {2, 0};
  broken["code that does not serve the read"] = {run(0),  run(1),    run(2), other(StepKind::Encode, 2, 1),
                                                 free(2), wrongCode, run(4)};
  Step insideOnce = run(3);
  insideOnce.inside = {4};
  broken["once inside another"] = {run(0), run(1), run(2), free(4), insideOnce, run(4)};
  for (auto &[name, steps] : broken)
    EXPECT_FALSE(accepted(graph, claimed(graph, steps))) << name;
}

TEST(PlanChecker, CatchesFalseClaimsAndBudgets) {
  Graph graph = sampleGraph();
  Plan plan = claimed(graph, simple());
  Plan low = plan, fast = plan;
  low.peakBytes -= 1;
  fast.time -= 1;
  EXPECT_FALSE(accepted(graph, low));
  EXPECT_FALSE(accepted(graph, fast));
  CheckOptions options;
  options.budget = plan.peakBytes - 1;
  EXPECT_FALSE(accepted(graph, plan, options));
  Step coded = run(3);
  coded.codes = {1, 0};
  options = {};
  options.honourNeeds = false;
  EXPECT_FALSE(accepted(
      graph, claimed(graph, {run(0), other(StepKind::Encode, 2, 0), run(1), run(2), free(2), coded, run(4)}), options));
}

} // namespace
