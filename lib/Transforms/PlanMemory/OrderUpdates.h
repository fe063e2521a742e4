//===- OrderUpdates.h - Let globals be updated where they lie -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_TRANSFORMS_PLANMEMORY_ORDERUPDATES_H
#define NEAP_LIB_TRANSFORMS_PLANMEMORY_ORDERUPDATES_H

#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace neap {

/// Reorders kernels, and adds copies at the end where ordering cannot help, so that every result bound to a global can
/// be computed in the global's place: when its kernel runs nobody needs the old value any more.
void orderUpdates(mlir::func::FuncOp function);

/// Whether kernel `result` may share a place with operand `operand`.
bool mayShare(KernelOp kernel, int64_t result, int64_t operand);

} // namespace neap

#endif // NEAP_LIB_TRANSFORMS_PLANMEMORY_ORDERUPDATES_H
