//===- RandomTest.cpp - Random ops against the runtime's Philox ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The compiler's arithmetic and the runtime's must draw the same words.
//
//===----------------------------------------------------------------------===//

#include "ScalarEvaluator.h"

#include "neap/Runtime/Philox.h"

using neap::runtime::philox4x32;
using neap::test::ScalarEvaluator;

namespace {

constexpr uint32_t low(int64_t value) { return static_cast<uint32_t>(static_cast<uint64_t>(value)); }
constexpr uint32_t high(int64_t value) { return static_cast<uint32_t>(static_cast<uint64_t>(value) >> 32); }

// Known answers of the paper's implementation (Random123, kat_vectors).
static_assert(philox4x32({0, 0, 0, 0}, {0, 0})[0] == 0x6627e8d5u, "philox 4x32-10 of zeros");
constexpr auto wordsOfPi = philox4x32({0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u}, {0xa4093822u, 0x299f31d0u});
static_assert(wordsOfPi[0] == 0xd16cfe09u && wordsOfPi[3] == 0x24126ea1u, "philox 4x32-10 of pi");

TEST(RandomTest, KeyIsPhiloxOfItsParts) {
  ScalarEvaluator evaluator;
  const char *text =
      "func.func @f(%a: tensor<i64>, %b: tensor<i64>, %c: tensor<i64>) {\n"
      "  %k = neap.random_key %a, %b, %c id 7 : tensor<i64>, tensor<i64>, tensor<i64> -> tensor<i64>\n  return\n}";
  for (int64_t seed : {int64_t(0), int64_t(42), int64_t(-5), int64_t(0x123456789abcdef)})
    for (int64_t step : {int64_t(0), int64_t(1), int64_t(5000000000)})
      for (int64_t microbatch : {0, 3}) {
        auto words = philox4x32({7, low(step), high(step), low(microbatch) ^ 0x4E454150u}, {low(seed), high(seed)});
        std::vector<int64_t> key = evaluator.evaluateIntegers(text, {seed, step, microbatch});
        ASSERT_EQ(key.size(), 1u);
        EXPECT_EQ(static_cast<uint64_t>(key[0]), uint64_t(words[1]) << 32 | words[0]);
      }
}

TEST(RandomTest, DropoutKeepsByTheWordOfTheElement) {
  ScalarEvaluator evaluator;
  const char *text = "func.func @f(%x: tensor<3x5xf64>, %k: tensor<i64>) {\n"
                     "  %y = neap.dropout %x, %k ratio 0.25 : tensor<3x5xf64>, tensor<i64>\n  return\n}";
  const int64_t key = 1234567;
  int kept = 0;
  for (int64_t row = 0; row < 3; ++row)
    for (int64_t column = 0; column < 5; ++column) {
      int64_t element = row * 5 + column;
      uint32_t word = philox4x32({low(element / 4), high(element / 4), 0, 0}, {low(key), high(key)})[element % 4];
      double expected = word >= 0x40000000u ? 3.0 / 0.75 : 0.0;
      std::vector<double> result = evaluator.evaluate(text, {3.0, double(key)}, {row, column});
      ASSERT_EQ(result.size(), 1u);
      EXPECT_DOUBLE_EQ(result[0], expected) << row << ", " << column;
      kept += expected != 0;
    }
  EXPECT_GT(kept, 0);
  EXPECT_LT(kept, 15);
}

TEST(RandomTest, RatiosAtTheEnds) {
  ScalarEvaluator evaluator;
  auto text = [](const char *ratio) {
    return std::string("func.func @f(%x: tensor<64xf32>, %k: tensor<i64>) {\n  %y = neap.dropout %x, %k ratio ") +
           ratio + " : tensor<64xf32>, tensor<i64>\n  return\n}";
  };
  for (int64_t i = 0; i < 64; ++i) {
    EXPECT_EQ(evaluator.evaluate(text("0.0"), {2.0, 99}, {i}), std::vector<double>{2.0});
    EXPECT_EQ(evaluator.evaluate(text("1.0"), {2.0, 99}, {i}), std::vector<double>{0.0});
  }
}

TEST(RandomTest, UniformStaysInItsRange) {
  ScalarEvaluator evaluator;
  const char *text = "func.func @f(%k: tensor<i64>) {\n"
                     "  %y = neap.random_uniform %k {low = -2.0 : f64, high = 3.0 : f64} : tensor<i64> -> "
                     "tensor<200xf32>\n  return\n}";
  double sum = 0;
  for (int64_t i = 0; i < 200; ++i) {
    std::vector<double> result = evaluator.evaluate(text, {5}, {i});
    ASSERT_EQ(result.size(), 1u);
    EXPECT_GE(result[0], -2.0);
    EXPECT_LT(result[0], 3.0);
    sum += result[0];
  }
  EXPECT_NEAR(sum / 200, 0.5, 0.5); // Mean within five standard errors.
}

} // namespace
