//===- Improve.h - Local search over sequences ------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two moves keep a sequence a plan: inserting a repeated run (with what it needs)
// just before a read, so that the value need not be held until then; and removing
// one. Repair inserts until the budget is met, prune removes what is not needed
// any more, and the search removes some runs at random, repairs, prunes, and
// keeps what is no slower (large neighbourhood search, Shaw 1998).
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_IMPROVE_H
#define NEAP_LIB_PLANNER_IMPROVE_H

#include "PlacementItems.h"
#include "Sequence.h"

#include <memory>

namespace neap::planner {

/// How repair weighs candidates; varied by the search.
struct RepairStyle {
  /// 0: bytes saved at the fullest position only; 1: over all that is too full.
  double spread = 0.5;
  double noise = 0;
  /// Part of the overflow that one round removes before memory is computed again.
  double batch = 0.25;
};

class Improver {
public:
  Improver(const Core &core, uint64_t budget, Effort &effort, uint64_t seed);

  /// Inserts runs until the peak is within the budget; false if it got stuck.
  bool repair(Sequence &sequence, const RepairStyle &style, int64_t timeLimit);
  /// Removes repeated runs while the budget holds.
  void prune(Sequence &sequence);
  /// The search; `best` must be within the budget.
  void search(Sequence &best);

  int64_t timeOf(const Sequence &sequence) const;

private:
  struct Candidate {
    uint32_t copy, position;
    double ratio;
    uint64_t gain;
  };
  struct Insertion {
    uint32_t position;
    std::vector<uint32_t> ops;
  };

  void evaluate(const Sequence &sequence);
  bool mayRunAt(uint32_t op, uint32_t position) const;
  bool closure(uint32_t storage, uint32_t position, uint64_t bytes, std::vector<uint32_t> &ops);
  bool needValue(uint32_t value, uint32_t position, uint64_t bytes, std::vector<uint32_t> &ops, unsigned depth);
  bool needOp(uint32_t op, uint32_t position, uint64_t bytes, std::vector<uint32_t> &ops, unsigned depth);
  void addViews(uint32_t storage, uint32_t position, std::vector<uint32_t> &ops);
  void collectCandidates(const Sequence &sequence, uint32_t full, const RepairStyle &style,
                         std::vector<Candidate> &candidates);
  double spreadGain(uint32_t from, uint32_t to, uint64_t bytes) const;
  bool tryRemove(Sequence &sequence, uint32_t position, Sequence &scratch);
  bool destroy(Sequence &sequence);

  const Core &core;
  uint64_t budget;
  Effort &effort;
  Random random;
  std::unique_ptr<Evaluator> eval, other;
  /// Position of the first run of each operation in the evaluated sequence, and
  /// of the last read of each value by any of its readers.
  std::vector<uint32_t> firstRun, lastRun;
  std::vector<uint32_t> madeStamp, opStamp;
  uint32_t stamp = 0;
  std::vector<uint32_t> eventBefore, eventAfter;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_IMPROVE_H
