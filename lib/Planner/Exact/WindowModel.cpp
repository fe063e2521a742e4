//===- WindowModel.cpp - Part of a schedule as an integer program ---------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rows, for a value touched at slots i < j < k, held h(ij) and h(jk), run r(j):
//   j reads:  h(ij) >= r(j), h(jk) <= h(ij)
//   j makes:  h(jk) <= h(ij) + r(j)
// A view is held only while its storage is, and takes no bytes. At each slot the bytes
// of what is held there, and of what runs there, are within the budget. Storages are
// made again only where they are not held, unless views or other results ask for it.
//
//===----------------------------------------------------------------------===//

#include "Exact/WindowModel.h"

#include <algorithm>

namespace neap::planner {

constexpr double unlimited = 1e30;

WindowModel::WindowModel(const Core &core, uint64_t budget, std::vector<Slot> list)
    : core(core), budget(int64_t(std::min<uint64_t>(budget, INT64_MAX))), slots(std::move(list)),
      isOpen(core.valueCount, 0), chainOf(core.valueCount, none) {
  addRuns();
  findChains();
  for (Chain &chain : chains)
    addGaps(chain);
  for (const Chain &chain : chains)
    for (size_t k = 0; k < chain.touches.size(); ++k)
      addTouch(chain, k);
  for (const Chain &chain : chains)
    if (core.isView(chain.value))
      addViewGaps(chain);
  addOrder();
  addConstants();
  addMemory();
}

/// A column per open slot; what those touch is not constant.
void WindowModel::addRuns() {
  int64_t longest = 1;
  for (const Slot &slot : slots)
    if (!slot.fixed)
      longest = std::max(longest, core.time[slot.op]);
  unitOfTime = double(longest) * 1e-3;
  uint64_t largest = 1;
  for (const Slot &slot : slots) {
    run.push_back(slot.fixed ? -1 : lp.addColumn(double(core.time[slot.op]) / unitOfTime, 0, 1, true));
    if (slot.fixed)
      continue;
    ++choiceCount;
    for (const Table *table : {&core.reads, &core.writes})
      for (uint32_t v : (*table)[slot.op]) {
        isOpen[core.root[v]] = 1;
        largest = std::max(largest, core.bytes[core.root[v]]);
      }
  }
  unitOfBytes = double(largest) * 1e-3;
}

void WindowModel::touch(uint32_t value, uint32_t slot, bool reads) {
  if (chainOf[value] == none) {
    chainOf[value] = uint32_t(chains.size());
    chains.push_back({value, {}});
  }
  std::vector<Touch> &touches = chains[chainOf[value]].touches;
  if (touches.empty() || touches.back().slot != slot)
    touches.push_back({slot});
  (reads ? touches.back().reads : touches.back().makes) = true;
}

/// The end of the list reads what is wanted.
void WindowModel::findChains() {
  touchesAt.resize(slots.size() + 1);
  auto readAt = [&](uint32_t v, uint32_t slot) {
    if (!isOpen[core.root[v]])
      return;
    touch(core.root[v], slot, true);
    if (core.isView(v))
      touch(v, slot, true);
  };
  for (uint32_t j = 0; j < slots.size(); ++j) {
    for (uint32_t v : core.reads[slots[j].op])
      readAt(v, j);
    for (uint32_t v : core.writes[slots[j].op])
      if (isOpen[core.root[v]])
        touch(v, j, false);
  }
  for (uint32_t v = 0; v < core.valueCount; ++v)
    if (core.wanted[v])
      readAt(v, uint32_t(slots.size()));
  for (uint32_t c = 0; c < chains.size(); ++c)
    if (!core.isView(chains[c].value))
      for (uint32_t k = 0; k < chains[c].touches.size(); ++k)
        touchesAt[chains[c].touches[k].slot].push_back({c, k});
}

void WindowModel::addGaps(Chain &chain) {
  for (size_t k = 0; k < chain.touches.size(); ++k) {
    Touch &touch = chain.touches[k];
    if (k + 1 < chain.touches.size()) {
      const Touch &next = chain.touches[k + 1];
      touch.gap = lp.addColumn(0, next.reads && isFixed(next.slot) ? 1 : 0, 1);
    }
    if (core.isView(chain.value) || !touch.makes || isFixed(touch.slot) || k == 0)
      continue;
    if (core.writes[slots[touch.slot].op].size() > 1 || core.views[chain.value].size() != 0)
      touch.during = lp.addColumn(0, 0, 1);
  }
}

void WindowModel::addTerm(int32_t column, double factor) {
  if (column >= 0)
    lp.addTerm(column, factor);
}

/// Relates what is held before, at and after a touch.
void WindowModel::addTouch(const Chain &chain, size_t k) {
  const Touch &touch = chain.touches[k];
  int32_t before = k == 0 ? -1 : chain.touches[k - 1].gap;
  int32_t runs = isFixed(touch.slot) ? -1 : run[touch.slot];
  if (touch.reads && runs >= 0) {
    lp.addRow(0, unlimited);
    addTerm(before, 1);
    addTerm(runs, -1);
  }
  if (touch.gap >= 0 && !(touch.makes && runs < 0)) {
    lp.addRow(0, unlimited);
    addTerm(before, 1);
    addTerm(touch.makes ? runs : -1, 1);
    addTerm(touch.gap, -1);
  }
  if (core.isView(chain.value) || !touch.makes || runs < 0 || before < 0)
    return;
  if (touch.during < 0) {
    lp.addRow(-unlimited, 1);
    addTerm(before, 1);
    addTerm(runs, 1);
    return;
  }
  for (int32_t less : {before, runs, touch.gap})
    if (less >= 0) {
      lp.addRow(0, unlimited);
      addTerm(touch.during, 1);
      addTerm(less, -1);
    }
}

void WindowModel::addViewGaps(const Chain &view) {
  const Chain &storage = chains[chainOf[core.root[view.value]]];
  size_t s = 0;
  for (size_t k = 0; k + 1 < view.touches.size(); ++k) {
    while (storage.touches[s].slot < view.touches[k].slot)
      ++s;
    for (size_t i = s; storage.touches[i].slot < view.touches[k + 1].slot; ++i) {
      lp.addRow(0, unlimited);
      addTerm(storage.touches[i].gap, 1);
      addTerm(view.touches[k].gap, -1);
    }
  }
}

bool WindowModel::readsFrom(uint32_t op, uint32_t from) const {
  for (uint32_t v : core.reads[op])
    if (core.producer[v] == from)
      return true;
  return false;
}

/// Every operation runs at least once, and not before what it waits for other than by reading it.
void WindowModel::addOrder() {
  std::vector<std::vector<int32_t>> earlier(core.opCount);
  std::vector<uint8_t> ran(core.opCount, 0), moving(core.opCount, 1);
  for (const Slot &slot : slots)
    if (slot.fixed && core.origin[slot.op] < core.opCount)
      moving[core.origin[slot.op]] = 0;
  for (uint32_t j = 0; j < slots.size(); ++j) {
    uint32_t op = slots[j].op, origin = core.origin[op];
    bool mayMove = origin < core.opCount && moving[origin];
    for (uint32_t b : core.before[op]) {
      if (ran[b] || !(mayMove || moving[b]) || readsFrom(op, b))
        continue;
      lp.addRow(slots[j].fixed ? 1 : 0, unlimited);
      for (int32_t column : earlier[b])
        addTerm(column, 1);
      addTerm(run[j], -1);
    }
    if (origin >= core.opCount)
      continue;
    ran[origin] |= slots[j].fixed;
    if (!slots[j].fixed)
      earlier[origin].push_back(run[j]);
  }
  for (uint32_t op = 0; op < core.opCount; ++op) {
    if (!moving[op])
      continue;
    lp.addRow(1, unlimited);
    for (int32_t column : earlier[op])
      addTerm(column, 1);
  }
}

/// What no open slot touches is held as it is in the sequence.
void WindowModel::addConstants() {
  std::vector<uint32_t> slotOf;
  constant.assign(slots.size() + 1, 0);
  for (uint32_t j = 0; j < slots.size(); ++j)
    if (slots[j].present)
      slotOf.push_back(j);
  Evaluator eval(core);
  eval.run(sequence(present()));
  std::vector<uint32_t> covered(core.valueCount, 0);
  for (const Copy &copy : eval.copies) {
    if (core.isView(copy.value) || isOpen[copy.value])
      continue;
    uint32_t from = std::max(slotOf[copy.start], covered[copy.value]);
    uint32_t to = copy.end < slotOf.size() ? slotOf[copy.end] + 1 : uint32_t(slots.size());
    if (from >= to)
      continue;
    constant[from] += int64_t(core.bytes[copy.value]);
    constant[to] -= int64_t(core.bytes[copy.value]);
    covered[copy.value] = to;
  }
  int64_t current = int64_t(core.residentBytes);
  for (uint32_t j = 0; j < slots.size(); ++j) {
    current += constant[j];
    constant[j] = current + (slots[j].fixed ? int64_t(core.workspace[slots[j].op]) : 0);
  }
}

/// `slot` none: between slots that touch nothing open.
void WindowModel::addMemoryRow(uint32_t slot, int64_t fixedBytes) {
  std::vector<std::pair<int32_t, int64_t>> terms;
  int64_t runBytes = 0, most = fixedBytes;
  std::vector<int32_t> held = covering;
  if (slot != none) {
    runBytes = slots[slot].fixed ? 0 : int64_t(core.workspace[slots[slot].op]);
    for (auto [c, k] : touchesAt[slot]) {
      const Touch &touch = chains[c].touches[k];
      int64_t bytes = int64_t(core.bytes[chains[c].value]);
      if (!touch.makes)
        continue;
      if (slots[slot].fixed) {
        fixedBytes += bytes;
        held[c] = -1;
      } else if (touch.during >= 0) {
        held[c] = touch.during;
      } else {
        runBytes += bytes;
      }
    }
    if (runBytes != 0)
      terms.push_back({run[slot], runBytes});
  }
  most = fixedBytes + runBytes;
  for (size_t c = 0; c < chains.size(); ++c)
    if (held[c] >= 0 && core.bytes[chains[c].value] != 0) {
      terms.push_back({held[c], int64_t(core.bytes[chains[c].value])});
      most += terms.back().second;
    }
  if (most <= budget)
    return;
  lp.addRow(-unlimited, double(budget - fixedBytes) / unitOfBytes);
  for (auto [column, bytes] : terms)
    addTerm(column, double(bytes) / unitOfBytes);
}

/// From one slot that makes something open to the next, what is held of the open storages
/// only gets less, so a row is needed only where the constant is above all since then.
void WindowModel::addMemory() {
  covering.assign(chains.size(), -1);
  int64_t level = INT64_MIN, between = INT64_MIN;
  auto flush = [&] {
    if (between > level)
      addMemoryRow(none, between);
    level = std::max(level, between);
    between = INT64_MIN;
  };
  for (uint32_t j = 0; j < slots.size(); ++j) {
    if (touchesAt[j].empty()) {
      between = std::max(between, constant[j]);
      continue;
    }
    flush();
    bool makes = false;
    for (auto [c, k] : touchesAt[j])
      makes |= chains[c].touches[k].makes;
    // An open run that makes no storage takes nothing that the slots beside it do not.
    bool takes = slots[j].fixed ? constant[j] > level : core.workspace[slots[j].op] != 0;
    if (makes || takes)
      addMemoryRow(j, constant[j]);
    if (makes)
      level = constant[j];
    else if (slots[j].fixed)
      level = std::max(level, constant[j]);
    for (auto [c, k] : touchesAt[j])
      covering[c] = chains[c].touches[k].gap;
  }
  flush();
}

std::vector<uint8_t> WindowModel::present() const {
  std::vector<uint8_t> runs;
  runs.reserve(slots.size());
  for (const Slot &slot : slots)
    runs.push_back(slot.present);
  return runs;
}

std::vector<uint8_t> WindowModel::chosen(const std::vector<double> &columns) const {
  std::vector<uint8_t> runs;
  runs.reserve(slots.size());
  for (size_t j = 0; j < slots.size(); ++j)
    runs.push_back(slots[j].fixed || columns[size_t(run[j])] > 0.5);
  return runs;
}

Sequence WindowModel::sequence(const std::vector<uint8_t> &runs) const {
  Sequence result;
  for (size_t j = 0; j < slots.size(); ++j)
    if (runs[j])
      result.push_back(slots[j].op);
  return result;
}

std::vector<double> WindowModel::assignment(const std::vector<uint8_t> &runs) const {
  std::vector<double> columns(lp.cost.size(), 0);
  for (size_t j = 0; j < slots.size(); ++j)
    if (!slots[j].fixed)
      columns[size_t(run[j])] = runs[j];
  auto runsAt = [&](const Touch &touch) { return touch.slot == slots.size() || runs[touch.slot]; };
  // From the end: held where it is read later and not made before that.
  auto hold = [&](const Chain &chain) {
    bool later = false;
    for (size_t k = chain.touches.size(); k-- > 0;) {
      const Touch &touch = chain.touches[k];
      if (touch.gap >= 0)
        later |= columns[size_t(touch.gap)] != 0;
      if (touch.gap >= 0)
        columns[size_t(touch.gap)] = later;
      bool runsHere = runsAt(touch), after = later;
      if (runsHere)
        later = touch.reads || (later && !touch.makes);
      bool before = later || (k > 0 && columns[size_t(chain.touches[k - 1].gap)] != 0);
      if (touch.during >= 0)
        columns[size_t(touch.during)] = before || after || runsHere;
    }
  };
  for (const Chain &chain : chains)
    if (core.isView(chain.value))
      hold(chain);
  for (const Chain &view : chains) {
    if (!core.isView(view.value))
      continue;
    for (size_t k = 0; k + 1 < view.touches.size(); ++k)
      if (columns[size_t(view.touches[k].gap)] != 0)
        for (const Touch &touch : chains[chainOf[core.root[view.value]]].touches)
          if (touch.slot >= view.touches[k].slot && touch.slot < view.touches[k + 1].slot)
            columns[size_t(touch.gap)] = 1;
  }
  for (const Chain &chain : chains)
    if (!core.isView(chain.value))
      hold(chain);
  return columns;
}

bool isLegal(const Core &core, const Sequence &sequence) {
  std::vector<uint8_t> ran(core.opCount, 0), made(core.valueCount, 0);
  for (uint32_t op : sequence) {
    uint32_t origin = core.origin[op];
    if (origin < core.opCount && ran[origin] && core.once[origin])
      return false;
    for (uint32_t v : core.reads[op])
      if (!made[v])
        return false;
    for (uint32_t b : core.before[op])
      if (!ran[b])
        return false;
    for (uint32_t writer : core.overwrittenBy[op])
      if (ran[writer])
        return false;
    if (origin < core.opCount)
      ran[origin] = 1;
    for (uint32_t v : core.writes[op])
      made[v] = 1;
  }
  return std::find(ran.begin(), ran.end(), 0) == ran.end();
}

} // namespace neap::planner
