//===- Pooling.td - Pooling and resampling -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Windows over the spatial dimensions of x [N, C, in…]. A gradient reads no
// values: max_pool leaves the position of the maximum in its window, a small
// integer; sums and averages need only shapes. Global pooling is a reduction.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_POOLING_TD
#define NEAP_DIALECT_NEAP_OPS_POOLING_TD

include "neap/Dialect/Neap/IR/NeapBase.td"

/// Sizes are per spatial dimension. With `ceil_mode` a last window may reach beyond the padded
/// input, but never starts beyond it.
class Neap_Pool<string mnemonic, list<Trait> traits, list<string> cost = ["getFlops"]>
    : Neap_Op<mnemonic, !listconcat([InferTypeOpAdaptor], traits), cost> {
  dag window = (ins DenseI64ArrayAttr:$kernel, DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$dilations,
                    DenseI64ArrayAttr:$pads_low, DenseI64ArrayAttr:$pads_high, UnitAttr:$ceil_mode);
}
def Neap_WindowDifferentiable : DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>;

//===----------------------------------------------------------------------===//
// Maximum
//===----------------------------------------------------------------------===//

// dx = max_pool_backward(dy, index)
def Neap_MaxPoolOp : Neap_Pool<"max_pool", [Neap_WindowDifferentiable]> {
  let summary = "Maximum of each window, and where it is";
  let description = [{
    `index` is the row-major position in the window of the first maximum: i8, or i32 for windows of more than 127
    positions. NaN wins. A window that holds only padding gives -inf and index -1.
  }];
  let arguments = !con((ins Neap_FloatTensor:$x), window);
  let results = (outs Neap_FloatTensor:$y, Neap_IntTensor:$index);
  let assemblyFormat = [{ $x `kernel` $kernel `strides` $strides `dilations` $dilations `pads` $pads_low `to` $pads_high
                          (`ceil` $ceil_mode^)? attr-dict `:` functional-type(operands, results) }];
  let hasFolder = 1;
}

def Neap_MaxPoolBackwardOp : Neap_Pool<"max_pool_backward", [NotDifferentiable]> {
  let summary = "Gradient of max_pool: each dy goes to the element its index names";
  let description = [{ `size` are the spatial sizes of the result. }];
  let arguments = !con((ins Neap_FloatTensor:$dy, Neap_IntTensor:$index, DenseI64ArrayAttr:$size), window);
  let results = (outs Neap_FloatTensor:$dx);
  let assemblyFormat = [{ $dy `,` $index `size` $size `kernel` $kernel `strides` $strides `dilations` $dilations
                          `pads` $pads_low `to` $pads_high (`ceil` $ceil_mode^)? attr-dict `:` functional-type(operands, results) }];
  let hasFolder = 1;
}

//===----------------------------------------------------------------------===//
// Sums and averages: linear, each the adjoint of its backward op
//===----------------------------------------------------------------------===//

def Neap_WindowDivisorAttr : I32EnumAttr<"WindowDivisor", "what a window's sum is divided by", [
    I32EnumAttrCase<"One", 0, "one">,        // nothing: a sum
    I32EnumAttrCase<"Inside", 1, "inside">,  // positions inside the input
    I32EnumAttrCase<"Padded", 2, "padded">   // positions inside the padded input (ONNX count_include_pad)
  ]> { let cppNamespace = "::neap"; }

// dx = average_pool_backward(dy)
def Neap_AveragePoolOp : Neap_Pool<"average_pool", [Neap_WindowDifferentiable]> {
  let summary = "Sum or average of each window";
  let description = [{
    `divisor` says what the sum is divided by: `inside` counts the positions inside the input, `padded` those inside the
    padded input (what `ceil` adds beyond the padding is never counted), `one` leaves the sum.
  }];
  let arguments = !con((ins Neap_FloatTensor:$x), window, (ins Neap_WindowDivisorAttr:$divisor));
  let results = (outs Neap_FloatTensor:$y);
  let assemblyFormat = [{ $x `kernel` $kernel `strides` $strides `dilations` $dilations `pads` $pads_low `to` $pads_high
                          (`ceil` $ceil_mode^)? `by` $divisor attr-dict `:` functional-type(operands, results) }];
  let hasFolder = 1;
}

// ddy = average_pool(g)
def Neap_AveragePoolBackwardOp : Neap_Pool<"average_pool_backward", [Neap_WindowDifferentiable]> {
  let summary = "Adjoint of average_pool: spreads each dy over its window";
  let description = [{ `size` are the spatial sizes of the result. }];
  let arguments = !con((ins Neap_FloatTensor:$dy, DenseI64ArrayAttr:$size), window, (ins Neap_WindowDivisorAttr:$divisor));
  let results = (outs Neap_FloatTensor:$dx);
  let assemblyFormat = [{ $dy `size` $size `kernel` $kernel `strides` $strides `dilations` $dilations `pads` $pads_low `to` $pads_high
                          (`ceil` $ceil_mode^)? `by` $divisor attr-dict `:` functional-type(operands, results) }];
  let hasFolder = 1;
}

// y = (Σ |x|^p)^(1/p): dx = sign(x) |x|^(p-1) average_pool_backward(dy y^(1-p)), 0 where y = 0
def Neap_LpPoolOp : Neap_Pool<"lp_pool", [Neap_WindowDifferentiable, DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "p-norm of each window";
  let arguments = !con((ins Neap_FloatTensor:$x), window, (ins I64Attr:$p));
  let results = (outs Neap_FloatTensor:$y);
  let assemblyFormat = [{ $x `kernel` $kernel `strides` $strides `dilations` $dilations `pads` $pads_low `to` $pads_high
                          (`ceil` $ceil_mode^)? `p` $p attr-dict `:` functional-type(operands, results) }];
}

//===----------------------------------------------------------------------===//
// Resampling
//===----------------------------------------------------------------------===//

// dx = interpolate(dy) with the transposed tables
def Neap_InterpolateOp : Neap_Op<"interpolate", [InferTypeOpAdaptor, Neap_WindowDifferentiable], ["getFlops"]> {
  let summary = "Each element along one axis from a few weighted elements of that axis";
  let description = [{
    y[…, o, …] = Σₜ weights[o, t] · x[…, indices[o, t], …]. The tables are [out, taps] constants. Every kind of
    resizing is this, one axis after the other, and its gradient is this with the tables transposed.
  }];
  let arguments = (ins Neap_FloatTensor:$x, Neap_IntTensor:$indices, Neap_FloatTensor:$weights, I64Attr:$axis);
  let results = (outs Neap_FloatTensor:$y);
  let assemblyFormat = "$x `,` $indices `,` $weights `axis` $axis attr-dict `:` functional-type(operands, results)";
  let extraClassDeclaration = [{
    bool isDifferentiableOperand(unsigned index) { return index == 0; }
  }];
}

def Neap_ResizeModeAttr : I32EnumAttr<"ResizeMode", "kind of interpolation", [
    I32EnumAttrCase<"Nearest", 0, "nearest">, I32EnumAttrCase<"Linear", 1, "linear">, I32EnumAttrCase<"Cubic", 2, "cubic">
  ]> { let cppNamespace = "::neap"; }

/// ONNX `coordinate_transformation_mode`.
def Neap_ResizeCoordinatesAttr : I32EnumAttr<"ResizeCoordinates", "which input coordinate an output element stands for", [
    I32EnumAttrCase<"HalfPixel", 0, "half_pixel">, I32EnumAttrCase<"HalfPixelSymmetric", 1, "half_pixel_symmetric">,
    I32EnumAttrCase<"PytorchHalfPixel", 2, "pytorch_half_pixel">, I32EnumAttrCase<"AlignCorners", 3, "align_corners">,
    I32EnumAttrCase<"Asymmetric", 4, "asymmetric">, I32EnumAttrCase<"TfHalfPixelForNN", 5, "tf_half_pixel_for_nn">,
    I32EnumAttrCase<"TfCropAndResize", 6, "tf_crop_and_resize">
  ]> { let cppNamespace = "::neap"; }

/// ONNX `nearest_mode`.
def Neap_ResizeRoundingAttr : I32EnumAttr<"ResizeRounding", "which neighbour is the nearest", [
    I32EnumAttrCase<"PreferFloor", 0, "round_prefer_floor">, I32EnumAttrCase<"PreferCeil", 1, "round_prefer_ceil">,
    I32EnumAttrCase<"Floor", 2, "floor">, I32EnumAttrCase<"Ceil", 3, "ceil">
  ]> { let cppNamespace = "::neap"; }

// dx: the adjoint interpolations in reverse order
def Neap_ResizeOp : Neap_Op<"resize", [InferTypeOpAdaptor, Neap_WindowDifferentiable,
    DeclareOpInterfaceMethods<DecomposableOpInterface>]> {
  let summary = "Resampling to another size, as ONNX Resize-19 defines it";
  let description = [{
    `size`, `scales` and `roi` (starts, then ends; used by tf_crop_and_resize, else empty) are per dimension of x. Axes of
    scale 1 and equal size (outside tf_crop_and_resize) are left alone.
  }];
  let arguments = (ins Neap_FloatTensor:$x, DenseI64ArrayAttr:$size, DenseF64ArrayAttr:$scales,
      Neap_ResizeModeAttr:$mode,
      DefaultValuedAttr<Neap_ResizeCoordinatesAttr, "ResizeCoordinates::HalfPixel">:$coordinates,
      DefaultValuedAttr<Neap_ResizeRoundingAttr, "ResizeRounding::PreferFloor">:$rounding,
      DefaultValuedAttr<F64Attr, "-0.75">:$cubic_coefficient, UnitAttr:$exclude_outside, UnitAttr:$antialias,
      DefaultValuedAttr<DenseF64ArrayAttr, "{}">:$roi, DefaultValuedAttr<F64Attr, "0.0">:$extrapolation);
  let results = (outs Neap_FloatTensor:$y);
  let assemblyFormat = "$x $mode `size` $size `scales` $scales attr-dict `:` functional-type(operands, results)";
  let hasFolder = 1;
}

#endif // NEAP_DIALECT_NEAP_OPS_POOLING_TD
