//===- PlannedPeak.h - Where a planned module needs most memory -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The function and the kernel at whose moment the arena of a planned module is
// fullest, read off its `neap.plan`: what a refused budget is blamed on.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_ANALYSIS_PLANNEDPEAK_H
#define NEAP_ANALYSIS_PLANNEDPEAK_H

#include "mlir/IR/BuiltinOps.h"

namespace neap {

struct PlannedPeak {
  llvm::StringRef function, kernel;
  /// Globals and transient values together, in bytes; -1 where the module has no functions.
  int64_t bytes = -1;
};

/// The first of the functions with the largest peak. `module` is at stage planned.
PlannedPeak findPlannedPeak(mlir::ModuleOp module);

} // namespace neap

#endif // NEAP_ANALYSIS_PLANNEDPEAK_H
