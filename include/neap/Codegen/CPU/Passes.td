//===- Passes.td - Passes of the CPU backend -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_CODEGEN_CPU_PASSES_TD
#define NEAP_CODEGEN_CPU_PASSES_TD

include "mlir/Pass/PassBase.td"

def LowerKernelsPass : Pass<"neap-lower-kernels", "::mlir::ModuleOp"> {
  let summary = "Turns planned kernels into functions and program functions into launches";
  let description = [{
    Stage planned to loops: each generated kernel becomes `llvm.func @neap_kernel_N(ptr arena, ptr offsets, i64 begin, i64 end)`
    over rows, each program function a `neap.program`. Equal kernels share one function. The scalar arithmetic is
    still arith and math, the loops scf: the conversions of the pipeline `neap-lower-kernels-to-llvm` finish the stage.

    ```mlir
    %y = neap.kernel "relu" (%a = %x) : … #neap.generated places [64] { … }      // before
    neap.launch "relu" generated @neap_kernel_0 offsets [0, 64] extent 8 grain 1 // after
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect", "::mlir::LLVM::LLVMDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
                           "::mlir::tensor::TensorDialect"];
}

def ApproximateMathPass : Pass<"neap-approximate-math", "::mlir::ModuleOp"> {
  let summary = "Replaces single-precision math by polynomials that vectorize";
  let description = [{
    `math.exp`, `log`, `tanh`, `erf` and others on f32 become arithmetic without calls. Narrower types are computed in f32,
    f64 stays with the C library. Accuracy is held by test/Numerics/MathAccuracyTest.cpp.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::math::MathDialect", "::mlir::vector::VectorDialect"];
}

#endif // NEAP_CODEGEN_CPU_PASSES_TD
