//===- Simplify.cpp - The arrow from forward to canonical ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Folding and canonical forms before gradients are built, so that each gradient is
// that of the simplest form. Raising of composite patterns has its place in front.
//
//===----------------------------------------------------------------------===//

#include "neap/Pipelines/Pipelines.h"
#include "neap/Transforms/Passes.h"

#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace neap;

void neap::populateSimplifyPipeline(OpPassManager &passes, const SimplifyOptions &) {
  passes.addPass(createVerifyStagePass({"forward"}));
  passes.addNestedPass<func::FuncOp>(createCanonicalizerPass());
  passes.addNestedPass<func::FuncOp>(createCSEPass());
  passes.addPass(createDropUnusedPass()); // Last: what folding left without readers.
  passes.addPass(createVerifyStagePass({"canonical"}));
}
