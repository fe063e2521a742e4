//===- ProgramBuilder.h - A program function under construction -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Arguments and results of a program function with what they are bound to.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TRANSFORMS_DIFFERENTIATE_PROGRAMBUILDER_H
#define NEAP_TRANSFORMS_DIFFERENTIATE_PROGRAMBUILDER_H

#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace neap {

/// A function whose body is being built: it has no terminator until `finish`.
class ProgramBuilder {
public:
  /// A new, empty function at the end of the module.
  ProgramBuilder(mlir::ModuleOp module, llvm::StringRef name, mlir::Location loc);
  /// Takes over a function; its results are kept apart, to be added again or not.
  explicit ProgramBuilder(mlir::func::FuncOp function);

  struct Result {
    mlir::Value value;
    BindAttr binding;
  };

  mlir::Block &getBlock() { return function.front(); }
  mlir::func::FuncOp getFunction() { return function; }
  /// Builds at the end of the body.
  mlir::OpBuilder atEnd() { return mlir::OpBuilder::atBlockEnd(&getBlock()); }
  /// The results that the function had when it was taken over.
  llvm::ArrayRef<Result> getFormerResults() const { return formerResults; }

  /// The argument bound so; null when there is none.
  mlir::BlockArgument findArgument(BindKind kind, llvm::StringRef name);
  /// The argument bound so, added when there is none.
  mlir::BlockArgument getArgument(BindKind kind, llvm::StringRef name, mlir::Type type);
  mlir::BlockArgument getGlobal(GlobalOp global) {
    return getArgument(BindKind::Global, global.getSymName(), global.getTensorType());
  }

  void addResult(mlir::Value value, BindKind kind, llvm::StringRef name);
  /// Ends the body, removes dead ops and the globals' arguments that nobody reads.
  void finish();

private:
  mlir::func::FuncOp function;
  llvm::SmallVector<Result> formerResults, results;
};

/// A copy of a function at the end of its module.
mlir::func::FuncOp copyFunction(mlir::func::FuncOp function, llvm::StringRef name);

/// Samples per batch: the first extent of the first data input.
int64_t getBatchSize(mlir::func::FuncOp function);

/// Adds globals behind the module's others, and reports names that are taken.
class GlobalBuilder {
public:
  explicit GlobalBuilder(mlir::ModuleOp module);

  GlobalOp lookup(llvm::StringRef name) { return symbols.lookup<GlobalOp>(name); }
  /// A global that starts at zero (role control: that the runtime writes). Null, after an error, when the name has
  /// another use.
  GlobalOp create(llvm::StringRef name, Role role, mlir::RankedTensorType type, mlir::Location loc);

private:
  mlir::ModuleOp module;
  mlir::SymbolTable symbols;
  mlir::Operation *last = nullptr;
};

} // namespace neap

#endif // NEAP_TRANSFORMS_DIFFERENTIATE_PROGRAMBUILDER_H
