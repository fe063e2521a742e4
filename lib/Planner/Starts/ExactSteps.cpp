//===- ExactSteps.cpp - Exact plans of small graphs -----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A* over situations: which operations have run, which values, codes and host copies are
// there, and when the link is done with each. What remains takes at least each operation
// that has not run once. Nothing is dropped, and nothing written over an operand, before room is
// needed, which loses nothing, so
// of two situations with the same operations run the one that holds no less, no later, stands
// for both.
//
//===----------------------------------------------------------------------===//

#include "Starts/ExactSteps.h"

#include <algorithm>
#include <array>
#include <functional>
#include <queue>
#include <unordered_map>

namespace neap::planner {
namespace {

constexpr size_t hostLimit = 6;

/// A set of up to 128 items.
struct Items {
  uint64_t low = 0, high = 0;
  bool has(uint32_t i) const { return (i < 64 ? low >> i : high >> (i - 64)) & 1; }
  void add(uint32_t i) { (i < 64 ? low : high) |= uint64_t(1) << (i % 64); }
  bool within(Items o) const { return !(low & ~o.low) && !(high & ~o.high); }
  bool meets(Items o) const { return (low & o.low) || (high & o.high); }
  Items operator|(Items o) const { return {low | o.low, high | o.high}; }
  Items without(Items o) const { return {low & ~o.low, high & ~o.high}; }
};

/// The link: busy until; per host copy when it is complete, and when what was fetched from
/// it arrives.
struct LinkTimes {
  int64_t out = 0, in = 0;
  std::array<int64_t, hostLimit> sent{}, arrival{};
};

struct Situation {
  int64_t time = 0;
  uint64_t ran = 0;
  Items items;
};

class ExactSearch {
public:
  ExactSearch(const Graph &graph, const Core &core, const ExactOptions &options, Effort &effort)
      : graph(graph), core(core), options(options), effort(effort), itemOf(core.valueCount, none),
        hostOf(core.valueCount, none) {}
  ExactOutcome run(Sequence &result, int64_t &time);

private:
  struct Label {
    Situation at;
    /// Items dropped before the operation that led here.
    Items dropped;
    uint32_t parent, op;
  };
  /// What an operation of the core needs and does.
  struct Action {
    uint32_t origin;
    Items reads, writes, kept;
    uint64_t waits = 0, refusedAfter = 0;
    /// Host copies whose values it waits for.
    std::vector<uint32_t> arrivals;
    /// The host copy it fills or loads from, if any.
    uint32_t host = none;
  };
  /// What a drop or a step makes of a situation.
  struct Move {
    Situation at;
    LinkTimes link;
    Items dropped;
  };
  /// Results that take operands' places: their bytes, what ends with the run, and what of
  /// them must end before.
  struct Overwrite {
    uint64_t spared = 0;
    Items results, ended, before;
  };
  bool prepare();
  void addAction(uint32_t op);
  uint64_t waitsFor(uint32_t op) const;
  bool mustFollow(uint32_t op, uint32_t before) const;
  bool looksAt(const std::vector<Read> &reads, uint32_t before) const;
  Items itemsOf(Table::Range values) const;
  uint64_t bytesOf(Items items) const;
  bool mayRun(const Situation &s, uint32_t op) const;
  void expand(uint32_t index);
  void withRoom(const Move &from, uint32_t op);
  void writeOver(const Move &from, uint32_t op, size_t pair, const Overwrite &so);
  bool makeRoom(const Move &from, uint32_t op, const Overwrite &over);
  void chooseDrops(const Move &from, uint32_t op, size_t next, uint64_t won, uint64_t over, Items dropped);
  void drop(Move &move, Items dropped) const;
  void perform(Move move, uint32_t op, uint32_t parent);
  void push(const Move &move, uint32_t parent, uint32_t op);
  bool isComplete(const Situation &s) const { return s.ran == all && wanted.within(s.items); }
  bool isDominated(const Situation &s, const LinkTimes &link);
  bool isLinkNoLater(uint32_t other, const Situation &s, const LinkTimes &link) const;
  Sequence trace(uint32_t index) const;

  const Graph &graph;
  const Core &core;
  const ExactOptions &options;
  Effort &effort;
  /// Values as items and back, host copies as numbers.
  std::vector<uint32_t> itemOf, hostOf, valueOf;
  /// What ends with a storage: itself and its views.
  std::vector<Items> endsWith;
  std::vector<Action> actions;
  std::vector<int64_t> leastTime;
  uint64_t all = 0;
  Items wanted;
  size_t hosts = 0;
  std::vector<Label> labels;
  /// Per label; empty without a link.
  std::vector<LinkTimes> links;
  std::unordered_map<uint64_t, std::vector<uint32_t>> settled;
  /// (time with what is left, operations left, label)
  using Key = std::array<int64_t, 3>;
  std::priority_queue<Key, std::vector<Key>, std::greater<Key>> queue;
  std::vector<uint32_t> droppable;
  uint32_t expanding = none;
  Overwrite written;
};

Items ExactSearch::itemsOf(Table::Range values) const {
  Items items;
  for (uint32_t v : values)
    items.add(itemOf[v]);
  return items;
}

/// The operation must first run after another one not for data alone.
bool ExactSearch::mustFollow(uint32_t op, uint32_t before) const {
  const Operation &operation = graph.operations[op];
  if (std::find(operation.after.begin(), operation.after.end(), before) != operation.after.end())
    return true;
  auto touches = [&](const Operation &other, uint32_t root) {
    return std::any_of(other.outputs.begin(), other.outputs.end(), [&](ValueId v) { return core.root[v] == root; }) ||
           std::any_of(other.reads.begin(), other.reads.end(),
                       [&](const Read &read) { return core.root[read.value] == root; });
  };
  // One of them overwrites a resident storage that the other touches.
  for (auto [writer, other] : {std::pair{op, before}, std::pair{before, op}})
    for (ValueId v : graph.operations[writer].outputs)
      if (core.once[writer] && !core.transient[v] && touches(graph.operations[other], core.root[v]))
        return true;
  return false;
}

/// One of the reads needs no bytes of what the operation makes, but that it was made.
bool ExactSearch::looksAt(const std::vector<Read> &reads, uint32_t before) const {
  return core.honourNeeds && std::any_of(reads.begin(), reads.end(), [&](const Read &read) {
           return core.producer[read.value] == before && (read.need == Need::None || read.need == Need::Shape);
         });
}

/// Operations that must have run before the first run. What makes an operand need not, where
/// the operand is rebuilt inside; but what its maker must follow must.
uint64_t ExactSearch::waitsFor(uint32_t op) const {
  uint32_t origin = core.origin[op];
  uint64_t waits = options.reorder ? 0 : (uint64_t(1) << origin) - 1;
  for (uint32_t b : core.before[op])
    waits |= uint64_t(1) << b;
  for (uint32_t b : core.before[origin])
    if (graph.operations[b].formulas.empty() && mustFollow(origin, b))
      waits |= uint64_t(1) << b;
  if (op < core.opCount || !options.reorder)
    return waits;
  std::vector<uint32_t> inside;
  for (auto [value, how] : core.extras[op - core.opCount].served)
    if (how == 0)
      inside.push_back(value);
  const std::vector<Read> &reads = graph.operations[origin].readsBy(core.formula[op]);
  for (uint32_t value : inside) {
    uint32_t maker = core.producer[value];
    bool otherwise = std::any_of(reads.begin(), reads.end(), [&](const Read &read) {
      return core.producer[read.value] == maker && std::find(inside.begin(), inside.end(), read.value) == inside.end();
    });
    if (!otherwise && !looksAt(reads, maker) && !mustFollow(origin, maker))
      waits &= ~(uint64_t(1) << maker);
  }
  for (uint32_t value : inside)
    for (uint32_t b : core.before[core.producer[value]])
      if (mustFollow(core.producer[value], b) || looksAt(graph.operations[core.producer[value]].reads, b))
        waits |= uint64_t(1) << b;
  return waits;
}

void ExactSearch::addAction(uint32_t op) {
  Action action;
  action.origin = core.origin[op];
  action.reads = itemsOf(core.reads[op]);
  action.writes = itemsOf(core.writes[op]);
  auto keep = [&](uint32_t v) {
    action.kept.add(itemOf[v]);
    action.kept.add(itemOf[core.root[v]]);
  };
  for (uint32_t v : core.reads[op])
    keep(v);
  for (uint32_t v : core.writes[op])
    if (core.isView(v))
      keep(v);
  if (!core.isOptional(op))
    action.waits = waitsFor(op);
  for (uint32_t w : core.overwrittenBy[op])
    action.refusedAfter |= uint64_t(1) << w;
  if (core.linked && core.transfer[op] != 0) {
    action.host = hostOf[core.loads(op) ? *core.reads[op].begin() : *core.writes[op].begin()];
  } else if (core.linked) {
    std::vector<uint32_t> touched(core.reads[op].begin(), core.reads[op].end());
    if (op >= core.opCount)
      for (auto [value, how] : core.extras[op - core.opCount].served)
        touched.push_back(value);
    if (!core.isOptional(op))
      for (const Read &read : graph.operations[action.origin].readsBy(core.formula[op]))
        touched.push_back(read.value);
    for (uint32_t v : touched)
      if (hostOf[core.root[v]] != none)
        action.arrivals.push_back(hostOf[core.root[v]]);
  }
  actions.push_back(std::move(action));
}

bool ExactSearch::prepare() {
  for (uint32_t v = 0; v < core.valueCount; ++v)
    if (core.transient[v] && core.producer[v] != none) {
      itemOf[v] = uint32_t(valueOf.size());
      valueOf.push_back(v);
    }
  if (valueOf.size() > 128 || core.opCount > 63)
    return false;
  endsWith.resize(valueOf.size());
  for (uint32_t i = 0; i < valueOf.size(); ++i) {
    endsWith[itemOf[core.root[valueOf[i]]]].add(i);
    if (core.wanted[valueOf[i]])
      wanted.add(i);
  }
  // A host copy and its value have one number.
  for (uint32_t op = uint32_t(core.opCount); core.linked && op < core.time.size(); ++op)
    if (core.transfer[op] != 0 && !core.loads(op))
      hostOf[*core.writes[op].begin()] = hostOf[core.extras[op - core.opCount].value] = uint32_t(hosts++);
  if (hosts > hostLimit)
    return false;
  for (uint32_t op = 0; op < core.time.size(); ++op)
    addAction(op);
  for (uint32_t o = 0; o < core.opCount; ++o)
    leastTime.push_back(core.time[o]);
  for (uint32_t op = 0; op < core.time.size(); ++op)
    if (!core.isOptional(op))
      leastTime[core.origin[op]] = std::min(leastTime[core.origin[op]], core.time[op]);
  all = (uint64_t(1) << core.opCount) - 1;
  return true;
}

uint64_t ExactSearch::bytesOf(Items items) const {
  uint64_t total = core.residentBytes;
  for (; items.low; items.low &= items.low - 1)
    total += core.bytes[valueOf[size_t(__builtin_ctzll(items.low))]];
  for (; items.high; items.high &= items.high - 1)
    total += core.bytes[valueOf[64 + size_t(__builtin_ctzll(items.high))]];
  return total;
}

bool ExactSearch::mayRun(const Situation &s, uint32_t op) const {
  const Action &action = actions[op];
  if (!action.reads.within(s.items) || (s.ran & action.refusedAfter))
    return false;
  // A repeated run that makes nothing new is of no use.
  bool useful = !action.writes.within(s.items);
  if (core.isOptional(op))
    return useful;
  bool ran = s.ran >> action.origin & 1;
  if (ran ? core.once[action.origin] || !useful : (s.ran & action.waits) != action.waits)
    return false;
  // A view is taken from what is there.
  return action.kept.without(action.writes).within(s.items);
}

bool ExactSearch::isLinkNoLater(uint32_t other, const Situation &s, const LinkTimes &link) const {
  const LinkTimes &o = links[other];
  if (o.out > std::max(link.out, s.time) || o.in > std::max(link.in, s.time))
    return false;
  // A drop waits for what is still being sent or fetched.
  for (size_t h = 0; h < hosts; ++h)
    if (o.sent[h] > std::max(link.sent[h], s.time) || o.arrival[h] > std::max(link.arrival[h], s.time))
      return false;
  return true;
}

bool ExactSearch::isDominated(const Situation &s, const LinkTimes &link) {
  auto it = settled.find(s.ran);
  if (it == settled.end())
    return false;
  effort.spend(it->second.size() / 4);
  for (uint32_t other : it->second) {
    const Situation &o = labels[other].at;
    if (o.time <= s.time && s.items.within(o.items) && (links.empty() || isLinkNoLater(other, s, link)))
      return true;
  }
  return false;
}

void ExactSearch::push(const Move &move, uint32_t parent, uint32_t op) {
  if (isDominated(move.at, move.link))
    return;
  int64_t bound = move.at.time, left = 0;
  for (uint32_t o = 0; o < core.opCount; ++o)
    if (!(move.at.ran >> o & 1)) {
      bound += leastTime[o];
      ++left;
    }
  if (core.linked && isComplete(move.at))
    for (uint32_t v = 0; v < core.valueCount; ++v)
      if (core.wanted[v] && hostOf[core.root[v]] != none)
        bound = std::max(bound, move.link.arrival[hostOf[core.root[v]]]);
  queue.push({bound, left, int64_t(labels.size())});
  labels.push_back({move.at, move.dropped, parent, op});
  if (core.linked)
    links.push_back(move.link);
}

/// Drops wait for transfers of what is dropped.
void ExactSearch::drop(Move &move, Items dropped) const {
  move.dropped = dropped;
  for (uint32_t i = 0; i < valueOf.size(); ++i) {
    if (!dropped.has(i))
      continue;
    move.at.items = move.at.items.without(endsWith[i]);
    uint32_t host = hostOf[valueOf[i]];
    if (host == none)
      continue;
    move.at.time = std::max({move.at.time, move.link.sent[host], move.link.arrival[host]});
    move.link.arrival[host] = 0;
  }
}

void ExactSearch::perform(Move move, uint32_t op, uint32_t parent) {
  const Action &action = actions[op];
  LinkTimes &link = move.link;
  int64_t &now = move.at.time;
  if (action.host != none && core.loads(op)) {
    link.in = std::max({link.in, now, link.sent[action.host]}) + core.transfer[op];
    link.arrival[action.host] = link.in;
  } else if (action.host != none) {
    link.out = std::max({link.out, now, link.arrival[action.host]}) + core.transfer[op];
    link.sent[action.host] = link.out;
  } else {
    for (uint32_t host : action.arrivals)
      now = std::max(now, link.arrival[host]);
    now += core.time[op];
  }
  move.at.items = (move.at.items | action.writes).without(written.ended);
  if (!core.isOptional(op))
    move.at.ran |= uint64_t(1) << action.origin;
  push(move, parent, op);
}

/// Every least set of items whose end leaves room for the operation.
void ExactSearch::chooseDrops(const Move &from, uint32_t op, size_t next, uint64_t won, uint64_t over, Items dropped) {
  effort.spend(1);
  if (won >= over) {
    for (uint32_t i : droppable)
      if (dropped.has(i) && won - core.bytes[valueOf[i]] >= over)
        return;
    Move move = from;
    drop(move, dropped);
    perform(move, op, expanding);
    return;
  }
  for (size_t k = next; k < droppable.size(); ++k) {
    Items more = dropped;
    more.add(droppable[k]);
    chooseDrops(from, op, k + 1, won + core.bytes[valueOf[droppable[k]]], over, more);
  }
}

void ExactSearch::withRoom(const Move &from, uint32_t op) {
  if (!makeRoom(from, op, {}))
    writeOver(from, op, 0, {});
}

/// Every set of pairs that goes on from the given one.
void ExactSearch::writeOver(const Move &from, uint32_t op, size_t pair, const Overwrite &so) {
  auto row = core.inPlace[op];
  for (; pair < row.size(); pair += 2) {
    uint32_t storage = itemOf[row.begin()[pair]], result = itemOf[row.begin()[pair + 1]];
    if (so.ended.has(storage) || so.results.has(result))
      continue;
    Overwrite more = so;
    more.spared += core.bytes[valueOf[result]];
    more.ended = more.ended | endsWith[storage];
    more.results.add(result);
    if (from.at.items.has(result))
      more.before.add(result);
    makeRoom(from, op, more);
    writeOver(from, op, pair + 2, more);
  }
}

/// True if there is room as it is.
bool ExactSearch::makeRoom(const Move &from, uint32_t op, const Overwrite &overwrite) {
  const Action &action = actions[op];
  Items held = from.at.items;
  written = overwrite;
  uint64_t bytes = bytesOf(held | action.writes) + core.workspace[op] - overwrite.spared;
  uint64_t over = bytes > options.budget ? bytes - options.budget : 0;
  droppable.clear();
  uint64_t most = 0;
  for (uint32_t i = 0; i < valueOf.size() && over != 0; ++i) {
    uint32_t v = valueOf[i];
    if (!held.has(i) || core.bytes[v] == 0 || action.writes.has(i) || action.kept.meets(endsWith[i]))
      continue;
    droppable.push_back(i);
    most += core.bytes[v];
  }
  if (most >= over)
    chooseDrops(from, op, 0, 0, over, overwrite.before);
  return over == 0;
}

void ExactSearch::expand(uint32_t index) {
  expanding = index;
  Move from{labels[index].at, links.empty() ? LinkTimes() : links[index], {}};
  for (uint32_t op = 0; op < core.time.size(); ++op)
    if (mayRun(from.at, op))
      withRoom(from, op);
  effort.spend(core.time.size() + valueOf.size());
}

/// A value that goes to the host is held until its send, so that stands where it is dropped.
Sequence ExactSearch::trace(uint32_t index) const {
  std::vector<uint32_t> path;
  for (uint32_t i = index; i != 0; i = labels[i].parent)
    path.push_back(i);
  std::reverse(path.begin(), path.end());
  std::vector<uint32_t> sender(core.valueCount, none);
  Sequence sequence;
  for (uint32_t i : path) {
    for (uint32_t item = 0; item < valueOf.size(); ++item)
      if (labels[i].dropped.has(item) && sender[valueOf[item]] != none) {
        sequence.push_back(sender[valueOf[item]]);
        sender[valueOf[item]] = none;
      }
    uint32_t op = labels[i].op;
    if (actions[op].host != none && !core.loads(op))
      sender[core.extras[op - core.opCount].value] = op;
    else
      sequence.push_back(op);
  }
  return sequence;
}

ExactOutcome ExactSearch::run(Sequence &result, int64_t &time) {
  if (!prepare())
    return ExactOutcome::GaveUp;
  if (core.residentBytes > options.budget)
    return ExactOutcome::Infeasible;
  push({}, 0, none);
  while (!queue.empty()) {
    Key key = queue.top();
    uint32_t index = uint32_t(key[2]);
    queue.pop();
    const Situation at = labels[index].at;
    if (isComplete(at)) {
      time = key[0];
      result = trace(index);
      return ExactOutcome::Found;
    }
    if (isDominated(at, links.empty() ? LinkTimes() : links[index]))
      continue;
    settled[at.ran].push_back(index);
    if (labels.size() > options.labelLimit || effort.exhausted())
      return ExactOutcome::GaveUp;
    expand(index);
  }
  return ExactOutcome::Infeasible;
}

} // namespace

ExactOutcome exactSteps(const Graph &graph, const Core &core, const ExactOptions &options, Effort &effort,
                        Sequence &result, int64_t &time) {
  return ExactSearch(graph, core, options, effort).run(result, time);
}

} // namespace neap::planner
