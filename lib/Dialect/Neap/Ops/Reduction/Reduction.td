//===- Reduction.td - Many elements to one -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums and their like over `axes`, which are sorted and distinct. bf16 and f16 are
// accumulated in f32 and rounded once. Gradients: `x` the operand, `y` the result
// and `dy` its gradient, `g.expand(v, axes, shape)` brings a result back to x's shape.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_REDUCTION_TD
#define NEAP_DIALECT_NEAP_OPS_REDUCTION_TD

include "neap/Dialect/Neap/IR/NeapBase.td"

/// y = the reduction of x; `vjp` is an expression for dx, which reads x and y as said.
class Neap_ReduceBase<string mnemonic, string readX, string readY, string vjp, TypeConstraint type, list<Trait> traits>
    : Neap_Op<mnemonic, !listconcat([InferTypeOpAdaptor,
        DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>], traits)> {
  let arguments = (ins type:$x, DenseI64ArrayAttr:$axes, DefaultValuedAttr<BoolAttr, "true">:$keepdims);
  let results = (outs type:$y);
  let assemblyFormat = "$x $axes attr-dict `:` type($x) `->` type($y)";
  let builders = [OpBuilder<(ins "::mlir::Value":$x, "::llvm::ArrayRef<int64_t>":$axes, "bool":$keepdims), [{
    build($_builder, $_state, x, $_builder.getDenseI64ArrayAttr(axes), $_builder.getBoolAttr(keepdims));
  }]>];
  let hasFolder = 1;
  code gradient = [{
    ::llvm::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location> location,
        Adaptor adaptor, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::neap::inferReduction(location, adaptor.getX(), adaptor.getAxes(), adaptor.getKeepdims(), types);
    }
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() {
      return {{"default", {::neap::GradientRead::}] # readX # [{}, {::neap::GradientRead::}] # readY # [{}}};
    }
    ::llvm::LogicalResult $cppClass::buildVjp(::mlir::OpBuilder &builder, unsigned form, ::mlir::ValueRange resultGradients,
        ::llvm::ArrayRef<bool> needed, ::llvm::SmallVectorImpl<::mlir::Value> &operandGradients) {
      ::neap::GradientBuilder g(builder, getLoc());
      [[maybe_unused]] ::mlir::Value x = getX(), y = getY(), dy = resultGradients[0];
      [[maybe_unused]] ::llvm::ArrayRef<int64_t> shape = getX().getType().getShape(), axes = getAxes();
      operandGradients[0] = }] # vjp # [{;
      return ::mlir::success();
    }
  }];
  let extraClassDefinition = gradient;
}

/// One loop nest over the operand. A kept dimension is a parallel loop of extent one beside the reduction loop.
class Neap_Reduce<string mnemonic, string readX, string readY, string vjp, TypeConstraint type = Neap_NumberTensor>
    : Neap_ReduceBase<mnemonic, readX, readY, vjp, type, [DeclareOpInterfaceMethods<IterationSpaceOpInterface>]> {
  let extraClassDefinition = gradient # [{
    ::llvm::SmallVector<int64_t> $cppClass::getLoopRanges() { return ::neap::getReductionLoops(getX().getType(), getAxes(), getKeepdims()).ranges; }
    ::llvm::SmallVector<::mlir::utils::IteratorType> $cppClass::getLoopIterators() {
      return ::neap::getReductionLoops(getX().getType(), getAxes(), getKeepdims()).iterators;
    }
    ::llvm::SmallVector<::mlir::AffineMap> $cppClass::getLoopIndexingMaps() {
      ::neap::ReductionLoops loops = ::neap::getReductionLoops(getX().getType(), getAxes(), getKeepdims());
      return {loops.source, loops.result};
    }
  }];
}

// y = sum x: dx = dy
def Neap_ReduceSumOp : Neap_Reduce<"reduce_sum", "None", "None", "g.expand(dy, axes, shape)"> { let summary = "Sum"; }
// y = sum x / n: dx = dy / n
def Neap_ReduceMeanOp : Neap_Reduce<"reduce_mean", "None", "None",
    "g.expand(g.mul(dy, 1.0 / ::neap::countReduced(shape, axes)), axes, shape)", Neap_FloatTensor> {
  let summary = "Arithmetic mean";
}
// y = max x: dx = dy where x = y, in equal parts among equals
def Neap_ReduceMaxOp : Neap_Reduce<"reduce_max", "Full", "Full", "::neap::buildExtremumGradient(g, x, y, dy, axes)"> { let summary = "Largest element; NaN where there is one"; }
// y = min x: dx = dy where x = y, in equal parts among equals
def Neap_ReduceMinOp : Neap_Reduce<"reduce_min", "Full", "Full", "::neap::buildExtremumGradient(g, x, y, dy, axes)"> { let summary = "Smallest element; NaN where there is one"; }
// y = prod x: dx = dy times the product of the other elements
def Neap_ReduceProdOp : Neap_Reduce<"reduce_prod", "Full", "None", "::neap::buildProductGradient(g, x, dy, axes)"> { let summary = "Product"; }
// y = sum |x|: dx = dy sign x
def Neap_ReduceL1Op : Neap_Reduce<"reduce_l1", "Predicate", "None", "g.bySign(x, g.expand(dy, axes, shape))"> { let summary = "Sum of absolute values"; }
// y = sqrt(sum x^2): dx = dy x / y, 0 where y = 0
def Neap_ReduceL2Op : Neap_Reduce<"reduce_l2", "Full", "Full",
    "g.mul(x, g.expand(g.where(g.equal(y, 0.0), g.zeros(y), g.div(dy, y)), axes, shape))", Neap_FloatTensor> {
  let summary = "Euclidean norm";
}
// y = log(sum x): dx = dy / sum x = dy e^-y
def Neap_ReduceLogSumOp : Neap_Reduce<"reduce_log_sum", "None", "Full", "g.expand(g.mul(dy, g.exp(g.neg(y))), axes, shape)", Neap_FloatTensor> {
  let summary = "Logarithm of the sum";
}
// y = sum x^2: dx = 2 dy x
def Neap_ReduceSumSquareOp : Neap_Reduce<"reduce_sum_square", "Full", "None", "g.mul(x, g.expand(g.mul(dy, 2.0), axes, shape))"> { let summary = "Sum of squares"; }
// y = log(sum e^x): dx = dy e^(x - y). Two nests (the maximum comes first), so no iteration space.
def Neap_ReduceLogSumExpOp : Neap_ReduceBase<"reduce_log_sum_exp", "Full", "Full",
    "g.mul(g.expand(dy, axes, shape), g.exp(g.sub(x, g.expand(y, axes, shape))))", Neap_FloatTensor, []> {
  let summary = "Logarithm of the sum of exponentials";
}

class Neap_ArgExtremum<string mnemonic> : Neap_Op<mnemonic, [InferTypeOpAdaptor, NotDifferentiable]> {
  let arguments = (ins Neap_NumberTensor:$x, I64Attr:$axis, DefaultValuedAttr<BoolAttr, "true">:$keepdims, UnitAttr:$select_last_index);
  let results = (outs StaticShapeTensorOf<[I64]>:$y);
  let assemblyFormat = "$x `axis` $axis attr-dict `:` type($x) `->` type($y)";
  let hasFolder = 1;
  let extraClassDefinition = [{
    ::llvm::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *context, std::optional<::mlir::Location> location,
        Adaptor adaptor, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::neap::inferArgExtremum(location, adaptor.getX(), adaptor.getAxis(), adaptor.getKeepdims(), types);
    }
  }];
}
def Neap_ArgMaxOp : Neap_ArgExtremum<"arg_max"> { let summary = "Index of the first (or last) largest element"; }
def Neap_ArgMinOp : Neap_ArgExtremum<"arg_min"> { let summary = "Index of the first (or last) smallest element"; }

// y_i = sum of x_j for j <= i (j < i: exclusive; from the end: reverse): dx = the same sum of dy from the other side
def Neap_CumsumOp : Neap_Op<"cumsum", [InferTypeOpAdaptor, DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>]> {
  let summary = "Running sum along a dimension";
  let arguments = (ins Neap_NumberTensor:$x, I64Attr:$axis, UnitAttr:$exclusive, UnitAttr:$reverse);
  let results = (outs Neap_NumberTensor:$y);
  let assemblyFormat = "$x `axis` $axis attr-dict `:` type($x)";
  let hasFolder = 1;
}

#endif // NEAP_DIALECT_NEAP_OPS_REDUCTION_TD
