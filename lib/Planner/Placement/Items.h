//===- Items.h - What the placement search works on -------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A group of buffers that share one offset becomes one item with several
// segments; everything else is an item with one. First fit in a given order is
// the common ground of the orders, the reordering search and the exact search.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_PLACEMENT_ITEMS_H
#define NEAP_LIB_PLANNER_PLACEMENT_ITEMS_H

#include "Effort.h"
#include "neap/Planner/Placement.h"

namespace neap::planner {

struct Segment {
  int64_t first, last;
  uint64_t size;
};

struct Item {
  std::vector<Segment> segments;
  uint64_t alignment = 1;
  std::optional<uint64_t> fixedOffset;
  /// Largest size, summed lifetime, summed size x lifetime of the segments.
  uint64_t size = 0;
  uint64_t lifetime = 0;
  double area = 0;
  /// Largest live sum over the steps the item spans.
  uint64_t load = 0;
};

/// Offsets of the items after placing them one by one at the lowest place that is free.
struct Fit {
  std::vector<uint64_t> offsets;
  uint64_t height = 0;
};

Fit firstFit(const std::vector<Item> &items, const std::vector<uint32_t> &order, Effort &effort);

/// Largest live sum of the items, sizes as they are.
uint64_t itemLoad(std::vector<Item> &items);

/// Improves `best` by reordering: items that stick out above `target` move
/// forward ("squeaky wheel"), until the target or the effort is reached.
void reorderSearch(const std::vector<Item> &items, std::vector<uint32_t> order, uint64_t target, Effort &effort,
                   Fit &best);

enum class SearchOutcome { Found, Refuted, Stopped };

/// Exact search for offsets of height <= capacity: found, proved that there are
/// none, or the effort is used up. No fixed offsets.
SearchOutcome exactSearch(const std::vector<Item> &items, uint64_t capacity, Effort &effort,
                          std::vector<uint64_t> &offsets);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_PLACEMENT_ITEMS_H
