//===- Tree.h - One tree of the exact placement search ----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Depth-first search for a placement within a capacity. It looks at canonical
// placements only: every item rests on the floor or on another item (Moffitt,
// "MiniMalloc", ASPLOS 2023, which also gives the idea of decomposing in time).
//
// Branching is binary. Take the unplaced item whose lowest possible offset is
// smallest, ties by a given rank. Either it lies there, or it rests on an
// unplaced neighbour, and its lowest offset rises to the smallest top such a
// neighbour can have. Both branches together keep every canonical placement, so
// an exhausted tree proves that there is none.
//
// In each section of time what is unplaced must fit: taken by rising lowest
// offset, it stacks up at least to max(stack, lowest) + size, the makespan of one
// machine with release dates. This bound is the inner loop of the search; it is
// kept to contiguous numbers as narrow as the capacity allows.
//
// Every raised offset remembers the placements it follows from. A failure that
// does not follow from the last placement skips that placement's other branch
// (conflict-directed backjumping, Prosser 1993).
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_PLACEMENT_TREE_H
#define NEAP_LIB_PLANNER_PLACEMENT_TREE_H

#include "Placement/Items.h"

namespace neap::planner {

/// `Number` (int16_t, int32_t, int64_t) holds up to five times the capacity.
template <typename Number> class PlacementTree {
public:
  PlacementTree(const std::vector<Item> &items, uint64_t capacity, Effort &effort);

  /// Searches with ties broken by `rank`, for at most `nodeLimit` nodes. Refuted:
  /// no placement exists. Stopped: the limit or the effort is used up.
  SearchOutcome run(const std::vector<uint32_t> &rank, uint64_t nodeLimit);

  /// After Found, one per item.
  std::vector<uint64_t> offsets() const { return {offset.begin(), offset.end()}; }
  /// How often an item stood in the section that refuted a branch.
  const std::vector<uint64_t> &conflictCounts() const { return conflicts; }
  /// Sections an item spans, and the largest live sum among them.
  uint32_t sectionCount(uint32_t item) const { return hullEnd[item] - hullBegin[item]; }
  uint64_t largestTotal(uint32_t item) const { return total[item]; }

private:
  /// Sections [begin, end) in which an item has this size.
  struct Span {
    uint32_t begin, end;
    Number size;
  };
  /// A set of unplaced items is a stretch of `pool`, sorted by lowest offset, then rank.
  struct Set {
    size_t from, to;
  };

  void buildSections(const std::vector<Item> &items);
  void findNeighbours();
  SearchOutcome solve(Set set);
  SearchOutcome solveParts(Set set);
  bool place(Set set, Set &rest);
  void takeBack(uint32_t item);
  bool raise(Set set);
  void moveUp(Set set);
  bool sectionsFit(Set set);
  void explainOverflow(Set set, uint32_t section);
  void setLow(uint32_t item, Number low);
  void restore(size_t mark);
  Set append(size_t count);
  Number restingSize(uint32_t below, uint32_t above) const;
  Number alignUp(Number offset, uint32_t item) const {
    return Number((offset + alignment[item] - 1) / alignment[item] * alignment[item]);
  }
  bool before(uint32_t a, uint32_t b) const { return low[a] != low[b] ? low[a] < low[b] : rank[a] < rank[b]; }

  /// Sets of items, one bit each, `words` words long.
  uint64_t *reasonOf(uint32_t item) { return reasons.data() + size_t(item) * words; }
  const uint64_t *neighboursOf(uint32_t item) const { return neighbours.data() + size_t(item) * words; }
  void unite(uint64_t *into, const uint64_t *from) const {
    for (size_t w = 0; w < words; ++w)
      into[w] |= from[w];
  }
  static void insert(uint64_t *set, uint32_t item) { set[item / 64] |= uint64_t(1) << (item % 64); }
  static void erase(uint64_t *set, uint32_t item) { set[item / 64] &= ~(uint64_t(1) << (item % 64)); }
  static bool contains(const uint64_t *set, uint32_t item) { return set[item / 64] >> (item % 64) & 1; }

  size_t count, words;
  Number capacity;
  Effort &effort;
  std::vector<Span> spans;
  /// Spans of item i: [spanOf[i], spanOf[i + 1]).
  std::vector<uint32_t> spanOf, hullBegin, hullEnd, rank;
  std::vector<Number> alignment, low, offset;
  std::vector<uint64_t> total, neighbours, conflicts;
  /// Stack height per section; unplaced items that cross the boundary before a section.
  std::vector<Number> stack;
  std::vector<int32_t> crossing;

  std::vector<uint32_t> pool, raised;
  std::vector<uint8_t> placed;
  std::vector<std::pair<uint32_t, Number>> trail;
  /// What each lowest offset follows from, what the last failure did, and the left branch's failure.
  std::vector<uint64_t> reasons, trailReasons, conflict, leftConflict;
  uint64_t nodes = 0, nodeLimit = 0;
};

extern template class PlacementTree<int16_t>;
extern template class PlacementTree<int32_t>;
extern template class PlacementTree<int64_t>;

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_PLACEMENT_TREE_H
