//===- Passes.td - Every pass: summary, options, statistics -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TRANSFORMS_PASSES_TD
#define NEAP_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def VerifyStagePass : Pass<"neap-verify-stage", "::mlir::ModuleOp"> {
  let summary = "Checks that a module fulfils the contract of a pipeline stage";
  let description = [{
    The contracts stand in docs/Stages.md. `stage` empty: the one that the module's `neap.stage` attribute names. Reports
    every violation, then fails.
  }];
  let options = [Option<"stage", "stage", "std::string", /*default=*/"",
    "forward, canonical, train-step, partitioned, kernels or planned">];
}

#endif // NEAP_TRANSFORMS_PASSES_TD
