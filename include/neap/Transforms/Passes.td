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

def DropUnusedPass : Pass<"neap-drop-unused", "::mlir::ModuleOp"> {
  let summary = "Removes globals that no function reads or writes, and the arguments for them";
  let description = [{ The last pass of Simplify: a module at stage forward is canonical behind it. }];
  let statistics = [Statistic<"numDropped", "num-dropped", "Number of globals removed">];
}

def DifferentiatePass : Pass<"neap-differentiate", "::mlir::ModuleOp"> {
  let summary = "Makes a training step and an evaluation function of a forward function";
  let description = [{
    Stage canonical to train-step. Losses on the outputs, gradients in reverse mode, and each optimizer update right behind the op that
    completes its gradient. Options are spelled as on the command line of `neap compile`.

    ```mlir
    func.func @forward(%x, %w) -> (output)                              // before
    func.func @step(%x, %w, %target, %learning_rate) -> (loss, %w)      // after
    func.func @evaluate(%x, %w, %target) -> (output, loss_sum, loss_weight)
    ```
  }];
  let options = [
    Option<"loss", "loss", "std::string", /*default=*/"", "KIND[,key=value…]; several are separated by ';' and summed">,
    Option<"optimizer", "optimizer", "std::string", /*default=*/"\"sgd,lr=0.01\"", "KIND[,key=value…]">,
    Option<"lrSchedule", "lr-schedule", "std::string", /*default=*/"\"constant\"", "KIND[,key=value…]">,
    Option<"clipGradNorm", "clip-grad-norm", "double", /*default=*/"0", "Limit of the global 2-norm of the gradients; 0: none">,
    Option<"accumulate", "accumulate", "int64_t", /*default=*/"1", "Batches per update">,
    Option<"keepGradients", "keep-gradients", "bool", /*default=*/"false", "Return the gradients, before clipping">,
    Option<"noDecay", "no-decay", "std::string", /*default=*/"", "Globs over parameters without weight decay, separated by ';'">
  ];
}

def FormKernelsPass : Pass<"neap-form-kernels", "::mlir::ModuleOp"> {
  let summary = "Groups ops into kernels: generated loops, or one library call each";
  let description = [{
    Stage train-step to kernels. What the target's library does is one call; composites are decomposed; the rest is fused along
    def-use edges as long as a kernel is one loop over rows that threads can share.

    ```mlir
    %a = neap.exp %x …           // before
    %y = neap.mul %a, %x …
    %y = neap.kernel "exp" (%0 = %x) : … #neap.generated in_place [0, 0] { %a = neap.exp %0 … neap.mul %a, %0 … }  // after
    ```
  }];
  let options = [Option<"threads", "threads", "unsigned", /*default=*/"1", "Threads that rows and library calls are meant for">];
  let statistics = [Statistic<"numKernels", "num-kernels", "Number of kernels formed">];
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
