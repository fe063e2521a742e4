//===- ReportData.cpp - What the report shows of a plan -------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows the steps of a plan that the checker has accepted, notes who holds
// bytes from when to when, and gives every life a place.
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "neap/Planner/Placement.h"

#include <map>

namespace neap::tools {
namespace {

using namespace neap::planner;

class Replay {
public:
  Replay(const Graph &graph, ReportData &data) : graph(graph), data(data), ran(graph.operations.size(), 0) {
    for (ValueId v = 0; v < graph.values.size(); ++v)
      if (graph.values[v].resident && !graph.values[v].viewOf)
        begin({v, 0}, Owner::Resident, graph.values[v].bytes);
  }

  void step(const Step &step) {
    switch (step.kind) {
    case StepKind::Run:
      return run(step);
    case StepKind::Free:
      return end({step.index, 0});
    case StepKind::Encode:
      return begin({step.index, step.choice + 1}, Owner::Code, graph.values[step.index].codes[step.choice].bytes);
    case StepKind::FreeCode:
      return end({step.index, step.choice + 1});
    case StepKind::Decode:
    case StepKind::Fetch:
      return begin({graph.storage(step.index), 0}, Owner::Recomputed, graph.values[graph.storage(step.index)].bytes);
    case StepKind::Send:
      return;
    }
  }

  void finish() {
    data.start.push_back(time);
    std::map<Key, size_t> left = open;
    for (const auto &[key, life] : left)
      end(key);
    data.bytes.assign(data.operation.size(), {});
    for (const Life &life : data.lives)
      for (size_t run = life.firstRun; run < life.endRun; ++run)
        data.bytes[run][size_t(life.owner)] += life.bytes;
  }

private:
  /// A storage, and 0 or the number of its code + 1.
  using Key = std::pair<ValueId, uint32_t>;

  void begin(Key key, Owner owner, uint64_t bytes) {
    if (bytes == 0 || open.count(key))
      return;
    open[key] = data.lives.size();
    // What is not made by a run is there during the next one.
    data.lives.push_back({key.first, owner, bytes, data.operation.size(), 0, 0});
  }
  void end(Key key) {
    auto it = open.find(key);
    if (it == open.end())
      return;
    data.lives[it->second].endRun = data.operation.size();
    open.erase(it);
  }
  void run(const Step &step) {
    const Operation &op = graph.operations[step.index];
    Owner owner = ran[step.index]++ ? Owner::Recomputed : op.backward ? Owner::Gradient : Owner::Forward;
    for (ValueId v : op.outputs)
      if (!graph.values[v].viewOf)
        begin({v, 0}, owner, graph.values[v].bytes);
    uint64_t workspace = step.choice ? op.formulas[step.choice - 1].workspace : op.workspace;
    if (workspace != 0)
      data.lives.push_back({ValueId(graph.values.size()), Owner::Workspace, workspace, data.operation.size(),
                            data.operation.size() + 1, 0});
    data.start.push_back(time);
    data.operation.push_back(step.index);
    time += step.choice ? op.formulas[step.choice - 1].time : op.time;
  }

  const Graph &graph;
  ReportData &data;
  std::vector<size_t> ran;
  std::map<Key, size_t> open;
  int64_t time = 0;
};

} // namespace

void fillReport(const Graph &graph, const Plan &plan, ReportData &data) {
  Replay replay(graph, data);
  for (const Step &step : plan.steps)
    replay.step(step);
  replay.finish();
  std::vector<Buffer> buffers;
  for (const Life &life : data.lives) {
    Buffer buffer;
    buffer.size = life.bytes;
    buffer.first = int64_t(life.firstRun);
    buffer.last = int64_t(life.endRun);
    buffers.push_back(buffer);
  }
  PlaceOptions options;
  options.workUnits = 5'000'000;
  std::vector<std::string> errors;
  std::optional<Placement> placement = placeBuffers(buffers, options, errors);
  if (!placement)
    return;
  data.arenaHeight = placement->height;
  for (size_t i = 0; i < buffers.size(); ++i)
    data.lives[i].offset = placement->offsets[i];
}

} // namespace neap::tools
