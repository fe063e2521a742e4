//===- ReductionToLinalg.cpp - Reductions as loops ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A reduction is `finish(combine(…, prepare(x)))`: one nest that accumulates, then,
// where there is something to finish or to round, one over the result.
//
//===----------------------------------------------------------------------===//

#include "Reduction/Reduction.h"
#include "neap/Dialect/Neap/IR/ToLinalg.h"
#include "neap/Dialect/Neap/Ops/Reduction.h"

using namespace mlir;
using namespace neap;

using LoweringResult = FailureOr<SmallVector<Value>>;

namespace {

enum class Combine { Sum, Product, Max, Min };
enum class Prepare { Nothing, Absolute, Square };
enum class Finish { Nothing, Mean, Root, Logarithm };

/// What a reduction computes.
struct Recipe {
  Combine combine;
  Prepare prepare = Prepare::Nothing;
  Finish finish = Finish::Nothing;
};

/// A reduction's operand and axes.
struct Reduced {
  Value x;
  ArrayRef<int64_t> axes;
  bool keepdims;
};

} // namespace

static Value prepareScalar(Prepare prepare, OpBuilder &b, Location loc, Value x) {
  bool isFloat = isa<FloatType>(x.getType());
  switch (prepare) {
  case Prepare::Nothing:
    return x;
  case Prepare::Absolute:
    return isFloat ? Value(math::AbsFOp::create(b, loc, x)) : Value(math::AbsIOp::create(b, loc, x));
  case Prepare::Square:
    return isFloat ? Value(arith::MulFOp::create(b, loc, x, x)) : Value(arith::MulIOp::create(b, loc, x, x));
  }
  llvm_unreachable("all are listed");
}

static Value combineScalars(Combine combine, OpBuilder &b, Location loc, Value x, Value y) {
  bool isFloat = isa<FloatType>(x.getType());
  switch (combine) {
  case Combine::Sum:
    return isFloat ? Value(arith::AddFOp::create(b, loc, x, y)) : Value(arith::AddIOp::create(b, loc, x, y));
  case Combine::Product:
    return isFloat ? Value(arith::MulFOp::create(b, loc, x, y)) : Value(arith::MulIOp::create(b, loc, x, y));
  case Combine::Max:
    return isFloat ? Value(arith::MaximumFOp::create(b, loc, x, y)) : Value(arith::MaxSIOp::create(b, loc, x, y));
  case Combine::Min:
    return isFloat ? Value(arith::MinimumFOp::create(b, loc, x, y)) : Value(arith::MinSIOp::create(b, loc, x, y));
  }
  llvm_unreachable("all are listed");
}

static Value finishScalar(Finish finish, double count, OpBuilder &b, Location loc, Value x) {
  switch (finish) {
  case Finish::Nothing:
    return x;
  case Finish::Mean:
    return arith::DivFOp::create(b, loc, x, scalarConstant(b, loc, x.getType(), count));
  case Finish::Root:
    return math::SqrtOp::create(b, loc, x);
  case Finish::Logarithm:
    return math::LogOp::create(b, loc, x);
  }
  llvm_unreachable("all are listed");
}

static TypedAttr neutralOf(Combine combine, OpBuilder &b, Type type) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  bool isMax = combine == Combine::Max;
  if (auto floatType = dyn_cast<FloatType>(type)) {
    double value = combine == Combine::Sum ? 0.0 : combine == Combine::Product ? 1.0 : isMax ? -infinity : infinity;
    return b.getFloatAttr(floatType, value);
  }
  unsigned width = type.getIntOrFloatBitWidth();
  if (combine == Combine::Sum || combine == Combine::Product)
    return b.getIntegerAttr(type, combine == Combine::Product);
  return b.getIntegerAttr(type, isMax ? APInt::getSignedMinValue(width) : APInt::getSignedMaxValue(width));
}

/// The accumulated tensor, in the accumulator's type.
static Value accumulate(OpBuilder &b, Location loc, Reduced reduced, RankedTensorType type, Combine combine,
                        function_ref<Value(OpBuilder &, Location, Value)> prepare) {
  auto xType = cast<RankedTensorType>(reduced.x.getType());
  ReductionLoops loops = getReductionLoops(xType, reduced.axes, reduced.keepdims);
  RankedTensorType wide = withElementType(type, getAccumulatorType(type.getElementType()));
  return createGeneric(b, loc, reduced.x, {wide}, {loops.source, loops.result}, loops.iterators,
                       {neutralOf(combine, b, wide.getElementType())},
                       [&](OpBuilder &nested, Location at, ValueRange arguments) -> SmallVector<Value> {
                         Value x = prepare(nested, at, widenScalar(nested, at, arguments[0]));
                         return {combineScalars(combine, nested, at, arguments[1], x)};
                       })[0];
}

static Value lowerReduction(OpBuilder &b, Location loc, Reduced reduced, RankedTensorType type, Recipe recipe) {
  Value sum = accumulate(b, loc, reduced, type, recipe.combine, [&](OpBuilder &nested, Location at, Value x) {
    return prepareScalar(recipe.prepare, nested, at, x);
  });
  if (recipe.finish == Finish::Nothing && sum.getType() == type)
    return sum;
  double count = countReduced(cast<RankedTensorType>(reduced.x.getType()).getShape(), reduced.axes);
  return createElementwise(b, loc, sum, type, [&](OpBuilder &nested, Location at, ValueRange arguments) {
    Value result = finishScalar(recipe.finish, count, nested, at, arguments[0]);
    return convertFloatScalar(nested, at, result, type.getElementType());
  });
}

namespace {

template <typename OpTy, Combine combine, Prepare prepare = Prepare::Nothing, Finish finish = Finish::Nothing>
struct ReduceLowering : LowerableOpInterface::ExternalModel<ReduceLowering<OpTy, combine, prepare, finish>, OpTy> {
  LoweringResult lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    auto reduce = cast<OpTy>(op);
    return SmallVector<Value>{lowerReduction(builder, op->getLoc(),
                                             {operands[0], reduce.getAxes(), reduce.getKeepdims()}, reduce.getType(),
                                             {combine, prepare, finish})};
  }
};

/// m + log(sum e^(x - m)) with m = max x, or 0 where that is infinite.
struct LogSumExpLowering : LowerableOpInterface::ExternalModel<LogSumExpLowering, ReduceLogSumExpOp> {
  LoweringResult lowerToLinalg(Operation *op, OpBuilder &b, ValueRange operands) const;
};

/// The accumulators are the extreme value so far and its index.
template <typename OpTy, bool isMax>
struct ArgLowering : LowerableOpInterface::ExternalModel<ArgLowering<OpTy, isMax>, OpTy> {
  LoweringResult lowerToLinalg(Operation *op, OpBuilder &b, ValueRange operands) const;
};

/// Partial sums over windows of 1, 2, 4 … elements: log2(extent) element-wise passes, each as exact as a pairwise sum.
struct CumsumLowering : LowerableOpInterface::ExternalModel<CumsumLowering, CumsumOp> {
  LoweringResult lowerToLinalg(Operation *op, OpBuilder &b, ValueRange operands) const;
};

} // namespace

LoweringResult LogSumExpLowering::lowerToLinalg(Operation *op, OpBuilder &b, ValueRange operands) const {
  auto reduce = cast<ReduceLogSumExpOp>(op);
  Location loc = op->getLoc();
  RankedTensorType type = reduce.getType(), wide = withElementType(type, getAccumulatorType(type.getElementType()));
  Reduced reduced{operands[0], reduce.getAxes(), reduce.getKeepdims()};
  Value peak = accumulate(b, loc, reduced, type, Combine::Max, [](OpBuilder &, Location, Value x) { return x; });
  peak = createElementwise(b, loc, peak, wide, [&](OpBuilder &nested, Location at, ValueRange arguments) {
    Value magnitude = math::AbsFOp::create(nested, at, arguments[0]);
    Value infinity = scalarConstant(nested, at, wide.getElementType(), std::numeric_limits<double>::infinity());
    Value infinite = arith::CmpFOp::create(nested, at, arith::CmpFPredicate::OEQ, magnitude, infinity);
    Value zero = scalarConstant(nested, at, wide.getElementType(), 0.0);
    return arith::SelectOp::create(nested, at, infinite, zero, arguments[0]).getResult();
  });
  ReductionLoops loops = getReductionLoops(reduce.getX().getType(), reduced.axes, reduced.keepdims);
  Value sum = createGeneric(b, loc, {operands[0], peak}, {wide}, {loops.source, loops.result, loops.result},
                            loops.iterators, {neutralOf(Combine::Sum, b, wide.getElementType())},
                            [&](OpBuilder &nested, Location at, ValueRange arguments) -> SmallVector<Value> {
                              Value x = widenScalar(nested, at, arguments[0]);
                              Value power =
                                  math::ExpOp::create(nested, at, arith::SubFOp::create(nested, at, x, arguments[1]));
                              return {arith::AddFOp::create(nested, at, arguments[2], power)};
                            })[0];
  Value result = createElementwise(b, loc, {sum, peak}, type, [&](OpBuilder &nested, Location at, ValueRange x) {
    Value log = math::LogOp::create(nested, at, x[0]);
    Value total = arith::AddFOp::create(nested, at, log, x[1]);
    return convertFloatScalar(nested, at, total, type.getElementType());
  });
  return SmallVector<Value>{result};
}

template <typename OpTy, bool isMax>
LoweringResult ArgLowering<OpTy, isMax>::lowerToLinalg(Operation *op, OpBuilder &b, ValueRange operands) const {
  auto arg = cast<OpTy>(op);
  RankedTensorType x = arg.getX().getType(), type = arg.getType();
  ReductionLoops loops = getReductionLoops(x, {static_cast<int64_t>(arg.getAxis())}, arg.getKeepdims());
  unsigned axisLoop = loops.source.getDimPosition(arg.getAxis());
  Combine combine = isMax ? Combine::Max : Combine::Min;
  bool last = arg.getSelectLastIndex();
  SmallVector<Value> results = createGeneric(
      b, op->getLoc(), operands, {withElementType(type, x.getElementType()), type},
      {loops.source, loops.result, loops.result}, loops.iterators,
      {neutralOf(combine, b, x.getElementType()), b.getI64IntegerAttr(0)},
      [&](OpBuilder &nested, Location at, ValueRange arguments) -> SmallVector<Value> {
        Value better;
        if (isa<FloatType>(x.getElementType())) {
          arith::CmpFPredicate predicate = isMax ? (last ? arith::CmpFPredicate::OGE : arith::CmpFPredicate::OGT)
                                                 : (last ? arith::CmpFPredicate::OLE : arith::CmpFPredicate::OLT);
          better = arith::CmpFOp::create(nested, at, predicate, arguments[0], arguments[1]);
        } else {
          arith::CmpIPredicate predicate = isMax ? (last ? arith::CmpIPredicate::sge : arith::CmpIPredicate::sgt)
                                                 : (last ? arith::CmpIPredicate::sle : arith::CmpIPredicate::slt);
          better = arith::CmpIOp::create(nested, at, predicate, arguments[0], arguments[1]);
        }
        Value index =
            arith::IndexCastOp::create(nested, at, nested.getI64Type(), linalg::IndexOp::create(nested, at, axisLoop));
        return {arith::SelectOp::create(nested, at, better, arguments[0], arguments[1]),
                arith::SelectOp::create(nested, at, better, index, arguments[2])};
      });
  return SmallVector<Value>{results[1]};
}

LoweringResult CumsumLowering::lowerToLinalg(Operation *op, OpBuilder &b, ValueRange operands) const {
  auto cumsum = cast<CumsumOp>(op);
  Location loc = op->getLoc();
  RankedTensorType type = cumsum.getType(), wide = withElementType(type, getAccumulatorType(type.getElementType()));
  int64_t axis = cumsum.getAxis(), extent = type.getDimSize(axis);
  bool reverse = cumsum.getReverse();
  // Element i - distance (i + distance in reverse) of `from`, or zero beyond the end.
  auto shifted = [&](OpBuilder &nested, Location at, Value from, ValueRange indices, int64_t distance) -> Value {
    IndexMath m{nested, at};
    SmallVector<Value> source(indices);
    Value moved = m.sub(indices[axis], m.constant(reverse ? -distance : distance));
    source[axis] = m.clamp(moved, extent);
    Value element = tensor::ExtractOp::create(nested, at, from, source);
    Value zero = scalarConstant(nested, at, element.getType(), 0.0);
    Value inside = m.equal(moved, source[axis]);
    return widenScalar(nested, at, arith::SelectOp::create(nested, at, inside, element, zero));
  };
  Value sum = createFromIndices(b, loc, wide, [&](OpBuilder &nested, Location at, ValueRange indices) {
    return shifted(nested, at, operands[0], indices, cumsum.getExclusive() ? 1 : 0);
  });
  for (int64_t window = 1; window < extent; window *= 2) {
    Value previous = sum;
    sum = createFromIndices(b, loc, wide, [&](OpBuilder &nested, Location at, ValueRange indices) {
      Value here = tensor::ExtractOp::create(nested, at, previous, indices);
      return combineScalars(Combine::Sum, nested, at, here, shifted(nested, at, previous, indices, window));
    });
  }
  if (wide != type)
    sum = createElementwise(b, loc, sum, type, [&](OpBuilder &nested, Location at, ValueRange x) {
      return convertFloatScalar(nested, at, x[0], type.getElementType());
    });
  return SmallVector<Value>{sum};
}

namespace neap {
void registerReductionLowerings(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    ReduceSumOp::attachInterface<ReduceLowering<ReduceSumOp, Combine::Sum>>(*context);
    ReduceMeanOp::attachInterface<ReduceLowering<ReduceMeanOp, Combine::Sum, Prepare::Nothing, Finish::Mean>>(*context);
    ReduceMaxOp::attachInterface<ReduceLowering<ReduceMaxOp, Combine::Max>>(*context);
    ReduceMinOp::attachInterface<ReduceLowering<ReduceMinOp, Combine::Min>>(*context);
    ReduceProdOp::attachInterface<ReduceLowering<ReduceProdOp, Combine::Product>>(*context);
    ReduceL1Op::attachInterface<ReduceLowering<ReduceL1Op, Combine::Sum, Prepare::Absolute>>(*context);
    ReduceL2Op::attachInterface<ReduceLowering<ReduceL2Op, Combine::Sum, Prepare::Square, Finish::Root>>(*context);
    ReduceLogSumOp::attachInterface<ReduceLowering<ReduceLogSumOp, Combine::Sum, Prepare::Nothing, Finish::Logarithm>>(
        *context);
    ReduceSumSquareOp::attachInterface<ReduceLowering<ReduceSumSquareOp, Combine::Sum, Prepare::Square>>(*context);
    ReduceLogSumExpOp::attachInterface<LogSumExpLowering>(*context);
    ArgMaxOp::attachInterface<ArgLowering<ArgMaxOp, true>>(*context);
    ArgMinOp::attachInterface<ArgLowering<ArgMinOp, false>>(*context);
    CumsumOp::attachInterface<CumsumLowering>(*context);
  });
}
} // namespace neap
