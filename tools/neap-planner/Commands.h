//===- Commands.h - The commands of neap-planner ----------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each command adds its options to the application and sets the exit status.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TOOLS_NEAPPLANNER_COMMANDS_H
#define NEAP_TOOLS_NEAPPLANNER_COMMANDS_H

#include "neap/Planner/StepPlanner.h"
#include "neap/Planner/Trace.h"

#include <CLI/CLI.hpp>

namespace neap::tools {

/// The exit statuses that the tools share.
enum class Status { Done = 0, Usage = 2, Invalid = 3, Budget = 4, Files = 6, Defect = 70 };

void addTraceCommand(CLI::App &app, Status &status);
void addPlaceCommand(CLI::App &app, Status &status);
void addCurveCommand(CLI::App &app, Status &status);
void addExplainCommand(CLI::App &app, Status &status);
void addReportCommand(CLI::App &app, Status &status);

/// Parses, runs, and turns everything that can go wrong into a status.
int runTool(CLI::App &app, int argc, char **argv, Status &status);

/// Prints the messages to stderr, each with the tool's name and the file's.
Status report(Status status, const std::string &file, const std::vector<std::string> &errors);
/// Writes a file as a whole or not at all.
Status writeWhole(const std::string &path, const std::string &text);
/// Reads and verifies a trace; reports what is wrong with it.
Status loadTrace(const std::string &path, planner::Trace &trace);
/// --budget: "1048576", "512MiB", "2GB" or, as a fraction of `whole`, "0.5" and "50%"; reports what is none of them.
Status readBudget(const std::string &text, uint64_t whole, uint64_t &bytes);
/// Plans the trace of file `path` and checks the plan; where nothing fits, reports why and what would.
Status planWithinBudget(const std::string &path, const planner::Trace &trace, const planner::PlanOptions &options,
                        planner::PlanResult &result, planner::CheckResult &checked);

} // namespace neap::tools

#endif // NEAP_TOOLS_NEAPPLANNER_COMMANDS_H
