//===- GradientClipping.cpp - Clipping by the global norm ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Made of reductions and element-wise ops, so that each gradient's sum of squares
// has rows to share among threads and the factor fuses into the updates.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/Ops/Elementwise.h"
#include "neap/Dialect/Neap/Ops/OptimizerRules.h"
#include "neap/Dialect/Neap/Ops/Reduction.h"

using namespace mlir;
using namespace neap;

/// Sum of the squares of all elements: within each row first, then over the rows.
static Value sumSquares(OpBuilder &b, Location loc, Value gradient) {
  int64_t rank = cast<RankedTensorType>(gradient.getType()).getRank();
  if (rank == 0)
    return MulOp::create(b, loc, gradient, gradient);
  if (rank == 1)
    return ReduceSumSquareOp::create(b, loc, gradient, ArrayRef<int64_t>{0}, /*keepdims=*/false);
  auto inner = llvm::to_vector(llvm::seq<int64_t>(1, rank));
  Value rows = ReduceSumSquareOp::create(b, loc, gradient, inner, /*keepdims=*/false);
  return ReduceSumOp::create(b, loc, rows, ArrayRef<int64_t>{0}, /*keepdims=*/false);
}

Value neap::buildClipFactor(OpBuilder &b, Location loc, ValueRange gradients, double limit) {
  auto type = RankedTensorType::get({}, b.getF32Type());
  Value total;
  for (Value gradient : gradients) {
    Value squares = sumSquares(b, loc, gradient);
    if (squares.getType() != type)
      squares = CastOp::create(b, loc, type, squares);
    total = total ? AddOp::create(b, loc, total, squares).getResult() : squares;
  }
  Value norm = SqrtOp::create(b, loc, total);
  Value ratio = DivOp::create(b, loc, createSplat(b, loc, type, limit),
                              AddOp::create(b, loc, norm, createSplat(b, loc, type, 1e-6)));
  return MinOp::create(b, loc, ratio, createSplat(b, loc, type, 1));
}
