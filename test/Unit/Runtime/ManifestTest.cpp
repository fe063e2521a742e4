//===- ManifestTest.cpp - Manifests that contradict the tables ------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A manifest comes from the compiler; one that does not fit is refused with a
// message, not found out later by a crash.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/Error.h"

#include <gtest/gtest.h>

using namespace neap::runtime;
using namespace neap::test;

namespace {

std::string replaced(std::string text, const std::string &from, const std::string &to) {
  size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

} // namespace

TEST(Manifest, readsEverything) {
  FakeProgram fake;
  Manifest manifest = parseManifest(fake.program());
  EXPECT_EQ(manifest.model, "fake.onnx");
  EXPECT_EQ(manifest.batch, 4);
  EXPECT_EQ(manifest.global("w")->shape, (Shape{3, 3}));
  EXPECT_TRUE(manifest.global("w")->fromWeights);
  EXPECT_EQ(manifest.losses.at(0).ignoreIndex, -100);
  EXPECT_DOUBLE_EQ(manifest.schedule.learningRate, 0.1);
  EXPECT_EQ(manifest.function("evaluate")->output("output")->name, "logits");
}

TEST(Manifest, contradictionsAreRefused) {
  std::pair<const char *, const char *> changes[] = {
      {"\"format\": 1", "\"format\": 2"},
      {"\"offset\": 0", "\"offset\": 99999999"},
      {"\"shape\": [3, 3]", "\"shape\": [3, 333333]"},
      {"\"shape\": [3, 3]", "\"shape\": [3, -3]"},
      {"\"dtype\": \"f32\"", "\"dtype\": \"f31\""},
      {"\"name\": \"seed\"", "\"name\": \"sead\""},
      {"\"batch\": 4", "\"batch\": 0"},
      {"\"kind\": \"constant\"", "\"kind\": \"wavy\""},
      {"\"evaluate\": {", "\"evaluat\": {"},
      {"\"globals\"", "\"globls\""},
      {"\"offset\": 0", "\"offset\": \"zero\""},
      {"\"arena\": {\"bytes\": ", "\"arena\": {\"bytes\": 1"},
      {"{\"format\"", "\"format\""},
  };
  for (const auto &[from, to] : changes) {
    FakeProgram fake;
    fake.mutableManifest() = replaced(fake.mutableManifest(), from, to);
    fake.refresh();
    EXPECT_THROW(parseManifest(fake.program()), Error) << from << " -> " << to;
  }
}

TEST(Manifest, anotherRuntimeVersionIsRefused) {
  FakeProgram fake;
  fake.mutableProgram().abiVersion = 99;
  try {
    parseManifest(fake.program());
    FAIL();
  } catch (const Error &error) {
    EXPECT_NE(std::string(error.what()).find("version 99"), std::string::npos);
  }
}

TEST(Manifest, fingerprintFollowsTheModel) {
  FakeOptions options;
  options.features = 4;
  FakeProgram a, b, c(options);
  EXPECT_EQ(parseManifest(a.program()).fingerprint(), parseManifest(b.program()).fingerprint());
  EXPECT_NE(parseManifest(a.program()).fingerprint(), parseManifest(c.program()).fingerprint());
}
