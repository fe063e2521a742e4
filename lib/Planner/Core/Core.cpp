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
#include <iterator>
#include <numeric>
#include <tuple>

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

} // namespace

Operation byFormula(Operation op, uint32_t formula) {
  Operation one = std::move(op);
  if (formula != 0) {
    Formula chosen = std::move(one.formulas[formula - 1]);
    one.time = chosen.time;
    one.workspace = chosen.workspace;
    one.reads = std::move(chosen.reads);
    one.inPlace.clear();
  }
  one.formulas.clear();
  return one;
}

FormReader::FormReader(const Graph &graph, const Core &core)
    : graph(graph), core(core), writersOf(graph.values.size()) {
  for (size_t o = 0; o < graph.operations.size(); ++o) {
    if (!graph.operations[o].once)
      continue;
    for (ValueId v : graph.operations[o].outputs)
      if (graph.values[core.root[v]].resident)
        writersOf[core.root[v]].push_back(uint32_t(o));
  }
}

Form FormReader::read(uint32_t o, uint32_t formula) const {
  const Operation &op = graph.operations[o];
  Form form;
  form.before.assign(op.after.begin(), op.after.end());
  for (const Read &read : op.readsBy(formula)) {
    if (core.producer[read.value] != none)
      form.before.push_back(core.producer[read.value]);
    bool bytesNeeded = !core.honourNeeds || (read.need != Need::None && read.need != Need::Shape);
    if (core.transient[read.value] && bytesNeeded)
      form.reads.push_back(read.value);
    // Readers before a write see the old version, readers after it the new one.
    for (uint32_t w : writersOf[core.root[read.value]])
      if (w != o)
        (w < o ? form.before : form.overwrittenBy).push_back(w);
  }
  // A view is taken from a storage that is there, whatever the operation needs of it.
  for (ValueId v : op.outputs) {
    uint32_t root = core.root[v];
    if (root == v || !core.transient[v] || core.producer[root] == o)
      continue;
    form.before.push_back(core.producer[root]);
    if (std::none_of(form.reads.begin(), form.reads.end(), [&](uint32_t r) { return core.root[r] == root; }))
      form.reads.push_back(root);
  }
  for (std::vector<uint32_t> *list : {&form.reads, &form.before, &form.overwrittenBy})
    sortUnique(*list);
  if (formula == 0 && !op.inPlace.empty())
    form.inPlace = pairsOf(o, form);
  return form;
}

std::vector<uint32_t> FormReader::pairsOf(uint32_t o, const Form &form) const {
  const Operation &op = graph.operations[o];
  std::vector<uint32_t> results, roots, pairs;
  for (uint32_t k = 0; k < op.outputs.size(); ++k)
    if (core.transient[op.outputs[k]] && !core.isView(op.outputs[k]) && core.bytes[op.outputs[k]] != 0)
      results.push_back(k);
  std::stable_sort(results.begin(), results.end(),
                   [&](uint32_t a, uint32_t b) { return core.bytes[op.outputs[a]] > core.bytes[op.outputs[b]]; });
  for (uint32_t v : form.reads)
    roots.push_back(core.root[v]);
  sortUnique(roots);
  for (uint32_t k : results)
    for (uint32_t root : roots) {
      bool allowed = core.bytes[root] >= core.bytes[op.outputs[k]];
      for (uint32_t i = 0; i < op.reads.size(); ++i)
        allowed &= core.root[op.reads[i].value] != root ||
                   std::find(op.inPlace.begin(), op.inPlace.end(), std::make_pair(i, k)) != op.inPlace.end();
      if (allowed) {
        pairs.push_back(root);
        pairs.push_back(op.outputs[k]);
      }
    }
  return pairs;
}

uint64_t FormReader::ownBytes(uint32_t o, uint32_t formula) const {
  std::vector<uint32_t> held;
  for (uint32_t v : read(o, formula).reads)
    held.push_back(core.root[v]);
  for (ValueId v : graph.operations[o].outputs)
    held.push_back(core.root[v]);
  sortUnique(held);
  uint64_t total = core.residentBytes + graph.operations[o].workspaceBy(formula);
  for (uint32_t v : held)
    total += core.bytes[v];
  return total;
}

std::vector<uint32_t> fastestFormulas(const Graph &graph, bool honourNeeds, uint64_t budget) {
  Core core;
  core.honourNeeds = honourNeeds;
  buildValues(graph, core);
  FormReader reader(graph, core);
  std::vector<uint32_t> chosen(graph.operations.size(), 0);
  for (uint32_t o = 0; o < chosen.size(); ++o) {
    const Operation &op = graph.operations[o];
    // (does not fit, time or bytes, bytes)
    using Rank = std::tuple<bool, uint64_t, uint64_t>;
    auto rank = [&](uint32_t formula) {
      uint64_t bytes = reader.ownBytes(o, formula);
      return bytes > budget ? Rank{true, bytes, 0} : Rank{false, uint64_t(op.timeBy(formula)), bytes};
    };
    for (uint32_t k = 1; k <= op.formulas.size(); ++k)
      if (rank(k) < rank(chosen[o]))
        chosen[o] = k;
  }
  return chosen;
}

Core buildCore(const Graph &graph, bool honourNeeds, std::vector<uint32_t> formulas) {
  Core core;
  core.honourNeeds = honourNeeds;
  buildValues(graph, core);
  size_t n = graph.operations.size();
  core.opCount = n;
  core.origin.resize(n);
  std::iota(core.origin.begin(), core.origin.end(), 0u);
  core.formula = std::move(formulas);
  core.formula.resize(n, 0);
  FormReader reader(graph, core);
  std::vector<std::vector<uint32_t>> readersOf(graph.values.size()), viewsOf(graph.values.size()), before(n);
  for (uint32_t o = 0; o < n; ++o) {
    const Operation &op = graph.operations[o];
    core.time.push_back(op.timeBy(core.formula[o]));
    core.workspace.push_back(op.workspaceBy(core.formula[o]));
    core.once.push_back(op.once);
    Form form = reader.read(o, core.formula[o]);
    std::vector<uint32_t> writes;
    std::copy_if(op.outputs.begin(), op.outputs.end(), std::back_inserter(writes),
                 [&](uint32_t v) { return core.transient[v] != 0; });
    sortUnique(writes);
    for (uint32_t v : form.reads)
      readersOf[v].push_back(o);
    for (uint32_t v : writes)
      if (core.root[v] != v)
        viewsOf[core.root[v]].push_back(v);
    before[o].insert(before[o].end(), form.before.begin(), form.before.end());
    for (uint32_t w : form.overwrittenBy)
      before[w].push_back(o);
    core.reads.add(form.reads);
    core.writes.add(writes);
    core.overwrittenBy.add(form.overwrittenBy);
    core.inPlace.add(form.inPlace);
  }
  // Two writers of one resident keep their recorded order.
  for (const std::vector<uint32_t> &list : reader.writers())
    for (size_t k = 1; k < list.size(); ++k)
      before[list[k]].push_back(list[k - 1]);
  for (size_t o = 0; o < n; ++o) {
    sortUnique(before[o]);
    before[o].erase(std::remove(before[o].begin(), before[o].end(), uint32_t(o)), before[o].end());
    core.before.add(before[o]);
  }
  for (size_t v = 0; v < graph.values.size(); ++v) {
    core.readers.add(readersOf[v]);
    core.views.add(viewsOf[v]);
  }
  return core;
}

std::vector<uint8_t> ancestorsOf(const Table &before, uint32_t op) {
  std::vector<uint8_t> result(before.begin.size() - 1, 0);
  std::vector<uint32_t> stack{op};
  while (!stack.empty()) {
    uint32_t o = stack.back();
    stack.pop_back();
    for (uint32_t b : before[o])
      if (!result[b]) {
        result[b] = 1;
        stack.push_back(b);
      }
  }
  return result;
}

std::vector<uint8_t> withDescendants(const Table &before, uint32_t op) {
  std::vector<uint8_t> result(before.begin.size() - 1, 0);
  result[op] = 1;
  for (uint32_t o = op + 1; o < result.size(); ++o)
    for (uint32_t b : before[o])
      result[o] |= result[b];
  return result;
}

} // namespace neap::planner
