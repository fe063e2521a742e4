//===- Node.h - One ONNX node while it is imported --------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What an import function sees: attributes with their defaults, inputs as values
// or as the constants they are, and `create`, which builds a neap op, folds it,
// and turns a type error of the dialect into a message with the node's name.
// A null operand gives a null result, so errors need no check at every step.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_IMPORT_ONNX_NODE_H
#define NEAP_LIB_IMPORT_ONNX_NODE_H

#include "Importer.h"

namespace neap {
namespace onnx_import {

class Node {
public:
  Node(Importer &importer, const onnx::NodeProto &proto, Scope &scope, size_t index, int64_t since);

  //===--- The ONNX side ---------------------------------------------------===//
  /// Name in messages and locations.
  const std::string &label() const { return name; }
  /// Operator in messages: `domain::Name` outside ai.onnx.
  const std::string &op() const { return opName; }
  /// The version of the operator.
  int64_t since() const { return sinceVersion; }
  int64_t opset() const { return scope.opset; }
  unsigned numInputs() const;
  unsigned numOutputs() const;
  bool hasInput(unsigned index) const;
  bool wantsOutput(unsigned index) const;
  llvm::StringRef inputName(unsigned index) const;
  llvm::StringRef outputName(unsigned index) const;

  //===--- Attributes ------------------------------------------------------===//
  bool hasAttr(llvm::StringRef name) const;
  int64_t getInt(llvm::StringRef name, int64_t absent) const;
  double getFloat(llvm::StringRef name, double absent) const;
  std::string getString(llvm::StringRef name, llvm::StringRef absent) const;
  /// Empty where absent.
  llvm::SmallVector<int64_t> getInts(llvm::StringRef name) const;
  llvm::SmallVector<double> getFloats(llvm::StringRef name) const;
  const onnx::AttributeProto *getAttr(llvm::StringRef name) const;

  //===--- Inputs ----------------------------------------------------------===//
  const Binding &binding(unsigned index) const;
  /// Null where absent or poisoned.
  mlir::Value input(unsigned index, Use use = Use::Operand);
  /// Without making the input an operand.
  mlir::RankedTensorType inputType(unsigned index) const;
  llvm::ArrayRef<int64_t> inputShape(unsigned index) const { return inputType(index).getShape(); }
  /// The input's values where they are known now; null otherwise, without a message.
  mlir::DenseElementsAttr knownValues(unsigned index, llvm::StringRef why);
  /// The input's values; reports where they are not known. `what` names the input, e.g. "axes".
  std::optional<llvm::SmallVector<int64_t>> ints(unsigned index, llvm::StringRef what);
  std::optional<llvm::SmallVector<double>> floats(unsigned index, llvm::StringRef what);
  /// Attribute `name` where the operator still has it, else input `index`; nothing where neither is given.
  /// Fails, reported, where the input is not constant.
  llvm::FailureOr<std::optional<llvm::SmallVector<int64_t>>> attrOrInput(llvm::StringRef name, unsigned index);

  //===--- Building --------------------------------------------------------===//
  /// Builds `neap.<mnemonic>`, result types inferred, and folds it. Reports and returns null or nothing on failure.
  mlir::Value create(llvm::StringRef mnemonic, mlir::ValueRange operands,
                     llvm::ArrayRef<mlir::NamedAttribute> attrs = {});
  llvm::SmallVector<mlir::Value> createAll(llvm::StringRef mnemonic, mlir::ValueRange operands,
                                           llvm::ArrayRef<mlir::NamedAttribute> attrs = {}, mlir::TypeRange types = {});
  /// For ops whose result type is not inferred.
  mlir::Value createAs(mlir::Type type, llvm::StringRef mnemonic, mlir::ValueRange operands,
                       llvm::ArrayRef<mlir::NamedAttribute> attrs = {});

  mlir::NamedAttribute attr(llvm::StringRef name, mlir::Attribute value);
  mlir::NamedAttribute attr(llvm::StringRef name, llvm::ArrayRef<int64_t> values);
  mlir::NamedAttribute attr(llvm::StringRef name, int64_t value);
  mlir::NamedAttribute attr(llvm::StringRef name, double value);
  mlir::NamedAttribute attr(llvm::StringRef name, bool value);
  mlir::NamedAttribute attr(llvm::StringRef name, llvm::StringRef value);

  mlir::Value constant(mlir::DenseElementsAttr values);
  mlir::Value constantInts(llvm::ArrayRef<int64_t> values);
  mlir::Value splat(mlir::RankedTensorType type, double value);
  mlir::Value reshape(mlir::Value value, llvm::ArrayRef<int64_t> shape);
  mlir::Value broadcast(mlir::Value value, llvm::ArrayRef<int64_t> shape);
  mlir::Value transpose(mlir::Value value, llvm::ArrayRef<int64_t> permutation);
  mlir::Value slice(mlir::Value value, llvm::ArrayRef<int64_t> starts, llvm::ArrayRef<int64_t> sizes,
                    llvm::ArrayRef<int64_t> steps = {});
  mlir::Value cast(mlir::Value value, mlir::Type element);
  /// Brings all to their common shape by ONNX (numpy) rules; reports where there is none. Nulls on failure.
  llvm::LogicalResult broadcastAll(llvm::MutableArrayRef<mlir::Value> values);

  mlir::Location loc() const { return location; }
  mlir::OpBuilder &builder() { return importer.builder; }

  //===--- Outputs and errors ----------------------------------------------===//
  llvm::LogicalResult set(unsigned index, mlir::Value value);
  /// The usual end of an import function: output 0; fails where `value` is null.
  llvm::LogicalResult done(mlir::Value value) { return set(0, value); }
  llvm::LogicalResult setSequence(llvm::ArrayRef<mlir::Value> elements);
  void setBinding(unsigned index, Binding binding);
  void poisonOutputs();
  llvm::LogicalResult fail(const llvm::Twine &message, llvm::StringRef value = "");
  void warn(const llvm::Twine &message, llvm::StringRef value = "");
  /// Converts a possibly negative axis; fails, reported, where it is out of range.
  std::optional<int64_t> axis(int64_t value, int64_t rank);
  std::optional<llvm::SmallVector<int64_t>> axes(llvm::ArrayRef<int64_t> values, int64_t rank);
  /// `x` float32[1,8], `w` float32[8,4]
  std::string describeInputs() const;

  Importer &importer;
  const onnx::NodeProto &proto;
  Scope &scope;

private:
  std::string name, opName;
  int64_t sinceVersion;
  mlir::Location location;
  bool reported = false;
  /// Operands already asked for, per input.
  llvm::SmallVector<mlir::Value> operands;
};

/// The shape of a value.
llvm::ArrayRef<int64_t> shapeOf(mlir::Value value);
mlir::RankedTensorType typeOf(mlir::Value value);

} // namespace onnx_import
} // namespace neap

#endif // NEAP_LIB_IMPORT_ONNX_NODE_H
