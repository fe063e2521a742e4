//===- Normalization.cpp - Normalization ---------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exporters write BatchNormalization as inference computes it; here it becomes
// what training computes, unless the options say otherwise.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

/// Checks that input `index` is one number per channel of input 0.
static LogicalResult checkPerChannel(Node &node, unsigned index, int64_t channels) {
  RankedTensorType type = node.inputType(index);
  if (!type)
    return failure();
  if (type.getShape() == ArrayRef(channels))
    return success();
  return node.fail("`" + node.inputName(index) + "` is " + describe(type) + ", expected [" + Twine(channels) +
                   "] as `" + node.inputName(0) + "` " + describe(node.inputType(0)) + " has");
}

static FailureOr<int64_t> channelsOf(Node &node) {
  RankedTensorType type = node.inputType(0);
  if (!type)
    return failure();
  if (type.getRank() < 2)
    return node.fail("expected a tensor [N, C, ...], found " + node.describeInputs());
  return type.getDimSize(1);
}

//===----------------------------------------------------------------------===//
// BatchNormalization
//===----------------------------------------------------------------------===//

/// Running statistics: state of the program where an initializer holds them.
static Value statistics(Node &node, unsigned index) {
  const Binding &bound = node.binding(index);
  if (bound.kind != Binding::Kind::Weight)
    return node.input(index);
  return node.importer.weights.state(*bound.weight, index == 3 ? "running mean of BatchNormalization"
                                                               : "running variance of BatchNormalization");
}

static LogicalResult importBatchNorm(Node &node) {
  FailureOr<int64_t> channels = channelsOf(node);
  if (failed(channels))
    return failure();
  for (unsigned i = 1; i < 5; ++i)
    if (failed(checkPerChannel(node, i, *channels)))
      return failure();
  NamedAttribute epsilon = node.attr("epsilon", node.getFloat("epsilon", 1e-5));
  SmallVector<Value> operands = {node.input(0), node.input(1), node.input(2), statistics(node, 3), statistics(node, 4)};
  if (node.importer.options.batchNorm == BatchNormMode::Frozen) {
    for (unsigned i = 1; i < node.numOutputs(); ++i)
      if (i < 3 && failed(node.set(i, operands[i + 2])))
        return failure();
    return node.done(node.create("batch_norm_inference", operands, epsilon));
  }
  SmallVector<Value> results =
      node.createAll("batch_norm", operands, {epsilon, node.attr("momentum", node.getFloat("momentum", 0.9))});
  if (results.empty())
    return failure();
  for (unsigned i = 0; i < 2; ++i)
    if (const Binding &bound = node.binding(3 + i); bound.kind == Binding::Kind::Weight)
      node.importer.weights.update(*bound.weight, results[1 + i]);
  // Outputs 3 and 4 (saved mean and variance, before opset 14) were only ever for a backward pass.
  if (node.wantsOutput(3) && node.importer.isRead(node.outputName(3)))
    return node.fail("output `saved_mean` is read by another node, which is not supported");
  for (unsigned i = 0; i < std::min(3u, node.numOutputs()); ++i)
    if (failed(node.set(i, results[i])))
      return failure();
  return success();
}

//===----------------------------------------------------------------------===//
// Normalization within a sample
//===----------------------------------------------------------------------===//

static LogicalResult createGroupNorm(Node &node, Value scale, Value bias, int64_t groups) {
  return node.done(node.create("group_norm", {node.input(0), scale, bias},
                               {node.attr("groups", groups), node.attr("epsilon", node.getFloat("epsilon", 1e-5))}));
}

/// Whether an initializer holds nothing but `number`.
static bool isFilledWith(Node &node, unsigned index, double number) {
  const Binding &bound = node.binding(index);
  if (bound.kind != Binding::Kind::Weight)
    return false;
  const TensorData &data = *bound.weight->data;
  for (uint64_t i = 0; i < data.elements(); ++i)
    if (readNumber(data, i) != number)
      return false;
  return true;
}

/// One channel a group. Where the operand is a Reshape, scale 1 and bias 0, this is how exporters write a
/// GroupNormalization: its weights come in a Mul and an Add behind, and these are literals.
static LogicalResult importInstanceNorm(Node &node) {
  FailureOr<int64_t> channels = channelsOf(node);
  if (failed(channels) || failed(checkPerChannel(node, 1, *channels)) || failed(checkPerChannel(node, 2, *channels)))
    return failure();
  Value x = node.input(0);
  Operation *producer = x ? x.getDefiningOp() : nullptr;
  bool disguised = producer && producer->getName().stripDialect() == "reshape" && isFilledWith(node, 1, 1.0) &&
                   isFilledWith(node, 2, 0.0);
  Use use = disguised ? Use::Literal : Use::Operand;
  return createGroupNorm(node, node.input(1, use), node.input(2, use), *channels);
}

/// Scale and bias were per group before opset 21, and are per channel since.
static LogicalResult importGroupNorm(Node &node) {
  FailureOr<int64_t> channels = channelsOf(node);
  int64_t groups = node.getInt("num_groups", 1);
  if (failed(channels))
    return failure();
  if (groups < 1 || *channels % groups)
    return node.fail("num_groups " + Twine(groups) + " does not divide " + Twine(*channels) + " channels");
  SmallVector<Value> weights;
  for (unsigned i = 1; i < 3; ++i) {
    if (failed(checkPerChannel(node, i, node.since() < 21 ? groups : *channels)))
      return failure();
    Value weight = node.input(i);
    if (node.since() < 21)
      weight = node.reshape(node.broadcast(node.reshape(weight, {groups, 1}), {groups, *channels / groups}), *channels);
    weights.push_back(weight);
  }
  return createGroupNorm(node, weights[0], weights[1], groups);
}

/// LayerNormalization and RMSNormalization: the axis, and scale (and bias) at the shape of x from there on.
static FailureOr<int64_t> normAxis(Node &node, SmallVectorImpl<Value> &operands) {
  RankedTensorType type = node.inputType(0);
  if (!type)
    return failure();
  std::optional<int64_t> axis = node.axis(node.getInt("axis", -1), type.getRank());
  if (!axis)
    return failure();
  ArrayRef<int64_t> normalized = type.getShape().drop_front(*axis);
  operands.push_back(node.input(0));
  for (unsigned i = 1; i < node.numInputs(); ++i) {
    if (!node.hasInput(i))
      continue;
    Value weight = node.input(i);
    // Leading dimensions of extent 1 are allowed by broadcasting.
    while (weight && shapeOf(weight).size() > normalized.size() && shapeOf(weight).front() == 1)
      weight = node.reshape(weight, shapeOf(weight).drop_front());
    operands.push_back(node.broadcast(weight, normalized));
  }
  return *axis;
}

static LogicalResult importLayerNorm(Node &node) {
  SmallVector<Value> operands;
  FailureOr<int64_t> axis = normAxis(node, operands);
  if (failed(axis))
    return failure();
  SmallVector<Value> results = node.createAll(
      "layer_norm", operands, {node.attr("axis", *axis), node.attr("epsilon", node.getFloat("epsilon", 1e-5))});
  if (results.empty())
    return failure();
  for (unsigned i = 0; i < node.numOutputs(); ++i)
    if (failed(node.set(i, results[i])))
      return failure();
  return success();
}

static LogicalResult importRmsNorm(Node &node) {
  SmallVector<Value> operands;
  FailureOr<int64_t> axis = normAxis(node, operands);
  if (failed(axis))
    return failure();
  return node.done(node.create("rms_norm", operands,
                               {node.attr("axis", *axis), node.attr("epsilon", node.getFloat("epsilon", 1e-5))}));
}

static LogicalResult importLrn(Node &node) {
  return node.done(
      node.create("lrn", node.input(0),
                  {node.attr("size", node.getInt("size", 1)), node.attr("alpha", node.getFloat("alpha", 1e-4)),
                   node.attr("beta", node.getFloat("beta", 0.75)), node.attr("bias", node.getFloat("bias", 1.0))}));
}

static LogicalResult importLpNormalization(Node &node) {
  Value x = node.input(0);
  if (!x)
    return failure();
  std::optional<int64_t> axis = node.axis(node.getInt("axis", -1), shapeOf(x).size());
  if (!axis)
    return failure();
  return node.done(node.create("lp_normalization", x, {node.attr("axis", *axis), node.attr("p", node.getInt("p", 2))}));
}

void neap::onnx_import::addNormalizationOps(OpTable &table) {
  table.add("BatchNormalization", {9, 14, 15}, importBatchNorm);
  table.add("InstanceNormalization", {6, 22}, importInstanceNorm);
  table.add("GroupNormalization", {18, 21}, importGroupNorm);
  table.add("LayerNormalization", {17}, importLayerNorm);
  table.add("RMSNormalization", {23}, importRmsNorm);
  table.add("LRN", {1, 13}, importLrn);
  table.add("LpNormalization", {1, 22}, importLpNormalization);
}
