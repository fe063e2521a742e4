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

namespace neap::planner {
namespace {

/// What happened to one storage.
struct Story {
  bool there = false, made = false;
  int64_t firstMade = 0, lastRead = 0, thereSince = 0, lastAccess = 0, longestGap = 0;
  double byteTimeHeld = 0;
  size_t runs = 0;
  int64_t price = 0;
  bool encoded = false, sent = false, inside = false;
};

class Replay {
public:
  Replay(const Graph &graph, const Plan &plan)
      : graph(graph), plan(plan), stories(graph.values.size()), producer(graph.values.size(), -1),
        codeSince(graph.values.size()) {
    for (size_t o = 0; o < graph.operations.size(); ++o)
      for (ValueId v : graph.operations[o].outputs)
        producer[v] = int64_t(o);
    for (size_t v = 0; v < graph.values.size(); ++v)
      codeSince[v].assign(graph.values[v].codes.size(), -1);
  }
  std::vector<Explanation> run();

private:
  void replay(const Step &step);
  void access(ValueId v) {
    Story &story = stories[graph.storage(v)];
    if (story.made)
      story.longestGap = std::max(story.longestGap, clock - story.lastAccess);
    story.lastAccess = story.lastRead = clock;
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
      story.byteTimeHeld += double(graph.values[storage].bytes) * double(clock - story.thereSince);
    story.there = false;
  }
  void endCode(ValueId v, uint32_t code) {
    if (codeSince[v][code] >= 0)
      stories[graph.storage(v)].byteTimeHeld +=
          double(graph.values[v].codes[code].bytes) * double(clock - codeSince[v][code]);
    codeSince[v][code] = -1;
  }
  Explanation explain(ValueId v) const;
  std::optional<Alternative> otherWay(ValueId v, const Explanation &so) const;

  const Graph &graph;
  const Plan &plan;
  int64_t clock = 0;
  std::vector<Story> stories;
  std::vector<int64_t> producer;
  std::vector<std::vector<int64_t>> codeSince;
};

void Replay::replay(const Step &step) {
  ValueId v = step.index;
  switch (step.kind) {
  case StepKind::Run: {
    const Operation &op = graph.operations[step.index];
    const Formula *formula = step.choice ? &op.formulas[step.choice - 1] : nullptr;
    for (const Read &read : formula ? formula->reads : op.reads)
      access(read.value);
    for (ValueId rebuilt : step.inside) {
      const Operation &maker = graph.operations[size_t(producer[rebuilt])];
      for (const Read &read : maker.reads)
        access(read.value);
      clock += *maker.insideTime;
      stories[graph.storage(rebuilt)].inside = true;
      stories[graph.storage(rebuilt)].price += *maker.insideTime;
    }
    int64_t time = formula ? formula->time : op.time;
    clock += time;
    for (ValueId out : op.outputs) {
      if (graph.values[out].viewOf)
        continue;
      Story &story = stories[out];
      if (story.runs++ != 0)
        story.price += time;
      make(out);
    }
    return;
  }
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
  const Operation &maker = graph.operations[size_t(producer[v])];
  if (!maker.once)
    offer(Fate::Recomputed, maker.time, 0);
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
  so.byteTimeSaved = std::max(0.0, so.byteTimeSpan - story.byteTimeHeld);
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
    if (graph.values[v].viewOf || graph.values[v].resident || producer[v] < 0)
      continue;
    if (graph.values[v].wanted)
      stories[v].lastRead = clock;
    end(ValueId(v));
    result.push_back(explain(ValueId(v)));
  }
  return result;
}

std::string ownerOf(const Value &value) {
  return value.resident ? "residents" : value.owner.empty() ? "values" : value.owner;
}

} // namespace

const char *fateName(Fate fate) {
  static const char *const names[] = {"kept", "recomputed", "encoded", "offloaded", "rebuilt inside"};
  return names[unsigned(fate)];
}

std::vector<Explanation> explainPlan(const Graph &graph, const Plan &plan) { return Replay(graph, plan).run(); }

Timeline timelineOf(const Graph &graph, const Plan &plan) {
  Timeline timeline;
  std::vector<uint64_t> now;
  auto owner = [&](const std::string &name) {
    auto it = std::find(timeline.owners.begin(), timeline.owners.end(), name);
    if (it != timeline.owners.end())
      return size_t(it - timeline.owners.begin());
    timeline.owners.push_back(name);
    now.push_back(0);
    return timeline.owners.size() - 1;
  };
  std::vector<size_t> ownerIndex;
  std::vector<uint8_t> there(graph.values.size(), 0);
  for (size_t v = 0; v < graph.values.size(); ++v) {
    const Value &value = graph.values[v];
    ownerIndex.push_back(value.viewOf ? 0 : owner(ownerOf(value)));
    if (value.resident && !value.viewOf)
      now[ownerIndex[v]] += value.bytes;
    there[v] = value.resident;
  }
  size_t codes = owner("codes"), workspace = owner("workspace");
  int64_t clock = 0;
  auto make = [&](ValueId v) {
    if (!there[v] && !graph.values[v].viewOf)
      now[ownerIndex[v]] += graph.values[v].bytes;
    there[v] = 1;
  };
  for (const Step &step : plan.steps) {
    timeline.start.push_back(clock);
    uint64_t transient = 0;
    ValueId v = step.index;
    if (step.kind == StepKind::Run) {
      const Operation &op = graph.operations[step.index];
      transient = step.choice ? op.formulas[step.choice - 1].workspace : op.workspace;
      clock += step.choice ? op.formulas[step.choice - 1].time : op.time;
      for (ValueId out : op.outputs)
        make(out);
    } else if (step.kind == StepKind::Encode) {
      now[codes] += graph.values[v].codes[step.choice].bytes;
      clock += graph.values[v].codes[step.choice].encodeTime;
    } else if (step.kind == StepKind::Decode) {
      make(v);
      clock += graph.values[v].codes[step.choice].decodeTime;
    } else if (step.kind == StepKind::Fetch) {
      make(v);
    }
    timeline.bytes.push_back(now);
    timeline.bytes.back()[workspace] += transient;
    if (step.kind == StepKind::Free) {
      there[v] = 0;
      now[ownerIndex[v]] -= graph.values[v].bytes;
      timeline.bytes.back() = now;
    } else if (step.kind == StepKind::FreeCode) {
      now[codes] -= graph.values[v].codes[step.choice].bytes;
      timeline.bytes.back() = now;
    }
  }
  return timeline;
}

} // namespace neap::planner
