//===- PlanMemory.cpp - The arrow from kernels to planned ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The plan, then the checker that shares no code with the planner.
//
//===----------------------------------------------------------------------===//

#include "neap/Pipelines/Pipelines.h"
#include "neap/Transforms/Passes.h"

using namespace mlir;
using namespace neap;

void neap::populatePlanMemoryPipeline(OpPassManager &passes, const PlanMemoryOptions &options) {
  PlanMemoryPassOptions pass;
  pass.workUnits = options.workUnits;
  passes.addPass(createPlanMemoryPass(pass));
  passes.addPass(createVerifyStagePass({"planned"}));
}
