//===- Blocks.h - Repeated blocks of a training step ------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A deep network is one block many times over, forward, then backward in
// reverse, then once more in the updates. Each of these is a stretch of the
// recorded order in which one window of operations repeats; stretches that work on
// the same blocks form a family and share its numbering.
//
// Example: forward f0 f1 f2 f3, backward b3 b2 b1 b0. Two stretches of four
// windows, one family: window i of the second belongs to block 3 - i.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_BLOCKS_BLOCKS_H
#define NEAP_LIB_PLANNER_BLOCKS_BLOCKS_H

#include "Core/Core.h"

namespace neap::planner {

/// Operations begin + i * period + slot, i < count, do the same in the blocks first + step * i of a family.
struct Stretch {
  uint32_t begin = 0, period = 0, count = 0;
  uint32_t family = none;
  int32_t first = 0, step = 1;

  /// The operation of a slot in a block, `none` if the stretch does not reach it.
  uint32_t at(uint32_t slot, int32_t block) const {
    int32_t window = (block - first) * step;
    return window < 0 || uint32_t(window) >= count ? none : begin + uint32_t(window) * period + slot;
  }
};

struct Blocks {
  std::vector<Stretch> stretches;
  /// Per operation the stretch it belongs to, or `none`.
  std::vector<uint32_t> stretchOf;
  size_t families = 0;

  uint32_t slotOf(uint32_t op) const {
    const Stretch &s = stretches[stretchOf[op]];
    return (op - s.begin) % s.period;
  }
  int32_t blockOf(uint32_t op) const {
    const Stretch &s = stretches[stretchOf[op]];
    return s.first + s.step * int32_t((op - s.begin) / s.period);
  }
};

/// Operations with equal signatures do the same on equal surroundings: name, bytes and
/// needs of what they read and write, and those of their neighbours, out to two
/// steps of data flow (Weisfeiler and Leman 1968). Times are left out: measured ones
/// never repeat.
std::vector<uint64_t> operationSignatures(const Graph &graph);

/// The stretches of a verified graph, longest first, without overlap; blocks of
/// a family are numbered from 0 in recorded order of its longest stretch.
Blocks findBlocks(const Graph &graph);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_BLOCKS_BLOCKS_H
