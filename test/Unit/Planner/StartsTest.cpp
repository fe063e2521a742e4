//===- StartsTest.cpp - Orders and first plans ----------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Cuts at a moment against every set of operations that may have run before it;
// checkpoints against exhaustive plans of short chains.
//
//===----------------------------------------------------------------------===//

#include "Core/Emit.h"
#include "Core/OrderCut.h"
#include "Search/Improve.h"
#include "Starts/Checkpoints.h"
#include "Starts/ExactSteps.h"
#include "Starts/Reorder.h"
#include "neap/Planner/Check.h"

#include "RandomGraphs.h"

#include <gtest/gtest.h>

#include <numeric>

namespace neap::planner::test {
namespace {

Sequence recordedOrder(const Core &core) {
  Sequence order(core.opCount);
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

bool respectsPrecedence(const Core &core, const Sequence &order) {
  std::vector<uint8_t> ran(core.opCount, 0);
  for (uint32_t op : order) {
    for (uint32_t b : core.before[op])
      if (!ran[b])
        return false;
    ran[op] = 1;
  }
  return order.size() == core.opCount;
}

/// What runs before, the operation, and the rest, in recorded order each.
Sequence split(const Core &core, uint32_t op, const std::vector<uint8_t> &before) {
  Sequence order;
  for (unsigned part = 0; part < 3; ++part)
    for (uint32_t o = 0; o < core.opCount; ++o)
      if ((o == op ? 1u : before[o] ? 0u : 2u) == part)
        order.push_back(o);
  return order;
}

uint64_t bytesAt(const Core &core, const Sequence &order, uint32_t op) {
  Evaluator eval(core);
  eval.run(order);
  return uint64_t(eval.memory[size_t(std::find(order.begin(), order.end(), op) - order.begin())]);
}

TEST(Starts, TheCutAtAMomentIsTheLeastOverAllSets) {
  Random random{11};
  size_t freed = 0;
  for (size_t round = 0; round < rounds(150); ++round) {
    Graph graph = randomGraph(random, 3 + random.below(7));
    Core core = buildCore(graph);
    uint32_t op = uint32_t(random.below(core.opCount));
    uint64_t least = UINT64_MAX;
    for (uint32_t set = 0; set < 1u << core.opCount; ++set) {
      std::vector<uint8_t> before(core.opCount);
      for (uint32_t o = 0; o < core.opCount; ++o)
        before[o] = set >> o & 1;
      if (before[op])
        continue;
      Sequence order = split(core, op, before);
      if (respectsPrecedence(core, order))
        least = std::min(least, bytesAt(core, order, op));
    }
    OrderCut cut = leastBytesAt(core, op);
    ASSERT_EQ(cut.bytes, least) << "round " << round << ", operation " << op;
    Sequence reached = split(core, op, cut.before);
    ASSERT_TRUE(respectsPrecedence(core, reached));
    EXPECT_EQ(bytesAt(core, reached, op), least);
    freed += least < bytesAt(core, recordedOrder(core), op);
  }
  EXPECT_GT(freed, 10u);
}

TEST(Starts, SplittingAtPeaksGivesOrdersThatAreNoWorse) {
  Random random{12};
  size_t better = 0;
  for (size_t round = 0; round < rounds(200); ++round) {
    Graph graph = randomGraph(random, 5 + random.below(40));
    Core core = buildCore(graph);
    Effort effort(UINT64_MAX, 0);
    Sequence order = splitAtPeaks(core, recordedOrder(core), effort);
    ASSERT_TRUE(respectsPrecedence(core, order));
    Evaluator before(core), after(core);
    before.run(recordedOrder(core));
    after.run(order);
    EXPECT_LE(after.peak, before.peak);
    better += after.peak < before.peak;
  }
  EXPECT_GT(better, 20u);
}

/// Layers forward, then their gradients; every gradient reads what its layer read and made.
Graph chain(Random &random, size_t layers) {
  Graph graph;
  auto value = [&](uint64_t bytes, bool resident) {
    graph.values.emplace_back();
    graph.values.back().bytes = bytes;
    graph.values.back().resident = resident;
    return ValueId(graph.values.size() - 1);
  };
  auto run = [&](std::vector<ValueId> reads, uint64_t bytes) {
    Operation op;
    op.name = "layer";
    op.time = int64_t(1 + random.below(9));
    for (ValueId v : reads)
      op.reads.push_back({v, Need::Full});
    op.outputs.push_back(value(bytes, false));
    graph.operations.push_back(op);
    return op.outputs.front();
  };
  std::vector<ValueId> made{value(0, true)};
  for (size_t k = 0; k < layers; ++k)
    made.push_back(run({made.back()}, 1 + random.below(3)));
  ValueId gradient = made.back();
  for (size_t k = layers; k-- > 0;)
    gradient = run({gradient, made[k], made[k + 1]}, 1);
  return graph;
}

TEST(Starts, CheckpointsOfChainsAreCloseToTheOptimum) {
  Random random{13};
  size_t planned = 0, optimal = 0;
  double most = 1;
  for (size_t round = 0; round < rounds(300); ++round) {
    Graph graph = chain(random, 4 + random.below(5));
    Core core = buildCore(graph);
    Evaluator eval(core);
    eval.run(recordedOrder(core));
    uint64_t budget = eval.peak / 2 + random.below(eval.peak / 2);
    Sequence sequence, best;
    Checkpoints program(core, recordedOrder(core), core.opCount, budget);
    if (!program.plan(budget, sequence))
      continue;
    CheckResult checked = checkPlan(graph, emitPlan(graph, core, sequence), CheckOptions());
    ASSERT_TRUE(checked.errors.empty()) << checked.errors.front();
    Effort effort(UINT64_MAX, 0);
    Improver improver(core, budget, effort, MoveRules(), 1);
    improver.schedule.assign(sequence);
    if (uint64_t(improver.schedule.peak()) > budget)
      continue;
    // A border that the next stage reads is held rather than made again where there is room: left to pruning.
    improver.prune();
    int64_t least = 0;
    ASSERT_EQ(exactSteps(graph, core, {budget, true, 4'000'000}, effort, best, least), ExactOutcome::Found);
    ++planned;
    eval.run(best);
    EXPECT_EQ(eval.time, least);
    EXPECT_GE(improver.clock(), eval.time);
    optimal += improver.clock() == eval.time;
    most = std::max(most, double(improver.clock()) / double(eval.time));
  }
  EXPECT_GT(planned, rounds(300) / 2);
  EXPECT_GT(optimal, planned / 3);
  EXPECT_LT(most, 1.5);
}

TEST(Starts, CheckpointsNeedAWayBack) {
  Random random{14};
  Graph graph = chain(random, 1);
  Core core = buildCore(graph);
  Sequence sequence;
  EXPECT_FALSE(Checkpoints(core, recordedOrder(core), 8, 100).plan(100, sequence));
  EXPECT_TRUE(sequence.empty());
  Core nothing = buildCore(Graph());
  EXPECT_FALSE(Checkpoints(nothing, {}, 8, 100).plan(100, sequence));
}

TEST(Starts, CheckpointsOfAnyGraphArePlans) {
  Random random{15};
  size_t planned = 0;
  for (size_t round = 0; round < rounds(400); ++round) {
    Graph graph = randomGraph(random, 5 + random.below(60));
    Core core = buildCore(graph);
    Evaluator eval(core);
    eval.run(recordedOrder(core));
    uint64_t budget = eval.peak / 2 + random.below(eval.peak);
    Sequence sequence;
    if (!Checkpoints(core, recordedOrder(core), 2 + random.below(20), budget).plan(budget, sequence))
      continue;
    ++planned;
    CheckResult checked = checkPlan(graph, emitPlan(graph, core, sequence), CheckOptions());
    ASSERT_TRUE(checked.errors.empty()) << "round " << round << ": " << checked.errors.front();
  }
  EXPECT_GT(planned, 50u);
}

} // namespace
} // namespace neap::planner::test
