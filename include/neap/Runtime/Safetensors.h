//===- Safetensors.h - Reader and writer of safetensors files ---*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The format of weights and checkpoints: 8 bytes header size, a JSON header
// naming dtype, shape and byte range of each tensor, then the bytes. The reader
// works on mapped memory, checks every number it is given, and copies nothing.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_SAFETENSORS_H
#define NEAP_RUNTIME_SAFETENSORS_H

#include "neap/Runtime/AtomicFile.h"
#include "neap/Runtime/DType.h"

#include <map>
#include <string>
#include <vector>

namespace neap {
namespace runtime {

struct SafetensorsEntry {
  DType dtype;
  Shape shape;
  ByteRange bytes;
};

struct SafetensorsFile {
  std::map<std::string, SafetensorsEntry> tensors;
  std::map<std::string, std::string> metadata;
};

/// Parses a file in memory; the entries point into it. `name` is for messages. Throws Error(Mismatch).
SafetensorsFile parseSafetensors(ByteRange file, const std::string &name);

/// A tensor to write, its bytes in one or several pieces.
struct SafetensorsInput {
  std::string name;
  DType dtype;
  Shape shape;
  std::vector<ByteRange> pieces;
};

/// Writes a whole file, in the order given. Throws Error when pieces do not add up to the shape or a name is not UTF-8.
void writeSafetensors(Sink &sink, const std::vector<SafetensorsInput> &tensors,
                      const std::map<std::string, std::string> &metadata);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_SAFETENSORS_H
