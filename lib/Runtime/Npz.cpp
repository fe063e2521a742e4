//===- Npz.cpp - Several arrays by name -----------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Joins the ZIP and .npy readers. Of an archive only the members asked for are
// inflated, and of those only the header until the data are wanted.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Npz.h"

#include "neap/Runtime/Error.h"
#include "neap/Runtime/SpillMemory.h"

#include <algorithm>
#include <dirent.h>
#include <string_view>
#include <sys/stat.h>

using namespace neap::runtime;

namespace {

/// Checking the sum of a stored member means reading it; done where that is no effort.
constexpr uint64_t alwaysChecked = 16u << 20;
constexpr std::string_view suffix = ".npy";

std::string named(const std::string &array) { return array + std::string(suffix); }

bool stripSuffix(std::string &name) {
  if (name.size() <= suffix.size() || name.compare(name.size() - suffix.size(), suffix.size(), suffix) != 0)
    return false;
  name.resize(name.size() - suffix.size());
  return true;
}

} // namespace

ArraySource ArraySource::open(const std::string &path) {
  ArraySource source;
  source.name = path;
  struct stat status;
  if (stat(path.c_str(), &status) != 0)
    throw fileError(path, "opened");
  source.folder = S_ISDIR(status.st_mode);
  if (!source.folder) {
    source.archive = MappedFile::open(path);
    source.members = readZipDirectory(source.archive->bytes(), path);
    return source;
  }
  DIR *folder = opendir(path.c_str());
  if (!folder)
    throw fileError(path, "opened");
  while (dirent *entry = readdir(folder)) {
    std::string file = entry->d_name;
    if (stripSuffix(file))
      source.files.push_back(file);
  }
  closedir(folder);
  std::sort(source.files.begin(), source.files.end());
  return source;
}

std::vector<std::string> ArraySource::names() const {
  if (folder)
    return files;
  std::vector<std::string> result;
  for (const ZipMember &member : members) {
    std::string array = member.name;
    if (stripSuffix(array))
      result.push_back(array);
  }
  std::sort(result.begin(), result.end());
  return result;
}

const ZipMember *ArraySource::find(const std::string &array) const {
  for (const ZipMember &member : members)
    if (member.name == named(array))
      return &member;
  return nullptr;
}

bool ArraySource::has(const std::string &array) const {
  return folder ? std::binary_search(files.begin(), files.end(), array) : find(array) != nullptr;
}

NpyHeader ArraySource::header(const std::string &array) const {
  if (folder)
    return openNpy(name + "/" + named(array)).header;
  const ZipMember *member = find(array);
  if (!member)
    throw Error(ExitStatus::Mismatch, name + ": has no array '" + array + "'");
  std::string label = name + ": array '" + array + "'";
  if (!member->deflated)
    return parseNpyHeader(member->bytes, label);
  std::vector<uint8_t> begin(std::min(member->size, npyHeaderLimit));
  inflateMember(*member, begin.data(), begin.size(), name);
  return parseNpyHeader({begin.data(), begin.size()}, label);
}

NpyArray ArraySource::array(const std::string &array) const {
  if (folder)
    return openNpy(name + "/" + named(array));
  NpyArray result;
  result.header = header(array);
  const ZipMember *member = find(array);
  const NpyHeader &header = result.header;
  if (header.headerBytes > member->size || header.dataBytes > member->size - header.headerBytes)
    throw Error(ExitStatus::Mismatch, name + ": array '" + array + "' is cut off: shape " + toString(header.shape) +
                                          " needs " + std::to_string(header.dataBytes) + " bytes");
  if (!member->deflated) {
    if (member->bytes.size <= alwaysChecked)
      checkStoredMember(*member, name);
    result.owner = archive;
    result.fileBacked = true;
    result.data = {member->bytes.data + header.headerBytes, header.dataBytes};
    result.release();
    return result;
  }
  SpillMemory memory(member->size, name + ": array '" + array + "'");
  inflateMember(*member, memory.data(), member->size, name);
  memory.release();
  result.data = {memory.data() + header.headerBytes, header.dataBytes};
  result.owner = memory.owner();
  result.fileBacked = memory.fileBacked();
  return result;
}

void NpzWriter::add(const std::string &name, DType type, const Shape &shape, ByteRange data) {
  std::vector<float> widened;
  if (type == DType::BF16) {
    widened.resize(data.size / 2);
    for (size_t i = 0; i < widened.size(); ++i)
      widened[i] = float(loadDouble(type, data.data, i));
    data = {reinterpret_cast<const uint8_t *>(widened.data()), widened.size() * sizeof(float)};
    type = DType::F32;
  }
  std::string header = npyHeader(type, shape);
  zip.add(named(name), {{reinterpret_cast<const uint8_t *>(header.data()), header.size()}, data});
}

void NpzWriter::commit() {
  zip.finish();
  file.commit();
}
