//===- Checkpoints.h - First plans from checkpoints -------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A training step goes forward and comes back. What is read on the way back is
// made again segment by segment, from what is held at the borders of segments; a
// dynamic program over (first segment, last segment, bytes) decides which borders
// are held when, as for chains of heterogeneous layers (Griewank and Walther 2000;
// Beaumont et al., "Optimal checkpointing for heterogeneous chains", 2019).
//
// The step need not be a chain: the bytes of borders, segments and of the way
// back are those of the graph, so the program is exact on chains and a model
// elsewhere. What it decides becomes a sequence, which means what sequences mean.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_STARTS_CHECKPOINTS_H
#define NEAP_LIB_PLANNER_STARTS_CHECKPOINTS_H

#include "Core/Sequence.h"

#include <algorithm>

namespace neap::planner {

class Checkpoints {
public:
  /// The step in this order, forward part cut into about so many segments.
  /// Storages that together take a fiftieth of the budget are always held.
  Checkpoints(const Core &core, const Sequence &order, size_t segments, uint64_t budget);

  /// Segments that there are; below 3 there is nothing to decide.
  size_t segmentCount() const { return count; }
  /// The fastest sequence whose bytes, as modelled, stay within the budget; false if there is none.
  bool plan(uint64_t budget, Sequence &result);
  /// List elements visited so far.
  uint64_t work = 0;

private:
  /// Memory is counted in this many units.
  static constexpr uint32_t levels = 300;
  static constexpr uint32_t infeasible = 0, leaf = 1, tape = 2, firstBorder = 3;

  void findSpans();
  void findTurn();
  void findKept(uint64_t budget);
  void cut(size_t segments);
  void findStages();
  void weighForward();
  void weighStages();
  void solve();
  void decide(size_t i, size_t j);
  void emit(size_t i, size_t j, uint32_t memory, Sequence &result);
  void forward(uint32_t from, uint32_t to, std::vector<uint32_t> wanted, Sequence &result);
  void stage(size_t segment, Sequence &result);
  std::vector<uint32_t> savedIn(size_t segment) const;
  std::vector<uint32_t> crossing(size_t border) const;
  bool mayRunAgain(uint32_t op) const;
  bool counts(uint32_t root) const { return core.bytes[root] != 0 && !kept[root]; }
  uint32_t unitsOf(uint64_t bytes) const { return uint32_t(std::min<uint64_t>((bytes + unit - 1) / unit, levels + 1)); }
  size_t cell(size_t i, size_t j, uint32_t memory) const { return (i * count + j) * (levels + 1) + memory; }

  const Core &core;
  const Sequence order;
  size_t count = 0;
  /// Where the step turns back: the first position of the way back.
  uint32_t turn = 0;
  std::vector<uint32_t> place;
  /// Per value: last read on the way forward (its making, if there is none), and anywhere.
  std::vector<uint32_t> lastForward, lastRead;
  /// The same of storages, over their views.
  std::vector<uint32_t> rootForward, rootRead;
  std::vector<uint8_t> kept;
  uint64_t base = 0;
  /// border[k]: first position of segment k; positions of stage k: [stageBegin, stageEnd).
  std::vector<uint32_t> border, segmentOf, stageBegin, stageEnd;
  /// Bytes, per segment: most while it runs without and with what its stage
  /// reads, what is left then, the gradients before its stage, most in its stage.
  std::vector<uint64_t> runBytes, savingBytes, savedBytes, gradientBytes, stageBytes;
  /// added[i * count + k]: bytes across border k that are not across border i.
  std::vector<uint64_t> added;
  std::vector<int64_t> time;
  std::vector<int64_t> cost;
  std::vector<uint16_t> choice;
  uint64_t unit = 1;
  std::vector<uint8_t> ran, needed;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_STARTS_CHECKPOINTS_H
