//===- IndexingToLinalg.cpp - Gathers and scatters as loops ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Both read: a gather at a computed position, a scatter by going, for each element
// of its result, through all updates that could meet there.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/ToLinalg.h"
#include "neap/Dialect/Neap/Ops/Indexing.h"

using namespace mlir;
using namespace neap;

using LoweringResult = FailureOr<SmallVector<Value>>;

namespace {

/// Attaches a function that lowers the whole op to one value.
template <typename OpTy, Value (*Lower)(OpTy, OpBuilder &, ValueRange)>
struct WholeLowering : LowerableOpInterface::ExternalModel<WholeLowering<OpTy, Lower>, OpTy> {
  LoweringResult lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    return SmallVector<Value>{Lower(cast<OpTy>(op), builder, operands)};
  }
};

struct TriluLowering : LowerableOpInterface::ExternalModel<TriluLowering, TriluOp> {
  SmallVector<Value> buildScalarBody(Operation *op, OpBuilder &b, Location loc, ValueRange arguments) const {
    auto trilu = cast<TriluOp>(op);
    int64_t rank = trilu.getType().getRank();
    Value row = linalg::IndexOp::create(b, loc, rank - 2), column = linalg::IndexOp::create(b, loc, rank - 1);
    Value diagonal = arith::SubIOp::create(b, loc, column, row);
    Value k = arith::ConstantIndexOp::create(b, loc, trilu.getK());
    auto predicate = trilu.getUpper() ? arith::CmpIPredicate::sge : arith::CmpIPredicate::sle;
    Value kept = arith::CmpIOp::create(b, loc, predicate, diagonal, k);
    Value zero = scalarConstant(b, loc, arguments[0].getType(), 0.0);
    return {arith::SelectOp::create(b, loc, kept, arguments[0], zero)};
  }
};

} // namespace

static RankedTensorType typeOf(Value value) { return cast<RankedTensorType>(value.getType()); }

/// An index as it is meant: counted from the end when negative.
static Value fromEnd(OpBuilder &b, Location loc, Value index, int64_t extent) {
  IndexMath m{b, loc};
  Value position = arith::IndexCastOp::create(b, loc, b.getIndexType(), index);
  Value moved = m.add(position, m.constant(extent));
  return arith::SelectOp::create(b, loc, m.atLeast(position, 0), position, moved);
}

/// The same, inside 0 … extent - 1.
static Value readPosition(OpBuilder &b, Location loc, Value indices, ValueRange at, int64_t extent) {
  Value index = tensor::ExtractOp::create(b, loc, indices, at);
  return IndexMath{b, loc}.clamp(fromEnd(b, loc, index, extent), extent);
}

//===----------------------------------------------------------------------===//
// Gathers
//===----------------------------------------------------------------------===//

static Value lowerGather(GatherOp op, OpBuilder &b, ValueRange operands) {
  int64_t axis = op.getAxis(), rank = op.getIndices().getType().getRank();
  int64_t extent = op.getData().getType().getDimSize(axis);
  return createFromIndices(b, op.getLoc(), op.getType(), [&](OpBuilder &nested, Location loc, ValueRange index) {
    SmallVector<Value> source(index.take_front(axis));
    source.push_back(readPosition(nested, loc, operands[1], index.slice(axis, rank), extent));
    llvm::append_range(source, index.drop_front(axis + rank));
    return tensor::ExtractOp::create(nested, loc, operands[0], source).getResult();
  });
}

/// Loops: the result's dimensions up to the axis, the indices', then the rest; the indices' loops reduce.
static Value lowerGatherBackward(GatherBackwardOp op, OpBuilder &b, ValueRange operands) {
  MLIRContext *context = b.getContext();
  RankedTensorType type = op.getType(), indices = op.getIndices().getType();
  RankedTensorType wide = withElementType(type, getAccumulatorType(type.getElementType()));
  int64_t axis = op.getAxis(), loops = type.getRank() + indices.getRank();
  SmallVector<AffineExpr> result, data, index;
  SmallVector<utils::IteratorType> iterators(loops, utils::IteratorType::parallel);
  for (int64_t loop = 0; loop < loops; ++loop) {
    AffineExpr expr = getAffineDimExpr(loop, context);
    bool reduces = loop > axis && loop <= axis + indices.getRank();
    if (reduces) {
      iterators[loop] = utils::IteratorType::reduction;
      index.push_back(expr);
    } else {
      result.push_back(expr);
    }
    if (loop != axis)
      data.push_back(expr);
  }
  auto mapOf = [&](ArrayRef<AffineExpr> exprs) { return AffineMap::get(loops, 0, exprs, context); };
  Value sum = createGeneric(b, op.getLoc(), operands, {wide}, {mapOf(data), mapOf(index), mapOf(result)}, iterators,
                            {b.getZeroAttr(wide.getElementType())},
                            [&](OpBuilder &nested, Location loc, ValueRange arguments) -> SmallVector<Value> {
                              int64_t extent = type.getDimSize(axis);
                              IndexMath m{nested, loc};
                              Value position = m.clamp(fromEnd(nested, loc, arguments[1], extent), extent);
                              Value here = m.equal(position, linalg::IndexOp::create(nested, loc, axis));
                              Value zero = scalarConstant(nested, loc, wide.getElementType(), 0.0);
                              Value slice = widenScalar(nested, loc, arguments[0]);
                              Value added = arith::SelectOp::create(nested, loc, here, slice, zero);
                              if (isa<FloatType>(added.getType()))
                                return {arith::AddFOp::create(nested, loc, arguments[2], added)};
                              return {arith::AddIOp::create(nested, loc, arguments[2], added)};
                            })[0];
  if (wide == type)
    return sum;
  return createElementwise(b, op.getLoc(), sum, type, [&](OpBuilder &nested, Location loc, ValueRange x) {
    return convertFloatScalar(nested, loc, x[0], type.getElementType());
  });
}

static Value lowerGatherElements(GatherElementsOp op, OpBuilder &b, ValueRange operands) {
  int64_t axis = op.getAxis(), extent = op.getData().getType().getDimSize(axis);
  return createFromIndices(b, op.getLoc(), op.getType(), [&](OpBuilder &nested, Location loc, ValueRange index) {
    SmallVector<Value> source(index);
    source[axis] = readPosition(nested, loc, operands[1], index, extent);
    return tensor::ExtractOp::create(nested, loc, operands[0], source).getResult();
  });
}

static Value lowerGatherNd(GatherNdOp op, OpBuilder &b, ValueRange operands) {
  RankedTensorType data = op.getData().getType(), indices = op.getIndices().getType();
  int64_t batch = op.getBatchDims(), outer = indices.getRank() - 1;
  return createFromIndices(b, op.getLoc(), op.getType(), [&](OpBuilder &nested, Location loc, ValueRange index) {
    SmallVector<Value> source(index.take_front(batch)), tuple(index.take_front(outer));
    tuple.push_back(Value());
    for (int64_t i = 0; i < indices.getShape().back(); ++i) {
      tuple.back() = arith::ConstantIndexOp::create(nested, loc, i);
      source.push_back(readPosition(nested, loc, operands[1], tuple, data.getDimSize(batch + i)));
    }
    llvm::append_range(source, index.drop_front(outer));
    return tensor::ExtractOp::create(nested, loc, operands[0], source).getResult();
  });
}

//===----------------------------------------------------------------------===//
// Scatters
//===----------------------------------------------------------------------===//

namespace {
/// One update as seen from a result element: whether it lands there, and its value.
struct Landing {
  Value here, value;
};
} // namespace

static Value meet(ScatterReduction reduction, OpBuilder &b, Location loc, Value there, Value update) {
  bool isFloat = isa<FloatType>(there.getType());
  switch (reduction) {
  case ScatterReduction::None:
    return update;
  case ScatterReduction::Add:
    return isFloat ? Value(arith::AddFOp::create(b, loc, there, update))
                   : Value(arith::AddIOp::create(b, loc, there, update));
  case ScatterReduction::Mul:
    return isFloat ? Value(arith::MulFOp::create(b, loc, there, update))
                   : Value(arith::MulIOp::create(b, loc, there, update));
  case ScatterReduction::Max:
    return isFloat ? Value(arith::MaximumFOp::create(b, loc, there, update))
                   : Value(arith::MaxSIOp::create(b, loc, there, update));
  case ScatterReduction::Min:
    return isFloat ? Value(arith::MinimumFOp::create(b, loc, there, update))
                   : Value(arith::MinSIOp::create(b, loc, there, update));
  }
  llvm_unreachable("all reductions are listed");
}

/// Where the updates of a result element start to meet.
static TypedAttr neutralOf(ScatterReduction reduction, OpBuilder &b, Type type) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  bool isMax = reduction == ScatterReduction::Max, isMul = reduction == ScatterReduction::Mul;
  bool isExtreme = isMax || reduction == ScatterReduction::Min;
  if (auto floatType = dyn_cast<FloatType>(type))
    return b.getFloatAttr(floatType, isExtreme ? (isMax ? -infinity : infinity) : isMul ? 1.0 : 0.0);
  unsigned width = type.getIntOrFloatBitWidth();
  if (isExtreme)
    return b.getIntegerAttr(type, isMax ? APInt::getSignedMinValue(width) : APInt::getSignedMaxValue(width));
  return b.getIntegerAttr(type, isMul ? 1 : 0);
}

/// Loops over the result, then over the updates, whose extents follow from `indices` read at `indexMap`. Two
/// accumulators, the updates that landed and whether one did; then what was there meets them.
static Value lowerScatter(OpBuilder &b, Location loc, Value data, Value indices, ArrayRef<AffineExpr> indexMap,
                          int64_t updateLoops, ScatterReduction reduction,
                          function_ref<Landing(OpBuilder &, Location, ValueRange, ValueRange)> land) {
  RankedTensorType type = typeOf(data), wide = withElementType(type, getAccumulatorType(type.getElementType()));
  RankedTensorType flags = withElementType(type, b.getI1Type());
  int64_t rank = type.getRank(), loops = rank + updateLoops;
  SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::parallel);
  iterators.append(updateLoops, utils::IteratorType::reduction);
  AffineMap result = AffineMap::getMultiDimIdentityMap(loops, b.getContext()).getMajorSubMap(rank);
  SmallVector<Value> landed = createGeneric(
      b, loc, indices, {wide, flags}, {AffineMap::get(loops, 0, indexMap, b.getContext()), result, result}, iterators,
      {neutralOf(reduction, b, wide.getElementType()), b.getBoolAttr(false)},
      [&](OpBuilder &nested, Location at, ValueRange arguments) -> SmallVector<Value> {
        SmallVector<Value> index;
        for (int64_t loop = 0; loop < loops; ++loop)
          index.push_back(linalg::IndexOp::create(nested, at, loop));
        auto [here, value] =
            land(nested, at, ArrayRef<Value>(index).take_front(rank), ArrayRef<Value>(index).drop_front(rank));
        Value met = meet(reduction, nested, at, arguments[1], widenScalar(nested, at, value));
        return {arith::SelectOp::create(nested, at, here, met, arguments[1]),
                arith::OrIOp::create(nested, at, arguments[2], here)};
      });
  return createElementwise(b, loc, {data, landed[0], landed[1]}, type,
                           [&](OpBuilder &nested, Location at, ValueRange x) {
                             Value there = widenScalar(nested, at, x[0]);
                             Value met = meet(reduction, nested, at, there, x[1]);
                             Value chosen = arith::SelectOp::create(nested, at, x[2], met, there);
                             return convertFloatScalar(nested, at, chosen, type.getElementType());
                           });
}

static Value lowerScatterElements(ScatterElementsOp op, OpBuilder &b, ValueRange operands) {
  RankedTensorType data = op.getType(), updates = op.getUpdates().getType();
  int64_t axis = op.getAxis();
  if (updates.getNumElements() == 0)
    return operands[0];
  SmallVector<AffineExpr> indexMap;
  for (int64_t dim = 0; dim < data.getRank(); ++dim) {
    bool whole = updates.getDimSize(dim) == data.getDimSize(dim);
    indexMap.push_back(dim == axis ? b.getAffineDimExpr(data.getRank())
                       : whole     ? b.getAffineDimExpr(dim)
                                   : b.getAffineConstantExpr(0));
  }
  return lowerScatter(b, op.getLoc(), operands[0], operands[1], indexMap, 1, op.getReduction(),
                      [&](OpBuilder &nested, Location loc, ValueRange index, ValueRange update) -> Landing {
                        IndexMath m{nested, loc};
                        SmallVector<Value> source(index);
                        source[axis] = update[0];
                        Value inside;
                        for (int64_t dim = 0; dim < data.getRank(); ++dim) {
                          if (dim == axis || updates.getDimSize(dim) == data.getDimSize(dim))
                            continue;
                          source[dim] = m.clamp(index[dim], updates.getDimSize(dim));
                          Value within = m.equal(source[dim], index[dim]);
                          inside = inside ? m.both(inside, within) : within;
                        }
                        Value target = tensor::ExtractOp::create(nested, loc, operands[1], source);
                        Value here = m.equal(fromEnd(nested, loc, target, data.getDimSize(axis)), index[axis]);
                        Value value = tensor::ExtractOp::create(nested, loc, operands[2], source);
                        return {inside ? m.both(here, inside) : here, value};
                      });
}

static Value lowerScatterNd(ScatterNdOp op, OpBuilder &b, ValueRange operands) {
  RankedTensorType data = op.getType(), indices = op.getIndices().getType();
  int64_t batch = op.getBatchDims(), tupleSize = indices.getShape().back();
  if (op.getUpdates().getType().getNumElements() == 0)
    return operands[0];
  int64_t updateLoops = indices.getRank() - 1 - batch;
  SmallVector<AffineExpr> indexMap;
  for (int64_t dim = 0; dim < batch; ++dim)
    indexMap.push_back(b.getAffineDimExpr(dim));
  for (int64_t loop = 0; loop < updateLoops; ++loop)
    indexMap.push_back(b.getAffineDimExpr(data.getRank() + loop));
  indexMap.push_back(b.getAffineConstantExpr(0));
  return lowerScatter(b, op.getLoc(), operands[0], operands[1], indexMap, updateLoops, op.getReduction(),
                      [&](OpBuilder &nested, Location loc, ValueRange index, ValueRange update) -> Landing {
                        IndexMath m{nested, loc};
                        SmallVector<Value> outer(index.take_front(batch));
                        llvm::append_range(outer, update);
                        SmallVector<Value> tuple(outer), source(outer);
                        tuple.push_back(Value());
                        Value here = scalarConstant(nested, loc, nested.getI1Type(), 1);
                        for (int64_t i = 0; i < tupleSize; ++i) {
                          tuple.back() = m.constant(i);
                          Value target = tensor::ExtractOp::create(nested, loc, operands[1], tuple);
                          Value position = fromEnd(nested, loc, target, data.getDimSize(batch + i));
                          here = m.both(here, m.equal(position, index[batch + i]));
                        }
                        llvm::append_range(source, index.drop_front(batch + tupleSize));
                        return {here, tensor::ExtractOp::create(nested, loc, operands[2], source)};
                      });
}

//===----------------------------------------------------------------------===//
// From positions alone
//===----------------------------------------------------------------------===//

static Value lowerOneHot(OneHotOp op, OpBuilder &b, ValueRange operands) {
  int64_t axis = op.getAxis(), depth = op.getDepth();
  return createFromIndices(b, op.getLoc(), op.getType(), [&](OpBuilder &nested, Location loc, ValueRange index) {
    IndexMath m{nested, loc};
    SmallVector<Value> source(index);
    source.erase(source.begin() + axis);
    Value hot = fromEnd(nested, loc, tensor::ExtractOp::create(nested, loc, operands[0], source), depth);
    Value off = tensor::ExtractOp::create(nested, loc, operands[1], m.constant(0));
    Value on = tensor::ExtractOp::create(nested, loc, operands[1], m.constant(1));
    return arith::SelectOp::create(nested, loc, m.equal(hot, index[axis]), on, off).getResult();
  });
}

static Value lowerRange(RangeOp op, OpBuilder &b, ValueRange) {
  Type element = op.getType().getElementType();
  return createFromIndices(b, op.getLoc(), op.getType(), [&](OpBuilder &nested, Location loc, ValueRange index) {
    Value position = arith::IndexCastOp::create(nested, loc, nested.getI64Type(), index[0]);
    Value start = widenScalar(nested, loc, arith::ConstantOp::create(nested, loc, op.getStart()));
    Value delta = widenScalar(nested, loc, arith::ConstantOp::create(nested, loc, op.getDelta()));
    if (isa<FloatType>(element)) {
      Value real = arith::SIToFPOp::create(nested, loc, start.getType(), position);
      Value offset = arith::MulFOp::create(nested, loc, real, delta);
      return convertFloatScalar(nested, loc, arith::AddFOp::create(nested, loc, start, offset), element);
    }
    if (!element.isInteger(64))
      position = arith::TruncIOp::create(nested, loc, element, position);
    Value offset = arith::MulIOp::create(nested, loc, position, delta);
    return Value(arith::AddIOp::create(nested, loc, start, offset));
  });
}

namespace neap {
void registerIndexingLowerings(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    GatherOp::attachInterface<WholeLowering<GatherOp, lowerGather>>(*context);
    GatherBackwardOp::attachInterface<WholeLowering<GatherBackwardOp, lowerGatherBackward>>(*context);
    GatherElementsOp::attachInterface<WholeLowering<GatherElementsOp, lowerGatherElements>>(*context);
    GatherNdOp::attachInterface<WholeLowering<GatherNdOp, lowerGatherNd>>(*context);
    ScatterElementsOp::attachInterface<WholeLowering<ScatterElementsOp, lowerScatterElements>>(*context);
    ScatterNdOp::attachInterface<WholeLowering<ScatterNdOp, lowerScatterNd>>(*context);
    OneHotOp::attachInterface<WholeLowering<OneHotOp, lowerOneHot>>(*context);
    RangeOp::attachInterface<WholeLowering<RangeOp, lowerRange>>(*context);
    TriluOp::attachInterface<TriluLowering>(*context);
  });
}
} // namespace neap
