//===- Resize.cpp - Resampling ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shapes and gradients of resampling. A resize is one interpolation per axis; its
// gradient is their adjoints in the opposite order, and reads only shapes.
//
//===----------------------------------------------------------------------===//

#include "Normalization/Composer.h"
#include "Pooling/ResizeTables.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"

#include "mlir/IR/Matchers.h"

#include <cmath>

using namespace mlir;
using namespace neap;

static RankedTensorType typeOf(Value value) { return cast<RankedTensorType>(value.getType()); }

//===----------------------------------------------------------------------===//
// InterpolateOp
//===----------------------------------------------------------------------===//

LogicalResult InterpolateOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                              SmallVectorImpl<Type> &types) {
  auto x = typeOf(adaptor.getX()), indices = typeOf(adaptor.getIndices()), weights = typeOf(adaptor.getWeights());
  int64_t axis = adaptor.getAxis();
  if (axis < 0 || axis >= x.getRank())
    return emitOptionalError(location, "axis ", axis, ": expected 0 to ", x.getRank() - 1);
  if (indices.getRank() != 2 || indices.getShape() != weights.getShape())
    return emitOptionalError(location, "expected two tables of one shape [out, taps], found ", indices, " and ",
                             weights);
  if (x.getDimSize(axis) < 1)
    return emitOptionalError(location, "expected a non-empty axis ", axis, ", found ", x);
  SmallVector<int64_t> shape(x.getShape());
  shape[axis] = indices.getDimSize(0);
  types.push_back(RankedTensorType::get(shape, x.getElementType()));
  return success();
}

int64_t InterpolateOp::getFlops() { return 2 * typeOf(getY()).getNumElements() * typeOf(getWeights()).getDimSize(1); }

SmallVector<GradientForm> InterpolateOp::getGradientForms() {
  return {{"default", {GradientRead::Shape, GradientRead::Full, GradientRead::Full}, {GradientRead::None}}};
}

/// The table that two constants hold.
static FailureOr<ResizeTable> readTable(InterpolateOp op) {
  DenseIntElementsAttr indices;
  DenseFPElementsAttr weights;
  if (!matchPattern(op.getIndices(), m_Constant(&indices)) || !matchPattern(op.getWeights(), m_Constant(&weights)))
    return op.emitOpError("expected constant tables");
  ResizeTable table;
  table.rows = typeOf(op.getWeights()).getDimSize(0);
  table.taps = typeOf(op.getWeights()).getDimSize(1);
  int64_t last = typeOf(op.getX()).getDimSize(op.getAxis()) - 1;
  for (const APInt &index : indices)
    table.indices.push_back(std::clamp<int64_t>(index.getSExtValue(), 0, last));
  for (const APFloat &weight : weights)
    table.weights.push_back(weight.convertToDouble());
  return table;
}

LogicalResult InterpolateOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool> needed,
                                      SmallVectorImpl<Value> &operandGradients) {
  if (!needed[0])
    return success();
  FailureOr<ResizeTable> table = readTable(*this);
  if (failed(table))
    return failure();
  int64_t axis = getAxis();
  operandGradients[0] = buildInterpolation(builder, getLoc(), resultGradients[0],
                                           table->transposed(typeOf(getX()).getDimSize(axis)), axis);
  return success();
}

//===----------------------------------------------------------------------===//
// ResizeOp
//===----------------------------------------------------------------------===//

static LogicalResult checkAxis(std::optional<Location> location, int64_t input, int64_t output, double scale,
                               bool crops) {
  if (input < 1 || output < 1 || output > std::numeric_limits<int32_t>::max())
    return emitOptionalError(location, "cannot resize ", input, " elements to ", output);
  if (!std::isfinite(scale) || scale <= 0.0)
    return emitOptionalError(location, "scale ", scale, ": expected a positive number");
  if (!crops && (std::fabs(scale * input - output) > 1.0 + 1e-6 * output || scale * input < 0.5))
    return emitOptionalError(location, "scale ", scale, " does not take ", input, " elements to ", output);
  return success();
}

LogicalResult ResizeOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  auto x = typeOf(adaptor.getX());
  size_t rank = x.getRank();
  bool crops = adaptor.getCoordinates() == ResizeCoordinates::TfCropAndResize;
  if (adaptor.getSize().size() != rank || adaptor.getScales().size() != rank)
    return emitOptionalError(location, "expected ", rank, " sizes and ", rank, " scales, found ",
                             adaptor.getSize().size(), " and ", adaptor.getScales().size());
  if (adaptor.getRoi().size() != (crops ? 2 * rank : 0))
    return emitOptionalError(location, "expected a region of ", crops ? 2 * rank : 0, " numbers, found ",
                             adaptor.getRoi().size());
  for (double bound : adaptor.getRoi())
    if (!std::isfinite(bound))
      return emitOptionalError(location, "region bound ", bound, ": expected a finite number");
  if (adaptor.getAntialias() && (crops || adaptor.getMode() == ResizeMode::Nearest))
    return emitOptionalError(location, "antialias goes with linear and cubic resizing of whole axes only");
  for (size_t axis = 0; axis < rank; ++axis)
    if (failed(checkAxis(location, x.getDimSize(axis), adaptor.getSize()[axis], adaptor.getScales()[axis], crops)))
      return failure();
  types.push_back(RankedTensorType::get(adaptor.getSize(), x.getElementType()));
  return success();
}

/// 1 where some axis lies outside the cropped input, with extent 1 along axes that never do.
static Value buildOutsideMask(Composer &c, ArrayRef<std::optional<ResizeTable>> tables, RankedTensorType type) {
  SmallVector<int64_t> shape;
  for (const auto &table : tables)
    shape.push_back(table && llvm::is_contained(table->outside, true) ? table->rows : 1);
  auto maskType = RankedTensorType::get(shape, c.builder.getI1Type());
  SmallVector<bool> mask;
  for (int64_t flat = 0; flat < maskType.getNumElements(); ++flat) {
    bool outside = false;
    int64_t rest = flat;
    for (size_t axis = shape.size(); axis-- > 0; rest /= shape[axis])
      outside |= shape[axis] > 1 && tables[axis]->outside[rest % shape[axis]];
    // An axis of one row that lies outside covers everything.
    for (const auto &table : tables)
      outside |= table && table->rows == 1 && table->outside[0];
    mask.push_back(outside);
  }
  if (!llvm::is_contained(mask, true))
    return {};
  Value constant = ConstantOp::create(c.builder, c.loc, maskType, DenseElementsAttr::get(maskType, mask));
  return c.broadcast(constant, type.getShape());
}

static SmallVector<std::optional<ResizeTable>> makeTables(ResizeOp op) {
  SmallVector<std::optional<ResizeTable>> tables;
  for (int64_t axis = 0; axis < typeOf(op.getX()).getRank(); ++axis)
    tables.push_back(makeResizeTable(op, axis));
  return tables;
}

OpFoldResult ResizeOp::fold(FoldAdaptor) {
  auto axes = llvm::seq<int64_t>(0, typeOf(getX()).getRank());
  return llvm::all_of(axes, [&](int64_t axis) { return isLeftAlone(*this, axis); }) ? getX() : OpFoldResult();
}

FailureOr<SmallVector<Value>> ResizeOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  auto tables = makeTables(*this);
  Value y = getX();
  for (auto [axis, table] : llvm::enumerate(tables))
    if (table)
      y = buildInterpolation(builder, getLoc(), y, *table, axis);
  double extrapolation = getExtrapolation().convertToDouble();
  if (extrapolation != 0.0)
    if (Value outside = buildOutsideMask(c, tables, typeOf(getY())))
      y = WhereOp::create(builder, getLoc(), outside, c.splat(y, extrapolation), y);
  return SmallVector<Value>{y};
}

SmallVector<GradientForm> ResizeOp::getGradientForms() {
  return {{"default", {GradientRead::Shape}, {GradientRead::None}}};
}

LogicalResult ResizeOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool>,
                                 SmallVectorImpl<Value> &operandGradients) {
  Value gradient = resultGradients[0];
  auto tables = makeTables(*this);
  for (int64_t axis = tables.size(); axis-- > 0;)
    if (tables[axis])
      gradient = buildInterpolation(builder, getLoc(), gradient,
                                    tables[axis]->transposed(typeOf(getX()).getDimSize(axis)), axis);
  operandGradients[0] = gradient;
  return success();
}
