//===- Pooling.cpp - Pooling ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shapes, cost and gradients of pooling. Resampling stands in Resize.cpp.
//
//===----------------------------------------------------------------------===//

#include "Pooling/Pooling.h"
#include "Normalization/Composer.h"
#include "neap/Dialect/Neap/Ops/Pooling.h"

using namespace mlir;
using namespace neap;

#include "neap/Dialect/Neap/Ops/PoolingEnums.cpp.inc"
#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Pooling.cpp.inc"

void NeapDialect::registerPoolingOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Pooling.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

static RankedTensorType typeOf(Value value) { return cast<RankedTensorType>(value.getType()); }

static RankedTensorType withSpatialSizes(RankedTensorType type, ArrayRef<int64_t> sizes) {
  SmallVector<int64_t> shape = {type.getDimSize(0), type.getDimSize(1)};
  llvm::append_range(shape, sizes);
  return RankedTensorType::get(shape, type.getElementType());
}

/// The type of pooling x.
template <typename AdaptorTy>
static FailureOr<RankedTensorType> inferPooled(std::optional<Location> location, AdaptorTy op, Value x) {
  std::optional<ArrayRef<int64_t>> input = getSpatialSizes(location, x);
  if (!input)
    return failure();
  FailureOr<SmallVector<int64_t>> counts = inferWindowCounts(location, *input, getPoolWindow(op));
  if (failed(counts))
    return failure();
  return withSpatialSizes(typeOf(x), *counts);
}

/// The type of x from the gradient of its pooling.
template <typename AdaptorTy>
static LogicalResult inferUnpooled(std::optional<Location> location, AdaptorTy op, SmallVectorImpl<Type> &types) {
  std::optional<ArrayRef<int64_t>> output = getSpatialSizes(location, op.getDy());
  if (!output)
    return failure();
  if (op.getSize().size() != output->size())
    return emitOptionalError(location, "expected ", output->size(), " sizes, found ", op.getSize().size());
  FailureOr<SmallVector<int64_t>> counts = inferWindowCounts(location, op.getSize(), getPoolWindow(op));
  if (failed(counts))
    return failure();
  if (ArrayRef<int64_t>(*counts) != *output)
    return emitOptionalError(location, "a window ", formatSizes(op.getKernel()), " over ", formatSizes(op.getSize()),
                             " gives ", formatSizes(*counts), ", found ", formatSizes(*output));
  types.push_back(withSpatialSizes(typeOf(op.getDy()), op.getSize()));
  return success();
}

/// i8 holds positions up to 127.
static Type getIndexElement(MLIRContext *context, ArrayRef<int64_t> kernel) {
  return IntegerType::get(context, llvm::product_of(kernel) > 127 ? 32 : 8);
}

LogicalResult MaxPoolOp::inferReturnTypes(MLIRContext *context, std::optional<Location> location, Adaptor adaptor,
                                          SmallVectorImpl<Type> &types) {
  FailureOr<RankedTensorType> type = inferPooled(location, adaptor, adaptor.getX());
  if (failed(type))
    return failure();
  types.push_back(*type);
  types.push_back(withElementType(*type, getIndexElement(context, adaptor.getKernel())));
  return success();
}

LogicalResult MaxPoolBackwardOp::inferReturnTypes(MLIRContext *context, std::optional<Location> location,
                                                  Adaptor adaptor, SmallVectorImpl<Type> &types) {
  RankedTensorType expected = withElementType(typeOf(adaptor.getDy()), getIndexElement(context, adaptor.getKernel()));
  if (expected != adaptor.getIndex().getType())
    return emitOptionalError(location, "expected an index of type ", expected, ", found ",
                             adaptor.getIndex().getType());
  return inferUnpooled(location, adaptor, types);
}

LogicalResult AveragePoolOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                              SmallVectorImpl<Type> &types) {
  FailureOr<RankedTensorType> type = inferPooled(location, adaptor, adaptor.getX());
  if (succeeded(type))
    types.push_back(*type);
  return type;
}

LogicalResult AveragePoolBackwardOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                                      SmallVectorImpl<Type> &types) {
  return inferUnpooled(location, adaptor, types);
}

LogicalResult LpPoolOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  if (static_cast<int64_t>(adaptor.getP()) < 1)
    return emitOptionalError(location, "p ", static_cast<int64_t>(adaptor.getP()), ": expected a positive number");
  FailureOr<RankedTensorType> type = inferPooled(location, adaptor, adaptor.getX());
  if (succeeded(type))
    types.push_back(*type);
  return type;
}

//===----------------------------------------------------------------------===//
// Cost: one operation per position of each window
//===----------------------------------------------------------------------===//

static int64_t windowFlops(Value pooled, ArrayRef<int64_t> kernel) {
  return typeOf(pooled).getNumElements() * llvm::product_of(kernel);
}

int64_t MaxPoolOp::getFlops() { return windowFlops(getY(), getKernel()); }
int64_t MaxPoolBackwardOp::getFlops() { return windowFlops(getDy(), getKernel()); }
int64_t AveragePoolOp::getFlops() { return windowFlops(getY(), getKernel()); }
int64_t AveragePoolBackwardOp::getFlops() { return windowFlops(getDy(), getKernel()); }
int64_t LpPoolOp::getFlops() { return 2 * windowFlops(getY(), getKernel()); }

//===----------------------------------------------------------------------===//
// Folds: a window of one position that visits every element changes nothing
//===----------------------------------------------------------------------===//

template <typename OpTy> static bool visitsEachElementOnce(OpTy op) {
  auto isOne = [](int64_t value) { return value == 1; };
  auto isZero = [](int64_t value) { return value == 0; };
  return llvm::all_of(op.getKernel(), isOne) && llvm::all_of(op.getStrides(), isOne) &&
         llvm::all_of(op.getPadsLow(), isZero) && llvm::all_of(op.getPadsHigh(), isZero);
}

LogicalResult MaxPoolOp::fold(FoldAdaptor, SmallVectorImpl<OpFoldResult> &results) {
  if (!visitsEachElementOnce(*this))
    return failure();
  RankedTensorType index = getIndex().getType();
  results.append({getX(), DenseElementsAttr::get(index, IntegerAttr::get(index.getElementType(), 0))});
  return success();
}

OpFoldResult MaxPoolBackwardOp::fold(FoldAdaptor adaptor) {
  auto index = dyn_cast_or_null<DenseElementsAttr>(adaptor.getIndex());
  bool isFirst = index && index.isSplat() && index.getSplatValue<APInt>().isZero();
  return isFirst && visitsEachElementOnce(*this) ? getDy() : OpFoldResult();
}

OpFoldResult AveragePoolOp::fold(FoldAdaptor) { return visitsEachElementOnce(*this) ? getX() : OpFoldResult(); }

OpFoldResult AveragePoolBackwardOp::fold(FoldAdaptor) {
  return visitsEachElementOnce(*this) ? getDy() : OpFoldResult();
}

//===----------------------------------------------------------------------===//
// Gradients
//===----------------------------------------------------------------------===//

SmallVector<GradientForm> MaxPoolOp::getGradientForms() {
  return {{"default", {GradientRead::Shape}, {GradientRead::None, GradientRead::Index}}};
}

LogicalResult MaxPoolOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                  SmallVectorImpl<Value> &operandGradients) {
  operandGradients[0] = MaxPoolBackwardOp::create(builder, getLoc(), resultGradients[0], getIndex(),
                                                  builder.getDenseI64ArrayAttr(typeOf(getX()).getShape().drop_front(2)),
                                                  getKernelAttr(), getStridesAttr(), getDilationsAttr(),
                                                  getPadsLowAttr(), getPadsHighAttr(), getCeilModeAttr());
  return success();
}

/// The adjoint of the sum or average that `op` takes, applied to `dy`.
template <typename OpTy>
static Value spreadOverWindows(OpBuilder &builder, OpTy op, Value dy, Value x, WindowDivisor divisor) {
  return AveragePoolBackwardOp::create(
      builder, op.getLoc(), dy, builder.getDenseI64ArrayAttr(typeOf(x).getShape().drop_front(2)), op.getKernelAttr(),
      op.getStridesAttr(), op.getDilationsAttr(), op.getPadsLowAttr(), op.getPadsHighAttr(), op.getCeilModeAttr(),
      WindowDivisorAttr::get(builder.getContext(), divisor));
}

template <typename OpTy> static Value sumWindows(OpBuilder &builder, OpTy op, Value x, WindowDivisor divisor) {
  return AveragePoolOp::create(builder, op.getLoc(), x, op.getKernelAttr(), op.getStridesAttr(), op.getDilationsAttr(),
                               op.getPadsLowAttr(), op.getPadsHighAttr(), op.getCeilModeAttr(),
                               WindowDivisorAttr::get(builder.getContext(), divisor));
}

SmallVector<GradientForm> AveragePoolOp::getGradientForms() {
  return {{"default", {GradientRead::Shape}, {GradientRead::None}}};
}

LogicalResult AveragePoolOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                      SmallVectorImpl<Value> &operandGradients) {
  operandGradients[0] = spreadOverWindows(builder, *this, resultGradients[0], getX(), getDivisor());
  return success();
}

SmallVector<GradientForm> AveragePoolBackwardOp::getGradientForms() {
  return {{"default", {GradientRead::Shape}, {GradientRead::None}}};
}

LogicalResult AveragePoolBackwardOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                              SmallVectorImpl<Value> &operandGradients) {
  operandGradients[0] = sumWindows(builder, *this, resultGradients[0], getDivisor());
  return success();
}

FailureOr<SmallVector<Value>> LpPoolOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  int64_t p = getP();
  Value sum = sumWindows(builder, *this, c.pow(c.abs(getX()), p), WindowDivisor::One);
  return SmallVector<Value>{c.pow(sum, 1.0 / p)};
}

SmallVector<GradientForm> LpPoolOp::getGradientForms() {
  return {{"default", {GradientRead::Full}, {GradientRead::Full}}};
}

LogicalResult LpPoolOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                 SmallVectorImpl<Value> &operandGradients) {
  Composer c(builder, getLoc());
  int64_t p = getP();
  // A window of zeros has y = 0, where y^(1-p) is infinite: its subgradient is zero.
  Value scale =
      p == 1 ? resultGradients[0] : c.zeroUnlessPositive(getY(), c.mul(resultGradients[0], c.pow(getY(), 1.0 - p)));
  Value spread = spreadOverWindows(builder, *this, scale, getX(), WindowDivisor::One);
  Value local = c.sign(getX());
  if (p != 1)
    local = c.mul(local, c.pow(c.abs(getX()), p - 1.0));
  operandGradients[0] = c.mul(spread, local);
  return success();
}
