//===- Report.h - A plan as one page --------------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the page shows, apart from how it was computed: who holds how many bytes
// when, where every buffer lies, and what each budget costs.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TOOLS_NEAPPLANNER_REPORT_H
#define NEAP_TOOLS_NEAPPLANNER_REPORT_H

#include "neap/Planner/Plan.h"

#include <array>

namespace neap::tools {

enum class Owner : uint8_t { Resident, Forward, Recomputed, Gradient, Code, Workspace };
constexpr size_t ownerCount = 6;

/// A storage (or a code of it) from the run that makes it to the one it is freed before.
struct Block {
  planner::ValueId value = 0;
  Owner owner = Owner::Resident;
  uint64_t bytes = 0;
  size_t firstRun = 0, endRun = 0;
  /// Blocks of one place follow each other at one offset: a result over an operand.
  size_t place = 0;
  uint64_t offset = 0;
};

struct FrontPoint {
  double budgetFraction = 0;
  /// Times the time of every operation once; the bound is for any order.
  double time = 1, bound = 1;
};

struct ReportData {
  std::string name;
  uint64_t recordedPeak = 0, budget = 0, peak = 0, arenaHeight = 0, smallestBudget = 0;
  double time = 1, bound = 1;
  size_t repeatedRuns = 0;
  /// Per run: when it starts in ns, with the end at the back; which operation; bytes by owner.
  std::vector<int64_t> start;
  std::vector<planner::OpId> operation;
  std::vector<std::array<uint64_t, ownerCount>> bytes;
  std::vector<Block> blocks;
  /// From tight to loose.
  std::vector<FrontPoint> front;
};

/// Replays a checked plan and places what it holds into one arena.
void fillReport(const planner::Graph &graph, const planner::Plan &plan, ReportData &data);

/// One HTML file that needs no other.
std::string writeReport(const planner::Graph &graph, const ReportData &data);

} // namespace neap::tools

#endif // NEAP_TOOLS_NEAPPLANNER_REPORT_H
