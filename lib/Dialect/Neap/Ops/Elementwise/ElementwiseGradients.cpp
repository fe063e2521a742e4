//===- ElementwiseGradients.cpp - The gradient builder ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The names that gradient formulas are written with, and the longer formulas.
//
//===----------------------------------------------------------------------===//

#include "Elementwise/GradientBuilder.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"
#include "neap/Dialect/Neap/Ops/Reduction.h"
#include "neap/Dialect/Neap/Ops/Shape.h"

using namespace mlir;
using namespace neap;

Value GradientBuilder::add(Value a, Value b) { return AddOp::create(builder, loc, a, b); }
Value GradientBuilder::add(Value a, double b) { return add(a, splat(a, b)); }
Value GradientBuilder::sub(Value a, Value b) { return SubOp::create(builder, loc, a, b); }
Value GradientBuilder::rsub(double a, Value b) { return sub(splat(b, a), b); }
Value GradientBuilder::mul(Value a, Value b) { return MulOp::create(builder, loc, a, b); }
Value GradientBuilder::mul(Value a, double b) { return mul(a, splat(a, b)); }
Value GradientBuilder::div(Value a, Value b) { return DivOp::create(builder, loc, a, b); }
Value GradientBuilder::pow(Value a, Value b) { return PowOp::create(builder, loc, a, b); }
Value GradientBuilder::neg(Value a) { return NegOp::create(builder, loc, a); }
Value GradientBuilder::abs(Value a) { return AbsOp::create(builder, loc, a); }
Value GradientBuilder::square(Value a) { return mul(a, a); }
Value GradientBuilder::sqrt(Value a) { return SqrtOp::create(builder, loc, a); }
Value GradientBuilder::exp(Value a) { return ExpOp::create(builder, loc, a); }
Value GradientBuilder::log(Value a) { return LogOp::create(builder, loc, a); }
Value GradientBuilder::erf(Value a) { return ErfOp::create(builder, loc, a); }
Value GradientBuilder::sin(Value a) { return SinOp::create(builder, loc, a); }
Value GradientBuilder::cos(Value a) { return CosOp::create(builder, loc, a); }
Value GradientBuilder::sinh(Value a) { return SinhOp::create(builder, loc, a); }
Value GradientBuilder::cosh(Value a) { return CoshOp::create(builder, loc, a); }
Value GradientBuilder::tanh(Value a) { return TanhOp::create(builder, loc, a); }
Value GradientBuilder::sigmoid(Value a) { return SigmoidOp::create(builder, loc, a); }
Value GradientBuilder::softplus(Value a) { return SoftplusOp::create(builder, loc, a); }
Value GradientBuilder::floor(Value a) { return FloorOp::create(builder, loc, a); }
Value GradientBuilder::cast(Value a, Type element) { return CastOp::create(builder, loc, a, element); }
Value GradientBuilder::zeros(Value like) { return splat(like, 0.0); }
Value GradientBuilder::splat(Value like, double value) {
  return createSplat(builder, loc, llvm::cast<RankedTensorType>(like.getType()), value);
}

Value GradientBuilder::greater(Value a, double b) { return GreaterOp::create(builder, loc, a, splat(a, b)); }
Value GradientBuilder::greaterEqual(Value a, Value b) { return GreaterEqualOp::create(builder, loc, a, b); }
Value GradientBuilder::less(Value a, double b) { return LessOp::create(builder, loc, a, splat(a, b)); }
Value GradientBuilder::equal(Value a, Value b) { return EqualOp::create(builder, loc, a, b); }
Value GradientBuilder::equal(Value a, double b) { return equal(a, splat(a, b)); }
Value GradientBuilder::both(Value a, Value b) { return AndOp::create(builder, loc, a, b); }
Value GradientBuilder::where(Value condition, Value yes, Value no) {
  return WhereOp::create(builder, loc, condition, yes, no);
}

Value GradientBuilder::sum(Value a, ArrayRef<int64_t> axes) {
  return ReduceSumOp::create(builder, loc, a, axes, /*keepdims=*/false);
}

Value GradientBuilder::reshape(Value a, ArrayRef<int64_t> shape) {
  if (llvm::cast<RankedTensorType>(a.getType()).getShape() == shape)
    return a;
  return ReshapeOp::create(builder, loc, a, shape);
}

Value GradientBuilder::expand(Value a, ArrayRef<int64_t> axes, ArrayRef<int64_t> shape) {
  SmallVector<int64_t> kept(shape);
  for (int64_t axis : axes)
    kept[axis] = 1;
  return BroadcastOp::create(builder, loc, reshape(a, kept), shape);
}

Value GradientBuilder::shareOf(Value dy, Value mine, Value other) {
  return where(mine, where(other, mul(dy, 0.5), dy), zeros(dy));
}

Value GradientBuilder::whereInside(Value v, std::optional<APFloat> lo, std::optional<APFloat> hi, Value dy) {
  Value inside;
  if (lo)
    inside = greater(v, lo->convertToDouble());
  if (hi) {
    Value below = less(v, hi->convertToDouble());
    inside = inside ? both(inside, below) : below;
  }
  return inside ? where(inside, dy, zeros(dy)) : dy;
}

Value GradientBuilder::bySign(Value x, Value dy) {
  return where(greater(x, 0.0), dy, where(less(x, 0.0), neg(dy), zeros(dy)));
}

Value GradientBuilder::roundedQuotient(Value a, Value b, bool towardZero) {
  Value quotient = div(a, b);
  if (!towardZero)
    return floor(quotient);
  Value magnitude = floor(abs(quotient));
  return where(less(quotient, 0.0), neg(magnitude), magnitude);
}

Value GradientBuilder::powGradientBase(Value dy, Value a, Value b) {
  Value slope = mul(b, pow(a, add(b, -1.0)));
  return mul(dy, where(equal(b, 0.0), zeros(b), slope));
}

Value GradientBuilder::powGradientExponent(Value dy, Value a, Value b, Value y) {
  Value flat = both(equal(a, 0.0), greaterEqual(b, zeros(b)));
  return mul(dy, where(flat, zeros(a), mul(y, log(a))));
}

Value GradientBuilder::tanhGradient(Value dy, Value y) { return mul(dy, rsub(1.0, square(y))); }

Value GradientBuilder::sigmoidGradient(Value dy, Value y) { return mul(dy, mul(y, rsub(1.0, y))); }

Value GradientBuilder::hardSwishGradient(Value dy, Value x) {
  Value middle = mul(dy, add(mul(x, 1.0 / 3.0), 0.5));
  return where(less(x, -3.0), zeros(dy), where(greater(x, 3.0), dy, middle));
}

Value GradientBuilder::siluGradient(Value dy, Value x) {
  Value s = sigmoid(x);
  return mul(dy, mul(s, add(mul(x, rsub(1.0, s)), 1.0)));
}

Value GradientBuilder::mishGradient(Value dy, Value x) {
  Value w = tanh(softplus(x));
  return mul(dy, add(w, mul(mul(x, sigmoid(x)), rsub(1.0, square(w)))));
}

Value GradientBuilder::geluGradient(Value dy, Value x) {
  constexpr double inverseRoot2 = 0.70710678118654752440, inverseRoot2Pi = 0.39894228040143267794;
  Value distribution = mul(add(erf(mul(x, inverseRoot2)), 1.0), 0.5);
  Value density = mul(exp(mul(square(x), -0.5)), inverseRoot2Pi);
  return mul(dy, add(distribution, mul(x, density)));
}

Value GradientBuilder::geluTanhGradient(Value dy, Value x) {
  // u = k (x + c x^3), y = x (1 + tanh u) / 2
  constexpr double k = 0.79788456080286535588, c = 0.044715;
  Value square = mul(x, x);
  Value t = tanh(mul(mul(x, add(mul(square, c), 1.0)), k));
  Value slope = mul(add(mul(square, 3.0 * c), 1.0), k);
  Value inner = mul(mul(x, rsub(1.0, mul(t, t))), slope);
  return mul(dy, mul(add(add(t, 1.0), inner), 0.5));
}
