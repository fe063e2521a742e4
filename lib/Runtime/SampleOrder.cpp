//===- SampleOrder.cpp - Which sample comes when --------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See SampleOrder.h.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/SampleOrder.h"

#include "neap/Runtime/Philox.h"

#include <cstddef>
#include <numeric>
#include <utility>

using namespace neap::runtime;

SampleOrder::SampleOrder(uint32_t samples, bool shuffle, uint64_t seed)
    : shuffle(shuffle), seed(seed), order(samples) {}

const std::vector<uint32_t> &SampleOrder::epoch(int64_t epoch) {
  if (epoch == current)
    return order;
  current = epoch;
  std::iota(order.begin(), order.end(), 0u);
  if (!shuffle)
    return order;
  PhiloxStream random(seed, uint64_t(epoch));
  for (size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[random.below(i)]);
  return order;
}
