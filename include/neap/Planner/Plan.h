//===- Plan.h - The answer of the planner -----------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plan is a list of steps that a runtime can follow without thinking, with
// the numbers that the checker verifies. Every operation runs at least once;
// recompute is running it again.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_PLAN_H
#define NEAP_PLANNER_PLAN_H

#include "neap/Planner/Graph.h"

namespace neap::planner {

enum class StepKind : uint8_t {
  /// Run operation `index`, by formula `choice` - 1 (0: as recorded), with the
  /// values in `inside` rebuilt in its own kernel, in this order.
  Run,
  /// The storage `index` and all its views end.
  Free,
  /// Write code `choice` of value `index`; the value stays.
  Encode,
  /// Make value `index` resident again from its code `choice`; the code stays.
  Decode,
  FreeCode,
  /// Start sending the storage `index` to the host; it must stay until sent.
  Send,
  /// Start fetching it back into a new place; readers wait for the arrival.
  Fetch,
};

struct Step {
  StepKind kind = StepKind::Run;
  uint32_t index = 0;
  uint32_t choice = 0;
  std::vector<ValueId> inside;
  /// Per read of the operation (after the reads of what is rebuilt inside are
  /// served): the code that serves it directly + 1, or 0. Empty: all 0.
  std::vector<uint32_t> codes;
  /// (index into reads, index into outputs): the output takes the place of the operand,
  /// whose storage and views end with the run.
  std::vector<std::pair<uint32_t, uint32_t>> inPlace = {};
};

struct Plan {
  std::vector<Step> steps;
  uint64_t peakBytes = 0;
  int64_t time = 0;
};

} // namespace neap::planner

#endif // NEAP_PLANNER_PLAN_H
