//===- LossKinds.cpp - What losses are to the compiler ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The table of losses, and the total over a batch.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/Ops/LossKinds.h"
#include "Loss/Loss.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"
#include "neap/Dialect/Neap/Ops/Loss.h"
#include "neap/Dialect/Neap/Ops/Reduction.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace neap;

static RankedTensorType tensorType(Value value) { return cast<RankedTensorType>(value.getType()); }

/// Each sample weighs as much as it has elements.
static LossValues weighByElements(OpBuilder &b, Location loc, Value sum, RankedTensorType output, int64_t divisor = 1) {
  int64_t samples = output.getRank() == 0 ? 1 : output.getDimSize(0);
  double weight = samples == 0 ? 0 : double(output.getNumElements() / samples / divisor);
  return {sum, createSplat(b, loc, tensorType(sum), weight)};
}

//===----------------------------------------------------------------------===//
// Classification
//===----------------------------------------------------------------------===//

static int64_t classAxis(RankedTensorType output, const LossOptions &options) {
  return options.classAxis < 0 ? options.classAxis + output.getRank() : options.classAxis;
}

static RankedTensorType classTargetType(RankedTensorType output, const LossOptions &options, std::string &error) {
  int64_t axis = classAxis(output, options);
  if (output.getRank() < 2)
    error = "expected at least the axes of samples and of classes";
  else if (axis < 1 || axis >= output.getRank())
    error = "and has no class-axis=" + std::to_string(options.classAxis) + ", expected 1 to " +
            std::to_string(output.getRank() - 1) + ", or negative from the end";
  if (!error.empty())
    return {};
  return options.probabilities ? output : positionType(output, axis, IntegerType::get(output.getContext(), 64));
}

static LossValues buildCrossEntropy(OpBuilder &b, Location loc, Value output, Value target, const LossOptions &o) {
  int64_t axis = classAxis(tensorType(output), o);
  if (o.probabilities) {
    auto op = SoftTargetCrossEntropyOp::create(b, loc, output, target, b.getI64IntegerAttr(axis),
                                               b.getF64FloatAttr(o.labelSmoothing));
    return weighByElements(b, loc, op.getSum(), tensorType(output), tensorType(output).getDimSize(axis));
  }
  auto op = SoftmaxCrossEntropyOp::create(b, loc, output, target, b.getI64IntegerAttr(axis),
                                          b.getI64IntegerAttr(o.ignoreIndex), b.getF64FloatAttr(o.labelSmoothing));
  return {op.getSum(), op.getWeight()};
}

static LossValues buildNll(OpBuilder &b, Location loc, Value output, Value target, const LossOptions &o) {
  auto op = NllOp::create(b, loc, output, target, b.getI64IntegerAttr(classAxis(tensorType(output), o)),
                          b.getI64IntegerAttr(o.ignoreIndex));
  return {op.getSum(), op.getWeight()};
}

//===----------------------------------------------------------------------===//
// Regression and identity
//===----------------------------------------------------------------------===//

static RankedTensorType sameType(RankedTensorType output, const LossOptions &, std::string &) { return output; }
static RankedTensorType noTarget(RankedTensorType, const LossOptions &, std::string &) { return {}; }

template <typename OpTy>
static LossValues buildElementLoss(OpBuilder &b, Location loc, Value output, Value target, const LossOptions &) {
  return weighByElements(b, loc, OpTy::create(b, loc, output, target), tensorType(output));
}

static LossValues buildHuber(OpBuilder &b, Location loc, Value output, Value target, const LossOptions &o) {
  Value sum = HuberOp::create(b, loc, output, target, b.getF64FloatAttr(o.delta));
  return weighByElements(b, loc, sum, tensorType(output));
}

static LossValues buildIdentity(OpBuilder &b, Location loc, Value output, Value, const LossOptions &) {
  auto axes = llvm::to_vector(llvm::seq<int64_t>(1, std::max<int64_t>(1, tensorType(output).getRank())));
  Value sum = axes.empty() ? output : ReduceSumOp::create(b, loc, output, axes, /*keepdims=*/false).getResult();
  return weighByElements(b, loc, sum, tensorType(output));
}

//===----------------------------------------------------------------------===//
// The table
//===----------------------------------------------------------------------===//

static constexpr llvm::StringLiteral entropyKeys[] = {"class-axis", "ignore-index", "label-smoothing", "targets"};
static constexpr llvm::StringLiteral nllKeys[] = {"class-axis", "ignore-index"};
static constexpr llvm::StringLiteral huberKeys[] = {"delta"};

static const LossKind kinds[] = {
    {"softmax-cross-entropy", entropyKeys, true, classTargetType, buildCrossEntropy},
    {"nll", nllKeys, true, classTargetType, buildNll},
    {"bce-with-logits", {}, false, sameType, buildElementLoss<BceWithLogitsOp>},
    {"mse", {}, false, sameType, buildElementLoss<MseOp>},
    {"l1", {}, false, sameType, buildElementLoss<L1Op>},
    {"huber", huberKeys, false, sameType, buildHuber},
    {"identity", {}, false, noTarget, buildIdentity},
};

ArrayRef<LossKind> neap::getLossKinds() { return kinds; }

const LossKind *neap::findLossKind(StringRef name) {
  const auto *kind = llvm::find_if(kinds, [&](const LossKind &candidate) { return candidate.name == name; });
  return kind == std::end(kinds) ? nullptr : kind;
}

//===----------------------------------------------------------------------===//
// The total
//===----------------------------------------------------------------------===//

static Value sumSamples(OpBuilder &b, Location loc, Value values) {
  if (tensorType(values).getRank() == 0)
    return values;
  return ReduceSumOp::create(b, loc, values, ArrayRef<int64_t>{0}, /*keepdims=*/false);
}

/// The sum of the weights, computed here where they are constant.
static Value sumWeights(OpBuilder &b, Location loc, Value weights) {
  DenseFPElementsAttr constant;
  if (!matchPattern(weights, m_Constant(&constant)) || !constant.isSplat())
    return sumSamples(b, loc, weights);
  double total = constant.getSplatValue<APFloat>().convertToDouble() * double(constant.getNumElements());
  return createSplat(b, loc, RankedTensorType::get({}, constant.getElementType()), total);
}

Value neap::buildLossTotal(OpBuilder &b, Location loc, LossValues values, bool mean, double scale) {
  Value total = sumSamples(b, loc, values.sum);
  if (mean)
    total = DivOp::create(b, loc, total, sumWeights(b, loc, values.weight));
  if (scale != 1)
    total = MulOp::create(b, loc, total, createSplat(b, loc, tensorType(total), scale));
  return total;
}
