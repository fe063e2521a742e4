//===- Simulate.cpp - A first plan by simulated eviction ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The state is what is resident and valid at a moment; recursion locks what its
// callers still need. A value that cannot be made again (drawn once, or made from
// an overwritten parameter) is never evicted, and stays past its last use while
// something evicted may have to be rebuilt from it.
//
//===----------------------------------------------------------------------===//

#include "Starts/Simulate.h"

#include "Effort.h"

#include <algorithm>
#include <cmath>

namespace neap::planner {
namespace {

constexpr unsigned recursionLimit = 3000;
constexpr size_t visitLimit = 300;

class Simulator {
public:
  Simulator(const Core &core, const Sequence &order, const SimulateOptions &options, Sequence &result);
  bool run();
  uint32_t stuckAt = none;
  uint64_t stuckBytes = 0;

private:
  bool execute(uint32_t op, unsigned depth);
  bool require(uint32_t value, unsigned depth);
  bool makeRoom(uint64_t bytes, uint32_t op);
  bool evictOne();
  double score(uint32_t storage);
  int64_t closureTime(uint32_t storage);
  bool rebuildable(uint32_t op) const;
  bool neededByEvicted(uint32_t storage);
  bool neededForward(uint32_t storage);
  uint32_t nextUse(uint32_t storage);
  void release(uint32_t storage);
  void drop(uint32_t storage);
  void add(uint32_t storage);
  uint64_t spared(uint32_t op, const std::vector<uint32_t> &lockedRoots, bool recursive);

  const Core &core;
  const Sequence &order;
  const SimulateOptions &options;
  Sequence &result;
  Random random;
  uint64_t used;
  int64_t time = 0;
  uint32_t now = 0;
  uint32_t end;
  std::vector<uint8_t> valid, ran;
  std::vector<uint32_t> locks, residentAt, residents, zombies;
  /// Positions in the order at which a storage (or a view of it) is read.
  Table uses;
  std::vector<uint32_t> useCursor;
  std::vector<uint32_t> stamp;
  uint32_t currentStamp = 0;
  InPlaceMatcher matcher;
};

Simulator::Simulator(const Core &core, const Sequence &order, const SimulateOptions &options, Sequence &result)
    : core(core), order(order), options(options), result(result), random{options.seed}, used(core.residentBytes),
      end(uint32_t(order.size())), valid(core.valueCount, 0), ran(core.opCount, 0), locks(core.valueCount, 0),
      residentAt(core.valueCount, none), useCursor(core.valueCount, 0), stamp(core.opCount + core.valueCount, 0) {
  std::vector<std::vector<uint32_t>> rows(core.valueCount);
  for (uint32_t p = 0; p < order.size(); ++p)
    for (uint32_t v : core.reads[order[p]]) {
      std::vector<uint32_t> &row = rows[core.root[v]];
      if (row.empty() || row.back() != p)
        row.push_back(p);
    }
  for (uint32_t v = 0; v < core.valueCount; ++v)
    if (core.wanted[v])
      rows[core.root[v]].push_back(end);
  for (const std::vector<uint32_t> &row : rows)
    uses.add(row);
}

/// Position of the first use not before the present one; `none` when dead.
uint32_t Simulator::nextUse(uint32_t storage) {
  auto row = uses[storage];
  uint32_t &cursor = useCursor[storage];
  while (cursor < row.size() && row.begin()[cursor] < now)
    ++cursor;
  return cursor < row.size() ? row.begin()[cursor] : none;
}

void Simulator::add(uint32_t storage) {
  valid[storage] = 1;
  residentAt[storage] = uint32_t(residents.size());
  residents.push_back(storage);
  used += core.bytes[storage];
}

void Simulator::drop(uint32_t storage) {
  valid[storage] = 0;
  for (uint32_t view : core.views[storage])
    valid[view] = 0;
  uint32_t hole = residentAt[storage];
  residents[hole] = residents.back();
  residentAt[residents[hole]] = hole;
  residents.pop_back();
  residentAt[storage] = none;
  used -= core.bytes[storage];
}

bool Simulator::rebuildable(uint32_t op) const {
  if (op == none || (core.once[op] && ran[op]))
    return false;
  for (uint32_t writer : core.overwrittenBy[op])
    if (ran[writer])
      return false;
  return true;
}

/// Time to make the storage again at its next use: through its producer, and
/// everything read for it that will not be there then. What is resident now but
/// has no use that late does not count as there: a gradient is cheap to redo
/// only as long as what it was made from lives. -1: it cannot be made again.
int64_t Simulator::closureTime(uint32_t storage) {
  ++currentStamp;
  uint32_t horizon = nextUse(storage);
  int64_t total = 0;
  size_t visited = 0;
  std::vector<uint32_t> stack{core.producer[storage]};
  stamp[stack[0]] = currentStamp;
  while (!stack.empty()) {
    uint32_t op = stack.back();
    stack.pop_back();
    if (!rebuildable(op))
      return -1;
    total += core.time[op];
    // Beyond this many operations the storage is next to irreplaceable.
    if (++visited > visitLimit)
      return total * 16;
    for (uint32_t v : core.reads[op]) {
      uint32_t producer = core.producer[v];
      uint32_t root = core.root[v];
      auto row = uses[root];
      bool there = valid[v] && (horizon == none || !rebuildable(core.producer[root]) ||
                                (row.size() != 0 && row.begin()[row.size() - 1] >= horizon));
      if (!there && stamp[producer] != currentStamp) {
        stamp[producer] = currentStamp;
        stack.push_back(producer);
      }
    }
  }
  return total;
}

double Simulator::score(uint32_t storage) {
  int64_t cost = closureTime(storage);
  if (cost < 0)
    return -1;
  uint32_t next = nextUse(storage);
  double distance = next == none ? double(end) : double(next - now) + 1;
  double value = (double(cost) + 1) /
                 (std::pow(double(core.bytes[storage]), options.sizePower) * std::pow(distance, options.distancePower));
  if (options.noise > 0)
    value *= std::exp(options.noise * (random.unit() - 0.5));
  return value;
}

bool Simulator::evictOne() {
  uint32_t best = none;
  double bestScore = 0;
  for (uint32_t storage : residents) {
    if (locks[storage] != 0 || core.bytes[storage] == 0)
      continue;
    double s = score(storage);
    if (s >= 0 && (best == none || s < bestScore || (s == bestScore && storage < best))) {
      best = storage;
      bestScore = s;
    }
  }
  if (best == none)
    return false;
  drop(best);
  return true;
}

bool Simulator::makeRoom(uint64_t bytes, uint32_t op) {
  while (used + bytes > options.budget) {
    if (evictOne())
      continue;
    stuckAt = op;
    stuckBytes = used + bytes - options.budget;
    return false;
  }
  return true;
}

/// Something evicted and still to be read would be rebuilt from this storage.
bool Simulator::neededForward(uint32_t storage) {
  auto through = [&](uint32_t value) {
    for (uint32_t reader : core.readers[value])
      for (uint32_t out : core.writes[reader]) {
        uint32_t target = core.root[out];
        if (!ran[reader] || valid[out] || stamp[core.opCount + out] == currentStamp)
          continue;
        stamp[core.opCount + out] = currentStamp;
        if (nextUse(target) != none || neededForward(target))
          return true;
      }
    return false;
  };
  if (through(storage))
    return true;
  for (uint32_t view : core.views[storage])
    if (through(view))
      return true;
  return false;
}

bool Simulator::neededByEvicted(uint32_t storage) {
  ++currentStamp;
  return neededForward(storage);
}

/// Frees a storage that nothing holds and nothing will read.
void Simulator::release(uint32_t storage) {
  if (!valid[storage] || locks[storage] != 0 || nextUse(storage) != none)
    return;
  if (!rebuildable(core.producer[storage]) && neededByEvicted(storage)) {
    zombies.push_back(storage);
    return;
  }
  drop(storage);
}

bool Simulator::require(uint32_t value, unsigned depth) {
  if (valid[value])
    return true;
  uint32_t producer = core.producer[value];
  if (!rebuildable(producer) && ran[producer]) {
    stuckAt = producer;
    return false;
  }
  return execute(producer, depth + 1) && valid[value];
}

bool Simulator::execute(uint32_t op, unsigned depth) {
  if (depth > recursionLimit || time > options.timeLimit) {
    stuckAt = op;
    return false;
  }
  bool ok = true;
  auto reads = core.reads[op];
  std::vector<uint32_t> lockedRoots;
  auto hold = [&](uint32_t v) {
    ++locks[core.root[v]];
    lockedRoots.push_back(core.root[v]);
  };
  if (options.holdFirst)
    for (uint32_t v : reads)
      if (valid[v])
        hold(v);
  std::vector<uint32_t> missing;
  for (uint32_t v : reads)
    if (!valid[v])
      missing.push_back(v);
  for (uint32_t v : missing) {
    ok = ok && require(v, depth);
    if (!ok)
      break;
    hold(v);
  }
  if (!options.holdFirst)
    for (uint32_t v : reads) {
      ok = ok && require(v, depth);
      if (!ok)
        break;
      hold(v);
    }
  uint64_t fresh = core.workspace[op];
  for (uint32_t v : core.writes[op])
    if (!core.isView(v) && !valid[v])
      fresh += core.bytes[v];
  if (core.inPlace[op].size() != 0)
    fresh -= spared(op, lockedRoots, depth != 0);
  ok = ok && makeRoom(fresh, op);
  if (ok) {
    result.push_back(op);
    time += core.time[op];
    ran[op] = 1;
    for (uint32_t v : core.writes[op])
      if (!core.isView(v) && !valid[v])
        add(v);
    for (uint32_t v : core.writes[op])
      valid[v] = 1;
  }
  // The caller holds what it asked for; it does so before anything is released.
  for (uint32_t v : core.writes[op])
    ++locks[core.root[v]];
  for (uint32_t storage : lockedRoots) {
    --locks[storage];
    release(storage);
  }
  for (uint32_t v : core.writes[op])
    --locks[core.root[v]];
  return ok;
}

/// Bytes of results that take the place of operands which nothing else holds or will read.
uint64_t Simulator::spared(uint32_t op, const std::vector<uint32_t> &lockedRoots, bool recursive) {
  auto ends = [&](uint32_t storage) {
    auto row = uses[storage];
    uint32_t from = now + (recursive ? 0 : 1);
    return std::lower_bound(row.begin(), row.end(), from) == row.end() &&
           long(locks[storage]) == std::count(lockedRoots.begin(), lockedRoots.end(), storage) &&
           (rebuildable(core.producer[storage]) || !neededByEvicted(storage));
  };
  return matcher.match(core, op, ends, [&](uint32_t result) { return !valid[result]; });
}

bool Simulator::run() {
  result.clear();
  for (now = 0; now < end; ++now) {
    uint32_t op = order[now];
    if (!execute(op, 0))
      return false;
    // This position's use is over.
    ++now;
    for (uint32_t v : core.reads[op])
      release(core.root[v]);
    for (uint32_t v : core.writes[op])
      release(core.root[v]);
    std::vector<uint32_t> waiting;
    waiting.swap(zombies);
    for (uint32_t storage : waiting)
      release(storage);
    --now;
  }
  now = end;
  for (uint32_t v = 0; v < core.valueCount; ++v) {
    if (!core.wanted[v])
      continue;
    if (!require(v, 0))
      return false;
    ++locks[core.root[v]];
  }
  return true;
}

} // namespace

bool simulate(const Core &core, const Sequence &order, const SimulateOptions &options, Sequence &result,
              uint32_t &stuckAt, uint64_t &stuckBytes) {
  Simulator simulator(core, order, options, result);
  bool ok = core.residentBytes <= options.budget && simulator.run();
  stuckAt = simulator.stuckAt;
  stuckBytes = simulator.stuckBytes;
  return ok;
}

} // namespace neap::planner
