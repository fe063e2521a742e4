//===- Philox.h - The counter-based generator Philox 4x32-10 ----*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC
// 2011. The reference for what generated kernels compute for dropout, and the
// source of the shuffle. Header only and constexpr, so that tests and the
// compiler evaluate the same text.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_PHILOX_H
#define NEAP_RUNTIME_PHILOX_H

#include <array>
#include <cstdint>

namespace neap {
namespace runtime {

using PhiloxCounter = std::array<uint32_t, 4>;
using PhiloxKey = std::array<uint32_t, 2>;

/// Four random words for a counter and a key: a bijection of the counter for each key.
constexpr PhiloxCounter philox4x32(PhiloxCounter counter, PhiloxKey key, int rounds = 10) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < rounds; ++round) {
    uint64_t p0 = uint64_t(0xD2511F53u) * c0;
    uint64_t p1 = uint64_t(0xCD9E8D57u) * c2;
    uint32_t n0 = uint32_t(p1 >> 32) ^ c1 ^ k0;
    uint32_t n2 = uint32_t(p0 >> 32) ^ c3 ^ k1;
    c1 = uint32_t(p1);
    c3 = uint32_t(p0);
    c0 = n0;
    c2 = n2;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return PhiloxCounter{c0, c1, c2, c3};
}

/// A stream of 64-bit words keyed by a seed; `stream` separates uses of one seed, e.g. epochs.
class PhiloxStream {
public:
  constexpr PhiloxStream(uint64_t seed, uint64_t stream)
      : key{uint32_t(seed), uint32_t(seed >> 32)}, counter{0, 0, uint32_t(stream), uint32_t(stream >> 32)} {}

  constexpr uint64_t next() {
    if (position == 0) {
      words = philox4x32(counter, key);
      if (++counter[0] == 0)
        ++counter[1];
    }
    uint64_t word = uint64_t(words[position + 1]) << 32 | words[position];
    position = (position + 2) % 4;
    return word;
  }

  /// Uniform in [0, bound), without bias (Lemire's method with rejection); bound > 0.
  constexpr uint64_t below(uint64_t bound) {
    __extension__ using Wide = unsigned __int128;
    Wide product = Wide(next()) * bound;
    uint64_t low = uint64_t(product);
    if (low < bound) {
      uint64_t threshold = (0 - bound) % bound;
      while (low < threshold) {
        product = Wide(next()) * bound;
        low = uint64_t(product);
      }
    }
    return uint64_t(product >> 64);
  }

private:
  PhiloxKey key;
  PhiloxCounter counter;
  PhiloxCounter words{0, 0, 0, 0};
  int position = 0;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_PHILOX_H
