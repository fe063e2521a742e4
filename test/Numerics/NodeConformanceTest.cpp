//===- NodeConformanceTest.cpp - The published ONNX node tests ------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Imports each published node test, compiles it, runs it on its data and compares
// with its expected values. node-tests.txt says which pass and why the others do
// not; a difference either way fails. NEAP_UPDATE_NODE_TESTS=1 writes it anew.
//
//===----------------------------------------------------------------------===//

#include "Harness.h"
#include "NodeTestData.h"

#include "neap/Dialect/Neap/IR/Neap.h"
#include "neap/Import/Onnx/Import.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>
#include <unistd.h>

using namespace mlir;
using namespace neap;
using namespace neap::numerics;

namespace {

// Those of ONNX's own back-end tests, with a little more room near zero.
constexpr double relativeTolerance = 1e-3;
constexpr double absoluteTolerance = 1e-5;

Type elementType(onnx_import::DType dtype, MLIRContext *context) {
  using onnx_import::DType;
  Builder builder(context);
  switch (dtype) {
  case DType::F32:
    return builder.getF32Type();
  case DType::F64:
    return builder.getF64Type();
  case DType::F16:
    return builder.getF16Type();
  case DType::BF16:
    return builder.getBF16Type();
  case DType::I1:
  case DType::I8:
    return builder.getI8Type();
  case DType::I32:
    return builder.getI32Type();
  case DType::I64:
    return builder.getI64Type();
  default:
    return Type();
  }
}

Numbers toNumbers(const onnx_import::TensorData &tensor, MLIRContext *context) {
  std::string bytes(reinterpret_cast<const char *>(tensor.data), tensor.bytes);
  return numerics::toNumbers(bytes, elementType(tensor.dtype, context));
}

/// Training form to evaluation form, where ops differ.
void evaluateInstead(func::FuncOp function) {
  for (Operation &op : llvm::make_early_inc_range(function.getBody().front())) {
    auto modal = dyn_cast<TrainingModeOpInterface>(op);
    if (!modal)
      continue;
    OpBuilder builder(&op);
    for (auto [result, value] : llvm::zip_equal(op.getResults(), modal.buildEvaluationForm(builder)))
      if (value)
        result.replaceAllUsesWith(value);
    if (op.use_empty())
      op.erase();
  }
}

/// One line without names that depend on the machine.
std::string firstLine(const std::string &text) {
  std::string line = text.substr(0, text.find('\n'));
  size_t folder = line.find(node_test::nodeTestRoot());
  return folder == std::string::npos ? line : line.substr(0, folder) + "…";
}

/// What the gradient of a function's first result is in its floating-point arguments: the operators' mark in the
/// importer's table, found by building it. Nothing where no argument is floating-point.
std::optional<OperatorGradient> gradientThrough(func::FuncOp function) {
  Block &body = function.getBody().front();
  auto isFloat = [](Value value) { return isa<FloatType>(getElementTypeOrSelf(value.getType())); };
  // Operations that a floating-point argument reaches through differentiable ones.
  llvm::DenseSet<Value> reached;
  for (BlockArgument argument : body.getArguments())
    if (isFloat(argument))
      reached.insert(argument);
  if (reached.empty())
    return std::nullopt;
  for (Operation &op : body)
    if (auto differentiable = dyn_cast<DifferentiableOpInterface>(op))
      for (OpOperand &operand : op.getOpOperands())
        if (reached.contains(operand.get()) && differentiable.isDifferentiableOperand(operand.getOperandNumber()))
          for (Value result : op.getResults())
            if (isFloat(result))
              reached.insert(result);

  OpBuilder builder(body.getTerminator());
  llvm::DenseMap<Value, Value> gradients;
  // The first result is what a loss stands on; saved statistics beside it may have no gradient.
  Value output = body.getTerminator()->getOperand(0);
  bool path = reached.contains(output);
  // Which value its gradient has does not matter: only whether there is one.
  if (path)
    gradients[output] = output;
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(body.without_terminator()))) {
    auto differentiable = dyn_cast<DifferentiableOpInterface>(op);
    SmallVector<Value> resultGradients, operandGradients(op.getNumOperands());
    SmallVector<bool> needed;
    for (Value result : op.getResults())
      resultGradients.push_back(gradients.lookup(result));
    for (OpOperand &operand : op.getOpOperands())
      needed.push_back(reached.contains(operand.get()) && differentiable &&
                       differentiable.isDifferentiableOperand(operand.getOperandNumber()));
    if (llvm::any_of(resultGradients, [](Value value) { return bool(value); }) && llvm::is_contained(needed, true) &&
        succeeded(differentiable.buildVjp(builder, 0, resultGradients, needed, operandGradients)))
      for (auto [operand, gradient] : llvm::zip_equal(op.getOperands(), operandGradients))
        if (gradient)
          gradients[operand] = gradient;
  }
  for (BlockArgument argument : body.getArguments())
    if (gradients.contains(argument))
      return OperatorGradient::Flows;
  return path ? OperatorGradient::Zero : OperatorGradient::None;
}

class NodeRunner {
public:
  explicit NodeRunner(const node_test::NodeTest &test) : test(test) {}
  ~NodeRunner() {
    if (!copyPath.empty())
      std::remove(copyPath.c_str());
  }
  NodeRunner(const NodeRunner &) = delete;
  NodeRunner &operator=(const NodeRunner &) = delete;

  /// Empty when it passes, else why not.
  std::string run();
  /// After a run that passed.
  std::optional<OperatorGradient> gradient() const { return found; }

private:
  std::string import();
  std::string import(const std::string &path, ImportReport &report);
  std::string runDataSet(Compiled &compiled, const std::string &path);
  std::string compare(const Numbers &found, const node_test::Value &expected, const Slot &slot);

  const node_test::NodeTest &test;
  Harness harness;
  OwningOpRef<ModuleOp> module;
  /// Inputs that became initializers, by position; empty where none did.
  std::vector<bool> known;
  std::string copyPath;
  std::optional<OperatorGradient> found;
};

} // namespace

std::string NodeRunner::import(const std::string &path, ImportReport &report) {
  ImportOptions options;
  options.needsLoss = false;
  module = importOnnx(path, harness.getContext(), options, report);
  for (const ImportDiagnostic &diagnostic : report.diagnostics)
    if (diagnostic.severity == ImportSeverity::Error)
      return "import: " + firstLine(diagnostic.message);
  return module ? "" : "import: no module";
}

/// Where the importer needs the value of an input, it is imported again with that value in the model.
std::string NodeRunner::import() {
  ImportReport report;
  std::string reason = import(test.modelPath, report);
  std::set<std::string> names;
  for (const ImportDiagnostic &diagnostic : report.diagnostics)
    if (StringRef(diagnostic.message).contains("must be known when compiling") ||
        StringRef(diagnostic.message).contains("dimension is 0"))
      names.insert(diagnostic.value);
  if (!names.empty()) {
    std::string path = testing::TempDir() + "neap-node-test-" + std::to_string(getpid()) + ".onnx";
    node_test::KnownInputs copy = node_test::writeWithKnownInputs(test, names, path);
    known = copy.known;
    ImportReport again;
    if (!copy.modelPath.empty())
      reason = import(copyPath = path, again);
  }
  if (!reason.empty())
    return reason;
  if (!StringRef(test.name).contains("train"))
    for (func::FuncOp function : module->getOps<func::FuncOp>())
      evaluateInstead(function);
  PassManager passes(&harness.getContext());
  passes.addNestedPass<func::FuncOp>(createCanonicalizerPass());
  passes.addNestedPass<func::FuncOp>(createCSEPass());
  return failed(passes.run(*module)) ? "simplify: " + firstLine(harness.messages()) : "";
}

std::string NodeRunner::compare(const Numbers &found, const node_test::Value &expected, const Slot &slot) {
  if (llvm::ArrayRef(expected.tensor.shape) != slot.type.getShape())
    return "wrong shape of output " + slot.name;
  if (!elementType(expected.tensor.dtype, &harness.getContext()))
    return "output of a type that neap has not";
  Numbers wanted = ::toNumbers(expected.tensor, &harness.getContext());
  for (size_t i = 0; i < wanted.size(); ++i) {
    bool same = std::isnan(wanted[i]) ? std::isnan(found[i]) : wanted[i] == found[i];
    if (!same && !(std::abs(found[i] - wanted[i]) <= absoluteTolerance + relativeTolerance * std::abs(wanted[i])))
      return "wrong value of output " + slot.name + " at " + std::to_string(i) + ": found " + std::to_string(found[i]) +
             ", expected " + std::to_string(wanted[i]);
  }
  return "";
}

std::string NodeRunner::runDataSet(Compiled &compiled, const std::string &path) {
  node_test::DataSet data;
  std::string error;
  if (!node_test::loadDataSet(path, data, error))
    return "data: " + firstLine(error);
  const Compiled::Function &function = compiled.get("forward");
  std::vector<Numbers> inputs;
  for (const auto &[i, value] : llvm::enumerate(data.inputs)) {
    if (i < known.size() && known[i])
      continue;
    if (!elementType(value.tensor.dtype, &harness.getContext()))
      return "input of a type that neap has not";
    inputs.push_back(::toNumbers(value.tensor, &harness.getContext()));
  }
  if (inputs.size() != function.inputs.size())
    return "the model has " + std::to_string(function.inputs.size()) + " inputs, the data " +
           std::to_string(inputs.size());
  std::vector<Numbers> outputs = compiled.run("forward", inputs);
  for (size_t i = 0; i < data.outputs.size(); ++i) {
    if (i >= outputs.size())
      return "missing output " + std::to_string(i);
    if (std::string reason = compare(outputs[i], data.outputs[i], function.outputs[i]); !reason.empty())
      return reason;
  }
  return "";
}

std::string NodeRunner::run() {
  if (std::string reason = import(); !reason.empty())
    return reason;
  OwningOpRef<ModuleOp> copy = module->clone();
  found = gradientThrough(*copy->getOps<func::FuncOp>().begin());
  std::unique_ptr<Compiled> compiled = harness.compile(*module);
  if (!compiled)
    return "compile: " + firstLine(harness.messages());
  for (const std::string &path : test.dataSets)
    if (std::string reason = runDataSet(*compiled, path); !reason.empty())
      return reason;
  return "";
}

//===----------------------------------------------------------------------===//
// The list
//===----------------------------------------------------------------------===//

/// "pass NAME", "skip NAME: reason" or, for an operator that no test here reaches, "untested NAME: reason" a line.
static std::map<std::string, bool> readList() {
  std::map<std::string, bool> list;
  std::ifstream file(NEAP_NODE_TEST_LIST);
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string kind, name;
    words >> kind >> name;
    if (kind == "pass" || kind == "skip" || kind == "untested")
      list[name.substr(0, name.find(':'))] = kind == "pass";
  }
  return list;
}

TEST(NodeConformance, PublishedTestsAsListed) {
  std::vector<node_test::NodeTest> tests = node_test::listNodeTests();
  ASSERT_FALSE(tests.empty()) << "no node tests in " << node_test::nodeTestRoot();
  std::map<std::string, bool> expected = readList();
  std::ostringstream written;
  written << "# Written by NodeConformanceTest (NEAP_UPDATE_NODE_TESTS=1) over Debian's libonnx-testdata.\n";
  const char *update = std::getenv("NEAP_UPDATE_NODE_TESTS"), *only = std::getenv("NEAP_NODE_TEST");
  std::string raised = testing::TempDir() + "neap-node-test-opset-9-" + std::to_string(getpid()) + ".onnx";
  unsigned passed = 0;
  std::map<std::string, OperatorGradient> gradients;
  std::set<std::string> tested;
  for (const node_test::NodeTest &test : tests) {
    if (only && !StringRef(test.name).contains(only))
      continue;
    if (only)
      std::cerr << test.name << '\n';
    node_test::NodeTest taken = test;
    if (node_test::writeAtOldestOpset(test, raised))
      taken.modelPath = raised;
    NodeRunner runner(taken);
    std::string reason = runner.run();
    passed += reason.empty();
    std::vector<std::string> operators = node_test::operatorsOf(test);
    if (reason.empty())
      tested.insert(operators.begin(), operators.end());
    if (reason.empty() && operators.size() == 1 && runner.gradient()) {
      auto most = gradients.emplace(operators[0], *runner.gradient()).first;
      most->second = std::min(most->second, *runner.gradient());
    }
    if (reason.empty())
      written << "pass " << test.name << '\n';
    else
      written << "skip " << test.name << ": " << reason << '\n';
    if (update)
      continue;
    auto known = expected.find(test.name);
    if (known == expected.end())
      ADD_FAILURE() << test.name << " is not in the list; it " << (reason.empty() ? "passes" : "fails: " + reason);
    else if (known->second != reason.empty())
      ADD_FAILURE() << test.name << (reason.empty() ? " passes now" : " fails: " + reason);
  }
  std::cout << passed << " of " << tests.size() << " node tests pass\n";
  std::remove(raised.c_str());
  // The column of `neap ops`: the most that any test of the operator passes on.
  for (const SupportedOperator &op : supportedOperators())
    if (auto found = gradients.find(op.name); found != gradients.end() && !only) {
      EXPECT_EQ(static_cast<int>(op.gradient), static_cast<int>(found->second)) << op.name;
    }
  for (const SupportedOperator &op : supportedOperators()) {
    if (tested.count(op.name) || only)
      continue;
    written << "untested " << op.name << ": no published test of it passes\n";
    EXPECT_TRUE(update || expected.count(op.name)) << op.name << " is in no published test that passes";
  }
  if (update)
    std::ofstream(NEAP_NODE_TEST_LIST) << written.str();
}
