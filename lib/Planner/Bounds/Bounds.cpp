//===- Bounds.cpp - Lower bounds on peak, budget and time -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each bound looks at moments, first runs of operations, and at what every plan must
// have done before them and must still do after. Peaks and budgets are bounded here, and
// the moments chosen for the bounds on time (TimeBound.h). docs/Planner.md has the
// arguments in one place.
//
//===----------------------------------------------------------------------===//

#include "Bounds/Bounds.h"

#include "Bounds/TimeBound.h"
#include "Core/OrderCut.h"
#include "Core/Sequence.h"
#include "Exact/Highs.h"

#include <algorithm>
#include <numeric>

namespace neap::planner {
namespace {

/// Moments in a row where there is a solver for their prices, what it may take of the
/// time for planning and in all, and graphs beyond which that is left out.
constexpr size_t chainLength = 8;
constexpr double chainShare = 0.05, chainSeconds = 5;
constexpr size_t chainOperations = 4000;

/// Operations worth a look: the fullest ones, spread out.
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

/// Of each operation, how many others must run before it, or after it. By sets of the operations of one block at a
/// time, so that memory stays linear.
std::vector<uint32_t> comparableCounts(const BoundModel &model) {
  constexpr uint32_t words = 64, width = 64 * words;
  uint32_t count = uint32_t(model.core.opCount);
  std::vector<uint32_t> result(count, 0);
  std::vector<uint64_t> sets;
  auto take = [&](uint32_t into, uint32_t from, uint32_t block) {
    for (uint32_t w = 0; w < words; ++w)
      sets[size_t(into) * words + w] |= sets[size_t(from) * words + w];
    if (from >= block && from < block + width)
      sets[size_t(into) * words + (from - block) / 64] |= uint64_t(1) << (from - block) % 64;
  };
  auto add = [&](uint32_t o) {
    for (uint32_t w = 0; w < words; ++w)
      result[o] += uint32_t(__builtin_popcountll(sets[size_t(o) * words + w]));
  };
  for (uint32_t block = 0; block < count; block += width) {
    sets.assign(size_t(count) * words, 0);
    for (uint32_t o = block; o < count; ++o) {
      for (uint32_t b : model.before[o])
        take(o, b, block);
      add(o);
    }
    sets.assign(size_t(count) * words, 0);
    for (uint32_t o = std::min(count, block + width); o-- > 0;) {
      add(o);
      for (uint32_t b : model.before[o])
        take(b, o, block);
    }
  }
  return result;
}

/// At most `count` of the list, evenly spaced.
std::vector<uint32_t> thinned(const std::vector<uint32_t> &list, size_t count) {
  if (list.size() <= count)
    return list;
  std::vector<uint32_t> chosen;
  chosen.reserve(count);
  for (size_t k = 0; k < count; ++k)
    chosen.push_back(list[(2 * k + 1) * list.size() / (2 * count)]);
  return chosen;
}

/// Bytes of a storage that nothing can make again, while it is not in use: it may go
/// over the link, or stay as a code.
uint64_t lastingBytes(const BoundModel &model, uint32_t storage) {
  return model.linkTime[storage] >= 0 ? 0 : model.least[storage];
}

/// What each operation takes while it runs, and the part of one storage in it.
struct OwnBytes {
  explicit OwnBytes(const BoundModel &model) : model(model) {
    for (uint32_t o = 0; o < model.core.opCount; ++o)
      total.push_back(model.ownBytes(o));
  }
  uint64_t of(uint32_t op, uint32_t storage) const {
    for (const BoundModel::Use &use : model.uses(op))
      if (use.storage == storage)
        return model.heldBytes(use);
    return 0;
  }
  const BoundModel &model;
  std::vector<uint64_t> total;
};

/// Adds to the operations between the one that draws a storage once and its last
/// readers what must be there of it.
void addDrawnOnce(const BoundModel &model, const OwnBytes &own, uint32_t storage, std::vector<uint64_t> &need) {
  const Core &core = model.core;
  uint64_t bytes = lastingBytes(model, storage);
  // Descendants of the producer that are ancestors of a reader.
  std::vector<uint8_t> below = withDescendants(model.before, core.producer[storage]), above(core.opCount, 0);
  for (uint32_t reader : core.readers[storage])
    above[reader] = 1;
  for (uint32_t view : core.views[storage])
    for (uint32_t reader : core.readers[view])
      above[reader] = 1;
  for (uint32_t o = uint32_t(core.opCount); o-- > 0;)
    if (above[o])
      for (uint32_t b : model.before[o])
        above[b] = 1;
  for (uint32_t o = core.producer[storage] + 1; o < core.opCount; ++o)
    if (below[o] && (above[o] || core.wanted[storage]))
      need[o] += bytes - std::min(bytes, own.of(o, storage));
}

/// What an operation takes, with the values drawn once before it and still to be
/// read after it, must be there together in any plan; so must everything wanted at
/// the end. `least` is what it takes alone by any of its formulas.
void boundBudget(const BoundModel &model, const OwnBytes &own, const std::vector<uint64_t> &least, Bounds &bounds) {
  const Core &core = model.core;
  std::vector<uint64_t> need = own.total;
  uint64_t wanted = core.residentBytes;
  std::vector<uint8_t> seen(core.valueCount, 0);
  for (uint32_t v = 0; v < core.valueCount; ++v) {
    if (core.wanted[v] && !seen[core.root[v]]) {
      seen[core.root[v]] = 1;
      wanted += core.bytes[core.root[v]];
    }
    if (core.transient[v] && !core.isView(v) && core.producer[v] != none && core.once[core.producer[v]] &&
        lastingBytes(model, v) != 0)
      addDrawnOnce(model, own, v, need);
  }
  bounds.smallestBudget = wanted;
  bounds.limitingOp = core.opCount ? uint32_t(core.opCount - 1) : 0;
  for (uint32_t o = 0; o < least.size(); ++o)
    need[o] = std::max(need[o], least[o]);
  for (uint32_t o = 0; o < core.opCount; ++o)
    if (need[o] > bounds.smallestBudget) {
      bounds.smallestBudget = need[o];
      bounds.limitingOp = o;
    }
}

/// With first runs in recorded order, what was made before a moment, cannot be
/// made again after it and is still to be read must be there, next to what the
/// operation itself takes. One interval of operations per storage.
void boundRecordedBudget(const BoundModel &model, const OwnBytes &own, Bounds &bounds) {
  const Core &core = model.core;
  std::vector<uint64_t> change(core.opCount + 1, 0);
  std::vector<uint32_t> from(core.valueCount, none);
  auto lastReader = [&](uint32_t v) {
    uint32_t last = core.wanted[v] ? uint32_t(core.opCount) : 0;
    for (uint32_t reader : core.readers[v])
      last = std::max(last, reader + 1);
    return last;
  };
  for (uint32_t s = 0; s < core.valueCount; ++s) {
    uint32_t maker = core.producer[s];
    if (!core.transient[s] || core.isView(s) || maker == none)
      continue;
    // From the run, or from the one that overwrites what it reads.
    uint32_t first = core.once[maker] ? maker + 1 : none;
    for (uint32_t writer : core.overwrittenBy[maker])
      first = std::min(first, std::max(maker, writer) + 1);
    uint32_t end = lastReader(s);
    for (uint32_t view : core.views[s])
      end = std::max(end, lastReader(view));
    if (first >= end)
      continue;
    from[s] = first;
    change[first] += lastingBytes(model, s);
    change[end] -= lastingBytes(model, s);
  }
  bounds.smallestRecorded = bounds.smallestBudget;
  bounds.limitingOpRecorded = bounds.limitingOp;
  uint64_t lasting = 0;
  for (uint32_t o = 0; o < core.opCount; ++o) {
    lasting += change[o];
    uint64_t need = own.total[o] + lasting;
    for (const BoundModel::Use &use : model.uses(o))
      if (from[use.storage] <= o)
        need -= std::min(lastingBytes(model, use.storage), model.heldBytes(use));
    if (need > bounds.smallestRecorded) {
      bounds.smallestRecorded = need;
      bounds.limitingOpRecorded = o;
    }
  }
}

struct BestMoment {
  uint32_t op = none;
  MomentBound bound;
};

/// The moment with the best bound: among the candidates, then by steps away from the
/// best of them that get shorter.
template <typename BoundAt>
BestMoment bestMoment(const BoundModel &model, const std::vector<uint32_t> &candidates, BoundAt boundAt) {
  BestMoment best{none, {model.baseTime, 0}};
  auto look = [&](int64_t op) {
    if (op < 0 || op >= int64_t(model.core.opCount))
      return false;
    MomentBound bound = boundAt(uint32_t(op));
    bool better = bound.time > best.bound.time;
    if (better)
      best = {uint32_t(op), bound};
    return better;
  };
  for (uint32_t op : candidates)
    look(op);
  int64_t step = int64_t(model.core.opCount / 64);
  for (unsigned tries = 0; best.op != none && step > 0 && tries < 6; ++tries)
    if (!look(int64_t(best.op) + step) && !look(int64_t(best.op) - step))
      step /= 3;
  return best;
}

bool worthAChain(const BoundModel &model) {
  return !model.levers.offload && model.core.opCount <= chainOperations && hasLinearSolver();
}

/// Moments in a row, and the index of the best of them alone.
struct MomentChain {
  std::vector<Moment> moments;
  size_t start;
};

/// `ops` in order, `best` among them; `momentAt` makes a moment of one and the next.
template <typename MomentAt> MomentChain chainOf(const std::vector<uint32_t> &ops, uint32_t best, MomentAt momentAt) {
  MomentChain chain;
  chain.moments.reserve(ops.size());
  for (size_t k = 0; k < ops.size(); ++k)
    chain.moments.push_back(momentAt(ops[k], k + 1 < ops.size() ? ops[k + 1] : none));
  chain.start = size_t(std::lower_bound(ops.begin(), ops.end(), best) - ops.begin());
  return chain;
}

int64_t boundOverAll(const BoundModel &model, const MomentChain &row, const PlanOptions &within) {
  Chain chain(model, row.moments, within.budget, row.start);
  ChainPrices prices(model, chain);
  double seconds = within.seconds > 0 ? std::min(chainSeconds, chainShare * within.seconds) : chainSeconds;
  return solvePrices(model, chain, seconds, prices) ? boundOver(model, chain, prices) : model.baseTime;
}

/// Moments all over the step, and those that leave least to other values, each with the best one.
std::vector<MomentChain> recordedChains(const BoundModel &model, const std::vector<uint64_t> &live, uint64_t budget,
                                        uint32_t best) {
  std::vector<uint32_t> full;
  std::vector<uint64_t> own(live.size(), 0);
  for (uint32_t o = 0; o < live.size(); ++o)
    if (live[o] > budget && o != best) {
      full.push_back(o);
      own[o] = model.ownBytes(o);
    }
  std::vector<MomentChain> result;
  for (std::vector<uint32_t> ops : {thinned(full, chainLength - 1), candidateMoments(own, chainLength - 1)}) {
    ops.erase(std::remove_if(ops.begin(), ops.end(), [&](uint32_t o) { return own[o] == 0; }), ops.end());
    ops.push_back(best);
    std::sort(ops.begin(), ops.end());
    result.push_back(
        chainOf(ops, best, [&](uint32_t op, uint32_t next) { return recordedMoment(model.core, op, next); }));
  }
  return result;
}

/// The bounds on time in recorded order.
void boundRecordedTime(const BoundModel &model, const BoundModel &plain, const std::vector<uint64_t> &live,
                       const PlanOptions &within, Bounds &bounds) {
  std::vector<uint32_t> candidates = candidateMoments(live, 12);
  for (uint32_t op : candidates)
    bounds.timeKnapsack =
        std::max(bounds.timeKnapsack, knapsackAt(plain, recordedMoment(plain.core, op), within.budget));
  auto [bestOp, best] = bestMoment(
      model, candidates, [&](uint32_t op) { return boundAt(model, recordedMoment(model.core, op), within.budget); });
  bounds.timeRecorded = best.time;
  if (bestOp == none || !worthAChain(model))
    return;
  for (const MomentChain &chain : recordedChains(model, live, within.budget, bestOp))
    bounds.timeRecorded = std::max(bounds.timeRecorded, boundOverAll(model, chain, within));
}

/// Operations of the list that must run one after the other, and `through` among them.
std::vector<uint32_t> chainThrough(const BoundModel &model, std::vector<uint32_t> list, uint32_t through) {
  std::sort(list.begin(), list.end());
  std::vector<uint32_t> chain{through};
  Moment at = anyOrderMoment(model, through);
  for (size_t k = list.size(); k-- > 0;)
    if (at.past[list[k]]) {
      chain.insert(chain.begin(), list[k]);
      at = anyOrderMoment(model, list[k]);
    }
  at = anyOrderMoment(model, through);
  for (uint32_t o : list)
    if (o != chain.back() && at.future[o]) {
      chain.push_back(o);
      at = anyOrderMoment(model, o);
    }
  return chain;
}

/// The bounds on time in any order, at the moments that need most whatever the order.
void boundAnyOrderTime(const BoundModel &model, const std::vector<uint32_t> &tried, const std::vector<uint64_t> &forced,
                       const PlanOptions &within, Bounds &bounds) {
  auto [bestOp, best] = bestMoment(model, candidateMoments(forced, 6),
                                   [&](uint32_t op) { return boundAt(model, openMoment(model, op), within.budget); });
  bounds.timeAnyOrder = best.time;
  if (bestOp == none || !worthAChain(model))
    return;
  std::vector<uint32_t> full;
  for (uint32_t o : tried)
    if (forced[o] > within.budget)
      full.push_back(o);
  std::vector<uint32_t> chain = thinned(chainThrough(model, full, bestOp), chainLength - 1);
  auto at = std::lower_bound(chain.begin(), chain.end(), bestOp);
  if (at == chain.end() || *at != bestOp)
    chain.insert(at, bestOp);
  MomentChain row = chainOf(chain, bestOp, [&](uint32_t op, uint32_t next) { return anyOrderMoment(model, op, next); });
  bounds.timeAnyOrder = std::max(bounds.timeAnyOrder, boundOverAll(model, row, within));
}

} // namespace

BoundComputer::BoundComputer(const Graph &graph, const PlanOptions &options)
    : options(options), levers{options.encode, options.inside, options.offload} {
  if (options.formulas && graph.hasFormulas())
    formulas.emplace(graph, levers);
  std::optional<Graph> relaxed;
  if (formulas)
    relaxed = formulas->relaxed(UINT64_MAX);
  plain.emplace(relaxed ? *relaxed : graph, LeverChoice{false, false, false});
  model.emplace(relaxed ? *relaxed : graph, levers);
  bounds.timeRecorded = bounds.timeAnyOrder = bounds.timeKnapsack = model->baseTime;
  bounds.peakRecorded = bounds.peakAnyOrder = plain->core.residentBytes;
  OwnBytes own(*model);
  boundBudget(*model, own, formulas ? formulas->ownBytes : std::vector<uint64_t>(), bounds);
  boundRecordedBudget(*model, own, bounds);
}

/// In any order: the least bytes at each of the operations tried, full ones that leave little choice of what runs
/// Bytes in recorded order, operation by operation.
void BoundComputer::runRecorded() {
  Sequence order(plain->core.opCount);
  std::iota(order.begin(), order.end(), 0u);
  Evaluator eval(plain->core);
  eval.run(order);
  bounds.peakRecorded = eval.peak;
  live.assign(eval.memory.begin(), eval.memory.end());
}

/// before.
void BoundComputer::addPeaks() {
  size_t count = plain->core.opCount;
  runRecorded();
  forced.assign(count, 0);
  std::vector<uint32_t> all(count);
  std::vector<uint32_t> comparable = comparableCounts(*plain);
  std::vector<uint64_t> weight(count);
  for (size_t o = 0; o < count; ++o)
    weight[o] = uint64_t(double(live[o]) * double(comparable[o] + 1) / double(count));
  tried = candidateMoments(weight, 70);
  std::iota(all.begin(), all.end(), 0u);
  for (uint32_t op : thinned(all, 30))
    tried.push_back(op);
  for (uint32_t op : tried) {
    forced[op] = leastBytesAt(plain->core, op).bytes;
    bounds.peakAnyOrder = std::max(bounds.peakAnyOrder, forced[op]);
  }
}

void BoundComputer::finish() {
  if (plain->core.opCount == 0)
    return;
  addPeaks();
  if (!options.timeBounds)
    return;
  PlanOptions within = options;
  within.budget = std::max(options.budget, bounds.smallestBudget);
  std::optional<BoundModel> fitting;
  if (formulas)
    fitting.emplace(formulas->relaxed(within.budget), levers);
  const BoundModel &timed = fitting ? *fitting : *model;
  bounds.timeRecorded = bounds.timeAnyOrder = timed.baseTime;
  boundRecordedTime(timed, *plain, live, within, bounds);
  boundAnyOrderTime(timed, tried, forced, within, bounds);
  // Recorded order is one of the orders.
  bounds.timeRecorded = std::max(bounds.timeRecorded, bounds.timeAnyOrder);
}

/// Over the moments that leave least to other values.
int64_t BoundComputer::integerTime(double seconds) {
  BoundModel timed = formulas ? BoundModel(formulas->relaxed(options.budget), levers) : *model;
  if (timed.core.opCount == 0 || !worthAChain(timed) || options.budget < bounds.smallestRecorded)
    return 0;
  runRecorded();
  uint32_t best = bestMoment(timed, candidateMoments(live, 12), [&](uint32_t op) {
                    return boundAt(timed, recordedMoment(timed.core, op), options.budget);
                  }).op;
  if (best == none)
    return timed.baseTime;
  MomentChain chain = recordedChains(timed, live, options.budget, best).back();
  return integerBoundOver(timed, Chain(timed, chain.moments, options.budget, chain.start), seconds);
}

int64_t integerTimeBound(const Graph &graph, const PlanOptions &options, double seconds) {
  return BoundComputer(graph, options).integerTime(seconds);
}

Bounds computeBounds(const Graph &graph, const PlanOptions &options) {
  BoundComputer computer(graph, options);
  computer.finish();
  return computer.bounds;
}

Bounds computeBounds(const Graph &graph, uint64_t budget, bool timeBounds) {
  PlanOptions options;
  options.budget = budget;
  options.timeBounds = timeBounds;
  return computeBounds(graph, options);
}

} // namespace neap::planner
