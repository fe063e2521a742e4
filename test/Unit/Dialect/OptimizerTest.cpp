//===- OptimizerTest.cpp - Update rules against PyTorch's formulas ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Three updates of one weight by each rule, beside the formulas as PyTorch's
// documentation writes them, in double.
//
//===----------------------------------------------------------------------===//

#include "ScalarEvaluator.h"

#include <cmath>
#include <functional>

using neap::test::ScalarEvaluator;

namespace {

constexpr double rate = 0.125;
constexpr double gradients[] = {0.5, -2.0, 0.75};

/// One weight (f64) through three updates: `text` is the rule on scalars; `next` the formula on (weight, gradient,
/// state, step). `scalars` gives what the rule reads behind the learning rate.
void compare(const std::string &op, size_t slots, const std::function<std::vector<double>(int64_t)> &scalars,
             const std::function<void(double &, double, std::vector<double> &, int64_t)> &next) {
  ScalarEvaluator evaluator;
  std::string types = "tensor<f64>";
  size_t extra = scalars(0).size();
  std::string arguments = "%w: tensor<f64>, %g: tensor<f64>, %lr: tensor<f32>", scalarNames = "%lr",
              scalarTypes = "tensor<f32>";
  for (size_t i = 0; i < extra; ++i) {
    std::string type = extra == 1 ? "tensor<i64>" : "tensor<f32>"; // The step, or two bias corrections.
    arguments += ", %c" + std::to_string(i) + ": " + type;
    scalarNames += ", %c" + std::to_string(i);
    scalarTypes += ", " + type;
  }
  std::string slotNames, slotTypes, resultTypes = "tensor<f64>";
  for (size_t i = 0; i < slots; ++i) {
    arguments += ", %s" + std::to_string(i) + ": tensor<f64>";
    slotNames += (i ? ", %s" : "%s") + std::to_string(i);
    slotTypes += i ? ", tensor<f64>" : "tensor<f64>";
    resultTypes += ", tensor<f64>";
  }
  auto [name, attributes] = std::make_pair(op.substr(0, op.find(' ')), op.substr(op.find(' ') + 1));
  std::string text = "func.func @f(" + arguments + ") {\n  %r" + (slots ? ":" + std::to_string(slots + 1) : "") +
                     " = neap." + name + " %w, %g scalars(" + scalarNames + ")" +
                     (slots ? " slots(" + slotNames + ") " : " ") + attributes + " : tensor<f64>, tensor<f64>, (" +
                     scalarTypes + ")" + (slots ? ", (" + slotTypes + ")" : "") + " -> " + resultTypes +
                     "\n  return\n}";

  double weight = 1.5, expectedWeight = 1.5;
  std::vector<double> state(slots, 0.0), expectedState(slots, 0.0);
  for (int64_t step = 0; step < 3; ++step) {
    std::vector<double> numbers = {weight, gradients[step], rate};
    for (double scalar : scalars(step))
      numbers.push_back(scalar);
    numbers.insert(numbers.end(), state.begin(), state.end());
    std::vector<double> results = evaluator.evaluate(text, numbers);
    ASSERT_EQ(results.size(), slots + 1) << text;
    weight = results[0];
    state.assign(results.begin() + 1, results.end());
    next(expectedWeight, gradients[step], expectedState, step);
    EXPECT_NEAR(weight, expectedWeight, 1e-6) << op << " at step " << step;
    for (size_t i = 0; i < slots; ++i)
      EXPECT_NEAR(state[i], expectedState[i], 1e-6) << op << " slot " << i << " at step " << step;
  }
}

std::vector<double> nothing(int64_t) { return {}; }
std::vector<double> corrections(int64_t step) {
  return {1 - std::pow(0.9, step + 1), std::sqrt(1 - std::pow(0.999, step + 1))};
}

using State = std::vector<double>;

TEST(OptimizerTest, PlainSgd) {
  compare("sgd {weight_decay = 0.1 : f64}", 0, nothing,
          [](double &w, double g, State &, int64_t) { w -= rate * (g + 0.1 * w); });
}

TEST(OptimizerTest, SgdStartsTheBufferWithTheFirstGradient) {
  compare(
      "sgd {momentum = 0.9 : f64, dampening = 0.5 : f64}", 1,
      [](int64_t step) { return std::vector<double>{double(step)}; },
      [](double &w, double g, State &s, int64_t step) {
        s[0] = step == 0 ? g : 0.9 * s[0] + 0.5 * g;
        w -= rate * s[0];
      });
}

TEST(OptimizerTest, SgdNesterov) {
  compare("sgd {momentum = 0.9 : f64, nesterov}", 1, nothing, [](double &w, double g, State &s, int64_t) {
    s[0] = 0.9 * s[0] + g;
    w -= rate * (g + 0.9 * s[0]);
  });
}

void adam(double &w, double g, State &s, int64_t step) {
  s[0] = 0.9 * s[0] + 0.1 * g;
  s[1] = 0.999 * s[1] + 0.001 * g * g;
  double v = s[1];
  if (s.size() > 2)
    v = s[2] = std::max(s[2], s[1]);
  double first = 1 - std::pow(0.9, step + 1), second = 1 - std::pow(0.999, step + 1);
  w -= rate / first * s[0] / (std::sqrt(v) / std::sqrt(second) + 0.01);
}
constexpr const char *adamKeys = "beta1 = 0.9 : f64, beta2 = 0.999 : f64, eps = 0.01 : f64";

TEST(OptimizerTest, AdamDecaysThroughTheGradient) {
  compare(std::string("adam {weight_decay = 0.1 : f64, ") + adamKeys + "}", 2, corrections,
          [](double &w, double g, State &s, int64_t step) { adam(w, g + 0.1 * w, s, step); });
}

TEST(OptimizerTest, AmsgradKeepsTheLargestSquare) {
  compare(std::string("adam {amsgrad, ") + adamKeys + "}", 3, corrections, adam);
}

TEST(OptimizerTest, AdamwDecaysTheWeightAlone) {
  compare(std::string("adamw {weight_decay = 0.1 : f64, ") + adamKeys + "}", 2, corrections,
          [](double &w, double g, State &s, int64_t step) {
            w *= 1 - rate * 0.1;
            adam(w, g, s, step);
          });
}

TEST(OptimizerTest, Adagrad) {
  compare("adagrad {eps = 0.01 : f64, weight_decay = 0.1 : f64}", 1, nothing,
          [](double &w, double g, State &s, int64_t) {
            g += 0.1 * w;
            s[0] += g * g;
            w -= rate * g / (std::sqrt(s[0]) + 0.01);
          });
}

TEST(OptimizerTest, RmspropWithMomentumOnTheScaledGradient) {
  compare("rmsprop {alpha = 0.9 : f64, eps = 0.1 : f64, momentum = 0.8 : f64}", 2, nothing,
          [](double &w, double g, State &s, int64_t) {
            s[0] = 0.9 * s[0] + 0.1 * g * g;
            s[1] = 0.8 * s[1] + g / (std::sqrt(s[0]) + 0.1);
            w -= rate * s[1];
          });
}

TEST(OptimizerTest, Lion) {
  compare("lion {beta1 = 0.9 : f64, beta2 = 0.99 : f64, weight_decay = 0.1 : f64}", 1, nothing,
          [](double &w, double g, State &s, int64_t) {
            double direction = 0.9 * s[0] + 0.1 * g;
            w = w * (1 - rate * 0.1) - rate * (direction > 0 ? 1 : direction < 0 ? -1 : 0);
            s[0] = 0.99 * s[0] + 0.01 * g;
          });
}

TEST(OptimizerTest, BiasCorrectionOverManySteps) {
  ScalarEvaluator evaluator;
  for (double beta : {0.0, 0.5, 0.9, 0.999})
    for (int64_t step : {0, 1, 2, 6, 999, 123456, 2147483647}) {
      std::string text = "func.func @f(%s: tensor<i64>) {\n  %c = neap.bias_correction %s beta " +
                         std::to_string(beta) + " : tensor<i64> -> tensor<f32>\n  return\n}";
      float expected = static_cast<float>(1 - std::pow(beta, double(step) + 1));
      std::vector<double> result = evaluator.evaluate(text, {double(step)});
      ASSERT_EQ(result.size(), 1u);
      EXPECT_FLOAT_EQ(static_cast<float>(result[0]), expected) << beta << " at " << step;
    }
}

} // namespace
