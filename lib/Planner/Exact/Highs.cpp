//===- Highs.cpp - The HiGHS solver, where there is one -------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The library is opened once per process and never closed.
//
//===----------------------------------------------------------------------===//

#include "Exact/Highs.h"

#include <cmath>
#include <cstdlib>
#include <dlfcn.h>

namespace neap::planner {
namespace {

/// The part of highs_c_api.h that is used.
struct Api {
  int32_t (*versionMajor)();
  int32_t (*versionMinor)();
  int32_t (*sizeOfInt)(const void *);
  void *(*create)();
  void (*destroy)(void *);
  int32_t (*setBool)(void *, const char *, int32_t);
  int32_t (*setInt)(void *, const char *, int32_t);
  int32_t (*setDouble)(void *, const char *, double);
  int32_t (*passMip)(void *, int32_t columns, int32_t rows, int32_t nonzeros, int32_t format, int32_t sense,
                     double offset, const double *cost, const double *columnLower, const double *columnUpper,
                     const double *rowLower, const double *rowUpper, const int32_t *start, const int32_t *index,
                     const double *value, const int32_t *integral);
  int32_t (*setSolution)(void *, const double *columns, const double *rows, const double *columnDuals,
                         const double *rowDuals);
  int32_t (*run)(void *);
  int32_t (*modelStatus)(const void *);
  int32_t (*intInfo)(const void *, const char *, int32_t *);
  int32_t (*doubleInfo)(const void *, const char *, double *);
  double (*objective)(const void *);
  int32_t (*solution)(const void *, double *columns, double *columnDuals, double *rows, double *rowDuals);
};

constexpr int32_t rowWise = 2, minimise = 1, statusOptimal = 7, statusError = -1, solutionFeasible = 2;

template <typename Function> bool find(void *library, const char *name, Function &function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

bool lookUp(void *library, Api &api) {
  return find(library, "Highs_versionMajor", api.versionMajor) &&
         find(library, "Highs_versionMinor", api.versionMinor) &&
         find(library, "Highs_getSizeofHighsInt", api.sizeOfInt) && find(library, "Highs_create", api.create) &&
         find(library, "Highs_destroy", api.destroy) && find(library, "Highs_setBoolOptionValue", api.setBool) &&
         find(library, "Highs_setIntOptionValue", api.setInt) &&
         find(library, "Highs_setDoubleOptionValue", api.setDouble) && find(library, "Highs_passMip", api.passMip) &&
         find(library, "Highs_setSolution", api.setSolution) && find(library, "Highs_run", api.run) &&
         find(library, "Highs_getModelStatus", api.modelStatus) &&
         find(library, "Highs_getIntInfoValue", api.intInfo) &&
         find(library, "Highs_getDoubleInfoValue", api.doubleInfo) &&
         find(library, "Highs_getObjectiveValue", api.objective) && find(library, "Highs_getSolution", api.solution);
}

/// The functions of the first library that has them all, or null.
const Api *findSolver() {
  static Api api;
  std::vector<std::string> names{"libhighs.so.1", "libhighs.so"};
  if (const char *given = std::getenv("NEAP_HIGHS_LIB"))
    names.assign(1, given);
  for (const std::string &name : names) {
    void *library = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library && lookUp(library, api) && api.versionMajor() == 1 && api.versionMinor() >= 5 &&
        api.sizeOfInt(nullptr) == 4)
      return &api;
  }
  return nullptr;
}

const Api *solver() {
  static const Api *api = findSolver();
  return api;
}

constexpr const char *absent = "no HiGHS library of version 1.5 or later was found";

/// One program in the solver.
class Run {
public:
  Run(const Api &api, const LinearProgram &program, double seconds) : api(api), program(program), highs(api.create()) {
    api.setBool(highs, "output_flag", 0);
    // The same steps on every machine.
    api.setInt(highs, "threads", 1);
    api.setDouble(highs, "mip_rel_gap", 1e-6);
    api.setDouble(highs, "time_limit", seconds);
  }
  Run(const Run &) = delete;
  Run &operator=(const Run &) = delete;
  ~Run() { api.destroy(highs); }

  void limitNodes(int32_t nodes) { api.setInt(highs, "mip_max_nodes", nodes); }
  /// Without `whole`, every column may be fractional.
  bool pass(bool whole) {
    std::vector<int32_t> integral = whole ? program.integral : std::vector<int32_t>(program.cost.size(), 0);
    return api.passMip(highs, int32_t(program.cost.size()), int32_t(program.rowLower.size()),
                       int32_t(program.index.size()), rowWise, minimise, 0, program.cost.data(),
                       program.columnLower.data(), program.columnUpper.data(), program.rowLower.data(),
                       program.rowUpper.data(), program.rowStart.data(), program.index.data(), program.value.data(),
                       integral.data()) != statusError;
  }
  void start(const std::vector<double> &columns) { api.setSolution(highs, columns.data(), nullptr, nullptr, nullptr); }
  bool solve() { return api.run(highs) != statusError; }
  bool isOptimal() const { return api.modelStatus(highs) == statusOptimal; }
  double bound() const {
    double value;
    return api.doubleInfo(highs, "mip_dual_bound", &value) != statusError ? value : -HUGE_VAL;
  }
  bool isFeasible() const {
    int32_t status = 0;
    return api.intInfo(highs, "primal_solution_status", &status) != statusError && status == solutionFeasible;
  }
  bool read(double &objective, std::vector<double> &columns, std::vector<double> &rowDuals) const {
    objective = api.objective(highs);
    columns.resize(program.cost.size());
    rowDuals.resize(program.rowLower.size());
    std::vector<double> columnDuals(columns.size()), rows(rowDuals.size());
    return api.solution(highs, columns.data(), columnDuals.data(), rows.data(), rowDuals.data()) != statusError;
  }

private:
  const Api &api;
  const LinearProgram &program;
  void *highs;
};

} // namespace

int32_t LinearProgram::addColumn(double price, double lower, double upper, bool whole) {
  cost.push_back(price);
  columnLower.push_back(lower);
  columnUpper.push_back(upper);
  integral.push_back(whole);
  return int32_t(cost.size() - 1);
}

int32_t LinearProgram::addRow(double lower, double upper) {
  rowLower.push_back(lower);
  rowUpper.push_back(upper);
  rowStart.push_back(int32_t(index.size()));
  return int32_t(rowLower.size() - 1);
}

bool hasLinearSolver() { return solver() != nullptr; }

bool solveLinearProgram(const LinearProgram &program, double seconds, LinearSolution &solution, std::string &why) {
  const Api *api = solver();
  if (!api) {
    why = absent;
    return false;
  }
  Run run(*api, program, seconds);
  if (run.pass(false) && run.solve() && run.isOptimal() &&
      run.read(solution.objective, solution.columns, solution.rowDuals))
    return true;
  why = "HiGHS found no optimum within " + std::to_string(seconds) + " s";
  return false;
}

bool solveIntegerProgram(const LinearProgram &program, const std::vector<double> &start, const IntegerLimits &limits,
                         IntegerSolution &solution, std::string &why) {
  const Api *api = solver();
  if (!api) {
    why = absent;
    return false;
  }
  Run run(*api, program, limits.seconds);
  run.limitNodes(limits.nodes);
  bool done = run.pass(true);
  if (done && start.size() == program.cost.size())
    run.start(start);
  std::vector<double> noDuals;
  bool ended = done && run.solve();
  if (ended)
    solution.bound = run.bound();
  if (ended && run.isFeasible() && run.read(solution.objective, solution.columns, noDuals)) {
    solution.optimal = run.isOptimal();
    return true;
  }
  why = "HiGHS found no solution within " + std::to_string(limits.seconds) + " s";
  return false;
}

} // namespace neap::planner
