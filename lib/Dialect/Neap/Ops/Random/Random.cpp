//===- Random.cpp - Random numbers from counters ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types, loops, gradients and evaluation forms of the random family.
//
//===----------------------------------------------------------------------===//

#include "Random/Random.h"
#include "neap/Dialect/Neap/Ops/Random.h"

using namespace mlir;
using namespace neap;

#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Random.cpp.inc"

void NeapDialect::registerRandomOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Random.cpp.inc"
      >();
}

static RankedTensorType resultType(Operation *op) { return cast<RankedTensorType>(op->getResult(0).getType()); }

/// Ratios of all ops that have one.
static LogicalResult verifyRatio(Operation *op) {
  auto ratio = op->getAttrOfType<FloatAttr>("ratio");
  if (ratio && !(ratio.getValueAsDouble() >= 0 && ratio.getValueAsDouble() <= 1))
    return op->emitOpError("expected a ratio from 0 to 1, found ") << ratio.getValueAsDouble();
  return success();
}

LogicalResult neap::verifyRandom(Operation *op, Value key) {
  if (cast<RankedTensorType>(key.getType()).getRank() != 0)
    return op->emitOpError("expected a key of type tensor<i64>, found ") << key.getType();
  return verifyRatio(op);
}

SmallVector<int64_t> neap::randomRanges(Operation *op) { return llvm::to_vector(resultType(op).getShape()); }

SmallVector<utils::IteratorType> neap::randomIterators(Operation *op) {
  return SmallVector<utils::IteratorType>(resultType(op).getRank(), utils::IteratorType::parallel);
}

SmallVector<AffineMap> neap::randomMaps(Operation *op) {
  int64_t rank = resultType(op).getRank();
  AffineMap identity = AffineMap::getMultiDimIdentityMap(rank, op->getContext());
  SmallVector<AffineMap> maps(op->getNumOperands() - 1, identity);
  maps.push_back(AffineMap::get(rank, 0, {}, op->getContext())); // The key is the last operand.
  maps.push_back(identity);
  return maps;
}

//===----------------------------------------------------------------------===//
// RandomKeyOp
//===----------------------------------------------------------------------===//

LogicalResult RandomKeyOp::inferReturnTypes(MLIRContext *context, std::optional<Location> location, ValueRange operands,
                                            DictionaryAttr, OpaqueProperties, RegionRange,
                                            SmallVectorImpl<Type> &types) {
  auto scalar = RankedTensorType::get({}, IntegerType::get(context, 64));
  static constexpr llvm::StringLiteral names[] = {"seed", "step", "microbatch"};
  for (auto [name, operand] : llvm::zip_equal(names, operands))
    if (operand.getType() != scalar)
      return emitOptionalError(location, "expected a ", name, " of type ", scalar, ", found ", operand.getType());
  types.push_back(scalar);
  return success();
}

LogicalResult RandomKeyOp::verify() {
  if (getId() > std::numeric_limits<uint32_t>::max())
    return emitOpError("expected an id of 32 bits, found ") << getId();
  return success();
}

SmallVector<int64_t> RandomKeyOp::getLoopRanges() { return {}; }
SmallVector<utils::IteratorType> RandomKeyOp::getLoopIterators() { return {}; }
SmallVector<AffineMap> RandomKeyOp::getLoopIndexingMaps() {
  return SmallVector<AffineMap>(4, AffineMap::get(getContext()));
}

//===----------------------------------------------------------------------===//
// Dropout
//===----------------------------------------------------------------------===//

SmallVector<GradientForm> DropoutOp::getGradientForms() {
  return {{"from-key", {GradientRead::None, GradientRead::Full}, {GradientRead::None}}};
}

LogicalResult DropoutOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                  SmallVectorImpl<Value> &operandGradients) {
  operandGradients[0] = DropoutOp::create(builder, getLoc(), resultGradients[0], getKey(), getRatioAttr());
  return success();
}

/// Of ratio 0, every element is kept and multiplied by 1; of ratio 1, none is.
OpFoldResult DropoutOp::fold(FoldAdaptor) {
  if (getRatio().isZero())
    return getX();
  RankedTensorType type = getY().getType();
  return getRatio().isExactlyValue(1.0)
             ? OpFoldResult(DenseElementsAttr::get(type, FloatAttr::get(type.getElementType(), 0.0)))
             : OpFoldResult();
}

OpFoldResult DropoutMaskOp::fold(FoldAdaptor) {
  bool all = getRatio().isZero();
  return all || getRatio().isExactlyValue(1.0) ? OpFoldResult(DenseElementsAttr::get(getY().getType(), all))
                                               : OpFoldResult();
}

SmallVector<Value> DropoutOp::buildEvaluationForm(OpBuilder &) { return {getX()}; }

SmallVector<Value> DropoutMaskOp::buildEvaluationForm(OpBuilder &builder) {
  return {ConstantOp::create(builder, getLoc(), DenseElementsAttr::get(getY().getType(), true))};
}
