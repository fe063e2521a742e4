//===- TrainingSpec.cpp - Parsing of losses, optimizers and schedules ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One small reader of `KIND[,key=value…]` that reports every mistake at once.
//
//===----------------------------------------------------------------------===//

#include "neap/Transforms/Differentiate/TrainingSpec.h"

#include "llvm/ADT/StringExtras.h"

#include <cmath>

using namespace mlir;
using namespace neap;

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

namespace {

/// The text of one option taken apart; knows which keys were asked for, so that it can name the others.
class SpecReader {
public:
  SpecReader(StringRef option, StringRef text, SpecError error) : option(option), text(text), error(error) {
    SmallVector<StringRef> parts;
    text.split(parts, ',');
    kind = parts.front().trim();
    for (StringRef part : llvm::drop_begin(parts)) {
      auto [key, value] = part.split('=');
      if (!part.contains('=') || key.trim().empty())
        report("'" + part.trim() + "' is no option, expected key=value");
      else if (!values.try_emplace(key.trim(), value.trim()).second)
        report("'" + key.trim() + "' is given twice");
    }
  }

  void report(const Twine &message) {
    error("--" + option + " '" + text + "': " + message);
    failed = true;
  }

  void readNumber(StringRef key, double &number, function_ref<bool(double)> allowed, StringRef expected) {
    std::optional<StringRef> value = take(key, expected);
    double parsed;
    if (!value)
      return;
    if (value->getAsDouble(parsed) || !std::isfinite(parsed) || !allowed(parsed))
      report(key + "=" + *value + ", expected " + expected);
    else
      number = parsed;
  }

  void readInteger(StringRef key, int64_t &number, int64_t least, StringRef expected) {
    std::optional<StringRef> value = take(key, expected);
    int64_t parsed;
    if (!value)
      return;
    if (value->getAsInteger(10, parsed) || parsed < least)
      report(key + "=" + *value + ", expected " + expected);
    else
      number = parsed;
  }

  void readName(StringRef key, std::string &name) {
    std::optional<StringRef> value = take(key, "a name");
    if (value && value->empty())
      report(key + "= is empty, expected a name");
    else if (value)
      name = value->str();
  }

  /// One of two words; `flag` becomes whether it is the first.
  void readChoice(StringRef key, bool &flag, StringRef yes, StringRef no) {
    std::string expected = (yes + " or " + no).str();
    std::optional<StringRef> value = take(key, expected);
    if (value && *value != yes && *value != no)
      report(key + "=" + *value + ", expected " + expected);
    else if (value)
      flag = *value == yes;
  }

  /// Reports keys that nobody read.
  LogicalResult finish() {
    for (auto &[key, value] : values)
      report("unknown key '" + key + "', expected " + (known.empty() ? std::string("none") : llvm::join(known, ", ")));
    return failure(failed);
  }

  StringRef kind;

private:
  std::optional<StringRef> take(StringRef key, const Twine &) {
    known.push_back(key.str());
    auto found = values.find(key);
    if (found == values.end())
      return std::nullopt;
    StringRef value = found->second;
    values.erase(found);
    return value;
  }

  StringRef option, text;
  SpecError error;
  std::map<StringRef, StringRef> values;
  SmallVector<std::string> known;
  bool failed = false;
};

} // namespace

template <typename Table> static std::string namesOf(Table table) {
  return llvm::join(llvm::map_range(table, [](const auto &entry) { return entry.name.str(); }), ", ");
}

//===----------------------------------------------------------------------===//
// Loss
//===----------------------------------------------------------------------===//

FailureOr<LossSpec> neap::parseLossSpec(StringRef text, SpecError error) {
  SpecReader reader("loss", text, error);
  LossSpec spec;
  spec.text = text.str();
  spec.kind = findLossKind(reader.kind);
  if (!spec.kind) {
    reader.report("unknown loss '" + reader.kind + "', expected " + namesOf(getLossKinds()));
    return failure(); // Its keys cannot be judged.
  }
  reader.readChoice("reduction", spec.mean, "mean", "sum");
  reader.readName("output", spec.output);
  reader.readName("target", spec.target);
  reader.readNumber("scale", spec.scale, [](double) { return true; }, "a number");
  for (StringRef key : spec.kind->keys) {
    LossOptions &options = spec.options;
    if (key == "class-axis")
      reader.readInteger(key, options.classAxis, -64, "an axis, negative from the end");
    else if (key == "ignore-index")
      reader.readInteger(key, options.ignoreIndex, std::numeric_limits<int64_t>::min(), "a whole number");
    else if (key == "label-smoothing")
      reader.readNumber(key, options.labelSmoothing, [](double x) { return x >= 0 && x <= 1; }, "a number from 0 to 1");
    else if (key == "delta")
      reader.readNumber(key, options.delta, [](double x) { return x > 0; }, "a number above 0");
    else if (key == "targets")
      reader.readChoice(key, options.probabilities, "probabilities", "indices");
  }
  if (failed(reader.finish()))
    return failure();
  return spec;
}

//===----------------------------------------------------------------------===//
// Optimizer
//===----------------------------------------------------------------------===//

FailureOr<OptimizerSpec> neap::parseOptimizerSpec(StringRef text, SpecError error) {
  SpecReader reader("optimizer", text, error);
  OptimizerSpec spec;
  spec.text = text.str();
  spec.rule = findOptimizerRule(reader.kind);
  if (!spec.rule) {
    reader.report("unknown optimizer '" + reader.kind + "', expected " + namesOf(getOptimizerRules()));
    return failure(); // Its keys cannot be judged.
  }
  for (const OptimizerKey &key : spec.rule->keys) {
    double &value = spec.values[key.name.str()] = key.defaultValue;
    switch (key.range) {
    case OptimizerKey::Range::NonNegative:
      reader.readNumber(key.name, value, [](double x) { return x >= 0; }, "a number of at least 0");
      break;
    case OptimizerKey::Range::Positive:
      reader.readNumber(key.name, value, [](double x) { return x > 0; }, "a number above 0");
      break;
    case OptimizerKey::Range::Fraction:
      reader.readNumber(key.name, value, [](double x) { return x >= 0 && x < 1; }, "a number of at least 0, below 1");
      break;
    case OptimizerKey::Range::Flag:
      bool flag = value != 0;
      reader.readChoice(key.name, flag, "true", "false");
      value = flag;
      break;
    }
  }
  if (spec.rule->check)
    if (std::string problem = spec.rule->check(spec.values); !problem.empty())
      reader.report(problem);
  if (failed(reader.finish()))
    return failure();
  return spec;
}

//===----------------------------------------------------------------------===//
// Schedule
//===----------------------------------------------------------------------===//

FailureOr<ScheduleSpec> neap::parseScheduleSpec(StringRef text, SpecError error) {
  SpecReader reader("lr-schedule", text, error);
  ScheduleSpec spec;
  spec.kind = reader.kind.str();
  if (!llvm::is_contained({"constant", "linear", "cosine", "step"}, spec.kind)) {
    reader.report("unknown schedule '" + reader.kind + "', expected constant, linear, cosine, step");
    return failure(); // Its keys cannot be judged.
  }
  reader.readInteger("warmup", spec.warmup, 0, "a number of updates");
  bool decays = spec.kind == "linear" || spec.kind == "cosine";
  if (decays) {
    reader.readInteger("total", spec.total, 1, "a number of updates above 0");
    reader.readNumber("final", spec.final, [](double x) { return x >= 0; }, "a learning rate of at least 0");
    if (spec.total == 0)
      reader.report("needs total=, the number of updates at which the learning rate ends");
    else if (spec.warmup > spec.total)
      reader.report("warmup=" + Twine(spec.warmup) + ", expected at most total=" + Twine(spec.total));
  }
  if (spec.kind == "step") {
    spec.gamma = 0.1;
    reader.readInteger("every", spec.every, 1, "a number of updates above 0");
    reader.readNumber("gamma", spec.gamma, [](double x) { return x >= 0; }, "a factor of at least 0");
    if (spec.every == 0)
      reader.report("needs every=, the number of updates between two drops");
  }
  if (failed(reader.finish()))
    return failure();
  return spec;
}

//===----------------------------------------------------------------------===//
// All of it
//===----------------------------------------------------------------------===//

FailureOr<TrainingSpec> neap::parseTrainingSpec(const TrainingOptions &options, SpecError error) {
  TrainingSpec spec;
  bool failure = false;
  auto take = [&](auto parsed, auto &into) {
    if (succeeded(parsed))
      into = *parsed;
    else
      failure = true;
  };
  auto report = [&](const Twine &message) {
    error(message);
    failure = true;
  };
  if (options.losses.empty())
    report("--loss is missing, expected one of " + namesOf(getLossKinds()));
  for (const std::string &text : options.losses)
    take(parseLossSpec(text, error), spec.losses.emplace_back());
  take(parseOptimizerSpec(options.optimizer, error), spec.optimizer);
  take(parseScheduleSpec(options.schedule, error), spec.schedule);
  if (!(std::isfinite(options.clipGradNorm) && options.clipGradNorm >= 0))
    report("--clip-grad-norm " + std::to_string(options.clipGradNorm) + ", expected a number above 0");
  if (options.accumulate < 1)
    report("--accumulate " + Twine(options.accumulate) + ", expected at least 1");
  if (options.clipGradNorm > 0)
    spec.clipGradNorm = options.clipGradNorm;
  spec.accumulate = options.accumulate;
  spec.keepGradients = options.keepGradients;
  spec.noDecay = options.noDecay;
  if (failure)
    return mlir::failure();
  return spec;
}

std::vector<std::string> neap::splitSpecs(StringRef text) {
  std::vector<std::string> parts;
  for (StringRef part : llvm::split(text, ';'))
    if (!part.trim().empty())
      parts.push_back(part.trim().str());
  return parts;
}

//===----------------------------------------------------------------------===//
// Globs
//===----------------------------------------------------------------------===//

/// Matches one character against the class that starts behind '['; advances the pattern behind ']'. Without a ']' the
/// bracket stands for itself.
static bool matchesClass(StringRef &pattern, char c) {
  size_t end = pattern.find(']', pattern.size() > 1 && (pattern[1] == '!' || pattern[1] == '^') ? 3 : 2);
  if (end == StringRef::npos) {
    pattern = pattern.drop_front();
    return c == '[';
  }
  StringRef set = pattern.slice(1, end);
  pattern = pattern.drop_front(end + 1);
  bool inverted = set.consume_front("!") || set.consume_front("^"), found = false;
  for (size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      found |= set[i] <= c && c <= set[i + 2];
      i += 2;
    } else {
      found |= set[i] == c;
    }
  }
  return found != inverted;
}

bool neap::matchesGlob(StringRef pattern, StringRef name) {
  // One pass with a single point to return to: the last star takes one character more.
  StringRef retryPattern, retryName;
  bool canRetry = false;
  while (true) {
    if (pattern.consume_front("*")) {
      retryPattern = pattern;
      retryName = name;
      canRetry = true;
      continue;
    }
    if (name.empty() && pattern.empty())
      return true;
    StringRef rest = pattern;
    bool matched = !name.empty() && !pattern.empty() &&
                   (pattern.front() == '[' ? matchesClass(rest, name.front())
                                           : pattern.front() == '?' || pattern.front() == name.front());
    if (matched) {
      pattern = pattern.front() == '[' ? rest : pattern.drop_front();
      name = name.drop_front();
      continue;
    }
    if (!canRetry || retryName.empty())
      return false;
    retryName = retryName.drop_front();
    pattern = retryPattern;
    name = retryName;
  }
}

LogicalResult neap::applyTrainingGlobs(ModuleOp module, ArrayRef<TrainingGlob> globs, SpecError error) {
  SmallVector<bool> used(globs.size(), false);
  bool failed = false;
  for (auto global : module.getOps<GlobalOp>()) {
    if (global.getRole() != Role::Parameter)
      continue;
    std::optional<size_t> last;
    for (auto [index, glob] : llvm::enumerate(globs))
      if (matchesGlob(glob.pattern, global.getSymName())) {
        used[index] = true;
        last = index;
      }
    if (last)
      global.setTrained(globs[*last].train);
  }
  for (auto [glob, wasUsed] : llvm::zip_equal(globs, used))
    if (!wasUsed) {
      error(Twine(glob.train ? "--train '" : "--freeze '") + glob.pattern +
            "': matches no parameter of the model, expected a glob over initializer names");
      failed = true;
    }
  return failure(failed);
}
