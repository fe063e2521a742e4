//===- CurveCommand.cpp - neap-planner curve -------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The front of budget against time of a trace, as one JSON object.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

#include "neap/Planner/Curve.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace neap::tools {
namespace {

using namespace neap::planner;

struct CurveArguments {
  std::string file;
  size_t points = 12;
  double seconds = 24;
};

Status printCurve(const CurveArguments &arguments) {
  Trace trace;
  Status status = loadTrace(arguments.file, trace);
  if (status != Status::Done)
    return status;
  CurveOptions options;
  options.points = arguments.points;
  options.plan.seconds = arguments.seconds / double(arguments.points);
  Curve curve = planCurve(trace.graph, options);
  nlohmann::ordered_json points = nlohmann::ordered_json::array();
  for (const CurvePoint &point : curve.points)
    points.push_back({{"budget_bytes", point.budget},
                      {"peak_bytes", point.peakBytes},
                      {"time_ns", point.time},
                      {"time_lower_bound", point.timeAnyOrderBound}});
  nlohmann::ordered_json answer = {{"points", points},
                                   {"infeasible_budgets", curve.infeasible},
                                   {"peak_lower_bound", curve.smallestBudget},
                                   {"limiting_operation", curve.limitingOp},
                                   {"time_once_ns", curve.baseTime}};
  std::cout << answer.dump() << std::endl;
  return Status::Done;
}

} // namespace

void addCurveCommand(CLI::App &app, Status &status) {
  auto arguments = std::make_shared<CurveArguments>();
  CLI::App *command = app.add_subcommand("curve", "Print the front of budget against time of a trace");
  command->add_option("file", arguments->file, "Trace, JSON or gzip")->required();
  command->add_option("--points", arguments->points, "Budgets to plan; default 12")->check(CLI::Range(2, 1000));
  command->add_option("--seconds", arguments->seconds, "Time for all points together; default 24")
      ->check(CLI::PositiveNumber);
  command->callback([arguments, &status] { status = printCurve(*arguments); });
}

} // namespace neap::tools
