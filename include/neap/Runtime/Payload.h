//===- Payload.h - Weights and export template behind a program -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What stands after the machine code of an executable or shared library
// (docs/ProgramFormat.md, "Payload"): the initial weights and the template of
// the exported ONNX file. The compiler appends it; the runtime maps it.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_PAYLOAD_H
#define NEAP_RUNTIME_PAYLOAD_H

#include "neap/Runtime/MappedFile.h"
#include "neap/Runtime/Safetensors.h"

#include <memory>
#include <string>
#include <vector>

struct neap_program;

namespace neap {
namespace runtime {

/// One stretch of the exported file: literal bytes, or the value of a global when `tensor` is not empty.
struct ExportPiece {
  std::vector<ByteRange> literal;
  std::string tensor;
  /// Axes of the tensor in the order in which the file holds them; empty for the order of the global.
  std::vector<int64_t> permutation;
  /// Bytes of this piece; of a literal, the sum of its ranges.
  uint64_t size = 0;
};

/// Appends a payload to the file at `path`. Returns an empty string, or what went wrong.
std::string appendPayload(const std::string &path, const std::vector<SafetensorsInput> &weights,
                          const std::vector<ExportPiece> &exportTemplate);

class Payload {
public:
  /// Of a file, or of memory that outlives it. Throws Error(Mismatch) on damage, Error(InputOutput) when unreadable.
  static Payload ofFile(const std::string &path);
  static Payload ofMemory(ByteRange bytes, const std::string &name);
  /// Of the running executable or the shared library that holds `program`.
  static Payload ofProgram(const neap_program *program);

  /// Computes the hash over all of it. Small payloads have been checked by `of…` already.
  void verify() const;
  /// The initial weights. Throws Error(Mismatch).
  SafetensorsFile weights() const;
  bool hasExportTemplate() const { return exportBytes.size > 0; }
  /// Pieces of the exported file in order. Throws Error(Mismatch).
  std::vector<ExportPiece> exportTemplate() const;
  /// Copies bytes of the weights without keeping their pages resident.
  void copyOut(void *to, ByteRange from) const;
  /// Gives the mapped pages back once they have been read.
  void release() const;

private:
  static bool findFooter(ByteRange file);
  std::shared_ptr<MappedFile> file;
  std::string name;
  ByteRange all, weightBytes, exportBytes;
  uint64_t hash = 0;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_PAYLOAD_H
