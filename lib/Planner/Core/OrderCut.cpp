//===- OrderCut.cpp - Least bytes at a moment over all orders -------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Source side: has run. A node per free operation, and one per storage that says
// that all its readers have run; a free operation that has run pays the bytes of
// what it made unless that node has "run" too.
//
//===----------------------------------------------------------------------===//

#include "Core/OrderCut.h"

#include "Core/InPlace.h"
#include "Core/MinCut.h"

#include <algorithm>

namespace neap::planner {
namespace {

class OrderProblem {
public:
  OrderProblem(const Core &core, uint32_t op);
  OrderCut solve();

private:
  enum Side : uint8_t { Free, Past, Future };
  void sides();
  void hold();
  void addStorage(uint32_t storage);
  uint32_t nodeOf(uint32_t op);

  const Core &core;
  uint32_t op;
  std::vector<Side> side;
  std::vector<uint8_t> held;
  uint64_t fixed = 0;
  MinCut cut;
  uint32_t source, sink;
  std::vector<uint32_t> nodes, freeOps;
};

OrderProblem::OrderProblem(const Core &core, uint32_t op)
    : core(core), op(op), side(core.opCount, Free), held(core.valueCount, 0), source(cut.addNode()),
      sink(cut.addNode()), nodes(core.opCount, none) {
  sides();
  hold();
  for (uint32_t s = 0; s < core.valueCount; ++s)
    if (core.bytes[s] != 0 && core.producer[s] < core.opCount && !held[s])
      addStorage(s);
  // Whatever precedes what has run has run.
  for (size_t k = 0; k < freeOps.size(); ++k)
    for (uint32_t b : core.before[freeOps[k]])
      if (side[b] == Free)
        cut.addEdge(nodes[freeOps[k]], nodeOf(b), MinCut::infinite);
}

void OrderProblem::sides() {
  std::vector<uint8_t> above = ancestorsOf(core.before, op), below = withDescendants(core.before, op);
  for (uint32_t o = 0; o < core.opCount; ++o)
    side[o] = above[o] ? Past : below[o] ? Future : Free;
}

void OrderProblem::hold() {
  fixed = core.residentBytes + core.workspace[op];
  auto take = [&](uint32_t storage) {
    fixed += held[storage] ? 0 : core.bytes[storage];
    held[storage] = 1;
  };
  for (uint32_t v : core.reads[op])
    take(core.root[v]);
  for (uint32_t v : core.writes[op])
    take(core.root[v]);
  // Results may take the place of what nobody reads later.
  auto endsHere = [&](uint32_t storage) {
    auto stays = [&](uint32_t value) {
      auto readers = core.readers[value];
      return core.wanted[value] || std::any_of(readers.begin(), readers.end(), [&](uint32_t reader) {
               return reader != op && reader < core.opCount && side[reader] == Future;
             });
    };
    auto views = core.views[storage];
    return !stays(storage) && std::none_of(views.begin(), views.end(), stays);
  };
  fixed -= InPlaceMatcher().match(core, op, endsHere, [](uint32_t) { return true; });
}

uint32_t OrderProblem::nodeOf(uint32_t o) {
  if (nodes[o] == none) {
    nodes[o] = cut.addNode();
    freeOps.push_back(o);
  }
  return nodes[o];
}

void OrderProblem::addStorage(uint32_t storage) {
  uint32_t maker = core.producer[storage];
  if (side[maker] == Future)
    return;
  bool stays = core.wanted[storage];
  std::vector<uint32_t> readers;
  auto add = [&](uint32_t value) {
    stays |= core.wanted[value] != 0;
    for (uint32_t reader : core.readers[value]) {
      if (reader >= core.opCount)
        continue;
      stays |= side[reader] == Future;
      if (side[reader] == Free)
        readers.push_back(reader);
    }
  };
  add(storage);
  for (uint32_t view : core.views[storage])
    add(view);
  int64_t bytes = int64_t(core.bytes[storage]);
  uint32_t from = side[maker] == Past ? source : nodeOf(maker);
  if (stays) {
    cut.addEdge(from, sink, bytes);
    return;
  }
  if (readers.empty() && side[maker] == Past)
    return;
  uint32_t done = cut.addNode();
  cut.addEdge(from, done, bytes);
  for (uint32_t reader : readers)
    cut.addEdge(done, nodeOf(reader), MinCut::infinite);
}

OrderCut OrderProblem::solve() {
  OrderCut result;
  result.bytes = fixed + uint64_t(cut.solve(source, sink));
  result.before.assign(core.opCount, 0);
  for (uint32_t o = 0; o < core.opCount; ++o)
    result.before[o] = side[o] == Past || (side[o] == Free && nodes[o] != none && cut.onSourceSide(nodes[o]));
  return result;
}

} // namespace

OrderCut leastBytesAt(const Core &core, uint32_t op) { return OrderProblem(core, op).solve(); }

} // namespace neap::planner
