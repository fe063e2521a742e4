//===- Check.cpp - Independent verification of a plan ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A machine with a set of resident values, a set of codes, a host store and a
// two-way link with a clock; each kind of step is one function that refuses what
// the machine could not do.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Check.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace neap::planner {
namespace {

class Machine {
public:
  Machine(const Graph &graph, const CheckOptions &options) : graph(graph), options(options) {
    valid.assign(graph.values.size(), 0);
    arrival.assign(graph.values.size(), 0);
    runs.assign(graph.operations.size(), 0);
    producer.assign(graph.values.size(), -1);
    for (size_t v = 0; v < graph.values.size(); ++v)
      if (graph.values[v].resident) {
        valid[v] = 1;
        bytes += graph.values[v].bytes;
      }
    for (size_t o = 0; o < graph.operations.size(); ++o)
      for (ValueId v : graph.operations[o].outputs) {
        producer[v] = int64_t(o);
        if (graph.operations[o].once && graph.values[graph.storage(v)].resident)
          writersOf[graph.storage(v)].push_back(OpId(o));
      }
  }

  /// Empty, or why the step cannot be done.
  std::string step(const Step &step);
  /// What is missing after the last step; waits for what is wanted.
  std::string finish();

  uint64_t bytes = 0;
  /// Bytes in use while the last step was done.
  uint64_t during = 0;
  int64_t clock = 0;
  size_t repeated = 0;
  double errorPrice = 0;

private:
  std::string rebuildInside(const Step &step, std::set<ValueId> &inside, int64_t &time);
  std::string readOperands(const Step &step, const std::vector<Read> &reads, const std::set<ValueId> &inside);
  void make(const Operation &op, const Step &step, int64_t time, uint64_t workspace);
  std::string run(const Step &step);
  std::string canRead(const Read &read, uint32_t code, const std::set<ValueId> &inside) const;
  std::string readsItsVersion(OpId op, const std::vector<Read> &reads) const;
  std::string keepsVersions(OpId op) const;
  std::string free(ValueId v);
  std::string encode(ValueId v, uint32_t code);
  std::string decode(ValueId v, uint32_t code);
  std::string freeCode(ValueId v, uint32_t code);
  std::string send(ValueId v);
  std::string fetch(ValueId v);
  void make(ValueId v);
  void end(ValueId storage);
  std::string mayWriteOver(const Operation &op, const Step &step) const;
  void waitFor(ValueId v) { clock = std::max(clock, arrival[graph.storage(v)]); }
  int64_t transferTime(ValueId v) const {
    return graph.link->latency + int64_t(std::ceil(double(graph.values[v].bytes) * 1e9 / graph.link->bytesPerSecond));
  }
  static std::string number(uint64_t n) { return std::to_string(n); }

  const Graph &graph;
  const CheckOptions &options;
  std::vector<uint8_t> valid;
  std::vector<size_t> runs;
  std::vector<int64_t> producer;
  /// Operations that overwrite a resident storage, in recorded order.
  std::map<ValueId, std::vector<OpId>> writersOf;
  std::set<std::pair<ValueId, uint32_t>> codes;
  /// Host copies and when they are complete; the busy time of each direction.
  std::map<ValueId, int64_t> host;
  std::vector<int64_t> arrival;
  int64_t outBusy = 0, inBusy = 0;
};

void Machine::make(ValueId v) {
  if (valid[v])
    return;
  valid[v] = 1;
  if (!graph.values[v].viewOf)
    bytes += graph.values[v].bytes;
}

/// A storage ends, and its views.
void Machine::end(ValueId storage) {
  for (size_t w = 0; w < graph.values.size(); ++w)
    if (graph.storage(ValueId(w)) == storage)
      valid[w] = 0;
  bytes -= graph.values[storage].bytes;
  arrival[storage] = 0;
}

/// Each output takes one operand's place and each operand gives it to one output; the operand is
/// there, may go and is large enough, and the operation reads nothing else of that storage.
std::string Machine::mayWriteOver(const Operation &op, const Step &step) const {
  std::set<ValueId> storages, outputs;
  for (auto [i, o] : step.inPlace) {
    if (step.choice != 0 || !step.inside.empty())
      return "writes in place with a formula or something rebuilt inside";
    if (std::find(op.inPlace.begin(), op.inPlace.end(), std::make_pair(i, o)) == op.inPlace.end())
      return "may not write output " + number(o) + " over input " + number(i);
    ValueId output = op.outputs[o], storage = graph.storage(op.reads[i].value);
    for (uint32_t other = 0; other < op.reads.size(); ++other)
      if (graph.storage(op.reads[other].value) == storage &&
          std::find(op.inPlace.begin(), op.inPlace.end(), std::make_pair(other, o)) == op.inPlace.end())
        return "writes over storage " + number(storage) + ", which it also reads as input " + number(other);
    if (graph.values[storage].resident)
      return "writes over storage " + number(storage) + ", which is resident throughout";
    if (!valid[storage])
      return "writes over storage " + number(storage) + ", which is not resident";
    if (graph.values[output].viewOf || valid[output])
      return "writes output " + number(o) + " in place, which is a view or there already";
    if (graph.values[storage].bytes < graph.values[output].bytes)
      return "writes output " + number(o) + " over input " + number(i) + ", which is smaller";
    if (!storages.insert(storage).second || !outputs.insert(output).second)
      return "writes output " + number(o) + " over input " + number(i) + ", one of which is in another pair";
  }
  return "";
}

/// A resident storage holds what the last writer recorded before the operation left in it.
std::string Machine::readsItsVersion(OpId op, const std::vector<Read> &reads) const {
  for (const Read &read : reads) {
    auto writers = writersOf.find(graph.storage(read.value));
    if (writers == writersOf.end())
      continue;
    for (OpId writer : writers->second) {
      if (writer > op && runs[writer] != 0)
        return "reads storage " + number(graph.storage(read.value)) + ", which operation " + number(writer) +
               " has overwritten";
      if (writer < op && runs[writer] == 0)
        return "reads storage " + number(graph.storage(read.value)) + " before operation " + number(writer) +
               " has written it";
    }
  }
  return "";
}

/// Views are taken from what is there, and writers of one storage keep their recorded order.
std::string Machine::keepsVersions(OpId op) const {
  const std::vector<ValueId> &outputs = graph.operations[op].outputs;
  for (ValueId v : outputs) {
    ValueId storage = graph.storage(v);
    if (!valid[storage] && std::find(outputs.begin(), outputs.end(), storage) == outputs.end())
      return "takes a view of storage " + number(storage) + ", which is not resident";
    auto writers = writersOf.find(storage);
    if (writers == writersOf.end() || !graph.operations[op].once)
      continue;
    for (OpId writer : writers->second)
      if (writer < op && runs[writer] == 0)
        return "overwrites storage " + number(storage) + " before operation " + number(writer);
  }
  return "";
}

std::string Machine::canRead(const Read &read, uint32_t code, const std::set<ValueId> &inside) const {
  if (options.honourNeeds && (read.need == Need::None || read.need == Need::Shape)) {
    int64_t maker = producer[read.value];
    return maker < 0 || runs[size_t(maker)] != 0 ? "" : "reads value " + number(read.value) + ", which was never made";
  }
  if (inside.count(read.value) || valid[read.value])
    return "";
  if (options.honourNeeds && code != 0) {
    const std::vector<Code> &offered = graph.values[read.value].codes;
    if (code > offered.size() || !(offered[code - 1].direct & needBit(read.need)))
      return "code " + number(code - 1) + " of value " + number(read.value) + " does not serve this read";
    if (!codes.count({read.value, code - 1}))
      return "code " + number(code - 1) + " of value " + number(read.value) + " is not there";
    return "";
  }
  return "reads value " + number(read.value) + ", which is not resident";
}

/// What the step rebuilds inside, in its order; adds what that takes to the time.
std::string Machine::rebuildInside(const Step &step, std::set<ValueId> &inside, int64_t &time) {
  for (ValueId v : step.inside) {
    if (v >= graph.values.size() || producer[v] < 0)
      return "cannot rebuild value " + number(v);
    const Operation &maker = graph.operations[size_t(producer[v])];
    if (!maker.insideTime || maker.once)
      return "operation " + number(uint64_t(producer[v])) + " cannot run inside another";
    for (const Read &read : maker.reads) {
      std::string why = canRead(read, 0, inside);
      if (!why.empty())
        return "inside: " + why;
      waitFor(read.value);
    }
    std::string why = readsItsVersion(OpId(producer[v]), maker.reads);
    if (!why.empty())
      return "inside: " + why;
    time += *maker.insideTime;
    inside.insert(v);
  }
  return "";
}

std::string Machine::readOperands(const Step &step, const std::vector<Read> &reads, const std::set<ValueId> &inside) {
  for (size_t i = 0; i < reads.size(); ++i) {
    uint32_t code = i < step.codes.size() ? step.codes[i] : 0;
    std::string why = canRead(reads[i], code, inside);
    if (!why.empty())
      return why;
    if (code != 0 && !valid[reads[i].value] && !inside.count(reads[i].value))
      errorPrice += graph.values[reads[i].value].codes[code - 1].errorPrice;
    if (valid[reads[i].value])
      waitFor(reads[i].value);
  }
  return "";
}

/// Nothing stands in its way: results come, what they were written over goes.
void Machine::make(const Operation &op, const Step &step, int64_t time, uint64_t workspace) {
  uint64_t spared = 0;
  for (auto [i, o] : step.inPlace) {
    spared += graph.values[op.outputs[o]].bytes;
    auto sent = host.find(graph.storage(op.reads[i].value));
    if (sent != host.end())
      clock = std::max(clock, sent->second);
  }
  for (ValueId v : op.outputs)
    make(v);
  during = bytes + workspace - spared;
  for (auto [i, o] : step.inPlace)
    end(graph.storage(op.reads[i].value));
  clock += time;
  repeated += runs[step.index]++ != 0;
}

std::string Machine::run(const Step &step) {
  if (step.index >= graph.operations.size())
    return "no such operation";
  const Operation &op = graph.operations[step.index];
  if (step.choice > op.formulas.size())
    return "operation has no formula " + number(step.choice);
  if (op.once && runs[step.index] != 0)
    return "operation may run only once";
  const std::vector<Read> &reads = step.choice ? op.formulas[step.choice - 1].reads : op.reads;
  if (step.codes.size() > reads.size())
    return "names codes for " + number(step.codes.size()) + " reads, the operation has " + number(reads.size());
  for (OpId before : op.after)
    if (runs[before] == 0)
      return "must run after operation " + number(before);
  int64_t time = step.choice ? op.formulas[step.choice - 1].time : op.time;
  uint64_t workspace = step.choice ? op.formulas[step.choice - 1].workspace : op.workspace;

  std::set<ValueId> inside;
  std::string why = rebuildInside(step, inside, time);
  if (why.empty())
    why = readOperands(step, reads, inside);
  if (why.empty())
    why = readsItsVersion(step.index, reads);
  if (why.empty())
    why = keepsVersions(step.index);
  if (why.empty())
    why = mayWriteOver(op, step);
  if (why.empty())
    make(op, step, time, workspace);
  return why;
}

std::string Machine::free(ValueId v) {
  if (v >= graph.values.size())
    return "no such value";
  if (graph.values[v].viewOf)
    return "value is a view; free its storage " + number(graph.storage(v));
  if (graph.values[v].resident)
    return "value is resident throughout";
  if (!valid[v])
    return "value is not resident";
  auto sent = host.find(v);
  if (sent != host.end())
    clock = std::max(clock, sent->second);
  waitFor(v);
  end(v);
  return "";
}

std::string Machine::encode(ValueId v, uint32_t code) {
  if (v >= graph.values.size() || code >= graph.values[v].codes.size())
    return "no such code";
  if (!valid[v])
    return "value is not resident";
  if (graph.values[graph.storage(v)].resident)
    return "value lives in a storage that is resident throughout";
  if (!codes.insert({v, code}).second)
    return "code is there already";
  waitFor(v);
  bytes += graph.values[v].codes[code].bytes;
  clock += graph.values[v].codes[code].encodeTime;
  during = bytes;
  return "";
}

std::string Machine::decode(ValueId v, uint32_t code) {
  if (!codes.count({v, code}))
    return "code is not there";
  const Code &form = graph.values[v].codes[code];
  if (!(form.serves & needBit(Need::Full)))
    return "code " + form.name + " does not hold the whole value";
  if (graph.values[v].viewOf)
    return "value is a view";
  make(v);
  clock += form.decodeTime;
  errorPrice += form.errorPrice;
  during = bytes;
  return "";
}

std::string Machine::freeCode(ValueId v, uint32_t code) {
  if (!codes.erase({v, code}))
    return "code is not there";
  bytes -= graph.values[v].codes[code].bytes;
  return "";
}

std::string Machine::send(ValueId v) {
  if (!graph.link)
    return "there is no link";
  if (v >= graph.values.size() || graph.values[v].viewOf || graph.values[v].resident || !graph.values[v].offloadable)
    return "value may not be sent";
  if (!valid[v])
    return "value is not resident";
  outBusy = std::max({outBusy, clock, arrival[v]}) + transferTime(v);
  host[v] = outBusy;
  return "";
}

std::string Machine::fetch(ValueId v) {
  auto sent = host.find(v);
  if (sent == host.end())
    return "value is not on the host";
  if (valid[v])
    return "value is resident already";
  inBusy = std::max({inBusy, clock, sent->second}) + transferTime(v);
  arrival[v] = inBusy;
  make(v);
  during = bytes;
  return "";
}

std::string Machine::step(const Step &step) {
  during = bytes;
  switch (step.kind) {
  case StepKind::Run:
    return run(step);
  case StepKind::Free:
    return free(step.index);
  case StepKind::Encode:
    return encode(step.index, step.choice);
  case StepKind::Decode:
    return decode(step.index, step.choice);
  case StepKind::FreeCode:
    return freeCode(step.index, step.choice);
  case StepKind::Send:
    return send(step.index);
  case StepKind::Fetch:
    return fetch(step.index);
  }
  return "unknown kind of step";
}

std::string Machine::finish() {
  for (size_t o = 0; o < runs.size(); ++o)
    if (runs[o] == 0)
      return "operation " + number(o) + " (" + graph.operations[o].name + ") never runs";
  for (size_t v = 0; v < graph.values.size(); ++v) {
    if (!graph.values[v].wanted)
      continue;
    if (!valid[v])
      return "value " + number(v) + " is wanted at the end but is not resident";
    waitFor(ValueId(v));
  }
  return "";
}

const char *kindName(StepKind kind) {
  static const char *const names[] = {"run", "free", "encode", "decode", "free-code", "send", "fetch"};
  return unsigned(kind) < 7 ? names[unsigned(kind)] : "?";
}

} // namespace

CheckResult checkPlan(const Graph &graph, const Plan &plan, const CheckOptions &options) {
  CheckResult result;
  Machine machine(graph, options);
  result.peakBytes = machine.bytes;
  for (size_t s = 0; s < plan.steps.size(); ++s) {
    const Step &step = plan.steps[s];
    std::string why = machine.step(step);
    if (!why.empty()) {
      std::string where = "step " + std::to_string(s) + ", " + kindName(step.kind) + " " + std::to_string(step.index);
      if (step.kind == StepKind::Run && step.index < graph.operations.size())
        where.append(" (").append(graph.operations[step.index].name).append(")");
      result.errors.push_back(where.append(": ").append(why));
      return result;
    }
    result.memory.push_back(machine.during);
    if (machine.during > result.peakBytes) {
      result.peakBytes = machine.during;
      result.peakStep = s;
    }
  }
  std::string why = machine.finish();
  result.time = machine.clock;
  result.repeatedRuns = machine.repeated;
  result.errorPrice = machine.errorPrice;
  if (!why.empty())
    result.errors.push_back("at the end: " + why);
  if (result.peakBytes > options.budget)
    result.errors.push_back("peak of " + std::to_string(result.peakBytes) + " bytes at step " +
                            std::to_string(result.peakStep) + " exceeds the budget of " +
                            std::to_string(options.budget));
  if (options.checkClaims && result.peakBytes != plan.peakBytes)
    result.errors.push_back("peak is " + std::to_string(result.peakBytes) + " bytes, the plan claims " +
                            std::to_string(plan.peakBytes));
  if (options.checkClaims && result.time != plan.time)
    result.errors.push_back("time is " + std::to_string(result.time) + " ns, the plan claims " +
                            std::to_string(plan.time));
  return result;
}

} // namespace neap::planner
