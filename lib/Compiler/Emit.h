//===- Emit.h - From a planned module to a file -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_COMPILER_EMIT_H
#define NEAP_LIB_COMPILER_EMIT_H

#include "neap/Compiler/Session.h"

namespace neap {

struct EmitRequest {
  mlir::ModuleOp module; ///< at stage planned; at stage llvm afterwards
  const TargetBackend &backend;
  ArtefactKind kind;
  std::string path;
  std::string model; ///< path of the ONNX file: the export's template
  const ImportReport &report;
  unsigned threads;
  uint64_t budget;
};

/// Lowers the module and writes the artefact whole or not at all: made under a temporary name in the same folder,
/// renamed when complete. A library gets its header, and an object file its weights, beside it.
Status emitArtefact(const EmitRequest &request, std::vector<StageTime> &times, std::string &error);

} // namespace neap

#endif // NEAP_LIB_COMPILER_EMIT_H
