//===- OperatorTable.cpp - Operators, reports and option checks as data --===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What tools print about the compiler itself: the operator table joins the
// importer's registrations with the ONNX schemas.
//
//===----------------------------------------------------------------------===//

#include "neap/Compiler/OperatorTable.h"

#include "neap/Codegen/CPU/CPUBackend.h"
#include "neap/Dialect/Neap/IR/Neap.h"
#include "neap/Transforms/Differentiate/TrainingSpec.h"

#include "llvm/Support/FormatVariadic.h"

#include "onnx/defs/schema.h"

using namespace mlir;
using namespace neap;
namespace json = llvm::json;

/// Element types that both the operator's first input (or output) and the dialect take, by the dialect's names.
static json::Array elementTypes(const onnx::OpSchema &schema) {
  static constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral> names[] = {
      {"tensor(float)", "f32"}, {"tensor(double)", "f64"}, {"tensor(float16)", "f16"}, {"tensor(bfloat16)", "bf16"},
      {"tensor(bool)", "i1"},   {"tensor(int8)", "i8"},    {"tensor(int32)", "i32"},   {"tensor(int64)", "i64"}};
  json::Array types;
  if (schema.inputs().empty() && schema.outputs().empty())
    return types;
  const auto &constraint = (schema.inputs().empty() ? schema.outputs() : schema.inputs()).front();
  for (auto [onnxName, name] : names)
    for (const auto *type : constraint.GetTypes())
      if (*type == onnxName.str())
        types.push_back(name.str());
  return types;
}

static llvm::StringRef gradientName(OperatorGradient gradient) {
  switch (gradient) {
  case OperatorGradient::Flows:
    return "yes";
  case OperatorGradient::Zero:
    return "zero";
  case OperatorGradient::None:
    return "none";
  }
  llvm_unreachable("every kind has a name");
}

json::Array neap::buildOperatorTable() {
  json::Array table;
  for (const SupportedOperator &op : supportedOperators()) {
    const onnx::OpSchema *schema = onnx::OpSchemaRegistry::Schema(op.name);
    table.push_back(json::Object{{"name", op.name},
                                 {"domain", "ai.onnx"},
                                 {"since", json::Array(op.sinceVersions)},
                                 {"types", schema ? elementTypes(*schema) : json::Array()},
                                 {"gradient", gradientName(op.gradient).str()}});
  }
  return table;
}

std::string neap::dialectTable() {
  DialectRegistry registry;
  registry.insert<NeapDialect>();
  registerLowerings(registry);
  std::string message;
  std::unique_ptr<TargetBackend> backend = createCPUBackend({}, message);
  if (backend)
    backend->registerKernels(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();
  std::string text = "| op | gradient | loops | library call | evaluation form |\n|---|---|---|---|---|\n";
  for (RegisteredOperationName op : context.getRegisteredOperations()) {
    if (op.getDialectNamespace() != NeapDialect::getDialectNamespace())
      continue;
    StringRef gradient = op.hasInterface<DifferentiableOpInterface>() ? "yes" : "none";
    auto mark = [](bool has) { return has ? "yes" : ""; };
    text +=
        llvm::formatv("| `{0}` | {1} | {2} | {3} | {4} |\n", op.getStringRef(), gradient,
                      mark(op.hasInterface<IterationSpaceOpInterface>()),
                      mark(op.hasInterface<LibraryKernelInterface>()), mark(op.hasInterface<TrainingModeOpInterface>()))
            .str();
  }
  return text;
}

static json::Array describeValues(llvm::ArrayRef<ImportedValue> values) {
  json::Array array;
  for (const ImportedValue &value : values)
    array.push_back(json::Object{{"name", value.name},
                                 {"dtype", value.dtype},
                                 {"declared", json::Array(value.declared)},
                                 {"shape", json::Array(value.shape)}});
  return array;
}

static json::Object counts(const std::map<std::string, int64_t> &numbers) {
  json::Object object;
  for (const auto &[name, number] : numbers)
    object[name] = number;
  return object;
}

json::Object neap::importReportToJson(const ImportReport &report) {
  json::Array diagnostics, initializers;
  for (const ImportDiagnostic &diagnostic : report.diagnostics) {
    llvm::StringRef severity = diagnostic.severity == ImportSeverity::Error     ? "error"
                               : diagnostic.severity == ImportSeverity::Warning ? "warning"
                                                                                : "note";
    diagnostics.push_back(json::Object{{"severity", severity.str()},
                                       {"node", diagnostic.node},
                                       {"op", diagnostic.op},
                                       {"opset", diagnostic.opset},
                                       {"value", diagnostic.value},
                                       {"message", diagnostic.message}});
  }
  for (const ImportedInitializer &initializer : report.initializers)
    initializers.push_back(json::Object{{"name", initializer.name},
                                        {"dtype", initializer.dtype},
                                        {"shape", json::Array(initializer.shape)},
                                        {"bytes", static_cast<int64_t>(initializer.bytes)},
                                        {"class", stringifyInitializerClass(initializer.cls).str()},
                                        {"why", initializer.why},
                                        {"global", initializer.global}});
  return json::Object{{"producer", report.producer},
                      {"opsets", counts(report.opsets)},
                      {"operators", counts(report.operators)},
                      {"dims", counts(report.dims)},
                      {"inputs", describeValues(report.inputs)},
                      {"outputs", describeValues(report.outputs)},
                      {"initializers", std::move(initializers)},
                      {"diagnostics", std::move(diagnostics)}};
}

std::vector<std::string> neap::checkTrainingOptions(const CompileOptions &options) {
  std::vector<std::string> errors;
  auto complain = [&](const llvm::Twine &message) { errors.push_back(message.str()); };
  for (const std::string &loss : options.losses)
    (void)parseLossSpec(loss, complain);
  (void)parseOptimizerSpec(options.optimizer, complain);
  (void)parseScheduleSpec(options.schedule, complain);
  return errors;
}
