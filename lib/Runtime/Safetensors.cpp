//===- Safetensors.cpp - Reader and writer of safetensors files -----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Safetensors.h. The reader insists on what the format promises: ranges in
// bounds, sizes that match shapes, the data covered without hole or overlap. So
// a damaged checkpoint is refused and never half read.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Safetensors.h"

#include "neap/Runtime/Error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>

using namespace neap::runtime;
using Json = nlohmann::json;

namespace {

/// Larger headers are refused by the reference implementation too.
constexpr uint64_t maxHeader = 100u << 20;
constexpr size_t maxRank = 64;

Error damaged(const std::string &name, const std::string &what) {
  return Error(ExitStatus::Mismatch, name + ": not a valid safetensors file: " + what);
}

bool readUnsigned(const Json &value, uint64_t &result) {
  if (!value.is_number_unsigned())
    return false;
  result = value.get<uint64_t>();
  return result < uint64_t(1) << 62;
}

SafetensorsEntry readEntry(const std::string &tensor, const Json &entry, ByteRange data, const std::string &name) {
  auto fail = [&](const std::string &what) { return damaged(name, "tensor '" + tensor + "' " + what); };
  if (!entry.is_object() || !entry.contains("dtype") || !entry["dtype"].is_string() || !entry.contains("shape") ||
      !entry["shape"].is_array() || !entry.contains("data_offsets") || !entry["data_offsets"].is_array() ||
      entry["data_offsets"].size() != 2)
    throw fail("lacks dtype, shape or data_offsets");
  SafetensorsEntry result;
  std::string dtype = entry["dtype"].get<std::string>();
  if (!parseSafetensorsDType(dtype, result.dtype))
    throw fail("has the dtype '" + dtype + "'; known are F64 F32 F16 BF16 I64 I32 I16 I8 U8 BOOL");
  if (entry["shape"].size() > maxRank)
    throw fail("has more than 64 dimensions");
  for (const Json &extent : entry["shape"]) {
    uint64_t value;
    if (!readUnsigned(extent, value))
      throw fail("has a dimension that is no size");
    result.shape.push_back(int64_t(value));
  }
  uint64_t begin, end, count;
  if (!readUnsigned(entry["data_offsets"][0], begin) || !readUnsigned(entry["data_offsets"][1], end) || begin > end ||
      end > data.size)
    throw fail("lies outside the file");
  if (!countElements(result.shape, byteSize(result.dtype), count) || count * byteSize(result.dtype) != end - begin)
    throw fail("of shape " + toString(result.shape) + " has " + std::to_string(end - begin) + " bytes");
  result.bytes = {data.data + begin, end - begin};
  return result;
}

void checkCoverage(const SafetensorsFile &file, ByteRange data, const std::string &name) {
  std::vector<std::pair<const uint8_t *, const uint8_t *>> ranges;
  for (const auto &[tensor, entry] : file.tensors)
    if (entry.bytes.size > 0)
      ranges.emplace_back(entry.bytes.data, entry.bytes.data + entry.bytes.size);
  std::sort(ranges.begin(), ranges.end());
  const uint8_t *next = data.data;
  for (const auto &[begin, end] : ranges) {
    if (begin != next)
      throw damaged(name, "the tensors overlap or leave a hole");
    next = end;
  }
  if (next != data.data + data.size)
    throw damaged(name, std::to_string(data.data + data.size - next) + " bytes at the end belong to no tensor");
}

/// Parses the header, refusing a name that is given twice (only the last one would be seen otherwise).
Json parseHeader(const char *begin, const char *end, const std::string &name) {
  std::vector<std::string> keys;
  Json header = Json::parse(
      begin, end,
      [&](int depth, Json::parse_event_t event, Json &parsed) {
        if (depth == 1 && event == Json::parse_event_t::key)
          keys.push_back(parsed.get<std::string>());
        // Nothing valid nests deeper; what does is dropped unread, so that it cannot exhaust memory.
        return depth <= 4;
      },
      /*allow_exceptions=*/false);
  if (!header.is_object())
    throw damaged(name, "the header is not a JSON object");
  std::sort(keys.begin(), keys.end());
  auto twice = std::adjacent_find(keys.begin(), keys.end());
  if (twice != keys.end())
    throw damaged(name, "'" + *twice + "' is there twice");
  return header;
}

} // namespace

SafetensorsFile neap::runtime::parseSafetensors(ByteRange file, const std::string &name) {
  if (file.size < 8)
    throw damaged(name, "it has " + std::to_string(file.size) + " bytes");
  uint64_t headerSize;
  std::memcpy(&headerSize, file.data, 8);
  if (headerSize > maxHeader || headerSize > file.size - 8)
    throw damaged(name, "the header of " + std::to_string(headerSize) + " bytes does not fit; the file may be cut off");
  const char *text = reinterpret_cast<const char *>(file.data + 8);
  Json header = parseHeader(text, text + headerSize, name);
  ByteRange data{file.data + 8 + headerSize, file.size - 8 - headerSize};
  SafetensorsFile result;
  for (const auto &[key, value] : header.items()) {
    if (key != "__metadata__") {
      result.tensors.emplace(key, readEntry(key, value, data, name));
      continue;
    }
    if (!value.is_object())
      throw damaged(name, "__metadata__ is not an object");
    for (const auto &[metaKey, metaValue] : value.items()) {
      if (!metaValue.is_string())
        throw damaged(name, "__metadata__ holds something that is not text");
      result.metadata.emplace(metaKey, metaValue.get<std::string>());
    }
  }
  checkCoverage(result, data, name);
  return result;
}

void neap::runtime::writeSafetensors(Sink &sink, const std::vector<SafetensorsInput> &tensors,
                                     const std::map<std::string, std::string> &metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty())
    header["__metadata__"] = metadata;
  uint64_t offset = 0;
  for (const SafetensorsInput &tensor : tensors) {
    uint64_t count, size = 0;
    for (const ByteRange &piece : tensor.pieces)
      size += piece.size;
    if (!countElements(tensor.shape, byteSize(tensor.dtype), count) || size != count * byteSize(tensor.dtype))
      throw Error(ExitStatus::Defect, "tensor '" + tensor.name + "' of shape " + toString(tensor.shape) + " has " +
                                          std::to_string(size) + " bytes to write");
    if (header.contains(tensor.name))
      throw Error(ExitStatus::Defect, "tensor '" + tensor.name + "' would be written twice");
    header[tensor.name] = {
        {"dtype", safetensorsName(tensor.dtype)}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + size}}};
    offset += size;
  }
  std::string text;
  try {
    text = header.dump();
  } catch (const nlohmann::json::exception &) {
    throw Error(ExitStatus::Mismatch, "a tensor's name is not valid UTF-8");
  }
  // Padding with blanks keeps the data aligned for readers that map the file.
  text.resize((text.size() + 7) / 8 * 8, ' ');
  uint64_t headerSize = text.size();
  sink.write(&headerSize, 8);
  sink.write(text);
  for (const SafetensorsInput &tensor : tensors)
    for (const ByteRange &piece : tensor.pieces)
      sink.write(piece.data, piece.size);
}
