//===- WindowToLinalg.cpp - Loops over sliding windows ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The index arithmetic of windows as arith ops. Guards and clamps that cannot
// fail are left out, so an unpadded convolution has none.
//
//===----------------------------------------------------------------------===//

#include "Convolution/WindowToLinalg.h"

using namespace mlir;
using namespace neap;

static Value indexConstant(OpBuilder &builder, Location loc, int64_t value) {
  return arith::ConstantIndexOp::create(builder, loc, value);
}

Value neap::scaleIndex(OpBuilder &builder, Location loc, Value index, int64_t factor, int64_t offset) {
  if (factor != 1)
    index = arith::MulIOp::create(builder, loc, index, indexConstant(builder, loc, factor));
  if (offset != 0)
    index = arith::AddIOp::create(builder, loc, index, indexConstant(builder, loc, offset));
  return index;
}

Value neap::bothInside(OpBuilder &builder, Location loc, Value a, Value b) {
  if (!a || !b)
    return a ? a : b;
  return arith::AndIOp::create(builder, loc, a, b);
}

/// Clamps an index whose value is known to lie in [lowest, highest] into [0, size).
static GuardedIndex guard(OpBuilder &builder, Location loc, Value index, int64_t lowest, int64_t highest,
                          int64_t size) {
  GuardedIndex guarded{index, {}};
  if (lowest < 0) {
    Value zero = indexConstant(builder, loc, 0);
    guarded.inside = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sge, index, zero);
    guarded.index = arith::MaxSIOp::create(builder, loc, guarded.index, zero);
  }
  if (highest >= size) {
    Value last = indexConstant(builder, loc, size - 1);
    Value below = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sle, index, last);
    guarded.inside = bothInside(builder, loc, guarded.inside, below);
    guarded.index = arith::MinSIOp::create(builder, loc, guarded.index, last);
  }
  return guarded;
}

WindowDimension::WindowDimension(const Window &window, unsigned dimension, int64_t inputSize, int64_t outputSize)
    : kernel(window.kernel[dimension]), stride(window.strides[dimension]), dilation(window.dilations[dimension]),
      low(window.padsLow[dimension]), inputSize(inputSize), outputSize(outputSize) {}

GuardedIndex WindowDimension::inputOf(OpBuilder &builder, Location loc, Value o, Value k) const {
  Value start = scaleIndex(builder, loc, o, stride, -low);
  Value step = scaleIndex(builder, loc, k, dilation, 0);
  Value index = arith::AddIOp::create(builder, loc, start, step);
  int64_t highest = (outputSize - 1) * stride - low + (kernel - 1) * dilation;
  return guard(builder, loc, index, -low, highest, inputSize);
}

GuardedIndex WindowDimension::windowOf(OpBuilder &builder, Location loc, Value i, Value k) const {
  Value shifted = scaleIndex(builder, loc, i, 1, low);
  Value distance = arith::SubIOp::create(builder, loc, shifted, scaleIndex(builder, loc, k, dilation, 0));
  int64_t lowest = low - (kernel - 1) * dilation, highest = inputSize - 1 + low;
  if (stride == 1)
    return guard(builder, loc, distance, lowest, highest, outputSize);
  // A multiple of the stride, and a window that exists. The quotient of a negative distance rounds towards zero,
  // so its sign is tested on the distance itself.
  Value factor = indexConstant(builder, loc, stride), zero = indexConstant(builder, loc, 0);
  Value quotient = arith::DivSIOp::create(builder, loc, distance, factor);
  Value remainder = arith::RemSIOp::create(builder, loc, distance, factor);
  Value inside = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, remainder, zero);
  if (lowest < 0)
    inside = bothInside(builder, loc, inside,
                        arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sge, distance, zero));
  GuardedIndex guarded = guard(builder, loc, quotient, lowest, highest / stride, outputSize);
  guarded.inside = bothInside(builder, loc, inside, guarded.inside);
  return guarded;
}

Value neap::readGuarded(OpBuilder &builder, Location loc, Value tensor, ValueRange indices, Value inside, Type type) {
  Value read = convertFloatScalar(builder, loc, tensor::ExtractOp::create(builder, loc, tensor, indices), type);
  if (!inside)
    return read;
  return arith::SelectOp::create(builder, loc, inside, read, scalarConstant(builder, loc, type, 0.0));
}

SmallVector<Value>
neap::createWindowReduction(OpBuilder &builder, Location loc, ArrayRef<RankedTensorType> outputs,
                            ArrayRef<TypedAttr> neutral, ArrayRef<int64_t> extents,
                            function_ref<SmallVector<Value>(OpBuilder &, Location, ValueRange, ValueRange)> body) {
  unsigned parallel = outputs[0].getRank(), loops = parallel + extents.size();
  MLIRContext *context = builder.getContext();
  SmallVector<utils::IteratorType> iterators(parallel, utils::IteratorType::parallel);
  iterators.append(extents.size(), utils::IteratorType::reduction);
  // The loops' extents come from the operands: an empty tensor, never read, brings those of the reduction.
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  if (!extents.empty()) {
    inputs.push_back(tensor::EmptyOp::create(builder, loc, extents, builder.getI8Type()));
    SmallVector<AffineExpr> reduced;
    for (unsigned loop = parallel; loop < loops; ++loop)
      reduced.push_back(builder.getAffineDimExpr(loop));
    maps.push_back(AffineMap::get(loops, 0, reduced, context));
  }
  for (size_t i = 0; i < outputs.size(); ++i)
    maps.push_back(AffineMap::getMultiDimIdentityMap(loops, context).getMajorSubMap(parallel));
  return createGeneric(builder, loc, inputs, outputs, maps, iterators, neutral,
                       [&](OpBuilder &nested, Location nestedLoc, ValueRange arguments) {
                         SmallVector<Value> indices;
                         for (unsigned loop = 0; loop < loops; ++loop)
                           indices.push_back(linalg::IndexOp::create(nested, nestedLoc, loop));
                         return body(nested, nestedLoc, indices, arguments.drop_front(inputs.size()));
                       });
}

Value neap::createGatherSum(OpBuilder &builder, Location loc, RankedTensorType type, ArrayRef<int64_t> extents,
                            function_ref<Value(OpBuilder &, Location, ValueRange)> term) {
  Type accumulator = getAccumulatorType(type.getElementType());
  RankedTensorType sumType = withElementType(type, accumulator);
  Value sum = createWindowReduction(
      builder, loc, {sumType}, {builder.getFloatAttr(accumulator, 0.0)}, extents,
      [&](OpBuilder &nested, Location nestedLoc, ValueRange indices, ValueRange sums) -> SmallVector<Value> {
        return {arith::AddFOp::create(nested, nestedLoc, sums[0], term(nested, nestedLoc, indices))};
      })[0];
  if (sumType == type)
    return sum;
  return createElementwise(builder, loc, {sum}, type, [&](OpBuilder &nested, Location nestedLoc, ValueRange arguments) {
    return convertFloatScalar(nested, nestedLoc, arguments[0], type.getElementType());
  });
}
