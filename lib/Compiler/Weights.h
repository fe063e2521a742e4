//===- Weights.h - Initial values of globals as a payload -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_COMPILER_WEIGHTS_H
#define NEAP_LIB_COMPILER_WEIGHTS_H

#include "neap/Dialect/Neap/IR/Neap.h"
#include "neap/Runtime/MappedFile.h"
#include "neap/Runtime/Safetensors.h"

#include "mlir/IR/BuiltinOps.h"

#include <deque>
#include <map>

namespace neap {

/// The initial values of a module's globals, in the module's order. File ranges stay mapped, dense data is owned: the
/// tensors point into this object.
class InitialWeights {
public:
  /// Returns an empty string, or which file cannot be read or is shorter than a global says.
  std::string collect(mlir::ModuleOp module);
  const std::vector<runtime::SafetensorsInput> &getTensors() const { return tensors; }

private:
  std::map<std::string, std::shared_ptr<runtime::MappedFile>> files;
  std::deque<std::vector<char>> owned;
  std::vector<runtime::SafetensorsInput> tensors;
};

} // namespace neap

#endif // NEAP_LIB_COMPILER_WEIGHTS_H
