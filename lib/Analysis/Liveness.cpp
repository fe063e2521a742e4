//===- Liveness.cpp - Which values share memory, and from when to when ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk over the block: straight-line code needs no fixed point.
//
//===----------------------------------------------------------------------===//

#include "neap/Analysis/Liveness.h"

#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace neap;

Value neap::getMemoryRoot(Value value) {
  while (auto view = value.getDefiningOp<ViewLikeOpInterface>())
    value = view.getViewSource();
  return value;
}

Liveness::Liveness(func::FuncOp function) {
  for (BlockArgument argument : function.getArguments())
    lastUse[argument] = -1;
  for (Operation &op : function.getBody().front()) {
    auto kernel = dyn_cast<KernelOp>(op);
    bool returns = op.hasTrait<OpTrait::IsTerminator>();
    if (!kernel && !returns)
      continue;
    int64_t step = kernels.size();
    for (Value operand : op.getOperands())
      lastUse[getMemoryRoot(operand)] = step;
    if (!kernel)
      continue;
    for (Value result : kernel.getResults())
      lastUse[result] = step;
    steps[kernel] = step;
    kernels.push_back(kernel);
  }
}

int64_t Liveness::getFirst(Value root) const {
  auto kernel = root.getDefiningOp<KernelOp>();
  return kernel ? getStep(kernel) : -1;
}
