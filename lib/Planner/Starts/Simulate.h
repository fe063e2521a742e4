//===- Simulate.h - A first plan by simulated eviction ----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks an order under a byte budget: what does not fit evicts what is cheapest
// to bring back per byte and per step until its next use, and what is missing is
// recomputed on demand, recursively. Unlike an online policy (DTR, Kirisame et
// al. 2021) the next use is known.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_STARTS_SIMULATE_H
#define NEAP_LIB_PLANNER_STARTS_SIMULATE_H

#include "Core/Sequence.h"

namespace neap::planner {

struct SimulateOptions {
  uint64_t budget = 0;
  /// score = (recompute time + 1) / (bytes^sizePower * distance^distancePower)
  double sizePower = 1;
  double distancePower = 1;
  /// Operands already there are held while the missing ones are made again;
  /// otherwise they may be evicted meanwhile, which needs less room.
  bool holdFirst = true;
  /// Relative noise on the scores; 0: none.
  double noise = 0;
  uint64_t seed = 1;
  /// Give up when the time exceeds this.
  int64_t timeLimit = INT64_MAX;
};

/// True and the sequence, or false: no way forward was found within the budget;
/// `stuckAt` is the operation that could not run and `stuckBytes` what it lacked.
bool simulate(const Core &core, const Sequence &order, const SimulateOptions &options, Sequence &result,
              uint32_t &stuckAt, uint64_t &stuckBytes);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_STARTS_SIMULATE_H
