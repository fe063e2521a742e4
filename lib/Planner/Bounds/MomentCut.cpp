//===- MomentCut.cpp - The least price of one moment of a step ------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The network. A storage s made in the past and needed in the stretch is a node
// f(s) "some form of it is needed", and w(s) "the whole of it is", with w => f.
// The operation that makes it is a node y(o) "runs again in the stretch" (or is
// rebuilt inside). f = 1 and y = 0 pays for the cheapest form kept (or sent over
// the link), w = 1 and y = 0 the rest up to the whole, y = 1 pays the time, and
// y = 1 needs what the operation uses. Every term is of the kind "pay if a and not
// b", so the cheapest choice is a minimum cut with 1 on the side of the source.
//
//===----------------------------------------------------------------------===//

#include "Bounds/MomentCut.h"

#include "Core/InPlace.h"

#include <algorithm>
#include <cmath>

namespace neap::planner {

Moment recordedMoment(const Core &core, uint32_t op, uint32_t next) {
  Moment m;
  m.op = op;
  m.last = next == none;
  m.past.assign(core.opCount, 0);
  m.near.assign(core.opCount, 0);
  m.future.assign(core.opCount, 0);
  std::fill(m.past.begin(), m.past.begin() + op, 1);
  std::fill(m.future.begin() + op, m.future.end(), 1);
  std::fill(m.near.begin() + op, m.last ? m.near.end() : m.near.begin() + next, 1);
  return m;
}

Moment anyOrderMoment(const BoundModel &model, uint32_t op, uint32_t next) {
  const Core &core = model.core;
  Moment m;
  m.op = op;
  m.last = next == none;
  m.past = ancestorsOf(model.before, op);
  m.future = withDescendants(model.before, op);
  m.near = m.future;
  if (m.last)
    return m;
  std::vector<uint8_t> soon = ancestorsOf(model.before, next);
  for (uint32_t o = 0; o < core.opCount; ++o)
    m.near[o] &= soon[o];
  return m;
}

Moment openMoment(const BoundModel &model, uint32_t op) {
  Moment m = anyOrderMoment(model, op);
  m.open = true;
  return m;
}

MomentCut::MomentCut(const BoundModel &model, Moment when)
    : model(model), moment(std::move(when)), keepOf(model.core.valueCount, none), opNode(model.core.opCount, none),
      laterNode(model.core.opCount, none), counted(model.core.valueCount, 0) {
  const Core &core = model.core;
  source = cut.addNode();
  sink = cut.addNode();
  hold();
  for (uint32_t o = 0; o < core.opCount; ++o)
    if (moment.future[o])
      for (const BoundModel::Use &use : model.uses(o))
        need(use.storage, use.whole, moment.near[o]);
  for (uint32_t v = 0; v < core.valueCount; ++v)
    if (core.wanted[v] && core.transient[v])
      need(core.root[v], !model.decodes[core.root[v]], moment.last);
  for (const Keep &keep : keeps) {
    demandBytes += keep.wholeBytes;
    demand.push_back({keep.storage, keep.wholeBytes});
  }
  close();
}

/// What the operation itself takes while it runs.
void MomentCut::hold() {
  const Core &core = model.core;
  fixedBytes = core.residentBytes + core.workspace[moment.op];
  for (const BoundModel::Use &use : model.uses(moment.op)) {
    if (!use.holdsForm)
      continue;
    counted[use.storage] = use.holdsWhole ? core.bytes[use.storage] : model.least[use.storage];
    fixedBytes += counted[use.storage];
    held.push_back(use.storage);
  }
  for (uint32_t v : core.writes[moment.op])
    if (!core.isView(v))
      fixedBytes += core.bytes[v];
  fixedBytes -= mostSpared(core, moment.op);
}

/// What neither the past nor an open operation made is free.
void MomentCut::need(uint32_t storage, bool whole, bool forced) {
  const Core &core = model.core;
  uint32_t maker = core.producer[storage];
  if (maker == none || (!moment.past[maker] && !isOpen(maker)))
    return;
  if (keepOf[storage] == none) {
    keepOf[storage] = uint32_t(keeps.size());
    Keep keep{};
    keep.storage = storage;
    keep.form = cut.addNode();
    keep.whole = none;
    keep.isHeld = std::find(held.begin(), held.end(), storage) != held.end();
    keep.formBytes = model.least[storage] - std::min(model.least[storage], counted[storage]);
    keep.wholeBytes = core.bytes[storage] - std::min(core.bytes[storage], counted[storage]);
    keep.needEdge = cut.addEdge(source, keep.form, 0);
    keeps.push_back(keep);
  }
  Keep &keep = keeps[keepOf[storage]];
  if (whole && keep.whole == none) {
    keep.whole = cut.addNode();
    fixedEdges.push_back({cut.addEdge(keep.whole, keep.form, MinCut::infinite), MinCut::infinite});
  }
  (whole ? keep.forcedWhole : keep.forcedForm) |= forced;
  if (forced)
    fixedEdges.push_back({cut.addEdge(source, whole ? keep.whole : keep.form, MinCut::infinite), MinCut::infinite});
}

/// Where the node is true, so are the needs of the operation.
void MomentCut::use(uint32_t node, uint32_t op) {
  for (const BoundModel::Use &use : model.uses(op)) {
    need(use.storage, use.whole, false);
    if (keepOf[use.storage] == none)
      continue;
    const Keep &used = keeps[keepOf[use.storage]];
    fixedEdges.push_back({cut.addEdge(node, use.whole ? used.whole : used.form, MinCut::infinite), MinCut::infinite});
  }
}

/// An operation runs after the moment: again if it is past, and an open one again or for the first time.
void MomentCut::addMaker(uint32_t op) {
  opNode[op] = cut.addNode();
  uint32_t target = sink;
  if (isOpen(op)) {
    target = laterNode[op] = cut.addNode();
    fixedEdges.push_back({cut.addEdge(target, opNode[op], MinCut::infinite), MinCut::infinite});
  }
  ops.push_back({op, cut.addEdge(opNode[op], target, 0), model.isSpent(op, moment.past)});
  use(opNode[op], op);
}

/// Everything that making the needed again may need, recursively. What follows an open operation that has not run
/// has not run either.
void MomentCut::close() {
  const Core &core = model.core;
  for (size_t k = 0; k < keeps.size(); ++k)
    if (opNode[core.producer[keeps[k].storage]] == none)
      addMaker(core.producer[keeps[k].storage]);
  for (const Maker &maker : ops)
    if (laterNode[maker.op] != none)
      for (uint32_t b : model.before[maker.op])
        if (laterNode[b] != none)
          fixedEdges.push_back({cut.addEdge(laterNode[b], laterNode[maker.op], MinCut::infinite), MinCut::infinite});
  for (Keep &keep : keeps) {
    uint32_t maker = opNode[core.producer[keep.storage]];
    keep.formEdge = cut.addEdge(keep.form, maker, 0);
    keep.wholeEdge = keep.whole == none ? none : cut.addEdge(keep.whole, maker, 0);
  }
}

/// Prices are rounded down, which only lowers the bound.
void MomentCut::keepCosts(const Keep &keep, const Prices &prices, int64_t &form, int64_t &whole) const {
  constexpr double most = 1e15;
  whole = int64_t(std::min(most, prices.byte * double(keep.wholeBytes)));
  if (model.linkTime[keep.storage] >= 0)
    whole = std::min(whole, int64_t(prices.link * double(model.linkTime[keep.storage])));
  double encoding = prices.chargeEncoding ? prices.compute * double(model.encodeTime[keep.storage]) : 0;
  form = keep.isHeld ? 0 : std::min(whole, int64_t(std::min(most, prices.byte * double(keep.formBytes) + encoding)));
}

/// Bytes of the form that the last solution keeps.
double MomentCut::bytesKept(const Keep &keep, const Prices &prices) const {
  double whole = prices.byte * double(keep.wholeBytes), form = HUGE_VAL, sent = HUGE_VAL;
  if (model.linkTime[keep.storage] >= 0)
    sent = prices.link * double(model.linkTime[keep.storage]);
  if (keep.isHeld)
    form = 0;
  else
    form = prices.byte * double(keep.formBytes) +
           (prices.chargeEncoding ? prices.compute * double(model.encodeTime[keep.storage]) : 0);
  if (keep.whole != none && cut.onSourceSide(keep.whole))
    form = HUGE_VAL;
  if (form <= std::min(whole, sent))
    return double(keep.formBytes);
  return whole <= sent ? double(keep.wholeBytes) : 0;
}

int64_t MomentCut::solve(const Prices &prices) {
  int64_t earned = 0;
  for (auto [edge, capacity] : fixedEdges)
    cut.setCapacity(edge, capacity);
  const std::vector<int64_t> &again = prices.again ? *prices.again : model.again;
  for (const Maker &maker : ops)
    cut.setCapacity(maker.edge, maker.spent ? MinCut::infinite : int64_t(prices.compute * double(again[maker.op])));
  for (const Keep &keep : keeps) {
    int64_t form, whole;
    keepCosts(keep, prices, form, whole);
    if (keep.whole != none)
      cut.setCapacity(keep.wholeEdge, whole - form);
    bool carried = prices.carryIn && !keep.isHeld;
    cut.setCapacity(keep.formEdge, form + (carried ? (*prices.carryIn)[keep.storage] : 0));
    int64_t reward = prices.carryOut ? (*prices.carryOut)[keep.storage] : 0;
    cut.setCapacity(keep.needEdge, reward);
    earned += reward;
  }
  int64_t value = cut.solve(source, sink);
  keptBytes = 0;
  for (const Keep &keep : keeps) {
    if (!cut.onSourceSide(keep.form) || cut.onSourceSide(opNode[model.core.producer[keep.storage]]))
      continue;
    keptBytes += bytesKept(keep, prices);
  }
  return value - earned;
}

} // namespace neap::planner
