//===- PayloadTest.cpp - What stands behind a program ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The payload written by the compiler's side is read by the runtime's, and
// damage to any byte of it is noticed.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/Error.h"

#include <gtest/gtest.h>

using namespace neap::runtime;
using namespace neap::test;

TEST(Payload, roundTripBehindAnyFile) {
  TemporaryFolder folder;
  FakeProgram fake;
  std::string path = folder / "program";
  writeFile(path, std::string(1001, 'x'));
  ASSERT_EQ(appendPayload(path, fake.weights(), fake.exportTemplate()), "");
  Payload payload = Payload::ofFile(path);
  SafetensorsFile weights = payload.weights();
  EXPECT_EQ(weights.tensors.at("w").shape, (Shape{3, 3}));
  ASSERT_TRUE(payload.hasExportTemplate());
  std::vector<ExportPiece> pieces = payload.exportTemplate();
  ASSERT_EQ(pieces.size(), 4u);
  EXPECT_EQ(std::string(reinterpret_cast<const char *>(pieces[3].literal[0].data), pieces[3].literal[0].size), "TAIL!");
  EXPECT_EQ(pieces[1].tensor, "w");
  EXPECT_EQ(pieces[1].permutation, (std::vector<int64_t>{1, 0}));
  EXPECT_EQ(readFile(path).substr(0, 1001), std::string(1001, 'x')) << "the file in front is untouched";
}

TEST(Payload, withoutTemplate) {
  TemporaryFolder folder;
  FakeProgram fake;
  writeFile(folder / "program", "");
  ASSERT_EQ(appendPayload(folder / "program", fake.weights(), {}), "");
  EXPECT_FALSE(Payload::ofFile(folder / "program").hasExportTemplate());
}

TEST(Payload, missingFileIsAMessage) {
  EXPECT_NE(appendPayload("/nowhere/at/all", {}, {}).find("/nowhere/at/all"), std::string::npos);
}

TEST(Payload, anyChangedByteIsNoticed) {
  FakeProgram fake;
  std::vector<uint8_t> bytes = fake.payload();
  EXPECT_NO_THROW(Payload::ofMemory(bytesOf(bytes), "test"));
  // The four bytes behind the version are reserved and mean nothing yet.
  size_t footer = bytes.size() - 64;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i >= footer + 12 && i < footer + 16)
      continue;
    bytes[i] ^= 0x40;
    EXPECT_THROW(
        {
          Payload payload = Payload::ofMemory(bytesOf(bytes), "test");
          payload.weights();
          payload.exportTemplate();
        },
        Error)
        << "byte " << i << " of " << bytes.size();
    bytes[i] ^= 0x40;
  }
}

TEST(Payload, everyTruncationIsNoticed) {
  FakeProgram fake;
  std::vector<uint8_t> bytes = fake.payload();
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THROW(Payload::ofMemory({bytes.data(), size}, "test"), Error) << size;
}
