//===- Passes.h - Every pass, to create and to register -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TRANSFORMS_PASSES_H
#define NEAP_TRANSFORMS_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include <memory>
#include <string>

namespace neap {

#define GEN_PASS_DECL
#include "neap/Transforms/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "neap/Transforms/Passes.h.inc"

} // namespace neap

#endif // NEAP_TRANSFORMS_PASSES_H
