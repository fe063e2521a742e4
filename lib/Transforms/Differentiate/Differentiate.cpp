//===- Differentiate.cpp - From a forward function to a training step ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Losses on the outputs, reverse mode through the straight line, and each optimizer
// update right behind the op that completes its gradient, so that gradients die
// early:
//
//   func @forward(x, global w) -> (output y)
//     y = relu(matmul(x, w))
// becomes
//   func @step(x, target, global w, global learning_rate) -> (loss, global w)
//     y = relu(matmul(x, w)); loss = …; dw = …; w' = sgd(w, dw, …)
//   func @evaluate(x, target, global w) -> (output y, loss_sum, loss_weight)
//
// The parts: Losses, Reverse, Updates, Evaluate.
//
//===----------------------------------------------------------------------===//

#include "neap/Transforms/Differentiate/Differentiate.h"

#include "Evaluate.h"
#include "Reverse.h"
#include "Updates.h"

#include "neap/Dialect/Neap/Ops/Elementwise.h"
#include "neap/Transforms/Passes.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace neap;

namespace {

/// The forward pass with its losses and gradients, without updates.
class StepBuilder {
public:
  StepBuilder(ModuleOp module, func::FuncOp forward, const TrainingSpec &spec, ArrayRef<ResolvedLoss> losses)
      : module(module), spec(spec), losses(losses), globals(module),
        program(copyFunction(forward, spec.accumulate > 1 ? "accumulate" : "step")) {}

  LogicalResult build();

private:
  LogicalResult checkGradients(const Activity &activity);
  LogicalResult buildBackward();
  LogicalResult finishStep(UpdateBuilder &updates);
  LogicalResult finishAccumulate();
  LogicalResult buildUpdate(ArrayRef<ParameterGradient> accumulators);
  void addGradientResults(ProgramBuilder &target, ArrayRef<ParameterGradient> trained);
  GlobalOp parameterOf(Value argument);

  ModuleOp module;
  const TrainingSpec &spec;
  ArrayRef<ResolvedLoss> losses;
  GlobalBuilder globals;
  ProgramBuilder program;
  /// Arguments bound to trained parameters.
  SmallVector<Value> sources;
  SmallVector<ParameterGradient> gradients;
  Value total;
};

} // namespace

GlobalOp StepBuilder::parameterOf(Value argument) {
  BindAttr binding = getArgumentBinding(program.getFunction(), cast<BlockArgument>(argument).getArgNumber());
  if (!binding || binding.getKind() != BindKind::Global)
    return {};
  GlobalOp global = globals.lookup(binding.getName());
  return global && global.getTrained() ? global : GlobalOp();
}

/// `w1`, `b1` of arguments bound to parameters.
static std::string quoteNames(ArrayRef<std::string> names) { return "'" + llvm::join(names, "', '") + "'"; }

/// "node 'pick' (neap.arg_max)", or the op alone where it came from no node.
static std::string describe(Operation *op) {
  std::string name = op->getName().getStringRef().str(), node = getSourceName(op->getLoc());
  return node.empty() ? name : "node '" + node + "' (" + name + ")";
}

LogicalResult StepBuilder::checkGradients(const Activity &activity) {
  SmallVector<Activity::Cut> cuts = activity.findCuts();
  for (const Activity::Cut &cut : cuts) {
    auto names = llvm::map_to_vector(cut.sources, [&](Value source) { return parameterOf(source).getSymName().str(); });
    emitError(cut.op->getLoc()) << describe(cut.op) << " has no gradient, so " << quoteNames(names)
                                << " cannot be trained: freeze them, or put the loss on another output";
  }
  if (!cuts.empty())
    return failure();
  if (llvm::any_of(sources, [&](Value source) { return activity.isOnPath(source); }))
    return success();
  InFlightDiagnostic error = program.getFunction().emitError();
  if (sources.empty())
    return error
           << "no parameter is trained: every initializer is frozen or taken for a constant, expected at least one";
  return error << "the loss depends on none of the trained parameters";
}

LogicalResult StepBuilder::buildBackward() {
  Activity activity(program.getBlock(), sources, total);
  if (failed(checkGradients(activity)))
    return failure();
  UpdateBuilder updates(program, globals, spec);
  bool updateNow = spec.accumulate == 1 && !spec.clipGradNorm, failedUpdate = false;
  OpBuilder builder = program.atEnd();
  Value seed = createSplat(builder, total.getLoc(), cast<RankedTensorType>(total.getType()), 1.0 / spec.accumulate);
  auto onFinal = [&](Value source, Value gradient) {
    if (!gradient)
      return;
    gradients.push_back({parameterOf(source), gradient});
    if (updateNow && failed(updates.update(gradients.back())))
      failedUpdate = true;
  };
  if (failed(buildGradients(program.getBlock(), activity, sources, total, seed, onFinal)) || failedUpdate)
    return failure();
  if (!updateNow && spec.accumulate == 1 && failed(updates.updateAll(gradients)))
    return failure();
  return spec.accumulate == 1 ? finishStep(updates) : finishAccumulate();
}

void StepBuilder::addGradientResults(ProgramBuilder &target, ArrayRef<ParameterGradient> trained) {
  if (!spec.keepGradients)
    return;
  for (auto global : module.getOps<GlobalOp>())
    for (ParameterGradient entry : trained)
      if (entry.parameter == global)
        target.addResult(entry.gradient, BindKind::Gradient, global.getSymName());
}

/// New values of state globals, as @forward returned them.
static void addStateResults(ProgramBuilder &program) {
  for (const ProgramBuilder::Result &result : program.getFormerResults())
    if (result.binding.getKind() == BindKind::Global)
      program.addResult(result.value, BindKind::Global, result.binding.getName());
}

LogicalResult StepBuilder::finishStep(UpdateBuilder &updates) {
  program.addResult(total, BindKind::Loss, "loss");
  updates.addResults(module);
  addStateResults(program);
  addGradientResults(program, gradients);
  program.finish();
  return success();
}

LogicalResult StepBuilder::finishAccumulate() {
  program.addResult(total, BindKind::Loss, "loss");
  addStateResults(program);
  SmallVector<ParameterGradient> accumulators;
  for (ParameterGradient entry : gradients) {
    auto type = entry.parameter.getTensorType();
    std::string name = (entry.parameter.getSymName() + "/grad").str();
    GlobalOp accumulator = globals.create(name, Role::Accumulator, type, entry.gradient.getLoc());
    if (!accumulator)
      return failure();
    OpBuilder builder(program.getFunction().getContext());
    Value sum = program.getGlobal(accumulator);
    builder.setInsertionPointAfterValue(entry.gradient);
    program.addResult(AddOp::create(builder, entry.gradient.getLoc(), sum, entry.gradient), BindKind::Global, name);
    accumulators.push_back({entry.parameter, nullptr});
  }
  program.finish();
  return buildUpdate(accumulators);
}

/// The optimizer update from the accumulators, which return to zero.
LogicalResult StepBuilder::buildUpdate(ArrayRef<ParameterGradient> accumulators) {
  ProgramBuilder update(module, "update", program.getFunction().getLoc());
  UpdateBuilder updates(update, globals, spec);
  SmallVector<ParameterGradient> means;
  for (ParameterGradient entry : accumulators)
    means.push_back(
        {entry.parameter, update.getGlobal(globals.lookup((entry.parameter.getSymName() + "/grad").str()))});
  if (failed(updates.updateAll(means)))
    return failure();
  updates.addResults(module);
  OpBuilder builder = update.atEnd();
  for (ParameterGradient entry : means)
    update.addResult(createSplat(builder, entry.gradient.getLoc(), entry.parameter.getTensorType(), 0),
                     BindKind::Global, (entry.parameter.getSymName() + "/grad").str());
  addGradientResults(update, means);
  update.finish();
  return success();
}

LogicalResult StepBuilder::build() {
  for (BlockArgument argument : program.getBlock().getArguments())
    if (parameterOf(argument))
      sources.push_back(argument);
  total = buildTotal(program, losses, buildLosses(program, losses));
  if (failed(buildBackward()))
    return failure();
  llvm::StringSet<> trained;
  for (ParameterGradient entry : gradients)
    trained.insert(entry.parameter.getSymName());
  for (auto global : module.getOps<GlobalOp>())
    if (global.getTrained() && !trained.contains(global.getSymName())) {
      emitWarning(global.getLoc()) << "parameter '" << global.getSymName()
                                   << "' is not reached by any loss: it keeps its value";
      global.setTrained(false);
    }
  return success();
}

//===----------------------------------------------------------------------===//
// What the manifest will say
//===----------------------------------------------------------------------===//

static DictionaryAttr describeTraining(Builder &b, const TrainingSpec &spec, ArrayRef<ResolvedLoss> losses,
                                       int64_t batch) {
  SmallVector<Attribute> lossAttributes;
  for (const ResolvedLoss &loss : losses) {
    const LossOptions &options = loss.spec->options;
    SmallVector<NamedAttribute> entries = {
        b.getNamedAttr("kind", b.getStringAttr(loss.spec->kind->name)),
        b.getNamedAttr("reduction", b.getStringAttr(loss.spec->mean ? "mean" : "sum")),
        b.getNamedAttr("scale", b.getF64FloatAttr(loss.spec->scale)),
        b.getNamedAttr("output", b.getStringAttr(loss.output)),
        b.getNamedAttr("options", b.getStringAttr(loss.spec->text))};
    if (loss.targetType)
      entries.push_back(b.getNamedAttr("target", b.getStringAttr(loss.spec->target)));
    if (loss.spec->kind->hasClasses && !options.probabilities) {
      entries.push_back(b.getNamedAttr("classAxis", b.getI64IntegerAttr(options.classAxis)));
      entries.push_back(b.getNamedAttr("ignoreIndex", b.getI64IntegerAttr(options.ignoreIndex)));
    }
    lossAttributes.push_back(b.getDictionaryAttr(entries));
  }
  const ScheduleSpec &schedule = spec.schedule;
  return b.getDictionaryAttr(
      {b.getNamedAttr("losses", b.getArrayAttr(lossAttributes)),
       b.getNamedAttr("optimizer",
                      b.getDictionaryAttr({b.getNamedAttr("kind", b.getStringAttr(spec.optimizer.rule->name)),
                                           b.getNamedAttr("options", b.getStringAttr(spec.optimizer.text)),
                                           b.getNamedAttr("lr", b.getF64FloatAttr(spec.optimizer.learningRate()))})),
       b.getNamedAttr("schedule", b.getDictionaryAttr({b.getNamedAttr("kind", b.getStringAttr(schedule.kind)),
                                                       b.getNamedAttr("warmup", b.getI64IntegerAttr(schedule.warmup)),
                                                       b.getNamedAttr("total", b.getI64IntegerAttr(schedule.total)),
                                                       b.getNamedAttr("final", b.getF64FloatAttr(schedule.final)),
                                                       b.getNamedAttr("every", b.getI64IntegerAttr(schedule.every)),
                                                       b.getNamedAttr("gamma", b.getF64FloatAttr(schedule.gamma))})),
       b.getNamedAttr("batch", b.getI64IntegerAttr(batch)),
       b.getNamedAttr("accumulate", b.getI64IntegerAttr(spec.accumulate))});
}

LogicalResult neap::differentiate(ModuleOp module, const TrainingSpec &spec) {
  auto forward = module.lookupSymbol<func::FuncOp>("forward");
  if (!forward || forward.isDeclaration() || !forward.getBody().hasOneBlock())
    return module.emitError("has no function @forward of one block to differentiate");
  for (StringRef name : {"step", "accumulate", "update", "evaluate"})
    if (Operation *taken = module.lookupSymbol(name); taken && isa<func::FuncOp>(taken))
      return taken->emitError() << "@" << name << " is there already: the module is past stage canonical";
  FailureOr<SmallVector<ResolvedLoss>> losses = resolveLosses(forward, spec);
  if (failed(losses))
    return failure();
  if (failed(StepBuilder(module, forward, spec, *losses).build()))
    return failure();
  buildEvaluate(forward, *losses);
  Builder builder(module.getContext());
  module->setAttr("neap.training", describeTraining(builder, spec, *losses, getBatchSize(forward)));
  module->setAttr(stageAttrName, builder.getStringAttr("train-step"));
  forward.erase();
  return success();
}

//===----------------------------------------------------------------------===//
// Pass
//===----------------------------------------------------------------------===//

namespace neap {
#define GEN_PASS_DEF_DIFFERENTIATEPASS
#include "neap/Transforms/Passes.h.inc"
} // namespace neap

namespace {
struct DifferentiatePass : neap::impl::DifferentiatePassBase<DifferentiatePass> {
  using DifferentiatePassBase::DifferentiatePassBase;

  void runOnOperation() override {
    TrainingOptions options;
    options.losses = splitSpecs(loss);
    options.optimizer = optimizer;
    options.schedule = lrSchedule;
    options.noDecay = splitSpecs(noDecay);
    options.clipGradNorm = clipGradNorm;
    options.accumulate = accumulate;
    options.keepGradients = keepGradients;
    auto report = [&](const Twine &message) { emitError(getOperation().getLoc()) << message.str(); };
    FailureOr<TrainingSpec> spec = parseTrainingSpec(options, report);
    if (failed(spec) || failed(differentiate(getOperation(), *spec)))
      signalPassFailure();
  }
};
} // namespace
