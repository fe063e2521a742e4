//===- SavedValues.cpp - What gradients keep of the forward values ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A greedy choice of gradient forms; see the header.
//
//===----------------------------------------------------------------------===//

#include "neap/Analysis/SavedValues.h"

using namespace mlir;
using namespace neap;

/// Bytes to keep `read` of a value that an op computes.
static int64_t keptBytes(Value value, GradientRead read) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!type || !value.getDefiningOp() || value.getDefiningOp()->hasTrait<OpTrait::ConstantLike>())
    return 0;
  switch (read) {
  case GradientRead::None:
  case GradientRead::Shape:
    return 0;
  case GradientRead::Predicate:
    return llvm::divideCeil(type.getNumElements(), 8);
  case GradientRead::Index:
    return type.getNumElements();
  case GradientRead::Full:
    return getTensorBytes(type);
  }
  llvm_unreachable("all reads are listed");
}

/// Calls `visit` with each value and what the form reads of it.
static void forEachRead(Operation *op, const GradientForm &form, function_ref<void(Value, GradientRead)> visit) {
  for (auto [value, read] : llvm::zip(op->getOperands(), form.operands))
    visit(value, read);
  for (auto [value, read] : llvm::zip(op->getResults(), form.results))
    visit(value, read);
}

SavedValues::SavedValues(ArrayRef<Operation *> ops) {
  SmallVector<std::pair<Operation *, SmallVector<GradientForm>>> undecided;
  for (Operation *op : ops) {
    SmallVector<GradientForm> choices = cast<DifferentiableOpInterface>(op).getGradientForms();
    if (choices.size() == 1)
      keep(op, choices.front());
    else
      undecided.emplace_back(op, std::move(choices));
  }
  for (auto &[op, choices] : undecided) {
    unsigned best = 0;
    int64_t bestBytes = addedBytes(op, choices[0]);
    for (unsigned form = 1; form < choices.size(); ++form)
      if (int64_t bytes = addedBytes(op, choices[form]); bytes < bestBytes) {
        best = form;
        bestBytes = bytes;
      }
    forms[op] = best;
    keep(op, choices[best]);
  }
}

GradientRead SavedValues::getRead(Value value) const {
  auto found = reads.find(value);
  return found == reads.end() ? GradientRead::None : found->second;
}

int64_t SavedValues::getBytes() const {
  int64_t bytes = 0;
  for (auto [value, read] : reads)
    bytes += keptBytes(value, read);
  return bytes;
}

int64_t SavedValues::addedBytes(Operation *op, const GradientForm &form) const {
  int64_t bytes = 0;
  forEachRead(op, form, [&](Value value, GradientRead read) {
    bytes += std::max<int64_t>(0, keptBytes(value, read) - keptBytes(value, getRead(value)));
  });
  return bytes;
}

void SavedValues::keep(Operation *op, const GradientForm &form) {
  forEachRead(op, form, [&](Value value, GradientRead read) {
    GradientRead &kept = reads.try_emplace(value, GradientRead::None).first->second;
    kept = std::max(kept, read);
  });
}
