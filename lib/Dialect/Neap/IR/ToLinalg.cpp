//===- ToLinalg.cpp - Building linalg from neap ops ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The default lowering (iteration space and scalar body to one generic) and the
// helpers of the families' own lowerings.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/ToLinalg.h"

using namespace mlir;
using namespace neap;

namespace neap {
#define NEAP_FAMILY(family) void register##family##Lowerings(DialectRegistry &registry);
#include "neap/Dialect/Neap/Ops/Families.inc"
#undef NEAP_FAMILY
} // namespace neap

void neap::registerLowerings(DialectRegistry &registry) {
  registry.insert<arith::ArithDialect, linalg::LinalgDialect, math::MathDialect, tensor::TensorDialect>();
#define NEAP_FAMILY(family) register##family##Lowerings(registry);
#include "neap/Dialect/Neap/Ops/Families.inc"
#undef NEAP_FAMILY
}

/// The tensor that a generic writes: filled with the neutral element where it accumulates.
static Value createDestination(OpBuilder &builder, Location loc, RankedTensorType type, TypedAttr neutral) {
  Value empty = tensor::EmptyOp::create(builder, loc, type.getShape(), type.getElementType());
  if (!neutral)
    return empty;
  SmallVector<utils::IteratorType> parallel(type.getRank(), utils::IteratorType::parallel);
  auto fill = linalg::GenericOp::create(builder, loc, TypeRange{type}, ValueRange{}, ValueRange{empty},
                                        ArrayRef<AffineMap>{builder.getMultiDimIdentityMap(type.getRank())}, parallel,
                                        [&](OpBuilder &nested, Location nestedLoc, ValueRange) {
                                          Value start = arith::ConstantOp::create(nested, nestedLoc, neutral);
                                          linalg::YieldOp::create(nested, nestedLoc, start);
                                        });
  return fill.getResult(0);
}

SmallVector<Value> neap::createGeneric(OpBuilder &builder, Location loc, ValueRange inputs,
                                       ArrayRef<RankedTensorType> outputs, ArrayRef<AffineMap> maps,
                                       ArrayRef<utils::IteratorType> iterators, ArrayRef<TypedAttr> neutral,
                                       ScalarBody body) {
  SmallVector<Value> destinations;
  for (auto [index, type] : llvm::enumerate(outputs))
    destinations.push_back(
        createDestination(builder, loc, type, index < neutral.size() ? neutral[index] : TypedAttr()));
  auto generic =
      linalg::GenericOp::create(builder, loc, llvm::to_vector_of<Type>(outputs), inputs, destinations, maps, iterators,
                                [&](OpBuilder &nested, Location nestedLoc, ValueRange arguments) {
                                  linalg::YieldOp::create(nested, nestedLoc, body(nested, nestedLoc, arguments));
                                });
  return llvm::to_vector_of<Value>(generic.getResults());
}

Value neap::createElementwise(OpBuilder &builder, Location loc, ValueRange inputs, RankedTensorType type,
                              function_ref<Value(OpBuilder &, Location, ValueRange)> body) {
  SmallVector<AffineMap> maps(inputs.size() + 1, builder.getMultiDimIdentityMap(type.getRank()));
  SmallVector<utils::IteratorType> parallel(type.getRank(), utils::IteratorType::parallel);
  return createGeneric(builder, loc, inputs, {type}, maps, parallel, {},
                       [&](OpBuilder &nested, Location nestedLoc, ValueRange arguments) -> SmallVector<Value> {
                         return {body(nested, nestedLoc, arguments.drop_back())};
                       })[0];
}

Value neap::createFromIndices(OpBuilder &builder, Location loc, RankedTensorType type,
                              function_ref<Value(OpBuilder &, Location, ValueRange)> body) {
  return createElementwise(builder, loc, {}, type, [&](OpBuilder &nested, Location nestedLoc, ValueRange) {
    SmallVector<Value> indices;
    for (int64_t dim = 0; dim < type.getRank(); ++dim)
      indices.push_back(linalg::IndexOp::create(nested, nestedLoc, dim));
    return body(nested, nestedLoc, indices);
  });
}

Value neap::scalarConstant(OpBuilder &builder, Location loc, Type type, double value) {
  TypedAttr attribute;
  if (auto floatType = dyn_cast<FloatType>(type))
    attribute = builder.getFloatAttr(floatType, value);
  else
    attribute = builder.getIntegerAttr(type, static_cast<int64_t>(value));
  return arith::ConstantOp::create(builder, loc, attribute);
}

Type neap::getAccumulatorType(Type type) {
  return type.isBF16() || type.isF16() ? Float32Type::get(type.getContext()) : type;
}

Value neap::widenScalar(OpBuilder &builder, Location loc, Value value) {
  return convertFloatScalar(builder, loc, value, getAccumulatorType(value.getType()));
}

Value neap::convertFloatScalar(OpBuilder &builder, Location loc, Value value, Type type) {
  auto from = dyn_cast<FloatType>(value.getType()), to = dyn_cast<FloatType>(type);
  if (!from || !to || from == to)
    return value;
  if (from.getWidth() == to.getWidth()) // bf16 and f16 meet in f32
    return convertFloatScalar(builder, loc, widenScalar(builder, loc, value), type);
  if (from.getWidth() < to.getWidth())
    return arith::ExtFOp::create(builder, loc, type, value);
  return arith::TruncFOp::create(builder, loc, type, value);
}

FailureOr<SmallVector<Value>> neap::lowerIterationSpaceToLinalg(Operation *op, OpBuilder &builder,
                                                                ValueRange operands) {
  auto loops = dyn_cast<IterationSpaceOpInterface>(op);
  auto lowerable = dyn_cast<LowerableOpInterface>(op);
  if (!loops || !lowerable)
    return op->emitOpError("has no loops to lower: it needs a lowering of its own");
  SmallVector<RankedTensorType> outputs;
  SmallVector<TypedAttr> neutral;
  for (auto [index, type] : llvm::enumerate(op->getResultTypes())) {
    outputs.push_back(cast<RankedTensorType>(type));
    neutral.push_back(lowerable.getNeutralElement(index));
  }
  bool reduces = llvm::is_contained(loops.getLoopIterators(), utils::IteratorType::reduction);
  return createGeneric(builder, op->getLoc(), operands, outputs, loops.getLoopIndexingMaps(), loops.getLoopIterators(),
                       neutral, [&](OpBuilder &nested, Location loc, ValueRange arguments) {
                         if (!reduces)
                           arguments = arguments.drop_back(outputs.size());
                         return lowerable.buildScalarBody(nested, loc, arguments);
                       });
}

//===----------------------------------------------------------------------===//
// IndexMath
//===----------------------------------------------------------------------===//

Value IndexMath::constant(int64_t value) { return arith::ConstantIndexOp::create(builder, loc, value); }
Value IndexMath::add(Value a, Value b) { return arith::AddIOp::create(builder, loc, a, b); }
Value IndexMath::sub(Value a, Value b) { return arith::SubIOp::create(builder, loc, a, b); }
Value IndexMath::mul(Value a, int64_t b) { return arith::MulIOp::create(builder, loc, a, constant(b)); }
Value IndexMath::div(Value a, int64_t b) {
  return b == 1 ? a : Value(arith::DivUIOp::create(builder, loc, a, constant(b)));
}
Value IndexMath::rem(Value a, int64_t b) { return arith::RemUIOp::create(builder, loc, a, constant(b)); }
Value IndexMath::min(Value a, Value b) { return arith::MinSIOp::create(builder, loc, a, b); }
Value IndexMath::clamp(Value a, int64_t extent) {
  return min(arith::MaxSIOp::create(builder, loc, a, constant(0)), constant(extent - 1));
}
Value IndexMath::equal(Value a, Value b) { return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, a, b); }
Value IndexMath::atLeast(Value a, int64_t b) {
  return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sge, a, constant(b));
}
Value IndexMath::both(Value a, Value b) { return arith::AndIOp::create(builder, loc, a, b); }
