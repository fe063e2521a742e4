//===- Core.h - The flattened problem the step planner searches --*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything that costs nothing to know in advance is folded away: residents are
// a constant, reads of them vanish, needs that take no bytes (none, shape) vanish,
// indices are dense and the lists lie in flat arrays. A *sequence* is a list of
// operation runs; memory and time follow from it (Sequence.h).
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_CORE_H
#define NEAP_LIB_PLANNER_CORE_H

#include "neap/Planner/Graph.h"

#include <string>

namespace neap::planner {

constexpr uint32_t none = UINT32_MAX;

/// A list of lists in two flat vectors.
struct Table {
  std::vector<uint32_t> begin{0};
  std::vector<uint32_t> data;
  struct Range {
    const uint32_t *first, *last;
    const uint32_t *begin() const { return first; }
    const uint32_t *end() const { return last; }
    size_t size() const { return size_t(last - first); }
  };
  Range operator[](size_t i) const { return {data.data() + begin[i], data.data() + begin[i + 1]}; }
  void add(const std::vector<uint32_t> &row) {
    data.insert(data.end(), row.begin(), row.end());
    begin.push_back(uint32_t(data.size()));
  }
};

struct Core {
  size_t opCount = 0, valueCount = 0;
  uint64_t residentBytes = 0;

  // Operations.
  std::vector<int64_t> time;
  std::vector<uint64_t> workspace;
  std::vector<uint8_t> once;
  /// Values read and written that are not resident for good.
  Table reads, writes;
  /// Operations that must have run before: data, `after`, and readers of a
  /// resident storage before the operation that overwrites it.
  Table before;
  /// The first operation that overwrites a resident storage this one reads
  /// (`none` if there is none): it may not run again after that one has run.
  Table overwrittenBy;

  // Values that come and go (others have bytes 0 and no producer here).
  std::vector<uint64_t> bytes;
  /// The storage a value lives in; itself for a storage.
  std::vector<uint32_t> root;
  std::vector<uint32_t> producer;
  std::vector<uint8_t> transient, wanted;
  /// Operations that read the value.
  Table readers;
  /// Views of a storage, in order of their producers.
  Table views;

  bool isView(uint32_t v) const { return root[v] != v; }
};

Core buildCore(const Graph &graph);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_CORE_H
