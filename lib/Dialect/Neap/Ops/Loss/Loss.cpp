//===- Loss.cpp - Losses, per sample ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types, verifiers, loops and gradients of the loss family.
//
//===----------------------------------------------------------------------===//

#include "Loss/Loss.h"
#include "neap/Dialect/Neap/Ops/Loss.h"

using namespace mlir;
using namespace neap;

#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Loss.cpp.inc"

void NeapDialect::registerLossOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Loss.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

static RankedTensorType tensorType(Value value) { return cast<RankedTensorType>(value.getType()); }

Type neap::lossSumElement(Type output) {
  Type element = getElementTypeOrSelf(output);
  return element.isF64() ? element : Float32Type::get(output.getContext());
}

RankedTensorType neap::sampleSumType(Type output) {
  ArrayRef<int64_t> shape = cast<RankedTensorType>(output).getShape();
  return RankedTensorType::get(shape.take_front(1), lossSumElement(output));
}

RankedTensorType neap::positionType(Type output, int64_t axis, Type element) {
  SmallVector<int64_t> shape(cast<RankedTensorType>(output).getShape());
  shape.erase(shape.begin() + axis);
  return RankedTensorType::get(shape, element);
}

/// [N, C, …] with the classes at `axis`, not the first.
static LogicalResult checkClassAxis(std::optional<Location> location, Value output, int64_t axis) {
  RankedTensorType type = tensorType(output);
  if (type.getRank() < 2)
    return emitOptionalError(location, "expected scores of rank 2 or more, [samples, classes, …], found ", type);
  if (axis < 1 || axis >= type.getRank())
    return emitOptionalError(location, "expected a class axis from 1 to ", type.getRank() - 1, ", found ", axis);
  return success();
}

/// Class indices [N, d…] for scores [N, C, d…].
static LogicalResult checkClassTarget(std::optional<Location> location, Value output, Value target, int64_t axis) {
  if (failed(checkClassAxis(location, output, axis)))
    return failure();
  RankedTensorType expected = positionType(output.getType(), axis, tensorType(target).getElementType());
  if (target.getType() != expected)
    return emitOptionalError(location, "expected a target of shape ", expected, " for scores ", output.getType(),
                             ", found ", target.getType());
  return success();
}

static LogicalResult checkSmoothing(Operation *op, const APFloat &smoothing) {
  double value = smoothing.convertToDouble();
  if (!(value >= 0 && value <= 1))
    return op->emitOpError("expected label smoothing from 0 to 1, found ") << value;
  return success();
}

LogicalResult neap::verifySampleSum(Operation *op, Value sum, Value output) {
  if (sum.getType() != sampleSumType(output.getType()))
    return op->emitOpError("expected a gradient per sample of type ")
           << sampleSumType(output.getType()) << ", found " << sum.getType();
  return success();
}

/// What the gradients of both cross-entropies have in common; the class axis is checked already.
template <typename OpTy> static LogicalResult verifyCrossEntropyBackward(OpTy op) {
  if (failed(verifySampleSum(op, op.getSumGradient(), op.getLogits())))
    return failure();
  Type logits = op.getLogits().getType();
  Type expected = positionType(logits, op.getClassAxis(), lossSumElement(logits));
  if (op.getLogSumExp().getType() != expected)
    return op.emitOpError("expected a log-sum-exp of type ") << expected << ", found " << op.getLogSumExp().getType();
  return checkSmoothing(op, op.getLabelSmoothing());
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

SmallVector<int64_t> neap::elementLossRanges(Value output) { return llvm::to_vector(tensorType(output).getShape()); }

SmallVector<utils::IteratorType> neap::elementLossIterators(Value output, bool reduce) {
  SmallVector<utils::IteratorType> iterators(tensorType(output).getRank(), utils::IteratorType::parallel);
  for (size_t dim = 1; reduce && dim < iterators.size(); ++dim)
    iterators[dim] = utils::IteratorType::reduction;
  return iterators;
}

AffineMap neap::elementMap(Value output) {
  return AffineMap::getMultiDimIdentityMap(tensorType(output).getRank(), output.getContext());
}

AffineMap neap::sampleMap(Value output) {
  return elementMap(output).getMajorSubMap(std::min<int64_t>(1, tensorType(output).getRank()));
}

AffineMap neap::positionMap(Value output, int64_t axis) { return elementMap(output).dropResult(axis); }

//===----------------------------------------------------------------------===//
// Softmax cross-entropy with class indices
//===----------------------------------------------------------------------===//

LogicalResult SoftmaxCrossEntropyOp::inferReturnTypes(MLIRContext *, std::optional<Location> location,
                                                      ValueRange operands, DictionaryAttr attributes,
                                                      OpaqueProperties properties, RegionRange regions,
                                                      SmallVectorImpl<Type> &types) {
  Adaptor adaptor(operands, attributes, properties, regions);
  int64_t axis = adaptor.getClassAxis();
  if (failed(checkClassTarget(location, adaptor.getLogits(), adaptor.getTarget(), axis)))
    return failure();
  Type logits = adaptor.getLogits().getType();
  types.append({sampleSumType(logits), sampleSumType(logits), positionType(logits, axis, lossSumElement(logits))});
  return success();
}

LogicalResult SoftmaxCrossEntropyOp::verify() { return checkSmoothing(*this, getLabelSmoothing()); }

LogicalResult SoftmaxCrossEntropyOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                              SmallVectorImpl<Value> &operandGradients) {
  if (!resultGradients[0])
    return success(); // The weight does not depend on the logits; the log-sum-exp is read by the gradient only.
  operandGradients[0] = SoftmaxCrossEntropyBackwardOp::create(
      builder, getLoc(), getLogits().getType(), resultGradients[0], getLogits(), getTarget(), getLogSumExp(),
      getClassAxisAttr(), getIgnoreIndexAttr(), getLabelSmoothingAttr());
  return success();
}

LogicalResult SoftmaxCrossEntropyBackwardOp::verify() {
  if (failed(checkClassTarget(getLoc(), getLogits(), getTarget(), getClassAxis())))
    return failure();
  return verifyCrossEntropyBackward(*this);
}

SmallVector<int64_t> SoftmaxCrossEntropyBackwardOp::getLoopRanges() { return elementLossRanges(getLogits()); }
SmallVector<utils::IteratorType> SoftmaxCrossEntropyBackwardOp::getLoopIterators() {
  return elementLossIterators(getLogits(), /*reduce=*/false);
}
SmallVector<AffineMap> SoftmaxCrossEntropyBackwardOp::getLoopIndexingMaps() {
  AffineMap element = elementMap(getLogits()), position = positionMap(getLogits(), getClassAxis());
  return {sampleMap(getLogits()), element, position, position, element};
}

//===----------------------------------------------------------------------===//
// Softmax cross-entropy with class probabilities
//===----------------------------------------------------------------------===//

LogicalResult SoftTargetCrossEntropyOp::inferReturnTypes(MLIRContext *, std::optional<Location> location,
                                                         ValueRange operands, DictionaryAttr attributes,
                                                         OpaqueProperties properties, RegionRange regions,
                                                         SmallVectorImpl<Type> &types) {
  Adaptor adaptor(operands, attributes, properties, regions);
  Type logits = adaptor.getLogits().getType();
  if (failed(checkClassAxis(location, adaptor.getLogits(), adaptor.getClassAxis())))
    return failure();
  if (adaptor.getTarget().getType() != logits)
    return emitOptionalError(location, "expected probabilities of the type of the scores ", logits, ", found ",
                             adaptor.getTarget().getType());
  RankedTensorType positions = positionType(logits, adaptor.getClassAxis(), lossSumElement(logits));
  types.append({sampleSumType(logits), positions, positions});
  return success();
}

LogicalResult SoftTargetCrossEntropyOp::verify() { return checkSmoothing(*this, getLabelSmoothing()); }

LogicalResult SoftTargetCrossEntropyOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients,
                                                 ArrayRef<bool>, SmallVectorImpl<Value> &operandGradients) {
  if (!resultGradients[0])
    return success(); // The other results are read by the gradient only.
  operandGradients[0] = SoftTargetCrossEntropyBackwardOp::create(
      builder, getLoc(), getLogits().getType(), resultGradients[0], getLogits(), getTarget(), getLogSumExp(),
      getTargetSum(), getClassAxisAttr(), getLabelSmoothingAttr());
  return success();
}

LogicalResult SoftTargetCrossEntropyBackwardOp::verify() {
  if (failed(checkClassAxis(getLoc(), getLogits(), getClassAxis())))
    return failure();
  return verifyCrossEntropyBackward(*this);
}

SmallVector<int64_t> SoftTargetCrossEntropyBackwardOp::getLoopRanges() { return elementLossRanges(getLogits()); }
SmallVector<utils::IteratorType> SoftTargetCrossEntropyBackwardOp::getLoopIterators() {
  return elementLossIterators(getLogits(), /*reduce=*/false);
}
SmallVector<AffineMap> SoftTargetCrossEntropyBackwardOp::getLoopIndexingMaps() {
  AffineMap element = elementMap(getLogits()), position = positionMap(getLogits(), getClassAxis());
  return {sampleMap(getLogits()), element, element, position, position, element};
}

//===----------------------------------------------------------------------===//
// Negative log-likelihood
//===----------------------------------------------------------------------===//

LogicalResult NllOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, ValueRange operands,
                                      DictionaryAttr attributes, OpaqueProperties properties, RegionRange regions,
                                      SmallVectorImpl<Type> &types) {
  Adaptor adaptor(operands, attributes, properties, regions);
  if (failed(checkClassTarget(location, adaptor.getLogProbabilities(), adaptor.getTarget(), adaptor.getClassAxis())))
    return failure();
  types.append(2, sampleSumType(adaptor.getLogProbabilities().getType()));
  return success();
}

LogicalResult NllOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                              SmallVectorImpl<Value> &operandGradients) {
  if (!resultGradients[0])
    return success(); // The weight does not depend on the log-probabilities.
  operandGradients[0] = NllBackwardOp::create(builder, getLoc(), getLogProbabilities().getType(), resultGradients[0],
                                              getTarget(), getClassAxisAttr(), getIgnoreIndexAttr());
  return success();
}

LogicalResult NllBackwardOp::verify() {
  if (failed(checkClassTarget(getLoc(), getGradient(), getTarget(), getClassAxis())))
    return failure();
  return verifySampleSum(*this, getSumGradient(), getGradient());
}

SmallVector<int64_t> NllBackwardOp::getLoopRanges() { return elementLossRanges(getGradient()); }
SmallVector<utils::IteratorType> NllBackwardOp::getLoopIterators() {
  return elementLossIterators(getGradient(), /*reduce=*/false);
}
SmallVector<AffineMap> NllBackwardOp::getLoopIndexingMaps() {
  return {sampleMap(getGradient()), positionMap(getGradient(), getClassAxis()), elementMap(getGradient())};
}

//===----------------------------------------------------------------------===//
// Element losses
//===----------------------------------------------------------------------===//

LogicalResult neap::inferElementLoss(std::optional<Location> location, Value output, Value target,
                                     SmallVectorImpl<Type> &types) {
  if (target.getType() != output.getType())
    return emitOptionalError(location, "expected a target of the output's type ", output.getType(), ", found ",
                             target.getType());
  types.push_back(sampleSumType(output.getType()));
  return success();
}
