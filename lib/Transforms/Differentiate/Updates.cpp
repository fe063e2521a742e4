//===- Updates.cpp - Optimizer updates of a program function ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Knows no rule by name: the Optimizer family's table builds them.
//
//===----------------------------------------------------------------------===//

#include "Updates.h"

#include "neap/Dialect/Neap/Ops/Elementwise.h"
#include "neap/Dialect/Neap/Ops/Shape.h"

using namespace mlir;
using namespace neap;

OptimizerValues UpdateBuilder::valuesFor(GlobalOp parameter) const {
  OptimizerValues values = spec.optimizer.values;
  auto decay = values.find("weight-decay");
  if (decay != values.end() &&
      llvm::any_of(spec.noDecay, [&](StringRef glob) { return matchesGlob(glob, parameter.getSymName()); }))
    decay->second = 0;
  return values;
}

LogicalResult UpdateBuilder::update(ParameterGradient trained) {
  MLIRContext *context = program.getFunction().getContext();
  GlobalOp parameter = trained.parameter;
  Location loc = NameLoc::get(StringAttr::get(context, parameter.getSymName()));
  const OptimizerRule &rule = *spec.optimizer.rule;
  OptimizerUpdate update;
  update.weight = program.getGlobal(parameter);
  update.gradient = trained.gradient;
  update.values = valuesFor(parameter);

  SmallVector<GlobalOp> written = {parameter};
  for (StringRef slot : rule.slots(update.values)) {
    std::string name = (parameter.getSymName() + "/" + slot).str();
    GlobalOp global = globals.create(name, Role::Optimizer, parameter.getTensorType(), loc);
    if (!global)
      return failure();
    update.slots.push_back(program.getGlobal(global));
    written.push_back(global);
  }
  auto control = [&](StringRef name, Type element) -> Value {
    GlobalOp global =
        globals.create((controlPrefix + name).str(), Role::Control, RankedTensorType::get({}, element), loc);
    return global ? program.getGlobal(global) : Value();
  };
  update.learningRate = control("learning_rate", Float32Type::get(context));
  if (rule.usesStep(update.values))
    update.step = control("step", IntegerType::get(context, 64));
  if (!update.learningRate || (rule.usesStep(update.values) && !update.step))
    return failure();

  OpBuilder builder = program.atEnd();
  for (auto [global, value] : llvm::zip_equal(written, rule.build(builder, loc, update)))
    updated[global.getSymName()] = value;
  return success();
}

LogicalResult UpdateBuilder::updateAll(ArrayRef<ParameterGradient> trained) {
  Value factor;
  Location loc = program.getFunction().getLoc();
  OpBuilder builder = program.atEnd();
  if (spec.clipGradNorm && !trained.empty()) {
    auto gradients = llvm::map_to_vector(trained, [](const ParameterGradient &entry) { return entry.gradient; });
    factor = buildClipFactor(builder, loc, gradients, *spec.clipGradNorm);
  }
  for (ParameterGradient entry : trained) {
    if (factor) {
      auto type = cast<RankedTensorType>(entry.gradient.getType());
      Value scale = factor;
      if (type.getElementType() != cast<RankedTensorType>(factor.getType()).getElementType())
        scale = CastOp::create(builder, loc, RankedTensorType::get({}, type.getElementType()), scale);
      scale = BroadcastOp::create(builder, loc, type, scale, type.getShape());
      entry.gradient = MulOp::create(builder, loc, entry.gradient, scale);
    }
    if (failed(update(entry)))
      return failure();
  }
  return success();
}

void UpdateBuilder::addResults(ModuleOp module) {
  for (auto global : module.getOps<GlobalOp>())
    if (Value value = updated.lookup(global.getSymName()))
      program.addResult(value, BindKind::Global, global.getSymName());
}
