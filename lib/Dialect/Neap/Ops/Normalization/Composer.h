//===- Composer.h - Short spelling for compositions of ops -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Decompositions and composed gradients are formulas over whole tensors and small
// statistics; this gives the ops of the other families short names, and brings
// operands of different shapes to one (a statistic is broadcast where it meets the
// tensor it belongs to).
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_NORMALIZATION_COMPOSER_H
#define NEAP_DIALECT_NEAP_OPS_NORMALIZATION_COMPOSER_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

class Composer {
public:
  Composer(mlir::OpBuilder &builder, mlir::Location loc) : builder(builder), loc(loc) {}

  static mlir::RankedTensorType typeOf(mlir::Value x) { return llvm::cast<mlir::RankedTensorType>(x.getType()); }

  // Element-wise. Where ranks are equal and sizes differ, size 1 is broadcast.
  mlir::Value add(mlir::Value a, mlir::Value b);
  mlir::Value sub(mlir::Value a, mlir::Value b);
  mlir::Value mul(mlir::Value a, mlir::Value b);
  mlir::Value div(mlir::Value a, mlir::Value b);
  mlir::Value add(mlir::Value a, double b) { return b == 0.0 ? a : add(a, splat(a, b)); }
  mlir::Value mul(mlir::Value a, double b) { return b == 1.0 ? a : mul(a, splat(a, b)); }
  mlir::Value pow(mlir::Value a, double b);
  mlir::Value exp(mlir::Value x);
  mlir::Value log(mlir::Value x);
  mlir::Value sqrt(mlir::Value x);
  mlir::Value reciprocal(mlir::Value x);
  mlir::Value abs(mlir::Value x);
  mlir::Value sign(mlir::Value x);
  /// x where `condition` > 0, else 0.
  mlir::Value zeroUnlessPositive(mlir::Value condition, mlir::Value x);

  // Reductions, dimensions kept.
  mlir::Value sum(mlir::Value x, llvm::ArrayRef<int64_t> axes);
  mlir::Value mean(mlir::Value x, llvm::ArrayRef<int64_t> axes);
  mlir::Value max(mlir::Value x, llvm::ArrayRef<int64_t> axes);

  // Shapes and types; nothing is built where nothing changes.
  mlir::Value reshape(mlir::Value x, llvm::ArrayRef<int64_t> shape);
  mlir::Value broadcast(mlir::Value x, llvm::ArrayRef<int64_t> shape);
  mlir::Value cast(mlir::Value x, mlir::Type element);
  mlir::Value splat(mlir::Value like, double value) { return createSplat(builder, loc, typeOf(like), value); }

  mlir::OpBuilder &builder;
  mlir::Location loc;

private:
  /// Broadcasts the smaller of two values of one rank.
  void match(mlir::Value &a, mlir::Value &b);
};

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_NORMALIZATION_COMPOSER_H
