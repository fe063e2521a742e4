//===- ExactSteps.h - Exact plans of small graphs ---------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Dijkstra over (operations run, values resident): the least time within the
// budget, proved, for graphs or blocks of a dozen operations.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_STARTS_EXACTSTEPS_H
#define NEAP_LIB_PLANNER_STARTS_EXACTSTEPS_H

#include "Core/Sequence.h"
#include "Effort.h"

namespace neap::planner {

enum class ExactOutcome { Found, Infeasible, GaveUp };

/// `reorder` false: first runs keep the recorded order. Gives up beyond
/// `stateLimit` states or 64 bits of state.
ExactOutcome exactSteps(const Core &core, uint64_t budget, bool reorder, size_t stateLimit, Effort &effort,
                        Sequence &result);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_STARTS_EXACTSTEPS_H
