//===- Curve.h - The front of budget against time ---------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans for several budgets, from tight to loose. A plan for a budget is a plan
// for every larger one, so a point that is no faster than a tighter one is
// dropped: more bytes never mean more time.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_CURVE_H
#define NEAP_PLANNER_CURVE_H

#include "neap/Planner/StepPlanner.h"

namespace neap::planner {

struct CurveOptions {
  /// How each point is planned; its budget is not looked at, its `seconds` and
  /// `workUnits` are for each point.
  PlanOptions plan;
  /// Budgets in bytes, in any order. Empty: `points` of them, evenly spaced from
  /// the smallest that the bound allows to the peak of the recorded order.
  std::vector<uint64_t> budgets;
  size_t points = 12;
};

struct CurvePoint {
  /// The budget that was asked for, and what the plan takes of it.
  uint64_t budget = 0;
  uint64_t peakBytes = 0;
  int64_t time = 0;
  /// No plan within `budget` is faster, in recorded order and in any.
  int64_t timeRecordedBound = 0;
  int64_t timeAnyOrderBound = 0;
  Plan plan;
};

struct Curve {
  /// Peaks rise and times fall, strictly.
  std::vector<CurvePoint> points;
  /// Budgets for which no plan was found, ascending, all below the first point's peak.
  std::vector<uint64_t> infeasible;
  /// No plan whatever fits below this; the operation that sets it.
  uint64_t smallestBudget = 0;
  OpId limitingOp = 0;
  /// Time of every operation once, as recorded: only other formulas are faster.
  int64_t baseTime = 0;
};

/// Plans a verified graph for each budget.
Curve planCurve(const Graph &graph, const CurveOptions &options);

} // namespace neap::planner

#endif // NEAP_PLANNER_CURVE_H
