//===- Emit.h - From a sequence to the steps of a plan ----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every storage is freed right after the last read of a copy; what is sent to
// the host starts on its way as soon as it is made.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_CORE_EMIT_H
#define NEAP_LIB_PLANNER_CORE_EMIT_H

#include "Core/Sequence.h"
#include "neap/Planner/Plan.h"

namespace neap::planner {

/// The plan's peak and time are those of the sequence; waiting for the link is
/// not in the time.
Plan emitPlan(const Graph &graph, const Core &core, const Sequence &sequence);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_CORE_EMIT_H
