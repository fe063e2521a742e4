//===- ExplainTest.cpp - Explanations and timelines against the steps -----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every value is explained, what is said of it can be found in the plan, and the
// timeline's owners sum to the checker's memory.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Explain.h"
#include "RandomGraphs.h"
#include "neap/Planner/StepPlanner.h"

#include <gtest/gtest.h>

#include <numeric>

using namespace neap::planner;
using namespace neap::planner::test;

namespace {

/// What the steps do with a storage.
struct Deeds {
  size_t runs = 0, frees = 0, inside = 0, encoded = 0, sent = 0;
  int64_t price = 0;
};

std::vector<Deeds> deedsOf(const Graph &graph, const Plan &plan) {
  std::vector<Deeds> deeds(graph.values.size());
  std::vector<const Operation *> maker(graph.values.size(), nullptr);
  for (const Operation &op : graph.operations)
    for (ValueId v : op.outputs)
      maker[v] = &op;
  for (const Step &step : plan.steps) {
    Deeds *own = &deeds[step.kind == StepKind::Run ? 0 : graph.storage(step.index)];
    if (step.kind == StepKind::Run) {
      const Operation &op = graph.operations[step.index];
      for (ValueId v : op.outputs)
        if (!graph.values[v].viewOf && deeds[v].runs++ > 0)
          deeds[v].price += op.time;
      for (ValueId v : step.inside) {
        ++deeds[graph.storage(v)].inside;
        deeds[graph.storage(v)].price += *maker[v]->insideTime;
      }
    } else if (step.kind == StepKind::Free) {
      ++own->frees;
    } else if (step.kind == StepKind::Encode) {
      ++own->encoded;
      own->price += graph.values[step.index].codes[step.choice].encodeTime;
    } else if (step.kind == StepKind::Decode) {
      own->price += graph.values[step.index].codes[step.choice].decodeTime;
    } else if (step.kind == StepKind::Send) {
      ++own->sent;
    }
  }
  return deeds;
}

void expectAgreement(const Graph &graph, const Plan &plan) {
  std::vector<Explanation> all = explainPlan(graph, plan);
  std::vector<Deeds> deeds = deedsOf(graph, plan);
  size_t next = 0;
  std::vector<uint8_t> made(graph.values.size(), 0);
  for (const Operation &op : graph.operations)
    for (ValueId v : op.outputs)
      made[v] = 1;
  for (ValueId v = 0; v < graph.values.size(); ++v) {
    if (graph.values[v].viewOf || graph.values[v].resident || !made[v])
      continue;
    ASSERT_LT(next, all.size());
    const Explanation &e = all[next++];
    const Deeds &did = deeds[v];
    EXPECT_EQ(e.value, v);
    EXPECT_EQ(e.bytes, graph.values[v].bytes);
    EXPECT_EQ(e.repeatedRuns + 1, did.runs);
    EXPECT_EQ(e.price, did.price);
    EXPECT_EQ(e.reason.rfind(std::string(fateName(e.fate)) + ": ", 0), 0u) << e.reason;
    EXPECT_LE(e.byteTimeSaved, e.byteTimeSpan * (1 + 1e-12));
    EXPECT_EQ(e.fate == Fate::Kept, e.byteTimeSaved <= 0);
    EXPECT_TRUE(e.fate != Fate::Recomputed || e.repeatedRuns > 0);
    EXPECT_TRUE(e.fate != Fate::RebuiltInside || did.inside > 0);
    EXPECT_TRUE(e.fate != Fate::Encoded || did.encoded > 0);
    EXPECT_TRUE(e.fate != Fate::Offloaded || did.sent > 0);
    // Nothing is saved on what is never freed.
    EXPECT_TRUE(did.frees != 0 || e.fate == Fate::Kept);
    if (e.next) {
      EXPECT_NE(e.next->fate, e.fate);
      EXPECT_GE(e.next->price, 0);
    }
  }
  EXPECT_EQ(next, all.size());
}

void expectTimeline(const Graph &graph, const Plan &plan, bool needs) {
  CheckOptions options;
  options.honourNeeds = needs;
  CheckResult checked = checkPlan(graph, plan, options);
  ASSERT_TRUE(checked.errors.empty()) << checked.errors.front();
  Timeline timeline = timelineOf(graph, plan);
  ASSERT_EQ(timeline.bytes.size(), plan.steps.size());
  ASSERT_EQ(timeline.start.size(), plan.steps.size());
  for (size_t s = 0; s < plan.steps.size(); ++s) {
    ASSERT_EQ(timeline.bytes[s].size(), timeline.owners.size());
    EXPECT_EQ(std::accumulate(timeline.bytes[s].begin(), timeline.bytes[s].end(), uint64_t(0)), checked.memory[s])
        << "step " << s;
  }
  EXPECT_TRUE(std::is_sorted(timeline.start.begin(), timeline.start.end()));
  EXPECT_LE(timeline.end, checked.time);
  for (const Life &life : livesOf(graph, plan)) {
    EXPECT_LE(life.first, life.last);
    EXPECT_LE(life.last, plan.steps.size());
    EXPECT_GT(life.bytes, 0u);
  }
}

TEST(Explain, AgreesWithThePlanOnRandomGraphs) {
  Random random{61};
  size_t fates[5] = {};
  for (size_t round = 0; round < rounds(60); ++round) {
    Graph graph = randomGraph(random, 6 + random.below(30));
    addRandomLevers(random, graph);
    PlanOptions options;
    options.encode = round & 1;
    options.inside = round & 2;
    options.offload = round & 4;
    options.seconds = 0;
    options.workUnits = 200'000;
    Bounds bounds = computeBounds(graph, UINT64_MAX >> 2, false);
    uint64_t low = bounds.smallestBudget, high = std::max(low, bounds.peakRecorded);
    options.budget = low + random.below(high - low + 1);
    PlanResult result = planSteps(graph, options);
    if (!result.feasible)
      continue;
    expectAgreement(graph, result.plan);
    expectTimeline(graph, result.plan, options.encode);
    ASSERT_FALSE(::testing::Test::HasFatalFailure()) << "round " << round;
    for (const Explanation &e : explainPlan(graph, result.plan))
      ++fates[size_t(e.fate)];
  }
  for (size_t fate = 0; fate < 5; ++fate)
    EXPECT_GT(fates[fate], 0u) << fateName(Fate(fate));
}

/// A value of 64 bytes made in 10 ns, then 100 ns of others, then its reader.
Graph waiting() {
  Graph graph;
  graph.values.resize(3);
  graph.values[0].bytes = 64;
  graph.values[0].offloadable = true;
  graph.values[0].codes = {{"packed", 0, needBit(Need::Full), 16, 3, 4, true, 0}};
  graph.values[1].bytes = graph.values[2].bytes = 8;
  graph.values[0].owner = "activations";
  graph.values[2].wanted = true;
  graph.operations.resize(3);
  graph.operations[0].time = 10;
  graph.operations[0].outputs = {0};
  graph.operations[0].insideTime = 6;
  graph.operations[1].time = 100;
  graph.operations[1].outputs = {1};
  graph.operations[2].time = 5;
  graph.operations[2].reads = {{0, Need::Full}, {1, Need::Full}};
  graph.operations[2].outputs = {2};
  graph.link = Link{64e9, 1};
  return graph;
}

TEST(Explain, SaysWhatHappenedAndWhatElseCouldHave) {
  Graph graph = waiting();
  Step run0{StepKind::Run, 0, 0, {}, {}}, run1{StepKind::Run, 1, 0, {}, {}}, run2{StepKind::Run, 2, 0, {}, {}};
  Step free0{StepKind::Free, 0, 0, {}, {}}, encode{StepKind::Encode, 0, 0, {}, {}};
  Step decode{StepKind::Decode, 0, 0, {}, {}}, send{StepKind::Send, 0, 0, {}, {}}, fetch{StepKind::Fetch, 0, 0, {}, {}};
  Step inside = run2;
  inside.inside = {0};
  struct Case {
    Fate fate;
    int64_t price;
    std::vector<Step> steps;
    double saved;
    Fate next;
  };
  std::vector<Case> cases = {
      // The link is the cheapest other way where it hides behind 100 ns.
      {Fate::Kept, 0, {run0, run1, run2}, 0, Fate::Offloaded},
      {Fate::Recomputed, 10, {run0, free0, run1, run0, run2}, 64.0 * 110, Fate::Offloaded},
      {Fate::RebuiltInside, 6, {run0, free0, run1, inside}, 64.0 * 111, Fate::Offloaded},
      {Fate::Encoded, 7, {run0, encode, free0, run1, decode, run2}, 64.0 * 104 - 16.0 * 109, Fate::Offloaded},
      {Fate::Offloaded, 0, {run0, send, free0, run1, fetch, run2}, 64.0 * 100, Fate::RebuiltInside},
  };
  for (const Case &c : cases) {
    Plan plan;
    plan.steps = c.steps;
    Explanation e = explainPlan(graph, plan).front();
    EXPECT_EQ(e.fate, c.fate) << fateName(c.fate);
    EXPECT_EQ(e.price, c.price) << fateName(c.fate);
    EXPECT_DOUBLE_EQ(e.byteTimeSaved, c.saved) << fateName(c.fate);
    ASSERT_TRUE(e.next.has_value()) << fateName(c.fate);
    EXPECT_EQ(e.next->fate, c.next) << fateName(c.fate) << ", next " << fateName(e.next->fate);
  }
  Plan plan;
  plan.steps = {run0, encode, free0, run1, decode, run2};
  Timeline timeline = timelineOf(graph, plan);
  EXPECT_EQ(timeline.owners, (std::vector<std::string>{"activations", "codes", "values"}));
  EXPECT_EQ(timeline.bytes[1], (std::vector<uint64_t>{64, 16, 0}));
  EXPECT_EQ(timeline.bytes[3], (std::vector<uint64_t>{0, 16, 8}));
  EXPECT_EQ(timeline.start, (std::vector<int64_t>{0, 10, 13, 13, 113, 117}));
  EXPECT_EQ(timeline.end, 122);
}

} // namespace
