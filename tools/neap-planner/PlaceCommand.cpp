//===- PlaceCommand.cpp - neap-planner place ------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Static placement of a CSV instance.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

#include "neap/Planner/Csv.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <iostream>

namespace neap::tools {
namespace {

struct PlaceArguments {
  std::string file, output;
  uint64_t capacity = 0;
  double seconds = 20;
};

Status place(const PlaceArguments &arguments) {
  std::string text;
  std::vector<std::string> errors;
  if (planner::readFile(arguments.file, text, errors) != planner::Fault::None)
    return report(Status::Files, arguments.file, errors);
  planner::PlacementTable table;
  if (!planner::parsePlacementTable(text, table, errors))
    return report(Status::Invalid, arguments.file, errors);
  planner::PlaceOptions options;
  options.capacity = arguments.capacity;
  options.seconds = arguments.seconds;
  options.workUnits = UINT64_MAX;
  auto start = std::chrono::steady_clock::now();
  std::optional<planner::Placement> placement = planner::placeBuffers(table.buffers, options, errors);
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!placement)
    return report(Status::Invalid, arguments.file, errors);
  errors = planner::checkPlacement(table.buffers, *placement);
  if (!errors.empty())
    return report(Status::Defect, arguments.file, errors);
  nlohmann::ordered_json summary = {{"height", placement->height},
                                    {"lower_bound", placement->lowerBound},
                                    {"seconds", seconds},
                                    {"optimal", placement->optimal}};
  std::cout << summary.dump() << std::endl;
  if (arguments.capacity != 0 && placement->height > arguments.capacity)
    return report(Status::Budget, arguments.file,
                  {"the capacity of " + std::to_string(arguments.capacity) +
                   " bytes was not met; the best height found is " + std::to_string(placement->height) +
                   ", none is below " + std::to_string(placement->lowerBound)});
  return writeWhole(arguments.output, planner::writePlacementTable(table, *placement));
}

} // namespace

void addPlaceCommand(CLI::App &app, Status &status) {
  auto arguments = std::make_shared<PlaceArguments>();
  CLI::App *command = app.add_subcommand("place", "Give every buffer of a CSV file (id,lower,upper,size) an offset");
  command->add_option("file", arguments->file, "Instance: a buffer lives over [lower, upper)")->required();
  command->add_option("--capacity", arguments->capacity, "Bytes to fit into; default: as low as possible");
  command->add_option("-o,--output", arguments->output, "The rows with an offset column")->required();
  command->add_option("--seconds", arguments->seconds, "Time limit of the search")->check(CLI::PositiveNumber);
  command->callback([arguments, &status] { status = place(*arguments); });
}

} // namespace neap::tools
