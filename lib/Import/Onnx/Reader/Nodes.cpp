//===- Nodes.cpp - One node against its schema ----------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the ONNX schema says about a node without knowing any type: that its
// operator exists in the imported opset, how many inputs and outputs it has,
// and which attributes of which kind. Types and shapes are the dialect's.
//
//===----------------------------------------------------------------------===//

#include "ReaderImpl.h"
#include "onnx/defs/schema.h"
#include <climits>
#include <set>

using namespace neap::onnx_import;
using onnx::AttributeProto;
using onnx::OpSchema;

namespace {
/// The messages of one node.
class NodeChecker {
public:
  NodeChecker(Model::Impl &model, onnx::NodeProto &node, size_t index) : model(model), node(node), index(index) {}

  void run() {
    const OpSchema *schema = findSchema();
    if (schema) {
      checkCount("input", node.input(), schema->min_input(), schema->max_input());
      checkCount("output", node.output(), schema->min_output(), schema->max_output());
      checkInputs(*schema);
      checkRequired(*schema);
    }
    std::set<std::string> seen;
    for (AttributeProto &attribute : *node.mutable_attribute()) {
      if (!seen.insert(attribute.name()).second)
        fail("attribute " + quote(attribute.name()) + " is given twice");
      if (checkKind(attribute) && schema)
        checkAttribute(*schema, attribute);
      readTensors(attribute);
    }
  }

private:
  void fail(const std::string &what, Problem problem = Problem::Invalid) {
    model.nodeError(node, index, what, "", problem);
  }

  const OpSchema *findSchema() {
    if (node.op_type().empty()) {
      fail("has no operator");
      return nullptr;
    }
    if (!node.domain().empty()) {
      fail("operator " + operatorName(node) + " is not supported", Problem::Unsupported);
      return nullptr;
    }
    auto opset = model.opsets.find("");
    if (opset == model.opsets.end() || opset->second < oldestOpset || opset->second > newestOpset)
      return nullptr; // reported once, for the model
    int version = static_cast<int>(opset->second);
    const OpSchema *schema = onnx::OpSchemaRegistry::Schema(node.op_type(), version, "");
    // A deprecated operator keeps its schema and its meaning.
    if (schema)
      return schema;
    if (onnx::OpSchemaRegistry::Schema(node.op_type(), INT_MAX, ""))
      fail("operator " + operatorName(node) + " does not exist in opset " + std::to_string(version) +
           ", which the model imports");
    else
      fail("operator " + operatorName(node) + " is not supported: ai.onnx has none of this name", Problem::Unsupported);
    return nullptr;
  }

  template <typename Names> void checkCount(const char *what, const Names &names, int least, int most) {
    int count = names.size();
    if (count >= least && count <= most)
      return;
    std::string expected = least == most     ? std::to_string(least)
                           : most == INT_MAX ? "at least " + std::to_string(least)
                                             : std::to_string(least) + " to " + std::to_string(most);
    fail("has " + std::to_string(count) + " " + what + (count == 1 ? "" : "s") + ", " + node.op_type() + " takes " +
         expected);
  }

  void checkInputs(const OpSchema &schema) {
    int formals = static_cast<int>(schema.inputs().size());
    for (int i = 0; i < node.input_size() && formals > 0; ++i) {
      // All that follow belong to a variadic last one.
      const OpSchema::FormalParameter &formal = schema.inputs()[std::min(i, formals - 1)];
      if (node.input(i).empty() && formal.GetOption() != OpSchema::Optional)
        fail("input " + quote(formal.GetName()) + " is required and absent" +
             (formal.GetOption() == OpSchema::Variadic ? " at position " + std::to_string(i) : ""));
    }
  }

  void checkRequired(const OpSchema &schema) {
    for (const auto &entry : schema.attributes()) {
      bool given = false;
      for (const AttributeProto &attribute : node.attribute())
        given |= attribute.name() == entry.first;
      if (entry.second.required && !given)
        fail("attribute " + quote(entry.first) + " is required and absent");
    }
  }

  /// That the attribute has one value, of the kind it declares.
  bool checkKind(const AttributeProto &attribute) {
    if (attribute.has_ref_attr_name() && !attribute.ref_attr_name().empty()) {
      fail("attribute " + quote(attribute.name()) + " refers to a function's attribute outside of a function");
      return false;
    }
    bool scalars[] = {attribute.has_f(), attribute.has_i(), attribute.has_s(),
                      attribute.has_t(), attribute.has_g(), attribute.has_sparse_tensor(),
                      attribute.has_tp()};
    bool lists[] = {attribute.floats_size() > 0,     attribute.ints_size() > 0,   attribute.strings_size() > 0,
                    attribute.tensors_size() > 0,    attribute.graphs_size() > 0, attribute.sparse_tensors_size() > 0,
                    attribute.type_protos_size() > 0};
    constexpr AttributeProto::AttributeType scalarTypes[] = {
        AttributeProto::FLOAT, AttributeProto::INT,           AttributeProto::STRING,    AttributeProto::TENSOR,
        AttributeProto::GRAPH, AttributeProto::SPARSE_TENSOR, AttributeProto::TYPE_PROTO};
    constexpr AttributeProto::AttributeType listTypes[] = {
        AttributeProto::FLOATS, AttributeProto::INTS,           AttributeProto::STRINGS,    AttributeProto::TENSORS,
        AttributeProto::GRAPHS, AttributeProto::SPARSE_TENSORS, AttributeProto::TYPE_PROTOS};
    bool good = attribute.type() != AttributeProto::UNDEFINED;
    for (int i = 0; i < 7; ++i) {
      // A message-typed scalar must be there; a number or string that is left out has its default.
      bool needed = attribute.type() == scalarTypes[i] && i >= 3;
      good &= (!scalars[i] && !needed) || (scalars[i] && attribute.type() == scalarTypes[i]);
      good &= !lists[i] || attribute.type() == listTypes[i];
    }
    if (!good)
      fail("attribute " + quote(attribute.name()) + " has no value of the type it declares");
    return good;
  }

  void checkAttribute(const OpSchema &schema, const AttributeProto &attribute) {
    auto expected = schema.attributes().find(attribute.name());
    if (expected == schema.attributes().end()) {
      fail("attribute " + quote(attribute.name()) + " is not one of " + node.op_type() + " in opset " +
           std::to_string(model.opsets.at("")));
      return;
    }
    if (expected->second.type != attribute.type())
      fail("attribute " + quote(attribute.name()) + " has type " +
           onnx::AttributeProto_AttributeType_Name(attribute.type()) + ", " + node.op_type() + " takes " +
           onnx::AttributeProto_AttributeType_Name(expected->second.type));
  }

  void readTensors(AttributeProto &attribute) {
    if (attribute.has_sparse_tensor() || attribute.sparse_tensors_size() > 0)
      fail("attribute " + quote(attribute.name()) + ": sparse tensors are not supported", Problem::Unsupported);
    if (attribute.has_t())
      readTensor(attribute, *attribute.mutable_t());
    for (onnx::TensorProto &tensor : *attribute.mutable_tensors())
      readTensor(attribute, tensor);
  }

  void readTensor(const AttributeProto &attribute, onnx::TensorProto &tensor) {
    Diagnostic owner;
    owner.node = nodeLabel(node, index);
    owner.op = operatorName(node);
    owner.message = "node " + quote(owner.node) + " (" + owner.op + "): attribute " + quote(attribute.name());
    TensorData data;
    if (neap::onnx_import::readTensor(model, tensor, owner, data))
      model.tensors.emplace(&tensor, std::move(data));
  }

  Model::Impl &model;
  onnx::NodeProto &node;
  size_t index;
};
} // namespace

void neap::onnx_import::checkNode(Model::Impl &model, onnx::NodeProto &node, size_t index) {
  NodeChecker(model, node, index).run();
}
