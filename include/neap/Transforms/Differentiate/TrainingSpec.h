//===- TrainingSpec.h - What to train, with what loss and optimizer -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The training part of the command line as data: `KIND[,key=value…]` strings parsed
// into structs. neap-opt's pass options and `neap compile` share it. Defaults are
// PyTorch's, docs/Training.md lists them.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TRANSFORMS_DIFFERENTIATE_TRAININGSPEC_H
#define NEAP_TRANSFORMS_DIFFERENTIATE_TRAININGSPEC_H

#include "neap/Dialect/Neap/Ops/LossKinds.h"
#include "neap/Dialect/Neap/Ops/OptimizerRules.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <optional>
#include <string>
#include <vector>

namespace neap {

struct LossSpec {
  const LossKind *kind = nullptr;
  LossOptions options;
  bool mean = true;
  /// Graph output; empty: the only one.
  std::string output;
  /// Array in the data.
  std::string target = "target";
  double scale = 1;
  /// As the user wrote it.
  std::string text;
};

struct OptimizerSpec {
  const OptimizerRule *rule = nullptr;
  OptimizerValues values;
  std::string text;
  double learningRate() const { return values.find("lr")->second; }
};

/// See docs/ProgramFormat.md, "Learning rate"; in updates.
struct ScheduleSpec {
  std::string kind = "constant";
  int64_t warmup = 0, total = 0, every = 0;
  double final = 0, gamma = 1;
};

struct TrainingSpec {
  std::vector<LossSpec> losses;
  OptimizerSpec optimizer;
  ScheduleSpec schedule;
  /// Limit of the global 2-norm of the gradients.
  std::optional<double> clipGradNorm;
  /// Batches per update.
  int64_t accumulate = 1;
  bool keepGradients = false;
  /// Globs over parameters that weight decay leaves alone.
  std::vector<std::string> noDecay;
};

/// Receives one message per mistake, complete with option, value and expectation.
using SpecError = llvm::function_ref<void(const llvm::Twine &message)>;

/// Each parses the text of one option; every mistake in it is reported before failure is returned.
llvm::FailureOr<LossSpec> parseLossSpec(llvm::StringRef text, SpecError error);
llvm::FailureOr<OptimizerSpec> parseOptimizerSpec(llvm::StringRef text, SpecError error);
llvm::FailureOr<ScheduleSpec> parseScheduleSpec(llvm::StringRef text, SpecError error);

/// The options as text, as the command line and pass options give them.
struct TrainingOptions {
  std::vector<std::string> losses;
  std::string optimizer = "sgd,lr=0.01", schedule = "constant";
  /// 0: no clipping.
  double clipGradNorm = 0;
  int64_t accumulate = 1;
  bool keepGradients = false;
  std::vector<std::string> noDecay;
};

/// Parses all of it; every mistake in any option is reported before failure is returned.
llvm::FailureOr<TrainingSpec> parseTrainingSpec(const TrainingOptions &options, SpecError error);

/// Several texts in one, separated by ';', as pass options have them.
std::vector<std::string> splitSpecs(llvm::StringRef text);

/// `--freeze` and `--train`, in the order given.
struct TrainingGlob {
  bool train;
  std::string pattern;
};

/// Whether a name matches a glob of `*`, `?`, `[abc]` and `[!a-z]`; nothing is special about '/' and '.'.
bool matchesGlob(llvm::StringRef pattern, llvm::StringRef name);

/// Marks parameters trained or frozen: the last match wins, what nothing matches stays. A glob that matches no
/// parameter is reported, and one that asks to train what cannot be (an integer).
llvm::LogicalResult applyTrainingGlobs(mlir::ModuleOp module, llvm::ArrayRef<TrainingGlob> globs, SpecError error);

} // namespace neap

#endif // NEAP_TRANSFORMS_DIFFERENTIATE_TRAININGSPEC_H
