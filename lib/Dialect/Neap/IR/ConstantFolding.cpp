//===- ConstantFolding.cpp - Evaluating ops on small constants ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Constants as scalars, and the loops over them that the families' folders share.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/ConstantFolding.h"

using namespace mlir;
using namespace neap;

static double toDouble(APFloat value) {
  bool losesInfo;
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &losesInfo);
  return value.convertToDouble();
}

std::optional<ConstantElements> ConstantElements::get(Attribute attribute) {
  auto dense = dyn_cast_or_null<DenseElementsAttr>(attribute);
  if (!dense || (!dense.isSplat() && dense.getNumElements() > maxFoldedElements))
    return std::nullopt;
  ConstantElements result;
  result.type = cast<RankedTensorType>(dense.getType());
  result.splat = dense.isSplat();
  auto take = [&](auto values, auto convert) {
    if (result.splat) {
      result.elements.push_back(convert(*values.begin()));
      return;
    }
    for (const auto &value : values)
      result.elements.push_back(convert(value));
  };
  Type element = result.type.getElementType();
  if (isa<FloatType>(element))
    take(dense.getValues<APFloat>(), [](const APFloat &value) { return Scalar{0, toDouble(value)}; });
  else if (element.isInteger(1))
    take(dense.getValues<bool>(), [](bool value) { return Scalar{value, 0.0}; });
  else
    take(dense.getValues<APInt>(), [](const APInt &value) { return Scalar{value.getSExtValue(), 0.0}; });
  return result;
}

DenseElementsAttr neap::buildConstant(RankedTensorType type, ArrayRef<Scalar> elements) {
  Type element = type.getElementType();
  if (auto floatType = dyn_cast<FloatType>(element)) {
    SmallVector<APFloat> values;
    for (const Scalar &scalar : elements) {
      APFloat value(scalar.real);
      bool losesInfo;
      value.convert(floatType.getFloatSemantics(), APFloat::rmNearestTiesToEven, &losesInfo);
      values.push_back(value);
    }
    return DenseElementsAttr::get(type, values);
  }
  unsigned width = element.getIntOrFloatBitWidth();
  SmallVector<APInt> values;
  for (const Scalar &scalar : elements)
    values.push_back(APInt(64, static_cast<uint64_t>(scalar.integer)).trunc(width));
  return DenseElementsAttr::get(type, values);
}

Attribute neap::foldElementwise(ArrayRef<Attribute> operands, RankedTensorType type,
                                function_ref<std::optional<Scalar>(ArrayRef<Scalar>)> compute) {
  SmallVector<ConstantElements> inputs;
  bool splat = true;
  for (Attribute operand : operands) {
    std::optional<ConstantElements> input = ConstantElements::get(operand);
    if (!input)
      return {};
    splat &= input->isSplat();
    inputs.push_back(std::move(*input));
  }
  int64_t count = splat ? 1 : type.getNumElements();
  if (count > maxFoldedElements)
    return {};
  SmallVector<Scalar> results, arguments(inputs.size());
  for (int64_t i = 0; i < count; ++i) {
    for (auto [argument, input] : llvm::zip_equal(arguments, inputs))
      argument = input[i];
    std::optional<Scalar> result = compute(arguments);
    if (!result)
      return {};
    results.push_back(*result);
  }
  return buildConstant(type, results);
}

Attribute neap::foldFromIndices(RankedTensorType type, function_ref<std::optional<Scalar>(ArrayRef<int64_t>)> compute) {
  if (type.getNumElements() > maxFoldedElements)
    return {};
  SmallVector<Scalar> results;
  SmallVector<int64_t> index(type.getRank(), 0);
  for (int64_t i = 0; i < type.getNumElements(); ++i) {
    std::optional<Scalar> result = compute(index);
    if (!result)
      return {};
    results.push_back(*result);
    advance(index, type.getShape());
  }
  return buildConstant(type, results);
}

int64_t neap::linearize(ArrayRef<int64_t> index, ArrayRef<int64_t> shape) {
  int64_t linear = 0;
  for (auto [position, extent] : llvm::zip_equal(index, shape))
    linear = linear * extent + position;
  return linear;
}

bool neap::advance(MutableArrayRef<int64_t> index, ArrayRef<int64_t> shape) {
  for (int64_t dim = static_cast<int64_t>(shape.size()) - 1; dim >= 0; --dim) {
    if (++index[dim] < shape[dim])
      return true;
    index[dim] = 0;
  }
  return false;
}
