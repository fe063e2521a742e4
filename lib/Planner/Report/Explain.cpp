//===- Explain.cpp - Why a plan treats a value as it does -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One replay of the steps, with a clock of operations and codes, collects for each
// storage when it was there, when it was read and what was spent on it.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Explain.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace neap::planner {
namespace {

struct Stay {
  int64_t from, to;
  uint64_t bytes;
};

/// What happened to one storage.
struct Story {
  bool there = false, made = false;
  int64_t firstMade = 0, lastRead = 0, thereSince = 0, lastAccess = 0, longestGap = 0;
  /// When it, or a code of it, was there.
  std::vector<Stay> stays;
  size_t runs = 0;
  int64_t price = 0;
  bool encoded = false, sent = false, inside = false;
  /// Formulas, others than as recorded, that made it, and that did without it: (operation, choice).
  std::set<std::pair<OpId, uint32_t>> madeBy, sparedBy;
  /// What was written in its place, in the end.
  std::optional<ValueId> writtenOver;
};

class Replay {
public:
  Replay(const Graph &graph, const Plan &plan)
      : graph(graph), plan(plan), stories(graph.values.size()), producer(graph.producers()),
        codeSince(graph.values.size()) {
    for (size_t v = 0; v < graph.values.size(); ++v)
      codeSince[v].assign(graph.values[v].codes.size(), -1);
  }
  std::vector<Explanation> run();

private:
  void noteFormula(OpId op, uint32_t choice);
  std::string namesOf(const std::set<std::pair<OpId, uint32_t>> &formulas) const;
  void replay(const Step &step);
  void replayRun(const Step &step);
  /// A run reads the value, from now until it ends.
  void access(ValueId v) {
    Story &story = stories[graph.storage(v)];
    if (story.made)
      story.longestGap = std::max(story.longestGap, clock - story.lastAccess);
    accessed.push_back(graph.storage(v));
  }
  void make(ValueId storage) {
    Story &story = stories[storage];
    if (!story.made)
      story.firstMade = story.lastAccess = story.lastRead = clock;
    if (!story.there)
      story.thereSince = clock;
    story.made = story.there = true;
  }
  void end(ValueId storage) {
    Story &story = stories[storage];
    if (story.there)
      story.stays.push_back({story.thereSince, clock, graph.values[storage].bytes});
    story.there = false;
  }
  void endCode(ValueId v, uint32_t code) {
    if (codeSince[v][code] >= 0)
      stories[graph.storage(v)].stays.push_back({codeSince[v][code], clock, graph.values[v].codes[code].bytes});
    codeSince[v][code] = -1;
  }
  Explanation explain(ValueId v) const;
  std::optional<Alternative> otherWay(ValueId v, const Explanation &so) const;

  const Graph &graph;
  const Plan &plan;
  int64_t clock = 0;
  std::vector<Story> stories;
  std::vector<Producer> producer;
  std::vector<std::vector<int64_t>> codeSince;
  std::vector<ValueId> accessed;
};

/// What the formula made, and what it did without; the largest of that is charged what the
/// formula takes longer than the fastest.
void Replay::noteFormula(OpId o, uint32_t choice) {
  const Operation &op = graph.operations[o];
  int64_t least = op.time;
  for (const Formula &formula : op.formulas)
    least = std::min(least, formula.time);
  const std::vector<Read> &taken = op.readsBy(choice);
  Story *largest = nullptr;
  uint64_t most = 0;
  for (uint32_t k = 0; k <= op.formulas.size(); ++k)
    for (const Read &read : op.readsBy(k)) {
      ValueId storage = graph.storage(read.value);
      if (std::any_of(taken.begin(), taken.end(), [&](const Read &r) { return graph.storage(r.value) == storage; }))
        continue;
      stories[storage].sparedBy.insert({o, choice});
      if (!largest || graph.values[storage].bytes > most) {
        largest = &stories[storage];
        most = graph.values[storage].bytes;
      }
    }
  if (largest)
    largest->price += op.timeBy(choice) - least;
  for (ValueId out : op.outputs)
    if (choice != 0)
      stories[graph.storage(out)].madeBy.insert({o, choice});
}

std::string Replay::namesOf(const std::set<std::pair<OpId, uint32_t>> &formulas) const {
  std::string text;
  for (auto [o, choice] : formulas) {
    const Operation &op = graph.operations[o];
    text += (text.empty() ? "operation " : ", operation ") + std::to_string(o) + " (" + op.name + ") ";
    text += choice ? "by formula " + std::to_string(choice) + " (" + op.formulas[choice - 1].name + ")" : "as recorded";
  }
  return text;
}

void Replay::replayRun(const Step &step) {
  const Operation &op = graph.operations[step.index];
  const std::vector<Read> &reads = op.readsBy(step.choice);
  accessed.clear();
  if (!op.formulas.empty())
    noteFormula(step.index, step.choice);
  // What is neither there nor coded nor rebuilt is not needed: its shape is enough.
  for (size_t i = 0; i < reads.size(); ++i)
    if (stories[graph.storage(reads[i].value)].there || (i < step.codes.size() && step.codes[i] != 0) ||
        std::find(step.inside.begin(), step.inside.end(), reads[i].value) != step.inside.end())
      access(reads[i].value);
  for (ValueId rebuilt : step.inside) {
    const Operation &maker = graph.operations[producer[rebuilt].op];
    for (const Read &read : maker.reads)
      if (stories[graph.storage(read.value)].there)
        access(read.value);
    clock += *maker.insideTime;
    stories[graph.storage(rebuilt)].inside = true;
    stories[graph.storage(rebuilt)].price += *maker.insideTime;
  }
  int64_t time = op.timeBy(step.choice);
  clock += time;
  for (ValueId storage : accessed)
    stories[storage].lastAccess = stories[storage].lastRead = clock;
  for (ValueId out : op.outputs) {
    if (graph.values[out].viewOf)
      continue;
    Story &story = stories[out];
    if (story.runs++ != 0)
      story.price += time;
    make(out);
  }
  for (auto [i, o] : step.inPlace) {
    Story &over = stories[graph.storage(op.reads[i].value)];
    end(graph.storage(op.reads[i].value));
    over.writtenOver = op.outputs[o];
  }
}

void Replay::replay(const Step &step) {
  ValueId v = step.index;
  switch (step.kind) {
  case StepKind::Run:
    return replayRun(step);
  case StepKind::Free:
    return end(v);
  case StepKind::Encode:
    clock += graph.values[v].codes[step.choice].encodeTime;
    stories[graph.storage(v)].encoded = true;
    stories[graph.storage(v)].price += graph.values[v].codes[step.choice].encodeTime;
    codeSince[v][step.choice] = clock;
    return;
  case StepKind::Decode:
    clock += graph.values[v].codes[step.choice].decodeTime;
    stories[v].price += graph.values[v].codes[step.choice].decodeTime;
    return make(v);
  case StepKind::FreeCode:
    return endCode(v, step.choice);
  case StepKind::Send:
    stories[v].sent = true;
    return;
  case StepKind::Fetch:
    return make(v);
  }
}

/// Over the longest stretch without an access, one lever at a time.
std::optional<Alternative> Replay::otherWay(ValueId v, const Explanation &so) const {
  const Value &value = graph.values[v];
  const Story &story = stories[v];
  std::optional<Alternative> best;
  auto offer = [&](Fate fate, int64_t price, uint64_t bytesLeft) {
    double saved = double(story.longestGap) * double(value.bytes - std::min(value.bytes, bytesLeft));
    if (fate == so.fate || saved <= 0)
      return;
    if (!best || double(price) * best->byteTimeSaved < double(best->price) * saved)
      best = Alternative{fate, price, saved};
  };
  const Operation &maker = graph.operations[producer[v].op];
  int64_t makingTime = maker.time;
  for (const Formula &formula : maker.formulas)
    makingTime = std::min(makingTime, formula.time);
  if (!maker.once)
    offer(Fate::Recomputed, makingTime, 0);
  if (!maker.once && maker.insideTime)
    offer(Fate::RebuiltInside, *maker.insideTime, 0);
  for (const Code &code : value.codes)
    offer(Fate::Encoded, code.encodeTime + (code.direct ? 0 : code.decodeTime), code.bytes);
  if (graph.link && value.offloadable) {
    int64_t both = 2 * (graph.link->latency + int64_t(double(value.bytes) * 1e9 / graph.link->bytesPerSecond));
    offer(Fate::Offloaded, std::max<int64_t>(0, both - story.longestGap), 0);
  }
  if (!best && so.fate != Fate::Kept)
    best = Alternative{};
  return best;
}

Explanation Replay::explain(ValueId v) const {
  const Story &story = stories[v];
  Explanation so;
  so.value = v;
  so.bytes = graph.values[v].bytes;
  so.repeatedRuns = story.runs > 1 ? story.runs - 1 : 0;
  so.byteTimeSpan = double(so.bytes) * double(story.lastRead - story.firstMade);
  // What it was held beyond its last read is no part of the span.
  double held = 0;
  for (const Stay &stay : story.stays)
    held += double(stay.bytes) * double(std::max<int64_t>(0, std::min(stay.to, story.lastRead) - stay.from));
  so.byteTimeSaved = std::max(0.0, so.byteTimeSpan - held);
  so.price = story.price;
  if (so.byteTimeSaved > 0)
    so.fate = story.encoded          ? Fate::Encoded
              : story.sent           ? Fate::Offloaded
              : story.inside         ? Fate::RebuiltInside
              : so.repeatedRuns != 0 ? Fate::Recomputed
                                     : Fate::Kept;
  so.next = otherWay(v, so);
  so.reason = std::string(fateName(so.fate)) + ": ";
  if (so.fate == Fate::Kept)
    so.reason += "held from its making to its last read";
  else
    so.reason += "absent for " + std::to_string(int(std::lround(100 * so.byteTimeSaved / so.byteTimeSpan))) +
                 " % of its life, for " + std::to_string(so.price) + " ns";
  if (!story.madeBy.empty())
    so.reason += "; made in " + namesOf(story.madeBy);
  if (!story.sparedBy.empty())
    so.reason += "; not read in " + namesOf(story.sparedBy);
  if (story.writtenOver)
    so.reason += "; its place is taken by value " + std::to_string(*story.writtenOver);
  if (so.next)
    so.reason += std::string("; next: ") + fateName(so.next->fate) + " for " + std::to_string(so.next->price) + " ns";
  return so;
}

std::vector<Explanation> Replay::run() {
  for (const Step &step : plan.steps)
    replay(step);
  std::vector<Explanation> result;
  for (size_t v = 0; v < graph.values.size(); ++v) {
    for (uint32_t c = 0; c < codeSince[v].size(); ++c)
      endCode(ValueId(v), c);
    if (graph.values[v].viewOf || graph.values[v].resident || producer[v].op == Producer::none)
      continue;
    if (graph.values[v].wanted)
      stories[v].lastRead = clock;
    end(ValueId(v));
    result.push_back(explain(ValueId(v)));
  }
  return result;
}

/// Follows the steps and notes when buffers begin and end.
class Lives {
public:
  Lives(const Graph &graph, const Plan &plan)
      : graph(graph), plan(plan), open(graph.values.size(), none), openCode(graph.values.size()),
        ran(graph.operations.size(), 0) {
    for (ValueId v = 0; v < graph.values.size(); ++v) {
      openCode[v].assign(graph.values[v].codes.size(), none);
      if (graph.values[v].resident && !graph.values[v].viewOf)
        begin(open[v], {Holds::Resident, v, 0, graph.values[v].bytes, 0, 0});
    }
  }

  std::vector<Life> run() {
    for (at = 0; at < plan.steps.size(); ++at)
      follow(plan.steps[at]);
    for (Life &life : lives)
      if (life.last == none)
        life.last = plan.steps.size();
    return std::move(lives);
  }

private:
  static constexpr size_t none = SIZE_MAX;

  void begin(size_t &slot, Life life) {
    if (slot != none || life.bytes == 0)
      return;
    slot = lives.size();
    life.first = at;
    life.last = none;
    lives.push_back(life);
  }
  void end(size_t &slot) {
    if (slot != none)
      lives[slot].last = at;
    slot = none;
  }
  void make(ValueId v, Holds holds) {
    if (!graph.values[v].viewOf)
      begin(open[v], {holds, v, 0, graph.values[v].bytes, 0, 0});
  }
  void takePlace(ValueId storage, ValueId result) {
    if (open[result] != none)
      lives[open[result]].over = open[storage];
    end(open[storage]);
  }
  void follow(const Step &step) {
    ValueId v = step.index;
    switch (step.kind) {
    case StepKind::Run: {
      const Operation &op = graph.operations[step.index];
      for (ValueId out : op.outputs)
        make(out, ran[step.index] ? Holds::Again : Holds::First);
      for (auto [i, o] : step.inPlace)
        takePlace(graph.storage(op.reads[i].value), op.outputs[o]);
      ran[step.index] = 1;
      size_t workspace = none;
      begin(workspace, {Holds::Workspace, ValueId(graph.values.size()), 0, op.workspaceBy(step.choice), 0, 0});
      return end(workspace);
    }
    case StepKind::Free:
      return end(open[v]);
    case StepKind::Encode:
      return begin(openCode[v][step.choice],
                   {Holds::Code, v, step.choice, graph.values[v].codes[step.choice].bytes, 0, 0});
    case StepKind::FreeCode:
      return end(openCode[v][step.choice]);
    case StepKind::Decode:
    case StepKind::Fetch:
      return make(v, Holds::Again);
    case StepKind::Send:
      return;
    }
  }

  const Graph &graph;
  const Plan &plan;
  size_t at = 0;
  std::vector<Life> lives;
  /// The life of a storage, and of each code, that has begun and not ended.
  std::vector<size_t> open;
  std::vector<std::vector<size_t>> openCode;
  std::vector<uint8_t> ran;
};

std::string ownerOf(const Graph &graph, const Life &life) {
  if (life.holds == Holds::Resident)
    return "residents";
  if (life.holds == Holds::Code)
    return "codes";
  if (life.holds == Holds::Workspace)
    return "workspace";
  const std::string &owner = graph.values[life.value].owner;
  return owner.empty() ? "values" : owner;
}

/// Compute time of one step; waiting for the link is not in it.
int64_t timeOf(const Graph &graph, const std::vector<Producer> &producer, const Step &step) {
  if (step.kind == StepKind::Encode)
    return graph.values[step.index].codes[step.choice].encodeTime;
  if (step.kind == StepKind::Decode)
    return graph.values[step.index].codes[step.choice].decodeTime;
  if (step.kind != StepKind::Run)
    return 0;
  int64_t time = graph.operations[step.index].timeBy(step.choice);
  for (ValueId rebuilt : step.inside)
    time += *graph.operations[producer[rebuilt].op].insideTime;
  return time;
}

} // namespace

const char *fateName(Fate fate) {
  static const char *const names[] = {"kept", "recomputed", "encoded", "offloaded", "rebuilt inside"};
  return names[unsigned(fate)];
}

std::vector<Explanation> explainPlan(const Graph &graph, const Plan &plan) { return Replay(graph, plan).run(); }

std::vector<Life> livesOf(const Graph &graph, const Plan &plan) { return Lives(graph, plan).run(); }

Timeline timelineOf(const Graph &graph, const Plan &plan) {
  Timeline timeline;
  std::vector<Producer> producer = graph.producers();
  int64_t clock = 0;
  for (const Step &step : plan.steps) {
    timeline.start.push_back(clock);
    clock += timeOf(graph, producer, step);
  }
  timeline.end = clock;
  std::vector<Life> lives = livesOf(graph, plan);
  std::vector<size_t> ownerIndex;
  for (const Life &life : lives) {
    std::string owner = ownerOf(graph, life);
    auto it = std::find(timeline.owners.begin(), timeline.owners.end(), owner);
    ownerIndex.push_back(size_t(it - timeline.owners.begin()));
    if (it == timeline.owners.end())
      timeline.owners.push_back(owner);
  }
  timeline.bytes.assign(plan.steps.size() + 1, std::vector<uint64_t>(timeline.owners.size(), 0));
  // Differences first (modulo 2^64), then their sums.
  for (size_t i = 0; i < lives.size(); ++i) {
    timeline.bytes[lives[i].first + (lives[i].over != SIZE_MAX)][ownerIndex[i]] += lives[i].bytes;
    if (lives[i].last + 1 < timeline.bytes.size())
      timeline.bytes[lives[i].last + 1][ownerIndex[i]] -= lives[i].bytes;
  }
  timeline.bytes.pop_back();
  for (size_t s = 1; s < timeline.bytes.size(); ++s)
    for (size_t o = 0; o < timeline.owners.size(); ++o)
      timeline.bytes[s][o] += timeline.bytes[s - 1][o];
  return timeline;
}

} // namespace neap::planner
