//===- Function.cpp - Operators imported through their ONNX function body -===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// ONNX defines many operators by a graph of simpler ones. Where there is no
// import function, that graph is imported in place of the node.
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include "Node.h"

#include "onnx/defs/schema.h"
#include "onnx/onnx_pb.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

/// Bodies use operators that have bodies; none of ONNX nests deeper than a few.
static constexpr unsigned maxBodyDepth = 8;

static int32_t protoType(Type element) {
  if (element.isF32())
    return onnx::TensorProto::FLOAT;
  if (element.isF64())
    return onnx::TensorProto::DOUBLE;
  if (element.isF16())
    return onnx::TensorProto::FLOAT16;
  if (element.isBF16())
    return onnx::TensorProto::BFLOAT16;
  if (element.isInteger(1))
    return onnx::TensorProto::BOOL;
  if (element.isInteger(8))
    return onnx::TensorProto::INT8;
  return element.isInteger(32) ? onnx::TensorProto::INT32 : onnx::TensorProto::INT64;
}

static std::vector<onnx::TypeProto> inputTypes(const Node &node) {
  std::vector<onnx::TypeProto> types(node.numInputs());
  for (unsigned i = 0; i < node.numInputs(); ++i) {
    RankedTensorType type = node.inputType(i);
    if (!type)
      continue;
    onnx::TypeProto::Tensor *tensor = types[i].mutable_tensor_type();
    tensor->set_elem_type(protoType(type.getElementType()));
    for (int64_t extent : type.getShape())
      tensor->mutable_shape()->add_dim()->set_dim_value(extent);
  }
  return types;
}

/// The body for this node; nothing where the operator has none that fits.
static std::optional<onnx::FunctionProto> functionBody(const Node &node, const onnx::OpSchema &schema) {
  onnx::FunctionProto body;
  int opset = static_cast<int>(node.opset());
  try {
    if (schema.HasContextDependentFunction()) {
      onnx::FunctionBodyBuildContextImpl context(node.proto, inputTypes(node));
      if (schema.BuildContextDependentFunction(context, body, opset))
        return body;
      return std::nullopt;
    }
    if (const onnx::FunctionProto *function = schema.HasFunction() ? schema.GetFunction(opset) : nullptr)
      return *function;
  } catch (const std::exception &) {
    // A body that cannot be built for these types: the operator counts as having none.
  }
  return std::nullopt;
}

/// Replaces references to the operator's attributes by what the node gives, or the schema's default.
static void bindAttributes(onnx::NodeProto &inner, const Node &node, const onnx::OpSchema &schema) {
  google::protobuf::RepeatedPtrField<onnx::AttributeProto> bound;
  for (const onnx::AttributeProto &attribute : inner.attribute()) {
    if (attribute.ref_attr_name().empty()) {
      *bound.Add() = attribute;
      continue;
    }
    const onnx::AttributeProto *given = node.getAttr(attribute.ref_attr_name());
    auto declared = schema.attributes().find(attribute.ref_attr_name());
    if (!given && declared != schema.attributes().end() && declared->second.default_value.has_name())
      given = &declared->second.default_value;
    if (!given)
      continue;
    onnx::AttributeProto *copy = bound.Add();
    *copy = *given;
    copy->set_name(attribute.name());
  }
  inner.mutable_attribute()->Swap(&bound);
}

/// Operators whose body is no way to train them: it is long, and a family of its own is to come.
static bool isExpandable(StringRef op) { return op != "Attention"; }

bool Importer::expandFunction(Node &node, const onnx::OpSchema &schema) {
  if (node.scope.depth >= maxBodyDepth || !isExpandable(node.proto.op_type()))
    return false;
  std::optional<onnx::FunctionProto> body = functionBody(node, schema);
  if (!body)
    return false;
  // The tensors of its constants are data of the model from now on.
  functionBodies.push_back(std::make_unique<onnx::FunctionProto>(std::move(*body)));
  onnx::FunctionProto &function = *functionBodies.back();
  Scope scope;
  scope.opset = node.opset();
  for (const onnx::OperatorSetIdProto &opset : function.opset_import())
    if (opset.domain().empty())
      scope.opset = opset.version();
  scope.depth = node.scope.depth + 1;
  scope.expandedNode = node.label();
  scope.expandedOp = node.op();
  for (int i = 0; i < function.input_size(); ++i)
    if (node.hasInput(i))
      scope.values[function.input(i)] = node.binding(i);
  for (onnx::NodeProto &inner : *function.mutable_node())
    bindAttributes(inner, node, schema);
  importNodes(function.node(), scope);
  for (unsigned i = 0; i < node.numOutputs() && i < static_cast<unsigned>(function.output_size()); ++i) {
    const Binding *result = scope.find(function.output(i));
    node.setBinding(i, result ? *result : Binding::poison());
  }
  return true;
}
