//===- OpTable.cpp - Import functions by operator and version -------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The families are listed here and nowhere else.
//
//===----------------------------------------------------------------------===//

#include "OpTable.h"

using namespace neap::onnx_import;

OpTable::OpTable() {
  addActivationOps(*this);
  addControlFlowOps(*this);
  addConstantOps(*this);
  addConvolutionOps(*this);
  addEinsumOps(*this);
  addElementwiseOps(*this);
  addIndexingOps(*this);
  addMatmulOps(*this);
  addNormalizationOps(*this);
  addPoolingOps(*this);
  addRandomOps(*this);
  addReductionOps(*this);
  addResizeOps(*this);
  addSequenceOps(*this);
  addShapeOps(*this);
}

void OpTable::add(llvm::StringRef op, llvm::ArrayRef<int64_t> sinceVersions, const ImportFunction &function,
                  OperatorGradient gradient) {
  Entry &entry = entries[op.str()];
  entry.gradient = gradient;
  for (int64_t since : sinceVersions)
    entry.versions[since] = function;
}

const ImportFunction *OpTable::find(llvm::StringRef op, int64_t since) const {
  auto entry = entries.find(op.str());
  if (entry == entries.end())
    return nullptr;
  auto function = entry->second.versions.find(since);
  return function == entry->second.versions.end() ? nullptr : &function->second;
}
