//===- StressTest.cpp - Random plans against the checker ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Graphs larger than exhaustive search can judge, any lever, any budget, reorder
// and recompute on and off: whatever the planner answers must pass the checker,
// keep to the bounds, and be the same when asked again.
//
//===----------------------------------------------------------------------===//

#include "RandomGraphs.h"
#include "neap/Planner/StepPlanner.h"
#include "neap/Planner/Trace.h"

#include <gtest/gtest.h>

using namespace neap::planner;
using namespace neap::planner::test;

namespace {

PlanOptions randomOptions(Random &random, const Bounds &bounds) {
  PlanOptions options;
  options.seconds = 0;
  options.workUnits = 20'000 + random.below(400'000);
  options.seed = random.next();
  options.reorder = random.below(4) != 0;
  options.recompute = random.below(4) != 0;
  options.encode = random.below(2);
  options.inside = random.below(2);
  options.offload = random.below(2);
  uint64_t low = bounds.smallestBudget / 2, high = bounds.peakRecorded + bounds.peakRecorded / 8;
  options.budget = low + random.below(high - low + 1);
  return options;
}

void expectSoundPlan(const Graph &graph, const PlanOptions &options, const PlanResult &result) {
  CheckResult checked = checkPlan(graph, result.plan, options.check());
  ASSERT_TRUE(checked.errors.empty()) << checked.errors.front();
  bool levers = options.encode || options.inside || options.offload;
  if (!levers) {
    EXPECT_GE(result.plan.peakBytes, result.bounds.smallestBudget);
    EXPECT_GE(result.plan.time, options.reorder ? result.bounds.timeAnyOrder : result.bounds.timeRecorded);
  }
  EXPECT_TRUE(options.recompute || checked.repeatedRuns == 0);
  if (options.reorder)
    return;
  OpId expected = 0;
  for (const Step &step : result.plan.steps)
    if (step.kind == StepKind::Run && step.index >= expected) {
      EXPECT_EQ(step.index, expected);
      expected = step.index + 1;
    }
}

TEST(Stress, EveryAnswerPassesTheCheckerAndIsRepeated) {
  Random random{4711};
  size_t feasible = 0;
  for (size_t round = 0; round < rounds(40); ++round) {
    Graph graph = randomGraph(random, 8 + random.below(round % 10 == 0 ? 300 : 60));
    addRandomLevers(random, graph);
    PlanOptions options = randomOptions(random, computeBounds(graph, UINT64_MAX >> 2, false));
    PlanResult result = planSteps(graph, options);
    if (result.feasible) {
      ++feasible;
      expectSoundPlan(graph, options, result);
    } else {
      EXPECT_GT(result.smallestFound, options.budget) << "round " << round;
    }
    if (round % 4 == 0) {
      PlanResult again = planSteps(graph, options);
      EXPECT_EQ(writePlan(result.plan), writePlan(again.plan)) << "round " << round;
    }
    ASSERT_FALSE(::testing::Test::HasFailure()) << "round " << round;
  }
  EXPECT_GT(feasible * 3, rounds(40));
}

} // namespace
