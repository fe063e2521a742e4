//===- CoreLevers.cpp - Levers as operations of the flattened problem -----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Encode, decode, send and fetch become optional operations, codes and host copies become
// values, and a reader that takes a code or rebuilds an operand inside becomes a
// variant: another operation that may stand wherever the reader stands. The
// sequence then needs to know nothing of levers; memory and time follow as ever.
//
//===----------------------------------------------------------------------===//

#include "Core.h"

#include <algorithm>
#include <cmath>

namespace neap::planner {
namespace {

constexpr size_t variantLimit = 8;

class Expander {
public:
  Expander(const Graph &graph, LeverChoice levers, Core &core) : graph(graph), levers(levers), core(core) {}
  void run();

private:
  uint32_t addValue(uint64_t bytes, uint32_t producer);
  uint32_t addOp(const Extra &extra, int64_t time, uint64_t workspace, std::vector<uint32_t> reads,
                 std::vector<uint32_t> writes, std::vector<uint32_t> overwrittenBy);
  void addCodes(uint32_t v);
  void addHostCopy(uint32_t v);
  void addVariants(uint32_t op);
  void serve(uint32_t op, const Extra &so, const Read &read, uint32_t code, std::vector<Extra> &found) const;
  void build(uint32_t op, const Extra &extra);
  std::vector<uint32_t> rowOf(const Table &table, uint32_t i) const {
    return std::vector<uint32_t>(table[i].begin(), table[i].end());
  }

  const Graph &graph;
  LeverChoice levers;
  Core &core;
  std::vector<std::vector<uint32_t>> variantsOf, storesOf;
  /// Code value of (value, code), in the order of the graph.
  std::vector<std::vector<uint32_t>> codeValues;
};

uint32_t Expander::addValue(uint64_t bytes, uint32_t producer) {
  uint32_t v = uint32_t(core.valueCount++);
  core.bytes.push_back(bytes);
  core.root.push_back(v);
  core.producer.push_back(producer);
  core.transient.push_back(1);
  core.wanted.push_back(0);
  core.readers.add({});
  core.views.add({});
  storesOf.emplace_back();
  return v;
}

uint32_t Expander::addOp(const Extra &extra, int64_t time, uint64_t workspace, std::vector<uint32_t> reads,
                         std::vector<uint32_t> writes, std::vector<uint32_t> overwrittenBy) {
  uint32_t op = uint32_t(core.time.size());
  core.time.push_back(time);
  core.workspace.push_back(workspace);
  core.once.push_back(0);
  std::sort(reads.begin(), reads.end());
  reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
  core.reads.add(reads);
  core.writes.add(writes);
  core.before.add({});
  core.overwrittenBy.add(overwrittenBy);
  core.origin.push_back(extra.kind == Extra::Variant ? extra.op : op);
  core.extras.push_back(extra);
  return op;
}

void Expander::addCodes(uint32_t v) {
  const std::vector<Code> &codes = graph.values[v].codes;
  for (uint32_t c = 0; c < codes.size(); ++c) {
    uint32_t encoder = uint32_t(core.time.size());
    uint32_t codeValue = addValue(codes[c].bytes, encoder);
    codeValues[v].push_back(codeValue);
    Extra extra;
    extra.kind = Extra::Encode;
    extra.value = v;
    extra.code = c;
    addOp(extra, codes[c].encodeTime, 0, {v}, {codeValue}, {});
    if (!(codes[c].serves & needBit(Need::Full)))
      continue;
    extra.kind = Extra::Decode;
    addOp(extra, codes[c].decodeTime, 0, {codeValue}, {v}, {});
    storesOf[v].push_back(codeValue);
  }
}

void Expander::addHostCopy(uint32_t v) {
  uint32_t host = addValue(0, uint32_t(core.time.size()));
  Extra extra;
  extra.kind = Extra::Send;
  extra.value = v;
  int64_t time = graph.link->latency + int64_t(std::ceil(double(core.bytes[v]) * 1e9 / graph.link->bytesPerSecond));
  core.transfer.resize(addOp(extra, 0, 0, {v}, {host}, {}), 0);
  core.transfer.push_back(time);
  extra.kind = Extra::Fetch;
  addOp(extra, 0, 0, {host}, {v}, {});
  core.transfer.push_back(time);
  storesOf[v].push_back(host);
}

/// `so` with one more read served otherwise: by a code (> 0) or inside (0).
void Expander::serve(uint32_t op, const Extra &so, const Read &read, uint32_t code, std::vector<Extra> &found) const {
  for (const auto &[value, how] : so.served)
    if (value == read.value)
      return;
  Extra next = so;
  next.kind = Extra::Variant;
  next.op = op;
  next.served.push_back({read.value, code});
  found.push_back(next);
}

void Expander::build(uint32_t op, const Extra &extra) {
  int64_t time = core.time[op];
  std::vector<uint32_t> reads = rowOf(core.reads, op), overwritten = rowOf(core.overwrittenBy, op);
  for (const auto &[value, code] : extra.served) {
    reads.erase(std::remove(reads.begin(), reads.end(), value), reads.end());
    if (code != 0) {
      reads.push_back(codeValues[value][code - 1]);
      continue;
    }
    uint32_t maker = core.producer[value];
    time += *graph.operations[maker].insideTime;
    for (uint32_t r : core.reads[maker])
      reads.push_back(r);
    for (uint32_t w : core.overwrittenBy[maker])
      overwritten.push_back(w);
  }
  std::vector<uint32_t> writes = rowOf(core.writes, op);
  variantsOf[op].push_back(addOp(extra, time, core.workspace[op], reads, writes, overwritten));
}

void Expander::addVariants(uint32_t op) {
  std::vector<Extra> open{Extra()}, all;
  while (!open.empty() && all.size() < variantLimit) {
    std::vector<Extra> found;
    for (const Extra &so : open)
      for (const Read &read : graph.operations[op].reads) {
        if (!core.transient[read.value] || core.isView(read.value) ||
            (!so.served.empty() && read.value < so.served.back().first))
          continue;
        const std::vector<Code> &codes = graph.values[read.value].codes;
        // Every read of the value by this operation must be served alike.
        for (uint32_t c = 0; levers.encode && c < codes.size(); ++c)
          if (std::all_of(graph.operations[op].reads.begin(), graph.operations[op].reads.end(),
                          [&](const Read &r) { return r.value != read.value || (codes[c].direct & needBit(r.need)); }))
            serve(op, so, read, c + 1, found);
        uint32_t maker = core.producer[read.value];
        if (levers.inside && maker != none && graph.operations[maker].insideTime && !core.once[maker])
          serve(op, so, read, 0, found);
      }
    all.insert(all.end(), found.begin(), found.end());
    open.swap(found);
  }
  if (all.size() > variantLimit)
    all.resize(variantLimit);
  // Read by a variant that rebuilds inside what it also rebuilds from would
  // need an order; none of them does.
  for (const Extra &extra : all) {
    bool nested = false;
    for (const auto &[value, code] : extra.served)
      for (const auto &[maker, how] : extra.served)
        if (how == 0 && core.producer[maker] != none)
          for (uint32_t r : core.reads[core.producer[maker]])
            nested |= r == value;
    if (!nested)
      build(op, extra);
  }
}

void Expander::run() {
  variantsOf.resize(core.opCount);
  storesOf.resize(core.valueCount);
  codeValues.resize(core.valueCount);
  uint32_t values = uint32_t(core.valueCount);
  for (uint32_t v = 0; v < values; ++v) {
    if (!core.transient[v] || core.producer[v] == none || core.isView(v))
      continue;
    if (levers.encode)
      addCodes(v);
    if (levers.offload && graph.link && graph.values[v].offloadable && core.bytes[v] >= 4096)
      addHostCopy(v);
  }
  for (uint32_t op = 0; op < core.opCount; ++op)
    addVariants(op);
  core.variants = Table();
  core.stores = Table();
  for (const std::vector<uint32_t> &row : variantsOf)
    core.variants.add(row);
  for (const std::vector<uint32_t> &row : storesOf)
    core.stores.add(row);
  // Whoever makes a value from its store: the operation added next to the one that fills it.
  core.loader.assign(core.valueCount, none);
  core.transfer.resize(core.time.size(), 0);
  for (uint32_t op = uint32_t(core.opCount); op < core.time.size(); ++op)
    if (core.extras[op - core.opCount].kind == Extra::Decode || core.extras[op - core.opCount].kind == Extra::Fetch)
      core.loader[*core.reads[op].begin()] = op;
}

} // namespace

void expandLevers(const Graph &graph, LeverChoice levers, Core &core) { Expander(graph, levers, core).run(); }

} // namespace neap::planner
