//===- OptimizerToLinalg.cpp - Scalar bodies of update rules ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The formulas of Optimizer.td, in PyTorch's order of operations.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/ScalarMath.h"
#include "neap/Dialect/Neap/Ops/Optimizer.h"

using namespace mlir;
using namespace neap;

namespace {

/// What a rule's formula reads, as scalars of the weight's type.
struct Update {
  template <typename OpTy>
  Update(OpTy op, OpBuilder &builder, Location loc, ValueRange arguments)
      : builder(builder), loc(loc), w(builder, loc, arguments[0]), g(builder, loc, arguments[1]),
        lr(builder, loc, arguments[2]), weightDecay(op.getWeightDecay().convertToDouble()) {
    lr = lr.to(w.getType());
    size_t scalarCount = op.getScalars().size();
    scalars = arguments.slice(2, scalarCount);
    for (Value slot : arguments.drop_front(2 + scalarCount))
      slots.push_back(w.with(slot));
  }
  Scalar scalar(unsigned index) const { return w.with(scalars[index]).to(w.getType()); }
  /// The gradient with the decay in it.
  Scalar decayed() const { return weightDecay == 0 ? g : g + weightDecay * w; }
  /// The weight shrunk on its own.
  Scalar shrunk() const { return weightDecay == 0 ? w : w * (1.0 - lr * weightDecay); }

  OpBuilder &builder;
  Location loc;
  Scalar w, g, lr;
  double weightDecay;
  ValueRange scalars;
  SmallVector<Scalar> slots;
};

using Results = SmallVector<Scalar>;

/// Attaches `Formula` (from the scalars of an update to the new weight and slots) to `OpTy`.
template <typename OpTy, Results (*Formula)(OpTy, const Update &)>
struct RuleLowering : LowerableOpInterface::ExternalModel<RuleLowering<OpTy, Formula>, OpTy> {
  SmallVector<Value> buildScalarBody(Operation *op, OpBuilder &builder, Location loc, ValueRange arguments) const {
    auto rule = cast<OpTy>(op);
    return llvm::map_to_vector(Formula(rule, Update(rule, builder, loc, arguments)),
                               [](const Scalar &scalar) { return scalar.get(); });
  }
};

} // namespace

static double number(const APFloat &value) { return value.convertToDouble(); }

static Results sgd(SgdOp op, const Update &u) {
  Scalar g = u.decayed();
  double momentum = number(op.getMomentum()), dampening = number(op.getDampening());
  if (momentum == 0)
    return {u.w - u.lr * g};
  Scalar buffer = momentum * u.slots[0] + (dampening == 0 ? g : (1 - dampening) * g);
  if (dampening != 0) { // Else the buffer, zero before step 0, becomes g by the formula.
    Value zero = scalarConstant(u.builder, u.loc, u.scalars[1].getType(), 0);
    Value first = arith::CmpIOp::create(u.builder, u.loc, arith::CmpIPredicate::eq, u.scalars[1], zero);
    buffer = g.where(first, buffer);
  }
  Scalar direction = op.getNesterov() ? g + momentum * buffer : buffer;
  return {u.w - u.lr * direction, buffer};
}

/// Adam's update from the weight and the gradient that each variant starts with.
template <typename OpTy> static Results adamUpdate(OpTy op, const Update &u, Scalar w, Scalar g) {
  double beta1 = number(op.getBeta1()), beta2 = number(op.getBeta2());
  Scalar m = u.slots[0] + (1 - beta1) * (g - u.slots[0]);
  Scalar v = beta2 * u.slots[1] + (1 - beta2) * g * g;
  Scalar largest = op.getAmsgrad() ? u.slots[2].max(v) : v;
  Scalar denominator = largest.sqrt() / u.scalar(2) + number(op.getEps());
  Results results = {w - (u.lr / u.scalar(1)) * m / denominator, m, v};
  if (op.getAmsgrad())
    results.push_back(largest);
  return results;
}

static Results adam(AdamOp op, const Update &u) { return adamUpdate(op, u, u.w, u.decayed()); }
static Results adamw(AdamwOp op, const Update &u) { return adamUpdate(op, u, u.shrunk(), u.g); }

static Results adagrad(AdagradOp op, const Update &u) {
  Scalar g = u.decayed();
  Scalar sum = u.slots[0] + g * g;
  return {u.w - u.lr * (g / (sum.sqrt() + number(op.getEps()))), sum};
}

static Results rmsprop(RmspropOp op, const Update &u) {
  Scalar g = u.decayed();
  double alpha = number(op.getAlpha()), momentum = number(op.getMomentum());
  Scalar square = alpha * u.slots[0] + (1 - alpha) * g * g;
  Scalar scaled = g / (square.sqrt() + number(op.getEps()));
  if (momentum == 0)
    return {u.w - u.lr * scaled, square};
  Scalar buffer = momentum * u.slots[1] + scaled;
  return {u.w - u.lr * buffer, square, buffer};
}

static Results lion(LionOp op, const Update &u) {
  double beta1 = number(op.getBeta1()), beta2 = number(op.getBeta2());
  Scalar direction = (beta1 * u.slots[0] + (1 - beta1) * u.g).sign();
  return {u.shrunk() - u.lr * direction, beta2 * u.slots[0] + (1 - beta2) * u.g};
}

//===----------------------------------------------------------------------===//
// Bias correction
//===----------------------------------------------------------------------===//

/// beta^count as the product of beta^(2^i) over the bits of `count`, in f64.
static Scalar powerOfBeta(OpBuilder &builder, Location loc, double beta, Value count) {
  Scalar power(builder, loc, scalarConstant(builder, loc, builder.getF64Type(), 1));
  Type i64 = builder.getI64Type();
  double factor = beta;
  for (unsigned bit = 0; bit < 63; ++bit, factor *= factor) {
    Value mask = arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(int64_t(1) << bit));
    Value zero = scalarConstant(builder, loc, i64, 0);
    if (factor == 0) { // Any higher bit makes the power 0.
      Value large = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sge, count, mask);
      return power.number(0).where(large, power);
    }
    Value masked = arith::AndIOp::create(builder, loc, count, mask);
    Value set = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::ne, masked, zero);
    power = (power * factor).where(set, power);
  }
  return power;
}

namespace {
struct BiasCorrectionLowering : LowerableOpInterface::ExternalModel<BiasCorrectionLowering, BiasCorrectionOp> {
  SmallVector<Value> buildScalarBody(Operation *op, OpBuilder &builder, Location loc, ValueRange arguments) const {
    auto correction = cast<BiasCorrectionOp>(op);
    Value one = scalarConstant(builder, loc, builder.getI64Type(), 1);
    Value count = arith::AddIOp::create(builder, loc, arguments[0], one);
    Scalar value = 1.0 - powerOfBeta(builder, loc, number(correction.getBeta()), count);
    if (correction.getRoot())
      value = value.sqrt();
    return {value.to(builder.getF32Type()).get()};
  }
};
} // namespace

namespace neap {
void registerOptimizerLowerings(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    SgdOp::attachInterface<RuleLowering<SgdOp, sgd>>(*context);
    AdamOp::attachInterface<RuleLowering<AdamOp, adam>>(*context);
    AdamwOp::attachInterface<RuleLowering<AdamwOp, adamw>>(*context);
    AdagradOp::attachInterface<RuleLowering<AdagradOp, adagrad>>(*context);
    RmspropOp::attachInterface<RuleLowering<RmspropOp, rmsprop>>(*context);
    LionOp::attachInterface<RuleLowering<LionOp, lion>>(*context);
    BiasCorrectionOp::attachInterface<BiasCorrectionLowering>(*context);
  });
}
} // namespace neap
