//===- Tree.cpp - One tree of the exact placement search ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See the header for the method. State changes on the way down are kept on a
// trail and taken back on the way up; sets of unplaced items live in one pool
// that is used as a stack.
//
//===----------------------------------------------------------------------===//

#include "Placement/Tree.h"

#include <algorithm>
#include <limits>

namespace neap::planner {
namespace {

template <typename Visit> void forEachBit(const uint64_t *set, size_t words, Visit visit) {
  for (size_t w = 0; w < words; ++w)
    for (uint64_t bits = set[w]; bits != 0; bits &= bits - 1)
      visit(uint32_t(w * 64 + size_t(__builtin_ctzll(bits))));
}

} // namespace

template <typename Number>
PlacementTree<Number>::PlacementTree(const std::vector<Item> &items, uint64_t capacity, Effort &effort)
    : count(items.size()), words((count + 63) / 64), capacity(Number(capacity)), effort(effort), low(count, 0),
      offset(count, 0), total(count, 0), neighbours(count * words, 0), conflicts(count, 0), placed(count, 0),
      reasons(count * words, 0), conflict(words, 0), leftConflict(words, 0) {
  // An alignment beyond the capacity leaves offset 0 only.
  for (const Item &item : items)
    alignment.push_back(Number(std::min(item.alignment, capacity + 1)));
  buildSections(items);
  findNeighbours();
}

/// A section ends where a segment ends after another began: the live sets
/// between are subsets of these, and need no test of their own.
template <typename Number> void PlacementTree<Number>::buildSections(const std::vector<Item> &items) {
  std::vector<std::pair<int64_t, bool>> events;
  for (const Item &item : items)
    for (const Segment &s : item.segments) {
      events.push_back({s.first, true});
      events.push_back({s.last, false});
    }
  std::sort(events.begin(), events.end());
  std::vector<int64_t> ends;
  bool started = false;
  for (auto [time, starts] : events) {
    if (!starts && started)
      ends.push_back(time);
    started = starts;
  }
  auto section = [&](int64_t time) {
    return uint32_t(std::upper_bound(ends.begin(), ends.end(), time) - ends.begin());
  };
  std::vector<uint64_t> live(ends.size(), 0);
  for (const Item &item : items) {
    spanOf.push_back(uint32_t(spans.size()));
    for (const Segment &s : item.segments) {
      spans.push_back({section(s.first), section(s.last), Number(s.size)});
      for (uint32_t k = spans.back().begin; k < spans.back().end; ++k)
        live[k] += s.size;
    }
    bool any = !item.segments.empty();
    hullBegin.push_back(any ? spans[spanOf.back()].begin : 0);
    hullEnd.push_back(any ? spans.back().end : 0);
  }
  spanOf.push_back(uint32_t(spans.size()));
  for (uint32_t i = 0; i < count; ++i)
    for (uint32_t k = hullBegin[i]; k < hullEnd[i]; ++k)
      total[i] = std::max(total[i], live[k]);
  stack.assign(ends.size(), 0);
  crossing.assign(ends.size() + 1, 0);
}

template <typename Number> void PlacementTree<Number>::findNeighbours() {
  for (uint32_t a = 0; a < count; ++a)
    for (uint32_t b = 0; b < count; ++b)
      if (a != b && restingSize(a, b) != 0)
        insert(neighbours.data() + size_t(a) * words, b);
}

/// How far above the offset of \p below the item \p above must lie; 0 if they never meet.
template <typename Number> Number PlacementTree<Number>::restingSize(uint32_t below, uint32_t above) const {
  if (hullBegin[below] >= hullEnd[above] || hullBegin[above] >= hullEnd[below])
    return 0;
  Number size = 0;
  for (uint32_t s = spanOf[below]; s < spanOf[below + 1]; ++s)
    for (uint32_t t = spanOf[above]; t < spanOf[above + 1]; ++t)
      if (spans[s].begin < spans[t].end && spans[t].begin < spans[s].end)
        size = std::max(size, spans[s].size);
  return size;
}

template <typename Number>
SearchOutcome PlacementTree<Number>::run(const std::vector<uint32_t> &rankOfItem, uint64_t limit) {
  rank = rankOfItem;
  nodes = 0;
  nodeLimit = limit;
  std::fill(low.begin(), low.end(), Number(0));
  std::fill(reasons.begin(), reasons.end(), 0);
  std::fill(placed.begin(), placed.end(), uint8_t(0));
  std::fill(crossing.begin(), crossing.end(), 0);
  trail.clear();
  trailReasons.clear();
  pool.clear();
  for (uint32_t i = 0; i < count; ++i) {
    if (total[i] > uint64_t(capacity))
      return SearchOutcome::Refuted;
    if (hullBegin[i] == hullEnd[i])
      continue;
    pool.push_back(i);
    for (uint32_t s = hullBegin[i] + 1; s < hullEnd[i]; ++s)
      ++crossing[s];
  }
  std::sort(pool.begin(), pool.end(), [&](uint32_t a, uint32_t b) { return rank[a] < rank[b]; });
  return solveParts({0, pool.size()});
}

template <typename Number> void PlacementTree<Number>::setLow(uint32_t item, Number newLow) {
  trail.push_back({item, low[item]});
  trailReasons.insert(trailReasons.end(), reasonOf(item), reasonOf(item) + words);
  low[item] = newLow;
}

template <typename Number> void PlacementTree<Number>::restore(size_t mark) {
  while (trail.size() > mark) {
    auto [item, oldLow] = trail.back();
    low[item] = oldLow;
    std::copy(trailReasons.end() - ptrdiff_t(words), trailReasons.end(), reasonOf(item));
    trailReasons.resize(trailReasons.size() - words);
    trail.pop_back();
  }
}

/// Splits the set where no unplaced item crosses, and solves the parts one by
/// one: nothing in one part depends on another.
template <typename Number> SearchOutcome PlacementTree<Number>::solveParts(Set set) {
  uint32_t begin = UINT32_MAX, end = 0;
  for (size_t k = set.from; k < set.to; ++k) {
    begin = std::min(begin, hullBegin[pool[k]]);
    end = std::max(end, hullEnd[pool[k]]);
  }
  if (begin >= end)
    return SearchOutcome::Found;
  if (std::find(crossing.begin() + begin + 1, crossing.begin() + end, 0) == crossing.begin() + end)
    return solve(set);
  size_t base = pool.size();
  SearchOutcome outcome = SearchOutcome::Found;
  for (uint32_t from = begin, to = begin + 1; to <= end && outcome == SearchOutcome::Found; ++to) {
    if (to < end && crossing[to] != 0)
      continue;
    for (size_t k = set.from; k < set.to; ++k)
      if (from <= hullBegin[pool[k]] && hullBegin[pool[k]] < to)
        pool.push_back(pool[k]);
    from = to;
    if (pool.size() == base)
      continue;
    outcome = solve({base, pool.size()});
    pool.resize(base);
  }
  // The parts that were solved before the one that failed.
  if (outcome == SearchOutcome::Refuted)
    for (size_t k = set.from; k < set.to; ++k)
      if (placed[pool[k]])
        takeBack(pool[k]);
  return outcome;
}

/// The section stacks up beyond the capacity: what its items' offsets follow
/// from, as far as they stand in the last run without a gap.
template <typename Number> void PlacementTree<Number>::explainOverflow(Set set, uint32_t section) {
  std::fill(conflict.begin(), conflict.end(), 0);
  Number height = -1;
  for (size_t k = set.from; k < set.to && height <= capacity; ++k) {
    uint32_t item = pool[k];
    for (uint32_t s = spanOf[item]; s < spanOf[item + 1]; ++s) {
      if (section < spans[s].begin || spans[s].end <= section)
        continue;
      if (low[item] > height) {
        height = low[item];
        std::fill(conflict.begin(), conflict.end(), 0);
      }
      height = Number(height + spans[s].size);
      unite(conflict.data(), reasonOf(item));
      ++conflicts[item];
    }
  }
}

template <typename Number> bool PlacementTree<Number>::sectionsFit(Set set) {
  uint32_t begin = UINT32_MAX, end = 0;
  for (size_t k = set.from; k < set.to; ++k) {
    begin = std::min(begin, hullBegin[pool[k]]);
    end = std::max(end, hullEnd[pool[k]]);
  }
  if (begin >= end)
    return true;
  Number *heights = stack.data();
  std::fill(heights + begin, heights + end, Number(0));
  for (size_t k = set.from; k < set.to; ++k) {
    uint32_t item = pool[k];
    Number lowest = low[item];
    for (uint32_t p = spanOf[item], last = spanOf[item + 1]; p < last; ++p) {
      Number size = spans[p].size;
      for (uint32_t s = spans[p].begin, to = spans[p].end; s < to; ++s) {
        Number height = heights[s];
        height = height < lowest ? lowest : height;
        heights[s] = Number(height + size);
      }
    }
  }
  const Number *highest = std::max_element(heights + begin, heights + end);
  if (*highest <= capacity)
    return true;
  explainOverflow(set, uint32_t(highest - heights));
  return false;
}

/// Places the first item of \p set at its lowest offset; \p rest is what
/// remains, sorted. False if some section no longer fits.
template <typename Number> bool PlacementTree<Number>::place(Set set, Set &rest) {
  uint32_t item = pool[set.from];
  const uint64_t *near = neighboursOf(item);
  bool oneSize = spanOf[item + 1] - spanOf[item] == 1;
  Number top = Number(low[item] + spans[spanOf[item]].size);
  placed[item] = 1;
  for (uint32_t s = hullBegin[item] + 1; s < hullEnd[item]; ++s)
    --crossing[s];
  raised.clear();
  rest.from = pool.size();
  for (size_t k = set.from + 1; k < set.to; ++k) {
    uint32_t other = pool[k];
    Number floor = 0;
    if (contains(near, other))
      floor = alignUp(oneSize ? top : Number(low[item] + restingSize(item, other)), other);
    if (low[other] >= floor) {
      pool.push_back(other);
      continue;
    }
    setLow(other, floor);
    unite(reasonOf(other), reasonOf(item));
    insert(reasonOf(other), item);
    raised.push_back(other);
  }
  auto byLow = [&](uint32_t a, uint32_t b) { return before(a, b); };
  std::sort(raised.begin(), raised.end(), byLow);
  size_t middle = pool.size();
  pool.insert(pool.end(), raised.begin(), raised.end());
  std::inplace_merge(pool.begin() + ptrdiff_t(rest.from), pool.begin() + ptrdiff_t(middle), pool.end(), byLow);
  rest.to = pool.size();
  offset[item] = low[item];
  return sectionsFit(rest);
}

template <typename Number> void PlacementTree<Number>::takeBack(uint32_t item) {
  placed[item] = 0;
  for (uint32_t s = hullBegin[item] + 1; s < hullEnd[item]; ++s)
    ++crossing[s];
}

/// The first item of \p set does not lie at its lowest offset, for the reasons
/// in `conflict`: it rests on an unplaced neighbour. Placed neighbours count as
/// reasons: unplaced, they might carry it. False when it cannot rest on any.
template <typename Number> bool PlacementTree<Number>::raise(Set set) {
  constexpr Number unset = std::numeric_limits<Number>::max();
  uint32_t item = pool[set.from];
  Number top = unset;
  leftConflict = conflict;
  unite(conflict.data(), reasonOf(item));
  bool oneSize = spanOf[item + 1] - spanOf[item] == 1;
  forEachBit(neighboursOf(item), words, [&](uint32_t other) {
    if (placed[other]) {
      insert(conflict.data(), other);
      return;
    }
    bool simple = oneSize && spanOf[other + 1] - spanOf[other] == 1;
    top = std::min(top, Number(low[other] + (simple ? spans[spanOf[other]].size : restingSize(other, item))));
    unite(conflict.data(), reasonOf(other));
  });
  if (top == unset || top > capacity)
    return false;
  setLow(item, alignUp(top, item));
  std::copy(conflict.begin(), conflict.end(), reasonOf(item));
  moveUp(set);
  if (sectionsFit(set))
    return true;
  unite(conflict.data(), leftConflict.data());
  return false;
}

/// Restores the order of \p set after its first item was raised.
template <typename Number> void PlacementTree<Number>::moveUp(Set set) {
  uint32_t item = pool[set.from];
  size_t k = set.from;
  for (; k + 1 < set.to && before(pool[k + 1], item); ++k)
    pool[k] = pool[k + 1];
  pool[k] = item;
}

template <typename Number> SearchOutcome PlacementTree<Number>::solve(Set set) {
  size_t entry = trail.size(), base = pool.size();
  for (;;) {
    effort.spend(1 + (set.to - set.from));
    ++nodes;
    if (nodes > nodeLimit || ((nodes & 255) == 0 && effort.exhausted()))
      return SearchOutcome::Stopped;
    uint32_t item = pool[set.from];
    size_t mark = trail.size();
    Set rest{0, 0};
    if (place(set, rest)) {
      SearchOutcome outcome = solveParts(rest);
      if (outcome != SearchOutcome::Refuted)
        return outcome;
    }
    pool.resize(base);
    restore(mark);
    takeBack(item);
    // A failure that does not follow from this placement is not mended by undoing it.
    bool follows = contains(conflict.data(), item);
    erase(conflict.data(), item);
    if (!follows || !raise(set)) {
      restore(entry);
      return SearchOutcome::Refuted;
    }
  }
}

template class PlacementTree<int16_t>;
template class PlacementTree<int32_t>;
template class PlacementTree<int64_t>;

} // namespace neap::planner
