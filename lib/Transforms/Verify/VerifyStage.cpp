//===- VerifyStage.cpp - Does a module keep the contract of its stage? ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs between the arrows, so that a pass that breaks a contract is named at once,
// and lets neap-opt pick up at any stage from text.
//
//===----------------------------------------------------------------------===//

#include "Contracts.h"

#include "neap/Transforms/Passes.h"

using namespace mlir;
using namespace neap;

namespace neap {
#define GEN_PASS_DEF_VERIFYSTAGEPASS
#include "neap/Transforms/Passes.h.inc"
} // namespace neap

namespace {
/// What a stage promises.
struct StageContract {
  llvm::StringLiteral name;
  void (*check)(ContractChecker &checker);
};
} // namespace

static const StageContract contracts[] = {
    {"forward",
     [](ContractChecker &checker) {
       checkProgramFunctions(checker);
       checkForward(checker);
     }},
    {"canonical",
     [](ContractChecker &checker) {
       checkProgramFunctions(checker);
       checkForward(checker);
       checkNoUnusedGlobals(checker);
     }},
    {"train-step",
     [](ContractChecker &checker) {
       checkProgramFunctions(checker);
       checkTrainingFunctions(checker);
       checkEvaluationForms(checker);
     }},
    {"kernels",
     [](ContractChecker &checker) {
       checkProgramFunctions(checker);
       checkTrainingFunctions(checker);
       checkKernels(checker);
     }},
    {"planned",
     [](ContractChecker &checker) {
       checkProgramFunctions(checker);
       checkTrainingFunctions(checker);
       checkKernels(checker);
       checkPlaces(checker);
     }},
};

ContractChecker::ContractChecker(ModuleOp module, StringRef stage) : module(module), stage(stage) {
  functions = llvm::to_vector(module.getOps<func::FuncOp>());
  globals = llvm::to_vector(module.getOps<GlobalOp>());
  for (GlobalOp global : globals)
    globalsByName[global.getSymName()] = global;
}

InFlightDiagnostic ContractChecker::violation(Operation *op) {
  found = true;
  InFlightDiagnostic diagnostic = emitError(op->getLoc());
  return std::move(diagnostic << "stage " << stage << ": ");
}

namespace {
struct VerifyStagePass : neap::impl::VerifyStagePassBase<VerifyStagePass> {
  using VerifyStagePassBase::VerifyStagePassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    auto attribute = module->getAttrOfType<StringAttr>(stageAttrName);
    std::string wanted = stage.empty() && attribute ? attribute.getValue().str() : stage.getValue();
    if (wanted == "partitioned") // With one stage of the model the module stays at train-step.
      wanted = "train-step";
    const auto *contract = llvm::find_if(contracts, [&](const StageContract &c) { return c.name == wanted; });
    if (contract == std::end(contracts)) {
      module.emitError() << "no stage to verify: '" << wanted
                         << "', expected forward, canonical, train-step, partitioned, kernels or planned";
      return signalPassFailure();
    }
    ContractChecker checker(module, wanted);
    if (!attribute || attribute.getValue() != wanted)
      checker.violation(module) << "the module's " << stageAttrName << " is "
                                << (attribute ? Attribute(attribute) : UnitAttr::get(&getContext())) << ", expected \""
                                << wanted << "\"";
    contract->check(checker);
    if (checker.foundViolation())
      return signalPassFailure();
    markAllAnalysesPreserved();
  }
};
} // namespace
