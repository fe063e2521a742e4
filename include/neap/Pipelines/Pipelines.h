//===- Pipelines.h - From stage to stage -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One options struct and one function per arrow of the design: each takes a module
// at one stage of docs/Stages.md to the next and checks the contract it reached.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PIPELINES_PIPELINES_H
#define NEAP_PIPELINES_PIPELINES_H

#include "neap/Transforms/Differentiate/TrainingSpec.h"

#include "mlir/Pass/PassManager.h"

namespace neap {

/// forward to canonical.
struct SimplifyOptions {};
void populateSimplifyPipeline(mlir::OpPassManager &passes, const SimplifyOptions &options);

/// canonical to train-step.
using DifferentiateOptions = TrainingOptions;
void populateDifferentiatePipeline(mlir::OpPassManager &passes, const DifferentiateOptions &options);

/// train-step to kernels.
struct FormKernelsOptions {
  /// Threads that library calls are made for.
  unsigned threads = 1;
};
void populateFormKernelsPipeline(mlir::OpPassManager &passes, const FormKernelsOptions &options);

/// kernels to planned.
struct PlanMemoryOptions {
  /// Effort of the placement search.
  int64_t workUnits = 20000000;
};
void populatePlanMemoryPipeline(mlir::OpPassManager &passes, const PlanMemoryOptions &options);

/// Makes every pass and every arrow known by name: `--neap-to-canonical`, `--neap-to-train-step`, …
void registerPassesAndPipelines();

} // namespace neap

#endif // NEAP_PIPELINES_PIPELINES_H
