//===- LoopsTest.cpp - Generated loops against hand-written ones ----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One test a shape of kernel: flat, rows, lanes, several results, in place.
//
//===----------------------------------------------------------------------===//

#include "Harness.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace neap::numerics;

static Numbers ramp(size_t count, double scale = 0.37) {
  Numbers numbers(count);
  for (size_t index = 0; index < count; ++index)
    numbers[index] = std::sin(scale * static_cast<double>(index + 1));
  return numbers;
}

static std::unique_ptr<Compiled> compile(Harness &harness, const std::string &source) {
  auto module = harness.parseText(source);
  if (!module) {
    ADD_FAILURE() << harness.messages();
    return nullptr;
  }
  std::unique_ptr<Compiled> compiled = harness.compile(*module);
  if (!compiled)
    ADD_FAILURE() << harness.messages();
  return compiled;
}

TEST(Loops, ElementwiseChainIsOneKernel) {
  Harness harness;
  auto compiled = compile(harness, R"(
    func.func @f(%x: tensor<7x1000xf32>, %y: tensor<7x1000xf32>) -> tensor<7x1000xf32> {
      %a = neap.mul %x, %y : tensor<7x1000xf32>
      %b = neap.add %a, %x : tensor<7x1000xf32>
      %c = neap.relu %b : tensor<7x1000xf32>
      return %c : tensor<7x1000xf32>
    })");
  ASSERT_TRUE(compiled);
  EXPECT_EQ(compiled->countLaunches("f", false), 1);
  Numbers x = ramp(7000), y = ramp(7000, 0.11);
  Numbers result = compiled->run("f", {x, y})[0];
  for (size_t i = 0; i < x.size(); ++i)
    ASSERT_NEAR(result[i], std::max(0.0, x[i] * y[i] + x[i]), 1e-6) << i;
}

TEST(Loops, SoftmaxIsOneKernelOverRows) {
  Harness harness;
  auto compiled = compile(harness, R"(
    func.func @f(%x: tensor<33x70xf32>) -> tensor<33x70xf32> {
      %max = neap.reduce_max %x [1] : tensor<33x70xf32> -> tensor<33x1xf32>
      %m = neap.broadcast %max {shape = array<i64: 33, 70>} : tensor<33x1xf32> -> tensor<33x70xf32>
      %d = neap.sub %x, %m : tensor<33x70xf32>
      %e = neap.exp %d : tensor<33x70xf32>
      %sum = neap.reduce_sum %e [1] : tensor<33x70xf32> -> tensor<33x1xf32>
      %s = neap.broadcast %sum {shape = array<i64: 33, 70>} : tensor<33x1xf32> -> tensor<33x70xf32>
      %y = neap.div %e, %s : tensor<33x70xf32>
      return %y : tensor<33x70xf32>
    })");
  ASSERT_TRUE(compiled);
  EXPECT_EQ(compiled->countLaunches("f", false), 1);
  Numbers x = ramp(33 * 70);
  Numbers result = compiled->run("f", {x})[0];
  for (size_t row = 0; row < 33; ++row) {
    double sum = 0;
    for (size_t i = 0; i < 70; ++i)
      sum += std::exp(x[row * 70 + i]);
    for (size_t i = 0; i < 70; ++i)
      ASSERT_NEAR(result[row * 70 + i], std::exp(x[row * 70 + i]) / sum, 1e-7) << row << ' ' << i;
  }
}

// The kept dimension is the contiguous one: one accumulator per lane, also in the last, smaller block.
TEST(Loops, ColumnStatistics) {
  Harness harness;
  auto compiled = compile(harness, R"(
    func.func @f(%x: tensor<50x150xf32>) -> (tensor<50x150xf32>, tensor<1x150xf32>) {
      %mean = neap.reduce_mean %x [0] : tensor<50x150xf32> -> tensor<1x150xf32>
      %m = neap.broadcast %mean {shape = array<i64: 50, 150>} : tensor<1x150xf32> -> tensor<50x150xf32>
      %d = neap.sub %x, %m : tensor<50x150xf32>
      %q = neap.mul %d, %d : tensor<50x150xf32>
      %var = neap.reduce_sum %q [0] : tensor<50x150xf32> -> tensor<1x150xf32>
      %v = neap.broadcast %var {shape = array<i64: 50, 150>} : tensor<1x150xf32> -> tensor<50x150xf32>
      %y = neap.div %d, %v : tensor<50x150xf32>
      return %y, %var : tensor<50x150xf32>, tensor<1x150xf32>
    })");
  ASSERT_TRUE(compiled);
  EXPECT_EQ(compiled->countLaunches("f", false), 1);
  Numbers x = ramp(50 * 150);
  auto results = compiled->run("f", {x});
  for (size_t column = 0; column < 150; ++column) {
    double mean = 0, sum = 0;
    for (size_t i = 0; i < 50; ++i)
      mean += x[i * 150 + column] / 50;
    for (size_t i = 0; i < 50; ++i)
      sum += (x[i * 150 + column] - mean) * (x[i * 150 + column] - mean);
    ASSERT_NEAR(results[1][column], sum, 1e-5) << column;
    for (size_t i = 0; i < 50; ++i)
      ASSERT_NEAR(results[0][i * 150 + column], (x[i * 150 + column] - mean) / sum, 1e-6);
  }
}

// Statistics over batch and space, applied: rows are channels.
TEST(Loops, BatchStatisticsAppliedWithRelu) {
  Harness harness;
  auto compiled = compile(harness, R"(
    func.func @f(%x: tensor<4x6x5x7xf32>, %g: tensor<1x6x1x1xf32>) -> (tensor<4x6x5x7xf32>, tensor<1x6x1x1xf32>) {
      %mean = neap.reduce_mean %x [0, 2, 3] : tensor<4x6x5x7xf32> -> tensor<1x6x1x1xf32>
      %m = neap.broadcast %mean {shape = array<i64: 4, 6, 5, 7>} : tensor<1x6x1x1xf32> -> tensor<4x6x5x7xf32>
      %d = neap.sub %x, %m : tensor<4x6x5x7xf32>
      %gb = neap.broadcast %g {shape = array<i64: 4, 6, 5, 7>} : tensor<1x6x1x1xf32> -> tensor<4x6x5x7xf32>
      %s = neap.mul %d, %gb : tensor<4x6x5x7xf32>
      %y = neap.relu %s : tensor<4x6x5x7xf32>
      return %y, %mean : tensor<4x6x5x7xf32>, tensor<1x6x1x1xf32>
    })");
  ASSERT_TRUE(compiled);
  EXPECT_EQ(compiled->countLaunches("f", false), 1);
  Numbers x = ramp(4 * 6 * 35), g = ramp(6, 1.0);
  auto results = compiled->run("f", {x, g});
  for (size_t c = 0; c < 6; ++c) {
    double mean = 0;
    for (size_t n = 0; n < 4; ++n)
      for (size_t i = 0; i < 35; ++i)
        mean += x[(n * 6 + c) * 35 + i] / 140;
    ASSERT_NEAR(results[1][c], mean, 1e-6);
    for (size_t n = 0; n < 4; ++n)
      for (size_t i = 0; i < 35; ++i)
        ASSERT_NEAR(results[0][(n * 6 + c) * 35 + i], std::max(0.0, (x[(n * 6 + c) * 35 + i] - mean) * g[c]), 1e-6);
  }
}

// A long sum keeps its digits: the partial sums form a tree.
TEST(Loops, LongSumIsAccurate) {
  HarnessOptions options;
  options.optimizationLevel = 3;
  Harness harness(options);
  auto compiled = compile(harness, R"(
    func.func @f(%x: tensor<3000001xf32>) -> tensor<1xf32> {
      %s = neap.reduce_sum %x [0] : tensor<3000001xf32> -> tensor<1xf32>
      return %s : tensor<1xf32>
    })");
  ASSERT_TRUE(compiled);
  Numbers x(3000001, 0.1);
  EXPECT_NEAR(compiled->run("f", {x})[0][0] / (3000001 * static_cast<double>(0.1f)), 1.0, 5e-6);
}

TEST(Loops, TransposeSliceAndIntegers) {
  Harness harness;
  auto compiled = compile(harness, R"(
    func.func @f(%x: tensor<5x8xi64>) -> tensor<4x5xi64> {
      %t = neap.transpose %x [1, 0] : tensor<5x8xi64> -> tensor<8x5xi64>
      %s = neap.slice %t [1, 0] sizes [4, 5] steps [2, 1] : tensor<8x5xi64> -> tensor<4x5xi64>
      %y = neap.add %s, %s : tensor<4x5xi64>
      return %y : tensor<4x5xi64>
    })");
  ASSERT_TRUE(compiled);
  Numbers x(40);
  for (size_t i = 0; i < 40; ++i)
    x[i] = static_cast<double>(i);
  Numbers result = compiled->run("f", {x})[0];
  for (size_t i = 0; i < 4; ++i)
    for (size_t j = 0; j < 5; ++j)
      EXPECT_EQ(result[i * 5 + j], 2 * x[j * 8 + 1 + 2 * i]);
}

TEST(Loops, GeneratedMatrixProduct) {
  HarnessOptions options;
  options.libraries = false;
  Harness harness(options);
  auto compiled = compile(harness, R"(
    func.func @f(%a: tensor<9x20xf64>, %b: tensor<20x70xf64>) -> tensor<9x70xf64> {
      %y = neap.matmul %a, %b : (tensor<9x20xf64>, tensor<20x70xf64>) -> tensor<9x70xf64>
      return %y : tensor<9x70xf64>
    })");
  ASSERT_TRUE(compiled);
  Numbers a = ramp(180), b = ramp(1400, 0.21);
  Numbers result = compiled->run("f", {a, b})[0];
  for (size_t m = 0; m < 9; ++m)
    for (size_t n = 0; n < 70; ++n) {
      double sum = 0;
      for (size_t k = 0; k < 20; ++k)
        sum += a[m * 20 + k] * b[k * 70 + n];
      ASSERT_NEAR(result[m * 70 + n], sum, 1e-12);
    }
}

// The same rows on more threads give the same bits.
TEST(Loops, ThreadsDoNotChangeBits) {
  std::vector<std::string> bits;
  for (unsigned threads : {1u, 2u, 3u}) {
    HarnessOptions options;
    options.threads = threads;
    Harness harness(options);
    auto compiled = compile(harness, R"(
      func.func @f(%x: tensor<64x3000xf32>) -> tensor<64x1xf32> {
        %e = neap.exp %x : tensor<64x3000xf32>
        %s = neap.reduce_sum %e [1] : tensor<64x3000xf32> -> tensor<64x1xf32>
        return %s : tensor<64x1xf32>
      })");
    ASSERT_TRUE(compiled);
    auto &type = compiled->get("f").inputs[0].type;
    bits.push_back(compiled->runBytes("f", {toBytes(ramp(64 * 3000), type.getElementType())})[0]);
  }
  EXPECT_EQ(bits[0], bits[1]);
  EXPECT_EQ(bits[0], bits[2]);
}
