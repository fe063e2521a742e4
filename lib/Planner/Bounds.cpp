//===- Bounds.cpp - Lower bounds on peak, budget and time -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each bound looks at one moment, the first run of an operation o, and at what
// every plan must have done before it and must still do after it. The arguments
// stand above the functions; docs/Planner.md has them in one place.
//
//===----------------------------------------------------------------------===//

#include "Core.h"
#include "MinCut.h"
#include "Sequence.h"
#include "neap/Planner/StepPlanner.h"

#include <algorithm>
#include <numeric>

namespace neap::planner {
namespace {

/// The moment of the first run of `op`: which operations have run before it
/// (`past`), and which run for the first time at or after it (`future`), in
/// every plan that is considered.
struct Moment {
  uint32_t op = 0;
  std::vector<uint8_t> past, future;
};

/// Recorded order of first runs: everything before is past.
Moment recordedMoment(const Core &core, uint32_t op) {
  Moment m;
  m.op = op;
  m.past.assign(core.opCount, 0);
  m.future.assign(core.opCount, 0);
  std::fill(m.past.begin(), m.past.begin() + op, 1);
  std::fill(m.future.begin() + op, m.future.end(), 1);
  return m;
}

/// Any order: ancestors are past, descendants are future, the rest is free.
Moment anyOrderMoment(const Core &core, uint32_t op) {
  Moment m;
  m.op = op;
  m.past.assign(core.opCount, 0);
  m.future.assign(core.opCount, 0);
  std::vector<uint32_t> stack{op};
  while (!stack.empty()) {
    uint32_t o = stack.back();
    stack.pop_back();
    for (uint32_t b : core.before[o])
      if (!m.past[b]) {
        m.past[b] = 1;
        stack.push_back(b);
      }
  }
  m.future[op] = 1;
  for (uint32_t o = op + 1; o < core.opCount; ++o)
    for (uint32_t b : core.before[o])
      m.future[o] |= m.future[b];
  return m;
}

/// What the moment demands: storages made in the past and read (or wanted) in
/// the future, without those the operation itself reads, which are `held`.
struct Demand {
  std::vector<uint32_t> storages;
  std::vector<uint8_t> held;
  /// Bytes of residents, of what the operation reads and writes, and its workspace.
  uint64_t fixedBytes = 0;
  /// Bytes of `storages`, and of those that cannot be made again.
  uint64_t bytes = 0, lastingBytes = 0;
};

/// True when the operation cannot run again after the moment.
bool isSpent(const Core &core, const Moment &moment, uint32_t op) {
  if (core.once[op])
    return true;
  for (uint32_t writer : core.overwrittenBy[op])
    if (moment.past[writer])
      return true;
  return false;
}

Demand demandOf(const Core &core, const Moment &moment) {
  Demand d;
  d.held.assign(core.valueCount, 0);
  d.fixedBytes = core.residentBytes + core.workspace[moment.op];
  for (uint32_t v : core.reads[moment.op])
    if (!d.held[core.root[v]]) {
      d.held[core.root[v]] = 1;
      d.fixedBytes += core.bytes[core.root[v]];
    }
  for (uint32_t v : core.writes[moment.op])
    if (!core.isView(v))
      d.fixedBytes += core.bytes[v];
  std::vector<uint8_t> seen(core.valueCount, 0);
  for (uint32_t v = 0; v < core.valueCount; ++v) {
    uint32_t root = core.root[v];
    if (!core.transient[v] || core.producer[root] == none || !moment.past[core.producer[root]] || seen[root] ||
        d.held[root])
      continue;
    // A view that is read in the future needs its storage then, whenever the
    // view itself was taken.
    bool read = core.wanted[v];
    for (uint32_t reader : core.readers[v])
      read |= moment.future[reader];
    if (!read)
      continue;
    seen[root] = 1;
    d.storages.push_back(root);
    d.bytes += core.bytes[root];
    if (isSpent(core, moment, core.producer[root]))
      d.lastingBytes += core.bytes[root];
  }
  return d;
}

/// Lower bound on the time of repeated runs at one moment.
///
/// Let X be the storages resident at the moment. Every demanded storage that
/// is not in X must be made again after it, and so must, recursively, whatever
/// is read for that and is not in X: the set Y of past operations that run
/// again satisfies y(producer(s)) >= d(s) - x(s), where d(s) is 1 for demanded
/// storages and at least y(o) for what o reads. All runs of Y are extra, as
/// past operations have run already. With sum of bytes(s) x(s) <= budget -
/// fixed this is a covering program; its Lagrangian for the one budget
/// constraint with price p is, for fixed p, a minimum cut: d(s) = 1 with
/// y(producer(s)) = 0 pays p bytes(s), y(o) = 1 pays time(o), y(o) = 1 forces
/// d of what o reads. Weak duality: cut(p) - p (budget - fixed) bounds the
/// extra time for every p >= 0; the best p is found by intersecting lines.
/// (Views count as their storage and cost no time, inputs not made by the past
/// are free: both only lower the bound.)
class TimeBound {
public:
  TimeBound(const Core &core, const Moment &moment, const Demand &demand, uint64_t budget);
  int64_t solve();
  int64_t knapsack() const;

private:
  struct Line {
    double time, bytes;
  };
  Line evaluate(double price, double &bound);

  const Core &core;
  const Moment &moment;
  const Demand &demand;
  int64_t available;
  MinCut cut;
  uint32_t source, sink;
  /// (storage, edge that pays for keeping it)
  std::vector<std::pair<uint32_t, uint32_t>> keepEdges;
  std::vector<std::pair<uint32_t, int64_t>> resetEdges;
  int64_t scale = 1;
};

TimeBound::TimeBound(const Core &core, const Moment &moment, const Demand &demand, uint64_t budget)
    : core(core), moment(moment), demand(demand), available(int64_t(budget) - int64_t(demand.fixedBytes)),
      cut(uint32_t(core.opCount + core.valueCount + 2)), source(uint32_t(core.opCount + core.valueCount)),
      sink(source + 1) {
  auto edge = [&](uint32_t from, uint32_t to, int64_t capacity) {
    resetEdges.push_back({cut.addEdge(from, to, capacity), capacity});
  };
  // Only what the closure of the demands reaches.
  std::vector<uint8_t> reached(core.valueCount, 0);
  std::vector<uint32_t> stack = demand.storages;
  for (uint32_t s : stack) {
    reached[s] = 1;
    edge(source, uint32_t(core.opCount + s), MinCut::infinite);
  }
  std::vector<uint8_t> opSeen(core.opCount, 0);
  while (!stack.empty()) {
    uint32_t s = stack.back();
    stack.pop_back();
    uint32_t op = core.producer[s];
    keepEdges.push_back({s, cut.addEdge(uint32_t(core.opCount + s), op, 0)});
    if (opSeen[op])
      continue;
    opSeen[op] = 1;
    edge(op, sink, isSpent(core, moment, op) ? MinCut::infinite : core.time[op]);
    for (uint32_t v : core.reads[op]) {
      uint32_t root = core.root[v];
      if (demand.held[root] || !moment.past[core.producer[root]])
        continue;
      edge(op, uint32_t(core.opCount + root), MinCut::infinite);
      if (!reached[root]) {
        reached[root] = 1;
        stack.push_back(root);
      }
    }
  }
}

/// Cut for one price (in ns per byte). Capacities are rounded down, which only
/// lowers the bound.
TimeBound::Line TimeBound::evaluate(double price, double &bound) {
  for (auto [edge, capacity] : resetEdges)
    cut.setCapacity(edge, capacity);
  for (auto [storage, edge] : keepEdges)
    cut.setCapacity(edge, int64_t(price * double(core.bytes[storage])));
  int64_t value = cut.solve(source, sink);
  bound = double(value) - price * double(available);
  Line line{0, 0};
  for (auto [storage, edge] : keepEdges)
    if (cut.onSourceSide(uint32_t(core.opCount + storage)) && !cut.onSourceSide(core.producer[storage]))
      line.bytes += double(core.bytes[storage]);
  for (uint32_t op = 0; op < core.opCount; ++op)
    if (cut.onSourceSide(op))
      line.time += double(core.time[op]);
  return line;
}

int64_t TimeBound::solve() {
  if (demand.bytes <= uint64_t(std::max<int64_t>(0, available)))
    return 0;
  if (available < 0)
    return MinCut::infinite;
  // Two lines of time + price * bytes that bracket the best price: keep all
  // (price 0) and the least bytes any closure keeps (a very high price).
  double best = 0, bound = 0;
  double highPrice = 1e9 / double(std::max<uint64_t>(1, demand.bytes / std::max<size_t>(1, demand.storages.size())));
  Line low{0, double(demand.bytes)}, high = evaluate(highPrice, bound);
  best = std::max(best, bound);
  for (unsigned round = 0; round < 40 && low.bytes > high.bytes; ++round) {
    double price = (high.time - low.time) / (low.bytes - high.bytes);
    Line middle = evaluate(price, bound);
    best = std::max(best, bound);
    if (middle.time + price * middle.bytes >= low.time + price * low.bytes - 2)
      break;
    (middle.bytes > double(available) ? low : high) = middle;
  }
  return int64_t(best);
}

/// The relaxation of data/README's bound: each demanded storage not kept costs
/// its producer once, fractions allowed, no recursion.
int64_t TimeBound::knapsack() const {
  int64_t missing = int64_t(demand.bytes) - available;
  std::vector<std::pair<double, uint32_t>> byRatio;
  for (uint32_t s : demand.storages)
    if (core.bytes[s] != 0)
      byRatio.push_back({double(core.time[core.producer[s]]) / double(core.bytes[s]), s});
  std::sort(byRatio.begin(), byRatio.end());
  double time = 0;
  for (auto [ratio, s] : byRatio) {
    if (missing <= 0)
      break;
    int64_t take = std::min<int64_t>(missing, int64_t(core.bytes[s]));
    time += ratio * double(take);
    missing -= take;
  }
  return int64_t(time);
}

/// Moments worth a cut: the fullest ones, spread out.
std::vector<uint32_t> candidateMoments(const std::vector<uint64_t> &live, size_t count) {
  std::vector<uint32_t> order(live.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return live[a] > live[b]; });
  std::vector<uint32_t> chosen;
  if (count == 0)
    return chosen;
  size_t spread = std::max<size_t>(1, live.size() / 200);
  for (uint32_t o : order) {
    bool close = false;
    for (uint32_t c : chosen)
      close |= (o > c ? o - c : c - o) < spread;
    if (!close)
      chosen.push_back(o);
    if (chosen.size() == count)
      break;
  }
  return chosen;
}

/// Residents and all operands, results and workspace of one operation, with
/// the values drawn once before it and still to be read after it, must be
/// there together in any plan; so must everything wanted at the end.
void boundBudget(const Core &core, Bounds &bounds) {
  std::vector<uint64_t> need(core.opCount);
  std::vector<std::vector<uint32_t>> own(core.opCount);
  for (uint32_t o = 0; o < core.opCount; ++o) {
    for (uint32_t v : core.reads[o])
      own[o].push_back(core.root[v]);
    for (uint32_t v : core.writes[o])
      own[o].push_back(core.root[v]);
    std::sort(own[o].begin(), own[o].end());
    own[o].erase(std::unique(own[o].begin(), own[o].end()), own[o].end());
    need[o] = core.residentBytes + core.workspace[o];
    for (uint32_t s : own[o])
      need[o] += core.bytes[s];
  }
  uint64_t wanted = core.residentBytes;
  std::vector<uint8_t> seen(core.valueCount, 0);
  for (uint32_t s = 0; s < core.valueCount; ++s) {
    if (core.wanted[s] && !seen[core.root[s]]) {
      seen[core.root[s]] = 1;
      wanted += core.bytes[core.root[s]];
    }
    if (!core.transient[s] || core.isView(s) || core.bytes[s] == 0 || core.producer[s] == none ||
        !core.once[core.producer[s]])
      continue;
    // Descendants of the producer that are ancestors of a reader.
    std::vector<uint8_t> below(core.opCount, 0), above(core.opCount, 0);
    below[core.producer[s]] = 1;
    for (uint32_t o = core.producer[s] + 1; o < core.opCount; ++o)
      for (uint32_t b : core.before[o])
        below[o] |= below[b];
    auto markReaders = [&](uint32_t v) {
      for (uint32_t reader : core.readers[v])
        above[reader] = 1;
    };
    markReaders(s);
    for (uint32_t view : core.views[s])
      markReaders(view);
    for (uint32_t o = uint32_t(core.opCount); o-- > 0;)
      if (above[o] || core.wanted[s])
        for (uint32_t b : core.before[o])
          above[b] = 1;
    for (uint32_t o = core.producer[s] + 1; o < core.opCount; ++o)
      if (below[o] && (above[o] || core.wanted[s]) && !std::binary_search(own[o].begin(), own[o].end(), s))
        need[o] += core.bytes[s];
  }
  bounds.smallestBudget = wanted;
  bounds.limitingOp = core.opCount ? uint32_t(core.opCount - 1) : 0;
  for (uint32_t o = 0; o < core.opCount; ++o)
    if (need[o] > bounds.smallestBudget) {
      bounds.smallestBudget = need[o];
      bounds.limitingOp = o;
    }
}

/// With first runs in recorded order, what was made before a moment, cannot be
/// made again after it and is still to be read must be there, next to what the
/// operation itself takes.
void boundRecordedBudget(const Core &core, Bounds &bounds) {
  bounds.smallestRecorded = bounds.smallestBudget;
  bounds.limitingOpRecorded = bounds.limitingOp;
  if (std::find(core.once.begin(), core.once.end(), 1) == core.once.end())
    return;
  for (uint32_t op = 0; op < core.opCount; ++op) {
    Demand demand = demandOf(core, recordedMoment(core, op));
    if (demand.fixedBytes + demand.lastingBytes > bounds.smallestRecorded) {
      bounds.smallestRecorded = demand.fixedBytes + demand.lastingBytes;
      bounds.limitingOpRecorded = op;
    }
  }
}

} // namespace

Bounds computeBounds(const Graph &graph, uint64_t budget, bool timeBounds) {
  Core core = buildCore(graph);
  Bounds bounds;
  int64_t base = std::accumulate(core.time.begin(), core.time.end(), int64_t(0));
  bounds.timeRecorded = bounds.timeAnyOrder = bounds.timeKnapsack = base;
  bounds.peakRecorded = bounds.peakAnyOrder = core.residentBytes;
  boundBudget(core, bounds);
  boundRecordedBudget(core, bounds);
  if (core.opCount == 0)
    return bounds;
  Sequence order(core.opCount);
  std::iota(order.begin(), order.end(), 0u);
  Evaluator eval(core);
  eval.run(order);
  bounds.peakRecorded = eval.peak;
  std::vector<uint64_t> live(eval.memory.begin(), eval.memory.end());
  if (budget < bounds.smallestBudget)
    budget = bounds.smallestBudget;
  for (uint32_t op : candidateMoments(live, timeBounds ? 12 : 0)) {
    Moment moment = recordedMoment(core, op);
    Demand demand = demandOf(core, moment);
    TimeBound bound(core, moment, demand, budget);
    bounds.timeRecorded = std::max(bounds.timeRecorded, base + bound.solve());
    bounds.timeKnapsack = std::max(bounds.timeKnapsack, base + bound.knapsack());
  }
  // In any order: the bytes that precedence alone forces to coexist.
  std::vector<uint64_t> forced(core.opCount, 0);
  std::vector<uint32_t> tried = candidateMoments(live, 100);
  for (uint32_t op : tried) {
    Demand demand = demandOf(core, anyOrderMoment(core, op));
    forced[op] = demand.fixedBytes + demand.bytes;
    bounds.peakAnyOrder = std::max(bounds.peakAnyOrder, forced[op]);
  }
  for (uint32_t op : candidateMoments(forced, timeBounds ? 6 : 0)) {
    Moment moment = anyOrderMoment(core, op);
    Demand demand = demandOf(core, moment);
    bounds.timeAnyOrder = std::max(bounds.timeAnyOrder, base + TimeBound(core, moment, demand, budget).solve());
  }
  return bounds;
}

} // namespace neap::planner
