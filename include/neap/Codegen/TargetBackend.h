//===- TargetBackend.h - How kernels become code on a target ----*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All that pipelines and the compiler know of a target. Nobody asks which
// target it is: what differs by target is a method here.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_CODEGEN_TARGETBACKEND_H
#define NEAP_CODEGEN_TARGETBACKEND_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/Pass/PassManager.h"

#include <string>

namespace neap {

/// What a module at stage llvm is turned into.
enum class EmitKind { Object, Assembly, LLVMIR };

class TargetBackend {
public:
  virtual ~TargetBackend() = default;

  /// Kind of target as the manifest has it: "cpu".
  virtual llvm::StringRef getKind() const = 0;
  /// The processor that code is generated for, by LLVM's name: never "native".
  virtual llvm::StringRef getCPU() const = 0;
  /// LLVM's feature string for it ("+avx2,+fma,…").
  virtual llvm::StringRef getFeatures() const = 0;

  /// Dialects, lowerings of ops, library kernels of this target, translations to LLVM IR: what a context needs
  /// from FormKernels to emit. Call it before the context is created.
  virtual void registerKernels(mlir::DialectRegistry &registry) const = 0;

  /// Stage planned to stage llvm.
  virtual void populateLowerKernels(mlir::OpPassManager &passes) const = 0;

  /// A module at stage llvm as object file, assembly or LLVM IR. It defines `neap_program_main`
  /// (neap/Runtime/Program.h); its manifest is the module attribute `neap.manifest`. Errors go to diagnostics.
  virtual mlir::FailureOr<std::string> emit(mlir::ModuleOp module, EmitKind kind) const = 0;
};

/// On a module at stage llvm: the manifest (JSON) to put into the program.
inline constexpr llvm::StringLiteral manifestAttrName = "neap.manifest";

} // namespace neap

#endif // NEAP_CODEGEN_TARGETBACKEND_H
