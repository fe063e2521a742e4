//===- NpzTest.cpp - Archives of arrays -----------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stored and deflated members, ZIP64, folders, what a damaged archive says, and
// that our files are those NumPy would write.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/Error.h"

#include <gtest/gtest.h>

#include <unistd.h>
#include <zlib.h>

using namespace neap::runtime;
using namespace neap::test;

namespace {

void put(std::string &to, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i)
    to += char(value >> (8 * i) & 255);
}

std::string deflated(const std::string &bytes) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string result(deflateBound(&stream, uLong(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
  stream.avail_in = uInt(bytes.size());
  stream.next_out = reinterpret_cast<Bytef *>(result.data());
  stream.avail_out = uInt(result.size());
  deflate(&stream, Z_FINISH);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return result;
}

/// An archive with one deflated member, written field by field; with `wide`, all sizes stand in ZIP64 fields.
std::string deflatedArchive(const std::string &name, const std::string &content, bool wide = false) {
  std::string packed = deflated(content), file, extra;
  uint32_t crc = uint32_t(crc32(0, reinterpret_cast<const Bytef *>(content.data()), uInt(content.size())));
  uint64_t saturated = 0xffffffff;
  if (wide) {
    put(extra, 1, 2);
    put(extra, 24, 2);
    put(extra, content.size(), 8);
    put(extra, packed.size(), 8);
    put(extra, 0, 8);
  }
  put(file, 0x04034b50, 4);
  put(file, 20, 2);
  put(file, 8, 2); // sizes follow the data: the local header does not know them
  put(file, 8, 2);
  put(file, 0, 8);
  put(file, 0, 8);
  put(file, name.size(), 2);
  put(file, 0, 2);
  file += name + packed;
  uint64_t directory = file.size();
  put(file, 0x02014b50, 4);
  put(file, 45, 2);
  put(file, 45, 2);
  put(file, 8, 2);
  put(file, 8, 2);
  put(file, 0, 4);
  put(file, crc, 4);
  put(file, wide ? saturated : packed.size(), 4);
  put(file, wide ? saturated : content.size(), 4);
  put(file, name.size(), 2);
  put(file, extra.size(), 2);
  put(file, 0, 6);
  put(file, 0, 4);
  put(file, wide ? saturated : 0, 4);
  file += name + extra;
  uint64_t size = file.size() - directory;
  put(file, 0x06054b50, 4);
  put(file, 0, 4);
  put(file, 1, 2);
  put(file, 1, 2);
  put(file, size, 4);
  put(file, directory, 4);
  put(file, 0, 2);
  return file;
}

std::string floatsFile(const std::vector<float> &values) {
  return npyHeader(DType::F32, {int64_t(values.size())}) +
         std::string(reinterpret_cast<const char *>(values.data()), values.size() * 4);
}

} // namespace

TEST(Npz, writtenArraysAreReadBack) {
  TemporaryFolder folder;
  std::string path = folder / "a.npz";
  std::vector<float> values = {1, 2, 3, 4, 5, 6};
  std::vector<uint16_t> bfloats = {0x3f80, 0x4000};
  {
    NpzWriter writer(path);
    writer.add("grad/conv.weight", DType::F32, {2, 3}, bytesOf(values));
    writer.add("b", DType::BF16, {2}, bytesOf(bfloats));
    writer.add("empty", DType::I64, {0, 4}, {});
    EXPECT_NE(access(path.c_str(), F_OK), 0) << "nothing is there before the commit";
    writer.commit();
  }
  ArraySource source = ArraySource::open(path);
  EXPECT_EQ(source.names(), (std::vector<std::string>{"b", "empty", "grad/conv.weight"}));
  EXPECT_EQ(readFloats(path, "grad/conv.weight"), values);
  EXPECT_EQ(readFloats(path, "b"), (std::vector<float>{1, 2})) << "bf16 becomes float32";
  EXPECT_EQ(source.header("empty").shape, (Shape{0, 4}));
  EXPECT_EQ(uint64_t(source.array("grad/conv.weight").data.data) % 64, uint64_t(source.array("b").data.data) % 64)
      << "members start on multiples of 64";
}

TEST(Npz, numpyReadsOurFiles) {
  if (access("/usr/bin/python3", X_OK) != 0 || runProcess({"/usr/bin/python3", "-c", "import numpy"}).status != 0)
    GTEST_SKIP() << "NumPy is not there";
  TemporaryFolder folder;
  std::vector<float> values = {1, 2, 3, 4, 5, 6};
  NpzWriter writer(folder / "a.npz");
  writer.add("a/b", DType::F32, {2, 3}, bytesOf(values));
  writer.add("flag", DType::I1, {2}, bytesOf(std::string("\1\0", 2)));
  writer.commit();
  std::string script = "import numpy, zipfile\n"
                       "assert zipfile.ZipFile('" +
                       folder.path +
                       "/a.npz').testzip() is None\n"
                       "z = numpy.load('" +
                       folder.path +
                       "/a.npz')\n"
                       "assert (z['a/b'] == [[1,2,3],[4,5,6]]).all() and z['a/b'].dtype == 'float32'\n"
                       "assert z['flag'].tolist() == [True, False]\n"
                       "numpy.savez_compressed('" +
                       folder.path +
                       "/c.npz', x=numpy.arange(10, dtype='float32'))\n"
                       "numpy.savez('" +
                       folder.path + "/s.npz', x=numpy.arange(10, dtype='float32'))\n";
  RunResult result = runProcess({"/usr/bin/python3", "-c", script});
  ASSERT_EQ(result.status, 0) << result.err;
  for (const char *name : {"c.npz", "s.npz"})
    EXPECT_EQ(readFloats(folder / name, "x").at(9), 9) << name;
}

TEST(Npz, inflatesMembers) {
  TemporaryFolder folder;
  std::vector<float> values;
  for (int i = 0; i < 10000; ++i)
    values.push_back(float(i % 100));
  for (bool wide : {false, true}) {
    writeFile(folder / "a.npz", deflatedArchive("x.npy", floatsFile(values), wide));
    EXPECT_EQ(readFloats(folder / "a.npz", "x"), values) << wide;
  }
}

TEST(Npz, largeMembersAreInflatedOutsideMemory) {
  TemporaryFolder folder;
  std::vector<float> values(3 << 20);
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = float(i % 1000);
  writeFile(folder / "a.npz", deflatedArchive("x.npy", floatsFile(values)));
  NpyArray array = ArraySource::open(folder / "a.npz").array("x");
  EXPECT_TRUE(array.fileBacked);
  array.release();
  EXPECT_EQ(loadDouble(DType::F32, array.data.data, 12345), 345) << "released pages come back";
}

TEST(Npz, wrongChecksumIsRefused) {
  TemporaryFolder folder;
  std::string archive = deflatedArchive("x.npy", floatsFile({1, 2, 3}));
  size_t crc = archive.rfind("PK\x01\x02") + 16;
  archive[crc] = char(archive[crc] ^ 1);
  writeFile(folder / "a.npz", archive);
  EXPECT_THROW(ArraySource::open(folder / "a.npz").array("x"), Error);
  writeDataSet(folder / "b.npz", 10);
  std::string stored = readFile(folder / "b.npz");
  stored[200] = char(stored[200] ^ 1);
  writeFile(folder / "b.npz", stored);
  EXPECT_THROW(ArraySource::open(folder / "b.npz").array("x"), Error);
}

TEST(Npz, everyTruncationIsRefused) {
  TemporaryFolder folder;
  std::string whole = deflatedArchive("x.npy", floatsFile({1, 2, 3}));
  for (size_t size = 0; size < whole.size(); ++size) {
    writeFile(folder / "a.npz", whole.substr(0, size));
    EXPECT_THROW(ArraySource::open(folder / "a.npz"), Error) << size;
  }
}

TEST(Npz, aFolderOfNpyFilesIsADataSet) {
  TemporaryFolder folder;
  writeFile(folder / "x.npy", floatsFile({1, 2}));
  writeFile(folder / "notes.txt", "not an array");
  ArraySource source = ArraySource::open(folder.path);
  EXPECT_EQ(source.names(), std::vector<std::string>{"x"});
  EXPECT_FALSE(source.has("../x"));
  EXPECT_EQ(source.array("x").data.size, 8u);
}
