//===- Jit.cpp - A compiled program in this process -----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Links the backend's object file with ORC; no other way of generating code
// exists, so what tests run is what programs contain.
//
//===----------------------------------------------------------------------===//

#include "neap/Codegen/CPU/Jit.h"

#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace neap;

struct JitProgram::Implementation {
  std::unique_ptr<llvm::orc::LLJIT> jit;
};

JitProgram::JitProgram() : implementation(std::make_unique<Implementation>()) {}
JitProgram::~JitProgram() = default;

static llvm::Expected<std::unique_ptr<llvm::orc::LLJIT>> createJit(const JitSymbols &symbols) {
  auto jit = llvm::orc::LLJITBuilder().create();
  if (!jit)
    return jit.takeError();
  llvm::orc::JITDylib &library = (*jit)->getMainJITDylib();
  llvm::orc::SymbolMap map;
  for (const auto &symbol : symbols)
    map[(*jit)->mangleAndIntern(symbol.first())] = {llvm::orc::ExecutorAddr::fromPtr(symbol.second),
                                                    llvm::JITSymbolFlags::Exported};
  if (llvm::Error error = library.define(llvm::orc::absoluteSymbols(std::move(map))))
    return error;
  char prefix = (*jit)->getDataLayout().getGlobalPrefix();
  auto process = llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(prefix);
  if (!process)
    return process.takeError();
  library.addGenerator(std::move(*process));
  return jit;
}

mlir::FailureOr<std::unique_ptr<JitProgram>> JitProgram::compile(mlir::ModuleOp module, const TargetBackend &backend,
                                                                 const JitSymbols &symbols) {
  mlir::FailureOr<std::string> object = backend.emit(module, EmitKind::Object);
  if (mlir::failed(object))
    return mlir::failure();
  std::unique_ptr<JitProgram> result(new JitProgram());
  auto report = [&](llvm::Error error) {
    module.emitError("the program cannot be linked into this process: ") << llvm::toString(std::move(error));
    return mlir::failure();
  };
  auto jit = createJit(symbols);
  if (!jit)
    return report(jit.takeError());
  if (llvm::Error error = (*jit)->addObjectFile(llvm::MemoryBuffer::getMemBufferCopy(*object, "neap program")))
    return report(std::move(error));
  auto address = (*jit)->lookup("neap_program_main");
  if (!address)
    return report(address.takeError());
  result->implementation->jit = std::move(*jit);
  result->program = address->toPtr<const neap_program *>();
  return result;
}
