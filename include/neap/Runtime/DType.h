//===- DType.h - Element types, shapes and conversions between them -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The ten element types of a program (docs/ProgramFormat.md), their names in
// manifests and safetensors files, and checked conversion from what NumPy files
// hold. Overflow-checked element counts stand here too: every size read from a
// file goes through them.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_DTYPE_H
#define NEAP_RUNTIME_DTYPE_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace neap {
namespace runtime {

/// Same codes as `KernelDType` of OneDNN.h.
enum class DType : uint8_t { F32, F64, F16, BF16, I1, I8, I32, I64, U8, I16 };

using Shape = std::vector<int64_t>;

/// A view of bytes that someone else owns.
struct ByteRange {
  const uint8_t *data = nullptr;
  uint64_t size = 0;
};

uint64_t byteSize(DType type);
/// "f32", as in manifests.
const char *dtypeName(DType type);
/// "F32", as in safetensors headers.
const char *safetensorsName(DType type);
bool parseDType(const std::string &name, DType &type);
bool parseSafetensorsDType(const std::string &name, DType &type);
bool isInteger(DType type);

/// "[16, 3, 32, 32]"
std::string toString(const Shape &shape);
/// "1234567 bytes", "12.3 MiB"
std::string bytesText(uint64_t bytes);

/// Number of elements; false when an extent is negative or the product times `elementBytes` exceeds 2^62.
bool countElements(const Shape &shape, uint64_t elementBytes, uint64_t &count);

float halfToFloat(uint16_t bits);
uint16_t floatToHalf(float value);
float bfloat16ToFloat(uint16_t bits);
uint16_t floatToBfloat16(float value);

/// Reads element `index` of `data` as a double, or an integer type as int64.
double loadDouble(DType type, const void *data, uint64_t index);
int64_t loadInteger(DType type, const void *data, uint64_t index);

/// Element types of NumPy files: kind 'b', 'i', 'u' or 'f' and bytes, little-endian.
struct NumpyType {
  char kind = 'f';
  uint8_t bytes = 4;
  /// "int64", as NumPy prints it.
  std::string name() const;
};

bool sameType(NumpyType from, DType to);

/// Converts `count` elements, the i-th read at `from + i * stride * bytes`. Floats round to nearest; integers and
/// booleans must hold the value exactly. Returns `count`, or the index of the first value that does not fit.
uint64_t convert(NumpyType fromType, const uint8_t *from, int64_t stride, DType toType, uint8_t *to, uint64_t count);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_DTYPE_H
