//===- RandomGraphs.h - Small random training-like graphs -------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shared by the property tests: graphs with views, values wanted at the end,
// operations that run once, and overwritten residents.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TEST_UNIT_PLANNER_RANDOMGRAPHS_H
#define NEAP_TEST_UNIT_PLANNER_RANDOMGRAPHS_H

#include "neap/Planner/Graph.h"

#include "PlacementItems.h"

namespace neap::planner::test {

inline Graph randomGraph(Random &random, size_t operations) {
  Graph graph;
  graph.name = "random";
  auto addValue = [&](uint64_t bytes, bool resident) {
    Value value;
    value.bytes = bytes;
    value.resident = resident;
    graph.values.push_back(value);
    return ValueId(graph.values.size() - 1);
  };
  ValueId input = addValue(1 + random.below(3), true);
  ValueId parameter = addValue(1 + random.below(3), true);
  std::vector<ValueId> made;
  for (size_t o = 0; o < operations; ++o) {
    Operation op;
    op.name = "op" + std::to_string(o);
    op.time = int64_t(1 + random.below(20));
    op.workspace = random.below(4) == 0 ? random.below(3) : 0;
    size_t reads = made.empty() ? 0 : 1 + random.below(std::min<size_t>(3, made.size()));
    for (size_t r = 0; r < reads; ++r)
      op.reads.push_back({made[random.below(3) == 0 ? random.below(made.size())
                                                    : made.size() - 1 - random.below(std::min<size_t>(3, made.size()))],
                          Need::Full});
    if (reads == 0)
      op.reads.push_back({input, Need::Full});
    if (random.below(4) == 0)
      op.reads.push_back({parameter, Need::Full});
    unsigned kind = unsigned(random.below(12));
    if (kind == 0 && reads != 0) {
      // A view of what it reads first.
      ValueId view = addValue(0, false);
      graph.values[view].viewOf = graph.storage(op.reads[0].value);
      op.time = int64_t(random.below(2));
      op.reads.resize(1);
      op.outputs.push_back(view);
      made.push_back(view);
    } else if (kind == 1 && reads != 0) {
      // An update of the parameter.
      ValueId updated = addValue(0, false);
      graph.values[updated].viewOf = parameter;
      op.once = true;
      op.outputs.push_back(updated);
    } else {
      op.once = kind == 2;
      size_t outputs = random.below(6) == 0 ? 2 : 1;
      for (size_t k = 0; k < outputs; ++k) {
        ValueId value = addValue(1 + random.below(8), false);
        graph.values[value].wanted = random.below(10) == 0;
        op.outputs.push_back(value);
        made.push_back(value);
      }
    }
    graph.operations.push_back(op);
  }
  return graph;
}

} // namespace neap::planner::test

#endif // NEAP_TEST_UNIT_PLANNER_RANDOMGRAPHS_H
