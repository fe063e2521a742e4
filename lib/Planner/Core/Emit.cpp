//===- Emit.cpp - From a sequence to the steps of a plan ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Emit.h. Overlapping copies of one storage are one buffer: it is not loaded
// or encoded again while it is there.
//
//===----------------------------------------------------------------------===//

#include "Core/Emit.h"

#include "Core/LinkClock.h"

#include <algorithm>

namespace neap::planner {
namespace {

class Emitter {
public:
  Emitter(const Graph &graph, const Core &core, const Sequence &sequence)
      : graph(graph), core(core), sequence(sequence), eval(core), freeAfter(sequence.size()),
        sendBefore(sequence.size()), sendAfter(sequence.size()), skip(sequence.size(), 0) {}
  Plan run();

private:
  void layOut();
  void layOutSends();
  Step stepOf(uint32_t op) const;
  void writeOver(Step &step, uint32_t storage, uint32_t result) const;
  void addFree(Plan &plan, uint32_t value) const;

  const Graph &graph;
  const Core &core;
  const Sequence &sequence;
  Evaluator eval;
  std::vector<std::vector<uint32_t>> freeAfter;
  std::vector<std::vector<uint32_t>> sendBefore, sendAfter;
  std::vector<uint8_t> skip;
};

void Emitter::layOut() {
  uint32_t length = uint32_t(sequence.size());
  std::vector<uint32_t> openEnd(core.valueCount, none);
  auto close = [&](uint32_t value) {
    if (openEnd[value] != none && openEnd[value] < length)
      freeAfter[openEnd[value]].push_back(value);
  };
  for (const Copy &copy : eval.copies) {
    if (core.isView(copy.value))
      continue;
    uint32_t &end = openEnd[copy.value];
    if (end != none && copy.start <= end) {
      skip[copy.start] |= core.isOptional(sequence[copy.start]);
      end = std::max(end, copy.end);
      continue;
    }
    close(copy.value);
    end = copy.end;
  }
  for (uint32_t v = 0; v < core.valueCount; ++v)
    close(v);
  // What is written over has ended with that.
  for (const Evaluator::Overwrite &over : eval.overwrites) {
    std::vector<uint32_t> &list = freeAfter[over.position];
    list.erase(std::find(list.begin(), list.end(), over.storage));
  }
}

/// Sends stand where the clock begins them, not where the sequence has them.
void Emitter::layOutSends() {
  Schedule schedule(core);
  schedule.assign(sequence);
  LinkClock clock(core, schedule);
  clock.run();
  std::vector<uint32_t> position(schedule.nodeLimit(), 0);
  uint32_t p = 0;
  for (Schedule::Node n = schedule.first(); n != Schedule::tail; n = schedule.next(n), ++p) {
    position[n] = p;
    skip[p] |= core.transfer[sequence[p]] != 0 && !core.loads(sequence[p]);
  }
  for (const LinkClock::Departure &departure : clock.departures())
    (departure.behind ? sendAfter : sendBefore)[position[departure.node]].push_back(departure.value);
}

/// The step that one element of a sequence stands for.
Step Emitter::stepOf(uint32_t op) const {
  Step step;
  if (op < core.opCount) {
    step.index = op;
    step.choice = core.formula[op];
    return step;
  }
  const Extra &extra = core.extras[op - core.opCount];
  if (extra.kind != Extra::Variant) {
    step.kind = extra.kind == Extra::Encode   ? StepKind::Encode
                : extra.kind == Extra::Decode ? StepKind::Decode
                : extra.kind == Extra::Send   ? StepKind::Send
                                              : StepKind::Fetch;
    step.index = extra.value;
    step.choice = extra.code;
    return step;
  }
  step.index = extra.op;
  step.choice = core.formula[op];
  const std::vector<Read> &reads = graph.operations[extra.op].readsBy(step.choice);
  for (auto [value, how] : extra.served) {
    if (how == 0) {
      step.inside.push_back(value);
      continue;
    }
    step.codes.resize(reads.size(), 0);
    for (size_t i = 0; i < reads.size(); ++i)
      if (reads[i].value == value)
        step.codes[i] = how;
  }
  return step;
}

/// Names the result as written over the first read of the storage.
void Emitter::writeOver(Step &step, uint32_t storage, uint32_t result) const {
  const Operation &op = graph.operations[step.index];
  uint32_t read = 0, output = 0;
  while (core.root[op.reads[read].value] != storage)
    ++read;
  while (op.outputs[output] != result)
    ++output;
  step.inPlace.push_back({read, output});
}

/// Frees a storage, or the code that a lever's value is; a host copy needs none.
void Emitter::addFree(Plan &plan, uint32_t value) const {
  if (value < graph.values.size()) {
    plan.steps.push_back({StepKind::Free, value, 0, {}, {}});
    return;
  }
  const Extra &extra = core.extras[core.producer[value] - core.opCount];
  if (extra.kind == Extra::Encode)
    plan.steps.push_back({StepKind::FreeCode, extra.value, extra.code, {}, {}});
}

Plan Emitter::run() {
  eval.run(sequence);
  layOut();
  if (core.linked)
    layOutSends();
  Plan plan;
  size_t over = 0;
  for (uint32_t p = 0; p < sequence.size(); ++p) {
    for (uint32_t value : sendBefore[p])
      plan.steps.push_back({StepKind::Send, value, 0, {}, {}});
    if (!skip[p])
      plan.steps.push_back(stepOf(sequence[p]));
    for (; over < eval.overwrites.size() && eval.overwrites[over].position == p; ++over)
      writeOver(plan.steps.back(), eval.overwrites[over].storage, eval.overwrites[over].result);
    for (uint32_t value : sendAfter[p])
      plan.steps.push_back({StepKind::Send, value, 0, {}, {}});
    for (uint32_t value : freeAfter[p])
      addFree(plan, value);
  }
  plan.peakBytes = eval.peak;
  plan.time = eval.time;
  return plan;
}

} // namespace

Plan emitPlan(const Graph &graph, const Core &core, const Sequence &sequence) {
  return Emitter(graph, core, sequence).run();
}

} // namespace neap::planner
