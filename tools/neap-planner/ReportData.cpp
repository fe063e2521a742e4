//===- ReportData.cpp - What the report shows of a plan -------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Takes the buffers of a plan that the checker has accepted from steps to runs,
// names their owners, and gives every one a place.
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "neap/Planner/Explain.h"
#include "neap/Planner/Placement.h"

#include <map>

namespace neap::tools {
namespace {

using namespace neap::planner;

Owner ownerOf(const Graph &graph, const Plan &plan, const Life &life) {
  switch (life.holds) {
  case Holds::Resident:
    return Owner::Resident;
  case Holds::Again:
    return Owner::Recomputed;
  case Holds::Code:
    return Owner::Code;
  case Holds::Workspace:
    return Owner::Workspace;
  case Holds::First:
    break;
  }
  return graph.operations[plan.steps[life.first].index].backward ? Owner::Gradient : Owner::Forward;
}

/// What is not made or freed by a run is there from the next one on, or up to the one before.
void fillBlocks(const Graph &graph, const Plan &plan, ReportData &data) {
  std::vector<size_t> runsBefore{0};
  Timeline timeline = timelineOf(graph, plan);
  for (size_t s = 0; s < plan.steps.size(); ++s) {
    bool run = plan.steps[s].kind == StepKind::Run;
    runsBefore.push_back(runsBefore.back() + run);
    if (!run)
      continue;
    data.start.push_back(timeline.start[s]);
    data.operation.push_back(plan.steps[s].index);
  }
  data.start.push_back(timeline.end);
  data.bytes.assign(data.operation.size(), {});
  std::vector<Life> lives = livesOf(graph, plan);
  std::vector<size_t> placeOf(lives.size());
  for (size_t i = 0; i < lives.size(); ++i) {
    const Life &life = lives[i];
    bool over = life.over != SIZE_MAX;
    placeOf[i] = over ? placeOf[life.over] : i;
    Block block;
    block.place = placeOf[i];
    block.value = life.value;
    block.owner = ownerOf(graph, plan, life);
    block.bytes = life.bytes;
    block.firstRun = runsBefore[life.first] + over;
    block.endRun = runsBefore[life.last] + (life.holds == Holds::Workspace);
    if (block.firstRun == block.endRun)
      continue;
    data.blocks.push_back(block);
    for (size_t run = block.firstRun; run < block.endRun; ++run)
      data.bytes[run][size_t(block.owner)] += block.bytes;
  }
}

} // namespace

void fillReport(const Graph &graph, const Plan &plan, ReportData &data) {
  fillBlocks(graph, plan, data);
  std::vector<Buffer> buffers;
  for (const Block &block : data.blocks) {
    Buffer buffer;
    buffer.size = block.bytes;
    buffer.first = int64_t(block.firstRun);
    buffer.last = int64_t(block.endRun);
    buffers.push_back(buffer);
  }
  // Groups are for places that several blocks take.
  std::map<size_t, size_t> takers;
  for (const Block &block : data.blocks)
    ++takers[block.place];
  for (size_t i = 0; i < buffers.size(); ++i)
    if (takers[data.blocks[i].place] > 1)
      buffers[i].group = int64_t(data.blocks[i].place);
  PlaceOptions options;
  options.workUnits = 5'000'000;
  std::vector<std::string> errors;
  std::optional<Placement> placement = placeBuffers(buffers, options, errors);
  if (!placement)
    return;
  data.arenaHeight = placement->height;
  for (size_t i = 0; i < buffers.size(); ++i)
    data.blocks[i].offset = placement->offsets[i];
}

} // namespace neap::tools
