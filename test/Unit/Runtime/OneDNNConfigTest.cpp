//===- OneDNNConfigTest.cpp - Configurations survive the launch table -----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `encode` writes, `decode` reads; what it did not write is refused.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/OneDNN.h"

#include <gtest/gtest.h>

using namespace neap::runtime;

static ConvolutionConfig sample() {
  ConvolutionConfig c;
  c.groups = 2;
  c.bias = true;
  c.source = {2, 4, 5, 6};
  c.weights = {6, 2, 3, 3};
  c.destination = {2, 6, 3, 4};
  c.strides = {1, 1};
  c.dilations = {1, 1};
  c.padsBegin = {0, 0};
  c.padsEnd = {0, 0};
  return c;
}

TEST(OneDNNConfig, convolutionRoundTrip) {
  std::vector<int64_t> config = sample().encode();
  ConvolutionConfig back;
  std::string message;
  ASSERT_TRUE(ConvolutionConfig::decode(config.data(), uint32_t(config.size()), back, message)) << message;
  EXPECT_EQ(back.encode(), config);
  EXPECT_EQ(back.groups, 2);
  EXPECT_EQ(back.destination, (std::vector<int64_t>{2, 6, 3, 4}));
}

TEST(OneDNNConfig, matmulRoundTrip) {
  std::vector<int64_t> config = MatmulConfig::create({3}, 4, 5, 6, true, false, true).encode();
  MatmulConfig back;
  std::string message;
  ASSERT_TRUE(MatmulConfig::decode(config.data(), uint32_t(config.size()), back, message)) << message;
  EXPECT_EQ(back.encode(), config);
  EXPECT_EQ(back.aStrides, (std::vector<int64_t>{24, 1, 4}));
}

TEST(OneDNNConfig, everyTruncationIsRefused) {
  ConvolutionConfig convolution;
  MatmulConfig matmul;
  std::string message;
  std::vector<int64_t> c = sample().encode(), m = MatmulConfig::create({}, 4, 5, 6).encode();
  for (uint32_t size = 0; size < c.size(); ++size)
    EXPECT_FALSE(ConvolutionConfig::decode(c.data(), size, convolution, message)) << size;
  for (uint32_t size = 0; size < m.size(); ++size)
    EXPECT_FALSE(MatmulConfig::decode(m.data(), size, matmul, message)) << size;
}

TEST(OneDNNConfig, contradictionsAreRefused) {
  ConvolutionConfig c = sample(), back;
  std::string message;
  c.groups = 3;
  std::vector<int64_t> config = c.encode();
  EXPECT_FALSE(ConvolutionConfig::decode(config.data(), uint32_t(config.size()), back, message));
  EXPECT_NE(message.find("groups"), std::string::npos);
  MatmulConfig m = MatmulConfig::create({}, 4, 5, 6), backM;
  m.bDims[0] = 7;
  config = m.encode();
  EXPECT_FALSE(MatmulConfig::decode(config.data(), uint32_t(config.size()), backM, message));
}
