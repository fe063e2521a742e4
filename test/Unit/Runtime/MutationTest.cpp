//===- MutationTest.cpp - Readers against damaged files -------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Thousands of deterministic mutations of valid files. The bytes end at a page
// that may not be touched, so that reading one byte too far is a crash even
// without a sanitizer. A reader may accept or refuse; it may do nothing else.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/Error.h"
#include "neap/Runtime/Philox.h"
#include "neap/Runtime/Safetensors.h"

#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <sys/mman.h>
#include <unistd.h>

using namespace neap::runtime;
using namespace neap::test;

namespace {

constexpr int mutations = 4000;

/// A copy of bytes that ends where an inaccessible page begins.
class GuardedCopy {
public:
  explicit GuardedCopy(const std::string &bytes) {
    size_t page = size_t(sysconf(_SC_PAGESIZE)), data = (bytes.size() + page - 1) / page * page;
    size = data + page;
    memory = static_cast<uint8_t *>(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    mprotect(memory + data, page, PROT_NONE);
    range = {memory + data - bytes.size(), bytes.size()};
    std::memcpy(memory + data - bytes.size(), bytes.data(), bytes.size());
  }
  ~GuardedCopy() { munmap(memory, size); }
  ByteRange range;

private:
  uint8_t *memory;
  size_t size;
};

std::string mutate(std::string bytes, PhiloxStream &random) {
  uint64_t changes = 1 + random.below(4);
  for (uint64_t i = 0; i < changes && !bytes.empty(); ++i) {
    size_t at = random.below(bytes.size());
    static const uint64_t extremes[] = {0, 1, 0x7fffffff, 0xffffffff, 0x7fffffffffffffff, 0xffffffffffffffff, 0x10000};
    switch (random.below(6)) {
    case 0:
      bytes[at] = char(random.below(256));
      break;
    case 1:
      bytes[at] = char(bytes[at] ^ (1 << random.below(8)));
      break;
    case 2:
      bytes.resize(at);
      break;
    case 3:
      bytes.insert(at, 1 + random.below(8), char(random.below(256)));
      break;
    case 4:
      bytes.erase(at, 1 + random.below(8));
      break;
    default: {
      uint64_t value = extremes[random.below(7)];
      size_t size = std::min<size_t>(size_t(1) << random.below(4), bytes.size() - at);
      std::memcpy(&bytes[at], &value, size);
    }
    }
  }
  return bytes;
}

/// Calls `read` on mutations of `seed`; counts those it refused.
int stress(const std::string &seed, const std::function<void(ByteRange)> &read) {
  int refused = 0;
  for (int i = 0; i < mutations; ++i) {
    PhiloxStream random(uint64_t(i), seed.size());
    GuardedCopy copy(mutate(seed, random));
    try {
      read(copy.range);
    } catch (const Error &) {
      ++refused;
    }
  }
  return refused;
}

/// Reads every byte, so that a range that is wrong is noticed.
uint64_t sum(ByteRange bytes) {
  uint64_t total = 0;
  for (uint64_t i = 0; i < bytes.size; ++i)
    total += bytes.data[i];
  return total;
}

volatile uint64_t sinkhole;

void readArchive(ByteRange file) {
  for (const ZipMember &member : readZipDirectory(file, "m")) {
    if (!member.deflated) {
      checkStoredMember(member, "m");
      NpyHeader header = parseNpyHeader(member.bytes, "m");
      if (header.dataBytes <= member.bytes.size - header.headerBytes)
        sinkhole = sum({member.bytes.data + header.headerBytes, header.dataBytes});
      continue;
    }
    std::vector<uint8_t> to(std::min<uint64_t>(member.size, 1 << 16));
    inflateMember(member, to.data(), to.size(), "m");
    parseNpyHeader({to.data(), to.size()}, "m");
  }
}

std::string dataSet() {
  TemporaryFolder folder;
  writeDataSet(folder / "d.npz", 10);
  return readFile(folder / "d.npz");
}

} // namespace

TEST(Mutation, npyHeaders) {
  std::string seed = npyHeader(DType::F32, {3, 4}) + std::string(48, 'x');
  EXPECT_GT(stress(seed, [](ByteRange file) { parseNpyHeader(file, "m"); }), mutations / 20);
}

TEST(Mutation, archives) { EXPECT_GT(stress(dataSet(), readArchive), mutations / 4); }

TEST(Mutation, safetensors) {
  TemporaryFolder folder;
  FakeProgram fake;
  AtomicFile file(folder / "s");
  writeSafetensors(file, fake.weights(), {{"step", "1"}});
  file.commit();
  int refused = stress(readFile(folder / "s"), [](ByteRange bytes) {
    for (const auto &[name, entry] : parseSafetensors(bytes, "m").tensors)
      sinkhole = sum(entry.bytes);
  });
  EXPECT_GT(refused, mutations / 4);
}

TEST(Mutation, payloads) {
  FakeProgram fake;
  std::vector<uint8_t> payload = fake.payload();
  int refused = stress(std::string(payload.begin(), payload.end()), [](ByteRange bytes) {
    Payload read = Payload::ofMemory(bytes, "m");
    read.weights();
    read.exportTemplate();
  });
  EXPECT_GT(refused, mutations * 3 / 4) << "the checksum finds nearly everything";
}
