//===- Blocks.cpp - Repeated blocks of a training step --------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Signatures turn the recorded order into a string. The distances between equal
// substrings of lengths 1, 2, 4, ... are the candidates for a period; a maximal
// stretch that equals itself shifted by one of them is a repetition. Data flow between
// two stretches votes for how their windows belong together.
//
//===----------------------------------------------------------------------===//

#include "Blocks/Blocks.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace neap::planner {
namespace {

constexpr unsigned signatureRounds = 2;
/// Candidates for a period per length of substring; fewer windows are no repetition.
constexpr size_t periodsPerLength = 4;
constexpr uint32_t leastWindows = 4;

uint64_t mix(uint64_t hash, uint64_t value) {
  uint64_t z = (hash ^ value) * 0xbf58476d1ce4e5b9ull + 0x9e3779b97f4a7c15ull;
  z = (z ^ (z >> 30)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

uint64_t mix(uint64_t hash, const std::string &text) {
  for (char c : text)
    hash = mix(hash, uint64_t(static_cast<unsigned char>(c)));
  return mix(hash, text.size());
}

uint64_t signatureOf(const Value &value) {
  return mix(mix(value.bytes, value.viewOf.has_value()), uint64_t(value.resident) * 2 + value.wanted);
}

/// A repetition before overlaps are settled.
struct Repetition {
  uint32_t begin, end, period;
};

/// Distances at which equal substrings follow each other most often.
std::vector<uint32_t> candidatePeriods(const std::vector<uint64_t> &text) {
  std::vector<uint32_t> periods;
  std::vector<uint64_t> window = text;
  for (size_t length = 1; length <= text.size() / leastWindows; length *= 2) {
    std::unordered_map<uint64_t, uint32_t> last;
    std::map<uint32_t, uint32_t> votes;
    for (uint32_t i = 0; i < window.size(); ++i) {
      auto [it, fresh] = last.try_emplace(window[i], i);
      if (!fresh)
        ++votes[i - it->second];
      it->second = i;
    }
    std::vector<std::pair<uint32_t, uint32_t>> ranked(votes.begin(), votes.end());
    std::stable_sort(ranked.begin(), ranked.end(), [](auto a, auto b) { return a.second > b.second; });
    for (size_t k = 0; k < std::min(ranked.size(), periodsPerLength); ++k)
      periods.push_back(ranked[k].first);
    // Substrings twice as long.
    if (window.size() <= length)
      break;
    for (size_t i = 0; i + length < window.size(); ++i)
      window[i] = mix(window[i], window[i + length]);
    window.resize(window.size() - length);
  }
  std::sort(periods.begin(), periods.end());
  periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
  return periods;
}

/// Maximal stretches that equal themselves shifted by a candidate period.
std::vector<Repetition> findRepetitions(const std::vector<uint64_t> &text) {
  std::vector<Repetition> found;
  for (uint32_t period : candidatePeriods(text)) {
    uint32_t begin = 0;
    for (uint32_t i = 0; i + period <= text.size(); ++i) {
      if (i + period < text.size() && text[i] == text[i + period])
        continue;
      if (i - begin + period >= leastWindows * period)
        found.push_back({begin, i + period, period});
      begin = i + 1;
    }
  }
  std::sort(found.begin(), found.end(), [](const Repetition &a, const Repetition &b) {
    return std::tuple(b.end - b.begin, a.period, a.begin) < std::tuple(a.end - a.begin, b.period, b.begin);
  });
  return found;
}

/// What two stretches say about each other: windows i and j with a value from
/// one to the other have i - j (or i + j) in common most often.
struct Vote {
  uint32_t count = 0;
  uint32_t a = 0, b = 0;
  bool reversed = false;
  int32_t offset = 0;
};

std::vector<Vote> collectVotes(const Graph &graph, const Blocks &blocks, const std::vector<Producer> &producer) {
  std::map<std::tuple<uint32_t, uint32_t, bool, int32_t>, uint32_t> counts;
  for (uint32_t o = 0; o < graph.operations.size(); ++o) {
    uint32_t b = blocks.stretchOf[o];
    if (b == none)
      continue;
    int32_t j = int32_t((o - blocks.stretches[b].begin) / blocks.stretches[b].period);
    for (const Read &read : graph.operations[o].reads) {
      uint32_t p = producer[read.value].op;
      if (p == none || blocks.stretchOf[p] == none || blocks.stretchOf[p] == b)
        continue;
      uint32_t a = blocks.stretchOf[p];
      int32_t i = int32_t((p - blocks.stretches[a].begin) / blocks.stretches[a].period);
      ++counts[{a, b, false, j - i}];
      ++counts[{a, b, true, j + i}];
    }
  }
  std::map<std::pair<uint32_t, uint32_t>, Vote> best;
  for (const auto &[key, count] : counts) {
    auto [a, b, reversed, offset] = key;
    Vote &vote = best[{a, b}];
    if (count > vote.count)
      vote = {count, a, b, reversed, offset};
  }
  std::vector<Vote> votes;
  for (const auto &entry : best) {
    const Vote &vote = entry.second;
    if (vote.count * 2 >= std::min(blocks.stretches[vote.a].count, blocks.stretches[vote.b].count))
      votes.push_back(vote);
  }
  std::stable_sort(votes.begin(), votes.end(), [](const Vote &x, const Vote &y) { return x.count > y.count; });
  return votes;
}

/// Joins stretches by their votes, strongest first, each in the numbering of the other.
void formFamilies(const Graph &graph, Blocks &blocks, const std::vector<Producer> &producer) {
  std::vector<Stretch> &stretches = blocks.stretches;
  for (uint32_t s = 0; s < stretches.size(); ++s)
    stretches[s].family = s;
  for (const Vote &vote : collectVotes(graph, blocks, producer)) {
    const Stretch a = stretches[vote.a], b = stretches[vote.b];
    if (a.family == b.family)
      continue;
    // Window j of b stands for window i = j - offset, or offset - j, of a.
    int32_t step = vote.reversed ? -a.step : a.step;
    int32_t first = a.first + (vote.reversed ? a.step : -a.step) * vote.offset;
    for (Stretch &s : stretches)
      if (s.family == b.family) {
        s.first = first + step * b.step * (s.first - b.first);
        s.step *= step * b.step;
        s.family = a.family;
      }
  }
  // Numbered from 0, families in order of their longest stretch.
  std::vector<uint32_t> nameOf(stretches.size(), none);
  for (const Stretch &longest : stretches) {
    if (nameOf[longest.family] != none)
      continue;
    int32_t least = INT32_MAX;
    for (const Stretch &s : stretches)
      if (s.family == longest.family)
        least = std::min({least, s.first * longest.step, (s.first + s.step * int32_t(s.count - 1)) * longest.step});
    int32_t sign = longest.step;
    for (Stretch &s : stretches)
      if (s.family == longest.family && nameOf[longest.family] == none) {
        s.first = s.first * sign - least;
        s.step *= sign;
      }
    nameOf[longest.family] = uint32_t(blocks.families++);
  }
  for (Stretch &s : stretches)
    s.family = nameOf[s.family];
}

} // namespace

std::vector<uint64_t> operationSignatures(const Graph &graph) {
  size_t n = graph.operations.size();
  const std::vector<Producer> producer = graph.producers();
  std::vector<uint64_t> current(n);
  for (uint32_t o = 0; o < n; ++o) {
    const Operation &op = graph.operations[o];
    uint64_t hash = mix(mix(0, op.name), op.workspace * 4 + uint64_t(op.once) * 2 + op.backward);
    for (const Read &read : op.reads)
      hash = mix(mix(hash, signatureOf(graph.values[read.value])), uint64_t(read.need));
    for (ValueId v : op.outputs)
      hash = mix(hash, signatureOf(graph.values[v]));
    current[o] = hash;
  }
  for (unsigned round = 0; round < signatureRounds; ++round) {
    std::vector<uint64_t> next = current, readers(n, 0);
    for (uint32_t o = 0; o < n; ++o)
      for (uint32_t k = 0; k < graph.operations[o].reads.size(); ++k) {
        uint32_t v = graph.operations[o].reads[k].value, p = producer[v].op;
        if (p == none)
          continue;
        next[o] = mix(mix(next[o], current[p]), producer[v].result);
        // The order among readers says nothing.
        readers[p] += mix(mix(current[o], k), producer[v].result);
      }
    for (uint32_t o = 0; o < n; ++o)
      next[o] = mix(next[o], readers[o]);
    current = next;
  }
  return current;
}

Blocks findBlocks(const Graph &graph) {
  Blocks blocks;
  size_t n = graph.operations.size();
  blocks.stretchOf.assign(n, none);
  for (const Repetition &repetition : findRepetitions(operationSignatures(graph))) {
    // What no longer one has taken.
    for (uint32_t i = repetition.begin; i < repetition.end;) {
      uint32_t end = i;
      while (end < repetition.end && blocks.stretchOf[end] == none)
        ++end;
      uint32_t count = (end - i) / repetition.period;
      if (count >= leastWindows) {
        std::fill_n(blocks.stretchOf.begin() + i, count * repetition.period, uint32_t(blocks.stretches.size()));
        Stretch stretch;
        stretch.begin = i;
        stretch.period = repetition.period;
        stretch.count = count;
        blocks.stretches.push_back(stretch);
      }
      i = end + 1;
    }
  }
  formFamilies(graph, blocks, graph.producers());
  return blocks;
}

} // namespace neap::planner
