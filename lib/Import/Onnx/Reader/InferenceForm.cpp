//===- InferenceForm.cpp - Training form undone ---------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See InferenceForm.h. Works on the model as it is in the file, before local
// functions are inlined.
//
//===----------------------------------------------------------------------===//

#include "InferenceForm.h"
#include "ReaderImpl.h"
#include <set>

using namespace neap::onnx_import;
using onnx::AttributeProto;
using onnx::GraphProto;
using onnx::NodeProto;

namespace {
using Nodes = google::protobuf::RepeatedPtrField<NodeProto>;
using Imports = google::protobuf::RepeatedPtrField<onnx::OperatorSetIdProto>;

class Rewriter {
public:
  explicit Rewriter(std::vector<Diagnostic> &errors) : errors(errors) {}

  void run(onnx::ModelProto &model) {
    collectGraph(*model.mutable_graph());
    for (onnx::FunctionProto &function : *model.mutable_functions()) {
      collectNodes(*function.mutable_node());
      read.insert(function.output().begin(), function.output().end());
    }
    opset = mainOpset(model.opset_import());
    rewriteGraph(*model.mutable_graph());
    for (onnx::FunctionProto &function : *model.mutable_functions()) {
      opset = mainOpset(function.opset_import());
      rewriteNodes(*function.mutable_node());
    }
  }

private:
  static int64_t mainOpset(const Imports &imports) {
    for (const onnx::OperatorSetIdProto &import : imports)
      if (import.domain().empty() || import.domain() == "ai.onnx")
        return import.version();
    return 0;
  }

  template <typename Visit> static void forEachSubgraph(NodeProto &node, const Visit &visit) {
    for (AttributeProto &attribute : *node.mutable_attribute()) {
      if (attribute.has_g())
        visit(*attribute.mutable_g());
      for (GraphProto &graph : *attribute.mutable_graphs())
        visit(graph);
    }
  }

  // Names that something reads. Functions and subgraphs share the set, which errs on the side of keeping an output.
  void collectGraph(GraphProto &graph) {
    for (const onnx::ValueInfoProto &output : graph.output())
      read.insert(output.name());
    collectNodes(*graph.mutable_node());
  }

  void collectNodes(Nodes &nodes) {
    for (NodeProto &node : nodes) {
      read.insert(node.input().begin(), node.input().end());
      forEachSubgraph(node, [&](GraphProto &graph) { collectGraph(graph); });
    }
  }

  bool isRead(const std::string &name) const { return !name.empty() && read.count(name); }

  void rewriteGraph(GraphProto &graph) {
    rewriteNodes(*graph.mutable_node());
    // What was said about values that are no more.
    auto &infos = *graph.mutable_value_info();
    for (int i = infos.size() - 1; i >= 0; --i)
      if (removed.count(infos.Get(i).name()))
        infos.DeleteSubrange(i, 1);
  }

  void rewriteNodes(Nodes &nodes) {
    Nodes old;
    old.Swap(&nodes);
    for (int i = 0; i < old.size(); ++i) {
      NodeProto &node = *old.Mutable(i);
      forEachSubgraph(node, [&](GraphProto &graph) { rewriteGraph(graph); });
      std::vector<NodeProto> after;
      if (node.domain().empty() || node.domain() == "ai.onnx") {
        if (node.op_type() == "BatchNormalization")
          rewriteBatchNormalization(node, i, after);
        else if (node.op_type() == "Dropout")
          rewriteDropout(node);
      }
      nodes.Add()->Swap(&node);
      for (NodeProto &added : after)
        nodes.Add()->Swap(&added);
    }
  }

  void rewriteBatchNormalization(NodeProto &node, int index, std::vector<NodeProto> &after) {
    auto &attributes = *node.mutable_attribute();
    for (int i = attributes.size() - 1; i >= 0; --i)
      if (opset >= 14 && attributes.Get(i).name() == "training_mode")
        attributes.DeleteSubrange(i, 1);
    for (int i = 1; i < node.output_size(); ++i) {
      const std::string &output = node.output(i);
      if (!isRead(output)) {
        removed.insert(output);
      } else if (i <= 2 && node.input_size() == 5) {
        NodeProto identity;
        identity.set_op_type("Identity");
        identity.set_name(node.name().empty() ? "" : node.name() + (i == 1 ? "/running_mean" : "/running_var"));
        identity.add_input(node.input(2 + i));
        identity.add_output(output);
        after.push_back(std::move(identity));
      } else {
        Diagnostic error;
        error.node = nodeLabel(node, static_cast<size_t>(index));
        error.op = operatorName(node);
        error.value = output;
        error.problem = Problem::Unsupported;
        error.message = "node " + quote(error.node) + " (" + error.op + "): output " + quote(output) +
                        " is read but does not exist in inference form, so the model cannot be exported";
        errors.push_back(std::move(error));
      }
    }
    keepOutputs(node, 1);
  }

  void rewriteDropout(NodeProto &node) {
    if (opset >= 12 && node.input_size() == 3) {
      node.mutable_input()->RemoveLast();
      if (node.input(1).empty())
        node.mutable_input()->RemoveLast();
    }
    if (node.output_size() == 2 && !isRead(node.output(1))) {
      removed.insert(node.output(1));
      keepOutputs(node, 1);
    }
  }

  static void keepOutputs(NodeProto &node, int count) {
    while (node.output_size() > count)
      node.mutable_output()->RemoveLast();
  }

  std::vector<Diagnostic> &errors;
  std::set<std::string> read, removed;
  int64_t opset = 0;
};
} // namespace

void neap::onnx_import::toInferenceForm(onnx::ModelProto &model, std::vector<Diagnostic> &errors) {
  Rewriter(errors).run(model);
}
