//===- KernelFunction.cpp - One kernel as a function ----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// neap ops to linalg, linalg to loops. The loops stand in a function of their
// own, because only function arguments can be said not to alias; without that
// nothing vectorizes.
//
//===----------------------------------------------------------------------===//

#include "KernelFunction.h"

#include "LoopEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace neap;
using namespace neap::cpu;

/// The kernel's ops as linalg on tensors, in a function that belongs to nobody.
static FailureOr<OwningOpRef<func::FuncOp>> lowerToLinalg(KernelOp kernel) {
  OpBuilder builder(kernel.getContext());
  auto type = builder.getFunctionType(kernel.getInputs().getTypes(), kernel.getResultTypes());
  OwningOpRef<func::FuncOp> function = func::FuncOp::create(kernel.getLoc(), "kernel", type);
  Block *block = function->addEntryBlock();
  builder.setInsertionPointToStart(block);
  IRMapping mapping;
  mapping.map(kernel.getBlock().getArguments(), block->getArguments());
  for (Operation &op : kernel.getBlock().without_terminator()) {
    ElementsAttr constant;
    if (matchPattern(&op, m_Constant(&constant))) {
      mapping.map(op.getResult(0), arith::ConstantOp::create(builder, op.getLoc(), constant).getResult());
      continue;
    }
    auto lowerable = dyn_cast<LowerableOpInterface>(op);
    if (!lowerable)
      return op.emitOpError("has no lowering to loops");
    SmallVector<Value> operands;
    for (Value operand : op.getOperands())
      operands.push_back(mapping.lookup(operand));
    FailureOr<SmallVector<Value>> results = lowerable.lowerToLinalg(builder, operands);
    if (failed(results) || results->size() != op.getNumResults())
      return op.emitOpError("could not be lowered to loops");
    mapping.map(op.getResults(), *results);
  }
  SmallVector<Value> yielded;
  for (Value value : kernel.getYielded())
    yielded.push_back(mapping.lookup(value));
  func::ReturnOp::create(builder, kernel.getLoc(), yielded);
  return function;
}

/// What may be reassociated is what a reduction accumulates; products may be fused with sums everywhere.
static void setFastMath(Operation *root) {
  root->walk([](Operation *op) {
    auto math = dyn_cast<arith::ArithFastMathInterface>(op);
    if (!math)
      return;
    auto flags = math.getFastMathFlagsAttr() ? math.getFastMathFlagsAttr().getValue() : arith::FastMathFlags::none;
    op->setAttr(math.getFastMathAttrName(),
                arith::FastMathFlagsAttr::get(op->getContext(), flags | arith::FastMathFlags::contract));
  });
  root->walk([](linalg::GenericOp generic) {
    if (generic.getNumReductionLoops() == 0)
      return;
    for (unsigned index = 0; index < generic.getNumResults(); ++index)
      if (Operation *combiner = getCombiner(generic, index))
        if (auto math = dyn_cast<arith::ArithFastMathInterface>(combiner))
          combiner->setAttr(math.getFastMathAttrName(),
                            arith::FastMathFlagsAttr::get(generic.getContext(), arith::FastMathFlags::contract |
                                                                                    arith::FastMathFlags::reassoc));
  });
}

static LLVM::LLVMFuncOp createFunction(OpBuilder &builder, Location loc, StringRef name, ArrayRef<Type> arguments) {
  auto type = LLVM::LLVMFunctionType::get(LLVM::LLVMVoidType::get(builder.getContext()), arguments);
  auto function = LLVM::LLVMFuncOp::create(builder, loc, name, type, LLVM::Linkage::Internal);
  function.addEntryBlock(builder);
  return function;
}

/// The launch table's function: fetches the offsets and calls the loops.
static LLVM::LLVMFuncOp emitEntry(OpBuilder &builder, Location loc, StringRef name, LLVM::LLVMFuncOp rows,
                                  ArrayRef<int64_t> passed) {
  Type pointer = LLVM::LLVMPointerType::get(builder.getContext()), word = builder.getI64Type();
  LLVM::LLVMFuncOp entry = createFunction(builder, loc, name, {pointer, pointer, word, word});
  Block &block = entry.getBody().front();
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(&block);
  SmallVector<Value> arguments;
  for (int64_t index : passed) {
    Value slot = LLVM::GEPOp::create(builder, loc, pointer, word, block.getArgument(1),
                                     ArrayRef<LLVM::GEPArg>{static_cast<int32_t>(index)});
    Value offset = LLVM::LoadOp::create(builder, loc, word, slot);
    arguments.push_back(LLVM::GEPOp::create(builder, loc, pointer, builder.getI8Type(), block.getArgument(0),
                                            ArrayRef<LLVM::GEPArg>{offset}));
  }
  arguments.push_back(block.getArgument(2));
  arguments.push_back(block.getArgument(3));
  LLVM::CallOp::create(builder, loc, rows, arguments);
  LLVM::ReturnOp::create(builder, loc, ValueRange{});
  return entry;
}

FailureOr<KernelFunction> neap::cpu::emitKernelFunction(OpBuilder &builder, KernelOp kernel, StringRef name,
                                                        ArrayRef<int64_t> sharedOperand) {
  FailureOr<OwningOpRef<func::FuncOp>> linalgFunction = lowerToLinalg(kernel);
  if (failed(linalgFunction))
    return failure();
  setFastMath(linalgFunction->get());
  Block &block = linalgFunction->get().getBody().front();
  LoopGraph graph(block);
  KernelSchedule schedule = scheduleKernel(graph);

  // One pointer per place: operands, then the results that share none.
  Location loc = kernel.getLoc();
  int64_t inputs = kernel.getInputs().size();
  SmallVector<int64_t> passed = llvm::to_vector(llvm::seq<int64_t>(0, inputs));
  for (auto [result, shared] : llvm::enumerate(sharedOperand))
    if (shared < 0)
      passed.push_back(inputs + result);
  SmallVector<Type> types(passed.size(), LLVM::LLVMPointerType::get(builder.getContext()));
  types.append(2, builder.getI64Type());
  LLVM::LLVMFuncOp rows = createFunction(builder, loc, (name + "_rows").str(), types);
  rows.setNoInline(true);
  Block &body = rows.getBody().front();
  SmallVector<Value> pointers(body.args_begin(), body.args_begin() + inputs);
  int64_t next = inputs;
  for (int64_t shared : sharedOperand)
    pointers.push_back(shared < 0 ? body.getArgument(next++) : body.getArgument(shared));
  for (unsigned index = 0; index < passed.size(); ++index) {
    rows.setArgAttr(index, LLVM::LLVMDialect::getNoAliasAttrName(), builder.getUnitAttr());
    rows.setArgAttr(index, LLVM::LLVMDialect::getAlignAttrName(), builder.getI64IntegerAttr(64));
  }
  Value begin = body.getArgument(passed.size()), end = body.getArgument(passed.size() + 1);
  if (failed(LoopEmitter(graph, schedule, rows).emit(pointers, block, begin, end)))
    return failure();
  return KernelFunction{emitEntry(builder, loc, name, rows, passed), schedule.extent, schedule.grain};
}
