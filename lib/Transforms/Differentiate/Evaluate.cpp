//===- Evaluate.cpp - The evaluation function ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A copy of @forward with every op in evaluation form and the losses per sample.
//
//===----------------------------------------------------------------------===//

#include "Evaluate.h"

#include "neap/Dialect/Neap/Ops/Reduction.h"
#include "neap/Dialect/Neap/Ops/Shape.h"

using namespace mlir;
using namespace neap;

/// Replaces ops in training form. What only training has (statistics for the next step) keeps its readers, which are
/// dead once the results that carry them are gone.
static void useEvaluationForms(func::FuncOp function) {
  for (Operation &op : llvm::make_early_inc_range(function.front())) {
    auto modal = dyn_cast<TrainingModeOpInterface>(op);
    if (!modal)
      continue;
    OpBuilder builder(&op);
    for (auto [result, value] : llvm::zip_equal(op.getResults(), modal.buildEvaluationForm(builder)))
      if (value)
        result.replaceAllUsesWith(value);
  }
}

/// Sums over the rows of each sample where the output has several: [batch * k] to [batch].
static Value sumRows(OpBuilder &builder, Location loc, Value rows, int64_t batch) {
  auto type = cast<RankedTensorType>(rows.getType());
  if (type.getDimSize(0) == batch)
    return rows;
  Value grid = ReshapeOp::create(builder, loc, rows, ArrayRef<int64_t>{batch, type.getDimSize(0) / batch});
  return ReduceSumOp::create(builder, loc, grid, ArrayRef<int64_t>{1}, /*keepdims=*/false);
}

/// Whether the loss is there for each sample: one or more rows of the output belong to it.
static bool isPerSample(LossValues values, int64_t batch) {
  auto type = cast<RankedTensorType>(values.sum.getType());
  return type.getRank() == 1 && batch > 0 && type.getDimSize(0) > 0 && type.getDimSize(0) % batch == 0;
}

void neap::buildEvaluate(func::FuncOp forward, ArrayRef<ResolvedLoss> losses) {
  func::FuncOp function = copyFunction(forward, "evaluate");
  useEvaluationForms(function);
  ProgramBuilder program(function);
  for (const ProgramBuilder::Result &result : program.getFormerResults())
    if (result.binding.getKind() == BindKind::Output)
      program.addResult(result.value, BindKind::Output, result.binding.getName());

  SmallVector<LossValues> values = buildLosses(program, losses);
  int64_t batch = getBatchSize(forward);
  if (llvm::all_of(values, [&](const LossValues &value) { return isPerSample(value, batch); })) {
    OpBuilder builder = program.atEnd();
    for (auto [index, value] : llvm::enumerate(values)) {
      std::string name = "loss" + std::to_string(index);
      program.addResult(sumRows(builder, value.sum.getLoc(), value.sum, batch), BindKind::LossSum, name);
      program.addResult(sumRows(builder, value.sum.getLoc(), value.weight, batch), BindKind::LossWeight, name);
    }
  } else {
    program.addResult(buildTotal(program, losses, values), BindKind::Loss, "loss");
  }
  program.finish();
}
