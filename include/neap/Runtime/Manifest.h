//===- Manifest.h - What the compiler wrote down about a program -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The JSON manifest of docs/ProgramFormat.md as structs, checked against the
// arena and the launch tables once, so that no later code looks at an offset
// with suspicion.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_MANIFEST_H
#define NEAP_RUNTIME_MANIFEST_H

#include "neap/Runtime/DType.h"
#include "neap/Runtime/Schedule.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

struct neap_program;

namespace neap {
namespace runtime {

/// A tensor with a place in the arena.
struct TensorInfo {
  std::string name;
  /// Role of a global ("parameter", ...) or kind of an input or output ("data", "loss", ...).
  std::string role;
  DType dtype = DType::F32;
  Shape shape;
  uint64_t offset = 0;
  /// Elements and bytes, from dtype and shape.
  uint64_t count = 0, bytes = 0;
  /// Globals: initialized from the payload (else zero), and updated by training.
  bool fromWeights = false, trained = false;
  /// Integer inputs: the values that generated code accepts.
  std::optional<std::pair<int64_t, int64_t>> range;
};

struct FunctionInfo {
  std::vector<TensorInfo> inputs, outputs;
  const TensorInfo *input(const std::string &name) const;
  /// The first output of a kind; null when there is none.
  const TensorInfo *output(const std::string &kind) const;
};

struct LossInfo {
  std::string kind, output, target, reduction;
  double scale = 1;
  int64_t classAxis = 1;
  std::optional<int64_t> ignoreIndex;
  bool isClassification() const { return kind == "softmax-cross-entropy" || kind == "nll"; }
};

struct Manifest {
  std::string model, compiler;
  /// Processor that the code was generated for, e.g. "x86-64-v3".
  std::string cpu;
  uint32_t threads = 1;
  int64_t batch = 1, accumulate = 1;
  uint64_t arenaBytes = 0;
  std::vector<TensorInfo> globals;
  std::map<std::string, FunctionInfo> functions;
  std::vector<LossInfo> losses;
  Schedule schedule;
  uint64_t exportBytes = 0;
  /// The JSON text itself, for --describe.
  std::string text;

  const TensorInfo *global(const std::string &name) const;
  const FunctionInfo *function(const std::string &name) const;
  /// Samples per update.
  int64_t samplesPerUpdate() const { return batch * accumulate; }
  /// Hash of names, types and shapes of what a checkpoint holds.
  uint64_t fingerprint() const;
};

/// Parses and checks the manifest of a program. Throws Error(Defect): a bad manifest is the compiler's fault.
Manifest parseManifest(const neap_program &program);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_MANIFEST_H
