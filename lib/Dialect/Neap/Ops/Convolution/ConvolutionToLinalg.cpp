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

static Geometry geometryOf(ConvolutionOp op) { return makeGeometry(op, op.getX(), op.getW(), op.getY()); }
static Geometry geometryOf(ConvolutionBackwardDataOp op) { return makeGeometry(op, op.getDx(), op.getW(), op.getDy()); }
static Geometry geometryOf(ConvolutionBackwardWeightsOp op) {
  return makeGeometry(op, op.getX(), op.getDw(), op.getDy());
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

namespace {

/// One tensor of a convolution, and where it is read.
struct Read {
  Value tensor;
  SmallVector<Value> index;
  /// Null where every index is inside.
  Value inside;
};

} // namespace

/// Appends to `read` what `of` gives per spatial dimension for window `at` (or input element) and position `k`.
static void appendGuarded(OpBuilder &builder, Location loc, const Geometry &g,
                          GuardedIndex (WindowDimension::*of)(OpBuilder &, Location, Value, Value) const, ValueRange at,
                          ValueRange k, Read &read) {
  for (unsigned d = 0; d < g.spatial(); ++d) {
    GuardedIndex index = (g.dimension(d).*of)(builder, loc, at[d], k[d]);
    read.index.push_back(index.index);
    read.inside = bothInside(builder, loc, read.inside, index.inside);
  }
}

/// The product of two elements in the type that sums are kept in.
static Value multiply(OpBuilder &builder, Location loc, const Read &a, const Read &b, Type accumulator) {
  Value second = readGuarded(builder, loc, b.tensor, b.index, b.inside, accumulator);
  Value first = readGuarded(builder, loc, a.tensor, a.index, a.inside, accumulator);
  return arith::MulFOp::create(builder, loc, first, second);
}

/// y[n, o, t] = Σ over c, k of x[n, group(o) + c, t s + k d - p] w[o, c, k].
static Value lowerForward(OpBuilder &builder, Location loc, const Geometry &g, Value x, Value w,
                          RankedTensorType type) {
  Type accumulator = getAccumulatorType(type.getElementType());
  return createGatherSum(builder, loc, type, g.w.drop_front(), [&](OpBuilder &b, Location l, ValueRange i) {
    unsigned s = g.spatial();
    ValueRange at = i.slice(2, s), k = i.drop_front(s + 3);
    Value c = i[s + 2];
    Read readX{x, {i[0], sameGroup(b, l, i[1], g.group, g.outputsPerGroup(), g.inputsPerGroup(), c)}, {}};
    Read readW{w, {i[1], c}, {}};
    appendGuarded(b, l, g, &WindowDimension::inputOf, at, k, readX);
    llvm::append_range(readW.index, k);
    return multiply(b, l, readX, readW, accumulator);
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
    Value o = sameGroup(b, l, i[1], g.group, g.inputsPerGroup(), g.outputsPerGroup(), i[s + 2]), c = i[1];
    if (g.group != 1)
      c = arith::RemSIOp::create(b, l, c, arith::ConstantIndexOp::create(b, l, g.inputsPerGroup()));
    Read readDy{dy, {i[0], o}, {}}, readW{w, {o, c}, {}};
    appendGuarded(b, l, g, &WindowDimension::windowOf, at, k, readDy);
    llvm::append_range(readW.index, k);
    return multiply(b, l, readDy, readW, accumulator);
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
    Value n = i[s + 2];
    Read readX{x, {n, sameGroup(b, l, i[0], g.group, g.outputsPerGroup(), g.inputsPerGroup(), i[1])}, {}};
    Read readDy{dy, {n, i[0]}, {}};
    appendGuarded(b, l, g, &WindowDimension::inputOf, at, k, readX);
    llvm::append_range(readDy.index, at);
    return multiply(b, l, readX, readDy, accumulator);
  });
}

namespace {

using Lowering = Value (*)(OpBuilder &, Location, const Geometry &, Value, Value, RankedTensorType);

template <typename OpTy, Lowering lower>
struct ConvolutionLowering : LowerableOpInterface::ExternalModel<ConvolutionLowering<OpTy, lower>, OpTy> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    return SmallVector<Value>{lower(builder, op->getLoc(), geometryOf(cast<OpTy>(op)), operands[0], operands[1],
                                    cast<RankedTensorType>(op->getResult(0).getType()))};
  }
};

} // namespace

namespace neap {
void registerConvolutionLowerings(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    ConvolutionOp::attachInterface<ConvolutionLowering<ConvolutionOp, lowerForward>>(*context);
    ConvolutionBackwardDataOp::attachInterface<ConvolutionLowering<ConvolutionBackwardDataOp, lowerBackwardData>>(
        *context);
    ConvolutionBackwardWeightsOp::attachInterface<
        ConvolutionLowering<ConvolutionBackwardWeightsOp, lowerBackwardWeights>>(*context);
  });
}
} // namespace neap
