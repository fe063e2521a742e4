//===- Window.cpp - Sliding windows in ONNX attributes --------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Numbers come from the file: each is bounded before it is computed with.
//
//===----------------------------------------------------------------------===//

#include "Window.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

SmallVector<NamedAttribute> Window::attributes(Node &node) const {
  return {node.attr("strides", strides), node.attr("dilations", dilations), node.attr("pads_low", padsLow),
          node.attr("pads_high", padsHigh)};
}

FailureOr<SmallVector<int64_t>> neap::onnx_import::spatialSizes(Node &node, unsigned index) {
  RankedTensorType type = node.inputType(index);
  if (!type)
    return failure();
  if (type.getRank() < 3 || type.getRank() > 5)
    return node.fail("expected a tensor [N, C, ...] with 1 to 3 spatial dimensions, found `" + node.inputName(index) +
                     "` " + describe(type));
  return llvm::to_vector(type.getShape().drop_front(2));
}

/// The attribute's numbers, `absent` for each where it is not given.
static FailureOr<SmallVector<int64_t>> readList(Node &node, StringRef name, StringRef singular, size_t count,
                                                int64_t absent, int64_t least) {
  constexpr int64_t most = std::numeric_limits<int32_t>::max();
  SmallVector<int64_t> values = node.getInts(name);
  if (values.empty())
    values.assign(count, absent);
  if (values.size() != count)
    return node.fail(name + " has " + Twine(values.size()) + " numbers, expected " + Twine(count));
  for (int64_t value : values)
    if (value < least || value > most)
      return node.fail(singular + " " + Twine(value) + ", expected " + Twine(least) + " to " + Twine(most));
  return values;
}

FailureOr<Window> neap::onnx_import::readWindow(Node &node, ArrayRef<int64_t> input, ArrayRef<int64_t> kernel) {
  Window window;
  size_t rank = input.size();
  window.kernel.assign(kernel.begin(), kernel.end());
  constexpr int64_t leastPad = -(int64_t(1) << 30);
  FailureOr<SmallVector<int64_t>> strides = readList(node, "strides", "stride", rank, 1, 1),
                                  dilations = readList(node, "dilations", "dilation", rank, 1, 1),
                                  pads = readList(node, "pads", "pad", 2 * rank, 0, leastPad);
  if (failed(strides) || failed(dilations) || failed(pads))
    return failure();
  if (window.kernel.size() != rank)
    return node.fail("kernel_shape has " + Twine(window.kernel.size()) + " numbers, expected " + Twine(rank));
  for (int64_t size : window.kernel)
    if (size < 1 || size > std::numeric_limits<int32_t>::max())
      return node.fail("window size " + Twine(size) + ", expected at least 1");
  window.strides = *strides;
  window.dilations = *dilations;
  window.padsLow.assign(pads->begin(), pads->begin() + rank);
  window.padsHigh.assign(pads->begin() + rank, pads->end());
  std::string mode = node.getString("auto_pad", "NOTSET");
  if (mode == "NOTSET")
    return window;
  if (mode != "VALID" && mode != "SAME_UPPER" && mode != "SAME_LOWER")
    return node.fail("auto_pad is `" + mode + "`, expected NOTSET, VALID, SAME_UPPER or SAME_LOWER");
  for (size_t i = 0; i < rank; ++i) {
    // SAME: as many windows as strides fit into the input.
    int64_t windows = llvm::divideCeil(input[i], window.strides[i]);
    int64_t total = std::max<int64_t>(0, (windows - 1) * window.strides[i] + window.extent(i) - input[i]);
    total = mode == "VALID" ? 0 : total;
    window.padsLow[i] = mode == "SAME_LOWER" ? total - total / 2 : total / 2;
    window.padsHigh[i] = total - window.padsLow[i];
  }
  return window;
}
