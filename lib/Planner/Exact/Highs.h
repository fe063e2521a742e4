//===- Highs.h - The HiGHS solver, where there is one -----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Linear and integer programs by HiGHS (Huangfu and Hall 2018) through its C interface,
// which is looked up at run time: in NEAP_HIGHS_LIB, else libhighs.so.1 and libhighs.so on
// the loader's path. Nothing needs it. The prototypes are those of HiGHS 1.5 to 1.x with
// 32-bit indices; other libraries are refused.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_EXACT_HIGHS_H
#define NEAP_LIB_PLANNER_EXACT_HIGHS_H

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace neap::planner {

/// Minimise cost x subject to lower <= A x <= upper and bounds on x, by rows.
struct LinearProgram {
  std::vector<double> cost, columnLower, columnUpper;
  std::vector<double> rowLower, rowUpper;
  std::vector<int32_t> rowStart, index;
  std::vector<double> value;
  /// Per column 1 where only whole numbers will do. Not read by solveLinearProgram.
  std::vector<int32_t> integral;

  int32_t addColumn(double price, double lower, double upper, bool whole = false);
  /// Returns the index of the row; its terms follow by `addTerm`.
  int32_t addRow(double lower, double upper);
  void addTerm(int32_t column, double factor) {
    index.push_back(column);
    value.push_back(factor);
  }
};

struct LinearSolution {
  double objective = 0;
  std::vector<double> columns, rowDuals;
};

/// False where there is no solver (`why` says so), or no optimum within the time.
bool solveLinearProgram(const LinearProgram &program, double seconds, LinearSolution &solution, std::string &why);

struct IntegerSolution {
  double objective = 0;
  std::vector<double> columns;
  /// No solution is better, as far as floating point can tell.
  bool optimal = false;
  /// No solution is below this, as far as floating point can tell; set whether or not one was found.
  double bound = -std::numeric_limits<double>::infinity();
};

struct IntegerLimits {
  double seconds = 1;
  /// Nodes of the branch and bound tree.
  int32_t nodes = INT32_MAX;
};

/// `start` is a solution to begin with, or empty. False where there is no solver, or no
/// solution was found within the limits; `why` says which.
bool solveIntegerProgram(const LinearProgram &program, const std::vector<double> &start, const IntegerLimits &limits,
                         IntegerSolution &solution, std::string &why);

/// True if a solver of a known version was found.
bool hasLinearSolver();

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_EXACT_HIGHS_H
