//===- LoopEmitter.h - Loops from the linalg of one kernel ------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes a kernel as loops over rows [begin, end) on bare pointers. Works by
// pulling: each result element asks for the elements it is made from, so no
// temporary tensor exists. Each value is computed at the depth where its indices
// are known, once: a reduction over a row stands before the loop that uses it.
//
// Example: softmax over [N, C] has rows N:
//
//   for n in begin..end
//     max = for c: maximum(x[n, c])
//     sum = for c: exp(x[n, c] - max)
//     for c: y[n, c] = exp(x[n, c] - max) / sum
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_CODEGEN_CPU_LOOPEMITTER_H
#define NEAP_LIB_CODEGEN_CPU_LOOPEMITTER_H

#include "KernelSchedule.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

#include <map>
#include <vector>

namespace neap::cpu {

class LoopEmitter {
public:
  /// Emits into the entry block of `function`: `pointers` has one pointer per argument of the kernel's block, then
  /// one per result.
  LoopEmitter(const LoopGraph &graph, const KernelSchedule &schedule, mlir::LLVM::LLVMFuncOp function);

  mlir::LogicalResult emit(llvm::ArrayRef<mlir::Value> pointers, mlir::Block &kernel, mlir::Value begin,
                           mlir::Value end);

private:
  using Key = std::vector<const void *>;
  /// A block that values can be computed in: the function's, or a loop's body.
  struct Scope {
    mlir::Block *block;
    /// The loop being built inside; code of this scope goes before it.
    mlir::Operation *child = nullptr;
    std::map<Key, llvm::SmallVector<mlir::Value>> known;
  };
  /// While it lives, code goes to the scope at `depth`, as if those inside it did not exist.
  class AtScope {
  public:
    AtScope(LoopEmitter &emitter, unsigned depth) : emitter(emitter), depth(depth) {
      inside.assign(std::make_move_iterator(emitter.scopes.begin() + depth + 1),
                    std::make_move_iterator(emitter.scopes.end()));
      emitter.scopes.resize(depth + 1);
    }
    ~AtScope() {
      emitter.scopes.insert(emitter.scopes.end(), std::make_move_iterator(inside.begin()),
                            std::make_move_iterator(inside.end()));
    }
    AtScope(const AtScope &) = delete;
    AtScope &operator=(const AtScope &) = delete;

  private:
    LoopEmitter &emitter;
    unsigned depth;
    std::vector<Scope> inside;
  };

  // Scopes and loops.
  unsigned depthOf(mlir::Value value) const;
  unsigned depthOf(llvm::ArrayRef<mlir::Value> values) const;
  void setInsertionPoint(unsigned depth);
  llvm::SmallVector<mlir::Value>
  emitLoop(mlir::Value lower, mlir::Value upper, mlir::ValueRange initial,
           llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::Value, mlir::ValueRange)> body, int64_t step = 1);

  // Index arithmetic, shared and as far out as possible.
  mlir::Value indexConstant(int64_t value);
  enum class IndexOp { Add, Mul, Div, Rem, Min };
  mlir::Value emitIndex(IndexOp kind, mlir::Value a, mlir::Value b);
  mlir::Value emitAffine(mlir::AffineExpr expr, llvm::ArrayRef<mlir::Value> loops);
  mlir::Value emitAddress(mlir::Value pointer, mlir::Type element, const LoopTensor &tensor,
                          llvm::ArrayRef<mlir::Value> indices);

  // Values.
  mlir::Value emitElement(mlir::Value tensor, llvm::ArrayRef<mlir::Value> indices);
  mlir::Value emitLoad(mlir::Value pointer, mlir::Value tensor, llvm::ArrayRef<mlir::Value> indices);
  mlir::Value emitConstant(mlir::Value tensor, mlir::DenseElementsAttr data, llvm::ArrayRef<mlir::Value> indices);
  void emitStore(mlir::Value value, mlir::Value pointer, mlir::Value tensor, llvm::ArrayRef<mlir::Value> indices);
  llvm::SmallVector<mlir::Value> emitOperands(const LoopNest &nest, llvm::ArrayRef<mlir::Value> loops,
                                              bool destinations);
  /// Clones the body; `arguments` replace the block's. Returns the yielded scalars.
  llvm::SmallVector<mlir::Value> emitBody(const LoopNest &nest, llvm::ArrayRef<mlir::Value> loops,
                                          mlir::ValueRange arguments);

  // Reductions (LoopReduction.cpp).
  struct Member {
    const LoopNest *nest;
    /// Variable of each loop; null where it reduces and is not open.
    llvm::SmallVector<mlir::Value> loops;
    /// Position of each reducing loop, in the order in which the group nests them.
    llvm::SmallVector<unsigned> order;
  };
  using Members = llvm::SmallVector<Member>;
  /// `nest` and the reductions over the same loops that do not depend on it: they share its loops.
  Members findGroup(const LoopNest &nest, llvm::ArrayRef<mlir::Value> loops);
  void emitReduction(const LoopNest &nest, llvm::ArrayRef<mlir::Value> loops);
  llvm::SmallVector<mlir::Value> emitReductionLoops(Members &members, unsigned level, bool combinable,
                                                    mlir::ValueRange initial);
  llvm::SmallVector<mlir::Value> emitTree(Members &members, unsigned level, mlir::Value lower, mlir::Value upper,
                                          int64_t span, mlir::ValueRange initial);
  llvm::SmallVector<mlir::Value> emitMemberBodies(Members &members, mlir::ValueRange accumulators);
  llvm::SmallVector<mlir::Value> emitInitial(const Member &member);
  llvm::SmallVector<mlir::Value> emitNeutral(const Members &members);
  llvm::SmallVector<mlir::Value> emitCombine(const Members &members, mlir::ValueRange a, mlir::ValueRange b);
  /// The loop of `nest` that is a variable over the lanes of the block, if one is.
  std::optional<unsigned> findLaneLoop(const LoopNest &nest, llvm::ArrayRef<mlir::Value> loops) const;
  mlir::Value emitLaneReduction(const LoopNest &nest, unsigned result, llvm::ArrayRef<mlir::Value> loops,
                                unsigned lane);
  llvm::SmallVector<mlir::Value> emitLaneArrays(Members &members, unsigned lane);
  void emitLaneLoops(Members &members, unsigned level, llvm::function_ref<void(mlir::Value)> body);
  mlir::Value emitLaneAddress(mlir::Value array, mlir::Type element, mlir::Value lane);
  mlir::Value emitLaneLoad(mlir::Value array, mlir::Type element, mlir::Value lane);
  void forEachLane(llvm::function_ref<void(mlir::Value)> body);

  // Results.
  /// A dimension by its class and how often the class stands before it in the tensor.
  using DimKey = std::pair<unsigned, unsigned>;
  struct Output {
    mlir::Value tensor, pointer;
    llvm::SmallVector<DimKey> dims;
  };
  using IndexMap = std::map<DimKey, mlir::Value>;
  void emitRows(mlir::Value begin, mlir::Value end);
  IndexMap emitRowIndices(mlir::Value row);
  void emitOutputs(llvm::ArrayRef<Output> group, llvm::ArrayRef<DimKey> inner, IndexMap &indexOf);

  const LoopGraph &graph;
  const KernelSchedule &schedule;
  mlir::LLVM::LLVMFuncOp function;
  mlir::OpBuilder builder;
  mlir::Location loc;
  std::vector<Scope> scopes;
  llvm::DenseMap<mlir::Value, mlir::Value> pointerOf;
  llvm::SmallVector<Output> outputs;
  /// First lane of the row's block and their number; the variables of loops over the lanes.
  mlir::Value laneBase, laneEnd;
  llvm::SmallDenseSet<mlir::Value> laneVariables;
  /// Number of constant tables beside the function.
  unsigned tables = 0;
};

/// In memory, i1 takes a byte.
mlir::Type memoryType(mlir::Type element);

/// The operation that accumulates result `index` when the body is `combine(accumulator, f(inputs))` with a combine that
/// is associative and commutative (up to rounding): then parts of the range can be accumulated apart. Null otherwise.
mlir::Operation *getCombiner(mlir::linalg::GenericOp op, unsigned index);

} // namespace neap::cpu

#endif // NEAP_LIB_CODEGEN_CPU_LOOPEMITTER_H
