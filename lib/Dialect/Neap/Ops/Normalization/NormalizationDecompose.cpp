//===- NormalizationDecompose.cpp - What normalizations are made of ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The formulas of Normalization.td in reductions and element-wise ops, which fuse
// with their neighbours:
//   mean(x) → x - mean → mean of squares → 1 / sqrt(· + epsilon) → scale and shift
// Full-sized ops are few: factors are joined while they are small.
//
//===----------------------------------------------------------------------===//

#include "Normalization/Composer.h"
#include "Normalization/Normalization.h"
#include "neap/Dialect/Neap/Ops/Normalization.h"
#include "neap/Dialect/Neap/Ops/Pooling.h"

using namespace mlir;
using namespace neap;

using Values = SmallVector<Value>;

static RankedTensorType typeOf(Value value) { return Composer::typeOf(value); }
static ArrayRef<int64_t> shapeOf(Value value) { return typeOf(value).getShape(); }

static Type statisticType(Value x) {
  Type element = typeOf(x).getElementType();
  return element.getIntOrFloatBitWidth() < 32 ? Float32Type::get(x.getContext()) : element;
}

/// Converts to the type and shape of `like`.
static Value convertTo(Composer &c, Value x, Value like) {
  return c.reshape(c.cast(x, typeOf(like).getElementType()), shapeOf(like));
}

static SmallVector<int64_t> axesFrom(int64_t first, int64_t last) {
  return llvm::to_vector(llvm::seq<int64_t>(first, last));
}

namespace {

/// x in statistics precision under a shape where each group of one mean and variance is a set of axes.
struct Rows {
  Composer &c;
  Value x;
  SmallVector<int64_t> axes;

  Value mean(Value value) { return c.mean(value, axes); }
  Value sum(Value value) { return c.sum(value, axes); }
  Value invStd(Value deviation, double epsilon) {
    return c.reciprocal(c.sqrt(c.add(mean(c.mul(deviation, deviation)), epsilon)));
  }
  /// A small operand, reshaped to meet x.
  Value meet(Value value, ArrayRef<int64_t> shape) {
    return c.reshape(c.cast(value, typeOf(x).getElementType()), shape);
  }
};

} // namespace

//===----------------------------------------------------------------------===//
// Batch normalization
//===----------------------------------------------------------------------===//

static SmallVector<int64_t> channelShape(Value x) {
  SmallVector<int64_t> shape(typeOf(x).getRank(), 1);
  shape[1] = shapeOf(x)[1];
  return shape;
}

static Rows batchRows(Composer &c, Value x) {
  SmallVector<int64_t> axes = {0};
  llvm::append_range(axes, llvm::seq<int64_t>(2, typeOf(x).getRank()));
  return {c, c.cast(x, statisticType(x)), axes};
}

FailureOr<Values> BatchNormOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  Rows rows = batchRows(c, getX());
  SmallVector<int64_t> small = channelShape(getX());
  Value mean = rows.mean(rows.x), deviation = c.sub(rows.x, mean);
  Value variance = rows.mean(c.mul(deviation, deviation));
  Value invStd = c.reciprocal(c.sqrt(c.add(variance, getEpsilon().convertToDouble())));
  Value scaled = c.mul(deviation, c.mul(invStd, rows.meet(getScale(), small)));
  Value y = c.add(scaled, rows.meet(getBias(), small));
  double momentum = getMomentum().convertToDouble();
  auto update = [&](Value running, Value batch) {
    return c.add(c.mul(running, momentum), c.mul(convertTo(c, batch, running), 1.0 - momentum));
  };
  return Values{convertTo(c, y, getY()), update(getRunningMean(), mean), update(getRunningVar(), variance),
                c.reshape(mean, shapeOf(getMean())), c.reshape(invStd, shapeOf(getInvStd()))};
}

FailureOr<Values> BatchNormBackwardOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  Rows rows = batchRows(c, getX());
  SmallVector<int64_t> small = channelShape(getX());
  Value dy = c.cast(getDy(), statisticType(getX()));
  Value deviation = c.sub(rows.x, rows.meet(getMean(), small)), invStd = rows.meet(getInvStd(), small);
  Value dbias = rows.sum(dy), dscale = c.mul(rows.sum(c.mul(dy, deviation)), invStd);
  // dx = a (dy - dbias / n - deviation · invStd · dscale / n) with a = scale · invStd.
  double perElement = 1.0 / (typeOf(getX()).getNumElements() / std::max<int64_t>(1, shapeOf(getX())[1]));
  Value a = c.mul(rows.meet(getScale(), small), invStd);
  Value slope = c.mul(c.mul(invStd, dscale), perElement);
  Value centred = c.sub(c.sub(dy, c.mul(dbias, perElement)), c.mul(deviation, slope));
  return Values{convertTo(c, c.mul(centred, a), getX()), convertTo(c, dscale, getScale()),
                convertTo(c, dbias, getScale())};
}

FailureOr<Values> BatchNormInferenceOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  Rows rows = batchRows(c, getX());
  SmallVector<int64_t> small = channelShape(getX());
  Value invStd = c.reciprocal(c.sqrt(c.add(rows.meet(getVar(), small), getEpsilon().convertToDouble())));
  Value deviation = c.sub(rows.x, rows.meet(getMean(), small));
  Value scaled = c.mul(deviation, c.mul(invStd, rows.meet(getScale(), small)));
  return Values{convertTo(c, c.add(scaled, rows.meet(getBias(), small)), getY())};
}

//===----------------------------------------------------------------------===//
// Layer and RMS normalization
//===----------------------------------------------------------------------===//

static Rows layerRows(Composer &c, Value x, int64_t axis) {
  return {c, c.cast(x, statisticType(x)), axesFrom(axis, typeOf(x).getRank())};
}

/// Shape of scale and bias with 1 in the leading dimensions.
static SmallVector<int64_t> layerShape(Value x, int64_t axis) {
  SmallVector<int64_t> shape(shapeOf(x));
  std::fill(shape.begin(), shape.begin() + axis, 1);
  return shape;
}

FailureOr<Values> LayerNormOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  int64_t axis = getAxis();
  Rows rows = layerRows(c, getX(), axis);
  SmallVector<int64_t> small = layerShape(getX(), axis);
  Value mean = rows.mean(rows.x), deviation = c.sub(rows.x, mean);
  Value invStd = rows.invStd(deviation, getEpsilon().convertToDouble());
  Value y = c.mul(c.mul(deviation, invStd), rows.meet(getScale(), small));
  if (getBias())
    y = c.add(y, rows.meet(getBias(), small));
  return Values{convertTo(c, y, getY()), mean, invStd};
}

/// dx of a normalization without parameters: invStd (g - mean(g) - x̂ mean(g x̂)).
static Value normalizedGradient(Rows &rows, Value g, Value normalized, Value invStd, bool centred) {
  Composer &c = rows.c;
  Value inner = c.sub(g, c.mul(normalized, rows.mean(c.mul(g, normalized))));
  if (centred)
    inner = c.sub(inner, rows.mean(g));
  return c.mul(inner, invStd);
}

FailureOr<Values> LayerNormBackwardOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  int64_t axis = getAxis();
  Rows rows = layerRows(c, getX(), axis);
  Value dy = c.cast(getDy(), statisticType(getX()));
  Value normalized = c.mul(c.sub(rows.x, getMean()), getInvStd());
  Value g = c.mul(dy, rows.meet(getScale(), layerShape(getX(), axis)));
  Value dx = normalizedGradient(rows, g, normalized, getInvStd(), /*centred=*/true);
  SmallVector<int64_t> leading = axesFrom(0, axis);
  return Values{convertTo(c, dx, getX()), convertTo(c, c.sum(c.mul(dy, normalized), leading), getScale()),
                convertTo(c, c.sum(dy, leading), getScale())};
}

FailureOr<Values> RmsNormOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  int64_t axis = getAxis();
  Rows rows = layerRows(c, getX(), axis);
  Value invRms = rows.invStd(rows.x, getEpsilon().convertToDouble());
  Value y = c.mul(c.mul(rows.x, invRms), rows.meet(getScale(), layerShape(getX(), axis)));
  return Values{convertTo(c, y, getY()), invRms};
}

FailureOr<Values> RmsNormBackwardOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  int64_t axis = getAxis();
  Rows rows = layerRows(c, getX(), axis);
  Value dy = c.cast(getDy(), statisticType(getX()));
  Value normalized = c.mul(rows.x, getInvRms());
  Value g = c.mul(dy, rows.meet(getScale(), layerShape(getX(), axis)));
  Value dx = normalizedGradient(rows, g, normalized, getInvRms(), /*centred=*/false);
  return Values{convertTo(c, dx, getX()), convertTo(c, c.sum(c.mul(dy, normalized), axesFrom(0, axis)), getScale())};
}

//===----------------------------------------------------------------------===//
// Group normalization: x as [N, groups, channels in group, rest]
//===----------------------------------------------------------------------===//

static SmallVector<int64_t> groupedShape(Value x, int64_t groups) {
  ArrayRef<int64_t> shape = shapeOf(x);
  return {shape[0], groups, shape[1] / groups, llvm::product_of(shape.drop_front(2))};
}

static Rows groupRows(Composer &c, Value x, int64_t groups) {
  return {c, c.cast(c.reshape(x, groupedShape(x, groups)), statisticType(x)), {2, 3}};
}

FailureOr<Values> GroupNormOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  int64_t groups = getGroups();
  Rows rows = groupRows(c, getX(), groups);
  SmallVector<int64_t> small = {1, groups, shapeOf(getX())[1] / groups, 1};
  Value mean = rows.mean(rows.x), deviation = c.sub(rows.x, mean);
  Value invStd = rows.invStd(deviation, getEpsilon().convertToDouble());
  Value scaled = c.mul(deviation, c.mul(invStd, rows.meet(getScale(), small)));
  Value y = c.add(scaled, rows.meet(getBias(), small));
  return Values{convertTo(c, y, getY()), c.reshape(mean, shapeOf(getMean())), c.reshape(invStd, shapeOf(getInvStd()))};
}

FailureOr<Values> GroupNormBackwardOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  int64_t groups = getGroups();
  Rows rows = groupRows(c, getX(), groups);
  SmallVector<int64_t> small = {1, groups, shapeOf(getX())[1] / groups, 1};
  SmallVector<int64_t> statistic = {shapeOf(getX())[0], groups, 1, 1};
  Value dy = c.cast(c.reshape(getDy(), groupedShape(getX(), groups)), statisticType(getX()));
  Value invStd = rows.meet(getInvStd(), statistic);
  Value normalized = c.mul(c.sub(rows.x, rows.meet(getMean(), statistic)), invStd);
  Value dx = normalizedGradient(rows, c.mul(dy, rows.meet(getScale(), small)), normalized, invStd, /*centred=*/true);
  return Values{convertTo(c, dx, getX()), convertTo(c, c.sum(c.mul(dy, normalized), {0, 3}), getScale()),
                convertTo(c, c.sum(dy, {0, 3}), getScale())};
}

//===----------------------------------------------------------------------===//
// Without parameters
//===----------------------------------------------------------------------===//

FailureOr<Values> SoftmaxOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  int64_t axis = getAxis();
  Value x = c.cast(getX(), statisticType(getX()));
  Value powers = c.exp(c.sub(x, c.max(x, {axis})));
  return Values{convertTo(c, c.div(powers, c.sum(powers, {axis})), getY())};
}

FailureOr<Values> LogSoftmaxOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  int64_t axis = getAxis();
  Value x = c.cast(getX(), statisticType(getX()));
  Value shifted = c.sub(x, c.max(x, {axis}));
  return Values{convertTo(c, c.sub(shifted, c.log(c.sum(c.exp(shifted), {axis}))), getY())};
}

Value neap::buildLrnScale(Composer &c, LrnOp op) {
  Value x = c.cast(op.getX(), statisticType(op.getX()));
  ArrayRef<int64_t> shape = shapeOf(x);
  int64_t size = op.getSize(), low = (size - 1) / 2;
  OpBuilder &b = c.builder;
  auto perDimension = [&](int64_t channels, int64_t rest) { return b.getDenseI64ArrayAttr({channels, rest}); };
  Value squares = c.reshape(c.mul(x, x), {shape[0], 1, shape[1], llvm::product_of(shape.drop_front(2))});
  Value sums = AveragePoolOp::create(b, c.loc, squares, perDimension(size, 1), perDimension(1, 1), perDimension(1, 1),
                                     perDimension(low, 0), perDimension(size - 1 - low, 0), UnitAttr(),
                                     WindowDivisorAttr::get(b.getContext(), WindowDivisor::One));
  Value mean = c.mul(c.reshape(sums, shape), op.getAlpha().convertToDouble() / size);
  return c.add(mean, op.getBias().convertToDouble());
}

FailureOr<Values> LrnOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  Value factor = c.pow(buildLrnScale(c, *this), -getBeta().convertToDouble());
  return Values{convertTo(c, c.mul(c.cast(getX(), statisticType(getX())), factor), getY())};
}

Value neap::buildInverseNorm(Composer &c, LpNormalizationOp op) {
  Value x = c.cast(op.getX(), statisticType(op.getX()));
  int64_t axis = op.getAxis();
  Value norm = op.getP() == 1 ? c.sum(c.abs(x), {axis}) : c.sqrt(c.sum(c.mul(x, x), {axis}));
  return c.zeroUnlessPositive(norm, c.reciprocal(norm));
}

FailureOr<Values> LpNormalizationOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  Value x = c.cast(getX(), statisticType(getX()));
  return Values{convertTo(c, c.mul(x, buildInverseNorm(c, *this)), getY())};
}
