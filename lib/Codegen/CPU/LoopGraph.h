//===- LoopGraph.h - The loops of one kernel, collapsed ---------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A kernel as `linalg.generic`s on tensors, seen through classes of dimensions:
// dimensions and loops that run together are one class. Dimensions of extent 1
// are gone, and classes that are adjacent in every tensor are merged, so that
// inner loops are long and contiguous.
//
// Example: y[n,c,h,w] = x[n,c,h,w] + b[c] has classes N, C and HW: h and w are
// adjacent in x and y and absent in b; c is not merged with them because b has
// only c.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_CODEGEN_CPU_LOOPGRAPH_H
#define NEAP_LIB_CODEGEN_CPU_LOOPGRAPH_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace neap::cpu {

/// A tensor with merged dimensions.
struct LoopTensor {
  llvm::SmallVector<int64_t> shape;
  /// Class of each merged dimension.
  llvm::SmallVector<unsigned> classes;
  /// Merged dimension of each original one; -1 where the extent is 1.
  llvm::SmallVector<int> mergedDim;

  /// Row-major strides of the merged dimensions, in elements.
  llvm::SmallVector<int64_t> strides() const;
};

/// A `linalg.generic` with merged loops.
struct LoopNest {
  // MLIR's op handles have no const methods.
  mutable mlir::linalg::GenericOp op;
  llvm::SmallVector<int64_t> ranges;
  llvm::SmallVector<unsigned> classes;
  llvm::SmallVector<bool> reduces;
  /// Merged loop of each original one; -1 where the extent is 1.
  llvm::SmallVector<int> mergedLoop;
  /// One map per operand: merged loops to merged dimensions.
  llvm::SmallVector<mlir::AffineMap> maps;
  /// Reductions on the longest way from an argument to the result, this one included.
  unsigned level = 0;

  bool isReduction() const { return llvm::is_contained(reduces, true); }
  /// Classes of the loops that reduce, or of those that do not, sorted.
  llvm::SmallVector<unsigned> sortedClasses(bool reduced) const;
  /// Merged loops that the dimensions of result `index` stand for.
  llvm::SmallVector<unsigned> resultLoops(unsigned index) const;
};

class LoopGraph {
public:
  /// `block` holds generics, constants and `tensor.empty`; its terminator's operands are the results.
  explicit LoopGraph(mlir::Block &block);

  const LoopTensor &getTensor(mlir::Value value) const { return tensors.find(value)->second; }
  const LoopNest &getNest(mlir::Operation *op) const { return nests.find(op)->second; }
  /// Nests that the results need, in block order.
  llvm::ArrayRef<mlir::Operation *> getNeededNests() const { return needed; }
  mlir::ValueRange getResults() const { return results; }
  int64_t getExtent(unsigned dimensionClass) const { return extents[dimensionClass]; }

private:
  unsigned find(unsigned id) const;
  void unite(unsigned a, unsigned b);
  unsigned newId(int64_t extent);
  void addTensor(mlir::Value value);
  void addNest(mlir::linalg::GenericOp op);
  void uniteByMap(mlir::AffineMap map, llvm::ArrayRef<unsigned> loops, mlir::Value tensor);
  void mergeClasses();
  bool canMerge(unsigned a, unsigned b) const;
  void finishTensor(mlir::Value value);
  void finishNest(mlir::linalg::GenericOp op);
  void findNeeded();

  llvm::SmallVector<mlir::Value> results;
  llvm::SmallVector<mlir::Value> values;
  llvm::SmallVector<mlir::linalg::GenericOp> generics;
  llvm::SmallVector<mlir::Operation *> needed;
  llvm::DenseMap<mlir::Value, LoopTensor> tensors;
  llvm::DenseMap<mlir::Operation *, LoopNest> nests;

  // Union-find over one id per dimension of a tensor and per loop of a nest.
  mutable llvm::SmallVector<unsigned> parents;
  llvm::SmallVector<int64_t> extents;
  /// Never merged: indexed by something else than a plain loop.
  llvm::SmallVector<bool> pinned;
  llvm::DenseMap<mlir::Value, llvm::SmallVector<unsigned>> tensorIds;
  llvm::DenseMap<mlir::Operation *, llvm::SmallVector<unsigned>> nestIds;
  /// Class sequences of tensors and of nests (with extent 1 left out), while merging.
  llvm::SmallVector<llvm::SmallVector<unsigned>> tensorSequences;
  llvm::SmallVector<llvm::SmallVector<std::pair<unsigned, bool>>> nestSequences;
};

} // namespace neap::cpu

#endif // NEAP_LIB_CODEGEN_CPU_LOOPGRAPH_H
