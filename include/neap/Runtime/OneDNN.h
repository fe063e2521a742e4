//===- OneDNN.h - The library kernels over oneDNN ----------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a launch table refers to when a kernel is a oneDNN call, and the
// configuration each of them reads. The compiler fills the structs and stores
// `encode()`; the runtime gets them back with `decode()`. All tensors are dense
// row-major (NCHW, OIHW) in the arena; where oneDNN prefers another layout the
// call reorders through its workspace, which also holds its scratchpad.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_ONEDNN_H
#define NEAP_RUNTIME_ONEDNN_H

#include "neap/Runtime/Program.h"

#ifdef __cplusplus
extern "C" {
#endif

// Arguments of each kernel, in the order of `neap_launch::offsets`; [bias] is
// there only when the configuration says so, the workspace is always last.

/// (source, weights, [bias], destination, workspace), `ConvolutionConfig`.
extern const neap_library_kernel neap_onednn_convolution_forward;
/// (gradient of destination, weights, gradient of source, workspace), `ConvolutionConfig` with bias 0.
extern const neap_library_kernel neap_onednn_convolution_backward_data;
/// (source, gradient of destination, gradient of weights, [gradient of bias], workspace), `ConvolutionConfig`.
extern const neap_library_kernel neap_onednn_convolution_backward_weights;

/// ConvTranspose; weights are [C, M / groups, kernel...] as in ONNX.
/// (source, weights, [bias], destination, workspace), `ConvolutionConfig`.
extern const neap_library_kernel neap_onednn_deconvolution_forward;
/// (gradient of destination, weights, gradient of source, workspace), `ConvolutionConfig` with bias 0.
extern const neap_library_kernel neap_onednn_deconvolution_backward_data;
/// (source, gradient of destination, gradient of weights, [gradient of bias], workspace), `ConvolutionConfig`.
extern const neap_library_kernel neap_onednn_deconvolution_backward_weights;

/// (A, B, [bias], C, workspace), `MatmulConfig`.
extern const neap_library_kernel neap_onednn_matmul;

#ifdef __cplusplus
} // extern "C"

#include <string>
#include <vector>

namespace neap {
namespace runtime {

/// Element types in configurations. Only F32 is accepted today.
enum class KernelDType : int64_t {
  F32 = 0,
  F64 = 1,
  F16 = 2,
  BF16 = 3,
  I1 = 4,
  I8 = 5,
  I32 = 6,
  I64 = 7,
  U8 = 8,
  I16 = 9
};

/// The value of ONEDNN_MAX_CPU_ISA that keeps oneDNN within a baseline processor, null for a concrete one. Set before
/// oneDNN is first used, by whoever plans workspaces and by the program: both must see the same kernels.
const char *maxIsaOf(const std::string &cpu);

/// One convolution or transposed convolution over 1 to 3 spatial dimensions.
///
/// For a convolution: source [N, C, in...], weights [M, C / groups, kernel...],
/// destination [N, M, out...]. For a deconvolution: source [N, C, in...],
/// weights [C, M / groups, kernel...], destination [N, M, out...]. Padding may
/// differ at both ends; a dilation of 1 is a dense kernel (as in ONNX). The
/// output padding of ConvTranspose is implied by the destination's size.
struct ConvolutionConfig {
  KernelDType dtype = KernelDType::F32;
  int64_t groups = 1;
  bool bias = false;
  std::vector<int64_t> source, weights, destination;
  std::vector<int64_t> strides, dilations, padsBegin, padsEnd;

  /// dtype, spatial rank R, groups, bias, source (R + 2), weights (R + 2),
  /// destination (R + 2), strides, dilations, padsBegin, padsEnd (R each).
  std::vector<int64_t> encode() const;
  /// Reads what `encode` wrote and checks it; false and a message otherwise.
  static bool decode(const int64_t *config, uint32_t size, ConvolutionConfig &result, std::string &message);
};

/// C = A * B (+ bias) over the last two dimensions; the leading ones are batch
/// dimensions, where 1 in A or B broadcasts. A transposed operand is said by its strides.
struct MatmulConfig {
  KernelDType dtype = KernelDType::F32;
  bool bias = false;
  /// Logical dimensions ([batch..., M, K], [batch..., K, N]) and strides in elements.
  std::vector<int64_t> aDims, aStrides, bDims, bStrides;
  /// [batch..., M, N], dense row-major.
  std::vector<int64_t> cDims;
  /// With bias: dense, as many dimensions as C, each 1 or that of C.
  std::vector<int64_t> biasDims;

  /// A [m, k], B [k, n] in memory; with transposeA the memory holds [k, m], with
  /// transposeB [n, k]. `batch` are the leading dimensions of all three. With
  /// bias it is [n].
  static MatmulConfig create(std::vector<int64_t> batch, int64_t m, int64_t n, int64_t k, bool transposeA = false,
                             bool transposeB = false, bool bias = false);

  /// dtype, rank R, bias, aDims, aStrides, bDims, bStrides, cDims, [biasDims] (R each).
  std::vector<int64_t> encode() const;
  /// Reads what `encode` wrote and checks it; false and a message otherwise.
  static bool decode(const int64_t *config, uint32_t size, MatmulConfig &result, std::string &message);
};

} // namespace runtime
} // namespace neap
#endif // __cplusplus

#endif // NEAP_RUNTIME_ONEDNN_H
