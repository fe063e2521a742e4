//===- Npy.h - NumPy's array files ------------------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The .npy format, versions 1 to 3: header parsing with every number checked,
// and the header of files we write. An array is a view; the owner of its bytes
// (a mapping, or memory) rides along.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_NPY_H
#define NEAP_RUNTIME_NPY_H

#include "neap/Runtime/DType.h"
#include "neap/Runtime/MappedFile.h"

#include <memory>
#include <string>

namespace neap {
namespace runtime {

struct NpyHeader {
  NumpyType type;
  bool fortranOrder = false;
  Shape shape;
  /// Bytes in front of the data, and of the data.
  uint64_t headerBytes = 0, dataBytes = 0;
};

/// Bytes from which the header of any sensible file can be read.
constexpr uint64_t npyHeaderLimit = 1 << 16;

/// Reads the header from the first bytes of a file; `name` is for messages. Throws Error(Mismatch).
NpyHeader parseNpyHeader(ByteRange begin, const std::string &name);

struct NpyArray {
  NpyHeader header;
  ByteRange data;
  /// Keeps `data` alive: the mapped file, or memory holding an inflated member.
  std::shared_ptr<const void> owner;
  /// The bytes come from a file: `release` may drop the resident pages.
  bool fileBacked = false;
  void release() const;
};

/// An array in a mapped .npy file. Throws Error.
NpyArray openNpy(const std::string &path);

/// The header of version 1.0, padded to 64 bytes. bf16 has no NumPy type: the caller converts first.
std::string npyHeader(DType type, const Shape &shape);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_NPY_H
