//===- Core.cpp - Flattens a graph ----------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One pass over the verified graph; see Core.h for what is folded away.
//
//===----------------------------------------------------------------------===//

#include "Core/Core.h"

#include <algorithm>
#include <numeric>

namespace neap::planner {
namespace {

void sortUnique(std::vector<uint32_t> &list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

void buildValues(const Graph &graph, Core &core) {
  size_t n = graph.values.size();
  core.valueCount = n;
  core.bytes.assign(n, 0);
  core.root.resize(n);
  core.producer.assign(n, none);
  core.transient.assign(n, 0);
  core.wanted.assign(n, 0);
  for (size_t v = 0; v < n; ++v) {
    const Value &value = graph.values[v];
    core.root[v] = graph.storage(ValueId(v));
    core.transient[v] = !value.resident && !graph.values[core.root[v]].resident;
    if (value.resident)
      core.residentBytes += value.bytes;
    if (core.transient[v]) {
      core.wanted[v] = value.wanted;
      if (core.root[v] == v)
        core.bytes[v] = value.bytes;
    }
  }
  for (size_t o = 0; o < graph.operations.size(); ++o)
    for (ValueId v : graph.operations[o].outputs)
      core.producer[v] = uint32_t(o);
}

/// For each resident storage, the `once` operations that overwrite it.
std::vector<std::vector<uint32_t>> overwriters(const Graph &graph, const Core &core) {
  std::vector<std::vector<uint32_t>> result(graph.values.size());
  for (size_t o = 0; o < graph.operations.size(); ++o) {
    if (!graph.operations[o].once)
      continue;
    for (ValueId v : graph.operations[o].outputs)
      if (graph.values[core.root[v]].resident)
        result[core.root[v]].push_back(uint32_t(o));
  }
  return result;
}

} // namespace

Core buildCore(const Graph &graph, bool honourNeeds) {
  Core core;
  buildValues(graph, core);
  size_t n = graph.operations.size();
  core.opCount = n;
  core.origin.resize(n);
  std::iota(core.origin.begin(), core.origin.end(), 0u);
  std::vector<std::vector<uint32_t>> writersOf = overwriters(graph, core);
  std::vector<std::vector<uint32_t>> readersOf(graph.values.size()), viewsOf(graph.values.size());
  std::vector<std::vector<uint32_t>> before(n), overwritten(n);
  for (size_t o = 0; o < n; ++o) {
    const Operation &op = graph.operations[o];
    core.time.push_back(op.time);
    core.workspace.push_back(op.workspace);
    core.once.push_back(op.once);
    std::vector<uint32_t> reads, writes(op.outputs.begin(), op.outputs.end());
    before[o].insert(before[o].end(), op.after.begin(), op.after.end());
    for (const Read &read : op.reads) {
      if (core.producer[read.value] != none)
        before[o].push_back(core.producer[read.value]);
      bool bytesNeeded = !honourNeeds || (read.need != Need::None && read.need != Need::Shape);
      if (core.transient[read.value] && bytesNeeded)
        reads.push_back(read.value);
      // Readers before a write see the old version, readers after it the new one.
      for (uint32_t w : writersOf[core.root[read.value]]) {
        if (w < o)
          before[o].push_back(w);
        if (w > o) {
          before[w].push_back(uint32_t(o));
          overwritten[o].push_back(w);
        }
      }
    }
    // A view is taken from a storage that is there, whatever the operation needs of it.
    for (ValueId v : op.outputs) {
      uint32_t root = core.root[v];
      if (root == v || !core.transient[v] || core.producer[root] == o)
        continue;
      before[o].push_back(core.producer[root]);
      if (std::none_of(reads.begin(), reads.end(), [&](uint32_t r) { return core.root[r] == root; }))
        reads.push_back(root);
    }
    sortUnique(reads);
    writes.erase(std::remove_if(writes.begin(), writes.end(), [&](uint32_t v) { return !core.transient[v]; }),
                 writes.end());
    sortUnique(writes);
    for (uint32_t v : reads)
      readersOf[v].push_back(uint32_t(o));
    for (uint32_t v : writes)
      if (core.root[v] != v)
        viewsOf[core.root[v]].push_back(v);
    core.reads.add(reads);
    core.writes.add(writes);
  }
  // Two writers of one resident keep their recorded order.
  for (const std::vector<uint32_t> &writers : writersOf)
    for (size_t k = 1; k < writers.size(); ++k)
      before[writers[k]].push_back(writers[k - 1]);
  for (size_t o = 0; o < n; ++o) {
    sortUnique(before[o]);
    before[o].erase(std::remove(before[o].begin(), before[o].end(), uint32_t(o)), before[o].end());
    sortUnique(overwritten[o]);
    core.before.add(before[o]);
    core.overwrittenBy.add(overwritten[o]);
  }
  for (size_t v = 0; v < graph.values.size(); ++v) {
    sortUnique(readersOf[v]);
    core.readers.add(readersOf[v]);
    core.views.add(viewsOf[v]);
  }
  return core;
}

} // namespace neap::planner
