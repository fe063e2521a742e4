//===- Functions.cpp - Opset imports and local functions ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model may define operators as functions of others. They are inlined here,
// so that nothing downstream knows of them. The ONNX inliner does the renaming;
// what it would do without end (recursion, doubling at each of many levels) is
// decided before it is called.
//
//===----------------------------------------------------------------------===//

#include "ReaderImpl.h"
#include "onnx/defs/schema.h"
#include "onnx/inliner/inliner.h"
#include <algorithm>
#include <set>
#include <tuple>

using namespace neap::onnx_import;
using onnx::FunctionProto;
using onnx::GraphProto;
using onnx::NodeProto;
using onnx::OpSchemaRegistry;

namespace {
using Nodes = google::protobuf::RepeatedPtrField<NodeProto>;

/// Calls `visit` on each node of `nodes` and of the graphs in their attributes, outer before inner.
template <typename Visit> void forEachNode(Nodes &nodes, const Visit &visit) {
  for (NodeProto &node : nodes) {
    visit(node);
    for (onnx::AttributeProto &attribute : *node.mutable_attribute()) {
      if (attribute.has_g())
        forEachNode(*attribute.mutable_g()->mutable_node(), visit);
      for (GraphProto &graph : *attribute.mutable_graphs())
        forEachNode(*graph.mutable_node(), visit);
    }
  }
}

std::string canonicalDomain(const std::string &domain) { return domain == "ai.onnx" ? "" : domain; }

/// Functions by what a call names: domain, operator, overload.
using FunctionKey = std::tuple<std::string, std::string, std::string>;

struct Function {
  FunctionProto *proto = nullptr;
  enum { New, Open, Done } state = New;
  /// After inlining what it calls, itself included; saturating.
  uint64_t nodes = 0, bytes = 0;
  unsigned depth = 0;
};

class FunctionChecker {
public:
  explicit FunctionChecker(Model::Impl &model) : model(model) {}

  bool run() {
    for (FunctionProto &proto : *model.proto.mutable_functions()) {
      Function function;
      function.proto = &proto;
      if (!functions.emplace(FunctionKey{proto.domain(), proto.name(), proto.overload()}, function).second)
        fail("local function " + name(proto) + " is defined twice");
      matchOpset(proto);
    }
    for (auto &entry : functions)
      measure(entry.second);
    Function main;
    addCalls(*model.proto.mutable_graph()->mutable_node(), main);
    uint64_t bytes = main.bytes + model.proto.ByteSizeLong();
    if (main.depth > maxFunctionDepth)
      fail("calls of local functions are nested deeper than " + std::to_string(maxFunctionDepth));
    if (main.nodes > maxNodes)
      fail("the model has more than " + std::to_string(maxNodes) + " nodes once its local functions are inlined");
    else if (bytes > maxGraphBytes)
      fail("the model exceeds " + std::to_string(maxGraphBytes) + " bytes once its local functions are inlined");
    return good;
  }

private:
  void fail(const std::string &message, Problem problem = Problem::Invalid) {
    good = false;
    if (said.insert(message).second)
      model.error(message, "", problem);
  }

  static std::string name(const FunctionProto &function) { return function.domain() + "::" + function.name(); }

  Function *callee(const NodeProto &node) {
    auto found = functions.find(FunctionKey{node.domain(), node.op_type(), node.overload()});
    return found == functions.end() ? nullptr : &found->second;
  }

  /// A function may import another opset than the model only where that makes no difference to the nodes it has.
  void matchOpset(FunctionProto &function) {
    for (const onnx::OperatorSetIdProto &import : function.opset_import()) {
      auto imported = model.opsets.find(canonicalDomain(import.domain()));
      if (!canonicalDomain(import.domain()).empty() || imported == model.opsets.end() ||
          imported->second == import.version() || imported->second < oldestOpset || imported->second > newestOpset)
        continue;
      int64_t theirs = import.version(), ours = imported->second;
      std::string differing;
      forEachNode(*function.mutable_node(), [&](const NodeProto &node) {
        if (!node.domain().empty() || theirs < 1 || theirs > newestOpset)
          return;
        const auto *a = OpSchemaRegistry::Schema(node.op_type(), static_cast<int>(theirs), "");
        const auto *b = OpSchemaRegistry::Schema(node.op_type(), static_cast<int>(ours), "");
        if (a != b)
          differing = node.op_type();
      });
      if (theirs < 1 || theirs > newestOpset || !differing.empty())
        fail("local function " + name(function) + " imports opset " + std::to_string(theirs) + " and the model opset " +
                 std::to_string(ours) + (differing.empty() ? "" : ", between which operator " + differing + " changed"),
             Problem::Unsupported);
    }
    // What is left makes no difference: the inliner wants it equal.
    *function.mutable_opset_import() = model.proto.opset_import();
  }

  static uint64_t saturate(uint64_t a, uint64_t b) {
    uint64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? UINT64_MAX : sum;
  }

  void addCalls(Nodes &nodes, Function &into) {
    forEachNode(nodes, [&](const NodeProto &node) {
      into.nodes = saturate(into.nodes, 1);
      Function *called = callee(node);
      if (!called)
        return;
      measure(*called);
      checkCall(node, *called->proto);
      into.nodes = saturate(into.nodes, called->nodes);
      into.bytes = saturate(into.bytes, called->bytes);
      into.depth = std::max(into.depth, called->depth + 1);
    });
  }

  void measure(Function &function) {
    if (function.state == Function::Done)
      return;
    if (function.state == Function::Open || stack.size() >= maxFunctionDepth)
      return refuse(function);
    function.state = Function::Open;
    stack.push_back(&function);
    function.bytes = function.proto->ByteSizeLong();
    addCalls(*function.proto->mutable_node(), function);
    stack.pop_back();
    function.state = Function::Done;
  }

  void refuse(const Function &function) {
    if (function.state != Function::Open)
      return fail("calls of local functions are nested deeper than " + std::to_string(maxFunctionDepth) + " (at " +
                  name(*function.proto) + ")");
    auto from = std::find(stack.begin(), stack.end(), &function);
    if (stack.end() - from == 1)
      return fail("local function " + name(*function.proto) + " calls itself");
    std::string path;
    for (auto at = from + 1; at != stack.end(); ++at)
      path += (path.empty() ? "" : ", ") + name(*(*at)->proto);
    fail("local function " + name(*function.proto) + " calls itself by way of " + path);
  }

  void checkCall(const NodeProto &node, const FunctionProto &function) {
    auto check = [&](const char *what, int given, int taken) {
      if (given > taken)
        fail("a call of local function " + name(function) + " has " + std::to_string(given) + " " + what +
             ", the function takes " + std::to_string(taken) +
             (node.name().empty() ? "" : " (node " + quote(node.name()) + ")"));
    };
    check("inputs", node.input_size(), function.input_size());
    check("outputs", node.output_size(), function.output_size());
  }

  Model::Impl &model;
  std::map<FunctionKey, Function> functions;
  std::vector<const Function *> stack;
  std::set<std::string> said;
  bool good = true;
};
} // namespace

void neap::onnx_import::resolveOpsets(Model::Impl &model) {
  auto canonicalize = [](Nodes &nodes) {
    forEachNode(nodes, [](NodeProto &node) {
      if (node.domain() == "ai.onnx")
        node.clear_domain();
    });
  };
  canonicalize(*model.proto.mutable_graph()->mutable_node());
  for (FunctionProto &function : *model.proto.mutable_functions())
    canonicalize(*function.mutable_node());

  for (onnx::OperatorSetIdProto &import : *model.proto.mutable_opset_import()) {
    import.set_domain(canonicalDomain(import.domain()));
    auto known = model.opsets.emplace(import.domain(), import.version());
    if (!known.second && known.first->second != import.version())
      model.error("opset of domain " + quote(import.domain().empty() ? "ai.onnx" : import.domain()) +
                  " is imported twice: " + std::to_string(known.first->second) + " and " +
                  std::to_string(import.version()));
  }
  auto main = model.opsets.find("");
  if (main == model.opsets.end())
    return model.error("no opset import for the default domain ai.onnx");
  if (main->second > newestOpset)
    model.error("opset " + std::to_string(main->second) + " is newer than the newest supported one, " +
                    std::to_string(newestOpset),
                "", Problem::Unsupported);
  else if (main->second < oldestOpset)
    model.error("opset " + std::to_string(main->second) + " is older than the oldest supported one, " +
                    std::to_string(oldestOpset),
                "", main->second < 1 ? Problem::Invalid : Problem::Unsupported);
}

bool neap::onnx_import::inlineFunctions(Model::Impl &model) {
  // Also counts the nodes of a model without functions.
  if (!FunctionChecker(model).run())
    return false;
  if (model.proto.functions_size() == 0)
    return true;
  onnx::inliner::InlineLocalFunctions(model.proto);
  if (model.proto.functions_size() == 0)
    return true;
  model.error("local function " + model.proto.functions(0).domain() + "::" + model.proto.functions(0).name() +
                  " could not be inlined",
              "", Problem::Unsupported);
  return false;
}
