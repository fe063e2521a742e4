//===- Sequence.cpp - Sequences of tensors --------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sequences exist while importing only: exporters split a tensor into one and
// take elements out again at constant positions.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

static const Binding *sequence(Node &node) {
  const Binding &bound = node.binding(0);
  if (bound.kind == Binding::Kind::Sequence)
    return &bound;
  (void)node.fail("input `" + node.inputName(0) + "` is a tensor, expected a sequence");
  return nullptr;
}

static LogicalResult importSequenceConstruct(Node &node) {
  SmallVector<Value> elements;
  for (unsigned i = 0; i < node.numInputs(); ++i)
    elements.push_back(node.input(i));
  return node.setSequence(elements);
}

static LogicalResult importSequenceAt(Node &node) {
  const Binding *bound = sequence(node);
  std::optional<SmallVector<int64_t>> position = node.ints(1, "position");
  if (!bound || !position)
    return failure();
  if (position->size() != 1)
    return node.fail("position has " + Twine(position->size()) + " numbers, expected 1");
  std::optional<int64_t> index = node.axis(position->front(), bound->elements.size());
  return index ? node.done(bound->elements[*index]) : failure();
}

static LogicalResult importSequenceLength(Node &node) {
  const Binding *bound = sequence(node);
  if (!bound)
    return failure();
  return node.done(node.reshape(node.constantInts({static_cast<int64_t>(bound->elements.size())}), {}));
}

/// Sizes of the parts: a list, one size for all but the last, or 1 where nothing is given.
static std::optional<SmallVector<int64_t>> partSizes(Node &node, int64_t extent) {
  SmallVector<int64_t> sizes;
  int64_t size = 1;
  if (node.hasInput(1)) {
    std::optional<SmallVector<int64_t>> given = node.ints(1, "split");
    if (!given || node.inputType(1).getRank() == 1)
      return given;
    size = given->front();
  }
  if (size < 1) {
    (void)node.fail("split " + Twine(size) + ", expected at least 1");
    return std::nullopt;
  }
  for (int64_t left = extent; left > 0; left -= size)
    sizes.push_back(std::min(left, size));
  return sizes;
}

static LogicalResult importSplitToSequence(Node &node) {
  Value x = node.input(0);
  if (!x)
    return failure();
  SmallVector<int64_t> shape(shapeOf(x)), starts(shape.size(), 0);
  std::optional<int64_t> axis = node.axis(node.getInt("axis", 0), shape.size());
  if (!axis)
    return failure();
  int64_t extent = shape[*axis];
  std::optional<SmallVector<int64_t>> sizes = partSizes(node, extent);
  if (!sizes)
    return failure();
  bool drop = !node.hasInput(1) && node.getInt("keepdims", 1) == 0;
  SmallVector<Value> elements;
  for (int64_t size : *sizes) {
    if (size < 0 || starts[*axis] + size > extent)
      return node.fail("split " + describe(*sizes) + " does not cut " + Twine(extent));
    shape[*axis] = size;
    Value part = node.slice(x, starts, shape);
    if (drop) {
      SmallVector<int64_t> dropped(shape);
      dropped.erase(dropped.begin() + *axis);
      part = node.reshape(part, dropped);
    }
    elements.push_back(part);
    starts[*axis] += size;
  }
  return node.setSequence(elements);
}

static LogicalResult importConcatFromSequence(Node &node) {
  const Binding *bound = sequence(node);
  if (!bound)
    return failure();
  SmallVector<Value> elements = bound->elements;
  if (elements.empty())
    return node.fail("the sequence is empty");
  bool stack = node.getInt("new_axis", 0) != 0;
  std::optional<int64_t> axis = node.axis(node.getInt("axis", 0), shapeOf(elements.front()).size() + stack);
  if (!axis)
    return failure();
  for (Value &element : elements) {
    if (!stack || !element)
      continue;
    SmallVector<int64_t> shape(shapeOf(element));
    shape.insert(shape.begin() + std::min<size_t>(*axis, shape.size()), 1);
    element = node.reshape(element, shape);
  }
  return node.done(elements.size() == 1 ? elements.front() : node.create("concat", elements, node.attr("axis", *axis)));
}

void neap::onnx_import::addSequenceOps(OpTable &table) {
  table.add("SequenceConstruct", {11}, importSequenceConstruct);
  table.add("SequenceAt", {11}, importSequenceAt);
  table.add("SequenceLength", {11}, importSequenceLength, OperatorGradient::None);
  table.add("SplitToSequence", {11, 24}, importSplitToSequence);
  table.add("ConcatFromSequence", {11}, importConcatFromSequence);
}
