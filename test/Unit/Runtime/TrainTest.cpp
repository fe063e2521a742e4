//===- TrainTest.cpp - The training loop against a straight one -----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The loop's losses and weights are those of the same updates called by hand;
// resuming at any step changes no bit; evaluation weighs samples, not batches.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/Evaluate.h"
#include "neap/Runtime/SampleOrder.h"
#include "neap/Runtime/Train.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace neap::runtime;
using namespace neap::test;

namespace {

std::vector<float> global(const Session &session, const std::string &name) {
  const TensorInfo &tensor = *session.manifest().global(name);
  std::vector<float> values(tensor.count);
  std::memcpy(values.data(), session.at(tensor), tensor.bytes);
  return values;
}

/// A fresh session with its data, trained to `steps` updates; optionally from a checkpoint and into one.
struct TrainedRun {
  TrainedRun(const std::string &data, int64_t steps, const std::string &from = "", const std::string &to = "",
             FakeOptions options = {})
      : fake(options) {
    Problems problems;
    DataFeed feed(ArraySource::open(data), fake.session, fake.session.trainFunction(), false, problems);
    problems.throwIfAny(ExitStatus::Mismatch, "data");
    state = {11, true, feed.samples(), {}};
    fake.session.setSeed(state.seed);
    if (!from.empty())
      loadCheckpoint(fake.session, state, from);
    Training training{fake.session, feed, state};
    training.totalSteps = steps;
    training.checkpointFile = to;
    summary = train(training);
  }
  FakeSession fake;
  RunState state;
  Summary summary;
};

} // namespace

TEST(Train, isTheSameAsUpdatesByHand) {
  TemporaryFolder folder;
  writeDataSet(folder / "d.npz", 22);
  TrainedRun run(folder / "d.npz", 12);
  FakeSession hand;
  hand.session.setSeed(11);
  Problems problems;
  DataFeed feed(ArraySource::open(folder / "d.npz"), hand.session, "step", false, problems);
  SampleOrder order(22, true, 11);
  std::vector<float> losses;
  for (int epoch = 0; epoch < 3; ++epoch)
    for (int batch = 0; batch < 5 && losses.size() < 12; ++batch) {
      feed.fill(order.epoch(epoch).data() + batch * 4);
      losses.push_back(float(hand.session.trainBatch().updateLoss));
    }
  EXPECT_EQ(run.state.losses, losses);
  EXPECT_EQ(global(run.fake.session, "w"), global(hand.session, "w"));
  EXPECT_EQ(run.summary.dropped, 2);
  EXPECT_EQ(run.summary.samplesPerEpoch, 20);
}

TEST(Train, resumingAtAnyStepChangesNoBit) {
  TemporaryFolder folder;
  writeDataSet(folder / "d.npz", 22);
  FakeOptions accumulating;
  accumulating.accumulate = 2;
  for (const FakeOptions &options : {FakeOptions(), accumulating}) {
    TrainedRun whole(folder / "d.npz", 13, "", "", options);
    for (int64_t at = 1; at < 13; ++at) {
      TrainedRun first(folder / "d.npz", at, "", folder / "c", options);
      TrainedRun second(folder / "d.npz", 13, folder / "c", "", options);
      ASSERT_EQ(second.state.losses, whole.state.losses) << at;
      for (const char *name : {"w", "b", "w/momentum", "b/momentum"})
        ASSERT_EQ(global(second.fake.session, name), global(whole.fake.session, name)) << at << " " << name;
    }
  }
}

TEST(Train, accumulationAveragesItsBatches) {
  FakeOptions options;
  options.accumulate = 2;
  FakeSession session(options);
  TemporaryFolder folder;
  writeDataSet(folder / "d.npz", 8);
  Problems problems;
  DataFeed feed(ArraySource::open(folder / "d.npz"), session.session, "accumulate", false, problems);
  std::vector<uint32_t> order = {0, 1, 2, 3, 4, 5, 6, 7};
  std::vector<float> before = global(session.session, "w");
  feed.fill(order.data());
  Session::BatchResult first = session.session.trainBatch();
  EXPECT_FALSE(first.updated);
  EXPECT_EQ(global(session.session, "w"), before) << "parameters wait for the update";
  EXPECT_EQ(session.session.microbatch(), 1);
  EXPECT_THROW(saveCheckpoint(session.session, {}, folder / "c"), Error) << "not in the middle of an update";
  feed.fill(order.data() + 4);
  Session::BatchResult second = session.session.trainBatch();
  EXPECT_TRUE(second.updated);
  EXPECT_DOUBLE_EQ(second.updateLoss, (first.loss + second.loss) / 2);
  EXPECT_EQ(session.session.step(), 1);
  for (float value : global(session.session, "w/grad"))
    EXPECT_EQ(value, 0);
}

TEST(Train, stopsBetweenUpdatesWithACheckpoint) {
  TemporaryFolder folder;
  writeDataSet(folder / "d.npz", 20);
  FakeSession fake;
  Problems problems;
  DataFeed feed(ArraySource::open(folder / "d.npz"), fake.session, "step", false, problems);
  RunState state{0, true, 20, {}};
  Training training{fake.session, feed, state};
  training.totalSteps = 100;
  training.checkpointFile = folder / "c";
  training.stop = [&] { return state.losses.size() >= 7; };
  Summary summary = train(training);
  EXPECT_TRUE(summary.interrupted);
  EXPECT_EQ(summary.steps, 7);
  FakeSession other;
  RunState back;
  loadCheckpoint(other.session, back, folder / "c");
  EXPECT_EQ(other.session.step(), 7);
}

TEST(Train, theScheduleReachesTheKernels) {
  TemporaryFolder folder;
  writeDataSet(folder / "d.npz", 4);
  FakeOptions frozen;
  frozen.schedule = R"({"kind": "step", "every": 1, "gamma": 0.0})";
  TrainedRun one(folder / "d.npz", 1, "", "", frozen), three(folder / "d.npz", 3, "", "", frozen);
  EXPECT_EQ(global(one.fake.session, "w"), global(three.fake.session, "w")) << "the rate is 0 from the second update";
}

TEST(Evaluate, padsTheLastBatchAndCountsItOnce) {
  TemporaryFolder folder;
  writeDataSet(folder / "d.npz", 6);
  FakeSession fake;
  Problems problems;
  DataFeed feed(ArraySource::open(folder / "d.npz"), fake.session, "evaluate", false, problems);
  Evaluation whole = validate(fake.session, feed, [] { return false; });
  EXPECT_EQ(whole.samples, 6);
  // By hand, from the model's weights.
  std::vector<float> x = readFloats(folder / "d.npz", "x"), w = global(fake.session, "w"),
                     b = global(fake.session, "b");
  double sum = 0;
  int right = 0;
  for (int n = 0; n < 6; ++n) {
    double logits[3], total = 0;
    for (int c = 0; c < 3; ++c) {
      logits[c] = double(b[size_t(c)]);
      for (int f = 0; f < 3; ++f)
        logits[c] += double(x[size_t(n * 3 + f)]) * double(w[size_t(f * 3 + c)]);
      total += std::exp(logits[c]);
    }
    sum += std::log(total) - logits[n % 3];
    right += logits[n % 3] >= std::max({logits[0], logits[1], logits[2]});
  }
  EXPECT_NEAR(whole.loss, sum / 6, 1e-6);
  ASSERT_TRUE(whole.accuracy);
  EXPECT_DOUBLE_EQ(*whole.accuracy, right / 6.0);
}
