//===- ReaderFuzzTest.cpp - No bytes crash the reader ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Deterministic mutations of a valid model: flipped, overwritten, inserted and
// removed bytes, and every truncation. Means most under the sanitizers. Any
// result is right as long as it is a result: valid, or with a reason.
// NEAP_FUZZ_ROUNDS asks for another number of mutations.
//
//===----------------------------------------------------------------------===//

#include "TinyModel.h"
#include "neap/Import/Onnx/ExportTemplate.h"
#include <cstdlib>
#include <gtest/gtest.h>
#include <random>

using namespace neap::onnx_import;

namespace {
/// A model with a bit of everything the reader looks into.
std::string richModel() {
  onnx::ModelProto model = tinyModel();
  importOpset(model, "local", 1);
  onnx::FunctionProto &function = *model.add_functions();
  function.set_domain("local");
  function.set_name("Twice");
  function.add_input("v");
  function.add_output("r");
  *function.add_opset_import() = model.opset_import(0);
  addNode(*function.mutable_node(), "Add", "sum", {"v", "v"}, {"r"});
  onnx::GraphProto &graph = *model.mutable_graph();
  addNode(graph, "Twice", "twice", {"y"}, {"z"}, "local");
  onnx::NodeProto &constant = addNode(graph, "Constant", "one", {}, {"c"});
  onnx::AttributeProto &value = *constant.add_attribute();
  value.set_name("value");
  value.set_type(onnx::AttributeProto::TENSOR);
  value.mutable_t()->set_data_type(onnx::TensorProto::BOOL);
  value.mutable_t()->add_int32_data(1);
  onnx::NodeProto &branch = addNode(graph, "If", "choose", {"c"}, {"chosen"});
  for (const char *side : {"then_branch", "else_branch"}) {
    onnx::AttributeProto &body = *branch.add_attribute();
    body.set_name(side);
    body.set_type(onnx::AttributeProto::GRAPH);
    body.mutable_g()->set_name(side);
    addNode(*body.mutable_g(), "Relu", "inner", {"z"}, {"o"});
    addValue(*body.mutable_g()->add_output(), "o", {2, 3});
  }
  onnx::TensorProto &external = *graph.add_initializer();
  external.set_name("outside");
  external.set_data_type(onnx::TensorProto::FLOAT);
  external.add_dims(4);
  external.set_data_location(onnx::TensorProto::EXTERNAL);
  for (auto entry :
       {std::pair<const char *, const char *>{"location", "short.data"}, {"offset", "16"}, {"length", "16"}}) {
    external.add_external_data()->set_key(entry.first);
    external.mutable_external_data()->rbegin()->set_value(entry.second);
  }
  return model.SerializeAsString();
}

void readMutant(const std::string &bytes) {
  // A copy of exact size, so that a sanitizer sees one byte too far.
  std::vector<uint8_t> copy(bytes.begin(), bytes.end());
  auto model = readModel(copy.data(), copy.size(), NEAP_BAD_MODELS);
  size_t errors = 0;
  for (const Diagnostic &diagnostic : model->diagnostics()) {
    errors += diagnostic.severity == Severity::Error;
    EXPECT_FALSE(diagnostic.message.empty());
  }
  EXPECT_EQ(model->valid(), errors == 0);
  if (!model->valid())
    return;
  uint64_t sum = 0;
  for (const Initializer &initializer : model->initializers())
    for (uint64_t i = 0; i < initializer.tensor.bytes; ++i)
      sum += initializer.tensor.data[i];
  EXPECT_LT(sum, uint64_t(255) << 32);
  ExportTemplate file;
  std::vector<Diagnostic> reasons;
  EXPECT_EQ(buildExportTemplate(*model, {}, file, reasons), reasons.empty());
}
} // namespace

TEST(ReaderFuzz, the_model_itself_is_valid) {
  std::string bytes = richModel();
  auto model = readModel(reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size(), NEAP_BAD_MODELS);
  for (const Diagnostic &diagnostic : model->diagnostics())
    ADD_FAILURE() << diagnostic.message;
  EXPECT_EQ(model->graph().node_size(), 6);
}

TEST(ReaderFuzz, every_truncation_gives_a_result) {
  std::string bytes = richModel();
  for (size_t size = 0; size < bytes.size(); ++size)
    readMutant(bytes.substr(0, size));
}

TEST(ReaderFuzz, mutations_give_a_result) {
  const std::string original = richModel();
  std::mt19937_64 random(20260101);
  auto below = [&](size_t bound) { return static_cast<size_t>(random() % bound); };
  const char *asked = std::getenv("NEAP_FUZZ_ROUNDS");
  const long rounds = asked ? std::atol(asked) : 20000;
  for (long round = 0; round < rounds; ++round) {
    std::string bytes = original;
    for (size_t edits = 1 + below(4); edits > 0; --edits) {
      size_t at = below(bytes.size());
      switch (below(4)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
      case 1:
        bytes[at] = static_cast<char>(below(2) ? 0xff : random());
        break;
      case 2:
        bytes.insert(at, 1 + below(9), static_cast<char>(random()));
        break;
      case 3:
        bytes.erase(at, 1 + below(9));
        break;
      }
      if (bytes.empty())
        bytes.push_back('\0');
    }
    readMutant(bytes);
  }
}
