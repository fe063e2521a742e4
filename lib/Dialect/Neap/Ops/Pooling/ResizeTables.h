//===- ResizeTables.h - Weights of resampling along one axis -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every kind of resizing in ONNX is, along each axis, a small matrix with few
// entries per row. Example: linear, half_pixel, from 2 to 4 elements:
//   output 0: x[0]   1: ¾ x[0] + ¼ x[1]   2: ¼ x[0] + ¾ x[1]   3: x[1]
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_POOLING_RESIZETABLES_H
#define NEAP_DIALECT_NEAP_OPS_POOLING_RESIZETABLES_H

#include "neap/Dialect/Neap/Ops/Pooling.h"

namespace neap {

/// A sparse matrix by rows, each padded to `taps` entries with weight 0.
struct ResizeTable {
  int64_t rows = 0, taps = 1;
  std::vector<int32_t> indices;
  std::vector<double> weights;
  /// Rows that lie outside the input and take the extrapolation value (tf_crop_and_resize).
  std::vector<bool> outside;

  /// The adjoint: from `rows` gradients to `inputs` elements.
  ResizeTable transposed(int64_t inputs) const;
};

/// Whether resizing takes each element along `axis` as it is.
bool isLeftAlone(ResizeOp op, int64_t axis);

/// The table of `axis`; nothing where the axis is left alone.
std::optional<ResizeTable> makeResizeTable(ResizeOp op, int64_t axis);

/// `x` interpolated along `axis`.
mlir::Value buildInterpolation(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value x, const ResizeTable &table,
                               int64_t axis);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_POOLING_RESIZETABLES_H
