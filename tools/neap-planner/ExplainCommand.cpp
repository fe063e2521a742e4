//===- ExplainCommand.cpp - neap-planner explain -------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Why each value, or one, is kept, computed again or otherwise treated at a budget.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

#include "neap/Planner/Explain.h"
#include "neap/Planner/StepPlanner.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace neap::tools {
namespace {

using namespace neap::planner;

struct ExplainArguments {
  std::string file, budget;
  std::optional<ValueId> value;
  double seconds = 10;
};

nlohmann::ordered_json describe(const Explanation &e) {
  nlohmann::ordered_json line = {{"value", e.value},
                                 {"fate", fateName(e.fate)},
                                 {"bytes", e.bytes},
                                 {"repeated_runs", e.repeatedRuns},
                                 {"byte_ns_saved", e.byteTimeSaved},
                                 {"price_ns", e.price},
                                 {"reason", e.reason}};
  if (e.next)
    line["next_best"] = {
        {"fate", fateName(e.next->fate)}, {"price_ns", e.next->price}, {"byte_ns_saved", e.next->byteTimeSaved}};
  return line;
}

Status explain(const ExplainArguments &arguments) {
  Trace trace;
  Status status = loadTrace(arguments.file, trace);
  if (status != Status::Done)
    return status;
  PlanOptions options;
  options.seconds = arguments.seconds;
  if ((status = readBudget(arguments.budget, trace.recordedPeak, options.budget)) != Status::Done)
    return status;
  if (arguments.value && *arguments.value >= trace.graph.values.size())
    return report(Status::Usage, "--value",
                  {std::to_string(*arguments.value) + " is not one of the " +
                   std::to_string(trace.graph.values.size()) + " values"});
  PlanResult result;
  CheckResult checked;
  if ((status = planWithinBudget(arguments.file, trace, options, result, checked)) != Status::Done)
    return status;
  for (const Explanation &e : explainPlan(trace.graph, result.plan))
    if (!arguments.value || e.value == trace.graph.storage(*arguments.value))
      std::cout << describe(e).dump() << "\n";
  return Status::Done;
}

} // namespace

void addExplainCommand(CLI::App &app, Status &status) {
  auto arguments = std::make_shared<ExplainArguments>();
  CLI::App *command =
      app.add_subcommand("explain", "Say what happens to each value of a plan and why, a JSON line each");
  command->add_option("file", arguments->file, "Trace, JSON or gzip")->required();
  command->add_option("--budget", arguments->budget, "Bytes, 512MiB, or a fraction of the recorded peak")->required();
  command->add_option("--value", arguments->value, "This value only");
  command->add_option("--seconds", arguments->seconds, "Time limit of the search; default 10")
      ->check(CLI::PositiveNumber);
  command->callback([arguments, &status] { status = explain(*arguments); });
}

} // namespace neap::tools
