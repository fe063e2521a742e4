//===- OperatorsTest.cpp - Operators, one test a family -------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each case is a graph of one or few nodes and what the module must say. What
// the operators compute is tested against ONNX's node tests in test/Numerics.
//
//===----------------------------------------------------------------------===//

#include "ImportText.h"

using namespace neap;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {
struct Case {
  const char *name;
  int64_t opset;
  const char *graph;
  /// Substrings of the module in order.
  std::vector<std::string> expected;
};
class Operators : public testing::TestWithParam<Case> {};
} // namespace

TEST_P(Operators, Import) {
  const Case &test = GetParam();
  Imported imported = importText(test.opset, test.graph);
  EXPECT_THAT(imported.messages, Not(HasSubstr("error:")));
  size_t position = 0;
  for (const std::string &part : test.expected) {
    size_t found = imported.text.find(part, position);
    ASSERT_NE(found, std::string::npos) << "no '" << part << "' after position " << position << " of\n"
                                        << imported.text;
    position = found + part.size();
  }
}

static std::vector<Case> cases() {
  return {
      // Element-wise
      {"add_broadcasts",
       13,
       "g (float[2,3] x, float[3] b) => (float[2,3] y) { y = Add(x, b) }",
       {"neap.broadcast", "tensor<3xf32> -> tensor<2x3xf32>", "neap.add"}},
      {"mean_of_three",
       13,
       "g (float[2] x, float[2] a, float[2] b) => (float[2] y) { y = Mean(x, a, b) }",
       {"neap.add", "neap.add", "neap.mul"}},
      {"pow_keeps_the_base_type",
       13,
       "g (float[2] x, int64[2] e) => (float[2] y) { y = Pow(x, e) }",
       {"neap.cast", "tensor<2xi64> -> tensor<2xf32>", "neap.pow"}},
      {"where", 16, "g (bool[2] c, float[2] x) => (float[2] y) <float z = {0}> { y = Where(c, x, z) }", {"neap.where"}},
      {"comparison_with_a_literal",
       13,
       "g (float[2] x) => (float[2] y) <float[1] t = {20}> { c = Greater(x, t) n = Neg(x) y = Where(c, x, n) }",
       {"neap.greater"}},
      // Activations
      {"leaky_relu",
       16,
       "g (float[2] x) => (float[2] y) { y = LeakyRelu<alpha = 0.5>(x) }",
       {"neap.leaky_relu", "alpha = 5.000000e-01"}},
      {"relu6_of_constants",
       13,
       "g (float[2] x) => (float[2] y) <float lo = {0}, float hi = {6}> { y = Clip(x, lo, hi) }",
       {"neap.clip", "max = 6.0", "min = 0.0"}},
      {"clip_attributes", 9, "g (float[2] x) => (float[2] y) { y = Clip<max = 6.0>(x) }", {"neap.clip", "max = 6.0"}},
      {"softmax_of_a_matrix",
       11,
       "g (float[2,3,4] x) => (float[2,3,4] y) { y = Softmax<axis = 1>(x) }",
       {"tensor<2x12xf32>", "neap.softmax", "axis = 1", "tensor<2x3x4xf32>"}},
      {"softmax_of_an_axis",
       13,
       "g (float[2,3,4] x) => (float[2,3,4] y) { y = Softmax<axis = 1>(x) }",
       {"neap.softmax", "axis = 1", "tensor<2x3x4xf32>"}},
      {"swish",
       24,
       "g (float[2] x) => (float[2] y) { y = Swish<alpha = 2.0>(x) }",
       {"neap.mul", "neap.sigmoid", "neap.mul"}},
      // Products
      {"gemm",
       13,
       "g (float[2,3] x) => (float[2,4] y) <float[4,3] w = {0,0,0,0,0,0,0,0,0,0,0,0}, float[4] b = {0,0,0,0}> "
       "{ y = Gemm<transB = 1>(x, w, b) }",
       {"neap.global @w parameter trained", "neap.global @b parameter trained", "neap.gemm", "trans_b"}},
      {"matmul_of_batches",
       13,
       "g (float[5,2,3] x, float[3,4] w) => (float[5,2,4] y) { y = MatMul(x, w) }",
       {"neap.matmul", "tensor<5x2x4xf32>"}},
      {"einsum_batched_product",
       12,
       "g (float[2,3,4] x, float[2,5,4] w) => (float[2,3,5] y) { y = Einsum<equation = \"bik,bjk->bij\">(x, w) }",
       {"neap.transpose", "neap.matmul", "tensor<2x3x5xf32>"}},
      {"einsum_trace_of_sums",
       12,
       "g (float[2,3] x) => (float[2] y) { y = Einsum<equation = \"ij->i\">(x) }",
       {"neap.reduce_sum", "tensor<2xf32>"}},
      // Convolution and pooling
      {"conv_with_bias",
       11,
       "g (float[1,1,4,4] x) => (float[1,2,4,4] y) <float[2,1,3,3] w = {1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9}, "
       "float[2] b = {1,2}> { y = Conv<pads = [1,1,1,1]>(x, w, b) }",
       {"neap.convolution", "strides [1, 1]", "pads [1, 1] to [1, 1] group 1", "neap.add"}},
      {"conv_same_upper",
       11,
       "g (float[1,1,5] x, float[1,1,2] w) => (float[1,1,3] y) { y = Conv<auto_pad = \"SAME_UPPER\", strides = [2]>(x, "
       "w) }",
       {"neap.convolution", "pads [0] to [1]", "tensor<1x1x3xf32>"}},
      {"conv_transpose_output_padding",
       11,
       "g (float[1,1,3] x, float[1,1,3] w) => (float[1,1,7] y) { y = ConvTranspose<strides = [2], pads = [1,1], "
       "output_padding = [1]>(x, w) }",
       {"neap.convolution_backward_data", "size [6]", "pads [1] to [0]"}},
      {"conv_transpose_output_shape",
       11,
       "g (float[1,1,3] x, float[1,1,3] w) => (float[1,1,8] y) { y = ConvTranspose<strides = [2], output_shape = "
       "[8]>(x, w) }",
       {"neap.convolution_backward_data", "size [8]", "tensor<1x1x8xf32>"}},
      {"max_pool_ceil",
       12,
       "g (float[1,1,5] x) => (float[1,1,3] y) { y = MaxPool<kernel_shape = [2], strides = [2], ceil_mode = 1>(x) }",
       {"neap.max_pool", "ceil", "tensor<1x1x3xf32>"}},
      {"max_pool_indices",
       12,
       "g (float[1,1,4,4] x) => (float[1,1,2,2] y, int64[1,1,2,2] i) { y, i = MaxPool<kernel_shape = [2,2], strides = "
       "[2,2]>(x) }",
       {"neap.max_pool", "neap.cast", "tensor<1x1x2x2xi8> -> tensor<1x1x2x2xi64>", "neap.mod", "neap.add",
        "tensor<1x1x2x2xi64>"}},
      {"max_unpool_scatters",
       11,
       "g (float[1,1,2,2] x, int64[1,1,2,2] i) => (float[1,1,4,4] y) { y = MaxUnpool<kernel_shape = [2,2], strides = "
       "[2,2]>(x, i) }",
       {"neap.scatter_elements", "tensor<16xf32>", "tensor<1x1x4x4xf32>"}},
      {"top_k",
       11,
       "g (float[2,5] x) => (float[2,3] y, int64[2,3] i) <int64[1] k = {3}> { y, i = TopK(x, k) }",
       {"neap.greater", "neap.reduce_sum", "neap.gather_elements", "tensor<2x3xf32>"}},
      {"average_pool_include_pad",
       19,
       "g (float[1,1,4] x) => (float[1,1,5] y) { y = AveragePool<kernel_shape = [2], pads = [1,1], count_include_pad = "
       "1>(x) }",
       {"neap.average_pool", "by padded"}},
      {"global_average_pool",
       1 + 8,
       "g (float[2,3,4,4] x) => (float[2,3,1,1] y) { y = GlobalAveragePool(x) }",
       {"neap.reduce_mean", "[2, 3]", "tensor<2x3x1x1xf32>"}},
      // Normalization
      {"layer_norm",
       17,
       "g (float[2,3] x) => (float[2,3] y) <float[3] s = {1,2,3}> { y = LayerNormalization(x, s) }",
       {"neap.layer_norm", "axis = 1"}},
      {"group_norm_scale_per_group",
       18,
       "g (float[2,4,3] x) => (float[2,4,3] y) <float[2] s = {1,2}, float[2] b = {1,2}> "
       "{ y = GroupNormalization<num_groups = 2>(x, s, b) }",
       {"neap.broadcast", "tensor<2x1xf32> -> tensor<2x2xf32>", "neap.group_norm", "groups = 2"}},
      {"mean_variance_normalization_by_its_body",
       13,
       "g (float[2,3,4,4] x) => (float[2,3,4,4] y) { y = MeanVarianceNormalization(x) }",
       {"neap.reduce_mean", "neap.pow", "neap.reduce_mean", "neap.sqrt"}},
      // Shape
      {"reshape_copies_and_infers",
       14,
       "g (float[2,3,4] x) => (float[2,12] y) <int64[2] s = {0,-1}> { y = Reshape(x, s) }",
       {"neap.reshape", "tensor<2x12xf32>"}},
      {"slice_backwards",
       13,
       "g (float[5] x) => (float[2] y) <int64[1] s = {-1}, int64[1] e = {-6}, int64[1] a = {0}, int64[1] t = {-3}> "
       "{ y = Slice(x, s, e, a, t) }",
       {"neap.slice", "[4] sizes [2] steps [-3]"}},
      {"slice_attributes",
       9,
       "g (float[5] x) => (float[3] y) { y = Slice<starts = [1], ends = [4]>(x) }",
       {"neap.slice", "[1] sizes [3] steps [1]"}},
      {"split_of_uneven_parts",
       18,
       "g (float[5] x) => (float[3] y, float[2] z) { y, z = Split<num_outputs = 2>(x) }",
       {"[0] sizes [3]", "[3] sizes [2]"}},
      {"pad_of_some_axes",
       18,
       "g (float[2,3] x) => (float[2,5] y) <int64[2] p = {1,1}, float v = {2}, int64[1] a = {-1}> "
       "{ y = Pad<mode = \"reflect\">(x, p, v, a) }",
       {"neap.pad", "reflect", "low [0, 1] high [0, 1]"}},
      {"depth_to_space_crd",
       13,
       "g (float[1,4,2,2] x) => (float[1,1,4,4] y) { y = DepthToSpace<blocksize = 2, mode = \"CRD\">(x) }",
       {"neap.transpose", "[0, 1, 4, 2, 5, 3]"}},
      {"shape_arithmetic_folds",
       13,
       "g (float[2,3,4] x) => (float[6,4] y) <int64 i = {0}, int64 j = {1}, int64[1] m = {-1}, int64[1] a = {0}> "
       "{ s = Shape(x) d = Gather(s, i) e = Gather(s, j) p = Mul(d, e) q = Unsqueeze(p, a) r = Concat<axis = 0>(q, m) "
       "y = Reshape(x, r) }",
       {"-> (tensor<6x4xf32>", "{\n    %0 = neap.reshape"}},
      {"sequence_of_parts",
       13,
       "g (float[6] x) => (float[2] y) <int64 s = {2}, int64 i = {1}> { q = SplitToSequence<axis = 0>(x, s) y = "
       "SequenceAt(q, i) }",
       {"[2] sizes [2]"}},
      {"if_takes_the_branch",
       13,
       "g (float[2] x) => (float[2] y) <bool c = {1}> { y = If(c) <then_branch = t () => (float[2] a) { a = Relu(x) }, "
       "else_branch = e () => (float[2] b) { b = Tanh(x) }> }",
       {"neap.relu"}},
      // Reductions
      {"reduce_axes_of_attribute",
       11,
       "g (float[2,3] x) => (float[2] y) { y = ReduceMean<axes = [-1], keepdims = 0>(x) }",
       {"neap.reduce_mean", "[1]", "tensor<2xf32>"}},
      {"reduce_axes_of_input",
       18,
       "g (float[2,3] x) => (float[1,3] y) <int64[1] a = {0}> { y = ReduceMax(x, a) }",
       {"neap.reduce_max", "[0]", "tensor<1x3xf32>"}},
      {"reduce_nothing",
       18,
       "g (float[2,3] x) => (float[2,3] y) { z = ReduceSumSquare<noop_with_empty_axes = 1>(x) y = Relu(z) }",
       {"neap.relu"}},
      // Resampling
      {"resize_scales",
       13,
       "g (float[1,1,2,2] x) => (float[1,1,4,4] y) <float[4] s = {1,1,2,2}> { y = Resize<mode = \"linear\">(x, , s) }",
       {"neap.resize", "linear", "size [1, 1, 4, 4]"}},
      {"upsample",
       9,
       "g (float[1,1,2,2] x) => (float[1,1,4,4] y) <float[4] s = {1,1,2,2}> { y = Upsample(x, s) }",
       {"neap.resize", "nearest", "coordinates = 4"}},
  };
}

INSTANTIATE_TEST_SUITE_P(Onnx, Operators, testing::ValuesIn(cases()),
                         [](const testing::TestParamInfo<Case> &info) { return std::string(info.param.name); });

TEST(SupportedOperators, AreListedWithTheirVersions) {
  std::vector<SupportedOperator> operators = supportedOperators();
  auto conv = llvm::find_if(operators, [](const SupportedOperator &op) { return op.name == "Conv"; });
  ASSERT_NE(conv, operators.end());
  EXPECT_EQ(conv->sinceVersions, (std::vector<int64_t>{1, 11, 22}));
}
