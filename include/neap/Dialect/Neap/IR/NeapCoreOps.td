//===- NeapCoreOps.td - Globals, constants, kernels and launches -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The ops that belong to no family: what a program is made of besides arithmetic.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_IR_NEAPCOREOPS_TD
#define NEAP_DIALECT_NEAP_IR_NEAPCOREOPS_TD

include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "neap/Dialect/Neap/IR/NeapAttributes.td"

def Neap_GlobalOp : Op<NeapDialect, "global", [Symbol]> {
  let summary = "A tensor that lives from the start of the program to its end";
  let description = [{
    ```mlir
    neap.global @"conv.weight" parameter trained : tensor<16x3x3x3xf32> = #neap.file<"m.onnx", 1064, 1728>
    neap.global @"conv.weight/momentum" optimizer : tensor<16x3x3x3xf32> = #neap.zero
    ```
    Functions reach it through an argument bound to it (`#neap.bind<global, "conv.weight">`) and write it through a
    result bound to it. The initial value is a file range, zeros, or, for small tensors, dense data. Without one
    the runtime writes it before each call (role control).
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, Neap_RoleAttr:$role, UnitAttr:$trained, TypeAttrOf<Neap_Tensor>:$type,
                       OptionalAttr<AnyAttr>:$initial, OptionalAttr<I64Attr>:$place);
  let assemblyFormat = [{ $sym_name $role (`trained` $trained^)? `:` $type (`=` $initial^)? (`at` $place^)? attr-dict }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{ ::mlir::RankedTensorType getTensorType() { return ::llvm::cast<::mlir::RankedTensorType>(getType()); } }];
}

def Neap_ConstantOp : Neap_Op<"constant", [ConstantLike, AllTypesMatch<["value", "result"]>]> {
  let summary = "A small constant tensor";
  let arguments = (ins ElementsAttr:$value);
  let results = (outs Neap_Tensor:$result);
  let assemblyFormat = "attr-dict $value";
  let hasFolder = 1;
}

def Neap_KernelOp : Neap_Op<"kernel", [IsolatedFromAbove, SingleBlock]> {
  let summary = "Ops that become one launch";
  let description = [{
    Wraps neap ops; operands are the block's arguments, the yielded values its results. `implementation` says whether
    loops are generated or a library is called (then the region holds the one op the call does).
    `in_place` pairs (result, operand) that may share a place: [r0, o0, r1, o1 …].
    `places` (stage planned) gives the byte offset of each result in the arena, then of the workspace if there is any.
  }];
  let arguments = (ins StrAttr:$kernel_name, Variadic<Neap_Tensor>:$inputs, AnyAttr:$implementation,
                       OptionalAttr<DenseI64ArrayAttr>:$in_place, OptionalAttr<DenseI64ArrayAttr>:$places);
  let results = (outs Variadic<Neap_Tensor>:$outputs);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::mlir::Block &getBlock() { return getBody().front(); }
    /// The yielded values, one per result.
    ::mlir::OperandRange getYielded() { return getBlock().getTerminator()->getOperands(); }
    /// Scratch bytes of the implementation.
    int64_t getWorkspaceBytes();
  }];
}

def Neap_YieldOp : Op<NeapDialect, "yield", [Pure, Terminator, ReturnLike, HasParent<"KernelOp">]> {
  let summary = "Ends a kernel's region";
  let arguments = (ins Variadic<Neap_Tensor>:$values);
  let assemblyFormat = "attr-dict ($values^ `:` type($values))?";
}

def Neap_LaunchOp : Op<NeapDialect, "launch", []> {
  let summary = "One launch of a lowered program function (stage llvm)";
  let description = [{
    ```mlir
    neap.launch "conv1.bn.relu" generated @kernel_3 offsets [0, 4096] extent 64 grain 1
    neap.launch "conv1" library "neap_onednn_convolution_forward" offsets [0, 4096, 8192] config [1, 2] workspace 640
    ```
    Exactly the fields of `neap_launch` in neap/Runtime/Program.h. The order of ops is the order of the launches.
  }];
  let arguments = (ins StrAttr:$kernel_name, OptionalAttr<FlatSymbolRefAttr>:$generated, OptionalAttr<StrAttr>:$library,
                       DenseI64ArrayAttr:$offsets, OptionalAttr<DenseI64ArrayAttr>:$config,
                       DefaultValuedAttr<I64Attr, "0">:$extent, DefaultValuedAttr<I64Attr, "1">:$grain,
                       DefaultValuedAttr<I64Attr, "0">:$workspace);
  let assemblyFormat = [{ $kernel_name (`generated` $generated^)? (`library` $library^)? `offsets` $offsets (`config` $config^)?
                          (`extent` $extent^)? (`grain` $grain^)? (`workspace` $workspace^)? attr-dict }];
  let hasVerifier = 1;
}

def Neap_ProgramOp : Op<NeapDialect, "program", [Symbol, NoTerminator, SingleBlock, IsolatedFromAbove]> {
  let summary = "A program function as a list of launches (stage llvm)";
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name attr-dict-with-keyword $body";
}

#endif // NEAP_DIALECT_NEAP_IR_NEAPCOREOPS_TD
