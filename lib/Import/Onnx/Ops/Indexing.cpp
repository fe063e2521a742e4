//===- Indexing.cpp - Gathers, scatters and masks -------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operators whose reads or writes follow indices.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

/// Indices are i32 or i64 inside neap.
static Value indexInput(Node &node, unsigned input) {
  Value indices = node.input(input);
  if (!indices || typeOf(indices).getElementType().isInteger(32))
    return indices;
  return node.cast(indices, node.builder().getI64Type());
}

/// Gather and GatherElements along one axis.
static ImportFunction gather(StringRef mnemonic) {
  return [mnemonic](Node &node) -> LogicalResult {
    RankedTensorType data = node.inputType(0);
    if (!data)
      return failure();
    std::optional<int64_t> axis = node.axis(node.getInt("axis", 0), data.getRank());
    if (!axis)
      return failure();
    return node.done(node.create(mnemonic, {node.input(0), indexInput(node, 1)}, node.attr("axis", *axis)));
  };
}

static LogicalResult importGatherNd(Node &node) {
  return node.done(node.create("gather_nd", {node.input(0), indexInput(node, 1)},
                               node.attr("batch_dims", node.getInt("batch_dims", 0))));
}

/// The attribute as neap numbers it: none, add, mul, max, min.
static FailureOr<NamedAttribute> scatterReduction(Node &node) {
  std::string name = node.getString("reduction", "none");
  constexpr StringRef known[] = {"none", "add", "mul", "max", "min"};
  for (auto [number, candidate] : llvm::enumerate(known))
    if (name == candidate)
      return node.attr("reduction", node.builder().getI32IntegerAttr(static_cast<int32_t>(number)));
  return node.fail("reduction is `" + name + "`, expected none, add, mul, max or min");
}

static LogicalResult importScatterElements(Node &node) {
  RankedTensorType data = node.inputType(0);
  FailureOr<NamedAttribute> reduction = scatterReduction(node);
  if (!data || failed(reduction))
    return failure();
  std::optional<int64_t> axis = node.axis(node.getInt("axis", 0), data.getRank());
  if (!axis)
    return failure();
  return node.done(node.create("scatter_elements", {node.input(0), indexInput(node, 1), node.input(2)},
                               {node.attr("axis", *axis), *reduction}));
}

static LogicalResult importScatterNd(Node &node) {
  FailureOr<NamedAttribute> reduction = scatterReduction(node);
  if (failed(reduction))
    return failure();
  return node.done(node.create("scatter_nd", {node.input(0), indexInput(node, 1), node.input(2)}, *reduction));
}

static LogicalResult importOneHot(Node &node) {
  RankedTensorType indices = node.inputType(0);
  std::optional<SmallVector<int64_t>> depth = node.ints(1, "depth");
  if (!indices || !depth)
    return failure();
  if (depth->size() != 1)
    return node.fail("depth has " + Twine(depth->size()) + " numbers, expected 1");
  std::optional<int64_t> axis = node.axis(node.getInt("axis", -1), indices.getRank() + 1);
  if (!axis)
    return failure();
  return node.done(node.create("one_hot", {indexInput(node, 0), node.input(2, Use::Literal)},
                               {node.attr("depth", depth->front()), node.attr("axis", *axis)}));
}

/// 1 at the first maximum of an axis; before opset 13 of a row of the operand seen as a matrix.
static LogicalResult importHardmax(Node &node) {
  Value x = node.input(0);
  if (!x)
    return failure();
  SmallVector<int64_t> shape(shapeOf(x));
  bool asMatrix = node.since() < 13;
  std::optional<int64_t> axis = node.axis(node.getInt("axis", asMatrix ? 1 : -1), shape.size());
  if (!axis)
    return failure();
  if (asMatrix) {
    ArrayRef<int64_t> all = shape;
    x = node.reshape(x, {llvm::product_of(all.take_front(*axis)), llvm::product_of(all.drop_front(*axis))});
    axis = 1;
  }
  auto type = dyn_cast<FloatType>(typeOf(x).getElementType());
  if (!type)
    return node.fail("expected a floating-point tensor, found " + node.describeInputs());
  Builder &builder = node.builder();
  SmallVector<Attribute> offOn = {builder.getFloatAttr(type, 0.0), builder.getFloatAttr(type, 1.0)};
  Value values = node.constant(DenseElementsAttr::get(RankedTensorType::get({2}, type), offOn));
  Value position = node.create("arg_max", x, {node.attr("axis", *axis), node.attr("keepdims", false)});
  Value result =
      node.create("one_hot", {position, values}, {node.attr("depth", shapeOf(x)[*axis]), node.attr("axis", *axis)});
  return node.done(node.reshape(result, shape));
}

static LogicalResult importTrilu(Node &node) {
  int64_t k = 0;
  if (node.hasInput(1)) {
    std::optional<SmallVector<int64_t>> given = node.ints(1, "k");
    if (!given)
      return failure();
    if (given->size() != 1)
      return node.fail("k has " + Twine(given->size()) + " numbers, expected 1");
    k = given->front();
  }
  return node.done(
      node.create("trilu", node.input(0), {node.attr("k", k), node.attr("upper", node.getInt("upper", 1) != 0)}));
}

void neap::onnx_import::addIndexingOps(OpTable &table) {
  table.add("Gather", {1, 11, 13}, gather("gather"));
  table.add("GatherElements", {11, 13}, gather("gather_elements"));
  table.add("GatherND", {11, 12, 13}, importGatherNd);
  table.add("Scatter", {9, 11}, importScatterElements);
  table.add("ScatterElements", {11, 13, 16, 18}, importScatterElements);
  table.add("ScatterND", {11, 13, 16, 18}, importScatterNd);
  table.add("OneHot", {9, 11}, importOneHot);
  table.add("Hardmax", {1, 11, 13}, importHardmax);
  table.add("Trilu", {14}, importTrilu);
}
