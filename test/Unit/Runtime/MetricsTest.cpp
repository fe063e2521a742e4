//===- MetricsTest.cpp - Metrics, progress and durations ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lines that a JSON reader accepts, whatever the loss, and what a resumed run
// keeps of them.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/Metrics.h"
#include "neap/Runtime/Progress.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace neap::runtime;
using namespace neap::test;

TEST(Metrics, oneLineAStepAndASummary) {
  TemporaryFolder folder;
  {
    Metrics metrics(folder / "m", 0);
    metrics.step({0, 0, 1.5, 0.1, 0.25, 64, {}});
    metrics.step({1, 0, NAN, 0.1, 0.25, 64, Evaluation{0.5, 0.75, 10}});
    Summary summary;
    summary.steps = 2;
    summary.dropped = 3;
    metrics.summary(summary);
  }
  std::string text = readFile(folder / "m");
  EXPECT_EQ(text.substr(0, text.find('\n')), "{\"step\": 0, \"epoch\": 0, \"loss\": 1.5, \"learning_rate\": 0.1, "
                                             "\"seconds\": 0.25, \"samples_per_second\": 64}");
  EXPECT_NE(text.find("\"loss\": null"), std::string::npos) << "JSON has no NaN";
  EXPECT_NE(text.find("\"validation_loss\": 0.5, \"validation_accuracy\": 0.75}"), std::string::npos);
  EXPECT_NE(text.find("{\"summary\": true, \"steps\": 2"), std::string::npos);
  EXPECT_NE(text.find("\"dropped_samples\": 3"), std::string::npos);
}

TEST(Metrics, aResumedRunDropsWhatItRepeats) {
  TemporaryFolder folder;
  {
    Metrics metrics(folder / "m", 0);
    for (int64_t step = 0; step < 5; ++step)
      metrics.step({step, 0, double(step), 0.1, 1, 1, {}});
    metrics.summary({});
  }
  // A killed run may leave half a line.
  writeFile(folder / "m", readFile(folder / "m") + "{\"step\": 1, \"epo");
  {
    Metrics metrics(folder / "m", 3);
    metrics.step({3, 0, 33, 0.1, 1, 1, {}});
  }
  std::string text = readFile(folder / "m");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
  EXPECT_NE(text.find("{\"step\": 2,"), std::string::npos);
  EXPECT_NE(text.find("\"loss\": 33,"), std::string::npos);
  EXPECT_EQ(text.find("summary"), std::string::npos);
  EXPECT_EQ(text.find("{\"step\": 4,"), std::string::npos);
}

TEST(Progress, durations) {
  EXPECT_EQ(durationText(0.4), "1 s");
  EXPECT_EQ(durationText(245), "4 min 05 s");
  EXPECT_EQ(durationText(7800), "2 h 10 min");
  EXPECT_EQ(durationText(-1), "unknown");
  EXPECT_EQ(durationText(NAN), "unknown");
}

TEST(Progress, plainOutputHasNoControlCharacters) {
  TemporaryFolder folder;
  FILE *out = fopen((folder / "out").c_str(), "w");
  Progress progress(out, false, 0, 10);
  progress.update(1, 1, 1);
  progress.line("epoch 1");
  progress.finish();
  fclose(out);
  EXPECT_EQ(readFile(folder / "out"), "epoch 1\n");
}
