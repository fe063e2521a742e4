//===- Checkpoint.h - The state of a training, saved and restored -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A checkpoint is one safetensors file: parameters, running statistics,
// optimizer moments and the losses so far, and as metadata where the training
// stood. It is replaced atomically. `loadWeights` reads parameters and
// statistics only (--initial).
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_CHECKPOINT_H
#define NEAP_RUNTIME_CHECKPOINT_H

#include "neap/Runtime/Session.h"

#include <string>
#include <vector>

namespace neap {
namespace runtime {

/// What a run is besides its tensors. Everything here must agree for a resumed run to continue bit for bit.
struct RunState {
  int64_t seed = 0;
  bool shuffle = true;
  int64_t samples = 0;
  /// Loss of every update so far.
  std::vector<float> losses;
};

/// "DIR/checkpoint.safetensors"
std::string checkpointPath(const std::string &folder);

/// Writes a checkpoint of the session and the run. Throws Error(InputOutput); Error(Usage) in the middle of an update.
void saveCheckpoint(const Session &session, const RunState &run, const std::string &path);

/// Restores both, seed and step of the session included. Throws Error(Mismatch) with everything that does not fit.
void loadCheckpoint(Session &session, RunState &run, const std::string &path);

/// Reads parameters and statistics from a safetensors file; optimizer state in it is ignored. Throws Error(Mismatch).
void loadWeights(Session &session, const std::string &path);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_CHECKPOINT_H
