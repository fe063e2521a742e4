//===- Options.h - The command line of neap as options of a session -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TOOLS_NEAP_OPTIONS_H
#define NEAP_TOOLS_NEAP_OPTIONS_H

#include "neap/Compiler/Session.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace neap {

/// What `neap compile` and `neap plan` were asked for, still as text where it has to be judged.
struct CommandOptions {
  std::string model, output, emit = "program", dumpStages, report, bundle, html;
  std::vector<std::string> losses, freeze, train, noDecay, ties, unties, dims;
  std::string optimizer = "sgd,lr=0.01", schedule = "constant", clip, accumulate = "1", batch;
  std::string dropout = "model", batchNorm = "train", precision = "f32", budget;
  std::string allow, forbid, gradientError, planSeconds = "10", target = "cpu", cpu = "native", threads;
  bool keepGradients = false, verbose = false, json = false, curve = false;

  /// Adds the options that describe a model and its training to a subcommand.
  void addTo(CLI::App &command);
  /// Judges every value. Returns what is wrong, one message each naming option, value and what was expected.
  std::vector<std::string> convert(const CLI::App &command, CompileOptions &options) const;
};

/// `1234`, `512MiB`, `2GB` or, where `allowFraction`, `60%`.
std::optional<MemoryBudget> parseMemoryBudget(llvm::StringRef text);

} // namespace neap

#endif // NEAP_TOOLS_NEAP_OPTIONS_H
