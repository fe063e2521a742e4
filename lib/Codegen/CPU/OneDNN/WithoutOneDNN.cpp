//===- WithoutOneDNN.cpp - A build that found no oneDNN ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// No op has a library call, so all code is generated.
//
//===----------------------------------------------------------------------===//

#include "neap/Codegen/CPU/OneDNN.h"

void neap::registerOneDNNKernels(mlir::DialectRegistry &) {}
