//===- Modal.td - Ops that differ between training and evaluation -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Batch normalization and dropout compute one thing while training and another in
// evaluation; composite ops stand for a graph of simpler ones. Both are answered by the op itself,
// so that no pass knows which ops these are.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_INTERFACES_MODAL_TD
#define NEAP_INTERFACES_MODAL_TD

include "mlir/IR/OpBase.td"

def TrainingModeOpInterface : OpInterface<"TrainingModeOpInterface"> {
  let cppNamespace = "::neap";
  let description = [{
    The op is in training form and has an evaluation form. An op without this
    interface computes the same in both.
  }];
  let methods = [
    InterfaceMethod<[{
      Builds the evaluation form: one value per result (null for a result that evaluation
      does not have; such results have no users there).
    }], "::llvm::SmallVector<::mlir::Value>", "buildEvaluationForm", (ins "::mlir::OpBuilder &":$builder)>
  ];
}

def DecomposableOpInterface : OpInterface<"DecomposableOpInterface"> {
  let cppNamespace = "::neap";
  let description = [{
    The op can be written with simpler neap ops that fuse better (batch normalization: statistics, then
    an element-wise application). It is kept whole until gradients are built, because the whole has the
    shorter gradient, and until a library was offered the whole.
  }];
  let methods = [
    InterfaceMethod<"One value per result.",
      "::mlir::FailureOr<::llvm::SmallVector<::mlir::Value>>", "decompose", (ins "::mlir::OpBuilder &":$builder)>
  ];
}

#endif // NEAP_INTERFACES_MODAL_TD
