//===- LossKinds.h - What losses are to the compiler -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A loss by name: which options it takes, which target it compares with, and how it
// is built. Differentiate and the command line know losses through this table
// alone, so that a new one is an op and a line of it.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_LOSSKINDS_H
#define NEAP_DIALECT_NEAP_OPS_LOSSKINDS_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

/// Options of all kinds, with PyTorch's defaults. Classes stand at axis 1 as in ONNX; a negative axis counts from the
/// end.
struct LossOptions {
  int64_t classAxis = 1;
  int64_t ignoreIndex = -100;
  double labelSmoothing = 0;
  double delta = 1;
  /// Targets are class probabilities, not class indices.
  bool probabilities = false;
};

/// Per sample, [N], or scalars for an output of rank 0. `weight` is a constant where each sample weighs the same.
struct LossValues {
  mlir::Value sum, weight;
};

struct LossKind {
  llvm::StringLiteral name;
  /// Keys of LossOptions it takes, as the command line spells them.
  llvm::ArrayRef<llvm::StringLiteral> keys;
  /// Counts correct answers in validation: the target holds class indices.
  bool hasClasses;
  /// Type of the target for an output of this type, null where the loss has none. Sets `error` when it cannot be put on
  /// the output.
  mlir::RankedTensorType (*targetType)(mlir::RankedTensorType output, const LossOptions &options, std::string &error);
  LossValues (*build)(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value output, mlir::Value target,
                      const LossOptions &options);
};

/// Every loss, by name.
llvm::ArrayRef<LossKind> getLossKinds();
/// Null when there is none of this name.
const LossKind *findLossKind(llvm::StringRef name);

/// Total over the samples: sum, or sum over weight, as a scalar of the sums' type.
mlir::Value buildLossTotal(mlir::OpBuilder &builder, mlir::Location loc, LossValues values, bool mean, double scale);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_LOSSKINDS_H
