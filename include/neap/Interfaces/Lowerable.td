//===- Lowerable.td - Lowering and library calls -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How an op becomes code: loops through linalg, or one library call. Both are
// external models, so that the dialect knows neither linalg nor a library.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_INTERFACES_LOWERABLE_TD
#define NEAP_INTERFACES_LOWERABLE_TD

include "mlir/IR/OpBase.td"

def LowerableOpInterface : OpInterface<"LowerableOpInterface"> {
  let cppNamespace = "::neap";
  let description = [{
    The op as `linalg.generic` on tensors: the only description of its arithmetic.

    Implement `buildScalarBody` for an op with `IterationSpaceOpInterface`: the
    default `lowerToLinalg` wraps it into one generic (a reduction's body receives
    the accumulator as last argument; `buildNeutralElement` gives its start).
    Implement `lowerToLinalg` for everything else. Only `linalg.generic`, `linalg.index`, `linalg.yield`,
    `tensor.empty`, `tensor.extract` (inside a body, of operands or of results computed
    before) and arith, math, complex-free scalar ops may be built: the loop emitter
    knows these and no other. Bodies are free of side effects; indices given to
    `tensor.extract` are always in bounds, so a guarded read clamps and selects.
  }];
  let methods = [
    InterfaceMethod<"One value per result. `operands` replace the op's own.",
      "::mlir::FailureOr<::llvm::SmallVector<::mlir::Value>>", "lowerToLinalg",
      (ins "::mlir::OpBuilder &":$builder, "::mlir::ValueRange":$operands), "",
      [{ return ::neap::lowerIterationSpaceToLinalg($_op, builder, operands); }]>,
    InterfaceMethod<"Scalar body of the op's loop nest: one value per result.",
      "::llvm::SmallVector<::mlir::Value>", "buildScalarBody",
      (ins "::mlir::OpBuilder &":$builder, "::mlir::Location":$loc, "::mlir::ValueRange":$arguments), "",
      [{ return {}; }]>,
    InterfaceMethod<"Where the accumulator of result `index` starts; null when the op does not reduce.",
      "::mlir::TypedAttr", "getNeutralElement", (ins "unsigned":$index), "", [{ return {}; }]>
  ];
}

def LibraryKernelInterface : OpInterface<"LibraryKernelInterface"> {
  let cppNamespace = "::neap";
  let description = [{
    The library call of a target that does this op. Attached per target as an
    external model; an op without it, or that answers nothing, gets generated code.
  }];
  let methods = [
    InterfaceMethod<[{
      The call for `threads` threads, or nothing when the library does not do this case
      (an element type, a padding) or generated code is better.
    }], "::std::optional<::neap::LibraryCall>", "getLibraryCall", (ins "unsigned":$threads)>
  ];
}

#endif // NEAP_INTERFACES_LOWERABLE_TD
