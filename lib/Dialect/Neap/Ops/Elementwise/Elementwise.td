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
// Where ONNX says nothing about a kink, PyTorch's choice is taken.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_TD
#define NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_TD

include "neap/Dialect/Neap/IR/NeapBase.td"

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

def Neap_BitTensor : StaticShapeTensorOf<[I1, I8, I32, I64]>;

/// One loop nest over the result, every operand read at the same index.
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

/// One form of the gradient of y = f(x): what it reads of x and of y, and an expression for dx. It is offered where
/// `condition` holds; only the last form of an op may have one.
class Form<string formName, string readX, string readY, string expression, string offered = "true"> {
  string condition = offered;
  string vjp = expression;
  string entry = "{\"" # formName # "\", {::neap::GradientRead::" # readX # "}, {::neap::GradientRead::" # readY # "}}";
}
class FromInput<string expression> : Form<"from input", "Full", "None", expression>;
class FromOutput<string expression, string offered = "true"> : Form<"from output", "None", "Full", expression, offered>;
class FromNothing<string expression> : Form<"linear", "None", "None", expression>;

/// y = f(x), differentiable in the given forms, the preferred one first.
class Neap_Unary<string mnemonic, list<Form> forms, TypeConstraint type = Neap_FloatTensor, list<Trait> traits = []>
    : Neap_Elementwise<mnemonic, !listconcat([SameOperandsAndResultType,
        DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>], traits)> {
  let arguments = (ins type:$x);
  let results = (outs type:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
  let extraDefinitions = [{
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() {
      ::llvm::SmallVector<::neap::GradientForm> forms;
  }] # !interleave(!foreach(form, forms, "if (" # form.condition # ") forms.push_back(" # form.entry # ");"), "\n") # [{
      return forms;
    }
    ::llvm::LogicalResult $cppClass::buildVjp(::mlir::OpBuilder &builder, unsigned form, ::mlir::ValueRange resultGradients,
        ::llvm::ArrayRef<bool> needed, ::llvm::SmallVectorImpl<::mlir::Value> &operandGradients) {
      [[maybe_unused]] ::neap::GradientBuilder g(builder, getLoc());
      [[maybe_unused]] ::mlir::Value x = getX(), y = getY(), dy = resultGradients[0];
      switch (form) {
  }] # !interleave(!foreach(i, !range(!size(forms)),
         "case " # !cast<string>(i) # ": operandGradients[0] = " # forms[i].vjp # "; break;"), "\n") # [{
      default: return emitOpError("has no gradient form ") << form;
      }
      return ::mlir::success();
    }
  }];
}

/// y = f(x) without gradient in the operand (zero almost everywhere, as ONNX and PyTorch have it).
class Neap_UnaryFlat<string mnemonic, TypeConstraint type = Neap_FloatTensor>
    : Neap_Unary<mnemonic, [Form<"zero", "None", "None", "::mlir::Value()">], type>;

/// The gradient of one operand of y = f(a, b): what it reads of a, b and y, and its expression.
class Part<string readA, string readB, string readY, string expression> {
  string vjp = expression;
  string row = "{{::neap::GradientRead::" # readA # ", ::neap::GradientRead::" # readB # "}, {::neap::GradientRead::" # readY # "}}";
}
/// One form of the gradient of y = f(a, b): its parts for a and for b.
class BinaryForm<string formName, Part partA, Part partB> {
  string entry = "::neap::GradientForm::fromRows(\"" # formName # "\", {" # partA.row # ", " # partB.row # "})";
  string vjp = "if (needed[0]) operandGradients[0] = " # partA.vjp # ";\nif (needed[1]) operandGradients[1] = " # partB.vjp # ";";
}

/// y = f(a, b), differentiable in the given forms.
class Neap_Binary<string mnemonic, list<BinaryForm> forms, list<Trait> traits = []>
    : Neap_Elementwise<mnemonic, !listconcat([SameOperandsAndResultType,
        DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>], traits)> {
  let arguments = (ins Neap_NumberTensor:$a, Neap_NumberTensor:$b);
  let results = (outs Neap_NumberTensor:$y);
  let assemblyFormat = "$a `,` $b attr-dict `:` type($a)";
  let hasFolder = 1;
  let extraDefinitions = [{
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() {
      return }] # "{" # !interleave(!foreach(form, forms, form.entry), ", ") # "};" # [{
    }
    ::llvm::LogicalResult $cppClass::buildVjp(::mlir::OpBuilder &builder, unsigned form, ::mlir::ValueRange resultGradients,
        ::llvm::ArrayRef<bool> needed, ::llvm::SmallVectorImpl<::mlir::Value> &operandGradients) {
      ::neap::GradientBuilder g(builder, getLoc());
      [[maybe_unused]] ::mlir::Value a = getA(), b = getB(), y = getY(), dy = resultGradients[0];
      switch (form) {
  }] # !interleave(!foreach(i, !range(!size(forms)),
         "case " # !cast<string>(i) # ": " # forms[i].vjp # "\nbreak;"), "\n") # [{
      default: return emitOpError("has no gradient form ") << form;
      }
      return ::mlir::success();
    }
  }];
}

/// i1 result from one number.
class Neap_Test<string mnemonic> : Neap_Elementwise<mnemonic, [SameOperandsAndResultShape, NotDifferentiable, InferTypeOpAdaptor]> {
  let arguments = (ins Neap_FloatTensor:$x);
  let results = (outs Neap_BoolTensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x) `->` type($y)";
  let hasFolder = 1;
  let extraDefinitions = [{
    ::llvm::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location> location,
        Adaptor adaptor, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::neap::inferBoolean(location, adaptor.getOperands(), types);
    }
  }];
}

/// i1 result from two numbers.
class Neap_Compare<string mnemonic, list<Trait> traits = [], TypeConstraint type = Neap_NumberTensor>
    : Neap_Elementwise<mnemonic, !listconcat([SameTypeOperands, SameOperandsAndResultShape, NotDifferentiable, InferTypeOpAdaptor], traits)> {
  let arguments = (ins type:$a, type:$b);
  let results = (outs Neap_BoolTensor:$y);
  let assemblyFormat = "$a `,` $b attr-dict `:` type($a) `->` type($y)";
  let hasFolder = 1;
  let extraDefinitions = [{
    ::llvm::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, std::optional<::mlir::Location> location,
        Adaptor adaptor, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      return ::neap::inferBoolean(location, adaptor.getOperands(), types);
    }
  }];
}

/// Bit by bit; on i1 the logical operation.
class Neap_Bitwise<string mnemonic> : Neap_Elementwise<mnemonic, [SameOperandsAndResultType, Commutative, NotDifferentiable]> {
  let arguments = (ins Neap_BitTensor:$a, Neap_BitTensor:$b);
  let results = (outs Neap_BitTensor:$y);
  let assemblyFormat = "$a `,` $b attr-dict `:` type($a)";
  let hasFolder = 1;
}

//===----------------------------------------------------------------------===//
// Arithmetic on two operands
//===----------------------------------------------------------------------===//

// y = a + b: da = dy, db = dy
def Neap_AddOp : Neap_Binary<"add", [BinaryForm<"linear", Part<"None", "None", "None", "dy">, Part<"None", "None", "None", "dy">>], [Commutative]> {
  let summary = "Sum";
}
// y = a - b: da = dy, db = -dy
def Neap_SubOp : Neap_Binary<"sub", [BinaryForm<"linear", Part<"None", "None", "None", "dy">, Part<"None", "None", "None", "g.neg(dy)">>]> {
  let summary = "Difference";
}
// y = a b: da = dy b, db = dy a
def Neap_MulOp : Neap_Binary<"mul", [BinaryForm<"from input", Part<"None", "Full", "None", "g.mul(dy, b)">, Part<"Full", "None", "None", "g.mul(dy, a)">>], [Commutative]> {
  let summary = "Product";
}
// y = a / b: da = dy / b, db = -dy (a / b) / b = -dy y / b
def Neap_DivOp : Neap_Binary<"div", [
    BinaryForm<"from input", Part<"None", "Full", "None", "g.div(dy, b)">, Part<"Full", "Full", "None", "g.neg(g.div(g.mul(dy, g.div(a, b)), b))">>,
    BinaryForm<"from output", Part<"None", "Full", "None", "g.div(dy, b)">, Part<"None", "Full", "Full", "g.neg(g.div(g.mul(dy, y), b))">>]> {
  let summary = "Quotient; integers round toward zero, and a quotient by zero is zero";
}
// y = a^b: da = dy b a^(b-1), 0 where b = 0; db = dy y log(a), 0 where a = 0 and b >= 0
def Neap_PowOp : Neap_Binary<"pow", [
    BinaryForm<"from input", Part<"Full", "Full", "None", "g.powGradientBase(dy, a, b)">, Part<"Full", "Full", "None", "g.powGradientExponent(dy, a, b, g.pow(a, b))">>,
    BinaryForm<"from output", Part<"Full", "Full", "None", "g.powGradientBase(dy, a, b)">, Part<"Full", "Full", "Full", "g.powGradientExponent(dy, a, b, y)">>]> {
  let summary = "Power";
  let hasCanonicalizer = 1;
}
// y = max(a, b): the gradient goes to the larger, half to each of equals
def Neap_MaxOp : Neap_Binary<"max", [BinaryForm<"from input",
    Part<"Predicate", "Predicate", "None", "g.shareOf(dy, g.greaterEqual(a, b), g.greaterEqual(b, a))">,
    Part<"Predicate", "Predicate", "None", "g.shareOf(dy, g.greaterEqual(b, a), g.greaterEqual(a, b))">>], [Commutative]> {
  let summary = "Larger of two; NaN where either is NaN";
}
// y = min(a, b): the gradient goes to the smaller, half to each of equals
def Neap_MinOp : Neap_Binary<"min", [BinaryForm<"from input",
    Part<"Predicate", "Predicate", "None", "g.shareOf(dy, g.greaterEqual(b, a), g.greaterEqual(a, b))">,
    Part<"Predicate", "Predicate", "None", "g.shareOf(dy, g.greaterEqual(a, b), g.greaterEqual(b, a))">>], [Commutative]> {
  let summary = "Smaller of two; NaN where either is NaN";
}
// y = a - b q with q = a / b rounded (toward zero with fmod, else down): da = dy, db = -dy q
def Neap_ModOp : Neap_Binary<"mod", [BinaryForm<"from input", Part<"None", "None", "None", "dy">,
    Part<"Full", "Full", "None", "g.neg(g.mul(dy, g.roundedQuotient(a, b, getFmod())))">>]> {
  let summary = "Remainder with the divisor's sign, or with the dividend's (fmod); zero where the integer divisor is zero";
  let arguments = (ins Neap_NumberTensor:$a, Neap_NumberTensor:$b, UnitAttr:$fmod);
}
// y = x where x > 0, else s x: dx = dy where x > 0, else dy s; ds = 0 where x > 0, else dy x
def Neap_PreluOp : Neap_Binary<"prelu", [BinaryForm<"from input",
    Part<"Predicate", "Full", "None", "g.where(g.greater(a, 0.0), dy, g.mul(dy, b))">,
    Part<"Full", "None", "None", "g.where(g.greater(a, 0.0), g.zeros(dy), g.mul(dy, a))">>]> {
  let summary = "Rectified linear unit with a slope per element";
}

//===----------------------------------------------------------------------===//
// Arithmetic on one operand
//===----------------------------------------------------------------------===//

// y = -x: dx = -dy
def Neap_NegOp : Neap_Unary<"neg", [FromNothing<"g.neg(dy)">], Neap_NumberTensor> { let summary = "Negation"; let hasFolder = 1; }
// y = |x|: dx = dy sign(x)
def Neap_AbsOp : Neap_Unary<"abs", [Form<"from sign", "Predicate", "None", "g.bySign(x, dy)">], Neap_NumberTensor> {
  let summary = "Absolute value";
  let hasFolder = 1;
}
def Neap_SignOp : Neap_UnaryFlat<"sign", Neap_NumberTensor> { let summary = "-1, 0 or 1"; let hasFolder = 1; }
def Neap_FloorOp : Neap_UnaryFlat<"floor"> { let summary = "Largest integer not above"; let hasFolder = 1; }
def Neap_CeilOp : Neap_UnaryFlat<"ceil"> { let summary = "Smallest integer not below"; let hasFolder = 1; }
def Neap_RoundOp : Neap_UnaryFlat<"round"> { let summary = "Nearest integer, halves to even"; let hasFolder = 1; }
// y = 1 / x: dx = -dy y^2 = -dy / x^2
def Neap_ReciprocalOp : Neap_Unary<"reciprocal", [FromOutput<"g.neg(g.mul(dy, g.mul(y, y)))">, FromInput<"g.neg(g.div(dy, g.mul(x, x)))">]> {
  let summary = "Reciprocal";
  let hasFolder = 1;
}
// y = sqrt(x): dx = dy / (2 y)
def Neap_SqrtOp : Neap_Unary<"sqrt", [FromOutput<"g.div(g.mul(dy, 0.5), y)">, FromInput<"g.div(g.mul(dy, 0.5), g.sqrt(x))">]> {
  let summary = "Square root";
  let hasFolder = 1;
}
// y = e^x: dx = dy y
def Neap_ExpOp : Neap_Unary<"exp", [FromOutput<"g.mul(dy, y)">, FromInput<"g.mul(dy, g.exp(x))">]> { let summary = "Exponential"; let hasFolder = 1; }
// y = log x: dx = dy / x
def Neap_LogOp : Neap_Unary<"log", [FromInput<"g.div(dy, x)">]> { let summary = "Natural logarithm"; let hasFolder = 1; }
// y = erf x: dx = dy 2 / sqrt(pi) e^(-x^2)
def Neap_ErfOp : Neap_Unary<"erf", [FromInput<"g.mul(g.mul(dy, 1.1283791670955126), g.exp(g.neg(g.mul(x, x))))">]> { let summary = "Error function"; }

//===----------------------------------------------------------------------===//
// Trigonometry
//===----------------------------------------------------------------------===//

// y = sin x: dx = dy cos x
def Neap_SinOp : Neap_Unary<"sin", [FromInput<"g.mul(dy, g.cos(x))">]> { let summary = "Sine"; }
// y = cos x: dx = -dy sin x
def Neap_CosOp : Neap_Unary<"cos", [FromInput<"g.neg(g.mul(dy, g.sin(x)))">]> { let summary = "Cosine"; }
// y = tan x: dx = dy (1 + y^2)
def Neap_TanOp : Neap_Unary<"tan", [FromOutput<"g.mul(dy, g.add(g.mul(y, y), 1.0))">]> { let summary = "Tangent"; }
// y = asin x: dx = dy / sqrt(1 - x^2)
def Neap_AsinOp : Neap_Unary<"asin", [FromInput<"g.div(dy, g.sqrt(g.rsub(1.0, g.mul(x, x))))">]> { let summary = "Inverse sine"; }
// y = acos x: dx = -dy / sqrt(1 - x^2)
def Neap_AcosOp : Neap_Unary<"acos", [FromInput<"g.neg(g.div(dy, g.sqrt(g.rsub(1.0, g.mul(x, x)))))">]> { let summary = "Inverse cosine"; }
// y = atan x: dx = dy / (1 + x^2)
def Neap_AtanOp : Neap_Unary<"atan", [FromInput<"g.div(dy, g.add(g.mul(x, x), 1.0))">]> { let summary = "Inverse tangent"; }
// y = sinh x: dx = dy cosh x
def Neap_SinhOp : Neap_Unary<"sinh", [FromInput<"g.mul(dy, g.cosh(x))">]> { let summary = "Hyperbolic sine"; }
// y = cosh x: dx = dy sinh x
def Neap_CoshOp : Neap_Unary<"cosh", [FromInput<"g.mul(dy, g.sinh(x))">]> { let summary = "Hyperbolic cosine"; }
// y = tanh x: dx = dy (1 - y^2)
def Neap_TanhOp : Neap_Unary<"tanh", [FromOutput<"g.tanhGradient(dy, y)">, FromInput<"g.tanhGradient(dy, g.tanh(x))">]> { let summary = "Hyperbolic tangent"; }
// y = asinh x: dx = dy / sqrt(x^2 + 1)
def Neap_AsinhOp : Neap_Unary<"asinh", [FromInput<"g.div(dy, g.sqrt(g.add(g.mul(x, x), 1.0)))">]> { let summary = "Inverse hyperbolic sine"; }
// y = acosh x: dx = dy / sqrt(x^2 - 1)
def Neap_AcoshOp : Neap_Unary<"acosh", [FromInput<"g.div(dy, g.sqrt(g.add(g.mul(x, x), -1.0)))">]> { let summary = "Inverse hyperbolic cosine"; }
// y = atanh x: dx = dy / (1 - x^2)
def Neap_AtanhOp : Neap_Unary<"atanh", [FromInput<"g.div(dy, g.rsub(1.0, g.mul(x, x)))">]> { let summary = "Inverse hyperbolic tangent"; }

//===----------------------------------------------------------------------===//
// Comparison, logic and choice
//===----------------------------------------------------------------------===//

def Neap_EqualOp : Neap_Compare<"equal", [Commutative], Neap_Tensor> { let summary = "a = b; false for NaN"; }
def Neap_NotEqualOp : Neap_Compare<"not_equal", [Commutative], Neap_Tensor> { let summary = "a differs from b; true for NaN"; }
def Neap_LessOp : Neap_Compare<"less"> { let summary = "a < b"; }
def Neap_LessEqualOp : Neap_Compare<"less_equal"> { let summary = "a <= b"; }
def Neap_GreaterOp : Neap_Compare<"greater"> { let summary = "a > b"; }
def Neap_GreaterEqualOp : Neap_Compare<"greater_equal"> { let summary = "a >= b"; }
def Neap_IsNanOp : Neap_Test<"is_nan"> { let summary = "x is not a number"; }
def Neap_IsInfOp : Neap_Test<"is_inf"> {
  let summary = "x is infinite, of the signs asked for";
  let arguments = (ins Neap_FloatTensor:$x, DefaultValuedAttr<BoolAttr, "true">:$detect_negative, DefaultValuedAttr<BoolAttr, "true">:$detect_positive);
}
def Neap_AndOp : Neap_Bitwise<"and"> { let summary = "a and b"; }
def Neap_OrOp : Neap_Bitwise<"or"> { let summary = "a or b"; }
def Neap_XorOp : Neap_Bitwise<"xor"> { let summary = "either a or b"; }
def Neap_NotOp : Neap_Elementwise<"not", [SameOperandsAndResultType, NotDifferentiable]> {
  let summary = "The complement";
  let arguments = (ins Neap_BitTensor:$x);
  let results = (outs Neap_BitTensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x)";
  let hasFolder = 1;
}

def Neap_WhereOp : Neap_Elementwise<"where", [SameOperandsAndResultShape, AllTypesMatch<["yes", "no", "y"]>,
    DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>]> {
  let summary = "yes where the condition holds, else no";
  let arguments = (ins Neap_BoolTensor:$condition, Neap_Tensor:$yes, Neap_Tensor:$no);
  let results = (outs Neap_Tensor:$y);
  let assemblyFormat = "$condition `,` $yes `,` $no attr-dict `:` type($condition) `,` type($yes)";
  let hasFolder = 1;
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

def Neap_CastOp : Neap_Elementwise<"cast", [SameOperandsAndResultShape, InferTypeOpAdaptor,
    DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms", "isDifferentiableOperand"]>]> {
  let summary = "Conversion to another element type";
  let description = [{
    Floats become integers by rounding toward zero, clamped to the integer's range (NaN becomes its least value); anything
    but zero becomes true.
  }];
  let arguments = (ins Neap_Tensor:$x, TypeAttrOf<Neap_Element>:$to);
  let results = (outs Neap_Tensor:$y);
  let assemblyFormat = "$x attr-dict `:` type($x) `->` type($y)";
  let hasFolder = 1;
  // dx = dy, converted back
  let extraDefinitions = [{
    ::llvm::SmallVector<::neap::GradientForm> $cppClass::getGradientForms() {
      return {{"linear", {::neap::GradientRead::None}, {::neap::GradientRead::None}}};
    }
    ::llvm::LogicalResult $cppClass::buildVjp(::mlir::OpBuilder &builder, unsigned form, ::mlir::ValueRange resultGradients,
        ::llvm::ArrayRef<bool> needed, ::llvm::SmallVectorImpl<::mlir::Value> &operandGradients) {
      operandGradients[0] = ::neap::GradientBuilder(builder, getLoc()).cast(resultGradients[0], getX().getType().getElementType());
      return ::mlir::success();
    }
  }];
}

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

/// An activation with parameters.
class Neap_Activation<string mnemonic, list<Form> forms, dag parameters> : Neap_Unary<mnemonic, forms> {
  let arguments = !con((ins Neap_FloatTensor:$x), parameters);
}

// y = max(x, 0): dx = dy where y > 0
def Neap_ReluOp : Neap_Unary<"relu", [
    Form<"from output", "None", "Predicate", "g.where(g.greater(y, 0.0), dy, g.zeros(dy))">,
    Form<"from input", "Predicate", "None", "g.where(g.greater(x, 0.0), dy, g.zeros(dy))">], Neap_NumberTensor> {
  let summary = "Rectified linear unit";
}
// y = x where x > 0, else alpha x: dx = dy where x > 0 (y > 0 when alpha >= 0), else alpha dy
def Neap_LeakyReluOp : Neap_Activation<"leaky_relu", [
    Form<"from input", "Predicate", "None", "g.where(g.greater(x, 0.0), dy, g.mul(dy, getAlpha().convertToDouble()))">,
    Form<"from output", "None", "Predicate", "g.where(g.greater(y, 0.0), dy, g.mul(dy, getAlpha().convertToDouble()))", "!getAlpha().isNegative()">],
    (ins DefaultValuedAttr<F64Attr, "0.01">:$alpha)> { let summary = "Rectified linear unit with a slope below zero"; }
// y = x where x > alpha, else 0: dx = dy where x > alpha
def Neap_ThresholdedReluOp : Neap_Activation<"thresholded_relu", [
    Form<"from input", "Predicate", "None", "g.where(g.greater(x, getAlpha().convertToDouble()), dy, g.zeros(dy))">],
    (ins DefaultValuedAttr<F64Attr, "1.0">:$alpha)> { let summary = "x above a threshold, else 0"; }
// y = x + bias below -lambd, x - bias above lambd, else 0: dx = dy where |x| > lambd
def Neap_ShrinkOp : Neap_Activation<"shrink", [
    Form<"from input", "Predicate", "None", "g.where(g.greater(g.abs(x), getLambd().convertToDouble()), dy, g.zeros(dy))">],
    (ins DefaultValuedAttr<F64Attr, "0.0">:$bias, DefaultValuedAttr<F64Attr, "0.5">:$lambd)> { let summary = "Shrinkage toward zero"; }
// y = min(max(x, lo), hi): dx = dy where lo < x < hi (lo < y < hi)
def Neap_ClipOp : Neap_Unary<"clip", [
    Form<"from output", "None", "Predicate", "g.whereInside(y, getMin(), getMax(), dy)">,
    Form<"from input", "Predicate", "None", "g.whereInside(x, getMin(), getMax(), dy)">], Neap_NumberTensor> {
  let summary = "x limited to a range; min wins where the range is empty of numbers";
  let arguments = (ins Neap_NumberTensor:$x, OptionalAttr<F64Attr>:$min, OptionalAttr<F64Attr>:$max);
  let hasVerifier = 1;
  let hasFolder = 1;
}
// y = x where x > 0, else alpha (e^x - 1): dx = dy where x > 0, else dy alpha e^x = dy (y + alpha)
def Neap_EluOp : Neap_Activation<"elu", [
    FromInput<"g.where(g.greater(x, 0.0), dy, g.mul(dy, g.mul(g.exp(x), getAlpha().convertToDouble())))">,
    FromOutput<"g.where(g.greater(y, 0.0), dy, g.mul(dy, g.add(y, getAlpha().convertToDouble())))", "!getAlpha().isNegative()">],
    (ins DefaultValuedAttr<F64Attr, "1.0">:$alpha)> { let summary = "Exponential linear unit"; }
// y = gamma (x where x > 0, else alpha (e^x - 1)): dx = dy gamma where x > 0, else dy gamma alpha e^x = dy (y + gamma alpha)
def Neap_SeluOp : Neap_Activation<"selu", [
    FromInput<"g.where(g.greater(x, 0.0), g.mul(dy, getGamma().convertToDouble()), g.mul(dy, g.mul(g.exp(x), (getAlpha() * getGamma()).convertToDouble())))">,
    FromOutput<"g.where(g.greater(y, 0.0), g.mul(dy, getGamma().convertToDouble()), g.mul(dy, g.add(y, (getAlpha() * getGamma()).convertToDouble())))", "!getAlpha().isNegative() && !getGamma().isNegative()">],
    (ins DefaultValuedAttr<F64Attr, "1.67326319217681884765625">:$alpha, DefaultValuedAttr<F64Attr, "1.05070102214813232421875">:$gamma)> {
  let summary = "Scaled exponential linear unit";
}
// y = x where x > 0, else alpha (e^(x / alpha) - 1): dx = dy where x > 0, else dy e^(x / alpha) = dy (y / alpha + 1)
def Neap_CeluOp : Neap_Activation<"celu", [
    FromInput<"g.where(g.greater(x, 0.0), dy, g.mul(dy, g.exp(g.mul(x, 1.0 / getAlpha().convertToDouble()))))">,
    FromOutput<"g.where(g.greater(y, 0.0), dy, g.mul(dy, g.add(g.mul(y, 1.0 / getAlpha().convertToDouble()), 1.0)))", "!getAlpha().isNegative()">],
    (ins DefaultValuedAttr<F64Attr, "1.0">:$alpha)> { let summary = "Continuously differentiable exponential linear unit"; let hasVerifier = 1; }
// y = 1 / (1 + e^-x): dx = dy y (1 - y)
def Neap_SigmoidOp : Neap_Unary<"sigmoid", [FromOutput<"g.sigmoidGradient(dy, y)">, FromInput<"g.sigmoidGradient(dy, g.sigmoid(x))">]> { let summary = "Logistic function"; }
// y = max(0, min(1, alpha x + beta)): dx = alpha dy where 0 < y < 1
def Neap_HardSigmoidOp : Neap_Activation<"hard_sigmoid", [
    Form<"from output", "None", "Predicate", "g.whereInside(y, ::llvm::APFloat(0.0), ::llvm::APFloat(1.0), g.mul(dy, getAlpha().convertToDouble()))">,
    Form<"from input", "Predicate", "None", "g.whereInside(g.add(g.mul(x, getAlpha().convertToDouble()), getBeta().convertToDouble()), ::llvm::APFloat(0.0), ::llvm::APFloat(1.0), g.mul(dy, getAlpha().convertToDouble()))">],
    (ins DefaultValuedAttr<F64Attr, "0.2">:$alpha, DefaultValuedAttr<F64Attr, "0.5">:$beta)> { let summary = "Logistic function in three straight lines"; }
// y = x max(0, min(1, x / 6 + 1/2)): dx = dy (0 below -3, 1 above 3, else x / 3 + 1/2)
def Neap_HardSwishOp : Neap_Unary<"hard_swish", [FromInput<"g.hardSwishGradient(dy, x)">]> { let summary = "x times its hard sigmoid"; }
// y = log(1 + e^x): dx = dy sigmoid(x) = dy (1 - e^-y)
def Neap_SoftplusOp : Neap_Unary<"softplus", [FromInput<"g.mul(dy, g.sigmoid(x))">, FromOutput<"g.mul(dy, g.rsub(1.0, g.exp(g.neg(y))))">]> { let summary = "Smooth rectified linear unit"; }
// y = x / (1 + |x|): dx = dy / (1 + |x|)^2 = dy (1 - |y|)^2
def Neap_SoftsignOp : Neap_Unary<"softsign", [FromOutput<"g.mul(dy, g.square(g.rsub(1.0, g.abs(y))))">, FromInput<"g.div(dy, g.square(g.add(g.abs(x), 1.0)))">]> { let summary = "x / (1 + |x|)"; }
// y = x sigmoid(x): dx = dy s (1 + x (1 - s)), s = sigmoid(x)
def Neap_SiluOp : Neap_Unary<"silu", [FromInput<"g.siluGradient(dy, x)">]> { let summary = "x times its logistic function"; }
// y = x w, w = tanh(softplus(x)): dx = dy (w + x sigmoid(x) (1 - w^2))
def Neap_MishOp : Neap_Unary<"mish", [FromInput<"g.mishGradient(dy, x)">]> { let summary = "x tanh(softplus(x))"; }
// y = x P(x), P the normal distribution: dx = dy (P(x) + x P'(x)); with tanh, P(x) = (1 + tanh(u(x))) / 2
def Neap_GeluOp : Neap_Activation<"gelu", [
    FromInput<"getApproximate() == \"tanh\" ? g.geluTanhGradient(dy, x) : g.geluGradient(dy, x)">],
    (ins DefaultValuedStrAttr<StrAttr, "none">:$approximate)> {
  let summary = "Gaussian error linear unit; approximate is none or tanh";
  let hasVerifier = 1;
}

#endif // NEAP_DIALECT_NEAP_OPS_ELEMENTWISE_TD
