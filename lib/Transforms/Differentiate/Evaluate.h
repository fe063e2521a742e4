//===- Evaluate.h - The evaluation function -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One of the functions that Differentiate makes of @forward.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TRANSFORMS_DIFFERENTIATE_EVALUATE_H
#define NEAP_TRANSFORMS_DIFFERENTIATE_EVALUATE_H

#include "Losses.h"

namespace neap {

/// Adds @evaluate: the outputs, then per loss its sum and weight per sample; or the total where a loss has no samples.
void buildEvaluate(mlir::func::FuncOp forward, llvm::ArrayRef<ResolvedLoss> losses);

} // namespace neap

#endif // NEAP_TRANSFORMS_DIFFERENTIATE_EVALUATE_H
