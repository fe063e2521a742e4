//===- Options.cpp - The command line of neap as options of a session ----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The parser takes every value as text; they are judged here, so that one run
// names everything that is wrong.
//
//===----------------------------------------------------------------------===//

#include "Options.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <map>
#include <thread>

using namespace neap;
using llvm::StringRef;

void CommandOptions::addTo(CLI::App &command) {
  auto list = [&](const char *name, std::vector<std::string> &values, const char *help) {
    command.add_option(name, values, help)
        ->take_all()
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  };
  command.add_option("model", model, "The ONNX file")->type_name("MODEL.onnx");
  list("--loss", losses,
       "KIND[,key=value...]: softmax-cross-entropy, nll, bce-with-logits, mse, l1, huber or identity; keys reduction, "
       "ignore-index, label-smoothing, delta, class-axis, output, target, scale. Repeat it to add losses up");
  command.add_option("--optimizer", optimizer, "KIND[,key=value...]: sgd, adam, adamw, adagrad, rmsprop or lion")
      ->capture_default_str();
  command
      .add_option("--lr-schedule", schedule,
                  "KIND[,key=value...]: constant, linear, cosine or step; keys warmup, total, final, every, gamma")
      ->capture_default_str();
  command.add_option("--clip-grad-norm", clip, "Largest global 2-norm of the gradient, before the update");
  command.add_option("--accumulate", accumulate, "Batches whose gradients make one update")->capture_default_str();
  command.add_option("--batch", batch, "Size of the symbolic leading dimension");
  list("--dim", dims, "NAME=N: size of a symbolic dimension");
  list("--freeze", freeze, "Initializers not to train (a glob; with --train the last match wins)");
  list("--train", train, "Initializers to train (a glob)");
  list("--no-decay", noDecay, "Initializers without weight decay (a glob)");
  list("--tie", ties, "A=B or A=transpose(B): initializer A is B");
  list("--untie", unties, "Give every use of an initializer a parameter of its own");
  command.add_option("--dropout", dropout, "model (its ratios) or off")->capture_default_str();
  command.add_option("--batchnorm", batchNorm, "train or frozen")->capture_default_str();
  command.add_option("--precision", precision, "f32")->capture_default_str();
  command.add_option("--memory-budget", budget, "Bytes, 512MiB, or 60% of the unplanned peak");
  command.add_option("--allow", allow,
                     "Levers of the planner, comma-separated: reorder recompute encode encode-lossy offload");
  command.add_option("--forbid", forbid, "Levers the planner must not use");
  command.add_option("--gradient-error", gradientError, "Relative 2-norm error allowed to lossy encoding");
  command.add_option("--plan-seconds", planSeconds, "Time for planning")->capture_default_str();
  command.add_option("--target", target, "cpu")->capture_default_str();
  command.add_option("--cpu", cpu, "Processor to generate code for: native, x86-64-v3, x86-64-v4, ...")
      ->capture_default_str();
  command.add_option("--threads", threads, "Threads the program is tuned for; default: all");
  command.add_flag("--keep-gradients", keepGradients,
                   "Gradients stay outputs of the step, so that they can be recorded");
  command.add_option("--dump-stages", dumpStages, "Folder for every stage as text")->type_name("DIR");
  command.add_option("--report", report, "Plan, sizes and times as JSON")->type_name("FILE.json");
  command.add_flag("--verbose", verbose, "Say what was found and done");
}

std::optional<MemoryBudget> neap::parseMemoryBudget(StringRef text) {
  MemoryBudget budget;
  StringRef unit = text.drop_while([](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  double number = 0;
  if (text.drop_back(unit.size()).getAsDouble(number) || !std::isfinite(number) || number <= 0)
    return std::nullopt;
  if (unit == "%") {
    budget.fraction = number / 100;
    return budget;
  }
  double scale = llvm::StringSwitch<double>(unit)
                     .Cases({"", "B"}, 1)
                     .Case("KiB", 1024.0)
                     .Case("MiB", 1024.0 * 1024)
                     .Case("GiB", 1024.0 * 1024 * 1024)
                     .Case("KB", 1e3)
                     .Case("MB", 1e6)
                     .Case("GB", 1e9)
                     .Default(0);
  double bytes = number * scale;
  if (scale == 0 || bytes < 1 || bytes > 9e18)
    return std::nullopt;
  budget.bytes = static_cast<uint64_t>(bytes);
  return budget;
}

namespace {

/// Collects complaints about values.
struct Judge {
  std::vector<std::string> errors;

  void complain(StringRef option, StringRef value, StringRef expected) {
    errors.push_back((option + ": '" + value + "' is wrong: expected " + expected).str());
  }
  /// An integer in [low, high].
  int64_t integer(StringRef option, StringRef text, int64_t low, int64_t high) {
    int64_t value = 0;
    if (text.getAsInteger(10, value) || value < low || value > high)
      complain(option, text, "an integer from " + std::to_string(low) + " to " + std::to_string(high));
    return value;
  }
  double number(StringRef option, StringRef text) {
    double value = 0;
    if (text.getAsDouble(value) || !std::isfinite(value) || value <= 0)
      complain(option, text, "a positive number");
    return value;
  }
  void oneOf(StringRef option, StringRef text, std::initializer_list<StringRef> choices) {
    if (llvm::is_contained(choices, text))
      return;
    complain(option, text, "one of " + llvm::join(choices, ", "));
  }
};

} // namespace

/// --freeze and --train in the order in which they stand on the command line.
static void collectSelections(const CLI::App &command, const CommandOptions &given, ImportOptions &options) {
  std::map<std::string, size_t> next;
  for (const CLI::Option *option : command.parse_order()) {
    std::string name = option->get_name();
    if (name != "--freeze" && name != "--train")
      continue;
    const std::vector<std::string> &globs = name == "--freeze" ? given.freeze : given.train;
    size_t index = next[name]++;
    if (index < globs.size())
      options.selections.push_back({globs[index], name == "--train"});
  }
}

static void convertTies(const CommandOptions &given, Judge &judge, ImportOptions &options) {
  for (StringRef text : given.ties) {
    auto [replaced, kept] = text.split('=');
    bool transposed = kept.consume_front("transpose(");
    if (replaced.empty() || kept.empty() || (transposed && !kept.consume_back(")"))) {
      judge.complain("--tie", text, "A=B or A=transpose(B) with the names of two initializers");
      continue;
    }
    options.ties.push_back({replaced.str(), kept.str(), transposed});
  }
  options.unties = given.unties;
}

static void convertSizes(const CommandOptions &given, Judge &judge, CompileOptions &options) {
  constexpr int64_t largestDim = int64_t(1) << 40;
  if (!given.batch.empty())
    options.import.batch = judge.integer("--batch", given.batch, 1, largestDim);
  for (StringRef text : given.dims) {
    auto [name, size] = text.rsplit('=');
    if (name.empty() || size.empty() || !text.contains('='))
      judge.complain("--dim", text, "NAME=N");
    else
      options.import.dims[name.str()] = judge.integer("--dim " + name.str(), size, 1, largestDim);
  }
}

static void checkLevers(StringRef option, StringRef text, Judge &judge) {
  llvm::SmallVector<StringRef> levers;
  text.split(levers, ',', -1, false);
  for (StringRef lever : levers)
    judge.oneOf(option, lever.trim(), {"reorder", "recompute", "encode", "encode-lossy", "offload"});
}

std::vector<std::string> CommandOptions::convert(const CLI::App &command, CompileOptions &options) const {
  Judge judge;
  if (model.empty())
    judge.errors.push_back("no model: expected the path of an ONNX file");
  options.model = model;
  convertSizes(*this, judge, options);
  collectSelections(command, *this, options.import);
  convertTies(*this, judge, options.import);
  judge.oneOf("--dropout", dropout, {"model", "off"});
  judge.oneOf("--batchnorm", batchNorm, {"train", "frozen"});
  judge.oneOf("--target", target, {"cpu"});
  if (precision != "f32")
    judge.complain("--precision", precision, "f32, the one this version computes in");
  options.import.dropout = dropout == "off" ? DropoutMode::Off : DropoutMode::Model;
  options.import.batchNorm = batchNorm == "frozen" ? BatchNormMode::Frozen : BatchNormMode::Train;
  options.losses = losses;
  options.optimizer = optimizer;
  options.schedule = schedule;
  options.noDecay = noDecay;
  options.keepGradients = keepGradients;
  if (!clip.empty())
    options.clipGradNorm = judge.number("--clip-grad-norm", clip);
  options.accumulate = judge.integer("--accumulate", accumulate, 1, 1 << 20);
  if (!budget.empty()) {
    if (std::optional<MemoryBudget> parsed = parseMemoryBudget(budget))
      options.budget = *parsed;
    else
      judge.complain("--memory-budget", budget, "bytes, a size such as 512MiB, or a share such as 60%");
  }
  checkLevers("--allow", allow, judge);
  checkLevers("--forbid", forbid, judge);
  if (!gradientError.empty())
    judge.number("--gradient-error", gradientError);
  options.planSeconds = judge.number("--plan-seconds", planSeconds);
  options.cpu = cpu;
  options.threads = std::max(1u, std::thread::hardware_concurrency());
  if (!threads.empty())
    options.threads = judge.integer("--threads", threads, 1, 4096);
  options.dumpStages = dumpStages;
  return judge.errors;
}
