//===- ExactSearch.cpp - Exact search for a placement ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs one tree (Tree.h) again and again, each time with another rank
// for ties and a limit that grows from cycle to cycle. Running times of one rank
// are heavy-tailed: the same instance takes 300 nodes with one and 3,000,000 with
// the next, so many short attempts beat a long one (Gomes, Selman, Kautz 1998).
// The first cycle takes the ranks as they are (MiniMalloc's three among them),
// later ones blur them by a seeded generator and, every other time, favour items
// that stood in conflicts before.
//
//===----------------------------------------------------------------------===//

#include "Placement/Tree.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace neap::planner {
namespace {

/// What a rank compares, larger first.
enum class Key { None, Total, Width, Area, Size, Sections, TotalBySections, SectionsBySize };
using Rank = std::array<Key, 3>;

constexpr Rank cycle[] = {
    {Key::Total, Key::Width, Key::Area},          {Key::Total, Key::Area, Key::Width},
    {Key::TotalBySections, Key::Area, Key::None}, {Key::Width, Key::Area, Key::Total},
    {Key::SectionsBySize, Key::Area, Key::None},  {Key::Area, Key::Total, Key::None},
    {Key::Sections, Key::Total, Key::Area},       {Key::Size, Key::Total, Key::None},
};
constexpr size_t cycleLength = sizeof cycle / sizeof cycle[0];
constexpr uint64_t firstNodeLimit = 1000;
constexpr double nodeLimitGrowth = 1.3;
constexpr double blurs[] = {0.05, 0.15, 0.3};

template <typename Number> class Portfolio {
public:
  Portfolio(const std::vector<Item> &items, uint64_t capacity, Effort &effort)
      : items(items), effort(effort), tree(items, capacity, effort) {}

  SearchOutcome run(std::vector<uint64_t> &offsets) {
    double limit = firstNodeLimit;
    for (size_t round = 0; !effort.exhausted(); ++round) {
      if (round != 0 && round % cycleLength == 0)
        limit *= nodeLimitGrowth;
      SearchOutcome outcome = tree.run(makeRank(round), uint64_t(limit));
      if (outcome == SearchOutcome::Found)
        offsets = tree.offsets();
      if (outcome != SearchOutcome::Stopped)
        return outcome;
    }
    return SearchOutcome::Stopped;
  }

private:
  double value(uint32_t item, Key key) const {
    double sections = tree.sectionCount(item), total = double(tree.largestTotal(item));
    switch (key) {
    case Key::None:
      return 0;
    case Key::Total:
      return total;
    case Key::Width:
      return double(items[item].lifetime);
    case Key::Area:
      return items[item].area;
    case Key::Size:
      return double(items[item].size);
    case Key::Sections:
      return sections;
    case Key::TotalBySections:
      return total * sections;
    case Key::SectionsBySize:
      return sections * double(items[item].size);
    }
    return 0;
  }

  std::vector<uint32_t> makeRank(size_t round) {
    const Rank &keys = cycle[round % cycleLength];
    size_t turn = round / cycleLength;
    double blur = turn == 0 ? 0 : blurs[turn % 3];
    bool favourConflicts = turn != 0 && round % 2 != 0;
    uint64_t most = 1;
    for (uint64_t n : tree.conflictCounts())
      most = std::max(most, n);
    std::vector<std::array<double, 3>> values(items.size());
    for (uint32_t i = 0; i < items.size(); ++i) {
      double weight = favourConflicts ? 1 + double(tree.conflictCounts()[i]) / double(most) : 1;
      for (size_t k = 0; k < keys.size(); ++k)
        values[i][k] = value(i, keys[k]) * weight * (1 + blur * random.unit());
    }
    std::vector<uint32_t> order(items.size()), rank(items.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return values[a] > values[b]; });
    for (uint32_t i = 0; i < order.size(); ++i)
      rank[order[i]] = i;
    return rank;
  }

  const std::vector<Item> &items;
  Effort &effort;
  PlacementTree<Number> tree;
  Random random{1};
};

template <typename Number>
SearchOutcome runPortfolio(const std::vector<Item> &items, uint64_t capacity, Effort &effort,
                           std::vector<uint64_t> &offsets) {
  return Portfolio<Number>(items, capacity, effort).run(offsets);
}

} // namespace

SearchOutcome exactSearch(const std::vector<Item> &items, uint64_t capacity, Effort &effort,
                          std::vector<uint64_t> &offsets) {
  // A section's total within the capacity keeps every sum of the tree below five times it.
  if (capacity < 6000)
    return runPortfolio<int16_t>(items, capacity, effort, offsets);
  if (capacity < 400'000'000)
    return runPortfolio<int32_t>(items, capacity, effort, offsets);
  if (capacity < (uint64_t(1) << 59))
    return runPortfolio<int64_t>(items, capacity, effort, offsets);
  return SearchOutcome::Stopped;
}

} // namespace neap::planner
