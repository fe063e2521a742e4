//===- Commands.cpp - compile, plan, ops, inspect ------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each command makes options of a session, drives it and prints. Results go to
// stdout, messages to stderr.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

#include "Options.h"
#include "PlanText.h"

#include "neap/Compiler/OperatorTable.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <CLI/CLI.hpp>

#include <iostream>

using namespace neap;
namespace json = llvm::json;

static void printMessage(const Message &message, bool verbose) {
  if (message.severity == ImportSeverity::Note && !verbose)
    return;
  const char *word = message.severity == ImportSeverity::Error     ? "error"
                     : message.severity == ImportSeverity::Warning ? "warning"
                                                                   : "note";
  llvm::errs() << "neap: " << word << ": " << message.text << "\n";
}

/// Writes `text` to `path` whole or not at all.
static Status writeFile(const std::string &path, llvm::StringRef text) {
  if (llvm::Error error = llvm::writeToOutput(path, [&](llvm::raw_ostream &stream) {
        stream << text;
        return llvm::Error::success();
      })) {
    llvm::errs() << "neap: error: '" << path << "' cannot be written: " << llvm::toString(std::move(error)) << "\n";
    return Status::File;
  }
  return Status::Done;
}

static std::string pretty(const json::Value &value) { return llvm::formatv("{0:2}\n", value).str(); }

namespace {

/// What compile and plan share.
struct TrainingCommand : Command {
  CommandOptions given;
  CompileOptions options;

  void check(std::vector<std::string> &errors) override {
    for (std::string &error : given.convert(*app, options))
      errors.push_back(std::move(error));
    if (given.losses.empty() && needsLoss())
      errors.push_back("--loss: none given: expected softmax-cross-entropy, nll, bce-with-logits, mse, l1, huber or "
                       "identity");
    for (const std::string &error : checkTrainingOptions(options))
      errors.push_back(error);
  }
  virtual bool needsLoss() const { return true; }

  std::unique_ptr<Session> createSession() {
    return std::make_unique<Session>(options, [this](const Message &message) { printMessage(message, given.verbose); });
  }

  Status writeReport(Session &session) {
    return given.report.empty() ? Status::Done : writeFile(given.report, pretty(session.buildReport()));
  }
};

struct CompileCommand : TrainingCommand {
  explicit CompileCommand(CLI::App &parent) {
    app = parent.add_subcommand("compile", "Compile a model into a training program");
    given.addTo(*app);
    app->add_option("-o,--output", given.output, "What to write")->type_name("OUT");
    app->add_option("--emit", given.emit,
                    "program, library, object, asm, llvm, or a stage: forward canonical train-step partitioned kernels "
                    "planned")
        ->capture_default_str();
    app->add_option("--bundle", given.bundle, "Put the program with every shared library it needs into this folder")
        ->type_name("DIR");
    app->footer("Example: neap compile model.onnx --loss softmax-cross-entropy --optimizer adamw --batch 64 "
                "--memory-budget 512MiB -o train");
  }

  bool isStage() const { return llvm::is_contained(getStageNames(), given.emit); }
  bool needsLoss() const override { return !isStage() || (given.emit != "forward" && given.emit != "canonical"); }

  std::optional<ArtefactKind> artefact() const {
    return llvm::StringSwitch<std::optional<ArtefactKind>>(given.emit)
        .Case("program", ArtefactKind::Program)
        .Case("library", ArtefactKind::Library)
        .Case("object", ArtefactKind::Object)
        .Case("asm", ArtefactKind::Assembly)
        .Case("llvm", ArtefactKind::LLVMIR)
        .Default(std::nullopt);
  }

  void check(std::vector<std::string> &errors) override {
    TrainingCommand::check(errors);
    if (given.output.empty())
      errors.push_back("-o: no output given: expected the path of the file to write");
    if (!isStage() && !artefact())
      errors.push_back("--emit: '" + given.emit +
                       "' is wrong: expected program, library, object, asm, llvm, forward, "
                       "canonical, train-step, partitioned, kernels or planned");
    if (!given.bundle.empty() && given.emit != "program")
      errors.push_back("--bundle: needs --emit program");
  }

  Status run() override {
    std::unique_ptr<Session> session = createSession();
    Status status = isStage() ? session->runTo(given.emit) : session->emit(*artefact(), given.output);
    if (status == Status::Done && isStage())
      status = writeFile(given.output, session->printModule());
    if (status == Status::Done && !given.bundle.empty())
      status = session->bundle(given.output, given.bundle);
    if (Status reported = status == Status::Done ? writeReport(*session) : Status::Done; reported != Status::Done)
      return reported;
    if (status == Status::Done && !isStage())
      printSummary(llvm::outs(), *session, given.verbose);
    return status;
  }
};

struct PlanCommand : TrainingCommand {
  explicit PlanCommand(CLI::App &parent) {
    app = parent.add_subcommand("plan", "Print the memory plan of a training program");
    given.addTo(*app);
    app->add_option("-o,--output", given.output, "Accepted as in compile; nothing is compiled")->type_name("OUT");
    app->add_flag("--json", given.json, "The plan as JSON");
    app->add_flag("--curve", given.curve, "Peak against predicted time");
    app->add_option("--html", given.html, "The plan as one page with a timeline")->type_name("FILE");
    app->footer("Example: neap plan model.onnx --loss mse --batch 32");
  }

  Status run() override {
    std::unique_ptr<Session> session = createSession();
    Status status = session->runTo("planned");
    if (status != Status::Done)
      return status;
    json::Object report = session->buildReport();
    if (given.json)
      llvm::outs() << pretty(json::Value(json::Object(report)));
    else
      printPlan(llvm::outs(), report, given.curve);
    if (!given.html.empty())
      if (Status written = writeFile(given.html, planPage(report)); written != Status::Done)
        return written;
    return writeReport(*session);
  }
};

struct OpsCommand : Command {
  bool asJson = false, dialect = false;
  explicit OpsCommand(CLI::App &parent) {
    app = parent.add_subcommand("ops", "List the operators that can be compiled");
    app->add_flag("--json", asJson, "As JSON");
    app->add_flag("--dialect", dialect, "The ops of the neap dialect instead, as a Markdown table");
    app->footer("Example: neap ops --json");
  }
  void check(std::vector<std::string> &) override {}
  Status run() override {
    if (dialect) {
      llvm::outs() << dialectTable();
      return Status::Done;
    }
    json::Array table = buildOperatorTable();
    if (asJson)
      llvm::outs() << pretty(json::Value(std::move(table)));
    else
      printOperators(llvm::outs(), table);
    return Status::Done;
  }
};

struct InspectCommand : Command {
  CommandOptions given;
  CompileOptions options;
  explicit InspectCommand(CLI::App &parent) {
    app = parent.add_subcommand("inspect", "Say what is in a model and what cannot be compiled");
    given.addTo(*app);
    app->add_flag("--json", given.json, "As JSON");
    app->footer("Example: neap inspect model.onnx");
  }
  void check(std::vector<std::string> &errors) override {
    for (std::string &error : given.convert(*app, options))
      errors.push_back(std::move(error));
  }
  Status run() override {
    options.import.standInDim = 1;
    Session session(options, [this](const Message &message) {
      if (!given.json)
        printMessage(message, true);
    });
    Status status = session.importModel();
    if (given.json)
      llvm::outs() << pretty(importReportToJson(session.getImportReport()));
    else
      printInspection(llvm::outs(), session.getImportReport());
    return status;
  }
};

} // namespace

std::vector<std::unique_ptr<Command>> neap::createCommands(CLI::App &app) {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(std::make_unique<CompileCommand>(app));
  commands.push_back(std::make_unique<PlanCommand>(app));
  commands.push_back(std::make_unique<OpsCommand>(app));
  commands.push_back(std::make_unique<InspectCommand>(app));
  for (const std::unique_ptr<Command> &command : commands)
    command->app->allow_extras();
  app.require_subcommand(0, 1);
  return commands;
}
