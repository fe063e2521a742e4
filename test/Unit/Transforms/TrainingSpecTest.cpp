//===- TrainingSpecTest.cpp - The training part of the command line ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parsing of losses, optimizers and schedules, and globs over parameters.
//
//===----------------------------------------------------------------------===//

#include "neap/Transforms/Differentiate/TrainingSpec.h"

#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace neap;
using testing::HasSubstr;

namespace {

class TrainingSpecTest : public testing::Test {
protected:
  std::vector<std::string> errors;
  auto report() {
    return [this](const llvm::Twine &message) { errors.push_back(message.str()); };
  }
};

TEST_F(TrainingSpecTest, LossDefaultsAreTorchs) {
  auto spec = parseLossSpec("softmax-cross-entropy", report());
  ASSERT_TRUE(llvm::succeeded(spec));
  EXPECT_TRUE(spec->mean);
  EXPECT_EQ(spec->target, "target");
  EXPECT_EQ(spec->options.classAxis, 1);
  EXPECT_EQ(spec->options.ignoreIndex, -100);
  EXPECT_EQ(spec->options.labelSmoothing, 0);
  EXPECT_EQ(spec->scale, 1);
}

TEST_F(TrainingSpecTest, LossKeys) {
  auto spec = parseLossSpec("huber,reduction=sum, delta=0.5 ,output=y,target=t,scale=2e-1", report());
  ASSERT_TRUE(llvm::succeeded(spec));
  EXPECT_FALSE(spec->mean);
  EXPECT_EQ(spec->options.delta, 0.5);
  EXPECT_EQ(spec->output, "y");
  EXPECT_EQ(spec->target, "t");
  EXPECT_EQ(spec->scale, 0.2);
}

TEST_F(TrainingSpecTest, EveryMistakeOfALossIsReported) {
  EXPECT_TRUE(llvm::failed(parseLossSpec("mse,delta=1,reduction=median,scale=nan,scale=2,loose", report())));
  ASSERT_EQ(errors.size(), 5u);
  EXPECT_THAT(errors[0], HasSubstr("'scale' is given twice"));
  EXPECT_THAT(errors[1], HasSubstr("'loose' is no option, expected key=value"));
  EXPECT_THAT(errors[2], HasSubstr("reduction=median, expected mean or sum"));
  EXPECT_THAT(errors[3], HasSubstr("scale=nan, expected a number"));
  EXPECT_THAT(errors[4], HasSubstr("unknown key 'delta'"));
}

TEST_F(TrainingSpecTest, EveryOptimizerParsesAlone) {
  for (const OptimizerRule &rule : getOptimizerRules()) {
    auto spec = parseOptimizerSpec(rule.name, report());
    ASSERT_TRUE(llvm::succeeded(spec)) << rule.name.str();
    EXPECT_EQ(spec->values.size(), rule.keys.size());
    EXPECT_GT(spec->learningRate(), 0);
  }
}

TEST_F(TrainingSpecTest, NesterovNeedsMomentum) {
  EXPECT_TRUE(llvm::failed(parseOptimizerSpec("sgd,nesterov=true", report())));
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_THAT(errors[0], HasSubstr("expected momentum above 0"));
}

TEST_F(TrainingSpecTest, Schedules) {
  auto cosine = parseScheduleSpec("cosine,warmup=5,total=20,final=0.001", report());
  ASSERT_TRUE(llvm::succeeded(cosine));
  EXPECT_EQ(cosine->warmup, 5);
  EXPECT_EQ(cosine->total, 20);
  EXPECT_EQ(cosine->final, 0.001);
  EXPECT_TRUE(llvm::failed(parseScheduleSpec("step", report())));
  EXPECT_THAT(errors.back(), HasSubstr("needs every="));
  EXPECT_TRUE(llvm::failed(parseScheduleSpec("linear,warmup=30,total=20", report())));
  EXPECT_THAT(errors.back(), HasSubstr("expected at most total=20"));
}

TEST(GlobTest, Patterns) {
  EXPECT_TRUE(matchesGlob("*", ""));
  EXPECT_TRUE(matchesGlob("*.bias", "layers.0/fc.bias"));
  EXPECT_FALSE(matchesGlob("*.bias", "fc.bias2"));
  EXPECT_TRUE(matchesGlob("layer?.w*t", "layer1.weight"));
  EXPECT_TRUE(matchesGlob("a*b*c", "a_b_b_c"));
  EXPECT_FALSE(matchesGlob("a*b*c", "a_c_b"));
  EXPECT_TRUE(matchesGlob("w[0-3]", "w2"));
  EXPECT_FALSE(matchesGlob("w[!0-3]", "w2"));
  EXPECT_TRUE(matchesGlob("x[", "x["));
  EXPECT_TRUE(matchesGlob("onnx::MatMul_*", "onnx::MatMul_12"));
}

TEST_F(TrainingSpecTest, LastMatchOfTheGlobsWins) {
  mlir::MLIRContext context;
  context.loadDialect<NeapDialect>();
  auto module = mlir::parseSourceString<mlir::ModuleOp>(R"(
    neap.global @body.w parameter trained : tensor<2xf32> = #neap.zero
    neap.global @head.w parameter trained : tensor<2xf32> = #neap.zero
    neap.global @mean state : tensor<2xf32> = #neap.zero
  )",
                                                        &context);
  ASSERT_TRUE(module);
  EXPECT_TRUE(llvm::succeeded(applyTrainingGlobs(*module, {{false, "*"}, {true, "head.*"}}, report())));
  auto globals = llvm::to_vector(module->getOps<GlobalOp>());
  EXPECT_FALSE(globals[0].getTrained());
  EXPECT_TRUE(globals[1].getTrained());
  EXPECT_TRUE(llvm::failed(applyTrainingGlobs(*module, {{false, "mean"}}, report())));
  EXPECT_THAT(errors.back(), HasSubstr("--freeze 'mean': matches no parameter of the model"));
}

} // namespace
