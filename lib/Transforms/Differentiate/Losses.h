//===- Losses.h - Losses on the outputs of a program function -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Resolves which output and which target each loss means, and builds it.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TRANSFORMS_DIFFERENTIATE_LOSSES_H
#define NEAP_TRANSFORMS_DIFFERENTIATE_LOSSES_H

#include "ProgramBuilder.h"
#include "neap/Transforms/Differentiate/TrainingSpec.h"

namespace neap {

/// A loss whose output and target are known.
struct ResolvedLoss {
  const LossSpec *spec;
  std::string output;
  /// Number of the output among the results of @forward.
  unsigned result;
  /// Where the target comes from; null type: the loss has none. Data when a graph input serves as target.
  BindKind targetKind = BindKind::Target;
  mlir::RankedTensorType targetType;
};

/// Reports every loss that does not fit the outputs of `forward`.
llvm::FailureOr<llvm::SmallVector<ResolvedLoss>> resolveLosses(mlir::func::FuncOp forward, const TrainingSpec &spec);

/// Builds the losses at the end of a copy of `forward`, one entry per loss.
llvm::SmallVector<LossValues> buildLosses(ProgramBuilder &program, llvm::ArrayRef<ResolvedLoss> losses);

/// The sum of all losses, each reduced and scaled.
mlir::Value buildTotal(ProgramBuilder &program, llvm::ArrayRef<ResolvedLoss> losses, llvm::ArrayRef<LossValues> values);

} // namespace neap

#endif // NEAP_TRANSFORMS_DIFFERENTIATE_LOSSES_H
