//===- Tensors.cpp - From a TensorProto to bytes --------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Checks that a tensor is what it declares before anything is allocated, and
// says where its bytes are: mapped (raw_data, external data) or decoded from
// typed fields, whose sizes follow the bytes of the file.
//
//===----------------------------------------------------------------------===//

#include "ReaderImpl.h"
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

using namespace neap::onnx_import;
using onnx::TensorProto;

namespace {
struct TypeRow {
  int32_t onnx;
  DType dtype;
  const char *name, *onnxName;
  unsigned bytes;
};
constexpr TypeRow typeRows[] = {
    {TensorProto::FLOAT, DType::F32, "f32", "float32", 4},
    {TensorProto::DOUBLE, DType::F64, "f64", "float64", 8},
    {TensorProto::FLOAT16, DType::F16, "f16", "float16", 2},
    {TensorProto::BFLOAT16, DType::BF16, "bf16", "bfloat16", 2},
    {TensorProto::BOOL, DType::I1, "i1", "bool", 1},
    {TensorProto::INT8, DType::I8, "i8", "int8", 1},
    {TensorProto::UINT8, DType::U8, "u8", "uint8", 1},
    {TensorProto::INT16, DType::I16, "i16", "int16", 2},
    {TensorProto::UINT16, DType::U16, "u16", "uint16", 2},
    {TensorProto::INT32, DType::I32, "i32", "int32", 4},
    {TensorProto::UINT32, DType::U32, "u32", "uint32", 4},
    {TensorProto::INT64, DType::I64, "i64", "int64", 8},
    {TensorProto::UINT64, DType::U64, "u64", "uint64", 8},
};

const TypeRow &row(DType dtype) {
  auto found =
      std::find_if(std::begin(typeRows), std::end(typeRows), [&](const TypeRow &r) { return r.dtype == dtype; });
  if (found == std::end(typeRows))
    std::abort(); // every type has a row
  return *found;
}

/// `float32[8,16]`
std::string typeText(DType dtype, const std::vector<int64_t> &shape) {
  std::string text = row(dtype).onnxName + std::string("[");
  for (size_t i = 0; i < shape.size(); ++i)
    text += (i ? "," : "") + std::to_string(shape[i]);
  return text + "]";
}

/// One tensor on its way; `owner` names it in messages.
class TensorReader {
public:
  TensorReader(Model::Impl &model, TensorProto &tensor, const Diagnostic &owner, TensorData &data)
      : model(model), tensor(tensor), owner(owner), data(data) {}

  bool run() {
    if (!readDType(model, tensor.data_type(), owner, data.dtype) || !readShape())
      return false;
    if (tensor.data_location() == TensorProto::EXTERNAL)
      return readExternal() && checkValues();
    if (tensor.external_data_size() > 0)
      return fail("has external data entries but is not marked as external");
    return (tensor.has_segment() ? readRaw() : readTyped()) && checkValues();
  }

private:
  bool fail(const std::string &what, Problem problem = Problem::Invalid) {
    Diagnostic diagnostic = owner;
    diagnostic.problem = problem;
    diagnostic.message += ": " + what;
    model.report(std::move(diagnostic));
    return false;
  }

  void warn(const std::string &what) {
    Diagnostic diagnostic = owner;
    diagnostic.severity = Severity::Warning;
    diagnostic.message += " " + what;
    model.report(std::move(diagnostic));
  }

  bool readShape() {
    if (tensor.dims_size() > static_cast<int>(maxRank))
      return fail("has " + std::to_string(tensor.dims_size()) + " dimensions, more than the limit of " +
                  std::to_string(maxRank));
    data.shape.assign(tensor.dims().begin(), tensor.dims().end());
    for (int64_t dim : data.shape)
      if (dim < 0)
        return fail("dimension " + std::to_string(dim) + " is negative");
    // An empty tensor has no elements however large its other dimensions are.
    bool empty = std::find(data.shape.begin(), data.shape.end(), 0) != data.shape.end();
    uint64_t bytes = empty ? 0 : dtypeBytes(data.dtype);
    if (!empty)
      for (int64_t dim : data.shape)
        if (__builtin_mul_overflow(bytes, static_cast<uint64_t>(dim), &bytes) || bytes > uint64_t(INT64_MAX))
          return fail("element count of " + typeText(data.dtype, data.shape) + " overflows");
    data.bytes = bytes;
    return true;
  }

  bool sizeMismatch(uint64_t given) {
    return fail(std::to_string(given) + " bytes given, " + typeText(data.dtype, data.shape) + " needs " +
                std::to_string(data.bytes));
  }

  bool readRaw() {
    if (typedCount() != 0)
      return fail("has both raw and typed data");
    uint64_t begin = static_cast<uint64_t>(tensor.segment().begin());
    uint64_t end = static_cast<uint64_t>(tensor.segment().end());
    if (end - begin != data.bytes)
      return sizeMismatch(end - begin);
    data.file = 0;
    data.offset = begin;
    data.data = model.bytes + begin;
    return true;
  }

  /// A non-negative decimal number and nothing else.
  static bool parseNumber(const std::string &text, uint64_t &value) {
    if (text.empty() || text.size() > 20 || text.find_first_not_of("0123456789") != std::string::npos)
      return false;
    errno = 0;
    value = std::strtoull(text.c_str(), nullptr, 10);
    return errno == 0;
  }

  bool readExternal() {
    std::string location;
    uint64_t offset = 0, length = data.bytes;
    bool hasLocation = false;
    for (const onnx::StringStringEntryProto &entry : tensor.external_data()) {
      if (entry.key() == "location")
        location = entry.value(), hasLocation = true;
      else if (entry.key() == "offset" && !parseNumber(entry.value(), offset))
        return fail("external offset " + quote(entry.value()) + " is not a valid offset");
      else if (entry.key() == "length" && !parseNumber(entry.value(), length))
        return fail("external length " + quote(entry.value()) + " is not a valid length");
    }
    if (!hasLocation)
      return fail("external data without a location");
    if (tensor.has_segment() || typedCount() != 0)
      return fail("has external data and data of its own");
    if (length != data.bytes)
      return fail("external length " + std::to_string(length) + " does not match " + typeText(data.dtype, data.shape) +
                  " (" + std::to_string(data.bytes) + " bytes)");
    std::string error;
    int file = model.files.openExternal(location, error);
    if (file < 0)
      return fail(error);
    uint64_t size = model.files.size(file);
    if (offset > size || length > size - offset)
      return fail("bytes " + std::to_string(offset) + ".." + std::to_string(offset + length) + " asked of " +
                  quote(location) + ", which has " + std::to_string(size));
    data.file = file;
    data.offset = offset;
    data.data = model.files.data(file) + offset;
    return true;
  }

  uint64_t typedCount() const {
    return static_cast<uint64_t>(tensor.float_data_size()) + tensor.int32_data_size() + tensor.int64_data_size() +
           tensor.double_data_size() + tensor.uint64_data_size() + tensor.string_data_size();
  }

  /// Where the standard says that values of this type are, one per element.
  bool readTyped() {
    switch (data.dtype) {
    case DType::F32:
      return copyTyped<float>(*tensor.mutable_float_data());
    case DType::F64:
      return copyTyped<double>(*tensor.mutable_double_data());
    case DType::I64:
      return copyTyped<int64_t>(*tensor.mutable_int64_data());
    case DType::U32:
      return copyTyped<uint32_t>(*tensor.mutable_uint64_data());
    case DType::U64:
      return copyTyped<uint64_t>(*tensor.mutable_uint64_data());
    case DType::I32:
      return copyTyped<int32_t>(*tensor.mutable_int32_data());
    case DType::F16: // the bit patterns of half floats are widened without sign
    case DType::BF16:
    case DType::U16:
      return copyTyped<uint16_t>(*tensor.mutable_int32_data());
    case DType::I16:
      return copyTyped<int16_t>(*tensor.mutable_int32_data());
    case DType::I8:
      return copyTyped<int8_t>(*tensor.mutable_int32_data());
    case DType::U8:
    case DType::I1:
      return copyTyped<uint8_t>(*tensor.mutable_int32_data());
    }
    return false;
  }

  template <typename Element, typename Field> bool copyTyped(Field &field) {
    uint64_t count = static_cast<uint64_t>(field.size());
    if (count != typedCount())
      return fail("has values in a field that is not for " + std::string(row(data.dtype).onnxName));
    if (count * sizeof(Element) != data.bytes)
      return sizeMismatch(count * sizeof(Element));
    auto buffer = std::make_unique<std::vector<uint8_t>>(data.bytes);
    for (uint64_t i = 0; i < count; ++i) {
      auto value = field.Get(static_cast<int>(i));
      Element element = static_cast<Element>(value);
      if (sizeof(Element) < sizeof(value) && static_cast<decltype(value)>(element) != value)
        return fail("value " + std::to_string(value) + " at index " + std::to_string(i) + " does not fit " +
                    row(data.dtype).onnxName);
      std::memcpy(buffer->data() + i * sizeof(Element), &element, sizeof(Element));
    }
    field.Clear();
    data.data = buffer->data();
    model.owned.push_back(std::move(buffer));
    return true;
  }

  bool checkValues() {
    // In pieces, each let go after it was read: a large model's weights need not all be resident.
    constexpr uint64_t piece = uint64_t(16) << 20;
    uint64_t nans = 0, nonBools = 0;
    for (uint64_t at = 0; at < data.bytes; at += piece) {
      uint64_t size = std::min(piece, data.bytes - at);
      const uint8_t *bytes = data.data + at;
      switch (data.dtype) {
      case DType::F32:
        nans += countNaN<uint32_t>(bytes, size, 0x7f800000u);
        break;
      case DType::F64:
        nans += countNaN<uint64_t>(bytes, size, 0x7ff0000000000000u);
        break;
      case DType::F16:
        nans += countNaN<uint16_t>(bytes, size, 0x7c00u);
        break;
      case DType::BF16:
        nans += countNaN<uint16_t>(bytes, size, 0x7f80u);
        break;
      case DType::I1:
        nonBools += static_cast<uint64_t>(std::count_if(bytes, bytes + size, [](uint8_t b) { return b > 1; }));
        break;
      default:
        return true;
      }
      if (data.bytes > piece && data.file >= 0)
        model.files.release(data.file, data.offset + at, size);
    }
    if (nonBools)
      return fail(std::to_string(nonBools) + " of its bool values are neither 0 nor 1");
    if (nans)
      warn("holds NaN (" + std::to_string(nans) + " of " + std::to_string(data.elements()) + " elements)");
    return true;
  }

  /// Elements whose bits without the sign are above those of infinity.
  template <typename Bits> static uint64_t countNaN(const uint8_t *bytes, uint64_t size, Bits infinity) {
    constexpr Bits magnitude = static_cast<Bits>(~Bits(0)) >> 1;
    uint64_t count = 0;
    for (uint64_t at = 0; at < size; at += sizeof(Bits)) {
      Bits bits;
      std::memcpy(&bits, bytes + at, sizeof(Bits));
      count += (bits & magnitude) > infinity;
    }
    return count;
  }

  Model::Impl &model;
  TensorProto &tensor;
  const Diagnostic &owner;
  TensorData &data;
};
} // namespace

const char *neap::onnx_import::dtypeName(DType dtype) { return row(dtype).name; }
unsigned neap::onnx_import::dtypeBytes(DType dtype) { return row(dtype).bytes; }

bool neap::onnx_import::readDType(Model::Impl &model, int32_t type, const Diagnostic &owner, DType &dtype) {
  for (const TypeRow &candidate : typeRows)
    if (candidate.onnx == type) {
      dtype = candidate.dtype;
      return true;
    }
  Diagnostic diagnostic = owner;
  bool known = type != TensorProto::UNDEFINED && onnx::TensorProto_DataType_IsValid(type);
  diagnostic.problem = known ? Problem::Unsupported : Problem::Invalid;
  diagnostic.message += known ? ": element type " +
                                    onnx::TensorProto_DataType_Name(static_cast<onnx::TensorProto_DataType>(type)) +
                                    " is not supported"
                        : type == TensorProto::UNDEFINED ? std::string(": element type is missing")
                                                         : ": element type " + std::to_string(type) + " is unknown";
  model.report(std::move(diagnostic));
  return false;
}

bool neap::onnx_import::readTensor(Model::Impl &model, TensorProto &tensor, const Diagnostic &owner, TensorData &data) {
  return TensorReader(model, tensor, owner, data).run();
}
