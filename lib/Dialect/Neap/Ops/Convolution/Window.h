//===- Window.h - Sliding windows of convolution and pooling -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How a window slides over the spatial dimensions: position k of window o stands
// at o * stride + k * dilation - padLow. Checked once here, with messages that
// name the values, for every op that has windows.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_CONVOLUTION_WINDOW_H
#define NEAP_DIALECT_NEAP_OPS_CONVOLUTION_WINDOW_H

#include "neap/Dialect/Neap/IR/Neap.h"

namespace neap {

/// One number per spatial dimension in each list.
struct Window {
  llvm::SmallVector<int64_t> kernel, strides, dilations, padsLow, padsHigh;
  bool ceilMode = false;

  unsigned rank() const { return kernel.size(); }
  /// Positions in the window.
  int64_t volume() const { return llvm::product_of(kernel); }
};

/// Number of windows per dimension over `input`; failure with a message at `location` where the window is unusable.
llvm::FailureOr<llvm::SmallVector<int64_t>> inferWindowCounts(std::optional<mlir::Location> location,
                                                              llvm::ArrayRef<int64_t> input, const Window &window);

/// "3x5" for messages.
std::string formatSizes(llvm::ArrayRef<int64_t> sizes);

/// The spatial dimensions of [N, C, …]; nothing (with a message) where there are not 1 to 3 of them.
std::optional<llvm::ArrayRef<int64_t>> getSpatialSizes(std::optional<mlir::Location> location, mlir::Value value);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_CONVOLUTION_WINDOW_H
