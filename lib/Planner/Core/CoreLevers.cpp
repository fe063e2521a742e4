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

#include "Core/Core.h"

#include <algorithm>
#include <cmath>

namespace neap::planner {
namespace {

/// Variants of one operation; reads that one of them serves otherwise.
constexpr size_t variantLimit = 12;
constexpr unsigned servedLimit = 4;

class Expander {
public:
  Expander(const Graph &graph, LeverChoice levers, Core &core) : graph(graph), levers(levers), core(core) {}
  void run();

private:
  using Served = std::vector<std::pair<uint32_t, uint32_t>>;

  uint32_t addValue(uint64_t bytes, uint32_t producer);
  uint32_t addOp(const Extra &extra, int64_t time, uint64_t workspace, std::vector<uint32_t> reads,
                 const std::vector<uint32_t> &writes, const std::vector<uint32_t> &overwrittenBy);
  void addCodes(uint32_t v);
  void addHostCopy(uint32_t v);
  void addVariants(uint32_t op);
  std::vector<uint32_t> plainReads(uint32_t op, const Served &served) const;
  bool isReadInside(uint32_t value, const Served &served) const;
  bool codeServes(uint32_t op, uint32_t value, const Code &code) const;
  void extend(uint32_t op, const Served &so, std::vector<Served> &found) const;
  void build(uint32_t op, const Served &served);
  /// The operation takes a view of the value, which must be there for that.
  bool isViewed(uint32_t op, uint32_t value) const {
    auto writes = core.writes[op];
    return std::any_of(writes.begin(), writes.end(),
                       [&](uint32_t v) { return core.isView(v) && core.root[v] == value; });
  }
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
                         const std::vector<uint32_t> &writes, const std::vector<uint32_t> &overwrittenBy) {
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
  core.linked = true;
  storesOf[v].push_back(host);
}

/// What the variant reads as it is: operands of the operation, and of what it
/// rebuilds inside, that are not served themselves.
std::vector<uint32_t> Expander::plainReads(uint32_t op, const Served &served) const {
  std::vector<uint32_t> reads = rowOf(core.reads, op);
  for (const auto &[value, how] : served)
    if (how == 0)
      for (uint32_t r : core.reads[core.producer[value]])
        reads.push_back(r);
  std::sort(reads.begin(), reads.end());
  reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
  reads.erase(std::remove_if(reads.begin(), reads.end(),
                             [&](uint32_t r) {
                               return std::any_of(served.begin(), served.end(),
                                                  [&](const auto &s) { return s.first == r; });
                             }),
              reads.end());
  return reads;
}

/// What is rebuilt inside is read whole for it, so a code does not serve there.
bool Expander::isReadInside(uint32_t value, const Served &served) const {
  for (const auto &[maker, how] : served)
    if (how == 0)
      for (uint32_t r : core.reads[core.producer[maker]])
        if (r == value)
          return true;
  return false;
}

/// Every read of the value by the operation can take the code.
bool Expander::codeServes(uint32_t op, uint32_t value, const Code &code) const {
  for (const Read &read : graph.operations[op].reads)
    if (read.value == value && !(code.direct & needBit(read.need)))
      return false;
  return true;
}

/// Everything served by `so` and one read more: by a code (> 0) or inside (0).
void Expander::extend(uint32_t op, const Served &so, std::vector<Served> &found) const {
  for (uint32_t value : plainReads(op, so)) {
    if (!core.transient[value] || core.isView(value) || isViewed(op, value))
      continue;
    auto add = [&](uint32_t how) {
      Served next = so;
      next.push_back({value, how});
      // Makers first: what is rebuilt inside may be read inside.
      std::sort(next.begin(), next.end(), [&](const auto &a, const auto &b) {
        return std::make_pair(core.producer[a.first], a) < std::make_pair(core.producer[b.first], b);
      });
      found.push_back(std::move(next));
    };
    const std::vector<Code> &codes = graph.values[value].codes;
    for (uint32_t c = 0; levers.encode && c < codes.size(); ++c)
      if (!isReadInside(value, so) && codeServes(op, value, codes[c]))
        add(c + 1);
    uint32_t maker = core.producer[value];
    if (!levers.inside || maker == none || !graph.operations[maker].insideTime || core.once[maker])
      continue;
    bool readsCoded = false;
    for (uint32_t r : core.reads[maker])
      readsCoded |= std::any_of(so.begin(), so.end(), [&](const auto &s) { return s.first == r && s.second != 0; });
    if (!readsCoded)
      add(0);
  }
}

void Expander::build(uint32_t op, const Served &served) {
  Extra extra;
  extra.kind = Extra::Variant;
  extra.op = op;
  extra.served = served;
  int64_t time = core.time[op];
  std::vector<uint32_t> reads = plainReads(op, served), overwritten = rowOf(core.overwrittenBy, op);
  for (const auto &[value, code] : served) {
    if (code != 0) {
      reads.push_back(codeValues[value][code - 1]);
      continue;
    }
    uint32_t maker = core.producer[value];
    time += *graph.operations[maker].insideTime;
    for (uint32_t w : core.overwrittenBy[maker])
      overwritten.push_back(w);
  }
  std::vector<uint32_t> writes = rowOf(core.writes, op);
  variantsOf[op].push_back(addOp(extra, time, core.workspace[op], reads, writes, overwritten));
}

/// Variants that serve one read otherwise, then two, and so on.
void Expander::addVariants(uint32_t op) {
  std::vector<Served> open{Served()};
  for (unsigned depth = 0; depth < servedLimit && !open.empty(); ++depth) {
    std::vector<Served> found;
    for (const Served &so : open)
      extend(op, so, found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    for (const Served &served : found)
      if (variantsOf[op].size() < variantLimit)
        build(op, served);
    open.swap(found);
    if (variantsOf[op].size() >= variantLimit)
      break;
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
