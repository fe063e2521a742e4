//===- Arena.h - The one allocation -----------------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All memory a program computes in, mapped at once, aligned, and touched before
// the first step: from then on training allocates nothing and takes no page
// fault.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_ARENA_H
#define NEAP_RUNTIME_ARENA_H

#include <cstdint>

namespace neap {
namespace runtime {

class Arena {
public:
  /// Zeroed memory of exactly `bytes`, taken as address space only. Throws Error(OutOfMemory).
  Arena(uint64_t bytes, uint64_t alignment);
  ~Arena();
  Arena(const Arena &) = delete;
  Arena &operator=(const Arena &) = delete;

  /// Makes every page resident, each near one of `threads` threads; what is there stays.
  void touch(int threads);

  uint8_t *data() const { return begin; }
  uint64_t size() const { return bytes; }

private:
  void *mapping = nullptr;
  uint64_t mapped = 0, bytes = 0;
  uint8_t *begin = nullptr;
};

/// The memory this process may use at most, by its control group and the machine; 0 when unknown.
uint64_t memoryLimit();
/// Peak of this process's resident memory (VmHWM) in bytes; 0 when unknown.
uint64_t residentPeak();
/// Resident memory now, and of it what files do not back (RssAnon).
uint64_t residentNow();
uint64_t residentAnonymous();

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_ARENA_H
