//===- PlannerReaderFuzzer.cpp - Fuzz target of the planner's readers -----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libFuzzer: the first byte chooses trace, placement table or file (plain or gzip),
// the rest is its contents. What a reader accepts is planned briefly, and the
// independent checkers must accept the answer.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Csv.h"
#include "neap/Planner/StepPlanner.h"
#include "neap/Planner/Trace.h"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

using namespace neap::planner;

namespace {

void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

void fuzzTrace(const std::string &text) {
  Trace trace;
  std::vector<std::string> errors;
  Fault fault = parseTrace(text, trace, errors);
  require((fault == Fault::None) == errors.empty(), "a refused trace has a message and an accepted one has none");
  if (fault != Fault::None || trace.graph.operations.size() > 40 || trace.graph.values.size() > 200)
    return;
  PlanOptions options;
  options.budget = trace.recordedPeak;
  options.workUnits = 20'000;
  options.seconds = 0;
  PlanResult result = planSteps(trace.graph, options);
  if (!result.feasible)
    return;
  CheckOptions check;
  check.budget = options.budget;
  check.honourNeeds = false;
  require(checkPlan(trace.graph, result.plan, check).errors.empty(), "the checker accepts the plan");
}

void fuzzTable(const std::string &text) {
  PlacementTable table;
  std::vector<std::string> errors;
  bool accepted = parsePlacementTable(text, table, errors);
  require(accepted == errors.empty(), "a refused table has a message and an accepted one has none");
  if (!accepted || table.buffers.size() > 200)
    return;
  PlaceOptions options;
  options.workUnits = 20'000;
  std::optional<Placement> placement = placeBuffers(table.buffers, options, errors);
  require(placement.has_value() == errors.empty(), "a placement or a message");
  if (placement)
    require(checkPlacement(table.buffers, *placement).empty(), "the checker accepts the placement");
}

void fuzzFile(const uint8_t *data, size_t size) {
  static const std::string path = "/tmp/neap-planner-fuzz-" + std::to_string(getpid());
  FILE *file = std::fopen(path.c_str(), "wb");
  require(file && std::fwrite(data, 1, size, file) == size && std::fclose(file) == 0, "the input can be stored");
  std::string bytes;
  std::vector<std::string> errors;
  Fault fault = readFile(path, bytes, errors);
  std::remove(path.c_str());
  require((fault == Fault::None) == errors.empty(), "an unreadable file has a message and a readable one has none");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  std::string text(reinterpret_cast<const char *>(data) + 1, size - 1);
  switch (data[0]) {
  case 'c':
    fuzzTable(text);
    break;
  case 'z':
    fuzzFile(data + 1, size - 1);
    break;
  default:
    fuzzTrace(text);
  }
  return 0;
}
