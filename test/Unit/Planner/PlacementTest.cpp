//===- PlacementTest.cpp - Tests of static placement ----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Placements against exhaustive search on small instances, against the checker
// on large ones, and the checker against broken placements.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Placement.h"

#include "PlacementItems.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

using namespace neap::planner;

namespace {

Placement place(const std::vector<Buffer> &buffers, PlaceOptions options = {}) {
  std::vector<std::string> errors;
  std::optional<Placement> placement = placeBuffers(buffers, options, errors);
  EXPECT_TRUE(placement.has_value()) << (errors.empty() ? "" : errors.front());
  return placement.value_or(Placement());
}

Buffer buffer(uint64_t size, int64_t first, int64_t last, uint64_t alignment = 1) {
  Buffer b;
  b.size = size;
  b.first = first;
  b.last = last;
  b.alignment = alignment;
  return b;
}

std::vector<Buffer> randomBuffers(Random &random, size_t count, int64_t steps, uint64_t maxSize, uint64_t alignment) {
  std::vector<Buffer> buffers;
  for (size_t i = 0; i < count; ++i) {
    int64_t first = int64_t(random.below(uint64_t(steps)));
    int64_t last = first + 1 + int64_t(random.below(uint64_t(steps - first)));
    buffers.push_back(buffer(1 + random.below(maxSize), first, last, alignment));
  }
  return buffers;
}

/// Smallest height over all orders of first fit. An optimal placement, read
/// from the bottom up, is one of them.
uint64_t exhaustiveHeight(const std::vector<Buffer> &buffers) {
  std::vector<uint32_t> order(buffers.size());
  std::iota(order.begin(), order.end(), 0u);
  std::vector<Item> items;
  for (const Buffer &b : buffers) {
    Item item;
    item.segments = {{b.first, b.last, b.size}};
    item.size = b.size;
    item.alignment = b.alignment;
    items.push_back(item);
  }
  uint64_t best = UINT64_MAX;
  Effort effort(UINT64_MAX, 0);
  do {
    best = std::min(best, firstFit(items, order, effort).height);
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

TEST(Placement, SmallInstancesReachTheExhaustiveOptimum) {
  Random random{7};
  for (int round = 0; round < 100; ++round) {
    uint64_t alignment = round % 2 ? 1 : 4;
    std::vector<Buffer> buffers = randomBuffers(random, 7, 8, 12, alignment);
    Placement placement = place(buffers);
    EXPECT_TRUE(checkPlacement(buffers, placement).empty());
    uint64_t optimum = exhaustiveHeight(buffers);
    EXPECT_EQ(placement.height, optimum) << "round " << round;
    EXPECT_LE(placement.lowerBound, optimum) << "round " << round;
  }
}

TEST(Placement, LargeInstancesPassTheCheckerAndRepeatExactly) {
  Random random{11};
  for (size_t count : {0, 1, 50, 1000}) {
    std::vector<Buffer> buffers = randomBuffers(random, count, 500, 1 << 20, 64);
    PlaceOptions options;
    options.workUnits = 2'000'000;
    Placement placement = place(buffers, options);
    EXPECT_TRUE(checkPlacement(buffers, placement).empty());
    EXPECT_GE(placement.height, placement.lowerBound);
    EXPECT_EQ(place(buffers, options).offsets, placement.offsets);
  }
}

TEST(Placement, GroupsShareAnOffsetAndFixedBuffersStay) {
  Random random{13};
  for (int round = 0; round < 20; ++round) {
    std::vector<Buffer> buffers = randomBuffers(random, 40, 30, 1000, 64);
    for (size_t i = 0; i < buffers.size(); i += 3)
      buffers[i].group = int64_t(i % 5);
    Buffer fixed = buffer(500, 0, 30, 64);
    fixed.fixedOffset = 640;
    buffers.push_back(fixed);
    Placement placement = place(buffers);
    EXPECT_TRUE(checkPlacement(buffers, placement).empty());
    EXPECT_EQ(placement.offsets.back(), 640u);
    EXPECT_EQ(placement.offsets[0], placement.offsets[15]);
  }
}

TEST(Placement, EmptyLifetimesAndSizesConflictWithNothing) {
  std::vector<Buffer> buffers = {buffer(10, 0, 5), buffer(0, 0, 5), buffer(100, 3, 3)};
  Placement placement = place(buffers);
  EXPECT_EQ(placement.height, 10u);
  EXPECT_TRUE(checkPlacement(buffers, placement).empty());
}

TEST(Placement, BadInputIsRefusedAllAtOnce) {
  std::vector<Buffer> buffers = {buffer(10, 5, 0), buffer(10, 0, 5, 0), buffer(UINT64_MAX, 0, 5)};
  std::vector<std::string> errors;
  EXPECT_FALSE(placeBuffers(buffers, {}, errors).has_value());
  EXPECT_EQ(errors.size(), 3u);
  errors.clear();
  Buffer a = buffer(10, 0, 5), b = buffer(10, 4, 6);
  a.fixedOffset = 0;
  b.fixedOffset = 9;
  EXPECT_FALSE(placeBuffers({a, b}, {}, errors).has_value());
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_NE(errors[0].find("collide"), std::string::npos);
}

TEST(PlacementChecker, EachKindOfBrokenPlacementIsCaught) {
  std::vector<Buffer> buffers = {buffer(64, 0, 4, 64), buffer(64, 2, 6, 64), buffer(64, 5, 8, 64)};
  buffers[0].group = buffers[2].group = 1;
  Placement good = place(buffers);
  ASSERT_TRUE(checkPlacement(buffers, good).empty());
  auto broken = [&](auto change) {
    Placement bad = good;
    change(bad);
    return !checkPlacement(buffers, bad).empty();
  };
  EXPECT_TRUE(broken([](Placement &p) { p.offsets.pop_back(); }));
  EXPECT_TRUE(broken([](Placement &p) { p.offsets[1] = p.offsets[0]; }));
  EXPECT_TRUE(broken([](Placement &p) { p.offsets[0] += 1; }));
  EXPECT_TRUE(broken([](Placement &p) { p.offsets[2] += 128; }));
  EXPECT_TRUE(broken([](Placement &p) { p.height -= 1; }));
  buffers[1].fixedOffset = good.offsets[1] + 64;
  EXPECT_FALSE(checkPlacement(buffers, good).empty());
}

} // namespace
