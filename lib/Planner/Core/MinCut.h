//===- MinCut.h - Minimum cut by Dinic's algorithm --------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Integer capacities, a graph built once and solved again for other capacities.
// Source: Dinitz 1970; the layered search is iterative, so depth is no concern.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_CORE_MINCUT_H
#define NEAP_LIB_PLANNER_CORE_MINCUT_H

#include <algorithm>
#include <cstdint>
#include <vector>

namespace neap::planner {

class MinCut {
public:
  static constexpr int64_t infinite = int64_t(1) << 60;

  explicit MinCut(uint32_t nodes = 0) : first(nodes, -1), level(nodes), cursor(nodes) {}
  uint32_t addNode() {
    first.push_back(-1);
    level.push_back(-1);
    cursor.push_back(-1);
    return uint32_t(first.size() - 1);
  }

  /// Returns the index of the edge, for `setCapacity`.
  uint32_t addEdge(uint32_t from, uint32_t to, int64_t capacity) {
    edges.push_back({to, first[from], capacity});
    first[from] = int32_t(edges.size() - 1);
    edges.push_back({from, first[to], 0});
    first[to] = int32_t(edges.size() - 1);
    return uint32_t(edges.size() - 2);
  }
  void setCapacity(uint32_t edge, int64_t capacity) {
    edges[edge].capacity = capacity;
    edges[edge ^ 1].capacity = 0;
  }
  /// Value of the minimum cut between two nodes.
  int64_t solve(uint32_t source, uint32_t sink);
  /// After `solve`: the node is on the source's side.
  bool onSourceSide(uint32_t node) const { return level[node] >= 0; }

private:
  struct Edge {
    uint32_t to;
    int32_t next;
    int64_t capacity;
  };
  bool layer(uint32_t source, uint32_t sink);
  int64_t augment(uint32_t source, uint32_t sink);

  std::vector<Edge> edges;
  std::vector<int32_t> first, level, cursor;
  std::vector<uint32_t> queue, path;
};

inline bool MinCut::layer(uint32_t source, uint32_t sink) {
  std::fill(level.begin(), level.end(), -1);
  queue.assign(1, source);
  level[source] = 0;
  for (size_t head = 0; head < queue.size(); ++head)
    for (int32_t e = first[queue[head]]; e >= 0; e = edges[e].next)
      if (edges[e].capacity > 0 && level[edges[e].to] < 0) {
        level[edges[e].to] = level[queue[head]] + 1;
        queue.push_back(edges[e].to);
      }
  return level[sink] >= 0;
}

/// A blocking flow in the layered graph, path by path.
inline int64_t MinCut::augment(uint32_t source, uint32_t sink) {
  int64_t total = 0;
  cursor = first;
  path.clear();
  uint32_t node = source;
  for (;;) {
    if (node == sink) {
      int64_t amount = infinite * 2;
      for (uint32_t e : path)
        amount = std::min(amount, edges[e].capacity);
      total += amount;
      size_t keep = path.size();
      for (size_t i = path.size(); i-- > 0;) {
        edges[path[i]].capacity -= amount;
        edges[path[i] ^ 1].capacity += amount;
        if (edges[path[i]].capacity == 0)
          keep = i;
      }
      node = edges[path[keep] ^ 1].to;
      path.resize(keep);
      continue;
    }
    int32_t e = cursor[node];
    while (e >= 0 && !(edges[e].capacity > 0 && level[edges[e].to] == level[node] + 1))
      e = edges[e].next;
    cursor[node] = e;
    if (e >= 0) {
      path.push_back(uint32_t(e));
      node = edges[e].to;
    } else if (path.empty()) {
      return total;
    } else {
      level[node] = -1;
      node = edges[path.back() ^ 1].to;
      path.pop_back();
    }
  }
}

inline int64_t MinCut::solve(uint32_t source, uint32_t sink) {
  int64_t total = 0;
  while (total < infinite && layer(source, sink))
    total += augment(source, sink);
  return total;
}

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_CORE_MINCUT_H
