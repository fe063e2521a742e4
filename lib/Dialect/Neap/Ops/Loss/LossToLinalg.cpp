//===- LossToLinalg.cpp - Lowering of losses ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Classification losses are a few loop nests (maximum, sum of exponentials, sum over
// positions); their gradients and all element losses are one.
//
//===----------------------------------------------------------------------===//

#include "Loss/Loss.h"
#include "neap/Dialect/Neap/IR/ScalarMath.h"
#include "neap/Dialect/Neap/Ops/Loss.h"

using namespace mlir;
using namespace neap;

using Iterator = utils::IteratorType;

static RankedTensorType tensorType(Value value) { return cast<RankedTensorType>(value.getType()); }
static double number(const APFloat &value) { return value.convertToDouble(); }

//===----------------------------------------------------------------------===//
// Over the classes
//===----------------------------------------------------------------------===//

/// Reduces `inputs` (scores, or positions) over the class axis of `scores`; `body` gives the new accumulator.
static Value reduceClasses(OpBuilder &builder, Location loc, Value scores, int64_t axis, ValueRange inputs,
                           double neutral, function_ref<Scalar(ArrayRef<Scalar>, Scalar)> body) {
  RankedTensorType type = positionType(scores.getType(), axis, lossSumElement(scores.getType()));
  SmallVector<AffineMap> maps;
  for (Value input : inputs)
    maps.push_back(tensorType(input).getRank() == type.getRank() ? positionMap(scores, axis) : elementMap(scores));
  maps.push_back(positionMap(scores, axis));
  SmallVector<Iterator> iterators(type.getRank() + 1, Iterator::parallel);
  iterators[axis] = Iterator::reduction;
  TypedAttr start = builder.getFloatAttr(type.getElementType(), neutral);
  return createGeneric(builder, loc, inputs, {type}, maps, iterators, {start},
                       [&](OpBuilder &b, Location l, ValueRange arguments) -> SmallVector<Value> {
                         SmallVector<Scalar> values;
                         for (Value argument : arguments.drop_back())
                           values.push_back(Scalar(b, l, argument).to(type.getElementType()));
                         return {body(values, Scalar(b, l, arguments.back())).get()};
                       })[0];
}

/// max + log(sum e^(x - max)) over the classes.
static Value logSumExp(OpBuilder &builder, Location loc, Value scores, int64_t axis) {
  Value maximum = reduceClasses(builder, loc, scores, axis, scores, -std::numeric_limits<double>::infinity(),
                                [](ArrayRef<Scalar> x, Scalar largest) { return largest.max(x[0]); });
  Value sum = reduceClasses(builder, loc, scores, axis, {scores, maximum}, 0,
                            [](ArrayRef<Scalar> x, Scalar total) { return total + (x[0] - x[1]).exp(); });
  return createElementwise(
      builder, loc, {maximum, sum}, tensorType(maximum),
      [](OpBuilder &b, Location l, ValueRange x) { return (Scalar(b, l, x[0]) + Scalar(b, l, x[1]).log()).get(); });
}

//===----------------------------------------------------------------------===//
// Class indices
//===----------------------------------------------------------------------===//

namespace {
/// What the index of a class says about its position.
struct ClassIndex {
  Value ignored, valid;
  /// Within 0 … C-1 whatever the target is.
  Value index;
};
} // namespace

static ClassIndex readClassIndex(OpBuilder &builder, Location loc, Value target, int64_t classes,
                                 std::optional<int64_t> ignoreIndex) {
  Type i64 = builder.getI64Type();
  if (target.getType() != i64)
    target = arith::ExtSIOp::create(builder, loc, i64, target);
  Value zero = scalarConstant(builder, loc, i64, 0), last = scalarConstant(builder, loc, i64, classes - 1);
  Value clamped = arith::MinSIOp::create(builder, loc, arith::MaxSIOp::create(builder, loc, target, zero), last);
  Value valid = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, clamped, target);
  Value ignored;
  if (ignoreIndex) {
    Value marker = arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(*ignoreIndex));
    ignored = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, target, marker);
  } else {
    ignored = arith::ConstantOp::create(builder, loc, builder.getBoolAttr(false));
  }
  return {ignored, valid, arith::IndexCastOp::create(builder, loc, builder.getIndexType(), clamped)};
}

/// `value`, or NaN where the class index is out of range, or 0 where the position is ignored.
static Scalar guard(const ClassIndex &index, Scalar value) {
  Scalar checked = value.where(index.valid, value.number(std::numeric_limits<double>::quiet_NaN()));
  return value.number(0).where(index.ignored, checked);
}

/// Sums over each sample's positions: `loss` of the score at the target's class (with the other `inputs` at the
/// position), and 1 per position that is not ignored.
static SmallVector<Value> sumPositions(OpBuilder &builder, Location loc, Value scores, Value target, int64_t axis,
                                       std::optional<int64_t> ignoreIndex, ValueRange inputs,
                                       function_ref<Scalar(Scalar, ArrayRef<Scalar>)> loss) {
  RankedTensorType sum = sampleSumType(scores.getType());
  Type element = sum.getElementType();
  int64_t rank = tensorType(target).getRank();
  SmallVector<Value> all = {target};
  llvm::append_range(all, inputs);
  SmallVector<AffineMap> maps(all.size(), builder.getMultiDimIdentityMap(rank));
  maps.append(2, builder.getMultiDimIdentityMap(rank).getMajorSubMap(1));
  SmallVector<Iterator> iterators(rank, Iterator::reduction);
  iterators[0] = Iterator::parallel;
  TypedAttr zero = builder.getFloatAttr(element, 0);
  int64_t classes = tensorType(scores).getDimSize(axis);
  return createGeneric(builder, loc, all, {sum, sum}, maps, iterators, {zero, zero},
                       [&](OpBuilder &b, Location l, ValueRange x) -> SmallVector<Value> {
                         ClassIndex index = readClassIndex(b, l, x[0], classes, ignoreIndex);
                         SmallVector<Value> indices;
                         for (int64_t dim = 0; dim < rank; ++dim)
                           indices.push_back(linalg::IndexOp::create(b, l, dim));
                         indices.insert(indices.begin() + axis, index.index);
                         Scalar score = Scalar(b, l, tensor::ExtractOp::create(b, l, scores, indices)).to(element);
                         SmallVector<Scalar> others;
                         for (Value other : x.slice(1, inputs.size()))
                           others.push_back(score.with(other));
                         Scalar total(b, l, x[all.size()]), count(b, l, x[all.size() + 1]);
                         Scalar one = count.number(0).where(index.ignored, count.number(1));
                         return {(total + guard(index, loss(score, others))).get(), (count + one).get()};
                       });
}

namespace {

struct SoftmaxCrossEntropyLowering
    : LowerableOpInterface::ExternalModel<SoftmaxCrossEntropyLowering, SoftmaxCrossEntropyOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *operation, OpBuilder &builder, ValueRange operands) const {
    auto op = cast<SoftmaxCrossEntropyOp>(operation);
    Location loc = op.getLoc();
    Value logits = operands[0], target = operands[1];
    int64_t axis = op.getClassAxis();
    double smoothing = number(op.getLabelSmoothing());
    double share = smoothing / tensorType(logits).getDimSize(axis);
    Value lse = logSumExp(builder, loc, logits, axis);
    SmallVector<Value> inputs = {lse};
    if (smoothing != 0) // The sum of -log p over the classes.
      inputs.push_back(reduceClasses(builder, loc, logits, axis, {logits, lse}, 0,
                                     [](ArrayRef<Scalar> x, Scalar total) { return total + (x[1] - x[0]); }));
    SmallVector<Value> sums = sumPositions(builder, loc, logits, target, axis, op.getIgnoreIndex(), inputs,
                                           [&](Scalar score, ArrayRef<Scalar> x) {
                                             Scalar loss = x[0] - score;
                                             return smoothing == 0 ? loss : (1 - smoothing) * loss + share * x[1];
                                           });
    return SmallVector<Value>{sums[0], sums[1], lse};
  }
};

struct SoftmaxCrossEntropyBackwardLowering
    : LowerableOpInterface::ExternalModel<SoftmaxCrossEntropyBackwardLowering, SoftmaxCrossEntropyBackwardOp> {
  SmallVector<Value> buildScalarBody(Operation *operation, OpBuilder &b, Location loc, ValueRange arguments) const {
    auto op = cast<SoftmaxCrossEntropyBackwardOp>(operation);
    int64_t axis = op.getClassAxis(), classes = tensorType(op.getLogits()).getDimSize(axis);
    double smoothing = number(op.getLabelSmoothing());
    Scalar gradient(b, loc, arguments[0]), x(b, loc, arguments[1]), lse(b, loc, arguments[3]);
    ClassIndex index = readClassIndex(b, loc, arguments[2], classes, op.getIgnoreIndex());
    Value here = linalg::IndexOp::create(b, loc, axis);
    Value isTarget = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, here, index.index);
    double share = smoothing / classes;
    Scalar wanted = gradient.number(1 - smoothing + share).where(isTarget, gradient.number(share));
    Scalar difference = (x.to(gradient.getType()) - lse).exp() - wanted;
    return {guard(index, gradient * difference).to(x.getType()).get()};
  }
};

struct NllLowering : LowerableOpInterface::ExternalModel<NllLowering, NllOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *operation, OpBuilder &builder, ValueRange operands) const {
    auto op = cast<NllOp>(operation);
    return sumPositions(builder, op.getLoc(), operands[0], operands[1], op.getClassAxis(), op.getIgnoreIndex(), {},
                        [](Scalar score, ArrayRef<Scalar>) { return score * -1.0; });
  }
};

struct NllBackwardLowering : LowerableOpInterface::ExternalModel<NllBackwardLowering, NllBackwardOp> {
  SmallVector<Value> buildScalarBody(Operation *operation, OpBuilder &b, Location loc, ValueRange arguments) const {
    auto op = cast<NllBackwardOp>(operation);
    int64_t axis = op.getClassAxis(), classes = tensorType(op.getGradient()).getDimSize(axis);
    Scalar gradient(b, loc, arguments[0]);
    ClassIndex index = readClassIndex(b, loc, arguments[1], classes, op.getIgnoreIndex());
    Value here = linalg::IndexOp::create(b, loc, axis);
    Value isTarget = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, here, index.index);
    Scalar value = (gradient * -1.0).where(isTarget, gradient.number(0));
    return {guard(index, value).to(tensorType(op.getGradient()).getElementType()).get()};
  }
};

//===----------------------------------------------------------------------===//
// Class probabilities
//===----------------------------------------------------------------------===//

struct SoftTargetCrossEntropyLowering
    : LowerableOpInterface::ExternalModel<SoftTargetCrossEntropyLowering, SoftTargetCrossEntropyOp> {
  FailureOr<SmallVector<Value>> lowerToLinalg(Operation *operation, OpBuilder &builder, ValueRange operands) const {
    auto op = cast<SoftTargetCrossEntropyOp>(operation);
    Location loc = op.getLoc();
    Value logits = operands[0], target = operands[1];
    int64_t axis = op.getClassAxis();
    double smoothing = number(op.getLabelSmoothing()), share = smoothing / tensorType(logits).getDimSize(axis);
    Value lse = logSumExp(builder, loc, logits, axis);
    Value targetSum = reduceClasses(builder, loc, logits, axis, target, 0,
                                    [](ArrayRef<Scalar> x, Scalar total) { return total + x[0]; });
    RankedTensorType sum = sampleSumType(logits.getType());
    TypedAttr zero = builder.getFloatAttr(sum.getElementType(), 0);
    AffineMap element = elementMap(logits);
    Value total = createGeneric(
        builder, loc, {logits, target, lse}, {sum}, {element, element, positionMap(logits, axis), sampleMap(logits)},
        elementLossIterators(logits, /*reduce=*/true), {zero},
        [&](OpBuilder &b, Location l, ValueRange x) -> SmallVector<Value> {
          Scalar accumulator(b, l, x[3]), lse(b, l, x[2]);
          Scalar score = Scalar(b, l, x[0]).to(accumulator.getType());
          Scalar wanted = Scalar(b, l, x[1]).to(accumulator.getType()) * (1 - smoothing) + share;
          return {(accumulator + wanted * (lse - score)).get()};
        })[0];
    return SmallVector<Value>{total, lse, targetSum};
  }
};

struct SoftTargetCrossEntropyBackwardLowering
    : LowerableOpInterface::ExternalModel<SoftTargetCrossEntropyBackwardLowering, SoftTargetCrossEntropyBackwardOp> {
  SmallVector<Value> buildScalarBody(Operation *operation, OpBuilder &b, Location loc, ValueRange arguments) const {
    auto op = cast<SoftTargetCrossEntropyBackwardOp>(operation);
    double smoothing = number(op.getLabelSmoothing());
    double share = smoothing / tensorType(op.getLogits()).getDimSize(op.getClassAxis());
    Scalar gradient(b, loc, arguments[0]), x(b, loc, arguments[1]), t(b, loc, arguments[2]);
    Scalar lse(b, loc, arguments[3]), targetSum(b, loc, arguments[4]);
    Type element = gradient.getType();
    Scalar wanted = t.to(element) * (1 - smoothing) + share, wantedSum = targetSum * (1 - smoothing) + smoothing;
    return {(gradient * ((x.to(element) - lse).exp() * wantedSum - wanted)).to(x.getType()).get()};
  }
};

//===----------------------------------------------------------------------===//
// Element losses
//===----------------------------------------------------------------------===//

/// `Term` gives the loss of one element.
template <typename OpTy, Scalar (*Term)(OpTy, Scalar, Scalar)>
struct ElementLossLowering : LowerableOpInterface::ExternalModel<ElementLossLowering<OpTy, Term>, OpTy> {
  SmallVector<Value> buildScalarBody(Operation *op, OpBuilder &b, Location loc, ValueRange arguments) const {
    // A sum over a rank without reduction has no accumulator to add to.
    Type element = lossSumElement(op->getOperand(0).getType());
    Scalar x = Scalar(b, loc, arguments[0]).to(element), t = Scalar(b, loc, arguments[1]).to(element);
    Scalar term = Term(cast<OpTy>(op), x, t);
    return {(arguments.size() > 2 ? x.with(arguments[2]) + term : term).get()};
  }
  TypedAttr getNeutralElement(Operation *op, unsigned) const {
    if (tensorType(op->getOperand(0)).getRank() < 2)
      return {};
    return FloatAttr::get(lossSumElement(op->getOperand(0).getType()), 0);
  }
};

/// `Slope` gives the derivative of one element's loss.
template <typename OpTy, Scalar (*Slope)(OpTy, Scalar, Scalar)>
struct ElementLossBackwardLowering
    : LowerableOpInterface::ExternalModel<ElementLossBackwardLowering<OpTy, Slope>, OpTy> {
  SmallVector<Value> buildScalarBody(Operation *op, OpBuilder &b, Location loc, ValueRange arguments) const {
    Scalar gradient(b, loc, arguments[0]);
    Scalar x = gradient.with(arguments[1]).to(gradient.getType()),
           t = gradient.with(arguments[2]).to(gradient.getType());
    return {(gradient * Slope(cast<OpTy>(op), x, t)).to(arguments[1].getType()).get()};
  }
};

} // namespace

static Scalar mse(MseOp, Scalar x, Scalar t) { return (x - t) * (x - t); }
static Scalar mseSlope(MseBackwardOp, Scalar x, Scalar t) { return 2.0 * (x - t); }

static Scalar l1(L1Op, Scalar x, Scalar t) { return (x - t).abs(); }
static Scalar l1Slope(L1BackwardOp, Scalar x, Scalar t) { return (x - t).sign(); }

static Scalar huber(HuberOp op, Scalar x, Scalar t) {
  double delta = number(op.getDelta());
  Scalar z = (x - t).abs();
  return (0.5 * z * z).where(z.less(z.number(delta)), delta * (z - 0.5 * delta));
}
static Scalar huberSlope(HuberBackwardOp op, Scalar x, Scalar t) {
  double delta = number(op.getDelta());
  Scalar z = x - t, low = z.number(-delta), high = z.number(delta);
  return low.where(z.less(low), high.where(high.less(z), z));
}

static Scalar bceWithLogits(BceWithLogitsOp, Scalar x, Scalar t) {
  return x.max(x.number(0)) - x * t + (x.abs() * -1.0).exp().log1p();
}
static Scalar bceWithLogitsSlope(BceWithLogitsBackwardOp, Scalar x, Scalar t) {
  // e^-|x| never overflows: sigmoid(x) = 1 / (1 + e^-x) for x >= 0, e^x / (1 + e^x) below.
  Scalar e = (x.abs() * -1.0).exp(), one = x.number(1);
  Scalar sigmoid = e.where(x.less(x.number(0)), one) / (1.0 + e);
  return sigmoid - t;
}

namespace neap {
void registerLossLowerings(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    SoftmaxCrossEntropyOp::attachInterface<SoftmaxCrossEntropyLowering>(*context);
    SoftmaxCrossEntropyBackwardOp::attachInterface<SoftmaxCrossEntropyBackwardLowering>(*context);
    SoftTargetCrossEntropyOp::attachInterface<SoftTargetCrossEntropyLowering>(*context);
    SoftTargetCrossEntropyBackwardOp::attachInterface<SoftTargetCrossEntropyBackwardLowering>(*context);
    NllOp::attachInterface<NllLowering>(*context);
    NllBackwardOp::attachInterface<NllBackwardLowering>(*context);
    MseOp::attachInterface<ElementLossLowering<MseOp, mse>>(*context);
    MseBackwardOp::attachInterface<ElementLossBackwardLowering<MseBackwardOp, mseSlope>>(*context);
    L1Op::attachInterface<ElementLossLowering<L1Op, l1>>(*context);
    L1BackwardOp::attachInterface<ElementLossBackwardLowering<L1BackwardOp, l1Slope>>(*context);
    HuberOp::attachInterface<ElementLossLowering<HuberOp, huber>>(*context);
    HuberBackwardOp::attachInterface<ElementLossBackwardLowering<HuberBackwardOp, huberSlope>>(*context);
    BceWithLogitsOp::attachInterface<ElementLossLowering<BceWithLogitsOp, bceWithLogits>>(*context);
    BceWithLogitsBackwardOp::attachInterface<ElementLossBackwardLowering<BceWithLogitsBackwardOp, bceWithLogitsSlope>>(
        *context);
  });
}
} // namespace neap
