//===- ReductionFolds.cpp - Folds of reductions ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Small constants, and reductions over nothing.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/ConstantFolding.h"
#include "neap/Dialect/Neap/Ops/Reduction.h"

#include <cmath>
#include <limits>

using namespace mlir;
using namespace neap;

namespace {
/// A reduction of constants: `start`, then `combine` with each element, then `finish` with how many there were.
struct Evaluation {
  double realStart;
  int64_t integerStart;
  double (*real)(double, double);
  int64_t (*integer)(int64_t, int64_t);
  double (*finish)(double, double) = [](double value, double) { return value; };
};
} // namespace

static int64_t addWrapping(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}
static int64_t multiplyWrapping(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
}

template <typename OpTy> static OpFoldResult foldReduction(OpTy op, Attribute operand, Evaluation evaluation) {
  RankedTensorType x = op.getX().getType(), y = op.getType();
  std::optional<ConstantElements> elements;
  if (x.getNumElements() > maxFoldedElements || !(elements = ConstantElements::get(operand)))
    return {};
  SmallVector<Scalar> results(y.getNumElements(), Scalar{evaluation.integerStart, evaluation.realStart});
  SmallVector<int64_t> index(x.getRank(), 0), kept;
  for (int64_t i = 0; i < x.getNumElements(); ++i, advance(index, x.getShape())) {
    kept.clear();
    for (int64_t dim = 0; dim < x.getRank(); ++dim) {
      bool reduced = llvm::is_contained(op.getAxes(), dim);
      if (!reduced || op.getKeepdims())
        kept.push_back(reduced ? 0 : index[dim]);
    }
    Scalar &result = results[linearize(kept, y.getShape())];
    if (elements->isFloat())
      result.real = evaluation.real(result.real, (*elements)[i].real);
    else
      result.integer = evaluation.integer(result.integer, (*elements)[i].integer);
  }
  double count = y.getNumElements() ? static_cast<double>(x.getNumElements()) / y.getNumElements() : 0.0;
  for (Scalar &result : results)
    result.real = evaluation.finish(result.real, count);
  return buildConstant(y, results);
}

/// A reduction that combines nothing returns its operand, if it prepares and finishes nothing.
template <typename OpTy> static OpFoldResult foldIdentity(OpTy op) {
  return op.getAxes().empty() ? OpFoldResult(op.getX()) : OpFoldResult();
}

static double add(double a, double b) { return a + b; }
static constexpr double infinity = std::numeric_limits<double>::infinity();

OpFoldResult ReduceSumOp::fold(FoldAdaptor adaptor) {
  if (OpFoldResult same = foldIdentity(*this))
    return same;
  return foldReduction(*this, adaptor.getX(), {0.0, 0, add, addWrapping});
}

OpFoldResult ReduceMeanOp::fold(FoldAdaptor adaptor) {
  if (OpFoldResult same = foldIdentity(*this))
    return same;
  return foldReduction(*this, adaptor.getX(),
                       {0.0, 0, add, addWrapping, [](double sum, double count) { return sum / count; }});
}

OpFoldResult ReduceMaxOp::fold(FoldAdaptor adaptor) {
  if (OpFoldResult same = foldIdentity(*this))
    return same;
  int64_t least = isa<FloatType>(getType().getElementType())
                      ? 0
                      : APInt::getSignedMinValue(getType().getElementTypeBitWidth()).getSExtValue();
  return foldReduction(*this, adaptor.getX(),
                       {-infinity, least, [](double a, double b) { return std::isnan(a) || a > b ? a : b; },
                        [](int64_t a, int64_t b) { return std::max(a, b); }});
}

OpFoldResult ReduceMinOp::fold(FoldAdaptor adaptor) {
  if (OpFoldResult same = foldIdentity(*this))
    return same;
  int64_t most = isa<FloatType>(getType().getElementType())
                     ? 0
                     : APInt::getSignedMaxValue(getType().getElementTypeBitWidth()).getSExtValue();
  return foldReduction(*this, adaptor.getX(),
                       {infinity, most, [](double a, double b) { return std::isnan(a) || a < b ? a : b; },
                        [](int64_t a, int64_t b) { return std::min(a, b); }});
}

OpFoldResult ReduceProdOp::fold(FoldAdaptor adaptor) {
  if (OpFoldResult same = foldIdentity(*this))
    return same;
  return foldReduction(*this, adaptor.getX(), {1.0, 1, [](double a, double b) { return a * b; }, multiplyWrapping});
}

OpFoldResult ReduceL1Op::fold(FoldAdaptor adaptor) {
  return foldReduction(*this, adaptor.getX(),
                       {0.0, 0, [](double a, double b) { return a + std::fabs(b); },
                        [](int64_t a, int64_t b) { return addWrapping(a, b < 0 ? multiplyWrapping(b, -1) : b); }});
}

OpFoldResult ReduceL2Op::fold(FoldAdaptor adaptor) {
  return foldReduction(*this, adaptor.getX(),
                       {0.0, 0, [](double a, double b) { return a + b * b; }, addWrapping,
                        [](double sum, double) { return std::sqrt(sum); }});
}

OpFoldResult ReduceLogSumOp::fold(FoldAdaptor adaptor) {
  return foldReduction(*this, adaptor.getX(),
                       {0.0, 0, add, addWrapping, [](double sum, double) { return std::log(sum); }});
}

OpFoldResult ReduceSumSquareOp::fold(FoldAdaptor adaptor) {
  return foldReduction(*this, adaptor.getX(),
                       {0.0, 0, [](double a, double b) { return a + b * b; },
                        [](int64_t a, int64_t b) { return addWrapping(a, multiplyWrapping(b, b)); }});
}

OpFoldResult ReduceLogSumExpOp::fold(FoldAdaptor) { return foldIdentity(*this); }

//===----------------------------------------------------------------------===//
// Arg ops and running sums
//===----------------------------------------------------------------------===//

/// The first (or last) index whose element is better than all before.
template <typename OpTy> static OpFoldResult foldArg(OpTy op, Attribute operand, bool isMax) {
  RankedTensorType x = op.getX().getType();
  std::optional<ConstantElements> elements;
  if (x.getNumElements() > maxFoldedElements || !(elements = ConstantElements::get(operand)))
    return {};
  int64_t axis = op.getAxis();
  return foldFromIndices(op.getType(), [&](ArrayRef<int64_t> index) -> std::optional<Scalar> {
    SmallVector<int64_t> source(index);
    if (op.getKeepdims())
      source[axis] = 0;
    else
      source.insert(source.begin() + axis, 0);
    int64_t best = 0;
    Scalar extreme = (*elements)[linearize(source, x.getShape())];
    for (int64_t i = 1; i < x.getDimSize(axis); ++i) {
      source[axis] = i;
      const Scalar &value = (*elements)[linearize(source, x.getShape())];
      auto beats = [&](auto a, auto b) { return (isMax ? a > b : a < b) || (op.getSelectLastIndex() && a == b); };
      if (elements->isFloat() ? beats(value.real, extreme.real) : beats(value.integer, extreme.integer)) {
        best = i;
        extreme = value;
      }
    }
    return Scalar{best, 0.0};
  });
}

OpFoldResult ArgMaxOp::fold(FoldAdaptor adaptor) { return foldArg(*this, adaptor.getX(), true); }
OpFoldResult ArgMinOp::fold(FoldAdaptor adaptor) { return foldArg(*this, adaptor.getX(), false); }

OpFoldResult CumsumOp::fold(FoldAdaptor adaptor) {
  RankedTensorType x = getType();
  std::optional<ConstantElements> elements;
  if (x.getNumElements() > maxFoldedElements || !(elements = ConstantElements::get(adaptor.getX())))
    return {};
  int64_t axis = getAxis(), extent = x.getDimSize(axis);
  return foldFromIndices(x, [&](ArrayRef<int64_t> index) -> std::optional<Scalar> {
    SmallVector<int64_t> source(index);
    Scalar sum;
    int64_t step = getReverse() ? 1 : -1;
    for (int64_t i = index[axis] + (getExclusive() ? step : 0); i >= 0 && i < extent; i += step) {
      source[axis] = i;
      const Scalar &value = (*elements)[linearize(source, x.getShape())];
      sum = {addWrapping(sum.integer, value.integer), sum.real + value.real};
    }
    return sum;
  });
}
