//===- InPlace.h - Results that may lie where operands do -------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_TRANSFORMS_FORMKERNELS_INPLACE_H
#define NEAP_LIB_TRANSFORMS_FORMKERNELS_INPLACE_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

/// Pairs (result, operand) of a generated kernel such that each element of the operand is read only to compute the
/// element at the same index of results that are stored together with the result.
llvm::SmallVector<int64_t> findInPlacePairs(KernelOp kernel);

} // namespace neap

#endif // NEAP_LIB_TRANSFORMS_FORMKERNELS_INPLACE_H
