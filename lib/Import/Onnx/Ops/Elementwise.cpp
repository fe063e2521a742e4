//===- Elementwise.cpp - Arithmetic, comparison and logic -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operators on corresponding elements, with ONNX's broadcasting made explicit.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

/// The inputs at their common shape; fails where types or shapes do not fit together.
static FailureOr<SmallVector<Value>> alignedInputs(Node &node, Use use = Use::Operand) {
  SmallVector<Value> values;
  for (unsigned i = 0; i < node.numInputs(); ++i) {
    Type element = node.inputType(i) ? node.inputType(i).getElementType() : Type();
    Type first = node.inputType(0) ? node.inputType(0).getElementType() : Type();
    if (element != first)
      return node.fail(onnxTypeName(first) + " and " + onnxTypeName(element) + " operands, expected one type (" +
                       node.describeInputs() + ")");
    values.push_back(node.input(i, use));
  }
  if (failed(node.broadcastAll(values)))
    return failure();
  return values;
}

static ImportFunction binary(StringRef mnemonic, Use use = Use::Operand) {
  return [mnemonic, use](Node &node) -> LogicalResult {
    FailureOr<SmallVector<Value>> operands = alignedInputs(node, use);
    if (failed(operands))
      return failure();
    return node.done(node.create(mnemonic, *operands));
  };
}

/// Sum, Max, Min: any number of operands, folded from the left.
static FailureOr<Value> foldInputs(Node &node, StringRef mnemonic) {
  FailureOr<SmallVector<Value>> operands = alignedInputs(node);
  if (failed(operands))
    return failure();
  Value result = operands->front();
  for (Value operand : ArrayRef(*operands).drop_front())
    result = node.create(mnemonic, {result, operand});
  return result;
}

static ImportFunction variadic(StringRef mnemonic) {
  return [mnemonic](Node &node) -> LogicalResult {
    FailureOr<Value> result = foldInputs(node, mnemonic);
    return failed(result) ? failure() : node.done(*result);
  };
}

static LogicalResult importMean(Node &node) {
  FailureOr<Value> sum = foldInputs(node, "add");
  if (failed(sum) || !*sum)
    return failure();
  return node.done(node.create("mul", {*sum, node.splat(typeOf(*sum), 1.0 / node.numInputs())}));
}

/// The base keeps its type; an integer power of a fraction is computed in f32, as ONNX Runtime does.
static LogicalResult importPow(Node &node) {
  Value base = node.input(0), exponent = node.input(1);
  if (!base || !exponent)
    return failure();
  Type type = typeOf(base).getElementType(), exponentType = typeOf(exponent).getElementType();
  Type computed = isa<FloatType>(exponentType) && !isa<FloatType>(type) ? exponentType : type;
  SmallVector<Value> operands = {node.cast(base, computed), node.cast(exponent, computed)};
  if (failed(node.broadcastAll(operands)))
    return failure();
  return node.done(node.cast(node.create("pow", operands), type));
}

static LogicalResult importMod(Node &node) {
  FailureOr<SmallVector<Value>> operands = alignedInputs(node);
  if (failed(operands))
    return failure();
  bool fmod = node.getInt("fmod", 0) != 0;
  if (!fmod && isa<FloatType>(typeOf(operands->front()).getElementType()))
    return node.fail("fmod = 0 takes integers, found " + node.describeInputs() + "; expected fmod = 1");
  SmallVector<NamedAttribute> attrs;
  if (fmod)
    attrs.push_back(node.attr("fmod", node.builder().getUnitAttr()));
  return node.done(node.create("mod", *operands, attrs));
}

static LogicalResult importWhere(Node &node) {
  SmallVector<Value> operands = {node.input(0), node.input(1), node.input(2)};
  if (failed(node.broadcastAll(operands)))
    return failure();
  return node.done(node.create("where", operands));
}

/// The slope broadcasts to the operand, never the other way.
static LogicalResult importPRelu(Node &node) {
  Value x = node.input(0), slope = node.input(1);
  if (!x || !slope)
    return failure();
  return node.done(node.create("prelu", {x, node.broadcast(slope, shapeOf(x))}));
}

static LogicalResult importIsInf(Node &node) {
  return node.done(node.create("is_inf", node.input(0),
                               {node.attr("detect_negative", node.getInt("detect_negative", 1) != 0),
                                node.attr("detect_positive", node.getInt("detect_positive", 1) != 0)}));
}

/// One operand, nothing else.
static ImportFunction unary(StringRef mnemonic) {
  return [mnemonic](Node &node) { return node.done(node.create(mnemonic, node.input(0))); };
}

void neap::onnx_import::addElementwiseOps(OpTable &table) {
  table.add("Add", {7, 13, 14}, binary("add"));
  table.add("Sub", {7, 13, 14}, binary("sub"));
  table.add("Mul", {7, 13, 14}, binary("mul"));
  table.add("Div", {7, 13, 14}, binary("div"));
  table.add("Pow", {7, 12, 13, 15}, importPow);
  table.add("Mod", {10, 13}, importMod);
  table.add("PRelu", {9, 16}, importPRelu);
  table.add("Sum", {8, 13}, variadic("add"));
  table.add("Max", {8, 12, 13}, variadic("max"));
  table.add("Min", {8, 12, 13}, variadic("min"));
  table.add("Mean", {8, 13}, importMean);

  table.add("Equal", {7, 11, 13, 19}, binary("equal", Use::Literal), OperatorGradient::None);
  table.add("Less", {9, 13}, binary("less", Use::Literal), OperatorGradient::None);
  table.add("Greater", {9, 13}, binary("greater", Use::Literal), OperatorGradient::None);
  table.add("LessOrEqual", {12, 16}, binary("less_equal", Use::Literal), OperatorGradient::None);
  table.add("GreaterOrEqual", {12, 16}, binary("greater_equal", Use::Literal), OperatorGradient::None);
  table.add("Where", {9, 16}, importWhere);
  table.add("IsNaN", {9, 13, 20}, unary("is_nan"), OperatorGradient::None);
  table.add("IsInf", {10, 20}, importIsInf, OperatorGradient::None);

  for (StringRef op : {"And", "BitwiseAnd"})
    table.add(op, {op == "And" ? 7 : 18}, binary("and"), OperatorGradient::None);
  for (StringRef op : {"Or", "BitwiseOr"})
    table.add(op, {op == "Or" ? 7 : 18}, binary("or"), OperatorGradient::None);
  for (StringRef op : {"Xor", "BitwiseXor"})
    table.add(op, {op == "Xor" ? 7 : 18}, binary("xor"), OperatorGradient::None);
  table.add("Not", {1}, unary("not"), OperatorGradient::None);
  table.add("BitwiseNot", {18}, unary("not"), OperatorGradient::None);

  for (auto [op, mnemonic] : {std::pair("Abs", "abs"),
                              {"Neg", "neg"},
                              {"Exp", "exp"},
                              {"Log", "log"},
                              {"Sqrt", "sqrt"},
                              {"Reciprocal", "reciprocal"}})
    table.add(op, {6, 13}, unary(mnemonic));
  for (auto [op, mnemonic] : {std::pair("Floor", "floor"), {"Ceil", "ceil"}})
    table.add(op, {6, 13}, unary(mnemonic), OperatorGradient::Zero);
  for (auto [op, mnemonic] :
       {std::pair("Sin", "sin"), {"Cos", "cos"}, {"Tan", "tan"}, {"Asin", "asin"}, {"Acos", "acos"}, {"Atan", "atan"}})
    table.add(op, {7, 22}, unary(mnemonic));
  for (auto [op, mnemonic] :
       {std::pair("Sinh", "sinh"), {"Cosh", "cosh"}, {"Asinh", "asinh"}, {"Acosh", "acosh"}, {"Atanh", "atanh"}})
    table.add(op, {9, 22}, unary(mnemonic));
  table.add("Sign", {9, 13}, unary("sign"), OperatorGradient::Zero);
  table.add("Erf", {9, 13}, unary("erf"));
  table.add("Round", {11, 22}, unary("round"), OperatorGradient::Zero);
}
