//===- ExportPieces.cpp - The export template for a payload --------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Joins what the importer made of each initializer with the template of the file:
// a trained initializer's bytes become a hole that the program fills.
//
//===----------------------------------------------------------------------===//

#include "ExportPieces.h"

using namespace neap;

/// Initializers that a program's globals hold, by name; `transposed` gets those that hold the transpose.
static std::map<std::string, std::string> heldInitializers(const ImportReport &report,
                                                           std::map<std::string, bool> &transposed) {
  std::map<std::string, std::string> held;
  for (const ImportedInitializer &initializer : report.initializers) {
    bool written = initializer.cls == InitializerClass::Trained || initializer.cls == InitializerClass::State ||
                   initializer.cls == InitializerClass::Tied;
    if (!written || initializer.global.empty())
      continue;
    // The hole is named after the initializer, so that a transposed tie keeps its own layout.
    held[initializer.name] = initializer.name;
    transposed[initializer.name] = initializer.transposed;
  }
  return held;
}

void ExportPieces::build(const std::string &modelPath, const ImportReport &report) {
  std::map<std::string, bool> transposed;
  std::map<std::string, std::string> held = heldInitializers(report, transposed);
  std::map<std::string, std::string> globals;
  for (const ImportedInitializer &initializer : report.initializers)
    globals[initializer.name] = initializer.global;
  model = onnx_import::readModel(modelPath);
  std::vector<onnx_import::Diagnostic> errors;
  if (!model->valid() || !onnx_import::buildExportTemplate(*model, held, exportTemplate, errors))
    return;
  for (const onnx_import::ExportPiece &piece : exportTemplate.pieces) {
    runtime::ExportPiece converted;
    converted.size = piece.bytes;
    if (piece.tensor.empty())
      converted.literal.push_back({piece.data(), piece.bytes});
    else
      converted.tensor = globals.at(piece.tensor);
    if (!piece.tensor.empty() && transposed.at(piece.tensor))
      converted.permutation = {1, 0};
    pieces.push_back(std::move(converted));
  }
}
