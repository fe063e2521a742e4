//===- Normalization.h - Parts of normalizations -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What an op and its gradient both compute.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_NORMALIZATION_NORMALIZATION_H
#define NEAP_DIALECT_NEAP_OPS_NORMALIZATION_NORMALIZATION_H

#include "mlir/IR/Value.h"

namespace neap {

class Composer;
class LpNormalizationOp;
class LrnOp;

/// bias + alpha / size · (sum of squares over the window of channels), in statistics precision.
mlir::Value buildLrnScale(Composer &c, LrnOp op);
/// 1 / norm along the axis (kept), 0 where the norm is 0, in statistics precision.
mlir::Value buildInverseNorm(Composer &c, LpNormalizationOp op);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_NORMALIZATION_NORMALIZATION_H
