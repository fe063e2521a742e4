//===- FormKernels.cpp - Ops to kernels -----------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The pass `neap-form-kernels`. Prepares the block (composites that no library
// does are decomposed, broadcasts stand once per reader), asks computeGrouping, and
// wraps each group into a neap.kernel.
//
//===----------------------------------------------------------------------===//

#include "Grouping.h"
#include "InPlace.h"

#include "neap/Transforms/Passes.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

#include "llvm/ADT/StringExtras.h"

namespace neap {
#define GEN_PASS_DEF_FORMKERNELSPASS
#include "neap/Transforms/Passes.h.inc"
} // namespace neap

using namespace mlir;
using namespace neap;

//===----------------------------------------------------------------------===//
// Preparation
//===----------------------------------------------------------------------===//

/// Replaces composites that the target's library does not do as a whole, and what they were made of in turn.
static LogicalResult decomposeComposites(Block &block, unsigned threads) {
  bool changed = true;
  while (changed) {
    changed = false;
    for (Operation &op : llvm::make_early_inc_range(block)) {
      auto composite = dyn_cast<DecomposableOpInterface>(op);
      auto library = dyn_cast<LibraryKernelInterface>(op);
      if (!composite || (library && library.getLibraryCall(threads)))
        continue;
      OpBuilder builder(&op);
      FailureOr<SmallVector<Value>> parts = composite.decompose(builder);
      if (failed(parts))
        return op.emitOpError("could not be decomposed");
      op.replaceAllUsesWith(*parts);
      op.erase();
      changed = true;
    }
  }
  return success();
}

/// The block's ops but the terminator, as they stand now: what follows may erase and insert.
static SmallVector<Operation *> listOps(Block &block) {
  SmallVector<Operation *> ops;
  for (Operation &op : block.without_terminator())
    ops.push_back(&op);
  return ops;
}

static void eraseUnused(Block &block) {
  SmallVector<Operation *> ops = listOps(block);
  for (Operation *op : llvm::reverse(ops))
    if (op->use_empty())
      op->erase();
}

/// Whether the result is larger than what it is made of, and made without work worth keeping.
static bool isExpanding(Operation *op) {
  auto cost = dyn_cast<CostModelOpInterface>(op);
  if (!isa<IterationSpaceOpInterface>(op) || !cost || !cost.isCheapToRecompute() || op->getNumResults() != 1)
    return false;
  int64_t elements = cast<RankedTensorType>(op->getResult(0).getType()).getNumElements();
  return llvm::all_of(op->getOperandTypes(),
                      [&](Type type) { return cast<RankedTensorType>(type).getNumElements() < elements; });
}

/// Gives each reader its own copy, which is then fused into it.
static void cloneExpandingOps(Block &block) {
  SmallVector<Operation *> ops = listOps(block);
  for (Operation *op : llvm::reverse(ops)) {
    if (!isExpanding(op))
      continue;
    SmallVector<OpOperand *> uses;
    for (OpOperand &use : op->getUses())
      uses.push_back(&use);
    llvm::SmallDenseMap<Operation *, Operation *> copies;
    OpBuilder builder(op);
    for (OpOperand *use : llvm::reverse(uses)) {
      Operation *&copy = copies[use->getOwner()];
      if (!copy)
        copy = copies.size() == 1 ? op : builder.clone(*op);
      use->set(copy->getResult(0));
    }
  }
}

//===----------------------------------------------------------------------===//
// Kernels
//===----------------------------------------------------------------------===//

/// "conv1.bn.relu" from the names of the ONNX nodes that the ops came from.
static std::string nameKernel(ArrayRef<Operation *> ops) {
  constexpr size_t mostNames = 3;
  llvm::SmallSetVector<StringRef, 4> names;
  std::vector<std::string> owned(ops.size());
  for (auto [index, op] : llvm::enumerate(ops)) {
    owned[index] = getSourceName(op->getLoc());
    if (!owned[index].empty())
      names.insert(owned[index]);
  }
  if (names.empty())
    return ops.back()->getName().stripDialect().str();
  std::string name = llvm::join(ArrayRef(names.getArrayRef()).take_front(mostNames), ".");
  if (names.size() > mostNames)
    name += "+" + std::to_string(names.size() - mostNames);
  return name;
}

namespace {

/// Rebuilds a block as kernels, in the order of the groups.
class KernelWriter {
public:
  explicit KernelWriter(Block &block) : builder(block.getTerminator()), block(block) {}
  void write(ArrayRef<KernelGroup> groups);

private:
  void writeKernel(const KernelGroup &group);
  void writeView(Operation *op);
  Value outsideValue(Value value);
  KernelOp createKernel(Location loc, StringRef name, ValueRange inputs, TypeRange results, Attribute implementation);
  Attribute implementationOf(const KernelGroup &group, ArrayRef<Value> inputs);

  OpBuilder builder;
  Block &block;
  /// Old values to what kernels give.
  IRMapping outside;
};

} // namespace

static bool isConstant(Value value) {
  Operation *op = value.getDefiningOp();
  return op && op->hasTrait<OpTrait::ConstantLike>();
}

KernelOp KernelWriter::createKernel(Location loc, StringRef name, ValueRange inputs, TypeRange results,
                                    Attribute implementation) {
  auto kernel = KernelOp::create(builder, loc, results, builder.getStringAttr(name), inputs, implementation,
                                 DenseI64ArrayAttr(), DenseI64ArrayAttr());
  Block &body = kernel.getBody().emplaceBlock();
  for (Value input : inputs)
    body.addArgument(input.getType(), input.getLoc());
  return kernel;
}

/// What stands for `value` between kernels. A constant that is needed there gets a kernel that writes it.
Value KernelWriter::outsideValue(Value value) {
  if (Value known = outside.lookupOrNull(value))
    return known;
  if (!isConstant(value))
    return value;
  KernelOp kernel =
      createKernel(value.getLoc(), "constant", {}, value.getType(), GeneratedAttr::get(builder.getContext()));
  OpBuilder inner = OpBuilder::atBlockEnd(&kernel.getBlock());
  YieldOp::create(inner, value.getLoc(), inner.clone(*value.getDefiningOp())->getResults());
  outside.map(value, kernel.getResult(0));
  return kernel.getResult(0);
}

void KernelWriter::writeView(Operation *op) {
  for (Value operand : op->getOperands())
    outside.map(operand, outsideValue(operand));
  builder.clone(*op, outside);
}

/// A library call's order is in terms of the op's operands; here it is in terms of the kernel's.
Attribute KernelWriter::implementationOf(const KernelGroup &group, ArrayRef<Value> inputs) {
  if (!group.library)
    return GeneratedAttr::get(builder.getContext());
  Operation *op = group.ops.front();
  SmallVector<int64_t> order;
  for (int64_t index : group.library->argumentOrder) {
    int64_t operands = op->getNumOperands();
    order.push_back(index < operands ? llvm::find(inputs, op->getOperand(index)) - inputs.begin()
                                     : index - operands + static_cast<int64_t>(inputs.size()));
  }
  return LibraryAttr::get(builder.getContext(), group.library->symbol, group.library->config, order,
                          group.library->workspaceBytes);
}

void KernelWriter::writeKernel(const KernelGroup &group) {
  llvm::SmallPtrSet<Operation *, 8> members(group.ops.begin(), group.ops.end());
  llvm::SmallSetVector<Value, 8> inputs;
  SmallVector<Value> outputs;
  for (Operation *op : group.ops) {
    for (Value operand : op->getOperands()) {
      Operation *producer = operand.getDefiningOp();
      bool inside = (producer && members.contains(producer)) || (isConstant(operand) && !group.library);
      if (!inside)
        inputs.insert(operand);
    }
    for (Value result : op->getResults())
      if (group.library || llvm::any_of(result.getUsers(), [&](Operation *user) { return !members.contains(user); }))
        outputs.push_back(result);
  }
  SmallVector<Value> outsideInputs;
  for (Value input : inputs)
    outsideInputs.push_back(outsideValue(input));
  SmallVector<Location> locations;
  for (Operation *op : group.ops)
    locations.push_back(op->getLoc());
  KernelOp kernel = createKernel(builder.getFusedLoc(locations), nameKernel(group.ops), outsideInputs,
                                 TypeRange(ValueRange(outputs)), implementationOf(group, inputs.getArrayRef()));
  IRMapping inside;
  inside.map(inputs.getArrayRef(), kernel.getBlock().getArguments());
  OpBuilder inner = OpBuilder::atBlockEnd(&kernel.getBlock());
  for (Operation *op : group.ops) {
    for (Value operand : op->getOperands())
      if (!inside.contains(operand))
        inside.map(operand, inner.clone(*operand.getDefiningOp())->getResult(0));
    inner.clone(*op, inside);
  }
  SmallVector<Value> yielded;
  for (auto [output, result] : llvm::zip_equal(outputs, kernel.getResults())) {
    yielded.push_back(inside.lookup(output));
    outside.map(output, result);
  }
  YieldOp::create(inner, kernel.getLoc(), yielded);
  if (!group.library)
    if (SmallVector<int64_t> pairs = findInPlacePairs(kernel); !pairs.empty())
      kernel.setInPlace(pairs);
}

void KernelWriter::write(ArrayRef<KernelGroup> groups) {
  SmallVector<Operation *> old = listOps(block);
  for (const KernelGroup &group : groups) {
    if (group.outside)
      writeView(group.ops.front());
    else
      writeKernel(group);
  }
  for (OpOperand &operand : block.getTerminator()->getOpOperands())
    operand.set(outsideValue(operand.get()));
  for (Operation *op : llvm::reverse(old))
    op->erase();
}

//===----------------------------------------------------------------------===//
// Pass
//===----------------------------------------------------------------------===//

namespace {

struct FormKernels : neap::impl::FormKernelsPassBase<FormKernels> {
  using FormKernelsPassBase::FormKernelsPassBase;

  void runOnOperation() override {
    GroupingOptions options;
    options.threads = threads;
    for (func::FuncOp function : getOperation().getOps<func::FuncOp>()) {
      if (function.isDeclaration())
        continue;
      Block &block = function.getBody().front();
      if (failed(decomposeComposites(block, threads)))
        return signalPassFailure();
      eraseUnused(block);
      cloneExpandingOps(block);
      KernelWriter(block).write(computeGrouping(block, options));
      numKernels += llvm::count_if(function.getOps<KernelOp>(), [](KernelOp) { return true; });
    }
    getOperation()->setAttr(stageAttrName, StringAttr::get(&getContext(), "kernels"));
  }
};

} // namespace
