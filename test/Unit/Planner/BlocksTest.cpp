//===- BlocksTest.cpp - Repeated blocks are found and solved once ---------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Random blocks are repeated into training steps, so that what must be found is known.
//
//===----------------------------------------------------------------------===//

#include "Blocks/BlockPlans.h"
#include "Blocks/ShortGraph.h"
#include "Core/Emit.h"
#include "RandomGraphs.h"

#include "neap/Planner/StepPlanner.h"

#include <gtest/gtest.h>

#include <numeric>

namespace neap::planner::test {
namespace {

/// A step of equal blocks, forward, backward in reverse, and an update in place for each.
class DeepNetwork {
public:
  DeepNetwork(Random &random, size_t depth, size_t width) {
    std::vector<Layer> layers(width);
    for (size_t k = 0; k < width; ++k)
      layers[k] = {"layer" + std::to_string(k), 1 + random.below(40), int64_t(1 + random.below(30)),
                   k != 0 && random.below(3) == 0};
    ValueId input = value(5, true), current = run("embed", 4, {input}, 20, false);
    struct Saved {
      ValueId in, out, skip, weight;
      size_t layer;
    };
    std::vector<Saved> tape;
    for (size_t block = 0; block < depth; ++block) {
      ValueId entry = current;
      for (size_t k = 0; k < width; ++k) {
        ValueId weight = value(2, true), in = current;
        std::vector<ValueId> reads{in, weight};
        if (layers[k].skip)
          reads.push_back(entry);
        current = run(layers[k].name, layers[k].time, reads, layers[k].bytes, false);
        tape.push_back({in, current, layers[k].skip ? entry : in, weight, k});
      }
    }
    ValueId gradient = run("loss", 3, {current}, 4, true);
    std::vector<std::pair<ValueId, ValueId>> updates;
    for (size_t i = tape.size(); i-- > 0;) {
      const Layer &layer = layers[tape[i].layer];
      updates.push_back({tape[i].weight, run(layer.name + "_weight", layer.time, {gradient, tape[i].in}, 2, true)});
      gradient = run(layer.name + "_back", layer.time * 2, {gradient, tape[i].out, tape[i].weight}, layer.bytes, true);
    }
    for (auto [weight, change] : updates) {
      run("update", 1, {weight, change}, 0, true);
      graph.values.back().viewOf = weight;
      graph.operations.back().once = true;
    }
  }

  Graph graph;

private:
  struct Layer {
    std::string name;
    uint64_t bytes;
    int64_t time;
    bool skip;
  };
  ValueId value(uint64_t bytes, bool resident) {
    graph.values.emplace_back();
    graph.values.back().bytes = bytes;
    graph.values.back().resident = resident;
    return ValueId(graph.values.size() - 1);
  }
  ValueId run(const std::string &name, int64_t time, const std::vector<ValueId> &reads, uint64_t bytes, bool backward) {
    Operation op;
    op.name = name;
    op.time = time;
    op.backward = backward;
    for (ValueId v : reads)
      op.reads.push_back({v, Need::Full});
    ValueId out = value(bytes, false);
    op.outputs.push_back(out);
    graph.operations.push_back(op);
    return out;
  }
};

bool solveShort(const Graph &graph, uint64_t budget, bool, Sequence &plan) {
  EXPECT_TRUE(verifyGraph(graph).empty());
  PlanOptions options;
  options.budget = budget;
  options.workUnits = 20'000;
  options.seconds = 0;
  options.timeBounds = false;
  options.checkpoints = options.reorder = false;
  PlanResult result = planSteps(graph, options);
  for (const Step &step : result.plan.steps)
    if (step.kind == StepKind::Run)
      plan.push_back(step.index);
  return result.feasible;
}

uint64_t recordedPeak(const Core &core) {
  Sequence recorded(core.opCount);
  std::iota(recorded.begin(), recorded.end(), 0u);
  Evaluator eval(core);
  eval.run(recorded);
  return eval.peak;
}

/// Every sequence must be a plan, whatever its peak.
void expectPlans(const Graph &graph, const Core &core, const std::vector<Sequence> &sequences) {
  for (const Sequence &sequence : sequences) {
    Plan plan = emitPlan(graph, core, sequence);
    CheckResult checked = checkPlan(graph, plan, CheckOptions());
    ASSERT_TRUE(checked.errors.empty()) << checked.errors.front();
  }
}

TEST(Blocks, ForwardBackwardAndUpdatesShareTheirBlocks) {
  Random random{3};
  for (unsigned round = 0; round < 50; ++round) {
    size_t depth = 8 + random.below(20), width = 2 + random.below(6);
    Graph graph = DeepNetwork(random, depth, width).graph;
    ASSERT_TRUE(verifyGraph(graph).empty());
    Blocks blocks = findBlocks(graph);
    ASSERT_EQ(blocks.families, 1u);
    size_t covered = 0;
    for (uint32_t o = 0; o < graph.operations.size(); ++o)
      covered += blocks.stretchOf[o] != none;
    EXPECT_GE(covered, (depth - 5) * width * 4);
    // A backward operation reads of its own block, or next to it.
    std::vector<uint32_t> producer(graph.values.size(), none);
    for (uint32_t o = 0; o < graph.operations.size(); ++o) {
      const Operation &op = graph.operations[o];
      producer[op.outputs[0]] = o;
      for (const Read &read : op.reads)
        if (uint32_t p = producer[read.value];
            p != none && blocks.stretchOf[p] != none && blocks.stretchOf[o] != none) {
          EXPECT_LE(std::abs(blocks.blockOf(p) - blocks.blockOf(o)), 1);
        }
    }
  }
}

TEST(Blocks, WindowsOfAStretchAreEqual) {
  Random random{4};
  for (unsigned round = 0; round < 200; ++round) {
    Graph graph =
        round % 2 ? DeepNetwork(random, 4 + random.below(9), 1 + random.below(4)).graph : randomGraph(random, 40);
    if (round % 2)
      graph.operations[random.below(graph.operations.size())].name = "odd";
    Blocks blocks = findBlocks(graph);
    std::vector<uint64_t> signatures = operationSignatures(graph);
    for (const Stretch &s : blocks.stretches) {
      EXPECT_GE(s.count, 4u);
      for (uint32_t i = s.period; i < s.period * s.count; ++i)
        EXPECT_EQ(signatures[s.begin + i], signatures[s.begin + i - s.period]);
    }
    for (uint32_t o = 0; o < graph.operations.size(); ++o)
      if (blocks.stretchOf[o] != none) {
        EXPECT_EQ(blocks.stretches[blocks.stretchOf[o]].at(blocks.slotOf(o), blocks.blockOf(o)), o);
      }
  }
}

TEST(Blocks, ShortGraphsAreGraphsWithFewerBlocks) {
  Random random{5};
  for (unsigned round = 0; round < 50; ++round) {
    size_t depth = 14 + random.below(20), width = 2 + random.below(5);
    Graph graph = DeepNetwork(random, depth, width).graph;
    Blocks blocks = findBlocks(graph);
    ShortGraph shorter(graph, blocks, 4);
    ASSERT_TRUE(verifyGraph(shorter.graph).empty());
    EXPECT_GT(shorter.removedBlocks, 0u);
    EXPECT_EQ(graph.operations.size() - shorter.graph.operations.size(), size_t(shorter.removedBlocks) * width * 4);
    // Its own recorded order, stretched, is the recorded order.
    Core core = buildCore(graph);
    Sequence recorded(shorter.graph.operations.size());
    std::iota(recorded.begin(), recorded.end(), 0u);
    Sequence whole = shorter.stretch(core, recorded, recorded, 0.5);
    for (uint32_t o = 0; o < graph.operations.size(); ++o)
      ASSERT_EQ(whole[o], o);
  }
}

TEST(Blocks, StretchedPlansAreCorrect) {
  Random random{6};
  size_t close = 0, sequences = 0;
  for (unsigned round = 0; round < 60; ++round) {
    Graph graph = DeepNetwork(random, 12 + random.below(20), 2 + random.below(5)).graph;
    // Times of equal operations differ where they are measured, and some blocks are not equal.
    for (Operation &op : graph.operations)
      op.time += int64_t(random.below(3));
    if (round % 3 == 0)
      graph.values[graph.operations[random.below(graph.operations.size())].outputs[0]].bytes += 1;
    Core core = buildCore(graph);
    uint64_t peak = recordedPeak(core);
    uint64_t budget = core.residentBytes + uint64_t(double(peak - core.residentBytes) * (0.3 + 0.6 * random.unit()));
    std::vector<Sequence> found = planBlocks(graph, core, budget, solveShort);
    expectPlans(graph, core, found);
    EXPECT_EQ(found, planBlocks(graph, core, budget, solveShort));
    Evaluator eval(core);
    for (const Sequence &sequence : found) {
      eval.run(sequence);
      ++sequences;
      close += double(eval.peak) < 1.1 * double(budget);
    }
  }
  EXPECT_GT(sequences, 60u);
  EXPECT_GT(close, sequences / 4);
}

TEST(Blocks, NothingIsMadeOfGraphsWithoutRepetition) {
  Random random{7};
  for (unsigned round = 0; round < 100; ++round) {
    Graph graph = randomGraph(random, 30);
    Core core = buildCore(graph);
    EXPECT_TRUE(planBlocks(graph, core, recordedPeak(core) / 2, solveShort).empty());
  }
  EXPECT_TRUE(findBlocks(Graph()).stretches.empty());
}

} // namespace
} // namespace neap::planner::test
