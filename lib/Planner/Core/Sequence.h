//===- Sequence.h - Memory and time of a sequence of runs -------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A sequence lists operations in the order they run; one that occurs again is
// recomputed there. A read is served by the latest run of the value's producer,
// and a copy of a storage lives from its run to the last read of it or of a view
// taken from it. So any sequence in which first runs respect the precedences is a
// plan, every removal of a repeated run keeps it one, and frees need no search.
//
// Example: a writes x, b reads x, c reads x. `a b c`: x lives over all three.
// `a b a c`: two copies, [a, b] and [a, c]; nothing is held between b and a.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_CORE_SEQUENCE_H
#define NEAP_LIB_PLANNER_CORE_SEQUENCE_H

#include "Core/InPlace.h"

namespace neap::planner {

using Sequence = std::vector<uint32_t>;

/// One run's writing of a storage, held over positions [start, end], or of a
/// view, which holds `storage`, the copy it was taken from. `previous` is the
/// copy of the same value that an earlier run made.
///
/// Where a result may take the place of an operand that ends with the run, the bytes of
/// the result are counted from the next position on.
struct Copy {
  uint32_t value, start, end, storage, previous;
};

class Evaluator {
public:
  explicit Evaluator(const Core &core);

  /// Recomputes everything below for a sequence.
  void run(const Sequence &sequence);

  uint64_t peak = 0;
  uint32_t peakPosition = 0;
  int64_t time = 0;
  /// Bytes at each position: residents, copies alive, workspace.
  std::vector<int64_t> memory;
  std::vector<Copy> copies;
  /// Reads in order of position: readBegin[p] .. readBegin[p + 1] are the
  /// copies that the run at p reads.
  std::vector<uint32_t> readBegin, readCopies;
  /// First copy made by the run at p; copyBegin[p + 1] ends them.
  std::vector<uint32_t> copyBegin;
  /// Copy that a value is bound to after the whole sequence.
  std::vector<uint32_t> bound;
  /// Results written over operands that end with the run: (position, storage, result).
  struct Overwrite {
    uint32_t position, storage, result;
  };
  std::vector<Overwrite> overwrites;
  /// Largest memory in each block of `blockSize` positions.
  static constexpr uint32_t blockSize = 64;
  std::vector<int64_t> blockMax;

  /// Largest memory over the positions [from, to).
  int64_t maxOver(uint32_t from, uint32_t to) const;
  /// The copy of a value that a read at `position` would be served by.
  uint32_t copyAt(uint32_t value, uint32_t position) const {
    uint32_t copy = bound[value];
    while (copy != none && copies[copy].start >= position)
      copy = copies[copy].previous;
    return copy;
  }

private:
  void bindReads(const Sequence &sequence);
  void addIntervals(uint32_t length);
  void sumUp(const Sequence &sequence);
  void writeOver(const Sequence &sequence);

  const Core &core;
  std::vector<uint32_t> coveredTo;
  InPlaceMatcher matcher;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_CORE_SEQUENCE_H
