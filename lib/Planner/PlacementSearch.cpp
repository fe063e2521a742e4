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
// exhausted tree proves that none exists. Every raised offset remembers the
// placements it follows from; a failure that does not follow from the last
// placement skips its other branch (conflict-directed backjumping, Prosser
// 1993). Restarts with other orders.
//
//===----------------------------------------------------------------------===//

#include "PlacementItems.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace neap::planner {
namespace {

enum class Outcome { Found, Failed, Stopped };

/// `Number` holds capacities and offsets: 32 bits where they fit, as the inner
/// loops are limited by memory lanes.
template <typename Number> class Search {
public:
  Search(const std::vector<Item> &items, uint64_t capacity, Effort &effort);
  Outcome run(const std::vector<uint32_t> &rankOfItem, bool tightestFirst, uint64_t nodeLimit);
  const std::vector<Number> &offsets() const { return offset; }

private:
  using Set = std::vector<uint32_t>;
  Outcome solve(Set set);
  Outcome solveParts(Set set);
  uint32_t lowest(const Set &set) const;
  uint32_t tightest(const Set &set) const;
  bool raise(const Set &set, uint32_t item);
  bool sectionsFit(const Set &set);
  void restore(size_t mark);
  void setLow(uint32_t item, Number low) {
    trail.push_back({item, minOffset[item]});
    trailReasons.insert(trailReasons.end(), reasonOf(item), reasonOf(item) + words);
    minOffset[item] = low;
  }
  /// Sets of placements, one bit per item.
  uint64_t *reasonOf(uint32_t item) { return reasons.data() + size_t(item) * words; }
  void unite(uint64_t *into, const uint64_t *from) {
    for (size_t w = 0; w < words; ++w)
      into[w] |= from[w];
  }
  static void insert(uint64_t *set, uint32_t item) { set[item / 64] |= uint64_t(1) << (item % 64); }
  static void erase(uint64_t *set, uint32_t item) { set[item / 64] &= ~(uint64_t(1) << (item % 64)); }
  static bool contains(const uint64_t *set, uint32_t item) { return set[item / 64] >> (item % 64) & 1; }
  void clearConflict() { std::fill(conflict.begin(), conflict.end(), 0); }
  bool overlap(uint32_t a, uint32_t b) const { return begin[a] < end[b] && begin[b] < end[a]; }

  size_t count;
  Number capacity;
  Effort &effort;
  std::vector<Number> size, minOffset, offset;
  /// Sections spanned: [begin, end), only sections whose live set is maximal.
  std::vector<uint32_t> begin, end, rank;
  std::vector<Number> sectionLow, sectionRest;
  std::vector<std::pair<uint32_t, Number>> trail;
  /// For each item the placements its lowest offset follows from; what the last
  /// failure followed from; which items are placed on the current path.
  size_t words;
  std::vector<uint64_t> reasons, trailReasons, conflict;
  std::vector<uint8_t> placed;
  std::vector<Set> neighbours;
  bool tightestFirst = false;
  uint64_t nodes = 0, nodeLimit = 0;
};

template <typename Number>
Search<Number>::Search(const std::vector<Item> &items, uint64_t capacity, Effort &effort)
    : count(items.size()), capacity(Number(capacity)), effort(effort), size(count), minOffset(count, 0),
      offset(count, 0), begin(count), end(count), words((count + 63) / 64), reasons(count * words, 0),
      conflict(words, 0), placed(count, 0), neighbours(count) {
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
    size[i] = Number(s.size);
    begin[i] = uint32_t(std::upper_bound(marks.begin(), marks.end(), s.first) - marks.begin());
    end[i] = uint32_t(std::upper_bound(marks.begin(), marks.end(), s.last) - marks.begin());
  }
  sectionLow.assign(marks.size(), 0);
  sectionRest.assign(marks.size(), 0);
  for (uint32_t a = 0; a < count; ++a)
    for (uint32_t b = 0; b < count; ++b)
      if (a != b && overlap(a, b))
        neighbours[a].push_back(b);
}

template <typename Number>
Outcome Search<Number>::run(const std::vector<uint32_t> &rankOfItem, bool tightest, uint64_t limit) {
  tightestFirst = tightest;
  rank = rankOfItem;
  nodes = 0;
  nodeLimit = limit;
  std::fill(minOffset.begin(), minOffset.end(), 0);
  trail.clear();
  trailReasons.clear();
  std::fill(reasons.begin(), reasons.end(), 0);
  std::fill(placed.begin(), placed.end(), 0);
  Set all(count);
  std::iota(all.begin(), all.end(), 0u);
  if (!sectionsFit(all))
    return Outcome::Failed;
  return solveParts(std::move(all));
}

template <typename Number> void Search<Number>::restore(size_t mark) {
  while (trail.size() > mark) {
    uint32_t item = trail.back().first;
    minOffset[item] = trail.back().second;
    std::copy(trailReasons.end() - words, trailReasons.end(), reasonOf(item));
    trailReasons.resize(trailReasons.size() - words);
    trail.pop_back();
  }
}

/// Splits the set where no buffer crosses, and solves the parts independently.
template <typename Number> Outcome Search<Number>::solveParts(Set set) {
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

template <typename Number> uint32_t Search<Number>::lowest(const Set &set) const {
  uint32_t best = set[0];
  for (uint32_t i : set)
    if (minOffset[i] < minOffset[best] || (minOffset[i] == minOffset[best] && rank[i] < rank[best]))
      best = i;
  return best;
}

/// The lowest item of the section with the least room to spare, or rather the
/// lowest of those it overlaps: branching needs an item that no unplaced
/// neighbour can lie below, and any such item will do.
template <typename Number> uint32_t Search<Number>::tightest(const Set &set) const {
  uint32_t from = UINT32_MAX, to = 0;
  for (uint32_t i : set) {
    from = std::min(from, begin[i]);
    to = std::max(to, end[i]);
  }
  uint32_t section = from;
  Number least = std::numeric_limits<Number>::max();
  for (uint32_t s = from; s < to; ++s)
    if (sectionRest[s] != 0 && capacity - sectionLow[s] - sectionRest[s] < least) {
      least = capacity - sectionLow[s] - sectionRest[s];
      section = s;
    }
  auto before = [&](uint32_t a, uint32_t b) {
    return minOffset[a] != minOffset[b] ? minOffset[a] < minOffset[b] : rank[a] < rank[b];
  };
  uint32_t item = UINT32_MAX;
  for (uint32_t i : set)
    if (begin[i] <= section && section < end[i] && (item == UINT32_MAX || before(i, item)))
      item = i;
  for (bool moved = true; moved;) {
    moved = false;
    for (uint32_t i : set)
      if (overlap(i, item) && minOffset[i] < minOffset[item]) {
        item = i;
        moved = true;
      }
  }
  return item;
}

/// The item does not lie at its lowest offset, which follows from `conflict`:
/// it rests on an unplaced neighbour. False when it cannot; then `conflict`
/// says why. (Placed neighbours count as reasons: unplaced, they might carry it.)
template <typename Number> bool Search<Number>::raise(const Set &set, uint32_t item) {
  constexpr Number unset = std::numeric_limits<Number>::max();
  Number top = unset;
  unite(conflict.data(), reasonOf(item));
  for (uint32_t d : neighbours[item]) {
    if (placed[d]) {
      insert(conflict.data(), d);
    } else {
      top = std::min(top, minOffset[d] + size[d]);
      unite(conflict.data(), reasonOf(d));
    }
  }
  if (top == unset || top + size[item] > capacity)
    return false;
  setLow(item, top);
  std::copy(conflict.begin(), conflict.end(), reasonOf(item));
  return true;
}

/// In every section, what is unplaced must fit above the lowest place any of it can have.
template <typename Number> bool Search<Number>::sectionsFit(const Set &set) {
  uint32_t from = UINT32_MAX, to = 0;
  for (uint32_t i : set) {
    from = std::min(from, begin[i]);
    to = std::max(to, end[i]);
  }
  if (from >= to)
    return true;
  std::fill(sectionLow.begin() + from, sectionLow.begin() + to, std::numeric_limits<Number>::max());
  std::fill(sectionRest.begin() + from, sectionRest.begin() + to, 0);
  for (uint32_t i : set) {
    Number low = minOffset[i], bytes = size[i];
    Number *lows = sectionLow.data(), *rests = sectionRest.data();
    for (uint32_t s = begin[i], e = end[i]; s < e; ++s) {
      lows[s] = std::min(lows[s], low);
      rests[s] += bytes;
    }
  }
  for (uint32_t s = from; s < to; ++s)
    if (sectionRest[s] != 0 && sectionLow[s] + sectionRest[s] > capacity) {
      clearConflict();
      for (uint32_t i : set)
        if (begin[i] <= s && s < end[i])
          unite(conflict.data(), reasonOf(i));
      return false;
    }
  return true;
}

template <typename Number> Outcome Search<Number>::solve(Set set) {
  size_t entry = trail.size();
  for (;;) {
    effort.spend(1 + set.size() / 8);
    if (++nodes > nodeLimit || ((nodes & 255) == 0 && effort.exhausted()))
      return Outcome::Stopped;
    uint32_t item = tightestFirst ? tightest(set) : lowest(set);
    // Left: it lies there.
    size_t mark = trail.size();
    Number place = minOffset[item], top = place + size[item];
    bool alone = true, fits = true;
    Set rest;
    rest.reserve(set.size() - 1);
    placed[item] = 1;
    for (uint32_t c : set) {
      if (c == item)
        continue;
      rest.push_back(c);
      if (!overlap(c, item))
        continue;
      alone = false;
      if (minOffset[c] < top) {
        setLow(c, top);
        unite(reasonOf(c), reasonOf(item));
        insert(reasonOf(c), item);
        if (fits && top + size[c] > capacity) {
          fits = false;
          conflict.assign(reasonOf(c), reasonOf(c) + words);
        }
      }
    }
    if (fits && sectionsFit(rest)) {
      offset[item] = place;
      Outcome outcome = solveParts(std::move(rest));
      if (outcome != Outcome::Failed)
        return outcome;
    }
    restore(mark);
    for (uint32_t c : set)
      placed[c] = 0;
    // What failed does not follow from this placement: no use in undoing it alone.
    if (!contains(conflict.data(), item)) {
      restore(entry);
      return Outcome::Failed;
    }
    erase(conflict.data(), item);
    // Right: it rests on something that is still to come. What refutes that
    // joins what refuted the left branch.
    std::vector<uint64_t> left = conflict;
    bool possible = raise(set, item) && sectionsFit(set);
    if (alone || !possible) {
      unite(conflict.data(), left.data());
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

/// The orders of the portfolio: by load, area, lifetime, size, load x lifetime,
/// blurred a little more from round to round.
std::vector<uint32_t> portfolioRank(const std::vector<Item> &items, unsigned kind, double strength, Random &random) {
  std::vector<double> noise(items.size());
  for (double &n : noise)
    n = 1 + strength * random.unit();
  auto noisy = [&](const Item &item) { return noise[size_t(&item - items.data())]; };
  switch (kind) {
  case 0:
    return rankBy(items, [&](const Item &i) { return std::make_pair(double(i.load) * noisy(i), i.area); });
  case 1:
    return rankBy(items, [&](const Item &i) { return std::make_pair(i.area * noisy(i), 0.0); });
  case 2:
    return rankBy(items, [&](const Item &i) { return std::make_pair(double(i.lifetime) * noisy(i), i.area); });
  case 3:
    return rankBy(items, [&](const Item &i) { return std::make_pair(double(i.size) * noisy(i), i.area); });
  default:
    return rankBy(items,
                  [&](const Item &i) { return std::make_pair(double(i.load) * double(i.lifetime) * noisy(i), 0.0); });
  }
}

template <typename Number>
bool searchPortfolio(const std::vector<Item> &items, uint64_t capacity, Effort &effort, Fit &best, bool &proved) {
  // One cycle of restarts: the kind of order, and where to branch. Load-based
  // orders from the bottom up solve most instances that are hard at all.
  struct Variant {
    unsigned kind;
    bool tightestFirst;
  };
  static constexpr Variant cycle[] = {{0, false}, {4, false}, {1, true},  {0, true},
                                      {0, false}, {4, false}, {3, false}, {1, false}};
  constexpr unsigned cycleLength = sizeof cycle / sizeof cycle[0];
  Search<Number> search(items, capacity, effort);
  Random random{2};
  uint64_t limit = 4000;
  for (unsigned round = 0; !effort.exhausted(); ++round) {
    const Variant &variant = cycle[round % cycleLength];
    double strength = round < 4 ? 0 : 0.1 * double(1 + (round / 4) % 5);
    Outcome outcome = search.run(portfolioRank(items, variant.kind, strength, random), variant.tightestFirst, limit);
    if (outcome == Outcome::Failed) {
      proved = true;
      return false;
    }
    if (outcome == Outcome::Found) {
      best.offsets.assign(search.offsets().begin(), search.offsets().end());
      return true;
    }
    if (round % cycleLength == cycleLength - 1)
      limit += limit / 7;
  }
  return false;
}

} // namespace

bool exactSearch(const std::vector<Item> &items, uint64_t capacity, Effort &effort, Fit &best, bool &proved) {
  proved = false;
  // All offsets are sums of sizes, so everything may be divided by their
  // common divisor, the capacity rounded down.
  uint64_t unit = 0;
  for (const Item &item : items)
    unit = std::gcd(unit, item.size);
  unit = std::max<uint64_t>(unit, 1);
  std::vector<Item> scaled = items;
  for (Item &item : scaled)
    item.size = item.segments[0].size = item.size / unit;
  capacity /= unit;
  uint64_t total = 0;
  for (const Item &item : scaled)
    total += item.size;
  bool narrow = capacity < (uint64_t(1) << 31) && total < (uint64_t(1) << 31);
  bool found = narrow ? searchPortfolio<uint32_t>(scaled, capacity, effort, best, proved)
                      : searchPortfolio<uint64_t>(scaled, capacity, effort, best, proved);
  if (!found)
    return false;
  best.height = 0;
  for (size_t i = 0; i < items.size(); ++i) {
    best.offsets[i] *= unit;
    best.height = std::max(best.height, best.offsets[i] + items[i].size);
  }
  return true;
}

} // namespace neap::planner
