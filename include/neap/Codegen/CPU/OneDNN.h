//===- OneDNN.h - oneDNN calls for ops -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Attaches LibraryKernelInterface to the ops that oneDNN does: matrix products
// and the three forms of a convolution, in f32. Without oneDNN in the build it
// attaches nothing, and every op gets generated code.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_CODEGEN_CPU_ONEDNN_H
#define NEAP_CODEGEN_CPU_ONEDNN_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace neap {

void registerOneDNNKernels(mlir::DialectRegistry &registry);

} // namespace neap

#endif // NEAP_CODEGEN_CPU_ONEDNN_H
