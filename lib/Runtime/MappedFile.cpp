//===- MappedFile.cpp - A file seen as memory -----------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// open, fstat, mmap and their failures; see MappedFile.h.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/MappedFile.h"

#include "neap/Runtime/Error.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace neap::runtime;

std::shared_ptr<MappedFile> MappedFile::open(const std::string &path) {
  // O_NONBLOCK: opening a named pipe by mistake must not hang.
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0)
    throw fileError(path, "opened");
  struct stat status;
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    throw Error(ExitStatus::InputOutput, path + ": is not a regular file");
  }
  ByteRange range;
  range.size = uint64_t(status.st_size);
  if (range.size > 0) {
    void *address = mmap(nullptr, range.size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (address == MAP_FAILED) {
      Error error = fileError(path, "mapped");
      ::close(descriptor);
      throw error;
    }
    range.data = static_cast<const uint8_t *>(address);
  }
  ::close(descriptor);
  return std::shared_ptr<MappedFile>(new MappedFile(path, range));
}

MappedFile::~MappedFile() {
  if (range.size > 0)
    munmap(const_cast<uint8_t *>(range.data), range.size);
}

/// Bytes copied between two releases of their pages.
static constexpr uint64_t copyInterval = 4u << 20;

void MappedFile::copyOut(void *to, ByteRange from) const {
  uintptr_t page = uintptr_t(sysconf(_SC_PAGESIZE));
  for (uint64_t done = 0; done < from.size;) {
    uint64_t size = std::min(copyInterval, from.size - done);
    std::memcpy(static_cast<uint8_t *>(to) + done, from.data + done, size);
    const uint8_t *begin = from.data + done;
    uintptr_t before = uintptr_t(begin) % page;
    madvise(const_cast<uint8_t *>(begin - before), size + before, MADV_DONTNEED);
    done += size;
  }
}

void MappedFile::release() const {
  if (range.size > 0)
    madvise(const_cast<uint8_t *>(range.data), range.size, MADV_DONTNEED);
}
