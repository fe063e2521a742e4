//===- Updates.h - Optimizer updates of a program function -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One update per trained parameter, with its slots and the scalars of the step.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TRANSFORMS_DIFFERENTIATE_UPDATES_H
#define NEAP_TRANSFORMS_DIFFERENTIATE_UPDATES_H

#include "ProgramBuilder.h"
#include "neap/Transforms/Differentiate/TrainingSpec.h"

namespace neap {

/// A trained parameter with its complete gradient.
struct ParameterGradient {
  GlobalOp parameter;
  mlir::Value gradient;
};

class UpdateBuilder {
public:
  UpdateBuilder(ProgramBuilder &program, GlobalBuilder &globals, const TrainingSpec &spec)
      : program(program), globals(globals), spec(spec) {}

  /// Builds the update at the end of the program and remembers its results.
  llvm::LogicalResult update(ParameterGradient trained);
  /// Multiplies all gradients with the clip factor, where clipping is wanted, then updates.
  llvm::LogicalResult updateAll(llvm::ArrayRef<ParameterGradient> trained);
  /// Adds a result for each new parameter and slot, in the order of the module's globals.
  void addResults(mlir::ModuleOp module);

private:
  OptimizerValues valuesFor(GlobalOp parameter) const;

  ProgramBuilder &program;
  GlobalBuilder &globals;
  const TrainingSpec &spec;
  llvm::StringMap<mlir::Value> updated;
};

} // namespace neap

#endif // NEAP_TRANSFORMS_DIFFERENTIATE_UPDATES_H
