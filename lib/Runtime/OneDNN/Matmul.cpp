//===- Matmul.cpp - Matrix products ---------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Batched products over strided operands. The right operand of a large product
// is packed into oneDNN's own layout on the way: one pass over K x N against M
// of them in the product.
//
//===----------------------------------------------------------------------===//

#include "Call.h"

#include "neap/Runtime/OneDNN.h"

using namespace neap::runtime;
using Dims = dnnl::memory::dims;
using Desc = dnnl::memory::desc;

namespace {

constexpr auto f32 = dnnl::memory::data_type::f32;
/// Rows of the left operand from which packing the right one pays.
constexpr int64_t packingRows = 128;

Desc dense(const Dims &dims) {
  Dims strides(dims.size(), 1);
  for (size_t i = dims.size(); i-- > 1;)
    strides[i - 1] = strides[i] * dims[i];
  return Desc(dims, f32, strides);
}

bool worthPacking(const MatmulConfig &config) {
  size_t rank = config.cDims.size();
  for (size_t i = 0; i + 2 < rank; ++i)
    if (config.cDims[i] != 1)
      return false;
  return config.cDims[rank - 2] >= packingRows;
}

void build(const MatmulConfig &config, Call &call) {
  Desc a(config.aDims, f32, config.aStrides), b(config.bDims, f32, config.bStrides), c = dense(config.cDims);
  Desc inner = worthPacking(config) ? Desc(config.bDims, f32, dnnl::memory::format_tag::any) : b;
  using Description = dnnl::matmul::primitive_desc;
  Description description = config.bias
                                ? Description(Call::engine(), a, inner, dense(config.biasDims), c, Call::attributes())
                                : Description(Call::engine(), a, inner, c, Call::attributes());
  uint32_t index = 0;
  call.addInput(DNNL_ARG_SRC, index++, a, a);
  call.addInput(DNNL_ARG_WEIGHTS, index++, b, description.weights_desc());
  if (config.bias)
    call.addInput(DNNL_ARG_BIAS, index++, dense(config.biasDims), dense(config.biasDims));
  call.addOutput(DNNL_ARG_DST, index++, c, c);
  call.finish(dnnl::matmul(description), description.scratchpad_desc(), index);
}

int create(const int64_t *config, uint32_t size, uint32_t threads, void **state, uint64_t *workspaceBytes, char *error,
           uint32_t errorBytes) {
  return createCall<MatmulConfig>(config, size, threads, state, workspaceBytes, error, errorBytes, build);
}

} // namespace

const neap_library_kernel neap_onednn_matmul = {"onednn.matmul", create, executeCall, destroyCall};
