//===- CurveTest.cpp - The front of budget against time -------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// More bytes never mean more time, nothing on the front is beaten by another
// point, every point is a plan that the checker accepts, above its bounds.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Curve.h"
#include "RandomGraphs.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace neap::planner;
using namespace neap::planner::test;

namespace {

CurveOptions briefly(size_t points) {
  CurveOptions options;
  options.plan.seconds = 0;
  options.plan.workUnits = 100'000;
  options.points = points;
  return options;
}

void expectClean(const Graph &graph, const Curve &curve) {
  for (size_t i = 0; i < curve.points.size(); ++i) {
    const CurvePoint &point = curve.points[i];
    CheckOptions check;
    check.budget = point.budget;
    CheckResult checked = checkPlan(graph, point.plan, check);
    EXPECT_TRUE(checked.errors.empty()) << checked.errors.front();
    EXPECT_EQ(checked.peakBytes, point.peakBytes);
    EXPECT_EQ(checked.time, point.time);
    EXPECT_GE(point.time, point.timeAnyOrderBound);
    EXPECT_GE(point.timeAnyOrderBound, curve.baseTime);
    EXPECT_GE(point.peakBytes, curve.smallestBudget);
    if (i == 0)
      continue;
    EXPECT_GT(point.peakBytes, curve.points[i - 1].peakBytes);
    EXPECT_LT(point.time, curve.points[i - 1].time);
    EXPECT_LE(point.timeAnyOrderBound, curve.points[i - 1].timeAnyOrderBound);
    EXPECT_LE(point.timeRecordedBound, curve.points[i - 1].timeRecordedBound);
  }
  EXPECT_TRUE(std::is_sorted(curve.infeasible.begin(), curve.infeasible.end()));
  if (!curve.points.empty() && !curve.infeasible.empty()) {
    EXPECT_LT(curve.infeasible.back(), curve.points.front().peakBytes);
  }
}

TEST(Curve, IsCleanOnRandomGraphs) {
  Random random{8};
  size_t points = 0;
  for (size_t round = 0; round < rounds(12); ++round) {
    Graph graph = randomGraph(random, 10 + random.below(40));
    Curve curve = planCurve(graph, briefly(8));
    expectClean(graph, curve);
    EXPECT_EQ(curve.baseTime, graph.timeOnce());
    // The peak of the recorded order is the last budget, so there is always a plan.
    ASSERT_FALSE(curve.points.empty());
    EXPECT_EQ(curve.points.back().time, curve.baseTime);
    points += curve.points.size();
  }
  EXPECT_GT(points, rounds(12));
}

TEST(Curve, OrderAndRepetitionOfBudgetsDoNotMatter) {
  Random random{9};
  Graph graph = randomGraph(random, 40);
  CurveOptions options = briefly(6);
  Curve even = planCurve(graph, options);
  for (const CurvePoint &point : even.points)
    options.budgets.push_back(point.budget);
  options.budgets.insert(options.budgets.end(), even.infeasible.begin(), even.infeasible.end());
  std::reverse(options.budgets.begin(), options.budgets.end());
  options.budgets.push_back(options.budgets.front());
  Curve again = planCurve(graph, options);
  expectClean(graph, again);
  ASSERT_EQ(again.points.size(), even.points.size());
  for (size_t i = 0; i < even.points.size(); ++i) {
    EXPECT_EQ(again.points[i].budget, even.points[i].budget);
    EXPECT_EQ(again.points[i].peakBytes, even.points[i].peakBytes);
    EXPECT_EQ(again.points[i].time, even.points[i].time);
  }
}

TEST(Curve, BudgetsBelowTheBoundAreInfeasible) {
  Random random{10};
  Graph graph = randomGraph(random, 20);
  CurveOptions options = briefly(0);
  uint64_t least = computeBounds(graph, UINT64_MAX >> 2, false).smallestBudget;
  options.budgets = {least - 1, least / 2};
  Curve curve = planCurve(graph, options);
  EXPECT_TRUE(curve.points.empty());
  EXPECT_EQ(curve.infeasible, (std::vector<uint64_t>{least / 2, least - 1}));
  EXPECT_EQ(curve.smallestBudget, least);
}

} // namespace
