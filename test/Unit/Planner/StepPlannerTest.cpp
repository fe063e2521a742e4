//===- StepPlannerTest.cpp - Tests of the step planner and its bounds -----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans against the checker, against exhaustive search written independently of
// the planner, and against the bounds: bound <= optimum <= plan. The number of
// random graphs is NEAP_PLANNER_ROUNDS (default 150).
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/StepPlanner.h"
#include "RandomGraphs.h"
#include "Reference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

using namespace neap::planner;
using namespace neap::planner::test;

namespace {

/// Least time of any legal execution within the budget, by relaxing all
/// reachable situations in order of time; -1 if there is none.
class Exhaustive {
public:
  Exhaustive(const Graph &graph, uint64_t budget) : graph(graph), budget(budget) {}

  int64_t solve() {
    Situation start;
    for (const Value &value : graph.values)
      start.valid.push_back(value.resident);
    start.ran.assign(graph.operations.size(), false);
    if (bytes(start.valid) > budget)
      return -1;
    byTime[0].insert(start);
    while (!byTime.empty()) {
      int64_t time = byTime.begin()->first;
      Situation s = *byTime.begin()->second.begin();
      byTime.begin()->second.erase(byTime.begin()->second.begin());
      if (byTime.begin()->second.empty())
        byTime.erase(byTime.begin());
      if (!settled.insert(s).second)
        continue;
      if (isGoal(s))
        return time;
      follow(s, time);
    }
    return -1;
  }

private:
  struct Situation {
    std::vector<bool> valid, ran;
    bool operator<(const Situation &o) const { return valid != o.valid ? valid < o.valid : ran < o.ran; }
  };

  uint64_t bytes(const std::vector<bool> &valid) const {
    uint64_t total = 0;
    for (size_t v = 0; v < valid.size(); ++v)
      if (valid[v] && !graph.values[v].viewOf)
        total += graph.values[v].bytes;
    return total;
  }
  bool isGoal(const Situation &s) const {
    for (size_t v = 0; v < s.valid.size(); ++v)
      if (graph.values[v].wanted && !s.valid[v])
        return false;
    return std::find(s.ran.begin(), s.ran.end(), false) == s.ran.end();
  }
  bool updates(size_t o, ValueId resident) const {
    if (!graph.operations[o].once)
      return false;
    for (ValueId out : graph.operations[o].outputs)
      if (graph.storage(out) == resident && graph.values[resident].resident)
        return true;
    return false;
  }
  bool legal(const Situation &s, size_t o) const {
    const Operation &op = graph.operations[o];
    if (op.once && s.ran[o])
      return false;
    for (const Read &read : op.reads) {
      if (!s.valid[read.value])
        return false;
      for (size_t w = 0; w < s.ran.size(); ++w)
        if (updates(w, graph.storage(read.value)) && ((w > o && s.ran[w]) || (w < o && !s.ran[w])))
          return false;
    }
    // Earlier readers of what it updates come first; so do earlier updates.
    for (size_t other = 0; other < o; ++other)
      for (ValueId out : op.outputs) {
        ValueId storage = graph.storage(out);
        if (!updates(o, storage) || s.ran[other])
          continue;
        if (updates(other, storage))
          return false;
        for (const Read &read : graph.operations[other].reads)
          if (graph.storage(read.value) == storage)
            return false;
      }
    return true;
  }
  void follow(const Situation &s, int64_t time) {
    for (size_t o = 0; o < graph.operations.size(); ++o) {
      if (!legal(s, o))
        continue;
      Situation next = s;
      next.ran[o] = true;
      for (ValueId v : graph.operations[o].outputs)
        next.valid[v] = true;
      if (bytes(next.valid) + graph.operations[o].workspace <= budget)
        byTime[time + graph.operations[o].time].insert(next);
    }
    for (size_t v = 0; v < s.valid.size(); ++v) {
      if (!s.valid[v] || graph.values[v].viewOf || graph.values[v].resident)
        continue;
      Situation next = s;
      for (size_t w = 0; w < s.valid.size(); ++w)
        if (graph.storage(ValueId(w)) == v)
          next.valid[w] = false;
      byTime[time].insert(next);
    }
  }

  const Graph &graph;
  uint64_t budget;
  std::map<int64_t, std::set<Situation>> byTime;
  std::set<Situation> settled;
};

PlanResult plan(const Graph &graph, uint64_t budget, size_t exactOperations, uint64_t workUnits) {
  PlanOptions options;
  options.budget = budget;
  options.seconds = 0;
  options.workUnits = workUnits;
  options.exactOperations = exactOperations;
  return planSteps(graph, options);
}

void expectAccepted(const Graph &graph, const PlanResult &result, uint64_t budget) {
  CheckOptions options;
  options.budget = budget;
  CheckResult checked = checkPlan(graph, result.plan, options);
  EXPECT_TRUE(checked.errors.empty()) << checked.errors.front();
}

TEST(StepPlanner, BoundsOptimumAndPlanAreInOrderOnRandomGraphs) {
  Random random{2024};
  size_t feasible = 0, exact = 0, heuristic = 0;
  for (size_t round = 0; round < rounds(150); ++round) {
    Graph graph = randomGraph(random, 3 + random.below(5));
    ASSERT_TRUE(verifyGraph(graph).empty()) << verifyGraph(graph).front();
    Bounds bounds = computeBounds(graph, UINT64_MAX >> 2);
    uint64_t low = bounds.smallestBudget, high = std::max(low, bounds.peakRecorded);
    uint64_t budget = low + random.below(high - low + 1);
    int64_t optimum = Exhaustive(graph, budget).solve();
    ASSERT_EQ(referenceOptimum(graph, budget).time, optimum) << "round " << round;
    PlanResult result = plan(graph, budget, 16, 50'000'000);
    PlanResult searched = plan(graph, budget, 0, 200'000);
    ASSERT_EQ(result.feasible, optimum >= 0) << "round " << round;
    EXPECT_FALSE(searched.feasible && optimum < 0) << "round " << round;
    if (optimum < 0)
      continue;
    ++feasible;
    expectAccepted(graph, result, budget);
    EXPECT_LE(result.bounds.timeAnyOrder, optimum) << "round " << round;
    EXPECT_GE(result.plan.time, optimum) << "round " << round;
    exact += result.plan.time == optimum;
    if (searched.feasible) {
      expectAccepted(graph, searched, budget);
      EXPECT_GE(searched.plan.time, optimum) << "round " << round;
      heuristic += searched.plan.time == optimum;
    }
  }
  std::printf("%zu graphs with a plan: optimum by the planner on %zu, by its search alone on %zu\n", feasible, exact,
              heuristic);
  EXPECT_GE(exact * 100, feasible * 98);
}

TEST(StepPlanner, NoBudgetBelowTheSmallestHasAnyExecution) {
  Random random{99};
  for (size_t round = 0; round < rounds(150) / 3; ++round) {
    Graph graph = randomGraph(random, 3 + random.below(4));
    Bounds bounds = computeBounds(graph, UINT64_MAX >> 2);
    if (bounds.smallestBudget > 0) {
      EXPECT_EQ(Exhaustive(graph, bounds.smallestBudget - 1).solve(), -1) << "round " << round;
    }
    // Without recompute nothing has a lower peak than the bound for any order.
    int64_t base = 0;
    for (const Operation &op : graph.operations)
      base += op.time;
    if (bounds.peakAnyOrder > 0) {
      EXPECT_NE(Exhaustive(graph, bounds.peakAnyOrder - 1).solve(), base) << "round " << round;
    }
  }
}

TEST(StepPlanner, LargerGraphsPassTheCheckerAndRepeatExactly) {
  Random random{5};
  for (size_t round = 0; round < 20; ++round) {
    Graph graph = randomGraph(random, 80 + random.below(100));
    Bounds bounds = computeBounds(graph, UINT64_MAX >> 2);
    uint64_t budget = bounds.smallestBudget + random.below(bounds.peakRecorded - bounds.smallestBudget + 1);
    PlanResult first = plan(graph, budget, 16, 2'000'000), second = plan(graph, budget, 16, 2'000'000);
    ASSERT_EQ(first.feasible, second.feasible);
    if (!first.feasible)
      continue;
    expectAccepted(graph, first, budget);
    EXPECT_GE(first.plan.time, first.bounds.timeAnyOrder);
    ASSERT_EQ(first.plan.steps.size(), second.plan.steps.size());
    for (size_t s = 0; s < first.plan.steps.size(); ++s) {
      EXPECT_EQ(first.plan.steps[s].kind, second.plan.steps[s].kind);
      EXPECT_EQ(first.plan.steps[s].index, second.plan.steps[s].index);
    }
  }
}

} // namespace
