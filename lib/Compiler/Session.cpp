//===- Session.cpp - A model and options in, an artefact out -------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks the stages of docs/Stages.md one pipeline at a time. Passes report through
// MLIR's diagnostics, which become messages here; which stage failed decides the
// status.
//
//===----------------------------------------------------------------------===//

#include "neap/Compiler/Session.h"

#include "Emit.h"
#include "Link.h"
#include "Manifest.h"

#include "neap/Analysis/MemoryTimeline.h"
#include "neap/Analysis/PlannedPeak.h"
#include "neap/Codegen/CPU/CPUBackend.h"
#include "neap/Compiler/OperatorTable.h"
#include "neap/Compiler/Version.h"
#include "neap/Pipelines/Pipelines.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Pass/PassManager.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"

#include <chrono>

using namespace mlir;
using namespace neap;
namespace json = llvm::json;

static constexpr llvm::StringLiteral stageNames[] = {"forward",     "canonical", "train-step",
                                                     "partitioned", "kernels",   "planned"};

llvm::ArrayRef<llvm::StringLiteral> neap::getStageNames() { return stageNames; }

/// Work units of placement search per second of planning asked for: what a slow machine does in one.
static constexpr double placementUnitsPerSecond = 2e6;

struct Session::Implementation {
  Implementation(CompileOptions given, MessageHandler handler)
      : options(std::move(given)), handler(std::move(handler)) {
    std::string message;
    backend = createCPUBackend({options.cpu, 3}, message);
    if (!backend)
      say(ImportSeverity::Error, "--cpu: '" + options.cpu + "' is wrong: " + message);
    DialectRegistry registry;
    registry.insert<NeapDialect, func::FuncDialect>();
    registerLowerings(registry);
    if (backend)
      backend->registerKernels(registry);
    context = std::make_unique<MLIRContext>(registry, MLIRContext::Threading::DISABLED);
    context->loadAllAvailableDialects();
    context->getDiagEngine().registerHandler([this](Diagnostic &diagnostic) { forward(diagnostic); });
  }

  void say(ImportSeverity severity, std::string text) { handler({severity, std::move(text)}); }
  void forward(Diagnostic &diagnostic);
  Status import();
  Status advance(size_t stage);
  Status runPasses(Status onFailure, function_ref<void(OpPassManager &)> populate);
  Status checkBudget();
  Status dump(llvm::StringRef stage);
  uint64_t budgetBytes(uint64_t unplanned) const;

  CompileOptions options;
  MessageHandler handler;
  std::unique_ptr<TargetBackend> backend;
  std::unique_ptr<MLIRContext> context;
  OwningOpRef<ModuleOp> module;
  ImportReport report;
  /// Number of stages reached; 0 before the import.
  size_t reached = 0;
  std::vector<StageTime> times;
};

Session::Session(CompileOptions options, MessageHandler handler)
    : implementation(std::make_unique<Implementation>(std::move(options), std::move(handler))) {}
Session::~Session() = default;

ModuleOp Session::getModule() { return *implementation->module; }
const ImportReport &Session::getImportReport() const { return implementation->report; }
llvm::ArrayRef<StageTime> Session::getTimes() const { return implementation->times; }
Status Session::importModel() { return runTo(stageNames[0]); }

std::string Session::printModule() {
  std::string text;
  llvm::raw_string_ostream stream(text);
  implementation->module->print(stream, OpPrintingFlags().enableDebugInfo(true, false));
  return text;
}

//===----------------------------------------------------------------------===//
// Messages
//===----------------------------------------------------------------------===//

void Session::Implementation::forward(Diagnostic &diagnostic) {
  ImportSeverity severity = diagnostic.getSeverity() == DiagnosticSeverity::Error     ? ImportSeverity::Error
                            : diagnostic.getSeverity() == DiagnosticSeverity::Warning ? ImportSeverity::Warning
                                                                                      : ImportSeverity::Note;
  std::string text = diagnostic.str();
  if (std::string node = getSourceName(diagnostic.getLocation()); !node.empty() && !StringRef(text).contains(node))
    text = "node `" + node + "`: " + text;
  for (Diagnostic &note : diagnostic.getNotes())
    text += "\n  " + note.str();
  say(severity, std::move(text));
}

//===----------------------------------------------------------------------===//
// Stages
//===----------------------------------------------------------------------===//

/// Runs `work` and records how long it took under `name`.
template <typename Work> static Status timed(std::vector<StageTime> &times, llvm::StringRef name, Work work) {
  auto start = std::chrono::steady_clock::now();
  Status status = work();
  times.push_back({name.str(), std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()});
  return status;
}

Status Session::Implementation::import() {
  module = importOnnx(options.model, *context, options.import, report);
  for (const ImportDiagnostic &diagnostic : report.diagnostics)
    say(diagnostic.severity, diagnostic.message);
  if (module && !report.hasErrors())
    return Status::Done;
  return report.unreadable ? Status::File : Status::Model;
}

Status Session::Implementation::runPasses(Status onFailure, function_ref<void(OpPassManager &)> populate) {
  PassManager passes(context.get(), ModuleOp::getOperationName());
  populate(passes);
  return succeeded(passes.run(*module)) ? Status::Done : onFailure;
}

Status Session::Implementation::advance(size_t stage) {
  switch (stage) {
  case 0:
    return import();
  case 1:
    return runPasses(Status::Model, [&](OpPassManager &passes) { populateSimplifyPipeline(passes, {}); });
  case 2:
    return runPasses(Status::Model, [&](OpPassManager &passes) {
      DifferentiateOptions differentiate;
      differentiate.losses = options.losses;
      differentiate.optimizer = options.optimizer;
      differentiate.schedule = options.schedule;
      differentiate.noDecay = options.noDecay;
      differentiate.clipGradNorm = options.clipGradNorm;
      differentiate.accumulate = options.accumulate;
      differentiate.keepGradients = options.keepGradients;
      populateDifferentiatePipeline(passes, differentiate);
    });
  case 3:
    return Status::Done; // one stage: nothing to decouple
  case 4:
    return runPasses(Status::Defect, [&](OpPassManager &passes) {
      FormKernelsOptions formKernels;
      formKernels.threads = options.threads;
      populateFormKernelsPipeline(passes, formKernels);
    });
  default:
    if (Status status = runPasses(Status::Defect,
                                  [&](OpPassManager &passes) {
                                    PlanMemoryOptions planMemory;
                                    planMemory.workUnits =
                                        static_cast<int64_t>(options.planSeconds * placementUnitsPerSecond);
                                    populatePlanMemoryPipeline(passes, planMemory);
                                  });
        status != Status::Done)
      return status;
    return checkBudget();
  }
}

uint64_t Session::Implementation::budgetBytes(uint64_t unplanned) const {
  return options.budget.fraction > 0 ? static_cast<uint64_t>(options.budget.fraction * unplanned)
                                     : options.budget.bytes;
}

/// The plan uses no lever that trades time for memory, so its arena is the smallest this version can do.
Status Session::Implementation::checkBudget() {
  uint64_t arena = (*module)->getAttrOfType<IntegerAttr>("neap.arena_bytes").getInt();
  uint64_t budget = budgetBytes(arena);
  if (!options.budget.isSet() || arena <= budget)
    return Status::Done;
  say(ImportSeverity::Error, llvm::formatv("the memory budget of {0} bytes cannot be met: the smallest that can is {1} "
                                           "bytes, set by operation `{2}`",
                                           budget, arena, findPlannedPeak(*module).kernel));
  return Status::Budget;
}

Status Session::Implementation::dump(llvm::StringRef stage) {
  std::string path = options.dumpStages + "/" + stage.str() + ".mlir";
  std::error_code code = llvm::sys::fs::create_directories(options.dumpStages);
  if (!code) {
    llvm::raw_fd_ostream stream(path, code);
    if (!code)
      module->print(stream, OpPrintingFlags().enableDebugInfo(true, false));
  }
  if (!code)
    return Status::Done;
  say(ImportSeverity::Error, "'" + path + "' cannot be written: " + code.message());
  return Status::File;
}

Status Session::runTo(llvm::StringRef stage) {
  Implementation &self = *implementation;
  if (!self.backend)
    return Status::CommandLine;
  size_t wanted = llvm::find(stageNames, stage) - std::begin(stageNames);
  while (self.reached <= wanted) {
    llvm::StringRef name = stageNames[self.reached];
    Status status = timed(self.times, name, [&] { return self.advance(self.reached); });
    if (status != Status::Done)
      return status;
    ++self.reached;
    if (!self.options.dumpStages.empty())
      if (Status dumped = self.dump(name); dumped != Status::Done)
        return dumped;
  }
  return Status::Done;
}

//===----------------------------------------------------------------------===//
// Artefacts
//===----------------------------------------------------------------------===//

Status Session::emit(ArtefactKind kind, const std::string &path) {
  Implementation &self = *implementation;
  if (Status status = runTo("planned"); status != Status::Done)
    return status;
  EmitRequest request{*self.module,
                      *self.backend,
                      kind,
                      path,
                      self.options.model,
                      self.report,
                      self.options.threads,
                      self.budgetBytes((*self.module)->getAttrOfType<IntegerAttr>("neap.arena_bytes").getInt())};
  std::string error;
  Status status = timed(self.times, "emit", [&] { return emitArtefact(request, self.times, error); });
  if (!error.empty())
    self.say(ImportSeverity::Error, error);
  return status;
}

Status Session::bundle(const std::string &program, const std::string &folder) {
  std::string error = bundleProgram(program, folder);
  if (error.empty())
    return Status::Done;
  implementation->say(ImportSeverity::Error, "--bundle: " + error);
  return Status::File;
}

/// Launches of a planned function with the bytes in use at each.
static json::Array describeTimeline(func::FuncOp function, int64_t globalBytes) {
  MemoryTimeline timeline(function, globalBytes);
  json::Array steps;
  for (int64_t step = 0; step < timeline.getSteps(); ++step) {
    json::Object owners;
    for (auto [owner, bytes] : llvm::enumerate(timeline.getBytes(step)))
      owners[stringifyMemoryOwner(static_cast<MemoryOwner>(owner))] = bytes;
    steps.push_back(json::Object{{"kernel", timeline.getKernelName(step).str()}, {"owners", std::move(owners)}});
  }
  return steps;
}

json::Object Session::buildReport() {
  Implementation &self = *implementation;
  json::Object report{{"neap", NEAP_VERSION_STRING}, {"model", self.options.model}};
  json::Array stages;
  for (const StageTime &time : self.times)
    stages.push_back(json::Object{{"stage", time.stage}, {"seconds", time.seconds}});
  report["stages"] = std::move(stages);
  report["import"] = importReportToJson(self.report);
  if (!self.module || !(*self.module)->hasAttr("neap.plan"))
    return report;
  ManifestFacts facts;
  facts.model = self.options.model;
  facts.threads = self.options.threads;
  int64_t arena = (*self.module)->getAttrOfType<IntegerAttr>("neap.arena_bytes").getInt();
  facts.budget = self.budgetBytes(arena);
  json::Object manifest = buildManifest(*self.module, *self.backend, facts);
  json::Object plan = *manifest.getObject("arena");
  int64_t globalBytes = arena - *plan.getObject("owners")->getInteger("transient");
  for (func::FuncOp function : self.module->getOps<func::FuncOp>())
    (*plan.getObject("functions")->getObject(function.getSymName()))["timeline"] =
        describeTimeline(function, globalBytes);
  report["plan"] = std::move(plan);
  report["target"] = *manifest.get("target");
  report["threads"] = static_cast<int64_t>(self.options.threads);
  return report;
}
