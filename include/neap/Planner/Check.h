//===- Check.h - Independent verification of a plan -------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Replays the steps on the graph as a machine would, from the definitions in
// Graph.h and Plan.h alone; shares no code with the search. What it accepts runs.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_CHECK_H
#define NEAP_PLANNER_CHECK_H

#include "neap/Planner/Plan.h"

namespace neap::planner {

struct CheckOptions {
  /// Bytes that may be in use at any moment; UINT64_MAX: any.
  uint64_t budget = UINT64_MAX;
  /// A read that needs no bytes of its operand (none, shape) accepts one that was
  /// made and freed, and one that a code serves accepts the code. Otherwise every
  /// read needs the whole value resident.
  bool honourNeeds = true;
  /// Compare the plan's peak and time with what was measured.
  bool checkClaims = true;
};

struct CheckResult {
  /// Empty: the plan is correct. Otherwise the first violation, with its step.
  std::vector<std::string> errors;
  uint64_t peakBytes = 0;
  /// Step during which the peak was reached first.
  size_t peakStep = 0;
  /// Compute, encodings, and waiting for transfers.
  int64_t time = 0;
  size_t repeatedRuns = 0;
  double errorPrice = 0;
  /// Bytes in use during each step.
  std::vector<uint64_t> memory;
};

CheckResult checkPlan(const Graph &graph, const Plan &plan, const CheckOptions &options);

} // namespace neap::planner

#endif // NEAP_PLANNER_CHECK_H
