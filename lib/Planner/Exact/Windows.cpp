//===- Windows.cpp - A schedule made better window by window --------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A small graph is one window. Otherwise three kinds in turn, each around a repeated run:
// a stretch of the schedule, neighbouring operations wherever they run, and storages idle
// at one moment. A kind's windows grow while they are solved to the end, and shrink when
// they are not.
//
//===----------------------------------------------------------------------===//

#include "Exact/Windows.h"

#include "Effort.h"
#include "Exact/WindowModel.h"

#include <algorithm>
#include <cmath>

namespace neap::planner {
namespace {

/// Open slots of the first windows, and of any.
constexpr double firstChoices = 120, leastChoices = 40, mostChoices = 2000;
constexpr int32_t nodeLimit = 400;
/// Runs that lead to a read of a stretch, one behind the other.
constexpr unsigned stretchDepth = 4;
/// Operations of a graph that is one window; of one where what may run before a run may do so twice.
constexpr size_t smallGraph = 60, smallestGraph = 24;

enum Kind { Stretch, Neighbours, Idle, KindCount };

class WindowSearch {
public:
  WindowSearch(const Core &core, uint64_t budget, const WindowLimits &limits, Sequence &sequence)
      : core(core), budget(budget), limits(limits), sequence(sequence), eval(core), random{limits.seed},
        start(std::chrono::steady_clock::now()) {}
  WindowOutcome run();

private:
  double left() const {
    if (limits.seconds <= 0)
      return 1e6;
    return limits.seconds - std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  void update();
  WindowShape shapeOf(Kind kind, uint32_t center, double size);
  void openIdle(uint32_t moment, double size, WindowShape &shape);
  void open(WindowShape &shape, uint32_t root) const;
  std::vector<Slot> choose(Kind kind, double limit);
  bool solve(std::vector<Slot> slots, double part);
  bool solveWhole();

  const Core &core;
  uint64_t budget;
  const WindowLimits &limits;
  Sequence &sequence;
  Evaluator eval;
  Random random;
  std::chrono::steady_clock::time_point start;
  /// Positions of the runs that repeat one of the graph's operations.
  std::vector<uint32_t> repeated;
  WindowOutcome outcome;
};

double choicesIn(const std::vector<Slot> &slots) {
  return double(std::count_if(slots.begin(), slots.end(), [](const Slot &slot) { return !slot.fixed; }));
}

void WindowSearch::update() {
  eval.run(sequence);
  std::vector<uint8_t> ran(core.opCount, 0);
  repeated.clear();
  for (uint32_t p = 0; p < sequence.size(); ++p) {
    uint32_t origin = core.origin[sequence[p]];
    if (origin >= core.opCount)
      continue;
    if (ran[origin])
      repeated.push_back(p);
    ran[origin] = 1;
  }
}

/// What makes a storage and takes views of it.
void WindowSearch::open(WindowShape &shape, uint32_t root) const {
  auto add = [&](uint32_t v) {
    if (core.producer[v] < core.opCount)
      shape.open[core.producer[v]] = 1;
  };
  add(root);
  for (uint32_t view : core.views[root])
    add(view);
}

/// Some of the storages that are there at a moment, or were before it and are made again after it.
void WindowSearch::openIdle(uint32_t moment, double size, WindowShape &shape) {
  std::vector<std::pair<uint64_t, uint32_t>> ranked;
  for (const Copy &copy : eval.copies) {
    if (core.isView(copy.value) || core.bytes[copy.value] == 0)
      continue;
    bool across = copy.start < moment && copy.end > moment;
    bool again = copy.start > moment && copy.previous != none && eval.copies[copy.previous].start < moment;
    if (across || again)
      ranked.push_back({random.next(), copy.value});
  }
  std::sort(ranked.begin(), ranked.end());
  for (size_t k = 0; k < ranked.size() && double(k) < size; ++k)
    open(shape, ranked[k].second);
}

WindowShape WindowSearch::shapeOf(Kind kind, uint32_t center, double size) {
  WindowShape shape;
  shape.moves = limits.reorder;
  shape.open.assign(core.opCount, kind == Stretch);
  uint32_t reach = uint32_t(size);
  if (kind == Stretch) {
    shape.from = center > reach ? center - reach : 0;
    shape.to = center + reach + 1;
    shape.depth = stretchDepth;
  } else if (kind == Neighbours) {
    uint32_t op = core.origin[sequence[center]];
    for (uint32_t o = op > reach ? op - reach : 0; o < core.opCount && o <= op + reach; ++o)
      for (uint32_t v : core.writes[o])
        open(shape, core.root[v]);
  } else {
    for (uint32_t v : core.writes[sequence[center]])
      open(shape, core.root[v]);
    openIdle(uint32_t(random.below(center) + 1), size, shape);
  }
  return shape;
}

/// The largest window of the kind around a run that has not too many open slots.
std::vector<Slot> WindowSearch::choose(Kind kind, double limit) {
  uint32_t center = repeated[random.below(repeated.size())];
  // The larger window draws the same numbers as the smaller one.
  Random mark = random;
  std::vector<Slot> best;
  double size = 1;
  while (size < 2.0 * double(sequence.size())) {
    random = mark;
    std::vector<Slot> slots = windowSlots(core, sequence, shapeOf(kind, center, size));
    if (choicesIn(slots) > limit && !best.empty())
      break;
    best = std::move(slots);
    size = size * 1.4 + 1;
  }
  return best;
}

/// True if solved to the end; at most `part` of the time is spent on it.
bool WindowSearch::solve(std::vector<Slot> slots, double part) {
  WindowModel model(core, budget, std::move(slots));
  IntegerLimits within;
  within.seconds = limits.seconds <= 0 ? left() : std::min(left(), std::max(0.5, limits.seconds * part));
  within.nodes = nodeLimit;
  IntegerSolution solution;
  std::string why;
  ++outcome.windows;
  if (!solveIntegerProgram(model.program(), model.assignment(model.present()), within, solution, why))
    return false;
  outcome.solved += solution.optimal;
  Sequence better = model.sequence(model.chosen(solution.columns));
  if (better == sequence || !isLegal(core, better))
    return solution.optimal;
  Evaluator check(core);
  check.run(better);
  if (check.peak <= budget && check.time < eval.time) {
    sequence = std::move(better);
    ++outcome.improved;
    update();
  }
  return solution.optimal;
}

/// One window over everything, first runs where they are; then where they may move. True if
/// the last of these was solved to the end.
bool WindowSearch::solveWhole() {
  if (core.opCount > smallGraph)
    return false;
  WindowShape whole;
  whole.open.assign(core.opCount, 1);
  whole.complete = true;
  whole.passes = core.opCount > smallestGraph ? 1 : 2;
  auto solveShape = [&] {
    std::vector<Slot> slots = windowSlots(core, sequence, whole);
    return choicesIn(slots) <= mostChoices && solve(std::move(slots), 0.3);
  };
  bool solved = solveShape();
  if (!limits.reorder)
    return solved;
  whole.moves = true;
  whole.passes = 1;
  return solveShape();
}

WindowOutcome WindowSearch::run() {
  update();
  if (solveWhole())
    return outcome;
  std::vector<double> choices(KindCount, firstChoices);
  for (size_t round = 0; round < limits.rounds && !repeated.empty() && left() > 0.01; ++round) {
    Kind kind = Kind(round % KindCount);
    bool solved = solve(choose(kind, choices[kind]), 0.1);
    choices[kind] = std::clamp(choices[kind] * (solved ? 1.2 : 0.7), leastChoices, mostChoices);
  }
  return outcome;
}

} // namespace

WindowOutcome improveWindows(const Core &core, uint64_t budget, const WindowLimits &limits, Sequence &sequence) {
  if (!hasLinearSolver())
    return {};
  return WindowSearch(core, budget, limits, sequence).run();
}

} // namespace neap::planner
