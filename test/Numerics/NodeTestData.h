//===- NodeTestData.h - The ONNX node tests as data -------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// ONNX publishes a model and expected values for nearly every operator:
//
//   test_add/model.onnx
//   test_add/test_data_set_0/input_0.pb input_1.pb output_0.pb
//
// This finds and loads them. It compiles nothing and knows no operator.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TEST_NUMERICS_NODETESTDATA_H
#define NEAP_TEST_NUMERICS_NODETESTDATA_H

#include "neap/Import/Onnx/Reader.h"
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace neap {
namespace node_test {

/// Where Debian's libonnx-testdata puts them; the environment variable NEAP_NODE_TESTS says otherwise.
std::string nodeTestRoot();

/// One folder with a model and its data sets.
struct NodeTest {
  std::string name; ///< folder, e.g. `test_add`
  std::string modelPath;
  std::vector<std::string> dataSets; ///< paths of test_data_set_N, N ascending
};

/// All tests below `root`, in order of name. Empty where there are none.
std::vector<NodeTest> listNodeTests(const std::string &root = nodeTestRoot());

/// The operators of a model, node by node.
std::vector<std::string> operatorsOf(const NodeTest &test);

/// A tensor and what keeps its bytes.
struct Value {
  onnx_import::TensorData tensor;
  std::shared_ptr<const std::string> bytes;
  std::shared_ptr<const onnx_import::Model> holder;
};

struct DataSet {
  std::vector<Value> inputs;  ///< by position in the graph's inputs
  std::vector<Value> outputs; ///< by position in the graph's outputs
};

/// Many tests of operators that have not changed since declare an older opset than Neap takes (9). Writes such a model
/// to `path` with opset 9, where that means the same version of each of its operators; says whether it did.
bool writeAtOldestOpset(const NodeTest &test, const std::string &path);

/// A copy of a test's model in which some inputs are initializers with their value in the first data set.
struct KnownInputs {
  std::string modelPath;
  std::vector<bool> known; ///< by position in the graph's inputs
};

/// Sizes, axes and the like must be known when compiling, but come as inputs in these tests. Makes initializers of the
/// integer and boolean inputs and of those in `names`, and writes the model to `path`. Nothing known where there are
/// none.
KnownInputs writeWithKnownInputs(const NodeTest &test, const std::set<std::string> &names, const std::string &path);

/// Loads `path` (one of `dataSets`). False with a reason where a file is no tensor that Neap has a type for: sequences,
/// optionals and strings are not.
bool loadDataSet(const std::string &path, DataSet &data, std::string &error);

} // namespace node_test
} // namespace neap

#endif // NEAP_TEST_NUMERICS_NODETESTDATA_H
