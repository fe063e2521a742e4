//===- PlacementContract.cpp - Do the places of a plan hold? ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Replays each function kernel by kernel over a map of the arena and finds any two
// values that live at the same time in the same bytes. Written from docs/Stages.md
// alone: it shares no code with the planner or its liveness, on purpose.
//
//===----------------------------------------------------------------------===//

#include "Contracts.h"

#include "mlir/Interfaces/ViewLikeInterface.h"
#include "llvm/ADT/MapVector.h"

#include <map>

using namespace mlir;
using namespace neap;

namespace {

/// Bytes [begin, begin + size) of the arena and who holds them.
struct Extent {
  int64_t begin = 0, size = 0;
  std::string owner;
  int64_t end() const { return begin + size; }
};

/// What holds bytes now, by first byte; no two overlap. Example: {0: "w" of 64 bytes, 128: "y" of 32 bytes}.
class Arena {
public:
  /// What overlaps an extent; null: nothing.
  const Extent *findOverlap(const Extent &wanted) const {
    auto next = held.lower_bound(wanted.begin);
    if (next != held.end() && next->second.begin < wanted.end())
      return &next->second;
    if (next != held.begin() && std::prev(next)->second.end() > wanted.begin)
      return &std::prev(next)->second;
    return nullptr;
  }
  void hold(const Extent &extent) { held.emplace(extent.begin, extent); }
  void release(int64_t begin) { held.erase(begin); }

private:
  std::map<int64_t, Extent> held;
};

/// The places in one function, replayed.
class FunctionReplay {
public:
  FunctionReplay(ContractChecker &checker, func::FuncOp function, int64_t alignment, int64_t bytes)
      : checker(checker), function(function), alignment(alignment), bytes(bytes) {}

  void run();

private:
  std::optional<Extent> placeOf(Operation *at, const std::string &owner, std::optional<int64_t> offset, Type type);
  void countReads();
  void placeGlobalsAndArguments();
  void runKernel(KernelOp kernel);
  void checkResultPlaces();
  void occupy(Operation *at, const Extent &extent);
  Value memoryOf(Value value) const;
  void releaseIfDead(Value root);

  ContractChecker &checker;
  func::FuncOp function;
  int64_t alignment, bytes;
  Arena arena;
  /// Reads of a value and its views that are still to come; the return is one.
  llvm::DenseMap<Value, int64_t> readsLeft;
  llvm::DenseMap<Value, Extent> places;
  /// Arguments whose bytes must keep their value to the end of the function.
  llvm::DenseSet<Value> pinned;
};

} // namespace

/// The offset of a global; nullopt when it has none.
static std::optional<int64_t> globalPlace(GlobalOp global) {
  std::optional<uint64_t> place = global.getPlace();
  return place ? std::optional<int64_t>(static_cast<int64_t>(*place)) : std::nullopt;
}

/// A view is where its source is.
Value FunctionReplay::memoryOf(Value value) const {
  while (auto view = value.getDefiningOp<ViewLikeOpInterface>())
    value = view.getViewSource();
  return value;
}

std::optional<Extent> FunctionReplay::placeOf(Operation *at, const std::string &owner, std::optional<int64_t> offset,
                                              Type type) {
  if (!offset) {
    checker.violation(at) << owner << " has no place";
    return std::nullopt;
  }
  Extent extent{*offset, getTensorBytes(cast<RankedTensorType>(type)), owner};
  if (extent.begin < 0 || extent.end() > bytes)
    checker.violation(at) << owner << " lies at [" << extent.begin << ", " << extent.end()
                          << "), outside of the arena of " << bytes << " bytes";
  if (alignment > 0 && extent.begin % alignment)
    checker.violation(at) << owner << " lies at " << extent.begin << ", expected a multiple of " << alignment;
  return extent;
}

void FunctionReplay::occupy(Operation *at, const Extent &extent) {
  if (extent.size == 0)
    return;
  if (const Extent *other = arena.findOverlap(extent)) {
    checker.violation(at) << extent.owner << " at [" << extent.begin << ", " << extent.end() << ") overlaps "
                          << other->owner << " at [" << other->begin << ", " << other->end()
                          << "), which is still in use in @" << function.getSymName();
    return;
  }
  arena.hold(extent);
}

void FunctionReplay::countReads() {
  for (Operation &op : function.front())
    if (!isa<ViewLikeOpInterface>(op))
      for (Value operand : op.getOperands())
        ++readsLeft[memoryOf(operand)];
}

void FunctionReplay::placeGlobalsAndArguments() {
  llvm::StringMap<Value> read;
  for (BlockArgument argument : function.getArguments())
    if (BindAttr binding = getArgumentBinding(function, argument.getArgNumber());
        binding && binding.getKind() == BindKind::Global)
      read[binding.getName()] = argument;
  llvm::StringSet<> written;
  for (unsigned index = 0; index < function.getNumResults(); ++index)
    if (BindAttr binding = getResultBinding(function, index); binding && binding.getKind() == BindKind::Global)
      written.insert(binding.getName());

  for (GlobalOp global : checker.globals) {
    std::optional<int64_t> place = globalPlace(global);
    if (!place)
      continue; // Reported once, for the module.
    Extent extent{*place, getTensorBytes(global.getTensorType()), ("global '" + global.getSymName() + "'").str()};
    Value argument = read.lookup(global.getSymName());
    bool rewritten = written.contains(global.getSymName());
    if (argument) {
      places[argument] = extent;
      if (!rewritten)
        pinned.insert(argument);
    }
    // What this function writes without reading holds nothing until then, and neither does what it reads no more.
    if (!rewritten || (argument && readsLeft.lookup(argument) > 0))
      occupy(function, extent);
  }
  for (BlockArgument argument : function.getArguments()) {
    std::string owner = ("argument " + Twine(argument.getArgNumber())).str();
    auto place = function.getArgAttrOfType<IntegerAttr>(argument.getArgNumber(), placeAttrName);
    std::optional<Extent> extent = place ? placeOf(function, owner, place.getInt(), argument.getType())
                                         : placeOf(function, owner, std::nullopt, argument.getType());
    auto known = places.find(argument);
    if (known != places.end()) {
      if (extent && extent->begin != known->second.begin)
        checker.violation(function) << owner << " lies at " << extent->begin << ", but its " << known->second.owner
                                    << " at " << known->second.begin;
    } else if (extent) {
      places[argument] = *extent;
      occupy(function, *extent);
      if (readsLeft.lookup(argument) == 0)
        arena.release(extent->begin);
    }
  }
}

void FunctionReplay::releaseIfDead(Value root) {
  if (readsLeft.lookup(root) > 0 || pinned.contains(root))
    return;
  auto place = places.find(root);
  if (place != places.end() && place->second.size > 0)
    arena.release(place->second.begin);
}

void FunctionReplay::runKernel(KernelOp kernel) {
  std::string name = ("kernel \"" + kernel.getKernelName() + "\"").str();
  std::optional<ArrayRef<int64_t>> kernelPlaces = kernel.getPlaces();
  auto placeAt = [&](unsigned index) -> std::optional<int64_t> {
    return kernelPlaces && index < kernelPlaces->size() ? std::optional<int64_t>((*kernelPlaces)[index]) : std::nullopt;
  };
  llvm::SmallMapVector<Value, int64_t, 4> readsHere;
  for (Value input : kernel.getInputs())
    ++readsHere[memoryOf(input)];
  for (auto [root, count] : readsHere)
    readsLeft[root] -= count;

  // A result may take over the place of an operand that dies here and that no other operand of the kernel looks at.
  SmallVector<int64_t> pairs(kernel.getInPlace().value_or(ArrayRef<int64_t>{}));
  for (size_t i = 0; i + 1 < pairs.size(); i += 2) {
    Value root = memoryOf(kernel.getInputs()[pairs[i + 1]]);
    auto place = places.find(root);
    bool dies = readsLeft.lookup(root) == 0 && !pinned.contains(root) && readsHere.lookup(root) == 1;
    if (dies && place != places.end() && placeAt(pairs[i]) == place->second.begin)
      releaseIfDead(root);
  }
  for (Value result : kernel.getResults()) {
    unsigned index = cast<OpResult>(result).getResultNumber();
    std::string owner = name + " result " + std::to_string(index);
    if (std::optional<Extent> extent = placeOf(kernel, owner, placeAt(index), result.getType())) {
      occupy(kernel, *extent);
      places[result] = *extent;
    }
  }
  if (int64_t workspace = kernel.getWorkspaceBytes()) {
    auto type = RankedTensorType::get({workspace}, IntegerType::get(kernel.getContext(), 8));
    if (std::optional<Extent> extent = placeOf(kernel, name + " workspace", placeAt(kernel.getNumResults()), type)) {
      bool isFree = !arena.findOverlap(*extent);
      occupy(kernel, *extent);
      if (isFree)
        arena.release(extent->begin);
    }
  }
  for (auto [root, count] : readsHere) {
    auto place = places.find(root);
    bool takenOver = place != places.end() && llvm::any_of(kernel.getResults(), [&](Value result) {
                       auto other = places.find(result);
                       return other != places.end() && other->second.begin == place->second.begin;
                     });
    if (!takenOver)
      releaseIfDead(root);
  }
  for (Value result : kernel.getResults())
    releaseIfDead(result);
}

/// A result bound to a global was computed in the global's place.
void FunctionReplay::checkResultPlaces() {
  for (auto [index, value] : llvm::enumerate(function.front().getTerminator()->getOperands())) {
    BindAttr binding = getResultBinding(function, index);
    if (!binding || binding.getKind() != BindKind::Global)
      continue;
    GlobalOp global = checker.lookupGlobal(binding.getName());
    auto place = places.find(memoryOf(value));
    std::optional<int64_t> wanted = global ? globalPlace(global) : std::nullopt;
    if (wanted && place != places.end() && place->second.begin != *wanted)
      checker.violation(function) << "result " << index << " of @" << function.getSymName() << " lies at "
                                  << place->second.begin << ", but its global '" << binding.getName() << "' at "
                                  << *wanted;
  }
}

void FunctionReplay::run() {
  countReads();
  placeGlobalsAndArguments();
  for (auto kernel : function.front().getOps<KernelOp>())
    runKernel(kernel);
  checkResultPlaces();
}

void neap::checkPlaces(ContractChecker &checker) {
  auto number = [&](StringRef name) -> int64_t {
    auto attribute = checker.module->getAttrOfType<IntegerAttr>(name);
    if (!attribute)
      checker.violation(checker.module) << "the module has no " << name;
    return attribute ? attribute.getInt() : 0;
  };
  int64_t bytes = number("neap.arena_bytes"), alignment = number("neap.arena_alignment");
  if (!checker.module->hasAttr("neap.plan"))
    checker.violation(checker.module) << "the module has no neap.plan";
  Arena globals;
  for (GlobalOp global : checker.globals) {
    std::optional<int64_t> place = globalPlace(global);
    if (!place) {
      checker.violation(global) << "global '" << global.getSymName() << "' has no place";
      continue;
    }
    Extent extent{*place, getTensorBytes(global.getTensorType()), global.getSymName().str()};
    if (extent.begin < 0 || extent.end() > bytes || (alignment > 0 && extent.begin % alignment))
      checker.violation(global) << "global '" << global.getSymName() << "' lies at [" << extent.begin << ", "
                                << extent.end() << "), expected a multiple of " << alignment << " within " << bytes
                                << " bytes";
    if (const Extent *other = globals.findOverlap(extent))
      checker.violation(global) << "globals '" << global.getSymName() << "' and '" << other->owner << "' overlap";
    else if (extent.size > 0)
      globals.hold(extent);
  }
  for (func::FuncOp function : checker.functions)
    if (!function.isDeclaration() && function.getBody().hasOneBlock())
      FunctionReplay(checker, function, alignment, bytes).run();
}
