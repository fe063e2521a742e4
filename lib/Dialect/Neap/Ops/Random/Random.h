//===- Random.h - Loops and checks of random ops -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every element is made from its position and a key.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_RANDOM_RANDOM_H
#define NEAP_DIALECT_NEAP_OPS_RANDOM_RANDOM_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

/// What random_key mixes into the last word of its counter: "NEAP".
inline constexpr uint32_t randomKeyDomain = 0x4E454150;

llvm::LogicalResult verifyRandom(mlir::Operation *op, mlir::Value key);
llvm::SmallVector<int64_t> randomRanges(mlir::Operation *op);
llvm::SmallVector<mlir::utils::IteratorType> randomIterators(mlir::Operation *op);
/// The key (rank 0) is read at every element.
llvm::SmallVector<mlir::AffineMap> randomMaps(mlir::Operation *op);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_RANDOM_RANDOM_H
