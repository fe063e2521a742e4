//===- Indexing.h - What gathers and scatters share -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Gradients of the two scatters, which differ only in the gather that undoes them.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_INDEXING_INDEXING_H
#define NEAP_DIALECT_NEAP_OPS_INDEXING_INDEXING_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

enum class ScatterReduction : uint32_t;

llvm::SmallVector<GradientForm> getScatterForms(ScatterReduction reduction);

/// `op` is a scatter_elements or a scatter_nd.
llvm::LogicalResult buildScatterGradient(mlir::Operation *op, mlir::OpBuilder &builder, mlir::Value dy,
                                         llvm::ArrayRef<bool> needed,
                                         llvm::SmallVectorImpl<mlir::Value> &operandGradients);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_INDEXING_INDEXING_H
