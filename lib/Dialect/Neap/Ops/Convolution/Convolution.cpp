//===- Convolution.cpp - Convolutions and their adjoints ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shapes, cost and gradients of the three forms of a convolution. One check
// serves all: each form knows two of (x, w, y) and states the size of the third.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/Ops/Convolution.h"
#include "Convolution/Window.h"
#include "neap/Dialect/Neap/Ops/Shape.h"

#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace neap;

#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Convolution.cpp.inc"

void NeapDialect::registerConvolutionOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Convolution.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

static ArrayRef<int64_t> shapeOf(Value value) { return cast<RankedTensorType>(value.getType()).getShape(); }

static Type elementOf(Value value) { return cast<RankedTensorType>(value.getType()).getElementType(); }

template <typename AdaptorTy> static Window makeWindow(AdaptorTy op, ArrayRef<int64_t> kernel) {
  return {llvm::to_vector(kernel), llvm::to_vector(op.getStrides()), llvm::to_vector(op.getDilations()),
          llvm::to_vector(op.getPadsLow()), llvm::to_vector(op.getPadsHigh())};
}

/// Ranks and element types of the two tensors of a convolution op.
static LogicalResult checkOperands(std::optional<Location> location, Value a, Value b) {
  if (!getSpatialSizes(location, a))
    return failure();
  if (shapeOf(a).size() != shapeOf(b).size())
    return emitOptionalError(location, "expected operands of one rank, found ", a.getType(), " and ", b.getType());
  if (elementOf(a) != elementOf(b))
    return emitOptionalError(location, "expected operands of one element type, found ", elementOf(a), " and ",
                             elementOf(b));
  return success();
}

static std::string counted(int64_t count, StringRef noun) {
  return (llvm::Twine(count) + " " + noun + (count == 1 ? "" : "s")).str();
}

/// Groups against the channels of x, channels per group and output channels of w.
static LogicalResult checkGroups(std::optional<Location> location, int64_t group, int64_t channels, int64_t perGroup,
                                 int64_t outputs) {
  if (group < 1)
    return emitOptionalError(location, "group ", group, ": expected a positive number");
  if (channels % group)
    return emitOptionalError(location, "group ", group, " does not divide ", counted(channels, "channel"));
  if (outputs % group)
    return emitOptionalError(location, "group ", group, " does not divide ", counted(outputs, "output channel"));
  if (channels / group != perGroup)
    return emitOptionalError(location, "expected weights over ", counted(channels / group, "channel"), " (",
                             counted(channels, "channel"), " in ", counted(group, "group"), "), found ", perGroup);
  return success();
}

/// The spatial sizes of `y` (named for messages) must be those that follow from `input` and the window.
static LogicalResult checkCounts(std::optional<Location> location, ArrayRef<int64_t> input, const Window &window,
                                 ArrayRef<int64_t> found) {
  FailureOr<SmallVector<int64_t>> counts = inferWindowCounts(location, input, window);
  if (failed(counts))
    return failure();
  if (ArrayRef<int64_t>(*counts) != found)
    return emitOptionalError(location, "a window ", formatSizes(window.kernel), " over ", formatSizes(input), " gives ",
                             formatSizes(*counts), ", found ", formatSizes(found));
  return success();
}

static RankedTensorType makeType(int64_t first, int64_t second, ArrayRef<int64_t> spatial, Type element) {
  SmallVector<int64_t> shape = {first, second};
  llvm::append_range(shape, spatial);
  return RankedTensorType::get(shape, element);
}

LogicalResult ConvolutionOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                              SmallVectorImpl<Type> &types) {
  if (failed(checkOperands(location, adaptor.getX(), adaptor.getW())))
    return failure();
  ArrayRef<int64_t> x = shapeOf(adaptor.getX()), w = shapeOf(adaptor.getW());
  if (failed(checkGroups(location, adaptor.getGroup(), x[1], w[1], w[0])))
    return failure();
  FailureOr<SmallVector<int64_t>> counts =
      inferWindowCounts(location, x.drop_front(2), makeWindow(adaptor, w.drop_front(2)));
  if (failed(counts))
    return failure();
  types.push_back(makeType(x[0], w[0], *counts, elementOf(adaptor.getX())));
  return success();
}

LogicalResult ConvolutionBackwardDataOp::inferReturnTypes(MLIRContext *, std::optional<Location> location,
                                                          Adaptor adaptor, SmallVectorImpl<Type> &types) {
  if (failed(checkOperands(location, adaptor.getDy(), adaptor.getW())))
    return failure();
  ArrayRef<int64_t> dy = shapeOf(adaptor.getDy()), w = shapeOf(adaptor.getW());
  if (dy[1] != w[0])
    return emitOptionalError(location, "expected weights for ", counted(dy[1], "channel"), ", found ", w[0]);
  int64_t group = adaptor.getGroup(), channels = 0;
  if (llvm::MulOverflow(w[1], group, channels))
    return emitOptionalError(location, "group ", group, " is out of range");
  if (failed(checkGroups(location, group, channels, w[1], w[0])))
    return failure();
  if (adaptor.getSize().size() != dy.size() - 2)
    return emitOptionalError(location, "expected ", dy.size() - 2, " sizes, found ", adaptor.getSize().size());
  for (int64_t size : adaptor.getSize())
    if (size < 0 || size > std::numeric_limits<int32_t>::max())
      return emitOptionalError(location, "result size ", size, " is out of range");
  if (failed(checkCounts(location, adaptor.getSize(), makeWindow(adaptor, w.drop_front(2)), dy.drop_front(2))))
    return failure();
  types.push_back(makeType(dy[0], channels, adaptor.getSize(), elementOf(adaptor.getDy())));
  return success();
}

LogicalResult ConvolutionBackwardWeightsOp::inferReturnTypes(MLIRContext *, std::optional<Location> location,
                                                             Adaptor adaptor, SmallVectorImpl<Type> &types) {
  if (failed(checkOperands(location, adaptor.getX(), adaptor.getDy())))
    return failure();
  ArrayRef<int64_t> x = shapeOf(adaptor.getX()), dy = shapeOf(adaptor.getDy());
  if (x[0] != dy[0])
    return emitOptionalError(location, "expected one batch size, found ", x[0], " and ", dy[0]);
  int64_t group = adaptor.getGroup();
  if (failed(checkGroups(location, group, x[1], group < 1 ? 0 : x[1] / group, dy[1])) ||
      failed(checkCounts(location, x.drop_front(2), makeWindow(adaptor, adaptor.getKernel()), dy.drop_front(2))))
    return failure();
  types.push_back(makeType(dy[1], x[1] / group, adaptor.getKernel(), elementOf(adaptor.getX())));
  return success();
}

//===----------------------------------------------------------------------===//
// Canonicalization: zeros put around x are pads of the window
//===----------------------------------------------------------------------===//

/// `pads` after those of a pad op; nothing where it cuts off: a window with negative pads has no library call.
static std::optional<SmallVector<int64_t>> addPads(ArrayRef<int64_t> first, ArrayRef<int64_t> pads) {
  SmallVector<int64_t> sums;
  if (first[0] != 0 || first[1] != 0)
    return std::nullopt;
  for (auto [inner, outer] : llvm::zip_equal(first.drop_front(2), pads)) {
    if (inner < 0)
      return std::nullopt;
    sums.push_back(inner + outer);
  }
  return sums;
}

static LogicalResult absorbPad(ConvolutionOp op, PatternRewriter &rewriter) {
  auto pad = op.getX().getDefiningOp<PadOp>();
  if (!pad || pad.getMode() != PadMode::Constant || !pad.getValue().isZero() ||
      pad.getX().getType().getNumElements() == 0)
    return rewriter.notifyMatchFailure(op, "expected zeros around x");
  auto low = addPads(pad.getLow(), op.getPadsLow()), high = addPads(pad.getHigh(), op.getPadsHigh());
  if (!low || !high ||
      llvm::any_of(llvm::concat<int64_t>(*low, *high), [](int64_t sum) { return sum != static_cast<int32_t>(sum); }))
    return rewriter.notifyMatchFailure(op, "expected pads of the spatial dimensions that add up");
  rewriter.replaceOpWithNewOp<ConvolutionOp>(op, pad.getX(), op.getW(), op.getStridesAttr(), op.getDilationsAttr(),
                                             rewriter.getDenseI64ArrayAttr(*low), rewriter.getDenseI64ArrayAttr(*high),
                                             op.getGroupAttr());
  return success();
}

void ConvolutionOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) { patterns.add(absorbPad); }

//===----------------------------------------------------------------------===//
// Cost: one multiply-add per weight and output element it contributes to
//===----------------------------------------------------------------------===//

static int64_t convolutionFlops(ArrayRef<int64_t> weights, ArrayRef<int64_t> output) {
  int64_t perOutput = llvm::product_of(weights.drop_front());
  return 2 * llvm::product_of(output) * perOutput;
}

int64_t ConvolutionOp::getFlops() { return convolutionFlops(shapeOf(getW()), shapeOf(getY())); }
int64_t ConvolutionBackwardDataOp::getFlops() { return convolutionFlops(shapeOf(getW()), shapeOf(getDy())); }
int64_t ConvolutionBackwardWeightsOp::getFlops() { return convolutionFlops(shapeOf(getDw()), shapeOf(getDy())); }

//===----------------------------------------------------------------------===//
// Gradients
//===----------------------------------------------------------------------===//

namespace {

/// Builds the other two forms with the window of one.
template <typename OpTy> struct Adjoints {
  OpBuilder &builder;
  OpTy op;

  Value forward(Value x, Value w) {
    return ConvolutionOp::create(builder, op.getLoc(), x, w, op.getStridesAttr(), op.getDilationsAttr(),
                                 op.getPadsLowAttr(), op.getPadsHighAttr(), op.getGroupAttr());
  }
  Value backwardData(Value dy, Value w, Value x) {
    return ConvolutionBackwardDataOp::create(
        builder, op.getLoc(), dy, w, builder.getDenseI64ArrayAttr(shapeOf(x).drop_front(2)), op.getStridesAttr(),
        op.getDilationsAttr(), op.getPadsLowAttr(), op.getPadsHighAttr(), op.getGroupAttr());
  }
  Value backwardWeights(Value x, Value dy, Value w) {
    return ConvolutionBackwardWeightsOp::create(
        builder, op.getLoc(), x, dy, builder.getDenseI64ArrayAttr(shapeOf(w).drop_front(2)), op.getStridesAttr(),
        op.getDilationsAttr(), op.getPadsLowAttr(), op.getPadsHighAttr(), op.getGroupAttr());
  }
};

} // namespace

/// A bilinear op: the gradient of one operand reads the other.
static SmallVector<GradientForm> bilinearForms() {
  constexpr GradientRead none = GradientRead::None, full = GradientRead::Full;
  return {GradientForm::fromRows("default", {{{none, full}, {none}}, {{full, none}, {none}}})};
}

SmallVector<GradientForm> ConvolutionOp::getGradientForms() { return bilinearForms(); }
SmallVector<GradientForm> ConvolutionBackwardDataOp::getGradientForms() { return bilinearForms(); }
SmallVector<GradientForm> ConvolutionBackwardWeightsOp::getGradientForms() { return bilinearForms(); }

LogicalResult ConvolutionOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool> needed,
                                      SmallVectorImpl<Value> &operandGradients) {
  Adjoints<ConvolutionOp> adjoints{builder, *this};
  if (needed[0])
    operandGradients[0] = adjoints.backwardData(resultGradients[0], getW(), getX());
  if (needed[1])
    operandGradients[1] = adjoints.backwardWeights(getX(), resultGradients[0], getW());
  return success();
}

LogicalResult ConvolutionBackwardDataOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients,
                                                  ArrayRef<bool> needed, SmallVectorImpl<Value> &operandGradients) {
  Adjoints<ConvolutionBackwardDataOp> adjoints{builder, *this};
  if (needed[0])
    operandGradients[0] = adjoints.forward(resultGradients[0], getW());
  if (needed[1])
    operandGradients[1] = adjoints.backwardWeights(resultGradients[0], getDy(), getW());
  return success();
}

LogicalResult ConvolutionBackwardWeightsOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients,
                                                     ArrayRef<bool> needed, SmallVectorImpl<Value> &operandGradients) {
  Adjoints<ConvolutionBackwardWeightsOp> adjoints{builder, *this};
  if (needed[0])
    operandGradients[0] = adjoints.backwardData(getDy(), resultGradients[0], getX());
  if (needed[1])
    operandGradients[1] = adjoints.forward(getX(), resultGradients[0]);
  return success();
}
