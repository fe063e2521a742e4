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

#include <algorithm>

namespace neap::planner {
namespace {

class Emitter {
public:
  Emitter(const Graph &graph, const Core &core, const Sequence &sequence)
      : graph(graph), core(core), sequence(sequence), eval(core), freeAfter(sequence.size()),
        sendAfter(sequence.size()), skip(sequence.size(), 0) {}
  Plan run();

private:
  void layOut();
  Step stepOf(uint32_t op) const;
  void addFree(Plan &plan, uint32_t value) const;

  const Graph &graph;
  const Core &core;
  const Sequence &sequence;
  Evaluator eval;
  std::vector<std::vector<uint32_t>> freeAfter;
  /// (where the copy is freed, value): what is freed first goes first.
  std::vector<std::vector<std::pair<uint32_t, uint32_t>>> sendAfter;
  std::vector<uint8_t> skip;
};

void Emitter::layOut() {
  uint32_t length = uint32_t(sequence.size());
  std::vector<uint32_t> openStart(core.valueCount, none), openEnd(core.valueCount, none);
  std::vector<std::vector<uint32_t>> sends(core.valueCount);
  for (uint32_t p = 0; p < length; ++p)
    if (sequence[p] >= core.opCount && core.extras[sequence[p] - core.opCount].kind == Extra::Send) {
      sends[core.extras[sequence[p] - core.opCount].value].push_back(p);
      skip[p] = 1;
    }
  auto close = [&](uint32_t value) {
    if (openEnd[value] == none)
      return;
    if (openEnd[value] < length)
      freeAfter[openEnd[value]].push_back(value);
    for (uint32_t p : sends[value])
      if (p > openStart[value] && p <= openEnd[value]) {
        sendAfter[openStart[value]].push_back({openEnd[value], value});
        break;
      }
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
    openStart[copy.value] = copy.start;
    end = copy.end;
  }
  for (uint32_t v = 0; v < core.valueCount; ++v)
    close(v);
  for (std::vector<std::pair<uint32_t, uint32_t>> &list : sendAfter)
    std::sort(list.begin(), list.end());
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
  Plan plan;
  for (uint32_t p = 0; p < sequence.size(); ++p) {
    if (!skip[p])
      plan.steps.push_back(stepOf(sequence[p]));
    for (auto [end, value] : sendAfter[p])
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
