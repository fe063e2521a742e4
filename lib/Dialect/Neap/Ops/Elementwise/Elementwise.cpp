//===- Elementwise.cpp - Element-wise arithmetic ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Iteration spaces, result types and verifiers of the element-wise family. Folds
// stand in ElementwiseFolds.cpp, gradient formulas beside the ops.
//
//===----------------------------------------------------------------------===//

#include "Elementwise/Elementwise.h"
#include "Elementwise/GradientBuilder.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"

using namespace mlir;
using namespace neap;

#include "neap/Dialect/Neap/Ops/ElementwiseEnums.cpp.inc"
#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Elementwise.cpp.inc"

void NeapDialect::registerElementwiseOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Elementwise.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Iteration space
//===----------------------------------------------------------------------===//

static RankedTensorType resultType(Operation *op) { return cast<RankedTensorType>(op->getResult(0).getType()); }

SmallVector<int64_t> neap::elementwiseRanges(Operation *op) { return llvm::to_vector(resultType(op).getShape()); }

SmallVector<utils::IteratorType> neap::elementwiseIterators(Operation *op) {
  return SmallVector<utils::IteratorType>(resultType(op).getRank(), utils::IteratorType::parallel);
}

SmallVector<AffineMap> neap::elementwiseMaps(Operation *op) {
  AffineMap identity = AffineMap::getMultiDimIdentityMap(resultType(op).getRank(), op->getContext());
  return SmallVector<AffineMap>(op->getNumOperands() + op->getNumResults(), identity);
}

//===----------------------------------------------------------------------===//
// Result types
//===----------------------------------------------------------------------===//

LogicalResult neap::inferBoolean(std::optional<Location> location, ValueRange operands, SmallVectorImpl<Type> &types) {
  auto type = cast<RankedTensorType>(operands.front().getType());
  for (Value operand : operands)
    if (operand.getType() != type)
      return emitOptionalError(location, "expected operands of one type, found ", type, " and ", operand.getType());
  types.push_back(RankedTensorType::get(type.getShape(), IntegerType::get(type.getContext(), 1)));
  return success();
}

LogicalResult CastOp::inferReturnTypes(MLIRContext *, std::optional<Location>, Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  types.push_back(withElementType(cast<RankedTensorType>(adaptor.getX().getType()), adaptor.getTo()));
  return success();
}

bool CastOp::isDifferentiableOperand(unsigned) {
  return isa<FloatType>(getX().getType().getElementType()) && isa<FloatType>(getTo());
}

//===----------------------------------------------------------------------===//
// Verifiers
//===----------------------------------------------------------------------===//

LogicalResult ClipOp::verify() {
  if ((getMin() && getMin()->isNaN()) || (getMax() && getMax()->isNaN()))
    return emitOpError("bounds must be numbers, found NaN");
  return success();
}

LogicalResult CeluOp::verify() {
  if (getAlpha().isZero() || getAlpha().isNaN())
    return emitOpError("alpha must be a number other than 0, found ") << getAlpha().convertToDouble();
  return success();
}

LogicalResult GeluOp::verify() {
  if (getApproximate() != "none" && getApproximate() != "tanh")
    return emitOpError("approximate must be \"none\" or \"tanh\", found \"") << getApproximate() << "\"";
  return success();
}
