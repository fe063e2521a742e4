//===- Elementwise.cpp - Element-wise arithmetic ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Iteration spaces, folds and the gradient builder of the element-wise family.
//
//===----------------------------------------------------------------------===//

#include "Elementwise/Elementwise.h"
#include "Elementwise/GradientBuilder.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"

#include "mlir/Dialect/CommonFolders.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace neap;

#include "neap/Dialect/Neap/Ops/ElementwiseEnums.cpp.inc"
#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Elementwise.cpp.inc"

void NeapDialect::registerElementwiseOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Elementwise.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Iteration space
//===----------------------------------------------------------------------===//

static RankedTensorType resultType(Operation *op) { return cast<RankedTensorType>(op->getResult(0).getType()); }

SmallVector<int64_t> neap::elementwiseRanges(Operation *op) { return llvm::to_vector(resultType(op).getShape()); }

SmallVector<utils::IteratorType> neap::elementwiseIterators(Operation *op) {
  return SmallVector<utils::IteratorType>(resultType(op).getRank(), utils::IteratorType::parallel);
}

SmallVector<AffineMap> neap::elementwiseMaps(Operation *op) {
  AffineMap identity = AffineMap::getMultiDimIdentityMap(resultType(op).getRank(), op->getContext());
  return SmallVector<AffineMap>(op->getNumOperands() + op->getNumResults(), identity);
}

//===----------------------------------------------------------------------===//
// Folds
//===----------------------------------------------------------------------===//

/// Folds two constants of integer or float type.
template <typename FloatFold, typename IntFold>
static OpFoldResult foldBinary(ArrayRef<Attribute> operands, FloatFold floatFold, IntFold intFold) {
  if (Attribute folded = constFoldBinaryOp<FloatAttr, FloatAttr::ValueType, void>(operands, floatFold))
    return folded;
  return constFoldBinaryOp<IntegerAttr, IntegerAttr::ValueType, void>(operands, intFold);
}

OpFoldResult AddOp::fold(FoldAdaptor adaptor) {
  if (matchPattern(adaptor.getB(), m_Zero()) || matchPattern(adaptor.getB(), m_AnyZeroFloat()))
    return getA();
  return foldBinary(
      adaptor.getOperands(), [](const APFloat &a, const APFloat &b) { return a + b; },
      [](const APInt &a, const APInt &b) { return a + b; });
}

OpFoldResult SubOp::fold(FoldAdaptor adaptor) {
  if (matchPattern(adaptor.getB(), m_Zero()) || matchPattern(adaptor.getB(), m_AnyZeroFloat()))
    return getA();
  return foldBinary(
      adaptor.getOperands(), [](const APFloat &a, const APFloat &b) { return a - b; },
      [](const APInt &a, const APInt &b) { return a - b; });
}

OpFoldResult MulOp::fold(FoldAdaptor adaptor) {
  if (matchPattern(adaptor.getB(), m_One()) || matchPattern(adaptor.getB(), m_OneFloat()))
    return getA();
  return foldBinary(
      adaptor.getOperands(), [](const APFloat &a, const APFloat &b) { return a * b; },
      [](const APInt &a, const APInt &b) { return a * b; });
}

OpFoldResult DivOp::fold(FoldAdaptor adaptor) {
  if (matchPattern(adaptor.getB(), m_One()) || matchPattern(adaptor.getB(), m_OneFloat()))
    return getA();
  if (auto divisor = dyn_cast_or_null<DenseIntElementsAttr>(adaptor.getB());
      divisor && llvm::any_of(divisor, [](const APInt &value) { return value.isZero(); }))
    return {};
  return foldBinary(
      adaptor.getOperands(), [](const APFloat &a, const APFloat &b) { return a / b; },
      [](const APInt &a, const APInt &b) { return a.sdiv(b); });
}

//===----------------------------------------------------------------------===//
// GradientBuilder
//===----------------------------------------------------------------------===//

Value GradientBuilder::add(Value a, Value b) { return AddOp::create(builder, loc, a, b); }
Value GradientBuilder::mul(Value a, Value b) { return MulOp::create(builder, loc, a, b); }
Value GradientBuilder::mul(Value a, double b) { return mul(a, splat(a, b)); }
Value GradientBuilder::div(Value a, Value b) { return DivOp::create(builder, loc, a, b); }
Value GradientBuilder::neg(Value a) { return NegOp::create(builder, loc, a); }
Value GradientBuilder::zeros(Value like) { return splat(like, 0.0); }
Value GradientBuilder::splat(Value like, double value) {
  return createSplat(builder, loc, cast<RankedTensorType>(like.getType()), value);
}
Value GradientBuilder::greater(Value a, double b) {
  auto type = withElementType(cast<RankedTensorType>(a.getType()), builder.getI1Type());
  return GreaterOp::create(builder, loc, type, a, splat(a, b));
}
Value GradientBuilder::where(Value condition, Value yes, Value no) {
  return WhereOp::create(builder, loc, condition, yes, no);
}
