//===- ControlFlow.cpp - Control flow that is decided when compiling ------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A step is a straight line: a branch is taken now or not at all.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

#include "onnx/onnx_pb.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

static LogicalResult importIf(Node &node) {
  DenseElementsAttr condition = node.knownValues(0, "condition of If");
  if (!condition || condition.getNumElements() != 1)
    return node.fail("condition `" + node.inputName(0) +
                     "` must be one value that is known when compiling, but it depends on the data");
  const onnx::AttributeProto *branch = node.getAttr(integersOf(condition).front() ? "then_branch" : "else_branch");
  return node.importer.importBranch(node, branch->g());
}

static LogicalResult importLoop(Node &node) {
  return node.fail("loops are not supported: the training step is a straight line of operations; export with the loop "
                   "unrolled");
}

void neap::onnx_import::addControlFlowOps(OpTable &table) {
  table.add("If", {1, 11, 13, 16, 19, 21, 23, 24}, importIf);
  table.add("Loop", {1, 11, 13, 16, 19, 21, 23, 24}, importLoop);
  table.add("Scan", {9, 11, 16, 19, 21, 23, 24}, importLoop);
}
