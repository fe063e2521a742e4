//===- NodeTestDataTest.cpp - The published node tests are read -----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads every model and data set of Debian's libonnx-testdata. What is refused
// must be refused for a reason from a short list, so that a reader that has
// become too strict is found here.
//
//===----------------------------------------------------------------------===//

#include "NodeTestData.h"
#include "onnx/onnx_pb.h"
#include <algorithm>
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace neap::node_test;
using namespace neap::onnx_import;
using testing::ElementsAre;

namespace {
bool isExpectedRefusal(const std::string &message) {
  for (const char *reason : {"is older than the oldest supported one", "is not a tensor",
                             "element type STRING is not supported", "no opset import for the default domain",
                             "operator ai.onnx.preview.training::", "dimension is 0", "dimension 1 is 0"})
    if (message.find(reason) != std::string::npos)
      return true;
  return false;
}
} // namespace

TEST(NodeTestData, add_is_x_plus_y) {
  std::vector<NodeTest> tests = listNodeTests();
  auto add = std::find_if(tests.begin(), tests.end(), [](const NodeTest &test) { return test.name == "test_add"; });
  ASSERT_NE(add, tests.end()) << "no node tests in " << nodeTestRoot();
  ASSERT_EQ(add->dataSets.size(), 1u);
  DataSet data;
  std::string error;
  ASSERT_TRUE(loadDataSet(add->dataSets[0], data, error)) << error;
  ASSERT_EQ(data.inputs.size(), 2u);
  ASSERT_EQ(data.outputs.size(), 1u);
  EXPECT_THAT(data.outputs[0].tensor.shape, ElementsAre(3, 4, 5));
  ASSERT_EQ(data.outputs[0].tensor.dtype, DType::F32);
  float x, y, sum;
  std::memcpy(&x, data.inputs[0].tensor.data, sizeof x);
  std::memcpy(&y, data.inputs[1].tensor.data, sizeof y);
  std::memcpy(&sum, data.outputs[0].tensor.data, sizeof sum);
  EXPECT_EQ(x + y, sum);
}

TEST(NodeTestData, all_models_are_read_or_refused_for_a_known_reason) {
  size_t valid = 0;
  for (const NodeTest &test : listNodeTests()) {
    auto model = readModel(test.modelPath);
    valid += model->valid();
    for (const Diagnostic &diagnostic : model->diagnostics())
      EXPECT_TRUE(diagnostic.severity == Severity::Warning || isExpectedRefusal(diagnostic.message))
          << test.name << ": " << diagnostic.message;
  }
  EXPECT_GE(valid, 800u);
}

TEST(NodeTestData, all_data_of_valid_models_is_read) {
  for (const NodeTest &test : listNodeTests()) {
    auto model = readModel(test.modelPath);
    if (!model->valid())
      continue;
    bool onlyTensors = true;
    for (const onnx::ValueInfoProto &output : model->graph().output())
      onlyTensors &=
          output.type().has_tensor_type() && output.type().tensor_type().elem_type() != onnx::TensorProto::STRING;
    if (!onlyTensors)
      continue;
    EXPECT_FALSE(test.dataSets.empty()) << test.name;
    for (const std::string &path : test.dataSets) {
      DataSet data;
      std::string error;
      EXPECT_TRUE(loadDataSet(path, data, error)) << error;
      EXPECT_EQ(data.outputs.size(), static_cast<size_t>(model->graph().output_size())) << test.name;
      EXPECT_EQ(data.inputs.size(), model->inputs().size()) << test.name;
    }
  }
}

TEST(NodeTestData, a_folder_without_tests_has_none) { EXPECT_TRUE(listNodeTests("/nonexistent").empty()); }
