//===- Manifest.cpp - The JSON that names everything in a program --------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads a planned module and writes what the runtime has to know of it. Nothing is
// decided here: every number stands in the IR.
//
//===----------------------------------------------------------------------===//

#include "Manifest.h"

#include "neap/Analysis/Liveness.h"
#include "neap/Compiler/Version.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;
using namespace neap;
namespace json = llvm::json;

json::Value neap::attributeToJson(Attribute attribute) {
  if (auto dictionary = dyn_cast<DictionaryAttr>(attribute)) {
    json::Object object;
    for (NamedAttribute entry : dictionary)
      object[entry.getName().getValue()] = attributeToJson(entry.getValue());
    return object;
  }
  if (auto array = dyn_cast<ArrayAttr>(attribute)) {
    json::Array values;
    for (Attribute element : array)
      values.push_back(attributeToJson(element));
    return values;
  }
  if (auto boolean = dyn_cast<BoolAttr>(attribute))
    return boolean.getValue();
  if (auto integer = dyn_cast<IntegerAttr>(attribute))
    return integer.getInt();
  if (auto number = dyn_cast<FloatAttr>(attribute))
    return number.getValueAsDouble();
  if (auto text = dyn_cast<StringAttr>(attribute))
    return text.getValue().str();
  if (isa<UnitAttr>(attribute))
    return true;
  std::string text;
  llvm::raw_string_ostream stream(text);
  attribute.print(stream);
  return text;
}

/// Name of an element type in the manifest.
static std::string dtypeName(Type element) {
  std::string name;
  llvm::raw_string_ostream stream(name);
  element.print(stream);
  return name; // f32, bf16, i64, …: MLIR's names are the manifest's
}

static json::Object describeTensor(StringRef name, RankedTensorType type, int64_t offset) {
  return json::Object{{"name", name.str()},
                      {"dtype", dtypeName(type.getElementType())},
                      {"shape", json::Array(type.getShape())},
                      {"offset", offset}};
}

static json::Array describeGlobals(ModuleOp module) {
  json::Array globals;
  for (GlobalOp global : module.getOps<GlobalOp>()) {
    StringRef name = global.getSymName();
    if (global.getRole() == Role::Control)
      name.consume_front(controlPrefix);
    json::Object entry = describeTensor(name, global.getTensorType(), *global.getPlace());
    entry["role"] = stringifyRole(global.getRole()).str();
    entry["trained"] = global.getTrained();
    std::optional<Attribute> initial = global.getInitial();
    entry["init"] = initial && !isa<ZeroAttr>(*initial) ? "weights" : "zero";
    globals.push_back(std::move(entry));
  }
  return globals;
}

/// Byte offset at which a value of a planned function lies.
static int64_t placeOf(func::FuncOp function, Value value) {
  Value root = getMemoryRoot(value);
  if (auto argument = dyn_cast<BlockArgument>(root))
    return function.getArgAttrOfType<IntegerAttr>(argument.getArgNumber(), placeAttrName).getInt();
  auto result = cast<OpResult>(root);
  return (*cast<KernelOp>(result.getOwner()).getPlaces())[result.getResultNumber()];
}

/// Names of the manifest: loss-sum for loss_sum.
static std::string kindName(BindKind kind) {
  std::string name = stringifyBindKind(kind).str();
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

static json::Object describeFunction(func::FuncOp function) {
  json::Array inputs, outputs;
  for (BlockArgument argument : function.getArguments()) {
    BindAttr binding = getArgumentBinding(function, argument.getArgNumber());
    if (binding.getKind() == BindKind::Global)
      continue;
    json::Object entry =
        describeTensor(binding.getName(), cast<RankedTensorType>(argument.getType()), placeOf(function, argument));
    entry["kind"] = kindName(binding.getKind());
    inputs.push_back(std::move(entry));
  }
  for (OpOperand &operand : function.getBody().front().getTerminator()->getOpOperands()) {
    BindAttr binding = getResultBinding(function, operand.getOperandNumber());
    if (binding.getKind() == BindKind::Global)
      continue;
    json::Object entry = describeTensor(binding.getName(), cast<RankedTensorType>(operand.get().getType()),
                                        placeOf(function, operand.get()));
    entry["kind"] = kindName(binding.getKind());
    outputs.push_back(std::move(entry));
  }
  return json::Object{{"inputs", std::move(inputs)}, {"outputs", std::move(outputs)}};
}

/// Bytes by owner: globals by role, and what the functions need above them.
static json::Object describeArena(ModuleOp module, uint64_t budget) {
  auto plan = module->getAttrOfType<DictionaryAttr>("neap.plan");
  auto globals = plan.getAs<DictionaryAttr>("globals");
  int64_t arena = module->getAttrOfType<IntegerAttr>("neap.arena_bytes").getInt();
  auto bytes = [&](StringRef role) { return globals.getAs<IntegerAttr>(role).getInt(); };
  json::Object owners{{"parameters", bytes("parameter")},     {"state", bytes("state")},
                      {"optimizer", bytes("optimizer")},      {"constants", bytes("constant")},
                      {"accumulators", bytes("accumulator")}, {"control", bytes("control")}};
  int64_t persistent = 0;
  for (auto &entry : owners)
    persistent += entry.second.getAsInteger().value_or(0);
  owners["transient"] = arena - persistent;
  json::Object functions;
  for (NamedAttribute entry : plan.getAs<DictionaryAttr>("functions")) {
    auto function = cast<DictionaryAttr>(entry.getValue());
    functions[entry.getName().getValue()] =
        json::Object{{"peak", function.getAs<IntegerAttr>("peak").getInt()},
                     {"lowerBound", function.getAs<IntegerAttr>("lower_bound").getInt()},
                     {"peakKernel", function.getAs<StringAttr>("peak_kernel").getValue().str()},
                     {"kernels", function.getAs<IntegerAttr>("kernels").getInt()},
                     {"owners", attributeToJson(function.get("owners"))},
                     {"largest", attributeToJson(function.get("largest"))}};
  }
  return json::Object{{"bytes", arena},
                      {"alignment", module->getAttrOfType<IntegerAttr>("neap.arena_alignment").getInt()},
                      {"budget", budget ? json::Value(static_cast<int64_t>(budget)) : json::Value(nullptr)},
                      {"owners", std::move(owners)},
                      {"functions", std::move(functions)}};
}

json::Object neap::buildManifest(ModuleOp module, const TargetBackend &backend, const ManifestFacts &facts) {
  json::Object manifest;
  if (auto training = module->getAttrOfType<DictionaryAttr>("neap.training"))
    manifest = std::move(*attributeToJson(training).getAsObject());
  manifest["format"] = 1;
  manifest["neap"] = NEAP_VERSION_STRING;
  manifest["model"] = facts.model;
  manifest["target"] = json::Object{
      {"kind", backend.getKind().str()}, {"cpu", backend.getCPU().str()}, {"features", backend.getFeatures().str()}};
  manifest["threads"] = static_cast<int64_t>(facts.threads);
  manifest["arena"] = describeArena(module, facts.budget);
  manifest["levers"] = json::Array();
  manifest["globals"] = describeGlobals(module);
  json::Object functions;
  for (func::FuncOp function : module.getOps<func::FuncOp>())
    functions[function.getSymName()] = describeFunction(function);
  manifest["functions"] = std::move(functions);
  manifest["export"] = json::Object{{"producer", std::string("neap ") + NEAP_VERSION_STRING},
                                    {"bytes", static_cast<int64_t>(facts.exportBytes)}};
  return manifest;
}
