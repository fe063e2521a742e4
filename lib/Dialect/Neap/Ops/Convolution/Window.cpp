//===- Window.cpp - Sliding windows of convolution and pooling ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Checks of window attributes and the sizes that follow from them. The numbers
// come from a file that may be hostile, so every product below is bounded first.
//
//===----------------------------------------------------------------------===//

#include "Convolution/Window.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace neap;

std::string neap::formatSizes(ArrayRef<int64_t> sizes) {
  return llvm::join(llvm::map_range(sizes, [](int64_t size) { return std::to_string(size); }), "x");
}

std::optional<ArrayRef<int64_t>> neap::getSpatialSizes(std::optional<Location> location, Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.getRank() < 3 || type.getRank() > 5) {
    (void)emitOptionalError(location, "expected a tensor of 3 to 5 dimensions [N, C, …], found ", type);
    return std::nullopt;
  }
  return type.getShape().drop_front(2);
}

/// One number per spatial dimension, each in [low, 2^31).
static LogicalResult checkList(std::optional<Location> location, StringRef name, ArrayRef<int64_t> values, size_t rank,
                               int64_t low) {
  if (values.size() != rank)
    return emitOptionalError(location, "expected ", rank, " ", name, "s, one per spatial dimension, found ",
                             values.size());
  for (int64_t value : values)
    if (value < low || value > std::numeric_limits<int32_t>::max())
      return emitOptionalError(location, name, " ", value, ": expected a number between ", low, " and 2^31 - 1");
  return success();
}

FailureOr<SmallVector<int64_t>> neap::inferWindowCounts(std::optional<Location> location, ArrayRef<int64_t> input,
                                                        const Window &window) {
  constexpr int64_t lowestPad = -(int64_t(1) << 31);
  if (failed(checkList(location, "window size", window.kernel, input.size(), 1)) ||
      failed(checkList(location, "stride", window.strides, input.size(), 1)) ||
      failed(checkList(location, "dilation", window.dilations, input.size(), 1)) ||
      failed(checkList(location, "low pad", window.padsLow, input.size(), lowestPad)) ||
      failed(checkList(location, "high pad", window.padsHigh, input.size(), lowestPad)))
    return failure();
  SmallVector<int64_t> extents, padded, counts;
  bool isPadded = false, fits = true;
  for (auto [i, size] : llvm::enumerate(input)) {
    if (size < 1)
      return emitOptionalError(location, "expected a non-empty input, found ", formatSizes(input));
    extents.push_back((window.kernel[i] - 1) * window.dilations[i] + 1);
    padded.push_back(size + window.padsLow[i] + window.padsHigh[i]);
    isPadded |= padded[i] != size;
    fits &= extents[i] <= padded[i];
  }
  if (!fits) {
    std::string where = isPadded ? " (padded to " + formatSizes(padded) + ")" : "";
    return emitOptionalError(location, "window ", formatSizes(extents), " is larger than the ", formatSizes(input),
                             " input", where);
  }
  for (auto [i, size] : llvm::enumerate(input)) {
    int64_t room = padded[i] - extents[i], stride = window.strides[i];
    int64_t count = (window.ceilMode ? llvm::divideCeil(room, stride) : room / stride) + 1;
    if (window.ceilMode && (count - 1) * stride >= size + window.padsLow[i])
      --count;
    counts.push_back(count);
  }
  return counts;
}
