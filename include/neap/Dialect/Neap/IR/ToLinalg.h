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
using ScalarBody =
    llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::OpBuilder &, mlir::Location, mlir::ValueRange)>;

/// `linalg.generic` over `outputs` with maps for inputs then outputs. `neutral[i]` starts the accumulator of output i
/// (null: not reduced). The body receives the inputs, then the accumulators.
llvm::SmallVector<mlir::Value> createGeneric(mlir::OpBuilder &builder, mlir::Location loc, mlir::ValueRange inputs,
                                             llvm::ArrayRef<mlir::RankedTensorType> outputs,
                                             llvm::ArrayRef<mlir::AffineMap> maps,
                                             llvm::ArrayRef<mlir::utils::IteratorType> iterators,
                                             llvm::ArrayRef<mlir::TypedAttr> neutral, ScalarBody body);

/// Element-wise over `type`: all inputs have its shape.
mlir::Value
createElementwise(mlir::OpBuilder &builder, mlir::Location loc, mlir::ValueRange inputs, mlir::RankedTensorType type,
                  llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location, mlir::ValueRange)> body);

/// One value per element of `type` from its index alone: `body` receives one `index` per dimension. Reads go through
/// `tensor.extract` with indices in bounds.
mlir::Value
createFromIndices(mlir::OpBuilder &builder, mlir::Location loc, mlir::RankedTensorType type,
                  llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location, mlir::ValueRange)> body);

/// Constant of a scalar type (float, integer or index).
mlir::Value scalarConstant(mlir::OpBuilder &builder, mlir::Location loc, mlir::Type type, double value);

/// bf16 and f16 as f32; anything else as it is.
mlir::Value widenScalar(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value value);

/// A float converted to another float type; anything that is not a float, or has the type already, as it is.
mlir::Value convertFloatScalar(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value value, mlir::Type type);

/// The type in which sums of `type` are accumulated: f32 for bf16 and f16, else itself.
mlir::Type getAccumulatorType(mlir::Type type);

/// Short spelling for arithmetic on `index` scalars. div and rem take values of at least 0.
struct IndexMath {
  mlir::OpBuilder &builder;
  mlir::Location loc;

  mlir::Value constant(int64_t value);
  mlir::Value add(mlir::Value a, mlir::Value b);
  mlir::Value sub(mlir::Value a, mlir::Value b);
  mlir::Value mul(mlir::Value a, int64_t b);
  mlir::Value div(mlir::Value a, int64_t b);
  mlir::Value rem(mlir::Value a, int64_t b);
  mlir::Value min(mlir::Value a, mlir::Value b);
  /// a limited to 0 … extent - 1
  mlir::Value clamp(mlir::Value a, int64_t extent);
  // i1
  mlir::Value equal(mlir::Value a, mlir::Value b);
  mlir::Value atLeast(mlir::Value a, int64_t b);
  mlir::Value both(mlir::Value a, mlir::Value b);
};

} // namespace neap

#endif // NEAP_DIALECT_NEAP_IR_TOLINALG_H
