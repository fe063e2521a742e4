//===- Grouping.h - Which ops become one kernel -----------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The decision of FormKernels, as a pure function of a block. Ops start as kernels
// of their own; a producer's kernel and a consumer's become one where the result is
// still one loop over rows that threads can share (see GroupShape.h), and where no
// third kernel stands between them.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_TRANSFORMS_FORMKERNELS_GROUPING_H
#define NEAP_LIB_TRANSFORMS_FORMKERNELS_GROUPING_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

struct GroupingOptions {
  /// Threads that rows are divided among.
  unsigned threads = 1;
  /// Loop iterations below which a kernel need not be divided.
  int64_t serialIterations = 32768;
  /// Elements of a row that a second pass over it still finds in a cache.
  int64_t cachedRowElements = 131072;
};

/// One kernel: its ops in block order. Constants belong to no group.
struct KernelGroup {
  llvm::SmallVector<mlir::Operation *> ops;
  /// What to call, for the group of one op that a library does.
  std::optional<LibraryCall> library;
  /// A view or the like: stays between kernels.
  bool outside = false;
};

/// The groups in an order in which they can run.
llvm::SmallVector<KernelGroup> computeGrouping(mlir::Block &block, const GroupingOptions &options);

} // namespace neap

#endif // NEAP_LIB_TRANSFORMS_FORMKERNELS_GROUPING_H
