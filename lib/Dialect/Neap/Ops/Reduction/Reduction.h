//===- Reduction.h - What reductions share -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Result types, loops and the longer gradients of reductions over axes.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_REDUCTION_REDUCTION_H
#define NEAP_DIALECT_NEAP_OPS_REDUCTION_REDUCTION_H

#include "Elementwise/GradientBuilder.h"
#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

/// Loops of a reduction: over the operand's dimensions in their order, a kept dimension's unit loop before its
/// reduction loop. tensor<4x8xf32> over axis 1, kept: (d0: 4 parallel, d1: 1 parallel, d2: 8 reduction), source (d0,
/// d2), result (d0, d1).
struct ReductionLoops {
  llvm::SmallVector<int64_t> ranges;
  llvm::SmallVector<mlir::utils::IteratorType> iterators;
  mlir::AffineMap source, result;
};
ReductionLoops getReductionLoops(mlir::RankedTensorType x, llvm::ArrayRef<int64_t> axes, bool keepdims);

llvm::LogicalResult inferReduction(std::optional<mlir::Location> location, mlir::Value x, llvm::ArrayRef<int64_t> axes,
                                   bool keepdims, llvm::SmallVectorImpl<mlir::Type> &types);
llvm::LogicalResult inferArgExtremum(std::optional<mlir::Location> location, mlir::Value x, int64_t axis, bool keepdims,
                                     llvm::SmallVectorImpl<mlir::Type> &types);

/// Elements of `shape` that one result element comes from.
double countReduced(llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<int64_t> axes);

mlir::Value buildExtremumGradient(GradientBuilder &g, mlir::Value x, mlir::Value y, mlir::Value dy,
                                  llvm::ArrayRef<int64_t> axes);
mlir::Value buildProductGradient(GradientBuilder &g, mlir::Value x, mlir::Value dy, llvm::ArrayRef<int64_t> axes);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_REDUCTION_REDUCTION_H
