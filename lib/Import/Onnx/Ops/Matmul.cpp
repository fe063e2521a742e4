//===- Matmul.cpp - Matrix products ---------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Gemm and MatMul. What does not fit is said with the names of the operands.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

static LogicalResult checkInner(Node &node, int64_t left, int64_t right) {
  if (left == right)
    return success();
  return node.fail("inner dimensions " + Twine(left) + " and " + Twine(right) + " differ (`" + node.inputName(0) +
                   "`, `" + node.inputName(1) + "`)");
}

static LogicalResult importMatMul(Node &node) {
  RankedTensorType a = node.inputType(0), b = node.inputType(1);
  if (!a || !b)
    return failure();
  if (a.getRank() == 0 || b.getRank() == 0)
    return node.fail("expected tensors of rank 1 or more, found " + node.describeInputs());
  int64_t left = a.getShape().back(), right = b.getRank() == 1 ? b.getDimSize(0) : b.getDimSize(b.getRank() - 2);
  if (failed(checkInner(node, left, right)))
    return failure();
  return node.done(node.create("matmul", {node.input(0), node.input(1)}));
}

static LogicalResult importGemm(Node &node) {
  RankedTensorType a = node.inputType(0), b = node.inputType(1);
  if (!a || !b)
    return failure();
  if (a.getRank() != 2 || b.getRank() != 2)
    return node.fail("expected matrices, found " + node.describeInputs());
  bool transA = node.getInt("transA", 0) != 0, transB = node.getInt("transB", 0) != 0;
  if (failed(checkInner(node, a.getDimSize(transA ? 0 : 1), b.getDimSize(transB ? 1 : 0))))
    return failure();
  SmallVector<Value> operands = {node.input(0), node.input(1)};
  if (node.hasInput(2))
    operands.push_back(node.input(2));
  SmallVector<NamedAttribute> attrs = {node.attr("alpha", node.getFloat("alpha", 1.0)),
                                       node.attr("beta", node.getFloat("beta", 1.0))};
  if (transA)
    attrs.push_back(node.attr("trans_a", node.builder().getUnitAttr()));
  if (transB)
    attrs.push_back(node.attr("trans_b", node.builder().getUnitAttr()));
  return node.done(node.create("gemm", operands, attrs));
}

void neap::onnx_import::addMatmulOps(OpTable &table) {
  table.add("MatMul", {9, 13}, importMatMul);
  table.add("Gemm", {9, 11, 13}, importGemm);
}
