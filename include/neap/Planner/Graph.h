//===- Graph.h - The planner's model of one training step -------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operations in a recorded order, the values they read and write, and for each
// the alternatives a plan may choose from. No policy stands here: what a plan
// may do follows from these structs, and `checkPlan` (Check.h) judges it from
// them alone. Bytes are device bytes, times are nanoseconds, everything is an
// index into the two vectors of a Graph.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_GRAPH_H
#define NEAP_PLANNER_GRAPH_H

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace neap::planner {

using OpId = uint32_t;
using ValueId = uint32_t;

/// What a reader needs of a value: nothing, its shape, one bit per element
/// (sign, in range, nonzero), an index per element, or all of it.
enum class Need : uint8_t { None, Shape, Predicate, Index, Full };

/// A set of needs, one bit each: `1 << unsigned(need)`.
using NeedSet = uint8_t;
constexpr NeedSet needBit(Need need) { return NeedSet(1u << unsigned(need)); }

struct Read {
  ValueId value = 0;
  Need need = Need::Full;
};

/// A smaller form of a value. Readers whose need is in `direct` take the code
/// as it is; for any other need in `serves` the value is decoded first, which
/// makes the whole value resident again.
struct Code {
  std::string name;
  NeedSet direct = 0;
  NeedSet serves = 0;
  uint64_t bytes = 0;
  int64_t encodeTime = 0;
  int64_t decodeTime = 0;
  /// A lossy code has a price per use, in units of the caller's error budget.
  bool exact = true;
  double errorPrice = 0;
};

struct Value {
  std::string name;
  uint64_t bytes = 0;
  /// A view holds no bytes: it lives in the storage of another value and ends
  /// with it. None: the value is a storage.
  std::optional<ValueId> viewOf;
  /// Parameters, states, the batch: there from start to end.
  bool resident = false;
  /// Must be there after the last step.
  bool wanted = false;
  /// May go over the link to the host and back.
  bool offloadable = false;
  /// "activations", "gradients", ...: who is charged in timelines.
  std::string owner;
  std::vector<Code> codes;
};

/// Another formula for the same outputs. What it reads must be recorded before the
/// operation, like the operation's own reads, and must have been made when it runs.
struct Formula {
  std::string name;
  int64_t time = 0;
  uint64_t workspace = 0;
  std::vector<Read> reads;
};

struct Operation {
  std::string name;
  int64_t time = 0;
  /// Bytes that exist only while it runs.
  uint64_t workspace = 0;
  std::vector<Read> reads;
  std::vector<ValueId> outputs;
  /// Must not run twice (draws new numbers, updates a resident in place).
  bool once = false;
  bool backward = false;
  /// (index into reads, index into outputs): the output may take the place of
  /// the operand when nothing reads the operand's storage afterwards. Holds for the
  /// operation as recorded that rebuilds nothing inside, and only if every read of that
  /// storage by it may be written over by that output.
  std::vector<std::pair<uint32_t, uint32_t>> inPlace;
  /// Must run after the first run of these, data apart.
  std::vector<OpId> after;
  std::vector<Formula> formulas;
  /// Cheap enough to be rebuilt inside the kernel of a reader: the value takes
  /// no buffer there, the reader takes this much longer and reads what this
  /// operation reads as recorded. None: it cannot.
  std::optional<int64_t> insideTime;

  /// What it reads, takes and needs by formula `choice` - 1; 0: as recorded.
  const std::vector<Read> &readsBy(uint32_t choice) const { return choice ? formulas[choice - 1].reads : reads; }
  int64_t timeBy(uint32_t choice) const { return choice ? formulas[choice - 1].time : time; }
  uint64_t workspaceBy(uint32_t choice) const { return choice ? formulas[choice - 1].workspace : workspace; }
};

/// The link to the host: one transfer each way at a time, next to compute.
struct Link {
  double bytesPerSecond = 0;
  int64_t latency = 0;
};

/// The operation that makes a value, and as which of its results.
struct Producer {
  static constexpr OpId none = UINT32_MAX;
  OpId op = none;
  uint32_t result = 0;
};

struct Graph {
  std::string name;
  std::vector<Value> values;
  /// In recorded order, which must be a legal one.
  std::vector<Operation> operations;
  std::optional<Link> link;

  /// The storage a value lives in.
  ValueId storage(ValueId v) const {
    while (values[v].viewOf)
      v = *values[v].viewOf;
    return v;
  }

  /// Who makes each value.
  std::vector<Producer> producers() const;

  /// Time of every operation once, as recorded.
  int64_t timeOnce() const {
    int64_t total = 0;
    for (const Operation &op : operations)
      total += op.time;
    return total;
  }

  /// Some operation has another formula.
  bool hasFormulas() const {
    for (const Operation &op : operations)
      if (!op.formulas.empty())
        return true;
    return false;
  }
};

/// Everything wrong with a graph: references out of range, cyclic views, a
/// value with two producers or none, a read before its producer, negative
/// times, byte sums beyond 2^62. Empty if it may be planned.
std::vector<std::string> verifyGraph(const Graph &graph);

} // namespace neap::planner

#endif // NEAP_PLANNER_GRAPH_H
