//===- Core.h - The flattened problem the step planner searches -*- C++ -*-===//
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

#ifndef NEAP_LIB_PLANNER_CORE_CORE_H
#define NEAP_LIB_PLANNER_CORE_CORE_H

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

/// An operation that the graph does not have: a lever (CoreLevers.cpp).
struct Extra {
  enum Kind : uint8_t { Variant, Encode, Decode, Send, Fetch };
  Kind kind = Variant;
  /// Variant: of which operation, and which reads are served otherwise: (value,
  /// code + 1), or (value, 0) for one rebuilt inside.
  uint32_t op = none;
  std::vector<std::pair<uint32_t, uint32_t>> served;
  /// Others: of which value, which of its codes.
  uint32_t value = none, code = 0;
};

struct Core {
  /// Operations and values of the graph; those of the levers follow.
  size_t opCount = 0, valueCount = 0;
  uint64_t residentBytes = 0;
  /// Reads that need no bytes hold nothing.
  bool honourNeeds = false;

  // Operations.
  std::vector<int64_t> time;
  std::vector<uint64_t> workspace;
  std::vector<uint8_t> once;
  /// The formula it runs by (0: as recorded).
  std::vector<uint32_t> formula;
  /// Values read and written that are not resident for good.
  Table reads, writes;
  /// Operations that must have run before: data, `after`, and readers of a
  /// resident storage before the operation that overwrites it. First runs keep the
  /// order of the formulas chosen for the operations; a variant by another formula
  /// may stand only where its own row allows.
  Table before;
  /// The first operation that overwrites a resident storage this one reads
  /// (`none` if there is none): it may not run again after that one has run.
  Table overwrittenBy;

  /// Pairs (storage read, result): the result may take the place of the storage if that
  /// ends with the run. The largest results first, the pairs of one result together.
  Table inPlace;

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

  // Levers; empty for a graph without.
  std::vector<Extra> extras;
  /// The operation a variant stands for; itself for any other.
  std::vector<uint32_t> origin;
  /// Variants of an operation; values that a value can be loaded back from.
  Table variants, stores;
  /// The operation that loads from such a value.
  std::vector<uint32_t> loader;
  /// Time on the link of an operation that sends or fetches, per operation. The
  /// operation itself takes no time: it holds the value as long as the transfer lasts.
  std::vector<int64_t> transfer;
  /// Something may go over the link; some variant runs by another formula.
  bool linked = false, hasFormulas = false;
  /// Every way to serve reads that the graph allows, and that was asked for, is in a variant.
  bool complete = true;

  /// The operation, or the variant of it, by a formula with every read served as it is.
  uint32_t byFormula(uint32_t op, uint32_t by) const {
    if (formula[op] == by)
      return op;
    for (uint32_t variant : variants[op])
      if (formula[variant] == by && extras[variant - opCount].served.empty())
        return variant;
    return none;
  }
  bool isView(uint32_t v) const { return root[v] != v; }
  /// Brings a value back from a store.
  bool loads(uint32_t op) const {
    return op >= opCount && (extras[op - opCount].kind == Extra::Decode || extras[op - opCount].kind == Extra::Fetch);
  }
  bool hasInPlace() const { return !inPlace.data.empty(); }
  bool hasLevers() const { return !extras.empty(); }
  /// Need not run at all.
  bool isOptional(uint32_t op) const { return op >= opCount && extras[op - opCount].kind != Extra::Variant; }
};

/// What one formula of an operation asks, as rows of a core's tables.
struct Form {
  std::vector<uint32_t> reads, before, overwrittenBy, inPlace = {};
};

/// The operation by one formula, and by no other.
Operation byFormula(Operation op, uint32_t formula);

/// Reads forms off a graph.
class FormReader {
public:
  /// The values of the core must be there.
  FormReader(const Graph &graph, const Core &core);
  Form read(uint32_t op, uint32_t formula) const;
  /// Bytes in use while the operation runs by the formula and nothing else is held.
  uint64_t ownBytes(uint32_t op, uint32_t formula) const;
  /// For each resident storage, the `once` operations that overwrite it.
  const std::vector<std::vector<uint32_t>> &writers() const { return writersOf; }

private:
  std::vector<uint32_t> pairsOf(uint32_t op, const Form &form) const;

  const Graph &graph;
  const Core &core;
  std::vector<std::vector<uint32_t>> writersOf;
};

/// With `honourNeeds`, reads that need no bytes (none, shape) hold nothing. Each operation
/// runs by its formula of the list, or as recorded where there is no list.
Core buildCore(const Graph &graph, bool honourNeeds = false, std::vector<uint32_t> formulas = {});

/// Per operation, the fastest formula that fits into the budget while nothing else is held; of
/// equal ones the one that needs least.
std::vector<uint32_t> fastestFormulas(const Graph &graph, bool honourNeeds, uint64_t budget);

/// Per operation, by the table of what each must wait for: it must run before `op`; it is `op` or must run after it.
std::vector<uint8_t> ancestorsOf(const Table &before, uint32_t op);
std::vector<uint8_t> withDescendants(const Table &before, uint32_t op);

struct LeverChoice {
  bool encode, inside, offload;
  bool formulas = false;
};

/// Appends the chosen levers of the graph.
void expandLevers(const Graph &graph, LeverChoice levers, Core &core);

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_CORE_CORE_H
