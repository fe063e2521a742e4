//===- ConvolutionToLinalg.cpp - Loops of convolutions ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The three forms of a convolution as sums in gather form, for any type, group and
// window: the reference that library calls are compared with, and the code for
// what no library does.
//
//===----------------------------------------------------------------------===//

#include "Convolution/WindowToLinalg.h"
#include "neap/Dialect/Neap/Ops/Convolution.h"

using namespace mlir;
using namespace neap;

namespace {

/// The shapes of one convolution whichever form it takes.
struct Geometry {
  ArrayRef<int64_t> x, w, y;
  Window window;
  int64_t group;

  unsigned spatial() const { return x.size() - 2; }
  ArrayRef<int64_t> kernel() const { return w.drop_front(2); }
  int64_t inputsPerGroup() const { return w[1]; }
  int64_t outputsPerGroup() const { return w[0] / group; }
  WindowDimension dimension(unsigned i) const { return {window, i, x[i + 2], y[i + 2]}; }
};

} // namespace

template <typename OpTy> static Geometry makeGeometry(OpTy op, Value x, Value w, Value y) {
  auto shape = [](Value value) { return cast<RankedTensorType>(value.getType()).getShape(); };
  return {shape(x), shape(w), shape(y),
          Window{llvm::to_vector(shape(w).drop_front(2)), llvm::to_vector(op.getStrides()),
                 llvm::to_vector(op.getDilations()), llvm::to_vector(op.getPadsLow()),
                 llvm::to_vector(op.getPadsHigh())},
          static_cast<int64_t>(op.getGroup())};
}

/// `channel / perGroup * otherPerGroup + offset`: the channel number `offset` of the same group on the other side.
static Value sameGroup(OpBuilder &builder, Location loc, Value channel, int64_t group, int64_t perGroup,
                       int64_t otherPerGroup, Value offset) {
  if (group == 1)
    return offset;
  Value quotient =
      arith::DivSIOp::create(builder, loc, channel, arith::ConstantIndexOp::create(builder, loc, perGroup));
  Value first = scaleIndex(builder, loc, quotient, otherPerGroup, 0);
  return arith::AddIOp::create(builder, loc, first, offset);
}

static Value multiplyReads(OpBuilder &builder, Location loc, Value a, Value b) {
  return arith::MulFOp::create(builder, loc, a, b);
}

/// y[n, o, t] = Σ over c, k of x[n, group(o) + c, t s + k d - p] w[o, c, k].
static Value lowerForward(OpBuilder &builder, Location loc, const Geometry &g, Value x, Value w,
                          RankedTensorType type) {
  Type accumulator = getAccumulatorType(type.getElementType());
  return createGatherSum(builder, loc, type, g.w.drop_front(), [&](OpBuilder &b, Location l, ValueRange i) {
    unsigned s = g.spatial();
    ValueRange at = i.slice(2, s), k = i.drop_front(s + 3);
    Value c = i[s + 2], inside;
    SmallVector<Value> xIndex = {i[0], sameGroup(b, l, i[1], g.group, g.outputsPerGroup(), g.inputsPerGroup(), c)};
    SmallVector<Value> wIndex = {i[1], c};
    for (unsigned d = 0; d < s; ++d) {
      GuardedIndex input = g.dimension(d).inputOf(b, l, at[d], k[d]);
      xIndex.push_back(input.index);
      wIndex.push_back(k[d]);
      inside = bothInside(b, l, inside, input.inside);
    }
    return multiplyReads(b, l, readGuarded(b, l, x, xIndex, inside, accumulator),
                         readGuarded(b, l, w, wIndex, {}, accumulator));
  });
}

/// dx[n, c, i] = Σ over o of c's group and k of dy[n, o, (i + p - k d) / s] w[o, c in group, k] where the division is
/// exact.
static Value lowerBackwardData(OpBuilder &builder, Location loc, const Geometry &g, Value dy, Value w,
                               RankedTensorType type) {
  Type accumulator = getAccumulatorType(type.getElementType());
  SmallVector<int64_t> extents = {g.outputsPerGroup()};
  llvm::append_range(extents, g.kernel());
  return createGatherSum(builder, loc, type, extents, [&](OpBuilder &b, Location l, ValueRange i) {
    unsigned s = g.spatial();
    ValueRange at = i.slice(2, s), k = i.drop_front(s + 3);
    Value o = sameGroup(b, l, i[1], g.group, g.inputsPerGroup(), g.outputsPerGroup(), i[s + 2]), c = i[1], inside;
    if (g.group != 1)
      c = arith::RemSIOp::create(b, l, c, arith::ConstantIndexOp::create(b, l, g.inputsPerGroup()));
    SmallVector<Value> dyIndex = {i[0], o}, wIndex = {o, c};
    for (unsigned d = 0; d < s; ++d) {
      GuardedIndex output = g.dimension(d).windowOf(b, l, at[d], k[d]);
      dyIndex.push_back(output.index);
      wIndex.push_back(k[d]);
      inside = bothInside(b, l, inside, output.inside);
    }
    return multiplyReads(b, l, readGuarded(b, l, dy, dyIndex, inside, accumulator),
                         readGuarded(b, l, w, wIndex, {}, accumulator));
  });
}

/// dw[o, c, k] = Σ over n, t of x[n, group(o) + c, t s + k d - p] dy[n, o, t].
static Value lowerBackwardWeights(OpBuilder &builder, Location loc, const Geometry &g, Value x, Value dy,
                                  RankedTensorType type) {
  Type accumulator = getAccumulatorType(type.getElementType());
  SmallVector<int64_t> extents = {g.x[0]};
  llvm::append_range(extents, g.y.drop_front(2));
  return createGatherSum(builder, loc, type, extents, [&](OpBuilder &b, Location l, ValueRange i) {
    unsigned s = g.spatial();
    ValueRange k = i.slice(2, s), at = i.drop_front(s + 3);
    Value n = i[s + 2], inside;
    SmallVector<Value> xIndex = {n, sameGroup(b, l, i[0], g.group, g.outputsPerGroup(), g.inputsPerGroup(), i[1])};
    SmallVector<Value> dyIndex = {n, i[0]};
    for (unsigned d = 0; d < s; ++d) {
      GuardedIndex input = g.dimension(d).inputOf(b, l, at[d], k[d]);
      xIndex.push_back(input.index);
      dyIndex.push_back(at[d]);
      inside = bothInside(b, l, inside, input.inside);
    }
    return multiplyReads(b, l, readGuarded(b, l, x, xIndex, inside, accumulator),
                         readGuarded(b, l, dy, dyIndex, {}, accumulator));
  });
}

namespace {

struct ForwardLowering : LowerableOpInterface::ExternalModel<ForwardLowering, ConvolutionOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    auto conv = cast<ConvolutionOp>(op);
    Geometry g = makeGeometry(conv, conv.getX(), conv.getW(), conv.getY());
    return SmallVector<Value>{
        lowerForward(builder, op->getLoc(), g, operands[0], operands[1], cast<RankedTensorType>(conv.getType()))};
  }
};

struct BackwardDataLowering : LowerableOpInterface::ExternalModel<BackwardDataLowering, ConvolutionBackwardDataOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    auto conv = cast<ConvolutionBackwardDataOp>(op);
    Geometry g = makeGeometry(conv, conv.getDx(), conv.getW(), conv.getDy());
    return SmallVector<Value>{
        lowerBackwardData(builder, op->getLoc(), g, operands[0], operands[1], cast<RankedTensorType>(conv.getType()))};
  }
};

struct BackwardWeightsLowering
    : LowerableOpInterface::ExternalModel<BackwardWeightsLowering, ConvolutionBackwardWeightsOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    auto conv = cast<ConvolutionBackwardWeightsOp>(op);
    Geometry g = makeGeometry(conv, conv.getX(), conv.getDw(), conv.getDy());
    return SmallVector<Value>{lowerBackwardWeights(builder, op->getLoc(), g, operands[0], operands[1],
                                                   cast<RankedTensorType>(conv.getType()))};
  }
};

} // namespace

namespace neap {
void registerConvolutionLowerings(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    ConvolutionOp::attachInterface<ForwardLowering>(*context);
    ConvolutionBackwardDataOp::attachInterface<BackwardDataLowering>(*context);
    ConvolutionBackwardWeightsOp::attachInterface<BackwardWeightsLowering>(*context);
  });
}
} // namespace neap
