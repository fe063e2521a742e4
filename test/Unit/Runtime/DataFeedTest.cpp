//===- DataFeedTest.cpp - Samples from files into the arena ---------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Conversion, Fortran order, shapes, missing arrays, class indices, and that
// all complaints come together.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/DataFeed.h"

#include <gtest/gtest.h>

#include <cstring>

using namespace neap::runtime;
using namespace neap::test;

namespace {

class Feed : public testing::Test {
protected:
  const float *x() const {
    return reinterpret_cast<const float *>(fake.session.at(*fake.session.manifest().function("step")->input("x")));
  }
  std::vector<int64_t> target() const {
    const uint8_t *at = fake.session.at(*fake.session.manifest().function("step")->input("target"));
    std::vector<int64_t> values(4);
    std::memcpy(values.data(), at, 32);
    return values;
  }
  template <typename T>
  void writeNpy(const std::string &name, const std::string &descr, const std::string &shape,
                const std::vector<T> &values, bool fortran = false) {
    std::string dictionary =
        "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }\n";
    std::string file("\x93NUMPY\x01\x00", 8);
    file += char(dictionary.size());
    file += char(0);
    ByteRange bytes = bytesOf(values);
    writeFile(folder / (name + ".npy"),
              file + dictionary + std::string(reinterpret_cast<const char *>(bytes.data), bytes.size));
  }
  DataFeed open(bool optionalTargets = false) {
    problems = Problems();
    return DataFeed(ArraySource::open(folder.path), fake.session, "step", optionalTargets, problems);
  }
  std::string complaints() const {
    std::string text;
    for (const std::string &problem : problems.all())
      text += problem + "\n";
    return text;
  }
  TemporaryFolder folder;
  FakeSession fake;
  Problems problems;
  const std::vector<uint32_t> firstFour = {0, 1, 2, 3};
};

} // namespace

TEST_F(Feed, choosesSamplesInAnyOrder) {
  writeDataSet(folder / "d.npz", 10);
  Problems none;
  DataFeed feed(ArraySource::open(folder / "d.npz"), fake.session, "step", false, none);
  ASSERT_TRUE(none.empty());
  EXPECT_EQ(feed.samples(), 10);
  std::vector<uint32_t> chosen = {9, 0, 4, 4};
  feed.fill(chosen.data());
  EXPECT_EQ(target(), (std::vector<int64_t>{0, 0, 1, 1}));
  std::vector<float> all = readFloats(folder / "d.npz", "x");
  EXPECT_EQ(x()[0], all[27]);
  EXPECT_EQ(x()[6], all[12]);
}

TEST_F(Feed, convertsTypes) {
  writeNpy<uint8_t>("x", "|u1", "(4, 3)", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255});
  writeNpy<int32_t>("target", "<i4", "(4,)", {0, 1, 2, 1});
  DataFeed feed = open();
  ASSERT_TRUE(problems.empty()) << complaints();
  feed.fill(firstFour.data());
  EXPECT_EQ(x()[11], 255.0f);
  EXPECT_EQ(target(), (std::vector<int64_t>{0, 1, 2, 1}));
}

TEST_F(Feed, readsHalfPrecision) {
  writeNpy<uint16_t>("x", "<f2", "(4, 3)", std::vector<uint16_t>(12, 0x3e00));
  writeNpy<int64_t>("target", "<i8", "(4,)", {0, 1, 2, 1});
  DataFeed feed = open();
  feed.fill(firstFour.data());
  EXPECT_EQ(x()[5], 1.5f);
}

TEST_F(Feed, readsFortranOrder) {
  // Column-major (4, 3): the first column's four values come first.
  writeNpy<float>("x", "<f4", "(4, 3)", {0, 10, 20, 30, 1, 11, 21, 31, 2, 12, 22, 32}, true);
  writeNpy<int64_t>("target", "<i8", "(4,)", {0, 1, 2, 1}, true);
  DataFeed feed = open();
  ASSERT_TRUE(problems.empty()) << complaints();
  feed.fill(firstFour.data());
  for (int n = 0; n < 4; ++n)
    for (int f = 0; f < 3; ++f)
      EXPECT_EQ(x()[n * 3 + f], float(10 * n + f));
}

TEST_F(Feed, dimensionsOfOneDoNotMatter) {
  writeNpy<float>("x", "<f4", "(4, 1, 3)", std::vector<float>(12, 1));
  writeNpy<int64_t>("target", "<i8", "(4, 1)", {0, 1, 2, 1});
  DataFeed feed = open();
  ASSERT_TRUE(problems.empty()) << complaints();
  feed.fill(firstFour.data());
  EXPECT_EQ(target(), (std::vector<int64_t>{0, 1, 2, 1}));
}

TEST_F(Feed, everythingWrongIsSaidAtOnce) {
  writeNpy<float>("x", "<f4", "(4, 5)", std::vector<float>(20, 1));
  open();
  EXPECT_NE(complaints().find("[4, 5], expected [samples, 3]"), std::string::npos) << complaints();
  EXPECT_NE(complaints().find("'target' (target, i64[4]) is missing; there are: 'x'"), std::string::npos)
      << complaints();
}

TEST_F(Feed, differentLengthsAreRefused) {
  writeNpy<float>("x", "<f4", "(4, 3)", std::vector<float>(12, 1));
  writeNpy<int64_t>("target", "<i8", "(5,)", {0, 1, 2, 1, 0});
  open();
  EXPECT_NE(complaints().find("'target' has 5 samples, array 'x' has 4"), std::string::npos) << complaints();
}

TEST_F(Feed, classIndicesAreChecked) {
  writeNpy<float>("x", "<f4", "(4, 3)", std::vector<float>(12, 1));
  writeNpy<int64_t>("target", "<i8", "(4,)", {0, 3, 2, -1});
  open();
  EXPECT_NE(complaints().find("'target', row 1: 3 is not between 0 and 2 (and 1 more rows"), std::string::npos)
      << complaints();
}

TEST_F(Feed, ignoredIndexIsAllowed) {
  writeNpy<float>("x", "<f4", "(4, 3)", std::vector<float>(12, 1));
  writeNpy<int64_t>("target", "<i8", "(4,)", {0, -100, 2, 1});
  open();
  EXPECT_TRUE(problems.empty()) << complaints();
}

TEST_F(Feed, valuesThatDoNotFitAreRefused) {
  writeNpy<float>("x", "<f4", "(4, 3)", std::vector<float>(12, 1));
  writeNpy<float>("target", "<f4", "(4,)", {0, 1, 0.5, 1});
  open();
  EXPECT_NE(complaints().find("'target', row 2, element 0: the float32 value cannot be held by i64"), std::string::npos)
      << complaints();
}

TEST_F(Feed, missingTargetsAreZeroWhenOptional) {
  writeNpy<float>("x", "<f4", "(4, 3)", std::vector<float>(12, 1));
  DataFeed feed = open(true);
  ASSERT_TRUE(problems.empty()) << complaints();
  EXPECT_FALSE(feed.has("target"));
  feed.fill(firstFour.data());
  EXPECT_EQ(target(), (std::vector<int64_t>{0, 0, 0, 0}));
}

TEST_F(Feed, emptyDataAreRefused) {
  writeNpy<float>("x", "<f4", "(0, 3)", {});
  writeNpy<int64_t>("target", "<i8", "(0,)", {});
  open();
  EXPECT_NE(complaints().find("no samples"), std::string::npos) << complaints();
}
