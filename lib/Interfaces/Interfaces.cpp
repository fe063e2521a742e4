//===- Interfaces.cpp - The questions that passes ask of ops ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Conservative defaults: what holds for an op that answers nothing itself.
//
//===----------------------------------------------------------------------===//

#include "neap/Interfaces/Interfaces.h"

using namespace mlir;

#include "neap/Interfaces/CostModel.cpp.inc"
#include "neap/Interfaces/Differentiable.cpp.inc"
#include "neap/Interfaces/IterationSpace.cpp.inc"
#include "neap/Interfaces/Lowerable.cpp.inc"
#include "neap/Interfaces/Modal.cpp.inc"

llvm::StringRef neap::stringifyGradientRead(GradientRead read) {
  switch (read) {
  case GradientRead::None:
    return "none";
  case GradientRead::Shape:
    return "shape";
  case GradientRead::Predicate:
    return "predicate";
  case GradientRead::Index:
    return "index";
  case GradientRead::Full:
    return "full";
  }
  llvm_unreachable("all reads are listed");
}

neap::GradientForm neap::GradientForm::readsAll(Operation *op) {
  return {"default", SmallVector<GradientRead>(op->getNumOperands(), GradientRead::Full),
          SmallVector<GradientRead>(op->getNumResults(), GradientRead::Full)};
}

static void raiseTo(SmallVectorImpl<neap::GradientRead> &reads, ArrayRef<neap::GradientRead> others) {
  reads.resize(std::max(reads.size(), others.size()), neap::GradientRead::None);
  for (auto [index, other] : llvm::enumerate(others))
    reads[index] = std::max(reads[index], other);
}

neap::GradientForm neap::GradientForm::fromRows(StringRef name, ArrayRef<GradientReads> ofOperand) {
  GradientForm form{name.str(), {}, {}, llvm::to_vector<0>(ofOperand)};
  for (const GradientReads &row : ofOperand) {
    raiseTo(form.operands, row.operands);
    raiseTo(form.results, row.results);
  }
  return form;
}

neap::GradientReads neap::GradientForm::readsFor(ArrayRef<bool> needed) const {
  if (ofOperand.empty())
    return {operands, results};
  GradientReads reads{SmallVector<GradientRead>(operands.size(), GradientRead::None),
                      SmallVector<GradientRead>(results.size(), GradientRead::None)};
  for (auto [row, wanted] : llvm::zip_equal(ofOperand, needed)) {
    if (!wanted)
      continue;
    raiseTo(reads.operands, row.operands);
    raiseTo(reads.results, row.results);
  }
  return reads;
}

int64_t neap::defaultFlops(Operation *op) {
  if (auto loops = dyn_cast<IterationSpaceOpInterface>(op)) {
    int64_t iterations = 1;
    for (int64_t range : loops.getLoopRanges())
      iterations *= range;
    return iterations;
  }
  int64_t elements = 0;
  for (Type type : op->getResultTypes())
    if (auto tensor = dyn_cast<RankedTensorType>(type); tensor && tensor.hasStaticShape())
      elements += tensor.getNumElements();
  return elements;
}

int64_t neap::defaultBytes(Operation *op) {
  auto bytesOf = [](Type type) -> int64_t {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor || !tensor.hasStaticShape())
      return 0;
    return tensor.getNumElements() * llvm::divideCeil(tensor.getElementTypeBitWidth(), 8);
  };
  int64_t bytes = 0;
  for (Type type : op->getOperandTypes())
    bytes += bytesOf(type);
  for (Type type : op->getResultTypes())
    bytes += bytesOf(type);
  return bytes;
}
