//===- GradientBuilder.h - Short spelling for gradient formulas -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Gradients stand beside their ops as formulas, `g.mul(dy, b)`; this gives them
// short names. Every value has the shape of its first argument.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_GRADIENTBUILDER_H
#define NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_GRADIENTBUILDER_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

class GradientBuilder {
public:
  GradientBuilder(mlir::OpBuilder &builder, mlir::Location loc) : builder(builder), loc(loc) {}

  mlir::Value add(mlir::Value a, mlir::Value b);
  mlir::Value mul(mlir::Value a, mlir::Value b);
  mlir::Value mul(mlir::Value a, double b);
  mlir::Value div(mlir::Value a, mlir::Value b);
  mlir::Value neg(mlir::Value a);
  mlir::Value zeros(mlir::Value like);
  mlir::Value splat(mlir::Value like, double value);
  /// i1 tensor: a > b.
  mlir::Value greater(mlir::Value a, double b);
  mlir::Value where(mlir::Value condition, mlir::Value yes, mlir::Value no);

  mlir::OpBuilder &builder;
  mlir::Location loc;
};

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_GRADIENTBUILDER_H
