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

/// Whether element i of the last axis comes before element j: [..., i, j] from x [..., n]. Equals come in their order.
static Value comesBefore(Node &node, Value x, bool largest) {
  SmallVector<int64_t> rows(shapeOf(x)), columns(rows), both(rows);
  int64_t n = rows.back();
  rows.push_back(1);
  columns.insert(columns.end() - 1, 1);
  both.push_back(n);
  Value i = node.broadcast(node.reshape(x, rows), both), j = node.broadcast(node.reshape(x, columns), both);
  Value position = node.constantInts(llvm::to_vector(llvm::seq<int64_t>(0, n)));
  Value first =
      node.create("less", {node.broadcast(node.reshape(position, {n, 1}), both), node.broadcast(position, both)});
  Value tied = node.create("and", {node.create("equal", {i, j}), first});
  return node.create("or", {node.create(largest ? "greater" : "less", {i, j}), tied});
}

/// The axis comes last, each element is ranked by how many come before it, and index r is the element of rank r. The
/// values are gathered, which is what gives them a gradient.
static LogicalResult importTopK(Node &node) {
  constexpr int64_t mostElements = 4096;
  Value x = node.input(0);
  std::optional<SmallVector<int64_t>> given = node.ints(1, "k");
  if (!x || !given)
    return failure();
  int64_t rank = shapeOf(x).size();
  std::optional<int64_t> axis = node.axis(node.getInt("axis", -1), rank);
  if (!axis)
    return failure();
  int64_t n = shapeOf(x)[*axis], k = given->size() == 1 ? given->front() : -1;
  if (k < 1 || k > n)
    return node.fail("k must be one number from 1 to " + Twine(n) + ", found " + describe(*given));
  if (n > mostElements)
    return node.fail("an axis of " + Twine(n) + " elements is not supported, expected at most " + Twine(mostElements));
  SmallVector<int64_t> permutation = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  std::swap(permutation[*axis], permutation.back());
  Value sorted = rank > 1 ? node.transpose(x, permutation) : x;
  Value before = comesBefore(node, sorted, node.getInt("largest", 1) != 0);
  if (!before)
    return failure();
  SmallVector<int64_t> shape(shapeOf(before));
  Type i64 = node.builder().getI64Type();
  // [..., i, j] summed over i: how many come before j.
  Value ranks = node.create("reduce_sum", node.cast(before, i64),
                            {node.attr("axes", ArrayRef<int64_t>(rank - 1)), node.attr("keepdims", true)});
  shape[rank - 1] = k;
  SmallVector<int64_t> column(shape.size(), 1);
  column[rank - 1] = k;
  auto iota = [&](int64_t size) { return node.constantInts(llvm::to_vector(llvm::seq<int64_t>(0, size))); };
  Value wanted = node.broadcast(node.reshape(iota(k), column), shape);
  Value hit = node.create("equal", {node.broadcast(ranks, shape), wanted});
  Value number = node.create("mul", {node.cast(hit, i64), node.broadcast(iota(n), shape)});
  Value indices =
      node.create("reduce_sum", number, {node.attr("axes", ArrayRef<int64_t>(rank)), node.attr("keepdims", false)});
  if (rank > 1)
    indices = node.transpose(indices, permutation);
  if (failed(node.set(0, node.create("gather_elements", {x, indices}, node.attr("axis", *axis)))))
    return failure();
  return node.set(1, indices);
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
  table.add("OneHot", {9, 11}, importOneHot, OperatorGradient::None);
  table.add("TopK", {10, 11, 24}, importTopK);
  table.add("Hardmax", {1, 11, 13}, importHardmax, OperatorGradient::None);
  table.add("Trilu", {14}, importTrilu);
}
