//===- ToLinalg.h - Building linalg from neap ops -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the families' lowerings share. See LowerableOpInterface for what may be built.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_IR_TOLINALG_H
#define NEAP_DIALECT_NEAP_IR_TOLINALG_H

#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace neap {

/// Scalar builder: a body's arguments in, one value per result out.
using ScalarBody = llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::OpBuilder &, mlir::Location, mlir::ValueRange)>;

/// `linalg.generic` over `outputs` with maps for inputs then outputs. `neutral[i]` starts the accumulator of output i
/// (null: not reduced). The body receives the inputs, then the accumulators.
llvm::SmallVector<mlir::Value> createGeneric(mlir::OpBuilder &builder, mlir::Location loc, mlir::ValueRange inputs,
                                             llvm::ArrayRef<mlir::RankedTensorType> outputs,
                                             llvm::ArrayRef<mlir::AffineMap> maps,
                                             llvm::ArrayRef<mlir::utils::IteratorType> iterators,
                                             llvm::ArrayRef<mlir::TypedAttr> neutral, ScalarBody body);

/// Element-wise over `type`: all inputs have its shape.
mlir::Value createElementwise(mlir::OpBuilder &builder, mlir::Location loc, mlir::ValueRange inputs,
                              mlir::RankedTensorType type,
                              llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location, mlir::ValueRange)> body);

/// One value per element of `type` from its index alone: `body` receives one `index` per dimension. Reads go through
/// `tensor.extract` with indices in bounds.
mlir::Value createFromIndices(mlir::OpBuilder &builder, mlir::Location loc, mlir::RankedTensorType type,
                              llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location, mlir::ValueRange)> body);

/// Constant of a scalar type (float, integer or index).
mlir::Value scalarConstant(mlir::OpBuilder &builder, mlir::Location loc, mlir::Type type, double value);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_IR_TOLINALG_H
