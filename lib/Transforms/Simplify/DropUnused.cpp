//===- DropUnused.cpp - Removes what nobody reads ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Globals are data of the program: what stays here takes memory when it runs.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/Neap.h"
#include "neap/Transforms/Passes.h"

#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace neap;

namespace neap {
#define GEN_PASS_DEF_DROPUNUSEDPASS
#include "neap/Transforms/Passes.h.inc"
} // namespace neap

/// Arguments bound to globals that the body does not read.
static void dropArguments(func::FuncOp function) {
  llvm::BitVector unused(function.getNumArguments());
  for (BlockArgument argument : function.getArguments()) {
    BindAttr binding = getArgumentBinding(function, argument.getArgNumber());
    unused[argument.getArgNumber()] = binding && binding.getKind() == BindKind::Global && argument.use_empty();
  }
  if (failed(function.eraseArguments(unused)))
    llvm_unreachable("unused arguments of a func.func can go");
}

/// Names of the globals that an argument or result is bound to.
static void collectGlobals(func::FuncOp function, llvm::StringSet<> &names) {
  auto collect = [&](BindAttr binding) {
    if (binding && binding.getKind() == BindKind::Global)
      names.insert(binding.getName());
  };
  for (unsigned index = 0; index < function.getNumArguments(); ++index)
    collect(getArgumentBinding(function, index));
  for (unsigned index = 0; index < function.getNumResults(); ++index)
    collect(getResultBinding(function, index));
}

namespace {
struct DropUnusedPass : neap::impl::DropUnusedPassBase<DropUnusedPass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    llvm::StringSet<> names;
    for (auto function : module.getOps<func::FuncOp>()) {
      if (function.isDeclaration())
        continue;
      dropArguments(function);
      collectGlobals(function, names);
    }
    for (auto global : llvm::make_early_inc_range(module.getOps<GlobalOp>()))
      if (!names.contains(global.getSymName())) {
        ++numDropped;
        global.erase();
      }
    auto stage = module->getAttrOfType<StringAttr>(stageAttrName);
    if (stage && stage.getValue() == "forward")
      module->setAttr(stageAttrName, StringAttr::get(&getContext(), "canonical"));
  }
};
} // namespace
