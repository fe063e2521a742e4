//===- Placement.h - Static placement of buffers over lifetimes -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Dynamic storage allocation with known lifetimes: every buffer gets one
// offset in one arena so that two buffers alive at the same step never share a
// byte. Plain numbers in, plain numbers out; the compiler's memory planner and
// `neap-planner place` both call it. `checkPlacement` verifies an answer and
// shares no code with what computed it.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_PLACEMENT_H
#define NEAP_PLANNER_PLACEMENT_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace neap::planner {

/// One buffer, alive over the half-open interval of steps [first, last).
/// An empty interval or a size of zero conflicts with nothing.
struct Buffer {
  uint64_t size = 0;
  /// The offset is a multiple of this power of two.
  uint64_t alignment = 64;
  int64_t first = 0;
  int64_t last = 0;
  /// Buffers of one group (>= 0) share one offset and may overlap in time:
  /// views, and results written over a dying operand. -1: alone.
  int64_t group = -1;
  /// Must lie exactly here, e.g. parameters that several functions share.
  std::optional<uint64_t> fixedOffset;
};

struct PlaceOptions {
  /// Stop as soon as the height is at most this; 0: aim at the lower bound.
  uint64_t capacity = 0;
  /// Effort of the search beyond the first orders, in work units (one unit is
  /// one comparison of two lifetimes or one search node). The answer depends
  /// on the input and this number only.
  uint64_t workUnits = 20'000'000;
  /// Wall-clock limit of the search; 0: none. An answer that was cut off by it
  /// may differ from run to run.
  double seconds = 0;
};

struct Placement {
  /// One per buffer, in the order of the input.
  std::vector<uint64_t> offsets;
  /// Largest offset + size of the buffers that conflict with anything.
  uint64_t height = 0;
  /// No placement of these buffers is lower (see `placementLowerBound`).
  uint64_t lowerBound = 0;
  /// The height equals the lower bound.
  bool optimal = false;
  uint64_t workUnits = 0;
};

/// Largest sum of the bytes alive at one step, sizes rounded up to what the
/// alignments make unusable, and the largest end of a fixed buffer.
uint64_t placementLowerBound(const std::vector<Buffer> &buffers);

/// Places the buffers. Returns std::nullopt, and says in `errors` everything
/// that is wrong with the input (an alignment that is no power of two, last before first, fixed
/// buffers that collide, sizes whose sum exceeds 2^62), or the placement.
std::optional<Placement> placeBuffers(const std::vector<Buffer> &buffers, const PlaceOptions &options,
                                      std::vector<std::string> &errors);

/// Independent check: everything wrong with `placement`, empty if correct.
std::vector<std::string> checkPlacement(const std::vector<Buffer> &buffers, const Placement &placement);

} // namespace neap::planner

#endif // NEAP_PLANNER_PLACEMENT_H
