//===- Node.cpp - One ONNX node while it is imported ----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Attributes, inputs and outputs of a node. Building ops is in NodeBuild.cpp.
//
//===----------------------------------------------------------------------===//

#include "Node.h"

#include "mlir/IR/Matchers.h"

#include "onnx/onnx_pb.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

ArrayRef<int64_t> neap::onnx_import::shapeOf(Value value) { return typeOf(value).getShape(); }
RankedTensorType neap::onnx_import::typeOf(Value value) { return cast<RankedTensorType>(value.getType()); }

static std::string labelOf(const onnx::NodeProto &proto, const Scope &scope, size_t index) {
  if (!scope.expandedNode.empty())
    return scope.expandedNode;
  return proto.name().empty() ? "#" + std::to_string(index) : proto.name();
}

static std::string operatorOf(const onnx::NodeProto &proto, const Scope &scope) {
  std::string own = proto.domain().empty() ? proto.op_type() : proto.domain() + "::" + proto.op_type();
  return scope.expandedOp.empty() ? own : scope.expandedOp + "/" + own;
}

Node::Node(Importer &importer, const onnx::NodeProto &proto, Scope &scope, size_t index, int64_t since)
    : importer(importer), proto(proto), scope(scope), name(labelOf(proto, scope, index)),
      opName(operatorOf(proto, scope)), sinceVersion(since),
      location(NameLoc::get(StringAttr::get(&importer.context, name))), operands(proto.input_size()) {}

unsigned Node::numInputs() const { return proto.input_size(); }
unsigned Node::numOutputs() const { return proto.output_size(); }
bool Node::hasInput(unsigned index) const { return index < numInputs() && !proto.input(index).empty(); }
bool Node::wantsOutput(unsigned index) const { return index < numOutputs() && !proto.output(index).empty(); }
StringRef Node::inputName(unsigned index) const { return proto.input(index); }
StringRef Node::outputName(unsigned index) const { return proto.output(index); }

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

const onnx::AttributeProto *Node::getAttr(StringRef name) const {
  for (const onnx::AttributeProto &attribute : proto.attribute())
    if (attribute.name() == name)
      return &attribute;
  return nullptr;
}

bool Node::hasAttr(StringRef name) const { return getAttr(name) != nullptr; }

int64_t Node::getInt(StringRef name, int64_t absent) const {
  const onnx::AttributeProto *attribute = getAttr(name);
  return attribute ? attribute->i() : absent;
}

double Node::getFloat(StringRef name, double absent) const {
  const onnx::AttributeProto *attribute = getAttr(name);
  return attribute ? attribute->f() : absent;
}

std::string Node::getString(StringRef name, StringRef absent) const {
  const onnx::AttributeProto *attribute = getAttr(name);
  return attribute ? attribute->s() : absent.str();
}

SmallVector<int64_t> Node::getInts(StringRef name) const {
  const onnx::AttributeProto *attribute = getAttr(name);
  if (!attribute)
    return {};
  return SmallVector<int64_t>(attribute->ints().begin(), attribute->ints().end());
}

SmallVector<double> Node::getFloats(StringRef name) const {
  const onnx::AttributeProto *attribute = getAttr(name);
  if (!attribute)
    return {};
  return SmallVector<double>(attribute->floats().begin(), attribute->floats().end());
}

//===----------------------------------------------------------------------===//
// Inputs
//===----------------------------------------------------------------------===//

const Binding &Node::binding(unsigned index) const {
  static const Binding absent;
  if (!hasInput(index))
    return absent;
  const Binding *found = scope.find(inputName(index));
  return found ? *found : absent;
}

Value Node::input(unsigned index, Use use) {
  const Binding &bound = binding(index);
  if (bound.kind == Binding::Kind::Tensor)
    return bound.tensor;
  if (bound.kind == Binding::Kind::Sequence) {
    (void)fail("input " + Twine(index) + " is a sequence, expected a tensor", inputName(index));
    return {};
  }
  if (bound.kind != Binding::Kind::Weight)
    return {};
  if (!operands[index])
    operands[index] = importer.weights.operand(*bound.weight, use, proto.op_type(), builder());
  return operands[index];
}

RankedTensorType Node::inputType(unsigned index) const {
  const Binding &bound = binding(index);
  if (bound.kind == Binding::Kind::Weight) {
    const Weight &weight = *bound.weight;
    return weight.type;
  }
  return bound.tensor ? typeOf(bound.tensor) : RankedTensorType();
}

DenseElementsAttr Node::knownValues(unsigned index, StringRef why) {
  const Binding &bound = binding(index);
  if (bound.kind == Binding::Kind::Weight)
    return importer.weights.values(*bound.weight, why);
  DenseElementsAttr values;
  if (bound.tensor && matchPattern(bound.tensor, m_Constant(&values)))
    return values;
  return {};
}

/// The values of an input that is a list of sizes, axes and the like; null, reported, where they depend on the data or
/// are far too many for one.
static DenseElementsAttr listOf(Node &node, unsigned index, StringRef what) {
  DenseElementsAttr values = node.knownValues(index, what);
  StringRef name = node.inputName(index);
  if (!values)
    (void)node.fail(what + " (`" + name + "`) must be known when compiling, but it depends on the data", name);
  else if (values.getNumElements() > 1 << 20)
    (void)node.fail(what + " (`" + name + "`) is " + describe(llvm::cast<RankedTensorType>(values.getType())) +
                        ", expected a short list",
                    name);
  else
    return values;
  return {};
}

std::optional<SmallVector<int64_t>> Node::ints(unsigned index, StringRef what) {
  DenseElementsAttr values = listOf(*this, index, what);
  return values ? std::optional(integersOf(values)) : std::nullopt;
}

std::optional<SmallVector<double>> Node::floats(unsigned index, StringRef what) {
  DenseElementsAttr values = listOf(*this, index, what);
  return values ? std::optional(numbersOf(values)) : std::nullopt;
}

FailureOr<std::optional<SmallVector<int64_t>>> Node::attrOrInput(StringRef name, unsigned index) {
  if (hasAttr(name))
    return std::optional<SmallVector<int64_t>>(getInts(name));
  if (!hasInput(index))
    return std::optional<SmallVector<int64_t>>();
  std::optional<SmallVector<int64_t>> values = ints(index, name);
  if (!values)
    return failure();
  return values;
}

std::string Node::describeInputs() const {
  std::string text;
  for (unsigned i = 0; i < numInputs(); ++i) {
    RankedTensorType type = inputType(i);
    if (!type)
      continue;
    text += (text.empty() ? "`" : ", `") + inputName(i).str() + "` " + describe(type);
  }
  return text;
}

//===----------------------------------------------------------------------===//
// Outputs and errors
//===----------------------------------------------------------------------===//

void Node::setBinding(unsigned index, Binding binding) {
  if (wantsOutput(index))
    scope.values[outputName(index)] = std::move(binding);
}

LogicalResult Node::set(unsigned index, Value value) {
  if (!value)
    return failure();
  setBinding(index, Binding::ofTensor(value));
  return success();
}

LogicalResult Node::setSequence(ArrayRef<Value> elements) {
  if (llvm::is_contained(elements, Value()))
    return failure();
  Binding binding;
  binding.kind = Binding::Kind::Sequence;
  binding.elements.assign(elements.begin(), elements.end());
  setBinding(0, std::move(binding));
  return success();
}

void Node::poisonOutputs() {
  if (!reported)
    (void)fail("could not be imported");
  for (unsigned i = 0; i < numOutputs(); ++i)
    setBinding(i, Binding::poison());
}

LogicalResult Node::fail(const Twine &message, StringRef value) {
  reported = true;
  importer.diagnostics.node(ImportSeverity::Error, *this, message, value);
  return failure();
}

void Node::warn(const Twine &message, StringRef value) {
  importer.diagnostics.node(ImportSeverity::Warning, *this, message, value);
}

std::optional<int64_t> Node::axis(int64_t value, int64_t rank) {
  if (value >= -rank && value < rank)
    return value < 0 ? value + rank : value;
  (void)fail("axis " + Twine(value) + " is out of range for rank " + Twine(rank) + " (" + describeInputs() + ")");
  return std::nullopt;
}

std::optional<SmallVector<int64_t>> Node::axes(ArrayRef<int64_t> values, int64_t rank) {
  SmallVector<int64_t> result;
  for (int64_t value : values) {
    std::optional<int64_t> found = axis(value, rank);
    if (!found)
      return std::nullopt;
    if (llvm::is_contained(result, *found)) {
      (void)fail("axis " + Twine(value) + " is given twice");
      return std::nullopt;
    }
    result.push_back(*found);
  }
  return result;
}
