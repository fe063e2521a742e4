//===- Schedule.cpp - The learning rate of each update --------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See docs/ProgramFormat.md, "Learning rate".
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Schedule.h"

#include <algorithm>
#include <cmath>

using namespace neap::runtime;

bool Schedule::parseKind(const std::string &name, Kind &kind) {
  if (name == "constant")
    kind = Kind::Constant;
  else if (name == "linear")
    kind = Kind::Linear;
  else if (name == "cosine")
    kind = Kind::Cosine;
  else if (name == "step")
    kind = Kind::Step;
  else
    return false;
  return true;
}

double Schedule::at(int64_t step) const {
  constexpr double pi = 3.14159265358979323846;
  if (step < warmup)
    return learningRate * double(step + 1) / double(warmup);
  double t = std::min(1.0, double(step - warmup) / double(std::max<int64_t>(1, total - warmup)));
  switch (kind) {
  case Kind::Constant:
    return learningRate;
  case Kind::Linear:
    return learningRate + (final - learningRate) * t;
  case Kind::Cosine:
    return final + (learningRate - final) * (1 + std::cos(pi * t)) / 2;
  case Kind::Step:
    if (every > 0) {
      int64_t times = step / every;
      return learningRate * std::pow(gamma, double(times));
    }
    return learningRate;
  }
  return learningRate;
}
