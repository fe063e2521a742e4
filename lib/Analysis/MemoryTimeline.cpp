//===- MemoryTimeline.cpp - Bytes in use over a planned function ---------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads places and lives; a result written over a dying operand continues the
// operand's holding.
//
//===----------------------------------------------------------------------===//

#include "neap/Analysis/MemoryTimeline.h"

#include <numeric>

using namespace mlir;
using namespace neap;

llvm::StringRef neap::stringifyMemoryOwner(MemoryOwner owner) {
  constexpr llvm::StringLiteral names[] = {"inputs", "activations", "gradients", "workspace", "temporaries"};
  return names[static_cast<unsigned>(owner)];
}

/// Step that computes the loss, or -1 in a function without one.
static int64_t findLossStep(func::FuncOp function, const Liveness &liveness) {
  for (OpOperand &operand : function.getBody().front().getTerminator()->getOpOperands())
    if (BindAttr binding = getResultBinding(function, operand.getOperandNumber());
        binding && binding.getKind() == BindKind::Loss)
      return liveness.getFirst(getMemoryRoot(operand.get()));
  return -1;
}

MemoryTimeline::MemoryTimeline(func::FuncOp planned, int64_t globalBytes) {
  Liveness liveness(planned);
  int64_t lossStep = findLossStep(planned, liveness);
  auto ownerOf = [&](int64_t first, int64_t last) {
    if (lossStep < 0 || last <= lossStep + 1)
      return MemoryOwner::Temporaries;
    return first < lossStep ? MemoryOwner::Activations : MemoryOwner::Gradients;
  };
  for (BlockArgument argument : planned.getArguments()) {
    int64_t place = planned.getArgAttrOfType<IntegerAttr>(argument.getArgNumber(), placeAttrName).getInt();
    if (place < globalBytes)
      continue;
    BindAttr binding = getArgumentBinding(planned, argument.getArgNumber());
    add({binding ? binding.getName().str() : std::string(), MemoryOwner::Inputs,
         getTensorBytes(cast<RankedTensorType>(argument.getType())), place, 0,
         std::max<int64_t>(liveness.getLast(argument), 0) + 1});
  }
  for (KernelOp kernel : liveness.getKernels()) {
    int64_t step = liveness.getStep(kernel);
    std::string name = kernel.getKernelName().str();
    names.push_back(name);
    ArrayRef<int64_t> places = *kernel.getPlaces();
    for (OpResult result : kernel.getResults()) {
      int64_t place = places[result.getResultNumber()], last = liveness.getLast(result) + 1;
      if (place >= globalBytes)
        add({name, ownerOf(step, last), getTensorBytes(cast<RankedTensorType>(result.getType())), place, step, last});
    }
    if (int64_t workspace = kernel.getWorkspaceBytes())
      add({name + ".workspace", MemoryOwner::Workspace, workspace, places.back(), step, step + 1});
  }
}

void MemoryTimeline::add(Holding holding) {
  for (Holding &before : holdings) {
    if (before.place != holding.place || before.bytes != holding.bytes || before.last != holding.first + 1)
      continue;
    before.last = holding.last;
    before.owner = before.owner == MemoryOwner::Inputs ? before.owner : holding.owner;
    return;
  }
  holdings.push_back(std::move(holding));
}

std::array<int64_t, numMemoryOwners> MemoryTimeline::getBytes(int64_t step) const {
  std::array<int64_t, numMemoryOwners> bytes = {};
  for (const Holding &holding : holdings)
    if (holding.first <= step && step < holding.last)
      bytes[static_cast<unsigned>(holding.owner)] += holding.bytes;
  return bytes;
}

int64_t MemoryTimeline::getPeakStep() const {
  int64_t best = 0, most = -1;
  for (int64_t step = 0; step < getSteps(); ++step) {
    std::array<int64_t, numMemoryOwners> bytes = getBytes(step);
    int64_t sum = std::accumulate(bytes.begin(), bytes.end(), int64_t(0));
    if (sum > most) {
      most = sum;
      best = step;
    }
  }
  return best;
}
