//===- Window.h - Sliding windows in ONNX attributes ------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Strides, dilations, pads and auto_pad, which convolutions and poolings share.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_IMPORT_ONNX_OPS_WINDOW_H
#define NEAP_LIB_IMPORT_ONNX_OPS_WINDOW_H

#include "../Node.h"

namespace neap {
namespace onnx_import {

/// One number per spatial dimension in each list.
struct Window {
  llvm::SmallVector<int64_t> kernel, strides, dilations, padsLow, padsHigh;

  /// Extent of the window over dimension `i`, gaps included.
  int64_t extent(unsigned i) const { return (kernel[i] - 1) * dilations[i] + 1; }
  /// strides, dilations, pads_low, pads_high.
  llvm::SmallVector<mlir::NamedAttribute> attributes(Node &node) const;
};

/// Reads the attributes of a node whose windows slide over `input` (spatial sizes). Pads are resolved for every
/// auto_pad, those of a transposed convolution aside. Fails, reported, on lists of the wrong length and numbers out of
/// range.
llvm::FailureOr<Window> readWindow(Node &node, llvm::ArrayRef<int64_t> input, llvm::ArrayRef<int64_t> kernel);

/// The spatial sizes of input `index`, which must be [N, C, in…]; fails, reported, otherwise.
llvm::FailureOr<llvm::SmallVector<int64_t>> spatialSizes(Node &node, unsigned index);

} // namespace onnx_import
} // namespace neap

#endif // NEAP_LIB_IMPORT_ONNX_OPS_WINDOW_H
