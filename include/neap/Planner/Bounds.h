//===- Bounds.h - Lower bounds on peak, budget and time ---------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What no plan can beat, with the arguments in docs/Planner.md.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_BOUNDS_H
#define NEAP_PLANNER_BOUNDS_H

#include "neap/Planner/PlanOptions.h"

namespace neap::planner {

struct Bounds {
  /// Least peak of any plan that runs each operation once, in recorded order and in any order.
  uint64_t peakRecorded = 0;
  uint64_t peakAnyOrder = 0;
  /// No plan whatever fits below this; `limitingOp` sets it.
  uint64_t smallestBudget = 0;
  OpId limitingOp = 0;
  /// The same for plans whose first runs keep the recorded order.
  uint64_t smallestRecorded = 0;
  OpId limitingOpRecorded = 0;
  /// No plan within the budget is faster; in recorded order, and in any order.
  int64_t timeRecorded = 0;
  int64_t timeAnyOrder = 0;
  /// The fractional knapsack at the fullest moment, for comparison.
  int64_t timeKnapsack = 0;
};

/// The bounds alone, of plans with the levers of the options, within their budget.
Bounds computeBounds(const Graph &graph, const PlanOptions &options);
/// The same without levers.
Bounds computeBounds(const Graph &graph, uint64_t budget, bool timeBounds = true);

/// A bound on time in recorded order by an integer program over several moments, as far as HiGHS solves it in the
/// seconds; as sure as its floating point, where those above are proved by cuts. 0 where there is no HiGHS, for plans
/// over the link, and for graphs of over 4,000 operations.
int64_t integerTimeBound(const Graph &graph, const PlanOptions &options, double seconds);

} // namespace neap::planner

#endif // NEAP_PLANNER_BOUNDS_H
