//===- Zip.h - The archive format of .npz files -----------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the directory of a ZIP file, ZIP64 included, and finds each member's
// bytes, which a ZIP library does not tell: stored members are then used where
// they lie in the mapping. Members may be stored or deflated. The writer
// stores.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_ZIP_H
#define NEAP_RUNTIME_ZIP_H

#include "neap/Runtime/AtomicFile.h"
#include "neap/Runtime/DType.h"

#include <string>
#include <vector>

namespace neap {
namespace runtime {

struct ZipMember {
  std::string name;
  /// As it lies in the file, compressed when `deflated`.
  ByteRange bytes;
  bool deflated = false;
  uint64_t size = 0;
  uint32_t crc = 0;
};

/// The members of an archive in memory, in the order of its directory. Throws Error(Mismatch).
std::vector<ZipMember> readZipDirectory(ByteRange file, const std::string &name);

/// Inflates the first `size` bytes of a deflated member into `to`; checks the checksum when that is all of it. Throws
/// Error(Mismatch).
void inflateMember(const ZipMember &member, uint8_t *to, uint64_t size, const std::string &name);

/// Checks a stored member's checksum. Throws Error(Mismatch).
void checkStoredMember(const ZipMember &member, const std::string &name);

/// Writes an archive of stored members; each starts on a multiple of 64 bytes.
class ZipWriter {
public:
  explicit ZipWriter(Sink &sink) : sink(sink) {}
  void add(const std::string &name, const std::vector<ByteRange> &pieces);
  /// Writes the directory. Nothing may be added after it.
  void finish();

private:
  struct Entry {
    std::string name;
    uint32_t crc;
    uint64_t size, offset;
  };
  void write(const void *data, uint64_t size);
  Sink &sink;
  std::vector<Entry> entries;
  uint64_t position = 0;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_ZIP_H
