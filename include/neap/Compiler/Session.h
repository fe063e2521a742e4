//===- Session.h - A model and options in, an artefact out -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The embeddable compiler: what the command line, the C API and tests drive. A
// session owns the context and the module and takes it from stage to stage; every
// message becomes data, and the status says what went wrong (shared with the exit
// status of the tools).
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_COMPILER_SESSION_H
#define NEAP_COMPILER_SESSION_H

#include "neap/Codegen/TargetBackend.h"
#include "neap/Import/Onnx/Import.h"

#include "llvm/Support/JSON.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace neap {

/// Exit status of the tools.
enum class Status {
  Done = 0,
  CommandLine = 2, ///< an option or its value is wrong
  Model = 3,       ///< the model is invalid or unsupported
  Budget = 4,      ///< the memory budget cannot be met
  File = 6,        ///< a file could not be read or written
  Defect = 70      ///< a defect of Neap
};

/// A budget in bytes, or as a fraction of the unplanned peak.
struct MemoryBudget {
  uint64_t bytes = 0;
  double fraction = 0;
  bool isSet() const { return bytes || fraction > 0; }
};

struct CompileOptions {
  std::string model;
  ImportOptions import;
  /// As on the command line: `KIND[,key=value…]`, one per loss.
  std::vector<std::string> losses;
  std::string optimizer = "sgd,lr=0.01";
  std::string schedule = "constant";
  std::vector<std::string> noDecay;
  double clipGradNorm = 0;
  unsigned accumulate = 1;
  bool keepGradients = false;
  MemoryBudget budget;
  /// Effort of planning.
  double planSeconds = 10;
  std::string cpu = "native";
  /// Threads that the program is tuned for.
  unsigned threads = 1;
  /// Folder for every stage as text; empty: none.
  std::string dumpStages;
};

/// What is written.
enum class ArtefactKind { Program, Library, Object, Assembly, LLVMIR };

struct Message {
  ImportSeverity severity;
  std::string text;
};

/// Seconds that a stage took, in order.
struct StageTime {
  std::string stage;
  double seconds;
};

class Session {
public:
  using MessageHandler = std::function<void(const Message &)>;

  /// `handler` sees every message as it comes.
  Session(CompileOptions options, MessageHandler handler);
  ~Session();

  /// Reads the model: stage forward. The report is there even when it fails.
  Status importModel();
  /// Runs the pipelines up to `stage` (forward … planned), importing first.
  Status runTo(llvm::StringRef stage);
  /// Writes the artefact, compiling what is still missing; nothing is left behind on failure.
  Status emit(ArtefactKind kind, const std::string &path);
  /// Copies the program's shared libraries beside it into `folder`, with the program.
  Status bundle(const std::string &program, const std::string &folder);

  mlir::ModuleOp getModule();
  const ImportReport &getImportReport() const;
  /// Text of the module as it stands.
  std::string printModule();
  /// Plan, sizes, times as data (stage planned and later).
  llvm::json::Object buildReport();
  llvm::ArrayRef<StageTime> getTimes() const;

private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation;
};

/// Names of the stages in order.
llvm::ArrayRef<llvm::StringLiteral> getStageNames();

} // namespace neap

#endif // NEAP_COMPILER_SESSION_H
