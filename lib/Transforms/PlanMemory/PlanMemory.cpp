//===- PlanMemory.cpp - Gives every value a place in one arena -----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stage kernels to planned: globals at fixed offsets from 0, then the transient
// values of each function above them, placed by their lives (lib/Planner). All
// functions share the arena, since nothing transient survives a call.
//
//===----------------------------------------------------------------------===//

#include "OrderUpdates.h"

#include "neap/Analysis/MemoryTimeline.h"
#include "neap/Analysis/PlannedPeak.h"
#include "neap/Planner/Placement.h"
#include "neap/Transforms/Passes.h"

#include "llvm/Support/MathExtras.h"

namespace neap {
#define GEN_PASS_DEF_PLANMEMORYPASS
#include "neap/Transforms/Passes.h.inc"
} // namespace neap

using namespace mlir;
using namespace neap;

/// Every place is a multiple of this: a cache line, and what vector loads like.
static constexpr uint64_t placeAlignment = 64;

namespace {

/// Memory of one or several values that follow each other in one place: a result over the operand that dies with it.
struct MemoryClass {
  uint64_t bytes = 0;
  /// Alive over steps [first, last), for the placement.
  int64_t first = 0;
  int64_t last = 0;
  /// Set for values that lie in a global.
  std::optional<uint64_t> fixed;
};

/// Places of the values of one function.
class FunctionPlan {
public:
  FunctionPlan(func::FuncOp function, const llvm::StringMap<uint64_t> &globalPlaces)
      : function(function), liveness(function), globalPlaces(globalPlaces) {
    collect();
  }

  LogicalResult place(uint64_t base, uint64_t workUnits);
  void annotate();
  DictionaryAttr report(MLIRContext *context) const;
  uint64_t getHeight() const { return height; }
  uint64_t getLowerBound() const { return lowerBound; }

private:
  void collect();
  void collectKernel(KernelOp kernel);
  unsigned addClass(Type type, int64_t first, int64_t last);
  std::optional<unsigned> findInPlace(KernelOp kernel, OpResult result);

  func::FuncOp function;
  Liveness liveness;
  const llvm::StringMap<uint64_t> &globalPlaces;
  /// Place of the global that a root's new value is written to.
  llvm::DenseMap<Value, uint64_t> writtenGlobals;
  SmallVector<MemoryClass> classes;
  llvm::DenseMap<Value, unsigned> classOf;
  llvm::DenseMap<Operation *, unsigned> workspaceOf;
  SmallVector<uint64_t> offsets;
  uint64_t base = 0, height = 0, lowerBound = 0;
};

} // namespace

static int64_t tensorBytes(Type type) { return getTensorBytes(cast<RankedTensorType>(type)); }

void FunctionPlan::collect() {
  Operation *terminator = function.getBody().front().getTerminator();
  for (OpOperand &operand : terminator->getOpOperands()) {
    BindAttr binding = getResultBinding(function, operand.getOperandNumber());
    if (!binding)
      continue;
    if (binding.getKind() == BindKind::Global)
      writtenGlobals[getMemoryRoot(operand.get())] = globalPlaces.lookup(binding.getName());
  }
  for (BlockArgument argument : function.getArguments()) {
    BindAttr binding = getArgumentBinding(function, argument.getArgNumber());
    // The runtime writes an input before the call even when nobody reads it.
    unsigned index = addClass(argument.getType(), 0, std::max<int64_t>(liveness.getLast(argument), 0) + 1);
    classOf[argument] = index;
    if (binding && binding.getKind() == BindKind::Global)
      classes[index].fixed = globalPlaces.lookup(binding.getName());
  }
  for (KernelOp kernel : liveness.getKernels())
    collectKernel(kernel);
}

unsigned FunctionPlan::addClass(Type type, int64_t first, int64_t last) {
  classes.push_back({static_cast<uint64_t>(tensorBytes(type)), first, last, std::nullopt});
  return classes.size() - 1;
}

void FunctionPlan::collectKernel(KernelOp kernel) {
  int64_t step = liveness.getStep(kernel);
  for (OpResult result : kernel.getResults()) {
    int64_t last = liveness.getLast(result) + 1;
    if (auto global = writtenGlobals.find(result); global != writtenGlobals.end()) {
      classOf[result] = addClass(result.getType(), step, last);
      classes[classOf[result]].fixed = global->second;
      continue;
    }
    if (std::optional<unsigned> over = findInPlace(kernel, result)) {
      classOf[result] = *over;
      classes[*over].last = last;
      continue;
    }
    classOf[result] = addClass(result.getType(), step, last);
  }
  if (int64_t workspace = kernel.getWorkspaceBytes()) {
    classes.push_back({static_cast<uint64_t>(workspace), step, step + 1, std::nullopt});
    workspaceOf[kernel] = classes.size() - 1;
  }
}

/// The class of an operand that dies in `kernel` and over which `result` may be written.
std::optional<unsigned> FunctionPlan::findInPlace(KernelOp kernel, OpResult result) {
  int64_t step = liveness.getStep(kernel);
  for (auto [index, operand] : llvm::enumerate(kernel.getInputs())) {
    if (!mayShare(kernel, result.getResultNumber(), index))
      continue;
    unsigned candidate = classOf.lookup(getMemoryRoot(operand));
    const MemoryClass &memory = classes[candidate];
    if (memory.fixed || memory.last != step + 1 || memory.bytes != static_cast<uint64_t>(tensorBytes(result.getType())))
      continue;
    unsigned reads = llvm::count_if(kernel.getInputs(),
                                    [&](Value other) { return classOf.lookup(getMemoryRoot(other)) == candidate; });
    bool taken = llvm::any_of(kernel.getResults(), [&](Value other) {
      auto it = classOf.find(other);
      return it != classOf.end() && it->second == candidate;
    });
    if (reads == 1 && !taken)
      return candidate;
  }
  return std::nullopt;
}

LogicalResult FunctionPlan::place(uint64_t globalBytes, uint64_t workUnits) {
  base = globalBytes;
  std::vector<planner::Buffer> buffers;
  SmallVector<unsigned> transient;
  for (auto [index, memory] : llvm::enumerate(classes)) {
    if (memory.fixed)
      continue;
    planner::Buffer buffer;
    buffer.size = memory.bytes;
    buffer.alignment = placeAlignment;
    buffer.first = memory.first;
    buffer.last = memory.last;
    buffers.push_back(buffer);
    transient.push_back(index);
  }
  planner::PlaceOptions options;
  options.workUnits = workUnits;
  std::vector<std::string> errors;
  std::optional<planner::Placement> placement = planner::placeBuffers(buffers, options, errors);
  if (placement)
    errors = planner::checkPlacement(buffers, *placement);
  if (!placement || !errors.empty()) {
    InFlightDiagnostic diagnostic = function.emitError("the values cannot be placed");
    for (const std::string &error : errors)
      diagnostic.attachNote() << error;
    return failure();
  }
  offsets.assign(classes.size(), 0);
  for (auto [position, index] : llvm::enumerate(transient))
    offsets[index] = base + placement->offsets[position];
  for (auto [index, memory] : llvm::enumerate(classes))
    if (memory.fixed)
      offsets[index] = *memory.fixed;
  height = placement->height;
  lowerBound = placement->lowerBound;
  return success();
}

void FunctionPlan::annotate() {
  Builder builder(function.getContext());
  for (BlockArgument argument : function.getArguments())
    function.setArgAttr(argument.getArgNumber(), placeAttrName,
                        builder.getI64IntegerAttr(offsets[classOf.lookup(argument)]));
  for (KernelOp kernel : liveness.getKernels()) {
    SmallVector<int64_t> places;
    for (Value result : kernel.getResults())
      places.push_back(offsets[classOf.lookup(result)]);
    if (auto workspace = workspaceOf.find(kernel); workspace != workspaceOf.end())
      places.push_back(offsets[workspace->second]);
    kernel.setPlaces(places);
  }
}

/// {peak, lower_bound, peak_kernel, kernels, owners = {activations = …}, largest = [{name, owner, bytes}, …]}; owners
/// and largest at the peak, in bytes.
DictionaryAttr FunctionPlan::report(MLIRContext *context) const {
  constexpr size_t largestListed = 16;
  Builder builder(context);
  auto number = [&](int64_t value) { return builder.getI64IntegerAttr(value); };
  MemoryTimeline timeline(function, base);
  int64_t step = timeline.getPeakStep();
  SmallVector<const MemoryTimeline::Holding *> alive;
  for (const MemoryTimeline::Holding &holding : timeline.getHoldings())
    if (holding.first <= step && step < holding.last)
      alive.push_back(&holding);
  llvm::stable_sort(alive, [](auto *a, auto *b) { return a->bytes > b->bytes; });
  SmallVector<NamedAttribute> owners;
  for (auto [owner, bytes] : llvm::enumerate(timeline.getBytes(step)))
    owners.push_back(builder.getNamedAttr(stringifyMemoryOwner(static_cast<MemoryOwner>(owner)), number(bytes)));
  SmallVector<Attribute> largest;
  for (const MemoryTimeline::Holding *holding : ArrayRef(alive).take_front(largestListed))
    largest.push_back(builder.getDictionaryAttr({
        builder.getNamedAttr("name", builder.getStringAttr(holding->name)),
        builder.getNamedAttr("owner", builder.getStringAttr(stringifyMemoryOwner(holding->owner))),
        builder.getNamedAttr("bytes", number(holding->bytes)),
    }));
  StringRef kernel = step < timeline.getSteps() ? timeline.getKernelName(step) : StringRef("return");
  return builder.getDictionaryAttr({
      builder.getNamedAttr("peak", number(base + height)),
      builder.getNamedAttr("lower_bound", number(base + lowerBound)),
      builder.getNamedAttr("peak_kernel", builder.getStringAttr(kernel)),
      builder.getNamedAttr("kernels", number(timeline.getSteps())),
      builder.getNamedAttr("owners", builder.getDictionaryAttr(owners)),
      builder.getNamedAttr("largest", builder.getArrayAttr(largest)),
  });
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

/// Places globals role by role; fills name → offset and returns the bytes they take.
static uint64_t placeGlobals(ModuleOp module, llvm::StringMap<uint64_t> &places,
                             SmallVectorImpl<NamedAttribute> &owners) {
  Builder builder(module.getContext());
  uint64_t offset = 0;
  for (uint32_t role = 0; role <= getMaxEnumValForRole(); ++role) {
    uint64_t start = offset;
    for (GlobalOp global : module.getOps<GlobalOp>()) {
      if (static_cast<uint32_t>(global.getRole()) != role)
        continue;
      global.setPlace(offset);
      places[global.getSymName()] = offset;
      offset = llvm::alignTo(offset + getTensorBytes(global.getTensorType()), placeAlignment);
    }
    owners.push_back(
        builder.getNamedAttr(stringifyRole(static_cast<Role>(role)), builder.getI64IntegerAttr(offset - start)));
  }
  return offset;
}

namespace {

struct PlanMemory : neap::impl::PlanMemoryPassBase<PlanMemory> {
  using PlanMemoryPassBase::PlanMemoryPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    Builder builder(module.getContext());
    llvm::StringMap<uint64_t> places;
    SmallVector<NamedAttribute> owners, functions;
    uint64_t globalBytes = placeGlobals(module, places, owners);
    uint64_t arena = globalBytes;
    for (func::FuncOp function : module.getOps<func::FuncOp>()) {
      orderUpdates(function);
      FunctionPlan plan(function, places);
      if (failed(plan.place(globalBytes, workUnits)))
        return signalPassFailure();
      plan.annotate();
      functions.push_back(builder.getNamedAttr(function.getSymName(), plan.report(module.getContext())));
      arena = std::max(arena, globalBytes + plan.getHeight());
    }
    arena = llvm::alignTo(std::max<uint64_t>(arena, 1), placeAlignment);
    module->setAttr("neap.arena_bytes", builder.getI64IntegerAttr(arena));
    module->setAttr("neap.arena_alignment", builder.getI64IntegerAttr(placeAlignment));
    module->setAttr("neap.plan", builder.getDictionaryAttr({
                                     builder.getNamedAttr("globals", builder.getDictionaryAttr(owners)),
                                     builder.getNamedAttr("functions", builder.getDictionaryAttr(functions)),
                                 }));
    module->setAttr(stageAttrName, builder.getStringAttr("planned"));
    if (budget > 0 && arena > static_cast<uint64_t>(budget)) {
      PlannedPeak peak = findPlannedPeak(module);
      module.emitError("the memory budget of ") << budget << " bytes cannot be met: the smallest arena is " << arena
                                                << " bytes, set by '" << peak.kernel << "' of @" << peak.function;
      signalPassFailure();
    }
  }
};

} // namespace
