//===- OptimumTest.cpp - Bound <= optimum <= plan on random graphs --------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans and bounds against exhaustive search (Reference.h): graphs of up to 12
// operations with recompute, small ones with every lever. The number of random
// graphs is NEAP_PLANNER_ROUNDS.
//
//===----------------------------------------------------------------------===//

#include "Bounds/TimeBound.h"
#include "RandomGraphs.h"
#include "Reference.h"
#include "neap/Planner/StepPlanner.h"

#include <gtest/gtest.h>

#include <cstdio>

using namespace neap::planner;
using namespace neap::planner::test;

namespace {

/// The reference's own plan runs, within the budget, in the time it says.
void expectSound(const Graph &graph, uint64_t budget, bool needs, const Optimum &optimum, size_t round) {
  Plan claimed = optimum.plan;
  CheckOptions options;
  options.budget = budget;
  options.honourNeeds = needs;
  options.checkClaims = false;
  CheckResult checked = checkPlan(graph, claimed, options);
  ASSERT_TRUE(checked.errors.empty()) << "round " << round << ": " << checked.errors.front();
  EXPECT_EQ(checked.time, optimum.time) << "round " << round;
}

void expectAccepted(const Graph &graph, uint64_t budget, bool needs, const PlanResult &result, size_t round) {
  CheckOptions options;
  options.budget = budget;
  options.honourNeeds = needs;
  CheckResult checked = checkPlan(graph, result.plan, options);
  EXPECT_TRUE(checked.errors.empty()) << "round " << round << ": " << checked.errors.front();
}

/// How plans compare with the optimum over many graphs.
struct Tally {
  size_t feasible = 0, reached = 0, within1 = 0, missed = 0, skipped = 0;

  void add(int64_t optimum, const PlanResult &result) {
    ++feasible;
    if (!result.feasible)
      ++missed;
    else if (result.plan.time == optimum)
      ++reached;
    else if (double(result.plan.time) <= double(optimum) * 1.01)
      ++within1;
  }
  void print(const char *what) const {
    std::printf("%s: %zu graphs with a plan, optimum reached on %zu, within 1 %% on %zu more, none found on %zu; "
                "%zu too large for the reference\n",
                what, feasible, reached, within1, missed, skipped);
  }
};

TEST(Optimum, ReachedOnGraphsOfUpToTwelveOperations) {
  Random random{12};
  Tally tally;
  for (size_t round = 0; round < rounds(150); ++round) {
    Graph graph = randomGraph(random, 3 + random.below(10));
    Bounds bounds = computeBounds(graph, UINT64_MAX >> 2);
    uint64_t low = bounds.smallestBudget, high = std::max(low, bounds.peakRecorded);
    uint64_t budget = low + random.below(high - low + 1);
    ReferenceOptions reference;
    reference.recordedOrder = round % 4 == 0;
    Optimum optimum = referenceOptimum(graph, budget, reference);
    if (optimum.gaveUp) {
      ++tally.skipped;
      continue;
    }
    PlanOptions options;
    options.budget = budget;
    options.seconds = 0;
    options.workUnits = 50'000'000;
    options.reorder = !reference.recordedOrder;
    PlanResult result = planSteps(graph, options);
    EXPECT_FALSE(result.feasible && optimum.time < 0) << "round " << round;
    if (optimum.time < 0)
      continue;
    expectSound(graph, budget, false, optimum, round);
    tally.add(optimum.time, result);
    EXPECT_LE(reference.recordedOrder ? bounds.smallestRecorded : bounds.smallestBudget, budget) << "round " << round;
    EXPECT_LE(options.reorder ? result.bounds.timeAnyOrder : result.bounds.timeRecorded, optimum.time)
        << "round " << round;
    if (result.feasible) {
      expectAccepted(graph, budget, false, result, round);
      EXPECT_GE(result.plan.time, optimum.time) << "round " << round;
    }
  }
  tally.print("up to 12 operations");
  EXPECT_GE(tally.reached * 100, tally.feasible * 98);
  EXPECT_EQ(tally.reached + tally.within1, tally.feasible);
  EXPECT_LE(tally.skipped * 100, tally.feasible);
}

/// Prices of any size for what the chain names.
ChainPrices randomPrices(Random &random, const BoundModel &model, const Chain &chain) {
  ChainPrices prices(model, chain);
  prices.alone = 10 * random.unit() * random.unit();
  for (double &price : prices.bytes)
    price = random.below(3) != 0 ? 0 : 10 * random.unit() * random.unit();
  uint64_t most = random.below(3) == 0 ? 0 : 1 + random.below(30);
  for (size_t j = 0; j < chain.cuts.size(); ++j)
    for (uint32_t storage : chain.carried[j])
      prices.carries[j][storage] = int64_t(random.below(most + 1));
  bool whole = random.below(2) == 0;
  for (const MomentCut::Maker &maker : chain.alone.makers()) {
    uint64_t time = uint64_t(model.again[maker.op]);
    prices.shares[maker.op] = int64_t(whole ? time : random.below(time + 1));
  }
  return prices;
}

TEST(Optimum, NoPricesOfSeveralMomentsGiveABoundAbove) {
  Random random{55};
  size_t raised = 0;
  for (size_t round = 0; round < rounds(150); ++round) {
    Graph graph = randomGraph(random, 6 + random.below(5));
    Bounds bounds = computeBounds(graph, UINT64_MAX >> 2, false);
    uint64_t low = bounds.smallestBudget, high = std::max(low, bounds.peakRecorded);
    uint64_t budget = low + random.below((high - low) / 2 + 1);
    ReferenceOptions reference;
    reference.recordedOrder = true;
    Optimum optimum = referenceOptimum(graph, budget, reference);
    if (optimum.time < 0)
      continue;
    BoundModel model(graph, {false, false, false});
    std::vector<uint32_t> ops;
    for (uint32_t o = 0; o < graph.operations.size(); ++o)
      if (random.below(2) == 0)
        ops.push_back(o);
    std::vector<Moment> moments;
    for (size_t k = 0; k < ops.size(); ++k)
      moments.push_back(recordedMoment(model.core, ops[k], k + 1 < ops.size() ? ops[k + 1] : UINT32_MAX));
    if (moments.empty())
      continue;
    Chain chain(model, moments, budget, random.below(moments.size()));
    for (unsigned k = 0; k < 40; ++k) {
      int64_t bound = boundOver(model, chain, randomPrices(random, model, chain));
      EXPECT_LE(bound, optimum.time) << "round " << round;
      raised += bound > model.baseTime;
    }
  }
  EXPECT_GT(raised, 0u);
}

/// Without HiGHS there is no such bound.
TEST(Optimum, NoIntegerBoundIsAbove) {
  Random random{37};
  size_t compared = 0;
  for (size_t round = 0; round < rounds(60); ++round) {
    Graph graph = randomGraph(random, 5 + random.below(8));
    PlanOptions options;
    options.reorder = false;
    options.seconds = 0;
    options.timeBounds = false;
    Bounds bounds = computeBounds(graph, options);
    options.budget = bounds.smallestRecorded + random.below(bounds.peakRecorded - bounds.smallestRecorded + 1);
    PlanResult result = planSteps(graph, options);
    int64_t bound = integerTimeBound(graph, options, 5);
    EXPECT_TRUE(hasExactWindows() || bound == 0);
    if (!result.feasible || !result.optimal)
      continue;
    EXPECT_LE(bound, result.plan.time) << "round " << round;
    ++compared;
  }
  EXPECT_GT(compared, 20u);
}

TEST(Optimum, NoPlanWithLeversIsBetterAndNoBoundIsAbove) {
  Random random{77};
  Tally tally, searched;
  size_t trivial = 0, tight = 0, proved = 0;
  for (size_t round = 0; round < rounds(150); ++round) {
    Graph graph = randomGraph(random, 3 + random.below(4));
    addRandomLevers(random, graph);
    ASSERT_TRUE(verifyGraph(graph).empty()) << verifyGraph(graph).front();
    unsigned levers = 1 + unsigned(random.below(7));
    PlanOptions options;
    options.encode = levers & 1;
    options.inside = levers & 2;
    options.offload = levers & 4;
    options.seconds = 0;
    options.workUnits = 3'000'000;
    Bounds whole = computeBounds(graph, UINT64_MAX >> 2);
    uint64_t low = computeBounds(graph, options).smallestBudget, high = std::max(low, whole.peakRecorded);
    options.budget = random.below(8) == 0 ? low - random.below(low / 8 + 1) : low + random.below((high - low) / 2 + 1);
    ReferenceOptions reference{options.encode, options.inside, options.offload, true, false, 400'000};
    Optimum optimum = referenceOptimum(graph, options.budget, reference);
    if (optimum.gaveUp) {
      ++tally.skipped;
      continue;
    }
    Bounds bounds = computeBounds(graph, options);
    PlanResult result = planSteps(graph, options);
    EXPECT_FALSE(result.feasible && optimum.time < 0) << "round " << round;
    EXPECT_FALSE(result.optimal && result.feasible != (optimum.time >= 0)) << "round " << round;
    if (optimum.time < 0)
      continue;
    expectSound(graph, options.budget, options.encode, optimum, round);
    EXPECT_LE(bounds.smallestBudget, options.budget) << "round " << round << ", levers " << levers;
    EXPECT_LE(bounds.timeAnyOrder, optimum.time) << "round " << round << ", levers " << levers;
    trivial += bounds.timeAnyOrder == graph.timeOnce();
    tight += bounds.timeAnyOrder == optimum.time;
    tally.add(optimum.time, result);
    options.exactOperations = 0;
    PlanResult found = planSteps(graph, options);
    searched.add(optimum.time, found);
    EXPECT_FALSE(found.optimal);
    if (found.feasible) {
      expectAccepted(graph, options.budget, options.encode, found, round);
      EXPECT_GE(found.plan.time, optimum.time) << "round " << round << ", levers " << levers;
    }
    if (result.feasible) {
      expectAccepted(graph, options.budget, options.encode, result, round);
      EXPECT_GE(result.plan.time, optimum.time) << "round " << round << ", levers " << levers;
      EXPECT_FALSE(result.optimal && result.plan.time > optimum.time) << "round " << round << ", levers " << levers;
      proved += result.optimal || result.plan.time == bounds.timeAnyOrder;
    }
  }
  tally.print("up to 6 operations with levers");
  searched.print("the same by local search");
  std::printf("proved by search or bound on %zu; bound equal to the optimum on %zu, trivial on %zu\n", proved, tight,
              trivial);
  EXPECT_LT(trivial, tally.feasible);
  EXPECT_GE(tally.reached * 100, tally.feasible * 99);
  EXPECT_GE(proved * 100, tally.feasible * 95);
  EXPECT_LE(tally.skipped * 20, tally.feasible);
  EXPECT_GE(searched.reached * 100, searched.feasible * 88);
  EXPECT_LE(searched.missed * 100, searched.feasible * 7);
}

} // namespace
