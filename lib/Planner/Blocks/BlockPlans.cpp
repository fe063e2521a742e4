//===- BlockPlans.cpp - Plans from repeated blocks solved once ------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The peak of a stretched plan grows with the budget of the short one about as many times
// as fast as there are more blocks, which is the slope of the steps below. Each
// block is a choice between two ways then, and how many take the first is found by
// halving: the two vertices next to the budget on the hull of (bytes, time), as in
// the master problem of Dantzig and Wolfe (1960) for equal blocks.
//
//===----------------------------------------------------------------------===//

#include "Blocks/BlockPlans.h"

#include "Blocks/ShortGraph.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace neap::planner {
namespace {

/// Blocks that remain: those near the ends, and some between.
constexpr uint32_t keptBlocks = 4;
/// Of the operations at least this part must go, or the whole is planned as fast.
constexpr double leastRemoved = 0.3;
constexpr unsigned quickSteps = 6;

class BlockPlanner {
public:
  BlockPlanner(const Graph &graph, const Core &core, uint64_t budget, const SolveShort &solve)
      : graph(graph), core(core), budget(budget), solve(solve), blocks(findBlocks(graph)),
        shortGraph(graph, blocks, keptBlocks), eval(core) {}
  std::vector<Sequence> run();

private:
  /// A plan of the short graph, and what it takes stretched over the whole.
  struct Solved {
    uint64_t shortBudget = 0;
    Sequence plan;
    uint64_t peak = 0;
  };

  bool isWorthwhile() const;
  bool solveAt(uint64_t shortBudget, bool thorough);
  uint64_t findBudget();
  Sequence mixed(const Sequence &early, const Sequence &late, bool moreEarly);

  const Graph &graph;
  const Core &core;
  uint64_t budget;
  const SolveShort &solve;
  Blocks blocks;
  ShortGraph shortGraph;
  Evaluator eval;
  std::vector<Solved> solved;
};

bool BlockPlanner::isWorthwhile() const {
  size_t all = graph.operations.size();
  return shortGraph.removedBlocks != 0 &&
         double(all - shortGraph.graph.operations.size()) > leastRemoved * double(all) &&
         verifyGraph(shortGraph.graph).empty() && budget > core.residentBytes;
}

bool BlockPlanner::solveAt(uint64_t shortBudget, bool thorough) {
  Solved one;
  one.shortBudget = shortBudget;
  if (!solve(shortGraph.graph, shortBudget, thorough, one.plan))
    return false;
  eval.run(shortGraph.stretch(core, one.plan, one.plan, 1));
  one.peak = eval.peak;
  solved.push_back(std::move(one));
  return true;
}

/// A budget of the short graph whose plan takes about the budget of the whole.
uint64_t BlockPlanner::findBudget() {
  Core shortCore = buildCore(shortGraph.graph);
  auto recordedPeak = [](const Core &of) {
    Sequence recorded(of.opCount);
    std::iota(recorded.begin(), recorded.end(), 0u);
    Evaluator eval(of);
    eval.run(recorded);
    return double(eval.peak - of.residentBytes);
  };
  double slope = shortGraph.ratio(), wholePeak = recordedPeak(core), shortPeak = recordedPeak(shortCore);
  // From the recorded orders, by the same slope.
  double at = shortPeak - (wholePeak - double(budget - core.residentBytes)) / slope, low = 0;
  double tolerance = 0.02 * shortPeak;
  for (unsigned step = 0; step < quickSteps; ++step) {
    at = std::max(at, low + tolerance);
    if (!solveAt(shortCore.residentBytes + uint64_t(at), false)) {
      low = at;
      at += 0.1 * shortPeak;
      continue;
    }
    double next = at + (double(budget) - double(solved.back().peak)) / slope;
    if (std::abs(next - at) < tolerance || (next < low + tolerance && at <= low + 2 * tolerance))
      break;
    at = next;
  }
  return shortCore.residentBytes + uint64_t(at);
}

/// As few blocks as the budget allows follow the smaller of two plans: the early
/// ones if `early` is the smaller, otherwise the late ones.
Sequence BlockPlanner::mixed(const Sequence &early, const Sequence &late, bool moreEarly) {
  Sequence best;
  double low = 0, high = 1;
  for (unsigned step = 0; step < 8; ++step) {
    double share = step == 0 ? (moreEarly ? 1 : 0) : (low + high) / 2;
    Sequence sequence = shortGraph.stretch(core, early, late, share);
    eval.run(sequence);
    bool fits = eval.peak <= budget;
    if (fits || best.empty())
      best = std::move(sequence);
    if (step == 0)
      continue;
    (fits == moreEarly ? high : low) = share;
  }
  return best;
}

std::vector<Sequence> BlockPlanner::run() {
  std::vector<Sequence> result;
  if (!isWorthwhile())
    return result;
  uint64_t about = findBudget();
  if (solved.empty())
    return result;
  for (double scale : {0.98, 1.04})
    solveAt(uint64_t(double(about) * scale), true);
  std::stable_sort(solved.begin(), solved.end(), [](const Solved &a, const Solved &b) { return a.peak < b.peak; });
  size_t larger = 0;
  while (larger < solved.size() && solved[larger].peak <= budget)
    ++larger;
  size_t smaller = larger == 0 ? 0 : larger - 1;
  larger = std::min(larger, solved.size() - 1);
  result.push_back(mixed(solved[smaller].plan, solved[larger].plan, true));
  result.push_back(mixed(solved[larger].plan, solved[smaller].plan, false));
  return result;
}

} // namespace

std::vector<Sequence> planBlocks(const Graph &graph, const Core &core, uint64_t budget, const SolveShort &solve) {
  return BlockPlanner(graph, core, budget, solve).run();
}

} // namespace neap::planner
