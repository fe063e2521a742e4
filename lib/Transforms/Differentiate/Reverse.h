//===- Reverse.h - Reverse mode over a straight line -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The two halves of reverse mode: which ops lie between the parameters and the loss,
// and the gradients built through them.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TRANSFORMS_DIFFERENTIATE_REVERSE_H
#define NEAP_TRANSFORMS_DIFFERENTIATE_REVERSE_H

#include "neap/Dialect/Neap/IR/Neap.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"

namespace neap {

/// Which values of a block lie on a differentiable way from `sources` (values the block starts with) to `target`.
class Activity {
public:
  Activity(mlir::Block &block, mlir::ValueRange sources, mlir::Value target);

  /// Ops through which a gradient flows, in block order.
  llvm::ArrayRef<mlir::Operation *> getPath() const { return path; }
  /// A gradient of the target flows into this value, and it depends on a source.
  bool isOnPath(mlir::Value value) const { return active.contains(value) && useful.contains(value); }
  /// Whether the gradient of operand `index` of an op on the path is wanted.
  bool isNeeded(mlir::Operation *op, unsigned index) const;

  /// An op that a source reaches and that reaches the target, but has no gradient.
  struct Cut {
    mlir::Operation *op;
    llvm::SmallVector<mlir::Value> sources;
  };
  /// Ops that cut sources off from the target, in block order; also those without gradient by omission.
  llvm::SmallVector<Cut> findCuts() const;

private:
  /// Values that a source reaches through differentiable operands.
  llvm::DenseSet<mlir::Value> reachedFrom(mlir::Value source) const;

  mlir::Block &block;
  llvm::SmallVector<mlir::Value> sources;
  /// `active`: depends on a source; `useful`: the target depends on it, both differentiably. `read`: the target is
  /// computed from it at all.
  llvm::DenseSet<mlir::Value> active, useful, read;
  llvm::SmallVector<mlir::Operation *> path;
};

/// Whether gradients may flow from the results of `op` to its operand `index`.
bool isDifferentiableOperand(mlir::Operation *op, unsigned index);

/// Builds gradients through the ops of `activity` at the end of the block, from `seed`, the gradient of `target`.
/// `onFinal` is called for each source on the path as soon as its gradient is complete, with the gradient (null when it
/// is zero).
llvm::LogicalResult buildGradients(mlir::Block &block, const Activity &activity, mlir::ValueRange sources,
                                   mlir::Value target, mlir::Value seed,
                                   llvm::function_ref<void(mlir::Value source, mlir::Value gradient)> onFinal);

} // namespace neap

#endif // NEAP_TRANSFORMS_DIFFERENTIATE_REVERSE_H
