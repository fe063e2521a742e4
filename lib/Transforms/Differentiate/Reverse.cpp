//===- Reverse.cpp - Reverse mode over a straight line ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Knows no op: it asks DifferentiableOpInterface what flows where.
//
//===----------------------------------------------------------------------===//

#include "Reverse.h"

#include "neap/Analysis/SavedValues.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"

using namespace mlir;
using namespace neap;

bool neap::isDifferentiableOperand(Operation *op, unsigned index) {
  auto differentiable = dyn_cast<DifferentiableOpInterface>(op);
  return differentiable && differentiable.isDifferentiableOperand(index);
}

static bool isFloat(Value value) { return isa<FloatType>(getElementTypeOrSelf(value.getType())); }

//===----------------------------------------------------------------------===//
// Activity
//===----------------------------------------------------------------------===//

/// Adds to `reached` the float results that depend on it through differentiable operands.
static void propagate(Block &block, llvm::DenseSet<Value> &reached) {
  for (Operation &op : block) {
    bool depends = false;
    for (OpOperand &operand : op.getOpOperands())
      depends |= reached.contains(operand.get()) && isDifferentiableOperand(&op, operand.getOperandNumber());
    if (depends)
      for (Value result : op.getResults())
        if (isFloat(result))
          reached.insert(result);
  }
}

Activity::Activity(Block &block, ValueRange sources, Value target) : block(block), sources(sources) {
  active.insert(sources.begin(), sources.end());
  propagate(block, active);
  useful.insert(target);
  read.insert(target);
  for (Operation &op : llvm::reverse(block)) {
    bool isRead = llvm::any_of(op.getResults(), [&](Value result) { return read.contains(result); });
    bool isUseful = llvm::any_of(op.getResults(), [&](Value result) { return useful.contains(result); });
    for (OpOperand &operand : op.getOpOperands()) {
      if (isRead)
        read.insert(operand.get());
      if (isUseful && isDifferentiableOperand(&op, operand.getOperandNumber()))
        useful.insert(operand.get());
    }
  }
  for (Operation &op : block)
    if (llvm::any_of(op.getResults(), [&](Value result) { return isOnPath(result); }))
      path.push_back(&op);
}

bool Activity::isNeeded(Operation *op, unsigned index) const {
  return isDifferentiableOperand(op, index) && isOnPath(op->getOperand(index));
}

llvm::DenseSet<Value> Activity::reachedFrom(Value source) const {
  llvm::DenseSet<Value> reached;
  reached.insert(source);
  propagate(block, reached);
  return reached;
}

SmallVector<Activity::Cut> Activity::findCuts() const {
  llvm::MapVector<Operation *, SmallVector<Value>> cuts;
  for (Operation &op : block)
    cuts[&op];
  for (Value source : sources) {
    llvm::DenseSet<Value> reached = reachedFrom(source);
    bool trainable = isOnPath(source);
    for (Operation &op : block) {
      bool isRead = llvm::any_of(op.getResults(), [&](Value result) { return read.contains(result); });
      bool hasGradient = isa<DifferentiableOpInterface>(op);
      bool declared = op.hasTrait<NotDifferentiable>();
      // What is declared flat only matters to a source that has no other way; what says nothing always does.
      if (!isRead || hasGradient || (declared && trainable))
        continue;
      if (llvm::any_of(op.getOperands(), [&](Value operand) { return reached.contains(operand); }))
        cuts[&op].push_back(source);
    }
  }
  SmallVector<Cut> result;
  for (auto &[op, cutSources] : cuts)
    if (!cutSources.empty())
      result.push_back({op, cutSources});
  return result;
}

//===----------------------------------------------------------------------===//
// Gradients
//===----------------------------------------------------------------------===//

namespace {

class GradientFlow {
public:
  GradientFlow(Block &block, const Activity &activity) : activity(activity), builder(OpBuilder::atBlockEnd(&block)) {}

  void seed(Value value, Value gradient) { gradients[value] = gradient; }
  Value lookup(Value value) const { return gradients.lookup(value); }

  LogicalResult through(Operation *op, unsigned form) {
    SmallVector<Value> resultGradients =
        llvm::map_to_vector(op->getResults(), [&](Value result) { return lookup(result); });
    SmallVector<bool> needed(op->getNumOperands());
    for (unsigned index = 0; index < needed.size(); ++index)
      needed[index] = activity.isNeeded(op, index);
    if (!llvm::is_contained(needed, true) || llvm::none_of(resultGradients, [](Value value) { return bool(value); }))
      return success();
    SmallVector<Value> operandGradients(op->getNumOperands());
    if (failed(cast<DifferentiableOpInterface>(op).buildVjp(builder, form, resultGradients, needed, operandGradients)))
      return op->emitError("the gradient could not be built");
    for (auto [operand, isNeeded, gradient] : llvm::zip_equal(op->getOperands(), needed, operandGradients))
      if (isNeeded && gradient)
        add(op->getLoc(), operand, gradient);
    return success();
  }

private:
  /// Contributions are summed in the order in which the sweep meets them: last reader first.
  void add(Location loc, Value value, Value contribution) {
    assert(contribution.getType() == value.getType() && "a gradient has its value's type");
    Value &sum = gradients[value];
    sum = sum ? AddOp::create(builder, loc, sum, contribution).getResult() : contribution;
  }

  const Activity &activity;
  OpBuilder builder;
  llvm::DenseMap<Value, Value> gradients;
};

} // namespace

LogicalResult neap::buildGradients(Block &block, const Activity &activity, ValueRange sources, Value target, Value seed,
                                   function_ref<void(Value, Value)> onFinal) {
  SmallVector<Operation *> path(activity.getPath());
  SavedValues saved(path);
  // The op that reads a source first in the block is the last to contribute.
  llvm::DenseMap<Operation *, SmallVector<Value>> completes;
  for (Value source : sources)
    for (Operation *op : path)
      if (llvm::is_contained(op->getOperands(), source)) {
        completes[op].push_back(source);
        break;
      }
  GradientFlow flow(block, activity);
  flow.seed(target, seed);
  for (Operation *op : llvm::reverse(path)) {
    if (failed(flow.through(op, saved.getForm(op))))
      return failure();
    for (Value source : completes.lookup(op))
      onFinal(source, flow.lookup(source));
  }
  return success();
}
