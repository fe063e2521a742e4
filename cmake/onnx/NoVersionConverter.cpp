//===- NoVersionConverter.cpp - the inliner's one reference to it ----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// ONNX's inliner can convert a function's body to the model's operator sets. Neap
// inlines without (its own tables know every version) and leaves the converter
// out of the build: it is partial, and crashes on hostile files. Asking for it
// anyway is an error that the reader reports like any other of ONNX's.
//
//===----------------------------------------------------------------------===//

#include "onnx/onnx_pb.h"

#include <stdexcept>
#include <string>

namespace onnx::version_conversion {

// Declared in onnx/version_converter/convert.h, beside the whole converter.
ModelProto ConvertVersion(const ModelProto &, int target);

ModelProto ConvertVersion(const ModelProto &, int target) {
  throw std::runtime_error("operators are not converted to operator set " + std::to_string(target));
}

} // namespace onnx::version_conversion
