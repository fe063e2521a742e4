//===- Jit.h - A compiled program in this process ---------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The object file that a backend emits, linked into the running process: the
// same code as in an emitted program, ready for neap::runtime::Session.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_CODEGEN_CPU_JIT_H
#define NEAP_CODEGEN_CPU_JIT_H

#include "neap/Codegen/TargetBackend.h"
#include "neap/Runtime/Program.h"

#include "llvm/ADT/StringMap.h"

#include <memory>

namespace neap {

/// Addresses of what the program refers to outside of itself: the library kernels by symbol
/// (`{"neap_onednn_matmul", &neap_onednn_matmul}`). Functions of the C library are found in the process.
using JitSymbols = llvm::StringMap<const void *>;

class JitProgram {
public:
  /// Compiles a module at stage llvm for this machine. Errors go to the module's diagnostics.
  static mlir::FailureOr<std::unique_ptr<JitProgram>> compile(mlir::ModuleOp module, const TargetBackend &backend,
                                                              const JitSymbols &symbols);
  ~JitProgram();
  JitProgram(const JitProgram &) = delete;
  JitProgram &operator=(const JitProgram &) = delete;

  /// Valid as long as this object.
  const neap_program *get() const { return program; }

private:
  struct Implementation;
  JitProgram();
  std::unique_ptr<Implementation> implementation;
  const neap_program *program = nullptr;
};

} // namespace neap

#endif // NEAP_CODEGEN_CPU_JIT_H
