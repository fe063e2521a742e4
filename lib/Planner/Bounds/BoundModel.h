//===- BoundModel.h - What every plan must hold and do ----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The graph as the lower bounds see it: which storages an operation cannot run
// without, the least bytes any form of a storage takes, and the least time that
// bringing it back costs. Every figure is a relaxation: no plan does with less.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_BOUNDS_BOUNDMODEL_H
#define NEAP_LIB_PLANNER_BOUNDS_BOUNDMODEL_H

#include "Core/Core.h"

namespace neap::planner {

struct BoundModel {
  BoundModel(const Graph &graph, LeverChoice levers);

  /// A storage that an operation reads.
  struct Use {
    uint32_t storage;
    /// The whole value is needed; otherwise some code of it will do.
    bool whole;
    /// While the operation runs, some form of it must be there, and the whole of it: not
    /// if it may be rebuilt inside.
    bool holdsForm, holdsWhole;
  };
  struct Uses {
    const Use *first, *last;
    const Use *begin() const { return first; }
    const Use *end() const { return last; }
  };
  Uses uses(uint32_t op) const { return {all.data() + useBegin[op], all.data() + useBegin[op + 1]}; }

  /// Bytes of an operand that must be there while the operation runs.
  uint64_t heldBytes(const Use &use) const {
    return use.holdsWhole ? core.bytes[use.storage] : use.holdsForm ? least[use.storage] : 0;
  }
  /// What an operation takes while it runs: residents, its workspace, what it must hold
  /// of its operands, and all of its results, less those that may take an operand's place.
  uint64_t ownBytes(uint32_t op) const;

  /// The operation cannot run again once those in `past` have run.
  bool isSpent(uint32_t op, const std::vector<uint8_t> &past) const {
    if (core.once[op])
      return true;
    for (uint32_t writer : core.overwrittenBy[op])
      if (past[writer])
        return true;
    return false;
  }

  LeverChoice levers;
  Core core;
  /// Operations that must have run before, whatever the levers: who rebuilds an operand
  /// inside, or needs no bytes of it, may run before the operation that makes it.
  Table before;
  int64_t baseTime = 0;
  /// Least time to make again what an operation makes: a run, or a rebuild inside a reader.
  std::vector<int64_t> again;
  /// Per storage: bytes of its smallest form, time to encode that, and time on the link
  /// (-1: it may not be sent).
  std::vector<uint64_t> least;
  std::vector<int64_t> encodeTime, linkTime;
  /// A code can bring the whole storage back.
  std::vector<uint8_t> decodes;

private:
  void addForms(const Graph &graph);
  void addUses(const Graph &graph, uint32_t op);
  void addBefore(const Graph &graph, uint32_t op);
  bool mayBeInside(const Graph &graph, uint32_t value) const;
  bool needsBytes(const Read &read) const {
    return core.transient[read.value] && !(levers.encode && (read.need == Need::None || read.need == Need::Shape));
  }
  bool codeServes(const Graph &graph, const Read &read) const;

  /// Operations that must have run before the operands of this one are there in any way.
  std::vector<std::vector<uint32_t>> behind;
  std::vector<Use> all;
  std::vector<uint32_t> useBegin{0};
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_BOUNDS_BOUNDMODEL_H
