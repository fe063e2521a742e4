//===- ShortGraph.cpp - A network with fewer of its blocks ----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a remaining operation read of a removed block it reads of the block that
// took its neighbour's place. Stretching keeps the recorded order but for the first
// runs that the short plan moved, and never gives a sequence that is no plan: what
// may not run where the short plan says is left out, or runs earlier.
//
//===----------------------------------------------------------------------===//

#include "Blocks/ShortGraph.h"

#include <algorithm>
#include <functional>

namespace neap::planner {
/// A run of the short plan that does not stand where the recorded order has it.
struct ShortGraph::Item {
  uint32_t op = none;
  /// The first run it stands before (or behind), `none` at the end.
  uint32_t anchor = none;
  bool behind = false, repeated = false;
  /// The block it belongs to in a family of its anchor or itself; `none`: to none.
  uint32_t family = none;
  int32_t block = 0;
};

ShortGraph::ShortGraph(const Graph &graph, const Blocks &blocks, uint32_t keep)
    : whole(graph), blocks(blocks), producer(graph.producers()) {
  chooseCuts(keep);
  if (removedBlocks != 0)
    build();
}

/// In the middle of what the larger stretches of a family have in common.
void ShortGraph::chooseCuts(uint32_t keep) {
  cuts.assign(blocks.families, Cut());
  cutThrough.assign(blocks.stretches.size(), 0);
  std::vector<uint32_t> longest(blocks.families, 0);
  for (const Stretch &s : blocks.stretches)
    longest[s.family] = std::max(longest[s.family], s.count);
  std::vector<std::pair<int32_t, int32_t>> common(blocks.families, {INT32_MIN, INT32_MAX});
  auto ends = [](const Stretch &s) {
    int32_t last = s.first + s.step * int32_t(s.count - 1);
    return std::pair{std::min(s.first, last), std::max(s.first, last)};
  };
  for (const Stretch &s : blocks.stretches) {
    cuts[s.family].size = std::max(cuts[s.family].size, ends(s).second + 1);
    if (s.count * 2 < longest[s.family])
      continue;
    auto &[low, high] = common[s.family];
    low = std::max(low, ends(s).first);
    high = std::min(high, ends(s).second);
  }
  for (uint32_t f = 0; f < blocks.families; ++f) {
    auto [low, high] = common[f];
    if (high - low + 1 < int32_t(keep) + 2)
      continue;
    cuts[f].from = low + int32_t(keep + 1) / 2;
    cuts[f].to = high + 1 - int32_t(keep) / 2;
    removedBlocks += uint32_t(cuts[f].length());
  }
  for (size_t k = 0; k < blocks.stretches.size(); ++k) {
    const Stretch &s = blocks.stretches[k];
    const Cut &cut = cuts[s.family];
    cutThrough[k] = cut.length() != 0 && ends(s).first < cut.from && ends(s).second >= cut.to;
  }
}

double ShortGraph::ratio() const {
  int64_t all = 0;
  for (const Cut &cut : cuts)
    all += cut.length() != 0 ? cut.size : 0;
  return double(all) / double(all - removedBlocks);
}

bool ShortGraph::isRemoved(uint32_t op) const {
  return isCut(op) && blocks.blockOf(op) >= cutOf(op).from && blocks.blockOf(op) < cutOf(op).to;
}

/// The value that a remaining reader takes for one of a removed block.
uint32_t ShortGraph::redirect(uint32_t value, uint32_t reader) const {
  uint32_t made = producer[value].op;
  if (made == none || !isRemoved(made))
    return value;
  const Stretch &stretch = blocks.stretches[blocks.stretchOf[made]];
  const Cut &cut = cutOf(made);
  uint32_t instead = none;
  if (isCut(reader) && blocks.stretches[blocks.stretchOf[reader]].family == stretch.family)
    instead = stretch.at(blocks.slotOf(made),
                         blocks.blockOf(made) + (blocks.blockOf(reader) < cut.from ? cut.length() : -cut.length()));
  // The last block before the gap in recorded order is earlier than what it stands for.
  if (instead == none || isRemoved(instead) || instead >= reader)
    instead = stretch.at(blocks.slotOf(made), stretch.step > 0 ? cut.from - 1 : cut.to);
  return whole.operations[instead].outputs[producer[value].result];
}

int64_t ShortGraph::meanTime(uint32_t op) const {
  if (!isCut(op))
    return whole.operations[op].time;
  const Stretch &stretch = blocks.stretches[blocks.stretchOf[op]];
  int64_t sum = 0;
  for (uint32_t i = 0; i < stretch.count; ++i)
    sum += whole.operations[stretch.begin + i * stretch.period + blocks.slotOf(op)].time;
  return sum / std::max<int64_t>(stretch.count, 1);
}

void ShortGraph::build() {
  std::vector<uint8_t> used(whole.values.size(), 0);
  std::vector<uint32_t> base(whole.values.size(), none);
  for (uint32_t v = 0; v < whole.values.size(); ++v)
    if (whole.values[v].viewOf)
      base[v] = producer[v].op == none ? *whole.values[v].viewOf : redirect(*whole.values[v].viewOf, producer[v].op);
  auto use = [&](uint32_t v) {
    for (; v != none && !used[v]; v = base[v])
      used[v] = 1;
  };
  std::vector<uint32_t> newOp(whole.operations.size(), none);
  for (uint32_t o = 0; o < whole.operations.size(); ++o) {
    if (isRemoved(o))
      continue;
    newOp[o] = uint32_t(opOf.size());
    opOf.push_back(o);
    for (const Read &read : whole.operations[o].reads)
      use(redirect(read.value, o));
    for (ValueId v : whole.operations[o].outputs)
      use(v);
  }
  std::vector<uint32_t> newValue(whole.values.size(), none);
  for (uint32_t v = 0; v < whole.values.size(); ++v)
    if (used[v]) {
      newValue[v] = uint32_t(graph.values.size());
      graph.values.push_back(whole.values[v]);
      graph.values.back().codes.clear();
    }
  for (uint32_t v = 0; v < whole.values.size(); ++v)
    if (used[v] && base[v] != none)
      graph.values[newValue[v]].viewOf = newValue[base[v]];
  for (uint32_t o : opOf) {
    Operation op = whole.operations[o];
    op.time = meanTime(o);
    for (Read &read : op.reads)
      read.value = newValue[redirect(read.value, o)];
    for (ValueId &v : op.outputs)
      v = newValue[v];
    op.after.clear();
    for (OpId earlier : whole.operations[o].after)
      if (newOp[earlier] != none)
        op.after.push_back(newOp[earlier]);
    op.formulas.clear();
    op.insideTime.reset();
    graph.operations.push_back(std::move(op));
  }
}

/// Its number among the blocks that remain.
int32_t ShortGraph::shortBlock(uint32_t op) const {
  int32_t block = blocks.blockOf(op);
  return block < cutOf(op).from ? block : block - cutOf(op).length();
}

/// An item at its place in the whole graph.
struct ShortGraph::Placed {
  uint32_t item, op;
  bool repeated;
};

/// What runs before and behind the first run of each operation, and at the end; operations that
/// do not run in their recorded place.
struct ShortGraph::Places {
  std::vector<std::vector<Placed>> ahead, behind;
  std::vector<uint8_t> moved;
};

/// What a short plan does beyond the recorded order. First runs that keep it are a longest
/// increasing subsequence; the others moved.
std::vector<ShortGraph::Item> ShortGraph::itemsOf(const Sequence &shortPlan) const {
  Sequence order;
  for (uint32_t op : shortPlan)
    order.push_back(opOf[op]);
  std::vector<uint8_t> ran(whole.operations.size(), 0), isFirst(order.size(), 0), keeps(order.size(), 0);
  std::vector<uint32_t> tops, before(order.size(), none);
  for (uint32_t p = 0; p < order.size(); ++p) {
    if (ran[order[p]])
      continue;
    ran[order[p]] = isFirst[p] = 1;
    auto it = std::lower_bound(tops.begin(), tops.end(), order[p],
                               [&](uint32_t position, uint32_t op) { return order[position] < op; });
    before[p] = it == tops.begin() ? none : *(it - 1);
    if (it == tops.end())
      tops.push_back(p);
    else
      *it = p;
  }
  for (uint32_t p = tops.empty() ? none : tops.back(); p != none; p = before[p])
    keeps[p] = 1;
  std::vector<Item> items;
  std::vector<uint32_t> waiting;
  uint32_t previous = none;
  auto sameFamily = [&](uint32_t a, uint32_t b) {
    return isCut(a) && isCut(b) &&
           blocks.stretches[blocks.stretchOf[a]].family == blocks.stretches[blocks.stretchOf[b]].family;
  };
  auto close = [&](uint32_t next) {
    for (uint32_t p : waiting) {
      Item item;
      item.op = order[p];
      item.repeated = !isFirst[p];
      item.behind = isCut(item.op) && !sameFamily(item.op, next) && sameFamily(item.op, previous);
      item.anchor = item.behind ? previous : next;
      uint32_t owner = isCut(item.anchor) ? item.anchor : isCut(item.op) ? item.op : none;
      if (owner != none) {
        item.family = blocks.stretches[blocks.stretchOf[owner]].family;
        item.block = shortBlock(owner);
      }
      items.push_back(item);
    }
    waiting.clear();
    previous = next;
  };
  for (uint32_t p = 0; p < order.size(); ++p) {
    if (keeps[p]) {
      close(order[p]);
      continue;
    }
    waiting.push_back(p);
  }
  close(none);
  return items;
}

/// The operation that is to block `to` of the whole graph what `op` is to block `from` of the short one.
uint32_t ShortGraph::relative(uint32_t op, uint32_t family, int32_t from, int32_t to) const {
  if (!isCut(op) || blocks.stretches[blocks.stretchOf[op]].family != family)
    return op;
  return blocks.stretches[blocks.stretchOf[op]].at(blocks.slotOf(op), to + shortBlock(op) - from);
}

/// The ends follow themselves, those between the inner ones of the short graph in turn.
int32_t ShortGraph::followed(const Cut &cut, int32_t block) const {
  int32_t left = cut.size - cut.length();
  if (block >= cut.to)
    return block - cut.length();
  return block < 1 || left <= 2 ? 0 : 1 + (block - 1) % (left - 2);
}

/// Items of a short plan, at their places in the whole graph: of the blocks in the given share of the way, and
/// what belongs to no block when that starts at 0.
void ShortGraph::spread(const std::vector<Item> &items, double from, double to, Places &places) const {
  size_t n = whole.operations.size();
  auto put = [&](uint32_t i, uint32_t op, uint32_t anchor, bool atEnd) {
    if (op == none || (anchor == none && !atEnd))
      return;
    (items[i].behind ? places.behind : places.ahead)[atEnd ? n : anchor].push_back({i, op, items[i].repeated});
    places.moved[op] |= !items[i].repeated;
  };
  std::vector<std::vector<std::vector<uint32_t>>> itemsOfBlock(cuts.size());
  for (uint32_t f = 0; f < cuts.size(); ++f)
    itemsOfBlock[f].resize(size_t(cuts[f].size - cuts[f].length()));
  for (uint32_t i = 0; i < items.size(); ++i) {
    if (items[i].family == none)
      from == 0 ? put(i, items[i].op, items[i].anchor, items[i].anchor == none) : void();
    else
      itemsOfBlock[items[i].family][size_t(items[i].block)].push_back(i);
  }
  for (uint32_t f = 0; f < cuts.size(); ++f)
    for (int32_t block = int32_t(from * cuts[f].size); cuts[f].length() != 0 && block < int32_t(to * cuts[f].size);
         ++block) {
      int32_t source = followed(cuts[f], block);
      for (uint32_t i : itemsOfBlock[f][size_t(source)]) {
        bool atEnd = items[i].anchor == none;
        put(i, relative(items[i].op, f, source, block), atEnd ? none : relative(items[i].anchor, f, source, block),
            atEnd);
      }
    }
  for (auto *lists : {&places.ahead, &places.behind})
    for (std::vector<Placed> &list : *lists)
      std::stable_sort(list.begin(), list.end(), [](const Placed &a, const Placed &b) { return a.item < b.item; });
}

Sequence ShortGraph::stretch(const Core &core, const Sequence &first, const Sequence &second, double share) const {
  Places places;
  places.ahead.resize(whole.operations.size() + 1);
  places.behind.resize(whole.operations.size() + 1);
  places.moved.assign(whole.operations.size(), 0);
  spread(itemsOf(first), 0, share, places);
  spread(itemsOf(second), share, 1, places);
  return emit(core, places);
}

/// The recorded order with everything at its place.
Sequence ShortGraph::emit(const Core &core, const Places &places) const {
  Sequence result;
  std::vector<uint8_t> ran(whole.operations.size(), 0);
  auto mayRepeat = [&](uint32_t op) {
    auto writers = core.overwrittenBy[op];
    return ran[op] && !core.once[op] &&
           std::none_of(writers.begin(), writers.end(), [&](uint32_t writer) { return ran[writer]; });
  };
  std::function<void(uint32_t)> runFirst = [&](uint32_t op) {
    if (ran[op])
      return;
    for (uint32_t earlier : core.before[op])
      runFirst(earlier);
    ran[op] = 1;
    result.push_back(op);
  };
  auto runAll = [&](const std::vector<Placed> &list) {
    for (const Placed &placed : list) {
      if (!placed.repeated)
        runFirst(placed.op);
      else if (mayRepeat(placed.op))
        result.push_back(placed.op);
    }
  };
  for (uint32_t op = 0; op < whole.operations.size(); ++op) {
    runAll(places.ahead[op]);
    if (!places.moved[op])
      runFirst(op);
    runAll(places.behind[op]);
  }
  runAll(places.ahead.back());
  runAll(places.behind.back());
  return result;
}

} // namespace neap::planner
