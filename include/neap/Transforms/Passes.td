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

def PlanMemoryPass : Pass<"neap-plan-memory", "::mlir::ModuleOp"> {
  let summary = "Gives every value a place in one arena";
  let description = [{
    Stage kernels to planned. Globals get fixed offsets; the values of each program function are placed by their lives over the
    launch list. A result bound to a global is computed in the global's place: its kernel is ordered behind the other readers
    of the old value, and where that cannot be (or an operand is not read in place) a copy at the end is added.

    ```mlir
    %y = neap.kernel "relu" (%a = %x) … in_place [0, 0]             // before
    %y = neap.kernel "relu" (%a = %x) … in_place [0, 0] places [0]  // after: over %x, which dies here
    ```
  }];
  let options = [
    Option<"budget", "budget", "int64_t", /*default=*/"0", "Bytes that the arena may have; 0: any. More is an error that states the smallest arena">,
    Option<"workUnits", "work-units", "int64_t", /*default=*/"20000000", "Effort of the placement search">
  ];
}

#endif // NEAP_TRANSFORMS_PASSES_TD
