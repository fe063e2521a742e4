//===- Neap.h - The dialect without its families -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Dialect, attributes, interfaces and the ops of no family. Include
// neap/Dialect/Neap/Ops/<Family>.h for the ops of a family.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_IR_NEAP_H
#define NEAP_DIALECT_NEAP_IR_NEAP_H

#include "neap/Interfaces/Interfaces.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

#include "neap/Dialect/Neap/IR/NeapDialect.h.inc"
#include "neap/Dialect/Neap/IR/NeapEnums.h.inc"
#define GET_ATTRDEF_CLASSES
#include "neap/Dialect/Neap/IR/NeapAttributes.h.inc"
#define GET_OP_CLASSES
#include "neap/Dialect/Neap/IR/NeapCoreOps.h.inc"

namespace neap {

/// Names of discardable attributes that the dialect checks.
inline constexpr llvm::StringLiteral bindAttrName = "neap.bind";
/// On the module: the stage whose contract it fulfils (docs/Stages.md).
inline constexpr llvm::StringLiteral stageAttrName = "neap.stage";
/// On a planned function argument: its byte offset in the arena.
inline constexpr llvm::StringLiteral placeAttrName = "neap.place";

/// Name of the global that the runtime writes as `name` ("step", "seed", …) before each call. The prefix keeps it apart
/// from the program functions and from what models call their initializers; the manifest has the name without it.
inline constexpr llvm::StringLiteral controlPrefix = "control.";

/// The binding of a function argument or result; null when there is none.
BindAttr getArgumentBinding(mlir::FunctionOpInterface function, unsigned index);
BindAttr getResultBinding(mlir::FunctionOpInterface function, unsigned index);

/// Bytes of a dense tensor; i1 takes one byte per element.
int64_t getTensorBytes(mlir::RankedTensorType type);

/// Tensor of the same shape with another element type.
mlir::RankedTensorType withElementType(mlir::RankedTensorType type, mlir::Type element);

/// `neap.constant` filled with one number, converted to the element type.
mlir::Value createSplat(mlir::OpBuilder &builder, mlir::Location loc, mlir::RankedTensorType type, double value);

/// The name of the ONNX node that an op came from, from its location; empty when it came from none.
std::string getSourceName(mlir::Location loc);

/// Makes all families' lowerings to linalg available (neap/Dialect/Neap/ToLinalg.h).
void registerLowerings(mlir::DialectRegistry &registry);

} // namespace neap

#endif // NEAP_DIALECT_NEAP_IR_NEAP_H
