//===- DType.cpp - Element types, shapes and conversions between them -----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names, sizes and the 16-bit float formats; conversion of arrays stands in
// Convert.cpp.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/DType.h"

#include "neap/Runtime/Error.h"

#include <cstring>

using namespace neap::runtime;

namespace {

struct TypeFacts {
  DType type;
  uint8_t bytes;
  bool integer;
  const char *name, *safetensors;
};

constexpr TypeFacts facts[] = {
    {DType::F32, 4, false, "f32", "F32"},    {DType::F64, 8, false, "f64", "F64"}, {DType::F16, 2, false, "f16", "F16"},
    {DType::BF16, 2, false, "bf16", "BF16"}, {DType::I1, 1, true, "i1", "BOOL"},   {DType::I8, 1, true, "i8", "I8"},
    {DType::I32, 4, true, "i32", "I32"},     {DType::I64, 8, true, "i64", "I64"},  {DType::U8, 1, true, "u8", "U8"},
    {DType::I16, 2, true, "i16", "I16"},
};

const TypeFacts &of(DType type) { return facts[size_t(type)]; }

template <typename T> T loadAs(const void *data, uint64_t index) {
  T value;
  std::memcpy(&value, static_cast<const uint8_t *>(data) + index * sizeof(T), sizeof(T));
  return value;
}

} // namespace

uint64_t neap::runtime::byteSize(DType type) { return of(type).bytes; }
const char *neap::runtime::dtypeName(DType type) { return of(type).name; }
const char *neap::runtime::safetensorsName(DType type) { return of(type).safetensors; }
bool neap::runtime::isInteger(DType type) { return of(type).integer; }

bool neap::runtime::parseDType(const std::string &name, DType &type) {
  for (const TypeFacts &f : facts)
    if (name == f.name) {
      type = f.type;
      return true;
    }
  return false;
}

bool neap::runtime::parseSafetensorsDType(const std::string &name, DType &type) {
  for (const TypeFacts &f : facts)
    if (name == f.safetensors) {
      type = f.type;
      return true;
    }
  return false;
}

std::string neap::runtime::toString(const Shape &shape) {
  std::string text = "[";
  for (size_t i = 0; i < shape.size(); ++i)
    text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

std::string neap::runtime::bytesText(uint64_t bytes) {
  const char *units[] = {"KiB", "MiB", "GiB", "TiB"};
  if (bytes < 1024)
    return format("%llu bytes", (unsigned long long)bytes);
  double value = double(bytes) / 1024;
  int unit = 0;
  for (; value >= 1024 && unit < 3; ++unit)
    value /= 1024;
  return format("%.1f %s", value, units[unit]);
}

bool neap::runtime::countElements(const Shape &shape, uint64_t elementBytes, uint64_t &count) {
  constexpr uint64_t limit = uint64_t(1) << 62;
  uint64_t product = 1;
  bool empty = false;
  for (int64_t extent : shape) {
    if (extent < 0)
      return false;
    if (extent == 0) {
      empty = true;
      continue;
    }
    if (uint64_t(extent) > limit / product)
      return false;
    product *= uint64_t(extent);
  }
  if (elementBytes && product > limit / elementBytes)
    return false;
  count = empty ? 0 : product;
  return true;
}

float neap::runtime::halfToFloat(uint16_t bits) {
  uint32_t sign = uint32_t(bits & 0x8000) << 16, exponent = (bits >> 10) & 0x1f, fraction = bits & 0x3ff, word;
  if (exponent == 0x1f) {
    word = sign | 0x7f800000 | fraction << 13;
  } else if (exponent != 0) {
    word = sign | (exponent + 112) << 23 | fraction << 13;
  } else {
    // Subnormal: fraction * 2^-24 is exact in float.
    float value = float(fraction) * 0x1p-24f;
    return sign ? -value : value;
  }
  float value;
  std::memcpy(&value, &word, sizeof value);
  return value;
}

uint16_t neap::runtime::floatToHalf(float value) {
  uint32_t word;
  std::memcpy(&word, &value, sizeof word);
  uint16_t sign = uint16_t(word >> 16 & 0x8000);
  uint32_t magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000)
    return sign | 0x7e00;
  if (magnitude >= 0x477ff000) // rounds to 65520 or more
    return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal half: adding 0.5 puts the result, correctly rounded, into the low bits.
    float absolute;
    std::memcpy(&absolute, &magnitude, sizeof absolute);
    absolute += 0.5f;
    uint32_t sum;
    std::memcpy(&sum, &absolute, sizeof sum);
    return sign | uint16_t(sum - 0x3f000000);
  }
  uint32_t odd = magnitude >> 13 & 1;
  return sign | uint16_t((magnitude - 0x38000000 + 0xfff + odd) >> 13);
}

float neap::runtime::bfloat16ToFloat(uint16_t bits) {
  uint32_t word = uint32_t(bits) << 16;
  float value;
  std::memcpy(&value, &word, sizeof value);
  return value;
}

uint16_t neap::runtime::floatToBfloat16(float value) {
  uint32_t word;
  std::memcpy(&word, &value, sizeof word);
  if ((word & 0x7fffffff) > 0x7f800000)
    return uint16_t(word >> 16 | 0x40);
  return uint16_t((word + 0x7fff + (word >> 16 & 1)) >> 16);
}

double neap::runtime::loadDouble(DType type, const void *data, uint64_t index) {
  switch (type) {
  case DType::F32:
    return loadAs<float>(data, index);
  case DType::F64:
    return loadAs<double>(data, index);
  case DType::F16:
    return halfToFloat(loadAs<uint16_t>(data, index));
  case DType::BF16:
    return bfloat16ToFloat(loadAs<uint16_t>(data, index));
  default:
    return double(loadInteger(type, data, index));
  }
}

int64_t neap::runtime::loadInteger(DType type, const void *data, uint64_t index) {
  switch (type) {
  case DType::I1:
  case DType::U8:
    return loadAs<uint8_t>(data, index);
  case DType::I8:
    return loadAs<int8_t>(data, index);
  case DType::I16:
    return loadAs<int16_t>(data, index);
  case DType::I32:
    return loadAs<int32_t>(data, index);
  case DType::I64:
    return loadAs<int64_t>(data, index);
  default:
    return int64_t(loadDouble(type, data, index));
  }
}
