//===- CoreLevers.cpp - Levers as operations of the flattened problem -----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Encode, decode, send and fetch become optional operations, codes and host copies become
// values, and an operation by another formula, or one that takes a code or rebuilds an
// operand inside, becomes a variant: another operation that may stand in its place. The
// sequence then needs to know nothing of levers; memory and time follow as ever.
//
//===----------------------------------------------------------------------===//

#include "Core/Core.h"

#include <algorithm>
#include <cmath>

namespace neap::planner {
namespace {

/// Variants by one formula of an operation; reads that one of them serves otherwise.
struct Limits {
  size_t variants = 12;
  unsigned served = 4;
};
/// Less is not sent over the link.
constexpr uint64_t transferLimit = 4096;
/// Graphs small enough for an exact search, which must not miss a way.
constexpr size_t smallGraph = 16;
constexpr Limits smallGraphLimits = {300, 12};

class Expander {
public:
  Expander(const Graph &graph, LeverChoice levers, Core &core);
  void run();

private:
  using Served = std::vector<std::pair<uint32_t, uint32_t>>;

  uint32_t addValue(uint64_t bytes, uint32_t producer);
  uint32_t addOp(const Extra &extra, int64_t time, uint64_t workspace, const Form &form,
                 const std::vector<uint32_t> &writes);
  void addConversion(Extra::Kind kind, uint32_t v, uint32_t code, int64_t time, uint32_t reads, uint32_t writes);
  void addCodes(uint32_t v);
  void addHostCopy(uint32_t v);
  void addVariants(uint32_t op, uint32_t formula);
  std::vector<uint32_t> plainReads(const Served &served) const;
  bool isReadInside(uint32_t value, const Served &served) const;
  bool codeServes(uint32_t value, const Code &code) const;
  void extend(const Served &so, std::vector<Served> &found) const;
  void build(const Served &served);
  void addReaders();
  void noteMissing();
  std::vector<uint32_t> pairsBeside(const Served &served) const;
  void keepWhatIsSent();
  bool isSendable(uint32_t v) const {
    return levers.offload && graph.link && graph.values[v].offloadable && core.bytes[v] >= transferLimit;
  }
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
  Limits limits;
  FormReader reader;
  /// What an operation asks as recorded, which is what it asks inside a reader.
  std::vector<Form> recorded;
  /// What variants are made of at present: an operation by one of its formulas.
  uint32_t op = none, formula = 0;
  Form form;
  std::vector<std::vector<uint32_t>> variantsOf, storesOf;
  /// Code value of (value, code), in the order of the graph.
  std::vector<std::vector<uint32_t>> codeValues;
};

Expander::Expander(const Graph &graph, LeverChoice levers, Core &core)
    : graph(graph), levers(levers), core(core), limits(core.opCount <= smallGraph ? smallGraphLimits : Limits()),
      reader(graph, core) {
  for (uint32_t o = 0; o < core.opCount; ++o) {
    recorded.push_back({rowOf(core.reads, o), {}, rowOf(core.overwrittenBy, o)});
    if (core.formula[o] != 0)
      recorded.back() = reader.read(o, 0);
  }
}

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

uint32_t Expander::addOp(const Extra &extra, int64_t time, uint64_t workspace, const Form &asks,
                         const std::vector<uint32_t> &writes) {
  uint32_t added = uint32_t(core.time.size());
  core.time.push_back(time);
  core.workspace.push_back(workspace);
  core.once.push_back(0);
  core.formula.push_back(extra.kind == Extra::Variant ? formula : 0);
  core.reads.add(asks.reads);
  core.writes.add(writes);
  core.before.add(asks.before);
  core.overwrittenBy.add(asks.overwrittenBy);
  core.inPlace.add(asks.inPlace);
  core.origin.push_back(extra.kind == Extra::Variant ? extra.op : added);
  core.extras.push_back(extra);
  return added;
}

void Expander::addConversion(Extra::Kind kind, uint32_t v, uint32_t code, int64_t time, uint32_t reads,
                             uint32_t writes) {
  Extra extra;
  extra.kind = kind;
  extra.value = v;
  extra.code = code;
  addOp(extra, time, 0, {{reads}, {}, {}}, {writes});
}

void Expander::addCodes(uint32_t v) {
  const std::vector<Code> &codes = graph.values[v].codes;
  for (uint32_t c = 0; c < codes.size(); ++c) {
    uint32_t codeValue = addValue(codes[c].bytes, uint32_t(core.time.size()));
    codeValues[v].push_back(codeValue);
    addConversion(Extra::Encode, v, c, codes[c].encodeTime, v, codeValue);
    if (!(codes[c].serves & needBit(Need::Full)))
      continue;
    addConversion(Extra::Decode, v, c, codes[c].decodeTime, codeValue, v);
    storesOf[v].push_back(codeValue);
  }
}

void Expander::addHostCopy(uint32_t v) {
  uint32_t host = addValue(0, uint32_t(core.time.size()));
  int64_t time = graph.link->latency + int64_t(std::ceil(double(core.bytes[v]) * 1e9 / graph.link->bytesPerSecond));
  core.transfer.resize(core.time.size(), 0);
  addConversion(Extra::Send, v, 0, 0, v, host);
  addConversion(Extra::Fetch, v, 0, 0, host, v);
  core.transfer.resize(core.time.size(), time);
  core.linked = true;
  storesOf[v].push_back(host);
}

/// What the variant reads as it is: operands of the operation, and of what it
/// rebuilds inside, that are not served themselves.
std::vector<uint32_t> Expander::plainReads(const Served &served) const {
  std::vector<uint32_t> reads = form.reads;
  for (const auto &[value, how] : served)
    if (how == 0)
      for (uint32_t r : recorded[core.producer[value]].reads)
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
      for (uint32_t r : recorded[core.producer[maker]].reads)
        if (r == value)
          return true;
  return false;
}

/// Every read of the value by the operation can take the code, or needs no bytes.
bool Expander::codeServes(uint32_t value, const Code &code) const {
  NeedSet served = code.direct | (core.honourNeeds ? needBit(Need::None) | needBit(Need::Shape) : 0);
  for (const Read &read : graph.operations[op].readsBy(formula))
    if (read.value == value && !(served & needBit(read.need)))
      return false;
  return true;
}

/// Everything served by `so` and one read more: by a code (> 0) or inside (0).
void Expander::extend(const Served &so, std::vector<Served> &found) const {
  for (uint32_t value : plainReads(so)) {
    bool isView = core.isView(value);
    if (!core.transient[value] || isViewed(op, value) || (isView && core.opCount > smallGraph))
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
    for (uint32_t c = 0; levers.encode && !isView && c < codes.size(); ++c)
      if (!isReadInside(value, so) && codeServes(value, codes[c]))
        add(c + 1);
    uint32_t maker = core.producer[value];
    if (!levers.inside || maker == none || !graph.operations[maker].insideTime || core.once[maker])
      continue;
    bool readsCoded = false;
    for (uint32_t r : recorded[maker].reads)
      readsCoded |= std::any_of(so.begin(), so.end(), [&](const auto &s) { return s.first == r && s.second != 0; });
    if (!readsCoded)
      add(0);
  }
}

/// What is not read as it is cannot be written over, and nothing where something runs inside.
std::vector<uint32_t> Expander::pairsBeside(const Served &served) const {
  std::vector<uint32_t> pairs;
  if (std::any_of(served.begin(), served.end(), [](const auto &s) { return s.second == 0; }))
    return pairs;
  for (size_t i = 0; i < form.inPlace.size(); i += 2)
    if (std::none_of(served.begin(), served.end(), [&](const auto &s) { return s.first == form.inPlace[i]; }))
      pairs.insert(pairs.end(), {form.inPlace[i], form.inPlace[i + 1]});
  return pairs;
}

/// A result would have to wait for the transfer of what it is written over.
void Expander::keepWhatIsSent() {
  Table kept;
  for (uint32_t o = 0; o < core.time.size(); ++o) {
    std::vector<uint32_t> row = rowOf(core.inPlace, o), pairs;
    for (size_t i = 0; i < row.size(); i += 2)
      if (!isSendable(row[i]))
        pairs.insert(pairs.end(), {row[i], row[i + 1]});
    core.complete &= pairs.size() == row.size();
    kept.add(pairs);
  }
  core.inPlace = std::move(kept);
}

void Expander::build(const Served &served) {
  Extra extra;
  extra.kind = Extra::Variant;
  extra.op = op;
  extra.served = served;
  int64_t time = graph.operations[op].timeBy(formula);
  Form asks = form;
  asks.reads = plainReads(served);
  asks.inPlace = pairsBeside(served);
  for (const auto &[value, code] : served) {
    if (code != 0) {
      asks.reads.push_back(codeValues[value][code - 1]);
      continue;
    }
    const Form &maker = recorded[core.producer[value]];
    time += *graph.operations[core.producer[value]].insideTime;
    asks.overwrittenBy.insert(asks.overwrittenBy.end(), maker.overwrittenBy.begin(), maker.overwrittenBy.end());
  }
  std::sort(asks.reads.begin(), asks.reads.end());
  asks.reads.erase(std::unique(asks.reads.begin(), asks.reads.end()), asks.reads.end());
  uint64_t workspace = graph.operations[op].workspaceBy(formula);
  variantsOf[op].push_back(addOp(extra, time, workspace, asks, rowOf(core.writes, op)));
}

/// The formula itself where another was chosen, then variants that serve one read otherwise, two, and so on.
void Expander::addVariants(uint32_t of, uint32_t by) {
  op = of;
  formula = by;
  form = reader.read(op, formula);
  if (formula != core.formula[op]) {
    build({});
    core.hasFormulas = true;
  }
  size_t limit = variantsOf[op].size() + limits.variants;
  std::vector<Served> open{Served()};
  for (unsigned depth = 0; depth < limits.served && !open.empty(); ++depth) {
    std::vector<Served> found;
    for (const Served &so : open)
      extend(so, found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    for (const Served &served : found)
      if (variantsOf[op].size() < limit)
        build(served);
    open.swap(found);
    if (variantsOf[op].size() >= limit)
      break;
  }
  core.complete &= open.empty();
}

/// Whatever the formula, who reads a value is one of its readers.
void Expander::addReaders() {
  std::vector<std::vector<uint32_t>> readersOf;
  readersOf.reserve(core.valueCount);
  for (uint32_t v = 0; v < core.valueCount; ++v)
    readersOf.push_back(rowOf(core.readers, v));
  for (uint32_t o = 0; o < core.opCount; ++o)
    for (uint32_t k = 0; k <= graph.operations[o].formulas.size(); ++k)
      if (k != core.formula[o])
        for (uint32_t v : reader.read(o, k).reads)
          readersOf[v].push_back(o);
  core.readers = Table();
  for (std::vector<uint32_t> &row : readersOf) {
    std::sort(row.begin(), row.end());
    row.erase(std::unique(row.begin(), row.end()), row.end());
    core.readers.add(row);
  }
}

/// Ways that no variant stands for: codes of views, several codes for one operand, transfers of little.
void Expander::noteMissing() {
  for (const Value &value : graph.values) {
    core.complete &= !levers.encode || !value.viewOf || value.codes.empty();
    core.complete &= !levers.offload || !value.offloadable || value.viewOf || value.bytes >= transferLimit;
  }
  auto isCoded = [&](const Read &read) {
    const std::vector<Code> &codes = graph.values[read.value].codes;
    return std::any_of(codes.begin(), codes.end(), [&](const Code &c) { return c.direct & needBit(read.need); });
  };
  for (const Operation &operation : graph.operations)
    for (uint32_t k = 0; levers.encode && k <= operation.formulas.size(); ++k)
      for (const Read &a : operation.readsBy(k))
        for (const Read &b : operation.readsBy(k))
          core.complete &= a.value != b.value || a.need == b.need || !isCoded(a) || !isCoded(b);
}

void Expander::run() {
  variantsOf.resize(core.opCount);
  storesOf.resize(core.valueCount);
  codeValues.resize(core.valueCount);
  uint32_t values = uint32_t(core.valueCount);
  noteMissing();
  for (uint32_t v = 0; v < values; ++v) {
    if (!core.transient[v] || core.producer[v] == none || core.isView(v))
      continue;
    if (levers.encode)
      addCodes(v);
    if (isSendable(v))
      addHostCopy(v);
  }
  for (uint32_t o = 0; o < core.opCount; ++o) {
    addVariants(o, core.formula[o]);
    for (uint32_t k = 0; levers.formulas && k <= graph.operations[o].formulas.size(); ++k)
      if (k != core.formula[o])
        addVariants(o, k);
  }
  if (levers.formulas)
    addReaders();
  if (core.linked && core.hasInPlace())
    keepWhatIsSent();
  core.variants = Table();
  core.stores = Table();
  for (const std::vector<uint32_t> &row : variantsOf)
    core.variants.add(row);
  for (const std::vector<uint32_t> &row : storesOf)
    core.stores.add(row);
  // Whoever makes a value from its store: the operation added next to the one that fills it.
  core.loader.assign(core.valueCount, none);
  core.transfer.resize(core.time.size(), 0);
  for (uint32_t o = uint32_t(core.opCount); o < core.time.size(); ++o)
    if (core.extras[o - core.opCount].kind == Extra::Decode || core.extras[o - core.opCount].kind == Extra::Fetch)
      core.loader[*core.reads[o].begin()] = o;
}

} // namespace

void expandLevers(const Graph &graph, LeverChoice levers, Core &core) { Expander(graph, levers, core).run(); }

} // namespace neap::planner
