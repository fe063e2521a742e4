//===- CostModel.td - What an op costs -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Work and traffic of one op, in target-free units. Machine parameters live in
// the target, never here.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_INTERFACES_COSTMODEL_TD
#define NEAP_INTERFACES_COSTMODEL_TD

include "mlir/IR/OpBase.td"

def CostModelOpInterface : OpInterface<"CostModelOpInterface"> {
  let cppNamespace = "::neap";
  let description = [{
    Floating-point operations and bytes moved. The default takes one operation per
    loop iteration (or per result element) and each operand and result once.
  }];
  let methods = [
    InterfaceMethod<"Floating-point operations; a fused multiply-add counts two.", "int64_t", "getFlops", (ins), "",
      [{ return ::neap::defaultFlops($_op); }]>,
    InterfaceMethod<"Bytes read and written, each operand and result once.", "int64_t", "getBytes", (ins), "",
      [{ return ::neap::defaultBytes($_op); }]>,
    InterfaceMethod<[{
      Whether recomputing it beside a reader is cheap against storing its result
      (element-wise work, broadcasts). Conservative answer: false.
    }], "bool", "isCheapToRecompute", (ins), "", [{ return false; }]>
  ];
}

#endif // NEAP_INTERFACES_COSTMODEL_TD
