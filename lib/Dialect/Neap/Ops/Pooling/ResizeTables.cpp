//===- ResizeTables.cpp - Weights of resampling along one axis ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The definitions of ONNX Resize-19 (its text and its reference implementation):
// output element → input coordinate → neighbours and their weights.
//
//===----------------------------------------------------------------------===//

#include "Pooling/ResizeTables.h"

#include <cmath>

using namespace mlir;
using namespace neap;

namespace {

/// One axis of a resize.
struct Axis {
  ResizeOp op;
  int64_t input, output;
  double scale, start = 0.0, end = 1.0;

  double coordinateOf(int64_t o);
  /// Weights of the neighbours floor(c) + first … for the coordinate c = floor(c) + ratio.
  std::vector<double> weightsAt(double ratio, int64_t &first);
};

} // namespace

double Axis::coordinateOf(int64_t o) {
  double width = scale * input, centre = (o + 0.5) / scale - 0.5;
  switch (op.getCoordinates()) {
  case ResizeCoordinates::HalfPixel:
    return centre;
  case ResizeCoordinates::HalfPixelSymmetric:
    return input / 2.0 * (1.0 - output / width) + centre;
  case ResizeCoordinates::PytorchHalfPixel:
    return output == 1 ? -0.5 : centre;
  case ResizeCoordinates::AlignCorners:
    return width == 1.0 ? 0.0 : o * (input - 1) / (width - 1.0);
  case ResizeCoordinates::Asymmetric:
    return o / scale;
  case ResizeCoordinates::TfHalfPixelForNN:
    return (o + 0.5) / scale;
  case ResizeCoordinates::TfCropAndResize:
    if (output == 1)
      return 0.5 * (start + end) * (input - 1);
    return start * (input - 1) + o * (end - start) * (input - 1) / (output - 1.0);
  }
  llvm_unreachable("all coordinate modes are listed");
}

static double cubicWeight(double distance, double a) {
  double x = std::fabs(distance);
  if (x <= 1.0)
    return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
  return x < 2.0 ? ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a : 0.0;
}

static bool roundsUp(ResizeRounding rounding, double ratio) {
  switch (rounding) {
  case ResizeRounding::PreferFloor:
    return ratio > 0.5;
  case ResizeRounding::PreferCeil:
    return ratio >= 0.5;
  case ResizeRounding::Floor:
    return false;
  case ResizeRounding::Ceil:
    return ratio > 0.0;
  }
  llvm_unreachable("all roundings are listed");
}

std::vector<double> Axis::weightsAt(double ratio, int64_t &first) {
  if (op.getMode() == ResizeMode::Nearest) {
    first = roundsUp(op.getRounding(), ratio) ? 1 : 0;
    return {1.0};
  }
  bool cubic = op.getMode() == ResizeMode::Cubic;
  // With antialiasing, shrinking widens the filter by 1 / scale.
  double shrink = op.getAntialias() ? std::min(scale, 1.0) : 1.0, reach = cubic ? 2.0 : 1.0;
  first = static_cast<int64_t>(std::floor(-reach / shrink)) + 1;
  std::vector<double> weights;
  double sum = 0.0;
  for (int64_t i = first; i <= 1 - first; ++i) {
    double distance = (i - ratio) * shrink;
    weights.push_back(cubic ? cubicWeight(distance, op.getCubicCoefficient().convertToDouble())
                            : std::max(0.0, 1.0 - std::fabs(distance)));
    sum += weights.back();
  }
  for (double &weight : weights)
    weight /= sum;
  return weights;
}

/// Weights of neighbours outside the input go to those inside, in proportion.
static void excludeOutside(std::vector<double> &weights, int64_t first, int64_t size) {
  double inside = 0.0;
  for (auto [i, weight] : llvm::enumerate(weights)) {
    int64_t index = first + static_cast<int64_t>(i);
    if (index < 0 || index >= size)
      weight = 0.0;
    inside += weight;
  }
  if (inside != 0.0)
    for (double &weight : weights)
      weight /= inside;
}

bool neap::isLeftAlone(ResizeOp op, int64_t axis) {
  RankedTensorType type = op.getX().getType();
  bool crops = op.getCoordinates() == ResizeCoordinates::TfCropAndResize;
  bool wholeAxis = !crops || (op.getRoi()[axis] == 0.0 && op.getRoi()[type.getRank() + axis] == 1.0);
  return type.getDimSize(axis) == op.getSize()[axis] && op.getScales()[axis] == 1.0 && wholeAxis;
}

std::optional<ResizeTable> neap::makeResizeTable(ResizeOp op, int64_t axis) {
  if (isLeftAlone(op, axis))
    return std::nullopt;
  auto type = cast<RankedTensorType>(op.getX().getType());
  bool crops = op.getCoordinates() == ResizeCoordinates::TfCropAndResize;
  Axis a{op, type.getDimSize(axis), op.getSize()[axis], op.getScales()[axis]};
  if (crops) {
    a.start = op.getRoi()[axis];
    a.end = op.getRoi()[type.getRank() + axis];
  }
  ResizeTable table;
  table.rows = a.output;
  for (int64_t o = 0; o < a.output; ++o) {
    double coordinate = a.coordinateOf(o);
    bool outside = crops && (coordinate < 0.0 || coordinate > a.input - 1.0);
    coordinate = std::clamp(coordinate, -1e9, 1e9);
    double base = std::floor(coordinate);
    int64_t first = 0;
    std::vector<double> weights = a.weightsAt(coordinate - base, first);
    first += static_cast<int64_t>(base);
    if (op.getExcludeOutside())
      excludeOutside(weights, first, a.input);
    table.taps = weights.size();
    table.outside.push_back(outside);
    for (auto [i, weight] : llvm::enumerate(weights)) {
      table.indices.push_back(std::clamp<int64_t>(first + static_cast<int64_t>(i), 0, a.input - 1));
      table.weights.push_back(outside ? 0.0 : weight);
    }
  }
  return table;
}

ResizeTable ResizeTable::transposed(int64_t inputs) const {
  std::vector<std::vector<std::pair<int32_t, double>>> entries(inputs);
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t tap = 0; tap < taps; ++tap)
      if (double weight = weights[row * taps + tap]; weight != 0.0)
        entries[indices[row * taps + tap]].push_back({static_cast<int32_t>(row), weight});
  ResizeTable result;
  result.rows = inputs;
  for (const auto &list : entries)
    result.taps = std::max<int64_t>(result.taps, list.size());
  for (const auto &list : entries) {
    for (auto [row, weight] : list) {
      result.indices.push_back(row);
      result.weights.push_back(weight);
    }
    result.indices.resize(llvm::alignTo(result.indices.size(), result.taps));
    result.weights.resize(result.indices.size());
    if (list.empty()) {
      result.indices.insert(result.indices.end(), result.taps, 0);
      result.weights.insert(result.weights.end(), result.taps, 0.0);
    }
  }
  return result;
}

Value neap::buildInterpolation(OpBuilder &builder, Location loc, Value x, const ResizeTable &table, int64_t axis) {
  Type element = cast<RankedTensorType>(x.getType()).getElementType();
  if (element.getIntOrFloatBitWidth() < 32)
    element = builder.getF32Type();
  auto indexType = RankedTensorType::get({table.rows, table.taps}, builder.getI32Type());
  auto weightType = RankedTensorType::get({table.rows, table.taps}, element);
  SmallVector<Attribute> weights;
  for (double weight : table.weights)
    weights.push_back(builder.getFloatAttr(element, weight));
  Value indices =
      ConstantOp::create(builder, loc, indexType, DenseElementsAttr::get(indexType, ArrayRef<int32_t>(table.indices)));
  Value values = ConstantOp::create(builder, loc, weightType, DenseElementsAttr::get(weightType, weights));
  return InterpolateOp::create(builder, loc, x, indices, values, builder.getI64IntegerAttr(axis));
}
