//===- ShortGraph.h - A network with fewer of its blocks --------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where a graph repeats a block many times, one with a few of them has the same
// decisions to make. It is planned in its place, and its plan is stretched over
// all blocks: what is run again, before which operation, and which first runs
// moved. The result is a sequence of the whole graph, which the search goes on from.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_BLOCKS_SHORTGRAPH_H
#define NEAP_LIB_PLANNER_BLOCKS_SHORTGRAPH_H

#include "Blocks/Blocks.h"
#include "Core/Sequence.h"

namespace neap::planner {

class ShortGraph {
public:
  /// Cuts blocks out of the middle of each family so that at most `keep` remain.
  ShortGraph(const Graph &graph, const Blocks &blocks, uint32_t keep);

  /// The graph with fewer blocks; operations with equal signatures take the mean of their times.
  Graph graph;
  /// Blocks that are gone, of all families; 0: nothing repeats often enough.
  uint32_t removedBlocks = 0;

  /// Of how many blocks of the whole graph a block of the short one is one, on average.
  double ratio() const;

  /// A sequence of the whole graph in which the blocks up to a share of the way follow one plan
  /// of the short graph and the others another.
  Sequence stretch(const Core &core, const Sequence &first, const Sequence &second, double share) const;

private:
  struct Cut {
    int32_t from = 0, to = 0, size = 0;
    int32_t length() const { return to - from; }
  };
  struct Item;
  struct Placed;
  struct Places;

  void chooseCuts(uint32_t keep);
  bool isCut(uint32_t op) const {
    return op != none && blocks.stretchOf[op] != none && cutThrough[blocks.stretchOf[op]];
  }
  const Cut &cutOf(uint32_t op) const { return cuts[blocks.stretches[blocks.stretchOf[op]].family]; }
  bool isRemoved(uint32_t op) const;
  uint32_t redirect(uint32_t value, uint32_t reader) const;
  void build();
  int64_t meanTime(uint32_t op) const;
  int32_t shortBlock(uint32_t op) const;
  std::vector<Item> itemsOf(const Sequence &shortPlan) const;
  void spread(const std::vector<Item> &items, double from, double to, Places &places) const;
  Sequence emit(const Core &core, const Places &places) const;
  uint32_t relative(uint32_t op, uint32_t family, int32_t from, int32_t to) const;
  int32_t followed(const Cut &cut, int32_t block) const;

  const Graph &whole;
  const Blocks &blocks;
  std::vector<Cut> cuts;
  std::vector<uint8_t> cutThrough;
  std::vector<Producer> producer;
  /// Operations of the whole graph that remain.
  std::vector<uint32_t> opOf;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_BLOCKS_SHORTGRAPH_H
