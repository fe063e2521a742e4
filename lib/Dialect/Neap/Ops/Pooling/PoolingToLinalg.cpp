//===- PoolingToLinalg.cpp - Loops of pooling and resampling ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Gather form throughout: a gradient visits, for each input element, the windows
// that contain it.
//
//===----------------------------------------------------------------------===//

#include "Convolution/WindowToLinalg.h"
#include "Pooling/Pooling.h"
#include "neap/Dialect/Neap/Ops/Pooling.h"

using namespace mlir;
using namespace neap;

static ArrayRef<int64_t> spatialOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape().drop_front(2);
}

/// Row-major number of position `k` in the window.
static Value windowPosition(OpBuilder &builder, Location loc, ArrayRef<int64_t> kernel, ValueRange k) {
  Value position = k[0];
  for (size_t d = 1; d < kernel.size(); ++d)
    position = arith::AddIOp::create(builder, loc, scaleIndex(builder, loc, position, kernel[d], 0), k[d]);
  return position;
}

namespace {

/// A read of the input at each dimension's index: [n, c, guarded…].
struct GuardedRead {
  SmallVector<Value> indices;
  Value inside;

  GuardedRead(ValueRange batchAndChannel) : indices(batchAndChannel) {}
  void append(OpBuilder &builder, Location loc, const GuardedIndex &index) {
    indices.push_back(index.index);
    inside = bothInside(builder, loc, inside, index.inside);
  }
};

} // namespace

/// The input element under position `k` of window `at`.
static GuardedRead readUnderWindow(OpBuilder &b, Location l, const Window &window, ArrayRef<int64_t> input,
                                   ArrayRef<int64_t> output, ValueRange loops) {
  unsigned s = window.rank();
  GuardedRead read(loops.take_front(2));
  for (unsigned d = 0; d < s; ++d)
    read.append(b, l, WindowDimension(window, d, input[d], output[d]).inputOf(b, l, loops[2 + d], loops[2 + s + d]));
  return read;
}

/// The window that has the input element at its position `k`.
static GuardedRead readWindowOver(OpBuilder &b, Location l, const Window &window, ArrayRef<int64_t> input,
                                  ArrayRef<int64_t> output, ValueRange loops) {
  unsigned s = window.rank();
  GuardedRead read(loops.take_front(2));
  for (unsigned d = 0; d < s; ++d)
    read.append(b, l, WindowDimension(window, d, input[d], output[d]).windowOf(b, l, loops[2 + d], loops[2 + s + d]));
  return read;
}

//===----------------------------------------------------------------------===//
// Maximum
//===----------------------------------------------------------------------===//

namespace {

struct MaxPoolLowering : LowerableOpInterface::ExternalModel<MaxPoolLowering, MaxPoolOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    auto pool = cast<MaxPoolOp>(op);
    auto type = cast<RankedTensorType>(pool.getY().getType());
    auto indexType = cast<RankedTensorType>(pool.getIndex().getType());
    auto element = cast<FloatType>(type.getElementType());
    Type indexElement = indexType.getElementType();
    Window window = getPoolWindow(pool);
    TypedAttr lowest = FloatAttr::get(element, APFloat::getInf(element.getFloatSemantics(), /*Negative=*/true));
    return createWindowReduction(
        builder, op->getLoc(), {type, indexType}, {lowest, builder.getIntegerAttr(indexElement, -1)}, window.kernel,
        [&](OpBuilder &b, Location l, ValueRange loops, ValueRange best) -> SmallVector<Value> {
          GuardedRead read = readUnderWindow(b, l, window, spatialOf(pool.getX()), spatialOf(pool.getY()), loops);
          Value value = tensor::ExtractOp::create(b, l, operands[0], read.indices);
          // The first maximum wins, NaN over all, and the first position inside over -inf.
          Value greater = arith::CmpFOp::create(b, l, arith::CmpFPredicate::OGT, value, best[0]);
          Value isNan = arith::CmpFOp::create(b, l, arith::CmpFPredicate::UNO, value, value);
          Value isFirst =
              arith::CmpIOp::create(b, l, arith::CmpIPredicate::slt, best[1], scalarConstant(b, l, indexElement, 0));
          Value better = arith::OrIOp::create(b, l, arith::OrIOp::create(b, l, greater, isNan), isFirst);
          better = bothInside(b, l, better, read.inside);
          Value position = arith::IndexCastOp::create(
              b, l, indexElement, windowPosition(b, l, window.kernel, loops.take_back(window.rank())));
          return {arith::SelectOp::create(b, l, better, value, best[0]),
                  arith::SelectOp::create(b, l, better, position, best[1])};
        });
  }
};

struct MaxPoolBackwardLowering : LowerableOpInterface::ExternalModel<MaxPoolBackwardLowering, MaxPoolBackwardOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    auto pool = cast<MaxPoolBackwardOp>(op);
    auto type = cast<RankedTensorType>(pool.getType());
    Type accumulator = getAccumulatorType(type.getElementType());
    Type indexElement = getElementTypeOrSelf(pool.getIndex().getType());
    Window window = getPoolWindow(pool);
    return SmallVector<Value>{
        createGatherSum(builder, op->getLoc(), type, window.kernel, [&](OpBuilder &b, Location l, ValueRange loops) {
          GuardedRead read = readWindowOver(b, l, window, pool.getSize(), spatialOf(pool.getDy()), loops);
          Value chosen = tensor::ExtractOp::create(b, l, operands[1], read.indices);
          Value position = arith::IndexCastOp::create(
              b, l, indexElement, windowPosition(b, l, window.kernel, loops.take_back(window.rank())));
          Value hit = arith::CmpIOp::create(b, l, arith::CmpIPredicate::eq, chosen, position);
          return readGuarded(b, l, operands[0], read.indices, bothInside(b, l, hit, read.inside), accumulator);
        })};
  }
};

} // namespace

//===----------------------------------------------------------------------===//
// Sums and averages
//===----------------------------------------------------------------------===//

/// How many positions of window `o` along one dimension lie in [lowest, highest), as an index.
static Value countPositions(OpBuilder &b, Location l, Value o, int64_t kernel, int64_t stride, int64_t dilation,
                            int64_t low, int64_t lowest, int64_t highest) {
  // Position k stands at start + k * dilation: those with k in [ceil((lowest - start) / d), ceil((highest - start) /
  // d)).
  auto constant = [&](int64_t value) -> Value { return arith::ConstantIndexOp::create(b, l, value); };
  auto firstFrom = [&](int64_t bound) -> Value {
    Value distance = scaleIndex(b, l, scaleIndex(b, l, o, -stride, 0), 1, bound + low);
    Value clamped = arith::MaxSIOp::create(b, l, distance, constant(0));
    Value k = dilation == 1
                  ? clamped
                  : Value(arith::DivSIOp::create(b, l, scaleIndex(b, l, clamped, 1, dilation - 1), constant(dilation)));
    return arith::MinSIOp::create(b, l, k, constant(kernel));
  };
  return arith::SubIOp::create(b, l, firstFrom(highest), firstFrom(lowest));
}

/// What the sum of window `at` is divided by, as a float; null where it is one.
static Value windowDivisor(OpBuilder &b, Location l, const Window &window, WindowDivisor divisor,
                           ArrayRef<int64_t> input, ArrayRef<int64_t> output, ValueRange at, Type type) {
  if (divisor == WindowDivisor::One)
    return {};
  bool padded = divisor == WindowDivisor::Padded;
  int64_t fixed = 1;
  Value varying;
  for (unsigned d = 0; d < window.rank(); ++d) {
    int64_t lowest = padded ? -window.padsLow[d] : 0, highest = input[d] + (padded ? window.padsHigh[d] : 0);
    int64_t first = -window.padsLow[d];
    int64_t last = (output[d] - 1) * window.strides[d] + first + (window.kernel[d] - 1) * window.dilations[d];
    if (first >= lowest && last < highest) {
      fixed *= window.kernel[d];
      continue;
    }
    Value count = countPositions(b, l, at[d], window.kernel[d], window.strides[d], window.dilations[d],
                                 window.padsLow[d], lowest, highest);
    varying = varying ? arith::MulIOp::create(b, l, varying, count) : count;
  }
  if (!varying)
    return scalarConstant(b, l, type, static_cast<double>(fixed));
  // A window of nothing but padding sums to zero: any divisor but zero will do.
  varying = arith::MaxSIOp::create(b, l, scaleIndex(b, l, varying, fixed, 0), arith::ConstantIndexOp::create(b, l, 1));
  return arith::SIToFPOp::create(b, l, type, arith::IndexCastOp::create(b, l, b.getI64Type(), varying));
}

namespace {

struct AveragePoolLowering : LowerableOpInterface::ExternalModel<AveragePoolLowering, AveragePoolOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    auto pool = cast<AveragePoolOp>(op);
    auto type = cast<RankedTensorType>(pool.getType());
    Type accumulator = getAccumulatorType(type.getElementType());
    Window window = getPoolWindow(pool);
    ArrayRef<int64_t> input = spatialOf(pool.getX()), output = spatialOf(pool.getY());
    Location loc = op->getLoc();
    Value sum = createGatherSum(builder, loc, withElementType(type, accumulator), window.kernel,
                                [&](OpBuilder &b, Location l, ValueRange loops) {
                                  GuardedRead read = readUnderWindow(b, l, window, input, output, loops);
                                  return readGuarded(b, l, operands[0], read.indices, read.inside, accumulator);
                                });
    return SmallVector<Value>{
        createElementwise(builder, loc, {sum}, type, [&](OpBuilder &b, Location l, ValueRange arguments) {
          SmallVector<Value> at;
          for (unsigned d = 0; d < window.rank(); ++d)
            at.push_back(linalg::IndexOp::create(b, l, d + 2));
          Value value = arguments[0];
          if (Value divisor = windowDivisor(b, l, window, pool.getDivisor(), input, output, at, accumulator))
            value = arith::DivFOp::create(b, l, value, divisor);
          return convertFloatScalar(b, l, value, type.getElementType());
        })};
  }
};

struct AveragePoolBackwardLowering
    : LowerableOpInterface::ExternalModel<AveragePoolBackwardLowering, AveragePoolBackwardOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    auto pool = cast<AveragePoolBackwardOp>(op);
    auto type = cast<RankedTensorType>(pool.getType());
    Type accumulator = getAccumulatorType(type.getElementType());
    Window window = getPoolWindow(pool);
    ArrayRef<int64_t> input = pool.getSize(), output = spatialOf(pool.getDy());
    return SmallVector<Value>{
        createGatherSum(builder, op->getLoc(), type, window.kernel, [&](OpBuilder &b, Location l, ValueRange loops) {
          GuardedRead read = readWindowOver(b, l, window, input, output, loops);
          Value value = readGuarded(b, l, operands[0], read.indices, read.inside, accumulator);
          ValueRange at = ValueRange(read.indices).drop_front(2);
          if (Value divisor = windowDivisor(b, l, window, pool.getDivisor(), input, output, at, accumulator))
            value = arith::DivFOp::create(b, l, value, divisor);
          return value;
        })};
  }
};

//===----------------------------------------------------------------------===//
// Resampling
//===----------------------------------------------------------------------===//

struct InterpolateLowering : LowerableOpInterface::ExternalModel<InterpolateLowering, InterpolateOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    auto interpolate = cast<InterpolateOp>(op);
    auto type = cast<RankedTensorType>(interpolate.getType());
    Type accumulator = getAccumulatorType(type.getElementType());
    int64_t axis = interpolate.getAxis();
    int64_t size = cast<RankedTensorType>(interpolate.getX().getType()).getDimSize(axis);
    int64_t taps = cast<RankedTensorType>(interpolate.getWeights().getType()).getDimSize(1);
    return SmallVector<Value>{
        createGatherSum(builder, op->getLoc(), type, {taps}, [&](OpBuilder &b, Location l, ValueRange loops) {
          SmallVector<Value> entry = {loops[axis], loops.back()}, indices(loops.drop_back());
          Value index = tensor::ExtractOp::create(b, l, operands[1], entry);
          if (!index.getType().isIndex())
            index = arith::IndexCastOp::create(b, l, b.getIndexType(), index);
          index = arith::MaxSIOp::create(b, l, index, arith::ConstantIndexOp::create(b, l, 0));
          indices[axis] = arith::MinSIOp::create(b, l, index, arith::ConstantIndexOp::create(b, l, size - 1));
          return arith::MulFOp::create(b, l, readGuarded(b, l, operands[2], entry, {}, accumulator),
                                       readGuarded(b, l, operands[0], indices, {}, accumulator))
              .getResult();
        })};
  }
};

} // namespace

namespace neap {
void registerPoolingLowerings(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    MaxPoolOp::attachInterface<MaxPoolLowering>(*context);
    MaxPoolBackwardOp::attachInterface<MaxPoolBackwardLowering>(*context);
    AveragePoolOp::attachInterface<AveragePoolLowering>(*context);
    AveragePoolBackwardOp::attachInterface<AveragePoolBackwardLowering>(*context);
    InterpolateOp::attachInterface<InterpolateLowering>(*context);
  });
}
} // namespace neap
