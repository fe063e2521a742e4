//===- Contraction.td - Matrix products -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One op does the work: a batched matrix product whose operands may be read
// transposed, so that its gradients are products too and never materialise a
// transpose. Gemm is a product with an epilogue and becomes one by canonicalization.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_CONTRACTION_TD
#define NEAP_DIALECT_NEAP_OPS_CONTRACTION_TD

include "neap/Dialect/Neap/IR/NeapBase.td"

def Neap_MatmulOp : Neap_Op<"matmul", [InferTypeOpAdaptor, DeclareOpInterfaceMethods<IterationSpaceOpInterface>,
    DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>], ["getFlops"]> {
  let summary = "Matrix product over the last two dimensions";
  let description = [{
    ```mlir
    %y = neap.matmul %x, %w transpose_b : (tensor<8x5xf32>, tensor<3x5xf32>) -> tensor<8x3xf32>
    ```
    As `numpy.matmul`: leading dimensions are batch dimensions and broadcast, a vector on the left is a row, on the right
    a column, and that dimension leaves the result. `transpose_a`: memory holds [..., k, m]; `transpose_b`: [..., n, k].
    bf16 and f16 products are summed in f32. Integer products are not supported.

    Gradients (of the 2-d product y = a b): da = dy bᵀ, db = aᵀ dy, summed over broadcast batch dimensions.
  }];
  let arguments = (ins Neap_FloatTensor:$a, Neap_FloatTensor:$b, UnitAttr:$transpose_a, UnitAttr:$transpose_b);
  let results = (outs Neap_FloatTensor:$y);
  let assemblyFormat = [{ $a `,` $b (`transpose_a` $transpose_a^)? (`transpose_b` $transpose_b^)? attr-dict `:`
                          functional-type(operands, results) }];
  let hasCanonicalizer = 1;
}

def Neap_GemmOp : Neap_Op<"gemm", [InferTypeOpAdaptor, DeclareOpInterfaceMethods<DecomposableOpInterface>,
    DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>], ["getFlops"]> {
  let summary = "alpha a b + beta c, as ONNX has it";
  let description = [{
    `trans_a` and `trans_b` as in ONNX; c broadcasts to the result. Canonicalized into a matmul, a
    scaling where alpha is not 1 and an addition, because fusion then places the additions.
  }];
  let arguments = (ins Neap_FloatTensor:$a, Neap_FloatTensor:$b, Optional<Neap_FloatTensor>:$c,
                       DefaultValuedAttr<F64Attr, "1.0">:$alpha, DefaultValuedAttr<F64Attr, "1.0">:$beta,
                       UnitAttr:$trans_a, UnitAttr:$trans_b);
  let results = (outs Neap_FloatTensor:$y);
  let assemblyFormat = [{ $a `,` $b (`,` $c^)? (`alpha` $alpha^)? (`beta` $beta^)? (`trans_a` $trans_a^)?
                          (`trans_b` $trans_b^)? attr-dict `:` functional-type(operands, results) }];
  let hasCanonicalizer = 1;
}

#endif // NEAP_DIALECT_NEAP_OPS_CONTRACTION_TD
