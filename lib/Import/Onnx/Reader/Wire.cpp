//===- Wire.cpp - Bounded walk over protobuf bytes ------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Wire.h. Field numbers are those of onnx.proto, which never change.
//
//===----------------------------------------------------------------------===//

#include "Wire.h"
#include "neap/Import/Onnx/Reader.h"

using namespace neap::onnx_import;

WireStatus WireCursor::varint(uint64_t &value) {
  value = 0;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    if (position == end)
      return WireStatus::EndsEarly;
    uint8_t byte = data[position++];
    if (shift < 64)
      value |= uint64_t(byte & 0x7f) << shift;
    if (byte < 0x80)
      return WireStatus::Field;
  }
  return WireStatus::Malformed;
}

WireStatus WireCursor::next(WireField &field) {
  if (position == end)
    return WireStatus::End;
  field.begin = position;
  uint64_t tag = 0, length = 0;
  WireStatus status = varint(tag);
  if (status != WireStatus::Field)
    return status;
  if ((tag >> 3) == 0 || (tag >> 3) >= (1u << 29))
    return WireStatus::Malformed;
  field.number = static_cast<uint32_t>(tag >> 3);
  field.type = static_cast<WireType>(tag & 7);
  switch (tag & 7) {
  case 0:
    field.payload = position;
    status = varint(field.value);
    field.end = position;
    return status;
  case 1:
    length = 8;
    break;
  case 2:
    status = varint(length);
    if (status != WireStatus::Field)
      return status;
    break;
  case 5:
    length = 4;
    break;
  default: // groups, which ONNX has none of
    return WireStatus::Malformed;
  }
  if (length > end - position)
    return WireStatus::EndsEarly;
  field.payload = position;
  field.end = position += length;
  return WireStatus::Field;
}

void neap::onnx_import::appendVarint(std::string &out, uint64_t value) {
  for (; value >= 0x80; value >>= 7)
    out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

void neap::onnx_import::appendBytes(std::string &out, uint32_t field, const std::string &payload) {
  appendVarint(out, uint64_t(field) << 3 | 2);
  appendVarint(out, payload.size());
  out += payload;
}

OnnxMessage neap::onnx_import::messageBehind(OnnxMessage message, uint32_t field) {
  switch (message) {
  case OnnxMessage::Model:
    return field == 7 ? OnnxMessage::Graph : field == 25 ? OnnxMessage::Function : OnnxMessage::Other;
  case OnnxMessage::Graph:
    return field == 1    ? OnnxMessage::Node
           : field == 5  ? OnnxMessage::Tensor
           : field == 15 ? OnnxMessage::SparseTensor
                         : OnnxMessage::Other;
  case OnnxMessage::Function:
    return field == 7 ? OnnxMessage::Node : field == 11 ? OnnxMessage::Attribute : OnnxMessage::Other;
  case OnnxMessage::Node:
    return field == 5 ? OnnxMessage::Attribute : OnnxMessage::Other;
  case OnnxMessage::Attribute:
    return field == 5 || field == 10    ? OnnxMessage::Tensor
           : field == 6 || field == 11  ? OnnxMessage::Graph
           : field == 22 || field == 23 ? OnnxMessage::SparseTensor
                                        : OnnxMessage::Other;
  case OnnxMessage::SparseTensor:
    return field == 1 || field == 2 ? OnnxMessage::Tensor : OnnxMessage::Other;
  case OnnxMessage::Tensor:
  case OnnxMessage::Other:
    break;
  }
  return OnnxMessage::Other;
}

namespace {
constexpr uint32_t modelTrainingInfoField = 20;

class Stripper {
public:
  Stripper(const uint8_t *data, uint64_t size) : data(data), size(size) {}

  StripStatus run(uint64_t begin, uint64_t end, OnnxMessage message, unsigned depth, std::string &out) {
    if (depth > maxGraphDepth)
      return StripStatus::TooDeep;
    WireCursor cursor(data, begin, end);
    WireField field, raw;
    bool hasRaw = false;
    for (;;) {
      WireStatus status = cursor.next(field);
      where = field.begin;
      if (status == WireStatus::End)
        break;
      if (status == WireStatus::EndsEarly)
        return end == size ? StripStatus::EndsEarly : StripStatus::NotOnnx;
      if (status == WireStatus::Malformed || (message == OnnxMessage::Model && !isModelField(field)))
        return StripStatus::NotOnnx;
      StripStatus copied = copyField(field, message, depth, out, raw, hasRaw);
      if (copied != StripStatus::Ok)
        return copied;
      if (out.size() > maxGraphBytes)
        return StripStatus::TooLarge;
    }
    if (hasRaw)
      appendSegment(raw, out);
    return StripStatus::Ok;
  }

  uint64_t where = 0;

private:
  /// ModelProto is small and known, so that a file of another kind is soon told apart.
  static bool isModelField(const WireField &field) {
    constexpr uint32_t varints = 1u << 1 | 1u << 5;
    constexpr uint32_t strings =
        1u << 2 | 1u << 3 | 1u << 4 | 1u << 6 | 1u << 7 | 1u << 8 | 1u << 14 | 1u << 20 | 1u << 25 | 1u << 26;
    return field.number < 32 && ((field.type == WireType::Varint && (varints >> field.number & 1)) ||
                                 (field.type == WireType::Bytes && (strings >> field.number & 1)));
  }

  StripStatus copyField(const WireField &field, OnnxMessage message, unsigned depth, std::string &out, WireField &raw,
                        bool &hasRaw) {
    if (message == OnnxMessage::Model && field.number == modelTrainingInfoField)
      return StripStatus::Ok;
    if (message == OnnxMessage::Tensor && field.number == tensorSegmentField)
      return StripStatus::Ok;
    if (message == OnnxMessage::Tensor && field.number == tensorRawDataField && field.type == WireType::Bytes) {
      raw = field; // of a field given twice the last counts
      hasRaw = true;
      return StripStatus::Ok;
    }
    OnnxMessage inner = field.type == WireType::Bytes ? messageBehind(message, field.number) : OnnxMessage::Other;
    if (inner == OnnxMessage::Other) {
      out.append(reinterpret_cast<const char *>(data) + field.begin, field.end - field.begin);
      return StripStatus::Ok;
    }
    std::string body;
    StripStatus status = run(field.payload, field.end, inner, depth + (inner == OnnxMessage::Graph), body);
    if (status == StripStatus::Ok)
      appendBytes(out, field.number, body);
    return status;
  }

  static void appendSegment(const WireField &raw, std::string &out) {
    std::string segment;
    appendVarint(segment, 1 << 3);
    appendVarint(segment, raw.payload);
    appendVarint(segment, 2 << 3);
    appendVarint(segment, raw.end);
    appendBytes(out, tensorSegmentField, segment);
  }

  const uint8_t *data;
  uint64_t size;
};
} // namespace

StripStatus neap::onnx_import::stripTensorBytes(const uint8_t *data, uint64_t size, std::string &out, uint64_t &where) {
  Stripper stripper(data, size);
  StripStatus status = stripper.run(0, size, OnnxMessage::Model, 0, out);
  where = stripper.where;
  return status;
}
