//===- Passes.h - Passes of the CPU backend ---------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// To create and to register them one by one; TargetBackend::populateLowerKernels
// puts them together.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_CODEGEN_CPU_PASSES_H
#define NEAP_CODEGEN_CPU_PASSES_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"

namespace neap::cpu {

#define GEN_PASS_DECL
#include "neap/Codegen/CPU/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "neap/Codegen/CPU/Passes.h.inc"

/// Stage planned to stage llvm.
void populateLowerKernelsPipeline(mlir::OpPassManager &passes);

} // namespace neap::cpu

#endif // NEAP_CODEGEN_CPU_PASSES_H
