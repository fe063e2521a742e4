//===- Schedule.cpp - A sequence that is cheap to change ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Per storage: its events in order and the intervals over which it is held; per
// block of nodes: their memory and its maximum. A change recomputes the intervals
// of the storages it touches from their events and applies the difference.
//
//===----------------------------------------------------------------------===//

#include "Core/Schedule.h"

#include <algorithm>

namespace neap::planner {

Schedule::Schedule(const Core &core) : core(core), nodes(1) {
  nodes[tail].label = UINT64_MAX;
  localOf.assign(core.valueCount, 0);
  for (uint32_t root = 0; root < core.valueCount; ++root) {
    uint32_t local = 1;
    for (uint32_t view : core.views[root])
      localOf[view] = local++;
  }
  buildTouches();
  followers.resize(core.opCount);
  for (uint32_t op = 0; op < core.opCount; ++op)
    for (uint32_t b : core.before[op])
      followers[b].push_back(op);
}

void Schedule::buildTouches() {
  touchBegin.push_back(0);
  for (uint32_t op = 0; op < core.time.size(); ++op) {
    std::vector<uint32_t> roots;
    for (uint32_t v : core.reads[op])
      roots.push_back(core.root[v]);
    for (uint32_t v : core.writes[op])
      roots.push_back(core.root[v]);
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
    for (uint32_t root : roots) {
      std::vector<uint32_t> reads, writes;
      for (uint32_t v : core.reads[op])
        if (core.root[v] == root)
          reads.push_back(localOf[v]);
      for (uint32_t v : core.writes[op])
        if (core.root[v] == root)
          writes.push_back(localOf[v]);
      // The storage before the views taken from it.
      std::sort(writes.begin(), writes.end());
      touchRoot.push_back(root);
      touchReads.add(reads);
      touchWrites.add(writes);
    }
    touchBegin.push_back(uint32_t(touchRoot.size()));
  }
}

bool Schedule::makes(const Event &event) const {
  auto writes = touchWrites[event.touch];
  return writes.size() != 0 && *writes.begin() == 0;
}

void Schedule::assign(const Sequence &sequence) {
  nodes.assign(1, NodeData());
  nodes[tail].label = UINT64_MAX;
  freeNodes.clear();
  journal.clear();
  runsOf.assign(core.time.size(), {});
  eventsOf.assign(core.valueCount, {});
  held.assign(core.valueCount, {});
  count = sequence.size();
  totalTime = 0;
  for (uint32_t op : sequence) {
    Node n = Node(nodes.size());
    NodeData data;
    data.op = op;
    data.previous = n - 1;
    data.next = n + 1;
    data.linked = true;
    nodes.push_back(data);
    totalTime += core.time[op];
    runsOf[core.origin.empty() ? op : core.origin[op]].push_back(n);
    for (uint32_t t = touchBegin[op]; t < touchBegin[op + 1]; ++t)
      eventsOf[touchRoot[t]].push_back({n, t});
  }
  nodes[tail].next = count ? 1 : tail;
  nodes[tail].previous = Node(count);
  if (count)
    nodes[count].next = tail;
  blocks.clear();
  reindex();
  for (Block &block : blocks) {
    for (size_t i = 0; i < block.nodes.size(); ++i)
      block.memory[i] = int64_t(core.residentBytes + core.workspace[nodes[block.nodes[i]].op]);
    refreshMax(block);
  }
  for (uint32_t root = 0; root < core.valueCount; ++root)
    if (!eventsOf[root].empty()) {
      scan(root, none, scratch);
      change(root, scratch);
    }
  work += sequence.size() * 4;
}

Sequence Schedule::sequence() const {
  Sequence result;
  result.reserve(count);
  for (Node n = first(); n != tail; n = next(n))
    result.push_back(nodes[n].op);
  return result;
}

/// New labels and blocks; memory follows its nodes.
void Schedule::reindex() {
  std::vector<int64_t> memory(nodes.size(), 0);
  for (const Block &block : blocks)
    for (size_t i = 0; i < block.nodes.size(); ++i)
      memory[block.nodes[i]] = block.memory[i] + block.add;
  blocks.clear();
  order.clear();
  uint64_t step = (uint64_t(1) << 62) / (count + 1), label = step;
  for (Node n = first(); n != tail; n = next(n), label += step) {
    if (blocks.empty() || blocks.back().nodes.size() >= splitAt / 2)
      blocks.emplace_back();
    Block &block = blocks.back();
    nodes[n].label = label;
    nodes[n].block = uint32_t(blocks.size() - 1);
    nodes[n].index = uint32_t(block.nodes.size());
    block.nodes.push_back(n);
    block.memory.push_back(memory[n]);
  }
  if (blocks.empty())
    blocks.emplace_back();
  tops.resize(blocks.size());
  for (uint32_t b = 0; b < blocks.size(); ++b) {
    blocks[b].rank = b;
    order.push_back(b);
    refreshMax(blocks[b]);
  }
  blockLimit = blocks.size() * 2 + 64;
  work += count;
}

void Schedule::refreshMax(Block &block) {
  int64_t max = INT64_MIN / 2;
  for (int64_t m : block.memory)
    max = std::max(max, m);
  block.max = max;
  tops[block.rank] = max + block.add;
}

int64_t Schedule::memoryAt(Node n) const {
  const Block &block = blocks[nodes[n].block];
  return block.memory[nodes[n].index] + block.add;
}

int64_t Schedule::peak() const {
  int64_t result = int64_t(core.residentBytes);
  for (int64_t top : tops)
    result = std::max(result, top);
  return result;
}

Schedule::Node Schedule::peakNode() const {
  size_t fullest = size_t(std::max_element(tops.begin(), tops.end()) - tops.begin());
  const Block &block = blocks[order[fullest]];
  if (block.nodes.empty())
    return tail;
  return block.nodes[size_t(std::find(block.memory.begin(), block.memory.end(), block.max) - block.memory.begin())];
}

bool Schedule::within(Node from, Node to, int64_t limit) const {
  if (from == tail || from == to || !precedes(from, to))
    return true;
  uint32_t rank = blocks[nodes[from].block].rank;
  uint32_t lastRank = to == tail ? uint32_t(order.size()) - 1 : blocks[nodes[to].block].rank;
  for (uint32_t r = rank; r <= lastRank; ++r) {
    if (tops[r] <= limit)
      continue;
    if (r != rank && r != lastRank)
      return false;
    const Block &block = blocks[order[r]];
    size_t begin = r == rank ? nodes[from].index : 0;
    size_t end = r == lastRank && to != tail ? nodes[to].index : block.nodes.size();
    for (size_t i = begin; i < end; ++i)
      if (block.memory[i] + block.add > limit)
        return false;
  }
  return true;
}

double Schedule::excessOver(Node from, Node to, int64_t budget, int64_t bytes) const {
  int64_t sum = 0;
  uint32_t rank = from == tail ? 0 : blocks[nodes[from].block].rank;
  uint32_t lastRank = to == tail ? uint32_t(order.size()) - 1 : blocks[nodes[to].block].rank;
  for (uint32_t r = rank; r <= lastRank; ++r)
    sum += std::min(std::max<int64_t>(0, tops[r] - budget), bytes);
  return double(sum);
}

void Schedule::addWithin(Block &block, size_t from, size_t to, int64_t bytes) {
  for (size_t i = from; i < to; ++i)
    block.memory[i] += bytes;
  refreshMax(block);
}

/// Adds to the nodes [from, to], both included; `to` may be the tail.
void Schedule::addRange(Node from, Node to, int64_t bytes) {
  uint32_t rank = blocks[nodes[from].block].rank;
  uint32_t lastRank = to == tail ? uint32_t(order.size()) - 1 : blocks[nodes[to].block].rank;
  work += 4 + (lastRank - rank) / 4;
  for (uint32_t r = rank; r <= lastRank; ++r) {
    Block &block = blocks[order[r]];
    size_t begin = r == rank ? nodes[from].index : 0;
    size_t end = r == lastRank && to != tail ? nodes[to].index + 1 : block.nodes.size();
    if (begin == 0 && end == block.nodes.size())
      block.add += bytes, tops[r] += bytes;
    else
      addWithin(block, begin, end, bytes);
  }
}

size_t Schedule::eventIndex(uint32_t root, Node n) const {
  const std::vector<Event> &list = eventsOf[root];
  return size_t(std::lower_bound(list.begin(), list.end(), n,
                                 [&](const Event &event, Node node) { return precedes(event.node, node); }) -
                list.begin());
}

/// The intervals over which a storage is held, as its events without one node
/// say. False if a read finds no value.
bool Schedule::scan(uint32_t root, Node skip, std::vector<Interval> &result) {
  const std::vector<Event> &list = eventsOf[root];
  work += list.size();
  bound.assign(core.views[root].size() + 1, none);
  copies.clear();
  for (const Event &event : list) {
    if (event.node == skip)
      continue;
    uint32_t base = none;
    for (uint32_t local : touchReads[event.touch]) {
      if (bound[local] == none)
        return false;
      base = bound[local];
      copies[base].end = event.node;
    }
    for (uint32_t local : touchWrites[event.touch]) {
      if (local == 0) {
        bound[0] = uint32_t(copies.size());
        copies.push_back({event.node, event.node});
      } else {
        uint32_t from = base == none ? bound[0] : base;
        if (from == none)
          return false;
        bound[local] = from;
      }
    }
  }
  uint32_t local = 0;
  auto wantEnd = [&](uint32_t value) {
    if (core.wanted[value] && !copies.empty()) {
      if (bound[local] == none)
        return false;
      copies[bound[local]].end = tail;
    }
    ++local;
    return true;
  };
  if (!wantEnd(root))
    return false;
  for (uint32_t view : core.views[root])
    if (!wantEnd(view))
      return false;
  result.clear();
  for (const Interval &copy : copies) {
    if (result.empty() || precedes(result.back().end, copy.start))
      result.push_back(copy);
    else if (precedes(result.back().end, copy.end))
      result.back().end = copy.end;
  }
  return true;
}

void Schedule::change(uint32_t root, const std::vector<Interval> &to) {
  std::vector<Interval> &now = held[root];
  int64_t bytes = int64_t(core.bytes[root]);
  touchedNodes.clear();
  if (bytes != 0) {
    size_t front = 0, back = 0, shorter = std::min(now.size(), to.size());
    while (front < shorter && now[front] == to[front])
      ++front;
    while (back < shorter - front && now[now.size() - 1 - back] == to[to.size() - 1 - back])
      ++back;
    for (size_t i = front; i + back < now.size(); ++i)
      addRange(now[i].start, now[i].end, -bytes);
    for (size_t i = front; i + back < to.size(); ++i)
      addRange(to[i].start, to[i].end, bytes);
    auto touch = [&](const std::vector<Interval> &list) {
      for (size_t i = front; core.hasInPlace() && i + back < list.size(); ++i)
        touchedNodes.insert(touchedNodes.end(), {list[i].start, list[i].end});
    };
    touch(now);
    touch(to);
  }
  now = to;
  for (Node n : touchedNodes)
    refreshSpared(n);
}

/// What results spare at the node, where `also` ends besides what does.
uint64_t Schedule::spareAt(Node n, uint32_t also) {
  auto ends = [&](uint32_t root) {
    if (root == also)
      return true;
    const std::vector<Interval> &list = held[root];
    auto it = std::lower_bound(list.begin(), list.end(), n,
                               [&](const Interval &interval, Node node) { return precedes(interval.end, node); });
    return it != list.end() && it->end == n && it->start != n;
  };
  auto begins = [&](uint32_t root) {
    const std::vector<Interval> &list = held[root];
    auto it = std::lower_bound(list.begin(), list.end(), n,
                               [&](const Interval &interval, Node node) { return precedes(interval.start, node); });
    return it != list.end() && it->start == n;
  };
  ++work;
  return matcher.match(core, nodes[n].op, ends, begins);
}

/// What ends or begins at the node may have changed.
void Schedule::refreshSpared(Node n) {
  if (n == tail || core.inPlace[nodes[n].op].size() == 0)
    return;
  int64_t spared = int64_t(spareAt(n, none));
  if (spared != nodes[n].spared)
    addRange(n, n, nodes[n].spared - spared);
  nodes[n].spared = spared;
}

const Schedule::Interval *Schedule::serving(uint32_t value, Node at) const {
  uint32_t root = core.root[value];
  Node made = at;
  if (value != root) {
    const std::vector<Event> &list = eventsOf[root];
    size_t i = eventIndex(root, at);
    bool found = false;
    while (i-- > 0 && !found) {
      auto writes = touchWrites[list[i].touch];
      found = std::find(writes.begin(), writes.end(), localOf[value]) != writes.end();
      made = list[i].node;
    }
    if (!found)
      return nullptr;
  }
  const std::vector<Interval> &list = held[root];
  auto it = std::lower_bound(list.begin(), list.end(), made, [&](const Interval &interval, Node node) {
    return value == root ? precedes(interval.start, node) : !precedes(node, interval.start);
  });
  return it == list.begin() ? nullptr : &*(it - 1);
}

/// Bytes held between the node before `next` and `next`.
int64_t Schedule::memoryBefore(Node next) const {
  Node before = nodes[next].previous;
  if (before == tail)
    return int64_t(core.residentBytes);
  uint32_t op = nodes[before].op;
  int64_t bytes = memoryAt(before) - int64_t(core.workspace[op]) + nodes[before].spared;
  for (uint32_t t = touchBegin[op]; t < touchBegin[op + 1]; ++t) {
    uint32_t root = touchRoot[t];
    for (const Interval &interval : held[root])
      if (interval.end == before)
        bytes -= int64_t(core.bytes[root]);
  }
  return bytes;
}

/// Puts a node into the list and a block.
void Schedule::place(Node n, Node before) {
  int64_t memory = memoryBefore(before) + int64_t(core.workspace[nodes[n].op]);
  Node previous = nodes[before].previous;
  uint64_t low = previous == tail ? 0 : nodes[previous].label;
  uint64_t high = before == tail ? uint64_t(1) << 62 : nodes[before].label;
  if (high <= low + 1 && before == tail)
    high = low + (uint64_t(1) << 32);
  nodes[n].spared = 0;
  nodes[n].previous = previous;
  nodes[n].next = before;
  nodes[previous].next = n;
  nodes[before].previous = n;
  nodes[n].label = low + (high - low) / 2;
  uint32_t b = before != tail ? nodes[before].block : previous != tail ? nodes[previous].block : order.back();
  Block &block = blocks[b];
  size_t index = before != tail ? nodes[before].index : block.nodes.size();
  block.nodes.insert(block.nodes.begin() + long(index), n);
  block.memory.insert(block.memory.begin() + long(index), memory - block.add);
  block.max = std::max(block.max, memory - block.add);
  tops[block.rank] = block.max + block.add;
  nodes[n].block = b;
  for (size_t i = index; i < block.nodes.size(); ++i)
    nodes[block.nodes[i]].index = uint32_t(i);
  ++count;
  if (nodes[n].label == low || nodes[n].label == high || blocks.size() > blockLimit) {
    reindex();
    return;
  }
  if (block.nodes.size() < splitAt)
    return;
  // The second half becomes a block of its own.
  Block half;
  half.nodes.assign(block.nodes.begin() + splitAt / 2, block.nodes.end());
  half.memory.assign(block.memory.begin() + splitAt / 2, block.memory.end());
  half.add = block.add;
  block.nodes.resize(splitAt / 2);
  block.memory.resize(splitAt / 2);
  uint32_t fresh = uint32_t(blocks.size());
  order.insert(order.begin() + long(block.rank) + 1, fresh);
  tops.insert(tops.begin() + long(block.rank) + 1, 0);
  for (size_t i = 0; i < half.nodes.size(); ++i) {
    nodes[half.nodes[i]].block = fresh;
    nodes[half.nodes[i]].index = uint32_t(i);
  }
  blocks.push_back(std::move(half));
  for (uint32_t r = 0; r < order.size(); ++r)
    blocks[order[r]].rank = r;
  refreshMax(blocks[b]);
  refreshMax(blocks[fresh]);
}

void Schedule::unplace(Node n) {
  NodeData &data = nodes[n];
  nodes[data.previous].next = data.next;
  nodes[data.next].previous = data.previous;
  Block &block = blocks[data.block];
  block.nodes.erase(block.nodes.begin() + data.index);
  block.memory.erase(block.memory.begin() + data.index);
  for (size_t i = data.index; i < block.nodes.size(); ++i)
    nodes[block.nodes[i]].index = uint32_t(i);
  refreshMax(block);
  --count;
}

/// Brings a node in, with everything that follows from it.
void Schedule::link(Node n, uint32_t op, Node before) {
  nodes[n].op = op;
  nodes[n].linked = true;
  place(n, before);
  totalTime += core.time[op];
  std::vector<Node> &runs = runsOf[core.origin.empty() ? op : core.origin[op]];
  runs.insert(std::lower_bound(runs.begin(), runs.end(), n, [&](Node a, Node b) { return precedes(a, b); }), n);
  for (uint32_t t = touchBegin[op]; t < touchBegin[op + 1]; ++t) {
    uint32_t root = touchRoot[t];
    eventsOf[root].insert(eventsOf[root].begin() + long(eventIndex(root, n)), {n, t});
    scan(root, none, scratch);
    change(root, scratch);
  }
}

/// First runs of those that must follow stay behind the first run that remains.
bool Schedule::keepsOrder(Node n) const {
  uint32_t op = nodes[n].op;
  uint32_t origin = core.origin.empty() ? op : core.origin[op];
  const std::vector<Node> &runs = runsOf[origin];
  if (origin >= core.opCount || runs.front() != n)
    return true;
  if (runs.size() == 1)
    return false;
  for (uint32_t follower : followers[origin])
    if (!runsOf[follower].empty() && precedes(runsOf[follower].front(), runs[1]))
      return false;
  return true;
}

/// Takes a node out; with `check`, only if no read loses its value by that.
bool Schedule::detach(Node n, bool check) {
  uint32_t op = nodes[n].op;
  uint32_t first = touchBegin[op], last = touchBegin[op + 1];
  if (check && !keepsOrder(n))
    return false;
  if (pending.size() < last - first)
    pending.resize(last - first);
  for (uint32_t t = first; t < last; ++t)
    if (!scan(touchRoot[t], n, pending[t - first]) && check)
      return false;
  for (uint32_t t = first; t < last; ++t) {
    uint32_t root = touchRoot[t];
    change(root, pending[t - first]);
    eventsOf[root].erase(eventsOf[root].begin() + long(eventIndex(root, n)));
  }
  std::vector<Node> &runs = runsOf[core.origin.empty() ? op : core.origin[op]];
  runs.erase(std::find(runs.begin(), runs.end(), n));
  totalTime -= core.time[op];
  nodes[n].linked = false;
  unplace(n);
  return true;
}

Schedule::Node Schedule::insert(uint32_t op, Node before) {
  Node n;
  if (freeNodes.empty()) {
    n = Node(nodes.size());
    nodes.emplace_back();
  } else {
    n = freeNodes.back();
    freeNodes.pop_back();
  }
  link(n, op, before);
  journal.push_back({true, n, before});
  return n;
}

bool Schedule::remove(Node n) {
  Node after = nodes[n].next;
  if (!detach(n, true))
    return false;
  journal.push_back({false, n, after});
  return true;
}

bool Schedule::isFresh(size_t entry, Node &n) const {
  n = journal[entry].node;
  return journal[entry].inserted && nodes[n].linked;
}

void Schedule::rollback(size_t size) {
  while (journal.size() > size) {
    Entry entry = journal.back();
    journal.pop_back();
    if (entry.inserted) {
      detach(entry.node, false);
      freeNodes.push_back(entry.node);
    } else {
      link(entry.node, nodes[entry.node].op, entry.next);
    }
  }
}

void Schedule::commit() {
  for (const Entry &entry : journal)
    if (!entry.inserted)
      freeNodes.push_back(entry.node);
  journal.clear();
}

} // namespace neap::planner
