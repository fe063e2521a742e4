//===- Schedule.h - A sequence that is cheap to change ----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The same meaning as a Sequence under the Evaluator (Sequence.h), kept up to date
// while runs come and go: inserting or removing one costs what the touched
// storages' own events and one range update over blocks of positions cost, not
// the length of the sequence. A journal takes changes back.
//
// Runs are nodes of a list with order labels (Dietz and Sleator 1987), so two of
// them are compared in constant time; their memory lies in blocks of about 64.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_PLANNER_CORE_SCHEDULE_H
#define NEAP_LIB_PLANNER_CORE_SCHEDULE_H

#include "Core/Sequence.h"

namespace neap::planner {

class Schedule {
public:
  using Node = uint32_t;
  /// Stands behind the last run.
  static constexpr Node tail = 0;

  struct Interval {
    Node start, end;
    bool operator==(const Interval &other) const { return start == other.start && end == other.end; }
  };
  /// A node that touches a storage, and which of its accesses (`touch`).
  struct Event {
    Node node;
    uint32_t touch;
  };

  explicit Schedule(const Core &core);

  void assign(const Sequence &sequence);
  Sequence sequence() const;

  size_t length() const { return count; }
  int64_t time() const { return totalTime; }
  uint32_t op(Node n) const { return nodes[n].op; }
  Node first() const { return nodes[tail].next; }
  Node next(Node n) const { return nodes[n].next; }
  Node previous(Node n) const { return nodes[n].previous; }
  uint64_t label(Node n) const { return nodes[n].label; }
  bool precedes(Node a, Node b) const { return nodes[a].label < nodes[b].label; }
  size_t nodeLimit() const { return nodes.size(); }
  /// False for a node that was removed.
  bool isLinked(Node n) const { return nodes[n].linked; }

  int64_t memoryAt(Node n) const;
  int64_t peak() const;
  /// The fullest node, the earliest of equals.
  Node peakNode() const;
  /// Memory stays within the limit over the nodes [from, to).
  bool within(Node from, Node to, int64_t limit) const;
  /// Sum over the blocks that reach into (from, to) of how far each exceeds the
  /// budget, at most `bytes` each.
  double excessOver(Node from, Node to, int64_t budget, int64_t bytes) const;

  /// Runs of an operation or of variants of it, in order.
  const std::vector<Node> &runs(uint32_t op) const { return runsOf[core.origin.empty() ? op : core.origin[op]]; }
  /// When a storage is held, in order, apart from each other.
  const std::vector<Interval> &intervals(uint32_t root) const { return held[root]; }
  /// Bytes of results that could take the place of the storage if it ended with the node.
  uint64_t wouldSpare(Node n, uint32_t root) { return spareAt(n, root) - uint64_t(nodes[n].spared); }
  const std::vector<Event> &events(uint32_t root) const { return eventsOf[root]; }
  bool reads(const Event &event) const { return touchReads[event.touch].size() != 0; }
  bool makes(const Event &event) const;
  /// Index of the first event not before the node.
  size_t eventIndex(uint32_t root, Node n) const;
  /// The interval that serves a read of the value just before the node `at`, or null.
  const Interval *serving(uint32_t value, Node at) const;

  Node insert(uint32_t op, Node before);
  /// False, and nothing done, if a read would lose its value, or a precedence its order.
  bool remove(Node n);

  /// Takes back everything since the last `commit`, or since the journal had that size.
  void rollback(size_t size = 0);
  void commit();
  size_t journalSize() const { return journal.size(); }
  /// The node that a change since the last `commit` brought in, if it is still there.
  bool isFresh(size_t entry, Node &n) const;

  /// List elements visited so far.
  uint64_t work = 0;

private:
  struct NodeData {
    uint32_t op = none;
    Node previous = tail, next = tail;
    uint64_t label = 0;
    uint32_t block = none, index = 0;
    bool linked = false;
    /// Bytes of results that take the place of operands; not in the node's memory.
    int64_t spared = 0;
  };
  struct Block {
    std::vector<Node> nodes;
    std::vector<int64_t> memory;
    int64_t add = 0, max = INT64_MIN / 2;
    uint32_t rank = 0;
  };
  struct Entry {
    bool inserted;
    Node node, next;
  };
  static constexpr size_t splitAt = 128;

  void buildTouches();
  bool scan(uint32_t root, Node skip, std::vector<Interval> &result);
  void change(uint32_t root, const std::vector<Interval> &to);
  uint64_t spareAt(Node n, uint32_t also);
  void refreshSpared(Node n);
  void addRange(Node from, Node to, int64_t bytes);
  void addWithin(Block &block, size_t from, size_t to, int64_t bytes);
  void refreshMax(Block &block);
  void reindex();
  int64_t memoryBefore(Node next) const;
  void place(Node n, Node before);
  void unplace(Node n);
  void link(Node n, uint32_t op, Node before);
  bool detach(Node n, bool check);
  bool keepsOrder(Node n) const;

  const Core &core;
  std::vector<NodeData> nodes;
  std::vector<Node> freeNodes;
  std::vector<Block> blocks;
  std::vector<uint32_t> order;
  /// Largest memory of each block, by rank.
  std::vector<int64_t> tops;
  size_t count = 0, blockLimit = 0;
  int64_t totalTime = 0;
  std::vector<std::vector<Node>> runsOf;
  std::vector<std::vector<Interval>> held;
  std::vector<std::vector<Event>> eventsOf;
  std::vector<Entry> journal;

  /// Accesses: touchesOf[op] .. lists ids; each has a root and local reads and writes
  /// (0: the storage, k + 1: its view k).
  std::vector<uint32_t> touchBegin, touchRoot, localOf;
  Table touchReads, touchWrites;
  /// Operations that must first run after this one.
  std::vector<std::vector<uint32_t>> followers;

  InPlaceMatcher matcher;
  std::vector<uint32_t> bound;
  std::vector<Interval> copies, scratch;
  std::vector<std::vector<Interval>> pending;
  std::vector<Node> touchedNodes;
};

} // namespace neap::planner

#endif // NEAP_LIB_PLANNER_CORE_SCHEDULE_H
