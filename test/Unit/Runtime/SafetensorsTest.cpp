//===- SafetensorsTest.cpp - Reader and writer of safetensors files -------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A round trip, and every way in which a file can contradict itself.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/Error.h"
#include "neap/Runtime/Safetensors.h"

#include <gtest/gtest.h>

#include <cstring>

using namespace neap::runtime;
using namespace neap::test;

namespace {

class StringSink : public Sink {
public:
  using Sink::write;
  void write(const void *data, uint64_t size) override { text.append(static_cast<const char *>(data), size); }
  std::string text;
};

std::string file(const std::string &header, const std::string &data) {
  uint64_t size = header.size();
  return std::string(reinterpret_cast<const char *>(&size), 8) + header + data;
}

SafetensorsFile parse(const std::string &bytes) { return parseSafetensors(bytesOf(bytes), "test.safetensors"); }

std::string written() {
  static const std::vector<float> values = {1, 2, 3, 4, 5, 6};
  static const std::vector<int64_t> counts = {7};
  StringSink sink;
  ByteRange all = bytesOf(values);
  writeSafetensors(sink,
                   {{"w", DType::F32, {2, 3}, {{all.data, 8}, {all.data + 8, 16}}},
                    {"n", DType::I64, {}, {bytesOf(counts)}},
                    {"none", DType::F16, {0}, {}}},
                   {{"step", "12"}});
  return sink.text;
}

} // namespace

TEST(Safetensors, roundTrip) {
  std::string bytes = written();
  SafetensorsFile back = parse(bytes);
  ASSERT_EQ(back.tensors.size(), 3u);
  EXPECT_EQ(back.tensors.at("w").shape, (Shape{2, 3}));
  EXPECT_EQ(loadDouble(DType::F32, back.tensors.at("w").bytes.data, 5), 6);
  EXPECT_EQ(loadInteger(DType::I64, back.tensors.at("n").bytes.data, 0), 7);
  EXPECT_EQ(back.metadata.at("step"), "12");
  uint64_t header;
  memcpy(&header, bytes.data(), 8);
  EXPECT_EQ(header % 8, 0u);
}

TEST(Safetensors, everyTruncationIsRefused) {
  std::string bytes = written();
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THROW(parse(bytes.substr(0, size)), Error) << size;
  EXPECT_THROW(parse(bytes + "x"), Error) << "bytes that belong to no tensor";
}

TEST(Safetensors, contradictionsAreRefused) {
  for (
      const char *header :
      {R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}})",
       R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 16]}})",
       R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}})",
       R"({"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}})",
       R"({"a": {"dtype": "F32", "shape": [2.0], "data_offsets": [0, 8]}})",
       R"({"a": {"dtype": "F8", "shape": [8], "data_offsets": [0, 8]}})", R"({"a": {"dtype": "F32", "shape": [2]}})",
       R"({"a": {"shape": [2], "data_offsets": [0, 8]}})", R"({"a": 3})",
       R"({"a": {"dtype": "U8", "shape": [4611686018427387904, 4611686018427387904], "data_offsets": [0, 8]}})",
       R"({"a": {"dtype": "U8", "shape": [5], "data_offsets": [0, 5]}, "b": {"dtype": "U8", "shape": [5], "data_offsets": [3, 8]}})",
       R"({"a": {"dtype": "U8", "shape": [2], "data_offsets": [0, 2]}, "b": {"dtype": "U8", "shape": [5], "data_offsets": [3, 8]}})",
       R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}})",
       R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "__metadata__": {"x": 1}})",
       R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 18446744073709551615]}})", "[1]", "", "{",
       "\"text\""})
    EXPECT_THROW(parse(file(header, "12345678")), Error) << header;
  EXPECT_THROW(parse(file(std::string(100000, '['), "")), Error);
  EXPECT_THROW(parse(file("{\"a\":" + std::string(100000, '['), "")), Error);
}

TEST(Safetensors, theWriterRefusesWhatItCouldNotReadBack) {
  StringSink sink;
  std::vector<float> values = {1, 2};
  EXPECT_THROW(writeSafetensors(sink, {{"a", DType::F32, {3}, {bytesOf(values)}}}, {}), Error);
  EXPECT_THROW(writeSafetensors(
                   sink, {{"a", DType::F32, {2}, {bytesOf(values)}}, {"a", DType::F32, {2}, {bytesOf(values)}}}, {}),
               Error);
  EXPECT_THROW(writeSafetensors(sink, {{"\xff\xfe", DType::F32, {2}, {bytesOf(values)}}}, {}), Error);
  EXPECT_TRUE(sink.text.empty()) << "nothing is written before all of it is known to fit";
}
