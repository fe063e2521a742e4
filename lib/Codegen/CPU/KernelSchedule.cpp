//===- KernelSchedule.cpp - Which loops are a kernel's rows ---------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rows are the classes that every result has and no reduction runs over. See
// KernelSchedule.h.
//
//===----------------------------------------------------------------------===//

#include "KernelSchedule.h"

using namespace mlir;
using namespace neap::cpu;

/// Lanes of a block whose accumulators stay in registers or the first-level cache.
static constexpr int64_t laneBlock = 64;
/// Elements of a block of a long element-wise row.
static constexpr int64_t elementBlock = 4096;
/// Rows below which a long last dimension is cut into blocks as well.
static constexpr int64_t enoughRows = 64;
/// Loop iterations worth a thread.
static constexpr int64_t iterationsPerGrain = 16384;

/// Classes of the first result that every result has once and nothing reduces over.
static SmallVector<unsigned> findCandidates(const LoopGraph &graph) {
  llvm::SmallDenseSet<unsigned> reduced;
  for (Operation *op : graph.getNeededNests())
    for (unsigned loopClass : graph.getNest(op).sortedClasses(/*reduced=*/true))
      reduced.insert(loopClass);
  SmallVector<unsigned> candidates;
  if (graph.getResults().empty())
    return candidates;
  for (unsigned dimClass : graph.getTensor(graph.getResults().front()).classes) {
    bool everywhere = llvm::all_of(
        graph.getResults(), [&](Value result) { return llvm::count(graph.getTensor(result).classes, dimClass) == 1; });
    if (everywhere && !reduced.contains(dimClass))
      candidates.push_back(dimClass);
  }
  return candidates;
}

/// Whether a reduction keeps `lane` and reads tensors in which `lane` is the contiguous dimension.
static bool wantsLanes(const LoopGraph &graph, unsigned lane) {
  return llvm::any_of(graph.getNeededNests(), [&](Operation *op) {
    const LoopNest &nest = graph.getNest(op);
    if (!nest.isReduction() || !llvm::is_contained(nest.sortedClasses(/*reduced=*/false), lane))
      return false;
    bool contiguous = false;
    SmallVector<unsigned> reduced = nest.sortedClasses(/*reduced=*/true);
    for (Value input : nest.op.getDpsInputs()) {
      const LoopTensor &tensor = graph.getTensor(input);
      if (tensor.classes.empty())
        continue;
      if (llvm::is_contained(reduced, tensor.classes.back()) && llvm::is_contained(tensor.classes, lane))
        return false;
      contiguous |= tensor.classes.back() == lane;
    }
    return contiguous;
  });
}

static int64_t iterations(const LoopGraph &graph) {
  int64_t total = 0;
  for (Operation *op : graph.getNeededNests()) {
    int64_t product = 1;
    for (int64_t range : graph.getNest(op).ranges)
      product *= range;
    total += product;
  }
  return total;
}

KernelSchedule neap::cpu::scheduleKernel(const LoopGraph &graph) {
  KernelSchedule schedule;
  schedule.rowClasses = findCandidates(graph);
  bool reduces = llvm::any_of(graph.getNeededNests(), [&](Operation *op) { return graph.getNest(op).isReduction(); });
  if (!schedule.rowClasses.empty()) {
    unsigned last = schedule.rowClasses.back();
    bool innermost =
        llvm::all_of(graph.getResults(), [&](Value result) { return graph.getTensor(result).classes.back() == last; });
    int64_t rowsBefore = 1;
    for (unsigned rowClass : ArrayRef(schedule.rowClasses).drop_back())
      rowsBefore *= graph.getExtent(rowClass);
    schedule.lanes = innermost && wantsLanes(graph, last);
    if (schedule.lanes || (innermost && !reduces)) {
      schedule.blockClass = last;
      schedule.rowClasses.pop_back();
      schedule.blockSize = schedule.lanes ? laneBlock : rowsBefore >= enoughRows ? graph.getExtent(last) : elementBlock;
      schedule.blockSize = std::max<int64_t>(1, std::min(schedule.blockSize, graph.getExtent(last)));
      schedule.extent = llvm::divideCeil(graph.getExtent(last), schedule.blockSize);
    }
    for (unsigned rowClass : schedule.rowClasses)
      schedule.extent *= graph.getExtent(rowClass);
  }
  int64_t perRow = std::max<int64_t>(1, iterations(graph) / std::max<int64_t>(1, schedule.extent));
  schedule.grain = std::max<int64_t>(1, iterationsPerGrain / perRow);
  return schedule;
}
