//===- ExportTemplate.h - The ONNX file that trained weights go into -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A trained program writes the model it was compiled from, with new weights and
// in inference form. It has no protobuf, so the compiler prepares the file as a
// list of pieces: bytes as they are, and places where the bytes of a tensor go
// (docs/ProgramFormat.md, Payload).
//
// The file equals the original but for this: trained tensors are raw_data,
// external data is embedded, BatchNormalization and Dropout are in inference
// form, training information is dropped.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_IMPORT_ONNX_EXPORTTEMPLATE_H
#define NEAP_IMPORT_ONNX_EXPORTTEMPLATE_H

#include "neap/Import/Onnx/Reader.h"
#include <map>

namespace neap {
namespace onnx_import {

/// Bytes of the file, in order. Either a literal, whose bytes are owned or lie in a file of the model, or the place of
/// a tensor.
struct ExportPiece {
  /// Global whose raw little-endian data goes here; empty for a literal.
  std::string tensor;
  uint64_t bytes = 0;
  /// The bytes of a literal.
  const uint8_t *data() const { return mapped ? mapped : reinterpret_cast<const uint8_t *>(owned.data()); }

  std::string owned;
  const uint8_t *mapped = nullptr;
};

struct ExportTemplate {
  std::vector<ExportPiece> pieces;
  /// Size of the file, the sum over the pieces.
  uint64_t bytes = 0;
};

/// Prepares the file for `model`, which must be valid and outlive the result. `tensors` maps names of initializers of
/// the main graph to the globals that hold their data, in the same layout and element type; all others keep their data.
/// Returns false with the reasons in `errors` where there can be no such file.
bool buildExportTemplate(Model &model, const std::map<std::string, std::string> &tensors, ExportTemplate &result,
                         std::vector<Diagnostic> &errors);

} // namespace onnx_import
} // namespace neap

#endif // NEAP_IMPORT_ONNX_EXPORTTEMPLATE_H
