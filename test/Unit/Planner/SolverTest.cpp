//===- SolverTest.cpp - Linear programs where HiGHS is there --------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Without the library (NEAP_HIGHS_LIB, or on the loader's path) they see that it is missed. The bounds
// with and without it are judged by OptimumTest.cpp.
//
//===----------------------------------------------------------------------===//

#include "Exact/Highs.h"

#include <gtest/gtest.h>

using namespace neap::planner;

namespace {

/// HiGHS is never needed: without it both tests see that it is missed in one clear sentence.
constexpr const char *absent = "no HiGHS library of version 1.5 or later was found";

/// Minimise 2 x + 3 y subject to x + y >= 4, x - y <= 1, 0 <= x <= 3, y >= 0.
LinearProgram sample() {
  LinearProgram lp;
  int32_t x = lp.addColumn(2, 0, 3), y = lp.addColumn(3, 0, 1e30);
  lp.addRow(4, 1e30);
  lp.addTerm(x, 1);
  lp.addTerm(y, 1);
  lp.addRow(-1e30, 1);
  lp.addTerm(x, 1);
  lp.addTerm(y, -1);
  return lp;
}

TEST(Solver, SolvesWithDualsOrSaysThatThereIsNone) {
  LinearSolution solution;
  std::string why;
  bool done = solveLinearProgram(sample(), 10, solution, why);
  EXPECT_EQ(done, hasLinearSolver());
  if (!done) {
    EXPECT_EQ(why, absent);
    return;
  }
  // x = 2.5, y = 1.5: both rows are tight.
  EXPECT_NEAR(solution.objective, 9.5, 1e-9);
  ASSERT_EQ(solution.columns.size(), 2u);
  EXPECT_NEAR(solution.columns[0], 2.5, 1e-9);
  EXPECT_NEAR(solution.columns[1], 1.5, 1e-9);
  ASSERT_EQ(solution.rowDuals.size(), 2u);
  EXPECT_NEAR(solution.rowDuals[0], 2.5, 1e-9);
  EXPECT_NEAR(solution.rowDuals[1], -0.5, 1e-9);
}

TEST(Solver, SolvesIntegerProgramsFromAStart) {
  LinearProgram program = sample();
  program.integral = {1, 1};
  IntegerSolution solution;
  std::string why;
  // x = 1, y = 3 to begin with; x = 2, y = 2 is best, as x = 3, y = 1 breaks the second row.
  bool done = solveIntegerProgram(program, {1, 3}, {10, 1000}, solution, why);
  EXPECT_EQ(done, hasLinearSolver());
  if (!done) {
    EXPECT_EQ(why, absent);
    return;
  }
  EXPECT_TRUE(solution.optimal);
  EXPECT_NEAR(solution.objective, 10, 1e-9);
  EXPECT_NEAR(solution.bound, 10, 1e-4);
  ASSERT_EQ(solution.columns.size(), 2u);
  EXPECT_NEAR(solution.columns[0], 2, 1e-6);
  EXPECT_NEAR(solution.columns[1], 2, 1e-6);
}

TEST(Solver, SaysWhenThereIsNoOptimum) {
  LinearProgram lp = sample();
  lp.rowUpper[1] = -10;
  lp.columnUpper[1] = 5;
  lp.columnLower[0] = 1;
  LinearSolution solution;
  std::string why;
  EXPECT_FALSE(solveLinearProgram(lp, 10, solution, why));
  EXPECT_EQ(why.rfind(hasLinearSolver() ? "HiGHS found no optimum within " : absent, 0), 0u) << why;
}

} // namespace
