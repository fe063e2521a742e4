//===- Checkpoints.cpp - First plans from checkpoints ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// With what crosses border i held, segments i..j go forward and come back in one
// of three ways:
//   leaf    (i = j) run the segment, keep what its stage reads, run the stage;
//   border  run up to a border k > i, hold what crosses it, do k..j, then i..k-1;
//   tape    run segment i, keep what its stage reads, do i+1..j, then the stage.
// The stage of a segment is the stretch of the way back that reads it, and
// nothing of earlier segments that is not held.
//
//===----------------------------------------------------------------------===//

#include "Starts/Checkpoints.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace neap::planner {
namespace {

constexpr int64_t never = std::numeric_limits<int64_t>::max() / 4;
/// Part of the budget that small storages may take.
constexpr uint64_t smallPart = 50;

} // namespace

Checkpoints::Checkpoints(const Core &core, const Sequence &order, size_t segments, uint64_t budget)
    : core(core), order(order), place(core.opCount, 0), ran(core.opCount, 0), needed(core.valueCount, 0) {
  for (uint32_t p = 0; p < order.size(); ++p)
    place[order[p]] = p;
  findTurn();
  findSpans();
  findKept(budget);
  cut(segments);
  if (count < 3)
    return;
  findStages();
  weighForward();
  weighStages();
}

/// Most bytes are idle where the way back begins.
void Checkpoints::findTurn() {
  Evaluator eval(core);
  eval.run(order);
  work += order.size() * 4;
  int64_t most = -1;
  for (uint32_t p = 0; p < order.size(); ++p) {
    int64_t idle = eval.memory[p] - int64_t(core.workspace[order[p]]);
    for (uint32_t v : core.reads[order[p]])
      idle -= int64_t(core.bytes[v]);
    for (uint32_t v : core.writes[order[p]])
      idle -= int64_t(core.bytes[v]);
    if (idle > most) {
      most = idle;
      turn = p;
    }
  }
}

void Checkpoints::findSpans() {
  lastForward.assign(core.valueCount, 0);
  lastRead.assign(core.valueCount, 0);
  rootForward.assign(core.valueCount, 0);
  rootRead.assign(core.valueCount, 0);
  for (uint32_t p = 0; p < order.size(); ++p) {
    auto touch = [&](uint32_t v) {
      uint32_t root = core.root[v];
      lastRead[v] = rootRead[root] = p;
      if (p < turn)
        lastForward[v] = rootForward[root] = p;
    };
    for (uint32_t v : core.writes[order[p]])
      touch(v);
    for (uint32_t v : core.reads[order[p]])
      touch(v);
  }
  for (uint32_t v = 0; v < core.valueCount; ++v)
    if (core.wanted[v])
      lastRead[v] = rootRead[core.root[v]] = uint32_t(order.size());
}

/// Held from the first run on: what is wanted, cannot be made again when it is
/// read last, or is small.
void Checkpoints::findKept(uint64_t budget) {
  kept.assign(core.valueCount, 0);
  base = core.residentBytes;
  std::vector<uint32_t> rest;
  for (uint32_t v = 0; v < core.valueCount; ++v) {
    uint32_t producer = core.producer[v];
    if (core.bytes[v] == 0 || producer >= core.opCount || place[producer] >= turn || rootRead[v] < turn)
      continue;
    bool stays = core.once[producer] || rootRead[v] == order.size();
    for (uint32_t writer : core.overwrittenBy[producer])
      stays |= place[writer] <= rootRead[v];
    kept[v] = stays;
    if (stays)
      base += core.bytes[v];
    else
      rest.push_back(v);
  }
  std::sort(rest.begin(), rest.end(), [&](uint32_t a, uint32_t b) {
    return core.bytes[a] != core.bytes[b] ? core.bytes[a] < core.bytes[b] : a < b;
  });
  uint64_t small = 0;
  for (uint32_t v : rest) {
    small += core.bytes[v];
    if (small > budget / smallPart)
      break;
    kept[v] = 1;
    base += core.bytes[v];
  }
}

/// Borders at equal parts of time and saved bytes, each where the fewest bytes cross nearby.
void Checkpoints::cut(size_t segments) {
  std::vector<int64_t> across(turn + 2, 0);
  std::vector<double> weight(turn + 1, 0);
  double timeSum = 1, byteSum = 1;
  for (uint32_t v = 0; v < core.valueCount; ++v) {
    uint32_t producer = core.producer[v];
    if (producer >= core.opCount || place[producer] >= turn || !counts(v))
      continue;
    across[place[producer] + 1] += int64_t(core.bytes[v]);
    across[rootForward[v] + 1] -= int64_t(core.bytes[v]);
    byteSum += rootRead[v] >= turn ? double(core.bytes[v]) : 0;
  }
  for (uint32_t p = 0; p < turn; ++p)
    timeSum += double(core.time[order[p]]);
  std::partial_sum(across.begin(), across.end(), across.begin());
  for (uint32_t p = 0; p < turn; ++p) {
    double saved = 0;
    for (uint32_t v : core.writes[order[p]])
      saved += counts(v) && rootRead[v] >= turn ? double(core.bytes[v]) : 0;
    weight[p + 1] = weight[p] + double(core.time[order[p]]) / timeSum + saved / byteSum;
  }
  border.assign(1, 0);
  double part = weight[turn] / double(segments);
  for (size_t k = 1; k < segments; ++k) {
    auto at = [&](double share) {
      return uint32_t(std::lower_bound(weight.begin(), weight.end(), part * (double(k) + share)) - weight.begin());
    };
    uint32_t from = std::max(at(-0.5), border.back() + 1), to = std::min(at(0.5), turn);
    if (from >= to)
      continue;
    border.push_back(uint32_t(std::min_element(across.begin() + from, across.begin() + to) - across.begin()));
  }
  count = border.size();
  border.push_back(turn);
  segmentOf.assign(turn, 0);
  for (size_t k = 0; k < count; ++k)
    std::fill(segmentOf.begin() + border[k], segmentOf.begin() + border[k + 1], uint32_t(k));
  work += turn * 4;
}

/// An operation of the way back belongs to the earliest segment that anything up
/// to it needs. A value can be had in every segment up to its last read forward.
void Checkpoints::findStages() {
  stageBegin.assign(count, turn);
  stageEnd.assign(count, turn);
  uint32_t now = uint32_t(count) - 1;
  for (uint32_t q = turn; q < order.size(); ++q) {
    uint32_t need = now;
    for (uint32_t v : core.reads[order[q]])
      if (place[core.producer[v]] < turn && counts(core.root[v]))
        need = std::min(need, segmentOf[lastForward[v]]);
    for (; now > need; --now)
      stageBegin[now - 1] = stageEnd[now - 1] = q;
    stageEnd[now] = q + 1;
  }
  for (; now > 0; --now)
    stageBegin[now - 1] = stageEnd[now - 1] = uint32_t(order.size());
}

/// Values of a segment that its stage reads.
std::vector<uint32_t> Checkpoints::savedIn(size_t segment) const {
  std::vector<uint32_t> result;
  for (uint32_t q = stageBegin[segment]; q < stageEnd[segment]; ++q)
    for (uint32_t v : core.reads[order[q]]) {
      uint32_t p = place[core.producer[v]];
      if (p >= border[segment] && p < border[segment + 1])
        result.push_back(v);
    }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

/// Values made before a border and read behind it on the way forward.
std::vector<uint32_t> Checkpoints::crossing(size_t k) const {
  std::vector<uint32_t> result;
  for (uint32_t p = 0; p < border[k]; ++p)
    for (uint32_t v : core.writes[order[p]])
      if (lastForward[v] >= border[k])
        result.push_back(v);
  return result;
}

void Checkpoints::weighForward() {
  runBytes.assign(count, 0);
  savingBytes.assign(count, 0);
  savedBytes.assign(count, 0);
  time.assign(count, 0);
  added.assign(count * count, 0);
  for (size_t k = 0; k < count; ++k) {
    uint32_t from = border[k], to = border[k + 1];
    std::vector<uint8_t> saved(core.valueCount, 0);
    for (uint32_t v : savedIn(k))
      saved[core.root[v]] = 1;
    std::vector<int64_t> run(to - from + 1, 0), saving(to - from + 1, 0);
    for (uint32_t p = from; p < to; ++p) {
      time[k] += core.time[order[p]];
      for (uint32_t v : core.writes[order[p]]) {
        if (!counts(v))
          continue;
        int64_t bytes = int64_t(core.bytes[v]);
        uint32_t end = std::min(rootForward[v] + 1, to);
        run[p - from] += bytes, run[end - from] -= bytes;
        saving[p - from] += bytes, saving[(saved[v] ? to : end) - from] -= bytes;
        savedBytes[k] += saved[v] || rootForward[v] >= to ? core.bytes[v] : 0;
        for (size_t i = 0; i <= k; ++i)
          for (size_t j = k + 1; j < count && border[j] <= rootForward[v]; ++j)
            added[i * count + j] += core.bytes[v];
      }
    }
    int64_t running = 0, keeping = 0;
    for (uint32_t p = from; p < to; ++p) {
      running += run[p - from];
      keeping += saving[p - from];
      runBytes[k] = std::max(runBytes[k], uint64_t(running) + core.workspace[order[p]]);
      savingBytes[k] = std::max(savingBytes[k], uint64_t(keeping) + core.workspace[order[p]]);
    }
  }
}

void Checkpoints::weighStages() {
  uint32_t n = uint32_t(order.size());
  std::vector<int64_t> live(n - turn + 2, 0);
  for (uint32_t v = 0; v < core.valueCount; ++v)
    if (core.bytes[v] != 0 && core.producer[v] < core.opCount && place[core.producer[v]] >= turn) {
      live[place[core.producer[v]] - turn] += int64_t(core.bytes[v]);
      live[std::min(rootRead[v], n) + 1 - turn] -= int64_t(core.bytes[v]);
    }
  gradientBytes.assign(count, 0);
  stageBytes.assign(count, 0);
  for (size_t k = count; k-- > 0;) {
    // What the stage reads of its segment goes at its last read there.
    uint32_t from = stageBegin[k], to = stageEnd[k];
    std::vector<int64_t> saved(to - from + 1, 0);
    std::vector<uint32_t> roots;
    for (uint32_t v : savedIn(k))
      roots.push_back(core.root[v]);
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
    for (uint32_t root : roots)
      if (counts(root) && place[core.producer[root]] >= border[k]) {
        saved[0] += int64_t(core.bytes[root]);
        saved[std::min(rootRead[root] + 1, to) - from] -= int64_t(core.bytes[root]);
      }
    int64_t gradients = std::accumulate(live.begin(), live.begin() + (from - turn), int64_t(0)), held = 0;
    gradientBytes[k] = uint64_t(gradients);
    for (uint32_t q = from; q < to; ++q) {
      gradients += live[q - turn];
      held += saved[q - from];
      stageBytes[k] = std::max(stageBytes[k], uint64_t(gradients + held) + core.workspace[order[q]]);
    }
  }
  work += core.valueCount * 4 + order.size() * 8;
}

void Checkpoints::decide(size_t i, size_t j) {
  int64_t *costs = &cost[cell(i, j, 0)];
  uint16_t *choices = &choice[cell(i, j, 0)];
  std::fill(costs, costs + levels + 1, never);
  std::fill(choices, choices + levels + 1, uint16_t(infeasible));
  auto offer = [&](uint32_t memory, int64_t total, uint32_t how) {
    if (total < costs[memory]) {
      costs[memory] = total;
      choices[memory] = uint16_t(how);
    }
  };
  bool idle = stageBegin[i] == stageEnd[i];
  if (i == j) {
    uint32_t least = idle ? 0 : unitsOf(std::max(gradientBytes[i] + savingBytes[i], stageBytes[i]));
    for (uint32_t m = least; m <= levels; ++m)
      offer(m, idle ? 0 : time[i], leaf);
    return;
  }
  uint32_t saved = unitsOf(savedBytes[i]);
  uint32_t least = std::max({unitsOf(gradientBytes[j] + savingBytes[i]), unitsOf(stageBytes[i]), saved});
  for (uint32_t m = least; m <= levels; ++m)
    offer(m, time[i] + cost[cell(i + 1, j, m - saved)], tape);
  uint64_t most = 0;
  int64_t ahead = 0;
  for (size_t k = i + 1; k <= j; ++k) {
    most = std::max(most, (k - 1 > i ? added[i * count + k - 1] : 0) + runBytes[k - 1]);
    ahead += time[k - 1];
    uint32_t more = unitsOf(added[i * count + k]);
    for (uint32_t m = std::max(unitsOf(gradientBytes[j] + most), more); m <= levels; ++m)
      offer(m, ahead + cost[cell(k, j, m - more)] + cost[cell(i, k - 1, m)], uint32_t(firstBorder + k));
  }
  work += (j - i + 1) * levels / 8;
}

void Checkpoints::solve() {
  cost.resize(count * count * (levels + 1));
  choice.resize(cost.size());
  for (size_t length = 0; length < count; ++length)
    for (size_t i = 0; i + length < count; ++i)
      decide(i, i + length);
}

bool Checkpoints::mayRunAgain(uint32_t op) const {
  if (core.once[op])
    return false;
  for (uint32_t writer : core.overwrittenBy[op])
    if (ran[writer])
      return false;
  return true;
}

/// Runs positions [from, to): all that has not run yet, and what the wanted values need.
void Checkpoints::forward(uint32_t from, uint32_t to, std::vector<uint32_t> wanted, Sequence &result) {
  for (uint32_t v : wanted)
    needed[v] = 1;
  Sequence reversed;
  for (uint32_t p = to; p-- > from;) {
    uint32_t op = order[p];
    bool runs = !ran[op];
    for (uint32_t v : core.writes[op])
      runs |= needed[v] && !kept[core.root[v]];
    if (!runs || (ran[op] && !mayRunAgain(op)))
      continue;
    reversed.push_back(op);
    for (uint32_t v : core.reads[op])
      if (!needed[v] && place[core.producer[v]] >= from) {
        needed[v] = 1;
        wanted.push_back(v);
      }
  }
  for (uint32_t op : reversed)
    ran[op] = 1;
  for (uint32_t v : wanted)
    needed[v] = 0;
  result.insert(result.end(), reversed.rbegin(), reversed.rend());
  work += (to - from) * 4 + wanted.size();
}

void Checkpoints::stage(size_t segment, Sequence &result) {
  for (uint32_t q = stageBegin[segment]; q < stageEnd[segment]; ++q) {
    ran[order[q]] = 1;
    result.push_back(order[q]);
  }
}

void Checkpoints::emit(size_t i, size_t j, uint32_t memory, Sequence &result) {
  uint32_t how = choice[cell(i, j, memory)];
  if (how == leaf) {
    if (stageBegin[i] != stageEnd[i] || !ran[order[border[i]]])
      forward(border[i], border[i + 1], savedIn(i), result);
    stage(i, result);
  } else if (how == tape) {
    std::vector<uint32_t> wanted = savedIn(i), across = crossing(i + 1);
    wanted.insert(wanted.end(), across.begin(), across.end());
    forward(border[i], border[i + 1], std::move(wanted), result);
    emit(i + 1, j, memory - unitsOf(savedBytes[i]), result);
    stage(i, result);
  } else {
    size_t k = how - firstBorder;
    forward(border[i], border[k], crossing(k), result);
    emit(k, j, memory - unitsOf(added[i * count + k]), result);
    emit(i, k - 1, memory, result);
  }
}

bool Checkpoints::plan(uint64_t budget, Sequence &result) {
  result.clear();
  if (budget <= base || count < 3)
    return false;
  unit = std::max<uint64_t>(1, (budget - base) / levels);
  uint32_t all = uint32_t(std::min<uint64_t>(levels, (budget - base) / unit));
  solve();
  if (choice[cell(0, count - 1, all)] == infeasible)
    return false;
  std::fill(ran.begin(), ran.end(), 0);
  emit(0, count - 1, all, result);
  return true;
}

} // namespace neap::planner
