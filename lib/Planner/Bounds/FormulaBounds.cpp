//===- FormulaBounds.cpp - Bounds of plans that choose formulas -----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See FormulaBounds.h. What is rebuilt inside a reader is made as recorded, so where
// that may happen the recorded reads are among those that all must have.
//
//===----------------------------------------------------------------------===//

#include "Bounds/FormulaBounds.h"

#include "Bounds/BoundModel.h"

#include <algorithm>

namespace neap::planner {

static bool hasRead(const std::vector<Read> &reads, const Read &read) {
  return std::any_of(reads.begin(), reads.end(),
                     [&](const Read &r) { return r.value == read.value && r.need == read.need; });
}

/// A result may take the place of any storage that is still read and that it could take as
/// recorded. Where the storage is not read any more, it spares no more than its bytes.
void FormulaBounds::allowInPlace(const Operation &recorded, Operation &least) const {
  least.inPlace.clear();
  for (auto [i, o] : recorded.inPlace)
    for (uint32_t k = 0; k < least.reads.size(); ++k)
      if (graph.storage(least.reads[k].value) == graph.storage(recorded.reads[i].value))
        least.inPlace.push_back({k, o});
}

FormulaBounds::FormulaBounds(const Graph &graph, LeverChoice levers) : graph(graph), levers(levers) {
  uint32_t count = 1;
  for (const Operation &op : graph.operations)
    count = std::max(count, uint32_t(op.formulas.size()) + 1);
  for (uint32_t k = 0; k < count; ++k) {
    Graph one = graph;
    for (Operation &op : one.operations) {
      uint32_t formula = std::min(k, uint32_t(op.formulas.size()));
      op = byFormula(std::move(op), formula);
    }
    BoundModel model(one, levers);
    bytesBy.emplace_back();
    for (uint32_t o = 0; o < graph.operations.size(); ++o)
      bytesBy.back().push_back(model.ownBytes(o));
  }
  ownBytes = bytesBy.front();
  for (const std::vector<uint64_t> &bytes : bytesBy)
    for (size_t o = 0; o < bytes.size(); ++o)
      ownBytes[o] = std::min(ownBytes[o], bytes[o]);
}

Graph FormulaBounds::relaxed(uint64_t budget) const {
  Graph result = graph;
  for (uint32_t o = 0; o < graph.operations.size(); ++o) {
    const Operation &op = graph.operations[o];
    std::vector<uint32_t> choices;
    for (uint32_t k = 0; k <= op.formulas.size(); ++k)
      if (bytesBy[k][o] <= budget || ownBytes[o] > budget)
        choices.push_back(k);
    Operation least = byFormula(op, choices.front());
    for (uint32_t k : choices) {
      least.time = std::min(least.time, op.timeBy(k));
      least.workspace = std::min(least.workspace, op.workspaceBy(k));
    }
    if (levers.inside && op.insideTime)
      choices.push_back(0);
    auto missing = [&](const Read &read) {
      return std::any_of(choices.begin(), choices.end(), [&](uint32_t k) { return !hasRead(op.readsBy(k), read); });
    };
    least.reads.erase(std::remove_if(least.reads.begin(), least.reads.end(), missing), least.reads.end());
    if (choices.front() == 0)
      allowInPlace(op, least);
    result.operations[o] = std::move(least);
  }
  return result;
}

} // namespace neap::planner
