//===- Reduction.cpp - Many elements to one ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Result types, loops and the longer gradients. Folds stand in ReductionFolds.cpp.
//
//===----------------------------------------------------------------------===//

#include "Reduction/Reduction.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"
#include "neap/Dialect/Neap/Ops/Reduction.h"

using namespace mlir;
using namespace neap;

#include "neap/Dialect/Neap/Ops/ReductionEnums.cpp.inc"
#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Reduction.cpp.inc"

void NeapDialect::registerReductionOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Reduction.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Result types
//===----------------------------------------------------------------------===//

/// `shape` with `axes` removed or set to one.
static SmallVector<int64_t> reduceShape(ArrayRef<int64_t> shape, ArrayRef<int64_t> axes, bool keepdims) {
  SmallVector<int64_t> result;
  for (auto [dim, extent] : llvm::enumerate(shape)) {
    bool reduced = llvm::is_contained(axes, static_cast<int64_t>(dim));
    if (!reduced || keepdims)
      result.push_back(reduced ? 1 : extent);
  }
  return result;
}

LogicalResult neap::inferReduction(std::optional<Location> location, Value x, ArrayRef<int64_t> axes, bool keepdims,
                                   SmallVectorImpl<Type> &types) {
  auto type = cast<RankedTensorType>(x.getType());
  int64_t previous = -1;
  for (int64_t axis : axes) {
    if (axis <= previous || axis >= type.getRank())
      return emitOptionalError(location, "expected distinct axes in order below the rank ", type.getRank(), ", found [",
                               axes, "]");
    previous = axis;
  }
  types.push_back(RankedTensorType::get(reduceShape(type.getShape(), axes, keepdims), type.getElementType()));
  return success();
}

LogicalResult neap::inferArgExtremum(std::optional<Location> location, Value x, int64_t axis, bool keepdims,
                                     SmallVectorImpl<Type> &types) {
  auto type = cast<RankedTensorType>(x.getType());
  if (axis < 0 || axis >= type.getRank())
    return emitOptionalError(location, "expected an axis below the rank ", type.getRank(), ", found ", axis);
  if (type.getDimSize(axis) == 0)
    return emitOptionalError(location, "expected elements along axis ", axis, " of ", type, ", found none");
  types.push_back(
      RankedTensorType::get(reduceShape(type.getShape(), {axis}, keepdims), IntegerType::get(type.getContext(), 64)));
  return success();
}

LogicalResult CumsumOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  auto type = cast<RankedTensorType>(adaptor.getX().getType());
  int64_t axis = adaptor.getAxis();
  if (axis < 0 || axis >= type.getRank())
    return emitOptionalError(location, "expected an axis below the rank ", type.getRank(), ", found ", axis);
  types.push_back(type);
  return success();
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

ReductionLoops neap::getReductionLoops(RankedTensorType x, ArrayRef<int64_t> axes, bool keepdims) {
  MLIRContext *context = x.getContext();
  ReductionLoops loops;
  SmallVector<AffineExpr> source, result;
  auto addLoop = [&](int64_t extent, utils::IteratorType iterator) {
    loops.ranges.push_back(extent);
    loops.iterators.push_back(iterator);
    return getAffineDimExpr(loops.ranges.size() - 1, context);
  };
  for (auto [dim, extent] : llvm::enumerate(x.getShape())) {
    bool reduced = llvm::is_contained(axes, static_cast<int64_t>(dim));
    if (reduced && keepdims)
      result.push_back(addLoop(1, utils::IteratorType::parallel));
    source.push_back(addLoop(extent, reduced ? utils::IteratorType::reduction : utils::IteratorType::parallel));
    if (!reduced)
      result.push_back(source.back());
  }
  loops.source = AffineMap::get(loops.ranges.size(), 0, source, context);
  loops.result = AffineMap::get(loops.ranges.size(), 0, result, context);
  return loops;
}

//===----------------------------------------------------------------------===//
// Gradients
//===----------------------------------------------------------------------===//

double neap::countReduced(ArrayRef<int64_t> shape, ArrayRef<int64_t> axes) {
  double count = 1.0;
  for (int64_t axis : axes)
    count *= static_cast<double>(shape[axis]);
  return count;
}

Value neap::buildExtremumGradient(GradientBuilder &g, Value x, Value y, Value dy, ArrayRef<int64_t> axes) {
  auto type = cast<RankedTensorType>(x.getType());
  Value chosen = g.equal(x, g.expand(y, axes, type.getShape()));
  Value count = g.sum(g.cast(chosen, type.getElementType()), axes);
  Value share = g.div(dy, g.reshape(count, cast<RankedTensorType>(dy.getType()).getShape()));
  Value spread = g.expand(share, axes, type.getShape());
  return g.where(chosen, spread, g.zeros(spread));
}

/// With P the product of the elements other than zero: dx = dy P / x without a zero; with one zero, dy P there and 0
/// elsewhere; with more, 0.
Value neap::buildProductGradient(GradientBuilder &g, Value x, Value dy, ArrayRef<int64_t> axes) {
  auto type = cast<RankedTensorType>(x.getType());
  ArrayRef<int64_t> shape = type.getShape();
  Value isZero = g.equal(x, 0.0), ones = g.splat(x, 1.0);
  Value nonZero = g.where(isZero, ones, x);
  Value zeroCount = g.expand(g.sum(g.cast(isZero, type.getElementType()), axes), axes, shape);
  Value product = ReduceProdOp::create(g.builder, g.loc, nonZero, axes, /*keepdims=*/false);
  Value scaled = g.mul(g.expand(dy, axes, shape), g.expand(product, axes, shape));
  Value atZero = g.where(g.both(isZero, g.equal(zeroCount, 1.0)), scaled, g.zeros(x));
  return g.where(g.equal(zeroCount, 0.0), g.div(scaled, nonZero), atZero);
}

SmallVector<GradientForm> CumsumOp::getGradientForms() {
  return {{"linear", {GradientRead::None}, {GradientRead::None}}};
}

LogicalResult CumsumOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                                 SmallVectorImpl<Value> &dx) {
  dx[0] = CumsumOp::create(builder, getLoc(), dy[0], getAxis(), getExclusive(), !getReverse());
  return success();
}
