//===- GradientBuilder.h - Short spelling for gradient formulas -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Gradients stand beside their ops as formulas, `g.mul(dy, b)`; this gives them
// short names. Every value has the shape of its first argument.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_GRADIENTBUILDER_H
#define NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_GRADIENTBUILDER_H

#include "neap/Dialect/Neap/IR/Neap.h"

#include <optional>

namespace neap {

class GradientBuilder {
public:
  using Value = mlir::Value;

  GradientBuilder(mlir::OpBuilder &builder, mlir::Location loc) : builder(builder), loc(loc) {}

  Value add(Value a, Value b);
  Value add(Value a, double b);
  Value sub(Value a, Value b);
  /// a - b
  Value rsub(double a, Value b);
  Value mul(Value a, Value b);
  Value mul(Value a, double b);
  Value div(Value a, Value b);
  Value pow(Value a, Value b);
  Value neg(Value a);
  Value abs(Value a);
  Value square(Value a);
  Value sqrt(Value a);
  Value exp(Value a);
  Value log(Value a);
  Value erf(Value a);
  Value sin(Value a);
  Value cos(Value a);
  Value sinh(Value a);
  Value cosh(Value a);
  Value tanh(Value a);
  Value sigmoid(Value a);
  Value softplus(Value a);
  Value floor(Value a);
  Value cast(Value a, mlir::Type element);
  Value zeros(Value like);
  Value splat(Value like, double value);

  // i1 tensors.
  Value greater(Value a, double b);
  Value greaterEqual(Value a, Value b);
  Value less(Value a, double b);
  Value equal(Value a, Value b);
  Value equal(Value a, double b);
  Value both(Value a, Value b);
  Value where(Value condition, Value yes, Value no);

  // Reductions and broadcasts over `axes` of values of `shape`.
  /// Sum over `axes`, which disappear.
  Value sum(Value a, llvm::ArrayRef<int64_t> axes);
  /// `a`, reduced over `axes` (kept with extent one or not), back in `shape`.
  Value expand(Value a, llvm::ArrayRef<int64_t> axes, llvm::ArrayRef<int64_t> shape);
  Value reshape(Value a, llvm::ArrayRef<int64_t> shape);

  // Parts of gradients with a name of their own.
  /// dy where `mine`, half of it where `other` holds too.
  Value shareOf(Value dy, Value mine, Value other);
  /// dy where lo < v < hi; a bound that is not given holds.
  Value whereInside(Value v, std::optional<llvm::APFloat> lo, std::optional<llvm::APFloat> hi, Value dy);
  /// dy sign(x)
  Value bySign(Value x, Value dy);
  /// a / b rounded toward zero or down.
  Value roundedQuotient(Value a, Value b, bool towardZero);
  Value powGradientBase(Value dy, Value a, Value b);
  Value powGradientExponent(Value dy, Value a, Value b, Value y);
  Value tanhGradient(Value dy, Value y);
  Value sigmoidGradient(Value dy, Value y);
  Value hardSwishGradient(Value dy, Value x);
  Value siluGradient(Value dy, Value x);
  Value mishGradient(Value dy, Value x);
  Value geluGradient(Value dy, Value x);
  Value geluTanhGradient(Value dy, Value x);

  mlir::OpBuilder &builder;
  mlir::Location loc;
};

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_GRADIENTBUILDER_H
