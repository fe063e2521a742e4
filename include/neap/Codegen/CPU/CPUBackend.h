//===- CPUBackend.h - Code for x86-64 and other CPUs ------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Creates the backend that writes kernels as serial loops over a range of rows,
// which the runtime splits over its OpenMP team.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_CODEGEN_CPU_CPUBACKEND_H
#define NEAP_CODEGEN_CPU_CPUBACKEND_H

#include "neap/Codegen/TargetBackend.h"

#include <memory>

namespace neap {

struct CPUOptions {
  /// `native`, or a name that LLVM knows (x86-64-v3, znver5, …).
  std::string cpu = "native";
  /// 0 to 3, as clang's -O.
  unsigned optimizationLevel = 3;
  /// Use the library kernels of the runtime (oneDNN); otherwise every kernel is generated.
  bool libraries = true;
};

/// Null and a message when LLVM does not know the processor.
std::unique_ptr<TargetBackend> createCPUBackend(const CPUOptions &options, std::string &message);

/// Registers `neap-lower-kernels` with the options' defaults, for neap-opt.
void registerCPUCodegenPasses();

} // namespace neap

#endif // NEAP_CODEGEN_CPU_CPUBACKEND_H
