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

/// The output Indices from where the maximum is in its window: its place in the whole input, which lies row by row, or
/// column by column where storage_order is 1.
static Value maximumPlaces(Node &node, Value position, const Window &window) {
  ArrayRef<int64_t> input = node.inputShape(0);
  SmallVector<int64_t> shape(shapeOf(position));
  size_t rank = window.kernel.size();
  Type i64 = node.builder().getI64Type();
  bool columns = node.getInt("storage_order", 0) != 0;
  int64_t area = llvm::product_of(input.drop_front(2));
  auto type = RankedTensorType::get(shape, i64);
  // The place of position 0 of each window, one axis at a time, then the steps to the position.
  auto alongAxis = [&](size_t axis, int64_t start, int64_t step) {
    SmallVector<int64_t> numbers, aligned(shape.size(), 1);
    for (int64_t i = 0; i < shape[axis]; ++i)
      numbers.push_back(start + i * step);
    aligned[axis] = shape[axis];
    return node.broadcast(node.reshape(node.constantInts(numbers), aligned), shape);
  };
  Value place = node.create("add", {alongAxis(0, 0, input[1] * area), alongAxis(1, 0, area)});
  Value rest = node.cast(position, i64);
  for (size_t i = 0; i < rank; ++i) {
    ArrayRef<int64_t> sizes = input.drop_front(2);
    int64_t distance = llvm::product_of(columns ? sizes.take_front(i) : sizes.drop_front(i + 1));
    int64_t inner = llvm::product_of(ArrayRef(window.kernel).drop_front(i + 1));
    place = node.create("add", {place, alongAxis(2 + i, -window.padsLow[i] * distance, window.strides[i] * distance)});
    Value step = node.create("div", {rest, node.splat(type, static_cast<double>(inner))});
    rest = node.create("mod", {rest, node.splat(type, static_cast<double>(inner))});
    step = node.create("mul", {step, node.splat(type, static_cast<double>(window.dilations[i] * distance))});
    place = node.create("add", {place, step});
  }
  return place;
}

static LogicalResult importMaxPool(Node &node) {
  FailureOr<SmallVector<NamedAttribute>> attrs = readPool(node);
  if (failed(attrs))
    return failure();
  SmallVector<Value> results = node.createAll("max_pool", node.input(0), *attrs);
  if (results.empty() || failed(node.done(results[0])))
    return failure();
  if (!node.wantsOutput(1))
    return success();
  FailureOr<Window> window = readWindow(node, node.inputShape(0).drop_front(2), node.getInts("kernel_shape"));
  return failed(window) ? failure() : node.set(1, maximumPlaces(node, results[1], *window));
}

/// The sizes that the window gives back.
static FailureOr<SmallVector<int64_t>> unpooledShape(Node &node) {
  SmallVector<int64_t> shape(node.inputShape(0));
  FailureOr<Window> window = readWindow(node, ArrayRef(shape).drop_front(2), node.getInts("kernel_shape"));
  if (failed(window))
    return failure();
  for (size_t i = 0; i < window->kernel.size(); ++i) {
    int64_t pads = window->padsLow[i] + window->padsHigh[i];
    shape[2 + i] = (shape[2 + i] - 1) * window->strides[i] + window->kernel[i] - pads;
    if (shape[2 + i] < 1)
      return node.fail("spatial dimension " + Twine(i) + " of the result is " + Twine(shape[2 + i]));
  }
  return shape;
}

/// Zeros behind `y` up to the shape of input 2.
static Value extendTo(Node &node, Value y, unsigned input) {
  std::optional<SmallVector<int64_t>> shape = node.ints(input, "output_shape");
  if (!y || !shape)
    return {};
  SmallVector<int64_t> low(shape->size(), 0), high;
  if (shape->size() == shapeOf(y).size())
    for (auto [wanted, size] : llvm::zip_equal(*shape, shapeOf(y)))
      high.push_back(wanted - size);
  if (high.empty() || llvm::any_of(high, [](int64_t more) { return more < 0; })) {
    (void)node.fail("output_shape " + describe(*shape) + ", expected at least " + describe(shapeOf(y)));
    return {};
  }
  return node.create(
      "pad", y,
      {node.attr("low", low), node.attr("high", high), node.attr("mode", node.builder().getI32IntegerAttr(0))});
}

/// Puts each element at its place in a tensor of zeros. The places count in a tensor of the sizes that the window gives
/// back; a larger result holds that tensor at its beginning.
static LogicalResult importMaxUnpool(Node &node) {
  Value x = node.input(0), places = node.input(1);
  if (!x || !places || failed(spatialSizes(node, 0)))
    return failure();
  if (shapeOf(x) != shapeOf(places))
    return node.fail("expected as many indices as values, found " + node.describeInputs());
  FailureOr<SmallVector<int64_t>> shape = unpooledShape(node);
  if (failed(shape))
    return failure();
  int64_t count = typeOf(x).getNumElements(), total = llvm::product_of(*shape);
  Value zeros = node.splat(RankedTensorType::get({total}, typeOf(x).getElementType()), 0.0);
  Value flat =
      node.create("scatter_elements", {zeros, node.reshape(places, {count}), node.reshape(x, {count})},
                  {node.attr("axis", int64_t(0)), node.attr("reduction", node.builder().getI32IntegerAttr(0))});
  Value y = node.reshape(flat, *shape);
  return node.done(node.hasInput(2) ? extendTo(node, y, 2) : y);
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
  table.add("MaxUnpool", {9, 11, 22}, importMaxUnpool);
  table.add("AveragePool", {7, 10, 11, 19, 22}, importAveragePool);
  table.add("LpPool", {2, 11, 18, 22}, importLpPool);
  table.add("GlobalMaxPool", {1, 22}, globalPool("reduce_max"));
  table.add("GlobalAveragePool", {1, 22}, globalPool("reduce_mean"));
  table.add("GlobalLpPool", {2, 22}, importGlobalLpPool);
}
