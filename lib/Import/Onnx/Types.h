//===- Types.h - ONNX element types in neap ------------------- -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which element type an ONNX tensor has inside neap, how messages write types,
// and constant tensors of an ONNX file as attributes.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_IMPORT_ONNX_TYPES_H
#define NEAP_LIB_IMPORT_ONNX_TYPES_H

#include "neap/Import/Onnx/Reader.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"

#include <optional>
#include <string>

namespace neap {
namespace onnx_import {

/// The element type that stands for `dtype` inside neap. Narrow and unsigned integers widen: u8, i16, u16 to i32, u32
/// and u64 to i64; the data feed converts.
mlir::Type elementType(DType dtype, mlir::MLIRContext *context);
/// True where `elementType` has other bytes than the file.
bool widens(DType dtype);

/// The reader's type for a number of TensorProto.DataType; nothing where neap has none.
std::optional<DType> dtypeFromProto(int32_t type);

/// As ONNX writes it: `float32`, `int64`, `bool`.
std::string onnxTypeName(DType dtype);
std::string onnxTypeName(mlir::Type element);
/// `float32[4,8]`
std::string describe(mlir::RankedTensorType type);
std::string describe(llvm::ArrayRef<int64_t> shape);
/// `0.25`
std::string describe(double number);

/// Whether a tensor has more elements than any program could hold: 2^36. Sizes that overflow do.
bool isTooLarge(llvm::ArrayRef<int64_t> shape);

mlir::RankedTensorType tensorType(const TensorData &data, mlir::MLIRContext *context);

/// The tensor's values, copied.
mlir::DenseElementsAttr toAttribute(const TensorData &data, mlir::MLIRContext *context);

/// The same of a tensor that no file holds, e.g. in an operator's function body. Null where its type is not supported.
mlir::DenseElementsAttr decodeTensor(const onnx::TensorProto &tensor, mlir::MLIRContext *context);

/// Element `index` as a number; integers beyond 2^53 lose digits.
double readNumber(const TensorData &data, uint64_t index);
int64_t readInteger(const TensorData &data, uint64_t index);

/// All values of a constant, converted.
llvm::SmallVector<int64_t> integersOf(mlir::DenseElementsAttr values);
llvm::SmallVector<double> numbersOf(mlir::DenseElementsAttr values);

} // namespace onnx_import
} // namespace neap

#endif // NEAP_LIB_IMPORT_ONNX_TYPES_H
