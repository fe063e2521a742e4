//===- StepPlanner.h - One byte budget over a whole training step --*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The planner proper: least time with every byte at every moment within the
// budget, together with the bounds that say how far from the optimum it can be.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_STEPPLANNER_H
#define NEAP_PLANNER_STEPPLANNER_H

#include "neap/Planner/Check.h"

namespace neap::planner {

struct PlanOptions {
  uint64_t budget = UINT64_MAX;
  /// May operations run in another order than the recorded one?
  bool reorder = true;
  /// May operations run again?
  bool recompute = true;
  /// Levers beyond these: may reads be served by codes (and need not hold what
  /// they do not need), may producers run inside readers, may values go over the
  /// link. What a graph does not offer is not used.
  bool encode = false;
  bool inside = false;
  bool offload = false;
  /// May operations run by other formulas than the recorded ones?
  bool formulas = true;
  /// Effort in work units (about one visited list element each); the plan
  /// depends on the graph, the budget and this number only.
  uint64_t workUnits = UINT64_MAX;
  /// Wall-clock limit; 0: none. Cuts the search off at a point that may differ
  /// from run to run. With neither limit a search ends after 100,000 units per
  /// operation that brought nothing.
  double seconds = 10;
  uint64_t seed = 1;
  /// Blocks that repeat are found and planned once.
  bool blocks = true;
  /// Checkpoints placed by a dynamic program are among the first plans.
  bool checkpoints = true;
  /// Graphs of at most this many operations are tried exactly first.
  size_t exactOperations = 16;
  /// The time bounds take a while on large graphs; without them only the peaks
  /// and the smallest budget are bounded.
  bool timeBounds = true;

  /// What the checker holds a plan for these options to.
  CheckOptions check() const {
    CheckOptions options;
    options.budget = budget;
    options.honourNeeds = encode;
    return options;
  }
};

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

struct PlanResult {
  /// A plan within the budget was found.
  bool feasible = false;
  /// The plan (or that there is none) was proved by exhaustion.
  bool optimal = false;
  Plan plan;
  Bounds bounds;
  /// Seconds until the first plan within the budget, and in all.
  double firstSeconds = 0;
  double seconds = 0;
  uint64_t workUnits = 0;
  /// When not feasible: the smallest budget a plan was found for, and the
  /// operation at which a smaller one fails.
  uint64_t smallestFound = 0;
  OpId stuckOp = 0;
};

/// Plans a verified graph.
PlanResult planSteps(const Graph &graph, const PlanOptions &options);

/// The bounds alone, of plans with the levers of the options, within their budget.
Bounds computeBounds(const Graph &graph, const PlanOptions &options);
/// The same without levers.
Bounds computeBounds(const Graph &graph, uint64_t budget, bool timeBounds = true);

} // namespace neap::planner

#endif // NEAP_PLANNER_STEPPLANNER_H
