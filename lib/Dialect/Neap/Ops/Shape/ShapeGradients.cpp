//===- ShapeGradients.cpp - Adjoint movements ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The gradient of a movement moves elements back and sums those that came from one place.
//
//===----------------------------------------------------------------------===//

#include "Elementwise/GradientBuilder.h"
#include "neap/Dialect/Neap/Ops/Shape.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace neap;

/// `x` cut to [start, start + size) along `dim`, with `step`.
static Value cut(GradientBuilder &g, Value x, int64_t dim, int64_t start, int64_t size, int64_t step) {
  auto type = cast<RankedTensorType>(x.getType());
  SmallVector<int64_t> starts(type.getRank(), 0), sizes(type.getShape()), steps(type.getRank(), 1);
  starts[dim] = start;
  sizes[dim] = size;
  steps[dim] = step;
  return SliceOp::create(g.builder, g.loc, x, starts, sizes, steps);
}

/// `x` at start, start + step … along `dim` of zeros with `extent` there.
static Value place(GradientBuilder &g, Value x, int64_t dim, int64_t start, int64_t extent, int64_t step) {
  auto type = cast<RankedTensorType>(x.getType());
  SmallVector<int64_t> starts(type.getRank(), 0), shape(type.getShape()), steps(type.getRank(), 1);
  starts[dim] = start;
  shape[dim] = extent;
  steps[dim] = step;
  return SliceScatterOp::create(g.builder, g.loc, x, shape, starts, steps);
}

// dx = dy under x's shape
LogicalResult ReshapeOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                                  SmallVectorImpl<Value> &dx) {
  dx[0] = ReshapeOp::create(builder, getLoc(), dy[0], getX().getType().getShape());
  return success();
}

// dx = dy summed over the repeated dimensions
LogicalResult BroadcastOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                                    SmallVectorImpl<Value> &dx) {
  GradientBuilder g(builder, getLoc());
  RankedTensorType x = getX().getType(), y = getType();
  int64_t added = y.getRank() - x.getRank();
  SmallVector<int64_t> axes;
  for (int64_t dim = 0; dim < y.getRank(); ++dim)
    if (dim < added || (x.getDimSize(dim - added) == 1 && y.getDimSize(dim) != 1))
      axes.push_back(dim);
  Value sum = axes.empty() ? dy[0] : g.sum(dy[0], axes);
  dx[0] = g.reshape(sum, x.getShape());
  return success();
}

// dx = dy transposed back
LogicalResult TransposeOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                                    SmallVectorImpl<Value> &dx) {
  SmallVector<int64_t> inverse(getPermutation().size());
  for (auto [position, dim] : llvm::enumerate(getPermutation()))
    inverse[dim] = position;
  dx[0] = TransposeOp::create(builder, getLoc(), dy[0], inverse);
  return success();
}

// dx = zeros, with dy where it was cut
LogicalResult SliceOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                                SmallVectorImpl<Value> &dx) {
  dx[0] = SliceScatterOp::create(builder, getLoc(), dy[0], getX().getType().getShape(), getStarts(), getSteps());
  return success();
}

// dx = dy cut where x was placed
LogicalResult SliceScatterOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                                       SmallVectorImpl<Value> &dx) {
  dx[0] = SliceOp::create(builder, getLoc(), dy[0], getStarts(), getX().getType().getShape(), getSteps());
  return success();
}

// each dx = its part of dy
LogicalResult ConcatOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool> needed,
                                 SmallVectorImpl<Value> &dx) {
  GradientBuilder g(builder, getLoc());
  int64_t start = 0, axis = getAxis();
  for (auto [index, input] : llvm::enumerate(getInputs())) {
    int64_t extent = cast<RankedTensorType>(input.getType()).getDimSize(axis);
    if (needed[index])
      dx[index] = cut(g, dy[0], axis, start, extent, 1);
    start += extent;
  }
  return success();
}

namespace {
/// A run of result positions [begin, begin + size) whose operand positions are source, source + stride …
struct Run {
  int64_t begin, size, source, stride;
};
} // namespace

/// The longest runs of stride 1, -1 or 0 that make up dimension `dim` of a padded tensor. Reflecting [a b c d] by two
/// on both sides gives c b | a b c d | c b: runs (0, 2, 2, -1), (2, 4, 0, 1), (6, 2, 2, -1).
static SmallVector<Run> findRuns(PadOp op, int64_t dim) {
  SmallVector<Run> runs;
  int64_t extent = op.getType().getDimSize(dim);
  for (int64_t index = 0; index < extent; ++index) {
    std::optional<int64_t> source = op.getSourcePosition(dim, index);
    if (!source)
      continue;
    if (!runs.empty() && runs.back().begin + runs.back().size == index) {
      Run &run = runs.back();
      int64_t stride = *source - (run.source + run.stride * (run.size - 1));
      if (run.size == 1 && std::abs(stride) <= 1)
        run.stride = stride;
      if (stride == run.stride) {
        ++run.size;
        continue;
      }
    }
    runs.push_back({index, 1, *source, 1});
  }
  return runs;
}

// dx = dy cut into runs, each placed back where it came from; a run of one repeated element is summed first
LogicalResult PadOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>, SmallVectorImpl<Value> &dx) {
  GradientBuilder g(builder, getLoc());
  Value result = dy[0];
  for (int64_t dim = 0; dim < getType().getRank(); ++dim) {
    int64_t extent = getX().getType().getDimSize(dim);
    if (getLow()[dim] == 0 && getHigh()[dim] == 0)
      continue;
    Value total;
    for (const Run &run : findRuns(*this, dim)) {
      Value part = cut(g, result, dim, run.begin, run.size, 1);
      SmallVector<int64_t> single(cast<RankedTensorType>(part.getType()).getShape());
      single[dim] = 1;
      if (run.stride == 0)
        part = g.reshape(g.sum(part, {dim}), single);
      if (run.stride < 0 || cast<RankedTensorType>(part.getType()).getDimSize(dim) != extent)
        part = place(g, part, dim, run.source, extent, run.stride < 0 ? -1 : 1);
      total = total ? g.add(total, part) : part;
    }
    if (!total) // everything was cut away
      return success();
    result = total;
  }
  dx[0] = result;
  return success();
}

// dx = dy summed over the repetitions: under the shape [repeat0, extent0, repeat1, …], over the dimensions of repeats
LogicalResult TileOp::buildVjp(OpBuilder &builder, unsigned, ValueRange dy, ArrayRef<bool>,
                               SmallVectorImpl<Value> &dx) {
  GradientBuilder g(builder, getLoc());
  ArrayRef<int64_t> extents = getX().getType().getShape();
  SmallVector<int64_t> split, axes;
  for (auto [extent, repeat] : llvm::zip_equal(extents, getRepeats())) {
    axes.push_back(split.size());
    split.append({repeat, extent});
  }
  dx[0] = axes.empty() ? dy[0] : g.sum(g.reshape(dy[0], split), axes);
  return success();
}
