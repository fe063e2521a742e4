//===- ReaderTest.cpp - What the reader gives and what it refuses ---------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tensors, order, functions, schemas and limits on models built here; the
// committed bad files have a test of their own.
//
//===----------------------------------------------------------------------===//

#include "TinyModel.h"
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace neap::onnx_import;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {
std::vector<std::string> nodeNames(const ReadModel &read) {
  std::vector<std::string> names;
  for (const onnx::NodeProto &node : read->graph().node())
    names.push_back(node.name());
  return names;
}

template <typename Element> std::vector<Element> values(const TensorData &tensor) {
  std::vector<Element> result(tensor.bytes / sizeof(Element));
  std::memcpy(result.data(), tensor.data, tensor.bytes);
  return result;
}

onnx::FunctionProto &addFunction(onnx::ModelProto &model, const char *name) {
  onnx::FunctionProto &function = *model.add_functions();
  function.set_domain("local");
  function.set_name(name);
  function.add_input("v");
  function.add_output("r");
  *function.add_opset_import() = model.opset_import(0);
  return function;
}

/// A folder that is removed with the test.
struct Folder {
  Folder() : path(std::filesystem::temp_directory_path() / ("neap-reader-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

void makeExternal(onnx::TensorProto &tensor, const std::string &location, const std::string &offset) {
  tensor.clear_raw_data();
  tensor.set_data_location(onnx::TensorProto::EXTERNAL);
  for (auto &entry : {std::make_pair("location", location), std::make_pair("offset", offset)}) {
    onnx::StringStringEntryProto &added = *tensor.add_external_data();
    added.set_key(entry.first);
    added.set_value(entry.second);
  }
}
} // namespace

TEST(Reader, weights_point_into_the_bytes_of_the_model) {
  ReadModel read = readProto(tinyModel());
  ASSERT_TRUE(read->valid()) << read.messages();
  ASSERT_EQ(read->initializers().size(), 4u);
  const TensorData *weight = read->initializer("w2");
  ASSERT_NE(weight, nullptr);
  EXPECT_THAT(weight->shape, ElementsAre(8, 3));
  EXPECT_EQ(weight->dtype, DType::F32);
  EXPECT_EQ(weight->bytes, 96u);
  EXPECT_EQ(weight->file, 0);
  EXPECT_EQ(weight->data, read->bytes() + weight->offset);
  EXPECT_EQ(values<float>(*weight)[1], -0.875f);
  // Protobuf's copy has none of the bytes.
  for (const onnx::TensorProto &tensor : read->graph().initializer())
    EXPECT_FALSE(tensor.has_raw_data());
  EXPECT_EQ(read->initializer("nothing"), nullptr);
  EXPECT_EQ(read->opset(), 17);
  EXPECT_EQ(read->opset("ai.onnx"), 17);
}

TEST(Reader, typed_fields_are_decoded) {
  onnx::ModelProto proto = tinyModel();
  onnx::TensorProto &half = *proto.mutable_graph()->add_initializer();
  half.set_name("half");
  half.set_data_type(onnx::TensorProto::FLOAT16);
  half.add_dims(2);
  half.add_int32_data(0xbc00); // -1
  half.add_int32_data(0x3c00); // 1
  onnx::TensorProto &bytes = *proto.mutable_graph()->add_initializer();
  bytes.set_name("bytes");
  bytes.set_data_type(onnx::TensorProto::INT8);
  bytes.add_dims(2);
  bytes.add_int32_data(-128);
  bytes.add_int32_data(127);
  onnx::TensorProto &scalar = *proto.mutable_graph()->add_initializer();
  scalar.set_name("scalar");
  scalar.set_data_type(onnx::TensorProto::INT64);
  scalar.add_int64_data(-5);
  ReadModel read = readProto(proto);
  ASSERT_TRUE(read->valid()) << read.messages();
  EXPECT_THAT(values<uint16_t>(*read->initializer("half")), ElementsAre(0xbc00, 0x3c00));
  EXPECT_THAT(values<int8_t>(*read->initializer("bytes")), ElementsAre(-128, 127));
  EXPECT_THAT(values<int64_t>(*read->initializer("scalar")), ElementsAre(-5));
  EXPECT_TRUE(read->initializer("scalar")->shape.empty());
  EXPECT_EQ(read->initializer("half")->file, -1);
}

TEST(Reader, a_value_that_does_not_fit_its_type_is_refused) {
  onnx::ModelProto proto = tinyModel();
  onnx::TensorProto &bytes = *proto.mutable_graph()->add_initializer();
  bytes.set_name("bytes");
  bytes.set_data_type(onnx::TensorProto::INT8);
  bytes.add_dims(1);
  bytes.add_int32_data(300);
  EXPECT_THAT(readProto(proto).messages(), HasSubstr("initializer `bytes`: value 300 at index 0 does not fit int8"));
}

TEST(Reader, raw_and_typed_data_together_are_refused) {
  onnx::ModelProto proto = tinyModel();
  proto.mutable_graph()->mutable_initializer(0)->add_float_data(1);
  EXPECT_THAT(readProto(proto).messages(), HasSubstr("initializer `w1`: has both raw and typed data"));
}

TEST(Reader, a_segment_in_the_file_is_not_believed) {
  onnx::ModelProto proto = tinyModel();
  onnx::TensorProto &tensor = *proto.mutable_graph()->mutable_initializer(0);
  tensor.clear_raw_data();
  tensor.mutable_segment()->set_begin(1000000);
  tensor.mutable_segment()->set_end(1000128);
  EXPECT_THAT(readProto(proto).messages(), HasSubstr("initializer `w1`: 0 bytes given, float32[4,8] needs 128"));
}

TEST(Reader, an_empty_tensor_has_no_bytes) {
  onnx::ModelProto proto = tinyModel();
  addRaw(*proto.mutable_graph(), "none", {0, int64_t(1) << 62, 8}, {});
  ReadModel read = readProto(proto);
  ASSERT_TRUE(read->valid()) << read.messages();
  EXPECT_EQ(read->initializer("none")->bytes, 0u);
}

TEST(Reader, external_data_is_mapped) {
  Folder folder;
  onnx::ModelProto proto = tinyModel();
  onnx::TensorProto &weight = *proto.mutable_graph()->mutable_initializer(0);
  std::string raw = weight.raw_data();
  std::filesystem::create_directories(folder.path / "data");
  std::ofstream(folder.path / "data" / "w.bin", std::ios::binary) << std::string(64, 'x') << raw;
  makeExternal(weight, "data/w.bin", "64");
  ReadModel read = readProto(proto, folder.path.string());
  ASSERT_TRUE(read->valid()) << read.messages();
  const TensorData &tensor = *read->initializer("w1");
  EXPECT_EQ(tensor.file, 1);
  EXPECT_EQ(tensor.offset, 64u);
  EXPECT_EQ(std::string(reinterpret_cast<const char *>(tensor.data), tensor.bytes), raw);
  ASSERT_EQ(read->files().size(), 2u);
  EXPECT_THAT(read->files()[1], HasSubstr("data/w.bin"));
}

TEST(Reader, a_link_out_of_the_folder_is_refused) {
  Folder folder;
  onnx::ModelProto proto = tinyModel();
  std::filesystem::create_directories(folder.path / "model");
  std::ofstream(folder.path / "secret") << std::string(128, 'x');
  std::filesystem::create_symlink("../secret", folder.path / "model" / "w.bin");
  makeExternal(*proto.mutable_graph()->mutable_initializer(0), "w.bin", "0");
  EXPECT_THAT(readProto(proto, (folder.path / "model").string()).messages(),
              HasSubstr("external path `w.bin` leaves the model's folder through a symbolic link"));
}

TEST(Reader, attribute_tensors_are_found) {
  onnx::ModelProto proto = tinyModel();
  onnx::NodeProto &constant = addNode(*proto.mutable_graph(), "Constant", "c", {}, {"c"});
  onnx::AttributeProto &value = *constant.add_attribute();
  value.set_name("value");
  value.set_type(onnx::AttributeProto::TENSOR);
  value.mutable_t()->set_data_type(onnx::TensorProto::FLOAT);
  float number = 2.5f;
  value.mutable_t()->set_raw_data(&number, sizeof number);
  ReadModel read = readProto(proto);
  ASSERT_TRUE(read->valid()) << read.messages();
  const TensorData *tensor = read->tensor(read->graph().node(3).attribute(0).t());
  ASSERT_NE(tensor, nullptr);
  EXPECT_THAT(values<float>(*tensor), ElementsAre(2.5f));
}

TEST(Reader, unsorted_nodes_are_sorted_and_sorted_ones_kept) {
  onnx::ModelProto proto = tinyModel();
  proto.mutable_graph()->mutable_node()->SwapElements(0, 2);
  EXPECT_THAT(nodeNames(readProto(proto)), ElementsAre("fc1", "relu", "fc2"));
  EXPECT_THAT(nodeNames(readProto(tinyModel())), ElementsAre("fc1", "relu", "fc2"));
}

TEST(Reader, a_subgraph_orders_by_what_it_captures) {
  onnx::ModelProto proto = tinyModel();
  onnx::GraphProto &graph = *proto.mutable_graph();
  onnx::TensorProto &condition = *graph.add_initializer();
  condition.set_name("condition");
  condition.set_data_type(onnx::TensorProto::BOOL);
  condition.add_int32_data(1);
  onnx::NodeProto &branch = addNode(graph, "If", "choose", {"condition"}, {"chosen"});
  for (const char *side : {"then_branch", "else_branch"}) {
    onnx::AttributeProto &body = *branch.add_attribute();
    body.set_name(side);
    body.set_type(onnx::AttributeProto::GRAPH);
    body.mutable_g()->set_name(side);
    addNode(*body.mutable_g(), "Relu", "inner", {"a"}, {"o"});
    addValue(*body.mutable_g()->add_output(), "o", {2, 3});
  }
  graph.mutable_node()->SwapElements(0, 3); // choose, relu, fc2, fc1
  ReadModel read = readProto(proto);
  EXPECT_TRUE(read->valid()) << read.messages();
  EXPECT_THAT(nodeNames(read), ElementsAre("fc1", "relu", "choose", "fc2"));
}

TEST(Reader, initializers_of_old_files_are_not_inputs) {
  onnx::ModelProto proto = tinyModel();
  proto.set_ir_version(3);
  for (const char *name : {"w1", "b1", "w2", "b2"})
    addValue(*proto.mutable_graph()->add_input(), name, {1});
  ReadModel read = readProto(proto);
  ASSERT_TRUE(read->valid()) << read.messages();
  ASSERT_EQ(read->inputs().size(), 1u);
  EXPECT_EQ(read->inputs()[0]->name(), "x");
}

TEST(Reader, local_functions_are_inlined) {
  onnx::ModelProto proto = tinyModel();
  onnx::FunctionProto &inner = addFunction(proto, "Inner");
  addNode(*inner.mutable_node(), "Relu", "inner", {"v"}, {"r"});
  onnx::FunctionProto &outer = addFunction(proto, "Outer");
  addNode(*outer.mutable_node(), "Inner", "call", {"v"}, {"t"}, "local");
  addNode(*outer.mutable_node(), "Neg", "neg", {"t"}, {"r"});
  importOpset(proto, "local", 1);
  addNode(*proto.mutable_graph(), "Outer", "outer", {"y"}, {"z"}, "local");
  ReadModel read = readProto(proto);
  ASSERT_TRUE(read->valid()) << read.messages();
  EXPECT_EQ(read->graph().node_size(), 5);
  EXPECT_EQ(read->graph().node(3).op_type(), "Relu");
  EXPECT_EQ(read->graph().node(4).op_type(), "Neg");
  EXPECT_EQ(read->graph().node(4).output(0), "z");
}

TEST(Reader, a_functions_constant_keeps_its_bytes) {
  onnx::ModelProto proto = tinyModel();
  importOpset(proto, "local", 1);
  onnx::FunctionProto &function = addFunction(proto, "AddTwo");
  onnx::NodeProto &constant = addNode(*function.mutable_node(), "Constant", "two", {}, {"t"});
  onnx::AttributeProto &value = *constant.add_attribute();
  value.set_name("value");
  value.set_type(onnx::AttributeProto::TENSOR);
  value.mutable_t()->set_data_type(onnx::TensorProto::FLOAT);
  float two = 2;
  value.mutable_t()->set_raw_data(&two, sizeof two);
  addNode(*function.mutable_node(), "Add", "add", {"v", "t"}, {"r"});
  addNode(*proto.mutable_graph(), "AddTwo", "first", {"y"}, {"z"}, "local");
  addNode(*proto.mutable_graph(), "AddTwo", "second", {"z"}, {"q"}, "local");
  ReadModel read = readProto(proto);
  ASSERT_TRUE(read->valid()) << read.messages();
  int constants = 0;
  for (const onnx::NodeProto &node : read->graph().node())
    if (node.op_type() == "Constant") {
      ++constants;
      ASSERT_NE(read->tensor(node.attribute(0).t()), nullptr);
      EXPECT_THAT(values<float>(*read->tensor(node.attribute(0).t())), ElementsAre(2.0f));
    }
  EXPECT_EQ(constants, 2);
}

TEST(Reader, functions_that_call_each_other_are_refused) {
  onnx::ModelProto proto = tinyModel();
  addNode(*addFunction(proto, "A").mutable_node(), "B", "toB", {"v"}, {"r"}, "local");
  addNode(*addFunction(proto, "B").mutable_node(), "A", "toA", {"v"}, {"r"}, "local");
  EXPECT_THAT(readProto(proto).messages(), HasSubstr("local function local::A calls itself by way of local::B"));
}

TEST(Reader, functions_that_double_at_every_level_are_refused) {
  onnx::ModelProto proto = tinyModel();
  addNode(*addFunction(proto, "F0").mutable_node(), "Relu", "r", {"v"}, {"r"});
  for (int level = 1; level < 40; ++level) {
    onnx::FunctionProto &function = addFunction(proto, ("F" + std::to_string(level)).c_str());
    std::string below = "F" + std::to_string(level - 1);
    addNode(*function.mutable_node(), below.c_str(), "one", {"v"}, {"t"}, "local");
    addNode(*function.mutable_node(), below.c_str(), "two", {"t"}, {"r"}, "local");
  }
  addNode(*proto.mutable_graph(), "F39", "bomb", {"y"}, {"z"}, "local");
  EXPECT_THAT(readProto(proto).messages(), HasSubstr("more than 1000000 nodes once its local functions are inlined"));
}

TEST(Reader, functions_nested_too_deep_are_refused) {
  onnx::ModelProto proto = tinyModel();
  addNode(*addFunction(proto, "F0").mutable_node(), "Relu", "r", {"v"}, {"r"});
  for (int level = 1; level < 200; ++level)
    addNode(*addFunction(proto, ("F" + std::to_string(level)).c_str()).mutable_node(),
            ("F" + std::to_string(level - 1)).c_str(), "call", {"v"}, {"r"}, "local");
  addNode(*proto.mutable_graph(), "F199", "deep", {"y"}, {"z"}, "local");
  EXPECT_THAT(readProto(proto).messages(), HasSubstr("calls of local functions are nested deeper than 64"));
}

TEST(Reader, a_functions_other_opset_is_taken_where_it_makes_no_difference) {
  onnx::ModelProto proto = tinyModel();
  importOpset(proto, "local", 1);
  onnx::FunctionProto &function = addFunction(proto, "F");
  function.mutable_opset_import(0)->set_version(18);
  addNode(*function.mutable_node(), "Relu", "r", {"v"}, {"r"});
  addNode(*proto.mutable_graph(), "F", "call", {"y"}, {"z"}, "local");
  EXPECT_TRUE(readProto(proto)->valid()) << readProto(proto).messages();
  onnx::NodeProto &sum = *proto.mutable_functions(0)->mutable_node(0);
  sum.set_op_type("ReduceMean"); // axes became an input in 18
  EXPECT_THAT(readProto(proto).messages(), HasSubstr("between which operator ReduceMean changed"));
}

TEST(Reader, the_schema_is_enforced_and_all_is_said_at_once) {
  onnx::ModelProto proto = tinyModel();
  onnx::GraphProto &graph = *proto.mutable_graph();
  addInt(*graph.mutable_node(1), "alpha", 1);          // Relu has no attribute
  addInt(*graph.mutable_node(0), "alpha", 1);          // Gemm's alpha is a float
  addNode(graph, "Concat", "join", {"y", "y"}, {"j"}); // axis is required
  addNode(graph, "Add", "half", {"y"}, {"k"});         // two inputs
  addNode(graph, "Gelu", "later", {"y"}, {"l"});       // opset 20
  addNode(graph, "Add", "", {"", "y"}, {"m"});         // absent input
  std::string messages = readProto(proto).messages();
  EXPECT_THAT(messages, HasSubstr("node `relu` (Relu): attribute `alpha` is not one of Relu in opset 17"));
  EXPECT_THAT(messages, HasSubstr("node `fc1` (Gemm): attribute `alpha` has type INT, Gemm takes FLOAT"));
  EXPECT_THAT(messages, HasSubstr("node `join` (Concat): attribute `axis` is required and absent"));
  EXPECT_THAT(messages, HasSubstr("node `half` (Add): has 1 input, Add takes 2"));
  EXPECT_THAT(messages, HasSubstr("node `later` (Gelu): operator Gelu does not exist in opset 17"));
  EXPECT_THAT(messages, HasSubstr("node `#6` (Add): input `A` is required and absent"));
}

TEST(Reader, an_attribute_without_the_value_it_declares_is_refused) {
  onnx::ModelProto proto = tinyModel();
  onnx::AttributeProto &attribute = addInt(*proto.mutable_graph()->mutable_node(0), "transB", 1);
  attribute.set_type(onnx::AttributeProto::TENSOR);
  EXPECT_THAT(readProto(proto).messages(),
              HasSubstr("node `fc1` (Gemm): attribute `transB` has no value of the type it declares"));
}

TEST(Reader, diagnostics_name_node_operator_and_value) {
  onnx::ModelProto proto = tinyModel();
  proto.mutable_graph()->mutable_node(2)->set_input(0, "gone");
  ReadModel read = readProto(proto);
  ASSERT_EQ(read->diagnostics().size(), 1u);
  const Diagnostic &diagnostic = read->diagnostics()[0];
  EXPECT_EQ(diagnostic.node, "fc2");
  EXPECT_EQ(diagnostic.op, "Gemm");
  EXPECT_EQ(diagnostic.value, "gone");
  EXPECT_EQ(diagnostic.problem, Problem::Invalid);
}

TEST(Reader, a_longer_cycle_is_named_without_what_hangs_on_it) {
  onnx::ModelProto proto = tinyModel();
  onnx::GraphProto &graph = *proto.mutable_graph();
  addNode(graph, "Add", "p", {"y", "s"}, {"q"});
  addNode(graph, "Relu", "r", {"q"}, {"s0"});
  addNode(graph, "Relu", "t", {"s0"}, {"s"});
  addNode(graph, "Relu", "behind", {"s"}, {"u"});
  EXPECT_THAT(readProto(proto).messages(),
              HasSubstr("nodes `p`, `r` and `t` feed each other (values `q`, `s0` and `s`)"));
}

TEST(Reader, too_many_problems_are_counted) {
  onnx::ModelProto proto = tinyModel();
  for (int i = 0; i < 1500; ++i)
    addNode(*proto.mutable_graph(), "Nonsense", "", {}, {});
  ReadModel read = readProto(proto);
  EXPECT_EQ(read->diagnostics().size(), maxDiagnostics + 1);
  EXPECT_EQ(read->diagnostics().back().message, "and 500 more problems");
}

TEST(Reader, control_characters_do_not_reach_messages) {
  onnx::ModelProto proto = tinyModel();
  proto.mutable_graph()->mutable_node(2)->set_input(0, "a\x1b[31m\n");
  EXPECT_THAT(readProto(proto).messages(), HasSubstr("`a\\x1b[31m\\x0a` is produced by nothing"));
}

TEST(Reader, opsets_outside_the_range_are_refused) {
  onnx::ModelProto proto = tinyModel();
  proto.mutable_opset_import(0)->set_version(8);
  EXPECT_THAT(readProto(proto).messages(), HasSubstr("opset 8 is older than the oldest supported one, 9"));
  proto.mutable_opset_import(0)->set_version(17);
  importOpset(proto, "ai.onnx", 18);
  EXPECT_THAT(readProto(proto).messages(), HasSubstr("opset of domain `ai.onnx` is imported twice: 17 and 18"));
}
