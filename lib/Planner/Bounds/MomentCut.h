//===- MomentCut.h - The least price of one moment of a step ----*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A moment is the first run of an operation; with the next moment it bounds a
// stretch of the step. What the stretch needs was kept at the moment or is made
// again within the stretch: with prices for bytes, time and what is carried from
// stretch to stretch, the cheapest choice is a minimum cut.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_BOUNDS_MOMENTCUT_H
#define NEAP_LIB_PLANNER_BOUNDS_MOMENTCUT_H

#include "Bounds/BoundModel.h"
#include "Core/MinCut.h"

namespace neap::planner {

/// The first run of `op`: in every plan considered the operations in `past` have
/// run before it, those in `future` run for the first time at or after it, and
/// those in `near` before the next moment. With `open`, every other operation has
/// run before the moment or not, as precedence allows; without, those are left out.
struct Moment {
  uint32_t op = 0;
  bool last = true;
  bool open = false;
  std::vector<uint8_t> past, near, future;
};

/// First runs in recorded order: everything before is past. `next` is the
/// operation of the next moment, or `none`.
Moment recordedMoment(const Core &core, uint32_t op, uint32_t next = none);
/// Any order: ancestors are past, descendants are future.
Moment anyOrderMoment(const BoundModel &model, uint32_t op, uint32_t next = none);
/// The same, open.
Moment openMoment(const BoundModel &model, uint32_t op);

class MomentCut {
public:
  MomentCut(const BoundModel &model, Moment when);

  struct Prices {
    double byte = 0;
    /// Per ns of compute, and per ns on the link.
    double compute = 1, link = 0;
    bool chargeEncoding = true;
    /// Per storage, or null: for having it at the moment, and what having it within the
    /// stretch is worth at the next moment.
    const std::vector<int64_t> *carryIn = nullptr, *carryOut = nullptr;
    /// Per operation what running it again costs, or null: its time.
    const std::vector<int64_t> *again = nullptr;
  };
  // What the cut is made of: storages, and the operations that make them.
  struct Keep {
    uint32_t storage;
    /// Nodes of "some form is needed" and "the whole is" (or `none`).
    uint32_t form, whole;
    uint32_t formEdge, wholeEdge, needEdge;
    /// Bytes that each takes beyond what is fixed.
    uint64_t formBytes, wholeBytes;
    /// Needed in the stretch itself; some form is held by the operation of the moment.
    bool forcedForm, forcedWhole, isHeld;
  };
  struct Maker {
    uint32_t op, edge;
    /// Cannot run again.
    bool spent;
  };
  /// The least sum of prices, less what is earned.
  int64_t solve(const Prices &prices);

  /// Bytes that are there at the moment whatever the plan does.
  uint64_t fixedBytes = 0;
  /// Storages needed from the past, and their bytes that are not fixed; the sum.
  const std::vector<std::pair<uint32_t, uint64_t>> &demanded() const { return demand; }
  uint64_t demandBytes = 0;

  /// Of the last solution.
  double keptBytes = 0;

  const std::vector<Keep> &all() const { return keeps; }
  const std::vector<Maker> &makers() const { return ops; }
  /// Storages of which the operation itself holds some form.
  const std::vector<uint32_t> &heldForms() const { return held; }

private:
  void hold();
  void need(uint32_t storage, bool whole, bool forced);
  void close();
  void addMaker(uint32_t op);
  void use(uint32_t node, uint32_t op);
  bool isOpen(uint32_t op) const { return moment.open && !moment.past[op] && !moment.future[op]; }
  double bytesKept(const Keep &keep, const Prices &prices) const;
  void keepCosts(const Keep &keep, const Prices &prices, int64_t &form, int64_t &whole) const;

  const BoundModel &model;
  Moment moment;
  MinCut cut;
  uint32_t source, sink;
  std::vector<Keep> keeps;
  std::vector<std::pair<uint32_t, uint64_t>> demand;
  std::vector<Maker> ops;
  std::vector<uint32_t> keepOf, opNode, held;
  /// Per open operation that matters: its node of "has not run before the moment".
  std::vector<uint32_t> laterNode;
  std::vector<std::pair<uint32_t, int64_t>> fixedEdges;
  /// Bytes of each storage that are in `fixedBytes`.
  std::vector<uint64_t> counted;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_BOUNDS_MOMENTCUT_H
