//===- IterationSpace.td - Loops of an op -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What an op iterates over, as perfectly nested loops. Fusion, cost, lowering
// and sharding ask it instead of naming ops: two ops can share a kernel when
// their loops can, whatever they compute.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_INTERFACES_ITERATIONSPACE_TD
#define NEAP_INTERFACES_ITERATIONSPACE_TD

include "mlir/IR/OpBase.td"

def IterationSpaceOpInterface : OpInterface<"IterationSpaceOpInterface"> {
  let cppNamespace = "::neap";
  let description = [{
    The op computes each element of its results by one perfect loop nest over
    static ranges, reading each operand at an affine function of the loops.

    Implement it for every op that is one loop nest (element-wise work, broadcasts,
    transpositions, reductions, contractions). Do not implement it for an op that
    needs several nests (softmax) or whose reads are not affine (gather): an op
    without this interface is lowered on its own and other ops are fused around
    it, never into it, so leaving it out is always safe.
  }];
  let methods = [
    InterfaceMethod<"Extents of the loops, outermost first.",
      "::llvm::SmallVector<int64_t>", "getLoopRanges">,
    InterfaceMethod<"`parallel` or `reduction` of each loop.",
      "::llvm::SmallVector<::mlir::utils::IteratorType>", "getLoopIterators">,
    InterfaceMethod<[{
      One map per operand, then one per result: loops to the element that is read
      or written. A result map is a permutation of the parallel loops.
    }], "::llvm::SmallVector<::mlir::AffineMap>", "getLoopIndexingMaps">
  ];
}

#endif // NEAP_INTERFACES_ITERATIONSPACE_TD
