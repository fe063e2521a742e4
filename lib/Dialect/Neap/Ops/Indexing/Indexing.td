//===- Indexing.td - Reading and writing at computed positions -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Gathers, scatters and what is made from positions alone. A negative index counts
// from the end. An index out of range, which ONNX leaves undefined, is moved to the
// nearest end when read and compared as it is when written. Every result element is
// computed by one reader in a fixed order, so scatters are deterministic.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_INDEXING_TD
#define NEAP_DIALECT_NEAP_OPS_INDEXING_TD

include "mlir/IR/BuiltinAttributeInterfaces.td"
include "neap/Dialect/Neap/IR/NeapBase.td"

def Neap_IndexTensor : StaticShapeTensorOf<[I32, I64]>;

def Neap_ScatterReductionAttr : I32EnumAttr<"ScatterReduction", "how an update meets what is there", [
    I32EnumAttrCase<"None", 0, "none">, // replaces it; the last update wins
    I32EnumAttrCase<"Add", 1, "add">, I32EnumAttrCase<"Mul", 2, "mul">,
    I32EnumAttrCase<"Max", 3, "max">, I32EnumAttrCase<"Min", 4, "min">
  ]> { let cppNamespace = "::neap"; }

/// Reads `data` at `indices`; the gradient reads the indices.
class Neap_Gather<string mnemonic, dag parameters> : Neap_Op<mnemonic, [InferTypeOpAdaptor,
    DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>]> {
  let arguments = !con((ins Neap_Tensor:$data, Neap_IndexTensor:$indices), parameters);
  let results = (outs Neap_Tensor:$y);
  let assemblyFormat = "$data `,` $indices attr-dict `:` functional-type(operands, results)";
  let hasFolder = 1;
  let extraClassDefinition = [{
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() {
      return {{"default", {::neap::GradientRead::None, ::neap::GradientRead::Full}, {::neap::GradientRead::None}}};
    }
  }];
}

// ddata = dy added up where it was read
def Neap_GatherOp : Neap_Gather<"gather", (ins I64Attr:$axis)> {
  let summary = "Slices of data along an axis, in the order of the indices, whose shape takes the axis' place";
}

// ddy = d read at the indices
def Neap_GatherBackwardOp : Neap_Gather<"gather_backward", (ins I64Attr:$axis, DenseI64ArrayAttr:$shape)> {
  let summary = "Zeros of a shape with slices added up along an axis at the indices";
  let description = [{
    The adjoint of gather: element v of the axis is the sum of the slices of `data` whose index is v, in order. Each result element
    looks through all indices, so that nothing is written twice.
  }];
}

// ddata = dy added up where it was read
def Neap_GatherElementsOp : Neap_Gather<"gather_elements", (ins I64Attr:$axis)> {
  let summary = "Element p is data at p, but at the index along the axis";
}

// ddata = dy added up where it was read
def Neap_GatherNdOp : Neap_Gather<"gather_nd", (ins DefaultValuedAttr<I64Attr, "0">:$batch_dims)> {
  let summary = "Slices of data at index tuples, the last dimension of the indices";
}

/// `data` with `updates` put at `indices`.
class Neap_Scatter<string mnemonic, dag parameters> : Neap_Op<mnemonic, [InferTypeOpAdaptor,
    DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>]> {
  let arguments = !con((ins Neap_Tensor:$data, Neap_IndexTensor:$indices, Neap_Tensor:$updates), parameters);
  let results = (outs Neap_Tensor:$y);
  let assemblyFormat = "$reduction $data `,` $indices `,` $updates attr-dict `:` functional-type(operands, results)";
  let hasFolder = 1;
  let extraClassDefinition = [{
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() { return ::neap::getScatterForms(getReduction()); }
    ::llvm::LogicalResult $cppClass::buildVjp(::mlir::OpBuilder &builder, unsigned form, ::mlir::ValueRange resultGradients,
        ::llvm::ArrayRef<bool> needed, ::llvm::SmallVectorImpl<::mlir::Value> &operandGradients) {
      return ::neap::buildScatterGradient(*this, builder, resultGradients[0], needed, operandGradients);
    }
  }];
}

// none: ddata = dy but for 0 at the indices, dupdates = dy there; add: dy and dy there; mul: dy times the other factors;
// max, min: dy where the operand is the result, in equal parts among equals
def Neap_ScatterElementsOp : Neap_Scatter<"scatter_elements", (ins I64Attr:$axis, Neap_ScatterReductionAttr:$reduction)> {
  let summary = "data with element p of the updates put at p, but at the index along the axis";
}
// as scatter_elements
def Neap_ScatterNdOp : Neap_Scatter<"scatter_nd", (ins DefaultValuedAttr<I64Attr, "0">:$batch_dims, Neap_ScatterReductionAttr:$reduction)> {
  let summary = "data with slices put at index tuples, the last dimension of the indices";
}

def Neap_OneHotOp : Neap_Op<"one_hot", [InferTypeOpAdaptor, NotDifferentiable]> {
  let summary = "values[1] at the index along a new axis, values[0] elsewhere";
  let arguments = (ins Neap_IndexTensor:$indices, Neap_Tensor:$values, I64Attr:$depth, I64Attr:$axis);
  let results = (outs Neap_Tensor:$y);
  let assemblyFormat = "$indices `,` $values `depth` $depth `axis` $axis attr-dict `:` functional-type(operands, results)";
  let hasFolder = 1;
}

def Neap_RangeOp : Neap_Op<"range", [InferTypeOpAdaptor, NotDifferentiable]> {
  let summary = "start, start + delta, start + 2 delta …";
  let arguments = (ins TypedAttrInterface:$start, TypedAttrInterface:$delta, I64Attr:$size);
  let results = (outs Neap_NumberTensor:$y);
  let assemblyFormat = "$start `step` $delta `size` $size attr-dict `:` type($y)";
  let hasFolder = 1;
}

// dx = dy on the same side
def Neap_TriluOp : Neap_Op<"trilu", [SameOperandsAndResultType, DeclareOpInterfaceMethods<IterationSpaceOpInterface>,
    DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>], ["isCheapToRecompute"]> {
  let summary = "x on or above (upper), or on or below, the k-th diagonal of the last two dimensions, else 0";
  let arguments = (ins Neap_Tensor:$x, DefaultValuedAttr<I64Attr, "0">:$k, DefaultValuedAttr<BoolAttr, "true">:$upper);
  let results = (outs Neap_Tensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
  let hasVerifier = 1;
  let hasFolder = 1;
  let extraClassDeclaration = [{
    /// Whether the element in `row` and `column` is kept.
    bool keeps(int64_t row, int64_t column) {
      auto k = static_cast<int64_t>(getK());
      return getUpper() ? column - row >= k : column - row <= k;
    }
  }];
}

#endif // NEAP_DIALECT_NEAP_OPS_INDEXING_TD
