//===- Weights.h - What initializers are taken for --------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An ONNX file does not say which of its tensors training may change. That is
// decided by how they are used, one initializer at a time, when a node first
// asks for it; the rule stands at `Weights::classify`.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_IMPORT_ONNX_WEIGHTS_H
#define NEAP_LIB_IMPORT_ONNX_WEIGHTS_H

#include "Types.h"
#include "neap/Dialect/Neap/IR/Neap.h"
#include "neap/Import/Onnx/Import.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"

#include <deque>

namespace neap {
namespace onnx_import {

class Diagnostics;

/// How a node uses an input.
enum class Use {
  Operand, ///< part of the arithmetic: a float initializer here is a parameter
  Literal, ///< a number that the model was written with, even where an initializer holds it
};

/// One initializer, or the clone that `--untie` makes of one.
struct Weight {
  std::string name;
  const TensorData *data = nullptr;
  mlir::RankedTensorType type;
  InitializerClass cls = InitializerClass::Unused;
  std::string why;
  /// What `--tie` replaced it by.
  Weight *tiedTo = nullptr;
  bool transposed = false;
  /// The value of a Constant node rather than an initializer.
  bool literal = false;
  /// `--untie`: clones made so far, and the use that each belongs to.
  bool untied = false;
  /// Uses as an operand so far.
  unsigned operandUses = 0;
  /// As the function sees it: an argument, a constant, and for running statistics the newest value.
  mlir::Value argument, constant, newest;
};

class Weights {
public:
  Weights(const Model &model, mlir::func::FuncOp function, const ImportOptions &options, Diagnostics &diagnostics);

  /// The initializer of the main graph with this name, or null.
  Weight *find(llvm::StringRef name);
  /// Adds the initializer of a subgraph.
  Weight *add(llvm::StringRef name, const TensorData *data);

  /// The weight as an operand of an op at `builder`. `nodeOp` is the operator that uses it.
  mlir::Value operand(Weight &weight, Use use, llvm::StringRef nodeOp, mlir::OpBuilder &builder);
  /// Running statistics: the newest value; `update` replaces it. An update makes it a result of the function.
  mlir::Value state(Weight &weight, llvm::StringRef why);
  void update(Weight &weight, mlir::Value value);
  /// The values where the importer itself reads them: shapes, axes, ratios.
  mlir::DenseElementsAttr values(Weight &weight, llvm::StringRef why);
  /// Notes that only the weight's shape is read.
  void readShape(Weight &weight);

  /// Weights that `update` gave a new value, in order of their first update.
  llvm::ArrayRef<Weight *> updatedStates() const { return updated; }
  /// Drops arguments that nothing uses and writes a global for each of the others, in file order.
  void writeGlobals();
  /// Fills the report's table of initializers.
  void describe(ImportReport &report) const;

private:
  void applyTies();
  void applyUnties();
  void classify(Weight &weight, Use use, llvm::StringRef nodeOp);
  /// Whether the last --freeze or --train that matches says to train; nothing where none matches.
  std::optional<bool> selected(llvm::StringRef name) const;
  mlir::Value makeConstant(Weight &weight, mlir::OpBuilder &builder);
  mlir::Value makeArgument(Weight &weight);
  Weight *clone(Weight &weight);
  mlir::Attribute initialValue(const Weight &weight) const;

  const Model &model;
  mlir::func::FuncOp function;
  const ImportOptions &options;
  Diagnostics &diagnostics;
  std::deque<Weight> weights;
  llvm::StringMap<Weight *> byName;
  llvm::SmallVector<Weight *> updated;
};

} // namespace onnx_import
} // namespace neap

#endif // NEAP_LIB_IMPORT_ONNX_WEIGHTS_H
