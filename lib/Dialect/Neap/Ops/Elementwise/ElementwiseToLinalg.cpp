//===- ElementwiseToLinalg.cpp - Scalar bodies of element-wise ops ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One scalar expression per op; the loops come from the iteration space.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/ToLinalg.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"

using namespace mlir;
using namespace neap;

namespace {

/// Attaches `Body` (a function from builder, location and scalars to one scalar) to `OpTy`.
template <typename OpTy, Value (*Body)(OpTy, OpBuilder &, Location, ValueRange)>
struct ScalarLowering : LowerableOpInterface::ExternalModel<ScalarLowering<OpTy, Body>, OpTy> {
  SmallVector<Value> buildScalarBody(Operation *op, OpBuilder &builder, Location loc, ValueRange arguments) const {
    return {Body(cast<OpTy>(op), builder, loc, arguments)};
  }
};

} // namespace

/// The float op for float operands, the integer op for the others.
template <typename FloatOp, typename IntOp, typename OpTy>
static Value arithmetic(OpTy, OpBuilder &b, Location loc, ValueRange x) {
  if (isa<FloatType>(x[0].getType()))
    return FloatOp::create(b, loc, x[0], x[1]);
  return IntOp::create(b, loc, x[0], x[1]);
}

template <typename MathOp, typename OpTy>
static Value unary(OpTy, OpBuilder &b, Location loc, ValueRange x) {
  return MathOp::create(b, loc, x[0]);
}

static Value greater(GreaterOp, OpBuilder &b, Location loc, ValueRange x) {
  if (isa<FloatType>(x[0].getType()))
    return arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT, x[0], x[1]);
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sgt, x[0], x[1]);
}

static Value where(WhereOp, OpBuilder &b, Location loc, ValueRange x) {
  return arith::SelectOp::create(b, loc, x[0], x[1], x[2]);
}

static Value relu(ReluOp, OpBuilder &b, Location loc, ValueRange x) {
  return arith::MaximumFOp::create(b, loc, x[0], scalarConstant(b, loc, x[0].getType(), 0.0));
}

namespace neap {
void registerElementwiseLowerings(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    AddOp::attachInterface<ScalarLowering<AddOp, arithmetic<arith::AddFOp, arith::AddIOp, AddOp>>>(*context);
    SubOp::attachInterface<ScalarLowering<SubOp, arithmetic<arith::SubFOp, arith::SubIOp, SubOp>>>(*context);
    MulOp::attachInterface<ScalarLowering<MulOp, arithmetic<arith::MulFOp, arith::MulIOp, MulOp>>>(*context);
    DivOp::attachInterface<ScalarLowering<DivOp, arithmetic<arith::DivFOp, arith::DivSIOp, DivOp>>>(*context);
    NegOp::attachInterface<ScalarLowering<NegOp, unary<arith::NegFOp, NegOp>>>(*context);
    ExpOp::attachInterface<ScalarLowering<ExpOp, unary<math::ExpOp, ExpOp>>>(*context);
    ReluOp::attachInterface<ScalarLowering<ReluOp, relu>>(*context);
    GreaterOp::attachInterface<ScalarLowering<GreaterOp, greater>>(*context);
    WhereOp::attachInterface<ScalarLowering<WhereOp, where>>(*context);
  });
}
} // namespace neap
