//===- Export.h - The trained model as ONNX ---------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Fills the payload's template with the current parameters and statistics. The
// runtime knows nothing of ONNX: the compiler laid out the file.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_EXPORT_H
#define NEAP_RUNTIME_EXPORT_H

#include "neap/Runtime/Session.h"

#include <string>

namespace neap {
namespace runtime {

/// Writes the model file. Throws Error.
void exportModel(const Session &session, const std::string &path);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_EXPORT_H
