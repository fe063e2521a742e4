//===- NeapBase.td - Dialect, types and base classes -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What every family of ops is made from. An op's def holds only what differs.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_IR_NEAPBASE_TD
#define NEAP_DIALECT_NEAP_IR_NEAPBASE_TD

include "mlir/IR/OpBase.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "neap/Interfaces/CostModel.td"
include "neap/Interfaces/Differentiable.td"
include "neap/Interfaces/IterationSpace.td"
include "neap/Interfaces/Lowerable.td"
include "neap/Interfaces/Modal.td"

def NeapDialect : Dialect {
  let name = "neap";
  let cppNamespace = "::neap";
  let summary = "Training graphs on tensors: forward, gradient, update, kernels and their places";
  let description = [{
    Ops on statically shaped tensors, all free of side effects: randomness takes a key
    as operand, state goes in as an operand and comes out as a result. So recomputing,
    reordering and removing ops is legal without analysis.

    A model is a module with `neap.global`s (parameters, state) and functions whose
    arguments and results say in a `neap.bind` attribute what they are bound to.
  }];
  let useDefaultAttributePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let hasOperationAttrVerify = 1;
  let hasRegionArgAttrVerify = 1;
  let hasRegionResultAttrVerify = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
    void registerCoreOps();
    // One per family of ops, defined in the family's folder.
#define NEAP_FAMILY(family) void register##family##Ops();
#include "neap/Dialect/Neap/Ops/Families.inc"
#undef NEAP_FAMILY
  }];
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

def Neap_FloatElement : AnyTypeOf<[F32, BF16, F16, F64], "a floating-point type (f32, bf16, f16, f64)">;
def Neap_IntElement : AnyTypeOf<[I8, I32, I64], "an integer type (i8, i32, i64)">;
def Neap_NumberElement : AnyTypeOf<[F32, BF16, F16, F64, I8, I32, I64], "a number type (f32, bf16, f16, f64, i8, i32, i64)">;
def Neap_Element : AnyTypeOf<[F32, BF16, F16, F64, I1, I8, I32, I64], "an element type (f32, bf16, f16, f64, i1, i8, i32, i64)">;

def Neap_Tensor : StaticShapeTensorOf<[Neap_Element]>;
def Neap_FloatTensor : StaticShapeTensorOf<[Neap_FloatElement]>;
def Neap_IntTensor : StaticShapeTensorOf<[Neap_IntElement]>;
def Neap_NumberTensor : StaticShapeTensorOf<[Neap_NumberElement]>;
def Neap_BoolTensor : StaticShapeTensorOf<[I1]>;

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

/// An op on values: pure, with cost.
/// `costMethods`: methods of CostModelOpInterface that the op gives itself; the others keep their defaults.
class Neap_Op<string mnemonic, list<Trait> traits = [], list<string> costMethods = []>
    : Op<NeapDialect, mnemonic, !listconcat(traits, [Pure, DeclareOpInterfaceMethods<CostModelOpInterface, costMethods>])>;

/// Result types follow from the operands and attributes; the importer and every builder relies on it.
/// The op gives `inferReturnTypes` in its family's .cpp, with one message per mistake.
class Neap_InferredOp<string mnemonic, list<Trait> traits = [], list<string> costMethods = []>
    : Neap_Op<mnemonic, !listconcat(traits, [DeclareOpInterfaceMethods<InferTypeOpInterface>]), costMethods>;

#endif // NEAP_DIALECT_NEAP_IR_NEAPBASE_TD
