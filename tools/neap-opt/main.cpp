//===- main.cpp - neap-opt: one pass at a time, in text ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InterfacePasses.h"

#include "neap/Codegen/CPU/CPUBackend.h"
#include "neap/Dialect/Neap/IR/Neap.h"
#include "neap/Pipelines/Pipelines.h"

#include "mlir/InitAllDialects.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllPasses();
  neap::registerPassesAndPipelines();
  neap::registerCPUCodegenPasses();
  neap::registerInterfacePasses();
  registry.insert<neap::NeapDialect>();
  neap::registerLowerings(registry);
  std::string message;
  std::unique_ptr<neap::TargetBackend> backend = neap::createCPUBackend({}, message);
  if (!backend) {
    llvm::errs() << "neap-opt: error: " << message << "\n";
    return 70;
  }
  backend->registerKernels(registry);
  return mlir::asMainReturnCode(mlir::MlirOptMain(argc, argv, "neap-opt: passes over neap IR\n", registry));
}
