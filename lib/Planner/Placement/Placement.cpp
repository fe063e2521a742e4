//===- Placement.cpp - Static placement of buffers over lifetimes ---------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Validates the input, folds groups into items, tries first fit in several
// orders (Greedy by size and by area, Pisarchyk & Lee 2020; by load, by
// lifetime, by begin), then searches: exactly where the instance is small
// enough to hope for it, and by reordering.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Placement.h"

#include "Placement/Items.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace neap::planner {
namespace {

constexpr uint64_t sizeLimit = uint64_t(1) << 62;
constexpr uint64_t alignmentLimit = uint64_t(1) << 40;
/// Items beyond which the exact search is not tried: its tables grow with the conflicts.
constexpr size_t exactItemLimit = 2000;
/// Work units of the first try of each capacity.
constexpr uint64_t firstSlice = 4'000'000;

bool isGhost(const Buffer &b) { return b.size == 0 || b.last <= b.first; }

void validate(const std::vector<Buffer> &buffers, std::vector<std::string> &errors) {
  uint64_t total = 0;
  for (size_t i = 0; i < buffers.size(); ++i) {
    const Buffer &b = buffers[i];
    std::string name = "buffer " + std::to_string(i);
    if (b.alignment == 0 || (b.alignment & (b.alignment - 1)) != 0 || b.alignment > alignmentLimit)
      errors.push_back(name + ": alignment is " + std::to_string(b.alignment) +
                       ", expected a power of two of at most 2^40");
    if (b.last < b.first)
      errors.push_back(name + ": last step " + std::to_string(b.last) + " is before first step " +
                       std::to_string(b.first));
    if (b.fixedOffset && b.alignment != 0 && *b.fixedOffset % b.alignment != 0)
      errors.push_back(name + ": fixed offset " + std::to_string(*b.fixedOffset) + " is not a multiple of " +
                       std::to_string(b.alignment));
    uint64_t need = b.size >= sizeLimit ? sizeLimit : b.size + (b.alignment < sizeLimit ? b.alignment : 0);
    if (b.fixedOffset)
      need = *b.fixedOffset >= sizeLimit ? sizeLimit : need + *b.fixedOffset;
    total = std::min(sizeLimit, total + std::min(need, sizeLimit));
  }
  if (total >= sizeLimit)
    errors.push_back("the sizes of all buffers sum to 2^62 bytes or more");
}

/// Items, and for every buffer the item it belongs to (or none: a ghost).
struct Instance {
  std::vector<Item> items;
  std::vector<int64_t> itemOf;
};

Instance foldGroups(const std::vector<Buffer> &buffers, std::vector<std::string> &errors) {
  Instance instance;
  instance.itemOf.assign(buffers.size(), -1);
  std::map<int64_t, size_t> itemOfGroup;
  for (size_t i = 0; i < buffers.size(); ++i) {
    const Buffer &b = buffers[i];
    if (isGhost(b) && b.group < 0)
      continue;
    size_t item = instance.items.size();
    if (b.group >= 0)
      item = itemOfGroup.emplace(b.group, item).first->second;
    if (item == instance.items.size())
      instance.items.emplace_back();
    Item &it = instance.items[item];
    instance.itemOf[i] = int64_t(item);
    it.alignment = std::max(it.alignment, b.alignment);
    if (b.fixedOffset) {
      if (it.fixedOffset && *it.fixedOffset != *b.fixedOffset)
        errors.push_back("buffer " + std::to_string(i) + ": its group has two different fixed offsets");
      it.fixedOffset = b.fixedOffset;
    }
    if (isGhost(b))
      continue;
    it.segments.push_back({b.first, b.last, b.size});
    it.size = std::max(it.size, b.size);
    it.lifetime += uint64_t(b.last) - uint64_t(b.first);
    it.area += double(b.size) * (double(b.last) - double(b.first));
  }
  return instance;
}

/// Joins segments of one item that overlap, so that shared bytes count once.
void normalizeSegments(Item &item) {
  if (item.segments.size() < 2)
    return;
  std::vector<int64_t> cuts;
  for (const Segment &s : item.segments) {
    cuts.push_back(s.first);
    cuts.push_back(s.last);
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<Segment> joined;
  for (size_t c = 0; c + 1 < cuts.size(); ++c) {
    uint64_t size = 0;
    for (const Segment &s : item.segments)
      if (s.first <= cuts[c] && cuts[c + 1] <= s.last)
        size = std::max(size, s.size);
    if (size == 0)
      continue;
    if (!joined.empty() && joined.back().last == cuts[c] && joined.back().size == size)
      joined.back().last = cuts[c + 1];
    else
      joined.push_back({cuts[c], cuts[c + 1], size});
  }
  item.segments = std::move(joined);
}

void checkFixed(const std::vector<Item> &items, std::vector<std::string> &errors) {
  for (size_t a = 0; a < items.size(); ++a) {
    if (!items[a].fixedOffset)
      continue;
    for (size_t b = a + 1; b < items.size(); ++b) {
      if (!items[b].fixedOffset)
        continue;
      for (const Segment &s : items[a].segments)
        for (const Segment &t : items[b].segments)
          if (s.first < t.last && t.first < s.last && *items[a].fixedOffset < *items[b].fixedOffset + t.size &&
              *items[b].fixedOffset < *items[a].fixedOffset + s.size)
            errors.push_back("fixed buffers at " + std::to_string(*items[a].fixedOffset) + " and " +
                             std::to_string(*items[b].fixedOffset) + " collide");
    }
  }
}

template <typename Key> std::vector<uint32_t> orderBy(const std::vector<Item> &items, Key key) {
  std::vector<uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return key(items[a]) > key(items[b]); });
  return order;
}

std::vector<std::vector<uint32_t>> candidateOrders(const std::vector<Item> &items) {
  auto begin = [](const Item &i) { return i.segments.empty() ? int64_t(0) : i.segments.front().first; };
  auto end = [](const Item &i) { return i.segments.empty() ? int64_t(0) : i.segments.back().last; };
  return {
      orderBy(items, [](const Item &i) { return std::make_tuple(double(i.size), double(i.lifetime)); }),
      orderBy(items, [](const Item &i) { return std::make_tuple(i.area, double(i.size)); }),
      orderBy(items, [](const Item &i) { return std::make_tuple(double(i.load), i.area); }),
      orderBy(items, [](const Item &i) { return std::make_tuple(double(i.lifetime), double(i.size)); }),
      orderBy(items, [](const Item &i) { return std::make_tuple(double(i.load), double(i.lifetime)); }),
      orderBy(items, [&](const Item &i) { return std::make_tuple(-double(begin(i)), double(i.size)); }),
      orderBy(items, [&](const Item &i) { return std::make_tuple(double(end(i)), double(i.size)); }),
  };
}

/// The items in a unit that divides every offset a canonical placement can have.
struct Scaled {
  std::vector<Item> items;
  uint64_t unit = 1;
  /// Largest number of bytes by which a size was rounded up.
  uint64_t rounding = 0;
};

/// Sizes are rounded up to the smallest alignment: no offset can use the bytes
/// in between. Fixed offsets are left to first fit, and so are many items: the
/// tables of the exact search grow with their square.
std::optional<Scaled> scaleForExactSearch(const std::vector<Item> &items) {
  if (items.empty() || items.size() > exactItemLimit)
    return std::nullopt;
  Scaled scaled{items};
  uint64_t smallest = items[0].alignment, largest = smallest, common = 0;
  for (const Item &item : items) {
    if (item.fixedOffset)
      return std::nullopt;
    smallest = std::min(smallest, item.alignment);
    largest = std::max(largest, item.alignment);
  }
  for (Item &item : scaled.items) {
    item.size = 0;
    for (Segment &s : item.segments) {
      uint64_t rounded = (s.size + smallest - 1) / smallest * smallest;
      scaled.rounding = std::max(scaled.rounding, rounded - s.size);
      s.size = rounded;
      common = std::gcd(common, rounded);
      item.size = std::max(item.size, rounded);
    }
  }
  if (common == 0)
    return std::nullopt;
  // Powers of two: if the largest alignment divides all sizes, every one does.
  scaled.unit = common % largest == 0 ? common : std::gcd(common, smallest);
  for (Item &item : scaled.items) {
    item.alignment = std::max<uint64_t>(1, item.alignment / scaled.unit);
    item.size /= scaled.unit;
    for (Segment &s : item.segments)
      s.size /= scaled.unit;
  }
  return scaled;
}

/// Tries the target by exact search, and unless the caller asked for it (\p asked)
/// also capacities between it and the best height, each with a slice of the
/// effort that grows while nothing is decided. Raises \p bound by what it
/// refutes, and improves \p best. True when no lower one exists but for the
/// bytes that rounding added to the topmost item.
bool searchCapacities(const std::vector<Item> &items, const Scaled &scaled, uint64_t target, bool asked, Effort &effort,
                      uint64_t &bound, Fit &best) {
  std::vector<Item> copy = scaled.items;
  uint64_t unit = scaled.unit, low = std::max(itemLoad(copy), (target + unit - 1) / unit), undecided = low;
  uint64_t slice = asked ? UINT64_MAX : firstSlice;
  while (!effort.exhausted() && best.height > target) {
    uint64_t high = (best.height + unit - 1) / unit;
    if (low >= high)
      return true;
    if (undecided >= high) {
      undecided = low;
      slice = slice > UINT64_MAX / 4 ? slice : slice * 4;
    }
    uint64_t capacity = undecided == low ? low : undecided + (high - undecided) / 2;
    Fit fit;
    Effort share = effort.slice(slice);
    SearchOutcome outcome = exactSearch(scaled.items, capacity, share, fit.offsets);
    effort.spend(share.used);
    if (outcome == SearchOutcome::Stopped) {
      undecided = capacity + 1;
    } else if (outcome == SearchOutcome::Refuted) {
      low = capacity + 1;
      undecided = std::max(undecided, low);
      bound = std::max(bound, low * unit - scaled.rounding);
    } else {
      for (size_t i = 0; i < items.size(); ++i) {
        fit.offsets[i] *= unit;
        fit.height = std::max(fit.height, fit.offsets[i] + items[i].size);
      }
      if (fit.height < best.height)
        best = std::move(fit);
    }
  }
  return false;
}

/// The search beyond the first orders; raises \p bound where it proves more.
void search(const std::vector<Item> &items, const std::vector<uint32_t> &bestOrder, uint64_t target, uint64_t &bound,
            bool asked, Effort &effort, Fit &best) {
  uint64_t reorderUnits = UINT64_MAX;
  if (std::optional<Scaled> scaled = scaleForExactSearch(items)) {
    Effort share = effort.slice(effort.left() - effort.left() / 8);
    if (searchCapacities(items, *scaled, target, asked, share, bound, best))
      reorderUnits = firstSlice / 40;
    effort.spend(share.used);
  }
  if (best.height > std::max(target, bound)) {
    Effort share = effort.slice(reorderUnits);
    reorderSearch(items, bestOrder, std::max(target, bound), share, best);
    effort.spend(share.used);
  }
}

} // namespace

uint64_t placementLowerBound(const std::vector<Buffer> &buffers) {
  std::vector<std::string> ignored;
  Instance instance = foldGroups(buffers, ignored);
  uint64_t fixedEnd = 0;
  uint64_t unit = 0;
  for (Item &item : instance.items) {
    normalizeSegments(item);
    unit = std::gcd(unit, item.alignment);
    if (item.fixedOffset)
      fixedEnd = std::max(fixedEnd, *item.fixedOffset + item.size);
  }
  unit = std::max<uint64_t>(1, unit);
  // Below any buffer but the topmost, a size rounded up to the common divisor
  // of the alignments is lost: the next offset is a multiple of it. So the
  // rounded live sum, less the rounding of the topmost (at most unit - 1,
  // found exactly as the largest rounding in the instance), bounds the height.
  uint64_t largestRounding = 0;
  for (Item &item : instance.items)
    for (Segment &s : item.segments) {
      uint64_t rounded = (s.size + unit - 1) / unit * unit;
      largestRounding = std::max(largestRounding, rounded - s.size);
      s.size = rounded;
    }
  uint64_t live = itemLoad(instance.items);
  return std::max(fixedEnd, live - std::min(live, largestRounding));
}

std::optional<Placement> placeBuffers(const std::vector<Buffer> &buffers, const PlaceOptions &options,
                                      std::vector<std::string> &errors) {
  size_t errorsBefore = errors.size();
  validate(buffers, errors);
  if (errors.size() != errorsBefore)
    return std::nullopt;
  Instance instance = foldGroups(buffers, errors);
  for (Item &item : instance.items)
    normalizeSegments(item);
  checkFixed(instance.items, errors);
  if (errors.size() != errorsBefore)
    return std::nullopt;

  itemLoad(instance.items);
  Placement placement;
  placement.lowerBound = placementLowerBound(buffers);
  uint64_t target = std::max(options.capacity, placement.lowerBound);
  Effort effort(options.workUnits, options.seconds);
  Fit best;
  best.height = UINT64_MAX;
  std::vector<uint32_t> bestOrder;
  for (const std::vector<uint32_t> &order : candidateOrders(instance.items)) {
    Fit fit = firstFit(instance.items, order, effort);
    if (fit.height < best.height || bestOrder.empty()) {
      best = std::move(fit);
      bestOrder = order;
    }
    if (best.height <= target || effort.exhausted())
      break;
  }
  if (best.height > target)
    search(instance.items, bestOrder, target, placement.lowerBound, options.capacity >= placement.lowerBound, effort,
           best);

  placement.offsets.assign(buffers.size(), 0);
  for (size_t i = 0; i < buffers.size(); ++i) {
    if (instance.itemOf[i] >= 0)
      placement.offsets[i] = best.offsets[size_t(instance.itemOf[i])];
    else if (buffers[i].fixedOffset)
      placement.offsets[i] = *buffers[i].fixedOffset;
    if (!isGhost(buffers[i]))
      placement.height = std::max(placement.height, placement.offsets[i] + buffers[i].size);
  }
  placement.optimal = placement.height <= placement.lowerBound;
  placement.workUnits = effort.used;
  return placement;
}

} // namespace neap::planner
