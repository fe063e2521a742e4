//===- Schedule.h - The learning rate of each update ------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The formulas of docs/ProgramFormat.md, "Learning rate", evaluated in double.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_SCHEDULE_H
#define NEAP_RUNTIME_SCHEDULE_H

#include <cstdint>
#include <string>

namespace neap {
namespace runtime {

struct Schedule {
  enum class Kind { Constant, Linear, Cosine, Step };
  Kind kind = Kind::Constant;
  double learningRate = 0.01, final = 0, gamma = 1;
  int64_t warmup = 0, total = 0, every = 0;

  /// The rate of update `step`, counted from 0.
  double at(int64_t step) const;
  /// False when the name is unknown.
  static bool parseKind(const std::string &name, Kind &kind);
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_SCHEDULE_H
