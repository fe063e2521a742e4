//===- Normalization.cpp - Normalization and softmax ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shapes and the evaluation form. Gradients stand in NormalizationGradients.cpp,
// what the ops are made of in NormalizationDecompose.cpp.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/Ops/Normalization.h"

using namespace mlir;
using namespace neap;

#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Normalization.cpp.inc"

void NeapDialect::registerNormalizationOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Normalization.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------===//

using Where = std::optional<Location>;

static RankedTensorType typeOf(Value value) { return cast<RankedTensorType>(value.getType()); }

/// Statistics of bf16 and f16 are f32.
static Type statisticType(RankedTensorType x) {
  unsigned width = x.getElementTypeBitWidth();
  return width < 32 ? Float32Type::get(x.getContext()) : x.getElementType();
}

static LogicalResult checkRank(Where where, RankedTensorType x, int64_t least) {
  if (x.getRank() < least)
    return emitOptionalError(where, "expected at least ", least, " dimensions, found ", x);
  return success();
}

static LogicalResult checkShape(Where where, StringRef name, Value value, ArrayRef<int64_t> shape) {
  auto type = typeOf(value);
  if (type.getShape() != shape)
    return emitOptionalError(where, "expected ", name, " of type ", RankedTensorType::get(shape, type.getElementType()),
                             ", found ", type);
  return success();
}

static LogicalResult checkType(Where where, StringRef name, Value value, RankedTensorType type) {
  if (value.getType() != type)
    return emitOptionalError(where, "expected ", name, " of type ", type, ", found ", value.getType());
  return success();
}

/// An axis may be one past the last where nothing needs to be normalized.
static LogicalResult checkAxis(Where where, RankedTensorType x, int64_t axis) {
  if (axis < 0 || axis >= x.getRank())
    return emitOptionalError(where, "axis ", axis, ": expected 0 to ", x.getRank() - 1, " for ", x);
  return success();
}

static LogicalResult checkEpsilon(Where where, const APFloat &epsilon) {
  if (epsilon.isNegative() || !epsilon.isFinite())
    return emitOptionalError(where, "epsilon ", epsilon.convertToDouble(), ": expected a number of at least 0");
  return success();
}

//===----------------------------------------------------------------------===//
// Batch normalization
//===----------------------------------------------------------------------===//

static LogicalResult checkPerChannel(Where where, RankedTensorType x, ArrayRef<std::pair<StringRef, Value>> values) {
  if (failed(checkRank(where, x, 2)))
    return failure();
  for (auto [name, value] : values)
    if (failed(checkShape(where, name, value, {x.getDimSize(1)})))
      return failure();
  return success();
}

LogicalResult BatchNormOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op, SmallVectorImpl<Type> &types) {
  RankedTensorType x = typeOf(op.getX());
  if (failed(checkPerChannel(where, x,
                             {{"scale", op.getScale()},
                              {"bias", op.getBias()},
                              {"running mean", op.getRunningMean()},
                              {"running variance", op.getRunningVar()}})) ||
      failed(checkEpsilon(where, op.getEpsilon())))
    return failure();
  auto statistic = RankedTensorType::get({x.getDimSize(1)}, statisticType(x));
  types.append({x, op.getRunningMean().getType(), op.getRunningVar().getType(), statistic, statistic});
  return success();
}

LogicalResult BatchNormBackwardOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op,
                                                    SmallVectorImpl<Type> &types) {
  RankedTensorType x = typeOf(op.getX());
  if (failed(checkType(where, "output gradient", op.getDy(), x)) ||
      failed(
          checkPerChannel(where, x, {{"scale", op.getScale()}, {"mean", op.getMean()}, {"inv_std", op.getInvStd()}})))
    return failure();
  types.append({x, op.getScale().getType(), op.getScale().getType()});
  return success();
}

LogicalResult BatchNormInferenceOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op,
                                                     SmallVectorImpl<Type> &types) {
  RankedTensorType x = typeOf(op.getX());
  if (failed(checkPerChannel(
          where, x,
          {{"scale", op.getScale()}, {"bias", op.getBias()}, {"mean", op.getMean()}, {"variance", op.getVar()}})) ||
      failed(checkEpsilon(where, op.getEpsilon())))
    return failure();
  types.push_back(x);
  return success();
}

SmallVector<Value> BatchNormOp::buildEvaluationForm(OpBuilder &builder) {
  Value y = BatchNormInferenceOp::create(builder, getLoc(), getX(), getScale(), getBias(), getRunningMean(),
                                         getRunningVar(), getEpsilonAttr());
  return {y, getRunningMean(), getRunningVar(), Value(), Value()};
}

//===----------------------------------------------------------------------===//
// Layer, RMS and group normalization
//===----------------------------------------------------------------------===//

/// x's shape with 1 from `axis` on.
static RankedTensorType rowStatistics(RankedTensorType x, int64_t axis) {
  SmallVector<int64_t> shape(x.getShape());
  std::fill(shape.begin() + axis, shape.end(), 1);
  return RankedTensorType::get(shape, statisticType(x));
}

static LogicalResult checkLayer(Where where, RankedTensorType x, int64_t axis, Value scale, Value bias) {
  if (failed(checkAxis(where, x, axis)) || failed(checkShape(where, "scale", scale, x.getShape().drop_front(axis))))
    return failure();
  return bias ? checkType(where, "bias", bias, typeOf(scale)) : success();
}

LogicalResult LayerNormOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op, SmallVectorImpl<Type> &types) {
  RankedTensorType x = typeOf(op.getX());
  int64_t axis = op.getAxis();
  if (failed(checkLayer(where, x, axis, op.getScale(), op.getBias())) || failed(checkEpsilon(where, op.getEpsilon())))
    return failure();
  types.append({x, rowStatistics(x, axis), rowStatistics(x, axis)});
  return success();
}

LogicalResult LayerNormBackwardOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op,
                                                    SmallVectorImpl<Type> &types) {
  RankedTensorType x = typeOf(op.getX());
  int64_t axis = op.getAxis();
  if (failed(checkType(where, "output gradient", op.getDy(), x)) ||
      failed(checkLayer(where, x, axis, op.getScale(), {})) ||
      failed(checkType(where, "mean", op.getMean(), rowStatistics(x, axis))) ||
      failed(checkType(where, "inv_std", op.getInvStd(), rowStatistics(x, axis))))
    return failure();
  types.append({x, op.getScale().getType(), op.getScale().getType()});
  return success();
}

LogicalResult RmsNormOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op, SmallVectorImpl<Type> &types) {
  RankedTensorType x = typeOf(op.getX());
  int64_t axis = op.getAxis();
  if (failed(checkLayer(where, x, axis, op.getScale(), {})) || failed(checkEpsilon(where, op.getEpsilon())))
    return failure();
  types.append({x, rowStatistics(x, axis)});
  return success();
}

LogicalResult RmsNormBackwardOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op,
                                                  SmallVectorImpl<Type> &types) {
  RankedTensorType x = typeOf(op.getX());
  int64_t axis = op.getAxis();
  if (failed(checkType(where, "output gradient", op.getDy(), x)) ||
      failed(checkLayer(where, x, axis, op.getScale(), {})) ||
      failed(checkType(where, "inv_rms", op.getInvRms(), rowStatistics(x, axis))))
    return failure();
  types.append({x, op.getScale().getType()});
  return success();
}

static LogicalResult checkGroups(Where where, RankedTensorType x, int64_t groups) {
  if (failed(checkRank(where, x, 2)))
    return failure();
  if (groups < 1 || x.getDimSize(1) % groups)
    return emitOptionalError(where, "expected a number of groups that divides ", x.getDimSize(1), " channels, found ",
                             groups);
  return success();
}

LogicalResult GroupNormOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op, SmallVectorImpl<Type> &types) {
  RankedTensorType x = typeOf(op.getX());
  int64_t groups = op.getGroups();
  if (failed(checkGroups(where, x, groups)) ||
      failed(checkPerChannel(where, x, {{"scale", op.getScale()}, {"bias", op.getBias()}})) ||
      failed(checkEpsilon(where, op.getEpsilon())))
    return failure();
  auto statistic = RankedTensorType::get({x.getDimSize(0), groups}, statisticType(x));
  types.append({x, statistic, statistic});
  return success();
}

LogicalResult GroupNormBackwardOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op,
                                                    SmallVectorImpl<Type> &types) {
  RankedTensorType x = typeOf(op.getX());
  int64_t groups = op.getGroups();
  if (failed(checkGroups(where, x, groups)))
    return failure();
  auto statistic = RankedTensorType::get({x.getDimSize(0), groups}, statisticType(x));
  if (failed(checkType(where, "output gradient", op.getDy(), x)) ||
      failed(checkPerChannel(where, x, {{"scale", op.getScale()}})) ||
      failed(checkType(where, "mean", op.getMean(), statistic)) ||
      failed(checkType(where, "inv_std", op.getInvStd(), statistic)))
    return failure();
  types.append({x, op.getScale().getType(), op.getScale().getType()});
  return success();
}

//===----------------------------------------------------------------------===//
// Without parameters
//===----------------------------------------------------------------------===//

LogicalResult SoftmaxOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op, SmallVectorImpl<Type> &types) {
  types.push_back(op.getX().getType());
  return checkAxis(where, typeOf(op.getX()), op.getAxis());
}

LogicalResult LogSoftmaxOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op, SmallVectorImpl<Type> &types) {
  types.push_back(op.getX().getType());
  return checkAxis(where, typeOf(op.getX()), op.getAxis());
}

LogicalResult LrnOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op, SmallVectorImpl<Type> &types) {
  int64_t size = op.getSize();
  if (size < 1 || size > std::numeric_limits<int32_t>::max())
    return emitOptionalError(where, "size ", size, ": expected a number between 1 and 2^31 - 1");
  types.push_back(op.getX().getType());
  return checkRank(where, typeOf(op.getX()), 2);
}

LogicalResult LpNormalizationOp::inferReturnTypes(MLIRContext *, Where where, Adaptor op,
                                                  SmallVectorImpl<Type> &types) {
  int64_t p = op.getP();
  if (p != 1 && p != 2)
    return emitOptionalError(where, "p ", p, ": expected 1 or 2");
  types.push_back(op.getX().getType());
  return checkAxis(where, typeOf(op.getX()), op.getAxis());
}
