//===- LibraryHeader.h - The C header of an emitted library -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_COMPILER_LIBRARYHEADER_H
#define NEAP_LIB_COMPILER_LIBRARYHEADER_H

#include "mlir/IR/BuiltinOps.h"

#include <string>

namespace neap {

/// Text of the header that goes beside a library: what it is included for, its inputs and outputs with their shapes,
/// and an example in a comment.
std::string libraryHeader(mlir::ModuleOp planned, const std::string &libraryName);

} // namespace neap

#endif // NEAP_LIB_COMPILER_LIBRARYHEADER_H
