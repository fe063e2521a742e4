//===- LoopGraph.cpp - The loops of one kernel, collapsed -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds classes of dimensions by uniting what the indexing maps tie together,
// then merges adjacent classes. See LoopGraph.h for an example.
//
//===----------------------------------------------------------------------===//

#include "LoopGraph.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace neap::cpu;

SmallVector<int64_t> LoopTensor::strides() const {
  SmallVector<int64_t> result(shape.size(), 1);
  for (int64_t i = static_cast<int64_t>(shape.size()) - 2; i >= 0; --i)
    result[i] = result[i + 1] * shape[i + 1];
  return result;
}

SmallVector<unsigned> LoopNest::sortedClasses(bool reduced) const {
  SmallVector<unsigned> result;
  for (auto [loop, loopClass] : llvm::enumerate(classes))
    if (reduces[loop] == reduced)
      result.push_back(loopClass);
  llvm::sort(result);
  return result;
}

SmallVector<unsigned> LoopNest::resultLoops(unsigned index) const {
  SmallVector<unsigned> loops;
  for (AffineExpr expr : maps[op.getNumDpsInputs() + index].getResults())
    loops.push_back(cast<AffineDimExpr>(expr).getPosition());
  return loops;
}

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

unsigned LoopGraph::newId(int64_t extent) {
  parents.push_back(parents.size());
  extents.push_back(extent);
  pinned.push_back(false);
  return parents.size() - 1;
}

unsigned LoopGraph::find(unsigned id) const {
  while (parents[id] != id)
    id = parents[id] = parents[parents[id]];
  return id;
}

void LoopGraph::unite(unsigned a, unsigned b) {
  a = find(a);
  b = find(b);
  if (a == b)
    return;
  parents[std::max(a, b)] = std::min(a, b);
  pinned[std::min(a, b)] = pinned[a] || pinned[b];
}

void LoopGraph::addTensor(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!type || tensorIds.count(value))
    return;
  SmallVector<unsigned> ids;
  for (int64_t extent : type.getShape())
    ids.push_back(newId(extent));
  tensorIds[value] = ids;
  values.push_back(value);
}

void LoopGraph::uniteByMap(AffineMap map, ArrayRef<unsigned> loops, Value tensor) {
  ArrayRef<unsigned> dims = tensorIds.find(tensor)->second;
  for (auto [dim, expr] : llvm::enumerate(map.getResults())) {
    auto loop = dyn_cast<AffineDimExpr>(expr);
    if (loop && extents[loops[loop.getPosition()]] == extents[dims[dim]]) {
      unite(loops[loop.getPosition()], dims[dim]);
      continue;
    }
    pinned[find(dims[dim])] = true;
    expr.walk([&](AffineExpr part) {
      if (auto used = dyn_cast<AffineDimExpr>(part))
        pinned[find(loops[used.getPosition()])] = true;
    });
  }
}

void LoopGraph::addNest(linalg::GenericOp op) {
  SmallVector<unsigned> loops;
  for (int64_t range : op.getStaticLoopRanges())
    loops.push_back(newId(range));
  nestIds[op] = loops;
  generics.push_back(op);
  for (OpOperand &operand : op->getOpOperands())
    uniteByMap(op.getMatchingIndexingMap(&operand), loops, operand.get());
  for (OpResult result : op->getResults()) {
    addTensor(result);
    uniteByMap(op.getIndexingMapMatchingResult(result), loops, result);
  }
  op.getBody()->walk([&](Operation *inner) {
    if (auto index = dyn_cast<linalg::IndexOp>(inner))
      pinned[find(loops[index.getDim()])] = true;
    if (auto extract = dyn_cast<tensor::ExtractOp>(inner)) {
      for (unsigned id : tensorIds.find(extract.getTensor())->second)
        pinned[find(id)] = true;
    }
  });
}

//===----------------------------------------------------------------------===//
// Merging
//===----------------------------------------------------------------------===//

/// Whether class b follows class a at once in every tensor that has one of them, and every nest has both or neither,
/// once and of the same kind.
bool LoopGraph::canMerge(unsigned a, unsigned b) const {
  if (a == b || pinned[a] || pinned[b])
    return false;
  for (ArrayRef<unsigned> sequence : tensorSequences) {
    if (llvm::count(sequence, a) != llvm::count(sequence, b) || llvm::count(sequence, a) > 1)
      return false;
    for (auto [position, entry] : llvm::enumerate(sequence))
      if (entry == a && (position + 1 == sequence.size() || sequence[position + 1] != b))
        return false;
  }
  for (ArrayRef<std::pair<unsigned, bool>> sequence : nestSequences) {
    int foundA = -1, foundB = -1;
    for (auto [loop, reduces] : sequence) {
      if (loop != a && loop != b)
        continue;
      int &found = loop == a ? foundA : foundB;
      if (found != -1)
        return false;
      found = reduces;
    }
    if (foundA != foundB)
      return false;
  }
  return true;
}

void LoopGraph::mergeClasses() {
  for (Value value : values) {
    auto &sequence = tensorSequences.emplace_back();
    for (unsigned id : tensorIds[value])
      if (extents[id] != 1)
        sequence.push_back(find(id));
  }
  for (linalg::GenericOp op : generics) {
    auto &sequence = nestSequences.emplace_back();
    for (auto [id, iterator] : llvm::zip_equal(nestIds[op], op.getIteratorTypesArray()))
      if (extents[id] != 1)
        sequence.push_back({find(id), iterator == utils::IteratorType::reduction});
  }
  bool changed = true;
  while (changed) {
    changed = false;
    SmallVector<std::pair<unsigned, unsigned>> pairs;
    for (ArrayRef<unsigned> sequence : tensorSequences)
      for (size_t i = 0; i + 1 < sequence.size(); ++i)
        if (!llvm::is_contained(pairs, std::pair(sequence[i], sequence[i + 1])))
          pairs.push_back({sequence[i], sequence[i + 1]});
    for (auto [a, b] : pairs) {
      if (!canMerge(a, b))
        continue;
      parents[b] = a;
      extents[a] *= extents[b];
      for (auto &sequence : tensorSequences)
        llvm::erase(sequence, b);
      for (auto &sequence : nestSequences)
        llvm::erase_if(sequence, [b = b](auto entry) { return entry.first == b; });
      changed = true;
      break;
    }
  }
}

//===----------------------------------------------------------------------===//
// Result
//===----------------------------------------------------------------------===//

void LoopGraph::finishTensor(Value value) {
  LoopTensor tensor;
  ArrayRef<int64_t> shape = cast<RankedTensorType>(value.getType()).getShape();
  for (auto [dim, id] : llvm::enumerate(tensorIds[value])) {
    unsigned root = find(id);
    if (shape[dim] == 1) {
      tensor.mergedDim.push_back(-1);
      continue;
    }
    // A merged class is not repeated in a tensor: only an unmerged one can follow itself.
    bool continues = !tensor.classes.empty() && tensor.classes.back() == root && extents[root] != shape[dim];
    if (!continues) {
      tensor.classes.push_back(root);
      tensor.shape.push_back(extents[root]);
    }
    tensor.mergedDim.push_back(tensor.classes.size() - 1);
  }
  tensors[value] = std::move(tensor);
}

void LoopGraph::finishNest(linalg::GenericOp op) {
  LoopNest nest;
  nest.op = op;
  MLIRContext *context = op.getContext();
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  SmallVector<AffineExpr> replacements;
  for (auto [loop, id] : llvm::enumerate(nestIds[op])) {
    unsigned root = find(id);
    if (ranges[loop] == 1) {
      nest.mergedLoop.push_back(-1);
      replacements.push_back(getAffineConstantExpr(0, context));
      continue;
    }
    auto known = llvm::find(nest.classes, root);
    bool continues = known != nest.classes.end() && extents[root] != ranges[loop];
    unsigned merged = continues ? known - nest.classes.begin() : nest.classes.size();
    if (!continues) {
      nest.classes.push_back(root);
      nest.ranges.push_back(extents[root]);
      nest.reduces.push_back(iterators[loop] == utils::IteratorType::reduction);
    }
    nest.mergedLoop.push_back(merged);
    replacements.push_back(getAffineDimExpr(merged, context));
  }
  for (OpOperand &operand : op->getOpOperands()) {
    const LoopTensor &tensor = tensors[operand.get()];
    SmallVector<AffineExpr> exprs;
    for (auto [dim, expr] : llvm::enumerate(op.getMatchingIndexingMap(&operand).getResults()))
      if (tensor.mergedDim[dim] == static_cast<int>(exprs.size()))
        exprs.push_back(simplifyAffineExpr(expr.replaceDims(replacements), nest.ranges.size(), 0));
    nest.maps.push_back(AffineMap::get(nest.ranges.size(), 0, exprs, context));
  }
  for (Value operand : op->getOperands())
    if (Operation *producer = operand.getDefiningOp(); producer && nests.count(producer))
      nest.level = std::max(nest.level, nests[producer].level);
  op.getBody()->walk([&](tensor::ExtractOp extract) {
    if (Operation *producer = extract.getTensor().getDefiningOp(); producer && nests.count(producer))
      nest.level = std::max(nest.level, nests[producer].level);
  });
  nest.level += nest.isReduction();
  nests[op] = std::move(nest);
}

void LoopGraph::findNeeded() {
  llvm::DenseSet<Operation *> seen;
  SmallVector<Value> work(results.begin(), results.end());
  while (!work.empty()) {
    Operation *op = work.pop_back_val().getDefiningOp();
    if (!op || !nests.count(op) || !seen.insert(op).second)
      continue;
    llvm::append_range(work, op->getOperands());
    cast<linalg::GenericOp>(op).getBody()->walk(
        [&](tensor::ExtractOp extract) { work.push_back(extract.getTensor()); });
  }
  for (linalg::GenericOp op : generics)
    if (seen.contains(op))
      needed.push_back(op);
}

LoopGraph::LoopGraph(Block &block) {
  llvm::append_range(results, block.getTerminator()->getOperands());
  for (BlockArgument argument : block.getArguments())
    addTensor(argument);
  for (Operation &op : block.without_terminator()) {
    if (auto generic = dyn_cast<linalg::GenericOp>(op)) {
      addNest(generic);
      continue;
    }
    for (Value result : op.getResults())
      addTensor(result);
  }
  mergeClasses();
  for (Value value : values)
    finishTensor(value);
  for (linalg::GenericOp op : generics)
    finishNest(op);
  findNeeded();
}
