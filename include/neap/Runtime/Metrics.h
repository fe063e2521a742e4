//===- Metrics.h - One line of JSON a step ----------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The file of --metrics. A resumed run keeps the lines of the steps in front of
// its checkpoint and drops those behind it, which it will write again.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_METRICS_H
#define NEAP_RUNTIME_METRICS_H

#include "neap/Runtime/Evaluate.h"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

namespace neap {
namespace runtime {

struct StepMetrics {
  int64_t step, epoch;
  double loss, learningRate, seconds, samplesPerSecond;
  /// After the last step of an epoch, with --validate.
  std::optional<Evaluation> validation;
};

struct Summary {
  int64_t steps = 0, epochs = 0, samplesPerEpoch = 0, dropped = 0;
  double seconds = 0, samplesPerSecond = 0, loss = 0;
  std::optional<Evaluation> validation;
  uint64_t arenaBytes = 0, residentPeak = 0;
  bool interrupted = false;
};

class Metrics {
public:
  /// Starts the file; lines of steps before `firstStep` stay. Throws Error(InputOutput).
  Metrics(const std::string &path, int64_t firstStep);
  ~Metrics();
  Metrics(const Metrics &) = delete;
  Metrics &operator=(const Metrics &) = delete;

  void step(const StepMetrics &metrics);
  void summary(const Summary &summary);

private:
  void line(const std::string &text);
  std::string path;
  std::FILE *file;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_METRICS_H
