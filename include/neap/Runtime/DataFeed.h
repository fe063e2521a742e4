//===- DataFeed.h - Samples from files into the arena -----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Binds the arrays of a data source to the inputs of a function, checks names,
// shapes, types and class indices, and copies chosen samples into place,
// converting on the way. The first axis of every array counts samples.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_DATAFEED_H
#define NEAP_RUNTIME_DATAFEED_H

#include "neap/Runtime/Error.h"
#include "neap/Runtime/Npz.h"
#include "neap/Runtime/Session.h"

#include <optional>
#include <string>
#include <vector>

namespace neap {
namespace runtime {

/// Values that an integer input may take.
struct AllowedRange {
  int64_t low, high;
  std::optional<int64_t> ignored;
};

/// What the losses and the manifest allow for the integer input `tensor`; nothing when anything goes.
std::optional<AllowedRange> allowedRange(const Manifest &manifest, const TensorInfo &tensor);

class DataFeed {
public:
  /// Binds the inputs of `function`. Complaints go to `problems`; with any of them the feed must not be used. Missing
  /// targets are accepted when `targetsOptional`.
  DataFeed(const ArraySource &source, const Session &session, const std::string &function, bool targetsOptional,
           Problems &problems);

  int64_t samples() const { return sampleCount; }
  const std::string &path() const { return name; }
  /// Whether the data have an array of this name.
  bool has(const std::string &input) const;

  /// Fills every input with the samples `chosen[0 .. batch)`. Targets that are missing become zero. Throws
  /// Error(Mismatch) when a value does not fit.
  void fill(const uint32_t *chosen);

  /// Keeps a copy of one input at every `fill`: once the function has run, its place in the arena may hold something
  /// else.
  struct Tap {
    const TensorInfo *tensor;
    std::vector<uint8_t> bytes;
  };
  void setTap(Tap *value) { tap = value; }

private:
  struct Binding {
    const TensorInfo *tensor;
    NpyArray array;
    /// Rows of the array in a sample, elements in a row, bytes of a row in the arena.
    int64_t rowsPerSample = 1;
    uint64_t rowCount = 1, rowBytes = 0;
    /// In elements, of each dimension of the array.
    std::vector<int64_t> strides;
    std::optional<AllowedRange> range;
  };
  void bind(const ArraySource &source, const TensorInfo &tensor, bool optional, Problems &problems);
  bool bindShape(Binding &binding, Problems &problems);
  void checkRanges(Problems &problems);
  std::string copySample(const Binding &binding, int64_t sample, uint8_t *to) const;
  std::string copyRow(const Binding &binding, int64_t row, uint8_t *to) const;
  void releasePages();

  const Session &session;
  std::string name;
  std::vector<Binding> bindings;
  std::vector<const TensorInfo *> missing;
  int64_t sampleCount = -1;
  uint64_t sinceRelease = 0;
  Tap *tap = nullptr;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_DATAFEED_H
