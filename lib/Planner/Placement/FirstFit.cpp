//===- FirstFit.cpp - First fit, and orders for it ------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// First fit in a given order with the placed segments kept sorted by offset,
// so that a scan stops at the first gap; and the reordering search on top.
//
//===----------------------------------------------------------------------===//

#include "Placement/Items.h"

#include <algorithm>
#include <numeric>

namespace neap::planner {
namespace {

struct Placed {
  uint64_t offset, end;
  int64_t first, last;
};

uint64_t alignUp(uint64_t x, uint64_t a) { return (x + a - 1) / a * a; }

/// Lowest aligned offset >= from at which one segment fits among the placed.
uint64_t lowestGap(const std::vector<Placed> &placed, const Segment &s, uint64_t from, uint64_t alignment,
                   Effort &effort) {
  uint64_t candidate = from;
  uint64_t scanned = 0;
  for (const Placed &p : placed) {
    ++scanned;
    if (p.offset >= candidate + s.size)
      break;
    if (p.end > candidate && p.first < s.last && s.first < p.last)
      candidate = alignUp(p.end, alignment);
  }
  effort.spend(scanned);
  return candidate;
}

void insertSorted(std::vector<Placed> &placed, const Placed &p) {
  auto at = std::upper_bound(placed.begin(), placed.end(), p.offset,
                             [](uint64_t offset, const Placed &q) { return offset < q.offset; });
  placed.insert(at, p);
}

} // namespace

Fit firstFit(const std::vector<Item> &items, const std::vector<uint32_t> &order, Effort &effort) {
  Fit fit;
  fit.offsets.assign(items.size(), 0);
  std::vector<Placed> placed;
  placed.reserve(items.size());
  auto put = [&](uint32_t i, uint64_t offset) {
    fit.offsets[i] = offset;
    fit.height = std::max(fit.height, offset + items[i].size);
    for (const Segment &s : items[i].segments)
      insertSorted(placed, {offset, offset + s.size, s.first, s.last});
  };
  for (uint32_t i = 0; i < items.size(); ++i)
    if (items[i].fixedOffset)
      put(i, *items[i].fixedOffset);
  for (uint32_t i : order) {
    if (items[i].fixedOffset)
      continue;
    uint64_t offset = 0;
    for (bool moved = true; moved;) {
      uint64_t before = offset;
      for (const Segment &s : items[i].segments)
        offset = lowestGap(placed, s, offset, items[i].alignment, effort);
      moved = offset != before && items[i].segments.size() > 1;
    }
    put(i, offset);
  }
  return fit;
}

void reorderSearch(const std::vector<Item> &items, std::vector<uint32_t> order, uint64_t target, Effort &effort,
                   Fit &best) {
  if (items.size() < 2)
    return;
  Random random{0x6e656170};
  std::vector<uint32_t> current = order;
  uint64_t currentHeight = UINT64_MAX;
  unsigned stale = 0;
  while (best.height > target && !effort.exhausted()) {
    Fit fit = firstFit(items, current, effort);
    if (fit.height < best.height) {
      best = fit;
      stale = 0;
    }
    if (fit.height <= currentHeight) {
      currentHeight = fit.height;
      order = current;
    } else if (++stale > 50) {
      stale = 0;
      currentHeight = UINT64_MAX;
    } else {
      current = order;
    }
    // Everything that sticks out moves to a random place ahead of where it was.
    std::vector<size_t> sticking;
    for (size_t k = 1; k < current.size(); ++k)
      if (fit.offsets[current[k]] + items[current[k]].size > target)
        sticking.push_back(k);
    size_t moves = sticking.empty() ? 1 : 1 + random.below(std::min<size_t>(sticking.size(), 4));
    for (size_t m = 0; m < moves; ++m) {
      size_t from = sticking.empty() ? 1 + random.below(current.size() - 1) : sticking[random.below(sticking.size())];
      size_t to = random.below(from);
      std::rotate(current.begin() + to, current.begin() + from, current.begin() + from + 1);
    }
  }
}

uint64_t itemLoad(std::vector<Item> &items) {
  std::vector<int64_t> steps;
  for (const Item &item : items)
    for (const Segment &s : item.segments) {
      steps.push_back(s.first);
      steps.push_back(s.last);
    }
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  auto index = [&](int64_t t) { return size_t(std::lower_bound(steps.begin(), steps.end(), t) - steps.begin()); };
  std::vector<uint64_t> live(steps.size() + 1, 0);
  for (const Item &item : items)
    for (const Segment &s : item.segments) {
      live[index(s.first)] += s.size;
      live[index(s.last)] -= s.size;
    }
  std::partial_sum(live.begin(), live.end(), live.begin());
  // Sparse table of maxima: the load of an item is a range maximum.
  std::vector<std::vector<uint64_t>> table{live};
  for (size_t width = 1; 2 * width <= live.size(); width *= 2) {
    const std::vector<uint64_t> &half = table.back();
    std::vector<uint64_t> next(live.size() - 2 * width + 1);
    for (size_t i = 0; i < next.size(); ++i)
      next[i] = std::max(half[i], half[i + width]);
    table.push_back(std::move(next));
  }
  for (Item &item : items) {
    item.load = 0;
    for (const Segment &s : item.segments) {
      size_t a = index(s.first), b = index(s.last), level = 0;
      while ((size_t(2) << level) <= b - a)
        ++level;
      item.load = std::max({item.load, table[level][a], table[level][b - (size_t(1) << level)]});
    }
  }
  return live.empty() ? 0 : *std::max_element(live.begin(), live.end());
}

} // namespace neap::planner
