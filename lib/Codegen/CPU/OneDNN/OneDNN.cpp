//===- OneDNN.cpp - oneDNN calls for ops ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns an op's shapes and attributes into the configuration of a library kernel.
// Whether oneDNN does the case, and with how much scratch, is asked of the runtime's
// own kernel: what is planned here is what the program will ask for at start-up.
//
//===----------------------------------------------------------------------===//

#include "neap/Codegen/CPU/OneDNN.h"
#include "Contraction/Contraction.h"
#include "neap/Dialect/Neap/Ops/Contraction.h"
#include "neap/Dialect/Neap/Ops/Convolution.h"
#include "neap/Runtime/OneDNN.h"

using namespace mlir;
using namespace neap;
using runtime::ConvolutionConfig;
using runtime::MatmulConfig;

/// oneDNN is called on f32 tensors that have elements.
static bool isSupported(Operation *op) {
  auto accepts = [](Type type) {
    auto tensor = cast<RankedTensorType>(type);
    return tensor.getElementType().isF32() && tensor.getNumElements() > 0;
  };
  return llvm::all_of(op->getOperandTypes(), accepts) && llvm::all_of(op->getResultTypes(), accepts);
}

/// The call with the workspace that `kernel` asks for; nothing when it refuses the configuration.
static std::optional<LibraryCall> makeCall(StringRef symbol, const neap_library_kernel &kernel,
                                           const std::vector<int64_t> &config, unsigned threads) {
  void *state = nullptr;
  uint64_t workspace = 0;
  char error[256];
  if (kernel.create(config.data(), config.size(), threads, &state, &workspace, error, sizeof(error)) != 0)
    return std::nullopt;
  kernel.destroy(state);
  return LibraryCall{
      symbol.str(), SmallVector<int64_t>(config.begin(), config.end()), static_cast<int64_t>(workspace), {0, 1, 2}};
}

static std::vector<int64_t> toVector(ArrayRef<int64_t> values) { return {values.begin(), values.end()}; }

static std::vector<int64_t> shapeOf(Value value) {
  return toVector(cast<RankedTensorType>(value.getType()).getShape());
}

//===----------------------------------------------------------------------===//
// Convolution
//===----------------------------------------------------------------------===//

/// Negative pads (crops) and what does not fit are left to generated code.
template <typename OpTy>
static std::optional<LibraryCall> callConvolution(OpTy op, Value source, Value weights, Value destination,
                                                  StringRef symbol, const neap_library_kernel &kernel,
                                                  unsigned threads) {
  auto isNegative = [](int64_t pad) { return pad < 0; };
  if (!isSupported(op) || llvm::any_of(op.getPadsLow(), isNegative) || llvm::any_of(op.getPadsHigh(), isNegative))
    return std::nullopt;
  ConvolutionConfig config;
  config.groups = op.getGroup();
  config.source = shapeOf(source);
  config.weights = shapeOf(weights);
  config.destination = shapeOf(destination);
  config.strides = toVector(op.getStrides());
  config.dilations = toVector(op.getDilations());
  config.padsBegin = toVector(op.getPadsLow());
  config.padsEnd = toVector(op.getPadsHigh());
  return makeCall(symbol, kernel, config.encode(), threads);
}

namespace {

struct ForwardCall : LibraryKernelInterface::ExternalModel<ForwardCall, ConvolutionOp> {
  std::optional<LibraryCall> getLibraryCall(Operation *op, unsigned threads) const {
    auto conv = cast<ConvolutionOp>(op);
    return callConvolution(conv, conv.getX(), conv.getW(), conv.getY(), "neap_onednn_convolution_forward",
                           neap_onednn_convolution_forward, threads);
  }
};

struct BackwardDataCall : LibraryKernelInterface::ExternalModel<BackwardDataCall, ConvolutionBackwardDataOp> {
  std::optional<LibraryCall> getLibraryCall(Operation *op, unsigned threads) const {
    auto conv = cast<ConvolutionBackwardDataOp>(op);
    return callConvolution(conv, conv.getDx(), conv.getW(), conv.getDy(), "neap_onednn_convolution_backward_data",
                           neap_onednn_convolution_backward_data, threads);
  }
};

struct BackwardWeightsCall : LibraryKernelInterface::ExternalModel<BackwardWeightsCall, ConvolutionBackwardWeightsOp> {
  std::optional<LibraryCall> getLibraryCall(Operation *op, unsigned threads) const {
    auto conv = cast<ConvolutionBackwardWeightsOp>(op);
    return callConvolution(conv, conv.getX(), conv.getDw(), conv.getDy(), "neap_onednn_convolution_backward_weights",
                           neap_onednn_convolution_backward_weights, threads);
  }
};

//===----------------------------------------------------------------------===//
// Matrix products
//===----------------------------------------------------------------------===//

struct MatmulCall : LibraryKernelInterface::ExternalModel<MatmulCall, MatmulOp> {
  std::optional<LibraryCall> getLibraryCall(Operation *op, unsigned threads) const {
    auto matmul = cast<MatmulOp>(op);
    if (!isSupported(op))
      return std::nullopt;
    FailureOr<ProductSizes> sizes = ProductSizes::infer({}, cast<RankedTensorType>(matmul.getA().getType()).getShape(),
                                                        cast<RankedTensorType>(matmul.getB().getType()).getShape(),
                                                        matmul.getTransposeA(), matmul.getTransposeB());
    if (failed(sizes))
      return std::nullopt;
    MatmulConfig config;
    describeOperand(sizes->batchA, sizes->m, sizes->k, matmul.getTransposeA(), config.aDims, config.aStrides);
    describeOperand(sizes->batchB, sizes->k, sizes->n, matmul.getTransposeB(), config.bDims, config.bStrides);
    config.cDims = toVector(sizes->batch);
    config.cDims.insert(config.cDims.end(), {sizes->m, sizes->n});
    return makeCall("neap_onednn_matmul", neap_onednn_matmul, config.encode(), threads);
  }

  /// A dense operand [batch…, rows, columns], or [batch…, columns, rows] in memory where it is transposed.
  static void describeOperand(ArrayRef<int64_t> batch, int64_t rows, int64_t columns, bool transposed,
                              std::vector<int64_t> &dims, std::vector<int64_t> &strides) {
    dims = toVector(batch);
    dims.insert(dims.end(), {rows, columns});
    strides.assign(dims.size(), 1);
    strides[batch.size() + (transposed ? 1 : 0)] = transposed ? rows : columns;
    int64_t stride = rows * columns;
    for (size_t i = batch.size(); i-- > 0; stride *= batch[i])
      strides[i] = stride;
  }
};

} // namespace

void neap::registerOneDNNKernels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    ConvolutionOp::attachInterface<ForwardCall>(*context);
    ConvolutionBackwardDataOp::attachInterface<BackwardDataCall>(*context);
    ConvolutionBackwardWeightsOp::attachInterface<BackwardWeightsCall>(*context);
    MatmulOp::attachInterface<MatmulCall>(*context);
  });
}
