//===- Curve.cpp - The front of budget against time -----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans each budget on its own, then keeps what nothing else beats in both peak
// and time.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Curve.h"

#include <algorithm>

namespace neap::planner {
namespace {

std::vector<uint64_t> chosenBudgets(const CurveOptions &options, const Bounds &bounds) {
  std::vector<uint64_t> budgets = options.budgets;
  uint64_t low = bounds.smallestBudget, high = std::max(low, bounds.peakRecorded);
  for (size_t k = 0; options.budgets.empty() && k < options.points; ++k) {
    double part = options.points > 1 ? double(k) / double(options.points - 1) : 1;
    budgets.push_back(low + uint64_t(part * double(high - low)));
  }
  std::sort(budgets.begin(), budgets.end());
  budgets.erase(std::unique(budgets.begin(), budgets.end()), budgets.end());
  return budgets;
}

/// Drops every point that another one matches or beats in peak and in time.
std::vector<CurvePoint> front(std::vector<CurvePoint> points) {
  std::stable_sort(points.begin(), points.end(), [](const CurvePoint &a, const CurvePoint &b) {
    return a.peakBytes != b.peakBytes ? a.peakBytes < b.peakBytes : a.time < b.time;
  });
  std::vector<CurvePoint> kept;
  for (CurvePoint &point : points)
    if (kept.empty() || point.time < kept.back().time)
      kept.push_back(std::move(point));
  return kept;
}

} // namespace

Curve planCurve(const Graph &graph, const CurveOptions &options) {
  Curve curve;
  Bounds bounds = computeBounds(graph, UINT64_MAX >> 2, false);
  curve.smallestBudget = bounds.smallestBudget;
  curve.limitingOp = bounds.limitingOp;
  curve.baseTime = graph.timeOnce();
  std::vector<CurvePoint> points;
  for (uint64_t budget : chosenBudgets(options, bounds)) {
    PlanOptions plan = options.plan;
    plan.budget = budget;
    PlanResult result = planSteps(graph, plan);
    if (!result.feasible) {
      curve.infeasible.push_back(budget);
      continue;
    }
    CurvePoint point;
    point.budget = budget;
    point.peakBytes = result.plan.peakBytes;
    point.time = result.plan.time;
    point.timeRecordedBound = result.bounds.timeRecorded;
    point.timeAnyOrderBound = result.bounds.timeAnyOrder;
    point.plan = std::move(result.plan);
    points.push_back(std::move(point));
  }
  // A bound at a budget holds at every smaller one too.
  for (size_t i = points.size(); i-- > 1;) {
    points[i - 1].timeRecordedBound = std::max(points[i - 1].timeRecordedBound, points[i].timeRecordedBound);
    points[i - 1].timeAnyOrderBound = std::max(points[i - 1].timeAnyOrderBound, points[i].timeAnyOrderBound);
  }
  curve.points = front(std::move(points));
  // A plan for a smaller budget serves a larger one.
  if (!curve.points.empty())
    curve.infeasible.erase(
        std::lower_bound(curve.infeasible.begin(), curve.infeasible.end(), curve.points.front().peakBytes),
        curve.infeasible.end());
  return curve;
}

} // namespace neap::planner
