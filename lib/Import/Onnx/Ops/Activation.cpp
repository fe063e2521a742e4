//===- Activation.cpp - Activation functions ------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Activations are one op each, with the parameters that ONNX gives as attributes.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

#include <limits>

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

namespace {
/// A float attribute of an activation, under the same name in ONNX and neap.
struct Parameter {
  StringRef name;
  double absent;
};
} // namespace

static ImportFunction activation(StringRef mnemonic, SmallVector<Parameter> parameters = {}) {
  return [mnemonic, parameters](Node &node) {
    SmallVector<NamedAttribute> attrs;
    for (const Parameter &parameter : parameters)
      attrs.push_back(node.attr(parameter.name, node.getFloat(parameter.name, parameter.absent)));
    return node.done(node.create(mnemonic, node.input(0), attrs));
  };
}

static LogicalResult importGelu(Node &node) {
  return node.done(
      node.create("gelu", node.input(0), {node.attr("approximate", StringRef(node.getString("approximate", "none")))}));
}

/// x sigmoid(alpha x)
static LogicalResult importSwish(Node &node) {
  Value x = node.input(0);
  double alpha = node.getFloat("alpha", 1.0);
  if (!x || alpha == 1.0)
    return node.done(node.create("silu", x));
  Value scaled = node.create("mul", {x, node.splat(typeOf(x), alpha)});
  return node.done(node.create("mul", {x, node.create("sigmoid", scaled)}));
}

/// One bound of a Clip: an attribute up to opset 10, an input that may be absent since. A bound that is known is an
/// attribute of the op; another one is returned as `dynamic`.
static LogicalResult clipBound(Node &node, StringRef name, unsigned input, SmallVectorImpl<NamedAttribute> &attrs,
                               Value &dynamic) {
  constexpr double widest = std::numeric_limits<float>::max();
  if (node.since() < 11) {
    double bound = node.getFloat(name, name == "min" ? -widest : widest);
    if (std::abs(bound) < widest)
      attrs.push_back(node.attr(name, bound));
    return success();
  }
  if (!node.hasInput(input))
    return success();
  DenseElementsAttr values = node.knownValues(input, (name + " of Clip").str());
  if (!values) {
    dynamic = node.input(input, Use::Literal);
    return success(static_cast<bool>(dynamic));
  }
  if (values.getNumElements() != 1)
    return node.fail(name + " must be one number, found " + describe(cast<RankedTensorType>(values.getType())));
  attrs.push_back(node.attr(name, numbersOf(values).front()));
  return success();
}

static LogicalResult importClip(Node &node) {
  SmallVector<NamedAttribute> attrs;
  Value low, high, result = node.input(0);
  if (!result || failed(clipBound(node, "min", 1, attrs, low)) || failed(clipBound(node, "max", 2, attrs, high)))
    return failure();
  SmallVector<int64_t> shape(shapeOf(result));
  if (!attrs.empty())
    result = node.create("clip", result, attrs);
  if (low)
    result = node.create("max", {result, node.broadcast(low, shape)});
  if (high)
    result = node.create("min", {result, node.broadcast(high, shape)});
  return node.done(result);
}

/// Before opset 13 the operand counts as a matrix: `axis` splits its dimensions into rows and columns.
static ImportFunction softmax(StringRef mnemonic) {
  return [mnemonic](Node &node) -> LogicalResult {
    Value x = node.input(0);
    if (!x)
      return failure();
    SmallVector<int64_t> shape(shapeOf(x));
    int64_t rank = shape.size();
    bool asMatrix = node.since() < 13;
    int64_t given = node.getInt("axis", asMatrix ? 1 : -1);
    if (asMatrix && given == rank)
      given = rank; // all dimensions are rows
    else if (std::optional<int64_t> axis = node.axis(given, rank))
      given = *axis;
    else
      return failure();
    if (!asMatrix)
      return node.done(node.create(mnemonic, x, {node.attr("axis", given)}));
    int64_t rows = llvm::product_of(ArrayRef(shape).take_front(given));
    int64_t columns = llvm::product_of(ArrayRef(shape).drop_front(given));
    Value matrix = node.reshape(x, {rows, columns});
    return node.done(node.reshape(node.create(mnemonic, matrix, {node.attr("axis", int64_t(1))}), shape));
  };
}

void neap::onnx_import::addActivationOps(OpTable &table) {
  table.add("Relu", {6, 13, 14}, activation("relu"));
  table.add("LeakyRelu", {6, 16}, activation("leaky_relu", {{"alpha", 0.01}}));
  table.add("ThresholdedRelu", {10, 22}, activation("thresholded_relu", {{"alpha", 1.0}}));
  table.add("Elu", {6, 22}, activation("elu", {{"alpha", 1.0}}));
  table.add("Selu", {6, 22},
            activation("selu", {{"alpha", 1.67326319217681884765625}, {"gamma", 1.05070102214813232421875}}));
  table.add("Celu", {12}, activation("celu", {{"alpha", 1.0}}));
  table.add("Sigmoid", {6, 13}, activation("sigmoid"));
  table.add("HardSigmoid", {6, 22}, activation("hard_sigmoid", {{"alpha", 0.2}, {"beta", 0.5}}));
  table.add("HardSwish", {14, 22}, activation("hard_swish"));
  table.add("Tanh", {6, 13}, activation("tanh"));
  table.add("Softplus", {1, 22}, activation("softplus"));
  table.add("Softsign", {1, 22}, activation("softsign"));
  table.add("Mish", {18, 22}, activation("mish"));
  table.add("Shrink", {9}, activation("shrink", {{"bias", 0.0}, {"lambd", 0.5}}));
  table.add("Swish", {24}, importSwish);
  table.add("Gelu", {20}, importGelu);
  table.add("Clip", {6, 11, 12, 13}, importClip);
  table.add("Softmax", {1, 11, 13}, softmax("softmax"));
  table.add("LogSoftmax", {1, 11, 13}, softmax("log_softmax"));
}
