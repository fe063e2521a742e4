//===- OptimizerRules.cpp - What optimizers are to the compiler ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The table of rules. Defaults are PyTorch's (and the paper's for lion).
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/Ops/OptimizerRules.h"
#include "neap/Dialect/Neap/Ops/Optimizer.h"

using namespace mlir;
using namespace neap;

using Bounds = OptimizerKey::Range;
using Slots = SmallVector<StringRef>;

static double get(const OptimizerValues &values, StringRef key) { return values.find(key)->second; }
static FloatAttr attribute(OpBuilder &b, const OptimizerUpdate &u, StringRef key) {
  return b.getF64FloatAttr(get(u.values, key));
}
static UnitAttr flag(OpBuilder &b, const OptimizerUpdate &u, StringRef key) {
  return get(u.values, key) != 0 ? b.getUnitAttr() : UnitAttr();
}
static bool never(const OptimizerValues &) { return false; }
static bool always(const OptimizerValues &) { return true; }

//===----------------------------------------------------------------------===//
// sgd
//===----------------------------------------------------------------------===//

static const OptimizerKey sgdKeys[] = {{"lr", 0.01, Bounds::NonNegative},
                                       {"momentum", 0, Bounds::NonNegative},
                                       {"dampening", 0, Bounds::NonNegative},
                                       {"nesterov", 0, Bounds::Flag},
                                       {"weight-decay", 0, Bounds::NonNegative}};

static bool dampened(const OptimizerValues &values) {
  return get(values, "momentum") != 0 && get(values, "dampening") != 0;
}

static std::string checkSgd(const OptimizerValues &values) {
  if (get(values, "nesterov") != 0 && (get(values, "momentum") == 0 || get(values, "dampening") != 0))
    return "nesterov=true, expected momentum above 0 and dampening 0 with it";
  return {};
}

static ValueRange buildSgd(OpBuilder &b, Location loc, const OptimizerUpdate &u) {
  SmallVector<Value> scalars = {u.learningRate};
  FloatAttr dampening = b.getF64FloatAttr(0);
  if (dampened(u.values)) {
    scalars.push_back(u.step);
    dampening = attribute(b, u, "dampening");
  }
  return SgdOp::create(b, loc, u.weight, u.gradient, scalars, u.slots, attribute(b, u, "momentum"), dampening,
                       flag(b, u, "nesterov"), attribute(b, u, "weight-decay"))
      .getUpdated();
}

//===----------------------------------------------------------------------===//
// adam, adamw
//===----------------------------------------------------------------------===//

static const OptimizerKey adamKeys[] = {{"lr", 1e-3, Bounds::NonNegative},        {"beta1", 0.9, Bounds::Fraction},
                                        {"beta2", 0.999, Bounds::Fraction},       {"eps", 1e-8, Bounds::NonNegative},
                                        {"weight-decay", 0, Bounds::NonNegative}, {"amsgrad", 0, Bounds::Flag}};
static const OptimizerKey adamwKeys[] = {
    {"lr", 1e-3, Bounds::NonNegative},           {"beta1", 0.9, Bounds::Fraction},
    {"beta2", 0.999, Bounds::Fraction},          {"eps", 1e-8, Bounds::NonNegative},
    {"weight-decay", 0.01, Bounds::NonNegative}, {"amsgrad", 0, Bounds::Flag}};

static Slots adamSlots(const OptimizerValues &values) {
  Slots slots = {"exp_avg", "exp_avg_sq"};
  if (get(values, "amsgrad") != 0)
    slots.push_back("max_exp_avg_sq");
  return slots;
}

template <typename OpTy> static ValueRange buildAdam(OpBuilder &b, Location loc, const OptimizerUpdate &u) {
  auto type = RankedTensorType::get({}, b.getF32Type());
  Value first = BiasCorrectionOp::create(b, loc, type, u.step, attribute(b, u, "beta1"), UnitAttr());
  Value second = BiasCorrectionOp::create(b, loc, type, u.step, attribute(b, u, "beta2"), b.getUnitAttr());
  return OpTy::create(b, loc, u.weight, u.gradient, ValueRange{u.learningRate, first, second}, u.slots,
                      attribute(b, u, "beta1"), attribute(b, u, "beta2"), attribute(b, u, "eps"),
                      attribute(b, u, "weight-decay"), flag(b, u, "amsgrad"))
      .getUpdated();
}

//===----------------------------------------------------------------------===//
// adagrad, rmsprop, lion
//===----------------------------------------------------------------------===//

static const OptimizerKey adagradKeys[] = {
    {"lr", 1e-2, Bounds::NonNegative}, {"eps", 1e-10, Bounds::NonNegative}, {"weight-decay", 0, Bounds::NonNegative}};

static ValueRange buildAdagrad(OpBuilder &b, Location loc, const OptimizerUpdate &u) {
  return AdagradOp::create(b, loc, u.weight, u.gradient, u.learningRate, u.slots, attribute(b, u, "eps"),
                           attribute(b, u, "weight-decay"))
      .getUpdated();
}

static const OptimizerKey rmspropKeys[] = {{"lr", 1e-2, Bounds::NonNegative},
                                           {"alpha", 0.99, Bounds::Fraction},
                                           {"eps", 1e-8, Bounds::NonNegative},
                                           {"momentum", 0, Bounds::NonNegative},
                                           {"weight-decay", 0, Bounds::NonNegative}};

static ValueRange buildRmsprop(OpBuilder &b, Location loc, const OptimizerUpdate &u) {
  return RmspropOp::create(b, loc, u.weight, u.gradient, u.learningRate, u.slots, attribute(b, u, "alpha"),
                           attribute(b, u, "eps"), attribute(b, u, "momentum"), attribute(b, u, "weight-decay"))
      .getUpdated();
}

static const OptimizerKey lionKeys[] = {{"lr", 1e-4, Bounds::NonNegative},
                                        {"beta1", 0.9, Bounds::Fraction},
                                        {"beta2", 0.99, Bounds::Fraction},
                                        {"weight-decay", 0, Bounds::NonNegative}};

static ValueRange buildLion(OpBuilder &b, Location loc, const OptimizerUpdate &u) {
  return LionOp::create(b, loc, u.weight, u.gradient, u.learningRate, u.slots, attribute(b, u, "beta1"),
                        attribute(b, u, "beta2"), attribute(b, u, "weight-decay"))
      .getUpdated();
}

//===----------------------------------------------------------------------===//
// The table
//===----------------------------------------------------------------------===//

static const OptimizerRule rules[] = {
    {"sgd", sgdKeys,
     [](const OptimizerValues &values) { return get(values, "momentum") != 0 ? Slots{"momentum"} : Slots{}; }, dampened,
     checkSgd, buildSgd},
    {"adam", adamKeys, adamSlots, always, nullptr, buildAdam<AdamOp>},
    {"adamw", adamwKeys, adamSlots, always, nullptr, buildAdam<AdamwOp>},
    {"adagrad", adagradKeys, [](const OptimizerValues &) { return Slots{"sum"}; }, never, nullptr, buildAdagrad},
    {"rmsprop", rmspropKeys,
     [](const OptimizerValues &values) {
       return get(values, "momentum") != 0 ? Slots{"square_avg", "momentum"} : Slots{"square_avg"};
     },
     never, nullptr, buildRmsprop},
    {"lion", lionKeys, [](const OptimizerValues &) { return Slots{"exp_avg"}; }, never, nullptr, buildLion},
};

ArrayRef<OptimizerRule> neap::getOptimizerRules() { return rules; }

const OptimizerRule *neap::findOptimizerRule(StringRef name) {
  const auto *rule = llvm::find_if(rules, [&](const OptimizerRule &candidate) { return candidate.name == name; });
  return rule == std::end(rules) ? nullptr : rule;
}
