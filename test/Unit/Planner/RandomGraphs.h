//===- RandomGraphs.h - Small random training-like graphs -------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shared by the property tests: graphs with views, values wanted at the end,
// operations that run once, overwritten residents, and levers.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TEST_UNIT_PLANNER_RANDOMGRAPHS_H
#define NEAP_TEST_UNIT_PLANNER_RANDOMGRAPHS_H

#include "neap/Planner/Graph.h"

#include "Effort.h"

#include <cstdlib>

namespace neap::planner::test {

/// Random cases per test: NEAP_PLANNER_ROUNDS, or what takes a second or so.
inline size_t rounds(size_t usual) {
  const char *text = std::getenv("NEAP_PLANNER_ROUNDS");
  return text ? size_t(std::strtoull(text, nullptr, 10)) : usual;
}

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

/// Other formulas for a third of the operations: faster ones with more workspace, slower ones with less or that do
/// without a read, and ones that read what was made before or the parameter instead.
inline void addRandomFormulas(Random &random, Graph &graph) {
  std::vector<ValueId> made;
  for (Operation &op : graph.operations) {
    size_t count = op.outputs.empty() || random.below(3) != 0 ? 0 : 1 + random.below(2);
    for (size_t k = 0; k < count; ++k) {
      Formula formula;
      formula.name = "formula" + std::to_string(k);
      bool faster = random.below(2) == 0;
      formula.time = faster ? int64_t(random.below(uint64_t(op.time) + 1)) : op.time + int64_t(random.below(6));
      formula.workspace = faster ? op.workspace + random.below(5) : random.below(op.workspace + 1);
      formula.reads = op.reads;
      if (!formula.reads.empty() && random.below(2) == 0)
        formula.reads.erase(formula.reads.begin() + long(random.below(formula.reads.size())));
      if (!made.empty() && random.below(3) == 0)
        formula.reads.push_back({made[random.below(made.size())], Need::Full});
      if (random.below(6) == 0)
        formula.reads.push_back({1, Need::Full});
      op.formulas.push_back(formula);
    }
    made.insert(made.end(), op.outputs.begin(), op.outputs.end());
  }
}

/// Permissions to write some results over some operands, whether they are large enough or not.
inline void addRandomInPlace(Random &random, Graph &graph) {
  for (Operation &op : graph.operations)
    for (uint32_t i = 0; i < op.reads.size(); ++i)
      for (uint32_t o = 0; o < op.outputs.size(); ++o)
        if (random.below(2) == 0)
          op.inPlace.push_back({i, o});
}

/// Codes that serve some reads or can be decoded, producers that may run inside their readers, and a link. Bytes
/// grow to pages, which transfers are made of.
inline void addRandomLevers(Random &random, Graph &graph) {
  constexpr uint64_t page = 4096;
  for (Operation &op : graph.operations) {
    op.workspace *= page;
    auto loosen = [&](std::vector<Read> &reads) {
      for (Read &read : reads)
        if (random.below(3) == 0)
          read.need = random.below(5) == 0 ? Need::Shape : random.below(4) == 0 ? Need::Index : Need::Predicate;
    };
    loosen(op.reads);
    for (Formula &formula : op.formulas) {
      formula.workspace *= page;
      loosen(formula.reads);
    }
    if (!op.once && random.below(3) == 0)
      op.insideTime = int64_t(random.below(uint64_t(op.time) + 1));
  }
  unsigned coded = 0, sendable = 0;
  for (Value &value : graph.values) {
    value.bytes *= page;
    if (value.resident || value.viewOf)
      continue;
    if (coded < 4 && random.below(2) == 0) {
      Code bits;
      bits.name = "bits";
      bits.direct = bits.serves =
          random.below(3) == 0 ? needBit(Need::Predicate) | needBit(Need::Index) : needBit(Need::Predicate);
      bits.bytes = value.bytes / 8;
      bits.encodeTime = int64_t(random.below(4));
      value.codes.push_back(bits);
      ++coded;
    }
    if (coded < 4 && random.below(4) == 0) {
      Code packed;
      packed.name = "packed";
      packed.serves = needBit(Need::Full) | needBit(Need::Predicate) | needBit(Need::Index);
      packed.bytes = value.bytes / 2;
      packed.encodeTime = int64_t(random.below(5));
      packed.decodeTime = int64_t(random.below(5));
      value.codes.push_back(packed);
      ++coded;
    }
    if (sendable < 3 && random.below(3) == 0) {
      value.offloadable = true;
      ++sendable;
    }
  }
  graph.link = Link{double(page) * 1e9 / double(1 + random.below(8)), int64_t(random.below(5))};
}

} // namespace neap::planner::test

#endif // NEAP_TEST_UNIT_PLANNER_RANDOMGRAPHS_H
