//===- TraceCommand.cpp - neap-planner trace ------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans an operator trace under a byte budget.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

#include "neap/Planner/Levers.h"
#include "neap/Planner/StepPlanner.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <sstream>

namespace neap::tools {
namespace {

using namespace neap::planner;

struct TraceArguments {
  std::string file, budget, output;
  PlanOptions options;
  bool noReorder = false, noRecompute = false, noBlocks = false, noFormulas = false;
  std::string levers;
  double exactBoundSeconds = 0;
};

/// Lets the planner use the levers of the list, and gives the graph what Levers.h says it could do.
bool chooseLevers(const std::string &list, PlanOptions &options, Graph &graph) {
  std::stringstream words(list);
  for (std::string word; std::getline(words, word, ',');) {
    bool *lever = word == "encode"    ? &options.encode
                  : word == "inside"  ? &options.inside
                  : word == "offload" ? &options.offload
                                      : nullptr;
    if (!lever)
      return false;
    *lever = true;
  }
  LeverRules rules;
  rules.encode = options.encode;
  rules.inside = options.inside;
  rules.offload = options.offload;
  addLevers(graph, rules);
  return true;
}

Status planTrace(TraceArguments &arguments) {
  Trace trace;
  Status status = loadTrace(arguments.file, trace);
  if (status != Status::Done)
    return status;
  PlanOptions &options = arguments.options;
  if ((status = readBudget(arguments.budget, trace.recordedPeak, options.budget)) != Status::Done)
    return status;
  options.reorder = !arguments.noReorder;
  options.recompute = !arguments.noRecompute;
  options.blocks = !arguments.noBlocks;
  options.formulas = !arguments.noFormulas;
  if (!chooseLevers(arguments.levers, options, trace.graph))
    return report(Status::Usage, "--levers",
                  {"\"" + arguments.levers + "\" is no list of encode, inside and offload, separated by commas"});
  for (auto [option, given] : {std::pair{"--exact-windows", options.exactWindows},
                               std::pair{"--exact-bound", arguments.exactBoundSeconds > 0}})
    if (given && !hasExactWindows())
      std::cerr << "neap-planner: " << option
                << ": no HiGHS library of version 1.5 or later was found (in NEAP_HIGHS_LIB, "
                   "or libhighs.so.1 on the loader's path); planning without it\n";
  PlanResult result;
  CheckResult checked;
  if ((status = planWithinBudget(arguments.file, trace, options, result, checked)) != Status::Done)
    return status;
  nlohmann::ordered_json summary = {
      {"peak_bytes", result.plan.peakBytes},
      {"peak_lower_bound", result.bounds.smallestBudget},
      {"time_ns", result.plan.time},
      {"time_lower_bound", options.reorder ? result.bounds.timeAnyOrder : result.bounds.timeRecorded},
      {"seconds", result.seconds},
      {"first_plan_seconds", result.firstSeconds},
      {"work_units", result.workUnits},
      {"budget_bytes", options.budget},
      {"repeated_runs", checked.repeatedRuns},
      {"peak_without_recompute", result.bounds.peakRecorded},
      {"peak_without_recompute_lower_bound", options.reorder ? result.bounds.peakAnyOrder : result.bounds.peakRecorded},
      {"time_lower_bound_recorded_order", result.bounds.timeRecorded},
      {"time_lower_bound_knapsack", result.bounds.timeKnapsack}};
  if (options.exactWindows) {
    summary["windows"] = result.windows;
    summary["windows_improved"] = result.windowsImproved;
  }
  if (arguments.exactBoundSeconds > 0)
    summary["time_lower_bound_integer"] = integerTimeBound(trace.graph, options, arguments.exactBoundSeconds);
  std::cout << summary.dump() << std::endl;
  return writeWhole(arguments.output, writePlan(result.plan));
}

} // namespace

void addTraceCommand(CLI::App &app, Status &status) {
  auto arguments = std::make_shared<TraceArguments>();
  CLI::App *command = app.add_subcommand("trace", "Plan an operator trace within a byte budget");
  command->add_option("file", arguments->file, "Trace, JSON or gzip")->required();
  command->add_option("--budget", arguments->budget, "Bytes, 512MiB, or a fraction of the recorded peak")->required();
  command->add_option("-o,--output", arguments->output, "The plan")->required();
  command->add_option("--seconds", arguments->options.seconds, "Time limit of the search; default 10")
      ->check(CLI::PositiveNumber);
  command->add_option("--work-units", arguments->options.workUnits,
                      "Limit that gives the same plan everywhere; combine with a generous --seconds");
  command->add_option("--seed", arguments->options.seed, "Seed of the search");
  command->add_option("--levers", arguments->levers,
                      "Give the trace levers by the rules of docs/Planner.md: encode,inside,offload");
  command->add_flag("--no-recompute", arguments->noRecompute, "Run every operation once");
  command->add_flag("--no-reorder", arguments->noReorder, "Keep the recorded order of first runs");
  command->add_flag("--no-formulas", arguments->noFormulas, "Run every operation by its recorded formula");
  command->add_flag("--no-blocks", arguments->noBlocks, "Plan each of the blocks that repeat by itself");
  command->add_flag("--exact-windows", arguments->options.exactWindows,
                    "Let HiGHS, where it is installed, search windows of the plan for a third of the time");
  command
      ->add_option("--exact-bound", arguments->exactBoundSeconds,
                   "Seconds that HiGHS, where it is installed, may take for one more bound in recorded order")
      ->check(CLI::PositiveNumber);
  command->callback([arguments, &status] { status = planTrace(*arguments); });
}

} // namespace neap::tools
