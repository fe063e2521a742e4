//===- ConstantFolding.h - Evaluating ops on small constants -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the families' folders share. Shape arithmetic of a model must vanish at
// import; so each op that may take part in it says how one element of its result
// comes from elements of its operands, and these functions do the rest.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_IR_CONSTANTFOLDING_H
#define NEAP_DIALECT_NEAP_IR_CONSTANTFOLDING_H

#include "neap/Dialect/Neap/IR/Neap.h"

#include <optional>

namespace neap {

/// Results with more elements than this are left to run time. Splats of any size fold.
inline constexpr int64_t maxFoldedElements = 64 * 1024;

/// One element: integers and i1 (0 or 1) in `integer`, floats in `real`. float16, bfloat16 and float32 are computed in
/// double and rounded once when stored.
struct Scalar {
  int64_t integer = 0;
  double real = 0.0;
};

/// A constant as scalars in row-major order; one scalar for a splat.
class ConstantElements {
public:
  /// Nothing when the attribute is not a dense constant small enough to look at.
  static std::optional<ConstantElements> get(mlir::Attribute attribute);

  mlir::RankedTensorType getType() const { return type; }
  bool isSplat() const { return splat; }
  bool isFloat() const { return llvm::isa<mlir::FloatType>(type.getElementType()); }
  const Scalar &operator[](int64_t linear) const { return elements[splat ? 0 : linear]; }

private:
  mlir::RankedTensorType type;
  bool splat = false;
  llvm::SmallVector<Scalar> elements;
};

/// The dense attribute of `type` from scalars: one for a splat, else one per element.
mlir::DenseElementsAttr buildConstant(mlir::RankedTensorType type, llvm::ArrayRef<Scalar> elements);

/// Element i of the result from element i of every operand. Null when an operand is no constant, the result is too
/// large, or `compute` answers nothing.
mlir::Attribute foldElementwise(llvm::ArrayRef<mlir::Attribute> operands, mlir::RankedTensorType type,
                                llvm::function_ref<std::optional<Scalar>(llvm::ArrayRef<Scalar>)> compute);

/// The result element at `index` from anything: `compute` receives its indices.
mlir::Attribute foldFromIndices(mlir::RankedTensorType type,
                                llvm::function_ref<std::optional<Scalar>(llvm::ArrayRef<int64_t>)> compute);

/// Row-major position of `index` in `shape`.
int64_t linearize(llvm::ArrayRef<int64_t> index, llvm::ArrayRef<int64_t> shape);

/// Next index of `shape` in row-major order; false after the last.
bool advance(llvm::MutableArrayRef<int64_t> index, llvm::ArrayRef<int64_t> shape);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_IR_CONSTANTFOLDING_H
