//===- Elementwise.h - What element-wise ops share -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Iteration space and result types of ops whose operands and results have one shape.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_ELEMENTWISE_H
#define NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_ELEMENTWISE_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

llvm::SmallVector<int64_t> elementwiseRanges(mlir::Operation *op);
llvm::SmallVector<mlir::utils::IteratorType> elementwiseIterators(mlir::Operation *op);
llvm::SmallVector<mlir::AffineMap> elementwiseMaps(mlir::Operation *op);

/// Result type of a comparison: i1 in the operands' shape, which must agree.
llvm::LogicalResult inferBoolean(std::optional<mlir::Location> location, mlir::ValueRange operands,
                                 llvm::SmallVectorImpl<mlir::Type> &types);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_ELEMENTWISE_H
