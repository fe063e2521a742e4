//===- ProgramEmitter.h - A module at stage llvm as LLVM IR -----*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels by MLIR's translation, launch tables as constants of neap/Runtime/Program.h.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_CODEGEN_CPU_PROGRAMEMITTER_H
#define NEAP_LIB_CODEGEN_CPU_PROGRAMEMITTER_H

#include "mlir/IR/BuiltinOps.h"

#include "llvm/IR/Module.h"

#include <memory>

namespace neap::cpu {

/// Null after an error was reported. Defines `neap_program_main`.
std::unique_ptr<llvm::Module> translateProgram(mlir::ModuleOp module, llvm::LLVMContext &context);

} // namespace neap::cpu

#endif // NEAP_LIB_CODEGEN_CPU_PROGRAMEMITTER_H
