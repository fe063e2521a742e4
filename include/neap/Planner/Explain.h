//===- Explain.h - Why a plan treats a value as it does ---------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads a plan that the checker accepts, and the graph, and tells for each value
// what became of it, what that saved and cost, and what else could have been
// done. Needs nothing of the search that made the plan.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_EXPLAIN_H
#define NEAP_PLANNER_EXPLAIN_H

#include "neap/Planner/Plan.h"

namespace neap::planner {

/// What a plan did with a storage between its first making and its last read.
enum class Fate : uint8_t { Kept, Recomputed, Encoded, Offloaded, RebuiltInside };

const char *fateName(Fate fate);

struct Alternative {
  Fate fate = Fate::Kept;
  /// Extra time it would take, and bytes x time it would save against keeping.
  int64_t price = 0;
  double byteTimeSaved = 0;
};

struct Explanation {
  ValueId value = 0;
  Fate fate = Fate::Kept;
  uint64_t bytes = 0;
  /// Times its producer ran again.
  size_t repeatedRuns = 0;
  /// Bytes x ns from its first making to its last read, and the part of it that
  /// the storage (or its code) was not there.
  double byteTimeSpan = 0;
  double byteTimeSaved = 0;
  /// Extra time spent on it: repeated runs of its producer, encoding, decoding, longer
  /// readers, a slower formula that does without it. Waiting for the link is not charged to single values.
  int64_t price = 0;
  /// The cheapest other way to treat it, per byte x time saved; none if there is none.
  std::optional<Alternative> next;
  /// One sentence; it says what takes its place, and names formulas other than the recorded that made it, and those
  /// that do without it.
  std::string reason;
};

/// One per storage that is not resident, in order of the values. The plan must
/// be one that `checkPlan` accepts.
std::vector<Explanation> explainPlan(const Graph &graph, const Plan &plan);

/// What a buffer is there for: a resident, a value made the first time or again, a
/// code, the workspace of a run.
enum class Holds : uint8_t { Resident, First, Again, Code, Workspace };

/// One buffer of a plan.
struct Life {
  Holds holds = Holds::First;
  /// The storage, or the value that is encoded; for a workspace none: the number of values.
  ValueId value = 0;
  uint32_t code = 0;
  uint64_t bytes = 0;
  /// The steps that make it and end it, during both of which it is there; residents are
  /// there from step 0, and what is never freed to the number of steps.
  size_t first = 0, last = 0;
  /// The life whose place it takes with its first step, which is that one's last: its own
  /// bytes count from the next step on. SIZE_MAX: none.
  size_t over = SIZE_MAX;
};

/// Every buffer that takes bytes, in order of its making. The plan must be one that
/// `checkPlan` accepts.
std::vector<Life> livesOf(const Graph &graph, const Plan &plan);

struct Timeline {
  /// Owners in order of first appearance; "residents", "codes" and "workspace" among them
  /// when they hold bytes.
  std::vector<std::string> owners;
  /// bytes[step][owner] during the step; the sum over owners is the checker's memory.
  std::vector<std::vector<uint64_t>> bytes;
  /// When each step starts, and the last one ends, in ns of compute: waiting for the
  /// link is not in it.
  std::vector<int64_t> start;
  int64_t end = 0;
};

Timeline timelineOf(const Graph &graph, const Plan &plan);

} // namespace neap::planner

#endif // NEAP_PLANNER_EXPLAIN_H
