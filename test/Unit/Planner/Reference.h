//===- Reference.h - Least time by exhaustive search, levers and all -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the property tests measure plans and bounds against. Written from Graph.h
// and Plan.h alone: it shares nothing with lib/Planner, and what it finds is a
// plan that the checker must accept at exactly the time it says.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TEST_UNIT_PLANNER_REFERENCE_H
#define NEAP_TEST_UNIT_PLANNER_REFERENCE_H

#include "neap/Planner/Plan.h"

namespace neap::planner::test {

struct ReferenceOptions {
  /// Reads served by codes, or of no bytes where the need is none or the shape.
  bool encode = false;
  bool inside = false;
  bool offload = false;
  bool formulas = true;
  /// First runs in recorded order.
  bool recordedOrder = false;
  size_t labelLimit = 4'000'000;
};

struct Optimum {
  /// Least time of any plan within the budget; -1: there is none.
  int64_t time = -1;
  bool gaveUp = false;
  Plan plan;
};

/// Graphs of at most 32 operations and 64 values and codes that come and go.
Optimum referenceOptimum(const Graph &graph, uint64_t budget, const ReferenceOptions &options = {});

} // namespace neap::planner::test

#endif // NEAP_TEST_UNIT_PLANNER_REFERENCE_H
