//===- Effort.h - How much a search may do, and its choices -----*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Searches count what they do in work units and draw from one seeded generator, so
// what they find depends on their input, the units and the seed alone.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_EFFORT_H
#define NEAP_LIB_PLANNER_EFFORT_H

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace neap::planner {

/// Work units and an optional wall clock: the search stops when either is used up.
class Effort {
public:
  Effort(uint64_t units, double seconds) : limit(units), seconds(seconds), start(std::chrono::steady_clock::now()) {}
  void spend(uint64_t units) { used += units; }
  bool exhausted() const {
    if (used >= limit)
      return true;
    return seconds > 0 && std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > seconds;
  }
  uint64_t left() const { return limit > used ? limit - used : 0; }
  /// At most so many units of what is left, under the same clock. Whoever takes
  /// a slice spends what was used of it.
  Effort slice(uint64_t units) const {
    Effort part = *this;
    part.used = 0;
    part.limit = units < left() ? units : left();
    return part;
  }
  /// A part of what is left of both units and time; spent like a slice.
  Effort share(double part) const {
    Effort result = slice(limit == UINT64_MAX ? limit : uint64_t(double(left()) * part));
    if (seconds > 0) {
      double gone = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      result.seconds = std::max(1e-9, gone + (seconds - gone) * part);
    }
    return result;
  }
  uint64_t used = 0;
  uint64_t limit;

private:
  double seconds;
  std::chrono::steady_clock::time_point start;
};

/// splitmix64: the same numbers on every machine.
struct Random {
  uint64_t state;
  uint64_t next() {
    uint64_t z = (state += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
  }
  uint64_t below(uint64_t n) { return next() % n; }
  double unit() { return double(next() >> 11) * 0x1p-53; }
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_EFFORT_H
