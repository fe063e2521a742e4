//===- Shape.cpp - Moving and rearranging elements ------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reshape, Transpose, Slice and their kin. On constants they fold as they are
// built, so the shape arithmetic of exporters leaves nothing behind.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

//===----------------------------------------------------------------------===//
// Views
//===----------------------------------------------------------------------===//

/// 0 copies a dimension (unless allowzero), -1 is what remains.
static LogicalResult importReshape(Node &node) {
  Value x = node.input(0);
  std::optional<SmallVector<int64_t>> wanted = node.ints(1, "shape");
  if (!x || !wanted)
    return failure();
  ArrayRef<int64_t> from = shapeOf(x);
  bool allowZero = node.getInt("allowzero", 0) != 0;
  int64_t elements = llvm::product_of(from), known = 1, free = -1;
  SmallVector<int64_t> shape = *wanted;
  for (auto [i, extent] : llvm::enumerate(shape)) {
    if (extent == 0 && !allowZero) {
      if (i >= from.size())
        return node.fail("shape " + describe(*wanted) + " copies dimension " + Twine(i) + " of " + describe(typeOf(x)));
      extent = from[i];
    }
    if (extent == -1 && free < 0)
      free = i;
    else if (extent < 0 || llvm::MulOverflow(known, extent, known))
      return node.fail("shape " + describe(*wanted) + " is not a shape");
  }
  if (free >= 0) {
    if (known == 0 || elements % known)
      return node.fail("shape " + describe(*wanted) + " does not divide the " + Twine(elements) + " elements of `" +
                       node.inputName(0) + "` " + describe(typeOf(x)));
    shape[free] = elements / known;
    known *= shape[free];
  }
  if (known != elements)
    return node.fail("shape " + describe(*wanted) + " has " + Twine(known) + " elements, `" + node.inputName(0) + "` " +
                     describe(typeOf(x)) + " has " + Twine(elements));
  return node.done(node.reshape(x, shape));
}

static LogicalResult importFlatten(Node &node) {
  Value x = node.input(0);
  if (!x)
    return failure();
  ArrayRef<int64_t> shape = shapeOf(x);
  int64_t rank = shape.size(), given = node.getInt("axis", 1);
  // The axis may also be the rank: everything is one column of rows.
  std::optional<int64_t> axis = given == rank ? given : node.axis(given, rank);
  if (!axis)
    return failure();
  return node.done(
      node.reshape(x, {llvm::product_of(shape.take_front(*axis)), llvm::product_of(shape.drop_front(*axis))}));
}

static LogicalResult importSqueeze(Node &node) {
  Value x = node.input(0);
  auto given = node.attrOrInput("axes", 1);
  if (!x || failed(given))
    return failure();
  ArrayRef<int64_t> shape = shapeOf(x);
  std::optional<SmallVector<int64_t>> axes = node.axes(given->value_or(SmallVector<int64_t>()), shape.size());
  if (!axes)
    return failure();
  SmallVector<int64_t> kept;
  for (auto [i, extent] : llvm::enumerate(shape)) {
    bool named = llvm::is_contained(*axes, static_cast<int64_t>(i));
    if (named && extent != 1)
      return node.fail("axis " + Twine(i) + " of " + describe(typeOf(x)) + " is " + Twine(extent) + ", expected 1");
    if (!named && (given->has_value() || extent != 1))
      kept.push_back(extent);
  }
  return node.done(node.reshape(x, kept));
}

static LogicalResult importUnsqueeze(Node &node) {
  Value x = node.input(0);
  auto given = node.attrOrInput("axes", 1);
  if (!x || failed(given))
    return failure();
  SmallVector<int64_t> shape, added = given->value_or(SmallVector<int64_t>());
  std::optional<SmallVector<int64_t>> axes = node.axes(added, shapeOf(x).size() + added.size());
  if (!axes)
    return failure();
  const int64_t *next = shapeOf(x).begin();
  for (size_t i = 0; i < shapeOf(x).size() + added.size(); ++i)
    shape.push_back(llvm::is_contained(*axes, static_cast<int64_t>(i)) ? 1 : *next++);
  return node.done(node.reshape(x, shape));
}

/// The parameter behind an Identity is still the initializer.
static LogicalResult importIdentity(Node &node) {
  if (node.binding(0).kind == Binding::Kind::Absent)
    return failure();
  node.setBinding(0, node.binding(0));
  return success();
}

//===----------------------------------------------------------------------===//
// Rearrangement
//===----------------------------------------------------------------------===//

static LogicalResult importTranspose(Node &node) {
  Value x = node.input(0);
  if (!x)
    return failure();
  int64_t rank = shapeOf(x).size();
  SmallVector<int64_t> permutation = node.getInts("perm");
  if (permutation.empty())
    for (int64_t i = rank; i-- > 0;)
      permutation.push_back(i);
  if (static_cast<int64_t>(permutation.size()) != rank)
    return node.fail("perm " + describe(permutation) + " does not permute the " + Twine(rank) + " dimensions of " +
                     describe(typeOf(x)));
  std::optional<SmallVector<int64_t>> axes = node.axes(permutation, rank);
  return axes ? node.done(node.transpose(x, *axes)) : failure();
}

static LogicalResult importExpand(Node &node) {
  Value x = node.input(0);
  std::optional<SmallVector<int64_t>> wanted = node.ints(1, "shape");
  if (!x || !wanted)
    return failure();
  SmallVector<int64_t> shape = *wanted, from(shapeOf(x));
  // Both sides broadcast: align them at the right.
  shape.insert(shape.begin(), std::max<int64_t>(0, from.size() - shape.size()), 1);
  from.insert(from.begin(), shape.size() - from.size(), 1);
  for (auto [extent, own] : llvm::zip_equal(shape, from)) {
    if (extent < 0 || (extent != own && extent != 1 && own != 1))
      return node.fail("`" + node.inputName(0) + "` " + describe(typeOf(x)) + " does not broadcast to " +
                       describe(*wanted));
    extent = extent == 1 ? own : extent;
  }
  return node.done(node.broadcast(x, shape));
}

static LogicalResult importTile(Node &node) {
  Value x = node.input(0);
  std::optional<SmallVector<int64_t>> repeats = node.ints(1, "repeats");
  if (!x || !repeats)
    return failure();
  return node.done(node.create("tile", x, {node.attr("repeats", *repeats)}));
}

static LogicalResult importConcat(Node &node) {
  SmallVector<Value> operands;
  for (unsigned i = 0; i < node.numInputs(); ++i)
    operands.push_back(node.input(i));
  if (llvm::is_contained(operands, Value()))
    return failure();
  std::optional<int64_t> axis = node.axis(node.getInt("axis", 1), shapeOf(operands.front()).size());
  if (!axis)
    return failure();
  return node.done(operands.size() == 1 ? operands.front()
                                        : node.create("concat", operands, {node.attr("axis", *axis)}));
}

//===----------------------------------------------------------------------===//
// Slices
//===----------------------------------------------------------------------===//

namespace {
/// What a Slice asks of one dimension.
struct Extent {
  int64_t start, size, step;
};
} // namespace

/// numpy's rules: negative bounds count from the end, all are clamped.
static Extent clampRange(int64_t start, int64_t end, int64_t step, int64_t extent) {
  auto clamp = [extent](int64_t bound, int64_t low, int64_t high) {
    if (bound < 0)
      bound = bound < -extent ? -1 : bound + extent;
    return std::clamp(bound, low, high);
  };
  if (step > 0) {
    start = start < -extent ? 0 : clamp(start, 0, extent);
    end = end < -extent ? 0 : clamp(end, 0, extent);
    return {start, end > start ? (end - start - 1) / step + 1 : 0, step};
  }
  start = clamp(start, -1, extent - 1);
  end = clamp(end, -1, extent - 1);
  return {start, start > end ? (start - end - 1) / -step + 1 : 0, step};
}

static LogicalResult importSlice(Node &node) {
  Value x = node.input(0);
  auto starts = node.attrOrInput("starts", 1), ends = node.attrOrInput("ends", 2), given = node.attrOrInput("axes", 3),
       steps = node.attrOrInput("steps", 4);
  if (!x || failed(starts) || failed(ends) || failed(given) || failed(steps))
    return failure();
  if (!starts->has_value() || !ends->has_value())
    return node.fail("needs starts and ends");
  ArrayRef<int64_t> shape = shapeOf(x);
  size_t count = (*starts)->size();
  SmallVector<int64_t> named = given->value_or(SmallVector<int64_t>());
  if (!given->has_value())
    named = llvm::to_vector(llvm::seq<int64_t>(0, count));
  std::optional<SmallVector<int64_t>> axes = node.axes(named, shape.size());
  if (!axes)
    return failure();
  SmallVector<int64_t> stride = steps->value_or(SmallVector<int64_t>(count, 1));
  if ((*ends)->size() != count || axes->size() != count || stride.size() != count)
    return node.fail("starts, ends, axes and steps must have one number per axis");
  SmallVector<int64_t> from(shape.size(), 0), sizes(shape), by(shape.size(), 1);
  for (size_t i = 0; i < count; ++i) {
    int64_t axis = (*axes)[i];
    if (stride[i] == 0 || stride[i] == std::numeric_limits<int64_t>::min())
      return node.fail("step " + Twine(stride[i]) + " of axis " + Twine(axis) + " is not a step");
    Extent range = clampRange((**starts)[i], (**ends)[i], stride[i], shape[axis]);
    from[axis] = range.size ? range.start : 0;
    sizes[axis] = range.size;
    by[axis] = range.size > 1 ? range.step : 1;
  }
  return node.done(ArrayRef(sizes) == shape && llvm::all_of(by, [](int64_t step) { return step == 1; })
                       ? x
                       : node.slice(x, from, sizes, by));
}

/// The sizes of the parts: given, or equal ones. Since opset 18 the last may be smaller.
static FailureOr<SmallVector<int64_t>> splitSizes(Node &node, int64_t extent) {
  auto given = node.attrOrInput("split", 1);
  if (failed(given))
    return failure();
  int64_t parts = node.numOutputs();
  if (given->has_value() && (node.since() >= 13 || !(*given)->empty())) {
    int64_t sum = 0;
    for (int64_t size : **given)
      if (size < 0 || llvm::AddOverflow(sum, size, sum))
        return node.fail("split " + describe(**given) + " holds a negative size");
    if (sum != extent || static_cast<int64_t>((*given)->size()) != parts)
      return node.fail("split " + describe(**given) + " does not cut " + Twine(extent) + " into " + Twine(parts) +
                       " outputs");
    return **given;
  }
  if (node.since() >= 18)
    parts = node.getInt("num_outputs", parts);
  if (parts < 1 || (node.since() < 18 && extent % parts) || parts != static_cast<int64_t>(node.numOutputs()))
    return node.fail("dimension " + Twine(extent) + " does not split into " + Twine(parts) + " equal parts");
  int64_t size = llvm::divideCeil(extent, parts);
  SmallVector<int64_t> sizes;
  for (int64_t left = extent; parts-- > 0; left -= sizes.back())
    sizes.push_back(std::clamp<int64_t>(left, 0, size));
  return sizes;
}

static LogicalResult importSplit(Node &node) {
  Value x = node.input(0);
  if (!x)
    return failure();
  std::optional<int64_t> axis = node.axis(node.getInt("axis", 0), shapeOf(x).size());
  if (!axis)
    return failure();
  FailureOr<SmallVector<int64_t>> sizes = splitSizes(node, shapeOf(x)[*axis]);
  if (failed(sizes))
    return failure();
  SmallVector<int64_t> starts(shapeOf(x).size(), 0), shape(shapeOf(x));
  for (auto [i, size] : llvm::enumerate(*sizes)) {
    shape[*axis] = size;
    if (failed(node.set(i, sizes->size() == 1 ? x : node.slice(x, starts, shape))))
      return failure();
    starts[*axis] += size;
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Padding and blocks
//===----------------------------------------------------------------------===//

static FailureOr<int32_t> padMode(Node &node) {
  std::string mode = node.getString("mode", "constant");
  int32_t number = 0;
  for (StringRef known : {"constant", "reflect", "edge", "wrap"}) {
    if (mode == known)
      return number;
    ++number;
  }
  return node.fail("mode is `" + mode + "`, expected constant, reflect, edge or wrap");
}

static FailureOr<double> padValue(Node &node) {
  if (node.since() < 11)
    return node.getFloat("value", 0.0);
  if (!node.hasInput(2))
    return 0.0;
  std::optional<SmallVector<double>> value = node.floats(2, "constant_value");
  if (!value)
    return failure();
  if (value->size() != 1)
    return node.fail("constant_value has " + Twine(value->size()) + " numbers, expected 1");
  return value->front();
}

static LogicalResult importPad(Node &node) {
  Value x = node.input(0);
  FailureOr<int32_t> mode = padMode(node);
  FailureOr<double> value = padValue(node);
  auto pads = node.attrOrInput("pads", 1), given = node.attrOrInput("axes", 3);
  if (!x || failed(mode) || failed(value) || failed(pads) || failed(given))
    return failure();
  int64_t rank = shapeOf(x).size();
  SmallVector<int64_t> named = given->value_or(llvm::to_vector(llvm::seq<int64_t>(0, rank)));
  std::optional<SmallVector<int64_t>> axes = node.axes(named, rank);
  if (!axes)
    return failure();
  SmallVector<int64_t> numbers = pads->value_or(SmallVector<int64_t>());
  if (numbers.size() != 2 * axes->size())
    return node.fail("pads " + describe(numbers) + " must have " + Twine(2 * axes->size()) + " numbers");
  SmallVector<int64_t> low(rank, 0), high(rank, 0);
  for (auto [i, axis] : llvm::enumerate(*axes)) {
    low[axis] = numbers[i];
    high[axis] = numbers[i + axes->size()];
  }
  return node.done(node.create("pad", x,
                               {node.attr("low", low), node.attr("high", high), node.attr("value", *value),
                                node.attr("mode", node.builder().getI32IntegerAttr(*mode))}));
}

/// [N, C, H, W] and a block size that is at least 1.
static FailureOr<int64_t> blockSize(Node &node) {
  RankedTensorType type = node.inputType(0);
  if (!type)
    return failure();
  int64_t block = node.getInt("blocksize", 0);
  if (type.getRank() != 4)
    return node.fail("expected a tensor [N, C, H, W], found " + node.describeInputs());
  if (block < 1 || block > std::numeric_limits<int32_t>::max())
    return node.fail("blocksize " + Twine(block) + ", expected at least 1");
  return block;
}

static LogicalResult importDepthToSpace(Node &node) {
  FailureOr<int64_t> block = blockSize(node);
  if (failed(block))
    return failure();
  SmallVector<int64_t> s(node.inputShape(0));
  int64_t b = *block, channels = s[1] / (b * b);
  if (channels * b * b != s[1])
    return node.fail(Twine(s[1]) + " channels do not divide by the block of " + Twine(b) + "x" + Twine(b));
  bool crd = node.getString("mode", "DCR") == "CRD";
  SmallVector<int64_t> split = crd ? SmallVector<int64_t>{s[0], channels, b, b, s[2], s[3]}
                                   : SmallVector<int64_t>{s[0], b, b, channels, s[2], s[3]};
  SmallVector<int64_t> order = crd ? SmallVector<int64_t>{0, 1, 4, 2, 5, 3} : SmallVector<int64_t>{0, 3, 4, 1, 5, 2};
  Value blocks = node.transpose(node.reshape(node.input(0), split), order);
  return node.done(node.reshape(blocks, {s[0], channels, s[2] * b, s[3] * b}));
}

static LogicalResult importSpaceToDepth(Node &node) {
  FailureOr<int64_t> block = blockSize(node);
  if (failed(block))
    return failure();
  SmallVector<int64_t> s(node.inputShape(0));
  int64_t b = *block;
  if (s[2] % b || s[3] % b)
    return node.fail(Twine(s[2]) + "x" + Twine(s[3]) + " does not divide by the block of " + Twine(b) + "x" + Twine(b));
  Value blocks = node.reshape(node.input(0), {s[0], s[1], s[2] / b, b, s[3] / b, b});
  blocks = node.transpose(blocks, {0, 3, 5, 1, 2, 4});
  return node.done(node.reshape(blocks, {s[0], s[1] * b * b, s[2] / b, s[3] / b}));
}

void neap::onnx_import::addShapeOps(OpTable &table) {
  table.add("Reshape", {5, 13, 14, 19, 21, 23, 24}, importReshape);
  table.add("Flatten", {9, 11, 13, 21, 23, 24}, importFlatten);
  table.add("Squeeze", {1, 11, 13, 21, 23, 24}, importSqueeze);
  table.add("Unsqueeze", {1, 11, 13, 21, 23, 24}, importUnsqueeze);
  table.add("Identity", {1, 13, 14, 16, 19, 21, 23, 24}, importIdentity);
  table.add("Transpose", {1, 13, 21, 23, 24}, importTranspose);
  table.add("Expand", {8, 13}, importExpand);
  table.add("Tile", {6, 13}, importTile);
  table.add("Concat", {4, 11, 13}, importConcat);
  table.add("Slice", {1, 10, 11, 13}, importSlice);
  table.add("Split", {2, 11, 13, 18}, importSplit);
  table.add("Pad", {2, 11, 13, 18, 19, 21, 23, 24}, importPad);
  table.add("DepthToSpace", {1, 11, 13}, importDepthToSpace);
  table.add("SpaceToDepth", {1, 13}, importSpaceToDepth);
}
