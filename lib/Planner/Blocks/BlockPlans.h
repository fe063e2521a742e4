//===- BlockPlans.h - Plans from repeated blocks solved once ----*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans the graph with few of its blocks (ShortGraph.h) at budgets around the one
// whose plan, stretched over all blocks, takes the budget of the whole. Two such plans, one too
// large and one too small, are mixed block by block.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_BLOCKS_BLOCKPLANS_H
#define NEAP_LIB_PLANNER_BLOCKS_BLOCKPLANS_H

#include "Core/Sequence.h"

#include <functional>

namespace neap::planner {

/// Plans a graph within a budget; `thorough` for what will be used, otherwise quickly.
/// False if it finds no plan.
using SolveShort = std::function<bool(const Graph &graph, uint64_t budget, bool thorough, Sequence &plan)>;

/// Sequences of the whole graph, close to or within the budget; none where
/// blocks do not repeat often enough.
std::vector<Sequence> planBlocks(const Graph &graph, const Core &core, uint64_t budget, const SolveShort &solve);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_BLOCKS_BLOCKPLANS_H
