//===- Import.cpp - An ONNX file as a neap module -------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The public door: reads, imports, and keeps what the reader said.
//
//===----------------------------------------------------------------------===//

#include "Importer.h"

#include "onnx/onnx_pb.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

StringRef neap::stringifyInitializerClass(InitializerClass cls) {
  switch (cls) {
  case InitializerClass::Trained:
    return "trained";
  case InitializerClass::Frozen:
    return "frozen";
  case InitializerClass::State:
    return "state";
  case InitializerClass::Constant:
    return "constant";
  case InitializerClass::Tied:
    return "tied";
  case InitializerClass::Unused:
    return "unused";
  }
  llvm_unreachable("all classes are listed");
}

bool ImportReport::hasErrors() const {
  return llvm::any_of(diagnostics,
                      [](const ImportDiagnostic &diagnostic) { return diagnostic.severity == ImportSeverity::Error; });
}

static void takeOver(const Model &model, ImportReport &report) {
  report.unreadable = model.unreadable();
  for (const onnx_import::Diagnostic &diagnostic : model.diagnostics()) {
    ImportDiagnostic copy;
    copy.severity = diagnostic.severity == Severity::Error ? ImportSeverity::Error : ImportSeverity::Warning;
    copy.node = diagnostic.node;
    copy.op = diagnostic.op;
    copy.value = diagnostic.value;
    copy.message = diagnostic.message;
    report.diagnostics.push_back(std::move(copy));
  }
}

OwningOpRef<ModuleOp> neap::importOnnx(const std::string &path, MLIRContext &context, const ImportOptions &options,
                                       ImportReport &report) {
  std::unique_ptr<Model> model = readModel(path);
  takeOver(*model, report);
  if (!model->valid())
    return nullptr;
  const onnx::ModelProto &proto = model->proto();
  report.producer = proto.producer_name() + (proto.producer_version().empty() ? "" : " " + proto.producer_version());
  for (const onnx::OperatorSetIdProto &opset : proto.opset_import())
    report.opsets[opset.domain()] = opset.version();
  context.getOrLoadDialect<NeapDialect>();
  context.getOrLoadDialect<func::FuncDialect>();
  return Importer(*model, context, options, report).run();
}

std::vector<SupportedOperator> neap::supportedOperators() {
  std::vector<SupportedOperator> operators;
  for (const auto &[name, entry] : OpTable().entries) {
    SupportedOperator &op = operators.emplace_back();
    op.name = name;
    op.gradient = entry.gradient;
    for (const auto &version : entry.versions)
      op.sinceVersions.push_back(version.first);
  }
  return operators;
}
