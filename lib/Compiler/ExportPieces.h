//===- ExportPieces.h - The export template for a payload -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_COMPILER_EXPORTPIECES_H
#define NEAP_LIB_COMPILER_EXPORTPIECES_H

#include "neap/Import/Onnx/ExportTemplate.h"
#include "neap/Import/Onnx/Import.h"
#include "neap/Runtime/Payload.h"

namespace neap {

/// The model's own file in inference form, with holes where trained tensors go. Empty when there can be no such file
/// (one above 2 GiB, an untied initializer that the file's layout has no room for).
class ExportPieces {
public:
  void build(const std::string &modelPath, const ImportReport &report);
  const std::vector<runtime::ExportPiece> &getPieces() const { return pieces; }
  uint64_t getBytes() const { return pieces.empty() ? 0 : exportTemplate.bytes; }

private:
  std::unique_ptr<onnx_import::Model> model;
  onnx_import::ExportTemplate exportTemplate;
  std::vector<runtime::ExportPiece> pieces;
};

} // namespace neap

#endif // NEAP_LIB_COMPILER_EXPORTPIECES_H
