//===- ElementwiseToLinalg.cpp - Scalar bodies of element-wise ops ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One scalar expression per op; the loops come from the iteration space. Floats
// below 32 bits are computed in f32 and rounded once, at the end.
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
    SmallVector<Value> widened;
    for (Value argument : arguments)
      widened.push_back(widenScalar(builder, loc, argument));
    Value result = Body(cast<OpTy>(op), builder, loc, widened);
    return {convertFloatScalar(builder, loc, result, getElementTypeOrSelf(op->getResult(0).getType()))};
  }
};

/// Short spelling for scalar arithmetic on one type.
struct Scalars {
  OpBuilder &b;
  Location loc;

  Value number(Value like, double value) { return scalarConstant(b, loc, like.getType(), value); }
  Value add(Value x, Value y) { return arith::AddFOp::create(b, loc, x, y); }
  Value add(Value x, double y) { return add(x, number(x, y)); }
  Value sub(Value x, Value y) { return arith::SubFOp::create(b, loc, x, y); }
  Value mul(Value x, Value y) { return arith::MulFOp::create(b, loc, x, y); }
  Value mul(Value x, double y) { return mul(x, number(x, y)); }
  Value div(Value x, Value y) { return arith::DivFOp::create(b, loc, x, y); }
  Value neg(Value x) { return arith::NegFOp::create(b, loc, x); }
  Value abs(Value x) { return math::AbsFOp::create(b, loc, x); }
  Value exp(Value x) { return math::ExpOp::create(b, loc, x); }
  Value max(Value x, Value y) { return arith::MaximumFOp::create(b, loc, x, y); }
  Value min(Value x, Value y) { return arith::MinimumFOp::create(b, loc, x, y); }
  Value greater(Value x, Value y) { return arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT, x, y); }
  Value greater(Value x, double y) { return greater(x, number(x, y)); }
  Value less(Value x, double y) { return arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OLT, x, number(x, y)); }
  Value select(Value c, Value yes, Value no) { return arith::SelectOp::create(b, loc, c, yes, no); }
  /// 1 / (1 + e^-x)
  Value sigmoid(Value x) { return div(number(x, 1.0), add(exp(neg(x)), 1.0)); }
  /// x where x > 0, else alpha (e^x - 1)
  Value elu(Value x, double alpha) { return select(greater(x, 0.0), x, mul(math::ExpM1Op::create(b, loc, x), alpha)); }
};

} // namespace

static bool isFloat(Value value) { return isa<FloatType>(value.getType()); }

//===----------------------------------------------------------------------===//
// Two operands
//===----------------------------------------------------------------------===//

/// The float op for float operands, the integer op for the others.
template <typename FloatOp, typename IntOp, typename OpTy>
static Value arithmetic(OpTy, OpBuilder &b, Location loc, ValueRange x) {
  if (isFloat(x[0]))
    return FloatOp::create(b, loc, x[0], x[1]);
  return IntOp::create(b, loc, x[0], x[1]);
}

template <typename IntOp, typename OpTy> static Value bitwise(OpTy, OpBuilder &b, Location loc, ValueRange x) {
  return IntOp::create(b, loc, x[0], x[1]);
}

/// LLVM's integer division is undefined for the divisor 0 and for least / -1: `divisor` is 1 in both cases.
struct SafeDivisor {
  Value divisor, isZero, isMinusOne;
};
static SafeDivisor makeSafe(OpBuilder &b, Location loc, Value divisor) {
  Value zero = scalarConstant(b, loc, divisor.getType(), 0), one = scalarConstant(b, loc, divisor.getType(), 1);
  Value minusOne = scalarConstant(b, loc, divisor.getType(), -1);
  Value isZero = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, divisor, zero);
  Value isMinusOne = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, divisor, minusOne);
  Value unsafe = arith::OrIOp::create(b, loc, isZero, isMinusOne);
  return {arith::SelectOp::create(b, loc, unsafe, one, divisor), isZero, isMinusOne};
}

static Value divide(DivOp, OpBuilder &b, Location loc, ValueRange x) {
  if (isFloat(x[0]))
    return arith::DivFOp::create(b, loc, x[0], x[1]);
  SafeDivisor safe = makeSafe(b, loc, x[1]);
  Value zero = scalarConstant(b, loc, x[0].getType(), 0);
  Value negated = arith::SubIOp::create(b, loc, zero, x[0]);
  Value quotient = arith::DivSIOp::create(b, loc, x[0], safe.divisor);
  quotient = arith::SelectOp::create(b, loc, safe.isMinusOne, negated, quotient);
  return arith::SelectOp::create(b, loc, safe.isZero, zero, quotient);
}

static Value remainder(ModOp op, OpBuilder &b, Location loc, ValueRange x) {
  Value zero = scalarConstant(b, loc, x[0].getType(), 0), result, negative, divisorNegative, isZero;
  if (isFloat(x[0])) {
    result = arith::RemFOp::create(b, loc, x[0], x[1]);
    if (op.getFmod())
      return result;
    negative = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OLT, result, zero);
    divisorNegative = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OLT, x[1], zero);
    isZero = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ, result, zero);
  } else {
    // The remainder by 1 stands for those by 0 and -1: zero.
    result = arith::RemSIOp::create(b, loc, x[0], makeSafe(b, loc, x[1]).divisor);
    if (op.getFmod())
      return result;
    negative = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, result, zero);
    divisorNegative = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, x[1], zero);
    isZero = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, result, zero);
  }
  Value differ = arith::XOrIOp::create(b, loc, negative, divisorNegative);
  Value moved = isFloat(x[0]) ? Value(arith::AddFOp::create(b, loc, result, x[1]))
                              : Value(arith::AddIOp::create(b, loc, result, x[1]));
  return arith::SelectOp::create(b, loc, isZero, result, arith::SelectOp::create(b, loc, differ, moved, result));
}

/// Repeated squaring over the six bits of an exponent below 64; a larger one overflows any base but 0, 1 and -1, for
/// which 62 or 63 gives the same. A negative exponent leaves the whole part of 1 / a^-b.
static Value integerPower(OpBuilder &b, Location loc, Value base, Value exponent) {
  Type type = base.getType();
  auto constant = [&](int64_t value) { return scalarConstant(b, loc, type, static_cast<double>(value)); };
  auto compare = [&](arith::CmpIPredicate predicate, Value x, int64_t y) -> Value {
    return arith::CmpIOp::create(b, loc, predicate, x, constant(y));
  };
  Value negative = compare(arith::CmpIPredicate::slt, exponent, 0);
  Value magnitude = math::AbsIOp::create(b, loc, exponent);
  Value parity = arith::AndIOp::create(b, loc, magnitude, constant(1));
  Value largest = arith::AddIOp::create(b, loc, constant(62), parity);
  Value rest = arith::MinUIOp::create(b, loc, magnitude, largest), power = constant(1), square = base;
  for (int bit = 0; bit < 6; ++bit) {
    Value set = compare(arith::CmpIPredicate::ne, arith::AndIOp::create(b, loc, rest, constant(1)), 0);
    power = arith::SelectOp::create(b, loc, set, arith::MulIOp::create(b, loc, power, square), power);
    square = arith::MulIOp::create(b, loc, square, square);
    rest = arith::ShRUIOp::create(b, loc, rest, constant(1));
  }
  // Of |a| > 1 the reciprocal's whole part is 0; of 1 and -1 it is the power itself.
  Value isUnit = compare(arith::CmpIPredicate::eq, math::AbsIOp::create(b, loc, base), 1);
  Value reciprocal = arith::SelectOp::create(b, loc, isUnit, power, constant(0));
  return arith::SelectOp::create(b, loc, negative, reciprocal, power);
}

static Value power(PowOp, OpBuilder &b, Location loc, ValueRange x) {
  if (isFloat(x[0]))
    return math::PowFOp::create(b, loc, x[0], x[1]);
  return integerPower(b, loc, x[0], x[1]);
}

static Value prelu(PreluOp, OpBuilder &b, Location loc, ValueRange x) {
  Value zero = scalarConstant(b, loc, x[0].getType(), 0);
  if (isFloat(x[0])) {
    Value positive = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT, x[0], zero);
    return arith::SelectOp::create(b, loc, positive, x[0], arith::MulFOp::create(b, loc, x[0], x[1]));
  }
  Value positive = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sgt, x[0], zero);
  return arith::SelectOp::create(b, loc, positive, x[0], arith::MulIOp::create(b, loc, x[0], x[1]));
}

//===----------------------------------------------------------------------===//
// Comparison, logic and choice
//===----------------------------------------------------------------------===//

template <typename OpTy, arith::CmpFPredicate Float, arith::CmpIPredicate Int>
static Value compare(OpTy, OpBuilder &b, Location loc, ValueRange x) {
  if (isFloat(x[0]))
    return arith::CmpFOp::create(b, loc, Float, x[0], x[1]);
  return arith::CmpIOp::create(b, loc, Int, x[0], x[1]);
}

/// The bits of a float without its sign, and those of infinity: a test on bits holds under any fast-math flags.
static std::pair<Value, Value> magnitudeBits(OpBuilder &b, Location loc, Value x) {
  auto type = cast<FloatType>(x.getType());
  Type bits = b.getIntegerType(type.getWidth());
  APInt infinity = APFloat::getInf(type.getFloatSemantics()).bitcastToAPInt();
  auto constant = [&](const APInt &value) { return arith::ConstantOp::create(b, loc, b.getIntegerAttr(bits, value)); };
  Value raw = arith::BitcastOp::create(b, loc, bits, x);
  return {arith::AndIOp::create(b, loc, raw, constant(APInt::getSignedMaxValue(type.getWidth()))), constant(infinity)};
}

static Value isNan(IsNanOp, OpBuilder &b, Location loc, ValueRange x) {
  auto [magnitude, infinity] = magnitudeBits(b, loc, x[0]);
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ugt, magnitude, infinity);
}

static Value isInf(IsInfOp op, OpBuilder &b, Location loc, ValueRange x) {
  auto [magnitude, infinity] = magnitudeBits(b, loc, x[0]);
  Value infinite = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, magnitude, infinity);
  Value raw = arith::BitcastOp::create(b, loc, magnitude.getType(), x[0]);
  Value zero = scalarConstant(b, loc, magnitude.getType(), 0);
  Value negative = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, raw, zero);
  Value wanted =
      arith::SelectOp::create(b, loc, negative, scalarConstant(b, loc, b.getI1Type(), op.getDetectNegative()),
                              scalarConstant(b, loc, b.getI1Type(), op.getDetectPositive()));
  return arith::AndIOp::create(b, loc, infinite, wanted);
}

static Value complement(NotOp, OpBuilder &b, Location loc, ValueRange x) {
  return arith::XOrIOp::create(b, loc, x[0], scalarConstant(b, loc, x[0].getType(), -1));
}

static Value where(WhereOp, OpBuilder &b, Location loc, ValueRange x) {
  return arith::SelectOp::create(b, loc, x[0], x[1], x[2]);
}

/// A float as an integer: toward zero, clamped, NaN to the least; LLVM's own conversion is undefined out of range.
static Value floatToInteger(OpBuilder &b, Location loc, Value x, Type to) {
  auto floatType = cast<FloatType>(x.getType());
  auto bound = [&](const APInt &value) {
    APFloat result(floatType.getFloatSemantics());
    result.convertFromAPInt(value, /*IsSigned=*/true, APFloat::rmTowardZero);
    return arith::ConstantOp::create(b, loc, b.getFloatAttr(floatType, result));
  };
  unsigned width = to.getIntOrFloatBitWidth();
  Value least = bound(APInt::getSignedMinValue(width)), most = bound(APInt::getSignedMaxValue(width));
  Value inside = arith::MinNumFOp::create(b, loc, arith::MaxNumFOp::create(b, loc, x, least), most);
  return arith::FPToSIOp::create(b, loc, to, inside);
}

static Value castScalar(CastOp op, OpBuilder &b, Location loc, ValueRange arguments) {
  Value x = arguments[0];
  Type from = op.getX().getType().getElementType(), to = op.getTo();
  if (isa<FloatType>(to)) {
    if (isa<FloatType>(from))
      return convertFloatScalar(b, loc, x, to);
    // Through f32 or wider, as small floats hold few integers.
    Type wide = to.isF64() ? to : b.getF32Type();
    return from.isInteger(1) ? Value(arith::UIToFPOp::create(b, loc, wide, x))
                             : Value(arith::SIToFPOp::create(b, loc, wide, x));
  }
  Value zero = scalarConstant(b, loc, x.getType(), 0);
  if (to.isInteger(1)) {
    if (from == to)
      return x;
    return isFloat(x) ? Value(arith::CmpFOp::create(b, loc, arith::CmpFPredicate::UNE, x, zero))
                      : Value(arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, x, zero));
  }
  if (isFloat(x))
    return floatToInteger(b, loc, x, to);
  unsigned fromWidth = from.getIntOrFloatBitWidth(), toWidth = to.getIntOrFloatBitWidth();
  if (fromWidth == toWidth)
    return x;
  if (fromWidth > toWidth)
    return arith::TruncIOp::create(b, loc, to, x);
  return fromWidth == 1 ? Value(arith::ExtUIOp::create(b, loc, to, x)) : Value(arith::ExtSIOp::create(b, loc, to, x));
}

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

template <typename MathOp, typename OpTy> static Value unary(OpTy, OpBuilder &b, Location loc, ValueRange x) {
  return MathOp::create(b, loc, x[0]);
}

static Value negate(NegOp, OpBuilder &b, Location loc, ValueRange x) {
  if (isFloat(x[0]))
    return arith::NegFOp::create(b, loc, x[0]);
  return arith::SubIOp::create(b, loc, scalarConstant(b, loc, x[0].getType(), 0), x[0]);
}

static Value absolute(AbsOp, OpBuilder &b, Location loc, ValueRange x) {
  if (isFloat(x[0]))
    return math::AbsFOp::create(b, loc, x[0]);
  return math::AbsIOp::create(b, loc, x[0]);
}

static Value sign(SignOp, OpBuilder &b, Location loc, ValueRange x) {
  Value zero = scalarConstant(b, loc, x[0].getType(), 0);
  Value one = scalarConstant(b, loc, x[0].getType(), 1), minusOne = scalarConstant(b, loc, x[0].getType(), -1);
  if (isFloat(x[0])) {
    // Zeros and NaN are their own sign.
    Value positive = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT, x[0], zero);
    Value negative = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OLT, x[0], zero);
    return arith::SelectOp::create(b, loc, positive, one, arith::SelectOp::create(b, loc, negative, minusOne, x[0]));
  }
  Value positive = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sgt, x[0], zero);
  Value negative = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, x[0], zero);
  return arith::SelectOp::create(b, loc, positive, one, arith::SelectOp::create(b, loc, negative, minusOne, zero));
}

static Value reciprocal(ReciprocalOp, OpBuilder &b, Location loc, ValueRange x) {
  return arith::DivFOp::create(b, loc, scalarConstant(b, loc, x[0].getType(), 1.0), x[0]);
}

static Value clip(ClipOp op, OpBuilder &b, Location loc, ValueRange x) {
  Value result = x[0];
  auto limit = [&](std::optional<APFloat> bound, bool lower) {
    if (!bound)
      return;
    if (isFloat(result)) {
      Value number = scalarConstant(b, loc, result.getType(), bound->convertToDouble());
      result = lower ? Value(arith::MaximumFOp::create(b, loc, result, number))
                     : Value(arith::MinimumFOp::create(b, loc, result, number));
      return;
    }
    // Bounds beyond the integer's range are clamped to it by the conversion.
    APSInt integer(result.getType().getIntOrFloatBitWidth(), /*isUnsigned=*/false);
    bool exact;
    bound->convertToInteger(integer, lower ? APFloat::rmTowardPositive : APFloat::rmTowardNegative, &exact);
    Value number = arith::ConstantOp::create(b, loc, b.getIntegerAttr(result.getType(), integer));
    result = lower ? Value(arith::MaxSIOp::create(b, loc, result, number))
                   : Value(arith::MinSIOp::create(b, loc, result, number));
  };
  limit(op.getMin(), /*lower=*/true);
  limit(op.getMax(), /*lower=*/false);
  return result;
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

static Value relu(ReluOp, OpBuilder &b, Location loc, ValueRange x) {
  Value zero = scalarConstant(b, loc, x[0].getType(), 0.0);
  if (isFloat(x[0]))
    return arith::MaximumFOp::create(b, loc, x[0], zero);
  return arith::MaxSIOp::create(b, loc, x[0], zero);
}

static Value leakyRelu(LeakyReluOp op, OpBuilder &b, Location loc, ValueRange x) {
  Scalars s{b, loc};
  return s.select(s.greater(x[0], 0.0), x[0], s.mul(x[0], op.getAlpha().convertToDouble()));
}

static Value thresholdedRelu(ThresholdedReluOp op, OpBuilder &b, Location loc, ValueRange x) {
  Scalars s{b, loc};
  return s.select(s.greater(x[0], op.getAlpha().convertToDouble()), x[0], s.number(x[0], 0.0));
}

static Value shrink(ShrinkOp op, OpBuilder &b, Location loc, ValueRange x) {
  Scalars s{b, loc};
  double bias = op.getBias().convertToDouble(), lambd = op.getLambd().convertToDouble();
  Value above = s.select(s.greater(x[0], lambd), s.add(x[0], -bias), s.number(x[0], 0.0));
  return s.select(s.less(x[0], -lambd), s.add(x[0], bias), above);
}

static Value elu(EluOp op, OpBuilder &b, Location loc, ValueRange x) {
  return Scalars{b, loc}.elu(x[0], op.getAlpha().convertToDouble());
}

static Value selu(SeluOp op, OpBuilder &b, Location loc, ValueRange x) {
  Scalars s{b, loc};
  return s.mul(s.elu(x[0], op.getAlpha().convertToDouble()), op.getGamma().convertToDouble());
}

static Value celu(CeluOp op, OpBuilder &b, Location loc, ValueRange x) {
  Scalars s{b, loc};
  double alpha = op.getAlpha().convertToDouble();
  Value below = s.mul(math::ExpM1Op::create(b, loc, s.mul(x[0], 1.0 / alpha)), alpha);
  return s.select(s.greater(x[0], 0.0), x[0], below);
}

static Value sigmoid(SigmoidOp, OpBuilder &b, Location loc, ValueRange x) { return Scalars{b, loc}.sigmoid(x[0]); }

static Value hardSigmoidOf(Scalars s, Value x, double alpha, double beta) {
  return s.max(s.min(s.add(s.mul(x, alpha), beta), s.number(x, 1.0)), s.number(x, 0.0));
}

static Value hardSigmoid(HardSigmoidOp op, OpBuilder &b, Location loc, ValueRange x) {
  return hardSigmoidOf({b, loc}, x[0], op.getAlpha().convertToDouble(), op.getBeta().convertToDouble());
}

static Value hardSwish(HardSwishOp, OpBuilder &b, Location loc, ValueRange x) {
  Scalars s{b, loc};
  return s.mul(x[0], hardSigmoidOf(s, x[0], 1.0 / 6.0, 0.5));
}

/// max(x, 0) + log(1 + e^-|x|), which overflows nowhere.
static Value softplus(SoftplusOp, OpBuilder &b, Location loc, ValueRange x) {
  Scalars s{b, loc};
  Value tail = math::Log1pOp::create(b, loc, s.exp(s.neg(s.abs(x[0]))));
  return s.add(s.max(x[0], s.number(x[0], 0.0)), tail);
}

static Value softsign(SoftsignOp, OpBuilder &b, Location loc, ValueRange x) {
  Scalars s{b, loc};
  return s.div(x[0], s.add(s.abs(x[0]), 1.0));
}

static Value silu(SiluOp, OpBuilder &b, Location loc, ValueRange x) {
  Scalars s{b, loc};
  return s.div(x[0], s.add(s.exp(s.neg(x[0])), 1.0));
}

/// tanh(log(1 + e^x)) is (e^2x + 2 e^x) / (e^2x + 2 e^x + 2); with t = e^-|x| nothing overflows:
/// (1 + 2t) / (1 + 2t + 2t^2) above zero, (t^2 + 2t) / (t^2 + 2t + 2) below.
static Value mish(MishOp, OpBuilder &b, Location loc, ValueRange x) {
  Scalars s{b, loc};
  Value t = s.exp(s.neg(s.abs(x[0]))), positive = s.greater(x[0], 0.0);
  Value twice = s.mul(t, 2.0), square = s.mul(t, t);
  Value numerator = s.add(s.select(positive, s.number(t, 1.0), square), twice);
  Value rest = s.mul(s.select(positive, square, s.number(t, 1.0)), 2.0);
  return s.mul(x[0], s.div(numerator, s.add(numerator, rest)));
}

static Value gelu(GeluOp op, OpBuilder &b, Location loc, ValueRange arguments) {
  Scalars s{b, loc};
  Value x = arguments[0], inner;
  if (op.getApproximate() == "tanh") {
    Value cubic = s.mul(x, s.add(s.mul(s.mul(x, x), 0.044715), 1.0));
    inner = math::TanhOp::create(b, loc, s.mul(cubic, 0.79788456080286535588));
  } else {
    inner = math::ErfOp::create(b, loc, s.mul(x, 0.70710678118654752440));
  }
  return s.mul(s.mul(x, 0.5), s.add(inner, 1.0));
}

//===----------------------------------------------------------------------===//
// Registration
//===----------------------------------------------------------------------===//

template <typename OpTy, Value (*Body)(OpTy, OpBuilder &, Location, ValueRange)>
static void attach(MLIRContext *context) {
  OpTy::template attachInterface<ScalarLowering<OpTy, Body>>(*context);
}
template <typename OpTy, typename MathOp> static void attachUnary(MLIRContext *context) {
  attach<OpTy, unary<MathOp, OpTy>>(context);
}
template <typename OpTy, typename FloatOp, typename IntOp> static void attachArithmetic(MLIRContext *context) {
  attach<OpTy, arithmetic<FloatOp, IntOp, OpTy>>(context);
}
template <typename OpTy, arith::CmpFPredicate Float, arith::CmpIPredicate Int>
static void attachCompare(MLIRContext *context) {
  attach<OpTy, compare<OpTy, Float, Int>>(context);
}

static void attachBinaries(MLIRContext *context) {
  attachArithmetic<AddOp, arith::AddFOp, arith::AddIOp>(context);
  attachArithmetic<SubOp, arith::SubFOp, arith::SubIOp>(context);
  attachArithmetic<MulOp, arith::MulFOp, arith::MulIOp>(context);
  attachArithmetic<MaxOp, arith::MaximumFOp, arith::MaxSIOp>(context);
  attachArithmetic<MinOp, arith::MinimumFOp, arith::MinSIOp>(context);
  attach<DivOp, divide>(context);
  attach<ModOp, remainder>(context);
  attach<PowOp, power>(context);
  attach<PreluOp, prelu>(context);
  attach<AndOp, bitwise<arith::AndIOp, AndOp>>(context);
  attach<OrOp, bitwise<arith::OrIOp, OrOp>>(context);
  attach<XorOp, bitwise<arith::XOrIOp, XorOp>>(context);
}

static void attachUnaries(MLIRContext *context) {
  attachUnary<FloorOp, math::FloorOp>(context);
  attachUnary<CeilOp, math::CeilOp>(context);
  attachUnary<RoundOp, math::RoundEvenOp>(context);
  attachUnary<SqrtOp, math::SqrtOp>(context);
  attachUnary<ExpOp, math::ExpOp>(context);
  attachUnary<LogOp, math::LogOp>(context);
  attachUnary<ErfOp, math::ErfOp>(context);
  attachUnary<SinOp, math::SinOp>(context);
  attachUnary<CosOp, math::CosOp>(context);
  attachUnary<TanOp, math::TanOp>(context);
  attachUnary<AsinOp, math::AsinOp>(context);
  attachUnary<AcosOp, math::AcosOp>(context);
  attachUnary<AtanOp, math::AtanOp>(context);
  attachUnary<SinhOp, math::SinhOp>(context);
  attachUnary<CoshOp, math::CoshOp>(context);
  attachUnary<TanhOp, math::TanhOp>(context);
  attachUnary<AsinhOp, math::AsinhOp>(context);
  attachUnary<AcoshOp, math::AcoshOp>(context);
  attachUnary<AtanhOp, math::AtanhOp>(context);
  attach<NegOp, negate>(context);
  attach<AbsOp, absolute>(context);
  attach<SignOp, sign>(context);
  attach<ReciprocalOp, reciprocal>(context);
  attach<ClipOp, clip>(context);
  attach<CastOp, castScalar>(context);
  attach<NotOp, complement>(context);
}

static void attachComparisons(MLIRContext *context) {
  attachCompare<EqualOp, arith::CmpFPredicate::OEQ, arith::CmpIPredicate::eq>(context);
  attachCompare<NotEqualOp, arith::CmpFPredicate::UNE, arith::CmpIPredicate::ne>(context);
  attachCompare<LessOp, arith::CmpFPredicate::OLT, arith::CmpIPredicate::slt>(context);
  attachCompare<LessEqualOp, arith::CmpFPredicate::OLE, arith::CmpIPredicate::sle>(context);
  attachCompare<GreaterOp, arith::CmpFPredicate::OGT, arith::CmpIPredicate::sgt>(context);
  attachCompare<GreaterEqualOp, arith::CmpFPredicate::OGE, arith::CmpIPredicate::sge>(context);
  attach<IsNanOp, isNan>(context);
  attach<IsInfOp, isInf>(context);
  attach<WhereOp, where>(context);
}

static void attachActivations(MLIRContext *context) {
  attach<ReluOp, relu>(context);
  attach<LeakyReluOp, leakyRelu>(context);
  attach<ThresholdedReluOp, thresholdedRelu>(context);
  attach<ShrinkOp, shrink>(context);
  attach<EluOp, elu>(context);
  attach<SeluOp, selu>(context);
  attach<CeluOp, celu>(context);
  attach<SigmoidOp, sigmoid>(context);
  attach<HardSigmoidOp, hardSigmoid>(context);
  attach<HardSwishOp, hardSwish>(context);
  attach<SoftplusOp, softplus>(context);
  attach<SoftsignOp, softsign>(context);
  attach<SiluOp, silu>(context);
  attach<MishOp, mish>(context);
  attach<GeluOp, gelu>(context);
}

namespace neap {
void registerElementwiseLowerings(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    attachBinaries(context);
    attachUnaries(context);
    attachComparisons(context);
    attachActivations(context);
  });
}
} // namespace neap
