//===- NormalizationToLinalg.cpp - Normalizations have no loops of their own ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every op of the family decomposes (DecomposableOpInterface) before lowering, so
// there is nothing to attach; the function completes the list of families.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/ToLinalg.h"

namespace neap {
void registerNormalizationLowerings(mlir::DialectRegistry &) {}
} // namespace neap
