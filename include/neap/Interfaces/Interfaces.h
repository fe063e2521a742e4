//===- Interfaces.h - The questions that passes ask of ops -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Declares the op interfaces of DESIGN section 5 and the plain data they return.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_INTERFACES_INTERFACES_H
#define NEAP_INTERFACES_INTERFACES_H

#include "mlir/Dialect/Utils/StructuredOpsUtils.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/TypeUtilities.h"

#include <optional>
#include <string>

namespace neap {

/// What a gradient reads of a value, from least to most.
enum class GradientRead {
  None,      ///< Nothing, not even the shape at run time.
  Shape,     ///< Only the (static) shape.
  Predicate, ///< One bit per element: a sign, a range test, a mask.
  Index,     ///< A position within a small window, e.g. of pooling.
  Full       ///< The values.
};

llvm::StringRef stringifyGradientRead(GradientRead read);

/// What one operand's gradient reads of each operand and each result.
struct GradientReads {
  llvm::SmallVector<GradientRead> operands;
  llvm::SmallVector<GradientRead> results;
};

/// One way to build a gradient: what it reads of each operand and each result when every operand's gradient is wanted.
struct GradientForm {
  std::string name;
  llvm::SmallVector<GradientRead> operands;
  llvm::SmallVector<GradientRead> results;
  /// What the gradient of operand i alone reads, one entry per operand. Empty: the same for each.
  llvm::SmallVector<GradientReads, 0> ofOperand = {};

  /// The form from what each operand's gradient reads.
  static GradientForm fromRows(llvm::StringRef name, llvm::ArrayRef<GradientReads> ofOperand);
  /// What the form reads when only the gradients in `needed` are wanted: `mul` reads a only for the gradient of b.
  GradientReads readsFor(llvm::ArrayRef<bool> needed) const;

  /// The conservative form: everything in full.
  static GradientForm readsAll(mlir::Operation *op);
};

/// A library call that does one op on a target.
struct LibraryCall {
  /// Symbol of the `neap_library_kernel` (neap/Runtime/Program.h).
  std::string symbol;
  /// Its configuration, as stated beside the kernel.
  llvm::SmallVector<int64_t> config;
  /// Scratch bytes for the number of threads asked for.
  int64_t workspaceBytes = 0;
  /// Order in which op operands (0 … n-1) then results (n …) become arguments.
  llvm::SmallVector<int64_t> argumentOrder;
};

/// Defaults of CostModelOpInterface.
int64_t defaultFlops(mlir::Operation *op);
int64_t defaultBytes(mlir::Operation *op);

/// Default of LowerableOpInterface: one `linalg.generic` from the iteration space
/// and the scalar body. Defined in the lowering library, the only one that knows linalg.
mlir::FailureOr<llvm::SmallVector<mlir::Value>>
lowerIterationSpaceToLinalg(mlir::Operation *op, mlir::OpBuilder &builder, mlir::ValueRange operands);

/// Marks ops without gradient; see Differentiable.td.
template <typename ConcreteType>
class NotDifferentiable : public mlir::OpTrait::TraitBase<ConcreteType, NotDifferentiable> {};

} // namespace neap

#include "neap/Interfaces/CostModel.h.inc"
#include "neap/Interfaces/Differentiable.h.inc"
#include "neap/Interfaces/IterationSpace.h.inc"
#include "neap/Interfaces/Lowerable.h.inc"
#include "neap/Interfaces/Modal.h.inc"

#endif // NEAP_INTERFACES_INTERFACES_H
