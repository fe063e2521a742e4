//===- WeightsTest.cpp - What initializers are taken for ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Classification, the promotion of BatchNormalization and Dropout, ties, and
// what is found about exporters.
//
//===----------------------------------------------------------------------===//

#include "ImportText.h"

using namespace neap;
using testing::HasSubstr;
using testing::Not;

static constexpr const char *batchNorm = "g (float[4,2,3] x) => (float[4,2,3] y) <float[2] s = {1,2}, float[2] b = "
                                         "{0,1}, float[2] m = {0,0}, float[2] v = {1,1}> "
                                         "{ y = BatchNormalization<epsilon = 0.5>(x, s, b, m, v) }";

TEST(Weights, OperandsAreTrained) {
  Imported imported = importText(13, "g (float[2,2] x) => (float[2,2] y) <float[2,2] w = {1,2,3,4}> "
                                     "{ t = Transpose(w) y = MatMul(x, t) }");
  EXPECT_EQ(imported.classOf("w"), "trained");
  EXPECT_THAT(imported.text, HasSubstr("neap.global @w parameter trained"));
}

TEST(Weights, ShapesAndBoundsAreConstants) {
  Imported imported = importText(13, "g (float[2,2] x) => (float[4] y) <int64[1] s = {-1}, float lo = {0}> "
                                     "{ z = Clip(x, lo) y = Reshape(z, s) }");
  EXPECT_EQ(imported.classOf("s"), "constant");
  EXPECT_EQ(imported.classOf("lo"), "constant");
  EXPECT_THAT(imported.text, Not(HasSubstr("neap.global")));
}

TEST(Weights, NumbersOfAFormulaAreConstants) {
  Imported imported = importText(13, "g (float[2] x) => (float[2] y) <float val_3 = {0.5}, float scale = {2}> "
                                     "{ z = Mul(x, val_3) y = Mul(z, scale) }");
  EXPECT_EQ(imported.classOf("val_3"), "constant");
  EXPECT_EQ(imported.classOf("scale"), "constant");
  EXPECT_THAT(imported.messages, HasSubstr("note: initializer `scale` has rank 0"));
  EXPECT_THAT(imported.messages, Not(HasSubstr("`val_3`")));
}

TEST(Weights, TensorsOfTheCodeAreConstants) {
  Imported imported = importText(13, "g (float[2] x) => (float[2] y) <float[2] lifted_tensor_0 = {0.5, 2}> "
                                     "{ y = Mul(x, lifted_tensor_0) }");
  EXPECT_EQ(imported.classOf("lifted_tensor_0"), "constant");
}

TEST(Weights, ScalarsOfAModuleAreTrained) {
  std::string graph = "g (float[2] x) => (float[2] y) <float[1] w = {2}, float gate = {2}> "
                      "{ z = Mul(x, w) y = Mul(z, gate) }";
  onnx::ModelProto model;
  ASSERT_TRUE(onnx::OnnxParser::Parse(model, ("<ir_version: 8, opset_import: [\"\" : 13]>\n" + graph).c_str()).IsOK());
  model.mutable_graph()->mutable_initializer(1)->set_name("block.gate");
  model.mutable_graph()->mutable_node(1)->set_input(1, "block.gate");
  Imported imported = importFile(writeModel(model));
  EXPECT_EQ(imported.classOf("block.gate"), "trained");
  EXPECT_THAT(imported.messages, Not(HasSubstr("rank 0")));
}

TEST(Weights, MasksAreConstants) {
  Imported imported =
      importText(13, "g (float[2] x) => (float[2] y) <float[2] mask = {0, -3e38}> { y = Add(x, mask) }");
  EXPECT_EQ(imported.classOf("mask"), "constant");
}

TEST(Weights, SelectionsWinLastMatchFirst) {
  ImportOptions options;
  options.selections = {{"*", false}, {"scale", true}};
  Imported imported = importText(13,
                                 "g (float[2] x) => (float[2] y) <float[2] b = {1,2}, float scale = {2}> "
                                 "{ z = Mul(x, scale) y = Add(z, b) }",
                                 options);
  EXPECT_EQ(imported.classOf("scale"), "trained");
  EXPECT_EQ(imported.classOf("b"), "frozen");
  EXPECT_THAT(imported.text, HasSubstr("neap.global @b parameter :"));
}

TEST(Weights, ValuesOfConstantNodesAreNotTrained) {
  Imported imported =
      importText(13, "g (float[2] x) => (float[2] y) { w = Constant<value = float[2] {1, 2}>() y = Mul(x, w) }");
  EXPECT_THAT(imported.text, Not(HasSubstr("neap.global")));
}

TEST(Weights, BatchNormIsPromoted) {
  Imported imported = importText(15, batchNorm);
  EXPECT_EQ(imported.classOf("s"), "trained");
  EXPECT_EQ(imported.classOf("m"), "state");
  EXPECT_THAT(imported.text, HasSubstr("= neap.batch_norm "));
  EXPECT_THAT(imported.text,
              HasSubstr("#neap.bind<global, \"m\">}, tensor<2xf32> {neap.bind = #neap.bind<global, \"v\">})"));
}

TEST(Weights, FrozenBatchNormKeepsItsStatistics) {
  ImportOptions options;
  options.batchNorm = BatchNormMode::Frozen;
  Imported imported = importText(15, batchNorm, options);
  EXPECT_EQ(imported.classOf("v"), "state");
  EXPECT_THAT(imported.text, HasSubstr("neap.batch_norm_inference"));
  EXPECT_THAT(imported.text, HasSubstr("return %0 : tensor<4x2x3xf32>"));
}

TEST(Weights, DropoutIsPromotedAndSwitchedOff) {
  const char *graph = "g (float[4] x) => (float[4] y) <float r = {0.25}> { y = Dropout(x, r) }";
  Imported imported = importText(13, graph);
  EXPECT_THAT(imported.text, HasSubstr("neap.global @control.seed control"));
  EXPECT_THAT(imported.text, HasSubstr("ratio 2.500000e-01"));
  ImportOptions options;
  options.dropout = DropoutMode::Off;
  EXPECT_THAT(importText(13, graph, options).text, Not(HasSubstr("neap.dropout")));
}

TEST(Weights, SplitTieIsFoundAndRepaired) {
  const char *graph = "g (float[1,2] x) => (float[1,2] y) <float[2,3] a = {1,2,3,4,5,6}, float[3,2] b = {1,4,2,5,3,6}> "
                      "{ z = MatMul(x, a) y = MatMul(z, b) }";
  EXPECT_THAT(importText(13, graph).messages,
              HasSubstr("warning: initializer `b` equals transpose(a): the exporter split a shared weight"));
  ImportOptions options;
  options.ties = {{"b", "a", true}};
  Imported imported = importText(13, graph, options);
  EXPECT_EQ(imported.messages, "");
  EXPECT_EQ(imported.classOf("b"), "tied");
  EXPECT_THAT(imported.text, Not(HasSubstr("neap.global @b")));
  EXPECT_THAT(imported.text, HasSubstr("neap.transpose"));
}

TEST(Weights, TieOfDifferentShapesIsAnError) {
  ImportOptions options;
  options.ties = {{"b", "a", false}};
  Imported imported = importText(13,
                                 "g (float[2] x) => (float[2] y) <float[2] a = {1,2}, float b = {1}> "
                                 "{ z = Add(x, a) y = Add(z, b) }",
                                 options);
  EXPECT_THAT(imported.messages, HasSubstr("error: --tie b=a: `b` is float32[], expected float32[2]"));
}

TEST(Weights, MergedNormsAreFoundAndUntied) {
  const char *graph = "g (float[2,3] x) => (float[2,3] y) <float[3] s = {1,1,1}> "
                      "{ z = LayerNormalization(x, s) y = LayerNormalization(z, s) }";
  EXPECT_THAT(importText(17, graph).messages,
              HasSubstr("warning: initializer `s` is the scale or bias of 2 normalizations"));
  ImportOptions options;
  options.unties = {"s"};
  Imported imported = importText(17, graph, options);
  EXPECT_EQ(imported.messages, "");
  EXPECT_THAT(imported.text, HasSubstr("neap.global @s parameter trained"));
  EXPECT_THAT(imported.text, HasSubstr("neap.global @s.2 parameter trained"));
}

TEST(Weights, FoldedBatchNormIsFound) {
  Imported imported =
      importText(13, "g (float[1,1,3] x) => (float[1,1,3] y) <float[1,1,1] conv_w = {2}, float[1] conv_w_bias = {1}> "
                     "{ y = Conv(x, conv_w, conv_w_bias) }");
  EXPECT_THAT(imported.messages, HasSubstr("warning: BatchNormalization was folded into 1 of 1 convolutions"));
}

TEST(Weights, GroupNormInDisguiseHasNoParameters) {
  Imported imported = importText(13, "g (float[1,4,2] x) => (float[1,4,2] y) <int64[3] f = {1,2,-1}, int64[3] t = "
                                     "{1,4,2}, float[2] s = {1,1}, float[2] b = {0,0}> "
                                     "{ u = Reshape(x, f) v = InstanceNormalization(u, s, b) y = Reshape(v, t) }");
  EXPECT_EQ(imported.classOf("s"), "constant");
  EXPECT_EQ(imported.classOf("b"), "constant");
}
