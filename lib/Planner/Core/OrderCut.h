//===- OrderCut.h - Least bytes at a moment over all orders -----*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// When an operation runs, what has run before is closed under precedence, holds
// all of its ancestors and none of its descendants; any such set may be it. With
// every operation run once, a storage made in the set and read (or wanted) outside
// of it is there. So the least bytes at the operation over all orders are a minimum
// cut over the operations that precedence leaves free, and the sets that reach it
// say what to run before and what after.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_CORE_ORDERCUT_H
#define NEAP_LIB_PLANNER_CORE_ORDERCUT_H

#include "Core/Core.h"

namespace neap::planner {

struct OrderCut {
  /// Bytes there while the operation runs: no order has fewer.
  uint64_t bytes = 0;
  /// Per operation: runs before in an order that reaches this.
  std::vector<uint8_t> before;
};

OrderCut leastBytesAt(const Core &core, uint32_t op);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_CORE_ORDERCUT_H
