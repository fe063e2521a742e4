//===- Importer.cpp - The walk over an ONNX graph -------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nodes in order, each through its import function, its ONNX function body, or
// into the list of what is not supported; then the module's finishing touches.
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include "Node.h"

#include "mlir/IR/Verifier.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "onnx/defs/schema.h"
#include "onnx/onnx_pb.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

//===----------------------------------------------------------------------===//
// Diagnostics and scopes
//===----------------------------------------------------------------------===//

void Diagnostics::model(ImportSeverity severity, const Twine &message, StringRef value) {
  ImportDiagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.value = value.str();
  diagnostic.message = message.str();
  report.diagnostics.push_back(std::move(diagnostic));
}

void Diagnostics::node(ImportSeverity severity, const Node &node, const Twine &message, StringRef value) {
  ImportDiagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.node = node.label();
  diagnostic.op = node.op();
  diagnostic.opset = node.opset();
  diagnostic.value = value.str();
  diagnostic.message = ("node `" + node.label() + "` (" + node.op() + "): " + message).str();
  report.diagnostics.push_back(std::move(diagnostic));
}

const Binding *Scope::find(StringRef name) const {
  for (const Scope *scope = this; scope; scope = scope->parent)
    if (auto found = scope->values.find(name); found != scope->values.end())
      return &found->second;
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Importer
//===----------------------------------------------------------------------===//

Importer::Importer(const Model &model, MLIRContext &context, const ImportOptions &options, ImportReport &report)
    : model(model), context(context), options(options), diagnostics(report),
      module(ModuleOp::create(UnknownLoc::get(&context))), builder(&context), function(createFunction()),
      weights(model, function, options, diagnostics) {
  for (const onnx::NodeProto &node : model.graph().node())
    for (const std::string &input : node.input())
      read.insert(input);
  for (const onnx::ValueInfoProto &output : model.graph().output())
    read.insert(output.name());
}

func::FuncOp Importer::createFunction() {
  builder.setInsertionPointToEnd(module->getBody());
  auto created = func::FuncOp::create(builder, builder.getUnknownLoc(), "forward", builder.getFunctionType({}, {}));
  builder.setInsertionPointToStart(created.addEntryBlock());
  return created;
}

Value Importer::control(StringRef name) {
  Value &argument = controls[name];
  if (!argument)
    argument = function.getBody().front().addArgument(RankedTensorType::get({}, builder.getI64Type()),
                                                      NameLoc::get(builder.getStringAttr(controlPrefix + name)));
  return argument;
}

OwningOpRef<ModuleOp> Importer::run() {
  Scope scope;
  scope.opset = model.opset();
  importInputs(scope);
  addInitializers(model.graph(), scope);
  importNodes(model.graph().node(), scope);
  collectOutputs(scope);
  checkDeclarations(scope);
  if (!diagnostics.report.hasErrors())
    finish();
  weights.describe(diagnostics.report);
  reportFindings(model, options, diagnostics);
  return diagnostics.report.hasErrors() ? nullptr : std::move(module);
}

void Importer::addInitializers(const onnx::GraphProto &graph, Scope &scope) {
  for (const onnx::TensorProto &tensor : graph.initializer()) {
    Weight *weight = scope.parent ? nullptr : weights.find(tensor.name());
    if (!weight)
      if (const TensorData *data = model.tensor(tensor))
        weight = weights.add(tensor.name(), data);
    if (weight)
      scope.values[tensor.name()] = Binding::ofWeight(weight);
  }
}

void Importer::importNodes(const google::protobuf::RepeatedPtrField<onnx::NodeProto> &nodes, Scope &scope) {
  for (const auto &[index, node] : llvm::enumerate(nodes))
    importNode(node, scope, index);
}

static bool isPoisoned(const Node &node) {
  for (unsigned i = 0; i < node.numInputs(); ++i)
    if (node.binding(i).kind == Binding::Kind::Poison)
      return true;
  return false;
}

void Importer::importNode(const onnx::NodeProto &proto, Scope &scope, size_t index) {
  const onnx::OpSchema *schema =
      onnx::OpSchemaRegistry::Schema(proto.op_type(), static_cast<int>(scope.opset), proto.domain());
  Node node(*this, proto, scope, index, schema ? schema->SinceVersion() : 0);
  if (scope.expandedOp.empty())
    ++diagnostics.report.operators[node.op()];
  const ImportFunction *import = schema && proto.domain().empty() ? table.find(proto.op_type(), node.since()) : nullptr;
  if (isPoisoned(node)) {
    // What fed it was reported; that it is itself not supported is still worth saying.
    if (!import && !(schema && (schema->HasFunction() || schema->HasContextDependentFunction())))
      reportUnsupported(node);
    for (unsigned i = 0; i < node.numOutputs(); ++i)
      node.setBinding(i, Binding::poison());
    return;
  }
  if (import) {
    if (failed((*import)(node)))
      node.poisonOutputs();
    return;
  }
  if (schema && expandFunction(node, *schema))
    return;
  reportUnsupported(node);
  node.poisonOutputs();
}

void Importer::reportUnsupported(Node &node) {
  std::string versions;
  if (auto known = table.entries.find(node.proto.op_type());
      node.proto.domain().empty() && known != table.entries.end()) {
    for (const auto &entry : known->second.versions)
      versions += (versions.empty() ? "" : ", ") + std::to_string(entry.first);
    versions = "; supported are its versions " + versions;
  } else {
    versions = "; `neap ops` lists the operators that are";
  }
  (void)node.fail("operator " + node.op() + " is not supported at opset " + Twine(node.opset()) + versions);
}

LogicalResult Importer::importBranch(Node &node, const onnx::GraphProto &graph) {
  Scope scope;
  scope.parent = &node.scope;
  scope.opset = node.opset();
  scope.depth = node.scope.depth + 1;
  scope.expandedNode = node.scope.expandedNode;
  scope.expandedOp = node.scope.expandedOp;
  addInitializers(graph, scope);
  importNodes(graph.node(), scope);
  for (unsigned i = 0; i < node.numOutputs() && i < static_cast<unsigned>(graph.output_size()); ++i) {
    const Binding *result = scope.find(graph.output(i).name());
    node.setBinding(i, result ? *result : Binding::poison());
  }
  return success();
}

//===----------------------------------------------------------------------===//
// The finished module
//===----------------------------------------------------------------------===//

void Importer::collectOutputs(const Scope &scope) {
  bool trainable = false, complete = true;
  for (const onnx::ValueInfoProto &output : model.graph().output()) {
    const Binding *bound = scope.find(output.name());
    Value value;
    if (bound && bound->kind == Binding::Kind::Tensor)
      value = bound->tensor;
    else if (bound && bound->kind == Binding::Kind::Weight)
      value = weights.operand(*bound->weight, Use::Literal, "the graph's outputs", builder);
    else if (bound && bound->kind == Binding::Kind::Sequence)
      diagnostics.model(ImportSeverity::Error, "output `" + output.name() + "` is a sequence, expected a tensor",
                        output.name());
    complete &= static_cast<bool>(value);
    if (!value)
      continue;
    trainable |= isa<FloatType>(typeOf(value).getElementType());
    outputs.emplace_back(output.name(), value);
  }
  if (!complete || trainable || !options.needsLoss)
    return;
  for (const auto &[name, value] : outputs)
    diagnostics.model(ImportSeverity::Error,
                      "output `" + name + "` is " + onnxTypeName(typeOf(value).getElementType()) +
                          ": no loss can be put on it",
                      name);
}

/// Removes what no result needs, last op first.
static void eraseDeadOps(Block &body) {
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(body)))
    if (isOpTriviallyDead(&op))
      op.erase();
}

void Importer::finish() {
  Block &body = function.getBody().front();
  SmallVector<Value> results;
  SmallVector<Attribute> bindings;
  auto addResult = [&](BindKind kind, StringRef name, Value value) {
    results.push_back(value);
    bindings.push_back(BindAttr::get(&context, kind, name));
  };
  for (const auto &[name, value] : outputs)
    addResult(BindKind::Output, name, value);
  for (Weight *weight : weights.updatedStates())
    addResult(BindKind::Global, weight->name, weight->newest);
  auto terminator = func::ReturnOp::create(builder, builder.getUnknownLoc(), results);
  eraseDeadOps(body);
  weights.writeGlobals();
  for (const auto &[name, argument] : controls) {
    OpBuilder globals(function);
    GlobalOp::create(globals, argument.getLoc(), (controlPrefix + name).str(), Role::Control, /*trained=*/false,
                     cast<RankedTensorType>(argument.getType()), Attribute(), IntegerAttr());
  }
  function.setFunctionType(builder.getFunctionType(body.getArgumentTypes(), terminator.getOperandTypes()));
  for (BlockArgument argument : body.getArguments()) {
    StringRef name = cast<NameLoc>(argument.getLoc()).getName();
    BindKind kind = argument.getArgNumber() < dataInputs ? BindKind::Data : BindKind::Global;
    function.setArgAttr(argument.getArgNumber(), bindAttrName, BindAttr::get(&context, kind, name));
  }
  for (auto [index, binding] : llvm::enumerate(bindings))
    function.setResultAttr(index, bindAttrName, binding);
  (*module)->setAttr(stageAttrName, builder.getStringAttr("forward"));
}
