//===- Session.h - A program with its memory --------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Arena, manifest, payload and runners of one program: everything that
// training, evaluation, the command line and the C API share. Knows nothing of
// files of data, epochs or terminals.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_SESSION_H
#define NEAP_RUNTIME_SESSION_H

#include "neap/Runtime/Arena.h"
#include "neap/Runtime/Launch.h"
#include "neap/Runtime/Manifest.h"
#include "neap/Runtime/Payload.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace neap {
namespace runtime {

class Session {
public:
  /// `threads` 0: all. Throws Error. The globals hold their initial values afterwards.
  Session(const neap_program &program, Payload payload, int threads);

  const Manifest &manifest() const { return info; }
  const Payload &payload() const { return data; }
  int threads() const { return threadCount; }
  uint8_t *at(const TensorInfo &tensor) const { return arena.data() + tensor.offset; }
  uint64_t arenaBytes() const { return arena.size(); }
  /// Makes the whole arena resident: once, when nothing can be refused any more.
  void touchArena() { arena.touch(threadCount); }

  bool has(const std::string &function) const { return runners.count(function) != 0; }
  /// Runs a function once. Throws Error(Defect).
  void run(const std::string &function);

  /// Copies the payload's weights into the globals and zeroes the others.
  void initialize();

  void setSeed(int64_t seed) { seedValue = seed; }
  int64_t seed() const { return seedValue; }
  /// Overrides the schedule until set to nothing.
  void setLearningRate(std::optional<double> rate) { fixedRate = rate; }
  double learningRate() const { return fixedRate ? *fixedRate : info.schedule.at(stepNumber); }

  /// Number of the update under way, and of the batch within it.
  int64_t step() const { return stepNumber; }
  int64_t microbatch() const { return microbatchNumber; }
  void setStep(int64_t step) {
    stepNumber = step;
    microbatchNumber = 0;
  }

  /// The function whose inputs `trainBatch` reads: "step", or "accumulate".
  const std::string &trainFunction() const;
  /// The function that has run when an update is complete and whose outputs hold its gradients: "step", or "update".
  const std::string &updateFunction() const;

  struct BatchResult {
    /// Of this batch.
    double loss;
    /// The parameters were updated; then `updateLoss` is the mean over the update's batches.
    bool updated;
    double updateLoss;
  };
  /// Trains on the batch that lies in the inputs.
  BatchResult trainBatch();

  /// Runs the evaluation on the batch that lies in the inputs of "evaluate".
  void evaluate();

private:
  void writeControl();
  Manifest info;
  Payload data;
  int threadCount;
  Arena arena;
  std::map<std::string, std::unique_ptr<FunctionRunner>> runners;
  int64_t seedValue = 0, stepNumber = 0, microbatchNumber = 0;
  double lossSum = 0;
  std::optional<double> fixedRate;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_SESSION_H
