//===- Arena.cpp - The one allocation -------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Anonymous memory with room for the alignment, huge pages where the kernel
// grants them. The checks against the control group's limit come first: beyond
// it the kernel would kill the process without a word.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Arena.h"

#include "neap/Runtime/DType.h"
#include "neap/Runtime/Error.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

using namespace neap::runtime;

namespace {

/// A number in a file that holds one, or after `key` at the start of a line; false when there is none.
bool readNumber(const char *path, const char *key, uint64_t &value) {
  FILE *file = std::fopen(path, "re");
  if (!file)
    return false;
  char line[256];
  bool found = false;
  size_t keySize = std::strlen(key);
  while (!found && std::fgets(line, sizeof line, file)) {
    if (std::strncmp(line, key, keySize) != 0)
      continue;
    char *end = nullptr;
    unsigned long long number = std::strtoull(line + keySize, &end, 10);
    found = end != line + keySize;
    if (found)
      value = number;
  }
  std::fclose(file);
  return found;
}

uint64_t statusBytes(const char *key) {
  uint64_t kibibytes = 0;
  return readNumber("/proc/self/status", key, kibibytes) ? kibibytes * 1024 : 0;
}

} // namespace

uint64_t neap::runtime::memoryLimit() {
  uint64_t limit = uint64_t(sysconf(_SC_PHYS_PAGES)) * uint64_t(sysconf(_SC_PAGESIZE)), group;
  for (const char *path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"})
    if (readNumber(path, "", group))
      limit = std::min(limit, group);
  return limit;
}

uint64_t neap::runtime::residentPeak() { return statusBytes("VmHWM:"); }
uint64_t neap::runtime::residentNow() { return statusBytes("VmRSS:"); }
uint64_t neap::runtime::residentAnonymous() { return statusBytes("RssAnon:"); }

Arena::Arena(uint64_t size, uint64_t alignment) : bytes(size) {
  constexpr uint64_t hugePage = 2u << 20;
  uint64_t page = uint64_t(sysconf(_SC_PAGESIZE));
  alignment = std::max({alignment, page, size >= hugePage ? hugePage : page});
  uint64_t limit = memoryLimit();
  if (limit != 0 && size > limit)
    throw Error(ExitStatus::OutOfMemory, "the program needs " + bytesText(size) + " and may use " + bytesText(limit) +
                                             " here; compile it with a smaller --memory-budget");
  if (size > UINT64_MAX - 2 * alignment)
    throw Error(ExitStatus::Defect, "the arena's size overflows");
  mapped = (size + page - 1) / page * page + alignment;
  mapping = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapping == MAP_FAILED)
    throw Error(ExitStatus::OutOfMemory, "no memory for the arena of " + bytesText(size) +
                                             "; compile the program with a smaller --memory-budget");
  uint64_t skip = (alignment - uint64_t(mapping) % alignment) % alignment;
  begin = static_cast<uint8_t *>(mapping) + skip;
  madvise(begin, size / hugePage * hugePage, MADV_HUGEPAGE);
}

void Arena::touch(int threads) {
  uint64_t page = uint64_t(sysconf(_SC_PAGESIZE));
  int64_t pages = int64_t((bytes + page - 1) / page);
#pragma omp parallel for num_threads(threads) schedule(static)
  for (int64_t i = 0; i < pages; ++i) {
    volatile uint8_t *first = begin + uint64_t(i) * page;
    *first = *first;
  }
}

Arena::~Arena() { munmap(mapping, mapped); }
