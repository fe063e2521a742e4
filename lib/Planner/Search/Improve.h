//===- Improve.h - Local search over schedules ------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Repair applies moves (Moves.h) until the budget is met; prune takes back what
// is not needed any more; the search takes back some of a plan at random, repairs,
// prunes, and keeps what is no slower (large neighbourhood search, Shaw 1998).
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_SEARCH_IMPROVE_H
#define NEAP_LIB_PLANNER_SEARCH_IMPROVE_H

#include "Search/LinkSweep.h"

namespace neap::planner {

/// How repair weighs candidates; varied by the search.
struct RepairStyle {
  /// 0: bytes saved at the fullest moment only; 1: over all that is too full.
  double spread = 0.5;
  double noise = 0;
  /// Part of the overflow that one round removes before candidates are weighed again.
  double batch = 0.25;
  /// What the full run reads is served otherwise whenever that is best; else only where
  /// idle values do not free enough.
  bool operands = false;
};

class Improver {
public:
  using Node = Schedule::Node;

  Improver(const Core &core, uint64_t budget, Effort &effort, MoveRules rules, uint64_t seed);

  Schedule schedule;

  /// What the schedule takes: its operations, and waiting for the link.
  int64_t clock();
  /// Applies moves until the peak is within the budget; false if it got stuck, would
  /// exceed the time limit, or took more than `workLimit`.
  bool repair(const RepairStyle &style, int64_t timeLimit, uint64_t workLimit);
  /// Sends values over the link wherever the budget is exceeded, as far as that helps.
  void sweepLink() { LinkSweep(core, schedule, moves, budget).run(); }
  /// Takes back what is not needed while the budget holds.
  void prune();
  /// The search from a schedule within the budget, until the effort is used up,
  /// the time is `target`, or so much work brought nothing.
  void search(int64_t target, uint64_t idleWork, size_t steps = SIZE_MAX);
  void setBudget(uint64_t bytes) { budget = bytes, moves.setBudget(bytes); }
  void setRules(MoveRules allowed);

private:
  struct Candidate {
    Moves::Gap gap;
    unsigned option;
    double ratio;
    uint64_t gain;
  };

  struct Sketch {
    uint32_t gap;
    unsigned option;
    /// Weighed only where the others are not enough.
    bool last;
    double ratio, benefit;
  };

  /// What rounds with a set of levers brought, and took (adaptive large
  /// neighbourhood search, Ropke and Pisinger 2006). The first is all of them.
  struct LeverSet {
    MoveRules rules;
    double gain = 0, work = 1;
  };

  void settle();
  void sketch(Node full, const RepairStyle &style);
  void collectSwitches(Node full, uint64_t over);
  void collect(Node full, const RepairStyle &style, double wanted);
  size_t applyCandidates(Node full, double wanted);
  bool isRemovable(Node n) const;
  bool takeBack(Node n);
  bool tryTakeBack(Node n);
  bool replace(Node n, uint32_t op);
  bool tryFaster(Node n);
  bool extensionFits(Node n) const;
  void pruneNodes(std::vector<Node> &list);
  void pruneFresh();
  void dropUnread();
  bool coversNode(Node n, Node center) const;
  bool destroy();
  size_t chooseSet();
  bool step(int64_t &current, int64_t best, int64_t base);

  const Core &core;
  uint64_t budget;
  Effort &effort;
  MoveRules rules;
  std::vector<LeverSet> sets;
  Random random;
  LinkClock link;
  Moves moves;
  std::vector<Candidate> candidates;
  std::vector<Moves::Gap> gaps;
  std::vector<Sketch> sketches;
  uint64_t settled = 0;
  /// Times the usual slack within which the search follows slower schedules.
  double looseness = 1;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_SEARCH_IMPROVE_H
