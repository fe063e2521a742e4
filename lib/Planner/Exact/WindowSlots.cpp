//===- WindowSlots.cpp - Where the runs of a window may stand -------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// First runs and runs that are not open are anchors. The open runs before an anchor keep
// their order; the operations that lead to reads of these and of the anchor, or in a
// complete window all, get slots among them in recorded order. So do those that read a
// copy which ends just before, where runs may move.
//
//===----------------------------------------------------------------------===//

#include "Exact/WindowModel.h"

#include <algorithm>

namespace neap::planner {
namespace {

class SlotList {
public:
  SlotList(const Core &core, const Sequence &sequence, const WindowShape &shape);
  std::vector<Slot> run();

private:
  bool mayMove(uint32_t op) const;
  bool mayRun(uint32_t op) const;
  void lead(uint32_t op, unsigned depth);
  void leadTo(uint32_t value, unsigned depth);
  void findUsers(uint32_t position);
  void addGroup(const std::vector<uint32_t> &present, bool bare);

  const Core &core;
  const Sequence &sequence;
  const WindowShape &shape;
  Evaluator eval;
  std::vector<uint32_t> firstAt;
  uint32_t at = 0;
  /// Depth to which what an operation reads was followed, and for which anchor.
  std::vector<uint32_t> stamp, followed;
  std::vector<uint32_t> found;
  std::vector<Slot> slots;
};

SlotList::SlotList(const Core &core, const Sequence &sequence, const WindowShape &shape)
    : core(core), sequence(sequence), shape(shape), eval(core), firstAt(core.opCount, none), stamp(core.opCount, none),
      followed(core.opCount, 0) {
  for (uint32_t p = 0; p < sequence.size(); ++p) {
    uint32_t origin = core.origin[sequence[p]];
    if (origin < core.opCount && firstAt[origin] == none)
      firstAt[origin] = p;
  }
  if (shape.moves)
    eval.run(sequence);
}

/// Its first run has a choice of places.
bool SlotList::mayMove(uint32_t op) const {
  return shape.moves && shape.open[op] && !core.once[op] && firstAt[op] >= shape.from && firstAt[op] < shape.to;
}

/// Before the anchor.
bool SlotList::mayRun(uint32_t op) const {
  if (op >= core.opCount || !shape.open[op] || core.once[op] || (firstAt[op] >= at && !mayMove(op)))
    return false;
  auto writers = core.overwrittenBy[op];
  return std::none_of(writers.begin(), writers.end(), [&](uint32_t writer) { return firstAt[writer] < at; });
}

void SlotList::lead(uint32_t op, unsigned depth) {
  for (uint32_t v : core.reads[op])
    leadTo(v, depth);
}

void SlotList::leadTo(uint32_t value, unsigned depth) {
  uint32_t op = core.producer[value];
  if (depth == 0 || !mayRun(op) || (stamp[op] == at && followed[op] >= depth))
    return;
  if (stamp[op] != at)
    found.push_back(op);
  stamp[op] = at;
  followed[op] = depth;
  lead(op, depth - 1);
}

/// Open operations that read a copy of which the run there is the last reader.
void SlotList::findUsers(uint32_t position) {
  for (uint32_t r = eval.readBegin[position]; r < eval.readBegin[position + 1]; ++r) {
    const Copy &copy = eval.copies[eval.readCopies[r]];
    if (copy.end != position)
      continue;
    for (uint32_t op : core.readers[copy.value])
      if (stamp[op] != at && mayRun(op)) {
        stamp[op] = at;
        followed[op] = 0;
        found.push_back(op);
      }
  }
}

/// Slots before the anchor; `bare`: only those that run already.
void SlotList::addGroup(const std::vector<uint32_t> &present, bool bare) {
  found.clear();
  if (!bare) {
    for (uint32_t op : present)
      lead(op, shape.depth);
    if (at < sequence.size())
      lead(sequence[at], shape.depth);
    if (shape.moves && at > 0)
      findUsers(at - 1);
    for (uint32_t v = 0; v < core.valueCount && at == sequence.size(); ++v)
      if (core.wanted[v])
        leadTo(v, shape.depth);
    for (uint32_t op = 0; op < core.opCount && shape.complete; ++op)
      if (stamp[op] != at && mayRun(op))
        found.push_back(op);
  }
  std::sort(found.begin(), found.end());
  std::vector<uint32_t> all = found;
  size_t next = 0;
  auto addFound = [&](uint32_t below) {
    for (; next < found.size() && found[next] < below; ++next)
      if (std::none_of(present.begin(), present.end(), [&](uint32_t op) { return core.origin[op] == found[next]; }))
        slots.push_back({found[next], false, false});
  };
  for (uint32_t op : present) {
    addFound(core.origin[op]);
    slots.push_back({op, false, true});
  }
  addFound(none);
  for (unsigned pass = 1; pass < shape.passes; ++pass)
    for (uint32_t op : all)
      slots.push_back({op, false, false});
}

std::vector<Slot> SlotList::run() {
  std::vector<uint32_t> present;
  bool inside = false;
  for (at = 0; at < sequence.size(); ++at) {
    uint32_t op = sequence[at], origin = core.origin[op];
    inside = at >= shape.from && at < shape.to;
    if (inside && origin < core.opCount && firstAt[origin] != at && shape.open[origin]) {
      present.push_back(op);
      continue;
    }
    addGroup(present, !inside);
    present.clear();
    slots.push_back({op, origin >= core.opCount || firstAt[origin] != at || !mayMove(origin), true});
  }
  addGroup(present, shape.to < sequence.size());
  return std::move(slots);
}

} // namespace

std::vector<Slot> windowSlots(const Core &core, const Sequence &sequence, const WindowShape &shape) {
  return SlotList(core, sequence, shape).run();
}

} // namespace neap::planner
