//===- Optimizer.h - What update rules share -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types, checks and the iteration space of element-wise updates with scalars.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_OPTIMIZER_OPTIMIZER_H
#define NEAP_DIALECT_NEAP_OPS_OPTIMIZER_OPTIMIZER_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

llvm::LogicalResult inferOptimizerRule(std::optional<mlir::Location> location, mlir::Value weight, mlir::Value gradient,
                                       mlir::ValueRange slots, llvm::SmallVectorImpl<mlir::Type> &types);
llvm::LogicalResult verifyOptimizerRule(mlir::Operation *op, mlir::ValueRange scalars, size_t scalarCount,
                                        mlir::ValueRange slots, size_t slotCount);
llvm::SmallVector<int64_t> optimizerRanges(mlir::Operation *op);
llvm::SmallVector<mlir::utils::IteratorType> optimizerIterators(mlir::Operation *op);
/// Scalars (rank 0) are read at every element.
llvm::SmallVector<mlir::AffineMap> optimizerMaps(mlir::Operation *op);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_OPTIMIZER_OPTIMIZER_H
