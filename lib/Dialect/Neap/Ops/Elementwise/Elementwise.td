//===- Elementwise.td - Element-wise arithmetic -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One result element from the operands' elements at the same index. Operands have
// the result's shape: ONNX broadcasting is an explicit neap.broadcast, which
// fusion removes. The gradient stands beside each op, with its formula above it;
// `g` is a GradientBuilder, `x` the operand(s), `y` the result, `dy` its gradient.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_TD
#define NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_TD

include "neap/Dialect/Neap/IR/NeapBase.td"

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

/// Result type: the operands', which all agree.
class Neap_Elementwise<string mnemonic, list<Trait> traits = []>
    : Neap_Op<mnemonic, !listconcat([DeclareOpInterfaceMethods<IterationSpaceOpInterface>], traits),
              ["isCheapToRecompute"]> {
  code iterationSpace = [{
    ::llvm::SmallVector<int64_t> $cppClass::getLoopRanges() { return ::neap::elementwiseRanges(*this); }
    ::llvm::SmallVector<::mlir::utils::IteratorType> $cppClass::getLoopIterators() { return ::neap::elementwiseIterators(*this); }
    ::llvm::SmallVector<::mlir::AffineMap> $cppClass::getLoopIndexingMaps() { return ::neap::elementwiseMaps(*this); }
    bool $cppClass::isCheapToRecompute() { return true; }
  }];
  code extraDefinitions = "";
  let extraClassDefinition = iterationSpace # extraDefinitions;
}

/// What the gradient reads of operand and result, e.g. Reads<"Full", "None">.
class Reads<string operandRead, string resultRead> { string operand = operandRead; string result = resultRead; }

/// y = f(x), differentiable. `vjp` is an expression for dx.
class Neap_Unary<string mnemonic, string vjp, Reads reads, list<Trait> traits = []>
    : Neap_Elementwise<mnemonic, !listconcat([SameOperandsAndResultType,
        DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>], traits)> {
  let arguments = (ins Neap_FloatTensor:$x);
  let results = (outs Neap_FloatTensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
  let extraDefinitions = [{
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() {
      return {{"default", {::neap::GradientRead::}] # reads.operand # [{}, {::neap::GradientRead::}] # reads.result # [{}}};
    }
    ::llvm::LogicalResult $cppClass::buildVjp(::mlir::OpBuilder &builder, unsigned form, ::mlir::ValueRange resultGradients,
        ::llvm::ArrayRef<bool> needed, ::llvm::SmallVectorImpl<::mlir::Value> &operandGradients) {
      ::neap::GradientBuilder g(builder, getLoc());
      [[maybe_unused]] ::mlir::Value x = getX(), y = getY(), dy = resultGradients[0];
      operandGradients[0] = }] # vjp # [{;
      return ::mlir::success();
    }
  }];
}

/// y = f(x) without gradient in the operand (zero almost everywhere, as ONNX and PyTorch have it).
class Neap_UnaryFlat<string mnemonic, list<Trait> traits = []>
    : Neap_Unary<mnemonic, "::mlir::Value()", Reads<"None", "None">, traits>;

/// y = f(a, b), differentiable: expressions for da and db, and what they read of (a, b) and y.
class Neap_Binary<string mnemonic, string vjpA, string vjpB, Reads reads, list<Trait> traits = []>
    : Neap_Elementwise<mnemonic, !listconcat([SameOperandsAndResultType,
        DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>], traits)> {
  let arguments = (ins Neap_NumberTensor:$a, Neap_NumberTensor:$b);
  let results = (outs Neap_NumberTensor:$y);
  let assemblyFormat = "$a `,` $b attr-dict `:` type($a)";
  let extraDefinitions = [{
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() {
      return {{"default", {::neap::GradientRead::}] # reads.operand # [{, ::neap::GradientRead::}] # reads.operand # [{}, {::neap::GradientRead::}] # reads.result # [{}}};
    }
    ::llvm::LogicalResult $cppClass::buildVjp(::mlir::OpBuilder &builder, unsigned form, ::mlir::ValueRange resultGradients,
        ::llvm::ArrayRef<bool> needed, ::llvm::SmallVectorImpl<::mlir::Value> &operandGradients) {
      ::neap::GradientBuilder g(builder, getLoc());
      [[maybe_unused]] ::mlir::Value a = getA(), b = getB(), y = getY(), dy = resultGradients[0];
      if (needed[0])
        operandGradients[0] = }] # vjpA # [{;
      if (needed[1])
        operandGradients[1] = }] # vjpB # [{;
      return ::mlir::success();
    }
  }];
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

// y = a + b: da = dy, db = dy
def Neap_AddOp : Neap_Binary<"add", "dy", "dy", Reads<"None", "None">, [Commutative]> {
  let summary = "Sum";
  let hasFolder = 1;
}
// y = a - b: da = dy, db = -dy
def Neap_SubOp : Neap_Binary<"sub", "dy", "g.neg(dy)", Reads<"None", "None">> {
  let summary = "Difference";
  let hasFolder = 1;
}
// y = a b: da = dy b, db = dy a
def Neap_MulOp : Neap_Binary<"mul", "g.mul(dy, b)", "g.mul(dy, a)", Reads<"Full", "None">, [Commutative]> {
  let summary = "Product";
  let hasFolder = 1;
}
// y = a / b: da = dy / b, db = -dy y / b
def Neap_DivOp : Neap_Binary<"div", "g.div(dy, b)", "g.neg(g.div(g.mul(dy, g.div(a, b)), b))", Reads<"Full", "None">> {
  let summary = "Quotient; integers round toward zero";
  let hasFolder = 1;
}
// y = -x: dx = -dy
def Neap_NegOp : Neap_Unary<"neg", "g.neg(dy)", Reads<"None", "None">> { let summary = "Negation"; }
// y = e^x: dx = dy y
def Neap_ExpOp : Neap_Unary<"exp", "g.mul(dy, y)", Reads<"None", "Full">> { let summary = "Exponential"; }

//===----------------------------------------------------------------------===//
// Comparison and choice
//===----------------------------------------------------------------------===//

/// i1 result from two numbers.
class Neap_Compare<string mnemonic> : Neap_Elementwise<mnemonic, [SameTypeOperands, SameOperandsAndResultShape, NotDifferentiable]> {
  let arguments = (ins Neap_NumberTensor:$a, Neap_NumberTensor:$b);
  let results = (outs Neap_BoolTensor:$y);
  let assemblyFormat = "$a `,` $b attr-dict `:` type($a) `->` type($y)";
}
def Neap_GreaterOp : Neap_Compare<"greater"> { let summary = "a > b"; }

def Neap_WhereOp : Neap_Elementwise<"where", [SameOperandsAndResultShape, AllTypesMatch<["yes", "no", "y"]>,
    DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>]> {
  let summary = "yes where the condition holds, else no";
  let arguments = (ins Neap_BoolTensor:$condition, Neap_Tensor:$yes, Neap_Tensor:$no);
  let results = (outs Neap_Tensor:$y);
  let assemblyFormat = "$condition `,` $yes `,` $no attr-dict `:` type($condition) `,` type($yes)";
  // dyes = dy where c, else 0; dno = 0 where c, else dy
  let extraDefinitions = [{
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() {
      using enum_ = ::neap::GradientRead;
      return {{"default", {enum_::Predicate, enum_::None, enum_::None}, {enum_::None}}};
    }
    ::llvm::LogicalResult $cppClass::buildVjp(::mlir::OpBuilder &builder, unsigned form, ::mlir::ValueRange resultGradients,
        ::llvm::ArrayRef<bool> needed, ::llvm::SmallVectorImpl<::mlir::Value> &operandGradients) {
      ::neap::GradientBuilder g(builder, getLoc());
      ::mlir::Value dy = resultGradients[0], zero = g.zeros(dy);
      if (needed[1])
        operandGradients[1] = g.where(getCondition(), dy, zero);
      if (needed[2])
        operandGradients[2] = g.where(getCondition(), zero, dy);
      return ::mlir::success();
    }
  }];
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

// y = max(x, 0): dx = dy where y > 0
def Neap_ReluOp : Neap_Unary<"relu", "g.where(g.greater(y, 0.0), dy, g.zeros(dy))", Reads<"None", "Predicate">> {
  let summary = "Rectified linear unit";
}

#endif // NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_TD
