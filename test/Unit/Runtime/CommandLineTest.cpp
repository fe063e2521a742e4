//===- CommandLineTest.cpp - The options of an emitted program ------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is accepted, what is refused, and that one run of the parser finds every
// mistake.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/CommandLine.h"

#include <gtest/gtest.h>

using namespace neap::runtime;

namespace {

Options parse(std::vector<const char *> words, Problems &problems) {
  words.insert(words.begin(), "train");
  return parseCommandLine(int(words.size()), words.data(), problems);
}

std::string complaints(std::vector<const char *> words) {
  Problems problems;
  parse(std::move(words), problems);
  std::string text;
  for (const std::string &problem : problems.all())
    text += problem + "\n";
  return text;
}

} // namespace

TEST(CommandLine, readsEveryOption) {
  Problems problems;
  Options o = parse({"--data",
                     "d",
                     "--validate=v",
                     "--steps",
                     "7",
                     "--order",
                     "sequential",
                     "--seed",
                     "-3",
                     "--threads",
                     "2",
                     "--checkpoint",
                     "c",
                     "--checkpoint-every",
                     "5",
                     "--resume",
                     "--export",
                     "e",
                     "--metrics",
                     "m",
                     "--record",
                     "r",
                     "--verify"},
                    problems);
  ASSERT_TRUE(problems.empty());
  EXPECT_EQ(o.data, "d");
  EXPECT_EQ(o.validate, "v");
  EXPECT_EQ(o.steps, 7);
  EXPECT_EQ(o.shuffle, false);
  EXPECT_EQ(o.seed, -3);
  EXPECT_EQ(o.checkpointEvery, 5);
  EXPECT_TRUE(o.resume && o.verify && o.trains());
}

TEST(CommandLine, mistakesAreAllSaid) {
  std::string text =
      complaints({"--data", "--steps", "1e3", "--treads", "2", "--resume=yes", "--seed", "1", "--seed", "2"});
  for (const char *part : {"--data: expected", "'1e3'", "did you mean --threads?", "'2' is no option",
                           "--resume: takes no value", "--seed: given twice"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

TEST(CommandLine, combinationsThatMakeNoSense) {
  EXPECT_NE(complaints({}).find("--data"), std::string::npos);
  EXPECT_NE(complaints({"--data", "d", "--epochs", "1", "--steps", "1"}).find("one of them"), std::string::npos);
  EXPECT_NE(complaints({"--predict", "p"}).find("needs --data"), std::string::npos);
  EXPECT_NE(complaints({"--data", "d", "--predict", "p", "--epochs", "1"}).find("nothing is trained"),
            std::string::npos);
  EXPECT_NE(complaints({"--data", "d", "--resume"}).find("--checkpoint"), std::string::npos);
  EXPECT_NE(complaints({"--data", "d", "--threads", "5000"}).find("4096"), std::string::npos);
  EXPECT_EQ(complaints({"--export", "e"}), "") << "the initial weights can be exported without data";
  EXPECT_EQ(complaints({"--describe"}), "");
  EXPECT_EQ(complaints({"--data", "d", "--predict", "p", "--checkpoint", "c", "--resume"}), "");
}

TEST(CommandLine, helpNamesEveryOptionOnce) {
  std::string text = helpText("train", "model.onnx");
  for (const char *option : {"--data", "--validate", "--epochs", "--steps", "--order", "--seed", "--threads",
                             "--initial", "--checkpoint ", "--checkpoint-every", "--resume", "--export", "--predict",
                             "--metrics", "--record", "--describe", "--version", "--help"})
    EXPECT_NE(text.find(std::string("\n  ") + option), std::string::npos) << option;
}
