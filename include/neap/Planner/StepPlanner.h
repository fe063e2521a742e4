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

#include "neap/Planner/Bounds.h"

namespace neap::planner {

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
  /// Windows that HiGHS was asked about, and how many made the plan faster.
  size_t windows = 0, windowsImproved = 0;
};

/// A HiGHS library was found: `PlanOptions::exactWindows` has an effect.
bool hasExactWindows();

/// Plans a verified graph.
PlanResult planSteps(const Graph &graph, const PlanOptions &options);

} // namespace neap::planner

#endif // NEAP_PLANNER_STEPPLANNER_H
