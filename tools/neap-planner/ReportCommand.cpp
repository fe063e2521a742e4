//===- ReportCommand.cpp - neap-planner report ----------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans a trace at one budget and, more briefly, at a row of others, and writes
// the page.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "Report.h"

#include "neap/Planner/Curve.h"

namespace neap::tools {
namespace {

using namespace neap::planner;

struct ReportArguments {
  std::string file, budget = "0.5", output;
  double seconds = 10;
};

/// A budget every twentieth of the recorded peak.
void planFront(const Trace &trace, int64_t once, double seconds, ReportData &data) {
  CurveOptions options;
  for (uint64_t twentieth = 1; twentieth <= 20; ++twentieth)
    options.budgets.push_back(trace.recordedPeak / 20 * twentieth + trace.recordedPeak % 20 * twentieth / 20);
  options.plan.seconds = seconds / 20;
  for (const CurvePoint &point : planCurve(trace.graph, options).points)
    data.front.push_back({double(point.budget) / double(trace.recordedPeak), double(point.time) / double(once),
                          double(point.timeAnyOrderBound) / double(once)});
}

Status writeTraceReport(const ReportArguments &arguments) {
  Trace trace;
  Status status = loadTrace(arguments.file, trace);
  if (status != Status::Done)
    return status;
  PlanOptions options;
  options.seconds = arguments.seconds / 2;
  if ((status = readBudget(arguments.budget, trace.recordedPeak, options.budget)) != Status::Done)
    return status;
  PlanResult result;
  CheckResult checked;
  if ((status = planWithinBudget(arguments.file, trace, options, result, checked)) != Status::Done)
    return status;
  int64_t once = trace.graph.timeOnce();
  ReportData data;
  data.name = trace.graph.name;
  data.recordedPeak = trace.recordedPeak;
  data.budget = options.budget;
  data.peak = result.plan.peakBytes;
  data.smallestBudget = result.bounds.smallestBudget;
  data.time = double(result.plan.time) / double(std::max<int64_t>(once, 1));
  data.bound = double(result.bounds.timeAnyOrder) / double(std::max<int64_t>(once, 1));
  data.repeatedRuns = checked.repeatedRuns;
  fillReport(trace.graph, result.plan, data);
  if (trace.recordedPeak != 0 && once != 0)
    planFront(trace, once, arguments.seconds / 2, data);
  return writeWhole(arguments.output, writeReport(trace.graph, data));
}

} // namespace

void addReportCommand(CLI::App &app, Status &status) {
  auto arguments = std::make_shared<ReportArguments>();
  CLI::App *command = app.add_subcommand("report", "Write a page with timeline, front and arena map of a plan");
  command->add_option("file", arguments->file, "Trace, JSON or gzip")->required();
  command->add_option("--budget", arguments->budget, "Bytes, 512MiB, or a fraction of the recorded peak; default 0.5");
  command->add_option("-o,--output", arguments->output, "The page, HTML")->required();
  command->add_option("--seconds", arguments->seconds, "Time for planning, half of it for the front; default 10")
      ->check(CLI::PositiveNumber);
  command->callback([arguments, &status] { status = writeTraceReport(*arguments); });
}

} // namespace neap::tools
