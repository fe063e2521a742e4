//===- Reference.cpp - Least time by exhaustive search --------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Label setting over (operations run, values and codes there, host copies), in
// order of the clock plus the time of what has never run. Nothing is freed before
// room is needed, and of two labels with the same operations run the one that
// holds no less, no later, stands for both.
//
//===----------------------------------------------------------------------===//

#include "Reference.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <queue>

namespace neap::planner::test {
namespace {

using Bits = uint64_t;
constexpr size_t hostLimit = 6;

struct Situation {
  int64_t clock = 0;
  uint32_t ran = 0;
  /// Host copies, by rank among what may be sent.
  uint32_t host = 0;
  Bits items = 0;
  /// The link: busy until, and per host copy when it is complete and when the
  /// fetched value arrives. Absolute.
  int64_t outBusy = 0, inBusy = 0;
  std::array<int64_t, hostLimit> sent{}, arrival{};
};

struct Label {
  Situation at;
  int64_t parent;
  /// Items ended before the step that led here.
  Bits dropped;
  Step step;
  bool last;
};

/// One way to serve the reads of a run.
struct Service {
  Bits needed = 0;
  int64_t extra = 0;
  std::vector<ValueId> inside;
  std::vector<uint32_t> codes;
};

class Search {
public:
  Search(const Graph &graph, uint64_t budget, const ReferenceOptions &options);
  Optimum run();

private:
  void expand(int64_t index);
  void runs(int64_t index, OpId o, uint32_t choice);
  void conversions(int64_t index, ValueId v);
  void transfers(int64_t index, ValueId v);
  bool orderAllows(const Situation &s, OpId o, const std::vector<Read> &reads) const;
  bool versionsAllow(const Situation &s, OpId o, const std::vector<Read> &reads) const;
  void services(const Situation &s, const std::vector<Read> &reads, size_t read, const Service &so,
                std::vector<Service> &found) const;
  std::vector<Service> rebuilds(const Situation &s, ValueId v, const Service &so) const;
  void withRoom(const Situation &s, Bits needed, Bits made, int64_t extra,
                const std::function<void(const Situation &, Bits)> &then) const;
  using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;
  bool mayWriteOver(const Situation &s, const Operation &op, uint32_t read, uint32_t output) const;
  std::vector<Pairs> overwrites(const Situation &s, const Operation &op) const;
  void runWith(int64_t index, OpId o, uint32_t choice, const Service &so, const Pairs &pairs);
  void push(int64_t parent, const Situation &s, Bits dropped, Step step, bool last = false);
  bool dominated(const Situation &s) const;
  Plan trace(int64_t index) const;

  /// Needs no bytes; but the operand must have been made once.
  bool isFree(const Read &read) const {
    return options.encode && (read.need == Need::None || read.need == Need::Shape);
  }
  bool wasMade(const Situation &s, ValueId v) const { return producer[v] < 0 || (s.ran >> producer[v] & 1); }
  bool there(const Situation &s, ValueId v) const { return itemOf[v] < 0 || s.items >> itemOf[v] & 1; }
  Bits bit(ValueId v) const { return itemOf[v] < 0 ? 0 : Bits(1) << itemOf[v]; }
  Bits rootBit(ValueId v) const { return bit(v) | bit(graph.storage(v)); }
  uint64_t bytesOf(Bits items) const;
  int64_t arrivalOf(const Situation &s, ValueId v) const {
    int rank = hostRank[graph.storage(v)];
    return rank < 0 ? 0 : s.arrival[size_t(rank)];
  }
  int64_t transferTime(ValueId v) const {
    return graph.link->latency + int64_t(std::ceil(double(graph.values[v].bytes) * 1e9 / graph.link->bytesPerSecond));
  }

  const Graph &graph;
  uint64_t budget;
  const ReferenceOptions &options;
  std::vector<int> itemOf, hostRank;
  std::vector<std::vector<int>> codeItem;
  std::vector<uint64_t> itemBytes;
  /// Items that may end on their own, and the views that end with them.
  std::vector<Bits> endsWith;
  std::vector<ValueId> itemStorage;
  std::vector<int> producer;
  /// Per operation, by any of its formulas.
  std::vector<int64_t> leastTime;
  Bits wanted = 0;
  uint64_t residents = 0;
  std::vector<Label> labels;
  std::map<uint32_t, std::vector<int64_t>> settled;
  /// (clock + what never ran, fewest left first, label)
  using Key = std::array<int64_t, 3>;
  std::priority_queue<Key, std::vector<Key>, std::greater<Key>> queue;
};

Search::Search(const Graph &graph, uint64_t budget, const ReferenceOptions &options)
    : graph(graph), budget(budget), options(options), itemOf(graph.values.size(), -1),
      hostRank(graph.values.size(), -1), codeItem(graph.values.size()), producer(graph.values.size(), -1) {
  for (size_t o = 0; o < graph.operations.size(); ++o) {
    const Operation &op = graph.operations[o];
    for (ValueId v : op.outputs)
      producer[v] = int(o);
    leastTime.push_back(op.time);
    for (uint32_t k = 1; options.formulas && k <= op.formulas.size(); ++k)
      leastTime.back() = std::min(leastTime.back(), op.timeBy(k));
  }
  auto addItem = [&](uint64_t bytes, ValueId storage) {
    itemBytes.push_back(bytes);
    itemStorage.push_back(storage);
    endsWith.push_back(0);
    return int(itemBytes.size() - 1);
  };
  int hosts = 0;
  for (ValueId v = 0; v < graph.values.size(); ++v) {
    const Value &value = graph.values[v];
    if (value.resident)
      residents += value.bytes;
    else
      itemOf[v] = addItem(value.viewOf ? 0 : value.bytes, v);
    if (value.wanted)
      wanted |= bit(v);
    for (const Code &code : value.codes)
      codeItem[v].push_back(options.encode ? addItem(code.bytes, ValueId(graph.values.size())) : -1);
    if (options.offload && graph.link && value.offloadable && !value.viewOf && !value.resident &&
        hosts < int(hostLimit))
      hostRank[v] = hosts++;
  }
  for (ValueId v = 0; v < graph.values.size(); ++v) {
    if (graph.values[v].viewOf && itemOf[v] >= 0 && itemOf[graph.storage(v)] >= 0)
      endsWith[size_t(itemOf[graph.storage(v)])] |= bit(v);
    for (int item : codeItem[v])
      if (item >= 0)
        endsWith[size_t(item)] |= Bits(1) << item;
    if (!graph.values[v].viewOf && itemOf[v] >= 0)
      endsWith[size_t(itemOf[v])] |= bit(v);
  }
}

uint64_t Search::bytesOf(Bits items) const {
  uint64_t total = residents;
  for (; items; items &= items - 1)
    total += itemBytes[size_t(__builtin_ctzll(items))];
  return total;
}

bool Search::dominated(const Situation &s) const {
  auto it = settled.find(s.ran);
  if (it == settled.end())
    return false;
  for (int64_t index : it->second) {
    const Situation &o = labels[size_t(index)].at;
    if (o.clock > s.clock || (s.items & ~o.items) || (s.host & ~o.host) || o.outBusy > std::max(s.outBusy, s.clock) ||
        o.inBusy > std::max(s.inBusy, s.clock))
      continue;
    bool later = false;
    for (size_t h = 0; h < hostLimit; ++h)
      // An end of a buffer waits for what is still being sent or fetched.
      later |= ((o.host >> h & 1) && o.sent[h] > std::max(s.sent[h], s.clock)) ||
               o.arrival[h] > std::max(s.arrival[h], s.clock);
    if (!later)
      return true;
  }
  return false;
}

void Search::push(int64_t parent, const Situation &s, Bits dropped, Step step, bool last) {
  if (!last && dominated(s))
    return;
  int64_t left = 0, count = 0;
  for (size_t o = 0; o < graph.operations.size(); ++o)
    if (!(s.ran >> o & 1)) {
      left += leastTime[o];
      ++count;
    }
  labels.push_back({s, parent, dropped, std::move(step), last});
  queue.push({s.clock + left, count, int64_t(labels.size() - 1)});
}

/// Calls `then` for every least set of items whose end leaves room for what the
/// step makes and `extra` bytes.
void Search::withRoom(const Situation &s, Bits needed, Bits made, int64_t extra,
                      const std::function<void(const Situation &, Bits)> &then) const {
  std::vector<int> candidates;
  for (int i = 0; i < int(itemBytes.size()); ++i)
    if ((s.items >> i & 1) && endsWith[size_t(i)] && !(endsWith[size_t(i)] & needed) && itemBytes[size_t(i)] != 0)
      candidates.push_back(i);
  uint64_t now = uint64_t(int64_t(bytesOf(s.items | made)) + extra), over = now > budget ? now - budget : 0;
  std::function<void(size_t, uint64_t, Bits)> choose = [&](size_t from, uint64_t won, Bits dropped) {
    if (won >= over) {
      Situation next = s;
      for (Bits left = dropped; left; left &= left - 1) {
        size_t i = size_t(__builtin_ctzll(left));
        next.items &= ~endsWith[i];
        int rank = itemStorage[i] < graph.values.size() ? hostRank[itemStorage[i]] : -1;
        if (rank < 0)
          continue;
        if (s.host >> rank & 1)
          next.clock = std::max(next.clock, s.sent[size_t(rank)]);
        next.clock = std::max(next.clock, s.arrival[size_t(rank)]);
        next.arrival[size_t(rank)] = 0;
      }
      then(next, dropped);
      return;
    }
    for (size_t k = from; k < candidates.size(); ++k) {
      size_t i = size_t(candidates[k]);
      // What is made again by this step would be there at once.
      if (made >> i & 1)
        continue;
      choose(k + 1, won + itemBytes[i], dropped | Bits(1) << i);
    }
  };
  choose(0, 0, 0);
}

/// Versions of residents: earlier writers have run, later ones have not.
bool Search::versionsAllow(const Situation &s, OpId o, const std::vector<Read> &reads) const {
  for (OpId w = 0; w < graph.operations.size(); ++w) {
    if (!graph.operations[w].once || w == o)
      continue;
    for (ValueId out : graph.operations[w].outputs) {
      ValueId storage = graph.storage(out);
      if (!graph.values[storage].resident)
        continue;
      for (const Read &read : reads)
        if (graph.storage(read.value) == storage && (w > o) == bool(s.ran >> w & 1))
          return false;
      for (ValueId own : graph.operations[o].outputs)
        if (graph.operations[o].once && graph.storage(own) == storage && w < o && !(s.ran >> w & 1))
          return false;
    }
  }
  return true;
}

bool Search::orderAllows(const Situation &s, OpId o, const std::vector<Read> &reads) const {
  const Operation &op = graph.operations[o];
  bool ran = s.ran >> o & 1;
  if ((op.once && ran) || (options.recordedOrder && !ran && (s.ran & ((1u << o) - 1)) != (1u << o) - 1))
    return false;
  for (OpId before : op.after)
    if (!(s.ran >> before & 1))
      return false;
  bool useful = !ran;
  for (ValueId v : op.outputs)
    useful |= !there(s, v);
  return useful && versionsAllow(s, o, reads);
}

/// Adds the value to what runs inside, and before it what it reads, if that is not there or
/// even though it is: it may have to make room.
std::vector<Service> Search::rebuilds(const Situation &s, ValueId v, const Service &so) const {
  if (std::find(so.inside.begin(), so.inside.end(), v) != so.inside.end())
    return {so};
  if (producer[v] < 0)
    return {};
  const Operation &maker = graph.operations[size_t(producer[v])];
  if (!options.inside || !maker.insideTime || maker.once || !versionsAllow(s, OpId(producer[v]), maker.reads))
    return {};
  std::vector<Service> ways{so};
  for (const Read &read : maker.reads) {
    if (isFree(read)) {
      if (!wasMade(s, read.value))
        return {};
      continue;
    }
    std::vector<Service> next;
    for (const Service &way : ways) {
      bool inside = std::find(way.inside.begin(), way.inside.end(), read.value) != way.inside.end();
      if (!inside && there(s, read.value)) {
        next.push_back(way);
        next.back().needed |= rootBit(read.value);
      }
      for (Service &other : rebuilds(s, read.value, way))
        next.push_back(std::move(other));
    }
    ways.swap(next);
  }
  for (Service &way : ways) {
    way.inside.push_back(v);
    way.extra += *maker.insideTime;
  }
  return ways;
}

void Search::services(const Situation &s, const std::vector<Read> &reads, size_t read, const Service &so,
                      std::vector<Service> &found) const {
  if (read == reads.size()) {
    found.push_back(so);
    return;
  }
  ValueId v = reads[read].value;
  if (isFree(reads[read]) && !wasMade(s, v))
    return;
  if (isFree(reads[read]) || std::find(so.inside.begin(), so.inside.end(), v) != so.inside.end())
    return services(s, reads, read + 1, so, found);
  if (there(s, v)) {
    Service next = so;
    next.needed |= rootBit(v);
    services(s, reads, read + 1, next, found);
  }
  for (size_t c = 0; c < codeItem[v].size(); ++c)
    if (codeItem[v][c] >= 0 && (s.items >> codeItem[v][c] & 1) &&
        (graph.values[v].codes[c].direct & needBit(reads[read].need))) {
      Service next = so;
      next.needed |= Bits(1) << codeItem[v][c];
      next.codes.resize(reads.size(), 0);
      next.codes[read] = uint32_t(c + 1);
      services(s, reads, read + 1, next, found);
    }
  for (const Service &way : rebuilds(s, v, so))
    services(s, reads, read + 1, way, found);
}

/// The storage is there, large enough, and read only where this output may be written over it. A result
/// that is there still ends before, so that the run makes it there.
bool Search::mayWriteOver(const Situation &s, const Operation &op, uint32_t read, uint32_t output) const {
  ValueId storage = graph.storage(op.reads[read].value), result = op.outputs[output];
  if (graph.values[storage].resident || !there(s, storage) || graph.values[result].viewOf ||
      (there(s, result) && hostRank[result] >= 0) || graph.values[storage].bytes < graph.values[result].bytes)
    return false;
  for (uint32_t other = 0; other < op.reads.size(); ++other)
    if (graph.storage(op.reads[other].value) == storage &&
        std::find(op.inPlace.begin(), op.inPlace.end(), std::make_pair(other, output)) == op.inPlace.end())
      return false;
  return true;
}

/// All ways to write outputs over operands, none among them.
std::vector<Search::Pairs> Search::overwrites(const Situation &s, const Operation &op) const {
  std::vector<Pairs> ways{{}};
  for (auto [read, output] : op.inPlace) {
    if (!mayWriteOver(s, op, read, output))
      continue;
    for (size_t k = 0, count = ways.size(); k < count; ++k) {
      bool taken = std::any_of(ways[k].begin(), ways[k].end(), [&, r = read, o = output](const auto &pair) {
        return pair.second == o || graph.storage(op.reads[pair.first].value) == graph.storage(op.reads[r].value);
      });
      if (taken)
        continue;
      ways.push_back(ways[k]);
      ways.back().push_back({read, output});
    }
  }
  return ways;
}

void Search::runs(int64_t index, OpId o, uint32_t choice) {
  Situation s = labels[size_t(index)].at;
  const Operation &op = graph.operations[o];
  const std::vector<Read> &reads = op.readsBy(choice);
  if (!orderAllows(s, o, reads))
    return;
  Bits made = 0;
  for (ValueId v : op.outputs)
    made |= bit(v);
  for (ValueId v : op.outputs)
    if (!there(s, graph.storage(v)) && !(made & bit(graph.storage(v))))
      return;
  std::vector<Service> found;
  services(s, reads, 0, Service(), found);
  for (const Service &so : found) {
    runWith(index, o, choice, so, {});
    if (choice != 0 || !so.inside.empty())
      continue;
    for (const Pairs &pairs : overwrites(s, op))
      if (!pairs.empty())
        runWith(index, o, choice, so, pairs);
  }
}

void Search::runWith(int64_t index, OpId o, uint32_t choice, const Service &so, const Pairs &pairs) {
  Situation s = labels[size_t(index)].at;
  const Operation &op = graph.operations[o];
  Bits made = 0, held = so.needed, ended = 0, before = 0;
  for (ValueId v : op.outputs) {
    made |= bit(v);
    held |= rootBit(v);
  }
  int64_t extra = int64_t(op.workspaceBy(choice));
  for (auto [read, output] : pairs) {
    ValueId storage = graph.storage(op.reads[read].value);
    held |= rootBit(op.reads[read].value);
    ended |= endsWith[size_t(itemOf[storage])];
    if (there(s, op.outputs[output]))
      before |= endsWith[size_t(itemOf[op.outputs[output]])];
    extra -= int64_t(graph.values[op.outputs[output]].bytes);
  }
  withRoom(s, held, made, extra, [&](const Situation &room, Bits dropped) {
    Situation next = room;
    for (const Read &read : op.readsBy(choice))
      if (there(room, read.value))
        next.clock = std::max(next.clock, arrivalOf(room, read.value));
    for (ValueId v : so.inside)
      for (const Read &read : graph.operations[size_t(producer[v])].reads)
        next.clock = std::max(next.clock, arrivalOf(room, read.value));
    for (auto [read, output] : pairs) {
      int rank = hostRank[graph.storage(op.reads[read].value)];
      if (rank < 0)
        continue;
      if (room.host >> rank & 1)
        next.clock = std::max(next.clock, room.sent[size_t(rank)]);
      next.arrival[size_t(rank)] = 0;
    }
    next.clock += op.timeBy(choice) + so.extra;
    next.ran |= 1u << o;
    next.items = ((next.items & ~before) | made) & ~ended;
    Step step{StepKind::Run, o, choice, so.inside, so.codes};
    step.inPlace = pairs;
    push(index, next, dropped | before, step);
  });
}

void Search::conversions(int64_t index, ValueId v) {
  Situation s = labels[size_t(index)].at;
  for (uint32_t c = 0; c < codeItem[v].size(); ++c) {
    const Code &code = graph.values[v].codes[c];
    if (codeItem[v][c] < 0)
      continue;
    Bits item = Bits(1) << codeItem[v][c];
    if (itemOf[graph.storage(v)] >= 0 && there(s, v) && !(s.items & item))
      withRoom(s, rootBit(v), item, 0, [&](const Situation &room, Bits dropped) {
        Situation next = room;
        next.clock = std::max(next.clock, arrivalOf(room, v)) + code.encodeTime;
        next.items |= item;
        push(index, next, dropped, {StepKind::Encode, v, c, {}, {}});
      });
    if ((s.items & item) && !there(s, v) && !graph.values[v].viewOf && (code.serves & needBit(Need::Full)))
      withRoom(s, item, bit(v), 0, [&](const Situation &room, Bits dropped) {
        Situation next = room;
        next.clock += code.decodeTime;
        next.items |= bit(v);
        push(index, next, dropped, {StepKind::Decode, v, c, {}, {}});
      });
  }
}

void Search::transfers(int64_t index, ValueId v) {
  Situation s = labels[size_t(index)].at;
  size_t rank = size_t(hostRank[v]);
  if (there(s, v) && !(s.host >> rank & 1)) {
    Situation next = s;
    next.outBusy = std::max({s.outBusy, s.clock, s.arrival[rank]}) + transferTime(v);
    next.sent[rank] = next.outBusy;
    next.host |= 1u << rank;
    push(index, next, 0, {StepKind::Send, v, 0, {}, {}});
  }
  if (!there(s, v) && (s.host >> rank & 1))
    withRoom(s, 0, bit(v), 0, [&](const Situation &room, Bits dropped) {
      Situation next = room;
      next.inBusy = std::max({room.inBusy, room.clock, room.sent[rank]}) + transferTime(v);
      next.arrival[rank] = next.inBusy;
      next.items |= bit(v);
      push(index, next, dropped, {StepKind::Fetch, v, 0, {}, {}});
    });
}

void Search::expand(int64_t index) {
  Situation s = labels[size_t(index)].at;
  uint32_t all = uint32_t((uint64_t(1) << graph.operations.size()) - 1);
  if (s.ran == all && (s.items & wanted) == wanted) {
    Situation end = s;
    for (ValueId v = 0; v < graph.values.size(); ++v)
      if (graph.values[v].wanted)
        end.clock = std::max(end.clock, arrivalOf(s, v));
    push(index, end, 0, {}, true);
  }
  for (OpId o = 0; o < graph.operations.size(); ++o)
    for (uint32_t k = 0; k <= (options.formulas ? graph.operations[o].formulas.size() : 0); ++k)
      runs(index, o, k);
  for (ValueId v = 0; v < graph.values.size(); ++v) {
    conversions(index, v);
    if (hostRank[v] >= 0)
      transfers(index, v);
  }
}

Plan Search::trace(int64_t index) const {
  std::vector<int64_t> path;
  for (int64_t i = labels[size_t(index)].parent; i > 0; i = labels[size_t(i)].parent)
    path.push_back(i);
  Plan plan;
  plan.time = labels[size_t(index)].at.clock;
  for (size_t k = path.size(); k-- > 0;) {
    const Label &label = labels[size_t(path[k])];
    for (ValueId v = 0; v < graph.values.size(); ++v) {
      if (!graph.values[v].viewOf && (label.dropped & bit(v)))
        plan.steps.push_back({StepKind::Free, v, 0, {}, {}});
      for (uint32_t c = 0; c < codeItem[v].size(); ++c)
        if (codeItem[v][c] >= 0 && (label.dropped >> codeItem[v][c] & 1))
          plan.steps.push_back({StepKind::FreeCode, v, c, {}, {}});
    }
    plan.steps.push_back(label.step);
  }
  return plan;
}

Optimum Search::run() {
  Optimum optimum;
  if (itemBytes.size() > 64 || graph.operations.size() > 32) {
    optimum.gaveUp = true;
    return optimum;
  }
  if (residents > budget)
    return optimum;
  push(-1, {}, 0, {});
  while (!queue.empty()) {
    int64_t index = queue.top()[2];
    queue.pop();
    const Label &label = labels[size_t(index)];
    if (label.last) {
      optimum.time = label.at.clock;
      optimum.plan = trace(index);
      return optimum;
    }
    if (dominated(label.at))
      continue;
    settled[label.at.ran].push_back(index);
    if (labels.size() > options.labelLimit) {
      optimum.gaveUp = true;
      return optimum;
    }
    expand(index);
  }
  return optimum;
}

} // namespace

Optimum referenceOptimum(const Graph &graph, uint64_t budget, const ReferenceOptions &options) {
  return Search(graph, budget, options).run();
}

} // namespace neap::planner::test
