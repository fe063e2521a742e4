//===- Shape.cpp - Moving elements without changing them ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Result types, with one message per mistake, and iteration spaces. Gradients
// stand in ShapeGradients.cpp, folds in ShapeFolds.cpp.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/Ops/Shape.h"

using namespace mlir;
using namespace neap;

#include "neap/Dialect/Neap/Ops/ShapeEnums.cpp.inc"
#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Shape.cpp.inc"

void NeapDialect::registerShapeOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Shape.cpp.inc"
      >();
}

static RankedTensorType tensorType(Value value) { return cast<RankedTensorType>(value.getType()); }

/// A shape attribute: extents of at least 0 whose product fits.
static LogicalResult checkShape(std::optional<Location> location, ArrayRef<int64_t> shape) {
  int64_t count = 1;
  for (int64_t extent : shape) {
    if (extent < 0)
      return emitOptionalError(location, "expected a shape without negative extents, found [", shape, "]");
    if (extent != 0 && llvm::MulOverflow(count, extent, count))
      return emitOptionalError(location, "shape [", shape, "] has too many elements");
  }
  return success();
}

static LogicalResult checkLength(std::optional<Location> location, StringRef name, ArrayRef<int64_t> list,
                                 int64_t rank) {
  if (static_cast<int64_t>(list.size()) == rank)
    return success();
  return emitOptionalError(location, "expected ", rank, " ", name, ", one per dimension, found ", list.size());
}

//===----------------------------------------------------------------------===//
// ReshapeOp
//===----------------------------------------------------------------------===//

LogicalResult ReshapeOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                          SmallVectorImpl<Type> &types) {
  RankedTensorType x = tensorType(adaptor.getX());
  if (failed(checkShape(location, adaptor.getShape())))
    return failure();
  auto y = RankedTensorType::get(adaptor.getShape(), x.getElementType());
  if (y.getNumElements() != x.getNumElements())
    return emitOptionalError(location, "expected a shape of ", x.getNumElements(), " elements for ", x, ", found [",
                             adaptor.getShape(), "] with ", y.getNumElements());
  types.push_back(y);
  return success();
}

Value ReshapeOp::getViewSource() { return getX(); }

//===----------------------------------------------------------------------===//
// BroadcastOp
//===----------------------------------------------------------------------===//

LogicalResult BroadcastOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  RankedTensorType x = tensorType(adaptor.getX());
  ArrayRef<int64_t> shape = adaptor.getShape();
  if (failed(checkShape(location, shape)))
    return failure();
  int64_t added = static_cast<int64_t>(shape.size()) - x.getRank();
  bool fits = added >= 0;
  for (int64_t dim = 0; fits && dim < x.getRank(); ++dim)
    fits = x.getDimSize(dim) == 1 || x.getDimSize(dim) == shape[added + dim];
  if (!fits)
    return emitOptionalError(location, "expected a shape that ", x, " broadcasts to, found [", shape, "]");
  types.push_back(RankedTensorType::get(shape, x.getElementType()));
  return success();
}

AffineMap BroadcastOp::getSourceMap() {
  RankedTensorType x = getX().getType(), y = getType();
  SmallVector<AffineExpr> exprs;
  for (int64_t dim = 0; dim < x.getRank(); ++dim) {
    int64_t position = y.getRank() - x.getRank() + dim;
    exprs.push_back(x.getDimSize(dim) == 1 ? getAffineConstantExpr(0, getContext())
                                           : getAffineDimExpr(position, getContext()));
  }
  return AffineMap::get(y.getRank(), 0, exprs, getContext());
}

//===----------------------------------------------------------------------===//
// TransposeOp
//===----------------------------------------------------------------------===//

LogicalResult TransposeOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  RankedTensorType x = tensorType(adaptor.getX());
  ArrayRef<int64_t> permutation = adaptor.getPermutation();
  SmallVector<bool> seen(x.getRank(), false);
  bool valid = static_cast<int64_t>(permutation.size()) == x.getRank();
  SmallVector<int64_t> shape;
  for (size_t i = 0; valid && i < permutation.size(); ++i) {
    valid = permutation[i] >= 0 && permutation[i] < x.getRank() && !seen[permutation[i]];
    if (valid) {
      seen[permutation[i]] = true;
      shape.push_back(x.getDimSize(permutation[i]));
    }
  }
  if (!valid)
    return emitOptionalError(location, "expected a permutation of the ", x.getRank(), " dimensions of ", x, ", found [",
                             permutation, "]");
  types.push_back(RankedTensorType::get(shape, x.getElementType()));
  return success();
}

AffineMap TransposeOp::getSourceMap() {
  SmallVector<AffineExpr> exprs(getType().getRank());
  for (auto [position, dim] : llvm::enumerate(getPermutation()))
    exprs[dim] = getAffineDimExpr(position, getContext());
  return AffineMap::get(getType().getRank(), 0, exprs, getContext());
}

//===----------------------------------------------------------------------===//
// SliceOp and SliceScatterOp
//===----------------------------------------------------------------------===//

/// Elements start, start + step … of `sizes` lie inside `shape`.
static LogicalResult checkCut(std::optional<Location> location, ArrayRef<int64_t> shape, ArrayRef<int64_t> starts,
                              ArrayRef<int64_t> sizes, ArrayRef<int64_t> steps) {
  int64_t rank = shape.size();
  if (failed(checkLength(location, "starts", starts, rank)) || failed(checkLength(location, "sizes", sizes, rank)) ||
      failed(checkLength(location, "steps", steps, rank)))
    return failure();
  for (int64_t dim = 0; dim < rank; ++dim) {
    if (steps[dim] == 0)
      return emitOptionalError(location, "expected a step other than 0 along dimension ", dim);
    if (sizes[dim] < 0)
      return emitOptionalError(location, "expected a size of at least 0 along dimension ", dim, ", found ", sizes[dim]);
    if (sizes[dim] == 0)
      continue;
    int64_t last;
    bool inside = !llvm::MulOverflow(steps[dim], sizes[dim] - 1, last) && !llvm::AddOverflow(last, starts[dim], last) &&
                  starts[dim] >= 0 && starts[dim] < shape[dim] && last >= 0 && last < shape[dim];
    if (!inside)
      return emitOptionalError(location, "slice from ", starts[dim], " of size ", sizes[dim], " and step ", steps[dim],
                               " leaves dimension ", dim, " of extent ", shape[dim]);
  }
  return success();
}

LogicalResult SliceOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                        SmallVectorImpl<Type> &types) {
  RankedTensorType x = tensorType(adaptor.getX());
  if (failed(checkCut(location, x.getShape(), adaptor.getStarts(), adaptor.getSizes(), adaptor.getSteps())))
    return failure();
  types.push_back(RankedTensorType::get(adaptor.getSizes(), x.getElementType()));
  return success();
}

AffineMap SliceOp::getSourceMap() {
  SmallVector<AffineExpr> exprs;
  for (int64_t dim = 0; dim < getType().getRank(); ++dim)
    exprs.push_back(getAffineDimExpr(dim, getContext()) * getSteps()[dim] + getStarts()[dim]);
  return AffineMap::get(getType().getRank(), 0, exprs, getContext());
}

LogicalResult SliceScatterOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                               SmallVectorImpl<Type> &types) {
  RankedTensorType x = tensorType(adaptor.getX());
  if (failed(checkShape(location, adaptor.getShape())) ||
      failed(checkLength(location, "extents", adaptor.getShape(), x.getRank())) ||
      failed(checkCut(location, adaptor.getShape(), adaptor.getStarts(), x.getShape(), adaptor.getSteps())))
    return failure();
  types.push_back(RankedTensorType::get(adaptor.getShape(), x.getElementType()));
  return success();
}

//===----------------------------------------------------------------------===//
// ConcatOp
//===----------------------------------------------------------------------===//

LogicalResult ConcatOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  if (adaptor.getInputs().empty())
    return emitOptionalError(location, "expected at least one operand, found none");
  RankedTensorType first = tensorType(adaptor.getInputs().front());
  int64_t axis = adaptor.getAxis();
  if (axis < 0 || axis >= first.getRank())
    return emitOptionalError(location, "expected an axis below the rank ", first.getRank(), ", found ", axis);
  SmallVector<int64_t> shape(first.getShape());
  for (Value input : adaptor.getInputs().drop_front()) {
    RankedTensorType type = tensorType(input);
    bool fits = type.getElementType() == first.getElementType() && type.getRank() == first.getRank();
    for (int64_t dim = 0; fits && dim < first.getRank(); ++dim)
      fits = dim == axis || type.getDimSize(dim) == first.getDimSize(dim);
    if (!fits || llvm::AddOverflow(shape[axis], type.getDimSize(axis), shape[axis]))
      return emitOptionalError(location, "expected operands that agree but for dimension ", axis, ", found ", first,
                               " and ", type);
  }
  types.push_back(RankedTensorType::get(shape, first.getElementType()));
  return success();
}

//===----------------------------------------------------------------------===//
// PadOp and TileOp
//===----------------------------------------------------------------------===//

LogicalResult PadOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                      SmallVectorImpl<Type> &types) {
  RankedTensorType x = tensorType(adaptor.getX());
  ArrayRef<int64_t> low = adaptor.getLow(), high = adaptor.getHigh();
  if (failed(checkLength(location, "low counts", low, x.getRank())) ||
      failed(checkLength(location, "high counts", high, x.getRank())))
    return failure();
  SmallVector<int64_t> shape(x.getShape());
  for (int64_t dim = 0; dim < x.getRank(); ++dim) {
    bool fits = !llvm::AddOverflow(shape[dim], low[dim], shape[dim]) &&
                !llvm::AddOverflow(shape[dim], high[dim], shape[dim]) && shape[dim] >= 0;
    if (!fits)
      return emitOptionalError(location, "padding ", low[dim], " and ", high[dim], " leaves nothing of dimension ", dim,
                               " of ", x);
    if (adaptor.getMode() != PadMode::Constant && x.getDimSize(dim) == 0 && shape[dim] > 0)
      return emitOptionalError(location, "mode ", stringifyPadMode(adaptor.getMode()),
                               " needs elements to repeat, but dimension ", dim, " of ", x, " has none");
  }
  if (failed(checkShape(location, shape)))
    return failure();
  types.push_back(RankedTensorType::get(shape, x.getElementType()));
  return success();
}

std::optional<int64_t> PadOp::getSourcePosition(int64_t dim, int64_t index) {
  int64_t extent = getX().getType().getDimSize(dim), position = index - getLow()[dim];
  auto modulo = [](int64_t value, int64_t period) { return ((value % period) + period) % period; };
  switch (getMode()) {
  case PadMode::Constant:
    return position >= 0 && position < extent ? std::optional<int64_t>(position) : std::nullopt;
  case PadMode::Edge:
    return std::clamp<int64_t>(position, 0, extent - 1);
  case PadMode::Wrap:
    return modulo(position, extent);
  case PadMode::Reflect: {
    if (extent == 1)
      return 0;
    int64_t period = 2 * (extent - 1), folded = modulo(position, period);
    return folded < extent ? folded : period - folded;
  }
  }
  llvm_unreachable("all modes are listed");
}

LogicalResult TileOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  RankedTensorType x = tensorType(adaptor.getX());
  if (failed(checkLength(location, "repeats", adaptor.getRepeats(), x.getRank())))
    return failure();
  SmallVector<int64_t> shape;
  for (auto [extent, repeat] : llvm::zip_equal(x.getShape(), adaptor.getRepeats())) {
    int64_t &product = shape.emplace_back();
    if (repeat < 0 || llvm::MulOverflow(extent, repeat, product))
      return emitOptionalError(location, "expected repeats of at least 0, found [", adaptor.getRepeats(), "] for ", x);
  }
  if (failed(checkShape(location, shape)))
    return failure();
  types.push_back(RankedTensorType::get(shape, x.getElementType()));
  return success();
}
