//===- Register.cpp - Passes and arrows by name ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What neap-opt and the language server offer.
//
//===----------------------------------------------------------------------===//

#include "neap/Pipelines/Pipelines.h"
#include "neap/Transforms/Passes.h"

#include "mlir/Pass/PassOptions.h"
#include "mlir/Pass/PassRegistry.h"

using namespace mlir;
using namespace neap;

namespace {

/// DifferentiateOptions as text options, spelled as for --neap-differentiate.
struct DifferentiateText : PassPipelineOptions<DifferentiateText> {
  Option<std::string> loss{*this, "loss", llvm::cl::desc("KIND[,key=value…]; several are separated by ';'")};
  Option<std::string> optimizer{*this, "optimizer", llvm::cl::desc("KIND[,key=value…]"), llvm::cl::init("sgd,lr=0.01")};
  Option<std::string> schedule{*this, "lr-schedule", llvm::cl::desc("KIND[,key=value…]"), llvm::cl::init("constant")};
  Option<double> clip{*this, "clip-grad-norm", llvm::cl::desc("Limit of the global 2-norm; 0: none"),
                      llvm::cl::init(0)};
  Option<int64_t> accumulate{*this, "accumulate", llvm::cl::desc("Batches per update"), llvm::cl::init(1)};
  Option<bool> keepGradients{*this, "keep-gradients", llvm::cl::desc("Return the gradients"), llvm::cl::init(false)};
  Option<std::string> noDecay{*this, "no-decay", llvm::cl::desc("Globs, separated by ';'")};
};

struct FormKernelsText : PassPipelineOptions<FormKernelsText> {
  Option<unsigned> threads{*this, "threads", llvm::cl::desc("Threads that library calls are made for"),
                           llvm::cl::init(1)};
};

struct PlanMemoryText : PassPipelineOptions<PlanMemoryText> {
  Option<int64_t> workUnits{*this, "work-units", llvm::cl::desc("Effort of the placement search"),
                            llvm::cl::init(PlanMemoryOptions().workUnits)};
};

} // namespace

static void populateFromText(OpPassManager &passes, const DifferentiateText &text) {
  DifferentiateOptions options;
  options.losses = splitSpecs(text.loss);
  options.optimizer = text.optimizer;
  options.schedule = text.schedule;
  options.clipGradNorm = text.clip;
  options.accumulate = text.accumulate;
  options.keepGradients = text.keepGradients;
  options.noDecay = splitSpecs(text.noDecay);
  populateDifferentiatePipeline(passes, options);
}

void neap::registerPassesAndPipelines() {
  registerNeapPasses();
  PassPipelineRegistration<>("neap-to-canonical", "Stage forward to canonical",
                             [](OpPassManager &passes) { populateSimplifyPipeline(passes, {}); });
  PassPipelineRegistration<DifferentiateText>("neap-to-train-step", "Stage canonical to train-step", populateFromText);
  PassPipelineRegistration<FormKernelsText>(
      "neap-to-kernels", "Stage train-step to kernels",
      [](OpPassManager &passes, const FormKernelsText &text) { populateFormKernelsPipeline(passes, {text.threads}); });
  PassPipelineRegistration<PlanMemoryText>(
      "neap-to-planned", "Stage kernels to planned",
      [](OpPassManager &passes, const PlanMemoryText &text) { populatePlanMemoryPipeline(passes, {text.workUnits}); });
}
