//===- Bounds.h - The bounds, the quick ones first --------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Budgets below which there is no plan take linear time and are there at once;
// peaks over all orders and times take minimum cuts. A planner that wants a first
// plan early asks for the latter when it has one.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_BOUNDS_BOUNDS_H
#define NEAP_LIB_PLANNER_BOUNDS_BOUNDS_H

#include "Bounds/BoundModel.h"
#include "Bounds/FormulaBounds.h"
#include "neap/Planner/Bounds.h"

#include <optional>

namespace neap::planner {

class BoundComputer {
public:
  /// Computes the smallest budgets.
  BoundComputer(const Graph &graph, const PlanOptions &options);
  /// Computes the rest.
  void finish();
  /// In recorded order, by an integer program; see integerTimeBound.
  int64_t integerTime(double seconds);

  Bounds bounds;

private:
  void runRecorded();
  void addPeaks();

  PlanOptions options;
  LeverChoice levers;
  std::optional<FormulaBounds> formulas;
  /// The graph without levers, and with them.
  std::optional<BoundModel> plain, model;
  /// Per operation: bytes in recorded order; least bytes over all orders of those tried.
  std::vector<uint64_t> live, forced;
  std::vector<uint32_t> tried;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_BOUNDS_BOUNDS_H
