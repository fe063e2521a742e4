//===- Levers.cpp - Levers added to a recorded trace ----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rules by operator name; see Levers.h.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Levers.h"

#include <algorithm>

namespace neap::planner {
namespace {

bool nameHas(const Operation &op, std::initializer_list<const char *> words) {
  for (const char *word : words)
    if (op.name.find(word) != std::string::npos)
      return true;
  return false;
}

bool isCheapToRebuild(const Operation &op) {
  if (op.once || op.outputs.empty() || nameHas(op, {"backward", "conv", "pool", "loss", "sum", "mean", "softmax"}))
    return false;
  return nameHas(op, {"relu", "threshold", "batch_norm", "layer_norm", "add", "mul", "div", "sub", "sigmoid", "tanh",
                      "gelu", "pow", "cat"});
}

/// What a gradient that the trace says nothing about reads of its operands.
void guessNeeds(Operation &op) {
  bool said = std::any_of(op.reads.begin(), op.reads.end(), [](const Read &r) { return r.need != Need::Full; });
  if (said || !op.backward || !nameHas(op, {"backward"}) || op.reads.size() < 2)
    return;
  // The gradient comes first; what was saved follows.
  for (size_t i = 1; i < op.reads.size(); ++i) {
    if (nameHas(op, {"relu", "threshold"}))
      op.reads[i].need = Need::Predicate;
    else if (nameHas(op, {"pool"}))
      op.reads[i].need = i == 1 ? Need::Index : Need::Shape;
  }
}

void addCodes(Graph &graph, const LeverRules &rules) {
  std::vector<NeedSet> needs(graph.values.size(), 0);
  for (Operation &op : graph.operations) {
    guessNeeds(op);
    for (const Read &read : op.reads)
      if (op.backward)
        needs[read.value] |= needBit(read.need);
  }
  for (size_t v = 0; v < graph.values.size(); ++v) {
    Value &value = graph.values[v];
    if (value.resident || value.viewOf || value.bytes < 64)
      continue;
    auto add = [&](const char *name, Need need, uint64_t divisor) {
      if (!(needs[v] & needBit(need)))
        return;
      Code code;
      code.name = name;
      code.direct = code.serves = needBit(need);
      code.bytes = (value.bytes + divisor - 1) / divisor;
      code.encodeTime = rules.launchTime + int64_t(double(value.bytes) * 1e9 / rules.memoryBytesPerSecond);
      value.codes.push_back(code);
    };
    add("bits", Need::Predicate, 32);
    add("index", Need::Index, 8);
  }
}

} // namespace

void addLevers(Graph &graph, const LeverRules &rules) {
  if (rules.encode)
    addCodes(graph, rules);
  if (rules.inside)
    for (Operation &op : graph.operations)
      if (isCheapToRebuild(op))
        op.insideTime = op.time / 2;
  if (rules.offload) {
    graph.link = Link{rules.linkBytesPerSecond, rules.launchTime};
    for (Value &value : graph.values)
      value.offloadable = !value.resident && !value.viewOf;
  }
}

} // namespace neap::planner
