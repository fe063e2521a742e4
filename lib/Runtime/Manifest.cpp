//===- Manifest.cpp - What the compiler wrote down about a program --------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parses the JSON and checks that every tensor lies in the arena, every
// function has its tables and every control value a type the runtime writes.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Manifest.h"

#include "neap/Runtime/Error.h"
#include "neap/Runtime/Program.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <nlohmann/json.hpp>

using namespace neap::runtime;
using Json = nlohmann::json;

namespace {

Error defect(const std::string &what) { return Error(ExitStatus::Defect, "the program's manifest: " + what); }

TensorInfo parseTensor(const Json &json, const char *roleKey, uint64_t arenaBytes) {
  TensorInfo tensor;
  tensor.name = json.at("name").get<std::string>();
  tensor.role = json.at(roleKey).get<std::string>();
  std::string dtype = json.at("dtype").get<std::string>();
  if (!parseDType(dtype, tensor.dtype))
    throw defect("'" + tensor.name + "' has the unknown dtype '" + dtype + "'");
  tensor.shape = json.at("shape").get<Shape>();
  tensor.offset = json.at("offset").get<uint64_t>();
  uint64_t elementBytes = byteSize(tensor.dtype);
  if (!countElements(tensor.shape, elementBytes, tensor.count))
    throw defect("'" + tensor.name + "' has the shape " + toString(tensor.shape));
  tensor.bytes = tensor.count * elementBytes;
  if (tensor.offset > arenaBytes || tensor.bytes > arenaBytes - tensor.offset)
    throw defect("'" + tensor.name + "' lies outside the arena");
  tensor.fromWeights = json.value("init", "zero") == "weights";
  tensor.trained = json.value("trained", false);
  if (json.contains("range"))
    tensor.range = {json["range"].at(0).get<int64_t>(), json["range"].at(1).get<int64_t>()};
  return tensor;
}

void checkControl(const TensorInfo &tensor) {
  bool rate = tensor.name == "learning_rate";
  bool counter = tensor.name == "step" || tensor.name == "seed" || tensor.name == "microbatch";
  bool typed = rate ? tensor.dtype == DType::F32 || tensor.dtype == DType::F64
                    : tensor.dtype == DType::I64 || tensor.dtype == DType::I32;
  if (!(rate || counter) || !typed || tensor.count != 1)
    throw defect("the control value '" + tensor.name + "' is unknown or of another type");
}

LossInfo parseLoss(const Json &json) {
  LossInfo loss;
  loss.kind = json.at("kind").get<std::string>();
  loss.output = json.value("output", "");
  loss.target = json.value("target", "");
  loss.reduction = json.value("reduction", "mean");
  loss.scale = json.value("scale", 1.0);
  loss.classAxis = json.value("classAxis", int64_t(1));
  if (json.contains("ignoreIndex") && !json["ignoreIndex"].is_null())
    loss.ignoreIndex = json["ignoreIndex"].get<int64_t>();
  return loss;
}

void parseSchedule(const Json &root, Schedule &schedule) {
  if (root.contains("optimizer"))
    schedule.learningRate = root["optimizer"].value("lr", schedule.learningRate);
  if (!root.contains("schedule"))
    return;
  const Json &json = root["schedule"];
  std::string kind = json.value("kind", "constant");
  if (!Schedule::parseKind(kind, schedule.kind))
    throw defect("the learning rate schedule '" + kind + "' is unknown");
  schedule.warmup = json.value("warmup", int64_t(0));
  schedule.total = json.value("total", int64_t(0));
  schedule.every = json.value("every", int64_t(0));
  schedule.final = json.value("final", 0.0);
  schedule.gamma = json.value("gamma", 1.0);
}

/// The functions that training and evaluation call, by their tables.
void checkFunctions(const Manifest &manifest, const neap_program &program) {
  for (const auto &[name, function] : manifest.functions) {
    bool found = false;
    for (uint32_t i = 0; i < program.functionCount; ++i)
      found |= name == program.functions[i].name;
    if (!found)
      throw defect("function '" + name + "' has no launches");
  }
  bool trains = manifest.accumulate > 1 ? manifest.function("accumulate") && manifest.function("update")
                                        : manifest.function("step") != nullptr;
  if (!trains || !manifest.function("evaluate"))
    throw defect("a function is missing");
}

Manifest parse(const neap_program &program) {
  Manifest manifest;
  manifest.text.assign(program.manifest, program.manifestBytes);
  Json root = Json::parse(manifest.text);
  if (root.at("format").get<int>() != 1)
    throw defect("format " + root["format"].dump() + " is unknown; this runtime reads format 1");
  manifest.model = root.value("model", "");
  manifest.compiler = root.value("neap", "");
  if (root.contains("target"))
    manifest.cpu = root["target"].value("cpu", "");
  manifest.threads = root.value("threads", 1u);
  manifest.batch = root.at("batch").get<int64_t>();
  manifest.accumulate = root.value("accumulate", int64_t(1));
  manifest.arenaBytes = root.at("arena").at("bytes").get<uint64_t>();
  if (manifest.batch < 1 || manifest.accumulate < 1 || manifest.threads < 1)
    throw defect("batch, accumulate and threads are at least 1");
  if (manifest.arenaBytes != program.arenaBytes)
    throw defect("the arena's size differs from that of the tables");
  for (const Json &json : root.at("globals")) {
    manifest.globals.push_back(parseTensor(json, "role", program.arenaBytes));
    if (manifest.globals.back().role == "control")
      checkControl(manifest.globals.back());
  }
  for (const auto &[name, json] : root.at("functions").items()) {
    FunctionInfo &function = manifest.functions[name];
    if (json.contains("inputs"))
      for (const Json &input : json["inputs"])
        function.inputs.push_back(parseTensor(input, "kind", program.arenaBytes));
    if (json.contains("outputs"))
      for (const Json &output : json["outputs"])
        function.outputs.push_back(parseTensor(output, "kind", program.arenaBytes));
  }
  if (root.contains("losses"))
    for (const Json &json : root["losses"])
      manifest.losses.push_back(parseLoss(json));
  parseSchedule(root, manifest.schedule);
  if (root.contains("export"))
    manifest.exportBytes = root["export"].value("bytes", uint64_t(0));
  checkFunctions(manifest, program);
  return manifest;
}

template <typename Tensors> const TensorInfo *byName(const Tensors &tensors, const std::string &name) {
  for (const TensorInfo &tensor : tensors)
    if (tensor.name == name)
      return &tensor;
  return nullptr;
}

} // namespace

const TensorInfo *FunctionInfo::input(const std::string &name) const { return byName(inputs, name); }

const TensorInfo *FunctionInfo::output(const std::string &kind) const {
  for (const TensorInfo &tensor : outputs)
    if (tensor.role == kind)
      return &tensor;
  return nullptr;
}

const TensorInfo *Manifest::global(const std::string &name) const { return byName(globals, name); }

const FunctionInfo *Manifest::function(const std::string &name) const {
  auto found = functions.find(name);
  return found == functions.end() ? nullptr : &found->second;
}

uint64_t Manifest::fingerprint() const {
  std::string all;
  for (const TensorInfo &global : globals)
    if (global.role != "control" && global.role != "constant")
      all += global.role + " " + global.name + " " + dtypeName(global.dtype) + toString(global.shape) + "\n";
  return XXH3_64bits(all.data(), all.size());
}

Manifest neap::runtime::parseManifest(const neap_program &program) {
  if (program.abiVersion != NEAP_PROGRAM_ABI_VERSION)
    throw Error(ExitStatus::Defect, "the program was compiled for runtime version " +
                                        std::to_string(program.abiVersion) + ", this is version " +
                                        std::to_string(NEAP_PROGRAM_ABI_VERSION));
  try {
    return parse(program);
  } catch (const Json::exception &error) {
    throw defect(error.what());
  }
}
