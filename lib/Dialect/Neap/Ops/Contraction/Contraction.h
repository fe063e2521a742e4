//===- Contraction.h - Sizes of a matrix product -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The normal form of a numpy matrix product: vectors as matrices, batch dimensions
// aligned. Shapes, gradients, loops and library calls are all read off it.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_CONTRACTION_CONTRACTION_H
#define NEAP_DIALECT_NEAP_OPS_CONTRACTION_CONTRACTION_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

/// y[batch…, m, n] = Σₖ a[batchA…, m, k] b[batchB…, k, n]. For a [5, 1, 2, 3] and b [4, 3, 6]:
/// batch [5, 4], batchA [5, 1], batchB [1, 4], m 2, n 6, k 3.
struct ProductSizes {
  llvm::SmallVector<int64_t> batch, batchA, batchB;
  int64_t m = 1, n = 1, k = 1;
  bool rowVector = false, columnVector = false;

  static mlir::FailureOr<ProductSizes> infer(std::optional<mlir::Location> location, llvm::ArrayRef<int64_t> a,
                                             llvm::ArrayRef<int64_t> b, bool transposeA, bool transposeB);
  int64_t batchCount() const { return llvm::product_of(batch); }
  /// Shape of the result: vectors leave no dimension.
  llvm::SmallVector<int64_t> resultShape() const;
};

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_CONTRACTION_CONTRACTION_H
