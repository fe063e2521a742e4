//===- Progress.cpp - What a person sees while training runs --------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Progress.h.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Progress.h"

#include "neap/Runtime/Error.h"

#include <algorithm>
#include <cmath>

using namespace neap::runtime;

static constexpr int barWidth = 24;

std::string neap::runtime::durationText(double seconds) {
  if (!(seconds >= 0) || seconds > 1e9)
    return "unknown";
  int64_t whole = int64_t(std::ceil(seconds));
  if (whole < 60)
    return format("%d s", int(whole));
  if (whole < 3600)
    return format("%d min %02d s", int(whole / 60), int(whole % 60));
  return format("%lld h %02d min", (long long)(whole / 3600), int(whole % 3600 / 60));
}

Progress::Progress(std::FILE *out, bool terminal, int64_t first, int64_t total)
    : out(out), terminal(terminal), first(first), total(total), start(Clock::now()), last(start) {}

std::string Progress::text(int64_t done, double loss, double samplesPerSecond, Clock::time_point now) const {
  double elapsed = std::chrono::duration<double>(now - start).count();
  double left = done > first ? elapsed / double(done - first) * double(total - done) : -1;
  return format("step %lld/%lld  loss %.5g  %.4g samples/s  %s left", (long long)done, (long long)total, loss,
                samplesPerSecond, durationText(left).c_str());
}

void Progress::update(int64_t done, double loss, double samplesPerSecond) {
  Clock::time_point now = Clock::now();
  double since = std::chrono::duration<double>(now - last).count();
  if (since < (terminal ? 0.1 : 10.0) || (done == total && !terminal))
    return;
  last = now;
  if (!terminal) {
    std::fprintf(out, "%s\n", text(done, loss, samplesPerSecond, now).c_str());
    std::fflush(out);
    return;
  }
  int filled = int(double(barWidth) * double(done) / double(std::max<int64_t>(1, total)));
  std::string bar(size_t(std::clamp(filled, 0, barWidth)), '#');
  bar.resize(barWidth, '.');
  std::fprintf(out, "\r[%s] %s\x1b[K", bar.c_str(), text(done, loss, samplesPerSecond, now).c_str());
  std::fflush(out);
  drawn = true;
}

void Progress::line(const std::string &text) {
  finish();
  std::fprintf(out, "%s\n", text.c_str());
  std::fflush(out);
}

void Progress::finish() {
  if (drawn)
    std::fputs("\r\x1b[K", out);
  drawn = false;
}
