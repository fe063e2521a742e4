//===- Differentiate.h - From a forward function to a training step -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The free function behind the pass of the same name.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TRANSFORMS_DIFFERENTIATE_DIFFERENTIATE_H
#define NEAP_TRANSFORMS_DIFFERENTIATE_DIFFERENTIATE_H

#include "neap/Transforms/Differentiate/TrainingSpec.h"

namespace neap {

/// Stage canonical to train-step (docs/Stages.md): replaces @forward by @step, or @accumulate and @update, and
/// @evaluate. Reports every mistake before it fails.
llvm::LogicalResult differentiate(mlir::ModuleOp module, const TrainingSpec &spec);

} // namespace neap

#endif // NEAP_TRANSFORMS_DIFFERENTIATE_DIFFERENTIATE_H
