//===- GroupShape.cpp - The loops of a group of ops -----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See GroupShape.h.
//
//===----------------------------------------------------------------------===//

#include "GroupShape.h"

using namespace mlir;
using namespace neap;

bool neap::isOpaque(Operation *op) { return !isa<IterationSpaceOpInterface>(op); }

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

unsigned GroupShape::newId(int64_t extent) {
  parents.push_back(parents.size());
  extents.push_back(extent);
  return parents.size() - 1;
}

unsigned GroupShape::find(unsigned id) const {
  while (parents[id] != id)
    id = parents[id] = parents[parents[id]];
  return id;
}

void GroupShape::unite(unsigned a, unsigned b) {
  a = find(a);
  b = find(b);
  parents[std::max(a, b)] = std::min(a, b);
}

SmallVector<unsigned> &GroupShape::idsOf(Value value) {
  auto [entry, added] = valueIds.try_emplace(value);
  if (added)
    for (int64_t extent : cast<RankedTensorType>(value.getType()).getShape())
      entry->second.push_back(newId(extent));
  return entry->second;
}

void GroupShape::addOp(Operation *op) {
  for (Value operand : op->getOperands())
    idsOf(operand);
  for (Value result : op->getResults())
    idsOf(result);
  auto space = dyn_cast<IterationSpaceOpInterface>(op);
  if (!space)
    return;
  Loops &own = loops[op];
  own.ranges = space.getLoopRanges();
  own.iterators = space.getLoopIterators();
  own.maps = space.getLoopIndexingMaps();
  for (int64_t range : own.ranges)
    own.classes.push_back(newId(range));
  SmallVector<Value> values(op->getOperands());
  llvm::append_range(values, op->getResults());
  for (auto [value, map] : llvm::zip_equal(values, own.maps))
    for (auto [id, expr] : llvm::zip_equal(idsOf(value), map.getResults()))
      if (auto loop = dyn_cast<AffineDimExpr>(expr); loop && extents[id] == own.ranges[loop.getPosition()])
        unite(id, own.classes[loop.getPosition()]);
}

void GroupShape::collectOutputs() {
  for (Operation *op : members)
    for (Value result : op->getResults())
      if (llvm::any_of(result.getUsers(), [&](Operation *user) { return !contains(user); }))
        outputs.insert(result);
}

GroupShape::GroupShape(ArrayRef<Operation *> ops) : members(ops.begin(), ops.end()) {
  for (Operation *op : ops)
    addOp(op);
  collectOutputs();
}

static DimClasses sortedUnique(DimClasses classes) {
  llvm::sort(classes);
  classes.erase(llvm::unique(classes), classes.end());
  return classes;
}

DimClasses GroupShape::classesOf(Value value) const {
  DimClasses classes;
  for (unsigned id : valueIds.find(value)->second)
    if (extents[id] != 1)
      classes.push_back(find(id));
  return sortedUnique(classes);
}

DimClasses GroupShape::loopClasses(Operation *op, bool reduced) const {
  DimClasses classes;
  auto found = loops.find(op);
  if (found == loops.end())
    return classes;
  for (auto [id, range, iterator] :
       llvm::zip_equal(found->second.classes, found->second.ranges, found->second.iterators))
    if (range != 1 && (iterator == utils::IteratorType::reduction) == reduced)
      classes.push_back(find(id));
  return sortedUnique(classes);
}

bool GroupShape::isReadInside(Operation *op) const {
  return llvm::any_of(op->getUsers(), [&](Operation *user) { return contains(user); });
}

int64_t GroupShape::extentOf(ArrayRef<unsigned> classes) const {
  int64_t product = 1;
  for (unsigned dimClass : classes)
    product *= extents[dimClass];
  return product;
}

int64_t GroupShape::iterationsOf(Operation *op) const {
  int64_t product = 1;
  if (auto found = loops.find(op); found != loops.end()) {
    for (int64_t range : found->second.ranges)
      product *= range;
    return product;
  }
  for (Type type : op->getResultTypes())
    product = std::max(product, cast<RankedTensorType>(type).getNumElements());
  return product;
}

DimClasses GroupShape::findRows() const {
  DimClasses rows;
  if (outputs.empty())
    return rows;
  rows = classesOf(outputs.front());
  auto keep = [&](auto predicate) { llvm::erase_if(rows, [&](unsigned dimClass) { return !predicate(dimClass); }); };
  for (Value output : outputs) {
    DimClasses classes = classesOf(output);
    keep([&](unsigned dimClass) { return llvm::is_contained(classes, dimClass); });
  }
  for (Operation *op : members) {
    DimClasses reduced = loopClasses(op, /*reduced=*/true);
    keep([&](unsigned dimClass) { return !llvm::is_contained(reduced, dimClass); });
  }
  return rows;
}

//===----------------------------------------------------------------------===//
// Judgement
//===----------------------------------------------------------------------===//

/// A value that is read at shifted or strided indices is computed anew for each reader: it may have only one.
bool GroupShape::readsAreAligned() const {
  for (Operation *op : members) {
    auto found = loops.find(op);
    for (OpOperand &operand : op->getOpOperands()) {
      Operation *producer = operand.get().getDefiningOp();
      if (!contains(producer) || found == loops.end())
        continue;
      const Loops &own = found->second;
      bool aligned = true;
      for (auto [id, expr] :
           llvm::zip_equal(valueIds.find(operand.get())->second, own.maps[operand.getOperandNumber()].getResults())) {
        auto loop = dyn_cast<AffineDimExpr>(expr);
        aligned &= extents[id] == 1 || (loop && find(own.classes[loop.getPosition()]) == find(id));
      }
      if (!aligned && (!operand.get().hasOneUse() || isReduction(producer) || isOpaque(producer)))
        return false;
    }
  }
  return true;
}

/// An opaque op reads memory, and its elements are asked for once, where they are stored.
bool GroupShape::opaqueOpsAreSources() const {
  bool anyOpaque = llvm::any_of(members, isOpaque);
  if (!anyOpaque || members.size() == 1)
    return true;
  for (Operation *op : members) {
    if (isReduction(op))
      return false;
    if (!isOpaque(op))
      continue;
    if (llvm::any_of(op->getOperands(), [&](Value operand) { return contains(operand.getDefiningOp()); }))
      return false;
    for (Value result : op->getResults())
      if (classesOf(result) != classesOf(outputs.front()))
        return false;
  }
  return true;
}

/// A reduction that the group reads is needed once per row, or is short.
bool GroupShape::reductionsArePerRow(const DimClasses &rows) const {
  constexpr int64_t shortReduction = 16;
  for (Operation *op : members) {
    if (!isReduction(op) || !isReadInside(op))
      continue;
    bool perRow = loopClasses(op, /*reduced=*/false) == rows;
    if (!perRow && extentOf(loopClasses(op, /*reduced=*/true)) > shortReduction)
      return false;
  }
  return true;
}

/// A reduction that reads an operand's element several times (a matrix product) would compute it as often.
bool GroupShape::reductionsReadOnce(const DimClasses &rows) const {
  for (Operation *op : members) {
    if (!isReduction(op))
      continue;
    DimClasses all = loopClasses(op, /*reduced=*/false);
    llvm::append_range(all, loopClasses(op, /*reduced=*/true));
    all = sortedUnique(all);
    for (Value operand : op->getOperands()) {
      DimClasses own = classesOf(operand);
      bool perRow = llvm::all_of(own, [&](unsigned dimClass) { return llvm::is_contained(rows, dimClass); });
      if (contains(operand.getDefiningOp()) && own != all && !perRow)
        return false;
    }
  }
  return true;
}

/// Results over the same space share one loop. Results over several spaces cost a pass each over the row, which is
/// worth it while the row stays in a cache or when the passes are there anyhow.
bool GroupShape::resultsShareLoops(const DimClasses &rows, const GroupingOptions &options) const {
  bool same = llvm::all_of(outputs, [&](Value output) { return classesOf(output) == classesOf(outputs.front()); });
  if (same)
    return true;
  int64_t rowElements = 0;
  for (Operation *op : members)
    rowElements = std::max(rowElements, iterationsOf(op) / std::max<int64_t>(1, extentOf(rows)));
  bool passesAnyhow = llvm::any_of(members, [&](Operation *op) { return isReduction(op) && isReadInside(op); });
  bool reduces = llvm::any_of(members, [&](Operation *op) { return isReduction(op); });
  return passesAnyhow || (reduces && rowElements <= options.cachedRowElements);
}

/// What lies along the innermost dimension only (a bias) is computed again for each outer index: allow little of it.
bool GroupShape::smallOperandsAreCheap() const {
  constexpr unsigned fewOps = 3;
  DimClasses whole = classesOf(outputs.front());
  ArrayRef<unsigned> ids = valueIds.find(outputs.front())->second;
  auto innermost = llvm::find_if(llvm::reverse(ids), [&](unsigned id) { return extents[id] != 1; });
  if (innermost == llvm::reverse(ids).end())
    return true;
  unsigned count = 0;
  for (Operation *op : members) {
    DimClasses space = loopClasses(op, /*reduced=*/false);
    if (isReduction(op) || isOpaque(op) || space == whole || !llvm::is_contained(space, find(*innermost)) ||
        space.size() >= whole.size())
      continue;
    auto cost = dyn_cast<CostModelOpInterface>(op);
    if (!cost || !cost.isCheapToRecompute() || ++count > fewOps)
      return false;
  }
  return true;
}

bool GroupShape::isGoodKernel(const GroupingOptions &options) const {
  if (outputs.empty() || !readsAreAligned() || !opaqueOpsAreSources())
    return false;
  DimClasses rows = findRows();
  if (!reductionsArePerRow(rows) || !reductionsReadOnce(rows) || !resultsShareLoops(rows, options) ||
      !smallOperandsAreCheap())
    return false;
  int64_t iterations = 0;
  for (Operation *op : members)
    iterations = std::max(iterations, iterationsOf(op));
  return iterations <= options.serialIterations || extentOf(rows) >= 2 * static_cast<int64_t>(options.threads);
}
