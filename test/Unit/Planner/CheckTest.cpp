//===- CheckTest.cpp - Mutation tests of the plan checker -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A small graph with every lever, one correct plan, and one broken plan for each
// kind of fault; the checker must tell them apart.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Check.h"

#include <gtest/gtest.h>

#include <string>

using namespace neap::planner;

namespace {

/// 0: batch (resident), 1: parameter (resident), 2: y = relu-like, coded,
/// offloadable, rebuildable inside, 3: view of y, 4: mask drawn once, 5: result,
/// 6: updated parameter.
Graph sampleGraph() {
  Graph graph;
  graph.values.resize(7);
  uint64_t bytes[] = {100, 50, 64, 0, 16, 32, 0};
  for (size_t v = 0; v < 7; ++v)
    graph.values[v].bytes = bytes[v];
  graph.values[0].resident = graph.values[1].resident = true;
  graph.values[3].viewOf = 2;
  graph.values[6].viewOf = 1;
  graph.values[5].wanted = true;
  graph.values[2].offloadable = true;
  graph.values[2].codes = {{"bits", needBit(Need::Predicate), needBit(Need::Predicate), 2, 3, 3, true, 0},
                           {"packed", 0, needBit(Need::Full), 8, 5, 7, true, 0}};
  auto op = [&](const char *name, int64_t time, std::vector<Read> reads, std::vector<ValueId> outputs) {
    Operation o;
    o.name = name;
    o.time = time;
    o.reads = std::move(reads);
    o.outputs = std::move(outputs);
    graph.operations.push_back(o);
  };
  op("forward", 10, {{0, Need::Full}, {1, Need::Full}}, {2});
  op("view", 0, {{2, Need::Full}}, {3});
  op("draw", 4, {{3, Need::Full}}, {4});
  op("backward", 20, {{2, Need::Predicate}, {4, Need::Full}}, {5});
  op("update", 5, {{1, Need::Full}, {5, Need::Full}}, {6});
  graph.operations[2].once = graph.operations[4].once = true;
  graph.operations[0].insideTime = 6;
  graph.operations[3].workspace = 9;
  graph.link = Link{1e9, 100};
  return graph;
}

Step run(uint32_t op) { return {StepKind::Run, op, 0, {}, {}}; }
Step free(ValueId v) { return {StepKind::Free, v, 0, {}, {}}; }
Step other(StepKind kind, ValueId v, uint32_t choice = 0) { return {kind, v, choice, {}, {}}; }

Plan claimed(const Graph &graph, std::vector<Step> steps) {
  Plan plan;
  plan.steps = std::move(steps);
  CheckOptions options;
  options.checkClaims = false;
  CheckResult measured = checkPlan(graph, plan, options);
  plan.peakBytes = measured.peakBytes;
  plan.time = measured.time;
  return plan;
}

std::vector<Step> simple() { return {run(0), run(1), run(2), run(3), free(2), free(4), run(4)}; }

bool accepted(const Graph &graph, const Plan &plan, CheckOptions options = {}) {
  return checkPlan(graph, plan, options).errors.empty();
}

TEST(PlanChecker, AcceptsTheSimplePlanWithItsNumbers) {
  Graph graph = sampleGraph();
  Plan plan = claimed(graph, simple());
  EXPECT_TRUE(accepted(graph, plan));
  // Residents 150, y 64, mask 16, result 32, workspace 9.
  EXPECT_EQ(plan.peakBytes, 271u);
  EXPECT_EQ(plan.time, 39);
}

TEST(PlanChecker, AcceptsEveryLever) {
  Graph graph = sampleGraph();
  Step coded = run(3);
  coded.codes = {1, 0};
  Step inside = run(3);
  inside.inside = {2};
  EXPECT_TRUE(accepted(graph, claimed(graph, {run(0), other(StepKind::Encode, 2, 0), run(1), run(2), free(2), coded,
                                              other(StepKind::FreeCode, 2, 0), run(4)})));
  EXPECT_TRUE(accepted(graph, claimed(graph, {run(0), run(1), run(2), other(StepKind::Encode, 2, 1), free(2),
                                              other(StepKind::Decode, 2, 1), run(3), run(4)})));
  EXPECT_TRUE(accepted(graph, claimed(graph, {run(0), run(1), run(2), free(2), inside, run(4)})));
  Plan offloaded = claimed(
      graph, {run(0), run(1), run(2), other(StepKind::Send, 2), free(2), other(StepKind::Fetch, 2), run(3), run(4)});
  EXPECT_TRUE(accepted(graph, offloaded));
  // 14 of compute, then 164 out and 164 in, waited for, then 25.
  EXPECT_EQ(offloaded.time, 14 + 164 + 164 + 25);
  EXPECT_TRUE(accepted(graph, claimed(graph, {run(0), run(1), run(2), free(2), run(0), run(3), run(4)})));
}

/// A broken plan, and what the checker must say of it.
struct Broken {
  std::vector<Step> steps;
  const char *message;
};

std::string complaint(const Graph &graph, const std::vector<Step> &steps, CheckOptions options = {}) {
  CheckResult result = checkPlan(graph, claimed(graph, steps), options);
  return result.errors.empty() ? "" : result.errors.front();
}

void expectCaught(const Graph &graph, const std::vector<Broken> &all) {
  for (const Broken &broken : all)
    EXPECT_NE(complaint(graph, broken.steps).find(broken.message), std::string::npos)
        << broken.message << ": " << complaint(graph, broken.steps);
}

TEST(PlanChecker, CatchesBrokenRunsAndFrees) {
  expectCaught(sampleGraph(),
               {{{run(0), run(1), run(2), run(3)}, "operation 4 (update) never runs"},
                {{run(0), run(1), run(2), free(4), run(3), run(4)}, "reads value 4, which is not resident"},
                {{run(0), run(1), free(2), run(0), run(2), run(3), run(4)}, "reads value 3, which is not resident"},
                {{run(0), run(1), run(2), run(2), run(3), run(4)}, "may run only once"},
                {{run(0), run(1), run(2), run(3), run(4), free(2), run(0)}, "which operation 4 has overwritten"},
                {{run(0), run(1), run(2), run(3), free(2), free(2), run(4)}, "value is not resident"},
                {{run(0), run(1), free(3), run(2), run(3), run(4)}, "value is a view"},
                {{run(0), free(0), run(1), run(2), run(3), run(4)}, "resident throughout"},
                {{run(0), run(1), run(2), run(3), run(4), free(5)}, "value 5 is wanted at the end"},
                {{run(9)}, "no such operation"},
                {{free(99)}, "no such value"},
                {{other(StepKind::Run, 0, 3)}, "no formula 3"}});
}

TEST(PlanChecker, CatchesBrokenCodes) {
  Step bits = run(3), packed = run(3), extra = run(3), unknown = run(3);
  bits.codes = {1, 0};
  packed.codes = {2, 0};
  unknown.codes = {3, 0};
  extra.codes = {0, 0, 0};
  Step encode = other(StepKind::Encode, 2, 0), freeCode = other(StepKind::FreeCode, 2, 0);
  expectCaught(sampleGraph(),
               {{{run(0), run(1), run(2), other(StepKind::Decode, 2, 1)}, "code is not there"},
                {{run(0), encode, free(2), other(StepKind::Decode, 2, 0)}, "does not hold the whole value"},
                {{run(0), encode, freeCode, freeCode}, "code is not there"},
                {{run(0), encode, encode}, "code is there already"},
                {{encode}, "value is not resident"},
                {{run(0), other(StepKind::Encode, 2, 2)}, "no such code"},
                {{run(0), other(StepKind::Encode, 4, 0)}, "no such code"},
                {{run(0), run(1), run(2), other(StepKind::Encode, 2, 1), free(2), packed}, "does not serve this read"},
                {{run(0), run(1), run(2), free(2), bits}, "code 0 of value 2 is not there"},
                {{run(0), run(1), run(2), encode, free(2), freeCode, bits}, "code 0 of value 2 is not there"},
                {{run(0), run(1), run(2), encode, free(2), run(3)}, "reads value 2, which is not resident"},
                {{run(0), run(1), run(2), free(2), unknown}, "does not serve this read"},
                {{run(0), run(1), run(2), extra}, "names codes for 3 reads, the operation has 2"},
                // Whoever needs all of it is not served by one bit per element, decoded or not.
                {{run(0), encode, free(2), run(1)}, "reads value 2, which is not resident"}});
  Graph graph = sampleGraph();
  graph.values[1].codes = graph.values[2].codes;
  expectCaught(graph, {{{other(StepKind::Encode, 1, 0)}, "resident throughout"}});
  CheckOptions whole;
  whole.honourNeeds = false;
  EXPECT_NE(complaint(sampleGraph(), {run(0), encode, run(1), run(2), free(2), bits, run(4)}, whole)
                .find("reads value 2, which is not resident"),
            std::string::npos);
}

TEST(PlanChecker, CatchesBrokenRebuilds) {
  Step once = run(3), absent = run(3), view = run(2), needs = run(3);
  once.inside = {4};
  absent.inside = {99};
  view.inside = {3};
  needs.inside = {2};
  expectCaught(sampleGraph(),
               {{{run(0), run(1), run(2), free(4), once, run(4)}, "operation 2 cannot run inside another"},
                {{run(0), run(1), run(2), absent}, "cannot rebuild value 99"},
                {{run(0), view}, "operation 1 cannot run inside another"}});
  // The reader must hold what the rebuilt producer reads: here its parameter in the old version.
  Graph graph = sampleGraph();
  graph.operations[3].reads[0].need = Need::Full;
  std::swap(graph.operations[3], graph.operations[4]);
  graph.operations[3].reads = {{1, Need::Full}};
  Step late = run(4);
  late.inside = {2};
  expectCaught(graph,
               {{{run(0), run(1), run(2), free(2), run(3), late}, "inside: reads storage 1, which operation 3"}});
  // And it must be there at all.
  Graph chain = sampleGraph();
  chain.operations[1].insideTime = 0;
  Step rebuild = run(2);
  rebuild.inside = {3};
  expectCaught(chain, {{{run(0), free(2), rebuild}, "inside: reads value 2, which is not resident"}});
}

TEST(PlanChecker, CatchesBrokenTransfers) {
  Graph graph = sampleGraph();
  Step send = other(StepKind::Send, 2), fetch = other(StepKind::Fetch, 2);
  expectCaught(graph, {{{run(0), free(2), fetch}, "value is not on the host"},
                       {{run(0), send, fetch}, "value is resident already"},
                       {{other(StepKind::Send, 0)}, "value may not be sent"},
                       {{run(0), run(1), other(StepKind::Send, 3)}, "value may not be sent"},
                       {{run(0), run(1), run(2), other(StepKind::Send, 4)}, "value may not be sent"},
                       {{send}, "value is not resident"},
                       {{other(StepKind::Send, 99)}, "value may not be sent"},
                       {{run(0), run(1), run(2), send, free(2), run(3)}, "reads value 2, which is not resident"}});
  Graph alone = graph;
  alone.link.reset();
  expectCaught(alone, {{{run(0), send}, "there is no link"}});
}

TEST(PlanChecker, TimesWaitForTransfers) {
  Graph graph = sampleGraph();
  Step send = other(StepKind::Send, 2), fetch = other(StepKind::Fetch, 2);
  // 10 of forward, 164 out before the bytes may end; the runs in between hide in it where they come before the end.
  Plan plan = claimed(graph, {run(0), send, run(1), run(2), free(2), fetch, run(3), run(4)});
  EXPECT_EQ(plan.time, 10 + 164 + 164 + 25);
  // Whoever claims that the reader need not wait, or the end of the buffer, is caught.
  for (int64_t unpaid : {164, 160, 2 * 164}) {
    Plan early = plan;
    early.time -= unpaid;
    EXPECT_FALSE(accepted(graph, early)) << unpaid;
  }
  // What is wanted must have arrived at the end.
  graph.values[5].offloadable = true;
  Plan last = claimed(
      graph, {run(0), run(1), run(2), run(3), run(4), other(StepKind::Send, 5), free(5), other(StepKind::Fetch, 5)});
  EXPECT_TRUE(accepted(graph, last));
  EXPECT_EQ(last.time, 39 + 2 * 132);
}

TEST(PlanChecker, CatchesVersionsAndOrder) {
  // 0: parameter, 1 and 2: its updated forms, 3: a value, 4: view of it.
  Graph graph;
  graph.values.resize(5);
  graph.values[0].resident = true;
  graph.values[0].bytes = graph.values[3].bytes = 8;
  graph.values[1].viewOf = graph.values[2].viewOf = 0;
  graph.values[4].viewOf = 3;
  graph.operations.resize(4);
  graph.operations[0].outputs = {1};
  graph.operations[1].outputs = {2};
  graph.operations[0].once = graph.operations[1].once = true;
  graph.operations[2].reads = {{0, Need::Full}};
  graph.operations[2].outputs = {3};
  graph.operations[3].outputs = {4};
  EXPECT_TRUE(accepted(graph, claimed(graph, {run(0), run(1), run(2), run(3)})));
  expectCaught(graph,
               {{{run(0), run(2), run(1), run(3)}, "before operation 1 has written it"},
                {{run(1), run(0), run(2), run(3)}, "overwrites storage 0 before operation 0"},
                {{run(0), run(1), run(2), free(3), run(3)}, "takes a view of storage 3, which is not resident"}});
  graph.operations[3].after = {2};
  graph.operations[3].outputs.clear();
  expectCaught(graph, {{{run(0), run(1), run(3), run(2)}, "must run after operation 2"}});
}

TEST(PlanChecker, FormulasHaveTheirOwnReadsTimeAndWorkspace) {
  Graph graph = sampleGraph();
  graph.operations[3].formulas.push_back({"cheap", 7, 90, {{4, Need::Full}}});
  Step step = run(3);
  step.choice = 1;
  Plan plan = claimed(graph, {run(0), run(1), run(2), free(2), step, run(4)});
  EXPECT_TRUE(accepted(graph, plan));
  EXPECT_EQ(plan.time, 26);
  EXPECT_EQ(plan.peakBytes, 150u + 16 + 32 + 90);
  expectCaught(graph, {{{run(0), run(1), run(2), free(4), step}, "reads value 4, which is not resident"}});
}

/// 0: parameter (resident), 1: x of 16, 2: view of x, 3: y of 16, 4: w of 4, 5: z of 16, 6: result of 1.
Graph inPlaceGraph() {
  Graph graph;
  graph.values.resize(7);
  uint64_t bytes[] = {16, 16, 0, 16, 4, 16, 1};
  for (size_t v = 0; v < 7; ++v)
    graph.values[v].bytes = bytes[v];
  graph.values[0].resident = graph.values[6].wanted = true;
  graph.values[2].viewOf = 1;
  graph.operations.resize(4);
  graph.operations[0].outputs = {1, 2, 4};
  graph.operations[1].reads = {{1, Need::Full}, {0, Need::Full}, {4, Need::Full}};
  graph.operations[1].outputs = {3, 5};
  graph.operations[1].inPlace = {{0, 0}, {0, 1}, {1, 0}, {2, 0}};
  graph.operations[2].reads = {{3, Need::Full}, {5, Need::Full}};
  graph.operations[2].outputs = {6};
  graph.operations[3].reads = {{6, Need::Full}};
  graph.operations[1].insideTime = 1;
  graph.operations[1].formulas = {{"other", 1, 0, {{1, Need::Full}}}};
  return graph;
}

TEST(PlanChecker, WritesResultsOverOperands) {
  Graph graph = inPlaceGraph();
  Step step = run(1);
  step.inPlace = {{0, 0}};
  Plan plan = claimed(graph, {run(0), step, run(2), run(3)});
  EXPECT_TRUE(accepted(graph, plan));
  // The parameter, x or y, w, z.
  EXPECT_EQ(plan.peakBytes, 16u + 16 + 4 + 16 + 1);
  EXPECT_EQ(claimed(graph, {run(0), run(1), run(2), run(3)}).peakBytes, 16u + 16 + 16 + 4 + 16 + 1);
  EXPECT_FALSE(accepted(graph, claimed(graph, {run(0), step, free(1), run(2), run(3)})));
}

TEST(PlanChecker, CatchesBrokenOverwrites) {
  auto over = [](std::vector<std::pair<uint32_t, uint32_t>> pairs) {
    Step step = run(1);
    step.inPlace = std::move(pairs);
    return step;
  };
  Step formula = over({{0, 0}}), inside = over({{0, 0}});
  formula.choice = 1;
  inside.inside = {1};
  expectCaught(inPlaceGraph(), {{{run(0), over({{1, 0}})}, "storage 0, which is resident throughout"},
                                {{run(0), over({{2, 0}})}, "over input 2, which is smaller"},
                                {{run(0), over({{0, 0}, {0, 1}})}, "one of which is in another pair"},
                                {{run(0), over({{0, 0}, {0, 0}})}, "one of which is in another pair"},
                                {{run(0), over({{2, 1}})}, "may not write output 1 over input 2"},
                                {{run(0), over({{9, 9}})}, "may not write output 9 over input 9"},
                                {{run(0), over({{0, 0}}), run(1)}, "reads value 1, which is not resident"},
                                {{run(0), run(1), over({{0, 0}})}, "which is a view or there already"},
                                {{run(0), formula}, "with a formula or something rebuilt inside"}});
  Graph rebuilt = inPlaceGraph();
  rebuilt.operations[0].insideTime = 1;
  expectCaught(rebuilt, {{{run(0), inside}, "with a formula or something rebuilt inside"}});
  // Read later, through a view or not, wanted at the end, or read twice by the operation itself.
  Graph later = inPlaceGraph(), wanted = inPlaceGraph(), twice = inPlaceGraph();
  later.operations[2].reads.push_back({1, Need::Full});
  later.operations[3].reads.push_back({2, Need::Full});
  expectCaught(later, {{{run(0), over({{0, 0}}), run(2)}, "reads value 1, which is not resident"}});
  // Made again in time it is no fault.
  EXPECT_TRUE(accepted(later, claimed(later, {run(0), over({{0, 0}}), run(0), run(2), run(3)})));
  later.operations[2].reads.pop_back();
  expectCaught(later, {{{run(0), over({{0, 0}}), run(2), run(3)}, "reads value 2, which is not resident"}});
  wanted.values[1].wanted = true;
  expectCaught(wanted, {{{run(0), over({{0, 0}}), run(2), run(3)}, "value 1 is wanted at the end"}});
  twice.operations[1].reads.push_back({2, Need::Full});
  expectCaught(twice, {{{run(0), over({{0, 0}})}, "which it also reads as input 3"}});
  // An operand that only its code stands for has no place to give.
  Graph coded = inPlaceGraph();
  coded.values[1].codes = {{"bits", needBit(Need::Full), needBit(Need::Full), 2, 0, 0, true, 0}};
  Step step = over({{0, 0}});
  step.codes = {1, 0, 0};
  expectCaught(coded, {{{run(0), other(StepKind::Encode, 1, 0), free(1), step}, "storage 1, which is not resident"}});
}

TEST(PlanChecker, AnOverwriteWaitsForWhatIsSent) {
  Graph graph = inPlaceGraph();
  graph.values[1].offloadable = true;
  graph.link = Link{1e9, 100};
  Step step = run(1);
  step.inPlace = {{0, 0}};
  Plan plan = claimed(graph, {run(0), other(StepKind::Send, 1), step, run(2), run(3)});
  EXPECT_TRUE(accepted(graph, plan));
  EXPECT_EQ(plan.time, 116);
}

TEST(PlanChecker, CatchesFalseClaimsAndBudgets) {
  Graph graph = sampleGraph();
  Plan plan = claimed(graph, simple());
  Plan low = plan, fast = plan;
  low.peakBytes -= 1;
  fast.time -= 1;
  EXPECT_FALSE(accepted(graph, low));
  EXPECT_FALSE(accepted(graph, fast));
  CheckOptions options;
  options.budget = plan.peakBytes - 1;
  EXPECT_FALSE(accepted(graph, plan, options));
  Step coded = run(3);
  coded.codes = {1, 0};
  options = {};
  options.honourNeeds = false;
  EXPECT_FALSE(accepted(
      graph, claimed(graph, {run(0), other(StepKind::Encode, 2, 0), run(1), run(2), free(2), coded, run(4)}), options));
}

} // namespace
