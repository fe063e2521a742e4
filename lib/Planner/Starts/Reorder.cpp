//===- Reorder.cpp - Topological orders with a low peak -------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A list scheduler that follows the given order, except that whenever a chain of
// operations has become ready whose run leaves less memory than before, it goes
// first. One class serves both directions: backwards, a storage comes alive with
// its last reader and ends with its producer.
//
// Example: three gradients, then their three updates. Each update frees its
// gradient, so hoisting puts it right behind the operation that made it.
//
//===----------------------------------------------------------------------===//

#include "Starts/Reorder.h"

#include "Core/OrderCut.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace neap::planner {
namespace {

constexpr size_t chainLimit = 24;
/// Splits of one order.
constexpr unsigned splitLimit = 12;

class Scheduler {
public:
  Scheduler(const Core &core, const Sequence &order, bool forward, Effort &effort);
  Sequence run();

private:
  int64_t apply(uint32_t op);
  void undo(uint32_t op);
  bool ready(uint32_t op) const { return waiting[op] == 0 && !done[op]; }
  void commit(uint32_t op);
  bool gather(uint32_t op, std::vector<uint32_t> &list, size_t depth) const;
  bool tryChain(uint32_t start);

  const Core &core;
  const Sequence &order;
  bool forward;
  Effort &effort;
  /// Operations that must come first / that wait, in the chosen direction.
  std::vector<std::vector<uint32_t>> next, previous;
  std::vector<uint32_t> waiting, place;
  std::vector<uint8_t> done;
  /// Storages each operation touches; those it brings to life in this direction.
  std::vector<std::vector<uint32_t>> touches;
  std::vector<std::vector<uint32_t>> touchers;
  /// Operations still to touch a storage; touched at all.
  std::vector<uint32_t> left, touched;
  Sequence result;
  std::vector<uint32_t> fresh;
};

Scheduler::Scheduler(const Core &core, const Sequence &order, bool forward, Effort &effort)
    : core(core), order(order), forward(forward), effort(effort), next(core.opCount), previous(core.opCount),
      waiting(core.opCount, 0), place(core.opCount), done(core.opCount, 0), touches(core.opCount),
      touchers(core.valueCount), left(core.valueCount, 0), touched(core.valueCount, 0) {
  for (uint32_t p = 0; p < order.size(); ++p)
    place[order[p]] = forward ? p : uint32_t(order.size()) - 1 - p;
  for (uint32_t o = 0; o < core.opCount; ++o) {
    for (uint32_t b : core.before[o]) {
      next[forward ? b : o].push_back(forward ? o : b);
      previous[forward ? o : b].push_back(forward ? b : o);
      ++waiting[forward ? o : b];
    }
    for (uint32_t v : core.reads[o])
      touches[o].push_back(core.root[v]);
    for (uint32_t v : core.writes[o])
      touches[o].push_back(core.root[v]);
    std::sort(touches[o].begin(), touches[o].end());
    touches[o].erase(std::unique(touches[o].begin(), touches[o].end()), touches[o].end());
    for (uint32_t s : touches[o]) {
      ++left[s];
      touchers[s].push_back(o);
    }
  }
  // What is wanted at the end never dies forwards, and lives from the start backwards.
  for (uint32_t v = 0; v < core.valueCount; ++v)
    if (core.wanted[v]) {
      if (forward)
        ++left[core.root[v]];
      else
        ++touched[core.root[v]];
    }
}

/// Runs the operation in the bookkeeping; returns the change of live bytes.
int64_t Scheduler::apply(uint32_t op) {
  int64_t delta = 0;
  done[op] = 1;
  for (uint32_t s : touches[op]) {
    if (touched[s]++ == 0)
      delta += int64_t(core.bytes[s]);
    if (--left[s] == 0)
      delta -= int64_t(core.bytes[s]);
  }
  for (uint32_t o : next[op])
    --waiting[o];
  return delta;
}

void Scheduler::undo(uint32_t op) {
  done[op] = 0;
  for (uint32_t s : touches[op]) {
    --touched[s];
    ++left[s];
  }
  for (uint32_t o : next[op])
    ++waiting[o];
}

void Scheduler::commit(uint32_t op) {
  result.push_back(op);
  for (uint32_t o : next[op])
    if (ready(o))
      fresh.push_back(o);
  // Co-readers: this may have left one of them the last.
  for (uint32_t s : touches[op])
    if (left[s] > 0 && left[s] <= 4)
      for (uint32_t o : touchers[s])
        if (!done[o])
          fresh.push_back(o);
}

/// What must still come before an operation, and itself, in order; false if it
/// is more than a few, or further away than a chain reaches.
bool Scheduler::gather(uint32_t op, std::vector<uint32_t> &list, size_t depth) const {
  if (done[op] || std::find(list.begin(), list.end(), op) != list.end())
    return true;
  if (list.size() >= chainLimit / 2 || depth > chainLimit)
    return false;
  if (!ready(op))
    for (uint32_t o : previous[op])
      if (!gather(o, list, depth + 1))
        return false;
  list.push_back(op);
  return true;
}

/// Runs `start`, what must come before it and what it makes ready, if some prefix leaves less memory than
/// before; keeps the best prefix. Operations behind it in place only.
bool Scheduler::tryChain(uint32_t start) {
  std::vector<uint32_t> chain, needed;
  if (!gather(start, needed, 0))
    return false;
  std::set<std::pair<uint32_t, uint32_t>> open;
  for (uint32_t op : needed)
    if (ready(op))
      open.insert({place[op], op});
  int64_t total = 0, best = 0;
  size_t bestLength = 0;
  while (!open.empty() && chain.size() < chainLimit) {
    uint32_t op = open.begin()->second;
    open.erase(open.begin());
    total += apply(op);
    chain.push_back(op);
    effort.spend(touches[op].size() + next[op].size());
    if (total < best) {
      best = total;
      bestLength = chain.size();
    }
    // Others only after what was gathered.
    for (uint32_t o : next[op])
      if (ready(o) && (chain.size() >= needed.size() || std::find(needed.begin(), needed.end(), o) != needed.end()))
        open.insert({place[o], o});
  }
  for (size_t i = chain.size(); i-- > bestLength;)
    undo(chain[i]);
  for (size_t i = 0; i < bestLength; ++i)
    commit(chain[i]);
  return bestLength != 0;
}

Sequence Scheduler::run() {
  Sequence directed = order;
  if (!forward)
    std::reverse(directed.begin(), directed.end());
  for (uint32_t op : directed) {
    if (done[op])
      continue;
    apply(op);
    commit(op);
    while (!fresh.empty() && !effort.exhausted()) {
      std::vector<uint32_t> candidates;
      candidates.swap(fresh);
      std::sort(candidates.begin(), candidates.end(), [&](uint32_t a, uint32_t b) { return place[a] < place[b]; });
      candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
      for (uint32_t candidate : candidates)
        if (!done[candidate])
          tryChain(candidate);
    }
    fresh.clear();
  }
  if (!forward)
    std::reverse(result.begin(), result.end());
  return result;
}

} // namespace

Sequence hoistShrinking(const Core &core, const Sequence &order, Effort &effort) {
  return Scheduler(core, order, true, effort).run();
}

Sequence sinkGrowing(const Core &core, const Sequence &order, Effort &effort) {
  return Scheduler(core, order, false, effort).run();
}

/// What ran before and after the operation in the cut keeps its order otherwise. An operation whose least bytes
/// over all orders are reached by the best peak ends it: no order is better.
Sequence splitAtPeaks(const Core &core, const Sequence &order, Effort &effort) {
  Evaluator eval(core);
  Sequence now = order, best = order;
  eval.run(now);
  uint64_t bestPeak = eval.peak;
  for (unsigned round = 0; round < splitLimit && !now.empty() && !effort.exhausted(); ++round) {
    uint32_t op = now[eval.peakPosition];
    OrderCut cut = leastBytesAt(core, op);
    effort.spend(core.opCount * 16);
    if (cut.bytes >= bestPeak)
      break;
    auto middle = std::stable_partition(now.begin(), now.end(), [&](uint32_t o) { return cut.before[o] != 0; });
    std::stable_partition(middle, now.end(), [&](uint32_t o) { return o == op; });
    if (round % 2 == 1)
      now = hoistShrinking(core, now, effort);
    eval.run(now);
    if (eval.peak < bestPeak) {
      bestPeak = eval.peak;
      best = now;
    }
  }
  return best;
}

std::vector<Sequence> candidateOrders(const Core &core, Effort &effort) {
  Sequence recorded(core.opCount);
  std::iota(recorded.begin(), recorded.end(), 0u);
  std::vector<Sequence> orders{recorded};
  auto add = [&](Sequence order) {
    if (std::find(orders.begin(), orders.end(), order) == orders.end())
      orders.push_back(std::move(order));
  };
  Sequence hoisted = hoistShrinking(core, recorded, effort);
  Sequence sunk = sinkGrowing(core, recorded, effort);
  add(hoisted);
  add(sunk);
  add(sinkGrowing(core, hoisted, effort));
  add(hoistShrinking(core, sunk, effort));
  for (size_t k = orders.size(); k-- > 0;)
    add(splitAtPeaks(core, Sequence(orders[k]), effort));
  return orders;
}

} // namespace neap::planner
