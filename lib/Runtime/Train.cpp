//===- Train.cpp - The training loop --------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Train.h. Time is measured over steps alone: validation and checkpoints
// stand between them.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Train.h"

#include "neap/Runtime/SampleOrder.h"

#include <algorithm>
#include <chrono>
#include <cmath>

using namespace neap::runtime;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

class Loop {
public:
  explicit Loop(Training &training)
      : t(training), session(training.session), manifest(session.manifest()),
        perEpoch(stepsPerEpoch(manifest, training.data.samples())),
        order(uint32_t(training.data.samples()), training.run.shuffle, uint64_t(training.run.seed)) {
    summary.samplesPerEpoch = perEpoch * manifest.samplesPerUpdate();
    summary.dropped = training.data.samples() - summary.samplesPerEpoch;
  }

  Summary run() {
    saved = session.step();
    for (int64_t step = session.step(); step < t.totalSteps && !t.stop(); ++step) {
      StepMetrics metrics = update(step);
      bool epochEnds = session.step() % perEpoch == 0, last = session.step() == t.totalSteps;
      if (epochEnds || last)
        endEpoch(metrics, epochEnds);
      if (t.metrics)
        t.metrics->step(metrics);
      if (t.checkpointEvery > 0 ? session.step() % t.checkpointEvery == 0 : epochEnds)
        checkpoint();
    }
    checkpoint();
    summary.steps = session.step();
    summary.epochs = session.step() / perEpoch;
    summary.interrupted = session.step() < t.totalSteps;
    if (summary.seconds > 0)
      summary.samplesPerSecond = double(trained) * double(manifest.samplesPerUpdate()) / summary.seconds;
    summary.arenaBytes = session.arenaBytes();
    summary.residentPeak = residentPeak();
    return summary;
  }

private:
  /// One update: feeds and runs its batches.
  StepMetrics update(int64_t step) {
    Clock::time_point start = Clock::now();
    int64_t epoch = step / perEpoch;
    const uint32_t *chosen = order.epoch(epoch).data() + step % perEpoch * manifest.samplesPerUpdate();
    double rate = session.learningRate();
    Session::BatchResult result{};
    do {
      t.data.fill(chosen);
      chosen += manifest.batch;
      result = session.trainBatch();
    } while (!result.updated);
    double seconds = secondsSince(start);
    if (step == 0 && t.record)
      t.record->gradients(session);
    t.run.losses.push_back(float(result.updateLoss));
    report(step, result.updateLoss, seconds);
    return {step, epoch, result.updateLoss, rate, seconds, double(manifest.samplesPerUpdate()) / seconds, {}};
  }

  void report(int64_t step, double loss, double seconds) {
    ++trained;
    summary.loss = loss;
    summary.seconds += seconds;
    epochLoss += loss;
    ++epochSteps;
    if (!t.progress)
      return;
    if (!std::isfinite(loss) && !warned) {
      t.progress->line("the loss of step " + std::to_string(step) + " is not finite; a smaller learning rate may help");
      warned = true;
    }
    recentSeconds = trained == 1 ? seconds : 0.9 * recentSeconds + 0.1 * seconds;
    t.progress->update(step + 1, loss, double(manifest.samplesPerUpdate()) / recentSeconds);
  }

  void endEpoch(StepMetrics &metrics, bool whole) {
    if (t.validation) {
      Evaluation evaluation = validate(session, *t.validation, t.stop);
      if (!t.stop()) {
        metrics.validation = evaluation;
        summary.validation = evaluation;
      }
    }
    if (t.progress) {
      std::string text = "epoch " + std::to_string(metrics.epoch + 1) + (whole ? "" : " (part)") +
                         format("  loss %.5g", epochLoss / double(epochSteps));
      if (metrics.validation)
        text += format("  validation loss %.5g", metrics.validation->loss);
      if (metrics.validation && metrics.validation->accuracy)
        text += format("  accuracy %.2f %%", 100 * *metrics.validation->accuracy);
      t.progress->line(text + format("  %.4g samples/s", metrics.samplesPerSecond));
    }
    epochLoss = 0;
    epochSteps = 0;
  }

  void checkpoint() {
    if (t.checkpointFile.empty() || (saved == session.step() && written))
      return;
    saveCheckpoint(session, t.run, t.checkpointFile);
    saved = session.step();
    written = true;
  }

  Training &t;
  Session &session;
  const Manifest &manifest;
  int64_t perEpoch;
  SampleOrder order;
  Summary summary;
  int64_t trained = 0, saved = 0, epochSteps = 0;
  double epochLoss = 0, recentSeconds = 0;
  bool warned = false, written = false;
};

} // namespace

int64_t neap::runtime::stepsPerEpoch(const Manifest &manifest, int64_t samples) {
  return samples / manifest.samplesPerUpdate();
}

Summary neap::runtime::train(Training &training) { return Loop(training).run(); }
