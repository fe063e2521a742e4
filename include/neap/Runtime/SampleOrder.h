//===- SampleOrder.h - Which sample comes when ------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A permutation per epoch, a pure function of seed and epoch: Fisher-Yates over
// a Philox stream. So a resumed run finds its place from the step number alone.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_SAMPLEORDER_H
#define NEAP_RUNTIME_SAMPLEORDER_H

#include <cstdint>
#include <vector>

namespace neap {
namespace runtime {

class SampleOrder {
public:
  SampleOrder(uint32_t samples, bool shuffle, uint64_t seed);
  /// The samples of epoch `epoch` in order; valid until the next call.
  const std::vector<uint32_t> &epoch(int64_t epoch);

private:
  bool shuffle;
  uint64_t seed;
  int64_t current = -1;
  std::vector<uint32_t> order;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_SAMPLEORDER_H
