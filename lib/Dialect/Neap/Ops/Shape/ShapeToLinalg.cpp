//===- ShapeToLinalg.cpp - Movements as loops ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Affine movements are a body that yields its argument; the others read their
// operand at a computed position, clamped to it, and choose.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/ToLinalg.h"
#include "neap/Dialect/Neap/Ops/Shape.h"

using namespace mlir;
using namespace neap;

using LoweringResult = FailureOr<SmallVector<Value>>;

namespace {

/// The element at the mapped position.
template <typename OpTy> struct CopyLowering : LowerableOpInterface::ExternalModel<CopyLowering<OpTy>, OpTy> {
  SmallVector<Value> buildScalarBody(Operation *, OpBuilder &, Location, ValueRange arguments) const {
    return {arguments[0]};
  }
};

/// Attaches a function that lowers the whole op to one value.
template <typename OpTy, Value (*Lower)(OpTy, OpBuilder &, ValueRange)>
struct WholeLowering : LowerableOpInterface::ExternalModel<WholeLowering<OpTy, Lower>, OpTy> {
  LoweringResult lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    return SmallVector<Value>{Lower(cast<OpTy>(op), builder, operands)};
  }
};

/// linalg takes a dimension read at a plain loop to be as long as the loop, so a slice that begins a dimension but does
/// not end it is read at a computed position.
struct SliceLowering : LowerableOpInterface::ExternalModel<SliceLowering, SliceOp> {
  SmallVector<Value> buildScalarBody(Operation *, OpBuilder &, Location, ValueRange arguments) const {
    return {arguments[0]};
  }

  LoweringResult lowerToLinalg(Operation *op, OpBuilder &builder, ValueRange operands) const {
    auto slice = cast<SliceOp>(op);
    ArrayRef<int64_t> from = slice.getX().getType().getShape(), to = slice.getType().getShape();
    bool isPrefix = false;
    for (auto [dim, start] : llvm::enumerate(slice.getStarts()))
      isPrefix |= start == 0 && slice.getSteps()[dim] == 1 && to[dim] != from[dim];
    if (!isPrefix)
      return lowerIterationSpaceToLinalg(op, builder, operands);
    Value result = createFromIndices(builder, op->getLoc(), slice.getType(),
                                     [&](OpBuilder &nested, Location loc, ValueRange indices) -> Value {
                                       IndexMath m{nested, loc};
                                       SmallVector<Value> source;
                                       for (auto [dim, index] : llvm::enumerate(indices)) {
                                         int64_t start = slice.getStarts()[dim], step = slice.getSteps()[dim];
                                         Value scaled = step == 1 ? index : m.mul(index, step);
                                         source.push_back(start == 0 ? scaled : m.add(scaled, m.constant(start)));
                                       }
                                       return tensor::ExtractOp::create(nested, loc, operands[0], source);
                                     });
    return SmallVector<Value>{result};
  }
};

} // namespace

static RankedTensorType typeOf(Value value) { return cast<RankedTensorType>(value.getType()); }

static Value zeroTensor(OpBuilder &b, Location loc, RankedTensorType type, double value) {
  return createFromIndices(b, loc, type, [&](OpBuilder &nested, Location nestedLoc, ValueRange) {
    return scalarConstant(nested, nestedLoc, type.getElementType(), value);
  });
}

/// The source position of the result element: row-major position of the index, taken apart by the source's shape.
static Value lowerReshape(ReshapeOp op, OpBuilder &b, ValueRange operands) {
  ArrayRef<int64_t> from = op.getX().getType().getShape(), to = op.getType().getShape();
  return createFromIndices(b, op.getLoc(), op.getType(), [&](OpBuilder &nested, Location loc, ValueRange indices) {
    IndexMath m{nested, loc};
    Value linear = m.constant(0);
    for (auto [index, extent] : llvm::zip_equal(indices, to))
      linear = m.add(m.mul(linear, extent), index);
    SmallVector<Value> source(from.size());
    for (int64_t dim = static_cast<int64_t>(from.size()) - 1; dim >= 0; --dim) {
      source[dim] = dim == 0 ? linear : m.rem(linear, from[dim]);
      linear = m.div(linear, from[dim]);
    }
    return tensor::ExtractOp::create(nested, loc, operands[0], source).getResult();
  });
}

/// Position p of the result along a dimension holds the operand's (p - start) / step where that is whole and inside.
static Value lowerSliceScatter(SliceScatterOp op, OpBuilder &b, ValueRange operands) {
  RankedTensorType x = op.getX().getType();
  if (x.getNumElements() == 0)
    return zeroTensor(b, op.getLoc(), op.getType(), 0.0);
  return createFromIndices(b, op.getLoc(), op.getType(), [&](OpBuilder &nested, Location loc, ValueRange indices) {
    IndexMath m{nested, loc};
    SmallVector<Value> source;
    Value inside;
    for (int64_t dim = 0; dim < x.getRank(); ++dim) {
      int64_t start = op.getStarts()[dim], step = op.getSteps()[dim], extent = x.getDimSize(dim);
      if (step == 1 && start == 0 && extent == op.getType().getDimSize(dim)) {
        source.push_back(indices[dim]);
        continue;
      }
      Value offset = step > 0 ? m.sub(indices[dim], m.constant(start)) : m.sub(m.constant(start), indices[dim]);
      int64_t stride = std::abs(step);
      Value clamped = m.clamp(offset, (extent - 1) * stride + 1);
      Value here = m.equal(offset, clamped);
      if (stride > 1)
        here = m.both(here, m.equal(m.rem(clamped, stride), m.constant(0)));
      source.push_back(m.div(clamped, stride));
      inside = inside ? m.both(inside, here) : here;
    }
    Value element = tensor::ExtractOp::create(nested, loc, operands[0], source);
    if (!inside)
      return element;
    Value zero = scalarConstant(nested, loc, x.getElementType(), 0.0);
    return arith::SelectOp::create(nested, loc, inside, element, zero).getResult();
  });
}

/// The operand whose part of the axis the index is in.
static Value lowerConcat(ConcatOp op, OpBuilder &b, ValueRange operands) {
  int64_t axis = op.getAxis();
  return createFromIndices(b, op.getLoc(), op.getType(), [&](OpBuilder &nested, Location loc, ValueRange indices) {
    IndexMath m{nested, loc};
    int64_t start = 0;
    Value result;
    for (Value operand : operands) {
      int64_t extent = typeOf(operand).getDimSize(axis);
      if (extent == 0)
        continue;
      SmallVector<Value> source(indices);
      source[axis] = m.clamp(m.sub(indices[axis], m.constant(start)), extent);
      Value element = tensor::ExtractOp::create(nested, loc, operand, source);
      Value reached = m.atLeast(indices[axis], start);
      result = result ? Value(arith::SelectOp::create(nested, loc, reached, element, result)) : element;
      start += extent;
    }
    return result ? result : scalarConstant(nested, loc, op.getType().getElementType(), 0.0);
  });
}

/// Source position along a dimension; `inside` is and-ed with whether the result is there an element of the operand.
static Value padPosition(PadOp op, IndexMath m, int64_t dim, Value index, Value &inside) {
  int64_t extent = op.getX().getType().getDimSize(dim), low = op.getLow()[dim], high = op.getHigh()[dim];
  if (low == 0 && high == 0)
    return index;
  Value position = m.sub(index, m.constant(low));
  if (low <= 0 && high <= 0)
    return position;
  Value clamped = m.clamp(position, extent);
  // Whole periods that make any position positive.
  auto wrapped = [&](int64_t period) {
    int64_t lift = low > 0 ? llvm::divideCeil(low, period) * period : 0;
    return m.rem(m.add(position, m.constant(lift)), period);
  };
  switch (op.getMode()) {
  case PadMode::Constant: {
    Value here = m.equal(position, clamped);
    inside = inside ? m.both(inside, here) : here;
    return clamped;
  }
  case PadMode::Edge:
    return clamped;
  case PadMode::Wrap:
    return wrapped(extent);
  case PadMode::Reflect: {
    if (extent == 1)
      return m.constant(0);
    int64_t period = 2 * (extent - 1);
    Value folded = wrapped(period);
    return m.min(folded, m.sub(m.constant(period), folded));
  }
  }
  llvm_unreachable("all modes are listed");
}

static Value lowerPad(PadOp op, OpBuilder &b, ValueRange operands) {
  RankedTensorType x = op.getX().getType();
  double value = op.getValue().convertToDouble();
  if (x.getNumElements() == 0)
    return zeroTensor(b, op.getLoc(), op.getType(), value);
  return createFromIndices(b, op.getLoc(), op.getType(), [&](OpBuilder &nested, Location loc, ValueRange indices) {
    SmallVector<Value> source;
    Value inside;
    for (int64_t dim = 0; dim < x.getRank(); ++dim)
      source.push_back(padPosition(op, {nested, loc}, dim, indices[dim], inside));
    Value element = tensor::ExtractOp::create(nested, loc, operands[0], source);
    if (!inside)
      return element;
    Value around = scalarConstant(nested, loc, x.getElementType(), value);
    return arith::SelectOp::create(nested, loc, inside, element, around).getResult();
  });
}

static Value lowerTile(TileOp op, OpBuilder &b, ValueRange operands) {
  RankedTensorType x = op.getX().getType();
  return createFromIndices(b, op.getLoc(), op.getType(), [&](OpBuilder &nested, Location loc, ValueRange indices) {
    IndexMath m{nested, loc};
    SmallVector<Value> source;
    for (int64_t dim = 0; dim < x.getRank(); ++dim)
      source.push_back(op.getRepeats()[dim] == 1 ? indices[dim] : m.rem(indices[dim], x.getDimSize(dim)));
    return tensor::ExtractOp::create(nested, loc, operands[0], source).getResult();
  });
}

namespace neap {
void registerShapeLowerings(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    BroadcastOp::attachInterface<CopyLowering<BroadcastOp>>(*context);
    TransposeOp::attachInterface<CopyLowering<TransposeOp>>(*context);
    SliceOp::attachInterface<SliceLowering>(*context);
    ReshapeOp::attachInterface<WholeLowering<ReshapeOp, lowerReshape>>(*context);
    SliceScatterOp::attachInterface<WholeLowering<SliceScatterOp, lowerSliceScatter>>(*context);
    ConcatOp::attachInterface<WholeLowering<ConcatOp, lowerConcat>>(*context);
    PadOp::attachInterface<WholeLowering<PadOp, lowerPad>>(*context);
    TileOp::attachInterface<WholeLowering<TileOp, lowerTile>>(*context);
  });
}
} // namespace neap
