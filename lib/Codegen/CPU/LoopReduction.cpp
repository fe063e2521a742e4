//===- LoopReduction.cpp - Reductions inside a generated kernel -----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A reduction is a loop nest with scalar accumulators, shared by independent
// reductions over the same loops. Where it keeps the contiguous dimension it has
// one accumulator per lane of a block instead, so that inner loops run along
// memory. Long ranges are accumulated in a tree, whose shape depends on the range
// alone, never on the number of threads.
//
//===----------------------------------------------------------------------===//

#include "LoopEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace neap::cpu;

/// Iterations that one accumulator takes in, and accumulators that the next one up takes in.
static constexpr int64_t leafIterations = 512;
static constexpr int64_t fanIn = 64;

Operation *neap::cpu::getCombiner(linalg::GenericOp op, unsigned index) {
  Block *body = op.getBody();
  Value yielded = body->getTerminator()->getOperand(index);
  BlockArgument accumulator = body->getArgument(op.getNumDpsInputs() + index);
  Operation *combiner = yielded.getDefiningOp();
  if (!combiner || combiner->getBlock() != body || combiner->getNumOperands() != 2 || !yielded.hasOneUse() ||
      !accumulator.hasOneUse() || !llvm::is_contained(combiner->getOperands(), accumulator) ||
      !arith::getNeutralElement(combiner))
    return nullptr;
  return combiner;
}

//===----------------------------------------------------------------------===//
// Groups
//===----------------------------------------------------------------------===//

/// Positions of the reducing loops, the one along contiguous memory last.
static SmallVector<unsigned> orderReducingLoops(const LoopNest &nest) {
  SmallVector<unsigned> order;
  for (auto [loop, reduces] : llvm::enumerate(nest.reduces))
    if (reduces)
      order.push_back(loop);
  SmallVector<unsigned> contiguous(nest.ranges.size(), 0);
  for (int64_t input = 0; input < nest.op.getNumDpsInputs(); ++input) {
    AffineMap map = nest.maps[input];
    if (map.getNumResults() != 0)
      if (auto loop = dyn_cast<AffineDimExpr>(map.getResults().back()))
        ++contiguous[loop.getPosition()];
  }
  llvm::stable_sort(order, [&](unsigned a, unsigned b) { return contiguous[a] < contiguous[b]; });
  return order;
}

static bool hasRepeatedClass(const LoopNest &nest) {
  llvm::SmallDenseSet<unsigned> seen;
  return llvm::any_of(nest.classes, [&](unsigned loopClass) { return !seen.insert(loopClass).second; });
}

LoopEmitter::Members LoopEmitter::findGroup(const LoopNest &nest, ArrayRef<Value> loops) {
  Members members;
  members.push_back({&nest, llvm::to_vector(loops), orderReducingLoops(nest)});
  if (hasRepeatedClass(nest))
    return members;
  for (Operation *op : graph.getNeededNests()) {
    const LoopNest &other = graph.getNest(op);
    if (&other == &nest || !other.isReduction() || other.level != nest.level || hasRepeatedClass(other) ||
        other.sortedClasses(true) != nest.sortedClasses(true) ||
        other.sortedClasses(false) != nest.sortedClasses(false))
      continue;
    Member member{&other, SmallVector<Value>(other.classes.size()), {}};
    auto positionOf = [&](unsigned loop) -> unsigned {
      return llvm::find(other.classes, nest.classes[loop]) - other.classes.begin();
    };
    for (auto [loop, variable] : llvm::enumerate(loops))
      member.loops[positionOf(loop)] = variable;
    for (unsigned loop : members.front().order)
      member.order.push_back(positionOf(loop));
    members.push_back(std::move(member));
  }
  return members;
}

//===----------------------------------------------------------------------===//
// Scalar accumulators
//===----------------------------------------------------------------------===//

SmallVector<Value> LoopEmitter::emitInitial(const Member &member) {
  SmallVector<Value> initial;
  linalg::GenericOp op = member.nest->op;
  for (auto [index, destination] : llvm::enumerate(op.getDpsInits())) {
    SmallVector<Value> indices;
    for (unsigned loop : member.nest->resultLoops(index))
      indices.push_back(member.loops[loop]);
    initial.push_back(emitElement(destination, indices));
  }
  return initial;
}

SmallVector<Value> LoopEmitter::emitNeutral(const Members &members) {
  SmallVector<Value> neutral;
  for (const Member &member : members)
    for (unsigned index = 0; index < member.nest->op.getNumResults(); ++index) {
      setInsertionPoint(0);
      TypedAttr value = *arith::getNeutralElement(getCombiner(member.nest->op, index));
      neutral.push_back(arith::ConstantOp::create(builder, loc, value));
    }
  return neutral;
}

SmallVector<Value> LoopEmitter::emitCombine(const Members &members, ValueRange a, ValueRange b) {
  SmallVector<Value> results;
  setInsertionPoint(scopes.size() - 1);
  for (const Member &member : members)
    for (unsigned index = 0; index < member.nest->op.getNumResults(); ++index) {
      Operation *combined = builder.clone(*getCombiner(member.nest->op, index));
      combined->setOperands({a[results.size()], b[results.size()]});
      results.push_back(combined->getResult(0));
    }
  return results;
}

SmallVector<Value> LoopEmitter::emitMemberBodies(Members &members, ValueRange accumulators) {
  SmallVector<Value> results;
  for (Member &member : members) {
    SmallVector<Value> arguments = emitOperands(*member.nest, member.loops, /*destinations=*/false);
    llvm::append_range(arguments, accumulators.slice(results.size(), member.nest->op.getNumResults()));
    llvm::append_range(results, emitBody(*member.nest, member.loops, arguments));
  }
  return results;
}

/// The innermost loop over [lower, upper), at most `span` iterations, as a tree with an accumulator a node.
SmallVector<Value> LoopEmitter::emitTree(Members &members, unsigned level, Value lower, Value upper, int64_t span,
                                         ValueRange initial) {
  if (span <= leafIterations)
    return emitLoop(lower, upper, initial, [&](Value variable, ValueRange accumulators) {
      for (Member &member : members)
        member.loops[member.order[level]] = variable;
      return emitMemberBodies(members, accumulators);
    });
  int64_t part = leafIterations;
  while (part * fanIn < span)
    part *= fanIn;
  auto emitPart = [&](Value start, ValueRange accumulators) {
    Value end = emitIndex(IndexOp::Min, emitIndex(IndexOp::Add, start, indexConstant(part)), upper);
    return emitCombine(members, accumulators, emitTree(members, level, start, end, part, emitNeutral(members)));
  };
  return emitLoop(lower, upper, initial, emitPart, part);
}

SmallVector<Value> LoopEmitter::emitReductionLoops(Members &members, unsigned level, bool combinable,
                                                   ValueRange initial) {
  const Member &lead = members.front();
  if (level == lead.order.size())
    return emitMemberBodies(members, initial);
  int64_t extent = lead.nest->ranges[lead.order[level]];
  bool innermost = level + 1 == lead.order.size();
  if (innermost && combinable)
    return emitTree(members, level, indexConstant(0), indexConstant(extent), extent, initial);
  return emitLoop(indexConstant(0), indexConstant(extent), initial, [&](Value variable, ValueRange accumulators) {
    for (Member &member : members)
      member.loops[member.order[level]] = variable;
    if (innermost || !combinable)
      return emitReductionLoops(members, level + 1, combinable, accumulators);
    SmallVector<Value> partial = emitReductionLoops(members, level + 1, combinable, emitNeutral(members));
    return emitCombine(members, accumulators, partial);
  });
}

void LoopEmitter::emitReduction(const LoopNest &nest, ArrayRef<Value> loops) {
  Members members = findGroup(nest, loops);
  std::vector<Key> keys;
  SmallVector<Value> initial;
  bool combinable = true;
  for (const Member &member : members) {
    auto &key = keys.emplace_back(Key{member.nest->op.getOperation()});
    for (Value loop : member.loops)
      key.push_back(loop.getAsOpaquePointer());
    llvm::append_range(initial, emitInitial(member));
    for (unsigned index = 0; index < member.nest->op.getNumResults(); ++index)
      combinable &= getCombiner(member.nest->op, index) != nullptr;
  }
  SmallVector<Value> results = emitReductionLoops(members, 0, combinable, initial);
  unsigned first = 0;
  for (auto [member, key] : llvm::zip_equal(members, keys)) {
    unsigned count = member.nest->op.getNumResults();
    scopes.back().known[key] = llvm::to_vector(ArrayRef(results).slice(first, count));
    first += count;
  }
}

//===----------------------------------------------------------------------===//
// One accumulator per lane
//===----------------------------------------------------------------------===//

std::optional<unsigned> LoopEmitter::findLaneLoop(const LoopNest &nest, ArrayRef<Value> loops) const {
  std::optional<unsigned> lane;
  if (!nest.isReduction())
    return lane;
  for (auto [loop, variable] : llvm::enumerate(loops)) {
    if (!variable || !laneVariables.contains(variable))
      continue;
    if (lane || nest.classes[loop] != *schedule.blockClass)
      return std::nullopt;
    lane = loop;
  }
  return lane;
}

void LoopEmitter::forEachLane(function_ref<void(Value)> body) {
  emitLoop(laneBase, laneEnd, {}, [&](Value lane, ValueRange) -> SmallVector<Value> {
    laneVariables.insert(lane);
    body(lane);
    return {};
  });
}

Value LoopEmitter::emitLaneAddress(Value array, Type element, Value lane) {
  unsigned depth = depthOf({array, lane, laneBase});
  setInsertionPoint(depth);
  Value local = arith::SubIOp::create(builder, loc, lane, laneBase);
  Value wide = arith::IndexCastOp::create(builder, loc, builder.getI64Type(), local);
  return LLVM::GEPOp::create(builder, loc, array.getType(), element, array, ArrayRef<LLVM::GEPArg>{wide},
                             LLVM::GEPNoWrapFlags::inbounds);
}

void LoopEmitter::emitLaneLoops(Members &members, unsigned level, function_ref<void(Value)> body) {
  const Member &lead = members.front();
  if (level == lead.order.size())
    return forEachLane(body);
  Value extent = indexConstant(lead.nest->ranges[lead.order[level]]);
  emitLoop(indexConstant(0), extent, {}, [&](Value variable, ValueRange) -> SmallVector<Value> {
    for (Member &member : members)
      member.loops[member.order[level]] = variable;
    emitLaneLoops(members, level + 1, body);
    return {};
  });
}

/// Arrays of one block of accumulators, one per result of each member, filled.
SmallVector<Value> LoopEmitter::emitLaneArrays(Members &members, unsigned lane) {
  SmallVector<Value> arrays;
  SmallVector<Type> elements;
  unsigned laneClass = members.front().nest->classes[lane];
  for (Member &member : members)
    for (Type type : member.nest->op.getResultTypes()) {
      elements.push_back(memoryType(getElementTypeOrSelf(type)));
      builder.setInsertionPointToStart(scopes[0].block);
      Value size = LLVM::ConstantOp::create(builder, loc, builder.getI64Type(), schedule.blockSize);
      arrays.push_back(LLVM::AllocaOp::create(builder, loc, LLVM::LLVMPointerType::get(builder.getContext()),
                                              elements.back(), size, /*alignment=*/64));
    }
  auto setLane = [&](Value variable) {
    for (Member &member : members)
      member.loops[llvm::find(member.nest->classes, laneClass) - member.nest->classes.begin()] = variable;
  };
  auto storeAll = [&](ValueRange scalars, Value variable) {
    for (auto [scalar, array, element] : llvm::zip_equal(scalars, arrays, elements)) {
      Value address = emitLaneAddress(array, element, variable);
      setInsertionPoint(scopes.size() - 1);
      Value stored = scalar.getType() == element ? scalar : arith::ExtUIOp::create(builder, loc, element, scalar);
      LLVM::StoreOp::create(builder, loc, stored, address);
    }
  };
  forEachLane([&](Value variable) {
    setLane(variable);
    SmallVector<Value> initial;
    for (Member &member : members)
      llvm::append_range(initial, emitInitial(member));
    storeAll(initial, variable);
  });
  emitLaneLoops(members, 0, [&](Value variable) {
    setLane(variable);
    SmallVector<Value> accumulators;
    for (Member &member : members)
      for (Type type : member.nest->op.getResultTypes())
        accumulators.push_back(emitLaneLoad(arrays[accumulators.size()], getElementTypeOrSelf(type), variable));
    storeAll(emitMemberBodies(members, accumulators), variable);
  });
  return arrays;
}

Value LoopEmitter::emitLaneLoad(Value array, Type element, Value lane) {
  Value address = emitLaneAddress(array, memoryType(element), lane);
  setInsertionPoint(depthOf(address));
  Value loaded = LLVM::LoadOp::create(builder, loc, memoryType(element), address);
  return element == loaded.getType() ? loaded : arith::TruncIOp::create(builder, loc, element, loaded);
}

Value LoopEmitter::emitLaneReduction(const LoopNest &nest, unsigned result, ArrayRef<Value> loops, unsigned lane) {
  auto keyOf = [&](const LoopNest &keyed, ArrayRef<Value> variables) {
    Key key{this, keyed.op.getOperation()};
    for (Value variable : variables)
      key.push_back(variable && laneVariables.contains(variable) ? this : variable.getAsOpaquePointer());
    return key;
  };
  unsigned depth = depthOf({laneBase, laneEnd});
  for (auto [loop, variable] : llvm::enumerate(loops))
    if (variable && loop != lane)
      depth = std::max(depth, depthOf(variable));
  Key key = keyOf(nest, loops);
  if (!scopes[depth].known.count(key)) {
    AtScope at(*this, depth);
    Members members = findGroup(nest, loops);
    std::vector<Key> keys;
    for (const Member &member : members)
      keys.push_back(keyOf(*member.nest, member.loops));
    SmallVector<Value> arrays = emitLaneArrays(members, lane);
    unsigned first = 0;
    for (auto [member, memberKey] : llvm::zip_equal(members, keys)) {
      unsigned count = member.nest->op.getNumResults();
      scopes[depth].known[memberKey] = llvm::to_vector(ArrayRef(arrays).slice(first, count));
      first += count;
    }
  }
  Value array = scopes[depth].known[key][result];
  return emitLaneLoad(array, getElementTypeOrSelf(nest.op.getResult(result).getType()), loops[lane]);
}
