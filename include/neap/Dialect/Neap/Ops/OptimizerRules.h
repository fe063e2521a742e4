//===- OptimizerRules.h - What optimizers are to the compiler -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A rule by name: its options with defaults, its slots, and how one update is
// built. Differentiate and the command line know optimizers through this table
// alone, so that a new one is an op and a line of it.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_OPTIMIZERRULES_H
#define NEAP_DIALECT_NEAP_OPS_OPTIMIZERRULES_H

#include "neap/Dialect/Neap/IR/Neap.h"

#include <map>

namespace neap {

/// One option of a rule: `key=value`.
struct OptimizerKey {
  llvm::StringLiteral name;
  double defaultValue;
  /// The values allowed: [low, high), or true and false.
  enum class Range { NonNegative, Positive, Fraction, Flag } range;
};

/// Values by key, all of the rule's keys present.
using OptimizerValues = std::map<std::string, double, std::less<>>;

/// What the update of one parameter reads.
struct OptimizerUpdate {
  mlir::Value weight, gradient;
  /// In the order of `slots`.
  llvm::SmallVector<mlir::Value> slots;
  /// tensor<f32> and tensor<i64>, counted from 0. `step` is null when the rule does not use it.
  mlir::Value learningRate, step;
  OptimizerValues values;
};

struct OptimizerRule {
  llvm::StringLiteral name;
  llvm::ArrayRef<OptimizerKey> keys;
  /// Names of the slots for these values; each has the weight's type and starts at zero.
  llvm::SmallVector<llvm::StringRef> (*slots)(const OptimizerValues &values);
  bool (*usesStep)(const OptimizerValues &values);
  /// What is wrong with these values together; empty: nothing. May be null.
  std::string (*check)(const OptimizerValues &values);
  /// The new weight, then the new slots.
  mlir::ValueRange (*build)(mlir::OpBuilder &builder, mlir::Location loc, const OptimizerUpdate &update);
};

/// Every rule, by name.
llvm::ArrayRef<OptimizerRule> getOptimizerRules();
/// Null when there is none of this name.
const OptimizerRule *findOptimizerRule(llvm::StringRef name);

/// min(1, limit / (norm + 1e-6)) of the global 2-norm over all gradients, as tensor<f32>: what each is multiplied with.
/// The norm is summed per gradient, then in the order given.
mlir::Value buildClipFactor(mlir::OpBuilder &builder, mlir::Location loc, mlir::ValueRange gradients, double limit);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_OPTIMIZERRULES_H
