//===- Describe.cpp - What --describe prints ------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Selects from the manifest; the numbers are the compiler's own.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Describe.h"

#include <nlohmann/json.hpp>

using namespace neap::runtime;
using Json = nlohmann::ordered_json;

static Json tensors(const std::vector<TensorInfo> &list, const std::string &role, bool global) {
  Json result = Json::array();
  for (const TensorInfo &tensor : list) {
    if (tensor.role != role)
      continue;
    Json entry = {{"name", tensor.name}, {"dtype", dtypeName(tensor.dtype)}, {"shape", tensor.shape}};
    if (global)
      entry["bytes"] = tensor.bytes;
    if (role == "parameter")
      entry["trained"] = tensor.trained;
    result.push_back(std::move(entry));
  }
  return result;
}

std::string neap::runtime::describe(const Manifest &manifest, int threads) {
  Json source = Json::parse(manifest.text);
  const FunctionInfo &train = *manifest.function(manifest.accumulate > 1 ? "accumulate" : "step");
  Json arena = source["arena"], result;
  for (const char *key : {"model", "neap", "target"})
    if (source.contains(key))
      result[key] = source[key];
  result["threads"] = threads;
  result["planned_threads"] = manifest.threads;
  result["batch"] = manifest.batch;
  result["accumulate"] = manifest.accumulate;
  result["inputs"] = tensors(train.inputs, "data", false);
  result["targets"] = tensors(train.inputs, "target", false);
  result["outputs"] = tensors(manifest.function("evaluate")->outputs, "output", false);
  result["parameters"] = tensors(manifest.globals, "parameter", true);
  result["state"] = tensors(manifest.globals, "state", true);
  result["budget"] = arena.contains("budget") ? arena["budget"] : Json();
  arena.erase("budget");
  result["arena"] = arena;
  for (const char *key : {"levers", "losses", "optimizer", "schedule"})
    if (source.contains(key))
      result[key] = source[key];
  return result.dump(2);
}
