//===- Manifest.h - The JSON that names everything in a program -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_COMPILER_MANIFEST_H
#define NEAP_LIB_COMPILER_MANIFEST_H

#include "neap/Codegen/TargetBackend.h"

#include "llvm/Support/JSON.h"

namespace neap {

/// What the manifest says that the planned module does not.
struct ManifestFacts {
  std::string model;
  unsigned threads = 1;
  uint64_t exportBytes = 0;
  /// Byte budget asked for; 0: none.
  uint64_t budget = 0;
};

/// The manifest (docs/ProgramFormat.md) of a module at stage planned.
llvm::json::Object buildManifest(mlir::ModuleOp module, const TargetBackend &backend, const ManifestFacts &facts);

/// Dictionaries, arrays, strings and numbers as JSON; other attributes as their text.
llvm::json::Value attributeToJson(mlir::Attribute attribute);

} // namespace neap

#endif // NEAP_LIB_COMPILER_MANIFEST_H
