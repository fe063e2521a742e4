//===- Pooling.cpp - Pooling ----------------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Windowed pooling and its global forms, which are reductions.
//
//===----------------------------------------------------------------------===//

#include "Window.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

/// kernel, strides, dilations, pads and ceil of a pooling over input 0.
static FailureOr<SmallVector<NamedAttribute>> readPool(Node &node) {
  FailureOr<SmallVector<int64_t>> input = spatialSizes(node, 0);
  if (failed(input))
    return failure();
  FailureOr<Window> window = readWindow(node, *input, node.getInts("kernel_shape"));
  if (failed(window))
    return failure();
  SmallVector<NamedAttribute> attrs = window->attributes(node);
  attrs.push_back(node.attr("kernel", window->kernel));
  if (node.getInt("ceil_mode", 0) != 0)
    attrs.push_back(node.attr("ceil_mode", node.builder().getUnitAttr()));
  return attrs;
}

static LogicalResult importMaxPool(Node &node) {
  if (node.wantsOutput(1))
    return node.fail("output `Indices` is not supported; expected a MaxPool with one output");
  FailureOr<SmallVector<NamedAttribute>> attrs = readPool(node);
  return failed(attrs) ? failure() : node.done(node.create("max_pool", node.input(0), *attrs));
}

static LogicalResult importAveragePool(Node &node) {
  FailureOr<SmallVector<NamedAttribute>> attrs = readPool(node);
  if (failed(attrs))
    return failure();
  // WindowDivisor: 1 counts positions inside the input, 2 those inside the padded input.
  int32_t divisor = node.getInt("count_include_pad", 0) != 0 ? 2 : 1;
  attrs->push_back(node.attr("divisor", node.builder().getI32IntegerAttr(divisor)));
  return node.done(node.create("average_pool", node.input(0), *attrs));
}

static LogicalResult importLpPool(Node &node) {
  FailureOr<SmallVector<NamedAttribute>> attrs = readPool(node);
  if (failed(attrs))
    return failure();
  int64_t p = node.getInt("p", 2);
  if (p < 1)
    return node.fail("p " + Twine(p) + ", expected at least 1");
  attrs->push_back(node.attr("p", p));
  return node.done(node.create("lp_pool", node.input(0), *attrs));
}

/// Reduces the spatial dimensions of [N, C, in…], keeping them as ones.
static Value reduceSpatial(Node &node, StringRef mnemonic, Value x) {
  RankedTensorType type = node.inputType(0);
  if (!x || !type)
    return {};
  if (type.getRank() < 3) {
    (void)node.fail("expected a tensor [N, C, ...] with spatial dimensions, found " + node.describeInputs());
    return {};
  }
  return node.create(
      mnemonic, x,
      {node.attr("axes", llvm::to_vector(llvm::seq<int64_t>(2, type.getRank()))), node.attr("keepdims", true)});
}

static ImportFunction globalPool(StringRef mnemonic) {
  return [mnemonic](Node &node) { return node.done(reduceSpatial(node, mnemonic, node.input(0))); };
}

/// (sum of |x|^p)^(1/p)
static LogicalResult importGlobalLpPool(Node &node) {
  Value x = node.input(0);
  int64_t p = node.getInt("p", 2);
  if (!x || p < 1)
    return node.fail("p " + Twine(p) + ", expected at least 1");
  if (p <= 2)
    return node.done(reduceSpatial(node, p == 1 ? "reduce_l1" : "reduce_l2", x));
  Value power = node.create("pow", {node.create("abs", x), node.splat(typeOf(x), static_cast<double>(p))});
  Value sum = reduceSpatial(node, "reduce_sum", power);
  if (!sum)
    return failure();
  return node.done(node.create("pow", {sum, node.splat(typeOf(sum), 1.0 / static_cast<double>(p))}));
}

void neap::onnx_import::addPoolingOps(OpTable &table) {
  table.add("MaxPool", {8, 10, 11, 12, 22}, importMaxPool);
  table.add("AveragePool", {7, 10, 11, 19, 22}, importAveragePool);
  table.add("LpPool", {2, 11, 18, 22}, importLpPool);
  table.add("GlobalMaxPool", {1, 22}, globalPool("reduce_max"));
  table.add("GlobalAveragePool", {1, 22}, globalPool("reduce_mean"));
  table.add("GlobalLpPool", {2, 22}, importGlobalLpPool);
}
