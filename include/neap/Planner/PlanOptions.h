//===- PlanOptions.h - What a plan may do, and its effort -------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The budget, the levers that may be used, and how long the search may take; the
// bounds hold for plans of the same options.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_PLANOPTIONS_H
#define NEAP_PLANNER_PLANOPTIONS_H

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
  /// A third of the seconds goes to HiGHS, where it is installed, which searches
  /// windows of the plan exactly. What it finds depends on its version and, with
  /// `seconds`, on the clock. Not used for plans with the link.
  bool exactWindows = false;
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

} // namespace neap::planner

#endif // NEAP_PLANNER_PLANOPTIONS_H
