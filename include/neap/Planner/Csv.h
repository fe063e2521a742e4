//===- Csv.h - Placement instances as CSV -----------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads `id,lower,upper,size` (columns in any order, others kept as they are) and
// writes the same rows with an `offset` column.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_CSV_H
#define NEAP_PLANNER_CSV_H

#include "neap/Planner/Placement.h"

namespace neap::planner {

struct PlacementTable {
  std::string header;
  std::vector<std::string> rows;
  std::vector<Buffer> buffers;
};

/// Parses an instance; every fault names its line. False on any fault.
bool parsePlacementTable(const std::string &text, PlacementTable &table, std::vector<std::string> &errors);

/// The rows as they were, with the offsets appended.
std::string writePlacementTable(const PlacementTable &table, const Placement &placement);

} // namespace neap::planner

#endif // NEAP_PLANNER_CSV_H
