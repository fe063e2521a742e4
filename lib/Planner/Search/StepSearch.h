//===- StepSearch.h - The course of a search for a plan ---------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What planSteps keeps while it plans: the flattened problem, the effort, the best
// plans so far, and the stages, one per set of levers. First plans are made in
// FirstPlans.cpp, and improved in StepPlanner.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_SEARCH_STEPSEARCH_H
#define NEAP_LIB_PLANNER_SEARCH_STEPSEARCH_H

#include "Exact/Highs.h"
#include "Search/Improve.h"
#include "Starts/Checkpoints.h"
#include "Starts/Simulate.h"
#include "neap/Planner/StepPlanner.h"

#include <chrono>

namespace neap::planner {

/// Work of a first repair, per operation.
constexpr uint64_t repairWork = 60'000;
/// Part of the seconds that exact windows take.
constexpr double windowPart = 1.0 / 3;

class StepSearch {
public:
  StepSearch(const Graph &graph, const PlanOptions &options)
      : graph(graph), options(options), core(flatten(graph, options)),
        effort(options.workUnits, searchSeconds(options)), start(std::chrono::steady_clock::now()) {}
  PlanResult run();

private:
  /// Every operation by its fastest formula; the others, and the other levers, are variants.
  static Core flatten(const Graph &graph, const PlanOptions &options) {
    bool formulas = options.formulas && graph.hasFormulas();
    Core core = formulas ? buildCore(graph, options.encode, fastestFormulas(graph, options.encode, options.budget))
                         : buildCore(graph, options.encode);
    if (options.encode || options.inside || options.offload || formulas)
      expandLevers(graph, {options.encode, options.inside, options.offload, formulas}, core);
    return core;
  }
  /// Bytes beyond which it does not fit, then the time it takes: less is better.
  using Standing = std::pair<uint64_t, int64_t>;
  struct Start {
    int64_t time;
    Sequence sequence;
  };
  /// One set of moves, its part of the effort, and the fastest plans found with it.
  struct Stage {
    MoveRules rules;
    Effort effort;
    std::vector<Start> starts;
    void add(const Sequence &sequence, int64_t time);
    int64_t best() const { return starts.empty() ? INT64_MAX : starts.front().time; }
  };

  double elapsed() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }
  /// The link's clock is not in the windows' program.
  static bool usesWindows(const PlanOptions &options) {
    return options.exactWindows && options.recompute && !options.offload && hasLinearSolver();
  }
  static double searchSeconds(const PlanOptions &options) {
    return options.seconds * (usesWindows(options) ? 1 - windowPart : 1);
  }
  bool isUnlimited() const { return options.workUnits == UINT64_MAX && options.seconds <= 0; }
  void offer(Stage &stage, const Sequence &sequence, int64_t time, uint64_t peak);
  void offer(Stage &stage, Improver &improver);
  Standing repairFrom(Stage &stage, const Sequence &order, const RepairStyle &style, uint64_t work);
  void simulateOn(Stage &stage, const Sequence &order, const SimulateOptions &simulation);
  void evictions(Stage &stage);
  void checkpointsOf(Stage &stage, Checkpoints &program, uint64_t modelled, const RepairStyle &style, uint64_t work);
  void checkpoints(Stage &stage);
  void sketchPlan(Stage &stage);
  void fallbackPlans(Stage &stage);
  void linkPlan(Stage &stage);
  void firstPlans(Stage &stage);
  void tightPlans(Stage &stage, unsigned rounds, uint64_t seed);
  void blockPlans(Stage &stage);
  void formulaPlans(Stage &stage);
  void lowerPeak(Stage &stage);
  void searchFrom(Stage &stage, const Start &from, Effort &part, uint64_t seed);
  void race(Stage &stage, size_t count, double part);
  void improve(Stage &stage);
  void polish(Stage &stage);
  void advance(Stage &stage, double part, void (StepSearch::*work)(Stage &));
  void plan(Stage all);
  bool tryExact(Stage &stage);
  void exactWindows();
  void finish();
  MoveRules allRules() const {
    return {options.reorder, options.recompute, options.encode, options.inside, options.offload};
  }
  uint64_t workLimit() const { return repairWork * (core.opCount + 100); }

  const Graph &graph;
  const PlanOptions &options;
  Core core;
  Effort effort;
  std::chrono::steady_clock::time_point start;
  PlanResult result;
  std::vector<Sequence> orders;
  /// The fastest within the budget; the one with the lowest peak.
  Sequence best, lowest;
  int64_t bestTime = INT64_MAX, baseTime = 0;
  /// No plan takes less.
  int64_t leastPossible = 0;
  uint64_t lowestPeak = UINT64_MAX;
  /// Part of the effort that is not given to any stage yet; orders are ranked.
  double unspent = 1;
  bool ranked = false, checkpointed = false;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_SEARCH_STEPSEARCH_H
