//===- Import.h - An ONNX file as a neap module -----------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The first arrow of the house: `importOnnx` reads a file and builds the module
// of stage `forward` (docs/Stages.md), node by node. Everything it found out on
// the way, errors included, is in an `ImportReport`, which `neap inspect` and
// `neap compile` print; nothing is printed here.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_IMPORT_ONNX_IMPORT_H
#define NEAP_IMPORT_ONNX_IMPORT_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace neap {

enum class DropoutMode { Model, Off };
enum class BatchNormMode { Train, Frozen };

struct ImportOptions {
  /// `--batch`: the symbolic leading dimension of every data input.
  std::optional<int64_t> batch;
  /// `--dim NAME=N`: symbolic dimensions by name; `INPUT:AXIS` names one without a name.
  std::map<std::string, int64_t> dims;
  /// Gives unbound symbolic dimensions this size, with a note, instead of refusing them: for `neap inspect`.
  std::optional<int64_t> standInDim;
  DropoutMode dropout = DropoutMode::Model;
  BatchNormMode batchNorm = BatchNormMode::Train;
  /// Refuses a model without a floating-point output: no loss can be put on it.
  bool needsLoss = true;

  /// `--freeze GLOB` and `--train GLOB` in the order of the command line; the last match wins.
  struct Selection {
    std::string glob;
    bool train = true;
  };
  std::vector<Selection> selections;

  /// `--tie A=B`, `--tie A=transpose(B)`: initializer `replaced` (A) becomes a view of `kept` (B).
  struct Tie {
    std::string replaced, kept;
    bool transposed = false;
  };
  std::vector<Tie> ties;
  /// `--untie NAME`: every use of the initializer after the first gets a parameter of its own, `NAME.2`, `NAME.3`, …
  std::vector<std::string> unties;
};

enum class ImportSeverity { Note, Warning, Error };

/// One message, with what it is about as data. `message` names all of it.
struct ImportDiagnostic {
  ImportSeverity severity = ImportSeverity::Error;
  std::string node;  ///< ONNX node name, `#7` for the eighth node where it has none; may be empty
  std::string op;    ///< its operator, `domain::Name` outside ai.onnx
  int64_t opset = 0; ///< opset of the model for that operator's domain
  std::string value; ///< value, initializer or input concerned; may be empty
  std::string message;
};

/// What an initializer was taken for. The rule stands at `classify` in Weights.cpp.
enum class InitializerClass { Trained, Frozen, State, Constant, Tied, Unused };
llvm::StringRef stringifyInitializerClass(InitializerClass cls);

struct ImportedInitializer {
  std::string name, dtype;
  std::vector<int64_t> shape;
  uint64_t bytes = 0;
  InitializerClass cls = InitializerClass::Unused;
  std::string why;
  /// The global that holds it: its own name, or that of the initializer it is tied to; empty for constants.
  std::string global;
  bool transposed = false; ///< it is the global's transpose
  /// Where its bytes lie; empty where the file holds them in typed fields.
  std::string file;
  uint64_t offset = 0;
};

struct ImportedValue {
  std::string name, dtype;
  std::vector<std::string> declared; ///< dimensions as in the file, `batch` or `32`; `?` where it says nothing
  std::vector<int64_t> shape;        ///< dimensions as imported
};

struct ImportReport {
  std::vector<ImportDiagnostic> diagnostics;
  std::vector<ImportedInitializer> initializers; ///< in file order
  std::vector<ImportedValue> inputs, outputs;
  std::map<std::string, int64_t> dims;      ///< symbolic dimensions and the sizes they got
  std::map<std::string, int64_t> operators; ///< number of nodes per operator
  std::map<std::string, int64_t> opsets;    ///< per domain, "" for ai.onnx
  std::string producer;                     ///< exporter and version, as the file says
  bool unreadable = false;                  ///< the file could not be read (exit status 6 rather than 3)

  bool hasErrors() const;
};

/// Imports the file at `path`. Null when the report has an error. The context needs the neap and func dialects.
mlir::OwningOpRef<mlir::ModuleOp> importOnnx(const std::string &path, mlir::MLIRContext &context,
                                             const ImportOptions &options, ImportReport &report);

/// What gradient passes an operator, at best, from its outputs to its inputs.
enum class OperatorGradient {
  Flows,
  Zero, ///< a step: the derivative is zero wherever it exists
  None, ///< indices, truth values, shapes, constants, draws: nothing to differentiate
};

/// An operator that the importer knows, with the versions it takes (`since` numbers of ai.onnx).
struct SupportedOperator {
  std::string name;
  std::vector<int64_t> sinceVersions;
  OperatorGradient gradient = OperatorGradient::Flows;
};
/// In alphabetical order; operators imported through their ONNX function body are not listed.
std::vector<SupportedOperator> supportedOperators();

} // namespace neap

#endif // NEAP_IMPORT_ONNX_IMPORT_H
