//===- GradientTest.cpp - Gradients against central differences -----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each function in gradient/*.mlir is a case: its value and its gradient, built by
// every form that its ops offer, run as compiled code in f64. Arguments carry
//
//   numerics.range = [lo, hi]  where random values lie; integers: both ends included
//   numerics.fixed             no gradient is compared
//
// And no op may be forgotten: each one has a gradient and a case, or says that it
// has none.
//
//===----------------------------------------------------------------------===//

#include "Harness.h"

#include "neap/Dialect/Neap/IR/Neap.h"
#include "neap/Dialect/Neap/Ops/Elementwise.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Verifier.h"

#include "llvm/Support/xxhash.h"

#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>
#include <random>
#include <set>

using namespace mlir;
using namespace neap;
using namespace neap::numerics;

namespace {

constexpr double stepSize = 1e-5;
constexpr double tolerance = 2e-6;
/// Elements of one argument that are moved; larger arguments are sampled.
constexpr size_t mostElements = 48;

std::vector<std::string> caseFiles() {
  std::vector<std::string> files;
  for (const auto &entry : std::filesystem::directory_iterator(NEAP_GRADIENT_CASES))
    if (entry.path().extension() == ".mlir")
      files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

/// Random numbers that are the same everywhere.
class Random {
public:
  explicit Random(StringRef name) : engine(llvm::xxh3_64bits(name)) {}
  double between(double low, double high) { return low + (high - low) * static_cast<double>(engine() >> 11) * 0x1p-53; }

private:
  std::mt19937_64 engine;
};

double asDouble(Attribute attribute) {
  if (auto real = dyn_cast<FloatAttr>(attribute))
    return real.getValueAsDouble();
  return static_cast<double>(cast<IntegerAttr>(attribute).getInt());
}

Numbers drawArgument(func::FuncOp function, unsigned index, Random &random) {
  auto type = cast<RankedTensorType>(function.getArgument(index).getType());
  bool real = isa<FloatType>(type.getElementType());
  double low = real ? -2 : 0, high = real ? 2 : 1;
  if (auto range = function.getArgAttrOfType<ArrayAttr>(index, "numerics.range")) {
    low = asDouble(range[0]);
    high = asDouble(range[1]);
  }
  Numbers numbers(type.getNumElements());
  for (double &number : numbers)
    number = real ? random.between(low, high) : std::floor(random.between(low, high + 1));
  return numbers;
}

bool isReal(Type type) { return isa<FloatType>(getElementTypeOrSelf(type)); }

/// Whether a gradient may flow into the argument at all.
bool isCompared(func::FuncOp function, unsigned index) {
  BlockArgument argument = function.getArgument(index);
  return isReal(argument.getType()) && !function.getArgAttr(index, "numerics.fixed") &&
         llvm::any_of(argument.getUses(), [](OpOperand &use) {
           auto differentiable = dyn_cast<DifferentiableOpInterface>(use.getOwner());
           return differentiable && differentiable.isDifferentiableOperand(use.getOperandNumber());
         });
}

size_t countForms(func::FuncOp function) {
  size_t forms = 1;
  function.walk([&](DifferentiableOpInterface op) { forms = std::max<size_t>(forms, op.getGradientForms().size()); });
  return forms;
}

/// What a form says it does not read, the ops from `first` on must not use.
void expectReadsAsDeclared(DifferentiableOpInterface op, unsigned number, Operation *last) {
  GradientForm form = op.getGradientForms()[number];
  auto check = [&](Value value, GradientRead read, StringRef what, unsigned index) {
    if (read != GradientRead::None && read != GradientRead::Shape)
      return;
    for (Operation *user : value.getUsers())
      if (last->isBeforeInBlock(user) && !user->hasTrait<OpTrait::IsTerminator>())
        ADD_FAILURE() << op->getName().getStringRef().str() << ", form " << form.name << ": reads " << what.str() << ' '
                      << index << ", which it says it does not (in " << user->getName().getStringRef().str() << ')';
  };
  ASSERT_EQ(form.operands.size(), op->getNumOperands()) << op->getName().getStringRef().str();
  ASSERT_EQ(form.results.size(), op->getNumResults()) << op->getName().getStringRef().str();
  for (auto [index, operand] : llvm::enumerate(op->getOperands()))
    if (llvm::count(op->getOperands(), operand) == 1)
      check(operand, form.operands[index], "operand", index);
  for (auto [index, result] : llvm::enumerate(op->getResults()))
    check(result, form.results[index], "result", index);
}

/// Adds `name`: the arguments of `function` and a cotangent per real result to the gradients of compared arguments.
func::FuncOp buildGradient(func::FuncOp function, StringRef name, unsigned form) {
  OpBuilder builder(function->getContext());
  builder.setInsertionPointAfter(function);
  IRMapping mapping;
  auto gradient = cast<func::FuncOp>(builder.clone(*function, mapping));
  gradient.setName(name);
  Block &block = gradient.getBody().front();
  auto ret = cast<func::ReturnOp>(block.getTerminator());
  llvm::DenseMap<Value, Value> gradients;
  builder.setInsertionPoint(ret);
  auto add = [&](Value value, Value part) {
    EXPECT_EQ(value.getType(), part.getType()) << name.str() << ": a gradient has its operand's type";
    Value &sum = gradients[value];
    sum = sum ? AddOp::create(builder, ret.getLoc(), sum, part).getResult() : part;
  };
  SmallVector<Operation *> ops;
  for (Operation &op : block.without_terminator())
    ops.push_back(&op);
  for (Value result : ret.getOperands())
    if (isReal(result.getType()))
      add(result, block.addArgument(result.getType(), ret.getLoc()));
  for (Operation *op : llvm::reverse(ops)) {
    auto differentiable = dyn_cast<DifferentiableOpInterface>(op);
    SmallVector<Value> results =
        llvm::map_to_vector(op->getResults(), [&](Value result) { return gradients.lookup(result); });
    if (!differentiable || llvm::none_of(results, [](Value value) { return bool(value); }))
      continue;
    SmallVector<bool> needed;
    for (unsigned index = 0; index < op->getNumOperands(); ++index)
      needed.push_back(differentiable.isDifferentiableOperand(index));
    unsigned number = std::min<size_t>(form, differentiable.getGradientForms().size() - 1);
    SmallVector<Value> parts(op->getNumOperands());
    Operation *last = ret->getPrevNode();
    EXPECT_TRUE(succeeded(differentiable.buildVjp(builder, number, results, needed, parts))) << name.str();
    expectReadsAsDeclared(differentiable, number, last);
    for (auto [operand, wanted, part] : llvm::zip_equal(op->getOperands(), needed, parts))
      if (wanted && part)
        add(operand, part);
  }
  SmallVector<Value> returned;
  for (unsigned index = 0; index < function.getNumArguments(); ++index)
    if (isCompared(function, index)) {
      Value argument = block.getArgument(index), sum = gradients.lookup(argument);
      returned.push_back(sum ? sum : createSplat(builder, ret.getLoc(), cast<RankedTensorType>(argument.getType()), 0));
    }
  ret->setOperands(returned);
  gradient.setFunctionType(builder.getFunctionType(block.getArgumentTypes(), TypeRange(ValueRange(returned))));
  SmallVector<Attribute> argumentAttrs(block.getNumArguments(), builder.getDictionaryAttr({}));
  gradient.setAllArgAttrs(argumentAttrs);
  gradient->removeAttr(gradient.getResAttrsAttrName());
  return gradient;
}

/// The inner product of the real results with their cotangents.
double objective(const Compiled::Function &function, const std::vector<Numbers> &results,
                 const std::vector<Numbers> &cotangents) {
  double sum = 0;
  size_t next = 0;
  for (size_t i = 0; i < results.size(); ++i) {
    if (!isReal(function.outputs[i].type))
      continue;
    for (size_t j = 0; j < results[i].size(); ++j)
      sum += results[i][j] * cotangents[next][j];
    ++next;
  }
  return sum;
}

void compareArgument(Compiled &compiled, const std::string &name, std::vector<Numbers> inputs,
                     const std::vector<Numbers> &cotangents, unsigned index, const std::vector<Numbers> &gradients,
                     const std::string &which) {
  size_t stride = std::max<size_t>(1, inputs[index].size() / mostElements);
  for (size_t element = 0; element < inputs[index].size(); element += stride) {
    double x = inputs[index][element], h = stepSize * std::max(1.0, std::abs(x));
    double values[2];
    for (int side : {0, 1}) {
      inputs[index][element] = side ? x + h : x - h;
      values[side] = objective(compiled.get(name), compiled.run(name, inputs), cotangents);
    }
    inputs[index][element] = x;
    double expected = (values[1] - values[0]) / (2 * h);
    for (size_t form = 0; form < gradients.size(); ++form)
      EXPECT_NEAR(gradients[form][element], expected, tolerance * std::max(1.0, std::abs(expected)))
          << which << ", form " << form << ", argument " << index << ", element " << element;
  }
}

/// Compiles a case with its gradients and compares them.
void checkCase(Harness &harness, func::FuncOp function) {
  std::string name = function.getName().str();
  Random random(name);
  std::vector<Numbers> inputs, cotangents;
  for (unsigned index = 0; index < function.getNumArguments(); ++index)
    inputs.push_back(drawArgument(function, index, random));
  for (Type type : function.getResultTypes())
    if (isReal(type)) {
      Numbers &numbers = cotangents.emplace_back(cast<RankedTensorType>(type).getNumElements());
      for (double &number : numbers)
        number = random.between(-1, 1);
    }
  SmallVector<unsigned> compared;
  for (unsigned index = 0; index < function.getNumArguments(); ++index)
    if (isCompared(function, index))
      compared.push_back(index);
  ASSERT_FALSE(compared.empty()) << "no argument has a gradient";

  OwningOpRef<ModuleOp> module = ModuleOp::create(function.getLoc());
  auto forward = cast<func::FuncOp>(function->clone());
  module->push_back(forward);
  size_t forms = countForms(function);
  for (size_t form = 0; form < forms; ++form)
    buildGradient(forward, name + "_gradient_" + std::to_string(form), form);
  ASSERT_TRUE(succeeded(verify(*module))) << harness.messages();
  std::unique_ptr<Compiled> compiled = harness.compile(*module);
  ASSERT_TRUE(compiled) << harness.messages();

  std::vector<std::vector<Numbers>> gradients(compared.size());
  std::vector<Numbers> seeded = inputs;
  seeded.insert(seeded.end(), cotangents.begin(), cotangents.end());
  for (size_t form = 0; form < forms; ++form) {
    std::vector<Numbers> results = compiled->run(name + "_gradient_" + std::to_string(form), seeded);
    for (size_t i = 0; i < compared.size(); ++i)
      gradients[i].push_back(results[i]);
  }
  for (size_t i = 0; i < compared.size(); ++i)
    compareArgument(*compiled, name, inputs, cotangents, compared[i], gradients[i], name);
}

class GradientFile : public testing::TestWithParam<std::string> {};

std::string fileStem(const testing::TestParamInfo<std::string> &info) {
  return std::filesystem::path(info.param).stem().string();
}

} // namespace

TEST_P(GradientFile, AgreesWithCentralDifferences) {
  Harness harness;
  OwningOpRef<ModuleOp> module = harness.parseFile(GetParam());
  ASSERT_TRUE(module) << harness.messages();
  for (func::FuncOp function : module->getOps<func::FuncOp>()) {
    SCOPED_TRACE(function.getName().str());
    checkCase(harness, function);
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, GradientFile, testing::ValuesIn(caseFiles()), fileStem);

TEST(Gradient, EveryOpHasOneAndACaseOrSaysItHasNone) {
  Harness harness;
  std::set<std::string> covered;
  for (const std::string &file : caseFiles())
    if (OwningOpRef<ModuleOp> module = harness.parseFile(file))
      module->walk([&](Operation *op) { covered.insert(op->getName().getStringRef().str()); });
  for (RegisteredOperationName name : harness.getContext().getRegisteredOperations()) {
    // Ops on values have a cost; kernels and constants are no arithmetic.
    if (name.getDialectNamespace() != NeapDialect::getDialectNamespace() ||
        !name.hasInterface<CostModelOpInterface>() || name.hasTrait<OpTrait::ConstantLike>() ||
        name.hasTrait<OpTrait::IsIsolatedFromAbove>())
      continue;
    std::string op = name.getStringRef().str();
    bool differentiable = name.hasInterface<DifferentiableOpInterface>();
    EXPECT_NE(differentiable, name.hasTrait<NotDifferentiable>())
        << op << ": expected either a gradient or the trait NotDifferentiable";
    if (differentiable) {
      EXPECT_TRUE(covered.count(op)) << op << " has a gradient but no case in test/Numerics/gradient";
    }
  }
}
