//===- NormalizationGradients.cpp - Gradients of normalization and softmax ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Normalizations with parameters have a backward op, which reads x and the saved
// statistics; the others' gradients are short enough to be written out. Formulas
// stand in Normalization.td.
//
//===----------------------------------------------------------------------===//

#include "Normalization/Composer.h"
#include "Normalization/Normalization.h"
#include "neap/Dialect/Neap/Ops/Normalization.h"
#include "neap/Dialect/Neap/Ops/Pooling.h"

using namespace mlir;
using namespace neap;

static constexpr GradientRead none = GradientRead::None, full = GradientRead::Full;

/// Only y has a gradient; its statistics are not differentiable outputs.
static LogicalResult checkOnlyFirst(Operation *op, ValueRange resultGradients) {
  for (Value gradient : resultGradients.drop_front())
    if (gradient)
      return op->emitOpError("has a gradient through its first result only, but a loss depends on its statistics");
  return success();
}

static Value castLike(Composer &c, Value x, Value like) { return c.cast(x, Composer::typeOf(like).getElementType()); }

static Type statisticType(Value x) {
  Type element = Composer::typeOf(x).getElementType();
  return element.getIntOrFloatBitWidth() < 32 ? Float32Type::get(x.getContext()) : element;
}

//===----------------------------------------------------------------------===//
// Batch normalization
//===----------------------------------------------------------------------===//

SmallVector<GradientForm> BatchNormOp::getGradientForms() {
  return {{"default", {full, full, none, none, none}, {none, none, none, full, full}}};
}

bool BatchNormOp::isDifferentiableOperand(unsigned index) { return index < 3; }

LogicalResult BatchNormOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                    SmallVectorImpl<Value> &operandGradients) {
  if (failed(checkOnlyFirst(*this, resultGradients)))
    return failure();
  auto backward =
      BatchNormBackwardOp::create(builder, getLoc(), resultGradients[0], getX(), getScale(), getMean(), getInvStd());
  operandGradients[0] = backward.getDx();
  operandGradients[1] = backward.getDscale();
  Composer c(builder, getLoc());
  operandGradients[2] = castLike(c, backward.getDbias(), getBias());
  return success();
}

SmallVector<GradientForm> BatchNormInferenceOp::getGradientForms() {
  return {GradientForm::fromRows("default", {{{none, full, none, none, full}, {none}},
                                             {{full, none, none, full, full}, {none}},
                                             {{none, none, none, none, none}, {none}},
                                             {{none, none, none, none, none}, {none}},
                                             {{none, none, none, none, none}, {none}}})};
}

bool BatchNormInferenceOp::isDifferentiableOperand(unsigned index) { return index < 3; }

LogicalResult BatchNormInferenceOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients,
                                             ArrayRef<bool> needed, SmallVectorImpl<Value> &operandGradients) {
  Composer c(builder, getLoc());
  Type statistic = statisticType(getX());
  auto type = Composer::typeOf(getX());
  SmallVector<int64_t> small(type.getRank(), 1), axes = {0};
  small[1] = type.getDimSize(1);
  llvm::append_range(axes, llvm::seq<int64_t>(2, type.getRank()));
  auto meet = [&](Value value) { return c.reshape(c.cast(value, statistic), small); };
  auto toParameter = [&](Value value, Value like) {
    return castLike(c, c.reshape(value, Composer::typeOf(like).getShape()), like);
  };
  Value dy = c.cast(resultGradients[0], statistic);
  Value invStd = c.reciprocal(c.sqrt(c.add(meet(getVar()), getEpsilon().convertToDouble())));
  if (needed[0])
    operandGradients[0] = castLike(c, c.mul(dy, c.mul(meet(getScale()), invStd)), getX());
  if (needed[1]) {
    Value deviation = c.sub(c.cast(getX(), statistic), meet(getMean()));
    operandGradients[1] = toParameter(c.mul(c.sum(c.mul(dy, deviation), axes), invStd), getScale());
  }
  if (needed[2])
    operandGradients[2] = toParameter(c.sum(dy, axes), getBias());
  return success();
}

//===----------------------------------------------------------------------===//
// Layer, RMS and group normalization
//===----------------------------------------------------------------------===//

SmallVector<GradientForm> LayerNormOp::getGradientForms() {
  SmallVector<GradientRead> operands = {full, full};
  if (getBias())
    operands.push_back(none);
  return {{"default", operands, {none, full, full}}};
}

LogicalResult LayerNormOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                    SmallVectorImpl<Value> &operandGradients) {
  if (failed(checkOnlyFirst(*this, resultGradients)))
    return failure();
  auto backward = LayerNormBackwardOp::create(builder, getLoc(), resultGradients[0], getX(), getScale(), getMean(),
                                              getInvStd(), getAxisAttr());
  operandGradients[0] = backward.getDx();
  operandGradients[1] = backward.getDscale();
  if (getBias())
    operandGradients[2] = backward.getDbias();
  return success();
}

SmallVector<GradientForm> RmsNormOp::getGradientForms() { return {{"default", {full, full}, {none, full}}}; }

LogicalResult RmsNormOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                  SmallVectorImpl<Value> &operandGradients) {
  if (failed(checkOnlyFirst(*this, resultGradients)))
    return failure();
  auto backward =
      RmsNormBackwardOp::create(builder, getLoc(), resultGradients[0], getX(), getScale(), getInvRms(), getAxisAttr());
  operandGradients[0] = backward.getDx();
  operandGradients[1] = backward.getDscale();
  return success();
}

SmallVector<GradientForm> GroupNormOp::getGradientForms() {
  return {{"default", {full, full, none}, {none, full, full}}};
}

LogicalResult GroupNormOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                    SmallVectorImpl<Value> &operandGradients) {
  if (failed(checkOnlyFirst(*this, resultGradients)))
    return failure();
  auto backward = GroupNormBackwardOp::create(builder, getLoc(), resultGradients[0], getX(), getScale(), getMean(),
                                              getInvStd(), getGroupsAttr());
  operandGradients[0] = backward.getDx();
  operandGradients[1] = backward.getDscale();
  Composer c(builder, getLoc());
  operandGradients[2] = castLike(c, backward.getDbias(), getBias());
  return success();
}

//===----------------------------------------------------------------------===//
// Without parameters
//===----------------------------------------------------------------------===//

SmallVector<GradientForm> SoftmaxOp::getGradientForms() { return {{"default", {none}, {full}}}; }

LogicalResult SoftmaxOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                  SmallVectorImpl<Value> &operandGradients) {
  Composer c(builder, getLoc());
  int64_t axis = getAxis();
  Value y = c.cast(getY(), statisticType(getY())), dy = c.cast(resultGradients[0], statisticType(getY()));
  operandGradients[0] = castLike(c, c.mul(y, c.sub(dy, c.sum(c.mul(dy, y), {axis}))), getX());
  return success();
}

SmallVector<GradientForm> LogSoftmaxOp::getGradientForms() { return {{"default", {none}, {full}}}; }

LogicalResult LogSoftmaxOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                     SmallVectorImpl<Value> &operandGradients) {
  Composer c(builder, getLoc());
  int64_t axis = getAxis();
  Value y = c.cast(getY(), statisticType(getY())), dy = c.cast(resultGradients[0], statisticType(getY()));
  operandGradients[0] = castLike(c, c.sub(dy, c.mul(c.exp(y), c.sum(dy, {axis}))), getX());
  return success();
}

SmallVector<GradientForm> LrnOp::getGradientForms() { return {{"default", {full}, {none}}}; }

LogicalResult LrnOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                              SmallVectorImpl<Value> &operandGradients) {
  Composer c(builder, getLoc());
  Value x = c.cast(getX(), statisticType(getX())), dy = c.cast(resultGradients[0], statisticType(getX()));
  ArrayRef<int64_t> shape = Composer::typeOf(x).getShape();
  double beta = getBeta().convertToDouble(), alpha = getAlpha().convertToDouble();
  int64_t size = getSize(), low = (size - 1) / 2;
  Value scale = buildLrnScale(c, *this), factor = c.pow(scale, -beta);
  Value direct = c.mul(dy, factor);
  Value through = c.mul(c.mul(direct, x), c.reciprocal(scale));
  // The window is summed over channels; its adjoint is the mirrored window.
  auto perDimension = [&](int64_t channels, int64_t rest) { return builder.getDenseI64ArrayAttr({channels, rest}); };
  int64_t rest = llvm::product_of(shape.drop_front(2));
  Value spread = AveragePoolBackwardOp::create(
      builder, getLoc(), c.reshape(through, {shape[0], 1, shape[1], rest}), perDimension(shape[1], rest),
      perDimension(size, 1), perDimension(1, 1), perDimension(1, 1), perDimension(low, 0),
      perDimension(size - 1 - low, 0), UnitAttr(), WindowDivisorAttr::get(builder.getContext(), WindowDivisor::One));
  Value indirect = c.mul(c.mul(x, c.reshape(spread, shape)), 2.0 * alpha * beta / size);
  operandGradients[0] = castLike(c, c.sub(direct, indirect), getX());
  return success();
}

SmallVector<GradientForm> LpNormalizationOp::getGradientForms() { return {{"default", {full}, {none}}}; }

LogicalResult LpNormalizationOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                          SmallVectorImpl<Value> &operandGradients) {
  Composer c(builder, getLoc());
  int64_t axis = getAxis();
  Value x = c.cast(getX(), statisticType(getX())), dy = c.cast(resultGradients[0], statisticType(getX()));
  Value inverse = buildInverseNorm(c, *this), y = c.mul(x, inverse);
  Value direction = getP() == 1 ? c.sign(x) : y;
  Value inner = c.sub(dy, c.mul(direction, c.sum(c.mul(dy, y), {axis})));
  operandGradients[0] = castLike(c, c.mul(inner, inverse), getX());
  return success();
}
