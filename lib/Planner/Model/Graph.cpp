//===- Graph.cpp - Verification of the planner's graph --------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything the planner and the checker take for granted is established here,
// so that neither tests it again.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Graph.h"

#include <algorithm>

namespace neap::planner {
namespace {

constexpr uint64_t byteLimit = uint64_t(1) << 62;
constexpr int64_t timeLimit = int64_t(1) << 62;
/// Beyond this many messages the rest is counted, not printed.
constexpr size_t messageLimit = 50;

class Verifier {
public:
  explicit Verifier(const Graph &graph) : graph(graph) {}
  std::vector<std::string> run();

private:
  void fail(const std::string &message) {
    if (errors.size() < messageLimit)
      errors.push_back(message);
    else
      ++dropped;
  }
  std::string op(size_t o) const { return "operation " + std::to_string(o) + " (" + graph.operations[o].name + ")"; }
  bool known(size_t o, ValueId v, const char *role);
  void checkValues();
  void checkOperation(size_t o);
  void checkReads(size_t o, const std::vector<Read> &reads);

  const Graph &graph;
  std::vector<std::string> errors;
  size_t dropped = 0;
  std::vector<int64_t> producer;
};

bool Verifier::known(size_t o, ValueId v, const char *role) {
  if (v < graph.values.size())
    return true;
  fail(op(o) + ": " + role + " " + std::to_string(v) + " is not one of the " + std::to_string(graph.values.size()) +
       " values");
  return false;
}

void Verifier::checkValues() {
  uint64_t total = 0;
  for (size_t v = 0; v < graph.values.size(); ++v) {
    const Value &value = graph.values[v];
    std::string name = "value " + std::to_string(v);
    if (value.viewOf) {
      if (*value.viewOf >= graph.values.size()) {
        fail(name + ": views value " + std::to_string(*value.viewOf) + ", which does not exist");
      } else {
        size_t depth = 0;
        ValueId at = ValueId(v);
        while (graph.values[at].viewOf && *graph.values[at].viewOf < graph.values.size() &&
               depth <= graph.values.size()) {
          at = *graph.values[at].viewOf;
          ++depth;
        }
        if (depth > graph.values.size())
          fail(name + ": its chain of views is a cycle");
      }
    }
    total = value.bytes >= byteLimit ? byteLimit : std::min(byteLimit, total + value.bytes);
    for (const Code &code : value.codes) {
      if (code.encodeTime < 0 || code.decodeTime < 0 || code.encodeTime > timeLimit || code.decodeTime > timeLimit)
        fail(name + ": code " + code.name + " has a negative time");
      if (code.bytes >= byteLimit)
        fail(name + ": code " + code.name + " has 2^62 bytes or more");
    }
  }
  if (total >= byteLimit)
    fail("the bytes of all values sum to 2^62 or more");
}

void Verifier::checkReads(size_t o, const std::vector<Read> &reads) {
  for (const Read &read : reads) {
    if (!known(o, read.value, "input"))
      continue;
    const Value &value = graph.values[read.value];
    if (producer[read.value] < 0 && !value.resident)
      fail(op(o) + ": reads value " + std::to_string(read.value) + " before any operation writes it");
  }
}

void Verifier::checkOperation(size_t o) {
  const Operation &operation = graph.operations[o];
  if (operation.time < 0 || operation.time > timeLimit)
    fail(op(o) + ": time is " + std::to_string(operation.time) + " ns, expected 0 or more");
  if (operation.workspace >= byteLimit)
    fail(op(o) + ": workspace has 2^62 bytes or more");
  checkReads(o, operation.reads);
  for (const Formula &formula : operation.formulas) {
    if (formula.time < 0 || formula.time > timeLimit || formula.workspace >= byteLimit)
      fail(op(o) + ": formula " + formula.name + " has a time or workspace out of range");
    checkReads(o, formula.reads);
  }
  if (operation.insideTime && (*operation.insideTime < 0 || *operation.insideTime > timeLimit))
    fail(op(o) + ": time inside a reader is " + std::to_string(*operation.insideTime) + " ns, expected 0 or more");
  for (OpId before : operation.after)
    if (before >= o)
      fail(op(o) + ": must run after operation " + std::to_string(before) + ", which is not recorded before it");
  for (auto [read, output] : operation.inPlace)
    if (read >= operation.reads.size() || output >= operation.outputs.size())
      fail(op(o) + ": in-place permission names a read or output it does not have");
  for (ValueId v : operation.outputs) {
    if (!known(o, v, "output"))
      continue;
    if (producer[v] >= 0)
      fail(op(o) + ": writes value " + std::to_string(v) + ", which operation " + std::to_string(producer[v]) +
           " already writes");
    producer[v] = int64_t(o);
  }
  for (ValueId v : operation.outputs) {
    // A cycle of views, or a view of nothing, has been reported.
    size_t depth = 0;
    ValueId at = v;
    while (at < graph.values.size() && graph.values[at].viewOf && depth++ <= graph.values.size())
      at = *graph.values[at].viewOf;
    if (at < graph.values.size() && !graph.values[at].viewOf && !graph.values[at].resident && producer[at] < 0)
      fail(op(o) + ": makes value " + std::to_string(v) + ", a view of value " + std::to_string(at) +
           ", before any operation writes that");
  }
}

std::vector<std::string> Verifier::run() {
  producer.assign(graph.values.size(), -1);
  checkValues();
  int64_t total = 0;
  for (size_t o = 0; o < graph.operations.size(); ++o) {
    checkOperation(o);
    int64_t time = std::max<int64_t>(0, graph.operations[o].time);
    total = time > timeLimit - total ? timeLimit : total + time;
  }
  if (total >= timeLimit)
    fail("the times of all operations sum to 2^62 ns or more");
  for (size_t v = 0; v < graph.values.size(); ++v)
    if (graph.values[v].wanted && !graph.values[v].resident && producer[v] < 0)
      fail("value " + std::to_string(v) + " is wanted at the end but no operation writes it");
  if (graph.link && !(graph.link->bytesPerSecond > 0 && graph.link->latency >= 0))
    fail("the link needs a positive bandwidth and a latency of 0 or more");
  if (dropped != 0)
    errors.push_back("and " + std::to_string(dropped) + " more faults");
  return errors;
}

} // namespace

std::vector<Producer> Graph::producers() const {
  std::vector<Producer> made(values.size());
  for (OpId o = 0; o < operations.size(); ++o)
    for (uint32_t k = 0; k < operations[o].outputs.size(); ++k)
      made[operations[o].outputs[k]] = {o, k};
  return made;
}

std::vector<std::string> verifyGraph(const Graph &graph) { return Verifier(graph).run(); }

} // namespace neap::planner
