//===- SpillMemory.h - Memory for what need not be resident -----*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Small buffers live in memory; large ones in an unlinked temporary file that
// is mapped, so that inflated data and collected predictions do not count
// against the memory that a program promised to stay within.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_SPILLMEMORY_H
#define NEAP_RUNTIME_SPILLMEMORY_H

#include <cstdint>
#include <memory>
#include <string>

namespace neap {
namespace runtime {

class SpillMemory {
public:
  /// `size` bytes, zeroed; `what` names them in messages. Throws Error(InputOutput) when the disk is full,
  /// Error(OutOfMemory).
  SpillMemory(uint64_t size, const std::string &what);

  uint8_t *data() const { return begin.get(); }
  uint64_t size() const { return bytes; }
  /// Whether a file holds the bytes: then `release` drops the resident pages, else it does nothing.
  bool fileBacked() const { return inFile; }
  void release() const;
  std::shared_ptr<const void> owner() const { return begin; }

private:
  std::shared_ptr<uint8_t> begin;
  uint64_t bytes;
  bool inFile;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_SPILLMEMORY_H
