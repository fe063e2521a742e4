//===- DTypeTest.cpp - Element types and their conversions ----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rounding of the 16-bit formats, and that an integer never wraps.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/DType.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

using namespace neap::runtime;

namespace {

/// Converts one value; nothing when it does not fit.
template <typename From, typename To> bool convertOne(NumpyType fromType, From from, DType toType, To &to) {
  return convert(fromType, reinterpret_cast<const uint8_t *>(&from), 1, toType, reinterpret_cast<uint8_t *>(&to), 1) ==
         1;
}

} // namespace

TEST(DType, halfRoundTripsEveryValue) {
  for (uint32_t bits = 0; bits < 0x10000; ++bits) {
    float value = halfToFloat(uint16_t(bits));
    if (std::isnan(value)) {
      EXPECT_TRUE(std::isnan(halfToFloat(floatToHalf(value))));
    } else {
      ASSERT_EQ(floatToHalf(value), bits);
    }
  }
}

TEST(DType, halfRoundsToNearestEven) {
  EXPECT_EQ(floatToHalf(1.0f + 0x1p-11f), 0x3c00) << "a tie goes to the even neighbour";
  EXPECT_EQ(floatToHalf(1.0f + 3 * 0x1p-11f), 0x3c02);
  EXPECT_EQ(floatToHalf(65519.9f), 0x7bff);
  EXPECT_EQ(floatToHalf(65520.0f), 0x7c00);
  EXPECT_EQ(floatToHalf(0x1p-25f), 0) << "half of the smallest value is a tie with zero";
  EXPECT_EQ(floatToHalf(-0x1.8p-25f), 0x8001);
}

TEST(DType, bfloat16RoundsToNearestEven) {
  EXPECT_EQ(floatToBfloat16(1.0f), 0x3f80);
  EXPECT_EQ(floatToBfloat16(1.0f + 0x1p-8f), 0x3f80);
  EXPECT_EQ(floatToBfloat16(1.0f + 3 * 0x1p-8f), 0x3f82);
  EXPECT_TRUE(std::isnan(bfloat16ToFloat(floatToBfloat16(NAN))));
}

TEST(DType, namesRoundTrip) {
  for (int i = 0; i < 10; ++i) {
    DType type = DType(i), back;
    ASSERT_TRUE(parseDType(dtypeName(type), back));
    EXPECT_EQ(type, back);
    ASSERT_TRUE(parseSafetensorsDType(safetensorsName(type), back));
    EXPECT_EQ(type, back);
  }
  DType type;
  EXPECT_FALSE(parseDType("f8", type));
}

TEST(DType, integersNeverWrap) {
  int32_t i32 = 0;
  int8_t i8 = 0;
  uint8_t u8 = 0;
  int64_t i64 = 0;
  EXPECT_TRUE(convertOne<int64_t>({'i', 8}, INT32_MIN, DType::I32, i32));
  EXPECT_EQ(i32, INT32_MIN);
  EXPECT_FALSE(convertOne<int64_t>({'i', 8}, int64_t(INT32_MAX) + 1, DType::I32, i32));
  EXPECT_FALSE(convertOne<int64_t>({'i', 8}, 128, DType::I8, i8));
  EXPECT_FALSE(convertOne<int8_t>({'i', 1}, -1, DType::U8, u8));
  EXPECT_FALSE(convertOne<uint64_t>({'u', 8}, UINT64_MAX, DType::I64, i64));
  EXPECT_FALSE(convertOne<uint8_t>({'u', 1}, 200, DType::I8, i8));
}

TEST(DType, floatsBecomeIntegersOnlyWhenExact) {
  int64_t i64 = 0;
  int8_t i8 = 0;
  uint8_t flag = 9;
  EXPECT_TRUE(convertOne<float>({'f', 4}, -3.0f, DType::I64, i64));
  EXPECT_EQ(i64, -3);
  EXPECT_FALSE(convertOne<float>({'f', 4}, 0.5f, DType::I64, i64));
  EXPECT_FALSE(convertOne<float>({'f', 4}, NAN, DType::I64, i64));
  EXPECT_FALSE(convertOne<double>({'f', 8}, 0x1p63, DType::I64, i64));
  EXPECT_TRUE(convertOne<double>({'f', 8}, -0x1p63, DType::I64, i64));
  EXPECT_FALSE(convertOne<double>({'f', 8}, 128, DType::I8, i8));
  EXPECT_TRUE(convertOne<int64_t>({'i', 8}, 1, DType::I1, flag));
  EXPECT_EQ(flag, 1);
  EXPECT_FALSE(convertOne<int64_t>({'i', 8}, 2, DType::I1, flag));
  EXPECT_TRUE(convertOne<uint8_t>({'b', 1}, 255, DType::I1, flag)) << "any set byte of a NumPy bool is true";
  EXPECT_EQ(flag, 1);
}

TEST(DType, stridedConversionNamesTheFirstMisfit) {
  int32_t from[] = {1, 99, 2, 99, 300, 99};
  uint8_t to[3];
  EXPECT_EQ(convert({'i', 4}, reinterpret_cast<const uint8_t *>(from), 2, DType::U8, to, 3), 2u);
  EXPECT_EQ(to[1], 2);
}

TEST(DType, elementCountsAreOverflowChecked) {
  uint64_t count;
  EXPECT_TRUE(countElements({2, 3}, 4, count));
  EXPECT_EQ(count, 6u);
  EXPECT_TRUE(countElements({}, 4, count));
  EXPECT_EQ(count, 1u);
  EXPECT_TRUE(countElements({5, 0}, 4, count));
  EXPECT_EQ(count, 0u);
  EXPECT_FALSE(countElements({-1}, 4, count));
  EXPECT_FALSE(countElements({int64_t(1) << 40, int64_t(1) << 40}, 1, count));
  EXPECT_FALSE(countElements({int64_t(1) << 61}, 8, count));
  EXPECT_FALSE(countElements({int64_t(1) << 40, int64_t(1) << 40, 0}, 1, count)) << "a zero does not excuse the rest";
}
