//===- Losses.cpp - Losses on the outputs of a program function ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See the header; which op a loss is, the Loss family's table knows.
//
//===----------------------------------------------------------------------===//

#include "Losses.h"

#include "neap/Dialect/Neap/Ops/Elementwise.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace neap;

/// The graph outputs: number among the results, by name in order.
static SmallVector<std::pair<StringRef, unsigned>> graphOutputs(func::FuncOp forward) {
  SmallVector<std::pair<StringRef, unsigned>> outputs;
  for (unsigned index = 0; index < forward.getNumResults(); ++index)
    if (BindAttr binding = getResultBinding(forward, index); binding && binding.getKind() == BindKind::Output)
      outputs.emplace_back(binding.getName(), index);
  return outputs;
}

static LogicalResult resolveOutput(func::FuncOp forward, ResolvedLoss &loss) {
  SmallVector<std::pair<StringRef, unsigned>> outputs = graphOutputs(forward);
  auto error = [&]() { return forward.emitError() << "--loss '" << loss.spec->text << "': "; };
  std::string names = llvm::join(llvm::make_first_range(outputs), "', '");
  StringRef wanted = loss.spec->output;
  if (wanted.empty() && outputs.size() != 1)
    return error() << "the model has " << outputs.size() << " outputs, expected output= with one of '" << names << "'";
  const auto *found =
      llvm::find_if(outputs, [&](const auto &output) { return wanted.empty() || output.first == wanted; });
  if (found == outputs.end())
    return error() << "output=" << wanted << " is no output of the model, expected one of '" << names << "'";
  loss.output = found->first.str();
  loss.result = found->second;
  auto type = cast<RankedTensorType>(forward.getResultTypes()[loss.result]);
  if (!isa<FloatType>(type.getElementType()))
    return error() << "output '" << loss.output << "' is " << type
                   << ": no loss can be put on it, expected a floating-point output";
  std::string problem;
  loss.targetType = loss.spec->kind->targetType(type, loss.spec->options, problem);
  if (!problem.empty())
    return error() << "output '" << loss.output << "' is " << type << ", " << problem;
  return success();
}

/// A graph input of the target's name serves as target (an autoencoder's does).
static LogicalResult resolveTarget(func::FuncOp forward, ResolvedLoss &loss) {
  if (!loss.targetType)
    return success();
  for (BlockArgument argument : forward.getArguments()) {
    BindAttr binding = getArgumentBinding(forward, argument.getArgNumber());
    if (!binding || binding.getKind() != BindKind::Data || binding.getName() != loss.spec->target)
      continue;
    if (argument.getType() != loss.targetType)
      return forward.emitError() << "--loss '" << loss.spec->text << "': target '" << loss.spec->target
                                 << "' is the graph input of type " << argument.getType() << ", but output '"
                                 << loss.output << "' is compared with " << loss.targetType;
    loss.targetKind = BindKind::Data;
  }
  return success();
}

FailureOr<SmallVector<ResolvedLoss>> neap::resolveLosses(func::FuncOp forward, const TrainingSpec &spec) {
  SmallVector<ResolvedLoss> losses;
  bool failure = false;
  for (const LossSpec &lossSpec : spec.losses) {
    ResolvedLoss loss{&lossSpec, "", 0, BindKind::Target, {}};
    if (failed(resolveOutput(forward, loss)) || failed(resolveTarget(forward, loss))) {
      failure = true;
      continue;
    }
    for (const ResolvedLoss &other : losses)
      if (loss.targetType && other.targetType && other.spec->target == lossSpec.target &&
          other.targetType != loss.targetType) {
        forward.emitError() << "--loss '" << lossSpec.text << "': target '" << lossSpec.target << "' would be "
                            << loss.targetType << " here and " << other.targetType << " in '" << other.spec->text
                            << "', expected target= with another name";
        failure = true;
      }
    losses.push_back(loss);
  }
  if (failure)
    return mlir::failure();
  return losses;
}

/// Gradients and losses of an output carry its name.
static Location lossLocation(ProgramBuilder &program, const ResolvedLoss &loss) {
  MLIRContext *context = program.getFunction().getContext();
  return NameLoc::get(StringAttr::get(context, "loss of " + loss.output));
}

SmallVector<LossValues> neap::buildLosses(ProgramBuilder &program, ArrayRef<ResolvedLoss> losses) {
  SmallVector<LossValues> values;
  for (const ResolvedLoss &loss : losses) {
    Value output = program.getFormerResults()[loss.result].value, target;
    if (loss.targetType)
      target = program.getArgument(loss.targetKind, loss.spec->target, loss.targetType);
    OpBuilder builder = program.atEnd();
    values.push_back(loss.spec->kind->build(builder, lossLocation(program, loss), output, target, loss.spec->options));
  }
  return values;
}

Value neap::buildTotal(ProgramBuilder &program, ArrayRef<ResolvedLoss> losses, ArrayRef<LossValues> values) {
  OpBuilder builder = program.atEnd();
  Value total;
  for (auto [loss, value] : llvm::zip_equal(losses, values)) {
    Location loc = lossLocation(program, loss);
    Value one = buildLossTotal(builder, loc, value, loss.spec->mean, loss.spec->scale);
    total = total ? AddOp::create(builder, loc, total, one).getResult() : one;
  }
  return total;
}
