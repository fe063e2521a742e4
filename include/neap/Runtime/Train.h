//===- Train.h - The training loop ------------------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Epochs over the data feed, updates through the session; calls validation,
// metrics, record, progress and checkpoints at their moments. How a run goes on
// from a checkpoint is nothing special here: it starts at another step.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_TRAIN_H
#define NEAP_RUNTIME_TRAIN_H

#include "neap/Runtime/Checkpoint.h"
#include "neap/Runtime/DataFeed.h"
#include "neap/Runtime/Metrics.h"
#include "neap/Runtime/Progress.h"
#include "neap/Runtime/Record.h"

#include <functional>

namespace neap {
namespace runtime {

struct Training {
  Session &session;
  DataFeed &data;
  RunState &run;
  /// Updates in all, those before a resumed checkpoint included.
  int64_t totalSteps = 0;
  /// Optional parts.
  DataFeed *validation = nullptr;
  Metrics *metrics = nullptr;
  Record *record = nullptr;
  Progress *progress = nullptr;
  /// Empty: none. `checkpointEvery` 0: at the end of each epoch.
  std::string checkpointFile = {};
  int64_t checkpointEvery = 0;
  /// Asked after every update.
  std::function<bool()> stop = [] { return false; };
};

/// Whole updates in an epoch of `samples` samples.
int64_t stepsPerEpoch(const Manifest &manifest, int64_t samples);

/// Trains to `totalSteps`, or until stopped; a checkpoint is there in both cases. Throws Error.
Summary train(Training &training);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_TRAIN_H
