//===- LoopEmitter.cpp - Loops from the linalg of one kernel --------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Scopes, index arithmetic, elements and rows. Reductions stand in
// LoopReduction.cpp; the idea in LoopEmitter.h.
//
//===----------------------------------------------------------------------===//

#include "LoopEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace neap::cpu;

LoopEmitter::LoopEmitter(const LoopGraph &graph, const KernelSchedule &schedule, LLVM::LLVMFuncOp function)
    : graph(graph), schedule(schedule), function(function), builder(function.getContext()), loc(function.getLoc()) {
  scopes.emplace_back().block = &function.getBody().front();
}

//===----------------------------------------------------------------------===//
// Scopes and loops
//===----------------------------------------------------------------------===//

unsigned LoopEmitter::depthOf(Value value) const {
  Block *block = value.getParentBlock();
  for (unsigned depth = scopes.size(); depth-- > 0;)
    if (scopes[depth].block == block)
      return depth;
  return 0;
}

unsigned LoopEmitter::depthOf(ArrayRef<Value> values) const {
  unsigned depth = 0;
  for (Value value : values)
    depth = std::max(depth, depthOf(value));
  return depth;
}

void LoopEmitter::setInsertionPoint(unsigned depth) {
  Scope &scope = scopes[depth];
  if (scope.child)
    builder.setInsertionPoint(scope.child);
  else if (scope.block->mightHaveTerminator())
    builder.setInsertionPoint(scope.block->getTerminator());
  else
    builder.setInsertionPointToEnd(scope.block);
}

SmallVector<Value> LoopEmitter::emitLoop(Value lower, Value upper, ValueRange initial,
                                         function_ref<SmallVector<Value>(Value, ValueRange)> body, int64_t step) {
  unsigned depth = scopes.size() - 1;
  Value stepValue = indexConstant(step);
  setInsertionPoint(depth);
  auto loop = scf::ForOp::create(builder, loc, lower, upper, stepValue, initial);
  Block *block = loop.getBody();
  Operation *before = std::exchange(scopes[depth].child, loop);
  scopes.emplace_back().block = block;
  SmallVector<Value> results = body(loop.getInductionVar(), loop.getRegionIterArgs());
  if (!initial.empty()) {
    builder.setInsertionPointToEnd(block);
    scf::YieldOp::create(builder, loc, results);
  }
  scopes.pop_back();
  scopes[depth].child = before;
  return llvm::to_vector_of<Value>(loop.getResults());
}

//===----------------------------------------------------------------------===//
// Index arithmetic
//===----------------------------------------------------------------------===//

Value LoopEmitter::indexConstant(int64_t value) {
  auto &known = scopes[0].known[{this, reinterpret_cast<const void *>(value)}];
  if (known.empty()) {
    builder.setInsertionPointToStart(scopes[0].block);
    known.push_back(arith::ConstantIndexOp::create(builder, loc, value));
  }
  return known[0];
}

Value LoopEmitter::emitIndex(IndexOp kind, Value a, Value b) {
  std::optional<int64_t> constantA = getConstantIntValue(a), constantB = getConstantIntValue(b);
  if (kind == IndexOp::Add && constantA == 0)
    return b;
  if (kind == IndexOp::Add && constantB == 0)
    return a;
  if (kind == IndexOp::Mul && (constantA == 0 || constantB == 0))
    return indexConstant(0);
  if (kind == IndexOp::Mul && constantA == 1)
    return b;
  if ((kind == IndexOp::Mul || kind == IndexOp::Div) && constantB == 1)
    return a;
  if (constantA && constantB && kind == IndexOp::Add)
    return indexConstant(*constantA + *constantB);
  if (constantA && constantB && kind == IndexOp::Mul)
    return indexConstant(*constantA * *constantB);
  unsigned depth = depthOf({a, b});
  auto &known = scopes[depth].known[{this, reinterpret_cast<const void *>(static_cast<intptr_t>(kind)),
                                     a.getAsOpaquePointer(), b.getAsOpaquePointer()}];
  if (!known.empty())
    return known[0];
  setInsertionPoint(depth);
  Value result;
  switch (kind) {
  case IndexOp::Add:
    result = arith::AddIOp::create(builder, loc, a, b, arith::IntegerOverflowFlags::nsw);
    break;
  case IndexOp::Mul:
    result = arith::MulIOp::create(builder, loc, a, b, arith::IntegerOverflowFlags::nsw);
    break;
  case IndexOp::Div:
    result = arith::DivUIOp::create(builder, loc, a, b);
    break;
  case IndexOp::Rem:
    result = arith::RemUIOp::create(builder, loc, a, b);
    break;
  case IndexOp::Min:
    result = arith::MinSIOp::create(builder, loc, a, b);
    break;
  }
  known.push_back(result);
  return result;
}

Value LoopEmitter::emitAffine(AffineExpr expr, ArrayRef<Value> loops) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return loops[dim.getPosition()];
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return indexConstant(constant.getValue());
  auto binary = cast<AffineBinaryOpExpr>(expr);
  Value a = emitAffine(binary.getLHS(), loops), b = emitAffine(binary.getRHS(), loops);
  switch (binary.getKind()) {
  case AffineExprKind::Add:
    return emitIndex(IndexOp::Add, a, b);
  case AffineExprKind::Mul:
    return emitIndex(IndexOp::Mul, a, b);
  case AffineExprKind::FloorDiv:
    return emitIndex(IndexOp::Div, a, b);
  case AffineExprKind::Mod:
    return emitIndex(IndexOp::Rem, a, b);
  default:
    return emitIndex(IndexOp::Div, emitIndex(IndexOp::Add, a, indexConstant(*getConstantIntValue(b) - 1)), b);
  }
}

/// Outer terms first, so that an inner loop adds its own index last.
Value LoopEmitter::emitAddress(Value pointer, Type element, const LoopTensor &tensor, ArrayRef<Value> indices) {
  SmallVector<std::pair<unsigned, Value>> terms;
  for (auto [index, stride] : llvm::zip_equal(indices, tensor.strides())) {
    Value term = emitIndex(IndexOp::Mul, index, indexConstant(stride));
    terms.push_back({depthOf(term), term});
  }
  llvm::stable_sort(terms, llvm::less_first());
  Value offset = indexConstant(0);
  for (auto [depth, term] : terms)
    offset = emitIndex(IndexOp::Add, offset, term);
  setInsertionPoint(depthOf({offset, pointer}));
  Value wide = arith::IndexCastOp::create(builder, loc, builder.getI64Type(), offset);
  return LLVM::GEPOp::create(builder, loc, pointer.getType(), element, pointer, ArrayRef<LLVM::GEPArg>{wide},
                             LLVM::GEPNoWrapFlags::inbounds);
}

//===----------------------------------------------------------------------===//
// Elements
//===----------------------------------------------------------------------===//

Type neap::cpu::memoryType(Type element) {
  return element.isInteger(1) ? IntegerType::get(element.getContext(), 8) : element;
}

Value LoopEmitter::emitLoad(Value pointer, Value tensor, ArrayRef<Value> indices) {
  Type element = getElementTypeOrSelf(tensor.getType());
  Value address = emitAddress(pointer, memoryType(element), graph.getTensor(tensor), indices);
  setInsertionPoint(depthOf(address));
  Value loaded = LLVM::LoadOp::create(builder, loc, memoryType(element), address);
  if (!element.isInteger(1))
    return loaded;
  return arith::TruncIOp::create(builder, loc, element, loaded);
}

void LoopEmitter::emitStore(Value value, Value pointer, Value tensor, ArrayRef<Value> indices) {
  Type element = value.getType();
  Value address = emitAddress(pointer, memoryType(element), graph.getTensor(tensor), indices);
  setInsertionPoint(scopes.size() - 1);
  if (element.isInteger(1))
    value = arith::ExtUIOp::create(builder, loc, memoryType(element), value);
  LLVM::StoreOp::create(builder, loc, value, address);
}

Value LoopEmitter::emitConstant(Value tensor, DenseElementsAttr data, ArrayRef<Value> indices) {
  if (data.isSplat()) {
    setInsertionPoint(0);
    return arith::ConstantOp::create(builder, loc, cast<TypedAttr>(data.getSplatValue<Attribute>()));
  }
  // A table beside the function.
  Value &pointer = pointerOf[tensor];
  if (!pointer) {
    Type element = memoryType(data.getElementType());
    if (data.getElementType().isInteger(1))
      data = data.mapValues(element, [](const APInt &value) { return value.zext(8); });
    auto type = LLVM::LLVMArrayType::get(element, data.getNumElements());
    auto flat = data.reshape(RankedTensorType::get({data.getNumElements()}, element));
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(function);
    std::string name = (function.getName() + "_table" + Twine(tables++)).str();
    auto global = LLVM::GlobalOp::create(builder, loc, type, /*isConstant=*/true, LLVM::Linkage::Internal, name, flat,
                                         /*alignment=*/64);
    builder.setInsertionPointToStart(scopes[0].block);
    pointer = LLVM::AddressOfOp::create(builder, loc, global);
  }
  return emitLoad(pointer, tensor, indices);
}

Value LoopEmitter::emitElement(Value tensor, ArrayRef<Value> indices) {
  auto nestOp = tensor.getDefiningOp<linalg::GenericOp>();
  unsigned depth = depthOf(indices);
  Key key{nestOp ? nestOp.getOperation() : tensor.getAsOpaquePointer()};
  SmallVector<Value> loops(indices);
  if (nestOp) {
    // A result stands for its loops, whatever its layout.
    const LoopNest &nest = graph.getNest(nestOp);
    loops.assign(nest.ranges.size(), Value());
    unsigned number = cast<OpResult>(tensor).getResultNumber();
    for (auto [loop, index] : llvm::zip_equal(nest.resultLoops(number), indices))
      loops[loop] = index;
    if (std::optional<unsigned> lane = findLaneLoop(nest, loops))
      return emitLaneReduction(nest, number, loops, *lane);
  }
  for (Value loop : loops)
    key.push_back(loop.getAsOpaquePointer());
  unsigned number = nestOp ? cast<OpResult>(tensor).getResultNumber() : 0;
  auto known = scopes[depth].known.find(key);
  if (known != scopes[depth].known.end())
    return known->second[number];

  AtScope at(*this, depth);
  SmallVector<Value> results;
  DenseElementsAttr data;
  if (auto pointer = pointerOf.lookup(tensor)) {
    results = {emitLoad(pointer, tensor, indices)};
  } else if (matchPattern(tensor, m_Constant(&data))) {
    results = {emitConstant(tensor, data, indices)};
  } else if (nestOp) {
    const LoopNest &nest = graph.getNest(nestOp);
    if (nest.isReduction()) {
      emitReduction(nest, loops);
      return scopes[depth].known.find(key)->second[number];
    }
    SmallVector<Value> arguments = emitOperands(nest, loops, /*destinations=*/true);
    results = emitBody(nest, loops, arguments);
  } else {
    // tensor.empty: a destination that nobody reads.
    setInsertionPoint(depth);
    results = {LLVM::PoisonOp::create(builder, loc, getElementTypeOrSelf(tensor.getType()))};
  }
  scopes[depth].known[key] = results;
  return results[number];
}

SmallVector<Value> LoopEmitter::emitOperands(const LoopNest &nest, ArrayRef<Value> loops, bool destinations) {
  SmallVector<Value> arguments;
  for (OpOperand &operand : nest.op->getOpOperands()) {
    BlockArgument argument = nest.op.getMatchingBlockArgument(&operand);
    if (!destinations && nest.op.isDpsInit(&operand))
      break;
    if (argument.use_empty()) {
      arguments.push_back(Value());
      continue;
    }
    SmallVector<Value> indices;
    for (AffineExpr expr : nest.maps[operand.getOperandNumber()].getResults())
      indices.push_back(emitAffine(expr, loops));
    arguments.push_back(emitElement(operand.get(), indices));
  }
  return arguments;
}

SmallVector<Value> LoopEmitter::emitBody(const LoopNest &nest, ArrayRef<Value> loops, ValueRange arguments) {
  IRMapping mapping;
  for (auto [argument, value] : llvm::zip(nest.op.getBody()->getArguments(), arguments))
    if (value)
      mapping.map(argument, value);
  auto mapped = [&](Value value) { return mapping.lookupOrDefault(value); };
  for (Operation &op : nest.op.getBody()->without_terminator()) {
    if (auto index = dyn_cast<linalg::IndexOp>(op)) {
      int merged = nest.mergedLoop[index.getDim()];
      mapping.map(index.getResult(), merged < 0 ? indexConstant(0) : loops[merged]);
      continue;
    }
    if (auto extract = dyn_cast<tensor::ExtractOp>(op)) {
      SmallVector<Value> indices;
      for (auto [dim, index] : llvm::enumerate(extract.getIndices()))
        if (graph.getTensor(extract.getTensor()).mergedDim[dim] >= 0)
          indices.push_back(mapped(index));
      mapping.map(extract.getResult(), emitElement(extract.getTensor(), indices));
      continue;
    }
    unsigned depth = 0;
    for (Value operand : op.getOperands()) {
      // Scalars from outside of the body.
      if (Operation *outside = operand.getDefiningOp();
          outside && outside->getBlock() == nest.op->getBlock() && !mapping.contains(operand)) {
        setInsertionPoint(0);
        mapping.map(operand, builder.clone(*outside)->getResult(0));
      }
      depth = std::max(depth, depthOf(mapped(operand)));
    }
    setInsertionPoint(depth);
    builder.clone(op, mapping);
  }
  SmallVector<Value> results;
  for (Value value : nest.op.getBody()->getTerminator()->getOperands())
    results.push_back(mapped(value));
  return results;
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

void LoopEmitter::emitOutputs(ArrayRef<Output> group, ArrayRef<DimKey> inner, IndexMap &indexOf) {
  if (!inner.empty()) {
    DimKey dim = inner.front();
    bool block = schedule.blockClass == dim.first;
    Value lower = block ? laneBase : indexConstant(0);
    Value upper = block ? laneEnd : indexConstant(graph.getExtent(dim.first));
    emitLoop(lower, upper, {}, [&](Value variable, ValueRange) -> SmallVector<Value> {
      if (block && schedule.lanes)
        laneVariables.insert(variable);
      indexOf[dim] = variable;
      emitOutputs(group, inner.drop_front(), indexOf);
      return {};
    });
    return;
  }
  // All values before all stores: a result may lie where an operand does.
  SmallVector<SmallVector<Value>> indices;
  SmallVector<Value> values;
  for (const Output &output : group) {
    auto &own = indices.emplace_back();
    for (DimKey dim : output.dims)
      own.push_back(indexOf.at(dim));
    values.push_back(emitElement(output.tensor, own));
  }
  for (auto [output, own, value] : llvm::zip_equal(group, indices, values))
    emitStore(value, output.pointer, output.tensor, own);
}

LoopEmitter::IndexMap LoopEmitter::emitRowIndices(Value row) {
  IndexMap indexOf;
  Value rest = row;
  auto take = [&](int64_t extent, bool last) {
    Value taken = last ? rest : emitIndex(IndexOp::Rem, rest, indexConstant(extent));
    rest = last ? rest : emitIndex(IndexOp::Div, rest, indexConstant(extent));
    return taken;
  };
  if (schedule.blockClass) {
    int64_t extent = graph.getExtent(*schedule.blockClass);
    int64_t blocks = llvm::divideCeil(extent, schedule.blockSize);
    Value block = blocks == 1 ? indexConstant(0) : take(blocks, schedule.rowClasses.empty());
    laneBase = emitIndex(IndexOp::Mul, block, indexConstant(schedule.blockSize));
    laneEnd = emitIndex(IndexOp::Add, laneBase, indexConstant(schedule.blockSize));
    if (extent % schedule.blockSize)
      laneEnd = emitIndex(IndexOp::Min, laneEnd, indexConstant(extent));
  }
  for (auto [position, rowClass] : llvm::enumerate(llvm::reverse(schedule.rowClasses)))
    indexOf[{rowClass, 0}] = take(graph.getExtent(rowClass), position + 1 == schedule.rowClasses.size());
  return indexOf;
}

void LoopEmitter::emitRows(Value begin, Value end) {
  emitLoop(begin, end, {}, [&](Value row, ValueRange) -> SmallVector<Value> {
    IndexMap indexOf = emitRowIndices(row);
    // Results with the same inner loops share them.
    llvm::MapVector<SmallVector<DimKey>, SmallVector<Output>, std::map<SmallVector<DimKey>, unsigned>> groups;
    for (const Output &output : outputs) {
      SmallVector<DimKey> inner;
      for (DimKey dim : output.dims)
        if (!indexOf.count(dim))
          inner.push_back(dim);
      groups[inner].push_back(output);
    }
    for (auto &[inner, group] : groups)
      emitOutputs(group, inner, indexOf);
    return {};
  });
}

LogicalResult LoopEmitter::emit(ArrayRef<Value> pointers, Block &kernel, Value begin, Value end) {
  for (auto [argument, pointer] : llvm::zip(kernel.getArguments(), pointers))
    pointerOf[argument] = pointer;
  for (auto [result, pointer] : llvm::zip_equal(graph.getResults(), pointers.drop_front(kernel.getNumArguments()))) {
    Output &output = outputs.emplace_back(Output{result, pointer, {}});
    for (unsigned dimClass : graph.getTensor(result).classes)
      output.dims.push_back({dimClass, llvm::count(llvm::make_first_range(output.dims), dimClass)});
  }
  builder.setInsertionPointToEnd(scopes[0].block);
  Value first = arith::IndexCastOp::create(builder, loc, builder.getIndexType(), begin);
  Value last = arith::IndexCastOp::create(builder, loc, builder.getIndexType(), end);
  emitRows(first, last);
  builder.setInsertionPointToEnd(scopes[0].block);
  LLVM::ReturnOp::create(builder, loc, ValueRange{});
  return success();
}
