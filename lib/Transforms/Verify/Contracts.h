//===- Contracts.h - The contracts of the stages, piece by piece -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each function checks one part of docs/Stages.md and reports every violation as an
// error of the op it stands on. Whether any was found, VerifyStage counts.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TRANSFORMS_VERIFY_CONTRACTS_H
#define NEAP_TRANSFORMS_VERIFY_CONTRACTS_H

#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace neap {

/// Where the checks of a stage report to.
class ContractChecker {
public:
  ContractChecker(mlir::ModuleOp module, llvm::StringRef stage);

  /// An error at `op` that names the stage.
  mlir::InFlightDiagnostic violation(mlir::Operation *op);
  bool foundViolation() const { return found; }

  mlir::ModuleOp module;
  std::string stage;
  /// In module order.
  llvm::SmallVector<mlir::func::FuncOp> functions;
  llvm::SmallVector<GlobalOp> globals;
  GlobalOp lookupGlobal(llvm::StringRef name) const { return globalsByName.lookup(name); }

private:
  llvm::StringMap<GlobalOp> globalsByName;
  bool found = false;
};

/// Every stage up to planned: bindings, types, one block.
void checkProgramFunctions(ContractChecker &checker);
/// forward and canonical.
void checkForward(ContractChecker &checker);
/// canonical: every global has a reader or writer.
void checkNoUnusedGlobals(ContractChecker &checker);
/// train-step and later: which functions there are, and what they return.
void checkTrainingFunctions(ContractChecker &checker);
/// train-step: ops that still have training form in @evaluate.
void checkEvaluationForms(ContractChecker &checker);
/// kernels and planned: only kernels and views in functions.
void checkKernels(ContractChecker &checker);
/// planned: places, and that no two values that live at once overlap.
void checkPlaces(ContractChecker &checker);

} // namespace neap

#endif // NEAP_TRANSFORMS_VERIFY_CONTRACTS_H
