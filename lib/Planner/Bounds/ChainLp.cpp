//===- ChainLp.cpp - Prices for several moments by linear programming -----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The program of boundOver (TimeBound.cpp) as it stands there, for HiGHS. Its
// duals are the best prices; how exact they are does not matter, as the cuts turn
// any prices into a bound.
//
//===----------------------------------------------------------------------===//

#include "Bounds/TimeBound.h"
#include "Exact/Highs.h"

#include <algorithm>
#include <cmath>

namespace neap::planner {
namespace {

class ChainLp {
public:
  ChainLp(const BoundModel &model, const Chain &chain)
      : model(model), chain(chain), timeUnit(std::max(1.0, double(model.baseTime) * 1e-4)), total(model.core.opCount) {}

  bool solve(double seconds, ChainPrices &prices);
  int64_t integerBound(double seconds);

private:
  void build();
  void addCut(const MomentCut &cut, double available, bool priced);
  void addCarries(size_t j, const std::vector<int32_t> &formBefore);
  double byteUnit(const MomentCut &cut) const { return std::max(1.0, double(cut.demandBytes) * 1e-3); }
  double byteDual(const LinearSolution &solution, size_t row, const MomentCut &cut) const {
    return std::max(0.0, -solution.rowDuals[size_t(budgetRows[row])]) * timeUnit / byteUnit(cut);
  }
  int64_t timeDual(const LinearSolution &solution, int32_t row) const {
    return std::llround(std::max(0.0, solution.rowDuals[size_t(row)]) * timeUnit);
  }
  /// The sum of the terms is at least 0.
  void atLeast(std::initializer_list<std::pair<int32_t, double>> terms) {
    lp.addRow(0, infinite);
    for (auto [column, factor] : terms)
      lp.addTerm(column, factor);
  }

  static constexpr double infinite = 1e30;
  const BoundModel &model;
  const Chain &chain;
  double timeUnit;
  LinearProgram lp;
  /// Of the cut added last: per storage, some form of it is needed, or kept; per
  /// operation, it runs again.
  std::vector<int32_t> form, kept, again;
  /// Per operation the columns of its runs from the start of the chain on.
  std::vector<std::vector<int32_t>> total;
  /// Rows whose duals are the prices: of budgets, and (storage, row).
  std::vector<int32_t> budgetRows;
  std::vector<std::vector<std::pair<uint32_t, int32_t>>> carryRows;
  std::vector<std::pair<uint32_t, int32_t>> shareRows;
};

/// Columns: runs again; form and whole are needed; form and the rest up to the whole
/// are kept.
void ChainLp::addCut(const MomentCut &cut, double available, bool priced) {
  const Core &core = model.core;
  std::vector<int32_t> whole(core.valueCount, -1);
  form.assign(core.valueCount, -1);
  kept.assign(core.valueCount, -1);
  again.assign(core.opCount, -1);
  std::vector<std::pair<int32_t, double>> bytes;
  for (const MomentCut::Maker &maker : cut.makers())
    again[maker.op] = lp.addColumn(priced ? double(model.again[maker.op]) / timeUnit : 0, 0, maker.spent ? 0 : 1);
  for (const MomentCut::Keep &keep : cut.all()) {
    int32_t maker = again[core.producer[keep.storage]];
    double formBytes = keep.isHeld ? 0 : double(keep.formBytes), rest = double(keep.wholeBytes) - formBytes;
    form[keep.storage] = lp.addColumn(0, keep.forcedForm || keep.forcedWhole ? 1 : 0, 1);
    kept[keep.storage] = lp.addColumn(0, 0, 1, true);
    atLeast({{kept[keep.storage], 1}, {maker, 1}, {form[keep.storage], -1}});
    bytes.push_back({kept[keep.storage], formBytes});
    if (keep.whole == none)
      continue;
    whole[keep.storage] = lp.addColumn(0, keep.forcedWhole ? 1 : 0, 1);
    atLeast({{form[keep.storage], 1}, {whole[keep.storage], -1}});
    int32_t keptRest = lp.addColumn(0, 0, 1, true);
    atLeast({{keptRest, 1}, {maker, 1}, {whole[keep.storage], -1}});
    bytes.push_back({keptRest, rest});
  }
  for (const MomentCut::Maker &maker : cut.makers())
    for (const BoundModel::Use &use : model.uses(maker.op)) {
      int32_t needed = use.whole ? whole[use.storage] : form[use.storage];
      if (needed >= 0)
        atLeast({{needed, 1}, {again[maker.op], -1}});
    }
  budgetRows.push_back(lp.addRow(-infinite, available / byteUnit(cut)));
  for (auto [column, amount] : bytes)
    if (amount > 0)
      lp.addTerm(column, amount / byteUnit(cut));
}

/// What is there at moment j was needed, or carried, in the stretch before.
void ChainLp::addCarries(size_t j, const std::vector<int32_t> &formBefore) {
  carryRows.emplace_back();
  std::vector<uint8_t> held(model.core.valueCount, 0);
  for (uint32_t s : chain.cuts[j].heldForms())
    held[s] = 1;
  for (uint32_t s : chain.carried[j]) {
    carryRows[j].push_back({s, lp.addRow(held[s] ? 1 : 0, infinite)});
    lp.addTerm(formBefore[s], 1);
    if (!held[s])
      lp.addTerm(kept[s], -1);
  }
}

void ChainLp::build() {
  for (size_t j = 0; j < chain.cuts.size(); ++j) {
    std::vector<int32_t> formBefore = form;
    addCut(chain.cuts[j], chain.available[j], true);
    addCarries(j, formBefore);
    for (const MomentCut::Maker &maker : chain.cuts[j].makers())
      if (j >= chain.start)
        total[maker.op].push_back(again[maker.op]);
  }
  addCut(chain.alone, chain.available[chain.start], false);
  for (const MomentCut::Maker &maker : chain.alone.makers()) {
    shareRows.push_back({maker.op, lp.addRow(0, infinite)});
    lp.addTerm(again[maker.op], -1);
    for (int32_t column : total[maker.op])
      lp.addTerm(column, 1);
  }
}

/// What is there is there whole, or not at all.
int64_t ChainLp::integerBound(double seconds) {
  build();
  IntegerSolution solution;
  std::string why;
  solveIntegerProgram(lp, {}, {seconds}, solution, why);
  // The margin is for the tolerances of the solver.
  double extra = solution.bound * (1 - 1e-6) * timeUnit;
  return model.baseTime + (extra > 0 && extra < 1e18 ? int64_t(extra) : 0);
}

bool ChainLp::solve(double seconds, ChainPrices &prices) {
  build();
  LinearSolution solution;
  std::string why;
  if (!solveLinearProgram(lp, seconds, solution, why))
    return false;
  for (size_t j = 0; j < chain.cuts.size(); ++j) {
    prices.bytes[j] = byteDual(solution, j, chain.cuts[j]);
    for (auto [storage, row] : carryRows[j])
      prices.carries[j][storage] = timeDual(solution, row);
  }
  prices.alone = byteDual(solution, chain.cuts.size(), chain.alone);
  for (auto [op, row] : shareRows)
    prices.shares[op] = std::min(model.again[op], timeDual(solution, row));
  return true;
}

} // namespace

bool solvePrices(const BoundModel &model, const Chain &chain, double seconds, ChainPrices &prices) {
  return hasLinearSolver() && ChainLp(model, chain).solve(seconds, prices);
}

int64_t integerBoundOver(const BoundModel &model, const Chain &chain, double seconds) {
  return hasLinearSolver() ? ChainLp(model, chain).integerBound(seconds) : model.baseTime;
}

} // namespace neap::planner
