//===- ContractionToLinalg.cpp - Loops of matrix products ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One multiply-add in the loops of the op's iteration space. Products of bf16 and
// f16 are summed in f32 and rounded once.
//
//===----------------------------------------------------------------------===//

#include "Convolution/WindowToLinalg.h"
#include "neap/Dialect/Neap/Ops/Contraction.h"

using namespace mlir;
using namespace neap;

namespace {

struct MatmulLowering : LowerableOpInterface::ExternalModel<MatmulLowering, MatmulOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    auto matmul = cast<MatmulOp>(op);
    auto type = cast<RankedTensorType>(matmul.getType());
    Type accumulator = getAccumulatorType(type.getElementType());
    RankedTensorType sumType = withElementType(type, accumulator);
    Value sum = createGeneric(builder, op->getLoc(), operands, {sumType}, matmul.getLoopIndexingMaps(),
                              matmul.getLoopIterators(), {builder.getFloatAttr(accumulator, 0.0)},
                              [&](OpBuilder &nested, Location loc, ValueRange arguments) {
                                return buildScalarBody(op, nested, loc, arguments);
                              })[0];
    if (sumType == type)
      return SmallVector<Value>{sum};
    return SmallVector<Value>{createElementwise(
        builder, op->getLoc(), {sum}, type, [&](OpBuilder &nested, Location loc, ValueRange arguments) {
          return convertFloatScalar(nested, loc, arguments[0], type.getElementType());
        })};
  }

  SmallVector<Value> buildScalarBody(Operation *, OpBuilder &builder, Location loc, ValueRange arguments) const {
    Type accumulator = arguments[2].getType();
    Value product = arith::MulFOp::create(builder, loc, convertFloatScalar(builder, loc, arguments[0], accumulator),
                                          convertFloatScalar(builder, loc, arguments[1], accumulator));
    return {arith::AddFOp::create(builder, loc, arguments[2], product)};
  }

  TypedAttr getNeutralElement(Operation *op, unsigned) const {
    return FloatAttr::get(getAccumulatorType(getElementTypeOrSelf(op->getResult(0).getType())), 0.0);
  }
};

} // namespace

namespace neap {
void registerContractionLowerings(DialectRegistry &registry) {
  registry.addExtension(
      +[](MLIRContext *context, NeapDialect *) { MatmulOp::attachInterface<MatmulLowering>(*context); });
}
} // namespace neap
