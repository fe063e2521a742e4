//===- Sequence.cpp - Memory and time of a sequence of runs ---------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One pass that binds reads to copies, one over the copies that adds their
// intervals; overlapping copies of one storage are one buffer.
//
//===----------------------------------------------------------------------===//

#include "Core/Sequence.h"

#include <algorithm>

namespace neap::planner {

Evaluator::Evaluator(const Core &core) : core(core) {}

void Evaluator::run(const Sequence &sequence) {
  bindReads(sequence);
  addIntervals(uint32_t(sequence.size()));
  overwrites.clear();
  if (core.hasInPlace())
    writeOver(sequence);
  sumUp(sequence);
}

/// Reads bind to the latest copies, whose lives they extend.
void Evaluator::bindReads(const Sequence &sequence) {
  uint32_t length = uint32_t(sequence.size());
  copies.clear();
  readCopies.clear();
  readBegin.resize(length + 1);
  copyBegin.resize(length + 1);
  bound.assign(core.valueCount, none);
  time = 0;
  for (uint32_t p = 0; p < length; ++p) {
    uint32_t op = sequence[p];
    time += core.time[op];
    readBegin[p] = uint32_t(readCopies.size());
    copyBegin[p] = uint32_t(copies.size());
    for (uint32_t v : core.reads[op]) {
      uint32_t copy = bound[v];
      copies[copy].end = p;
      copies[copies[copy].storage].end = p;
      readCopies.push_back(copy);
    }
    for (uint32_t v : core.writes[op])
      if (!core.isView(v)) {
        uint32_t copy = uint32_t(copies.size());
        copies.push_back({v, p, p, copy, bound[v]});
        bound[v] = copy;
      }
    for (uint32_t v : core.writes[op]) {
      if (!core.isView(v))
        continue;
      // It lives in the copy its base is bound to.
      uint32_t base = bound[core.root[v]];
      for (uint32_t r : core.reads[op])
        if (core.root[r] == core.root[v])
          base = copies[bound[r]].storage;
      copies.push_back({v, p, p, base, bound[v]});
      bound[v] = uint32_t(copies.size() - 1);
    }
  }
  readBegin[length] = uint32_t(readCopies.size());
  copyBegin[length] = uint32_t(copies.size());
  for (uint32_t v = 0; v < core.valueCount; ++v)
    if (core.wanted[v] && bound[v] != none) {
      copies[bound[v]].end = length;
      copies[copies[bound[v]].storage].end = length;
    }
}

/// Changes of memory from position to position; overlapping copies of one storage are one buffer.
void Evaluator::addIntervals(uint32_t length) {
  memory.assign(length + 2, 0);
  coveredTo.assign(core.valueCount, 0);
  for (const Copy &copy : copies) {
    if (core.isView(copy.value))
      continue;
    // Positions below coveredTo are already counted for this storage.
    uint32_t from = std::max(copy.start, coveredTo[copy.value]);
    uint32_t to = std::min(copy.end, length) + 1;
    if (from >= to)
      continue;
    memory[from] += int64_t(core.bytes[copy.value]);
    memory[to] -= int64_t(core.bytes[copy.value]);
    coveredTo[copy.value] = to;
  }
}

void Evaluator::sumUp(const Sequence &sequence) {
  uint32_t length = uint32_t(sequence.size());
  int64_t current = int64_t(core.residentBytes);
  peak = core.residentBytes;
  peakPosition = 0;
  for (uint32_t p = 0; p < length; ++p) {
    current += memory[p];
    memory[p] = current + int64_t(core.workspace[sequence[p]]);
    if (uint64_t(memory[p]) > peak) {
      peak = uint64_t(memory[p]);
      peakPosition = p;
    }
  }
  memory.resize(length);
  blockMax.assign(length / blockSize + 1, 0);
  for (uint32_t p = 0; p < length; ++p)
    blockMax[p / blockSize] = std::max(blockMax[p / blockSize], memory[p]);
}

/// Overlapping copies of a storage are one buffer: it begins with the first and ends with the last of them.
void Evaluator::writeOver(const Sequence &sequence) {
  struct Span {
    uint32_t start, end;
  };
  std::vector<Span> spans;
  std::vector<uint32_t> spanOf(copies.size(), none), latest(core.valueCount, none);
  for (uint32_t c = 0; c < copies.size(); ++c) {
    if (core.isView(copies[c].value))
      continue;
    uint32_t &span = latest[copies[c].value];
    if (span == none || spans[span].end < copies[c].start) {
      span = uint32_t(spans.size());
      spans.push_back({copies[c].start, copies[c].end});
    }
    spans[span].end = std::max(spans[span].end, copies[c].end);
    spanOf[c] = span;
  }
  for (uint32_t p = 0; p < sequence.size(); ++p) {
    if (core.inPlace[sequence[p]].size() == 0)
      continue;
    auto ends = [&](uint32_t storage) {
      for (uint32_t r = readBegin[p]; r < readBegin[p + 1]; ++r) {
        uint32_t copy = copies[readCopies[r]].storage;
        if (copies[copy].value == storage)
          return spans[spanOf[copy]].end == p;
      }
      return false;
    };
    auto begins = [&](uint32_t result) {
      for (uint32_t c = copyBegin[p]; c < copyBegin[p + 1]; ++c)
        if (copies[c].value == result)
          return spans[spanOf[c]].start == p;
      return false;
    };
    int64_t spared = int64_t(matcher.match(core, sequence[p], ends, begins));
    // In `memory` there are differences yet.
    memory[p] -= spared;
    memory[p + 1] += spared;
    for (auto [storage, result] : matcher.chosen)
      overwrites.push_back({p, storage, result});
  }
}

int64_t Evaluator::maxOver(uint32_t from, uint32_t to) const {
  int64_t result = 0;
  while (from < to) {
    if (from % blockSize == 0 && from + blockSize <= to) {
      result = std::max(result, blockMax[from / blockSize]);
      from += blockSize;
    } else {
      result = std::max(result, memory[from++]);
    }
  }
  return result;
}

} // namespace neap::planner
