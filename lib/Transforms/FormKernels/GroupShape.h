//===- GroupShape.h - The loops of a group of ops ---------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Generated code pulls each result element from the elements it needs, at the
// depth where their indices are known. That is always right; it is good when what
// is needed at an inner index is cheap, and what is dear (a reduction) is needed once
// per row. This is what is judged here, from iteration spaces alone.
//
// Rows are the classes of dimensions that every result has and that no reduction
// runs over: N for softmax over [N, C], C for batch normalization of [N, C, H, W].
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_TRANSFORMS_FORMKERNELS_GROUPSHAPE_H
#define NEAP_LIB_TRANSFORMS_FORMKERNELS_GROUPSHAPE_H

#include "Grouping.h"

#include "llvm/ADT/SetVector.h"

namespace neap {

/// Sorted classes of dimensions with an extent above 1.
using DimClasses = llvm::SmallVector<unsigned>;

class GroupShape {
public:
  explicit GroupShape(llvm::ArrayRef<mlir::Operation *> ops);

  /// Whether one kernel for all is at least as good as several; says nothing about order.
  bool isGoodKernel(const GroupingOptions &options) const;

private:
  struct Loops {
    llvm::SmallVector<unsigned> classes;
    llvm::SmallVector<int64_t> ranges;
    llvm::SmallVector<mlir::utils::IteratorType> iterators;
    llvm::SmallVector<mlir::AffineMap> maps;
  };
  unsigned find(unsigned id) const;
  void unite(unsigned a, unsigned b);
  unsigned newId(int64_t extent);
  llvm::SmallVector<unsigned> &idsOf(mlir::Value value);
  void addOp(mlir::Operation *op);
  void collectOutputs();

  bool contains(mlir::Operation *op) const { return op && members.contains(op); }
  DimClasses classesOf(mlir::Value value) const;
  DimClasses loopClasses(mlir::Operation *op, bool reduced) const;
  bool isReduction(mlir::Operation *op) const { return !loopClasses(op, /*reduced=*/true).empty(); }
  bool isReadInside(mlir::Operation *op) const;
  int64_t extentOf(llvm::ArrayRef<unsigned> classes) const;
  int64_t iterationsOf(mlir::Operation *op) const;
  DimClasses findRows() const;

  bool readsAreAligned() const;
  bool opaqueOpsAreSources() const;
  bool reductionsArePerRow(const DimClasses &rows) const;
  bool reductionsReadOnce(const DimClasses &rows) const;
  bool resultsShareLoops(const DimClasses &rows, const GroupingOptions &options) const;
  bool smallOperandsAreCheap() const;

  llvm::SmallSetVector<mlir::Operation *, 8> members;
  llvm::SmallSetVector<mlir::Value, 8> outputs;
  llvm::DenseMap<mlir::Operation *, Loops> loops;
  llvm::DenseMap<mlir::Value, llvm::SmallVector<unsigned>> valueIds;
  mutable llvm::SmallVector<unsigned> parents;
  llvm::SmallVector<int64_t> extents;
};

/// Loops that are not affine, or several nests: other ops are fused behind it, never into it.
bool isOpaque(mlir::Operation *op);

} // namespace neap

#endif // NEAP_LIB_TRANSFORMS_FORMKERNELS_GROUPSHAPE_H
