//===- KernelSchedule.h - Which loops are a kernel's rows -------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Decides the outer structure of a generated kernel: what is split over
// threads, and whether a class is worked on in blocks of lanes. Any answer gives
// correct code, for the emitter computes what it needs where its indices are known;
// a good one gives fast code.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_CODEGEN_CPU_KERNELSCHEDULE_H
#define NEAP_LIB_CODEGEN_CPU_KERNELSCHEDULE_H

#include "LoopGraph.h"

#include <optional>

namespace neap::cpu {

struct KernelSchedule {
  /// Every result has them, outermost first; their product, times the blocks, is the extent.
  llvm::SmallVector<unsigned> rowClasses;
  /// Cut into blocks of `blockSize`: one more, innermost, factor of the extent.
  std::optional<unsigned> blockClass;
  int64_t blockSize = 1;
  /// Reductions keep one accumulator per lane of a block (their kept dimension is the contiguous one).
  bool lanes = false;
  int64_t extent = 1;
  /// Fewest rows worth a thread.
  int64_t grain = 1;
};

KernelSchedule scheduleKernel(const LoopGraph &graph);

} // namespace neap::cpu

#endif // NEAP_LIB_CODEGEN_CPU_KERNELSCHEDULE_H
