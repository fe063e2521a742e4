//===- ExactSteps.cpp - Exact plans of small graphs -----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A state is one 64-bit word: which operations have run, and which values are
// resident. Running an operation costs its time, dropping a storage nothing; a
// shortest path from nothing to everything is an optimal plan.
//
//===----------------------------------------------------------------------===//

#include "Starts/ExactSteps.h"

#include <algorithm>
#include <queue>
#include <unordered_map>

namespace neap::planner {
namespace {

class ExactSearch {
public:
  ExactSearch(const Core &core, uint64_t budget, bool reorder, size_t stateLimit, Effort &effort)
      : core(core), budget(budget), reorder(reorder), stateLimit(stateLimit), effort(effort),
        bitOf(core.valueCount, none) {}
  ExactOutcome run(Sequence &result);

private:
  struct Entry {
    int64_t time;
    uint64_t state;
    bool operator>(const Entry &other) const { return time != other.time ? time > other.time : state > other.state; }
  };
  struct Origin {
    int64_t time;
    uint64_t from;
    /// The operation that led here; `none` for a drop.
    uint32_t op;
  };
  bool prepare();
  bool mayRun(uint64_t state, uint32_t op) const;
  uint64_t bytesOf(uint64_t state) const;
  void reach(uint64_t state, int64_t time, uint64_t from, uint32_t op);
  void expand(const Entry &entry);

  const Core &core;
  uint64_t budget;
  bool reorder;
  size_t stateLimit;
  Effort &effort;
  std::vector<uint32_t> bitOf, valueOf;
  /// Per operation: bits it reads, bits it writes, operations it waits for.
  std::vector<uint64_t> reads, writes, waits;
  uint64_t goal = 0;
  std::unordered_map<uint64_t, Origin> origin;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<Entry>> queue;
};

bool ExactSearch::prepare() {
  uint32_t bit = uint32_t(core.opCount);
  for (uint32_t v = 0; v < core.valueCount; ++v)
    if (core.transient[v] && core.producer[v] != none) {
      bitOf[v] = bit++;
      valueOf.push_back(v);
    }
  if (bit > 62)
    return false;
  for (uint32_t o = 0; o < core.opCount; ++o) {
    reads.push_back(0);
    writes.push_back(0);
    waits.push_back(0);
    for (uint32_t v : core.reads[o])
      reads[o] |= uint64_t(1) << bitOf[v];
    for (uint32_t v : core.writes[o])
      writes[o] |= uint64_t(1) << bitOf[v];
    for (uint32_t b : core.before[o])
      waits[o] |= uint64_t(1) << b;
    if (!reorder && o > 0)
      waits[o] |= (uint64_t(1) << o) - 1;
  }
  goal = (uint64_t(1) << core.opCount) - 1;
  for (uint32_t v : valueOf)
    if (core.wanted[v])
      goal |= uint64_t(1) << bitOf[v];
  return true;
}

uint64_t ExactSearch::bytesOf(uint64_t state) const {
  uint64_t total = core.residentBytes;
  for (uint32_t v : valueOf)
    if (state >> bitOf[v] & 1)
      total += core.bytes[v];
  return total;
}

bool ExactSearch::mayRun(uint64_t state, uint32_t op) const {
  bool ran = state >> op & 1;
  if ((state & reads[op]) != reads[op] || (ran ? core.once[op] != 0 : (state & waits[op]) != waits[op]))
    return false;
  for (uint32_t writer : core.overwrittenBy[op])
    if (state >> writer & 1)
      return false;
  return bytesOf(state | writes[op]) + core.workspace[op] <= budget;
}

void ExactSearch::reach(uint64_t state, int64_t time, uint64_t from, uint32_t op) {
  auto [it, fresh] = origin.try_emplace(state, Origin{time, from, op});
  if (!fresh && it->second.time <= time)
    return;
  it->second = {time, from, op};
  queue.push({time, state});
}

void ExactSearch::expand(const Entry &entry) {
  for (uint32_t op = 0; op < core.opCount; ++op) {
    // A repeated run that makes nothing new is of no use.
    bool useful = !(entry.state >> op & 1) || (entry.state & writes[op]) != writes[op];
    if (useful && mayRun(entry.state, op))
      reach(entry.state | writes[op] | uint64_t(1) << op, entry.time + core.time[op], entry.state, op);
  }
  for (uint32_t v : valueOf) {
    if (core.isView(v) || !(entry.state >> bitOf[v] & 1))
      continue;
    uint64_t without = entry.state & ~(uint64_t(1) << bitOf[v]);
    for (uint32_t view : core.views[v])
      without &= ~(uint64_t(1) << bitOf[view]);
    reach(without, entry.time, entry.state, none);
  }
}

ExactOutcome ExactSearch::run(Sequence &result) {
  if (!prepare())
    return ExactOutcome::GaveUp;
  reach(0, 0, 0, none);
  while (!queue.empty()) {
    Entry entry = queue.top();
    queue.pop();
    if (origin[entry.state].time < entry.time)
      continue;
    if ((entry.state & goal) == goal) {
      result.clear();
      for (uint64_t state = entry.state; state != 0;) {
        const Origin &step = origin[state];
        if (step.op != none)
          result.push_back(step.op);
        state = step.from;
      }
      std::reverse(result.begin(), result.end());
      return ExactOutcome::Found;
    }
    effort.spend(core.opCount + valueOf.size());
    if (origin.size() > stateLimit || effort.exhausted())
      return ExactOutcome::GaveUp;
    expand(entry);
  }
  return ExactOutcome::Infeasible;
}

} // namespace

ExactOutcome exactSteps(const Core &core, uint64_t budget, bool reorder, size_t stateLimit, Effort &effort,
                        Sequence &result) {
  return ExactSearch(core, budget, reorder, stateLimit, effort).run(result);
}

} // namespace neap::planner
