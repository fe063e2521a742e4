//===- Convolution.td - Convolutions and their adjoints -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The convolution y = x * w is linear in x and in w. Its three trilinear forms
// (from x and w, from dy and w, from x and dy) are closed under differentiation:
// the gradient of each is built from the other two. A transposed convolution
// (ONNX ConvTranspose) is convolution_backward_data itself.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_CONVOLUTION_TD
#define NEAP_DIALECT_NEAP_OPS_CONVOLUTION_TD

include "neap/Dialect/Neap/IR/NeapBase.td"

/// Sizes are per spatial dimension, 1 to 3 of them; a dilation of 1 is a dense window. Negative pads crop.
class Neap_Conv<string mnemonic> : Neap_Op<mnemonic, [InferTypeOpAdaptor,
    DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>], ["getFlops"]> {
  dag window = (ins DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$dilations, DenseI64ArrayAttr:$pads_low,
                    DenseI64ArrayAttr:$pads_high, I64Attr:$group);
}

// dx = convolution_backward_data(dy, w), dw = convolution_backward_weights(x, dy)
def Neap_ConvolutionOp : Neap_Conv<"convolution"> {
  let summary = "Convolution (correlation) of x [N, C, in…] with w [O, C / group, k…] to [N, O, out…]";
  let description = [{
    ```mlir
    %y = neap.convolution %x, %w strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1] group 1
       : (tensor<8x3x32x32xf32>, tensor<16x3x3x3xf32>) -> tensor<8x16x16x16xf32>
    ```
    A bias is a broadcast and an addition of its own, which fusion joins.
  }];
  let arguments = !con((ins Neap_FloatTensor:$x, Neap_FloatTensor:$w), window);
  let results = (outs Neap_FloatTensor:$y);
  let hasCanonicalizer = 1;
  let assemblyFormat = [{ $x `,` $w `strides` $strides `dilations` $dilations `pads` $pads_low `to` $pads_high `group` $group
                          attr-dict `:` functional-type(operands, results) }];
}

// ddy = convolution(g, w), dw = convolution_backward_weights(g, dy)
def Neap_ConvolutionBackwardDataOp : Neap_Conv<"convolution_backward_data"> {
  let summary = "Adjoint of a convolution in x: from dy [N, O, out…] and w [O, C / group, k…] to [N, C, size…]";
  let description = [{
    `size` are the spatial sizes of the result. This is ConvTranspose with w as ONNX lays it out ([C, M / group, k…]
    there): pads and output padding enter through `size` and the pads.
  }];
  let arguments = !con((ins Neap_FloatTensor:$dy, Neap_FloatTensor:$w, DenseI64ArrayAttr:$size), window);
  let results = (outs Neap_FloatTensor:$dx);
  let assemblyFormat = [{ $dy `,` $w `size` $size `strides` $strides `dilations` $dilations `pads` $pads_low `to` $pads_high
                          `group` $group attr-dict `:` functional-type(operands, results) }];
}

// dx = convolution_backward_data(dy, g), ddy = convolution(x, g)
def Neap_ConvolutionBackwardWeightsOp : Neap_Conv<"convolution_backward_weights"> {
  let summary = "Adjoint of a convolution in w: from x [N, C, in…] and dy [N, O, out…] to [O, C / group, kernel…]";
  let description = [{ `kernel` are the spatial sizes of the result. }];
  let arguments = !con((ins Neap_FloatTensor:$x, Neap_FloatTensor:$dy, DenseI64ArrayAttr:$kernel), window);
  let results = (outs Neap_FloatTensor:$dw);
  let assemblyFormat = [{ $x `,` $dy `kernel` $kernel `strides` $strides `dilations` $dilations `pads` $pads_low `to` $pads_high
                          `group` $group attr-dict `:` functional-type(operands, results) }];
}

#endif // NEAP_DIALECT_NEAP_OPS_CONVOLUTION_TD
