//===- Transfers.cpp - Hides transfers behind compute ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One pass per kind of move; each keeps the bytes in use during every step up to
// date, so that the budget holds throughout.
//
//===----------------------------------------------------------------------===//

#include "Transfers.h"

#include <algorithm>

namespace neap::planner {
namespace {

class Overlap {
public:
  Overlap(const Graph &graph, Plan plan, uint64_t budget, std::vector<uint64_t> memory)
      : graph(graph), plan(std::move(plan)), budget(budget), memory(std::move(memory)) {}
  Plan run() {
    for (size_t i = 0; i < plan.steps.size(); ++i)
      if (plan.steps[i].kind == StepKind::Send)
        sendEarly(i);
    for (size_t i = plan.steps.size(); i-- > 0;)
      if (plan.steps[i].kind == StepKind::Free)
        freeLate(i);
    for (size_t i = 0; i < plan.steps.size(); ++i)
      if (plan.steps[i].kind == StepKind::Fetch)
        fetchEarly(i);
    return std::move(plan);
  }

private:
  int64_t transferTime(ValueId v) const {
    return graph.link->latency + int64_t(double(graph.values[v].bytes) * 1e9 / graph.link->bytesPerSecond) + 1;
  }
  int64_t computeTime(const Step &step) const {
    return step.kind == StepKind::Run ? graph.operations[step.index].time : 0;
  }
  void rotate(size_t from, size_t to) {
    auto move = [&](auto &list) {
      if (from < to)
        std::rotate(list.begin() + long(from), list.begin() + long(from) + 1, list.begin() + long(to) + 1);
      else
        std::rotate(list.begin() + long(to), list.begin() + long(from), list.begin() + long(from) + 1);
    };
    move(plan.steps);
    move(memory);
  }
  bool makes(const Step &step, ValueId v) const {
    if (step.kind == StepKind::Run) {
      const std::vector<ValueId> &outputs = graph.operations[step.index].outputs;
      return std::find(outputs.begin(), outputs.end(), v) != outputs.end();
    }
    return step.index == v && step.kind != StepKind::Encode && step.kind != StepKind::FreeCode;
  }
  void sendEarly(size_t at);
  void freeLate(size_t at);
  void fetchEarly(size_t at);

  const Graph &graph;
  Plan plan;
  uint64_t budget;
  std::vector<uint64_t> memory;
};

/// The value does not change, so it may be sent as soon as it was made.
void Overlap::sendEarly(size_t at) {
  ValueId v = plan.steps[at].index;
  size_t to = at;
  while (to > 0 && !makes(plan.steps[to - 1], v))
    --to;
  if (to < at)
    rotate(at, to);
}

/// Waiting for the end of a transfer only when room is needed.
void Overlap::freeLate(size_t at) {
  ValueId v = plan.steps[at].index;
  int64_t wait = transferTime(v), passed = 0;
  bool sent = false;
  for (size_t i = at; i-- > 0 && passed < wait && !sent;) {
    sent = plan.steps[i].kind == StepKind::Send && plan.steps[i].index == v;
    if (!sent)
      passed += computeTime(plan.steps[i]);
  }
  if (!sent)
    return;
  uint64_t bytes = graph.values[v].bytes;
  size_t to = at;
  while (to + 1 < plan.steps.size() && passed < wait && !makes(plan.steps[to + 1], v) &&
         memory[to + 1] + bytes <= budget)
    passed += computeTime(plan.steps[++to]);
  if (to == at)
    return;
  for (size_t i = at + 1; i <= to; ++i)
    memory[i] += bytes;
  rotate(at, to);
}

void Overlap::fetchEarly(size_t at) {
  ValueId v = plan.steps[at].index;
  uint64_t bytes = graph.values[v].bytes;
  int64_t wait = transferTime(v), passed = 0;
  size_t to = at;
  while (to > 0 && passed < wait && !(plan.steps[to - 1].index == v && plan.steps[to - 1].kind != StepKind::Run) &&
         !makes(plan.steps[to - 1], v) && memory[to - 1] + bytes <= budget)
    passed += computeTime(plan.steps[--to]);
  if (to == at)
    return;
  for (size_t i = to; i < at; ++i)
    memory[i] += bytes;
  rotate(at, to);
}

} // namespace

Plan overlapTransfers(const Graph &graph, Plan plan, uint64_t budget, std::vector<uint64_t> memory) {
  return Overlap(graph, std::move(plan), budget, std::move(memory)).run();
}

} // namespace neap::planner
