//===- NodeTestData.cpp - The ONNX node tests as data ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A value is stored as a bare TensorProto. It is wrapped into a model of one
// initializer, so that the reader, which knows all ways to store a tensor,
// decodes it.
//
//===----------------------------------------------------------------------===//

#include "NodeTestData.h"
#include "onnx/defs/schema.h"
#include "onnx/onnx_pb.h"
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace neap::node_test;
using namespace neap::onnx_import;
namespace fs = std::filesystem;

namespace {
/// Number between `prefix` and the end of `text` or its extension, -1 where there is none.
int numberAfter(const std::string &text, const std::string &prefix) {
  if (text.compare(0, prefix.size(), prefix) != 0)
    return -1;
  std::string digits = text.substr(prefix.size(), text.find('.') - prefix.size());
  if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string::npos)
    return -1;
  return std::stoi(digits);
}

bool loadValue(const fs::path &path, Value &value, std::string &error) {
  std::ifstream file(path, std::ios::binary);
  onnx::TensorProto tensor;
  if (!file || !tensor.ParseFromIstream(&file)) {
    error = path.string() + ": not a tensor";
    return false;
  }
  onnx::ModelProto model;
  model.set_ir_version(8);
  model.add_opset_import()->set_version(newestOpset);
  tensor.set_name("value");
  *model.mutable_graph()->add_initializer() = tensor;
  model.mutable_graph()->add_output()->set_name("value");
  value.bytes = std::make_shared<const std::string>(model.SerializeAsString());
  value.holder = readModel(reinterpret_cast<const uint8_t *>(value.bytes->data()), value.bytes->size(),
                           path.parent_path().string());
  if (!value.holder->valid()) {
    error = path.string() + ": " + value.holder->diagnostics().front().message;
    return false;
  }
  value.tensor = value.holder->initializers().front().tensor;
  return true;
}

/// `prefix`0.pb, `prefix`1.pb, ... without a gap.
bool loadValues(const fs::path &folder, const std::string &prefix, std::vector<Value> &values, std::string &error) {
  for (int i = 0;; ++i) {
    fs::path path = folder / (prefix + std::to_string(i) + ".pb");
    if (!fs::exists(path))
      return true;
    values.emplace_back();
    if (!loadValue(path, values.back(), error))
      return false;
  }
}
} // namespace

std::string neap::node_test::nodeTestRoot() {
  const char *root = std::getenv("NEAP_NODE_TESTS");
  return root ? root : "/usr/share/libonnx-testdata/data/node";
}

std::vector<NodeTest> neap::node_test::listNodeTests(const std::string &root) {
  std::vector<NodeTest> tests;
  std::error_code code;
  for (const fs::directory_entry &entry : fs::directory_iterator(root, code)) {
    NodeTest test;
    test.name = entry.path().filename().string();
    test.modelPath = (entry.path() / "model.onnx").string();
    if (!fs::exists(test.modelPath))
      continue;
    std::vector<std::pair<int, std::string>> sets;
    for (const fs::directory_entry &set : fs::directory_iterator(entry.path(), code)) {
      int number = numberAfter(set.path().filename().string(), "test_data_set_");
      if (number >= 0)
        sets.emplace_back(number, set.path().string());
    }
    std::sort(sets.begin(), sets.end());
    for (auto &set : sets)
      test.dataSets.push_back(std::move(set.second));
    tests.push_back(std::move(test));
  }
  std::sort(tests.begin(), tests.end(), [](const NodeTest &a, const NodeTest &b) { return a.name < b.name; });
  return tests;
}

std::vector<std::string> neap::node_test::operatorsOf(const NodeTest &test) {
  onnx::ModelProto model;
  std::vector<std::string> operators;
  std::ifstream file(test.modelPath, std::ios::binary);
  if (file && model.ParseFromIstream(&file))
    for (const onnx::NodeProto &node : model.graph().node())
      operators.push_back(node.op_type());
  return operators;
}

bool neap::node_test::writeAtOldestOpset(const NodeTest &test, const std::string &path) {
  constexpr int oldest = 9;
  onnx::ModelProto model;
  std::ifstream file(test.modelPath, std::ios::binary);
  if (!file || !model.ParseFromIstream(&file) || model.opset_import_size() != 1 ||
      model.opset_import(0).version() >= oldest)
    return false;
  int declared = static_cast<int>(model.opset_import(0).version());
  for (const onnx::NodeProto &node : model.graph().node()) {
    const onnx::OpSchema *then = onnx::OpSchemaRegistry::Schema(node.op_type(), declared);
    const onnx::OpSchema *now = onnx::OpSchemaRegistry::Schema(node.op_type(), oldest);
    if (!then || !now || then->SinceVersion() != now->SinceVersion())
      return false;
  }
  model.mutable_opset_import(0)->set_version(oldest);
  std::ofstream written(path, std::ios::binary);
  return model.SerializeToOstream(&written);
}

KnownInputs neap::node_test::writeWithKnownInputs(const NodeTest &test, const std::set<std::string> &names,
                                                  const std::string &path) {
  KnownInputs result;
  onnx::ModelProto model;
  std::ifstream file(test.modelPath, std::ios::binary);
  if (!file || !model.ParseFromIstream(&file) || test.dataSets.empty())
    return result;
  onnx::GraphProto &graph = *model.mutable_graph();
  google::protobuf::RepeatedPtrField<onnx::ValueInfoProto> inputs;
  inputs.Swap(graph.mutable_input());
  for (int i = 0; i < inputs.size(); ++i) {
    int32_t type = inputs[i].type().tensor_type().elem_type();
    onnx::TensorProto tensor;
    std::ifstream data(fs::path(test.dataSets.front()) / ("input_" + std::to_string(i) + ".pb"), std::ios::binary);
    bool isInteger =
        type == onnx::TensorProto::INT64 || type == onnx::TensorProto::INT32 || type == onnx::TensorProto::BOOL;
    result.known.push_back((isInteger || names.count(inputs[i].name())) && data && tensor.ParseFromIstream(&data));
    if (!result.known.back()) {
      *graph.add_input() = inputs[i];
      continue;
    }
    tensor.set_name(inputs[i].name());
    *graph.add_initializer() = tensor;
  }
  // Older models must list their initializers as inputs.
  model.set_ir_version(std::max<int64_t>(model.ir_version(), 4));
  std::ofstream written(path, std::ios::binary);
  if (model.SerializeToOstream(&written))
    result.modelPath = path;
  return result;
}

bool neap::node_test::loadDataSet(const std::string &path, DataSet &data, std::string &error) {
  return loadValues(path, "input_", data.inputs, error) && loadValues(path, "output_", data.outputs, error);
}
