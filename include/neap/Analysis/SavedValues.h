//===- SavedValues.h - What gradients keep of the forward values -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which form each op's gradient takes and what of each value must be kept for it.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_ANALYSIS_SAVEDVALUES_H
#define NEAP_ANALYSIS_SAVEDVALUES_H

#include "neap/Dialect/Neap/IR/Neap.h"

#include "llvm/ADT/MapVector.h"

namespace neap {

/// The forms that the gradients of `ops` (each with DifferentiableOpInterface) take, so that little is kept.
///
/// Ops with one form come first, what they read is kept anyway. Every other op then takes, in order, the form that adds
/// the fewest bytes to what is kept. Example: relu's gradient reads a sign of its input or of its output; when a
/// convolution behind it keeps the output in full, the form that reads the output adds nothing and is taken.
class SavedValues {
public:
  explicit SavedValues(llvm::ArrayRef<mlir::Operation *> ops);

  /// Number of the form of one of the ops.
  unsigned getForm(mlir::Operation *op) const { return forms.lookup(op); }
  /// What is read of a value by any gradient.
  GradientRead getRead(mlir::Value value) const;
  /// Bytes that must be kept of results of ops; arguments are there anyway. A predicate takes a bit per element, an
  /// index a byte.
  int64_t getBytes() const;

private:
  /// Bytes that form `form` adds to what is kept so far.
  int64_t addedBytes(mlir::Operation *op, const GradientForm &form) const;
  void keep(mlir::Operation *op, const GradientForm &form);

  llvm::DenseMap<mlir::Operation *, unsigned> forms;
  llvm::MapVector<mlir::Value, GradientRead> reads;
};

} // namespace neap

#endif // NEAP_ANALYSIS_SAVEDVALUES_H
