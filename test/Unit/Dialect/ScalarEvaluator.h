//===- ScalarEvaluator.h - Computes an op's scalar body on numbers -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Builds the body of an op's lowering on constants and folds it: what the formula
// gives, without code generation.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TEST_UNIT_DIALECT_SCALAREVALUATOR_H
#define NEAP_TEST_UNIT_DIALECT_SCALAREVALUATOR_H

#include "neap/Dialect/Neap/IR/ToLinalg.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

#include <gtest/gtest.h>

namespace neap::test {

class ScalarEvaluator {
public:
  ScalarEvaluator() {
    mlir::DialectRegistry registry;
    registry.insert<NeapDialect, mlir::func::FuncDialect>();
    registerLowerings(registry);
    context.appendDialectRegistry(registry);
    context.loadAllAvailableDialects();
  }

  /// The values of the body of the op before the return in `text` (a func.func whose arguments are the op's operands in
  /// order), on these numbers, at this position of the loops.
  std::vector<double> evaluate(llvm::StringRef text, llvm::ArrayRef<double> numbers,
                               llvm::ArrayRef<int64_t> position = {}) {
    return read(fold(text, attributes(text, numbers), position));
  }
  /// The integer values, on 64-bit integers.
  std::vector<int64_t> evaluateIntegers(llvm::StringRef text, llvm::ArrayRef<int64_t> numbers) {
    mlir::Builder builder(&context);
    llvm::SmallVector<mlir::TypedAttr> constants;
    for (int64_t number : numbers)
      constants.push_back(builder.getI64IntegerAttr(number));
    std::vector<int64_t> values;
    for (mlir::Attribute attribute : fold(text, constants, {}))
      values.push_back(llvm::cast<mlir::IntegerAttr>(attribute).getInt());
    return values;
  }

private:
  mlir::Operation *parse(llvm::StringRef text) {
    module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    if (!module)
      return nullptr;
    auto function = *module->getOps<mlir::func::FuncOp>().begin();
    return function.front().getTerminator()->getPrevNode();
  }

  /// Constants of the operands' element types.
  llvm::SmallVector<mlir::TypedAttr> attributes(llvm::StringRef text, llvm::ArrayRef<double> numbers) {
    llvm::SmallVector<mlir::TypedAttr> constants;
    mlir::Operation *op = parse(text);
    if (!op)
      return constants;
    mlir::Builder builder(&context);
    for (auto [operand, number] : llvm::zip_equal(op->getOperands(), numbers)) {
      mlir::Type element = mlir::getElementTypeOrSelf(operand.getType());
      if (llvm::isa<mlir::FloatType>(element))
        constants.push_back(builder.getFloatAttr(element, number));
      else
        constants.push_back(builder.getIntegerAttr(element, static_cast<int64_t>(number)));
    }
    return constants;
  }

  std::vector<mlir::Attribute> fold(llvm::StringRef text, llvm::ArrayRef<mlir::TypedAttr> constants,
                                    llvm::ArrayRef<int64_t> position) {
    mlir::Operation *op = parse(text);
    if (!op) {
      ADD_FAILURE() << "the test's text does not parse";
      return {};
    }
    mlir::Location loc = op->getLoc();
    mlir::OpBuilder builder = mlir::OpBuilder::atBlockEnd(module->getBody());
    auto holder = mlir::func::FuncOp::create(builder, loc, "body", builder.getFunctionType({}, {}));
    builder.setInsertionPointToStart(holder.addEntryBlock());
    llvm::SmallVector<mlir::Value> arguments;
    for (mlir::TypedAttr constant : constants)
      arguments.push_back(mlir::arith::ConstantOp::create(builder, loc, constant));
    auto results = llvm::cast<LowerableOpInterface>(op).buildScalarBody(builder, loc, arguments);
    auto end = mlir::func::ReturnOp::create(builder, loc, results);
    holder.walk([&](mlir::linalg::IndexOp index) {
      mlir::OpBuilder here(index);
      index.replaceAllUsesWith(mlir::arith::ConstantIndexOp::create(here, loc, position[index.getDim()]).getResult());
      index.erase();
    });
    (void)mlir::applyPatternsGreedily(holder, mlir::FrozenRewritePatternSet());
    std::vector<mlir::Attribute> values;
    for (mlir::Value operand : end.getOperands()) {
      // A rounding that loses digits does not fold: the caller rounds.
      if (auto rounding = operand.getDefiningOp<mlir::arith::TruncFOp>())
        operand = rounding.getIn();
      auto constant = operand.getDefiningOp<mlir::arith::ConstantOp>();
      if (!constant) {
        ADD_FAILURE() << "the body does not fold to numbers";
        return {};
      }
      values.push_back(constant.getValue());
    }
    return values;
  }

  static std::vector<double> read(const std::vector<mlir::Attribute> &constants) {
    std::vector<double> values;
    for (mlir::Attribute attribute : constants)
      if (auto number = llvm::dyn_cast<mlir::FloatAttr>(attribute))
        values.push_back(number.getValueAsDouble());
      else
        values.push_back(static_cast<double>(llvm::cast<mlir::IntegerAttr>(attribute).getValue().getZExtValue()));
    return values;
  }

  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

} // namespace neap::test

#endif // NEAP_TEST_UNIT_DIALECT_SCALAREVALUATOR_H
