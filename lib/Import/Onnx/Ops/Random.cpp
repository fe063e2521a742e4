//===- Random.cpp - Dropout and random numbers ----------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every node that draws gets a key of its own from seed, step and microbatch.
// Exporters write Dropout as inference computes it; here it becomes what
// training computes, unless the options say otherwise.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

/// Numbers of this node, of this step. The program's seed decides; a seed in the model cannot.
static Value createKey(Node &node) {
  Importer &importer = node.importer;
  if (node.hasAttr("seed"))
    importer.diagnostics.node(ImportSeverity::Note, node, "its seed is ignored: the program's --seed decides");
  return node.create("random_key", {importer.control("seed"), importer.control("step"), importer.control("microbatch")},
                     node.attr("id", importer.nextRandomId()));
}

//===----------------------------------------------------------------------===//
// Dropout
//===----------------------------------------------------------------------===//

/// The ratio: an attribute up to opset 10, an input that may be absent since. `training_mode` does not matter: an
/// exporter in inference form leaves it out or false.
static FailureOr<double> dropoutRatio(Node &node) {
  if (node.since() < 12)
    return node.getFloat("ratio", 0.5);
  if (!node.hasInput(1))
    return 0.5;
  std::optional<SmallVector<double>> ratio = node.floats(1, "ratio");
  if (!ratio)
    return failure();
  if (ratio->size() != 1)
    return node.fail("ratio has " + Twine(ratio->size()) + " numbers, expected 1");
  return ratio->front();
}

static LogicalResult importDropout(Node &node) {
  FailureOr<double> ratio = dropoutRatio(node);
  Value x = node.input(0);
  if (failed(ratio) || !x)
    return failure();
  if (!(*ratio >= 0.0 && *ratio < 1.0))
    return node.fail("ratio " + describe(*ratio) + ", expected at least 0 and below 1");
  Importer &importer = node.importer;
  bool off = importer.options.dropout == DropoutMode::Off;
  if (*ratio == 0.0 && !off)
    importer.diagnostics.node(ImportSeverity::Note, node, "ratio is 0: it drops nothing");
  bool drops = !off && *ratio > 0.0;
  bool wantsMask = node.wantsOutput(1) && importer.isRead(node.outputName(1));
  Value key = drops ? createKey(node) : Value();
  if (wantsMask) {
    RankedTensorType type = withElementType(typeOf(x), node.builder().getI1Type());
    Value mask = drops ? node.createAs(type, "dropout_mask", key, node.attr("ratio", *ratio)) : node.splat(type, 1.0);
    if (failed(node.set(1, mask)))
      return failure();
  }
  return node.done(drops ? node.create("dropout", {x, key}, node.attr("ratio", *ratio)) : x);
}

//===----------------------------------------------------------------------===//
// Random tensors
//===----------------------------------------------------------------------===//

/// The type that a random node asks for: `shape` and `dtype`, or those of input 0.
static FailureOr<RankedTensorType> randomType(Node &node, bool like) {
  RankedTensorType source = like ? node.inputType(0) : RankedTensorType();
  if (like && !source)
    return failure();
  SmallVector<int64_t> shape = like ? llvm::to_vector(source.getShape()) : node.getInts("shape");
  int64_t elements = 1;
  for (int64_t extent : shape)
    if (extent < 0 || llvm::MulOverflow(elements, extent, elements))
      return node.fail("shape " + describe(shape) + " is not a shape");
  Type element = source ? source.getElementType() : Type(node.builder().getF32Type());
  if (node.hasAttr("dtype")) {
    std::optional<DType> dtype = dtypeFromProto(static_cast<int32_t>(node.getInt("dtype", 0)));
    if (!dtype)
      return node.fail("dtype " + Twine(node.getInt("dtype", 0)) + " is not supported");
    element = elementType(*dtype, &node.importer.context);
  }
  return RankedTensorType::get(shape, element);
}

static ImportFunction uniform(bool like) {
  return [like](Node &node) -> LogicalResult {
    FailureOr<RankedTensorType> type = randomType(node, like);
    if (failed(type))
      return failure();
    return node.done(
        node.createAs(*type, "random_uniform", createKey(node),
                      {node.attr("low", node.getFloat("low", 0.0)), node.attr("high", node.getFloat("high", 1.0))}));
  };
}

static ImportFunction normal(bool like) {
  return [like](Node &node) -> LogicalResult {
    FailureOr<RankedTensorType> type = randomType(node, like);
    if (failed(type))
      return failure();
    return node.done(node.createAs(
        *type, "random_normal", createKey(node),
        {node.attr("mean", node.getFloat("mean", 0.0)), node.attr("scale", node.getFloat("scale", 1.0))}));
  };
}

static LogicalResult importBernoulli(Node &node) {
  FailureOr<RankedTensorType> type = randomType(node, true);
  Value x = node.input(0);
  if (failed(type) || !x)
    return failure();
  Type drawn = withElementType(*type, node.builder().getI1Type());
  return node.done(node.cast(node.createAs(drawn, "bernoulli", {x, createKey(node)}), type->getElementType()));
}

void neap::onnx_import::addRandomOps(OpTable &table) {
  table.add("Dropout", {7, 10, 12, 13, 22}, importDropout);
  table.add("RandomUniform", {1, 22}, uniform(false), OperatorGradient::None);
  table.add("RandomUniformLike", {1, 22}, uniform(true), OperatorGradient::None);
  table.add("RandomNormal", {1, 22}, normal(false), OperatorGradient::None);
  table.add("RandomNormalLike", {1, 22}, normal(true), OperatorGradient::None);
  table.add("Bernoulli", {15, 22}, importBernoulli, OperatorGradient::None);
}
