//===- IndexingGradients.cpp - Gathers undone by scatters, scatters by gathers ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A gather's gradient adds dy up where it was read; a scatter's reads dy where it wrote.
//
//===----------------------------------------------------------------------===//

#include "Elementwise/GradientBuilder.h"
#include "Indexing/Indexing.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"
#include "neap/Dialect/Neap/Ops/Indexing.h"

using namespace mlir;
using namespace neap;

LogicalResult GatherOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                                 SmallVectorImpl<Value> &dx) {
  dx[0] = GatherBackwardOp::create(builder, getLoc(), dy[0], getIndices(), getAxis(), getData().getType().getShape());
  return success();
}

LogicalResult GatherBackwardOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                                         SmallVectorImpl<Value> &dx) {
  dx[0] = GatherOp::create(builder, getLoc(), dy[0], getIndices(), getAxis());
  return success();
}

LogicalResult GatherElementsOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                                         SmallVectorImpl<Value> &dx) {
  Value zeros = createSplat(builder, getLoc(), getData().getType(), 0.0);
  dx[0] = ScatterElementsOp::create(builder, getLoc(), zeros, getIndices(), dy[0], getAxis(), ScatterReduction::Add);
  return success();
}

LogicalResult GatherNdOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                                   SmallVectorImpl<Value> &dx) {
  Value zeros = createSplat(builder, getLoc(), getData().getType(), 0.0);
  dx[0] = ScatterNdOp::create(builder, getLoc(), zeros, getIndices(), dy[0], getBatchDims(), ScatterReduction::Add);
  return success();
}

SmallVector<GradientForm> neap::getScatterForms(ScatterReduction reduction) {
  constexpr GradientRead none = GradientRead::None, full = GradientRead::Full;
  switch (reduction) {
  case ScatterReduction::None:
    return {{"default", {none, full, none}, {none}}};
  case ScatterReduction::Add:
    return {GradientForm::fromRows("default", {{{none, none, none}, {none}}, {}, {{none, full, none}, {none}}})};
  case ScatterReduction::Mul:
    return {{"default", {full, full, full}, {none}}};
  case ScatterReduction::Max:
  case ScatterReduction::Min:
    return {{"default", {full, full, full}, {full}}};
  }
  llvm_unreachable("all reductions are listed");
}

namespace {
/// A scatter's operands and the two movements that its gradient is made of.
struct Scatter {
  Value data, indices, updates, result;
  ScatterReduction reduction;
  function_ref<Value(Value)> gather;
  function_ref<Value(Value, Value, ScatterReduction)> scatter;
};
} // namespace

/// With P the product of data and the updates other than zero that met there: dupdates = dy P / u without a zero; with
/// one, dy P for it and 0 for the others; with more, 0.
static Value productUpdateGradient(GradientBuilder &g, const Scatter &s, Value dy) {
  Value isZero = g.equal(s.updates, 0.0);
  Value nonZero = g.where(isZero, g.splat(s.updates, 1.0), s.updates);
  Type element = getElementTypeOrSelf(s.updates.getType());
  Value zeroCount = s.gather(s.scatter(g.zeros(s.data), g.cast(isZero, element), ScatterReduction::Add));
  Value scaled = s.gather(g.mul(dy, s.scatter(s.data, nonZero, ScatterReduction::Mul)));
  Value atZero = g.where(g.both(isZero, g.equal(zeroCount, 1.0)), scaled, g.zeros(s.updates));
  return g.where(g.equal(zeroCount, 0.0), g.div(scaled, nonZero), atZero);
}

/// dy in equal parts to all that equal the result.
static void extremumGradient(GradientBuilder &g, const Scatter &s, Value dy, Value &dData, Value &dUpdates) {
  Type element = getElementTypeOrSelf(s.data.getType());
  Value kept = g.equal(s.data, s.result), taken = g.equal(s.updates, s.gather(s.result));
  Value count = s.scatter(g.cast(kept, element), g.cast(taken, element), ScatterReduction::Add);
  Value share = g.div(dy, count);
  dData = g.where(kept, share, g.zeros(dy));
  dUpdates = g.where(taken, s.gather(share), g.zeros(s.updates));
}

static void buildParts(GradientBuilder &g, const Scatter &s, Value dy, ArrayRef<bool> needed,
                       SmallVectorImpl<Value> &gradients) {
  Value dData, dUpdates;
  switch (s.reduction) {
  case ScatterReduction::None:
    dData = needed[0] ? s.scatter(dy, g.zeros(s.updates), ScatterReduction::None) : Value();
    dUpdates = needed[2] ? s.gather(dy) : Value();
    break;
  case ScatterReduction::Add:
    dData = dy;
    dUpdates = needed[2] ? s.gather(dy) : Value();
    break;
  case ScatterReduction::Mul:
    if (needed[0])
      dData = g.mul(dy, s.scatter(g.splat(s.data, 1.0), s.updates, ScatterReduction::Mul));
    dUpdates = needed[2] ? productUpdateGradient(g, s, dy) : Value();
    break;
  case ScatterReduction::Max:
  case ScatterReduction::Min:
    extremumGradient(g, s, dy, dData, dUpdates);
    break;
  }
  if (needed[0])
    gradients[0] = dData;
  if (needed[2])
    gradients[2] = dUpdates;
}

LogicalResult neap::buildScatterGradient(Operation *op, OpBuilder &builder, Value dy, ArrayRef<bool> needed,
                                         SmallVectorImpl<Value> &operandGradients) {
  GradientBuilder g(builder, op->getLoc());
  Value data = op->getOperand(0), indices = op->getOperand(1), updates = op->getOperand(2), result = op->getResult(0);
  if (auto elements = dyn_cast<ScatterElementsOp>(op)) {
    int64_t axis = elements.getAxis();
    auto gather = [&](Value from) -> Value {
      return GatherElementsOp::create(builder, op->getLoc(), from, indices, axis);
    };
    auto scatter = [&](Value onto, Value values, ScatterReduction reduction) -> Value {
      return ScatterElementsOp::create(builder, op->getLoc(), onto, indices, values, axis, reduction);
    };
    buildParts(g, {data, indices, updates, result, elements.getReduction(), gather, scatter}, dy, needed,
               operandGradients);
    return success();
  }
  auto tuples = cast<ScatterNdOp>(op);
  int64_t batch = tuples.getBatchDims();
  auto gather = [&](Value from) -> Value { return GatherNdOp::create(builder, op->getLoc(), from, indices, batch); };
  auto scatter = [&](Value onto, Value values, ScatterReduction reduction) -> Value {
    return ScatterNdOp::create(builder, op->getLoc(), onto, indices, values, batch, reduction);
  };
  buildParts(g, {data, indices, updates, result, tuples.getReduction(), gather, scatter}, dy, needed, operandGradients);
  return success();
}

SmallVector<GradientForm> TriluOp::getGradientForms() {
  return {{"linear", {GradientRead::None}, {GradientRead::None}}};
}

LogicalResult TriluOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                                SmallVectorImpl<Value> &dx) {
  dx[0] = TriluOp::create(builder, getLoc(), dy[0], getK(), getUpper());
  return success();
}
