//===- TinyModel.h - Small ONNX models for tests ----------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A classifier of two layers and the few lines that change it, so that a test
// shows only what is special about its model.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TEST_UNIT_IMPORT_TINYMODEL_H
#define NEAP_TEST_UNIT_IMPORT_TINYMODEL_H

#include "neap/Import/Onnx/Reader.h"
#include "onnx/onnx_pb.h"
#include <initializer_list>
#include <string>
#include <vector>

namespace neap {
namespace onnx_import {

inline onnx::NodeProto &addNode(google::protobuf::RepeatedPtrField<onnx::NodeProto> &nodes, const char *op,
                                const char *name, std::initializer_list<const char *> inputs,
                                std::initializer_list<const char *> outputs, const char *domain = "") {
  onnx::NodeProto &node = *nodes.Add();
  node.set_op_type(op);
  node.set_name(name);
  if (*domain)
    node.set_domain(domain);
  for (const char *input : inputs)
    node.add_input(input);
  for (const char *output : outputs)
    node.add_output(output);
  return node;
}

inline onnx::NodeProto &addNode(onnx::GraphProto &graph, const char *op, const char *name,
                                std::initializer_list<const char *> inputs, std::initializer_list<const char *> outputs,
                                const char *domain = "") {
  return addNode(*graph.mutable_node(), op, name, inputs, outputs, domain);
}

inline void addValue(onnx::ValueInfoProto &value, const char *name, std::initializer_list<int64_t> shape,
                     int32_t type = onnx::TensorProto::FLOAT) {
  value.set_name(name);
  onnx::TypeProto_Tensor &tensor = *value.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(type);
  for (int64_t dim : shape)
    tensor.mutable_shape()->add_dim()->set_dim_value(dim);
}

inline onnx::TensorProto &addRaw(onnx::GraphProto &graph, const char *name, std::initializer_list<int64_t> shape,
                                 const std::vector<float> &values) {
  onnx::TensorProto &tensor = *graph.add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  for (int64_t dim : shape)
    tensor.add_dims(dim);
  tensor.set_raw_data(values.data(), values.size() * sizeof(float));
  return tensor;
}

inline onnx::AttributeProto &addInt(onnx::NodeProto &node, const char *name, int64_t value) {
  onnx::AttributeProto &attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(value);
  return attribute;
}

inline void importOpset(onnx::ModelProto &model, const char *domain, int64_t version) {
  onnx::OperatorSetIdProto &import = *model.add_opset_import();
  import.set_domain(domain);
  import.set_version(version);
}

inline onnx::ModelProto emptyModel() {
  onnx::ModelProto model;
  model.set_ir_version(8);
  importOpset(model, "", 17);
  model.mutable_graph()->set_name("tiny");
  return model;
}

/// x[2,4] → fc1 → h → relu → a → fc2 → y[2,3], weights w1 b1 w2 b2.
inline onnx::ModelProto tinyModel() {
  onnx::ModelProto model = emptyModel();
  onnx::GraphProto &graph = *model.mutable_graph();
  addValue(*graph.add_input(), "x", {2, 4});
  addValue(*graph.add_output(), "y", {2, 3});
  std::vector<float> values(32);
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(i) / 8.0f - 1.0f;
  addRaw(graph, "w1", {4, 8}, values);
  addRaw(graph, "b1", {8}, {values.begin(), values.begin() + 8});
  addRaw(graph, "w2", {8, 3}, {values.begin(), values.begin() + 24});
  addRaw(graph, "b2", {3}, {values.begin(), values.begin() + 3});
  addNode(graph, "Gemm", "fc1", {"x", "w1", "b1"}, {"h"});
  addNode(graph, "Relu", "relu", {"h"}, {"a"});
  addNode(graph, "Gemm", "fc2", {"a", "w2", "b2"}, {"y"});
  return model;
}

/// A model read from bytes that it keeps.
struct ReadModel {
  std::string bytes;
  std::unique_ptr<Model> model;

  const Model *operator->() const { return model.get(); }
  /// All messages, one a line.
  std::string messages() const {
    std::string text;
    for (const Diagnostic &diagnostic : model->diagnostics())
      text += (diagnostic.severity == Severity::Warning ? "warning: " : "") + diagnostic.message + "\n";
    return text;
  }
};

inline ReadModel readProto(const onnx::ModelProto &proto, const std::string &folder = "/nonexistent") {
  ReadModel result{proto.SerializeAsString(), nullptr};
  result.model = readModel(reinterpret_cast<const uint8_t *>(result.bytes.data()), result.bytes.size(), folder);
  return result;
}

} // namespace onnx_import
} // namespace neap

#endif // NEAP_TEST_UNIT_IMPORT_TINYMODEL_H
