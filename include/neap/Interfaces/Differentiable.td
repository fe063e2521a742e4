//===- Differentiable.td - Gradients of ops -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reverse mode asks an op for its vector-Jacobian product and, before that, what
// that product will read. The second question is what memory planning lives on:
// a value that a gradient reads as a sign need not be kept as floats.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_INTERFACES_DIFFERENTIABLE_TD
#define NEAP_INTERFACES_DIFFERENTIABLE_TD

include "mlir/IR/OpBase.td"

def DifferentiableOpInterface : OpInterface<"DifferentiableOpInterface"> {
  let cppNamespace = "::neap";
  let description = [{
    The op has a gradient. `buildVjp` builds it; `getGradientForms` lists the ways
    it can be built, each with what it reads of every operand and result.

    The first form is the preferred one. An op that says nothing has one form that
    reads all operands and results in full, which is always correct and never
    small. An op without a gradient carries the `NotDifferentiable` trait: silence
    is a defect that a test finds.
  }];
  let methods = [
    InterfaceMethod<"The forms in which the gradient can be built, the preferred one first.",
      "::llvm::SmallVector<::neap::GradientForm>", "getGradientForms", (ins), "",
      [{ return {::neap::GradientForm::readsAll($_op)}; }]>,
    InterfaceMethod<[{
      Builds the gradient in form number `form` at the builder's insertion point.
      `resultGradients[i]` is null where nothing depends on result i. `needed[i]`
      says whether operand i's gradient is wanted; `operandGradients[i]`, sized by
      the caller and null at entry, receives it (it may stay null: zero). Each has the operand's type.
    }], "::llvm::LogicalResult", "buildVjp",
      (ins "::mlir::OpBuilder &":$builder, "unsigned":$form, "::mlir::ValueRange":$resultGradients,
           "::llvm::ArrayRef<bool>":$needed, "::llvm::SmallVectorImpl<::mlir::Value> &":$operandGradients)>,
    InterfaceMethod<[{
      Whether a gradient can flow from some result to operand `index` at all. Integer
      operands, indices, ratios and running statistics are not differentiable.
    }], "bool", "isDifferentiableOperand", (ins "unsigned":$index), "",
      [{ return ::llvm::isa<::mlir::FloatType>(::mlir::getElementTypeOrSelf($_op->getOperand(index).getType())); }]>
  ];
}

/// On ops whose result does not depend smoothly on any operand (ArgMax, comparisons).
def NotDifferentiable : NativeOpTrait<"NotDifferentiable"> { let cppNamespace = "::neap"; }

#endif // NEAP_INTERFACES_DIFFERENTIABLE_TD
