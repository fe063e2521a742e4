//===- MappedFile.h - A file seen as memory ---------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Read-only mapping of a whole regular file. Pages that were read can be given
// back (`release`), so that mapped data and weights do not count against the
// memory a program promised to stay within.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_MAPPEDFILE_H
#define NEAP_RUNTIME_MAPPEDFILE_H

#include "neap/Runtime/DType.h"

#include <memory>
#include <string>

namespace neap {
namespace runtime {

class MappedFile {
public:
  /// Throws Error(InputOutput) when the file cannot be read.
  static std::shared_ptr<MappedFile> open(const std::string &path);
  ~MappedFile();
  MappedFile(const MappedFile &) = delete;
  MappedFile &operator=(const MappedFile &) = delete;

  const std::string &path() const { return name; }
  ByteRange bytes() const { return range; }
  /// Drops the resident pages; they are read again when touched.
  void release() const;
  /// Copies a part of the file, giving its pages back piece by piece: the whole is never resident beside the copy.
  void copyOut(void *to, ByteRange from) const;

private:
  MappedFile(std::string path, ByteRange range) : name(std::move(path)), range(range) {}
  std::string name;
  ByteRange range;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_MAPPEDFILE_H
