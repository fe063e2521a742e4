//===- OrderUpdates.cpp - Let globals be updated where they lie ----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A new weight is written over the old one. That is right only when no later
// kernel reads the old weight, which block order does not promise: the gradient
// of the input, say, may come after the update. So readers of the old value are
// ordered before its writer, and a copy at the end stands in where they cannot be:
//
//   %w1 = kernel "update" (%w, …)      %dx = kernel "backward_data" (%w, …)
//   %dx = kernel "backward_data" (%w)  %w1 = kernel "update" (%w, …)
//
//===----------------------------------------------------------------------===//

#include "OrderUpdates.h"

#include "neap/Analysis/Liveness.h"

#include <queue>

using namespace mlir;
using namespace neap;

bool neap::mayShare(KernelOp kernel, int64_t result, int64_t operand) {
  std::optional<ArrayRef<int64_t>> pairs = kernel.getInPlace();
  for (size_t i = 0; pairs && i + 1 < pairs->size(); i += 2)
    if ((*pairs)[i] == result && (*pairs)[i + 1] == operand)
      return true;
  return false;
}

namespace {

/// Orders a block's ops under its own def-use edges and extra edges "before → after".
class BlockOrder {
public:
  explicit BlockOrder(Block &block) {
    for (Operation &op : block.without_terminator()) {
      index[&op] = ops.size();
      ops.push_back(&op);
    }
    extra.resize(ops.size());
  }

  /// Whether `to` depends on `from`, through uses or extra edges.
  bool reaches(Operation *from, Operation *to) const {
    SmallVector<Operation *> stack = {from};
    llvm::SmallPtrSet<Operation *, 32> seen = {from};
    while (!stack.empty()) {
      Operation *op = stack.pop_back_val();
      if (op == to)
        return true;
      forEachSuccessor(op, [&](Operation *next) {
        if (seen.insert(next).second)
          stack.push_back(next);
      });
    }
    return false;
  }

  void addEdge(Operation *before, Operation *after) { extra[index.lookup(before)].push_back(after); }

  /// Moves the ops into a topological order that keeps block order where it can.
  void apply(Block &block) {
    SmallVector<unsigned> waiting(ops.size(), 0);
    for (Operation *op : ops)
      forEachSuccessor(op, [&](Operation *next) { ++waiting[index.lookup(next)]; });
    std::priority_queue<unsigned, std::vector<unsigned>, std::greater<>> ready;
    for (unsigned i = 0; i < ops.size(); ++i)
      if (waiting[i] == 0)
        ready.push(i);
    while (!ready.empty()) {
      Operation *op = ops[ready.top()];
      ready.pop();
      op->moveBefore(block.getTerminator());
      forEachSuccessor(op, [&](Operation *next) {
        if (--waiting[index.lookup(next)] == 0)
          ready.push(index.lookup(next));
      });
    }
  }

private:
  /// One call per use, so that counting calls counts edges.
  void forEachSuccessor(Operation *op, function_ref<void(Operation *)> visit) const {
    for (Operation *user : op->getUsers())
      if (index.count(user))
        visit(user);
    for (Operation *after : extra[index.lookup(op)])
      visit(after);
  }

  SmallVector<Operation *> ops;
  llvm::DenseMap<Operation *, unsigned> index;
  SmallVector<SmallVector<Operation *, 1>> extra;
};

} // namespace

/// A kernel that copies `source`, before `before`.
static Value createCopy(Value source, StringRef name, Operation *before) {
  OpBuilder builder(before);
  auto kernel = KernelOp::create(builder, source.getLoc(), TypeRange{source.getType()},
                                 builder.getStringAttr(name + ".copy"), ValueRange{source},
                                 GeneratedAttr::get(builder.getContext()), DenseI64ArrayAttr(), DenseI64ArrayAttr());
  Block &body = kernel.getBody().emplaceBlock();
  builder.setInsertionPointToStart(&body);
  YieldOp::create(builder, source.getLoc(), ValueRange{body.addArgument(source.getType(), source.getLoc())});
  return kernel.getResult(0);
}

/// All kernels that read `value` or a view of it; `returned` when the terminator does.
static SmallVector<KernelOp> getReaders(Value value, bool &returned) {
  SmallVector<KernelOp> readers;
  SmallVector<Value> worklist = {value};
  while (!worklist.empty()) {
    for (Operation *user : worklist.pop_back_val().getUsers()) {
      if (auto kernel = dyn_cast<KernelOp>(user))
        readers.push_back(kernel);
      else if (user->hasTrait<OpTrait::IsTerminator>())
        returned = true;
      else
        llvm::append_range(worklist, user->getResults());
    }
  }
  return readers;
}

/// Whether the kernel reads the old value only where it may write the new one.
static bool readsInPlace(KernelOp kernel, OpResult result, Value old) {
  unsigned reads = 0;
  for (auto [index, operand] : llvm::enumerate(kernel.getInputs())) {
    if (getMemoryRoot(operand) != old)
      continue;
    ++reads;
    if (!mayShare(kernel, result.getResultNumber(), index))
      return false;
  }
  return reads <= 1;
}

/// Adds the edges that make writing `value` over `old` right; false when a copy is needed.
static bool orderReaders(BlockOrder &order, OpResult result, Value old) {
  auto kernel = cast<KernelOp>(result.getOwner());
  bool returned = false;
  SmallVector<KernelOp> readers = getReaders(old, returned);
  if (returned || !readsInPlace(kernel, result, old))
    return false;
  for (KernelOp reader : readers)
    if (reader != kernel && order.reaches(kernel, reader))
      return false;
  for (KernelOp reader : readers)
    if (reader != kernel)
      order.addEdge(reader, kernel);
  return true;
}

void neap::orderUpdates(func::FuncOp function) {
  Block &block = function.getBody().front();
  Operation *terminator = block.getTerminator();
  llvm::StringMap<Value> oldValues;
  for (BlockArgument argument : block.getArguments())
    if (BindAttr binding = getArgumentBinding(function, argument.getArgNumber());
        binding && binding.getKind() == BindKind::Global)
      oldValues[binding.getName()] = argument;

  BlockOrder order(block);
  llvm::DenseSet<Value> claimed;
  SmallVector<OpOperand *> copies;
  for (OpOperand &operand : terminator->getOpOperands()) {
    BindAttr binding = getResultBinding(function, operand.getOperandNumber());
    Value root = getMemoryRoot(operand.get());
    if (!binding || binding.getKind() != BindKind::Global || oldValues.lookup(binding.getName()) == root)
      continue;
    auto result = dyn_cast<OpResult>(root);
    Value old = oldValues.lookup(binding.getName());
    if (!result || claimed.contains(root) || (old && !orderReaders(order, result, old))) {
      copies.push_back(&operand);
      continue;
    }
    claimed.insert(root);
  }
  order.apply(block);

  // An old value that is also returned must be saved before the new one is copied over it.
  for (OpOperand &operand : terminator->getOpOperands()) {
    BindAttr binding = getResultBinding(function, operand.getOperandNumber());
    bool isArgument = isa<BlockArgument>(getMemoryRoot(operand.get()));
    if (binding && binding.getKind() != BindKind::Global && isArgument)
      operand.set(createCopy(operand.get(), binding.getName(), terminator));
  }
  // Likewise where one global's old value becomes another's new one: both may change.
  for (OpOperand *operand : copies)
    if (isa<BlockArgument>(getMemoryRoot(operand->get())))
      operand->set(createCopy(operand->get(), "swap", terminator));
  for (OpOperand *operand : copies)
    operand->set(
        createCopy(operand->get(), getResultBinding(function, operand->getOperandNumber()).getName(), terminator));
}
