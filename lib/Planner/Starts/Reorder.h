//===- Reorder.h - Topological orders with a low peak -----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Orders are made from a given one by letting operations that shrink memory run
// early (forward) and operations that grow it run late (the same, on the reversed
// graph), together with the short chains such operations stand in.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_STARTS_REORDER_H
#define NEAP_LIB_PLANNER_STARTS_REORDER_H

#include "Core/Sequence.h"
#include "Effort.h"

namespace neap::planner {

/// The given order, with whatever shrinks memory moved ahead.
Sequence hoistShrinking(const Core &core, const Sequence &order, Effort &effort);
/// The given order, with whatever grows memory moved back.
Sequence sinkGrowing(const Core &core, const Sequence &order, Effort &effort);
/// The given order, split at its fullest operation into what leaves the fewest bytes
/// there and the rest, again and again; the best of the orders met.
Sequence splitAtPeaks(const Core &core, const Sequence &order, Effort &effort);

/// Orders worth planning on, the recorded one first, without repetition.
std::vector<Sequence> candidateOrders(const Core &core, Effort &effort);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_STARTS_REORDER_H
