//===- Levers.h - Levers added to a recorded trace --------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A trace says what ran, not what could have. This gives its graph the levers a
// compiler would know of, by stated rules, so that joint plans can be measured.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_LEVERS_H
#define NEAP_PLANNER_LEVERS_H

#include "neap/Planner/Graph.h"

namespace neap::planner {

struct LeverRules {
  /// Codes for values that the backward pass reads as a predicate (1/32 of the
  /// bytes) or an index (1/8): what `reads` says, and by name for traces that
  /// say nothing (inputs of relu- and threshold-like and pooling gradients).
  bool encode = false;
  /// Element-wise and normalization producers may run inside their readers,
  /// for half of their own time.
  bool inside = false;
  /// Everything may go over the link.
  bool offload = false;
  /// Bandwidth of memory that an encoding runs at, and of the link.
  double memoryBytesPerSecond = 500e9;
  double linkBytesPerSecond = 12e9;
  int64_t launchTime = 5000;
};

void addLevers(Graph &graph, const LeverRules &rules);

} // namespace neap::planner

#endif // NEAP_PLANNER_LEVERS_H
