//===- LinkSweep.cpp - A first plan over the link -------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See LinkSweep.h. Both directions are calendars of busy times; where the step must
// wait, all that follows moves.
//
//===----------------------------------------------------------------------===//

#include "Search/LinkSweep.h"

#include <algorithm>

namespace neap::planner {

int64_t LinkSweep::Lane::earliest(int64_t from, int64_t transfer) const {
  auto it = busy.upper_bound(from);
  if (it != busy.begin())
    from = std::max(from, std::prev(it)->second);
  for (; it != busy.end() && it->first < from + transfer; ++it)
    from = it->second;
  return from;
}

int64_t LinkSweep::Lane::latest(int64_t until, int64_t transfer) const {
  for (auto it = busy.lower_bound(until); it != busy.begin();) {
    --it;
    if (it->second <= until - transfer)
      break;
    until = std::min(until, it->first);
  }
  return until - transfer;
}

void LinkSweep::Lane::add(int64_t begin, int64_t transfer) {
  int64_t end = begin + transfer;
  auto it = busy.upper_bound(begin);
  if (it != busy.begin() && std::prev(it)->second >= begin) {
    --it;
    begin = it->first;
    end = std::max(end, it->second);
    it = busy.erase(it);
  }
  while (it != busy.end() && it->first <= end) {
    end = std::max(end, it->second);
    it = busy.erase(it);
  }
  busy.emplace(begin, end);
}

void LinkSweep::Lane::delay(int64_t from, int64_t by) {
  std::map<int64_t, int64_t> moved;
  for (auto it = busy.lower_bound(from); it != busy.end(); it = busy.erase(it))
    moved.emplace(it->first + by, it->second + by);
  busy.insert(moved.begin(), moved.end());
}

/// Without waiting, the one that is used last; else what waits least per byte.
bool LinkSweep::Way::isBetterThan(const Way &other) const {
  if (wait == 0 || other.wait == 0)
    return wait == 0 && (other.wait != 0 || next > other.next);
  return double(wait) * double(other.bytes) < double(other.wait) * double(bytes);
}

void LinkSweep::layOut() {
  nodes.clear();
  begins.clear();
  index.assign(schedule.nodeLimit(), none);
  int64_t now = 0;
  for (Node n = schedule.first(); n != Schedule::tail; n = schedule.next(n)) {
    index[n] = uint32_t(nodes.size());
    nodes.push_back(n);
    begins.push_back(now);
    now += core.time[schedule.op(n)];
  }
  begins.push_back(now);
  index[Schedule::tail] = uint32_t(nodes.size());
  schedule.work += nodes.size();
}

bool LinkSweep::weigh(const Moves::Gap &gap, uint32_t at, Way &way) const {
  way.store = none;
  for (uint32_t store : core.stores[gap.root])
    if (core.transfer[core.loader[store]] != 0)
      way.store = store;
  const Schedule::Interval *copy = schedule.serving(gap.root, nodes[at]);
  if (way.store == none || !copy || !isPlaced(gap.last) || !isPlaced(gap.next) || !isPlaced(copy->start))
    return false;
  way.gap = gap;
  way.transfer = core.transfer[core.loader[way.store]];
  way.sends = !schedule.serving(way.store, gap.next);
  int64_t unused = begins[index[gap.last] + 1];
  way.sendBegin = out.earliest(begins[index[copy->start] + 1], way.transfer);
  way.gone = way.sends ? std::max(unused, way.sendBegin + way.transfer) : unused;
  way.next = begins[index[gap.next]];
  way.wait = std::max<int64_t>(0, way.gone - begins[at]);
  // It may be on its way back once the full moment is over.
  int64_t over = std::max(way.gone, begins[at + 1]);
  way.fetchBegin = in.latest(way.next, way.transfer);
  if (way.fetchBegin < over) {
    way.fetchBegin = in.earliest(over, way.transfer);
    way.wait += std::max<int64_t>(0, way.fetchBegin + way.transfer - way.next);
  }
  way.bytes = std::min(core.bytes[gap.root], uint64_t(schedule.memoryAt(nodes[at])) - budget);
  return true;
}

/// The send stands where the value is gone, the fetch where it begins.
bool LinkSweep::take(const Way &way, uint32_t at) {
  auto first = std::lower_bound(begins.begin() + index[way.gap.last] + 1, begins.begin() + at, way.gone);
  auto last = std::upper_bound(begins.begin() + at + 1, begins.begin() + index[way.gap.next], way.fetchBegin);
  uint32_t fetchAt = std::max(at + 1, uint32_t(last - begins.begin()) - 1);
  Node back = fetchAt < nodes.size() ? nodes[fetchAt] : Schedule::tail;
  Moves::Change change;
  if (!moves.transfer(way.gap, way.store, nodes[size_t(first - begins.begin())], back, change))
    return false;
  moves.apply(change);
  if (way.sends)
    out.add(way.sendBegin, way.transfer);
  int64_t late = std::max<int64_t>(0, way.gone - begins[at]);
  if (late > 0) {
    in.delay(begins[at], late);
    for (size_t k = at; k < begins.size(); ++k)
      begins[k] += late;
    schedule.work += begins.size() - at;
  }
  in.add(way.fetchBegin, way.transfer);
  return true;
}

/// Sends values away until the run fits.
bool LinkSweep::relieve(uint32_t at) {
  while (schedule.memoryAt(nodes[at]) > int64_t(budget)) {
    moves.gapsAt(nodes[at], gaps);
    schedule.work += gaps.size();
    bool found = false;
    Way best, way;
    for (const Moves::Gap &gap : gaps)
      if (weigh(gap, at, way) && (!found || way.isBetterThan(best))) {
        best = way;
        found = true;
      }
    if (!found || !take(best, at))
      return false;
  }
  return true;
}

bool LinkSweep::run() {
  layOut();
  for (uint32_t at = 0; at < nodes.size(); ++at)
    if (!relieve(at))
      return false;
  return true;
}

} // namespace neap::planner
