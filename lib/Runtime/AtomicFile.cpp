//===- AtomicFile.cpp - Files that are there whole or not at all ----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The order is what makes it safe: data written and synced under another name,
// then the rename, then the folder synced so that the rename itself survives. A
// partial file left by a killed process is overwritten by the next write.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/AtomicFile.h"

#include "neap/Runtime/Error.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace neap::runtime;

void (*AtomicFile::beforeWrite)(const char *call) = nullptr;

static void announce(const char *call) {
  if (AtomicFile::beforeWrite)
    AtomicFile::beforeWrite(call);
}

bool neap::runtime::writeFully(int descriptor, const void *data, uint64_t size) {
  const char *next = static_cast<const char *>(data);
  while (size > 0) {
    ssize_t count = ::write(descriptor, next, size < (uint64_t(1) << 30) ? size : uint64_t(1) << 30);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return false;
    next += count;
    size -= uint64_t(count);
  }
  return true;
}

static std::string folderOf(const std::string &path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos)
    return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

void neap::runtime::createFolder(const std::string &path) {
  for (size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    std::string prefix = path.substr(0, end);
    if (mkdir(prefix.c_str(), 0777) != 0 && errno != EEXIST)
      throw fileError(prefix, "created");
    if (end == std::string::npos)
      break;
  }
  struct stat status;
  if (stat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
    throw Error(ExitStatus::InputOutput, path + ": is not a folder");
}

AtomicFile::AtomicFile(std::string path) : target(std::move(path)), partial(target + ".partial") {
  announce("open");
  descriptor = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0)
    throw fileError(target, "written");
  buffer.reserve(1 << 16);
}

AtomicFile::~AtomicFile() {
  if (descriptor < 0)
    return;
  ::close(descriptor);
  ::unlink(partial.c_str());
}

void AtomicFile::write(const void *data, uint64_t size) {
  total += size;
  if (buffer.size() + size <= buffer.capacity()) {
    const uint8_t *bytes = static_cast<const uint8_t *>(data);
    buffer.insert(buffer.end(), bytes, bytes + size);
    return;
  }
  flush();
  if (size < buffer.capacity()) {
    write(data, size);
    total -= size;
    return;
  }
  announce("write");
  if (!writeFully(descriptor, data, size))
    throw fileError(target, "written");
}

void AtomicFile::flush() {
  if (buffer.empty())
    return;
  announce("write");
  if (!writeFully(descriptor, buffer.data(), buffer.size()))
    throw fileError(target, "written");
  buffer.clear();
}

void AtomicFile::commit() {
  flush();
  announce("fsync");
  // Not everything can be synced (a pipe, some network folders): EINVAL says just that.
  if (::fsync(descriptor) != 0 && errno != EINVAL)
    throw fileError(target, "written");
  int toClose = descriptor;
  descriptor = -1;
  if (::close(toClose) != 0) {
    Error error = fileError(target, "written");
    ::unlink(partial.c_str());
    throw error;
  }
  announce("rename");
  if (::rename(partial.c_str(), target.c_str()) != 0) {
    Error error = fileError(target, "written");
    ::unlink(partial.c_str());
    throw error;
  }
  announce("fsync folder");
  int folder = ::open(folderOf(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
}
