//===- ExternalData.h - Mapped model and data files -------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The files a model consists of, each mapped once and read-only. A path written
// in a model is hostile until shown otherwise: it must stay in the model's
// folder, also after symbolic links, and is not opened before that is known.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_IMPORT_ONNX_READER_EXTERNALDATA_H
#define NEAP_LIB_IMPORT_ONNX_READER_EXTERNALDATA_H

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace neap {
namespace onnx_import {

class DataFiles {
public:
  DataFiles() = default;
  DataFiles(const DataFiles &) = delete;
  DataFiles &operator=(const DataFiles &) = delete;
  ~DataFiles();

  /// Maps the model file. On failure returns false and says why.
  bool openModel(const std::string &path, std::string &error);
  /// A model in memory, at index 0 under the name `<memory>`.
  void setModel(const uint8_t *bytes, uint64_t size, const std::string &folder);
  /// Maps the data file at `location` relative to the model's folder and returns its index, or -1 with a message.
  int openExternal(const std::string &location, std::string &error);

  const uint8_t *data(int file) const { return files[file].data; }
  uint64_t size(int file) const { return files[file].size; }
  const std::vector<std::string> &paths() const { return names; }
  /// Lets the pages of a range that was read through go; the next read maps them again.
  void release(int file, uint64_t offset, uint64_t size) const;

private:
  struct File {
    const uint8_t *data = nullptr;
    uint64_t size = 0;
    bool mapped = false;
  };
  int map(const std::string &path, std::string &error);

  std::string folder;
  std::vector<File> files;
  std::vector<std::string> names;
  std::map<std::string, int> byLocation;
};

} // namespace onnx_import
} // namespace neap

#endif // NEAP_LIB_IMPORT_ONNX_READER_EXTERNALDATA_H
