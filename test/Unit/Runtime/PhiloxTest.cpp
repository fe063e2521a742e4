//===- PhiloxTest.cpp - The generator against its authors' vectors --------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Known answers are those of the Random123 distribution (kat_vectors), for 7
// and 10 rounds.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Philox.h"
#include "neap/Runtime/SampleOrder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

using namespace neap::runtime;

namespace {

struct Vector {
  int rounds;
  PhiloxCounter counter;
  PhiloxKey key;
  PhiloxCounter expected;
};

constexpr Vector vectors[] = {
    {7, {0, 0, 0, 0}, {0, 0}, {0x5f6fb709, 0x0d893f64, 0x4f121f81, 0x4f730a48}},
    {10, {0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {10,
     {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     {0xffffffff, 0xffffffff},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {10,
     {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

static_assert(philox4x32({0, 0, 0, 0}, {0, 0})[0] == 0x6627e8d5, "usable in constant expressions");

} // namespace

TEST(Philox, knownAnswers) {
  for (const Vector &v : vectors)
    EXPECT_EQ(philox4x32(v.counter, v.key, v.rounds), v.expected);
}

TEST(Philox, streamUsesEveryWordOnce) {
  PhiloxStream stream(0, 0);
  EXPECT_EQ(stream.next(), 0xe169c58d6627e8d5u);
  EXPECT_EQ(stream.next(), 0x9b00dbd8bc57ac4cu);
  PhiloxCounter second = philox4x32({1, 0, 0, 0}, {0, 0});
  EXPECT_EQ(stream.next(), uint64_t(second[1]) << 32 | second[0]);
}

TEST(Philox, belowIsUniformWithinItsBound) {
  PhiloxStream stream(7, 9);
  std::vector<int> counts(10);
  for (int i = 0; i < 100000; ++i)
    ++counts[stream.below(10)];
  // Standard deviation is 95; seven of them.
  for (int count : counts)
    EXPECT_NEAR(count, 10000, 665);
}

TEST(SampleOrder, isAPermutationPerEpochAndSeed) {
  SampleOrder order(1000, true, 5), again(1000, true, 5), other(1000, true, 6);
  std::vector<uint32_t> first = order.epoch(0), second = order.epoch(1);
  EXPECT_EQ(std::set<uint32_t>(first.begin(), first.end()).size(), 1000u);
  EXPECT_NE(first, second);
  EXPECT_NE(first, other.epoch(0));
  EXPECT_EQ(second, again.epoch(1)) << "an epoch does not depend on those before it";
  EXPECT_EQ(first, order.epoch(0));
}

TEST(SampleOrder, sequentialIsTheIdentity) {
  SampleOrder order(5, false, 1);
  EXPECT_EQ(order.epoch(3), (std::vector<uint32_t>{0, 1, 2, 3, 4}));
}
