//===- PlacementCheck.cpp - Independent check of a placement --------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Verifies offsets from the definition alone: a sweep over the steps compares
// every buffer that begins with every one still alive. Deliberately without
// any helper of the placement search, so that one mistake cannot hide another.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Placement.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace neap::planner {
namespace {

std::string describe(const std::vector<Buffer> &buffers, const Placement &placement, size_t i) {
  return "buffer " + std::to_string(i) + " (bytes [" + std::to_string(placement.offsets[i]) + ", " +
         std::to_string(placement.offsets[i] + buffers[i].size) + "), steps [" + std::to_string(buffers[i].first) +
         ", " + std::to_string(buffers[i].last) + "))";
}

void checkEachAlone(const std::vector<Buffer> &buffers, const Placement &placement, std::vector<std::string> &errors) {
  std::map<int64_t, size_t> groupLeader;
  uint64_t height = 0;
  for (size_t i = 0; i < buffers.size(); ++i) {
    const Buffer &b = buffers[i];
    uint64_t offset = placement.offsets[i];
    if (b.alignment != 0 && offset % b.alignment != 0)
      errors.push_back(describe(buffers, placement, i) + " is not aligned to " + std::to_string(b.alignment));
    if (b.fixedOffset && *b.fixedOffset != offset)
      errors.push_back(describe(buffers, placement, i) + " must lie at " + std::to_string(*b.fixedOffset));
    if (b.group >= 0) {
      auto [it, inserted] = groupLeader.emplace(b.group, i);
      if (!inserted && placement.offsets[it->second] != offset)
        errors.push_back(describe(buffers, placement, i) + " and buffer " + std::to_string(it->second) +
                         " are of one group but lie apart");
    }
    if (b.size != 0 && b.last > b.first)
      height = std::max(height, offset + b.size);
  }
  if (height != placement.height)
    errors.push_back("height is " + std::to_string(height) + ", claimed " + std::to_string(placement.height));
}

} // namespace

std::vector<std::string> checkPlacement(const std::vector<Buffer> &buffers, const Placement &placement) {
  std::vector<std::string> errors;
  if (placement.offsets.size() != buffers.size())
    return {"expected " + std::to_string(buffers.size()) + " offsets, got " + std::to_string(placement.offsets.size())};
  checkEachAlone(buffers, placement, errors);

  std::vector<size_t> byStart(buffers.size());
  std::iota(byStart.begin(), byStart.end(), size_t(0));
  std::stable_sort(byStart.begin(), byStart.end(),
                   [&](size_t a, size_t b) { return buffers[a].first < buffers[b].first; });
  std::vector<size_t> alive;
  for (size_t i : byStart) {
    const Buffer &b = buffers[i];
    if (b.size == 0 || b.last <= b.first)
      continue;
    size_t kept = 0;
    for (size_t j : alive) {
      if (buffers[j].last <= b.first)
        continue;
      alive[kept++] = j;
      bool sameGroup = b.group >= 0 && b.group == buffers[j].group;
      bool apart = placement.offsets[i] + b.size <= placement.offsets[j] ||
                   placement.offsets[j] + buffers[j].size <= placement.offsets[i];
      if (!sameGroup && !apart)
        errors.push_back(describe(buffers, placement, i) + " overlaps " + describe(buffers, placement, j));
    }
    alive.resize(kept);
    alive.push_back(i);
  }
  return errors;
}

} // namespace neap::planner
