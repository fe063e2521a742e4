//===- Convert.cpp - From NumPy's element types to a program's ------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One loop per pair of types. Rounding is allowed into floats only; an integer
// or boolean that cannot hold a value stops the loop and names it, so that
// labels never wrap silently.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/DType.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

using namespace neap::runtime;

namespace {

/// Tags for formats that C++ has no type for.
struct Half {
  uint16_t bits;
};
struct BFloat16 {
  uint16_t bits;
};
struct Boolean {
  uint8_t value;
};

template <typename T> constexpr bool isPlainInteger = std::is_integral_v<T>;

double asDouble(Half value) { return halfToFloat(value.bits); }
double asDouble(double value) { return value; }
double asDouble(float value) { return value; }

/// Stores one value; false when `To` cannot hold it.
template <typename From, typename To> bool store(From from, To &to) {
  if constexpr (std::is_same_v<From, Boolean>) {
    return store<uint8_t, To>(from.value != 0, to);
  } else if constexpr (std::is_same_v<To, Boolean>) {
    if constexpr (isPlainInteger<From>) {
      to.value = uint8_t(from != 0);
      return from == 0 || from == 1;
    } else {
      double value = asDouble(from);
      to.value = uint8_t(value != 0);
      return value == 0 || value == 1;
    }
  } else if constexpr (isPlainInteger<To>) {
    if constexpr (isPlainInteger<From>) {
      to = To(from);
      return From(to) == from && (to < 0) == (from < 0);
    } else {
      double value = asDouble(from);
      // 2^63 itself does not fit, hence the open upper end; NaN fails both comparisons.
      if (!(value >= double(std::numeric_limits<To>::min()) && value < double(std::numeric_limits<To>::max()) + 1) ||
          value != std::trunc(value))
        return false;
      to = To(value);
      return true;
    }
  } else {
    if constexpr (isPlainInteger<From>) {
      if constexpr (std::is_same_v<To, Half> || std::is_same_v<To, BFloat16>)
        return store<double, To>(double(from), to);
      else
        to = To(from);
    } else {
      double value = asDouble(from);
      if constexpr (std::is_same_v<To, Half>)
        to.bits = floatToHalf(float(value));
      else if constexpr (std::is_same_v<To, BFloat16>)
        to.bits = floatToBfloat16(float(value));
      else
        to = To(value);
    }
    return true;
  }
}

template <typename From, typename To>
uint64_t convertAll(const uint8_t *from, int64_t stride, uint8_t *to, uint64_t count) {
  for (uint64_t i = 0; i < count; ++i) {
    From value;
    To result{};
    std::memcpy(&value, from + int64_t(i) * stride * int64_t(sizeof(From)), sizeof(From));
    if (!store<From, To>(value, result))
      return i;
    std::memcpy(to + i * sizeof(To), &result, sizeof(To));
  }
  return count;
}

template <typename From>
uint64_t convertFrom(const uint8_t *from, int64_t stride, DType type, uint8_t *to, uint64_t count) {
  switch (type) {
  case DType::F32:
    return convertAll<From, float>(from, stride, to, count);
  case DType::F64:
    return convertAll<From, double>(from, stride, to, count);
  case DType::F16:
    return convertAll<From, Half>(from, stride, to, count);
  case DType::BF16:
    return convertAll<From, BFloat16>(from, stride, to, count);
  case DType::I1:
    return convertAll<From, Boolean>(from, stride, to, count);
  case DType::I8:
    return convertAll<From, int8_t>(from, stride, to, count);
  case DType::I16:
    return convertAll<From, int16_t>(from, stride, to, count);
  case DType::I32:
    return convertAll<From, int32_t>(from, stride, to, count);
  case DType::I64:
    return convertAll<From, int64_t>(from, stride, to, count);
  case DType::U8:
    return convertAll<From, uint8_t>(from, stride, to, count);
  }
  return 0;
}

} // namespace

std::string NumpyType::name() const {
  if (kind == 'b')
    return "bool";
  return std::string(kind == 'f' ? "float" : kind == 'i' ? "int" : "uint") + std::to_string(bytes * 8);
}

bool neap::runtime::sameType(NumpyType from, DType to) {
  switch (from.kind) {
  case 'b':
    return false; // any non-zero byte is true: it goes through the conversion
  case 'i':
    return (from.bytes == 1 && to == DType::I8) || (from.bytes == 2 && to == DType::I16) ||
           (from.bytes == 4 && to == DType::I32) || (from.bytes == 8 && to == DType::I64);
  case 'u':
    return from.bytes == 1 && to == DType::U8;
  default:
    return (from.bytes == 2 && to == DType::F16) || (from.bytes == 4 && to == DType::F32) ||
           (from.bytes == 8 && to == DType::F64);
  }
}

uint64_t neap::runtime::convert(NumpyType fromType, const uint8_t *from, int64_t stride, DType toType, uint8_t *to,
                                uint64_t count) {
  if (stride == 1 && sameType(fromType, toType)) {
    std::memcpy(to, from, count * fromType.bytes);
    return count;
  }
  switch (fromType.kind << 8 | fromType.bytes) {
  case 'b' << 8 | 1:
    return convertFrom<Boolean>(from, stride, toType, to, count);
  case 'i' << 8 | 1:
    return convertFrom<int8_t>(from, stride, toType, to, count);
  case 'i' << 8 | 2:
    return convertFrom<int16_t>(from, stride, toType, to, count);
  case 'i' << 8 | 4:
    return convertFrom<int32_t>(from, stride, toType, to, count);
  case 'i' << 8 | 8:
    return convertFrom<int64_t>(from, stride, toType, to, count);
  case 'u' << 8 | 1:
    return convertFrom<uint8_t>(from, stride, toType, to, count);
  case 'u' << 8 | 2:
    return convertFrom<uint16_t>(from, stride, toType, to, count);
  case 'u' << 8 | 4:
    return convertFrom<uint32_t>(from, stride, toType, to, count);
  case 'u' << 8 | 8:
    return convertFrom<uint64_t>(from, stride, toType, to, count);
  case 'f' << 8 | 2:
    return convertFrom<Half>(from, stride, toType, to, count);
  case 'f' << 8 | 4:
    return convertFrom<float>(from, stride, toType, to, count);
  case 'f' << 8 | 8:
    return convertFrom<double>(from, stride, toType, to, count);
  default:
    return 0;
  }
}
