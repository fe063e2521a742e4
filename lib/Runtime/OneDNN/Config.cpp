//===- Config.cpp - Configurations of the oneDNN kernels ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns the structs of OneDNN.h into the integers that a launch table stores
// and back. Knows nothing of oneDNN, so the compiler links it without the
// library; decoding checks everything a call relies on.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/OneDNN.h"

#include <algorithm>
#include <iterator>
#include <limits>

using namespace neap::runtime;

namespace {

constexpr int64_t maxRank = 12;

/// Takes integers off a configuration and remembers whether they sufficed.
class Cursor {
public:
  Cursor(const int64_t *config, uint32_t size) : next(config), left(size) {}

  int64_t take() {
    if (left == 0) {
      short_ = true;
      return 0;
    }
    --left;
    return *next++;
  }
  std::vector<int64_t> take(int64_t count) {
    std::vector<int64_t> values;
    std::generate_n(std::back_inserter(values), std::max<int64_t>(0, count), [&] { return take(); });
    return values;
  }
  /// Everything was there and nothing is left over.
  bool exact() const { return !short_ && left == 0; }

private:
  const int64_t *next;
  uint32_t left;
  bool short_ = false;
};

void append(std::vector<int64_t> &to, const std::vector<int64_t> &from) {
  to.insert(to.end(), from.begin(), from.end());
}

bool inRange(const std::vector<int64_t> &values, int64_t low, int64_t high) {
  for (int64_t v : values)
    if (v < low || v > high)
      return false;
  return true;
}

std::vector<int64_t> denseStrides(const std::vector<int64_t> &dims) {
  std::vector<int64_t> strides(dims.size(), 1);
  for (size_t i = dims.size(); i-- > 1;)
    strides[i - 1] = strides[i] * dims[i];
  return strides;
}

} // namespace

const char *neap::runtime::maxIsaOf(const std::string &cpu) {
  if (cpu == "x86-64-v4")
    return "AVX512_CORE";
  if (cpu == "x86-64-v3")
    return "AVX2";
  if (cpu == "x86-64-v2" || cpu == "x86-64")
    return "SSE41";
  return nullptr;
}

std::vector<int64_t> ConvolutionConfig::encode() const {
  std::vector<int64_t> config = {int64_t(dtype), int64_t(strides.size()), groups, bias ? 1 : 0};
  for (const auto *part : {&source, &weights, &destination, &strides, &dilations, &padsBegin, &padsEnd})
    append(config, *part);
  return config;
}

bool ConvolutionConfig::decode(const int64_t *config, uint32_t size, ConvolutionConfig &result, std::string &message) {
  constexpr int64_t limit = std::numeric_limits<int32_t>::max();
  Cursor cursor(config, size);
  ConvolutionConfig c;
  c.dtype = KernelDType(cursor.take());
  int64_t spatial = cursor.take();
  c.groups = cursor.take();
  c.bias = cursor.take() != 0;
  if (spatial < 1 || spatial > 3) {
    message = "a convolution has 1 to 3 spatial dimensions, not " + std::to_string(spatial);
    return false;
  }
  for (auto *part : {&c.source, &c.weights, &c.destination})
    *part = cursor.take(spatial + 2);
  for (auto *part : {&c.strides, &c.dilations, &c.padsBegin, &c.padsEnd})
    *part = cursor.take(spatial);
  if (!cursor.exact()) {
    message = "a convolution over " + std::to_string(spatial) + " dimensions is described by " +
              std::to_string(10 + 7 * spatial) + " integers, not " + std::to_string(size);
    return false;
  }
  if (c.dtype != KernelDType::F32) {
    message = "only f32 convolutions are supported";
    return false;
  }
  for (const auto *part : {&c.source, &c.weights, &c.destination, &c.strides, &c.dilations})
    if (!inRange(*part, 1, limit)) {
      message = "sizes, strides and dilations of a convolution lie between 1 and 2^31 - 1";
      return false;
    }
  if (!inRange(c.padsBegin, 0, limit) || !inRange(c.padsEnd, 0, limit)) {
    message = "the padding of a convolution lies between 0 and 2^31 - 1";
    return false;
  }
  bool channels = c.groups >= 1 && c.weights[0] % c.groups == 0 &&
                  ((c.weights[0] == c.destination[1] && c.weights[1] * c.groups == c.source[1]) ||
                   (c.weights[0] == c.source[1] && c.weights[1] * c.groups == c.destination[1]));
  if (!channels || c.source[1] % c.groups != 0 || c.destination[1] % c.groups != 0 || c.source[0] != c.destination[0]) {
    message = "the channels of a convolution's operands, its groups and the batch sizes do not agree";
    return false;
  }
  result = std::move(c);
  return true;
}

MatmulConfig MatmulConfig::create(std::vector<int64_t> batch, int64_t m, int64_t n, int64_t k, bool transposeA,
                                  bool transposeB, bool bias) {
  auto operand = [&](int64_t rows, int64_t columns, bool transpose, std::vector<int64_t> &dims,
                     std::vector<int64_t> &strides) {
    dims = batch;
    append(dims, {rows, columns});
    strides = denseStrides(dims);
    if (transpose) {
      strides[dims.size() - 2] = 1;
      strides[dims.size() - 1] = rows;
    }
  };
  MatmulConfig c;
  c.bias = bias;
  operand(m, k, transposeA, c.aDims, c.aStrides);
  operand(k, n, transposeB, c.bDims, c.bStrides);
  c.cDims = batch;
  append(c.cDims, {m, n});
  if (bias) {
    c.biasDims.assign(batch.size() + 1, 1);
    c.biasDims.push_back(n);
  }
  return c;
}

std::vector<int64_t> MatmulConfig::encode() const {
  std::vector<int64_t> config = {int64_t(dtype), int64_t(cDims.size()), bias ? 1 : 0};
  for (const auto *part : {&aDims, &aStrides, &bDims, &bStrides, &cDims})
    append(config, *part);
  if (bias)
    append(config, biasDims);
  return config;
}

bool MatmulConfig::decode(const int64_t *config, uint32_t size, MatmulConfig &result, std::string &message) {
  Cursor cursor(config, size);
  MatmulConfig c;
  c.dtype = KernelDType(cursor.take());
  int64_t rank = cursor.take();
  c.bias = cursor.take() != 0;
  if (rank < 2 || rank > maxRank) {
    message = "a matmul has 2 to " + std::to_string(maxRank) + " dimensions, not " + std::to_string(rank);
    return false;
  }
  for (auto *part : {&c.aDims, &c.aStrides, &c.bDims, &c.bStrides, &c.cDims})
    *part = cursor.take(rank);
  if (c.bias)
    c.biasDims = cursor.take(rank);
  if (!cursor.exact()) {
    message = "a matmul of " + std::to_string(rank) + " dimensions is described by " +
              std::to_string(3 + (c.bias ? 6 : 5) * rank) + " integers, not " + std::to_string(size);
    return false;
  }
  if (c.dtype != KernelDType::F32) {
    message = "only f32 matmuls are supported";
    return false;
  }
  constexpr int64_t limit = int64_t(1) << 40;
  bool fits = inRange(c.aDims, 1, limit) && inRange(c.bDims, 1, limit) && inRange(c.cDims, 1, limit) &&
              inRange(c.aStrides, 0, limit) && inRange(c.bStrides, 0, limit);
  fits = fits && c.aDims[rank - 2] == c.cDims[rank - 2] && c.bDims[rank - 1] == c.cDims[rank - 1] &&
         c.aDims[rank - 1] == c.bDims[rank - 2];
  for (int64_t i = 0; fits && i < rank - 2; ++i)
    fits = (c.aDims[i] == c.cDims[i] || c.aDims[i] == 1) && (c.bDims[i] == c.cDims[i] || c.bDims[i] == 1);
  for (int64_t i = 0; fits && c.bias && i < rank; ++i)
    fits = c.biasDims[i] == 1 || c.biasDims[i] == c.cDims[i];
  if (!fits) {
    message = "the dimensions of a matmul's operands do not agree";
    return false;
  }
  result = std::move(c);
  return true;
}
