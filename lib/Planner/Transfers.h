//===- Transfers.h - Hides transfers behind compute -------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sends move to where the value was made, fetches ahead of their readers, frees
// of what is being sent behind, as far as the budget has room.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_TRANSFERS_H
#define NEAP_LIB_PLANNER_TRANSFERS_H

#include "neap/Planner/Plan.h"

namespace neap::planner {

/// `memory`: bytes in use during each step of the plan.
Plan overlapTransfers(const Graph &graph, Plan plan, uint64_t budget, std::vector<uint64_t> memory);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_TRANSFERS_H
