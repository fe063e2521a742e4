//===- MathAccuracyTest.cpp - Polynomials against the C library -----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Generated f32 code computes transcendental functions by polynomials
// (ApproximateMath.cpp). This holds how far they may be off, over ranges that reach
// into overflow and underflow, and that special values come out as they should.
//
//===----------------------------------------------------------------------===//

#include "Harness.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace neap::numerics;

namespace {

struct Function {
  const char *op;
  double (*reference)(double);
  double low, high;
  /// Error allowed, relative to the value or, below `unit`, to `unit`.
  double tolerance, unit;
};

constexpr size_t samples = 40000;

class MathAccuracy : public testing::TestWithParam<Function> {};

std::string opName(const testing::TestParamInfo<Function> &info) { return info.param.op; }

Numbers evaluate(const std::string &op, const Numbers &x) {
  Harness harness;
  std::string type = "tensor<" + std::to_string(x.size()) + "xf32>";
  auto module = harness.parseText("func.func @f(%x: " + type + ") -> " + type + " {\n  %y = neap." + op +
                                  " %x : " + type + "\n  return %y : " + type + "\n}");
  std::unique_ptr<Compiled> compiled = module ? harness.compile(*module) : nullptr;
  if (!compiled) {
    ADD_FAILURE() << harness.messages();
    return Numbers(x.size());
  }
  return compiled->run("f", {x})[0];
}

} // namespace

TEST_P(MathAccuracy, StaysWithinItsTolerance) {
  const Function &function = GetParam();
  Numbers x(samples);
  for (size_t i = 0; i < samples; ++i)
    x[i] = static_cast<float>(function.low + (function.high - function.low) * static_cast<double>(i) / (samples - 1));
  Numbers y = evaluate(function.op, x);
  double worst = 0, where = 0;
  for (size_t i = 0; i < samples; ++i) {
    double expected = static_cast<float>(function.reference(x[i]));
    if (std::isinf(expected)) {
      EXPECT_EQ(y[i], expected) << "at " << x[i];
      continue;
    }
    double error = std::abs(y[i] - expected) / std::max(std::abs(expected), function.unit);
    if (!(error <= worst)) {
      worst = error;
      where = x[i];
    }
  }
  EXPECT_LE(worst, function.tolerance) << "worst at " << where;
  RecordProperty("worst", std::to_string(worst));
}

INSTANTIATE_TEST_SUITE_P(Functions, MathAccuracy,
                         testing::Values(Function{"exp", std::exp, -87.3, 89, 4e-7, 1e-37},
                                         Function{"log", std::log, 1e-6, 1e4, 4e-7, 1e-2},
                                         Function{"tanh", std::tanh, -12, 12, 6e-7, 1e-6},
                                         Function{"erf", std::erf, -5, 5, 6e-7, 1e-2},
                                         Function{"atan", std::atan, -50, 50, 4e-7, 1e-6},
                                         Function{"sin", std::sin, -1000, 1000, 4e-7, 1e-2},
                                         Function{"cos", std::cos, -1000, 1000, 4e-7, 1e-2},
                                         Function{"sqrt", std::sqrt, 0, 1e6, 1e-7, 1e-6}),
                         opName);

TEST(MathAccuracy, SpecialValues) {
  double infinity = std::numeric_limits<double>::infinity(), nan = std::nan("");
  // Results below the normal numbers may be zero.
  Numbers exp = evaluate("exp", {infinity, -infinity, nan, 0, -90});
  EXPECT_EQ(exp[0], infinity);
  EXPECT_EQ(exp[1], 0);
  EXPECT_TRUE(std::isnan(exp[2]));
  EXPECT_EQ(exp[3], 1);
  EXPECT_NEAR(exp[4], 0, 1.2e-38);
  Numbers log = evaluate("log", {infinity, 0, nan, -1, 1});
  EXPECT_EQ(log[0], infinity);
  EXPECT_EQ(log[1], -infinity);
  EXPECT_TRUE(std::isnan(log[2]));
  EXPECT_TRUE(std::isnan(log[3]));
  EXPECT_EQ(log[4], 0);
  Numbers tanh = evaluate("tanh", {infinity, -infinity, nan});
  EXPECT_EQ(tanh[0], 1);
  EXPECT_EQ(tanh[1], -1);
  EXPECT_TRUE(std::isnan(tanh[2]));
  Numbers erf = evaluate("erf", {infinity, -infinity, nan});
  EXPECT_EQ(erf[0], 1);
  EXPECT_EQ(erf[1], -1);
  EXPECT_TRUE(std::isnan(erf[2]));
}
