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

#include "Placement/Items.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
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
/// from the bottom up, is one of them. Buffers of a group become one item.
uint64_t exhaustiveHeight(const std::vector<Buffer> &buffers) {
  std::vector<Item> items;
  std::map<int64_t, size_t> itemOfGroup;
  for (const Buffer &b : buffers) {
    size_t index = items.size();
    if (b.group >= 0)
      index = itemOfGroup.emplace(b.group, index).first->second;
    if (index == items.size())
      items.emplace_back();
    Item &item = items[index];
    item.segments.push_back({b.first, b.last, b.size});
    item.size = std::max(item.size, b.size);
    item.alignment = std::max(item.alignment, b.alignment);
  }
  std::vector<uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0u);
  uint64_t best = UINT64_MAX;
  Effort effort(UINT64_MAX, 0);
  do {
    best = std::min(best, firstFit(items, order, effort).height);
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

void expectOptimum(const std::vector<Buffer> &buffers, int round) {
  Placement placement = place(buffers);
  EXPECT_TRUE(checkPlacement(buffers, placement).empty()) << "round " << round;
  uint64_t optimum = exhaustiveHeight(buffers);
  EXPECT_EQ(placement.height, optimum) << "round " << round;
  EXPECT_LE(placement.lowerBound, optimum) << "round " << round;
}

TEST(Placement, SmallInstancesReachTheExhaustiveOptimum) {
  Random random{7};
  for (int round = 0; round < 300; ++round)
    expectOptimum(randomBuffers(random, 6 + round % 2, 8, 12, round % 2 ? 1 : 4), round);
}

TEST(Placement, SmallInstancesWithMixedAlignmentsReachTheExhaustiveOptimum) {
  Random random{17};
  for (int round = 0; round < 300; ++round) {
    std::vector<Buffer> buffers = randomBuffers(random, 6, 8, 12, 1);
    for (Buffer &b : buffers)
      b.alignment = uint64_t(1) << random.below(4);
    expectOptimum(buffers, round);
  }
}

TEST(Placement, SmallInstancesWithGroupsReachTheExhaustiveOptimum) {
  Random random{19};
  for (int round = 0; round < 300; ++round) {
    std::vector<Buffer> buffers = randomBuffers(random, 9, 10, 12, 1);
    // The members of a group follow each other, as a result takes the place of its operand.
    for (size_t k = 0; k + 1 < 6; k += 2) {
      buffers[k].group = buffers[k + 1].group = int64_t(k);
      buffers[k].first = int64_t(random.below(4));
      buffers[k].last = buffers[k + 1].first = buffers[k].first + 1 + int64_t(random.below(3));
      buffers[k + 1].last = buffers[k + 1].first + 1 + int64_t(random.below(3));
    }
    expectOptimum(buffers, round);
  }
}

/// Cuts a box of height x length into buffers, at random positions across and along.
void cutBox(Random &random, uint64_t height, int64_t first, int64_t last, size_t pieces, std::vector<Buffer> &buffers) {
  bool canCutTime = last - first >= 2, canCutSize = height >= 2;
  if (pieces <= 1 || (!canCutTime && !canCutSize)) {
    buffers.push_back(buffer(height, first, last));
    return;
  }
  size_t left = 1 + random.below(pieces - 1);
  if (canCutTime && (!canCutSize || random.below(2))) {
    int64_t cut = first + 1 + int64_t(random.below(uint64_t(last - first - 1)));
    cutBox(random, height, first, cut, left, buffers);
    cutBox(random, height, cut, last, pieces - left, buffers);
    return;
  }
  uint64_t cut = 1 + random.below(height - 1);
  cutBox(random, cut, first, last, left, buffers);
  cutBox(random, height - cut, first, last, pieces - left, buffers);
}

TEST(Placement, BoxesCutToPiecesArePutTogetherWithoutFragmentation) {
  Random random{23};
  for (int round = 0; round < 20; ++round) {
    std::vector<Buffer> buffers;
    cutBox(random, 256, 0, 60, 30 + size_t(round), buffers);
    for (size_t i = buffers.size(); i > 1; --i)
      std::swap(buffers[i - 1], buffers[random.below(i)]);
    Placement placement = place(buffers);
    EXPECT_TRUE(checkPlacement(buffers, placement).empty());
    EXPECT_EQ(placement.height, 256u) << "round " << round;
    EXPECT_TRUE(placement.optimal);
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
