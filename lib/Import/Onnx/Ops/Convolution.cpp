//===- Convolution.cpp - Convolutions -------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Conv and ConvTranspose. A bias is an addition of its own.
//
//===----------------------------------------------------------------------===//

#include "Window.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

/// Adds input 2, one number per channel of `y`.
static Value addBias(Node &node, Value y) {
  if (!y || !node.hasInput(2))
    return y;
  Value bias = node.input(2);
  int64_t channels = shapeOf(y)[1];
  if (!bias)
    return {};
  if (shapeOf(bias) != ArrayRef(channels)) {
    (void)node.fail("bias `" + node.inputName(2) + "` is " + describe(typeOf(bias)) + ", expected [" + Twine(channels) +
                    "]");
    return {};
  }
  SmallVector<int64_t> aligned(shapeOf(y).size(), 1);
  aligned[1] = channels;
  return node.create("add", {y, node.broadcast(node.reshape(bias, aligned), shapeOf(y))});
}

/// The kernel sizes: those of w, which kernel_shape repeats.
static FailureOr<SmallVector<int64_t>> kernelSizes(Node &node, size_t rank) {
  RankedTensorType weight = node.inputType(1);
  if (!weight)
    return failure();
  if (weight.getRank() != static_cast<int64_t>(rank) + 2)
    return node.fail("expected weights of rank " + Twine(rank + 2) + ", found `" + node.inputName(1) + "` " +
                     describe(weight));
  SmallVector<int64_t> kernel(weight.getShape().drop_front(2)), declared = node.getInts("kernel_shape");
  if (!declared.empty() && declared != kernel)
    return node.fail("kernel_shape " + describe(declared) + " contradicts `" + node.inputName(1) + "` " +
                     describe(weight));
  return kernel;
}

namespace {

/// What Conv and ConvTranspose have in common.
struct Convolution {
  SmallVector<int64_t> input;
  Window window;

  SmallVector<NamedAttribute> attributes(Node &node) const {
    SmallVector<NamedAttribute> attrs = window.attributes(node);
    attrs.push_back(node.attr("group", node.getInt("group", 1)));
    return attrs;
  }
};

} // namespace

static FailureOr<Convolution> readConvolution(Node &node) {
  FailureOr<SmallVector<int64_t>> input = spatialSizes(node, 0);
  if (failed(input))
    return failure();
  FailureOr<SmallVector<int64_t>> kernel = kernelSizes(node, input->size());
  if (failed(kernel))
    return failure();
  FailureOr<Window> window = readWindow(node, *input, *kernel);
  if (failed(window))
    return failure();
  return Convolution{std::move(*input), std::move(*window)};
}

static LogicalResult importConv(Node &node) {
  FailureOr<Convolution> conv = readConvolution(node);
  if (failed(conv))
    return failure();
  Value y = node.create("convolution", {node.input(0), node.input(1)}, conv->attributes(node));
  return node.done(addBias(node, y));
}

/// Sizes of a transposed convolution's result; adjusts the pads where output_shape or auto_pad sets them. By ONNX:
/// size = stride (in - 1) + output_padding + extent - pads, and with output_shape the pads follow from the size.
static FailureOr<SmallVector<int64_t>> transposedSizes(Node &node, ArrayRef<int64_t> input, Window &window) {
  size_t rank = input.size();
  SmallVector<int64_t> padding = node.getInts("output_padding"), wanted = node.getInts("output_shape"), sizes;
  if (padding.empty())
    padding.assign(rank, 0);
  // Some exporters give the whole shape, with batch and channels.
  if (wanted.size() == rank + 2)
    wanted.erase(wanted.begin(), wanted.begin() + 2);
  if (padding.size() != rank || (!wanted.empty() && wanted.size() != rank))
    return node.fail("output_padding " + describe(padding) + " and output_shape " + describe(wanted) + " must have " +
                     Twine(rank) + " numbers");
  std::string mode = node.getString("auto_pad", "NOTSET");
  for (size_t i = 0; i < rank; ++i) {
    if (padding[i] < 0 || padding[i] >= std::max(window.strides[i], window.dilations[i]))
      return node.fail("output_padding " + Twine(padding[i]) + " must be at least 0 and below the stride or dilation");
    int64_t full = window.strides[i] * (input[i] - 1) + padding[i] + window.extent(i);
    bool same = mode == "SAME_UPPER" || mode == "SAME_LOWER";
    if (wanted.empty() && !same) {
      sizes.push_back(full - window.padsLow[i] - window.padsHigh[i]);
    } else {
      sizes.push_back(wanted.empty() ? input[i] * window.strides[i] : wanted[i]);
      int64_t total = full - sizes.back();
      // Rounds down: a result longer than the full one grows at its end first.
      int64_t half = llvm::divideFloorSigned(total, 2);
      window.padsLow[i] = mode == "SAME_UPPER" ? half : total - half;
      window.padsHigh[i] = total - window.padsLow[i];
    }
    if (sizes.back() < 1 || sizes.back() > std::numeric_limits<int32_t>::max())
      return node.fail("spatial dimension " + Twine(i) + " of the result is " + Twine(sizes.back()));
    // The op is the adjoint of a convolution over the result: there the windows must end at the high pad.
    window.padsHigh[i] = window.strides[i] * (input[i] - 1) + window.extent(i) - window.padsLow[i] - sizes.back();
  }
  return sizes;
}

static LogicalResult importConvTranspose(Node &node) {
  FailureOr<Convolution> conv = readConvolution(node);
  if (failed(conv))
    return failure();
  FailureOr<SmallVector<int64_t>> sizes = transposedSizes(node, conv->input, conv->window);
  if (failed(sizes))
    return failure();
  SmallVector<NamedAttribute> attrs = conv->attributes(node);
  attrs.push_back(node.attr("size", *sizes));
  return node.done(addBias(node, node.create("convolution_backward_data", {node.input(0), node.input(1)}, attrs)));
}

/// Col2Im: the columns [N, C K, L] are what a transposed convolution of one group a channel adds up where its weights
/// are the identity, from position in the column to position in the block.
static LogicalResult importCol2Im(Node &node) {
  Value x = node.input(0);
  std::optional<SmallVector<int64_t>> image = node.ints(1, "image_shape"), block = node.ints(2, "block_shape");
  if (!x || !image || !block)
    return failure();
  FailureOr<Window> window = readWindow(node, *image, *block);
  if (failed(window))
    return failure();
  for (int64_t size : *image)
    if (size < 1 || size > std::numeric_limits<int32_t>::max())
      return node.fail("image size " + Twine(size) + ", expected 1 to 2^31 - 1");
  // The identity has the square of this many numbers.
  constexpr int64_t mostPositions = 1024;
  int64_t blockSize = 1, columns = 1;
  for (int64_t size : *block)
    if ((blockSize *= size) > mostPositions)
      return node.fail("a block of more than " + Twine(mostPositions) + " positions is not supported, found " +
                       describe(*block));
  SmallVector<int64_t> shape(shapeOf(x));
  SmallVector<int64_t> counts;
  for (size_t i = 0; i < image->size(); ++i) {
    int64_t room = (*image)[i] + window->padsLow[i] + window->padsHigh[i] - window->extent(i);
    counts.push_back(room < 0 ? 0 : room / window->strides[i] + 1);
    columns *= counts.back();
    window->padsHigh[i] =
        window->strides[i] * (counts.back() - 1) + window->extent(i) - window->padsLow[i] - (*image)[i];
  }
  if (shape.size() != 3 || columns < 1 || shape[2] != columns || shape[1] % blockSize)
    return node.fail("expected columns [N, C * " + Twine(blockSize) + ", " + Twine(columns) + "], found " +
                     node.describeInputs());
  SmallVector<float> identity(blockSize * blockSize, 0.0f);
  for (int64_t i = 0; i < blockSize; ++i)
    identity[i * (blockSize + 1)] = 1.0f;
  auto type = RankedTensorType::get({blockSize, blockSize}, node.builder().getF32Type());
  int64_t channels = shape[1] / blockSize;
  Value weights =
      node.cast(node.constant(DenseElementsAttr::get(type, ArrayRef(identity))), typeOf(x).getElementType());
  SmallVector<int64_t> weightShape = {shape[1], 1}, gridShape = {shape[0], shape[1]};
  llvm::append_range(weightShape, *block);
  llvm::append_range(gridShape, counts);
  weights = node.reshape(node.broadcast(weights, {channels, blockSize, blockSize}), weightShape);
  SmallVector<NamedAttribute> attrs = window->attributes(node);
  attrs.push_back(node.attr("group", channels));
  attrs.push_back(node.attr("size", *image));
  return node.done(node.create("convolution_backward_data", {node.reshape(x, gridShape), weights}, attrs));
}

void neap::onnx_import::addConvolutionOps(OpTable &table) {
  table.add("Conv", {1, 11, 22}, importConv);
  table.add("Col2Im", {18}, importCol2Im);
  table.add("ConvTranspose", {1, 11, 22}, importConvTranspose);
}
