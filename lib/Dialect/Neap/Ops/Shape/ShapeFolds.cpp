//===- ShapeFolds.cpp - Folds of movements ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Small constants moved at compile time, movements that move nothing, and two
// movements that are one.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/ConstantFolding.h"
#include "neap/Dialect/Neap/Ops/Shape.h"

using namespace mlir;
using namespace neap;

/// A constant moved: `source` gives the operand's index for a result index, or nothing for `around`.
static OpFoldResult foldMovement(Attribute operand, RankedTensorType type, Scalar around,
                                 function_ref<bool(ArrayRef<int64_t>, SmallVectorImpl<int64_t> &)> source) {
  std::optional<ConstantElements> x = ConstantElements::get(operand);
  if (!x)
    return {};
  SmallVector<int64_t> position;
  return foldFromIndices(type, [&](ArrayRef<int64_t> index) -> std::optional<Scalar> {
    position.assign(index.begin(), index.end());
    return source(index, position) ? (*x)[linearize(position, x->getType().getShape())] : around;
  });
}

/// A splat operand gives a splat result, of any size.
static OpFoldResult foldSplat(Attribute operand, RankedTensorType type) {
  auto dense = dyn_cast_or_null<DenseElementsAttr>(operand);
  return dense && dense.isSplat() ? OpFoldResult(dense.resizeSplat(type)) : OpFoldResult();
}

/// The operand itself where the op changes no type, else a splat of the result's type.
template <typename OpTy> static OpFoldResult foldTrivial(OpTy op, Attribute operand, bool isIdentity) {
  if (isIdentity && op.getX().getType() == op.getType())
    return op.getX();
  return foldSplat(operand, op.getType());
}

/// A constant moved along an affine map.
template <typename OpTy> static OpFoldResult foldAffine(OpTy op, Attribute operand) {
  AffineMap map = op.getSourceMap();
  return foldMovement(operand, op.getType(), {}, [&](ArrayRef<int64_t> index, SmallVectorImpl<int64_t> &position) {
    position = map.compose(index);
    return true;
  });
}

OpFoldResult ReshapeOp::fold(FoldAdaptor adaptor) {
  if (OpFoldResult trivial = foldTrivial(*this, adaptor.getX(), true))
    return trivial;
  if (auto inner = getX().getDefiningOp<ReshapeOp>()) {
    // The result type may now be the inner operand's: the fold runs again and finds the identity.
    getXMutable().assign(inner.getX());
    return getResult();
  }
  auto dense = dyn_cast_or_null<DenseElementsAttr>(adaptor.getX());
  if (!dense || dense.getNumElements() > maxFoldedElements)
    return {};
  return dense.reshape(getType());
}

OpFoldResult BroadcastOp::fold(FoldAdaptor adaptor) {
  if (OpFoldResult trivial = foldTrivial(*this, adaptor.getX(), true))
    return trivial;
  if (auto inner = getX().getDefiningOp<BroadcastOp>()) {
    getXMutable().assign(inner.getX());
    return getResult();
  }
  return foldAffine(*this, adaptor.getX());
}

OpFoldResult TransposeOp::fold(FoldAdaptor adaptor) {
  bool identity = llvm::equal(getPermutation(), llvm::seq<int64_t>(0, getType().getRank()));
  if (OpFoldResult trivial = foldTrivial(*this, adaptor.getX(), identity))
    return trivial;
  if (auto inner = getX().getDefiningOp<TransposeOp>()) {
    SmallVector<int64_t> composed;
    for (int64_t dim : getPermutation())
      composed.push_back(inner.getPermutation()[dim]);
    setPermutation(composed);
    getXMutable().assign(inner.getX());
    return getResult();
  }
  return foldAffine(*this, adaptor.getX());
}

OpFoldResult SliceOp::fold(FoldAdaptor adaptor) {
  // Of equal extents, only a reversal moves anything.
  bool identity = llvm::all_of(getSteps(), [](int64_t step) { return step == 1; });
  if (OpFoldResult trivial = foldTrivial(*this, adaptor.getX(), identity))
    return trivial;
  if (auto inner = getX().getDefiningOp<SliceOp>()) {
    SmallVector<int64_t> starts, steps;
    for (int64_t dim = 0; dim < getType().getRank(); ++dim) {
      starts.push_back(inner.getStarts()[dim] + inner.getSteps()[dim] * getStarts()[dim]);
      steps.push_back(inner.getSteps()[dim] * getSteps()[dim]);
    }
    setStarts(starts);
    setSteps(steps);
    getXMutable().assign(inner.getX());
    return getResult();
  }
  return foldAffine(*this, adaptor.getX());
}

OpFoldResult SliceScatterOp::fold(FoldAdaptor adaptor) {
  bool identity = llvm::all_of(getSteps(), [](int64_t step) { return step == 1; });
  if (identity && getX().getType() == getType())
    return getX();
  RankedTensorType x = getX().getType();
  return foldMovement(adaptor.getX(), getType(), {}, [&](ArrayRef<int64_t> index, SmallVectorImpl<int64_t> &position) {
    for (int64_t dim = 0; dim < x.getRank(); ++dim) {
      int64_t offset = index[dim] - getStarts()[dim], step = getSteps()[dim];
      position[dim] = offset / step;
      if (offset % step || position[dim] < 0 || position[dim] >= x.getDimSize(dim))
        return false;
    }
    return true;
  });
}

OpFoldResult ConcatOp::fold(FoldAdaptor adaptor) {
  if (getInputs().size() == 1)
    return getInputs().front();
  if (getType().getNumElements() > maxFoldedElements)
    return {};
  SmallVector<ConstantElements> inputs;
  for (Attribute operand : adaptor.getInputs()) {
    std::optional<ConstantElements> input = ConstantElements::get(operand);
    if (!input)
      return {};
    inputs.push_back(std::move(*input));
  }
  int64_t axis = getAxis();
  return foldFromIndices(getType(), [&](ArrayRef<int64_t> index) -> std::optional<Scalar> {
    SmallVector<int64_t> position(index);
    for (const ConstantElements &input : inputs) {
      int64_t extent = input.getType().getDimSize(axis);
      if (position[axis] < extent)
        return input[linearize(position, input.getType().getShape())];
      position[axis] -= extent;
    }
    return std::nullopt;
  });
}

OpFoldResult PadOp::fold(FoldAdaptor adaptor) {
  auto isZero = [](int64_t count) { return count == 0; };
  if (llvm::all_of(getLow(), isZero) && llvm::all_of(getHigh(), isZero))
    return getX();
  double value = getValue().convertToDouble();
  Scalar around{isa<FloatType>(getType().getElementType()) ? 0 : static_cast<int64_t>(value), value};
  return foldMovement(adaptor.getX(), getType(), around,
                      [&](ArrayRef<int64_t> index, SmallVectorImpl<int64_t> &position) {
                        for (auto [dim, extent] : llvm::enumerate(index)) {
                          std::optional<int64_t> source = getSourcePosition(dim, extent);
                          if (!source)
                            return false;
                          position[dim] = *source;
                        }
                        return true;
                      });
}

OpFoldResult TileOp::fold(FoldAdaptor adaptor) {
  bool identity = llvm::all_of(getRepeats(), [](int64_t repeat) { return repeat == 1; });
  if (OpFoldResult trivial = foldTrivial(*this, adaptor.getX(), identity))
    return trivial;
  return foldMovement(adaptor.getX(), getType(), {}, [&](ArrayRef<int64_t>, SmallVectorImpl<int64_t> &position) {
    for (auto [index, extent] : llvm::zip_equal(position, getX().getType().getShape()))
      index %= extent;
    return true;
  });
}
