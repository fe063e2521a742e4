//===- Npz.h - Several arrays by name ---------------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `--data` accepts: an .npz archive or a folder of .npy files, seen as
// arrays by name; and the writer of .npz files for `--record` and `--predict`.
// Arrays that a program does not ask for are never inflated.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_NPZ_H
#define NEAP_RUNTIME_NPZ_H

#include "neap/Runtime/Npy.h"
#include "neap/Runtime/Zip.h"

#include <memory>
#include <string>
#include <vector>

namespace neap {
namespace runtime {

class ArraySource {
public:
  /// Opens a file or folder. Throws Error.
  static ArraySource open(const std::string &path);

  const std::string &path() const { return name; }
  /// Names of the arrays, sorted.
  std::vector<std::string> names() const;
  bool has(const std::string &array) const;
  /// Type and shape without reading the data. Throws Error.
  NpyHeader header(const std::string &array) const;
  /// The array; a deflated member is inflated. Throws Error.
  NpyArray array(const std::string &array) const;

private:
  const ZipMember *find(const std::string &array) const;
  std::string name;
  bool folder = false;
  std::vector<std::string> files;
  std::shared_ptr<MappedFile> archive;
  std::vector<ZipMember> members;
};

/// Writes arrays one by one into an .npz file that appears when `commit` is called. bf16 is written as float32.
class NpzWriter {
public:
  explicit NpzWriter(const std::string &path) : file(path), zip(file) {}
  void add(const std::string &name, DType type, const Shape &shape, ByteRange data);
  void commit();

private:
  AtomicFile file;
  ZipWriter zip;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_NPZ_H
