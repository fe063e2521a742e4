//===- MemoryTimeline.h - Bytes in use over a planned function -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Who holds how many bytes at each launch of a planned function, read off the places
// in the IR: what reports and budgets are about.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_ANALYSIS_MEMORYTIMELINE_H
#define NEAP_ANALYSIS_MEMORYTIMELINE_H

#include "neap/Analysis/Liveness.h"

#include <array>
#include <vector>

namespace neap {

/// Who transient bytes belong to. Activations live across the computation of the loss: they were kept for the backward
/// pass. What begins behind it are gradients; what begins and ends before it are temporaries.
enum class MemoryOwner { Inputs, Activations, Gradients, Workspace, Temporaries };
inline constexpr unsigned numMemoryOwners = 5;
llvm::StringRef stringifyMemoryOwner(MemoryOwner owner);

class MemoryTimeline {
public:
  /// Memory in use at a place: a value, or several that follow each other in place.
  struct Holding {
    std::string name;
    MemoryOwner owner;
    int64_t bytes;
    int64_t place;
    /// Alive over steps [first, last).
    int64_t first, last;
  };

  /// `globalBytes`: where transient memory begins; what lies below belongs to globals.
  MemoryTimeline(mlir::func::FuncOp planned, int64_t globalBytes);

  llvm::ArrayRef<Holding> getHoldings() const { return holdings; }
  /// Number of launches.
  int64_t getSteps() const { return names.size(); }
  llvm::StringRef getKernelName(int64_t step) const { return names[step]; }
  /// Bytes in use at a step, by owner.
  std::array<int64_t, numMemoryOwners> getBytes(int64_t step) const;
  /// The first step at which most bytes are in use; 0 in an empty function.
  int64_t getPeakStep() const;

private:
  void add(Holding holding);

  std::vector<std::string> names;
  std::vector<Holding> holdings;
};

} // namespace neap

#endif // NEAP_ANALYSIS_MEMORYTIMELINE_H
