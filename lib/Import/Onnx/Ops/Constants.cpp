//===- Constants.cpp - Constants and what is one once shapes are known ----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Constant, Shape, Range, ConstantOfShape, and conversions between types.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

#include "onnx/onnx_pb.h"

#include <cmath>

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

/// No constant that a node describes by a shape may have more elements: nothing is allocated for a hostile one.
static constexpr int64_t maxElements = int64_t(1) << 31;
/// Ranges are written out.
static constexpr int64_t maxRange = 1 << 20;

//===----------------------------------------------------------------------===//
// Constant
//===----------------------------------------------------------------------===//

/// `value`: data of the file becomes a weight that is not trained; the tensor of an ONNX function body a constant.
static LogicalResult importTensor(Node &node, const onnx::TensorProto &tensor) {
  if (const TensorData *data = node.importer.model.tensor(tensor)) {
    Weight *weight = node.importer.weights.add(node.outputName(0), data);
    weight->literal = true;
    node.setBinding(0, Binding::ofWeight(weight));
    return success();
  }
  DenseElementsAttr values = decodeTensor(tensor, &node.importer.context);
  if (!values)
    return node.fail("element type " + Twine(tensor.data_type()) + " is not supported");
  return node.done(node.constant(values));
}

static LogicalResult importConstant(Node &node) {
  if (const onnx::AttributeProto *value = node.getAttr("value"))
    return importTensor(node, value->t());
  Builder &builder = node.builder();
  if (node.hasAttr("value_int") || node.hasAttr("value_ints")) {
    bool isList = node.hasAttr("value_ints");
    SmallVector<int64_t> values =
        isList ? node.getInts("value_ints") : SmallVector<int64_t>{node.getInt("value_int", 0)};
    SmallVector<int64_t> shape;
    if (isList)
      shape.push_back(values.size());
    return node.done(node.constant(
        DenseElementsAttr::get(RankedTensorType::get(shape, builder.getI64Type()), ArrayRef<int64_t>(values))));
  }
  if (node.hasAttr("value_float") || node.hasAttr("value_floats")) {
    bool isList = node.hasAttr("value_floats");
    SmallVector<float> values;
    SmallVector<int64_t> shape;
    if (!isList)
      values.push_back(static_cast<float>(node.getFloat("value_float", 0.0)));
    for (double value : node.getFloats("value_floats"))
      values.push_back(static_cast<float>(value));
    if (isList)
      shape.push_back(values.size());
    return node.done(node.constant(
        DenseElementsAttr::get(RankedTensorType::get(shape, builder.getF32Type()), ArrayRef<float>(values))));
  }
  return node.fail("holds no number: strings and sparse tensors are not supported");
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

/// The type of input 0, noting that nothing but its shape is read.
static RankedTensorType shapeSource(Node &node) {
  const Binding &bound = node.binding(0);
  if (bound.kind == Binding::Kind::Weight)
    node.importer.weights.readShape(*bound.weight);
  return node.inputType(0);
}

static LogicalResult importShape(Node &node) {
  RankedTensorType type = shapeSource(node);
  if (!type)
    return failure();
  int64_t rank = type.getRank();
  auto bound = [rank](int64_t value) { return std::clamp<int64_t>(value < 0 ? value + rank : value, 0, rank); };
  int64_t start = bound(node.getInt("start", 0)), end = bound(node.getInt("end", rank));
  return node.done(node.constantInts(type.getShape().slice(start, std::max<int64_t>(0, end - start))));
}

static LogicalResult importSize(Node &node) {
  RankedTensorType type = shapeSource(node);
  if (!type)
    return failure();
  return node.done(node.reshape(node.constantInts({type.getNumElements()}), {}));
}

static LogicalResult importConstantOfShape(Node &node) {
  std::optional<SmallVector<int64_t>> shape = node.ints(0, "shape");
  if (!shape)
    return failure();
  int64_t elements = 1;
  for (int64_t extent : *shape)
    if (extent < 0 || llvm::MulOverflow(elements, extent, elements) || elements > maxElements)
      return node.fail("shape " + describe(*shape) + " is not a shape of at most 2^31 elements");
  Type element = node.builder().getF32Type();
  Attribute fill = node.builder().getF32FloatAttr(0.0f);
  if (const onnx::AttributeProto *value = node.getAttr("value")) {
    const TensorData *data = node.importer.model.tensor(value->t());
    DenseElementsAttr values =
        data ? toAttribute(*data, &node.importer.context) : decodeTensor(value->t(), &node.importer.context);
    if (!values || values.getNumElements() != 1)
      return node.fail("value must be one number of a supported type");
    element = values.getElementType();
    fill = values.getSplatValue<Attribute>();
  }
  return node.done(node.constant(DenseElementsAttr::get(RankedTensorType::get(*shape, element), fill)));
}

static LogicalResult importRange(Node &node) {
  RankedTensorType type = node.inputType(0);
  std::optional<SmallVector<double>> start = node.floats(0, "start"), limit = node.floats(1, "limit"),
                                     delta = node.floats(2, "delta");
  if (!type || !start || !limit || !delta)
    return failure();
  if (start->size() != 1 || limit->size() != 1 || delta->size() != 1 || delta->front() == 0)
    return node.fail("needs three scalars and a delta other than 0, found " + node.describeInputs());
  double steps = std::ceil((limit->front() - start->front()) / delta->front());
  if (!(steps <= maxRange))
    return node.fail("has more than " + Twine(maxRange) + " elements");
  int64_t count = std::max<int64_t>(0, static_cast<int64_t>(steps));
  auto resultType = RankedTensorType::get({count}, type.getElementType());
  SmallVector<Attribute> values;
  for (int64_t i = 0; i < count; ++i) {
    double value = start->front() + static_cast<double>(i) * delta->front();
    if (auto floating = dyn_cast<FloatType>(type.getElementType()))
      values.push_back(node.builder().getFloatAttr(floating, value));
    else
      values.push_back(node.builder().getIntegerAttr(type.getElementType(), static_cast<int64_t>(value)));
  }
  return node.done(node.constant(DenseElementsAttr::get(resultType, values)));
}

/// Ones on one diagonal of a matrix with the shape of the input.
static LogicalResult importEyeLike(Node &node) {
  RankedTensorType type = shapeSource(node);
  if (!type)
    return failure();
  if (type.getRank() != 2 || type.getNumElements() > maxRange)
    return node.fail("expected a matrix of at most 2^20 elements, found " + node.describeInputs());
  Type element = type.getElementType();
  if (node.hasAttr("dtype")) {
    std::optional<DType> dtype = dtypeFromProto(static_cast<int32_t>(node.getInt("dtype", 0)));
    if (!dtype)
      return node.fail("dtype " + Twine(node.getInt("dtype", 0)) + " is not supported");
    element = elementType(*dtype, &node.importer.context);
  }
  int64_t rows = type.getDimSize(0), columns = type.getDimSize(1), k = node.getInt("k", 0);
  SmallVector<bool> ones(rows * columns, false);
  for (int64_t row = 0; row < rows; ++row)
    if (k >= -row && k < columns - row)
      ones[row * columns + row + k] = true;
  auto mask =
      DenseElementsAttr::get(RankedTensorType::get(type.getShape(), node.builder().getI1Type()), ArrayRef<bool>(ones));
  return node.done(node.cast(node.constant(mask), element));
}

//===----------------------------------------------------------------------===//
// Conversion
//===----------------------------------------------------------------------===//

static LogicalResult importCast(Node &node) {
  std::optional<DType> to = dtypeFromProto(static_cast<int32_t>(node.getInt("to", 0)));
  if (!to || widens(*to))
    return node.fail("to " + (to ? onnxTypeName(*to) : "element type " + std::to_string(node.getInt("to", 0))) +
                     " is not supported; expected float32, float64, float16, bfloat16, bool, int8, int32 or int64");
  return node.done(node.cast(node.input(0), elementType(*to, &node.importer.context)));
}

static LogicalResult importCastLike(Node &node) {
  RankedTensorType like = node.inputType(1);
  if (!like)
    return failure();
  return node.done(node.cast(node.input(0), like.getElementType()));
}

void neap::onnx_import::addConstantOps(OpTable &table) {
  table.add("Constant", {9, 11, 12, 13, 19, 21, 23, 24}, importConstant, OperatorGradient::None);
  table.add("ConstantOfShape", {9, 20, 21, 23, 24}, importConstantOfShape, OperatorGradient::None);
  table.add("Shape", {1, 13, 15, 19, 21, 23, 24}, importShape, OperatorGradient::None);
  table.add("Size", {1, 13, 19, 21, 23, 24}, importSize, OperatorGradient::None);
  table.add("Range", {11}, importRange, OperatorGradient::None);
  table.add("EyeLike", {9, 22}, importEyeLike, OperatorGradient::None);
  table.add("Cast", {9, 13, 19, 21, 23, 24}, importCast);
  table.add("CastLike", {15, 19, 21, 23, 24}, importCastLike);
}
