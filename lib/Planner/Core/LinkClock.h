//===- LinkClock.h - When things happen next to a link ----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Replays a schedule by the rules of the checker: one transfer each way at a
// time, fetched from the fetch on. A copy may be sent from its making on; of those
// that wait, what is freed first goes first (Jackson 1955), just before the link
// would be idle. Says what the step takes with all waiting, and how much of the link is
// free between two runs, which is what another transfer there would not wait for.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_CORE_LINKCLOCK_H
#define NEAP_LIB_PLANNER_CORE_LINKCLOCK_H

#include "Core/Schedule.h"

namespace neap::planner {

class LinkClock {
public:
  using Node = Schedule::Node;

  LinkClock(const Core &core, Schedule &schedule) : core(core), schedule(schedule) {}

  /// Replays the schedule as it stands; returns when it ends.
  int64_t run();

  /// A transfer out that the last replay began just before a run, or just behind it.
  struct Departure {
    Node node;
    bool behind;
    uint32_t value;
  };
  const std::vector<Departure> &departures() const { return departed; }

  /// Time for which the link was idle outwards, or inwards, between the
  /// beginnings of two runs of the last replay. A run that came in since then
  /// counts as the one before it.
  int64_t idleOut(Node from, Node to) const { return momentOf(to).idleOut - momentOf(from).idleOut; }
  int64_t idleIn(Node from, Node to) const { return momentOf(to).idleIn - momentOf(from).idleIn; }
  /// The first run after `from` by which the link was idle outwards for so long,
  /// the last one before `to` from which it is inwards; else the other end.
  Node sentBy(Node from, Node to, int64_t transfer) const;
  Node fetchFrom(Node from, Node to, int64_t transfer) const;

private:
  /// How long each direction was idle until a run began.
  struct Moment {
    Node node = Schedule::tail;
    int64_t idleOut = 0, idleIn = 0;
  };
  /// One direction: busy until then, and all its transfers together.
  struct Lane {
    int64_t until = 0, total = 0;
    void add(int64_t from, int64_t transfer) {
      until = std::max(until, from) + transfer;
      total += transfer;
    }
    /// Of all transfers, what is over at that time if the rest follows at once.
    int64_t usedBy(int64_t now) const { return total - std::max<int64_t>(0, until - now); }
  };
  void findSends();
  bool isThere(uint32_t value, Node n) const;
  void fetch(Node n);
  void depart(Node n, bool behind);
  void keepBusy(Node n);
  void follow(Node n);
  void record(Node n) { moments.push_back({n, now - out.usedBy(now), now - in.usedBy(now)}); }
  size_t indexOf(Node n) const;
  const Moment &momentOf(Node n) const { return moments[indexOf(n)]; }

  const Core &core;
  Schedule &schedule;
  /// In order of the runs, and the end; where a node is among them.
  std::vector<Moment> moments;
  std::vector<uint32_t> position;
  int64_t now = 0;
  Lane out, in;
  /// When the host has a value; when a fetched one is there.
  std::vector<int64_t> sent, arrival;
  /// A copy that is sent: made by that run, freed at the time of the label.
  struct Sending {
    Node start;
    uint64_t end;
    uint32_t op;
    bool operator<(const Sending &o) const {
      return start != o.start ? start < o.start : end != o.end ? end < o.end : op < o.op;
    }
    bool operator==(const Sending &o) const { return start == o.start && op == o.op; }
  };
  std::vector<Sending> sends;
  /// Those that wait, as a heap with the first to be freed on top.
  std::vector<Sending> waiting;
  std::vector<Departure> departed;
  /// (last use of such a copy, host copy), by node.
  std::vector<std::pair<Node, uint32_t>> frees;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_CORE_LINKCLOCK_H
