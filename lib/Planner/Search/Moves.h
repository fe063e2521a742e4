//===- Moves.h - Ways to free a value over a gap ----------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A storage that is held at a full moment but not touched there can be let go
// between its accesses around that moment, in as many ways as there are levers:
//   remake  run its producer again, with what that needs, before the next read;
//   serve   let the next readers take a code of it, rebuild it inside, or run by a
//           formula that does not read it;
//   load    decode it, or fetch it from the host, before the next read.
// Besides, the full run itself can be switched to another formula that needs less.
// What the full run itself reads can be served otherwise, too: the gap then ends there.
// Each is a Change: runs to insert, readers to replace, and what it takes.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_SEARCH_MOVES_H
#define NEAP_LIB_PLANNER_SEARCH_MOVES_H

#include "Core/LinkClock.h"
#include "Effort.h"

namespace neap::planner {

/// What the search may do, and the link it may use.
struct MoveRules {
  bool reorder = true;
  bool recompute = true;
  bool encode = true;
  bool inside = true;
  bool offload = true;
};

/// Sets of levers worth planning on their own beside all of them: recompute alone,
/// and each other lever without it and with it. None where there is one lever only.
std::vector<MoveRules> leverSets(MoveRules all);

class Moves {
public:
  using Node = Schedule::Node;

  /// A storage over the gap between two of its events around a full node, or from the
  /// full node on, where a result could take its place if it ended there.
  struct Gap {
    uint32_t root;
    Node last, next;
    /// Bytes that the full node gets emptier by.
    uint64_t won = 0;
  };
  struct Insertion {
    Node before;
    std::vector<uint32_t> ops;
  };
  struct Change {
    std::vector<Insertion> insertions;
    std::vector<std::pair<Node, uint32_t>> substitutions;
    /// A run that the insertions make unnecessary.
    Node removal = Schedule::tail;
    double time = 0;
    /// Bytes that it adds over the gap.
    uint64_t bytes = 0;
    /// Bytes that a switch wins at the full run.
    uint64_t won = 0;
    std::vector<uint32_t> filled;
  };

  Moves(const Core &core, Schedule &schedule, const LinkClock &link, uint64_t budget, MoveRules rules);

  void gapsAt(Node full, std::vector<Gap> &gaps) const;
  /// False if the gap is no longer one around the node.
  bool refresh(Gap &gap, Node full) const;
  /// Ways that there may be for a storage; `build` says which of them there are.
  unsigned options(uint32_t root) const;
  /// False if there is no such way, or it would take more than `timeLimit`.
  bool build(const Gap &gap, Node full, unsigned option, double timeLimit, Change &change);
  /// The run at a full node by another way of the operation; false if that wins nothing.
  bool switchAt(Node full, uint32_t form, Change &change);
  /// No less than this is taken by the way.
  double leastTime(const Gap &gap, Node full, unsigned option) const;
  /// The value goes over the link and comes back where it is said.
  bool transfer(const Gap &gap, uint32_t store, Node sendBefore, Node fetchBefore, Change &change);
  void apply(const Change &change);
  /// What the operation reads has been made before the node, and not been overwritten.
  bool mayStand(uint32_t op, Node at) const;
  void setBudget(uint64_t bytes) { budget = bytes; }
  void setRules(MoveRules allowed) { rules = allowed; }

private:
  void findServed();
  bool mayRunAt(uint32_t op, Node at) const;
  bool isAtHand(uint32_t value, const Schedule::Interval &copy, Node at, uint64_t bytes) const;
  uint32_t formulaFor(uint32_t op, Node at, uint64_t bytes);
  bool closure(uint32_t root, Node at, uint64_t bytes, std::vector<uint32_t> &ops);
  bool needValue(uint32_t value, Node at, uint64_t bytes, std::vector<uint32_t> &ops, unsigned depth);
  bool needOp(uint32_t op, Node at, uint64_t bytes, std::vector<uint32_t> &ops, unsigned depth);
  bool addViews(uint32_t root, Node at, std::vector<uint32_t> &ops);
  bool isReadFrom(uint32_t value, Node at) const;
  bool remake(const Gap &gap, Change &change);
  bool serve(const Gap &gap, Change &change);
  uint64_t bytesBrought(Node run, uint32_t instead) const;
  bool load(const Gap &gap, Node full, uint32_t store, Change &change);
  bool loadAt(const Gap &gap, uint32_t store, Node fillBefore, Node loadBefore, Change &change);
  bool serveOne(const Gap &gap, Node reader, Change &change);
  bool mayServe(uint32_t variant, uint32_t op, uint32_t root) const;
  bool allows(uint32_t variant, uint32_t op) const;
  int64_t wonBySwitch(Node full, uint32_t form) const;
  bool readsRoot(uint32_t op, uint32_t root) const;
  bool isWanted(uint32_t root) const;
  bool weighVariant(const Gap &gap, Node reader, uint32_t variant, const Change &change, std::vector<uint32_t> &ops,
                    double &time);
  void fill(uint32_t store, Node at, Node until, Change &change);
  int64_t waitFor(const Gap &gap, Node full, uint32_t store) const;
  bool becomesUnread(const Gap &gap) const;

  const Core &core;
  Schedule &schedule;
  const LinkClock &link;
  uint64_t budget;
  MoveRules rules;
  std::vector<uint32_t> madeStamp, opStamp;
  uint32_t stamp = 0;
  std::vector<uint8_t> mayBeServed;
  /// Closures stop beyond the limit.
  double closureTime = 0, closureTimeLimit = 0;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_SEARCH_MOVES_H
