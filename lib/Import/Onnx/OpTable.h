//===- OpTable.h - Import functions by operator and version -----*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One registration per (operator, since version). The table belongs to one
// importer: two imports in one process share nothing.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_IMPORT_ONNX_OPTABLE_H
#define NEAP_LIB_IMPORT_ONNX_OPTABLE_H

#include "neap/Import/Onnx/Import.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/LogicalResult.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace neap {
namespace onnx_import {

class Node;

/// Imports one node: reads its inputs and attributes, builds neap ops, sets its outputs. A failure was reported.
using ImportFunction = std::function<llvm::LogicalResult(Node &)>;

class OpTable {
public:
  struct Entry {
    std::map<int64_t, ImportFunction> versions;
    OperatorGradient gradient;
  };

  /// All families.
  OpTable();

  /// `sinceVersions`: the versions of the operator (of ai.onnx) that `function` takes.
  void add(llvm::StringRef op, llvm::ArrayRef<int64_t> sinceVersions, const ImportFunction &function,
           OperatorGradient gradient = OperatorGradient::Flows);
  /// Null where that version is not registered.
  const ImportFunction *find(llvm::StringRef op, int64_t since) const;

  std::map<std::string, Entry> entries;
};

// One per file of Ops/.
void addActivationOps(OpTable &table);
void addControlFlowOps(OpTable &table);
void addConvolutionOps(OpTable &table);
void addConstantOps(OpTable &table);
void addEinsumOps(OpTable &table);
void addElementwiseOps(OpTable &table);
void addIndexingOps(OpTable &table);
void addMatmulOps(OpTable &table);
void addNormalizationOps(OpTable &table);
void addPoolingOps(OpTable &table);
void addRandomOps(OpTable &table);
void addReductionOps(OpTable &table);
void addResizeOps(OpTable &table);
void addShapeOps(OpTable &table);
void addSequenceOps(OpTable &table);

} // namespace onnx_import
} // namespace neap

#endif // NEAP_LIB_IMPORT_ONNX_OPTABLE_H
