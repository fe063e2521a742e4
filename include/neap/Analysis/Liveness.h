//===- Liveness.h - Which values share memory, and from when to when -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lives of values over the launch list of a program function at stage kernels or
// planned. Time is counted in kernels: kernel i works at step i.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_ANALYSIS_LIVENESS_H
#define NEAP_ANALYSIS_LIVENESS_H

#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace neap {

/// The value whose memory `value` is: looks through views.
mlir::Value getMemoryRoot(mlir::Value value);

/// Lives of the values of one function.
///
/// Example: `%a = kernel0(); %v = view(%a); %b = kernel1(%v); return %b` has root %a
/// from step 0 (written) to step 1 (read), and %b from step 1 to step 2, the return.
class Liveness {
public:
  explicit Liveness(mlir::func::FuncOp function);

  llvm::ArrayRef<KernelOp> getKernels() const { return kernels; }
  /// Number of kernels: the step at which the function returns.
  int64_t getEnd() const { return kernels.size(); }
  int64_t getStep(KernelOp kernel) const { return steps.lookup(kernel.getOperation()); }
  /// First step at which a root exists: that of its kernel, or -1 for an argument.
  int64_t getFirst(mlir::Value root) const;
  /// Last step that reads a root or one of its views; `getEnd()` when it is returned; the step that
  /// writes it when nobody reads it.
  int64_t getLast(mlir::Value root) const { return lastUse.lookup(root); }

private:
  llvm::SmallVector<KernelOp> kernels;
  llvm::DenseMap<mlir::Operation *, int64_t> steps;
  llvm::DenseMap<mlir::Value, int64_t> lastUse;
};

} // namespace neap

#endif // NEAP_ANALYSIS_LIVENESS_H
