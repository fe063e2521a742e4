//===- Loss.h - Shapes and loops that losses share -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums over samples (the first axis) and positions (all axes but the classes').
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_LOSS_LOSS_H
#define NEAP_DIALECT_NEAP_OPS_LOSS_LOSS_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

/// Element type of sums for outputs of this type: f64 for f64, else f32.
mlir::Type lossSumElement(mlir::Type output);
/// [N] for an output [N, …], a scalar for a scalar.
mlir::RankedTensorType sampleSumType(mlir::Type output);
/// [N, d…] for an output [N, C, d…] with C at `axis`, of element type `element`.
mlir::RankedTensorType positionType(mlir::Type output, int64_t axis, mlir::Type element);

llvm::LogicalResult inferElementLoss(std::optional<mlir::Location> location, mlir::Value output, mlir::Value target,
                                     llvm::SmallVectorImpl<mlir::Type> &types);
llvm::LogicalResult verifySampleSum(mlir::Operation *op, mlir::Value sum, mlir::Value output);

llvm::SmallVector<int64_t> elementLossRanges(mlir::Value output);
llvm::SmallVector<mlir::utils::IteratorType> elementLossIterators(mlir::Value output, bool reduce);
/// Loops over the output's elements to the element, to its sample, and to its position.
mlir::AffineMap elementMap(mlir::Value output);
mlir::AffineMap sampleMap(mlir::Value output);
mlir::AffineMap positionMap(mlir::Value output, int64_t axis);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_LOSS_LOSS_H
