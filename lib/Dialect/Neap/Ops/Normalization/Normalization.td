//===- Normalization.td - Normalization and softmax -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Statistics over some axes and an element-wise application. The ops are kept
// whole until gradients are built, since the whole reads less: x and one or two
// small statistics, or the output. Then all of them decompose into reductions and
// element-wise ops, which is their only lowering. Statistics of bf16 and f16 are
// f32; a variance is the mean of squared deviations (two passes, stable).
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_NORMALIZATION_TD
#define NEAP_DIALECT_NEAP_OPS_NORMALIZATION_TD

include "neap/Dialect/Neap/IR/NeapBase.td"

class Neap_NormDifferentiable<list<string> overridden = ["getGradientForms"]>
    : DeclareOpInterfaceMethods<DifferentiableOpInterface, overridden>;

class Neap_Composite<string mnemonic, list<Trait> traits>
    : Neap_Op<mnemonic, !listconcat([InferTypeOpAdaptor, DeclareOpInterfaceMethods<DecomposableOpInterface>], traits)> {
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
}

//===----------------------------------------------------------------------===//
// Batch normalization: statistics over all axes but 1
//===----------------------------------------------------------------------===//

// dx, dscale, dbias = batch_norm_backward(dy, x, scale, mean, inv_std)
def Neap_BatchNormOp : Neap_Composite<"batch_norm", [Neap_NormDifferentiable<["getGradientForms", "isDifferentiableOperand"]>,
    DeclareOpInterfaceMethods<TrainingModeOpInterface>]> {
  let summary = "Batch normalization, training form";
  let description = [{
    y = (x - mean) · inv_std · scale + bias with the batch's mean and population variance per channel;
    new_running = running · momentum + batch · (1 - momentum), both with the population variance (the ONNX definition).
    The evaluation form is `batch_norm_inference`.
  }];
  let arguments = (ins Neap_FloatTensor:$x, Neap_FloatTensor:$scale, Neap_FloatTensor:$bias, Neap_FloatTensor:$running_mean,
                       Neap_FloatTensor:$running_var, F64Attr:$epsilon, F64Attr:$momentum);
  let results = (outs Neap_FloatTensor:$y, Neap_FloatTensor:$new_running_mean, Neap_FloatTensor:$new_running_var,
                      Neap_FloatTensor:$mean, Neap_FloatTensor:$inv_std);
}

def Neap_BatchNormBackwardOp : Neap_Composite<"batch_norm_backward", [NotDifferentiable]> {
  let summary = "Gradient of batch_norm through its batch statistics";
  let description = [{
    With x̂ = (x - mean) · inv_std: dbias = Σ dy, dscale = Σ dy x̂, dx = scale · inv_std · (dy - dbias / n - x̂ · dscale / n).
  }];
  let arguments = (ins Neap_FloatTensor:$dy, Neap_FloatTensor:$x, Neap_FloatTensor:$scale, Neap_FloatTensor:$mean,
                       Neap_FloatTensor:$inv_std);
  let results = (outs Neap_FloatTensor:$dx, Neap_FloatTensor:$dscale, Neap_FloatTensor:$dbias);
}

// dx = dy · scale · inv_std, dscale = Σ dy (x - mean) · inv_std, dbias = Σ dy, inv_std = 1 / sqrt(var + epsilon)
def Neap_BatchNormInferenceOp : Neap_Composite<"batch_norm_inference",
    [Neap_NormDifferentiable<["getGradientForms", "isDifferentiableOperand"]>]> {
  let summary = "Batch normalization with given statistics: evaluation, or frozen in training";
  let arguments = (ins Neap_FloatTensor:$x, Neap_FloatTensor:$scale, Neap_FloatTensor:$bias, Neap_FloatTensor:$mean,
                       Neap_FloatTensor:$var, F64Attr:$epsilon);
  let results = (outs Neap_FloatTensor:$y);
}

//===----------------------------------------------------------------------===//
// Layer, RMS and group normalization: statistics per sample
//===----------------------------------------------------------------------===//

// dx, dscale, dbias = layer_norm_backward(dy, x, scale, mean, inv_std)
def Neap_LayerNormOp : Neap_Composite<"layer_norm", [Neap_NormDifferentiable<>]> {
  let summary = "Layer normalization over the axes from `axis` on";
  let description = [{
    scale and bias have the shape of x from `axis` on. `mean` and `inv_std` have the shape of x with 1 in the normalized axes.
  }];
  let arguments = (ins Neap_FloatTensor:$x, Neap_FloatTensor:$scale, Optional<Neap_FloatTensor>:$bias, I64Attr:$axis, F64Attr:$epsilon);
  let results = (outs Neap_FloatTensor:$y, Neap_FloatTensor:$mean, Neap_FloatTensor:$inv_std);
}

def Neap_LayerNormBackwardOp : Neap_Composite<"layer_norm_backward", [NotDifferentiable]> {
  let summary = "Gradient of layer_norm";
  let description = [{
    With x̂ = (x - mean) · inv_std, g = dy · scale and means over the normalized axes:
    dx = inv_std · (g - mean(g) - x̂ · mean(g x̂)), dscale = Σ dy x̂, dbias = Σ dy over the other axes.
  }];
  let arguments = (ins Neap_FloatTensor:$dy, Neap_FloatTensor:$x, Neap_FloatTensor:$scale, Neap_FloatTensor:$mean,
                       Neap_FloatTensor:$inv_std, I64Attr:$axis);
  let results = (outs Neap_FloatTensor:$dx, Neap_FloatTensor:$dscale, Neap_FloatTensor:$dbias);
}

// dx, dscale = rms_norm_backward(dy, x, scale, inv_rms)
def Neap_RmsNormOp : Neap_Composite<"rms_norm", [Neap_NormDifferentiable<>]> {
  let summary = "x / sqrt(mean(x²) + epsilon) · scale over the axes from `axis` on";
  let arguments = (ins Neap_FloatTensor:$x, Neap_FloatTensor:$scale, I64Attr:$axis, F64Attr:$epsilon);
  let results = (outs Neap_FloatTensor:$y, Neap_FloatTensor:$inv_rms);
}

def Neap_RmsNormBackwardOp : Neap_Composite<"rms_norm_backward", [NotDifferentiable]> {
  let summary = "Gradient of rms_norm";
  let description = [{
    With x̂ = x · inv_rms and g = dy · scale: dx = inv_rms · (g - x̂ · mean(g x̂)), dscale = Σ dy x̂.
  }];
  let arguments = (ins Neap_FloatTensor:$dy, Neap_FloatTensor:$x, Neap_FloatTensor:$scale, Neap_FloatTensor:$inv_rms, I64Attr:$axis);
  let results = (outs Neap_FloatTensor:$dx, Neap_FloatTensor:$dscale);
}

// dx, dscale, dbias = group_norm_backward(dy, x, scale, mean, inv_std)
def Neap_GroupNormOp : Neap_Composite<"group_norm", [Neap_NormDifferentiable<>]> {
  let summary = "Normalization over groups of channels of x [N, C, …]";
  let description = [{
    scale and bias are [C], `mean` and `inv_std` [N, groups]. Instance normalization is this with one channel per group.
  }];
  let arguments = (ins Neap_FloatTensor:$x, Neap_FloatTensor:$scale, Neap_FloatTensor:$bias, I64Attr:$groups, F64Attr:$epsilon);
  let results = (outs Neap_FloatTensor:$y, Neap_FloatTensor:$mean, Neap_FloatTensor:$inv_std);
}

def Neap_GroupNormBackwardOp : Neap_Composite<"group_norm_backward", [NotDifferentiable]> {
  let summary = "Gradient of group_norm";
  let description = [{ As layer_norm_backward, over each group, with scale and bias per channel. }];
  let arguments = (ins Neap_FloatTensor:$dy, Neap_FloatTensor:$x, Neap_FloatTensor:$scale, Neap_FloatTensor:$mean,
                       Neap_FloatTensor:$inv_std, I64Attr:$groups);
  let results = (outs Neap_FloatTensor:$dx, Neap_FloatTensor:$dscale, Neap_FloatTensor:$dbias);
}

//===----------------------------------------------------------------------===//
// Without parameters
//===----------------------------------------------------------------------===//

/// One float operand, a result of its type.
class Neap_CompositeUnary<string mnemonic, dag attributes>
    : Neap_Composite<mnemonic, [Neap_NormDifferentiable<>]> {
  let arguments = !con((ins Neap_FloatTensor:$x), attributes);
  let results = (outs Neap_FloatTensor:$y);
}

// dx = y (dy - Σ dy y)
def Neap_SoftmaxOp : Neap_CompositeUnary<"softmax", (ins I64Attr:$axis)> {
  let summary = "exp(x) / Σ exp(x) along `axis`, shifted by the maximum";
}
// dx = dy - exp(y) Σ dy
def Neap_LogSoftmaxOp : Neap_CompositeUnary<"log_softmax", (ins I64Attr:$axis)> {
  let summary = "x - log Σ exp(x) along `axis`, shifted by the maximum";
}
// y = x / s^beta, s = bias + alpha/size Σ x² over a window of channels:
// dx = dy s^-beta - 2 alpha beta / size · x · adjoint window sum (dy x s^(-beta-1))
def Neap_LrnOp : Neap_CompositeUnary<"lrn", (ins I64Attr:$size, F64Attr:$alpha, F64Attr:$beta, F64Attr:$bias)> {
  let summary = "Local response normalization across channels (axis 1)";
  let description = [{ The window of channel c is c - ⌊(size - 1) / 2⌋ … c + ⌈(size - 1) / 2⌉. }];
}
// p = 2: dx = (dy - y Σ dy y) / n; p = 1: dx = (dy - sign(x) Σ dy y) / n; 0 where the norm n is 0
def Neap_LpNormalizationOp : Neap_CompositeUnary<"lp_normalization", (ins I64Attr:$axis, I64Attr:$p)> {
  let summary = "x divided by its p-norm along `axis` (p = 1 or 2); zero where the norm is zero";
}

#endif // NEAP_DIALECT_NEAP_OPS_NORMALIZATION_TD
