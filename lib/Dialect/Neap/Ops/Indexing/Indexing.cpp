//===- Indexing.cpp - Reading and writing at computed positions ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Result types, with one message per mistake. Gradients stand in IndexingGradients.cpp,
// folds in IndexingFolds.cpp.
//
//===----------------------------------------------------------------------===//

#include "Indexing/Indexing.h"
#include "neap/Dialect/Neap/Ops/Indexing.h"

using namespace mlir;
using namespace neap;

#include "neap/Dialect/Neap/Ops/IndexingEnums.cpp.inc"
#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Indexing.cpp.inc"

void NeapDialect::registerIndexingOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Indexing.cpp.inc"
      >();
}

static RankedTensorType tensorType(Value value) { return cast<RankedTensorType>(value.getType()); }

static LogicalResult checkAxis(std::optional<Location> location, int64_t axis, int64_t rank) {
  if (axis >= 0 && axis < rank)
    return success();
  return emitOptionalError(location, "expected an axis below the rank ", rank, ", found ", axis);
}

/// Adds `shape` of data's element type, unless there is something to read of nothing.
static LogicalResult addReadResult(std::optional<Location> location, ArrayRef<int64_t> shape, RankedTensorType data,
                                   SmallVectorImpl<Type> &types) {
  auto type = RankedTensorType::get(shape, data.getElementType());
  if (type.getNumElements() > 0 && data.getNumElements() == 0)
    return emitOptionalError(location, "expected elements to read, found none in ", data);
  types.push_back(type);
  return success();
}

//===----------------------------------------------------------------------===//
// Gathers
//===----------------------------------------------------------------------===//

/// `data` with the shape of the indices in the place of the axis.
static SmallVector<int64_t> gatheredShape(ArrayRef<int64_t> data, int64_t axis, RankedTensorType indices) {
  SmallVector<int64_t> shape(data.take_front(axis));
  llvm::append_range(shape, indices.getShape());
  llvm::append_range(shape, data.drop_front(axis + 1));
  return shape;
}

LogicalResult GatherOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  RankedTensorType data = tensorType(adaptor.getData()), indices = tensorType(adaptor.getIndices());
  int64_t axis = adaptor.getAxis();
  if (failed(checkAxis(location, axis, data.getRank())))
    return failure();
  return addReadResult(location, gatheredShape(data.getShape(), axis, indices), data, types);
}

LogicalResult GatherBackwardOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                                 SmallVectorImpl<Type> &types) {
  RankedTensorType data = tensorType(adaptor.getData()), indices = tensorType(adaptor.getIndices());
  ArrayRef<int64_t> shape = adaptor.getShape();
  int64_t axis = adaptor.getAxis();
  if (failed(checkAxis(location, axis, shape.size())))
    return failure();
  SmallVector<int64_t> slices = gatheredShape(shape, axis, indices);
  if (data.getShape() != ArrayRef<int64_t>(slices))
    return emitOptionalError(location, "expected slices of shape [", ArrayRef<int64_t>(slices), "], found ", data);
  types.push_back(RankedTensorType::get(shape, data.getElementType()));
  return success();
}

/// Indices of elements lie within data, but for the axis.
static LogicalResult checkElementIndices(std::optional<Location> location, RankedTensorType data,
                                         RankedTensorType indices, int64_t axis) {
  if (failed(checkAxis(location, axis, data.getRank())))
    return failure();
  bool fits = data.getRank() == indices.getRank();
  for (int64_t dim = 0; fits && dim < data.getRank(); ++dim)
    fits = dim == axis || indices.getDimSize(dim) <= data.getDimSize(dim);
  if (!fits)
    return emitOptionalError(location, "expected indices of rank ", data.getRank(), " within ", data,
                             " but for dimension ", axis, ", found ", indices);
  return success();
}

LogicalResult GatherElementsOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                                 SmallVectorImpl<Type> &types) {
  RankedTensorType data = tensorType(adaptor.getData()), indices = tensorType(adaptor.getIndices());
  if (failed(checkElementIndices(location, data, indices, adaptor.getAxis())))
    return failure();
  return addReadResult(location, indices.getShape(), data, types);
}

/// The shape of all slices: of the indices but for the tuple, then the dimensions of data that tuple and batch leave
/// over.
static FailureOr<SmallVector<int64_t>> inferSlices(std::optional<Location> location, RankedTensorType data,
                                                   RankedTensorType indices, int64_t batch) {
  if (indices.getRank() == 0)
    return emitOptionalError(location, "expected indices of rank 1 or more, found ", indices);
  int64_t tuple = indices.getShape().back();
  bool fits = batch >= 0 && batch < indices.getRank() && tuple > 0 && batch + tuple <= data.getRank() &&
              data.getShape().take_front(batch) == indices.getShape().take_front(batch);
  if (!fits)
    return emitOptionalError(location, "expected indices that end in 1 to ", data.getRank() - batch,
                             " positions and begin with the ", batch, " batch dimensions of ", data, ", found ",
                             indices);
  SmallVector<int64_t> shape(indices.getShape().drop_back());
  llvm::append_range(shape, data.getShape().drop_front(batch + tuple));
  return shape;
}

LogicalResult GatherNdOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                           SmallVectorImpl<Type> &types) {
  RankedTensorType data = tensorType(adaptor.getData()), indices = tensorType(adaptor.getIndices());
  FailureOr<SmallVector<int64_t>> shape = inferSlices(location, data, indices, adaptor.getBatchDims());
  if (failed(shape))
    return failure();
  return addReadResult(location, *shape, data, types);
}

//===----------------------------------------------------------------------===//
// Scatters
//===----------------------------------------------------------------------===//

static LogicalResult checkUpdates(std::optional<Location> location, RankedTensorType data, RankedTensorType updates,
                                  ArrayRef<int64_t> shape, ScatterReduction reduction) {
  if (updates.getShape() != shape || updates.getElementType() != data.getElementType())
    return emitOptionalError(location, "expected updates of type ", RankedTensorType::get(shape, data.getElementType()),
                             ", found ", updates);
  if (reduction != ScatterReduction::None && data.getElementType().isInteger(1))
    return emitOptionalError(location, "expected numbers for the reduction ", stringifyScatterReduction(reduction),
                             ", found ", data);
  return success();
}

LogicalResult ScatterElementsOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                                  SmallVectorImpl<Type> &types) {
  RankedTensorType data = tensorType(adaptor.getData()), indices = tensorType(adaptor.getIndices());
  if (failed(checkElementIndices(location, data, indices, adaptor.getAxis())))
    return failure();
  types.push_back(data);
  return checkUpdates(location, data, tensorType(adaptor.getUpdates()), indices.getShape(), adaptor.getReduction());
}

LogicalResult ScatterNdOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                            SmallVectorImpl<Type> &types) {
  RankedTensorType data = tensorType(adaptor.getData()), indices = tensorType(adaptor.getIndices());
  FailureOr<SmallVector<int64_t>> shape = inferSlices(location, data, indices, adaptor.getBatchDims());
  if (failed(shape))
    return failure();
  types.push_back(data);
  return checkUpdates(location, data, tensorType(adaptor.getUpdates()), *shape, adaptor.getReduction());
}

//===----------------------------------------------------------------------===//
// From positions alone
//===----------------------------------------------------------------------===//

LogicalResult OneHotOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  RankedTensorType indices = tensorType(adaptor.getIndices()), values = tensorType(adaptor.getValues());
  int64_t axis = adaptor.getAxis(), depth = adaptor.getDepth();
  if (failed(checkAxis(location, axis, indices.getRank() + 1)))
    return failure();
  if (depth < 0)
    return emitOptionalError(location, "expected a depth of at least 0, found ", depth);
  if (values.getShape() != ArrayRef<int64_t>{2})
    return emitOptionalError(location, "expected two values (off, on), found ", values);
  SmallVector<int64_t> shape(indices.getShape());
  shape.insert(shape.begin() + axis, depth);
  types.push_back(RankedTensorType::get(shape, values.getElementType()));
  return success();
}

LogicalResult RangeOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                        SmallVectorImpl<Type> &types) {
  Type type = adaptor.getStart().getType();
  bool numbers = isa<IntegerAttr, FloatAttr>(adaptor.getStart()) && isa<IntegerAttr, FloatAttr>(adaptor.getDelta());
  if (!numbers || type != adaptor.getDelta().getType() || type.isIndex())
    return emitOptionalError(location, "expected start and step of one number type, found ", adaptor.getStart(),
                             " and ", adaptor.getDelta());
  if (static_cast<int64_t>(adaptor.getSize()) < 0)
    return emitOptionalError(location, "expected a size of at least 0, found ",
                             static_cast<int64_t>(adaptor.getSize()));
  types.push_back(RankedTensorType::get({static_cast<int64_t>(adaptor.getSize())}, type));
  return success();
}

LogicalResult TriluOp::verify() {
  if (getType().getRank() < 2)
    return emitOpError("expected a matrix or a batch of matrices, found ") << getType();
  return success();
}

SmallVector<int64_t> TriluOp::getLoopRanges() { return llvm::to_vector(getType().getShape()); }
SmallVector<utils::IteratorType> TriluOp::getLoopIterators() {
  return SmallVector<utils::IteratorType>(getType().getRank(), utils::IteratorType::parallel);
}
SmallVector<AffineMap> TriluOp::getLoopIndexingMaps() {
  return SmallVector<AffineMap>(2, AffineMap::getMultiDimIdentityMap(getType().getRank(), getContext()));
}
bool TriluOp::isCheapToRecompute() { return true; }
