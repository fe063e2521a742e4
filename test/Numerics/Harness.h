//===- Harness.h - Runs neap functions in this process ----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From a module of functions on tensors to numbers: kernels, plan, code, one
// arena, the runtime's launcher. The same passes and the same runner as in an
// emitted program. Many functions share one compilation.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TEST_NUMERICS_HARNESS_H
#define NEAP_TEST_NUMERICS_HARNESS_H

#include "neap/Codegen/CPU/CPUBackend.h"
#include "neap/Codegen/CPU/Jit.h"
#include "neap/Runtime/Arena.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

#include <map>
#include <string>
#include <vector>

namespace neap::numerics {

/// Values of one tensor, each converted to double (every element type but large i64 fits).
using Numbers = std::vector<double>;

/// An argument or result of a function, and where it lies.
struct Slot {
  std::string name;
  mlir::RankedTensorType type;
  int64_t offset = 0;
};

/// A compiled module and its memory.
class Compiled {
public:
  struct Function {
    std::vector<Slot> inputs, outputs;
    const neap_function *code = nullptr;
  };

  const Function &get(const std::string &name) const { return functions.at(name); }
  /// Writes `inputs` in order of the arguments, runs, reads the results. Globals are not inputs.
  std::vector<Numbers> run(const std::string &name, const std::vector<Numbers> &inputs);
  /// The same over raw bytes, as they lie in memory.
  std::vector<std::string> runBytes(const std::string &name, const std::vector<std::string> &inputs);
  int64_t countLaunches(const std::string &name, bool library) const;

private:
  friend class Harness;
  std::unique_ptr<JitProgram> jit;
  std::unique_ptr<runtime::Arena> arena;
  std::map<std::string, Function> functions;
  /// Initial bytes of globals by offset.
  std::vector<std::pair<int64_t, std::string>> globals;
  int threads = 1;
};

struct HarnessOptions {
  unsigned optimizationLevel = 1;
  unsigned threads = 1;
  /// Ask for library calls; otherwise everything is generated.
  bool libraries = true;
};

class Harness {
public:
  explicit Harness(const HarnessOptions &options = {});

  mlir::MLIRContext &getContext() { return context; }
  mlir::OwningOpRef<mlir::ModuleOp> parseFile(const std::string &path);
  mlir::OwningOpRef<mlir::ModuleOp> parseText(const std::string &text);

  /// Null with the diagnostics in `messages()` when a stage fails. Functions may lack bindings: they get some.
  std::unique_ptr<Compiled> compile(mlir::ModuleOp module);
  const std::string &messages() const { return text; }

private:
  HarnessOptions options;
  std::unique_ptr<TargetBackend> backend;
  mlir::MLIRContext context;
  std::string text;
};

Numbers toNumbers(const std::string &bytes, mlir::Type element);
std::string toBytes(const Numbers &numbers, mlir::Type element);

} // namespace neap::numerics

#endif // NEAP_TEST_NUMERICS_HARNESS_H
