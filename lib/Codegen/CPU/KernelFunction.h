//===- KernelFunction.h - One kernel as a function --------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From the region of a generated kernel to a function over rows.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_CODEGEN_CPU_KERNELFUNCTION_H
#define NEAP_LIB_CODEGEN_CPU_KERNELFUNCTION_H

#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace neap::cpu {

struct KernelFunction {
  mlir::LLVM::LLVMFuncOp function;
  int64_t extent = 1;
  int64_t grain = 1;
};

/// Emits `kernel` at the builder's insertion point as `name` (what the launch table refers to) and `name_rows` (the
/// loops, on pointers that do not alias). `sharedOperand[r]` is the operand in whose place result r lies, or -1.
mlir::FailureOr<KernelFunction> emitKernelFunction(mlir::OpBuilder &builder, KernelOp kernel, llvm::StringRef name,
                                                   llvm::ArrayRef<int64_t> sharedOperand);

} // namespace neap::cpu

#endif // NEAP_LIB_CODEGEN_CPU_KERNELFUNCTION_H
