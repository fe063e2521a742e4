//===- Differentiate.cpp - The arrow from canonical to train-step ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Gradients come out with constants to fold (the seed, the weights of a mean) and
// with what ops could not know to be unneeded; both are cleaned up here.
//
//===----------------------------------------------------------------------===//

#include "neap/Pipelines/Pipelines.h"
#include "neap/Transforms/Passes.h"

#include "mlir/Transforms/Passes.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace neap;

void neap::populateDifferentiatePipeline(OpPassManager &passes, const DifferentiateOptions &options) {
  DifferentiatePassOptions pass;
  pass.loss = llvm::join(options.losses, ";");
  pass.optimizer = options.optimizer;
  pass.lrSchedule = options.schedule;
  pass.clipGradNorm = options.clipGradNorm;
  pass.accumulate = options.accumulate;
  pass.keepGradients = options.keepGradients;
  pass.noDecay = llvm::join(options.noDecay, ";");
  passes.addPass(createDifferentiatePass(pass));
  passes.addNestedPass<func::FuncOp>(createCanonicalizerPass());
  passes.addNestedPass<func::FuncOp>(createCSEPass());
  passes.addPass(createDropUnusedPass());
  passes.addPass(createVerifyStagePass({"train-step"}));
}
