//===- Highs.h - The HiGHS solver, where there is one -----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Linear programs by HiGHS (Huangfu and Hall 2018) through its C interface, which
// is looked up at run time: in NEAP_HIGHS_LIB, else libhighs.so.1 and libhighs.so on
// the loader's path. Nothing needs it. The prototypes are those of HiGHS 1.5 to 1.x with
// 32-bit indices; other libraries are refused.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_BOUNDS_HIGHS_H
#define NEAP_LIB_PLANNER_BOUNDS_HIGHS_H

#include <cstdint>
#include <string>
#include <vector>

namespace neap::planner {

/// Minimise cost x subject to lower <= A x <= upper and bounds on x, by rows.
struct LinearProgram {
  std::vector<double> cost, columnLower, columnUpper;
  std::vector<double> rowLower, rowUpper;
  std::vector<int32_t> rowStart, index;
  std::vector<double> value;

  int32_t addColumn(double price, double lower, double upper);
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

/// True if a solver of a known version was found.
bool hasLinearSolver();

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_BOUNDS_HIGHS_H
