//===- LinkSweep.h - A first plan over the link -----------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks a schedule once. Where memory exceeds the budget, the value whose next use is
// furthest goes to the host (Belady 1966) among those whose transfers cost no waiting:
// sent as early as the link is free, fetched as late as it is. Where all make the step
// wait, the one that does least per byte goes.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_SEARCH_LINKSWEEP_H
#define NEAP_LIB_PLANNER_SEARCH_LINKSWEEP_H

#include "Search/Moves.h"

#include <map>

namespace neap::planner {

class LinkSweep {
public:
  LinkSweep(const Core &core, Schedule &schedule, Moves &moves, uint64_t budget)
      : core(core), schedule(schedule), moves(moves), budget(budget) {}
  /// False if what goes over the link is not enough somewhere; up to there the
  /// schedule is within the budget.
  bool run();

private:
  using Node = Schedule::Node;

  /// Times at which one direction is busy.
  class Lane {
  public:
    /// When a transfer may begin that does not begin before, or end after.
    int64_t earliest(int64_t from, int64_t transfer) const;
    int64_t latest(int64_t until, int64_t transfer) const;
    void add(int64_t begin, int64_t transfer);
    /// What begins from then on does so later.
    void delay(int64_t from, int64_t by);

  private:
    std::map<int64_t, int64_t> busy;
  };
  /// A way to send one value away over the full node.
  struct Way {
    Moves::Gap gap;
    uint32_t store;
    bool sends;
    int64_t transfer, sendBegin, fetchBegin, gone, wait;
    /// Bytes that count, and when it is used next.
    uint64_t bytes;
    int64_t next;
    bool isBetterThan(const Way &other) const;
  };
  void layOut();
  bool relieve(uint32_t at);
  bool weigh(const Moves::Gap &gap, uint32_t at, Way &way) const;
  bool take(const Way &way, uint32_t at);
  bool isPlaced(Node n) const { return n == Schedule::tail || (n < index.size() && index[n] != none); }

  const Core &core;
  Schedule &schedule;
  Moves &moves;
  uint64_t budget;
  /// The runs that were there at first, when each begins, and their places.
  std::vector<Node> nodes;
  std::vector<int64_t> begins;
  std::vector<uint32_t> index;
  Lane out, in;
  std::vector<Moves::Gap> gaps;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_SEARCH_LINKSWEEP_H
