//===- TimeBound.h - Lower bounds on the time within a budget ---*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From one moment of the step, and from several in a row. The arguments stand
// above the functions; docs/Planner.md has them in one place.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_BOUNDS_TIMEBOUND_H
#define NEAP_LIB_PLANNER_BOUNDS_TIMEBOUND_H

#include "Bounds/MomentCut.h"

namespace neap::planner {

struct MomentBound {
  int64_t time = 0;
  /// The price per byte that gave it.
  double price = 0;
};

/// No plan within the budget is faster, as one moment shows. For moments whose
/// stretch is all that follows.
MomentBound boundAt(const BoundModel &model, const Moment &moment, uint64_t budget);

/// Moments in a row, each but the last with the next one's operation as its end, as
/// the bound over them needs them.
struct Chain {
  Chain(const BoundModel &model, const std::vector<Moment> &moments, uint64_t budget, size_t start);

  /// The moment that is also looked at alone, with all that follows it.
  size_t start;
  MomentCut alone;
  /// Per moment: its stretch, the bytes left for what is kept (may be negative: then
  /// nothing fits), and the storages that may be carried to it.
  std::vector<MomentCut> cuts;
  std::vector<double> available;
  std::vector<std::vector<uint32_t>> carried;
};

/// Prices, none of them negative: for a byte at the moment alone, and per moment; per
/// moment and storage for having carried it there; per operation the share of its time,
/// at most all of it, that the moment alone has. Zero for what the lists of the chain
/// do not name.
struct ChainPrices {
  ChainPrices(const BoundModel &model, const Chain &chain);

  double alone = 0;
  std::vector<double> bytes;
  std::vector<std::vector<int64_t>> carries;
  std::vector<int64_t> shares;
};

/// No plan within the budget is faster, whatever the prices are.
int64_t boundOver(const BoundModel &model, Chain &chain, const ChainPrices &prices);

/// The best prices by linear programming: false where there is no solver, or it finds
/// none in time.
bool solvePrices(const BoundModel &model, const Chain &chain, double seconds, ChainPrices &prices);

/// The bound of the program over all moments with storages there or not, none in part, as far as HiGHS comes in the
/// seconds: as sure as its floating point. The base time where there is no solver.
int64_t integerBoundOver(const BoundModel &model, const Chain &chain, double seconds);

/// The fractional knapsack at one moment, without recursion or levers.
int64_t knapsackAt(const BoundModel &model, const Moment &moment, uint64_t budget);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_BOUNDS_TIMEBOUND_H
