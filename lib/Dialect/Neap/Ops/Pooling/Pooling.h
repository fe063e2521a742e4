//===- Pooling.h - Windows of pooling ops -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the shapes, gradients and lowerings of pooling share.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_POOLING_POOLING_H
#define NEAP_DIALECT_NEAP_OPS_POOLING_POOLING_H

#include "Convolution/Window.h"

namespace neap {

template <typename OpTy> Window getPoolWindow(OpTy op) {
  return {llvm::to_vector(op.getKernel()),  llvm::to_vector(op.getStrides()),  llvm::to_vector(op.getDilations()),
          llvm::to_vector(op.getPadsLow()), llvm::to_vector(op.getPadsHigh()), op.getCeilMode()};
}

} // namespace neap

#endif // NEAP_DIALECT_NEAP_OPS_POOLING_POOLING_H
