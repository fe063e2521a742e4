//===- PlacementSearch.cpp - Exact search for a placement -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Depth-first search over canonical placements: every buffer rests on the
// floor or on another one, and buffers are placed in order of their offset
// (Moffitt, MiniMalloc, ASPLOS 2023, section 4, for canonical solutions and
// decomposition). Branching is binary: the unplaced buffer whose lowest
// possible offset is smallest either lies there, or rests on a neighbour that
// is still unplaced, which raises its lowest offset to the smallest top such a
// neighbour can have. Both branches keep every canonical solution, so an
// exhausted tree proves that none exists. Restarts with other orders.
//
//===----------------------------------------------------------------------===//

#include "PlacementItems.h"

#include <algorithm>
#include <numeric>

namespace neap::planner {
namespace {

enum class Outcome { Found, Failed, Stopped };

class Search {
public:
  Search(const std::vector<Item> &items, uint64_t capacity, Effort &effort);
  Outcome run(const std::vector<uint32_t> &rankOfItem, uint64_t nodeLimit);
  const std::vector<uint64_t> &offsets() const { return offset; }

private:
  using Set = std::vector<uint32_t>;
  Outcome solve(Set set);
  Outcome solveParts(Set set);
  uint32_t lowest(const Set &set) const;
  bool raise(const Set &set, uint32_t item);
  bool sectionsFit(const Set &set);
  void restore(size_t mark);
  void setLow(uint32_t item, uint64_t low) {
    trail.push_back({item, minOffset[item]});
    minOffset[item] = low;
  }
  bool overlap(uint32_t a, uint32_t b) const { return begin[a] < end[b] && begin[b] < end[a]; }

  size_t count;
  uint64_t capacity;
  Effort &effort;
  std::vector<uint64_t> size, minOffset, offset;
  /// Sections spanned: [begin, end), only sections whose live set is maximal.
  std::vector<uint32_t> begin, end, rank;
  std::vector<uint64_t> sectionLow, sectionRest;
  std::vector<std::pair<uint32_t, uint64_t>> trail;
  uint64_t nodes = 0, nodeLimit = 0;
};

Search::Search(const std::vector<Item> &items, uint64_t capacity, Effort &effort)
    : count(items.size()), capacity(capacity), effort(effort), size(count), minOffset(count, 0), offset(count, 0),
      begin(count), end(count) {
  // A section ends where some buffer ends after another began: live sets
  // between are subsets of these, and need no test of their own.
  std::vector<std::pair<int64_t, bool>> events;
  for (const Item &item : items) {
    events.push_back({item.segments[0].first, true});
    events.push_back({item.segments[0].last, false});
  }
  std::sort(events.begin(), events.end());
  std::vector<int64_t> marks;
  bool started = false;
  for (auto [time, starts] : events) {
    if (!starts && started)
      marks.push_back(time);
    started = starts;
  }
  // marks[k] is the end of section k; an item lies in every section whose end
  // it reaches and whose start it precedes.
  for (size_t i = 0; i < count; ++i) {
    const Segment &s = items[i].segments[0];
    size[i] = s.size;
    begin[i] = uint32_t(std::upper_bound(marks.begin(), marks.end(), s.first) - marks.begin());
    end[i] = uint32_t(std::upper_bound(marks.begin(), marks.end(), s.last) - marks.begin());
  }
  sectionLow.assign(marks.size(), 0);
  sectionRest.assign(marks.size(), 0);
}

Outcome Search::run(const std::vector<uint32_t> &rankOfItem, uint64_t limit) {
  rank = rankOfItem;
  nodes = 0;
  nodeLimit = limit;
  std::fill(minOffset.begin(), minOffset.end(), 0);
  trail.clear();
  Set all(count);
  std::iota(all.begin(), all.end(), 0u);
  if (!sectionsFit(all))
    return Outcome::Failed;
  return solveParts(std::move(all));
}

void Search::restore(size_t mark) {
  while (trail.size() > mark) {
    minOffset[trail.back().first] = trail.back().second;
    trail.pop_back();
  }
}

/// Splits the set where no buffer crosses, and solves the parts independently.
Outcome Search::solveParts(Set set) {
  if (set.empty())
    return Outcome::Found;
  std::sort(set.begin(), set.end(), [&](uint32_t a, uint32_t b) { return begin[a] < begin[b]; });
  size_t from = 0;
  uint32_t reach = end[set[0]];
  for (size_t i = 1; i <= set.size(); ++i) {
    if (i < set.size() && begin[set[i]] < reach) {
      reach = std::max(reach, end[set[i]]);
      continue;
    }
    Outcome outcome = solve(Set(set.begin() + from, set.begin() + i));
    if (outcome != Outcome::Found)
      return outcome;
    if (i < set.size()) {
      from = i;
      reach = end[set[i]];
    }
  }
  return Outcome::Found;
}

uint32_t Search::lowest(const Set &set) const {
  uint32_t best = set[0];
  for (uint32_t i : set)
    if (minOffset[i] < minOffset[best] || (minOffset[i] == minOffset[best] && rank[i] < rank[best]))
      best = i;
  return best;
}

/// The item does not lie at its lowest offset: it rests on an unplaced
/// neighbour. False when it cannot.
bool Search::raise(const Set &set, uint32_t item) {
  uint64_t top = UINT64_MAX;
  for (uint32_t d : set)
    if (d != item && overlap(d, item))
      top = std::min(top, minOffset[d] + size[d]);
  if (top == UINT64_MAX || top + size[item] > capacity)
    return false;
  setLow(item, top);
  return true;
}

/// In every section, what is unplaced must fit above the lowest place any of it can have.
bool Search::sectionsFit(const Set &set) {
  uint32_t from = UINT32_MAX, to = 0;
  for (uint32_t i : set) {
    from = std::min(from, begin[i]);
    to = std::max(to, end[i]);
  }
  if (from >= to)
    return true;
  std::fill(sectionLow.begin() + from, sectionLow.begin() + to, UINT64_MAX);
  std::fill(sectionRest.begin() + from, sectionRest.begin() + to, 0);
  for (uint32_t i : set) {
    uint64_t low = minOffset[i], bytes = size[i];
    for (uint32_t s = begin[i]; s < end[i]; ++s) {
      sectionLow[s] = std::min(sectionLow[s], low);
      sectionRest[s] += bytes;
    }
  }
  for (uint32_t s = from; s < to; ++s)
    if (sectionRest[s] != 0 && sectionLow[s] + sectionRest[s] > capacity)
      return false;
  return true;
}

Outcome Search::solve(Set set) {
  size_t entry = trail.size();
  for (;;) {
    effort.spend(1 + set.size() / 8);
    if (++nodes > nodeLimit || ((nodes & 255) == 0 && effort.exhausted()))
      return Outcome::Stopped;
    uint32_t item = lowest(set);
    // Left: it lies there.
    size_t mark = trail.size();
    uint64_t place = minOffset[item], top = place + size[item];
    bool alone = true, fits = top <= capacity;
    Set rest;
    rest.reserve(set.size() - 1);
    for (uint32_t c : set) {
      if (c == item)
        continue;
      rest.push_back(c);
      if (!overlap(c, item))
        continue;
      alone = false;
      if (minOffset[c] < top) {
        setLow(c, top);
        fits &= top + size[c] <= capacity;
      }
    }
    if (fits && sectionsFit(rest)) {
      offset[item] = place;
      Outcome outcome = solveParts(std::move(rest));
      if (outcome != Outcome::Failed)
        return outcome;
    }
    restore(mark);
    // Right: it rests on something that is still to come.
    if (alone || !raise(set, item) || !sectionsFit(set)) {
      restore(entry);
      return Outcome::Failed;
    }
  }
}

template <typename Key> std::vector<uint32_t> rankBy(const std::vector<Item> &items, Key key) {
  std::vector<uint32_t> order(items.size()), rank(items.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return key(items[a]) > key(items[b]); });
  for (uint32_t i = 0; i < order.size(); ++i)
    rank[order[i]] = i;
  return rank;
}

} // namespace

bool exactSearch(const std::vector<Item> &items, uint64_t capacity, Effort &effort, Fit &best, bool &proved) {
  proved = false;
  Search search(items, capacity, effort);
  Random random{1};
  uint64_t limit = 2000;
  for (unsigned round = 0; !effort.exhausted(); ++round) {
    std::vector<double> noise(items.size());
    double strength = round < 5 ? 0 : 0.1 * double(1 + round % 5);
    for (double &n : noise)
      n = 1 + strength * random.unit();
    auto noisy = [&](const Item &item) { return noise[size_t(&item - items.data())]; };
    std::vector<uint32_t> rank;
    switch (round % 5) {
    case 0:
      rank = rankBy(items, [&](const Item &i) { return std::make_pair(double(i.load) * noisy(i), i.area); });
      break;
    case 1:
      rank = rankBy(items, [&](const Item &i) { return std::make_pair(i.area * noisy(i), 0.0); });
      break;
    case 2:
      rank = rankBy(items, [&](const Item &i) { return std::make_pair(double(i.lifetime) * noisy(i), i.area); });
      break;
    case 3:
      rank = rankBy(items, [&](const Item &i) { return std::make_pair(double(i.size) * noisy(i), i.area); });
      break;
    default:
      rank = rankBy(items,
                    [&](const Item &i) { return std::make_pair(double(i.load) * double(i.lifetime) * noisy(i), 0.0); });
    }
    Outcome outcome = search.run(rank, limit);
    if (outcome == Outcome::Failed) {
      proved = true;
      return false;
    }
    if (outcome == Outcome::Found) {
      best.offsets = search.offsets();
      best.height = 0;
      for (size_t i = 0; i < items.size(); ++i)
        best.height = std::max(best.height, best.offsets[i] + items[i].size);
      return true;
    }
    if (round % 5 == 4)
      limit *= 2;
  }
  return false;
}

} // namespace neap::planner
