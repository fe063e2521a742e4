//===- Importer.h - The walk over an ONNX graph -----------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `Importer` walks the nodes of a validated model in order and keeps what each
// ONNX name stands for. What an operator means is in Ops/<Family>.cpp, through
// `Node` (Node.h). A node that fails leaves poison behind, so that everything
// that is wrong is reported, once.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_IMPORT_ONNX_IMPORTER_H
#define NEAP_LIB_IMPORT_ONNX_IMPORTER_H

#include "OpTable.h"
#include "Weights.h"

#include "llvm/ADT/StringSet.h"

#include "onnx/onnx_pb.h"

#include <memory>

namespace onnx {
class OpSchema;
} // namespace onnx

namespace neap {
namespace onnx_import {

/// Collects the messages of one import.
class Diagnostics {
public:
  explicit Diagnostics(ImportReport &report) : report(report) {}

  void model(ImportSeverity severity, const llvm::Twine &message, llvm::StringRef value = "");
  void node(ImportSeverity severity, const Node &node, const llvm::Twine &message, llvm::StringRef value = "");

  ImportReport &report;
};

/// What an ONNX value name stands for.
struct Binding {
  enum class Kind { Absent, Poison, Tensor, Weight, Sequence };
  Kind kind = Kind::Absent;
  mlir::Value tensor;
  Weight *weight = nullptr;
  llvm::SmallVector<mlir::Value> elements;

  static Binding poison() { return {Kind::Poison, {}, nullptr, {}}; }
  static Binding ofTensor(mlir::Value value) { return {Kind::Tensor, value, nullptr, {}}; }
  static Binding ofWeight(Weight *weight) { return {Kind::Weight, {}, weight, {}}; }
};

/// The names of one graph or function body; a subgraph sees its parent's.
struct Scope {
  Scope *parent = nullptr;
  /// Opset of ai.onnx that the nodes are written in.
  int64_t opset = 0;
  /// Bodies of operators and branches around this scope.
  unsigned depth = 0;
  /// Not empty inside an operator's function body: the node that was expanded.
  std::string expandedNode, expandedOp;
  llvm::StringMap<Binding> values;

  const Binding *find(llvm::StringRef name) const;
};

class Importer {
public:
  Importer(const Model &model, mlir::MLIRContext &context, const ImportOptions &options, ImportReport &report);

  /// Null when something is wrong.
  mlir::OwningOpRef<mlir::ModuleOp> run();

  /// Imports a branch of an If; binds the node's outputs to the branch's.
  llvm::LogicalResult importBranch(Node &node, const onnx::GraphProto &graph);

  /// The running number of a node that draws random numbers.
  int64_t nextRandomId() { return randomId++; }
  /// Whether a node of the main graph, or its outputs, read this value.
  bool isRead(llvm::StringRef value) const { return read.contains(value); }
  /// A control global (`step`, `seed`, `microbatch`: i64 scalars) as a function argument.
  mlir::Value control(llvm::StringRef name);

  const Model &model;
  mlir::MLIRContext &context;
  const ImportOptions &options;
  Diagnostics diagnostics;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::OpBuilder builder;
  mlir::func::FuncOp function;
  Weights weights;

private:
  mlir::func::FuncOp createFunction();
  /// Inputs.cpp: binds dimensions, makes an argument of each data input.
  void importInputs(Scope &scope);
  /// Inputs.cpp: what the file declares about outputs and intermediate values against what they are here.
  void checkDeclarations(const Scope &scope);
  void importNodes(const google::protobuf::RepeatedPtrField<onnx::NodeProto> &nodes, Scope &scope);
  void importNode(const onnx::NodeProto &proto, Scope &scope, size_t index);
  void addInitializers(const onnx::GraphProto &graph, Scope &scope);
  /// Function.cpp: imports the node through its schema's function body; false where it has none.
  bool expandFunction(Node &node, const onnx::OpSchema &schema);
  void reportUnsupported(Node &node);
  void collectOutputs(const Scope &scope);
  void finish();

  OpTable table;
  llvm::StringSet<> read;
  llvm::MapVector<llvm::StringRef, mlir::Value> controls;
  llvm::SmallVector<std::pair<std::string, mlir::Value>> outputs;
  std::vector<std::unique_ptr<onnx::FunctionProto>> functionBodies;
  int64_t randomId = 0;
  /// Arguments that are data; globals follow them.
  unsigned dataInputs = 0;
};

/// Findings.cpp: what exporters do to weights, as warnings and notes.
void reportFindings(const Model &model, const ImportOptions &options, Diagnostics &diagnostics);

} // namespace onnx_import
} // namespace neap

#endif // NEAP_LIB_IMPORT_ONNX_IMPORTER_H
