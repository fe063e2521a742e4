//===- Types.cpp - ONNX element types in neap -----------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Conversions between the file's bytes, MLIR attributes and what messages say.
//
//===----------------------------------------------------------------------===//

#include "Types.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"

#include "onnx/onnx_pb.h"

#include <cstring>
#include <limits>

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

Type neap::onnx_import::elementType(DType dtype, MLIRContext *context) {
  Builder builder(context);
  switch (dtype) {
  case DType::F32:
    return builder.getF32Type();
  case DType::F64:
    return builder.getF64Type();
  case DType::F16:
    return builder.getF16Type();
  case DType::BF16:
    return builder.getBF16Type();
  case DType::I1:
    return builder.getI1Type();
  case DType::I8:
    return builder.getI8Type();
  case DType::U8:
  case DType::I16:
  case DType::U16:
  case DType::I32:
    return builder.getI32Type();
  case DType::U32:
  case DType::I64:
  case DType::U64:
    return builder.getI64Type();
  }
  llvm_unreachable("all element types are listed");
}

bool neap::onnx_import::widens(DType dtype) {
  return dtype == DType::U8 || dtype == DType::I16 || dtype == DType::U16 || dtype == DType::U32;
}

std::optional<DType> neap::onnx_import::dtypeFromProto(int32_t type) {
  switch (type) {
  case onnx::TensorProto::FLOAT:
    return DType::F32;
  case onnx::TensorProto::DOUBLE:
    return DType::F64;
  case onnx::TensorProto::FLOAT16:
    return DType::F16;
  case onnx::TensorProto::BFLOAT16:
    return DType::BF16;
  case onnx::TensorProto::BOOL:
    return DType::I1;
  case onnx::TensorProto::INT8:
    return DType::I8;
  case onnx::TensorProto::UINT8:
    return DType::U8;
  case onnx::TensorProto::INT16:
    return DType::I16;
  case onnx::TensorProto::UINT16:
    return DType::U16;
  case onnx::TensorProto::INT32:
    return DType::I32;
  case onnx::TensorProto::UINT32:
    return DType::U32;
  case onnx::TensorProto::INT64:
    return DType::I64;
  case onnx::TensorProto::UINT64:
    return DType::U64;
  default:
    return std::nullopt;
  }
}

std::string neap::onnx_import::onnxTypeName(DType dtype) {
  switch (dtype) {
  case DType::F32:
    return "float32";
  case DType::F64:
    return "float64";
  case DType::F16:
    return "float16";
  case DType::BF16:
    return "bfloat16";
  case DType::I1:
    return "bool";
  case DType::I8:
    return "int8";
  case DType::U8:
    return "uint8";
  case DType::I16:
    return "int16";
  case DType::U16:
    return "uint16";
  case DType::I32:
    return "int32";
  case DType::U32:
    return "uint32";
  case DType::I64:
    return "int64";
  case DType::U64:
    return "uint64";
  }
  llvm_unreachable("all element types are listed");
}

std::string neap::onnx_import::onnxTypeName(Type element) {
  if (element.isBF16())
    return "bfloat16";
  if (auto floating = dyn_cast<FloatType>(element))
    return "float" + std::to_string(floating.getWidth());
  if (element.isInteger(1))
    return "bool";
  return "int" + std::to_string(element.getIntOrFloatBitWidth());
}

std::string neap::onnx_import::describe(ArrayRef<int64_t> shape) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << '[';
  llvm::interleave(shape, stream, ",");
  stream << ']';
  return text;
}

std::string neap::onnx_import::describe(RankedTensorType type) {
  return onnxTypeName(type.getElementType()) + describe(type.getShape());
}

std::string neap::onnx_import::describe(double number) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format("%g", number);
  return text;
}

bool neap::onnx_import::isTooLarge(ArrayRef<int64_t> shape) {
  constexpr int64_t most = int64_t(1) << 36;
  int64_t elements = 1;
  for (int64_t size : shape)
    if (size == 0)
      return false;
    else if (llvm::MulOverflow(elements, size, elements))
      return true;
  return elements > most;
}

RankedTensorType neap::onnx_import::tensorType(const TensorData &data, MLIRContext *context) {
  return RankedTensorType::get(data.shape, elementType(data.dtype, context));
}

/// Toward zero, saturated; NaN gives 0.
static int64_t toInteger(double value) {
  constexpr double limit = 9223372036854775808.0;
  if (!(value > -limit))
    return value == value ? std::numeric_limits<int64_t>::min() : 0;
  return value < limit ? static_cast<int64_t>(value) : std::numeric_limits<int64_t>::max();
}

template <typename T> static T load(const TensorData &data, uint64_t index) {
  T value;
  std::memcpy(&value, data.data + index * sizeof(T), sizeof(T));
  return llvm::support::endian::byte_swap<T>(value, llvm::endianness::little);
}

static double decode(const llvm::fltSemantics &semantics, uint16_t bits) {
  llvm::APFloat value(semantics, llvm::APInt(16, bits));
  bool losesInfo = false;
  value.convert(llvm::APFloat::IEEEdouble(), llvm::APFloat::rmNearestTiesToEven, &losesInfo);
  return value.convertToDouble();
}

int64_t neap::onnx_import::readInteger(const TensorData &data, uint64_t index) {
  switch (data.dtype) {
  case DType::I1:
    return load<uint8_t>(data, index) != 0;
  case DType::I8:
    return load<int8_t>(data, index);
  case DType::U8:
    return load<uint8_t>(data, index);
  case DType::I16:
    return load<int16_t>(data, index);
  case DType::U16:
    return load<uint16_t>(data, index);
  case DType::I32:
    return load<int32_t>(data, index);
  case DType::U32:
    return load<uint32_t>(data, index);
  case DType::I64:
  case DType::U64:
    return load<int64_t>(data, index);
  default:
    return toInteger(readNumber(data, index));
  }
}

double neap::onnx_import::readNumber(const TensorData &data, uint64_t index) {
  switch (data.dtype) {
  case DType::F32:
    return llvm::bit_cast<float>(load<uint32_t>(data, index));
  case DType::F64:
    return llvm::bit_cast<double>(load<uint64_t>(data, index));
  case DType::F16:
    return decode(llvm::APFloat::IEEEhalf(), load<uint16_t>(data, index));
  case DType::BF16:
    return decode(llvm::APFloat::BFloat(), load<uint16_t>(data, index));
  default:
    return static_cast<double>(readInteger(data, index));
  }
}

DenseElementsAttr neap::onnx_import::toAttribute(const TensorData &data, MLIRContext *context) {
  RankedTensorType type = tensorType(data, context);
  uint64_t count = data.elements();
  if (isa<FloatType>(type.getElementType()))
    return DenseElementsAttr::getFromRawBuffer(
        type, ArrayRef<char>(reinterpret_cast<const char *>(data.data), static_cast<size_t>(data.bytes)));
  SmallVector<APInt> values;
  values.reserve(count);
  unsigned width = type.getElementTypeBitWidth();
  for (uint64_t i = 0; i < count; ++i)
    values.push_back(APInt(64, readInteger(data, i), /*isSigned=*/true).sextOrTrunc(width));
  return DenseElementsAttr::get(type, values);
}

/// The typed field of a tensor, little-endian as raw_data is.
static std::string typedBytes(const onnx::TensorProto &tensor, DType dtype) {
  std::string bytes;
  auto append = [&](auto value) { bytes.append(reinterpret_cast<const char *>(&value), dtypeBytes(dtype)); };
  for (float value : tensor.float_data())
    append(value);
  for (double value : tensor.double_data())
    append(value);
  for (int64_t value : tensor.int64_data())
    append(value);
  for (int32_t value : tensor.int32_data())
    append(value);
  return bytes;
}

DenseElementsAttr neap::onnx_import::decodeTensor(const onnx::TensorProto &tensor, MLIRContext *context) {
  std::optional<DType> dtype = dtypeFromProto(tensor.data_type());
  if (!dtype)
    return {};
  std::string bytes = tensor.has_raw_data() ? tensor.raw_data() : typedBytes(tensor, *dtype);
  TensorData data;
  data.dtype = *dtype;
  data.shape.assign(tensor.dims().begin(), tensor.dims().end());
  data.data = reinterpret_cast<const uint8_t *>(bytes.data());
  data.bytes = bytes.size();
  if (tensorType(data, context).getNumElements() != static_cast<int64_t>(data.elements()))
    return {};
  return toAttribute(data, context);
}

SmallVector<int64_t> neap::onnx_import::integersOf(DenseElementsAttr values) {
  SmallVector<int64_t> result;
  if (isa<FloatType>(values.getElementType())) {
    for (double value : numbersOf(values))
      result.push_back(toInteger(value));
    return result;
  }
  for (const APInt &value : values.getValues<APInt>())
    result.push_back(value.getBitWidth() == 1 ? value.getZExtValue() : value.getSExtValue());
  return result;
}

SmallVector<double> neap::onnx_import::numbersOf(DenseElementsAttr values) {
  SmallVector<double> result;
  if (!isa<FloatType>(values.getElementType())) {
    for (int64_t value : integersOf(values))
      result.push_back(static_cast<double>(value));
    return result;
  }
  for (APFloat value : values.getValues<APFloat>()) {
    bool losesInfo = false;
    value.convert(llvm::APFloat::IEEEdouble(), llvm::APFloat::rmNearestTiesToEven, &losesInfo);
    result.push_back(value.convertToDouble());
  }
  return result;
}
