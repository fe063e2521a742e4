//===- NpyTest.cpp - NumPy's array files ----------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Headers as NumPy writes them, and those it would never write.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/Error.h"

#include <gtest/gtest.h>

using namespace neap::runtime;
using namespace neap::test;

namespace {

/// A version 1 file with this dictionary.
std::string npy(const std::string &dictionary, const std::string &data = "") {
  std::string header("\x93NUMPY\x01\x00", 8);
  header += char(dictionary.size() & 255);
  header += char(dictionary.size() >> 8);
  return header + dictionary + data;
}

NpyHeader parse(const std::string &file) { return parseNpyHeader(bytesOf(file), "test.npy"); }

} // namespace

TEST(Npy, readsWhatNumpyWrites) {
  NpyHeader h = parse(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }          \n"));
  EXPECT_EQ(h.type.kind, 'f');
  EXPECT_EQ(h.type.bytes, 8);
  EXPECT_FALSE(h.fortranOrder);
  EXPECT_EQ(h.shape, (Shape{3, 4}));
  EXPECT_EQ(h.dataBytes, 96u);
  EXPECT_EQ(parse(npy("{'descr': '|b1', 'fortran_order': True, 'shape': (), }\n")).shape, Shape{});
  EXPECT_EQ(parse(npy("{'shape': (7,), 'fortran_order': False, 'descr': '|u1'}")).shape, Shape{7});
  EXPECT_EQ(parse(npy("{'descr': '<i8', 'fortran_order': False, 'shape': (2L, 3L)}")).shape, (Shape{2, 3}))
      << "Python 2";
}

TEST(Npy, readsVersionTwo) {
  std::string dictionary = "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }\n";
  std::string file("\x93NUMPY\x02\x00", 8);
  file += char(dictionary.size());
  file += std::string(3, '\0');
  EXPECT_EQ(parse(file + dictionary).headerBytes, 12 + dictionary.size());
}

TEST(Npy, refusesEverythingElse) {
  for (const char *dictionary :
       {"{'descr': '>f4', 'fortran_order': False, 'shape': (3,), }",
        "{'descr': '|O', 'fortran_order': False, 'shape': (3,), }",
        "{'descr': '<U8', 'fortran_order': False, 'shape': (3,), }",
        "{'descr': '<f3', 'fortran_order': False, 'shape': (3,), }",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-3,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 4000000000), }",
        "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (3,), }", "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (3,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': "
        "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)}",
        "{", "", "{'descr"})
    EXPECT_THROW(parse(npy(dictionary)), Error) << dictionary;
  EXPECT_THROW(parse("NUMPY"), Error);
  EXPECT_THROW(parse(std::string("\x93NUMPY\x09\x00\x00\x00", 10)), Error);
}

TEST(Npy, everyTruncationIsRefused) {
  std::string whole = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", "12345678");
  TemporaryFolder folder;
  for (size_t size = 0; size < whole.size(); ++size) {
    writeFile(folder / "a.npy", whole.substr(0, size));
    EXPECT_THROW(openNpy(folder / "a.npy"), Error) << size;
  }
  writeFile(folder / "a.npy", whole);
  EXPECT_EQ(openNpy(folder / "a.npy").data.size, 8u);
}

TEST(Npy, writtenHeadersAreReadBack) {
  for (int i = 0; i < 10; ++i) {
    DType type = DType(i);
    if (type == DType::BF16)
      continue;
    std::string header = npyHeader(type, {5, 1, 2});
    EXPECT_EQ(header.size() % 64, 0u);
    NpyHeader back = parse(header);
    EXPECT_EQ(back.shape, (Shape{5, 1, 2}));
    EXPECT_EQ(back.type.bytes, byteSize(type));
    EXPECT_EQ(back.headerBytes, header.size());
  }
}
