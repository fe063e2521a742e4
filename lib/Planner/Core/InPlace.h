//===- InPlace.h - Results written over operands that end -------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An operand whose storage ends with a run gives its place to one result, and a
// result takes one operand's. What that spares is the bytes of the results that get a
// place, whichever they get, so taking results by falling bytes and augmenting is a
// matching of most bytes (results that can be matched are a transversal matroid,
// Edmonds and Fulkerson 1965).
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_CORE_INPLACE_H
#define NEAP_LIB_PLANNER_CORE_INPLACE_H

#include "Core/Core.h"

#include <algorithm>

namespace neap::planner {

class InPlaceMatcher {
public:
  /// (operand's storage, result) of the last match.
  std::vector<std::pair<uint32_t, uint32_t>> chosen;

  /// Most bytes that the operation's results spare when written over those operands for
  /// which `ends` holds, of the results for which `begins` does.
  template <typename Ends, typename Begins> uint64_t match(const Core &core, uint32_t op, Ends ends, Begins begins) {
    chosen.clear();
    usable.clear();
    auto row = core.inPlace[op];
    for (const uint32_t *pair = row.begin(); pair != row.end(); pair += 2)
      if (ends(pair[0]) && begins(pair[1]))
        usable.push_back({pair[0], pair[1]});
    uint64_t spared = 0;
    for (size_t i = 0; i < usable.size(); ++i) {
      uint32_t result = usable[i].second;
      if (i != 0 && usable[i - 1].second == result)
        continue;
      visited.clear();
      if (augment(result))
        spared += core.bytes[result];
    }
    return spared;
  }

private:
  bool augment(uint32_t result) {
    for (auto [storage, taker] : usable) {
      if (taker != result || std::find(visited.begin(), visited.end(), storage) != visited.end())
        continue;
      visited.push_back(storage);
      size_t k = 0;
      while (k < chosen.size() && chosen[k].first != storage)
        ++k;
      if (k == chosen.size()) {
        chosen.push_back({storage, result});
        return true;
      }
      if (augment(chosen[k].second)) {
        // The one it had goes elsewhere now.
        chosen[k].second = result;
        return true;
      }
    }
    return false;
  }

  /// Pairs in order of the row: those of one result together, results by falling bytes.
  std::vector<std::pair<uint32_t, uint32_t>> usable;
  std::vector<uint32_t> visited;
};

/// What the operation's results spare at most, whatever ends.
inline uint64_t mostSpared(const Core &core, uint32_t op) {
  auto any = [](uint32_t) { return true; };
  return InPlaceMatcher().match(core, op, any, any);
}

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_CORE_INPLACE_H
