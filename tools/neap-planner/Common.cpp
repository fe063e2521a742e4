//===- Common.cpp - What the commands share -------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Files, budgets, messages and the exit status.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

#include <cmath>
#include <cstdio>
#include <exception>
#include <iostream>
#include <map>
#include <set>

namespace neap::tools {

int runTool(CLI::App &app, int argc, char **argv, Status &status) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success &success) {
    return app.exit(success);
  } catch (const CLI::ParseError &error) {
    app.exit(error);
    return int(Status::Usage);
  } catch (const std::bad_alloc &) {
    std::cerr << "neap-planner: out of memory\n";
    return int(Status::Defect);
  } catch (const std::exception &error) {
    std::cerr << "neap-planner: defect: " << error.what() << "\nPlease report it with the command line and the file.\n";
    return int(Status::Defect);
  }
  return int(status);
}

Status report(Status status, const std::string &file, const std::vector<std::string> &errors) {
  for (const std::string &error : errors) {
    bool named = error.compare(0, file.size(), file) == 0;
    std::cerr << "neap-planner: " << (named ? "" : file + ": ") << error << "\n";
  }
  return status;
}

Status writeWhole(const std::string &path, const std::string &text) {
  std::string draft = path + ".part";
  FILE *file = std::fopen(draft.c_str(), "wb");
  bool ok = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (file)
    ok = std::fclose(file) == 0 && ok;
  ok = ok && std::rename(draft.c_str(), path.c_str()) == 0;
  if (ok)
    return Status::Done;
  std::remove(draft.c_str());
  return report(Status::Files, path, {"cannot be written"});
}

/// False for what is no size and no fraction.
static bool parseBudget(const std::string &text, uint64_t whole, uint64_t &bytes) {
  static const std::map<std::string, double> units = {
      {"", 1},     {"B", 1},        {"kB", 1e3},        {"KB", 1e3},           {"MB", 1e6},
      {"GB", 1e9}, {"KiB", 1024.0}, {"MiB", 1048576.0}, {"GiB", 1073741824.0}, {"TiB", 1099511627776.0}};
  char *end = nullptr;
  double number = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || !(number >= 0) || !std::isfinite(number))
    return false;
  std::string unit(end);
  if (unit == "%") {
    number *= double(whole) / 100;
  } else {
    auto it = units.find(unit);
    if (it == units.end())
      return false;
    // A bare number up to 1 or with a point is a fraction.
    bool fraction = unit.empty() && number <= 1.0 && text.find_first_of(".e") != std::string::npos;
    fraction |= unit.empty() && number == 1.0;
    if (unit.empty() && !fraction && number != std::floor(number))
      fraction = true;
    number *= fraction ? double(whole) : it->second;
  }
  if (number >= 4.6e18)
    return false;
  bytes = uint64_t(number);
  return true;
}

Status loadTrace(const std::string &path, planner::Trace &trace) {
  std::string text;
  std::vector<std::string> errors;
  if (planner::readFile(path, text, errors) != planner::Fault::None)
    return report(Status::Files, path, errors);
  if (planner::parseTrace(text, trace, errors) != planner::Fault::None)
    return report(Status::Invalid, path, errors);
  return Status::Done;
}

Status readBudget(const std::string &text, uint64_t whole, uint64_t &bytes) {
  if (parseBudget(text, whole, bytes))
    return Status::Done;
  return report(Status::Usage, "--budget",
                {"\"" + text + "\" is no size and no fraction, expected for example 1073741824, 1GiB, 0.5 or 50%"});
}

static std::string describe(const planner::Graph &graph, planner::OpId op) {
  return op < graph.operations.size() ? "operation " + std::to_string(op) + " (" + graph.operations[op].name + ")"
                                      : "no operation";
}

/// What must be there while the operation runs that sets the smallest budget.
static std::string needsOf(const planner::Graph &graph, const planner::Bounds &bounds) {
  uint64_t resident = 0, own = 0;
  for (const planner::Value &value : graph.values)
    resident += value.resident && !value.viewOf ? value.bytes : 0;
  std::set<planner::ValueId> storages;
  const planner::Operation &op = graph.operations[bounds.limitingOp];
  for (const planner::Read &read : op.reads)
    storages.insert(graph.storage(read.value));
  for (planner::ValueId v : op.outputs)
    storages.insert(graph.storage(v));
  for (planner::ValueId v : storages)
    own += graph.values[v].resident ? 0 : graph.values[v].bytes;
  uint64_t known = resident + own + op.workspace;
  // The end of the step may need more than any operation: all that is wanted then.
  if (known > bounds.smallestBudget)
    return "";
  return " (" + std::to_string(resident) + " resident, " + std::to_string(own) + " of operands and results, " +
         std::to_string(op.workspace) + " of workspace, " + std::to_string(bounds.smallestBudget - known) +
         " that cannot be made again later)";
}

/// The smallest budget that a short search from a bound up finds a plan for.
static uint64_t smallestFound(const planner::Graph &graph, planner::PlanOptions options, uint64_t bound) {
  options.seconds = std::min(1.0, options.seconds);
  options.workUnits = 10'000'000;
  options.timeBounds = options.exactWindows = false;
  uint64_t found = UINT64_MAX;
  for (double factor : {1.0, 1.05}) {
    options.budget = uint64_t(double(bound) * factor);
    found = std::min(found, planner::planSteps(graph, options).smallestFound);
    if (found <= options.budget)
      break;
  }
  return found;
}

Status planWithinBudget(const std::string &path, const planner::Trace &trace, const planner::PlanOptions &options,
                        planner::PlanResult &result, planner::CheckResult &checked) {
  result = planner::planSteps(trace.graph, options);
  if (result.feasible) {
    checked = planner::checkPlan(trace.graph, result.plan, options.check());
    return checked.errors.empty() ? Status::Done : report(Status::Defect, path, checked.errors);
  }
  std::string message = "no plan was found within " + std::to_string(options.budget) + " bytes; ";
  uint64_t bound = result.bounds.smallestBudget, found = result.smallestFound;
  if (options.budget < bound) {
    message += "none exists below " + std::to_string(bound) + ", which " +
               describe(trace.graph, result.bounds.limitingOp) + " needs" + needsOf(trace.graph, result.bounds);
    found = std::min(found, smallestFound(trace.graph, options, bound));
  } else {
    message += "the search got stuck at " + describe(trace.graph, result.stuckOp);
  }
  message += "; the smallest budget with a plan found is " + std::to_string(found);
  return report(Status::Budget, path, {message});
}

} // namespace neap::tools
