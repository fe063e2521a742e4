//===- Optimizer.cpp - Update rules of optimizers ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types, verifiers and iteration spaces of the optimizer family.
//
//===----------------------------------------------------------------------===//

#include "Optimizer/Optimizer.h"
#include "neap/Dialect/Neap/Ops/Optimizer.h"

using namespace mlir;
using namespace neap;

#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Optimizer.cpp.inc"

void NeapDialect::registerOptimizerOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Optimizer.cpp.inc"
      >();
}

LogicalResult neap::inferOptimizerRule(std::optional<Location> location, Value weight, Value gradient, ValueRange slots,
                                       SmallVectorImpl<Type> &types) {
  if (gradient.getType() != weight.getType())
    return emitOptionalError(location, "expected a gradient of the weight's type ", weight.getType(), ", found ",
                             gradient.getType());
  types.push_back(weight.getType());
  for (auto [index, slot] : llvm::enumerate(slots)) {
    if (slot.getType() != weight.getType())
      return emitOptionalError(location, "expected slot ", index, " of the weight's type ", weight.getType(),
                               ", found ", slot.getType());
    types.push_back(slot.getType());
  }
  return success();
}

LogicalResult neap::verifyOptimizerRule(Operation *op, ValueRange scalars, size_t scalarCount, ValueRange slots,
                                        size_t slotCount) {
  if (scalars.size() != scalarCount)
    return op->emitOpError("expected ") << scalarCount << " scalars, found " << scalars.size();
  if (slots.size() != slotCount)
    return op->emitOpError("expected ") << slotCount << " slots, found " << slots.size();
  for (auto [index, scalar] : llvm::enumerate(scalars))
    if (cast<RankedTensorType>(scalar.getType()).getRank() != 0)
      return op->emitOpError("expected scalar ") << index << " of rank 0, found " << scalar.getType();
  return success();
}

static RankedTensorType weightType(Operation *op) { return cast<RankedTensorType>(op->getOperand(0).getType()); }

SmallVector<int64_t> neap::optimizerRanges(Operation *op) { return llvm::to_vector(weightType(op).getShape()); }

SmallVector<utils::IteratorType> neap::optimizerIterators(Operation *op) {
  return SmallVector<utils::IteratorType>(weightType(op).getRank(), utils::IteratorType::parallel);
}

SmallVector<AffineMap> neap::optimizerMaps(Operation *op) {
  int64_t rank = weightType(op).getRank();
  AffineMap identity = AffineMap::getMultiDimIdentityMap(rank, op->getContext());
  AffineMap scalar = AffineMap::get(rank, 0, {}, op->getContext());
  SmallVector<AffineMap> maps;
  for (Type type : op->getOperandTypes())
    maps.push_back(cast<RankedTensorType>(type).getRank() == rank ? identity : scalar);
  maps.append(op->getNumResults(), identity);
  return maps;
}

//===----------------------------------------------------------------------===//
// BiasCorrectionOp
//===----------------------------------------------------------------------===//

LogicalResult BiasCorrectionOp::verify() {
  double beta = getBeta().convertToDouble();
  if (!(beta >= 0 && beta < 1))
    return emitOpError("expected beta of at least 0 and below 1, found ") << beta;
  if (getStep().getType().getRank() != 0 || getCorrection().getType().getRank() != 0)
    return emitOpError("expected step and correction of rank 0, found ")
           << getStep().getType() << " and " << getCorrection().getType();
  return success();
}

SmallVector<int64_t> BiasCorrectionOp::getLoopRanges() { return {}; }
SmallVector<utils::IteratorType> BiasCorrectionOp::getLoopIterators() { return {}; }
SmallVector<AffineMap> BiasCorrectionOp::getLoopIndexingMaps() {
  return SmallVector<AffineMap>(2, AffineMap::get(getContext()));
}
