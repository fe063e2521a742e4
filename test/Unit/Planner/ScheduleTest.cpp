//===- ScheduleTest.cpp - The incremental schedule against the evaluator --===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Random runs come and go and changes are taken back; after each, memory at
// every position, peak and time must be what one pass over the sequence says.
//
//===----------------------------------------------------------------------===//

#include "Core/Schedule.h"
#include "RandomGraphs.h"

#include <gtest/gtest.h>

#include <numeric>

using namespace neap::planner;
using namespace neap::planner::test;

namespace {

/// Every read finds its value, every operation runs, first runs follow the
/// precedences, and what is wanted is made.
bool isLegal(const Core &core, const Sequence &sequence) {
  std::vector<uint8_t> bound(core.valueCount, 0), ran(core.opCount, 0);
  for (uint32_t op : sequence) {
    for (uint32_t v : core.reads[op])
      if (!bound[v])
        return false;
    if (core.origin[op] < core.opCount) {
      if (!ran[core.origin[op]])
        for (uint32_t b : core.before[core.origin[op]])
          if (!ran[b])
            return false;
      ran[core.origin[op]] = 1;
    }
    for (uint32_t v : core.writes[op])
      if (!core.isView(v))
        bound[v] = 1;
    for (uint32_t v : core.writes[op]) {
      if (!bound[core.root[v]])
        return false;
      bound[v] = 1;
    }
  }
  return std::find(ran.begin(), ran.end(), 0) == ran.end();
}

void expectEqual(const Core &core, const Schedule &schedule, size_t &overwrites) {
  Sequence sequence = schedule.sequence();
  Evaluator eval(core);
  eval.run(sequence);
  ASSERT_EQ(schedule.length(), sequence.size());
  ASSERT_EQ(schedule.time(), eval.time);
  ASSERT_EQ(uint64_t(schedule.peak()), eval.peak);
  size_t position = 0;
  for (Schedule::Node n = schedule.first(); n != Schedule::tail; n = schedule.next(n), ++position)
    ASSERT_EQ(schedule.memoryAt(n), eval.memory[position]) << "position " << position;
  overwrites += eval.overwrites.size();
  if (!sequence.empty() && eval.peak > core.residentBytes) {
    ASSERT_EQ(schedule.memoryAt(schedule.peakNode()), int64_t(eval.peak));
  }
}

class Changes {
public:
  Changes(const Core &core, Random &random) : core(core), random(random), schedule(core) {
    Sequence recorded(core.opCount);
    std::iota(recorded.begin(), recorded.end(), 0u);
    schedule.assign(recorded);
    saved.push_back(recorded);
  }

  void step() {
    switch (random.below(8)) {
    case 0:
      takeBack();
      break;
    case 1:
      schedule.commit();
      saved.assign(1, schedule.sequence());
      break;
    case 2:
    case 3:
      remove();
      break;
    default:
      insert();
    }
    expectEqual(core, schedule, overwrites);
  }
  size_t inserted = 0, removed = 0, refused = 0, undone = 0, overwrites = 0;

private:
  Schedule::Node at(size_t position) const {
    Schedule::Node n = schedule.first();
    while (position-- > 0)
      n = schedule.next(n);
    return n;
  }

  void insert() {
    uint32_t op = uint32_t(random.below(core.time.size()));
    if (op < core.opCount && core.once[op])
      return;
    Sequence sequence = schedule.sequence();
    size_t position = random.below(sequence.size() + 1);
    sequence.insert(sequence.begin() + long(position), op);
    if (!isLegal(core, sequence))
      return;
    schedule.insert(op, at(position));
    ASSERT_EQ(schedule.sequence(), sequence);
    saved.push_back(sequence);
    ++inserted;
  }

  void remove() {
    Sequence before = schedule.sequence(), after = before;
    size_t position = random.below(before.size());
    after.erase(after.begin() + long(position));
    bool done = schedule.remove(at(position));
    ASSERT_EQ(done, isLegal(core, after)) << "operation " << before[position] << " at " << position;
    ASSERT_EQ(schedule.sequence(), done ? after : before);
    if (done)
      saved.push_back(after);
    ++(done ? removed : refused);
  }

  void takeBack() {
    ASSERT_EQ(schedule.journalSize() + 1, saved.size());
    size_t size = random.below(saved.size());
    schedule.rollback(size);
    saved.resize(size + 1);
    ASSERT_EQ(schedule.sequence(), saved.back());
    ++undone;
  }

  const Core &core;
  Random &random;
  Schedule schedule;
  /// The sequence after each change since the last commit.
  std::vector<Sequence> saved;
};

TEST(Schedule, StaysWhatTheEvaluatorSaysUnderRandomChanges) {
  Random random{31};
  size_t inserted = 0, removed = 0, refused = 0, undone = 0, overwrites = 0;
  for (size_t round = 0; round < rounds(40); ++round) {
    Graph graph = randomGraph(random, 5 + random.below(round % 8 == 0 ? 200 : 40));
    bool levers = round % 2 == 1, formulas = round % 3 == 0;
    if (round % 5 != 0)
      addRandomInPlace(random, graph);
    if (formulas)
      addRandomFormulas(random, graph);
    if (levers)
      addRandomLevers(random, graph);
    Core core = buildCore(graph, levers, fastestFormulas(graph, levers, UINT64_MAX));
    if (levers || formulas)
      expandLevers(graph, {levers, levers, levers, formulas}, core);
    Changes changes(core, random);
    for (unsigned k = 0; k < 150 && !::testing::Test::HasFatalFailure(); ++k)
      changes.step();
    ASSERT_FALSE(::testing::Test::HasFatalFailure()) << "round " << round;
    inserted += changes.inserted;
    removed += changes.removed;
    refused += changes.refused;
    undone += changes.undone;
    overwrites += changes.overwrites;
  }
  EXPECT_GT(inserted, 0u);
  EXPECT_GT(removed, 0u);
  EXPECT_GT(refused, 0u);
  EXPECT_GT(undone, 0u);
  EXPECT_GT(overwrites, 1000u);
}

} // namespace
