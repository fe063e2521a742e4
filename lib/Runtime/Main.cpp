//===- Main.cpp - The main function of an emitted program -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the command line, opens what it names, and hands over to training or
// prediction. The order matters: everything that can be wrong is found before
// the first step, and as much of it as possible is said together.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Main.h"

#include "neap/Runtime/CommandLine.h"
#include "neap/Runtime/Describe.h"
#include "neap/Runtime/Export.h"
#include "neap/Runtime/Signals.h"
#include "neap/Runtime/Train.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <new>
#include <sys/stat.h>
#include <unistd.h>

using namespace neap::runtime;

namespace {

bool exists(const std::string &path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0;
}

/// Files that will be written at the end must not fail there: their folders are looked at first.
void checkOutputs(const Options &options) {
  Problems problems;
  for (const std::string *path : {&options.exportFile, &options.predict, &options.metrics, &options.record}) {
    if (path->empty())
      continue;
    size_t slash = path->rfind('/');
    std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path->substr(0, slash);
    struct stat status;
    if (stat(path->c_str(), &status) == 0 && S_ISDIR(status.st_mode))
      problems.add(*path + ": is a folder");
    else if (access(folder.c_str(), W_OK | X_OK) != 0)
      problems.add(fileError(*path, "written").what());
  }
  problems.throwIfAny(ExitStatus::InputOutput, "not everything that is asked for can be written");
}

class Program {
public:
  Program(const neap_program &tables, const Options &options) : tables(tables), options(options) {}

  int run() {
    watchSignals();
    checkOutputs(options);
    Payload payload = Payload::ofProgram(&tables);
    if (options.verify)
      payload.verify();
    session = std::make_unique<Session>(tables, std::move(payload), int(options.threads.value_or(0)));
    session->setSeed(options.seed.value_or(0));
    state.seed = session->seed();
    state.shuffle = options.shuffle.value_or(true);
    loadState();
    openData();
    session->touchArena();
    bool finished = options.trains() ? trainAll() : evaluateOnly();
    if (!finished)
      return int(ExitStatus::Interrupted);
    if (!options.exportFile.empty()) {
      exportModel(*session, options.exportFile);
      say("wrote " + options.exportFile);
    }
    return int(ExitStatus::Done);
  }

private:
  void say(const std::string &text) {
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
  }

  void loadState() {
    if (!options.initial.empty())
      loadWeights(*session, options.initial);
    if (options.checkpoint.empty())
      return;
    createFolder(options.checkpoint);
    if (!options.resume)
      return;
    std::string path = checkpointPath(options.checkpoint);
    if (!exists(path)) {
      say(options.checkpoint + ": no checkpoint yet, starting from the beginning");
      return;
    }
    loadCheckpoint(*session, state, path);
    resumed = true;
    Problems problems;
    if (options.trains() && options.seed && *options.seed != state.seed)
      problems.add("it was written with --seed " + std::to_string(state.seed));
    if (options.trains() && options.shuffle && *options.shuffle != state.shuffle)
      problems.add(std::string("it was written with --order ") + (state.shuffle ? "shuffle" : "sequential"));
    problems.throwIfAny(ExitStatus::Mismatch, path + ": this checkpoint does not fit the command line");
    say("resumed from " + path + " at step " + std::to_string(session->step()));
  }

  void openData() {
    Problems problems;
    auto open = [&](const std::string &path, const std::string &function, bool targetsOptional) {
      try {
        ArraySource source = ArraySource::open(path);
        Problems own;
        auto feed = std::make_unique<DataFeed>(source, *session, function, targetsOptional, own);
        for (const std::string &problem : own.all())
          problems.add(problem);
        return feed;
      } catch (const Error &error) {
        if (error.status() != ExitStatus::Mismatch)
          throw;
        problems.add(error.what());
        return std::unique_ptr<DataFeed>();
      }
    };
    if (!options.data.empty())
      data = open(options.data, options.trains() ? session->trainFunction() : "evaluate", !options.trains());
    if (!options.validate.empty())
      validation = open(options.validate, "evaluate", false);
    if (options.trains() && problems.empty())
      checkSamples(problems);
    problems.throwIfAny(ExitStatus::Mismatch, "the data do not fit the program");
  }

  void checkSamples(Problems &problems) {
    const Manifest &manifest = session->manifest();
    if (stepsPerEpoch(manifest, data->samples()) == 0)
      problems.add(options.data + ": " + std::to_string(data->samples()) + " samples are fewer than the " +
                   std::to_string(manifest.samplesPerUpdate()) + " of one update");
    if (resumed && state.samples != data->samples())
      problems.add(options.data + ": " + std::to_string(data->samples()) +
                   " samples, the checkpoint was written with " + std::to_string(state.samples));
    state.samples = data->samples();
  }

  bool evaluateOnly() {
    if (!options.predict.empty()) {
      if (!predict(*session, *data, options.predict, interrupted))
        return false;
      say("wrote the outputs for " + std::to_string(data->samples()) + " samples to " + options.predict);
    }
    if (!validation)
      return true;
    Evaluation evaluation = neap::runtime::validate(*session, *validation, interrupted);
    std::string text = format("validation loss %.6g", evaluation.loss);
    if (evaluation.accuracy)
      text += format("  accuracy %.2f %%", 100 * *evaluation.accuracy);
    say(text);
    return !interrupted();
  }

  int64_t totalSteps() const {
    return options.steps ? *options.steps
                         : options.epochs.value_or(1) * stepsPerEpoch(session->manifest(), data->samples());
  }

  bool trainAll() {
    Training training{*session, *data, state};
    training.totalSteps = totalSteps();
    training.validation = validation.get();
    training.checkpointEvery = options.checkpointEvery.value_or(0);
    training.checkpointFile = options.checkpoint.empty() ? "" : checkpointPath(options.checkpoint);
    training.stop = interrupted;
    std::unique_ptr<Metrics> metrics;
    if (!options.metrics.empty())
      metrics = std::make_unique<Metrics>(options.metrics, session->step());
    std::unique_ptr<Record> record;
    if (!options.record.empty())
      record = std::make_unique<Record>(options.record);
    Progress progress(stdout, isatty(STDOUT_FILENO) != 0, session->step(), training.totalSteps);
    training.metrics = metrics.get();
    training.record = record.get();
    training.progress = &progress;
    announce(training);
    Summary summary = train(training);
    progress.finish();
    if (metrics)
      metrics->summary(summary);
    printSummary(summary);
    if (summary.interrupted)
      return false;
    if (record) {
      record->finish(*session, state.losses);
      say("wrote " + options.record);
    }
    return true;
  }

  void announce(const Training &training) {
    const Manifest &manifest = session->manifest();
    int64_t used = stepsPerEpoch(manifest, data->samples()) * manifest.samplesPerUpdate();
    std::string text = format("training %s: %lld samples", manifest.model.c_str(), (long long)data->samples());
    if (used != data->samples())
      text += format(" (%lld of them dropped each epoch: they fill no batch)", (long long)(data->samples() - used));
    say(text + format(", batch %lld, %lld steps, %d threads, %s planned", (long long)manifest.samplesPerUpdate(),
                      (long long)training.totalSteps, session->threads(), bytesText(session->arenaBytes()).c_str()));
  }

  void printSummary(const Summary &summary) {
    say(format("%s after %lld steps, %s: loss %.6g, %.4g samples/s", summary.interrupted ? "interrupted" : "done",
               (long long)summary.steps, durationText(summary.seconds).c_str(), summary.loss,
               summary.samplesPerSecond));
    say("memory: " + bytesText(summary.arenaBytes) + " planned, " + bytesText(summary.residentPeak) +
        " resident at most, with the program itself and its libraries");
  }

  const neap_program &tables;
  const Options &options;
  std::unique_ptr<Session> session;
  std::unique_ptr<DataFeed> data, validation;
  RunState state;
  bool resumed = false;
};

int report(const std::string &name, const Error &error) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s: error: %s\n", name.c_str(), error.what());
  if (error.status() == ExitStatus::Defect)
    std::fprintf(stderr,
                 "This is a defect of Neap. Please report it with the model, the compile command and this message.\n");
  if (error.status() == ExitStatus::Usage)
    std::fprintf(stderr, "Try %s --help.\n", name.c_str());
  return int(error.status());
}

int runProgram(int argc, char **argv, const neap_program &program, const std::string &name) {
  Problems problems;
  Options options = parseCommandLine(argc, argv, problems);
  if (options.help || options.version || options.describe) {
    problems.throwIfAny(ExitStatus::Usage, "the command line is wrong");
    Manifest manifest = parseManifest(program);
    if (options.help)
      std::fputs(helpText(name, manifest.model).c_str(), stdout);
    else if (options.version)
      std::printf("%s, compiled by neap %s\n", manifest.model.c_str(), manifest.compiler.c_str());
    else
      std::puts(describe(manifest, int(options.threads.value_or(availableThreads()))).c_str());
    return int(ExitStatus::Done);
  }
  problems.throwIfAny(ExitStatus::Usage, "the command line is wrong");
  return Program(program, options).run();
}

} // namespace

extern "C" int neap_main(int argc, char **argv, const neap_program *program) {
  std::string name = argc > 0 ? argv[0] : "program";
  name = name.substr(name.rfind('/') + 1);
  try {
    return runProgram(argc, argv, *program, name);
  } catch (const Error &error) {
    return report(name, error);
  } catch (const std::bad_alloc &) {
    return report(name, Error(ExitStatus::OutOfMemory, "the machine has no memory left"));
  } catch (const std::exception &error) {
    return report(name, Error(ExitStatus::Defect, error.what()));
  }
}
