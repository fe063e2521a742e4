//===- FormKernels.cpp - The arrow from train-step to kernels ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a kernel holds is decided here and stays what it is to the end.
//
//===----------------------------------------------------------------------===//

#include "neap/Pipelines/Pipelines.h"
#include "neap/Transforms/Passes.h"

using namespace mlir;
using namespace neap;

void neap::populateFormKernelsPipeline(OpPassManager &passes, const FormKernelsOptions &options) {
  FormKernelsPassOptions pass;
  pass.threads = options.threads;
  passes.addPass(createFormKernelsPass(pass));
  passes.addPass(createVerifyStagePass({"kernels"}));
}
