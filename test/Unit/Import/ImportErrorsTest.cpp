//===- ImportErrorsTest.cpp - What is wrong, all at once ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Messages name node, value and expectation; dimensions are bound or asked for;
// the files that must be refused are.
//
//===----------------------------------------------------------------------===//

#include "ImportText.h"

using namespace neap;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

static constexpr const char *dynamicGraph =
    "g (float[N,3] x, float[N,T] z) => (float[N,3] y, float[N,T] w) { y = Relu(x) w = Relu(z) }";

TEST(ImportErrors, UnboundDimensionsAreListedWithTheirOptions) {
  Imported imported = importText(13, dynamicGraph);
  EXPECT_EQ(imported.text, "");
  EXPECT_THAT(imported.messages,
              AllOf(HasSubstr("input `x` axis 0 (`N`) is symbolic: give its size with --batch N or --dim N=N"),
                    HasSubstr("input `z` axis 1 (`T`) is symbolic: give its size with --dim T=N")));
}

TEST(ImportErrors, BatchAndNamedDimensionsBind) {
  ImportOptions options;
  options.batch = 4;
  options.dims = {{"T", 5}};
  Imported imported = importText(13, dynamicGraph, options);
  EXPECT_EQ(imported.messages, "");
  EXPECT_THAT(imported.text, AllOf(HasSubstr("tensor<4x3xf32>"), HasSubstr("tensor<4x5xf32>")));
  EXPECT_EQ(imported.report.dims, (std::map<std::string, int64_t>{{"N", 4}, {"T", 5}}));
}

TEST(ImportErrors, UnknownDimensionIsRefused) {
  ImportOptions options;
  options.dims = {{"N", 4}, {"T", 5}, {"U", 6}};
  EXPECT_THAT(importText(13, dynamicGraph, options).messages,
              HasSubstr("--dim U=6: no input has a dimension of this name (there are N, T)"));
}

TEST(ImportErrors, ContradictingBatchIsRefused) {
  ImportOptions options;
  options.batch = 8;
  EXPECT_THAT(importText(13, "g (float[4] x) => (float[4] y) { y = Relu(x) }", options).messages,
              HasSubstr("--batch 8: no input has a symbolic leading dimension, it is fixed to 4"));
}

TEST(ImportErrors, EverythingIsReportedOnce) {
  Imported imported = importText(13, "g (float[2,8] x, int64[2] i) => (float[2] y) <float[9,3] w = "
                                     "{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}> "
                                     "{ a = MatMul(x, w) b = Relu(a) c = Add(x, i) d = NonZero(x) y = Relu(c) }");
  EXPECT_EQ(imported.text, "");
  EXPECT_THAT(imported.messages,
              AllOf(HasSubstr("node `a_node` (MatMul): inner dimensions 8 and 9 differ (`x`, `w`)"),
                    HasSubstr("node `c_node` (Add): float32 and int64 operands"),
                    HasSubstr("node `d_node` (NonZero): operator NonZero is not supported at opset 13"),
                    Not(HasSubstr("`b_node`")), Not(HasSubstr("`y_node`"))));
}

TEST(ImportErrors, ShapesMustBeKnown) {
  EXPECT_THAT(
      importText(13, "g (float[4] x, int64[1] s) => (float[4] y) { y = Reshape(x, s) }").messages,
      HasSubstr("node `y_node` (Reshape): shape (`s`) must be known when compiling, but it depends on the data"));
}

TEST(ImportErrors, LoopsAreRefused) {
  EXPECT_THAT(
      importText(
          13,
          "g (float[4] x, int64 n, bool c) => (float[4] y) { y = Loop(n, c, x) <body = b (int64 i, bool k, float[4] v) "
          "=> (bool k2, float[4] w) { k2 = Identity(k) w = Relu(v) }> }")
          .messages,
      HasSubstr("node `y_node` (Loop): loops are not supported"));
}

TEST(ImportErrors, DialectMessagesNameTheInputs) {
  EXPECT_THAT(importText(13, "g (float[1,1,4] x) => (float[1,1,4] y) { y = MaxPool<kernel_shape = [9]>(x) }").messages,
              HasSubstr("node `y_node` (MaxPool): window 9 is larger than the 4 input (`x` float32[1,1,4])"));
}

TEST(ImportErrors, SizesThatNoProgramHoldsAreRefused) {
  EXPECT_THAT(importText(13, "g (float[2147483647,1048576] x) => (float[N] y) { y = Relu(x) }").messages,
              HasSubstr("input `x` [2147483647,1048576]: more elements than a program could hold"));
  EXPECT_THAT(importText(13, "g (float[2] x) => (float[N] y) <int64[4] s = {2147483647,1048576,1,2}> "
                             "{ y = Expand(x, s) }")
                  .messages,
              HasSubstr("node `y_node` (Expand): a result of shape [2147483647,1048576,1,2] has more elements"));
  EXPECT_THAT(importText(13, "g (float[2] x) => (float[N] y) <int64[1] n = {2097152}> "
                             "{ s = ConstantOfShape(n) y = Expand(x, s) }")
                  .messages,
              HasSubstr("(`s`) is float32[2097152], expected a short list"));
}

TEST(ImportErrors, BlocksOfColumnsAreLimited) {
  auto messages = [](const std::string &image, const std::string &block) {
    return importText(18, "g (float[1,4,1] x) => (float[N] y) <int64[3] image = {" + image + "}, int64[3] block = {" +
                              block + "}> { y = Col2Im(x, image, block) }")
        .messages;
  };
  // The product of these sizes is 2^64.
  EXPECT_THAT(messages("1073741824,1073741824,16", "1073741824,1073741824,16"),
              HasSubstr("node `y_node` (Col2Im): a block of more than 1024 positions is not supported"));
  EXPECT_THAT(messages("9223372036854775807,1,1", "1,1,1"),
              HasSubstr("image size 9223372036854775807, expected 1 to 2^31 - 1"));
  EXPECT_THAT(messages("2,2,2", "2,0,2"), HasSubstr("window size 0, expected at least 1"));
  EXPECT_THAT(messages("2,2,2", "2,2,2"), HasSubstr("expected columns [N, C * 8, 1], found"));
}

//===----------------------------------------------------------------------===//
// Files that the reader accepts and the importer must refuse
//===----------------------------------------------------------------------===//

namespace {
struct BadModel {
  const char *file;
  const char *message;
};
class BadModels : public testing::TestWithParam<BadModel> {};
} // namespace

TEST_P(BadModels, AreRefusedWithOneMessage) {
  Imported imported = importFile(std::string(NEAP_BAD_MODELS "/") + GetParam().file);
  EXPECT_EQ(imported.text, "");
  EXPECT_THAT(imported.messages, HasSubstr(GetParam().message));
  EXPECT_EQ(llvm::StringRef(imported.messages).count("error: "), 1u) << imported.messages;
}

INSTANTIATE_TEST_SUITE_P(Import, BadModels,
                         testing::Values(BadModel{"type-mismatch.onnx", "node `add` (Add): float32 and int64 operands"},
                                         BadModel{"shape-mismatch.onnx", "inner dimensions 8 and 9 differ (`a`, `w2`)"},
                                         BadModel{"integer-output.onnx",
                                                  "output `i` is int64: no loss can be put on it"},
                                         BadModel{"zero-batch.onnx", "input `x`: batch dimension is 0"},
                                         BadModel{"zero-stride.onnx", "node `conv` (Conv): stride 0"},
                                         BadModel{"window-too-large.onnx", "window 9x9 is larger than the 8x8 input"},
                                         BadModel{"bad-group.onnx", "group 3 does not divide 1 channel"}),
                         [](const testing::TestParamInfo<BadModel> &info) {
                           std::string name = info.param.file;
                           name.resize(name.size() - 5);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(ImportErrors, NanWeightsAreImportedWithAWarning) {
  Imported imported = importFile(NEAP_BAD_MODELS "/nan-weights.onnx");
  EXPECT_NE(imported.text, "");
  EXPECT_THAT(imported.messages, HasSubstr("warning: initializer `w1` holds NaN"));
}
