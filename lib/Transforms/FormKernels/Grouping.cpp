//===- Grouping.cpp - Which ops become one kernel -------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Merges groups along def-use edges, in block order and the nearest producer first,
// until nothing changes.
//
//===----------------------------------------------------------------------===//

#include "Grouping.h"

#include "GroupShape.h"

#include "mlir/Interfaces/ViewLikeInterface.h"

#include <queue>

using namespace mlir;
using namespace neap;

namespace {

class Merger {
public:
  Merger(Block &block, const GroupingOptions &options);
  SmallVector<KernelGroup> run();

private:
  struct Node {
    SmallVector<Operation *> ops;
    std::optional<LibraryCall> library;
    /// Takes no others: library calls and views.
    bool closed = false, outside = false;
  };
  unsigned groupOf(Operation *op) const { return groups.lookup(op); }
  bool known(Operation *op) const { return op && groups.count(op); }
  llvm::SmallSetVector<unsigned, 8> producersOf(unsigned group) const;
  bool reachesThroughOthers(unsigned from, unsigned to) const;
  bool tryMerge(unsigned into, unsigned group);
  bool mergeOnce(ArrayRef<Operation *> ops);
  SmallVector<unsigned> order() const;

  const GroupingOptions &options;
  std::vector<Node> nodes;
  llvm::DenseMap<Operation *, unsigned> groups;
  llvm::DenseMap<Operation *, unsigned> positions;
};

} // namespace

Merger::Merger(Block &block, const GroupingOptions &options) : options(options) {
  for (Operation &op : block.without_terminator()) {
    positions[&op] = positions.size();
    if (op.hasTrait<OpTrait::ConstantLike>())
      continue;
    Node node;
    node.ops.push_back(&op);
    node.outside = isa<ViewLikeOpInterface>(op);
    if (auto library = dyn_cast<LibraryKernelInterface>(op))
      node.library = library.getLibraryCall(options.threads);
    node.closed = node.outside || node.library;
    groups[&op] = nodes.size();
    nodes.push_back(std::move(node));
  }
}

llvm::SmallSetVector<unsigned, 8> Merger::producersOf(unsigned group) const {
  llvm::SmallSetVector<unsigned, 8> producers;
  for (Operation *op : nodes[group].ops)
    for (Value operand : op->getOperands())
      if (Operation *producer = operand.getDefiningOp(); known(producer) && groupOf(producer) != group)
        producers.insert(groupOf(producer));
  return producers;
}

/// Whether a way leads from one group to another with a third one on it: then they cannot become one.
bool Merger::reachesThroughOthers(unsigned from, unsigned to) const {
  SmallVector<unsigned> work;
  llvm::SmallDenseSet<unsigned> seen;
  for (unsigned producer : producersOf(to))
    if (producer != from && seen.insert(producer).second)
      work.push_back(producer);
  while (!work.empty()) {
    unsigned group = work.pop_back_val();
    if (group == from)
      return true;
    for (unsigned producer : producersOf(group))
      if (producer != to && seen.insert(producer).second)
        work.push_back(producer);
  }
  return false;
}

bool Merger::tryMerge(unsigned into, unsigned group) {
  if (into == group || nodes[into].closed || nodes[group].closed)
    return false;
  SmallVector<Operation *> ops = nodes[into].ops;
  llvm::append_range(ops, nodes[group].ops);
  llvm::sort(ops, [&](Operation *a, Operation *b) { return positions.lookup(a) < positions.lookup(b); });
  if (!GroupShape(ops).isGoodKernel(options) || reachesThroughOthers(into, group) || reachesThroughOthers(group, into))
    return false;
  for (Operation *op : nodes[group].ops)
    groups[op] = into;
  nodes[into].ops = std::move(ops);
  nodes[group].ops.clear();
  return true;
}

/// Groups in an order that respects their edges and keeps to the position of each group's last op where it can.
SmallVector<unsigned> Merger::order() const {
  SmallVector<unsigned> waiting(nodes.size(), 0);
  SmallVector<SmallVector<unsigned>> readers(nodes.size());
  using Entry = std::pair<unsigned, unsigned>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
  auto enqueue = [&](unsigned group) { ready.push({positions.lookup(nodes[group].ops.back()), group}); };
  for (unsigned group = 0; group < nodes.size(); ++group) {
    if (nodes[group].ops.empty())
      continue;
    for (unsigned producer : producersOf(group)) {
      readers[producer].push_back(group);
      ++waiting[group];
    }
    if (waiting[group] == 0)
      enqueue(group);
  }
  SmallVector<unsigned> result;
  while (!ready.empty()) {
    unsigned group = ready.top().second;
    ready.pop();
    result.push_back(group);
    for (unsigned reader : readers[group])
      if (--waiting[reader] == 0)
        enqueue(reader);
  }
  return result;
}

/// Tries every edge once; whether some groups became one.
bool Merger::mergeOnce(ArrayRef<Operation *> ops) {
  bool merged = false;
  for (Operation *op : ops) {
    SmallVector<Operation *> producers;
    for (Value operand : op->getOperands())
      if (Operation *producer = operand.getDefiningOp(); known(producer))
        producers.push_back(producer);
    llvm::stable_sort(producers, [&](Operation *a, Operation *b) { return positions.lookup(a) > positions.lookup(b); });
    for (Operation *producer : producers)
      merged |= tryMerge(groupOf(producer), groupOf(op));
  }
  return merged;
}

SmallVector<KernelGroup> Merger::run() {
  SmallVector<Operation *> ops(nodes.size());
  for (unsigned group = 0; group < nodes.size(); ++group)
    ops[group] = nodes[group].ops.front();
  // A merge can make another one good: a row's maximum joins once everything between it and its readers has.
  while (mergeOnce(ops)) {
  }
  SmallVector<KernelGroup> result;
  for (unsigned group : order())
    result.push_back({nodes[group].ops, nodes[group].library, nodes[group].outside});
  return result;
}

SmallVector<KernelGroup> neap::computeGrouping(Block &block, const GroupingOptions &options) {
  return Merger(block, options).run();
}
