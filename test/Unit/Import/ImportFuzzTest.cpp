//===- ImportFuzzTest.cpp - No model crashes the importer -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Deterministic damage to well-formed models: the published node tests, one or
// a few fields changed as a file may have them and no exporter writes them.
// Bytes are ReaderFuzzTest's; here everything parses, so that the import of
// each operator meets attributes, shapes and operands that it did not expect.
// Any result is right as long as it is one: a module that verifies and
// canonicalizes, or errors. Means most under the sanitizers.
// NEAP_FUZZ_ROUNDS asks for another number of models.
//
//===----------------------------------------------------------------------===//

#include "ImportText.h"
#include "NodeTestData.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include <limits>
#include <random>

using namespace neap;

namespace {

class Damage {
public:
  explicit Damage(uint64_t seed) : random(seed) {}

  size_t below(size_t bound) { return static_cast<size_t>(random() % bound); }

  void apply(onnx::ModelProto &model, const std::vector<std::string> &operators) {
    onnx::GraphProto &graph = *model.mutable_graph();
    for (size_t edits = 1 + below(3); edits > 0; --edits)
      switch (below(8)) {
      case 0:
        if (onnx::NodeProto *node = pick(graph.mutable_node()))
          node->set_op_type(operators[below(operators.size())]);
        break;
      case 1:
      case 2:
      case 3:
        if (onnx::NodeProto *node = pick(graph.mutable_node()))
          damageNode(*node);
        break;
      case 4:
        if (onnx::TensorProto *tensor = pick(graph.mutable_initializer()))
          damageTensor(*tensor);
        break;
      case 5:
      case 6:
        if (onnx::ValueInfoProto *value = pick(below(4) ? graph.mutable_input() : graph.mutable_output()))
          damageType(*value->mutable_type()->mutable_tensor_type());
        break;
      case 7:
        if (onnx::OperatorSetIdProto *opset = pick(model.mutable_opset_import()))
          opset->set_version(int64_t(9 + below(17)));
        break;
      }
  }

private:
  template <typename List> auto pick(List *list) -> decltype(list->Mutable(0)) {
    return list->empty() ? nullptr : list->Mutable(static_cast<int>(below(static_cast<size_t>(list->size()))));
  }

  int64_t number() {
    constexpr int64_t numbers[] = {-1,
                                   0,
                                   1,
                                   2,
                                   3,
                                   7,
                                   -2,
                                   -7,
                                   255,
                                   65536,
                                   int64_t(1) << 31,
                                   int64_t(1) << 40,
                                   std::numeric_limits<int64_t>::max(),
                                   std::numeric_limits<int64_t>::min()};
    return numbers[below(std::size(numbers))];
  }
  float real() {
    constexpr float numbers[] = {
        0, -1, 1e30f, -1e-30f, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()};
    return numbers[below(std::size(numbers))];
  }

  void damageNode(onnx::NodeProto &node) {
    switch (below(6)) {
    case 0:
      if (std::string *name = pick(node.mutable_input()))
        *name = below(3) ? node.input(static_cast<int>(below(static_cast<size_t>(node.input_size())))) : "";
      break;
    case 1:
      if (!node.input().empty())
        node.mutable_input()->RemoveLast();
      break;
    case 2:
      *node.add_input() = node.input().empty() ? "" : node.input(0);
      break;
    case 3:
      if (!node.attribute().empty())
        node.mutable_attribute()->SwapElements(0, node.attribute_size() - 1), node.mutable_attribute()->RemoveLast();
      break;
    default:
      if (onnx::AttributeProto *attribute = pick(node.mutable_attribute()))
        damageAttribute(*attribute);
      break;
    }
  }

  void damageAttribute(onnx::AttributeProto &attribute) {
    switch (below(8)) {
    case 0:
      attribute.set_type(static_cast<onnx::AttributeProto::AttributeType>(1 + below(11)));
      break;
    case 1:
      attribute.set_i(number());
      break;
    case 2:
      attribute.set_f(real());
      break;
    case 3:
      attribute.add_ints(number());
      break;
    case 4:
      if (!attribute.ints().empty())
        attribute.mutable_ints()->RemoveLast();
      break;
    case 5:
      attribute.set_s(below(2) ? "SAME_UPPER" : "linear");
      break;
    case 6:
      if (attribute.has_t())
        damageTensor(*attribute.mutable_t());
      break;
    default:
      for (int64_t &value : *attribute.mutable_ints())
        value = below(2) ? number() : value;
      break;
    }
  }

  void damageTensor(onnx::TensorProto &tensor) {
    switch (below(4)) {
    case 0:
      tensor.set_data_type(static_cast<int>(below(18)));
      break;
    case 1:
      tensor.add_dims(number());
      break;
    case 2:
      if (!tensor.dims().empty())
        tensor.set_dims(static_cast<int>(below(static_cast<size_t>(tensor.dims_size()))), number());
      break;
    default:
      if (!tensor.dims().empty())
        tensor.mutable_dims()->RemoveLast();
      break;
    }
  }

  void damageType(onnx::TypeProto::Tensor &type) {
    onnx::TensorShapeProto &shape = *type.mutable_shape();
    switch (below(5)) {
    case 0:
      type.set_elem_type(static_cast<int>(below(18)));
      break;
    case 1:
      shape.add_dim()->set_dim_value(number());
      break;
    case 2:
      if (onnx::TensorShapeProto::Dimension *dim = pick(shape.mutable_dim()))
        dim->set_dim_param("n");
      break;
    case 3:
      if (!shape.dim().empty())
        shape.mutable_dim()->RemoveLast();
      break;
    default:
      if (onnx::TensorShapeProto::Dimension *dim = pick(shape.mutable_dim()))
        dim->set_dim_value(number());
      break;
    }
  }

  std::mt19937_64 random;
};

/// Small published models, and the operators in them.
struct Seeds {
  std::vector<onnx::ModelProto> models;
  std::vector<std::string> operators;

  Seeds() {
    for (const node_test::NodeTest &test : node_test::listNodeTests()) {
      onnx::ModelProto model;
      std::ifstream file(test.modelPath, std::ios::binary);
      if (!file || !model.ParseFromIstream(&file) || model.ByteSizeLong() > 100000)
        continue;
      for (const onnx::NodeProto &node : model.graph().node())
        operators.push_back(node.op_type());
      models.push_back(std::move(model));
    }
  }
};

void importAndSimplify(const onnx::ModelProto &model, mlir::MLIRContext &context) {
  ImportOptions options;
  options.needsLoss = false;
  ImportReport report;
  mlir::OwningOpRef<mlir::ModuleOp> module = importOnnx(writeModel(model), context, options, report);
  EXPECT_EQ(bool(module), !report.hasErrors());
  for (const ImportDiagnostic &diagnostic : report.diagnostics)
    EXPECT_FALSE(diagnostic.message.empty());
  if (!module)
    return;
  EXPECT_TRUE(succeeded(mlir::verify(*module)));
  mlir::PassManager passes(&context);
  passes.addNestedPass<mlir::func::FuncOp>(mlir::createCanonicalizerPass());
  EXPECT_TRUE(succeeded(passes.run(*module)));
}

} // namespace

TEST(ImportFuzz, DamagedModelsGiveAResult) {
  Seeds seeds;
  ASSERT_GT(seeds.models.size(), 500u) << "no node tests in " << node_test::nodeTestRoot();
  mlir::DialectRegistry registry;
  registry.insert<NeapDialect, mlir::func::FuncDialect>();
  mlir::MLIRContext context(registry, mlir::MLIRContext::Threading::DISABLED);
  // What passes say of a module is no matter here.
  mlir::ScopedDiagnosticHandler quiet(&context, [](mlir::Diagnostic &) { return mlir::success(); });
  const char *asked = std::getenv("NEAP_FUZZ_ROUNDS");
  const uint64_t rounds = asked ? std::strtoull(asked, nullptr, 10) : 4000;
  for (uint64_t round = 0; round < rounds; ++round) {
    Damage damage(round);
    onnx::ModelProto model = seeds.models[damage.below(seeds.models.size())];
    damage.apply(model, seeds.operators);
    SCOPED_TRACE("round " + std::to_string(round));
    importAndSimplify(model, context);
    if (HasFailure())
      return;
  }
}
