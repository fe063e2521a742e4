//===- PlacementItems.h - What the placement search works on ----*- C++ -*-===//
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

#ifndef NEAP_LIB_PLANNER_PLACEMENTITEMS_H
#define NEAP_LIB_PLANNER_PLACEMENTITEMS_H

#include "neap/Planner/Placement.h"

#include <algorithm>
#include <chrono>

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

/// Work units and an optional wall clock: the search stops when either is used up.
class Effort {
public:
  Effort(uint64_t units, double seconds) : limit(units), seconds(seconds), start(std::chrono::steady_clock::now()) {}
  void spend(uint64_t units) { used += units; }
  bool exhausted() const {
    if (used >= limit)
      return true;
    return seconds > 0 && std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > seconds;
  }
  uint64_t left() const { return limit > used ? limit - used : 0; }
  /// At most so many units of what is left, under the same clock. Whoever takes
  /// a slice spends what was used of it.
  Effort slice(uint64_t units) const {
    Effort part = *this;
    part.used = 0;
    part.limit = units < left() ? units : left();
    return part;
  }
  /// A part of what is left of both units and time; spent like a slice.
  Effort share(double part) const {
    Effort result = slice(limit == UINT64_MAX ? limit : uint64_t(double(left()) * part));
    if (seconds > 0) {
      double gone = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      result.seconds = std::max(1e-9, gone + (seconds - gone) * part);
    }
    return result;
  }
  uint64_t used = 0;
  uint64_t limit;

private:
  double seconds;
  std::chrono::steady_clock::time_point start;
};

/// splitmix64: the same numbers on every machine.
struct Random {
  uint64_t state;
  uint64_t next() {
    uint64_t z = (state += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
  }
  uint64_t below(uint64_t n) { return next() % n; }
  double unit() { return double(next() >> 11) * 0x1p-53; }
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

#endif // NEAP_LIB_PLANNER_PLACEMENTITEMS_H
