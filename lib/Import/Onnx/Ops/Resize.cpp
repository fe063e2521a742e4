//===- Resize.cpp - Resampling --------------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Resize and Upsample. Sizes and scales are known when compiling; each version
// of ONNX spells them differently.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

#include "llvm/ADT/StringExtras.h"

#include <cmath>

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

namespace {
struct Resampling {
  SmallVector<int64_t> size;
  SmallVector<double> scales, roi;
};
} // namespace

/// The position of `name` among `known`; fails, reported, where it is none of them.
static FailureOr<int32_t> choice(Node &node, StringRef attribute, StringRef name, ArrayRef<StringRef> known) {
  for (auto [number, candidate] : llvm::enumerate(known))
    if (name == candidate)
      return static_cast<int32_t>(number);
  return node.fail(attribute + " `" + name + "` is not one of " + llvm::join(known, ", "));
}

/// Input `index` where it is given and not empty (an empty tensor stands for an absent one).
static FailureOr<SmallVector<double>> numbers(Node &node, unsigned index, StringRef what) {
  if (!node.hasInput(index))
    return SmallVector<double>();
  std::optional<SmallVector<double>> values = node.floats(index, what);
  if (!values)
    return failure();
  return *values;
}

/// One scale for all resized axes, so that the picture keeps its proportions within, or around, the sizes asked for.
static void keepAspectRatio(Resampling &result, ArrayRef<int64_t> shape, ArrayRef<int64_t> axes, bool notLarger) {
  double scale = 0.0;
  for (auto [i, axis] : llvm::enumerate(axes)) {
    double own = result.scales[axis];
    scale = i == 0 ? own : notLarger ? std::min(scale, own) : std::max(scale, own);
  }
  for (int64_t axis : axes) {
    result.scales[axis] = scale;
    result.size[axis] = static_cast<int64_t>(std::floor(scale * static_cast<double>(shape[axis]) + 0.5));
  }
}

static FailureOr<Resampling> readResampling(Node &node, ArrayRef<int64_t> shape, unsigned scalesInput, bool hasSizes) {
  FailureOr<SmallVector<double>> scales = numbers(node, scalesInput, "scales"),
                                 sizes = hasSizes ? numbers(node, 3, "sizes") : SmallVector<double>(),
                                 roi = hasSizes ? numbers(node, 1, "roi") : SmallVector<double>();
  int64_t rank = shape.size();
  SmallVector<int64_t> named =
      node.hasAttr("axes") ? node.getInts("axes") : llvm::to_vector(llvm::seq<int64_t>(0, rank));
  std::optional<SmallVector<int64_t>> axes = node.axes(named, rank);
  if (failed(scales) || failed(sizes) || failed(roi) || !axes)
    return failure();
  if (scales->empty() == sizes->empty())
    return node.fail("needs either scales or sizes");
  if ((scales->empty() ? sizes : scales)->size() != axes->size())
    return node.fail("scales or sizes must have " + Twine(axes->size()) + " numbers");
  Resampling result;
  result.size.assign(shape.begin(), shape.end());
  result.scales.assign(rank, 1.0);
  for (auto [i, axis] : llvm::enumerate(*axes)) {
    double extent = static_cast<double>(shape[axis]);
    double size = scales->empty() ? (*sizes)[i] : std::floor(extent * (*scales)[i]);
    if (!(size >= 1 && size <= 1 << 30))
      return node.fail("dimension " + Twine(axis) + " of the result is " + describe(size) + ", expected at least 1");
    result.size[axis] = static_cast<int64_t>(size);
    result.scales[axis] = scales->empty() ? size / extent : (*scales)[i];
  }
  std::string policy = node.getString("keep_aspect_ratio_policy", "stretch");
  if (!sizes->empty() && policy != "stretch")
    keepAspectRatio(result, shape, *axes, policy == "not_larger");
  if (node.getString("coordinate_transformation_mode", "") == "tf_crop_and_resize") {
    if (roi->size() != 2 * axes->size())
      return node.fail("roi must have " + Twine(2 * axes->size()) + " numbers");
    result.roi.assign(rank, 0.0);
    result.roi.append(rank, 1.0);
    for (auto [i, axis] : llvm::enumerate(*axes)) {
      result.roi[axis] = (*roi)[i];
      result.roi[rank + axis] = (*roi)[axes->size() + i];
    }
  }
  return result;
}

/// `legacy`: Upsample-9 and Resize-10, whose coordinates are asymmetric and whose nearest is the lower neighbour.
static LogicalResult createResize(Node &node, unsigned scalesInput, bool legacy) {
  Value x = node.input(0);
  if (!x)
    return failure();
  FailureOr<Resampling> sampling = readResampling(node, shapeOf(x), scalesInput, !legacy);
  std::string modeName = node.getString("mode", "nearest");
  FailureOr<int32_t> mode =
      choice(node, "mode", modeName == "bilinear" ? "linear" : modeName, {"nearest", "linear", "cubic"});
  FailureOr<int32_t> coordinates =
      choice(node, "coordinate_transformation_mode",
             node.getString("coordinate_transformation_mode", legacy ? "asymmetric" : "half_pixel"),
             {"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric",
              "tf_half_pixel_for_nn", "tf_crop_and_resize"});
  FailureOr<int32_t> rounding =
      choice(node, "nearest_mode", node.getString("nearest_mode", legacy ? "floor" : "round_prefer_floor"),
             {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"});
  if (failed(sampling) || failed(mode) || failed(coordinates) || failed(rounding))
    return failure();
  Builder &b = node.builder();
  SmallVector<NamedAttribute> attrs = {node.attr("size", sampling->size),
                                       node.attr("scales", b.getDenseF64ArrayAttr(sampling->scales)),
                                       node.attr("mode", b.getI32IntegerAttr(*mode)),
                                       node.attr("coordinates", b.getI32IntegerAttr(*coordinates)),
                                       node.attr("rounding", b.getI32IntegerAttr(*rounding)),
                                       node.attr("cubic_coefficient", node.getFloat("cubic_coeff_a", -0.75)),
                                       node.attr("roi", b.getDenseF64ArrayAttr(sampling->roi)),
                                       node.attr("extrapolation", node.getFloat("extrapolation_value", 0.0))};
  for (StringRef flag : {"exclude_outside", "antialias"})
    if (node.getInt(flag, 0) != 0)
      attrs.push_back(node.attr(flag, b.getUnitAttr()));
  return node.done(node.create("resize", x, attrs));
}

void neap::onnx_import::addResizeOps(OpTable &table) {
  table.add("Upsample", {9, 10}, [](Node &node) { return createResize(node, 1, true); });
  table.add("Resize", {10}, [](Node &node) { return createResize(node, 1, true); });
  table.add("Resize", {11, 13, 18, 19}, [](Node &node) { return createResize(node, 2, false); });
}
