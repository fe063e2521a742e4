//===- LinkClock.cpp - When things happen next to a link ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See LinkClock.h. A copy of a sequence is held until its send, so the run that
// sends stands where the plan frees; the transfer itself starts some time after the
// making of the copy.
//
//===----------------------------------------------------------------------===//

#include "Core/LinkClock.h"

#include <algorithm>

namespace neap::planner {

/// Each send belongs to the copy that it holds.
void LinkClock::findSends() {
  sends.clear();
  frees.clear();
  for (Node n = schedule.first(); n != Schedule::tail; n = schedule.next(n)) {
    uint32_t op = schedule.op(n);
    if (core.transfer[op] == 0 || core.loads(op))
      continue;
    const Schedule::Interval *copy = schedule.serving(core.extras[op - core.opCount].value, n);
    if (!copy)
      continue;
    sends.push_back({copy->start, schedule.label(copy->end), op});
    if (copy->end != Schedule::tail)
      frees.push_back({copy->end, *core.writes[op].begin()});
  }
  std::sort(frees.begin(), frees.end());
  std::sort(sends.begin(), sends.end());
  sends.erase(std::unique(sends.begin(), sends.end()), sends.end());
}

/// An earlier copy of the storage is held until the run or beyond.
bool LinkClock::isThere(uint32_t value, Node n) const {
  const Schedule::Interval *copy = schedule.serving(value, n);
  return copy && !schedule.precedes(copy->end, n);
}

/// A fetch, unless the value is there already.
void LinkClock::fetch(Node n) {
  uint32_t op = schedule.op(n), value = core.extras[op - core.opCount].value;
  if (isThere(value, n))
    return;
  in.add(std::max(now, sent[*core.reads[op].begin()]), core.transfer[op]);
  arrival[value] = in.until;
  // Freed unread, it is waited for all the same.
  const Schedule::Interval *copy = schedule.serving(value, schedule.next(n));
  if (copy && copy->end == n)
    now = arrival[value];
}

static bool isFreedLater(uint64_t endA, uint32_t opA, uint64_t endB, uint32_t opB) {
  return endA != endB ? endA > endB : opA > opB;
}

/// The transfer that is needed first begins.
void LinkClock::depart(Node n, bool behind) {
  std::pop_heap(waiting.begin(), waiting.end(),
                [](const Sending &a, const Sending &b) { return isFreedLater(a.end, a.op, b.end, b.op); });
  uint32_t op = waiting.back().op, value = core.extras[op - core.opCount].value;
  waiting.pop_back();
  out.add(std::max(now, arrival[value]), core.transfer[op]);
  sent[*core.writes[op].begin()] = out.until;
  departed.push_back({n, behind, value});
}

/// Before a run: the link shall not be idle during it.
void LinkClock::keepBusy(Node n) {
  uint32_t op = schedule.op(n);
  if (waiting.empty() || core.transfer[op] != 0)
    return;
  int64_t begin = now;
  for (uint32_t v : core.reads[op])
    begin = std::max(begin, arrival[core.root[v]]);
  while (!waiting.empty() && out.until < begin + core.time[op])
    depart(n, false);
}

/// What the copies that the run makes or ends mean for the link.
void LinkClock::follow(Node n) {
  auto sending = std::lower_bound(sends.begin(), sends.end(), Sending{n, 0, 0});
  for (; sending != sends.end() && sending->start == n; ++sending) {
    waiting.push_back(*sending);
    std::push_heap(waiting.begin(), waiting.end(),
                   [](const Sending &a, const Sending &b) { return isFreedLater(a.end, a.op, b.end, b.op); });
  }
  while (!waiting.empty() && waiting.front().end <= schedule.label(n))
    depart(n, true);
  for (auto it = std::lower_bound(frees.begin(), frees.end(), std::make_pair(n, 0u));
       it != frees.end() && it->first == n; ++it)
    now = std::max(now, sent[it->second]);
}

int64_t LinkClock::run() {
  findSends();
  moments.clear();
  position.assign(schedule.nodeLimit(), none);
  sent.assign(core.valueCount, 0);
  arrival.assign(core.valueCount, 0);
  out = in = Lane();
  now = 0;
  waiting.clear();
  departed.clear();
  for (Node n = schedule.first(); n != Schedule::tail; n = schedule.next(n)) {
    uint32_t op = schedule.op(n);
    keepBusy(n);
    if (core.transfer[op] == 0)
      for (uint32_t v : core.reads[op])
        now = std::max(now, arrival[core.root[v]]);
    position[n] = uint32_t(moments.size());
    record(n);
    if (core.transfer[op] != 0) {
      if (core.loads(op))
        fetch(n);
    } else {
      now += core.time[op];
      for (uint32_t v : core.writes[op])
        if (arrival[v] != 0 && !isThere(v, n))
          arrival[v] = 0;
    }
    follow(n);
  }
  for (uint32_t v = 0; v < core.valueCount; ++v)
    if (core.wanted[v])
      now = std::max(now, arrival[core.root[v]]);
  record(Schedule::tail);
  schedule.work += schedule.length();
  return now;
}

size_t LinkClock::indexOf(Node n) const {
  if (n == Schedule::tail)
    return moments.size() - 1;
  while (n != Schedule::tail && (n >= position.size() || position[n] == none))
    n = schedule.previous(n);
  return n == Schedule::tail ? 0 : position[n];
}

LinkClock::Node LinkClock::sentBy(Node from, Node to, int64_t transfer) const {
  auto begin = moments.begin() + long(indexOf(from)), end = moments.begin() + long(indexOf(to));
  if (begin >= end)
    return to;
  auto it = std::lower_bound(begin, end, begin->idleOut + transfer,
                             [](const Moment &m, int64_t idle) { return m.idleOut < idle; });
  // Runs may have gone since the replay.
  bool stands = it != end && schedule.isLinked(it->node) && schedule.precedes(from, it->node);
  return stands && schedule.precedes(it->node, to) ? it->node : to;
}

LinkClock::Node LinkClock::fetchFrom(Node from, Node to, int64_t transfer) const {
  auto begin = moments.begin() + long(indexOf(from)), end = moments.begin() + long(indexOf(to));
  if (begin >= end)
    return from;
  auto it = std::upper_bound(begin, end, end->idleIn - transfer,
                             [](int64_t idle, const Moment &m) { return idle < m.idleIn; });
  bool stands = it != begin && schedule.isLinked((it - 1)->node) && schedule.precedes(from, (it - 1)->node);
  return stands && schedule.precedes((it - 1)->node, to) ? (it - 1)->node : from;
}

} // namespace neap::planner
