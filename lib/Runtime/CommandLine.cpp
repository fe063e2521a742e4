//===- CommandLine.cpp - The options of an emitted program ----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A table of options and a loop over the words; no library, because those stop
// at the first mistake.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/CommandLine.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <vector>

using namespace neap::runtime;

namespace {

/// One option: exactly one of the targets is set.
struct Option {
  const char *name, *value, *help;
  std::string Options::*text = nullptr;
  std::optional<int64_t> Options::*number = nullptr;
  int64_t least = 0;
  bool Options::*flag = nullptr;
};

const std::vector<Option> &table() {
  static const std::vector<Option> options = {
      {"--data", "FILE.npz|DIR",
       "One array per input and per target, named as such; the first axis counts samples. A folder holds\n"
       ".npy files, which are memory-mapped.",
       &Options::data},
      {"--validate", "FILE.npz|DIR", "Loss, and accuracy for classification, in evaluation mode after each epoch.",
       &Options::validate},
      {"--epochs", "N",
       "Passes over the data (default 1). The last, smaller batch of an epoch is dropped; how many samples\n"
       "that are is printed.",
       nullptr, &Options::epochs},
      {"--steps", "N", "Updates instead of epochs; the data start again when they are used up.", nullptr,
       &Options::steps},
      {"--order", "shuffle|sequential", "Order of the samples (default shuffle, anew for each epoch)."},
      {"--seed", "S", "Of shuffling and dropout (default 0): same seed and thread count, same bits.", nullptr,
       &Options::seed, INT64_MIN},
      {"--threads", "T", "Default: all processors.", nullptr, &Options::threads, 1},
      {"--initial", "FILE", "Start from these weights (safetensors) instead of those of the model.", &Options::initial},
      {"--checkpoint", "DIR", "Write DIR/checkpoint.safetensors, atomically: at the end of each epoch and of the run.",
       &Options::checkpoint},
      {"--checkpoint-every", "N", "Write it every N updates instead.", nullptr, &Options::checkpointEvery, 1},
      {"--resume", "",
       "Continue from the checkpoint in DIR bit for bit, to the same total of epochs or steps; start from the\n"
       "beginning where there is none yet.",
       nullptr, nullptr, 0, &Options::resume},
      {"--export", "FILE.onnx", "The trained weights in the layout of the model that was compiled, inference form.",
       &Options::exportFile},
      {"--predict", "FILE.npz", "Write the outputs over --data in evaluation mode; nothing is trained.",
       &Options::predict},
      {"--metrics", "FILE.jsonl", "One JSON line a step, a summary line at the end.", &Options::metrics},
      {"--record", "FILE.npz", "Losses, gradients of the first step, parameters and statistics after the last.",
       &Options::record},
      {"--describe", "",
       "JSON on stdout: inputs, targets, parameters, arena bytes by owner, budget, levers, target, threads.", nullptr,
       nullptr, 0, &Options::describe},
      {"--verify", "", "Check the whole payload against its checksum first.", nullptr, nullptr, 0, &Options::verify},
      {"--version", "", "Versions of the compiler and the model.", nullptr, nullptr, 0, &Options::version},
      {"--help", "", "This text.", nullptr, nullptr, 0, &Options::help},
  };
  return options;
}

size_t editDistance(const std::string &a, const std::string &b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string suggestion(const std::string &word) {
  const Option *best = nullptr;
  size_t bestDistance = 4;
  for (const Option &option : table()) {
    size_t distance = editDistance(word.substr(0, 64), option.name);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = &option;
    }
  }
  return best ? std::string("; did you mean ") + best->name + "?" : "";
}

void setNumber(const Option &option, const std::string &value, Options &options, Problems &problems) {
  char *end = nullptr;
  errno = 0;
  long long number = std::strtoll(value.c_str(), &end, 10);
  if (value.empty() || *end != '\0' || errno != 0 || number < option.least)
    problems.add(std::string(option.name) + " '" + value + "': expected a whole number" +
                 (option.least == INT64_MIN ? ""
                  : option.least == 1       ? " of at least 1"
                                            : " of at least 0"));
  else
    options.*option.number = number;
}

void setValue(const Option &option, const std::string &value, Options &options, Problems &problems) {
  if (option.number) {
    setNumber(option, value, options, problems);
  } else if (option.text) {
    if (value.empty())
      problems.add(std::string(option.name) + ": expected " + option.value);
    options.*option.text = value;
  } else if (value == "shuffle" || value == "sequential") {
    options.shuffle = value == "shuffle";
  } else {
    problems.add(std::string(option.name) + " '" + value + "': expected shuffle or sequential");
  }
}

/// What no single option can know.
void checkTogether(const Options &o, Problems &problems) {
  if (o.epochs && o.steps)
    problems.add("--epochs and --steps: give one of them");
  if (o.resume && o.checkpoint.empty())
    problems.add("--resume: needs --checkpoint DIR, the folder to continue from");
  if (o.checkpointEvery && o.checkpoint.empty())
    problems.add("--checkpoint-every: needs --checkpoint DIR");
  if (o.resume && !o.initial.empty())
    problems.add("--resume and --initial: give one of them");
  if (o.threads && *o.threads > 4096)
    problems.add("--threads " + std::to_string(*o.threads) + ": expected at most 4096");
  if (o.data.empty()) {
    if (!o.predict.empty())
      problems.add("--predict: needs --data FILE.npz|DIR");
    else if (o.epochs || o.steps || !o.record.empty() || !o.metrics.empty())
      problems.add("--data FILE.npz|DIR is missing");
    else if (o.exportFile.empty() && o.validate.empty())
      problems.add("--data FILE.npz|DIR is missing; --describe shows what it must hold");
  }
  if (!o.predict.empty()) {
    if (o.epochs || o.steps)
      problems.add("--predict and --epochs or --steps: nothing is trained while predicting");
    if (!o.record.empty() || !o.metrics.empty() || o.checkpointEvery)
      problems.add("--predict: --record, --metrics and --checkpoint-every belong to training");
  }
}

} // namespace

Options neap::runtime::parseCommandLine(int argc, const char *const *argv, Problems &problems) {
  Options options;
  std::vector<const Option *> seen;
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i], value;
    size_t equals = word.compare(0, 2, "--") == 0 ? word.find('=') : std::string::npos;
    bool attached = equals != std::string::npos;
    if (attached) {
      value = word.substr(equals + 1);
      word.resize(equals);
    }
    if (word == "-h")
      word = "--help";
    const Option *option = nullptr;
    for (const Option &candidate : table())
      if (word == candidate.name)
        option = &candidate;
    if (!option) {
      problems.add("'" + word + "' is no option" + (word[0] == '-' ? suggestion(word) : ""));
      continue;
    }
    if (std::find(seen.begin(), seen.end(), option) != seen.end())
      problems.add(word + ": given twice");
    seen.push_back(option);
    if (option->flag) {
      if (attached)
        problems.add(word + ": takes no value");
      options.*option->flag = true;
      continue;
    }
    bool isOption = i + 1 < argc && std::strncmp(argv[i + 1], "--", 2) == 0;
    if (!attached && (i + 1 == argc || isOption)) {
      problems.add(word + ": expected " + option->value);
      continue;
    }
    setValue(*option, attached ? value : argv[++i], options, problems);
  }
  // A value that was refused would only cause complaints about what it implies.
  if (problems.empty() && !options.help && !options.version && !options.describe)
    checkTogether(options, problems);
  return options;
}

std::string neap::runtime::helpText(const std::string &program, const std::string &model) {
  std::string text = "Trains " + model + ".\n\nUsage: " + program + " --data FILE.npz|DIR [options]\n\nOptions:\n";
  for (const Option &option : table()) {
    std::string left = std::string("  ") + option.name + (*option.value ? " " : "") + option.value;
    if (left.size() < 30)
      left.resize(30, ' ');
    else
      left += "\n" + std::string(30, ' ');
    text += left;
    for (const char *c = option.help; *c; ++c)
      text += *c == '\n' ? "\n" + std::string(30, ' ') : std::string(1, *c);
    text += "\n";
  }
  return text + "\nExample:\n  " + program +
         " --data train.npz --validate test.npz --epochs 10 --checkpoint run1 --export trained.onnx\n"
         "\nCtrl-C ends after the current step, writes the checkpoint if there is to be one, and exits 130.\n"
         "Exit status: 0 done, 2 wrong command line, 4 not enough memory, 5 data, checkpoint or weights do not fit,\n"
         "6 a file could not be read or written, 70 a defect of Neap, 130 interrupted.\n";
}
