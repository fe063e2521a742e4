//===- Trace.h - Operator traces as graphs ----------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads recorded training steps (JSON, plain or gzip; docs/Planner.md says what
// the fields mean) and writes plans for them. Nothing a file can contain makes
// it crash: every fault is a message that names the field and the element.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_PLANNER_TRACE_H
#define NEAP_PLANNER_TRACE_H

#include "neap/Planner/Plan.h"

namespace neap::planner {

/// What went wrong: the exit status of the tool follows from it.
enum class Fault { None, Unreadable, Invalid };

struct Trace {
  Graph graph;
  uint64_t recordedPeak = 0;
  int64_t recordedTime = 0;
};

/// The bytes of a file, gunzipped if they are gzip. At most 1 GiB.
Fault readFile(const std::string &path, std::string &bytes, std::vector<std::string> &errors);

/// Parses and verifies a trace.
Fault parseTrace(const std::string &text, Trace &trace, std::vector<std::string> &errors);

/// {"steps": [["run", op], ["free", storage], ...]}; steps of other kinds as
/// ["encode", value, code] and so on.
std::string writePlan(const Plan &plan);

} // namespace neap::planner

#endif // NEAP_PLANNER_TRACE_H
