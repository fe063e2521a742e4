//===- SpillMemory.cpp - Memory for what need not be resident -------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See SpillMemory.h. The file is given its blocks at once: a full disk is an
// error now, where a later page fault could only kill the process.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/SpillMemory.h"

#include "neap/Runtime/DType.h"
#include "neap/Runtime/Error.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace neap::runtime;

/// Buffers up to this size stay in memory.
static constexpr uint64_t keptInMemory = 8u << 20;

static int openTemporary(uint64_t size, const std::string &what) {
  const char *folder = std::getenv("TMPDIR");
  std::string path = std::string(folder && *folder ? folder : "/tmp") + "/neap-XXXXXX";
  int descriptor = mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0)
    throw fileError(path, "created");
  ::unlink(path.c_str());
  int failure = posix_fallocate(descriptor, 0, off_t(size));
  if (failure != 0) {
    ::close(descriptor);
    errno = failure;
    throw fileError(path, ("given " + bytesText(size) + " for " + what + "; set TMPDIR to a larger disk").c_str());
  }
  return descriptor;
}

SpillMemory::SpillMemory(uint64_t size, const std::string &what) : bytes(size), inFile(size > keptInMemory) {
  uint64_t mapped = std::max<uint64_t>(size, 1);
  int descriptor = inFile ? openTemporary(size, what) : -1;
  void *address =
      mmap(nullptr, mapped, PROT_READ | PROT_WRITE, inFile ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, descriptor, 0);
  if (descriptor >= 0)
    ::close(descriptor);
  if (address == MAP_FAILED)
    throw Error(ExitStatus::OutOfMemory, "no memory for " + what + " (" + bytesText(size) + ")");
  begin = std::shared_ptr<uint8_t>(static_cast<uint8_t *>(address), [mapped](uint8_t *at) { munmap(at, mapped); });
}

void SpillMemory::release() const {
  if (inFile)
    madvise(begin.get(), bytes, MADV_DONTNEED);
}
