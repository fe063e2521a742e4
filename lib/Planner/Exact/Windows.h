//===- Windows.h - A schedule made better window by window ------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Opens some of the runs of a schedule at a time and lets HiGHS choose among them
// (WindowModel.h): a neighbourhood searched exactly instead of at random. What the solver
// says is taken only where the sequence is legal, within the budget and faster.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_EXACT_WINDOWS_H
#define NEAP_LIB_PLANNER_EXACT_WINDOWS_H

#include "Core/Sequence.h"

namespace neap::planner {

struct WindowLimits {
  /// Wall clock; 0: none.
  double seconds = 0;
  size_t rounds = 30;
  uint64_t seed = 1;
  /// May first runs move?
  bool reorder = true;
};

struct WindowOutcome {
  /// Windows solved, of these to the end, and those that made the schedule faster.
  size_t windows = 0, solved = 0, improved = 0;
};

/// Makes a legal sequence within the budget faster where it can. Does nothing without a solver.
WindowOutcome improveWindows(const Core &core, uint64_t budget, const WindowLimits &limits, Sequence &sequence);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_EXACT_WINDOWS_H
