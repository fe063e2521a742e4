//===- FormulaBounds.h - Bounds of plans that choose formulas ---*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Let every operation take the least time and the least workspace of its formulas, and
// read what all of them read for the same need. Whatever formulas a plan takes, its
// steps are a plan of that graph, with no more bytes and no more time, so what bounds
// the plans of that graph bounds them all. A formula that does not fit into the budget
// on its own is in no plan and may be left out.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_BOUNDS_FORMULABOUNDS_H
#define NEAP_LIB_PLANNER_BOUNDS_FORMULABOUNDS_H

#include "Core/Core.h"

namespace neap::planner {

class FormulaBounds {
public:
  FormulaBounds(const Graph &graph, LeverChoice levers);

  /// The graph above, of the formulas that fit into the budget. An operation of which
  /// none fits keeps all.
  Graph relaxed(uint64_t budget) const;
  /// Least bytes in use while each operation runs, by whichever formula.
  std::vector<uint64_t> ownBytes;

private:
  void allowInPlace(const Operation &recorded, Operation &least) const;

  const Graph &graph;
  LeverChoice levers;
  /// The same by each formula; row k is all operations by their formula k, or their last.
  std::vector<std::vector<uint64_t>> bytesBy;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_BOUNDS_FORMULABOUNDS_H
