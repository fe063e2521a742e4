//===- InterfacePasses.cpp - Shows what the interfaces of ops build -------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `--neap-show-linalg` replaces each op by its loops, `--neap-show-decomposition` each
// composite by the ops that it is made of, `--neap-show-gradient` each function's
// results by the gradients of its arguments. Compilation goes other ways; this is how
// one op is looked at and tested alone.
//
//===----------------------------------------------------------------------===//

#include "InterfacePasses.h"

#include "neap/Dialect/Neap/IR/ToLinalg.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/Pass.h"

using namespace mlir;
using namespace neap;

namespace {

struct ShowLinalgPass : PassWrapper<ShowLinalgPass, OperationPass<func::FuncOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(ShowLinalgPass)
  StringRef getArgument() const final { return "neap-show-linalg"; }
  StringRef getDescription() const final { return "Replaces each op by the linalg that its lowering builds"; }
  void getDependentDialects(DialectRegistry &registry) const final {
    registry.insert<arith::ArithDialect, linalg::LinalgDialect, math::MathDialect, tensor::TensorDialect>();
  }

  void runOnOperation() final {
    SmallVector<LowerableOpInterface> ops;
    getOperation().walk([&](LowerableOpInterface op) { ops.push_back(op); });
    for (LowerableOpInterface op : ops) {
      OpBuilder builder(op);
      FailureOr<SmallVector<Value>> values = op.lowerToLinalg(builder, op->getOperands());
      if (failed(values)) {
        op->emitOpError("could not be lowered to linalg");
        return signalPassFailure();
      }
      op->replaceAllUsesWith(*values);
      op->erase();
    }
  }
};

struct ShowDecompositionPass : PassWrapper<ShowDecompositionPass, OperationPass<func::FuncOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(ShowDecompositionPass)
  StringRef getArgument() const final { return "neap-show-decomposition"; }
  StringRef getDescription() const final { return "Replaces each composite op by the ops that it is made of"; }
  void getDependentDialects(DialectRegistry &registry) const final { registry.insert<NeapDialect>(); }

  void runOnOperation() final {
    SmallVector<DecomposableOpInterface> ops;
    getOperation().walk([&](DecomposableOpInterface op) { ops.push_back(op); });
    for (DecomposableOpInterface op : ops) {
      OpBuilder builder(op);
      FailureOr<SmallVector<Value>> values = op.decompose(builder);
      if (failed(values)) {
        op->emitOpError("could not be decomposed");
        return signalPassFailure();
      }
      op->replaceAllUsesWith(*values);
      op->erase();
    }
  }
};

struct ShowGradientPass : PassWrapper<ShowGradientPass, OperationPass<func::FuncOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(ShowGradientPass)
  ShowGradientPass() = default;
  ShowGradientPass(const ShowGradientPass &other) : PassWrapper(other) {}
  StringRef getArgument() const final { return "neap-show-gradient"; }
  StringRef getDescription() const final {
    return "Makes each function return the gradients of its float arguments, given those of its float results";
  }
  void getDependentDialects(DialectRegistry &registry) const final { registry.insert<NeapDialect>(); }

  void runOnOperation() final {
    function = getOperation();
    gradients.clear();
    Block &block = function.getBody().front();
    auto ret = cast<func::ReturnOp>(block.getTerminator());
    SmallVector<Value> arguments(block.getArguments());
    SmallVector<Operation *> ops;
    for (Operation &op : block.without_terminator())
      ops.push_back(&op);
    OpBuilder builder(ret);
    for (Value result : ret.getOperands())
      if (isReal(result))
        accumulate(builder, result, block.addArgument(result.getType(), ret.getLoc()));
    for (Operation *op : llvm::reverse(ops))
      if (failed(buildGradient(builder, op)))
        return signalPassFailure();
    SmallVector<Value> results;
    for (Value argument : arguments) {
      if (!isReal(argument))
        continue;
      Value gradient = gradients.lookup(argument);
      auto type = cast<RankedTensorType>(argument.getType());
      results.push_back(gradient ? gradient : createSplat(builder, ret.getLoc(), type, 0.0));
    }
    ret->setOperands(results);
    SmallVector<DictionaryAttr> argumentAttributes(block.getNumArguments(), builder.getDictionaryAttr({}));
    for (size_t index = 0; index < arguments.size(); ++index)
      if (DictionaryAttr attributes = function.getArgAttrDict(index))
        argumentAttributes[index] = attributes;
    function.removeResAttrsAttr();
    function.setAllArgAttrs(argumentAttributes);
    function.setFunctionType(builder.getFunctionType(block.getArgumentTypes(), TypeRange(ValueRange(results))));
  }

private:
  static bool isReal(Value value) { return isa<FloatType>(getElementTypeOrSelf(value.getType())); }

  void accumulate(OpBuilder &builder, Value value, Value part) {
    Value &sum = gradients[value];
    sum = sum ? AddOp::create(builder, part.getLoc(), sum, part).getResult() : part;
  }

  LogicalResult buildGradient(OpBuilder &builder, Operation *op) {
    SmallVector<Value> results =
        llvm::map_to_vector(op->getResults(), [&](Value result) { return gradients.lookup(result); });
    auto differentiable = dyn_cast<DifferentiableOpInterface>(op);
    if (!differentiable || llvm::none_of(results, [](Value value) { return bool(value); }))
      return success();
    size_t number = std::min<size_t>(form, differentiable.getGradientForms().size() - 1);
    SmallVector<bool> needed;
    for (unsigned index = 0; index < op->getNumOperands(); ++index)
      needed.push_back(differentiable.isDifferentiableOperand(index));
    SmallVector<Value> parts(op->getNumOperands());
    if (failed(differentiable.buildVjp(builder, number, results, needed, parts)))
      return failure();
    for (auto [operand, wanted, part] : llvm::zip_equal(op->getOperands(), needed, parts))
      if (wanted && part)
        accumulate(builder, operand, part);
    return success();
  }

  func::FuncOp function;
  llvm::DenseMap<Value, Value> gradients;
  Option<unsigned> form{*this, "form",
                        llvm::cl::desc("Which of an op's gradient forms; the last one where it has fewer"),
                        llvm::cl::init(0)};
};

} // namespace

void neap::registerInterfacePasses() {
  PassRegistration<ShowLinalgPass>();
  PassRegistration<ShowDecompositionPass>();
  PassRegistration<ShowGradientPass>();
}
