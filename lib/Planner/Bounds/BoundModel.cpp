//===- BoundModel.cpp - What every plan must hold and do ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See BoundModel.h. Views count as their storage and cost no time.
//
//===----------------------------------------------------------------------===//

#include "Bounds/BoundModel.h"

#include "Core/InPlace.h"

#include <algorithm>
#include <numeric>

namespace neap::planner {

BoundModel::BoundModel(const Graph &graph, LeverChoice levers)
    : levers(levers), core(buildCore(graph, levers.encode)),
      baseTime(std::accumulate(core.time.begin(), core.time.end(), int64_t(0))), least(core.bytes),
      encodeTime(core.valueCount, INT64_MAX), linkTime(core.valueCount, -1), decodes(core.valueCount, 0) {
  addForms(graph);
  behind.resize(core.opCount);
  for (int64_t &time : encodeTime)
    time = time == INT64_MAX ? 0 : time;
  for (uint32_t op = 0; op < core.opCount; ++op) {
    again.push_back(core.time[op]);
    const Operation &operation = graph.operations[op];
    if (levers.inside && operation.insideTime && !operation.once)
      again.back() = std::min(again.back(), *operation.insideTime);
    addUses(graph, op);
    addBefore(graph, op);
  }
}

uint64_t BoundModel::ownBytes(uint32_t op) const {
  uint64_t total = core.residentBytes + core.workspace[op];
  for (const Use &use : uses(op))
    total += heldBytes(use);
  for (uint32_t v : core.writes[op])
    if (!core.isView(v))
      total += core.bytes[v];
  return total - mostSpared(core, op);
}

bool BoundModel::mayBeInside(const Graph &graph, uint32_t value) const {
  uint32_t maker = core.producer[value];
  return levers.inside && maker != none && graph.operations[maker].insideTime && !core.once[maker];
}

/// What may be rebuilt inside stands for what that needs, however deep: whether its
/// maker has run or not, that must have been made.
void BoundModel::addBefore(const Graph &graph, uint32_t op) {
  std::vector<uint32_t> soft, hard(graph.operations[op].after.begin(), graph.operations[op].after.end());
  for (const Read &read : graph.operations[op].reads) {
    uint32_t maker = core.producer[read.value];
    if (maker == none)
      continue;
    bool inside = mayBeInside(graph, read.value);
    (inside || (core.transient[read.value] && !needsBytes(read)) ? soft : hard).push_back(maker);
    if (!needsBytes(read))
      continue;
    if (inside)
      behind[op].insert(behind[op].end(), behind[maker].begin(), behind[maker].end());
    else
      behind[op].push_back(maker);
  }
  std::sort(behind[op].begin(), behind[op].end());
  behind[op].erase(std::unique(behind[op].begin(), behind[op].end()), behind[op].end());
  hard.insert(hard.end(), behind[op].begin(), behind[op].end());
  for (uint32_t v : core.writes[op])
    if (core.isView(v) && core.producer[core.root[v]] != op)
      hard.push_back(core.producer[core.root[v]]);
  for (uint32_t b : core.before[op])
    if (std::find(soft.begin(), soft.end(), b) == soft.end())
      hard.push_back(b);
  std::sort(hard.begin(), hard.end());
  hard.erase(std::unique(hard.begin(), hard.end()), hard.end());
  before.add(hard);
}

/// A code of a view is a form of its storage too: of whoever reads that view.
void BoundModel::addForms(const Graph &graph) {
  for (uint32_t v = 0; v < core.valueCount; ++v) {
    uint32_t root = core.root[v];
    if (!core.transient[v])
      continue;
    for (const Code &code : graph.values[v].codes) {
      if (!levers.encode)
        break;
      encodeTime[root] = std::min(encodeTime[root], code.encodeTime);
      least[root] = std::min(least[root], code.bytes);
      decodes[root] |= root == v && (code.serves & needBit(Need::Full));
    }
    if (root == v && levers.offload && graph.link && graph.values[root].offloadable)
      linkTime[root] = graph.link->latency + int64_t(double(core.bytes[root]) * 1e9 / graph.link->bytesPerSecond);
  }
}

/// A code that serves the read as it is, or brings the whole storage back.
bool BoundModel::codeServes(const Graph &graph, const Read &read) const {
  if (!levers.encode)
    return false;
  if (decodes[core.root[read.value]])
    return true;
  const std::vector<Code> &codes = graph.values[read.value].codes;
  return std::any_of(codes.begin(), codes.end(), [&](const Code &code) { return code.direct & needBit(read.need); });
}

void BoundModel::addUses(const Graph &graph, uint32_t op) {
  std::vector<Use> own;
  for (const Read &read : graph.operations[op].reads) {
    if (!needsBytes(read))
      continue;
    uint32_t root = core.root[read.value];
    bool inside = mayBeInside(graph, read.value);
    // A view that is rebuilt inside may come from anywhere.
    if (inside && root != read.value)
      continue;
    bool whole = !codeServes(graph, read);
    own.push_back({root, whole, !inside, !inside && whole});
  }
  // A view is taken of a storage that is there.
  for (uint32_t v : core.writes[op])
    if (core.isView(v) && core.producer[core.root[v]] != op)
      own.push_back({core.root[v], true, true, true});
  std::sort(own.begin(), own.end(), [](const Use &a, const Use &b) { return a.storage < b.storage; });
  for (const Use &use : own) {
    if (all.size() > useBegin.back() && all.back().storage == use.storage) {
      all.back().whole |= use.whole;
      all.back().holdsForm |= use.holdsForm;
      all.back().holdsWhole |= use.holdsWhole;
      continue;
    }
    all.push_back(use);
  }
  useBegin.push_back(uint32_t(all.size()));
}

} // namespace neap::planner
