//===- ExportTemplateTest.cpp - The exported file is the model ------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Puts the pieces together with the original weights and compares with the
// model they came from: equal in all but what ExportTemplate.h states.
//
//===----------------------------------------------------------------------===//

#include "neap/Import/Onnx/ExportTemplate.h"
#include "TinyModel.h"
#include "onnx/checker.h"
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace neap::onnx_import;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {
const std::map<std::string, std::string> allTensors = {{"w1", "w1"}, {"b1", "b1"}, {"w2", "w2"}, {"b2", "b2"}};

struct Exported {
  bool good = false;
  ExportTemplate file;
  std::vector<Diagnostic> errors;
  onnx::ModelProto proto;
};

/// The file with the weights of `read` in the places of tensors; `tensors` must map names to themselves.
Exported exportModel(ReadModel &read, const std::map<std::string, std::string> &tensors) {
  Exported result;
  EXPECT_TRUE(read->valid()) << read.messages();
  result.good = buildExportTemplate(*read.model, tensors, result.file, result.errors);
  if (!result.good)
    return result;
  std::string bytes;
  for (const ExportPiece &piece : result.file.pieces) {
    const TensorData *tensor = piece.tensor.empty() ? nullptr : read->initializer(piece.tensor);
    EXPECT_TRUE(piece.tensor.empty() || (tensor && tensor->bytes == piece.bytes));
    bytes.append(reinterpret_cast<const char *>(tensor ? tensor->data : piece.data()), piece.bytes);
  }
  EXPECT_EQ(bytes.size(), result.file.bytes);
  EXPECT_TRUE(result.proto.ParseFromString(bytes));
  EXPECT_NO_THROW(onnx::checker::check_model(result.proto));
  return result;
}

std::vector<std::string> outputs(const onnx::NodeProto &node) { return {node.output().begin(), node.output().end()}; }

/// tinyModel with BatchNormalization `bn` on its output: bn_y and the outputs named.
onnx::ModelProto withBatchNormalization(std::initializer_list<const char *> results) {
  onnx::ModelProto proto = tinyModel();
  onnx::GraphProto &graph = *proto.mutable_graph();
  for (const char *name : {"scale", "bias", "mean", "var"})
    addRaw(graph, name, {3}, {1, 2, 3});
  addNode(graph, "BatchNormalization", "bn", {"y", "scale", "bias", "mean", "var"}, results);
  addValue(*graph.add_output(), "bn_y", {2, 3});
  return proto;
}

std::string text(const std::vector<Diagnostic> &errors) {
  std::string all;
  for (const Diagnostic &error : errors)
    all += error.message + "\n";
  return all;
}
} // namespace

TEST(ExportTemplate, a_plain_model_comes_back_byte_for_byte) {
  onnx::ModelProto proto = tinyModel();
  ReadModel read = readProto(proto);
  Exported exported = exportModel(read, allTensors);
  ASSERT_TRUE(exported.good);
  EXPECT_EQ(exported.proto.SerializeAsString(), proto.SerializeAsString());
  std::vector<std::string> places;
  for (const ExportPiece &piece : exported.file.pieces)
    if (!piece.tensor.empty())
      places.push_back(piece.tensor);
  EXPECT_THAT(places, ElementsAre("w1", "b1", "w2", "b2"));
}

TEST(ExportTemplate, a_global_may_have_another_name) {
  ReadModel read = readProto(tinyModel());
  ExportTemplate file;
  std::vector<Diagnostic> errors;
  ASSERT_TRUE(buildExportTemplate(*read.model, {{"w1", "shared"}}, file, errors));
  ASSERT_EQ(file.pieces.size(), 3u); // all else is literal
  EXPECT_EQ(file.pieces[1].tensor, "shared");
  EXPECT_EQ(file.pieces[1].bytes, 128u);
}

TEST(ExportTemplate, an_unknown_initializer_is_an_error) {
  ReadModel read = readProto(tinyModel());
  Exported exported = exportModel(read, {{"w9", "w9"}});
  EXPECT_FALSE(exported.good);
  EXPECT_THAT(text(exported.errors), HasSubstr("no initializer `w9`"));
}

TEST(ExportTemplate, typed_weights_become_raw) {
  onnx::ModelProto proto = tinyModel();
  onnx::TensorProto &bias = *proto.mutable_graph()->mutable_initializer(3);
  bias.clear_raw_data();
  for (float value : {1.0f, 2.0f, 3.0f})
    bias.add_float_data(value);
  ReadModel read = readProto(proto);
  Exported exported = exportModel(read, allTensors);
  ASSERT_TRUE(exported.good);
  const onnx::TensorProto &back = exported.proto.graph().initializer(3);
  EXPECT_EQ(back.float_data_size(), 0);
  float values[] = {1, 2, 3};
  EXPECT_EQ(back.raw_data(), std::string(reinterpret_cast<const char *>(values), sizeof values));
}

TEST(ExportTemplate, large_constants_stay_in_the_mapped_file) {
  onnx::ModelProto proto = tinyModel();
  addRaw(*proto.mutable_graph(), "table", {64, 64}, std::vector<float>(4096, 0.5f));
  ReadModel read = readProto(proto);
  Exported exported = exportModel(read, allTensors);
  ASSERT_TRUE(exported.good);
  EXPECT_EQ(exported.proto.SerializeAsString(), proto.SerializeAsString());
  int mapped = 0;
  for (const ExportPiece &piece : exported.file.pieces)
    if (piece.tensor.empty() && piece.data() >= read->bytes() && piece.data() < read->bytes() + read->byteCount()) {
      ++mapped;
      EXPECT_EQ(piece.bytes, 16384u);
    }
  EXPECT_EQ(mapped, 1);
}

TEST(ExportTemplate, external_data_is_embedded) {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("neap-export-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  onnx::ModelProto proto = tinyModel();
  onnx::TensorProto &weight = *proto.mutable_graph()->mutable_initializer(2);
  std::string raw = weight.raw_data();
  std::ofstream(folder / "w.bin", std::ios::binary) << raw;
  weight.clear_raw_data();
  weight.set_data_location(onnx::TensorProto::EXTERNAL);
  weight.add_external_data()->set_key("location");
  weight.mutable_external_data(0)->set_value("w.bin");
  ReadModel read = readProto(proto, folder.string());
  for (const auto &tensors : {allTensors, std::map<std::string, std::string>{}}) {
    Exported exported = exportModel(read, tensors);
    ASSERT_TRUE(exported.good) << text(exported.errors);
    EXPECT_EQ(exported.proto.SerializeAsString(), tinyModel().SerializeAsString());
  }
  std::filesystem::remove_all(folder);
}

TEST(ExportTemplate, two_gibibytes_are_too_many) {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("neap-large-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "w.bin").put('\0');
  std::filesystem::resize_file(folder / "w.bin", uint64_t(1) << 31); // no blocks are written
  onnx::ModelProto proto = tinyModel();
  onnx::TensorProto &table = *proto.mutable_graph()->add_initializer();
  table.set_name("table");
  table.set_data_type(onnx::TensorProto::INT8);
  table.add_dims(int64_t(1) << 31);
  table.set_data_location(onnx::TensorProto::EXTERNAL);
  table.add_external_data()->set_key("location");
  table.mutable_external_data(0)->set_value("w.bin");
  ReadModel read = readProto(proto, folder.string());
  Exported exported = exportModel(read, allTensors);
  EXPECT_FALSE(exported.good);
  EXPECT_THAT(text(exported.errors), HasSubstr("must stay below 2147483648 (2 GiB, a limit of protobuf)"));
  std::filesystem::remove_all(folder);
}

TEST(ExportTemplate, batch_normalization_leaves_training_mode) {
  onnx::ModelProto proto = withBatchNormalization({"bn_y", "new_mean", "new_var"});
  addInt(*proto.mutable_graph()->mutable_node(3), "training_mode", 1);
  addValue(*proto.mutable_graph()->add_value_info(), "new_mean", {3});
  addValue(*proto.mutable_graph()->add_value_info(), "h", {2, 8});
  ReadModel read = readProto(proto);
  Exported exported = exportModel(read, allTensors);
  ASSERT_TRUE(exported.good) << text(exported.errors);
  const onnx::NodeProto &node = exported.proto.graph().node(3);
  EXPECT_EQ(node.op_type(), "BatchNormalization");
  EXPECT_THAT(outputs(node), ElementsAre("bn_y"));
  EXPECT_EQ(node.attribute_size(), 0);
  ASSERT_EQ(exported.proto.graph().value_info_size(), 1);
  EXPECT_EQ(exported.proto.graph().value_info(0).name(), "h");
}

TEST(ExportTemplate, batch_normalization_of_five_outputs_keeps_one) {
  onnx::ModelProto proto = withBatchNormalization({"bn_y", "m", "v", "saved_m", "saved_v"});
  proto.mutable_opset_import(0)->set_version(9);
  ReadModel read = readProto(proto);
  Exported exported = exportModel(read, allTensors);
  ASSERT_TRUE(exported.good) << text(exported.errors);
  EXPECT_THAT(outputs(exported.proto.graph().node(3)), ElementsAre("bn_y"));
}

TEST(ExportTemplate, running_statistics_that_are_read_are_the_inputs) {
  onnx::ModelProto proto = withBatchNormalization({"bn_y", "new_mean", "new_var"});
  addInt(*proto.mutable_graph()->mutable_node(3), "training_mode", 1);
  addValue(*proto.mutable_graph()->add_output(), "new_var", {3});
  ReadModel read = readProto(proto);
  Exported exported = exportModel(read, allTensors);
  ASSERT_TRUE(exported.good) << text(exported.errors);
  const onnx::NodeProto &node = exported.proto.graph().node(4);
  EXPECT_EQ(node.op_type(), "Identity");
  EXPECT_EQ(node.input(0), "var");
  EXPECT_THAT(outputs(node), ElementsAre("new_var"));
}

TEST(ExportTemplate, saved_statistics_that_are_read_are_an_error) {
  onnx::ModelProto proto = withBatchNormalization({"bn_y", "m", "v", "saved_m", "saved_v"});
  proto.mutable_opset_import(0)->set_version(9);
  addValue(*proto.mutable_graph()->add_output(), "saved_m", {3});
  ReadModel read = readProto(proto);
  Exported exported = exportModel(read, allTensors);
  EXPECT_FALSE(exported.good);
  EXPECT_THAT(text(exported.errors), HasSubstr("node `bn` (BatchNormalization): output `saved_m` is read"));
}

TEST(ExportTemplate, dropout_loses_its_training_mode) {
  onnx::ModelProto proto = tinyModel();
  onnx::GraphProto &graph = *proto.mutable_graph();
  addRaw(graph, "ratio", {}, {0.5f});
  onnx::TensorProto &mode = *graph.add_initializer();
  mode.set_name("mode");
  mode.set_data_type(onnx::TensorProto::BOOL);
  mode.add_int32_data(1);
  addNode(graph, "Dropout", "drop", {"y", "ratio", "mode"}, {"d", "mask"});
  addNode(graph, "Dropout", "plain", {"d", "", "mode"}, {"e"});
  addValue(*graph.add_output(), "e", {2, 3});
  ReadModel read = readProto(proto);
  Exported exported = exportModel(read, allTensors);
  ASSERT_TRUE(exported.good) << text(exported.errors);
  const onnx::NodeProto &drop = exported.proto.graph().node(3), &plain = exported.proto.graph().node(4);
  EXPECT_EQ(drop.input_size(), 2);
  EXPECT_THAT(outputs(drop), ElementsAre("d"));
  EXPECT_EQ(plain.input_size(), 1);
}

TEST(ExportTemplate, a_mask_that_is_read_stays) {
  onnx::ModelProto proto = tinyModel();
  onnx::GraphProto &graph = *proto.mutable_graph();
  addNode(graph, "Dropout", "drop", {"y"}, {"d", "mask"});
  addNode(graph, "Not", "not", {"mask"}, {"n"});
  addValue(*graph.add_output(), "n", {2, 3}, onnx::TensorProto::BOOL);
  ReadModel read = readProto(proto);
  Exported exported = exportModel(read, allTensors);
  ASSERT_TRUE(exported.good) << text(exported.errors);
  EXPECT_THAT(outputs(exported.proto.graph().node(3)), ElementsAre("d", "mask"));
}

TEST(ExportTemplate, functions_are_kept_and_rewritten) {
  onnx::ModelProto proto = tinyModel();
  importOpset(proto, "local", 1);
  onnx::FunctionProto &function = *proto.add_functions();
  function.set_domain("local");
  function.set_name("Normalize");
  for (const char *name : {"v", "s", "b", "m", "w"})
    function.add_input(name);
  function.add_output("r");
  *function.add_opset_import() = proto.opset_import(0);
  addInt(addNode(*function.mutable_node(), "BatchNormalization", "bn", {"v", "s", "b", "m", "w"}, {"r", "p", "q"}),
         "training_mode", 1);
  onnx::GraphProto &graph = *proto.mutable_graph();
  for (const char *name : {"scale", "bias", "mean", "var"})
    addRaw(graph, name, {3}, {1, 2, 3});
  addNode(graph, "Normalize", "call", {"y", "scale", "bias", "mean", "var"}, {"z"}, "local");
  addValue(*graph.add_output(), "z", {2, 3});
  ReadModel read = readProto(proto);
  Exported exported = exportModel(read, allTensors);
  ASSERT_TRUE(exported.good) << text(exported.errors);
  ASSERT_EQ(exported.proto.functions_size(), 1);
  EXPECT_THAT(outputs(exported.proto.functions(0).node(0)), ElementsAre("r"));
  EXPECT_EQ(exported.proto.functions(0).node(0).attribute_size(), 0);
}
