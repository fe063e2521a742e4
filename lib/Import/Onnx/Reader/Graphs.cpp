//===- Graphs.cpp - Names and order ---------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A graph is well formed when each value has one definition, each use has a
// definition in its graph or an enclosing one, and the nodes can be put in
// order. ONNX demands that files are sorted; those that merely could be are
// sorted here, and nodes keep the order of the file wherever it allows that.
//
//===----------------------------------------------------------------------===//

#include "ReaderImpl.h"
#include <functional>
#include <queue>
#include <set>

using namespace neap::onnx_import;
using onnx::GraphProto;
using onnx::NodeProto;

namespace {
constexpr size_t noNode = ~size_t(0);

class GraphChecker {
public:
  GraphChecker(Model::Impl &model, GraphProto &graph, const GraphChecker *outer)
      : model(model), graph(graph), outer(outer) {}

  void run() {
    defineInitializers();
    defineInputs();
    for (int i = 0; i < graph.node_size(); ++i)
      defineOutputs(graph.node(i), i);
    uses.resize(graph.node_size());
    for (int i = 0; i < graph.node_size(); ++i) {
      checkNode(model, *graph.mutable_node(i), i);
      useInputs(*graph.mutable_node(i), i);
    }
    checkOutputs();
    sort();
  }

  /// Names that this graph takes from enclosing ones, in order of use.
  const std::vector<std::string> &captured() const { return captures; }

private:
  struct Definition {
    enum { Input, Initializer, Node } kind;
    size_t node;
  };

  static std::string describe(const char *what, const std::string &name) { return what + (" " + quote(name)); }

  Diagnostic about(const char *what, const std::string &name) {
    Diagnostic owner;
    owner.value = name;
    owner.message = describe(what, name);
    return owner;
  }

  std::string nodeAt(size_t index) const { return quote(nodeLabel(graph.node(static_cast<int>(index)), index)); }

  void defineInitializers() {
    for (const onnx::SparseTensorProto &sparse : graph.sparse_initializer())
      model.error(describe("initializer", sparse.values().name()) + " is sparse, which is not supported",
                  sparse.values().name(), Problem::Unsupported);
    for (onnx::TensorProto &tensor : *graph.mutable_initializer()) {
      if (tensor.name().empty())
        model.error("an initializer has no name");
      else if (!definitions.emplace(tensor.name(), Definition{Definition::Initializer, noNode}).second)
        model.error(describe("initializer", tensor.name()) + " is defined twice", tensor.name());
      TensorData data;
      if (!readTensor(model, tensor, about("initializer", tensor.name()), data))
        continue;
      model.tensors.emplace(&tensor, data);
      if (!outer) {
        model.initializerIndex.emplace(tensor.name(), model.initializers.size());
        model.initializers.push_back({tensor.name(), std::move(data)});
      }
    }
  }

  void defineInputs() {
    std::set<std::string> seen;
    for (const onnx::ValueInfoProto &input : graph.input()) {
      if (input.name().empty()) {
        model.error("a graph input has no name");
        continue;
      }
      if (!seen.insert(input.name()).second)
        model.error(describe("input", input.name()) + " is defined twice", input.name());
      // An initializer of the same name is its default value, and then the value; before IR version 4 all have both.
      bool isInput = definitions.emplace(input.name(), Definition{Definition::Input, noNode}).second;
      if (outer || !isInput)
        continue;
      model.inputs.push_back(&input);
      checkInputType(input);
    }
  }

  void checkInputType(const onnx::ValueInfoProto &input) {
    Diagnostic owner = about("input", input.name());
    if (!input.type().has_tensor_type())
      return model.error(owner.message + (input.has_type() ? " is not a tensor" : " has no type"), input.name(),
                         input.has_type() ? Problem::Unsupported : Problem::Invalid);
    const onnx::TypeProto_Tensor &type = input.type().tensor_type();
    DType dtype;
    readDType(model, type.elem_type(), owner, dtype);
    if (type.shape().dim_size() > static_cast<int>(maxRank))
      return model.error(owner.message + " has " + std::to_string(type.shape().dim_size()) +
                             " dimensions, more than the limit of " + std::to_string(maxRank),
                         input.name());
    for (int i = 0; i < type.shape().dim_size(); ++i) {
      const onnx::TensorShapeProto_Dimension &dim = type.shape().dim(i);
      if (dim.has_dim_value() && dim.dim_value() < 0)
        model.error(owner.message + ": dimension " + std::to_string(i) + " is " + std::to_string(dim.dim_value()),
                    input.name());
      else if (dim.has_dim_value() && dim.dim_value() == 0)
        model.error(owner.message + ": " + (i == 0 ? "batch dimension" : "dimension " + std::to_string(i)) + " is 0",
                    input.name());
    }
  }

  void defineOutputs(const NodeProto &node, size_t index) {
    for (const std::string &name : node.output()) {
      if (name.empty())
        continue;
      auto known = definitions.emplace(name, Definition{Definition::Node, index});
      if (known.second)
        continue;
      const Definition &first = known.first->second;
      std::string message = "value " + quote(name) + " is produced by ";
      if (first.kind == Definition::Node && first.node == index)
        message += nodeAt(index) + " twice";
      else if (first.kind == Definition::Node)
        message += "both " + nodeAt(first.node) + " and " + nodeAt(index);
      else
        message +=
            nodeAt(index) + " and is also " + (first.kind == Definition::Input ? "a graph input" : "an initializer");
      Diagnostic diagnostic;
      diagnostic.node = nodeLabel(node, index);
      diagnostic.op = operatorName(node);
      diagnostic.value = name;
      diagnostic.message = message;
      model.report(std::move(diagnostic));
    }
  }

  bool definedOutside(const std::string &name) const {
    for (const GraphChecker *at = outer; at; at = at->outer)
      if (at->definitions.count(name))
        return true;
    return false;
  }

  /// Records that node `index` reads `name`; false where nothing produces it.
  bool use(const std::string &name, size_t index) {
    auto found = definitions.find(name);
    if (found != definitions.end()) {
      if (found->second.kind == Definition::Node)
        uses[index].push_back(found);
      return true;
    }
    if (!definedOutside(name))
      return false;
    if (captureSet.insert(name).second)
      captures.push_back(name);
    return true;
  }

  void useInputs(NodeProto &node, size_t index) {
    for (const std::string &name : node.input())
      if (!name.empty() && !use(name, index))
        model.nodeError(node, index, "input " + quote(name) + " is produced by nothing", name);
    for (onnx::AttributeProto &attribute : *node.mutable_attribute()) {
      if (attribute.has_g())
        useSubgraph(*attribute.mutable_g(), index);
      for (GraphProto &inner : *attribute.mutable_graphs())
        useSubgraph(inner, index);
    }
  }

  void useSubgraph(GraphProto &inner, size_t index) {
    GraphChecker checker(model, inner, this);
    checker.run();
    for (const std::string &name : checker.captured())
      use(name, index);
  }

  void checkOutputs() {
    if (graph.output_size() == 0)
      model.error(outer ? "a graph in an attribute has no outputs" : "the graph has no outputs");
    std::set<std::string> seen;
    for (const onnx::ValueInfoProto &output : graph.output()) {
      if (!definitions.count(output.name()) && !(outer && definedOutside(output.name())))
        model.error("graph output " + quote(output.name()) + " is produced by nothing", output.name());
      else if (!definitions.count(output.name()) && captureSet.insert(output.name()).second)
        captures.push_back(output.name());
      if (!seen.insert(output.name()).second)
        model.error("graph output " + quote(output.name()) + " is listed twice", output.name());
    }
  }

  void sort() {
    size_t count = uses.size();
    std::vector<size_t> waiting(count), order;
    std::vector<std::vector<size_t>> readers(count);
    for (size_t i = 0; i < count; ++i)
      for (auto used : uses[i]) {
        readers[used->second.node].push_back(i);
        ++waiting[i];
      }
    std::priority_queue<size_t, std::vector<size_t>, std::greater<size_t>> ready;
    for (size_t i = 0; i < count; ++i)
      if (waiting[i] == 0)
        ready.push(i);
    while (!ready.empty()) {
      size_t node = ready.top();
      ready.pop();
      order.push_back(node);
      for (size_t reader : readers[node])
        if (--waiting[reader] == 0)
          ready.push(reader);
    }
    if (order.size() < count)
      return reportCycle(waiting);
    std::vector<NodeProto *> nodes(count);
    graph.mutable_node()->ExtractSubrange(0, static_cast<int>(count), nodes.data());
    for (size_t node : order)
      graph.mutable_node()->AddAllocated(nodes[node]);
  }

  /// A node that still waits reads from another that does; going back so leads round a cycle.
  void reportCycle(const std::vector<size_t> &waiting) {
    std::vector<size_t> path;
    std::vector<std::string> values;
    std::vector<size_t> position(uses.size(), noNode);
    size_t at = 0;
    while (waiting[at] == 0)
      ++at;
    while (position[at] == noNode) {
      position[at] = path.size();
      path.push_back(at);
      for (auto used : uses[at])
        if (waiting[used->second.node] != 0) {
          values.push_back(used->first);
          at = used->second.node;
          break;
        }
    }
    std::set<std::string> nodes, edges;
    for (size_t i = position[at]; i < path.size(); ++i) {
      nodes.insert(nodeAt(path[i]));
      edges.insert(quote(values[i]));
    }
    Diagnostic diagnostic;
    const NodeProto &node = graph.node(static_cast<int>(at));
    diagnostic.node = nodeLabel(node, at);
    diagnostic.op = operatorName(node);
    diagnostic.value = values[position[at]];
    diagnostic.message = nodes.size() == 1
                             ? "node " + list(nodes, 1) + " reads its own output (value " + list(edges, 1) + ")"
                             : "nodes " + list(nodes, 8) + " feed each other (value" + (edges.size() > 1 ? "s " : " ") +
                                   list(edges, 8) + ")";
    model.report(std::move(diagnostic));
  }

  /// `a`, `b` and `c`; at most `most` of them.
  static std::string list(const std::set<std::string> &names, size_t most) {
    std::string text;
    size_t i = 0;
    for (const std::string &name : names) {
      if (i == most)
        return text + " and " + std::to_string(names.size() - most) + " more";
      text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + name;
      ++i;
    }
    return text;
  }

  Model::Impl &model;
  GraphProto &graph;
  const GraphChecker *outer;
  using Definitions = std::map<std::string, Definition>;
  Definitions definitions;
  /// Per node: values of this graph that it or its subgraphs read.
  std::vector<std::vector<Definitions::const_iterator>> uses;
  std::vector<std::string> captures;
  std::set<std::string> captureSet;
};
} // namespace

void neap::onnx_import::checkMainGraph(Model::Impl &model) {
  GraphChecker(model, *model.proto.mutable_graph(), nullptr).run();
}
