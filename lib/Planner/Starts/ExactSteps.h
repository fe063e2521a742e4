//===- ExactSteps.h - Exact plans of small graphs ---------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The least time within the budget, proved, for graphs or blocks of a dozen operations,
// with all levers that the core holds.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_STARTS_EXACTSTEPS_H
#define NEAP_LIB_PLANNER_STARTS_EXACTSTEPS_H

#include "Core/Sequence.h"
#include "Effort.h"

namespace neap::planner {

enum class ExactOutcome { Found, Infeasible, GaveUp };

struct ExactOptions {
  uint64_t budget = UINT64_MAX;
  /// May first runs leave the recorded order?
  bool reorder = true;
  /// Gives up beyond so many situations. Graphs of more than 64 operations or 128
  /// values, codes and host copies, or 6 host copies, are given up at once.
  size_t labelLimit = 400'000;
};

/// A fastest sequence within the budget. Over the link its transfers may start later than the
/// sequence can say: then `time` is less than what a clock says of the sequence.
ExactOutcome exactSteps(const Graph &graph, const Core &core, const ExactOptions &options, Effort &effort,
                        Sequence &result, int64_t &time);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_STARTS_EXACTSTEPS_H
