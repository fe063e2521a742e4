//===- main.cpp - neap-lsp-server: neap IR in an editor -------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// MLIR's language server with the neap dialect: diagnostics, definitions and hover
// for the files that --dump-stages writes.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/InitAllDialects.h"
#include "mlir/Tools/mlir-lsp-server/MlirLspServerMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  registry.insert<neap::NeapDialect>();
  return mlir::failed(mlir::MlirLspServerMain(argc, argv, registry));
}
