//===- Progress.h - What a person sees while training runs ------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A bar that redraws itself on a terminal; otherwise plain lines, at most one
// every ten seconds within an epoch.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_PROGRESS_H
#define NEAP_RUNTIME_PROGRESS_H

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace neap {
namespace runtime {

class Progress {
public:
  /// `total` updates in this run, of which `first` are done already.
  Progress(std::FILE *out, bool terminal, int64_t first, int64_t total);

  /// After every update.
  void update(int64_t done, double loss, double samplesPerSecond);
  /// A line of its own, above the bar.
  void line(const std::string &text);
  /// Removes the bar.
  void finish();

private:
  using Clock = std::chrono::steady_clock;
  std::string text(int64_t done, double loss, double samplesPerSecond, Clock::time_point now) const;
  std::FILE *out;
  bool terminal, drawn = false;
  int64_t first, total;
  Clock::time_point start, last;
};

/// "3 s", "4 min 05 s", "2 h 10 min"
std::string durationText(double seconds);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_PROGRESS_H
