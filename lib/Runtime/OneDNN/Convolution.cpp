//===- Convolution.cpp - Convolution and its transpose, three directions --===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Forward, gradient of the source, gradient of weights and bias. oneDNN chooses
// the layouts (`any`): on a plain NCHW layout it would fall back to a GEMM that
// is several times slower than a reorder and the blocked kernel together.
//
// The transposed convolution differs in its primitives and in its weights: ONNX
// has [C, M / groups, kernel...] where oneDNN has [M, C / groups, kernel...]. A
// description with exchanged strides says so, and the reorder into oneDNN's own
// layout is the only pass over them.
//
//===----------------------------------------------------------------------===//

#include "Call.h"

#include "neap/Runtime/OneDNN.h"

#include <stdexcept>
#include <utility>

using namespace neap::runtime;
using Dims = dnnl::memory::dims;
using Desc = dnnl::memory::desc;

namespace {

constexpr auto f32 = dnnl::memory::data_type::f32;
constexpr auto any = dnnl::memory::format_tag::any;

struct Convolution {
  using Forward = dnnl::convolution_forward;
  using BackwardData = dnnl::convolution_backward_data;
  using BackwardWeights = dnnl::convolution_backward_weights;
  static constexpr auto algorithm = dnnl::algorithm::convolution_direct;
  static constexpr bool transposed = false;
};

struct Deconvolution {
  using Forward = dnnl::deconvolution_forward;
  using BackwardData = dnnl::deconvolution_backward_data;
  using BackwardWeights = dnnl::deconvolution_backward_weights;
  static constexpr auto algorithm = dnnl::algorithm::deconvolution_direct;
  static constexpr bool transposed = true;
};

Dims denseStrides(const Dims &dims) {
  Dims strides(dims.size(), 1);
  for (size_t i = dims.size(); i-- > 1;)
    strides[i - 1] = strides[i] * dims[i];
  return strides;
}

/// The operands as they lie in the arena and in a layout of oneDNN's choice.
struct Shapes {
  Shapes(const ConvolutionConfig &c, bool transposed)
      : strides(c.strides), dilations(c.dilations), begin(c.padsBegin), end(c.padsEnd),
        source(c.source, f32, denseStrides(c.source)), destination(c.destination, f32, denseStrides(c.destination)),
        bias({c.destination[1]}, f32, dnnl::memory::format_tag::x), anySource(c.source, f32, any),
        anyDestination(c.destination, f32, any) {
    for (auto &dilation : dilations)
      dilation -= 1;
    // In memory: [groups, outer, inner, kernel...], where outer is the output channels unless transposed.
    Dims dims = c.weights;
    dims[0] /= c.groups;
    dims.insert(dims.begin(), c.groups);
    Dims steps = denseStrides(dims);
    if (transposed) {
      std::swap(dims[1], dims[2]);
      std::swap(steps[1], steps[2]);
    }
    if (c.groups == 1) {
      dims.erase(dims.begin());
      steps.erase(steps.begin());
    }
    weights = Desc(dims, f32, steps);
    anyWeights = Desc(dims, f32, any);
  }
  Dims strides, dilations, begin, end;
  Desc source, weights, destination, bias, anySource, anyWeights, anyDestination;
};

template <typename Kind> typename Kind::Forward::primitive_desc describeForward(const Shapes &s, bool bias) {
  using Description = typename Kind::Forward::primitive_desc;
  auto prop = dnnl::prop_kind::forward_training;
  if (bias)
    return Description(Call::engine(), prop, Kind::algorithm, s.anySource, s.anyWeights, s.bias, s.anyDestination,
                       s.strides, s.dilations, s.begin, s.end, Call::attributes());
  return Description(Call::engine(), prop, Kind::algorithm, s.anySource, s.anyWeights, s.anyDestination, s.strides,
                     s.dilations, s.begin, s.end, Call::attributes());
}

template <typename Kind> void buildForward(const ConvolutionConfig &config, Call &call) {
  Shapes s(config, Kind::transposed);
  auto description = describeForward<Kind>(s, config.bias);
  uint32_t index = 0;
  call.addInput(DNNL_ARG_SRC, index++, s.source, description.src_desc());
  call.addInput(DNNL_ARG_WEIGHTS, index++, s.weights, description.weights_desc());
  if (config.bias)
    call.addInput(DNNL_ARG_BIAS, index++, s.bias, s.bias);
  call.addOutput(DNNL_ARG_DST, index++, s.destination, description.dst_desc());
  call.finish(typename Kind::Forward(description), description.scratchpad_desc(), index);
}

template <typename Kind> void buildBackwardData(const ConvolutionConfig &config, Call &call) {
  if (config.bias)
    throw std::invalid_argument("the gradient of the source takes no bias");
  Shapes s(config, Kind::transposed);
  typename Kind::BackwardData::primitive_desc description(Call::engine(), Kind::algorithm, s.anySource, s.anyWeights,
                                                          s.anyDestination, s.strides, s.dilations, s.begin, s.end,
                                                          describeForward<Kind>(s, false), Call::attributes());
  call.addInput(DNNL_ARG_DIFF_DST, 0, s.destination, description.diff_dst_desc());
  call.addInput(DNNL_ARG_WEIGHTS, 1, s.weights, description.weights_desc());
  call.addOutput(DNNL_ARG_DIFF_SRC, 2, s.source, description.diff_src_desc());
  call.finish(typename Kind::BackwardData(description), description.scratchpad_desc(), 3);
}

template <typename Kind>
typename Kind::BackwardWeights::primitive_desc describeBackwardWeights(const Shapes &s, bool bias) {
  using Description = typename Kind::BackwardWeights::primitive_desc;
  auto hint = describeForward<Kind>(s, bias);
  if (bias)
    return Description(Call::engine(), Kind::algorithm, s.anySource, s.anyWeights, s.bias, s.anyDestination, s.strides,
                       s.dilations, s.begin, s.end, hint, Call::attributes());
  return Description(Call::engine(), Kind::algorithm, s.anySource, s.anyWeights, s.anyDestination, s.strides,
                     s.dilations, s.begin, s.end, hint, Call::attributes());
}

template <typename Kind> void buildBackwardWeights(const ConvolutionConfig &config, Call &call) {
  Shapes s(config, Kind::transposed);
  auto description = describeBackwardWeights<Kind>(s, config.bias);
  uint32_t index = 0;
  call.addInput(DNNL_ARG_SRC, index++, s.source, description.src_desc());
  call.addInput(DNNL_ARG_DIFF_DST, index++, s.destination, description.diff_dst_desc());
  call.addOutput(DNNL_ARG_DIFF_WEIGHTS, index++, s.weights, description.diff_weights_desc());
  if (config.bias)
    call.addOutput(DNNL_ARG_DIFF_BIAS, index++, s.bias, s.bias);
  call.finish(typename Kind::BackwardWeights(description), description.scratchpad_desc(), index);
}

template <void (*build)(const ConvolutionConfig &, Call &)>
int create(const int64_t *config, uint32_t size, uint32_t threads, void **state, uint64_t *workspaceBytes, char *error,
           uint32_t errorBytes) {
  return createCall<ConvolutionConfig>(config, size, threads, state, workspaceBytes, error, errorBytes, build);
}

} // namespace

const neap_library_kernel neap_onednn_convolution_forward = {
    "onednn.convolution_forward", create<buildForward<Convolution>>, executeCall, destroyCall};
const neap_library_kernel neap_onednn_convolution_backward_data = {
    "onednn.convolution_backward_data", create<buildBackwardData<Convolution>>, executeCall, destroyCall};
const neap_library_kernel neap_onednn_convolution_backward_weights = {
    "onednn.convolution_backward_weights", create<buildBackwardWeights<Convolution>>, executeCall, destroyCall};

const neap_library_kernel neap_onednn_deconvolution_forward = {
    "onednn.deconvolution_forward", create<buildForward<Deconvolution>>, executeCall, destroyCall};
const neap_library_kernel neap_onednn_deconvolution_backward_data = {
    "onednn.deconvolution_backward_data", create<buildBackwardData<Deconvolution>>, executeCall, destroyCall};
const neap_library_kernel neap_onednn_deconvolution_backward_weights = {
    "onednn.deconvolution_backward_weights", create<buildBackwardWeights<Deconvolution>>, executeCall, destroyCall};
