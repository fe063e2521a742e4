//===- OneDNNTest.cpp - Library kernels against naive loops ---------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every kernel over oneDNN, each variant of it on small odd shapes, compared
// with the definition written as loops in double. The workspace is surrounded
// by guard bytes: what a call uses is what it said.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/OneDNN.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

using namespace neap::runtime;

namespace {

using Floats = std::vector<float>;

int64_t product(const std::vector<int64_t> &dims) {
  int64_t result = 1;
  for (int64_t d : dims)
    result *= d;
  return result;
}

/// Small numbers that repeat with a period that no shape here has.
Floats numbers(int64_t count, int seed) {
  Floats values;
  for (int64_t i = 0; i < count; ++i)
    values.push_back(float((i * 37 + seed * 11) % 101) / 50 - 1);
  return values;
}

/// Runs a kernel on copies of its operands; returns all of them afterwards.
std::vector<Floats> run(const neap_library_kernel &kernel, const std::vector<int64_t> &config,
                        std::vector<Floats> operands, uint32_t threads) {
  void *state = nullptr;
  uint64_t workspace = 0;
  char error[256] = "";
  int status = kernel.create(config.data(), uint32_t(config.size()), threads, &state, &workspace, error, sizeof error);
  EXPECT_EQ(status, 0) << kernel.name << ": " << error;
  if (status != 0)
    return {};
  constexpr uint64_t guard = 256;
  std::vector<uint64_t> offsets;
  uint64_t size = guard;
  for (const Floats &operand : operands) {
    offsets.push_back(size);
    size += (operand.size() * sizeof(float) + 63) / 64 * 64 + guard;
  }
  offsets.push_back(size);
  size += workspace + guard;
  uint8_t *arena = static_cast<uint8_t *>(std::aligned_alloc(64, (size + 63) / 64 * 64));
  // Garbage everywhere: nothing may be read that was not written.
  std::memset(arena, 0xA5, size);
  for (size_t i = 0; i < operands.size(); ++i)
    std::memcpy(arena + offsets[i], operands[i].data(), operands[i].size() * sizeof(float));
  // Twice: the second run finds the workspace as the first one left it.
  EXPECT_EQ(kernel.execute(state, arena, offsets.data()), 0);
  EXPECT_EQ(kernel.execute(state, arena, offsets.data()), 0);
  for (size_t i = 0; i < operands.size(); ++i) {
    std::memcpy(operands[i].data(), arena + offsets[i], operands[i].size() * sizeof(float));
    for (uint64_t g = offsets[i] - guard; g < offsets[i]; ++g)
      EXPECT_EQ(arena[g], 0xA5) << kernel.name << " wrote in front of operand " << i;
  }
  for (uint64_t g = size - guard; g < size; ++g)
    EXPECT_EQ(arena[g], 0xA5) << kernel.name << " wrote behind its workspace";
  std::free(arena);
  kernel.destroy(state);
  return operands;
}

void expectNear(const Floats &got, const std::vector<double> &want, const std::string &what) {
  ASSERT_EQ(got.size(), want.size()) << what;
  double scale = 1e-3;
  for (double v : want)
    scale = std::max(scale, std::abs(v));
  for (size_t i = 0; i < got.size(); ++i)
    ASSERT_NEAR(got[i], want[i], 1e-5 * scale) << what << ", element " << i;
}

/// Calls `visit(source index, weight index, destination index)` for every product in a convolution, by its definition.
/// For a transposed one, source and destination exchange their roles.
template <typename Visit> void forEachProduct(const ConvolutionConfig &c, bool transposed, Visit visit) {
  const auto &in = transposed ? c.destination : c.source, &out = transposed ? c.source : c.destination;
  int64_t spatial = int64_t(c.strides.size()), outGroup = out[1] / c.groups, inGroup = in[1] / c.groups;
  std::vector<int64_t> kernel(c.weights.begin() + 2, c.weights.end()), outDims(out.begin() + 2, out.end());
  for (int64_t n = 0; n < out[0]; ++n)
    for (int64_t o = 0; o < out[1]; ++o)
      for (int64_t i = 0; i < inGroup; ++i)
        for (int64_t p = 0; p < product(outDims); ++p)
          for (int64_t k = 0; k < product(kernel); ++k) {
            int64_t restP = p, restK = k, inIndex = 0, step = 1;
            bool inside = true;
            for (int64_t d = spatial - 1; d >= 0; --d) {
              size_t s = size_t(d);
              int64_t position =
                  restP % outDims[s] * c.strides[s] - c.padsBegin[s] + restK % kernel[s] * c.dilations[s];
              inside &= position >= 0 && position < in[s + 2];
              inIndex += position * step;
              step *= in[s + 2];
              restP /= outDims[s];
              restK /= kernel[s];
            }
            if (!inside)
              continue;
            int64_t group = o / outGroup;
            int64_t source = (n * in[1] + group * inGroup + i) * step + inIndex;
            int64_t destination = (n * out[1] + o) * product(outDims) + p;
            int64_t weight = (o * inGroup + i) * product(kernel) + k;
            if (transposed)
              visit(destination, weight, source);
            else
              visit(source, weight, destination);
          }
}

void checkAllDirections(ConvolutionConfig c, bool transposed, const std::string &what) {
  Floats x = numbers(product(c.source), 1), w = numbers(product(c.weights), 2), b = numbers(c.destination[1], 3);
  Floats dy = numbers(product(c.destination), 4);
  std::vector<double> y(dy.size()), dx(x.size()), dw(w.size()), db(b.size());
  forEachProduct(c, transposed, [&](int64_t s, int64_t k, int64_t d) {
    y[size_t(d)] += double(x[size_t(s)]) * double(w[size_t(k)]);
    dx[size_t(s)] += double(dy[size_t(d)]) * double(w[size_t(k)]);
    dw[size_t(k)] += double(x[size_t(s)]) * double(dy[size_t(d)]);
  });
  int64_t inner = product(c.destination) / c.destination[0] / c.destination[1];
  std::vector<double> yBias = y;
  for (size_t i = 0; i < y.size(); ++i) {
    size_t channel = size_t(int64_t(i) / inner % c.destination[1]);
    yBias[i] += double(b[channel]);
    db[channel] += double(dy[i]);
  }
  const auto &forward = transposed ? neap_onednn_deconvolution_forward : neap_onednn_convolution_forward;
  const auto &data = transposed ? neap_onednn_deconvolution_backward_data : neap_onednn_convolution_backward_data;
  const auto &weights =
      transposed ? neap_onednn_deconvolution_backward_weights : neap_onednn_convolution_backward_weights;
  for (uint32_t threads : {1u, 2u}) {
    std::string label = what + ", " + std::to_string(threads) + " threads";
    Floats empty(dy.size());
    c.bias = false;
    auto config = c.encode();
    auto result = run(forward, config, {x, w, empty}, threads);
    ASSERT_EQ(result.size(), 3u) << label;
    expectNear(result[2], y, label + ", forward");
    result = run(data, config, {dy, w, Floats(x.size())}, threads);
    ASSERT_EQ(result.size(), 3u) << label;
    expectNear(result[2], dx, label + ", backward data");
    result = run(weights, config, {x, dy, Floats(w.size())}, threads);
    ASSERT_EQ(result.size(), 3u) << label;
    expectNear(result[2], dw, label + ", backward weights");
    c.bias = true;
    config = c.encode();
    result = run(forward, config, {x, w, b, empty}, threads);
    ASSERT_EQ(result.size(), 4u) << label;
    expectNear(result[3], yBias, label + ", forward with bias");
    result = run(weights, config, {x, dy, Floats(w.size()), Floats(b.size())}, threads);
    ASSERT_EQ(result.size(), 4u) << label;
    expectNear(result[2], dw, label + ", backward weights with bias");
    expectNear(result[3], db, label + ", gradient of the bias");
  }
}

struct Case {
  const char *name;
  int64_t batch, in, out, groups;
  std::vector<int64_t> size, kernel, strides, dilations, begin, end;
};

const Case cases[] = {
    {"plain", 2, 3, 5, 1, {7, 9}, {3, 3}, {1, 1}, {1, 1}, {0, 0}, {0, 0}},
    {"padded", 2, 16, 32, 1, {8, 8}, {3, 3}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
    {"strided", 1, 5, 7, 1, {9, 11}, {3, 3}, {2, 2}, {1, 1}, {1, 1}, {1, 1}},
    {"strideLeavesARest", 2, 4, 4, 1, {8, 10}, {3, 3}, {2, 3}, {1, 1}, {0, 0}, {0, 0}},
    {"dilated", 2, 3, 4, 1, {11, 9}, {3, 2}, {1, 1}, {2, 3}, {2, 0}, {2, 0}},
    {"asymmetricPads", 2, 3, 4, 1, {6, 7}, {3, 2}, {1, 2}, {1, 1}, {0, 1}, {2, 0}},
    {"grouped", 2, 6, 9, 3, {5, 7}, {3, 3}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
    {"depthwise", 2, 16, 16, 16, {7, 7}, {3, 3}, {2, 2}, {1, 1}, {1, 1}, {1, 1}},
    {"depthwiseOdd", 1, 5, 5, 5, {6, 6}, {3, 3}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
    {"depthMultiplier", 2, 4, 8, 4, {5, 5}, {3, 3}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
    {"groupedStridedDilated", 2, 8, 4, 2, {9, 9}, {3, 3}, {2, 1}, {2, 2}, {2, 2}, {2, 2}},
    {"pointwise", 3, 7, 13, 1, {4, 5}, {1, 1}, {1, 1}, {1, 1}, {0, 0}, {0, 0}},
    {"large kernel", 1, 3, 8, 1, {12, 12}, {7, 7}, {2, 2}, {1, 1}, {3, 3}, {3, 3}},
    {"oneDimension", 2, 3, 5, 1, {13}, {4}, {2}, {1}, {1}, {2}},
    {"oneDimensionGroupedDilated", 2, 4, 6, 2, {13}, {3}, {1}, {3}, {3}, {1}},
    {"threeDimensions", 1, 3, 4, 1, {4, 5, 6}, {2, 3, 3}, {1, 2, 1}, {1, 1, 1}, {0, 1, 1}, {1, 1, 0}},
    {"threeDimensionsGrouped", 2, 4, 4, 2, {3, 4, 5}, {2, 2, 3}, {1, 1, 2}, {1, 2, 1}, {1, 1, 1}, {0, 1, 1}},
};

/// A transposed case maps `in` channels of the small side to `out` of the large one: sizes as in the forward case,
/// swapped.
ConvolutionConfig configOf(const Case &c, bool transposed) {
  ConvolutionConfig config;
  config.groups = c.groups;
  config.strides = c.strides;
  config.dilations = c.dilations;
  config.padsBegin = c.begin;
  config.padsEnd = c.end;
  std::vector<int64_t> large = {c.batch, c.in}, small = {c.batch, c.out};
  config.weights = {c.out, c.in / c.groups};
  for (size_t d = 0; d < c.size.size(); ++d) {
    large.push_back(c.size[d]);
    int64_t reach = (c.kernel[d] - 1) * c.dilations[d] + 1;
    small.push_back((c.size[d] + c.begin[d] + c.end[d] - reach) / c.strides[d] + 1);
    config.weights.push_back(c.kernel[d]);
  }
  config.source = transposed ? small : large;
  config.destination = transposed ? large : small;
  return config;
}

} // namespace

TEST(OneDNNConvolution, agreesWithItsDefinition) {
  for (const Case &c : cases)
    checkAllDirections(configOf(c, false), false, c.name);
}

TEST(OneDNNDeconvolution, agreesWithItsDefinition) {
  for (const Case &c : cases)
    checkAllDirections(configOf(c, true), true, std::string("transposed ") + c.name);
}

namespace {

void checkMatmul(MatmulConfig c, const std::string &what, int64_t aCount, int64_t bCount) {
  Floats a = numbers(aCount, 5), b = numbers(bCount, 6), bias = numbers(c.bias ? product(c.biasDims) : 0, 7);
  size_t rank = c.cDims.size();
  std::vector<double> want(size_t(product(c.cDims)));
  for (size_t n = 0; n < want.size(); ++n) {
    std::vector<int64_t> index(rank);
    int64_t rest = int64_t(n), aBase = 0, bBase = 0, biasIndex = 0, biasStep = 1;
    for (size_t d = rank; d-- > 0;) {
      index[d] = rest % c.cDims[d];
      rest /= c.cDims[d];
      if (c.bias) {
        biasIndex += c.biasDims[d] == 1 ? 0 : index[d] * biasStep;
        biasStep *= c.biasDims[d];
      }
      if (d != rank - 1)
        aBase += c.aDims[d] == 1 ? 0 : index[d] * c.aStrides[d];
      if (d != rank - 2)
        bBase += c.bDims[d] == 1 ? 0 : index[d] * c.bStrides[d];
    }
    for (int64_t k = 0; k < c.aDims[rank - 1]; ++k)
      want[n] +=
          double(a[size_t(aBase + k * c.aStrides[rank - 1])]) * double(b[size_t(bBase + k * c.bStrides[rank - 2])]);
    if (c.bias)
      want[n] += double(bias[size_t(biasIndex)]);
  }
  for (uint32_t threads : {1u, 2u}) {
    std::vector<Floats> operands = {a, b};
    if (c.bias)
      operands.push_back(bias);
    operands.push_back(Floats(want.size()));
    auto result = run(neap_onednn_matmul, c.encode(), operands, threads);
    ASSERT_EQ(result.size(), operands.size()) << what;
    expectNear(result.back(), want, what);
  }
}

} // namespace

TEST(OneDNNMatmul, agreesWithItsDefinition) {
  for (bool transposeA : {false, true})
    for (bool transposeB : {false, true})
      for (bool bias : {false, true}) {
        std::string what = std::string(transposeA ? "A'" : "A") + (transposeB ? " B'" : " B") + (bias ? " + bias" : "");
        checkMatmul(MatmulConfig::create({}, 5, 7, 3, transposeA, transposeB, bias), what, 15, 21);
        checkMatmul(MatmulConfig::create({}, 1, 10, 64, transposeA, transposeB, bias), what, 64, 640);
        checkMatmul(MatmulConfig::create({}, 130, 33, 17, transposeA, transposeB, bias), what + ", packed", 130 * 17,
                    33 * 17);
        checkMatmul(MatmulConfig::create({2, 3}, 4, 5, 6, transposeA, transposeB, bias), what + ", batched", 144, 180);
      }
}

TEST(OneDNNMatmul, broadcastsBatchesAndBias) {
  MatmulConfig c = MatmulConfig::create({2, 3}, 4, 5, 6, false, false, true);
  c.bDims = {1, 1, 6, 5};
  c.bStrides = {30, 30, 5, 1};
  checkMatmul(c, "one B for all", 144, 30);
  c.biasDims = {1, 1, 4, 5};
  checkMatmul(c, "bias of a whole matrix", 144, 30);
}

TEST(OneDNN, refusesWhatItCannotDo) {
  void *state = nullptr;
  uint64_t workspace;
  char error[64] = "";
  std::vector<int64_t> config = configOf(cases[0], false).encode();
  config[0] = int64_t(KernelDType::F64);
  EXPECT_NE(neap_onednn_convolution_forward.create(config.data(), uint32_t(config.size()), 1, &state, &workspace, error,
                                                   sizeof error),
            0);
  EXPECT_STREQ(error, "only f32 convolutions are supported");
  config = configOf(cases[0], false).encode();
  config[4 + 8 + 2] += 40; // the destination's height
  EXPECT_NE(neap_onednn_convolution_forward.create(config.data(), uint32_t(config.size()), 1, &state, &workspace, error,
                                                   sizeof error),
            0);
  EXPECT_STRNE(error, "");
}
