//===- WindowModel.h - Part of a schedule as an integer program -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A list of slots is a sequence with choices: fixed slots run, the others run where
// that pays. The program says which, at least time within the budget, in the style of
// Checkmate (Jain et al., MLSys 2020), with one column per storage and gap between two
// slots that touch it instead of one per storage and stage: only runs need be whole,
// what is held then follows. Storages that no open slot touches are a constant.
//
// Example: a writes x, b and c read x; slots a b [a] c with [a] open, run r, and h1, h2, h3
// for x held after a, b, [a]: h1 = 1, h3 = 1, h2 + r <= 1, h3 <= h2 + r, and x takes
// its bytes times h1, h1, h2 + r, h3 at the four slots.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_EXACT_WINDOWMODEL_H
#define NEAP_LIB_PLANNER_EXACT_WINDOWMODEL_H

#include "Core/Sequence.h"
#include "Exact/Highs.h"

namespace neap::planner {

/// A place where an operation runs, or may run.
struct Slot {
  uint32_t op;
  bool fixed;
  /// It runs in the sequence that the slots were made from.
  bool present;
};

/// Which runs of a sequence are open.
struct WindowShape {
  /// Operations that may run again or not, per operation of the graph.
  std::vector<uint8_t> open;
  /// Where in the sequence.
  uint32_t from = 0, to = UINT32_MAX;
  /// Runs that lead to a read: how many one behind the other.
  unsigned depth = 6;
  /// Every open operation may run before every fixed run, not only what leads to its reads.
  bool complete = false;
  /// How often it may do so.
  unsigned passes = 1;
  /// First runs of open operations may move, too: later, to a read of what they make, or
  /// earlier, to where a copy that they read ends.
  bool moves = false;
};

/// What is not open stays where it is. Open operations get a slot before each run that could
/// make use of them.
std::vector<Slot> windowSlots(const Core &core, const Sequence &sequence, const WindowShape &shape);

class WindowModel {
public:
  WindowModel(const Core &core, uint64_t budget, std::vector<Slot> slots);

  const LinearProgram &program() const { return lp; }
  /// Open slots.
  size_t choices() const { return choiceCount; }
  /// Per slot: it runs in the sequence that the slots were made from.
  std::vector<uint8_t> present() const;
  /// Per slot: it runs in a solution.
  std::vector<uint8_t> chosen(const std::vector<double> &columns) const;
  Sequence sequence(const std::vector<uint8_t> &runs) const;
  /// The solution that holds no more than these runs need.
  std::vector<double> assignment(const std::vector<uint8_t> &runs) const;
  /// What one unit of the objective is; fixed slots are not in it.
  double timeUnit() const { return unitOfTime; }

private:
  /// A slot that reads or makes a value (or a view of it), and the column for being held
  /// from there to the next touch; at a slot that makes it, for the slot itself.
  struct Touch {
    uint32_t slot;
    bool reads = false, makes = false;
    int32_t gap = -1, during = -1;
  };
  struct Chain {
    uint32_t value;
    std::vector<Touch> touches;
  };

  void addRuns();
  void findChains();
  void touch(uint32_t value, uint32_t slot, bool reads);
  void addGaps(Chain &chain);
  void addTouch(const Chain &chain, size_t k);
  void addViewGaps(const Chain &view);
  void addOrder();
  bool readsFrom(uint32_t op, uint32_t from) const;
  void addConstants();
  void addMemory();
  void addMemoryRow(uint32_t slot, int64_t constant);
  bool isFixed(uint32_t slot) const { return slot == slots.size() || slots[slot].fixed; }
  /// Column and factor; -1 is a constant.
  void addTerm(int32_t column, double factor);

  const Core &core;
  int64_t budget;
  std::vector<Slot> slots;
  LinearProgram lp;
  size_t choiceCount = 0;
  double unitOfTime = 1, unitOfBytes = 1;
  /// Column of each open slot.
  std::vector<int32_t> run;
  std::vector<uint8_t> isOpen;
  std::vector<Chain> chains;
  std::vector<uint32_t> chainOf;
  /// Bytes of what no open slot touches, and workspace of fixed runs, at each slot.
  std::vector<int64_t> constant;
  /// (storage chain, touch) at each slot.
  std::vector<std::vector<std::pair<uint32_t, uint32_t>>> touchesAt;
  /// Of each chain the column it is held by at the slot that addMemory is at.
  std::vector<int32_t> covering;
};

/// Everything has run that must, first runs and reads stand after what they wait for, and
/// nothing runs again that may not.
bool isLegal(const Core &core, const Sequence &sequence);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_EXACT_WINDOWMODEL_H
