//===- Shape.td - Moving elements without changing them -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Views, broadcasts, transpositions, cuts and joins. Each gradient is the adjoint
// movement and reads nothing.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_SHAPE_TD
#define NEAP_DIALECT_NEAP_OPS_SHAPE_TD

include "neap/Dialect/Neap/IR/NeapBase.td"
include "mlir/Interfaces/ViewLikeInterface.td"

/// The result is made of operand elements; the gradient reads nothing.
class Neap_Movement<string mnemonic, list<Trait> traits = []>
    : Neap_Op<mnemonic, !listconcat([InferTypeOpAdaptor,
        DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>], traits), ["getFlops", "isCheapToRecompute"]> {
  let results = (outs Neap_Tensor:$y);
  let hasFolder = 1;
  code movement = [{
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() {
      return {{"linear", ::llvm::SmallVector<::neap::GradientRead>(getOperation()->getNumOperands(), ::neap::GradientRead::None),
               {::neap::GradientRead::None}}};
    }
    int64_t $cppClass::getFlops() { return 0; }
    bool $cppClass::isCheapToRecompute() { return true; }
  }];
  let extraClassDefinition = movement;
}

/// One loop nest over the result, which reads the operand at an affine function of the loops.
class Neap_AffineMovement<string mnemonic, list<Trait> traits = []>
    : Neap_Movement<mnemonic, !listconcat([DeclareOpInterfaceMethods<IterationSpaceOpInterface>], traits)> {
  let extraClassDeclaration = [{
    /// Result index to operand index.
    ::mlir::AffineMap getSourceMap();
  }];
  let extraClassDefinition = movement # [{
    ::llvm::SmallVector<int64_t> $cppClass::getLoopRanges() { return ::llvm::to_vector(getType().getShape()); }
    ::llvm::SmallVector<::mlir::utils::IteratorType> $cppClass::getLoopIterators() {
      return ::llvm::SmallVector<::mlir::utils::IteratorType>(getType().getRank(), ::mlir::utils::IteratorType::parallel);
    }
    ::llvm::SmallVector<::mlir::AffineMap> $cppClass::getLoopIndexingMaps() {
      return {getSourceMap(), ::mlir::AffineMap::getMultiDimIdentityMap(getType().getRank(), getContext())};
    }
  }];
}

def Neap_ReshapeOp : Neap_Movement<"reshape", [DeclareOpInterfaceMethods<ViewLikeOpInterface>]> {
  let summary = "The same elements in row-major order under another shape";
  let description = [{ A view: it has no code and lies where its operand lies. `shape` has as many elements as the operand. }];
  let arguments = (ins Neap_Tensor:$x, DenseI64ArrayAttr:$shape);
  let assemblyFormat = "$x attr-dict `:` type($x) `->` type($y)";
}

def Neap_BroadcastOp : Neap_AffineMovement<"broadcast"> {
  let summary = "Repetition along dimensions of extent one, and along new leading dimensions";
  let description = [{ Shapes are aligned at the right, as in numpy. The gradient is the sum over the repeated dimensions. }];
  let arguments = (ins Neap_Tensor:$x, DenseI64ArrayAttr:$shape);
  let assemblyFormat = "$x attr-dict `:` type($x) `->` type($y)";
}

def Neap_TransposeOp : Neap_AffineMovement<"transpose"> {
  let summary = "Dimension i of the result is dimension permutation[i] of the operand";
  let arguments = (ins Neap_Tensor:$x, DenseI64ArrayAttr:$permutation);
  let assemblyFormat = "$x $permutation attr-dict `:` type($x) `->` type($y)";
}

def Neap_SliceOp : Neap_AffineMovement<"slice"> {
  let summary = "Element i along a dimension is element start + step i of the operand";
  let description = [{ A step may be negative, not zero; every element read lies inside the operand. The gradient is a slice_scatter. }];
  let arguments = (ins Neap_Tensor:$x, DenseI64ArrayAttr:$starts, DenseI64ArrayAttr:$sizes, DenseI64ArrayAttr:$steps);
  let assemblyFormat = "$x $starts `sizes` $sizes `steps` $steps attr-dict `:` type($x) `->` type($y)";
}

def Neap_SliceScatterOp : Neap_Movement<"slice_scatter"> {
  let summary = "Zeros of a shape, with element i of the operand at start + step i";
  let description = [{ The adjoint of slice. }];
  let arguments = (ins Neap_Tensor:$x, DenseI64ArrayAttr:$shape, DenseI64ArrayAttr:$starts, DenseI64ArrayAttr:$steps);
  let assemblyFormat = "$x $starts `steps` $steps `shape` $shape attr-dict `:` type($x) `->` type($y)";
}

def Neap_ConcatOp : Neap_Movement<"concat"> {
  let summary = "Operands side by side along a dimension";
  let arguments = (ins Variadic<Neap_Tensor>:$inputs, I64Attr:$axis);
  let assemblyFormat = "$inputs `axis` $axis attr-dict `:` functional-type($inputs, $y)";
}

def Neap_PadModeAttr : I32EnumAttr<"PadMode", "what lies around a padded tensor", [
    I32EnumAttrCase<"Constant", 0, "constant">, // a value
    I32EnumAttrCase<"Reflect", 1, "reflect">,   // mirrored at the border element, which is not repeated
    I32EnumAttrCase<"Edge", 2, "edge">,         // the border element
    I32EnumAttrCase<"Wrap", 3, "wrap">          // the other side
  ]> { let cppNamespace = "::neap"; }

def Neap_PadOp : Neap_Movement<"pad"> {
  let summary = "Elements added before and after each dimension; negative counts cut";
  let arguments = (ins Neap_Tensor:$x, DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high, Neap_PadModeAttr:$mode,
                       DefaultValuedAttr<F64Attr, "0.0">:$value);
  let assemblyFormat = "$x $mode `low` $low `high` $high attr-dict `:` type($x) `->` type($y)";
  let extraClassDeclaration = [{
    /// The operand position that position `index` of the result along `dim` takes; nothing where the value lies.
    std::optional<int64_t> getSourcePosition(int64_t dim, int64_t index);
  }];
}

def Neap_TileOp : Neap_Movement<"tile"> {
  let summary = "The operand repeated repeats[i] times along dimension i";
  let arguments = (ins Neap_Tensor:$x, DenseI64ArrayAttr:$repeats);
  let assemblyFormat = "$x $repeats attr-dict `:` type($x) `->` type($y)";
}

#endif // NEAP_DIALECT_NEAP_OPS_SHAPE_TD
