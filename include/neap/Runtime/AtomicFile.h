//===- AtomicFile.h - Files that are there whole or not at all --*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes beside the target, syncs, renames over it and syncs the folder:
// whoever looks, at any moment and after any kill, sees the old file or the new
// one. Everything a program writes goes through here.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_ATOMICFILE_H
#define NEAP_RUNTIME_ATOMICFILE_H

#include <cstdint>
#include <string>
#include <vector>

namespace neap {
namespace runtime {

/// Where bytes go, in order.
class Sink {
public:
  virtual ~Sink() = default;
  virtual void write(const void *data, uint64_t size) = 0;
  void write(const std::string &text) { write(text.data(), text.size()); }
};

/// A file at `path + ".partial"` until `commit`. Destroyed without it, the partial file is removed and the target
/// untouched.
class AtomicFile : public Sink {
public:
  /// Throws Error(InputOutput), as do all others.
  explicit AtomicFile(std::string path);
  ~AtomicFile() override;
  AtomicFile(const AtomicFile &) = delete;
  AtomicFile &operator=(const AtomicFile &) = delete;

  using Sink::write;
  void write(const void *data, uint64_t size) override;
  uint64_t written() const { return total; }
  void commit();

  /// Called before every system call that changes the disk, with its name: tests stop the process there.
  static void (*beforeWrite)(const char *call);

private:
  void flush();
  std::string target, partial;
  std::vector<uint8_t> buffer;
  uint64_t total = 0;
  int descriptor = -1;
};

/// Writes all of `size` bytes to a descriptor, retrying short writes; false and errno on failure.
bool writeFully(int descriptor, const void *data, uint64_t size);

/// Creates a folder and its parents. Throws Error(InputOutput).
void createFolder(const std::string &path);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_ATOMICFILE_H
