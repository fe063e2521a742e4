//===- Reduction.cpp - Reductions -----------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums, extrema and norms over axes, positions of extrema, running sums.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

/// The axes: an attribute first, an input since opset 13 (ReduceSum) or 18. None means all, unless
/// noop_with_empty_axes says none.
static FailureOr<SmallVector<int64_t>> reducedAxes(Node &node, int64_t rank) {
  auto given = node.attrOrInput("axes", 1);
  if (failed(given))
    return failure();
  std::optional<SmallVector<int64_t>> axes = node.axes(given->value_or(SmallVector<int64_t>()), rank);
  if (!axes)
    return failure();
  if (axes->empty() && node.getInt("noop_with_empty_axes", 0) == 0)
    return llvm::to_vector(llvm::seq<int64_t>(0, rank));
  llvm::sort(*axes);
  return *axes;
}

static ImportFunction reduction(StringRef mnemonic) {
  return [mnemonic](Node &node) -> LogicalResult {
    Value x = node.input(0);
    if (!x)
      return failure();
    FailureOr<SmallVector<int64_t>> axes = reducedAxes(node, shapeOf(x).size());
    if (failed(axes))
      return failure();
    return node.done(
        node.create(mnemonic, x, {node.attr("axes", *axes), node.attr("keepdims", node.getInt("keepdims", 1) != 0)}));
  };
}

static ImportFunction position(StringRef mnemonic) {
  return [mnemonic](Node &node) -> LogicalResult {
    Value x = node.input(0);
    if (!x)
      return failure();
    std::optional<int64_t> axis = node.axis(node.getInt("axis", 0), shapeOf(x).size());
    if (!axis)
      return failure();
    SmallVector<NamedAttribute> attrs = {node.attr("axis", *axis),
                                         node.attr("keepdims", node.getInt("keepdims", 1) != 0)};
    if (node.getInt("select_last_index", 0) != 0)
      attrs.push_back(node.attr("select_last_index", node.builder().getUnitAttr()));
    return node.done(node.create(mnemonic, x, attrs));
  };
}

static LogicalResult importCumSum(Node &node) {
  Value x = node.input(0);
  std::optional<SmallVector<int64_t>> given = node.ints(1, "axis");
  if (!x || !given)
    return failure();
  if (given->size() != 1)
    return node.fail("axis has " + Twine(given->size()) + " numbers, expected 1");
  std::optional<int64_t> axis = node.axis(given->front(), shapeOf(x).size());
  if (!axis)
    return failure();
  SmallVector<NamedAttribute> attrs = {node.attr("axis", *axis)};
  for (StringRef flag : {"exclusive", "reverse"})
    if (node.getInt(flag, 0) != 0)
      attrs.push_back(node.attr(flag, node.builder().getUnitAttr()));
  return node.done(node.create("cumsum", x, attrs));
}

void neap::onnx_import::addReductionOps(OpTable &table) {
  table.add("ReduceSum", {1, 11, 13}, reduction("reduce_sum"));
  for (auto [op, mnemonic] : {std::pair("ReduceMean", "reduce_mean"),
                              {"ReduceProd", "reduce_prod"},
                              {"ReduceL1", "reduce_l1"},
                              {"ReduceL2", "reduce_l2"},
                              {"ReduceLogSum", "reduce_log_sum"},
                              {"ReduceLogSumExp", "reduce_log_sum_exp"},
                              {"ReduceSumSquare", "reduce_sum_square"}})
    table.add(op, {1, 11, 13, 18}, reduction(mnemonic));
  table.add("ReduceMax", {1, 11, 12, 13, 18, 20}, reduction("reduce_max"));
  table.add("ReduceMin", {1, 11, 12, 13, 18, 20}, reduction("reduce_min"));
  table.add("ArgMax", {1, 11, 12, 13}, position("arg_max"), OperatorGradient::None);
  table.add("ArgMin", {1, 11, 12, 13}, position("arg_min"), OperatorGradient::None);
  table.add("CumSum", {11, 14}, importCumSum);
}
