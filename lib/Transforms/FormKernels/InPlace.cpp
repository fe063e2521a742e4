//===- InPlace.cpp - Results that may lie where operands do ---------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows an operand through ops that read it at the index they write. Anything
// else on the way (a reduction, a broadcast, a gather) reads elements at other
// times than they are overwritten.
//
//===----------------------------------------------------------------------===//

#include "InPlace.h"

#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace neap;

/// Whether `op` reads operand `operand` exactly at the index of each of its results, all of the operand's shape.
static bool readsWhereItWrites(Operation *op, unsigned operand) {
  auto space = dyn_cast<IterationSpaceOpInterface>(op);
  if (!space)
    return false;
  SmallVector<int64_t> ranges = space.getLoopRanges();
  for (auto [range, iterator] : llvm::zip_equal(ranges, space.getLoopIterators()))
    if (iterator == utils::IteratorType::reduction && range != 1)
      return false;
  // A loop of extent 1 is index 0.
  SmallVector<AffineExpr> dims;
  for (auto [loop, range] : llvm::enumerate(ranges))
    dims.push_back(range == 1 ? getAffineConstantExpr(0, op->getContext()) : getAffineDimExpr(loop, op->getContext()));
  SmallVector<AffineMap> maps = space.getLoopIndexingMaps();
  auto resolve = [&](AffineMap map) { return map.replaceDimsAndSymbols(dims, {}, ranges.size(), 0); };
  ArrayRef<int64_t> shape = cast<RankedTensorType>(op->getOperand(operand).getType()).getShape();
  for (auto [index, type] : llvm::enumerate(op->getResultTypes()))
    if (cast<RankedTensorType>(type).getShape() != shape ||
        resolve(maps[op->getNumOperands() + index]) != resolve(maps[operand]))
      return false;
  return true;
}

/// The yielded results that are computed from `argument` index by index; nothing when some way reads it otherwise.
static SmallVector<int64_t> findAlignedResults(BlockArgument argument) {
  SmallVector<Value> work = {argument};
  llvm::SmallDenseSet<Value> seen = {argument};
  SmallVector<int64_t> results;
  while (!work.empty()) {
    Value value = work.pop_back_val();
    for (OpOperand &use : value.getUses()) {
      if (isa<YieldOp>(use.getOwner())) {
        results.push_back(use.getOperandNumber());
        continue;
      }
      if (!readsWhereItWrites(use.getOwner(), use.getOperandNumber()))
        return {};
      for (Value result : use.getOwner()->getResults())
        if (seen.insert(result).second)
          work.push_back(result);
    }
  }
  llvm::sort(results);
  results.erase(llvm::unique(results), results.end());
  return results;
}

static Value getRoot(Value value) {
  while (auto view = value.getDefiningOp<ViewLikeOpInterface>())
    value = view.getViewSource();
  return value;
}

SmallVector<int64_t> neap::findInPlacePairs(KernelOp kernel) {
  SmallVector<int64_t> pairs;
  for (auto [operand, input] : llvm::enumerate(kernel.getInputs())) {
    Value root = getRoot(input);
    if (llvm::count_if(kernel.getInputs(), [&](Value other) { return getRoot(other) == root; }) > 1)
      continue;
    unsigned width = cast<RankedTensorType>(input.getType()).getElementTypeBitWidth();
    for (int64_t result : findAlignedResults(kernel.getBlock().getArgument(operand))) {
      auto type = cast<RankedTensorType>(kernel.getResult(result).getType());
      if (llvm::divideCeil(type.getElementTypeBitWidth(), 8) == llvm::divideCeil(width, 8))
        pairs.append({result, static_cast<int64_t>(operand)});
    }
  }
  return pairs;
}
