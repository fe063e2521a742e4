//===- ScalarMath.h - Writing scalar formulas as formulas -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The body of a lowering is a formula on scalars; this lets it be written as one:
// `w - lr * (g + decay * w)`. A number takes the type of the scalar beside it.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_IR_SCALARMATH_H
#define NEAP_DIALECT_NEAP_IR_SCALARMATH_H

#include "neap/Dialect/Neap/IR/ToLinalg.h"

namespace neap {

/// A floating-point scalar with the place where operations on it are built.
class Scalar {
public:
  Scalar(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value value) : builder(&builder), loc(loc), value(value) {}

  mlir::Value get() const { return value; }
  mlir::Type getType() const { return value.getType(); }
  /// A number of the same type.
  Scalar number(double constant) const { return with(scalarConstant(*builder, loc, getType(), constant)); }
  Scalar with(mlir::Value other) const { return Scalar(*builder, loc, other); }

  /// Converts to another floating-point type.
  Scalar to(mlir::Type type) const {
    if (type == getType())
      return *this;
    if (type.getIntOrFloatBitWidth() > getType().getIntOrFloatBitWidth())
      return with(mlir::arith::ExtFOp::create(*builder, loc, type, value));
    return with(mlir::arith::TruncFOp::create(*builder, loc, type, value));
  }
  template <typename OpTy> Scalar apply() const { return with(OpTy::create(*builder, loc, value)); }
  template <typename OpTy> Scalar apply(Scalar other) const {
    return with(OpTy::create(*builder, loc, value, other.value));
  }

  Scalar sqrt() const { return apply<mlir::math::SqrtOp>(); }
  Scalar exp() const { return apply<mlir::math::ExpOp>(); }
  Scalar log() const { return apply<mlir::math::LogOp>(); }
  Scalar log1p() const { return apply<mlir::math::Log1pOp>(); }
  Scalar cos() const { return apply<mlir::math::CosOp>(); }
  Scalar abs() const { return apply<mlir::math::AbsFOp>(); }
  /// NaN when one of both is.
  Scalar max(Scalar other) const { return apply<mlir::arith::MaximumFOp>(other); }
  /// i1: an ordered comparison, false with NaN.
  mlir::Value compare(mlir::arith::CmpFPredicate predicate, Scalar other) const {
    return mlir::arith::CmpFOp::create(*builder, loc, predicate, value, other.value);
  }
  mlir::Value less(Scalar other) const { return compare(mlir::arith::CmpFPredicate::OLT, other); }
  /// This where the condition holds, else `other`.
  Scalar where(mlir::Value condition, Scalar other) const {
    return with(mlir::arith::SelectOp::create(*builder, loc, condition, value, other.value));
  }
  /// -1, 0 or 1.
  Scalar sign() const {
    Scalar zero = number(0);
    return number(-1).where(less(zero), number(1).where(zero.less(*this), zero));
  }

  friend Scalar operator+(Scalar a, Scalar b) { return a.apply<mlir::arith::AddFOp>(b); }
  friend Scalar operator-(Scalar a, Scalar b) { return a.apply<mlir::arith::SubFOp>(b); }
  friend Scalar operator*(Scalar a, Scalar b) { return a.apply<mlir::arith::MulFOp>(b); }
  friend Scalar operator/(Scalar a, Scalar b) { return a.apply<mlir::arith::DivFOp>(b); }
  friend Scalar operator+(Scalar a, double b) { return a + a.number(b); }
  friend Scalar operator-(Scalar a, double b) { return a - a.number(b); }
  friend Scalar operator*(Scalar a, double b) { return a * a.number(b); }
  friend Scalar operator/(Scalar a, double b) { return a / a.number(b); }
  friend Scalar operator+(double a, Scalar b) { return b.number(a) + b; }
  friend Scalar operator-(double a, Scalar b) { return b.number(a) - b; }
  friend Scalar operator*(double a, Scalar b) { return b.number(a) * b; }

private:
  mlir::OpBuilder *builder;
  mlir::Location loc;
  mlir::Value value;
};

} // namespace neap

#endif // NEAP_DIALECT_NEAP_IR_SCALARMATH_H
