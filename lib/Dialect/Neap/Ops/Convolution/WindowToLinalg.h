//===- WindowToLinalg.h - Loops over sliding windows -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything with windows is lowered in gather form: parallel loops over the
// elements of the result, reduction loops inside, reads at computed indices that
// are clamped into the tensor and replaced by zero where they fell outside. So a
// result does not depend on how its loops are split.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_CONVOLUTION_WINDOWTOLINALG_H
#define NEAP_DIALECT_NEAP_OPS_CONVOLUTION_WINDOWTOLINALG_H

#include "Convolution/Window.h"
#include "neap/Dialect/Neap/IR/ToLinalg.h"

namespace neap {

/// An index along one dimension: clamped into it, with the condition (i1; null when always true) that it was inside.
struct GuardedIndex {
  mlir::Value index;
  mlir::Value inside;
};

/// Index arithmetic along one spatial dimension.
class WindowDimension {
public:
  WindowDimension(const Window &window, unsigned dimension, int64_t inputSize, int64_t outputSize);

  /// Input index under position `k` of window `o`.
  GuardedIndex inputOf(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value o, mlir::Value k) const;
  /// The window that has input index `i` at its position `k`.
  GuardedIndex windowOf(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value i, mlir::Value k) const;

private:
  int64_t kernel, stride, dilation, low, inputSize, outputSize;
};

/// `index * factor + offset` of type index, without needless ops.
mlir::Value scaleIndex(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value index, int64_t factor, int64_t offset);

/// Reads `tensor` at `indices` (converted to `type`), or zero where `inside` (may be null) fails.
mlir::Value readGuarded(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value tensor, mlir::ValueRange indices,
                        mlir::Value inside, mlir::Type type);

/// Both conditions; null stands for true.
mlir::Value bothInside(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value a, mlir::Value b);

/// Each element of `type` as the sum of `term` over reduction loops of `extents`. `term` receives the element's index
/// followed by the reduction indices and returns a value of the accumulator type.
mlir::Value createGatherSum(mlir::OpBuilder &builder, mlir::Location loc, mlir::RankedTensorType type,
                            llvm::ArrayRef<int64_t> extents,
                            llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location, mlir::ValueRange)> term);

/// One generic with parallel loops over `outputs[0]`'s shape and reduction loops over `extents`.
/// `body` receives the loop indices and the accumulators.
llvm::SmallVector<mlir::Value>
createWindowReduction(mlir::OpBuilder &builder, mlir::Location loc, llvm::ArrayRef<mlir::RankedTensorType> outputs,
                      llvm::ArrayRef<mlir::TypedAttr> neutral, llvm::ArrayRef<int64_t> extents,
                      llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::OpBuilder &, mlir::Location,
                                                                        mlir::ValueRange, mlir::ValueRange)>
                          body);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_CONVOLUTION_WINDOWTOLINALG_H
