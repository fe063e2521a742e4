//===- Composer.cpp - Short spelling for compositions of ops ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One op of another family per method, after broadcasting what is smaller.
//
//===----------------------------------------------------------------------===//

#include "Normalization/Composer.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"
#include "neap/Dialect/Neap/Ops/Reduction.h"
#include "neap/Dialect/Neap/Ops/Shape.h"

using namespace mlir;
using namespace neap;

void Composer::match(Value &a, Value &b) {
  SmallVector<int64_t> shape;
  for (auto [left, right] : llvm::zip_equal(typeOf(a).getShape(), typeOf(b).getShape()))
    shape.push_back(left == 1 ? right : left);
  a = broadcast(a, shape);
  b = broadcast(b, shape);
}

Value Composer::add(Value a, Value b) {
  match(a, b);
  return AddOp::create(builder, loc, a, b);
}

Value Composer::sub(Value a, Value b) {
  match(a, b);
  return SubOp::create(builder, loc, a, b);
}

Value Composer::mul(Value a, Value b) {
  match(a, b);
  return MulOp::create(builder, loc, a, b);
}

Value Composer::div(Value a, Value b) {
  match(a, b);
  return DivOp::create(builder, loc, a, b);
}

Value Composer::pow(Value a, double b) {
  if (b == 1.0)
    return a;
  if (b == 2.0)
    return MulOp::create(builder, loc, a, a);
  if (b == 0.5)
    return sqrt(a);
  return PowOp::create(builder, loc, a, splat(a, b));
}

Value Composer::exp(Value x) { return ExpOp::create(builder, loc, x); }
Value Composer::log(Value x) { return LogOp::create(builder, loc, x); }
Value Composer::sqrt(Value x) { return SqrtOp::create(builder, loc, x); }
Value Composer::reciprocal(Value x) { return ReciprocalOp::create(builder, loc, x); }
Value Composer::abs(Value x) { return AbsOp::create(builder, loc, x); }
Value Composer::sign(Value x) { return SignOp::create(builder, loc, x); }

Value Composer::zeroUnlessPositive(Value condition, Value x) {
  Value positive = GreaterOp::create(builder, loc, condition, splat(condition, 0.0));
  return WhereOp::create(builder, loc, positive, x, splat(x, 0.0));
}

Value Composer::sum(Value x, ArrayRef<int64_t> axes) {
  return axes.empty() ? x : ReduceSumOp::create(builder, loc, x, axes, /*keepdims=*/true);
}

Value Composer::mean(Value x, ArrayRef<int64_t> axes) {
  return axes.empty() ? x : ReduceMeanOp::create(builder, loc, x, axes, /*keepdims=*/true);
}

Value Composer::max(Value x, ArrayRef<int64_t> axes) {
  return axes.empty() ? x : ReduceMaxOp::create(builder, loc, x, axes, /*keepdims=*/true);
}

Value Composer::reshape(Value x, ArrayRef<int64_t> shape) {
  if (typeOf(x).getShape() == shape)
    return x;
  return ReshapeOp::create(builder, loc, x, builder.getDenseI64ArrayAttr(shape));
}

Value Composer::broadcast(Value x, ArrayRef<int64_t> shape) {
  if (typeOf(x).getShape() == shape)
    return x;
  return BroadcastOp::create(builder, loc, x, builder.getDenseI64ArrayAttr(shape));
}

Value Composer::cast(Value x, Type element) {
  if (typeOf(x).getElementType() == element)
    return x;
  return CastOp::create(builder, loc, x, element);
}
