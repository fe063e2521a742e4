//===- ElementwiseFolds.cpp - Folds of element-wise ops ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Constants and identities. Integers wrap as the generated code does.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/ConstantFolding.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"

#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

#include <cmath>
#include <limits>

using namespace mlir;
using namespace neap;

template <typename OpTy> static RankedTensorType typeOf(OpTy op) {
  return cast<RankedTensorType>(op->getResult(0).getType());
}

/// Folds with one function for floats and one for integers, both on two operands.
static OpFoldResult foldNumbers(ArrayRef<Attribute> operands, RankedTensorType type,
                                function_ref<double(double, double)> real,
                                function_ref<int64_t(int64_t, int64_t)> integer) {
  bool isFloat = isa<FloatType>(type.getElementType());
  return foldElementwise(operands, type, [&](ArrayRef<Scalar> x) -> std::optional<Scalar> {
    return isFloat ? Scalar{0, real(x[0].real, x[1].real)} : Scalar{integer(x[0].integer, x[1].integer), 0.0};
  });
}

/// The same on one operand.
static OpFoldResult foldNumber(ArrayRef<Attribute> operands, RankedTensorType type, function_ref<double(double)> real,
                               function_ref<int64_t(int64_t)> integer) {
  bool isFloat = isa<FloatType>(type.getElementType());
  return foldElementwise(operands, type, [&](ArrayRef<Scalar> x) -> std::optional<Scalar> {
    return isFloat ? Scalar{0, real(x[0].real)} : Scalar{integer(x[0].integer), 0.0};
  });
}

static bool isSplatOf(Attribute attribute, double value) {
  auto dense = dyn_cast_or_null<DenseElementsAttr>(attribute);
  if (!dense || !dense.isSplat())
    return false;
  std::optional<ConstantElements> elements = ConstantElements::get(dense);
  return elements->isFloat() ? (*elements)[0].real == value : (*elements)[0].integer == static_cast<int64_t>(value);
}

static int64_t wrap(uint64_t value) { return static_cast<int64_t>(value); }
static uint64_t bits(int64_t value) { return static_cast<uint64_t>(value); }

//===----------------------------------------------------------------------===//
// Two operands
//===----------------------------------------------------------------------===//

OpFoldResult AddOp::fold(FoldAdaptor adaptor) {
  if (isSplatOf(adaptor.getB(), 0.0))
    return getA();
  return foldNumbers(
      adaptor.getOperands(), typeOf(*this), [](double a, double b) { return a + b; },
      [](int64_t a, int64_t b) { return wrap(bits(a) + bits(b)); });
}

OpFoldResult SubOp::fold(FoldAdaptor adaptor) {
  if (isSplatOf(adaptor.getB(), 0.0))
    return getA();
  return foldNumbers(
      adaptor.getOperands(), typeOf(*this), [](double a, double b) { return a - b; },
      [](int64_t a, int64_t b) { return wrap(bits(a) - bits(b)); });
}

OpFoldResult MulOp::fold(FoldAdaptor adaptor) {
  if (isSplatOf(adaptor.getB(), 1.0))
    return getA();
  return foldNumbers(
      adaptor.getOperands(), typeOf(*this), [](double a, double b) { return a * b; },
      [](int64_t a, int64_t b) { return wrap(bits(a) * bits(b)); });
}

OpFoldResult DivOp::fold(FoldAdaptor adaptor) {
  if (isSplatOf(adaptor.getB(), 1.0))
    return getA();
  return foldNumbers(
      adaptor.getOperands(), typeOf(*this), [](double a, double b) { return a / b; },
      [](int64_t a, int64_t b) { return b == 0    ? 0
                                        : b == -1 ? wrap(0 - bits(a))
                                                  : a / b; });
}

OpFoldResult PowOp::fold(FoldAdaptor adaptor) {
  if (isSplatOf(adaptor.getB(), 1.0))
    return getA();
  return foldNumbers(
      adaptor.getOperands(), typeOf(*this), [](double a, double b) { return std::pow(a, b); },
      [](int64_t a, int64_t b) {
        if (b < 0)
          return a == 1 ? int64_t(1) : a == -1 ? (b % 2 ? int64_t(-1) : int64_t(1)) : int64_t(0);
        uint64_t power = 1, base = bits(a);
        for (uint64_t rest = bits(b); rest; rest >>= 1, base *= base)
          power *= rest & 1 ? base : 1;
        return wrap(power);
      });
}

OpFoldResult MaxOp::fold(FoldAdaptor adaptor) {
  if (getA() == getB())
    return getA();
  return foldNumbers(
      adaptor.getOperands(), typeOf(*this), [](double a, double b) { return std::isnan(a) || a > b ? a : b; },
      [](int64_t a, int64_t b) { return std::max(a, b); });
}

OpFoldResult MinOp::fold(FoldAdaptor adaptor) {
  if (getA() == getB())
    return getA();
  return foldNumbers(
      adaptor.getOperands(), typeOf(*this), [](double a, double b) { return std::isnan(a) || a < b ? a : b; },
      [](int64_t a, int64_t b) { return std::min(a, b); });
}

OpFoldResult ModOp::fold(FoldAdaptor adaptor) {
  bool fmod = getFmod();
  return foldNumbers(
      adaptor.getOperands(), typeOf(*this),
      [&](double a, double b) {
        double remainder = std::fmod(a, b);
        return !fmod && remainder != 0.0 && (remainder < 0.0) != (b < 0.0) ? remainder + b : remainder;
      },
      [&](int64_t a, int64_t b) {
        if (b == 0 || b == -1)
          return int64_t(0);
        int64_t remainder = a % b;
        return !fmod && remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
      });
}

OpFoldResult PreluOp::fold(FoldAdaptor adaptor) {
  return foldNumbers(
      adaptor.getOperands(), typeOf(*this), [](double a, double b) { return a > 0.0 ? a : a * b; },
      [](int64_t a, int64_t b) { return a > 0 ? a : wrap(bits(a) * bits(b)); });
}

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

static int64_t negate(int64_t value) { return wrap(0 - bits(value)); }

OpFoldResult NegOp::fold(FoldAdaptor adaptor) {
  if (auto inner = getX().getDefiningOp<NegOp>())
    return inner.getX();
  return foldNumber(adaptor.getOperands(), typeOf(*this), [](double x) { return -x; }, negate);
}

OpFoldResult AbsOp::fold(FoldAdaptor adaptor) {
  return foldNumber(
      adaptor.getOperands(), typeOf(*this), [](double x) { return std::fabs(x); },
      [](int64_t x) { return x < 0 ? negate(x) : x; });
}

OpFoldResult SignOp::fold(FoldAdaptor adaptor) {
  return foldNumber(
      adaptor.getOperands(), typeOf(*this), [](double x) { return x > 0   ? 1.0
                                                                  : x < 0 ? -1.0
                                                                          : x; },
      [](int64_t x) { return x > 0   ? int64_t(1)
                             : x < 0 ? int64_t(-1)
                                     : int64_t(0); });
}

/// Folds a function of floats.
static OpFoldResult foldReal(ArrayRef<Attribute> operands, RankedTensorType type, function_ref<double(double)> real) {
  return foldNumber(operands, type, real, [](int64_t x) { return x; });
}

OpFoldResult FloorOp::fold(FoldAdaptor adaptor) {
  return foldReal(adaptor.getOperands(), typeOf(*this), [](double x) { return std::floor(x); });
}
OpFoldResult CeilOp::fold(FoldAdaptor adaptor) {
  return foldReal(adaptor.getOperands(), typeOf(*this), [](double x) { return std::ceil(x); });
}
OpFoldResult RoundOp::fold(FoldAdaptor adaptor) {
  // The default rounding mode rounds halves to even.
  return foldReal(adaptor.getOperands(), typeOf(*this), [](double x) { return std::nearbyint(x); });
}
OpFoldResult ReciprocalOp::fold(FoldAdaptor adaptor) {
  return foldReal(adaptor.getOperands(), typeOf(*this), [](double x) { return 1.0 / x; });
}
OpFoldResult SqrtOp::fold(FoldAdaptor adaptor) {
  return foldReal(adaptor.getOperands(), typeOf(*this), [](double x) { return std::sqrt(x); });
}
OpFoldResult ExpOp::fold(FoldAdaptor adaptor) {
  return foldReal(adaptor.getOperands(), typeOf(*this), [](double x) { return std::exp(x); });
}
OpFoldResult LogOp::fold(FoldAdaptor adaptor) {
  return foldReal(adaptor.getOperands(), typeOf(*this), [](double x) { return std::log(x); });
}

OpFoldResult ClipOp::fold(FoldAdaptor adaptor) {
  if (!getMin() && !getMax())
    return getX();
  double lo = getMin() ? getMin()->convertToDouble() : -std::numeric_limits<double>::infinity();
  double hi = getMax() ? getMax()->convertToDouble() : std::numeric_limits<double>::infinity();
  if (!isa<FloatType>(typeOf(*this).getElementType()))
    return {};
  return foldReal(adaptor.getOperands(), typeOf(*this), [&](double x) {
    if (std::isnan(x))
      return x;
    return std::min(std::max(x, lo), hi);
  });
}

//===----------------------------------------------------------------------===//
// Comparison, logic and choice
//===----------------------------------------------------------------------===//

/// Folds a comparison given what it says of (a < b, a = b, a > b) and of unordered floats.
static OpFoldResult foldCompare(ArrayRef<Attribute> operands, RankedTensorType type, Type element, bool less,
                                bool equal, bool greater, bool unordered) {
  bool isFloat = isa<FloatType>(element);
  return foldElementwise(operands, type, [&](ArrayRef<Scalar> x) -> std::optional<Scalar> {
    if (isFloat && (std::isnan(x[0].real) || std::isnan(x[1].real)))
      return Scalar{unordered, 0.0};
    bool isLess = isFloat ? x[0].real < x[1].real : x[0].integer < x[1].integer;
    bool isEqual = isFloat ? x[0].real == x[1].real : x[0].integer == x[1].integer;
    return Scalar{isLess ? less : isEqual ? equal : greater, 0.0};
  });
}

#define NEAP_FOLD_COMPARE(OpTy, less, equal, greater, unordered)                                                       \
  OpFoldResult OpTy::fold(FoldAdaptor adaptor) {                                                                       \
    return foldCompare(adaptor.getOperands(), typeOf(*this), getA().getType().getElementType(), less, equal, greater,  \
                       unordered);                                                                                     \
  }
NEAP_FOLD_COMPARE(EqualOp, false, true, false, false)
NEAP_FOLD_COMPARE(NotEqualOp, true, false, true, true)
NEAP_FOLD_COMPARE(LessOp, true, false, false, false)
NEAP_FOLD_COMPARE(LessEqualOp, true, true, false, false)
NEAP_FOLD_COMPARE(GreaterOp, false, false, true, false)
NEAP_FOLD_COMPARE(GreaterEqualOp, false, true, true, false)
#undef NEAP_FOLD_COMPARE

OpFoldResult IsNanOp::fold(FoldAdaptor adaptor) {
  return foldElementwise(adaptor.getOperands(), typeOf(*this), [](ArrayRef<Scalar> x) -> std::optional<Scalar> {
    return Scalar{std::isnan(x[0].real), 0.0};
  });
}

OpFoldResult IsInfOp::fold(FoldAdaptor adaptor) {
  bool negative = getDetectNegative(), positive = getDetectPositive();
  return foldElementwise(adaptor.getOperands(), typeOf(*this), [&](ArrayRef<Scalar> x) -> std::optional<Scalar> {
    return Scalar{std::isinf(x[0].real) && (x[0].real < 0 ? negative : positive), 0.0};
  });
}

/// Folds a function of bits.
static OpFoldResult foldBits(ArrayRef<Attribute> operands, RankedTensorType type,
                             function_ref<int64_t(int64_t, int64_t)> integer) {
  return foldElementwise(operands, type, [&](ArrayRef<Scalar> x) -> std::optional<Scalar> {
    return Scalar{integer(x[0].integer, x[1].integer), 0.0};
  });
}

OpFoldResult AndOp::fold(FoldAdaptor adaptor) {
  if (getA() == getB())
    return getA();
  return foldBits(adaptor.getOperands(), typeOf(*this), [](int64_t a, int64_t b) { return a & b; });
}
OpFoldResult OrOp::fold(FoldAdaptor adaptor) {
  if (getA() == getB())
    return getA();
  return foldBits(adaptor.getOperands(), typeOf(*this), [](int64_t a, int64_t b) { return a | b; });
}
OpFoldResult XorOp::fold(FoldAdaptor adaptor) {
  return foldBits(adaptor.getOperands(), typeOf(*this), [](int64_t a, int64_t b) { return a ^ b; });
}

OpFoldResult NotOp::fold(FoldAdaptor adaptor) {
  if (auto inner = getX().getDefiningOp<NotOp>())
    return inner.getX();
  return foldElementwise(adaptor.getOperands(), typeOf(*this),
                         [](ArrayRef<Scalar> x) -> std::optional<Scalar> { return Scalar{~x[0].integer, 0.0}; });
}

OpFoldResult WhereOp::fold(FoldAdaptor adaptor) {
  if (getYes() == getNo())
    return getYes();
  if (isSplatOf(adaptor.getCondition(), 1.0))
    return getYes();
  if (isSplatOf(adaptor.getCondition(), 0.0))
    return getNo();
  return foldElementwise(adaptor.getOperands(), typeOf(*this),
                         [](ArrayRef<Scalar> x) -> std::optional<Scalar> { return x[0].integer ? x[1] : x[2]; });
}

/// A float as an integer of `width` bits: toward zero, clamped; NaN becomes the least.
static int64_t toInteger(double value, unsigned width) {
  int64_t least = width == 64 ? std::numeric_limits<int64_t>::min() : -(int64_t(1) << (width - 1));
  int64_t most = -(least + 1);
  if (!(value > static_cast<double>(least)))
    return least;
  return value >= static_cast<double>(most) ? most : static_cast<int64_t>(value);
}

OpFoldResult CastOp::fold(FoldAdaptor adaptor) {
  if (getX().getType() == getType())
    return getX();
  bool fromFloat = isa<FloatType>(getX().getType().getElementType());
  Type to = getTo();
  return foldElementwise(adaptor.getOperands(), typeOf(*this), [&](ArrayRef<Scalar> x) -> std::optional<Scalar> {
    if (isa<FloatType>(to))
      return fromFloat ? x[0] : Scalar{0, static_cast<double>(x[0].integer)};
    if (to.isInteger(1))
      return Scalar{fromFloat ? x[0].real != 0.0 : x[0].integer != 0, 0.0};
    return fromFloat ? Scalar{toInteger(x[0].real, to.getIntOrFloatBitWidth()), 0.0} : x[0];
  });
}

//===----------------------------------------------------------------------===//
// Canonicalization
//===----------------------------------------------------------------------===//

/// pow with a constant exponent of 2, 1/2 or -1 is a product, a root or a reciprocal.
static LogicalResult simplifyPow(PowOp op, PatternRewriter &rewriter) {
  Attribute exponent;
  if (!isa<FloatType>(op.getType().getElementType()) || !matchPattern(op.getB(), m_Constant(&exponent)))
    return rewriter.notifyMatchFailure(op, "expected a constant float exponent");
  if (isSplatOf(exponent, 2.0))
    rewriter.replaceOpWithNewOp<MulOp>(op, op.getA(), op.getA());
  else if (isSplatOf(exponent, 0.5))
    rewriter.replaceOpWithNewOp<SqrtOp>(op, op.getA());
  else if (isSplatOf(exponent, -1.0))
    rewriter.replaceOpWithNewOp<ReciprocalOp>(op, op.getA());
  else
    return rewriter.notifyMatchFailure(op, "expected an exponent of 2, 0.5 or -1");
  return success();
}

void PowOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) { patterns.add(simplifyPow); }
