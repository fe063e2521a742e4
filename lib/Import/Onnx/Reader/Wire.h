//===- Wire.h - Bounded walk over protobuf bytes ----------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Protobuf would copy every weight into the heap. This walk looks at the wire
// format first: it knows which fields of an ONNX model lead to tensors, leaves
// `raw_data` where it is, and hands on the rest. Where the bytes lie is written
// into the tensor's `segment`, a field that ONNX reserves and nobody uses; so
// the place travels with the tensor when a function is inlined.
//
//   TensorProto {dims: [2], data_type: 1, raw_data: <8 bytes at 120>}
//   becomes
//   TensorProto {dims: [2], data_type: 1, segment {begin: 120, end: 128}}
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_IMPORT_ONNX_READER_WIRE_H
#define NEAP_LIB_IMPORT_ONNX_READER_WIRE_H

#include <cstdint>
#include <string>

namespace neap {
namespace onnx_import {

enum class WireType { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

/// One field of a message: [begin, end) with its tag; the payload of a Bytes field is [payload, end).
struct WireField {
  uint32_t number = 0;
  WireType type = WireType::Varint;
  uint64_t begin = 0, payload = 0, end = 0;
  /// Value of a Varint field.
  uint64_t value = 0;
};

enum class WireStatus { Field, End, EndsEarly, Malformed };

/// Reads fields of data[position, end) one after the other; never looks beyond `end`.
class WireCursor {
public:
  WireCursor(const uint8_t *data, uint64_t begin, uint64_t end) : data(data), position(begin), end(end) {}
  WireStatus next(WireField &field);

private:
  WireStatus varint(uint64_t &value);

  const uint8_t *data;
  uint64_t position, end;
};

/// Appends a base-128 number to `out`.
void appendVarint(std::string &out, uint64_t value);
/// Appends a field of type Bytes.
void appendBytes(std::string &out, uint32_t field, const std::string &payload);

/// Messages of ONNX behind which tensors lie; Other for all the rest.
enum class OnnxMessage { Other, Model, Graph, Node, Attribute, Tensor, SparseTensor, Function };
/// The kind of message in a Bytes field of `message`.
OnnxMessage messageBehind(OnnxMessage message, uint32_t field);

constexpr uint32_t tensorSegmentField = 3, tensorRawDataField = 9;

enum class StripStatus { Ok, EndsEarly, NotOnnx, TooDeep, TooLarge };

/// Copies the ModelProto in data[0, size) to `out` without raw tensor bytes and without training information. On
/// failure `where` is the offset of the offending field.
StripStatus stripTensorBytes(const uint8_t *data, uint64_t size, std::string &out, uint64_t &where);

} // namespace onnx_import
} // namespace neap

#endif // NEAP_LIB_IMPORT_ONNX_READER_WIRE_H
