//===- Loss.td - Losses, per sample -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each loss op returns the sum over each sample (the first axis): [N]. The total of
// a batch, a mean or a sum over samples, is built around it by Differentiate. Sums
// are f32, or f64 for f64 outputs. What a loss is to the compiler (its keys, its
// target) stands in LossKinds.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_LOSS_TD
#define NEAP_DIALECT_NEAP_OPS_LOSS_TD

include "neap/Dialect/Neap/IR/NeapBase.td"

//===----------------------------------------------------------------------===//
// Classification
//===----------------------------------------------------------------------===//

/// A loss with a gradient in its first operand only; the gradient reads what `reads` lists.
class Neap_ClassLoss<string mnemonic, string operandReads, string resultReads>
    : Neap_InferredOp<mnemonic, [DeclareOpInterfaceMethods<DifferentiableOpInterface,
                                   ["getGradientForms", "isDifferentiableOperand"]>]> {
  let extraClassDefinition = [{
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() {
      using Read = ::neap::GradientRead;
      return {{"default", {}] # operandReads # [{}, {}] # resultReads # [{}}};
    }
    bool $cppClass::isDifferentiableOperand(unsigned index) { return index == 0; }
  }];
}

def Neap_SoftmaxCrossEntropyOp
    : Neap_ClassLoss<"softmax_cross_entropy", "Read::Full, Read::Full", "Read::None, Read::None, Read::Full"> {
  let summary = "Softmax and cross-entropy with class indices, in one";
  let description = [{
    Logits [N, C, d…] (C at `class_axis`), target [N, d…] of class indices. Results: the sum of the loss over the
    positions of each sample [N], the number of positions that count [N], and the log-sum-exp over the classes [N, d…], from which the
    gradient is one pass over the logits.
    ```
    loss = (1 - e) (lse - x[t]) + e / C sum_c (lse - x[c])       e = label_smoothing
    ```
    Positions with t = `ignore_index` count nothing. Another t outside 0 … C-1 gives NaN: nothing is read out of bounds.
  }];
  let arguments = (ins Neap_FloatTensor:$logits, Neap_IntTensor:$target, DefaultValuedAttr<I64Attr, "1">:$class_axis,
                       OptionalAttr<I64Attr>:$ignore_index, DefaultValuedAttr<F64Attr, "0.0">:$label_smoothing);
  let results = (outs Neap_FloatTensor:$sum, Neap_FloatTensor:$weight, Neap_FloatTensor:$log_sum_exp);
  let assemblyFormat = "$logits `,` $target attr-dict `:` type($logits) `,` type($target) `->` type(results)";
  let hasVerifier = 1;
}

// dx[n,c,d] = dsum[n] (e^(x - lse) - (1 - e) [c = t] - e / C), 0 at ignored positions
def Neap_SoftmaxCrossEntropyBackwardOp
    : Neap_Op<"softmax_cross_entropy_backward", [AllTypesMatch<["logits", "gradient"]>, NotDifferentiable,
                                                 DeclareOpInterfaceMethods<IterationSpaceOpInterface>]> {
  let summary = "Gradient of neap.softmax_cross_entropy, given its log-sum-exp";
  let arguments = (ins Neap_FloatTensor:$sum_gradient, Neap_FloatTensor:$logits, Neap_IntTensor:$target,
                       Neap_FloatTensor:$log_sum_exp, DefaultValuedAttr<I64Attr, "1">:$class_axis,
                       OptionalAttr<I64Attr>:$ignore_index, DefaultValuedAttr<F64Attr, "0.0">:$label_smoothing);
  let results = (outs Neap_FloatTensor:$gradient);
  let assemblyFormat = [{ $sum_gradient `,` $logits `,` $target `,` $log_sum_exp attr-dict `:` type($sum_gradient) `,` type($logits)
                          `,` type($target) `,` type($log_sum_exp) }];
  let hasVerifier = 1;
}

def Neap_SoftTargetCrossEntropyOp
    : Neap_ClassLoss<"soft_target_cross_entropy", "Read::Full, Read::Full", "Read::None, Read::Full, Read::Full"> {
  let summary = "Softmax and cross-entropy with class probabilities, in one";
  let description = [{
    Logits and target [N, C, d…]. Results: the sum of the loss over the positions of each sample [N], the log-sum-exp over the
    classes and the sum of the target over the classes [N, d…].
    ```
    t' = (1 - e) t + e / C;  loss = sum_c t'[c] (lse - x[c])     e = label_smoothing
    ```
  }];
  let arguments = (ins Neap_FloatTensor:$logits, Neap_FloatTensor:$target, DefaultValuedAttr<I64Attr, "1">:$class_axis,
                       DefaultValuedAttr<F64Attr, "0.0">:$label_smoothing);
  let results = (outs Neap_FloatTensor:$sum, Neap_FloatTensor:$log_sum_exp, Neap_FloatTensor:$target_sum);
  let assemblyFormat = "$logits `,` $target attr-dict `:` type($logits) `,` type($target) `->` type(results)";
  let hasVerifier = 1;
}

// dx[n,c,d] = dsum[n] (e^(x - lse) sum_c t'[c] - t'[c])
def Neap_SoftTargetCrossEntropyBackwardOp
    : Neap_Op<"soft_target_cross_entropy_backward", [AllTypesMatch<["logits", "target", "gradient"]>,
        AllTypesMatch<["log_sum_exp", "target_sum"]>, NotDifferentiable, DeclareOpInterfaceMethods<IterationSpaceOpInterface>]> {
  let summary = "Gradient of neap.soft_target_cross_entropy, given its log-sum-exp and target sum";
  let arguments = (ins Neap_FloatTensor:$sum_gradient, Neap_FloatTensor:$logits, Neap_FloatTensor:$target,
                       Neap_FloatTensor:$log_sum_exp, Neap_FloatTensor:$target_sum, DefaultValuedAttr<I64Attr, "1">:$class_axis,
                       DefaultValuedAttr<F64Attr, "0.0">:$label_smoothing);
  let results = (outs Neap_FloatTensor:$gradient);
  let assemblyFormat = [{ $sum_gradient `,` $logits `,` $target `,` $log_sum_exp `,` $target_sum attr-dict `:` type($sum_gradient)
                          `,` type($logits) `,` type($log_sum_exp) }];
  let hasVerifier = 1;
}

def Neap_NllOp : Neap_ClassLoss<"nll", "Read::None, Read::Full", "Read::None, Read::None"> {
  let summary = "Negative log-likelihood of log-probabilities with class indices";
  let description = [{
    As neap.softmax_cross_entropy without the softmax: loss = -x[t]. Results: sum [N] and number of positions that count [N].
  }];
  let arguments = (ins Neap_FloatTensor:$log_probabilities, Neap_IntTensor:$target, DefaultValuedAttr<I64Attr, "1">:$class_axis,
                       OptionalAttr<I64Attr>:$ignore_index);
  let results = (outs Neap_FloatTensor:$sum, Neap_FloatTensor:$weight);
  let assemblyFormat = "$log_probabilities `,` $target attr-dict `:` type($log_probabilities) `,` type($target) `->` type(results)";
}

// dx[n,c,d] = -dsum[n] [c = t], 0 at ignored positions
def Neap_NllBackwardOp : Neap_Op<"nll_backward", [NotDifferentiable, DeclareOpInterfaceMethods<IterationSpaceOpInterface>]> {
  let summary = "Gradient of neap.nll";
  let arguments = (ins Neap_FloatTensor:$sum_gradient, Neap_IntTensor:$target, DefaultValuedAttr<I64Attr, "1">:$class_axis,
                       OptionalAttr<I64Attr>:$ignore_index);
  let results = (outs Neap_FloatTensor:$gradient);
  let assemblyFormat = "$sum_gradient `,` $target attr-dict `:` type($sum_gradient) `,` type($target) `->` type($gradient)";
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Regression: one term per element
//===----------------------------------------------------------------------===//

/// Output and target of one shape; the sum over each sample.
class Neap_ElementLoss<string mnemonic, string backward, dag attributes = (ins)>
    : Neap_InferredOp<mnemonic, [AllTypesMatch<["output", "target"]>, DeclareOpInterfaceMethods<IterationSpaceOpInterface>,
        DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms", "isDifferentiableOperand"]>]> {
  let arguments = !con((ins Neap_FloatTensor:$output, Neap_FloatTensor:$target), attributes);
  let results = (outs Neap_FloatTensor:$sum);
  let assemblyFormat = "$output `,` $target attr-dict `:` type($output) `->` type($sum)";
  let extraClassDefinition = [{
    ::llvm::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, ::std::optional<::mlir::Location> location,
        ::mlir::ValueRange operands, ::mlir::DictionaryAttr, ::mlir::OpaqueProperties, ::mlir::RegionRange,
        ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::neap::inferElementLoss(location, operands[0], operands[1], types);
    }
    ::llvm::SmallVector<int64_t> $cppClass::getLoopRanges() { return ::neap::elementLossRanges(getOutput()); }
    ::llvm::SmallVector<::mlir::utils::IteratorType> $cppClass::getLoopIterators() {
      return ::neap::elementLossIterators(getOutput(), /*reduce=*/true);
    }
    ::llvm::SmallVector<::mlir::AffineMap> $cppClass::getLoopIndexingMaps() {
      ::mlir::AffineMap element = ::neap::elementMap(getOutput()), sample = ::neap::sampleMap(getOutput());
      return {element, element, sample};
    }
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() {
      using Read = ::neap::GradientRead;
      return {{"default", {Read::Full, Read::Full}, {Read::None}}};
    }
    bool $cppClass::isDifferentiableOperand(unsigned index) { return index == 0; }
    ::llvm::LogicalResult $cppClass::buildVjp(::mlir::OpBuilder &builder, unsigned, ::mlir::ValueRange resultGradients,
        ::llvm::ArrayRef<bool>, ::llvm::SmallVectorImpl<::mlir::Value> &operandGradients) {
      if (!resultGradients[0])
        return ::mlir::success(); // The weight does not depend on the output.
      ::llvm::SmallVector<::mlir::Value> operands = {resultGradients[0], getOutput(), getTarget()};
      operandGradients[0] = }] # backward # [{::create(builder, getLoc(), ::mlir::TypeRange{getOutput().getType()},
          operands, (*this)->getAttrDictionary().getValue()).getGradient();
      return ::mlir::success();
    }
  }];
}

/// d loss / d output, times the gradient of the sample's sum.
class Neap_ElementLossBackward<string mnemonic, dag attributes = (ins)>
    : Neap_Op<mnemonic, [AllTypesMatch<["output", "target", "gradient"]>, NotDifferentiable,
                         DeclareOpInterfaceMethods<IterationSpaceOpInterface>]> {
  let arguments = !con((ins Neap_FloatTensor:$sum_gradient, Neap_FloatTensor:$output, Neap_FloatTensor:$target), attributes);
  let results = (outs Neap_FloatTensor:$gradient);
  let assemblyFormat = "$sum_gradient `,` $output `,` $target attr-dict `:` type($sum_gradient) `,` type($output)";
  let hasVerifier = 1;
  let extraClassDefinition = [{
    ::llvm::LogicalResult $cppClass::verify() { return ::neap::verifySampleSum(*this, getSumGradient(), getOutput()); }
    ::llvm::SmallVector<int64_t> $cppClass::getLoopRanges() { return ::neap::elementLossRanges(getOutput()); }
    ::llvm::SmallVector<::mlir::utils::IteratorType> $cppClass::getLoopIterators() {
      return ::neap::elementLossIterators(getOutput(), /*reduce=*/false);
    }
    ::llvm::SmallVector<::mlir::AffineMap> $cppClass::getLoopIndexingMaps() {
      ::mlir::AffineMap element = ::neap::elementMap(getOutput()), sample = ::neap::sampleMap(getOutput());
      return {sample, element, element, element};
    }
  }];
}

// loss = (x - t)^2: dx = 2 (x - t)
def Neap_MseOp : Neap_ElementLoss<"mse", "MseBackwardOp"> { let summary = "Squared error, per sample"; }
def Neap_MseBackwardOp : Neap_ElementLossBackward<"mse_backward"> { let summary = "Gradient of neap.mse"; }

// loss = |x - t|: dx = sign(x - t), with sign(0) = 0
def Neap_L1Op : Neap_ElementLoss<"l1", "L1BackwardOp"> { let summary = "Absolute error, per sample"; }
def Neap_L1BackwardOp : Neap_ElementLossBackward<"l1_backward"> { let summary = "Gradient of neap.l1"; }

// loss = z^2 / 2 where |z| < delta, else delta (|z| - delta / 2), z = x - t: dx = z clamped to -delta … delta
def Neap_HuberOp : Neap_ElementLoss<"huber", "HuberBackwardOp", (ins DefaultValuedAttr<F64Attr, "1.0">:$delta)> {
  let summary = "Huber loss, per sample";
}
def Neap_HuberBackwardOp : Neap_ElementLossBackward<"huber_backward", (ins DefaultValuedAttr<F64Attr, "1.0">:$delta)> {
  let summary = "Gradient of neap.huber";
}

// loss = max(x, 0) - x t + log(1 + e^-|x|): dx = sigmoid(x) - t
def Neap_BceWithLogitsOp : Neap_ElementLoss<"bce_with_logits", "BceWithLogitsBackwardOp"> {
  let summary = "Sigmoid and binary cross-entropy in one, per sample";
}
def Neap_BceWithLogitsBackwardOp : Neap_ElementLossBackward<"bce_with_logits_backward"> {
  let summary = "Gradient of neap.bce_with_logits";
}

#endif // NEAP_DIALECT_NEAP_OPS_LOSS_TD
