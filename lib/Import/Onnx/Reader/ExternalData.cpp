//===- ExternalData.cpp - Mapped model and data files ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Maps files and decides which a model may name. See ExternalData.h.
//
//===----------------------------------------------------------------------===//

#include "ExternalData.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace neap::onnx_import;
namespace fs = std::filesystem;

DataFiles::~DataFiles() {
  for (File &file : files)
    if (file.mapped)
      munmap(const_cast<uint8_t *>(file.data), file.size);
}

int DataFiles::map(const std::string &path, std::string &error) {
  // Not blocking: a pipe under the name of a model must not hang us.
  int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    error = std::strerror(errno);
    return -1;
  }
  struct stat status;
  File file;
  if (fstat(descriptor, &status) != 0) {
    error = std::strerror(errno);
  } else if (!S_ISREG(status.st_mode)) {
    error = S_ISDIR(status.st_mode) ? "is a folder" : "is not a regular file";
  } else {
    file.size = static_cast<uint64_t>(status.st_size);
    if (file.size > 0) {
      void *memory = mmap(nullptr, file.size, PROT_READ, MAP_PRIVATE, descriptor, 0);
      if (memory == MAP_FAILED)
        error = std::strerror(errno);
      else
        file.data = static_cast<const uint8_t *>(memory), file.mapped = true;
    }
  }
  close(descriptor);
  if (!error.empty())
    return -1;
  files.push_back(file);
  names.push_back(path);
  return static_cast<int>(files.size()) - 1;
}

bool DataFiles::openModel(const std::string &path, std::string &error) {
  folder = fs::path(path).parent_path().string();
  if (folder.empty())
    folder = ".";
  return map(path, error) >= 0;
}

void DataFiles::setModel(const uint8_t *bytes, uint64_t size, const std::string &modelFolder) {
  folder = modelFolder.empty() ? "." : modelFolder;
  files.push_back({bytes, size, false});
  names.push_back("<memory>");
}

int DataFiles::openExternal(const std::string &location, std::string &error) {
  std::string shown = "`" + location + "`";
  auto known = byLocation.find(location);
  if (known != byLocation.end())
    return known->second;
  fs::path relative(location);
  if (location.empty() || location.find('\0') != std::string::npos) {
    error = "external path " + shown + " is not a file name";
    return -1;
  }
  if (relative.is_absolute()) {
    error = "external path " + shown + " is absolute; it must be relative to the model's folder";
    return -1;
  }
  for (const fs::path &part : relative)
    if (part == "..") {
      error = "external path " + shown + " leaves the model's folder";
      return -1;
    }
  std::error_code code;
  fs::path base = fs::canonical(folder, code);
  fs::path target = code ? fs::path() : fs::canonical(base / relative, code);
  if (code) {
    error = "external data file " + shown +
            (code == std::errc::no_such_file_or_directory ? " not found beside the model"
                                                          : " cannot be read: " + code.message());
    return -1;
  }
  // Both are canonical: inside means that all parts of the folder begin the target.
  auto basePart = base.begin(), targetPart = target.begin();
  while (basePart != base.end() && targetPart != target.end() && *basePart == *targetPart)
    ++basePart, ++targetPart;
  if (basePart != base.end()) {
    error = "external path " + shown + " leaves the model's folder through a symbolic link";
    return -1;
  }
  std::string reason;
  int index = map(target.string(), reason);
  if (index < 0) {
    error = "external data file " + shown + " cannot be read: " + reason;
    return -1;
  }
  byLocation.emplace(location, index);
  return index;
}

void DataFiles::release(int file, uint64_t offset, uint64_t size) const {
  const File &from = files[file];
  uint64_t page = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  uint64_t begin = (offset + page - 1) / page * page, end = (offset + size) / page * page;
  if (from.mapped && begin < end)
    madvise(const_cast<uint8_t *>(from.data) + begin, end - begin, MADV_DONTNEED);
}
