//===- IndexingFolds.cpp - Folds of gathers and their like ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exported shape arithmetic takes shapes apart with gathers and puts them together
// with scatters, so all of them fold.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/ConstantFolding.h"
#include "neap/Dialect/Neap/Ops/Indexing.h"

using namespace mlir;
using namespace neap;

/// The constant operands of an op, or nothing when one is none or all are too large to look at.
static std::optional<SmallVector<ConstantElements>> constantsOf(ArrayRef<Attribute> operands) {
  SmallVector<ConstantElements> result;
  for (Attribute operand : operands) {
    std::optional<ConstantElements> elements = ConstantElements::get(operand);
    if (!elements)
      return std::nullopt;
    result.push_back(std::move(*elements));
  }
  return result;
}

/// A position along `extent`, counted from the end when negative; nothing outside.
static std::optional<int64_t> positionOf(const Scalar &index, int64_t extent) {
  int64_t position = index.integer < 0 ? index.integer + extent : index.integer;
  if (position < 0 || position >= extent)
    return std::nullopt;
  return position;
}

static const Scalar &at(const ConstantElements &elements, ArrayRef<int64_t> index) {
  return elements[linearize(index, elements.getType().getShape())];
}

OpFoldResult GatherOp::fold(FoldAdaptor adaptor) {
  auto constants = constantsOf(adaptor.getOperands());
  if (!constants)
    return {};
  const ConstantElements &data = (*constants)[0], &indices = (*constants)[1];
  int64_t axis = getAxis(), rank = indices.getType().getRank();
  return foldFromIndices(getType(), [&](ArrayRef<int64_t> index) -> std::optional<Scalar> {
    std::optional<int64_t> position = positionOf(at(indices, index.slice(axis, rank)), data.getType().getDimSize(axis));
    if (!position)
      return std::nullopt;
    SmallVector<int64_t> source(index.take_front(axis));
    source.push_back(*position);
    llvm::append_range(source, index.drop_front(axis + rank));
    return at(data, source);
  });
}

OpFoldResult GatherElementsOp::fold(FoldAdaptor adaptor) {
  auto constants = constantsOf(adaptor.getOperands());
  if (!constants)
    return {};
  const ConstantElements &data = (*constants)[0], &indices = (*constants)[1];
  int64_t axis = getAxis();
  return foldFromIndices(getType(), [&](ArrayRef<int64_t> index) -> std::optional<Scalar> {
    std::optional<int64_t> position = positionOf(at(indices, index), data.getType().getDimSize(axis));
    if (!position)
      return std::nullopt;
    SmallVector<int64_t> source(index);
    source[axis] = *position;
    return at(data, source);
  });
}

/// The tuple of `indices` at `outer`, as positions in the dimensions of `data` after the batch.
static bool readTuple(const ConstantElements &indices, ArrayRef<int64_t> outer, RankedTensorType data, int64_t batch,
                      SmallVectorImpl<int64_t> &position) {
  SmallVector<int64_t> source(outer);
  source.push_back(0);
  for (int64_t i = 0; i < indices.getType().getShape().back(); ++i) {
    source.back() = i;
    std::optional<int64_t> found = positionOf(at(indices, source), data.getDimSize(batch + i));
    if (!found)
      return false;
    position.push_back(*found);
  }
  return true;
}

OpFoldResult GatherNdOp::fold(FoldAdaptor adaptor) {
  auto constants = constantsOf(adaptor.getOperands());
  if (!constants)
    return {};
  const ConstantElements &data = (*constants)[0], &indices = (*constants)[1];
  int64_t batch = getBatchDims(), outer = indices.getType().getRank() - 1;
  return foldFromIndices(getType(), [&](ArrayRef<int64_t> index) -> std::optional<Scalar> {
    SmallVector<int64_t> source(index.take_front(batch));
    if (!readTuple(indices, index.take_front(outer), data.getType(), batch, source))
      return std::nullopt;
    llvm::append_range(source, index.drop_front(outer));
    return at(data, source);
  });
}

static Scalar meet(ScatterReduction reduction, const Scalar &there, const Scalar &update, bool isFloat) {
  auto wrapping = [](uint64_t value) { return static_cast<int64_t>(value); };
  uint64_t a = static_cast<uint64_t>(there.integer), b = static_cast<uint64_t>(update.integer);
  bool less = isFloat ? update.real < there.real : update.integer < there.integer;
  switch (reduction) {
  case ScatterReduction::None:
    return update;
  case ScatterReduction::Add:
    return {wrapping(a + b), there.real + update.real};
  case ScatterReduction::Mul:
    return {wrapping(a * b), there.real * update.real};
  case ScatterReduction::Max:
    return less ? there : update;
  case ScatterReduction::Min:
    return less ? update : there;
  }
  llvm_unreachable("all reductions are listed");
}

OpFoldResult GatherBackwardOp::fold(FoldAdaptor adaptor) {
  auto constants = constantsOf(adaptor.getOperands());
  if (!constants)
    return {};
  const ConstantElements &slices = (*constants)[0], &indices = (*constants)[1];
  RankedTensorType type = getType();
  if (std::max(type.getNumElements(), slices.getType().getNumElements()) > maxFoldedElements)
    return {};
  int64_t axis = getAxis(), rank = indices.getType().getRank();
  SmallVector<Scalar> sums(type.getNumElements());
  SmallVector<int64_t> index(slices.getType().getRank(), 0);
  for (int64_t i = 0; i < slices.getType().getNumElements(); ++i, advance(index, slices.getType().getShape())) {
    std::optional<int64_t> position =
        positionOf(at(indices, ArrayRef<int64_t>(index).slice(axis, rank)), type.getDimSize(axis));
    if (!position)
      return {};
    SmallVector<int64_t> target(index.begin(), index.begin() + axis);
    target.push_back(*position);
    llvm::append_range(target, ArrayRef<int64_t>(index).drop_front(axis + rank));
    Scalar &sum = sums[linearize(target, type.getShape())];
    sum = meet(ScatterReduction::Add, sum, slices[i], slices.isFloat());
  }
  return buildConstant(type, sums);
}

/// A scatter of constants; `target` gives where the update at an index goes, or false.
static OpFoldResult
foldScatter(ArrayRef<Attribute> operands, RankedTensorType type, ScatterReduction reduction,
            function_ref<bool(const ConstantElements &indices, ArrayRef<int64_t>, SmallVectorImpl<int64_t> &)> target) {
  auto constants = constantsOf(operands);
  if (!constants || type.getNumElements() > maxFoldedElements)
    return {};
  const ConstantElements &data = (*constants)[0], &updates = (*constants)[2];
  SmallVector<Scalar> results;
  for (int64_t i = 0; i < type.getNumElements(); ++i)
    results.push_back(data[i]);
  ArrayRef<int64_t> shape = updates.getType().getShape();
  if (updates.getType().getNumElements() > maxFoldedElements)
    return {};
  SmallVector<int64_t> index(shape.size(), 0), position;
  for (int64_t i = 0; i < updates.getType().getNumElements(); ++i, advance(index, shape)) {
    position.clear();
    if (!target((*constants)[1], index, position))
      return {};
    Scalar &there = results[linearize(position, type.getShape())];
    there = meet(reduction, there, updates[i], data.isFloat());
  }
  return buildConstant(type, results);
}

OpFoldResult ScatterElementsOp::fold(FoldAdaptor adaptor) {
  RankedTensorType type = getType();
  int64_t axis = getAxis();
  return foldScatter(adaptor.getOperands(), type, getReduction(),
                     [&](const ConstantElements &indices, ArrayRef<int64_t> index, SmallVectorImpl<int64_t> &position) {
                       position.assign(index.begin(), index.end());
                       std::optional<int64_t> found = positionOf(at(indices, index), type.getDimSize(axis));
                       position[axis] = found.value_or(0);
                       return found.has_value();
                     });
}

OpFoldResult ScatterNdOp::fold(FoldAdaptor adaptor) {
  RankedTensorType type = getType();
  int64_t batch = getBatchDims(), outer = getIndices().getType().getRank() - 1;
  return foldScatter(adaptor.getOperands(), type, getReduction(),
                     [&](const ConstantElements &indices, ArrayRef<int64_t> index, SmallVectorImpl<int64_t> &position) {
                       llvm::append_range(position, index.take_front(batch));
                       if (!readTuple(indices, index.take_front(outer), type, batch, position))
                         return false;
                       llvm::append_range(position, index.drop_front(outer));
                       return true;
                     });
}

OpFoldResult OneHotOp::fold(FoldAdaptor adaptor) {
  auto constants = constantsOf(adaptor.getOperands());
  if (!constants)
    return {};
  const ConstantElements &indices = (*constants)[0], &values = (*constants)[1];
  int64_t axis = getAxis(), depth = getDepth();
  return foldFromIndices(getType(), [&](ArrayRef<int64_t> index) -> std::optional<Scalar> {
    SmallVector<int64_t> source(index);
    source.erase(source.begin() + axis);
    return values[positionOf(at(indices, source), depth) == index[axis]];
  });
}

OpFoldResult RangeOp::fold(FoldAdaptor) {
  bool isFloat = isa<FloatAttr>(getStart());
  auto scalarOf = [&](Attribute attribute) {
    if (isFloat)
      return Scalar{0, cast<FloatAttr>(attribute).getValueAsDouble()};
    return Scalar{cast<IntegerAttr>(attribute).getValue().getSExtValue(), 0.0};
  };
  Scalar start = scalarOf(getStart()), delta = scalarOf(getDelta());
  return foldFromIndices(getType(), [&](ArrayRef<int64_t> index) -> std::optional<Scalar> {
    auto i = static_cast<uint64_t>(index[0]);
    uint64_t integer = static_cast<uint64_t>(start.integer) + i * static_cast<uint64_t>(delta.integer);
    return Scalar{static_cast<int64_t>(integer), start.real + static_cast<double>(i) * delta.real};
  });
}

OpFoldResult TriluOp::fold(FoldAdaptor adaptor) {
  std::optional<ConstantElements> x = ConstantElements::get(adaptor.getX());
  if (!x)
    return {};
  return foldFromIndices(getType(), [&](ArrayRef<int64_t> index) -> std::optional<Scalar> {
    return keeps(index[index.size() - 2], index.back()) ? at(*x, index) : Scalar{};
  });
}
