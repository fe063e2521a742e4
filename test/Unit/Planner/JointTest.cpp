//===- JointTest.cpp - Tests of plans with several levers -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A joint plan is never behind a plan with one of its levers, what is rebuilt
// inside may be read inside, and the clock of the search is the checker's.
//
//===----------------------------------------------------------------------===//

#include "Core/Emit.h"
#include "RandomGraphs.h"
#include "Search/Improve.h"
#include "neap/Planner/StepPlanner.h"

#include <gtest/gtest.h>

#include <numeric>

using namespace neap::planner;
using neap::planner::test::addRandomLevers;
using neap::planner::test::randomGraph;

namespace {

PlanOptions limited(uint64_t budget, uint64_t workUnits) {
  PlanOptions options;
  options.budget = budget;
  options.seconds = 0;
  options.workUnits = workUnits;
  options.timeBounds = false;
  return options;
}

void expectAccepted(const Graph &graph, const PlanOptions &options, const PlanResult &result) {
  CheckResult checked = checkPlan(graph, result.plan, options.check());
  EXPECT_TRUE(checked.errors.empty()) << checked.errors.front();
}

TEST(Joint, NeverBehindASingleLever) {
  Random random{31};
  size_t compared = 0, better = 0;
  for (size_t round = 0; round < 25; ++round) {
    Graph graph = randomGraph(random, 15 + random.below(40));
    addRandomLevers(random, graph);
    Bounds bounds = computeBounds(graph, UINT64_MAX >> 2, false);
    uint64_t budget = bounds.smallestBudget + random.below(bounds.peakRecorded - bounds.smallestBudget + 1);
    PlanOptions joint = limited(budget, 4'000'000);
    joint.encode = joint.inside = joint.offload = true;
    PlanResult all = planSteps(graph, joint);
    if (all.feasible)
      expectAccepted(graph, joint, all);
    int64_t single = INT64_MAX;
    for (unsigned lever = 0; lever < 4; ++lever) {
      PlanOptions options = limited(budget, 4'000'000);
      options.recompute = lever == 0;
      options.encode = lever == 1;
      options.inside = lever == 2;
      options.offload = lever == 3;
      PlanResult one = planSteps(graph, options);
      if (!one.feasible)
        continue;
      expectAccepted(graph, options, one);
      single = std::min(single, one.plan.time);
    }
    if (single == INT64_MAX)
      continue;
    ASSERT_TRUE(all.feasible) << "round " << round;
    EXPECT_LE(all.plan.time, single) << "round " << round;
    ++compared;
    better += all.plan.time < single;
  }
  EXPECT_GT(compared, 15u);
  EXPECT_GT(better, 3u);
}

/// Convolution, normalization, rectifier, convolution, and the way back. The two
/// in the middle are cheap, so one value stands for three.
TEST(Joint, RebuildsInsideWhatItRebuildsInside) {
  Graph graph;
  auto value = [&](uint64_t bytes) {
    graph.values.push_back({});
    graph.values.back().bytes = bytes;
    return ValueId(graph.values.size() - 1);
  };
  auto operation = [&](const char *name, int64_t time, std::vector<ValueId> reads, ValueId output) {
    Operation op;
    op.name = name;
    op.time = time;
    for (ValueId v : reads)
      op.reads.push_back({v, Need::Full});
    op.outputs.push_back(output);
    graph.operations.push_back(op);
  };
  ValueId input = value(1);
  graph.values[input].resident = true;
  ValueId first = value(100), normal = value(100), positive = value(100), second = value(300);
  ValueId gradient = value(1), back = value(1), last = value(1);
  graph.values[last].wanted = true;
  operation("conv", 1000, {input}, first);
  operation("norm", 10, {first}, normal);
  operation("relu", 10, {normal}, positive);
  operation("conv", 1000, {positive}, second);
  operation("loss", 10, {second}, gradient);
  operation("conv_backward", 1000, {gradient, positive}, back);
  operation("norm_backward", 10, {back, first}, last);
  graph.operations[1].insideTime = graph.operations[2].insideTime = 5;
  ASSERT_TRUE(verifyGraph(graph).empty());
  PlanOptions options = limited(401 + 100, 2'000'000);
  options.recompute = options.reorder = false;
  options.inside = true;
  options.exactOperations = 0;
  options.budget = 1 + 100 + 300 + 1;
  PlanResult result = planSteps(graph, options);
  EXPECT_FALSE(result.feasible);
  options.budget = 1 + 100 + 100 + 300;
  result = planSteps(graph, options);
  ASSERT_TRUE(result.feasible);
  expectAccepted(graph, options, result);
  EXPECT_EQ(result.plan.time, 3040 + 10);
  bool nested = false;
  for (const Step &step : result.plan.steps)
    nested |= step.inside == std::vector<ValueId>{normal, positive};
  EXPECT_TRUE(nested);
}

/// Every operation of the way there leaves something for its counterpart on the way back, and
/// takes as long as the link needs for that.
TEST(Joint, TheLinkHidesWhatItHasTimeFor) {
  constexpr size_t depth = 40;
  constexpr uint64_t page = 4096;
  Graph graph;
  auto value = [&](uint64_t bytes) {
    graph.values.push_back({});
    graph.values.back().bytes = bytes;
    graph.values.back().offloadable = true;
    return ValueId(graph.values.size() - 1);
  };
  auto operation = [&](std::vector<ValueId> reads, ValueId output) {
    Operation op;
    op.time = 1000;
    for (ValueId v : reads)
      op.reads.push_back({v, Need::Full});
    op.outputs.push_back(output);
    graph.operations.push_back(op);
  };
  std::vector<ValueId> made;
  for (size_t k = 0; k < depth; ++k) {
    made.push_back(value(4 * page));
    operation(k == 0 ? std::vector<ValueId>{} : std::vector<ValueId>{made[k - 1]}, made[k]);
  }
  ValueId gradient = made.back();
  for (size_t k = depth; k-- > 0;) {
    ValueId next = value(page);
    operation({gradient, made[k]}, next);
    gradient = next;
  }
  graph.values[gradient].wanted = true;
  graph.link = Link{double(4 * page) * 1e9 / 1000, 0};
  ASSERT_TRUE(verifyGraph(graph).empty());
  PlanOptions options = limited(24 * page, 200'000);
  options.recompute = false;
  options.offload = true;
  PlanResult result = planSteps(graph, options);
  ASSERT_TRUE(result.feasible);
  expectAccepted(graph, options, result);
  EXPECT_EQ(result.plan.time, graph.timeOnce());
}

TEST(Joint, ClockOfTheSearchIsTheCheckers) {
  Random random{8};
  size_t transfers = 0;
  for (size_t round = 0; round < 40; ++round) {
    Graph graph = randomGraph(random, 20 + random.below(60));
    addRandomLevers(random, graph);
    for (Value &value : graph.values)
      value.offloadable = !value.resident && !value.viewOf;
    Core core = buildCore(graph);
    expandLevers(graph, {false, false, true}, core);
    Effort effort(20'000'000, 0);
    Improver improver(core, 0, effort, {true, false, false, false, true}, round + 1);
    Sequence order(core.opCount);
    std::iota(order.begin(), order.end(), 0u);
    improver.schedule.assign(order);
    uint64_t peak = uint64_t(improver.schedule.peak());
    improver.setBudget(peak - peak / 4);
    improver.repair({}, INT64_MAX, 5'000'000);
    improver.prune();
    Plan plan = emitPlan(graph, core, improver.schedule.sequence());
    CheckOptions options;
    options.checkClaims = false;
    CheckResult checked = checkPlan(graph, plan, options);
    ASSERT_TRUE(checked.errors.empty()) << "round " << round << ": " << checked.errors.front();
    EXPECT_EQ(improver.clock(), checked.time) << "round " << round;
    for (const Step &step : plan.steps)
      transfers += step.kind == StepKind::Fetch;
  }
  EXPECT_GT(transfers, 40u);
}

TEST(Joint, EndsWithoutAnyLimit) {
  Random random{4};
  Graph graph = randomGraph(random, 40);
  addRandomLevers(random, graph);
  Bounds bounds = computeBounds(graph, UINT64_MAX >> 2, false);
  PlanOptions options = limited((bounds.smallestBudget + bounds.peakRecorded * 3) / 4, UINT64_MAX);
  options.encode = options.offload = true;
  PlanResult result = planSteps(graph, options);
  EXPECT_TRUE(result.feasible);
  EXPECT_LT(result.workUnits, 2'000'000'000u);
}

} // namespace
