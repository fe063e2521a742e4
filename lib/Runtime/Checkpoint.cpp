//===- Checkpoint.cpp - The state of a training, saved and restored -------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Checkpoint.h. A file is checked as a whole before the first byte of the
// session changes.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Checkpoint.h"

#include "neap/Runtime/AtomicFile.h"
#include "neap/Runtime/Error.h"
#include "neap/Runtime/MappedFile.h"
#include "neap/Runtime/Safetensors.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

using namespace neap::runtime;

namespace {

constexpr const char *formatName = "neap-checkpoint-1";
/// The losses so far; no initializer can have this name together with the prefix of another kind of entry.
constexpr const char *lossesName = "__neap__/losses";

/// Accumulators are zero between updates, which is where checkpoints are written.
bool isSaved(const TensorInfo &global) {
  return global.role == "parameter" || global.role == "state" || global.role == "optimizer";
}

bool isWeight(const TensorInfo &global) { return global.role == "parameter" || global.role == "state"; }

/// Compares the tensors of a file with the globals that `wanted` selects.
template <typename Predicate>
void compare(const Session &session, const SafetensorsFile &file, Predicate wanted, Problems &problems) {
  for (const TensorInfo &global : session.manifest().globals) {
    if (!wanted(global))
      continue;
    auto found = file.tensors.find(global.name);
    if (found == file.tensors.end())
      problems.add("'" + global.name + "' is missing, expected " + dtypeName(global.dtype) + toString(global.shape));
    else if (found->second.dtype != global.dtype || found->second.shape != global.shape)
      problems.add("'" + global.name + "' is " + dtypeName(found->second.dtype) + toString(found->second.shape) +
                   ", expected " + dtypeName(global.dtype) + toString(global.shape));
  }
  for (const auto &[name, entry] : file.tensors) {
    const TensorInfo *global = session.manifest().global(name);
    if (name != lossesName && (!global || !isSaved(*global)))
      problems.add("'" + name + "' is no parameter of this program");
  }
}

template <typename Predicate>
void copy(const Session &session, const MappedFile &mapped, const SafetensorsFile &file, Predicate wanted) {
  for (const TensorInfo &global : session.manifest().globals)
    if (wanted(global))
      mapped.copyOut(session.at(global), file.tensors.at(global.name).bytes);
}

std::string hexadecimal(uint64_t value) { return format("%016llx", (unsigned long long)value); }

/// The integer that metadata hold under a key; a problem when there is none.
int64_t readInteger(const SafetensorsFile &file, const std::string &key, Problems &problems) {
  auto found = file.metadata.find(key);
  if (found != file.metadata.end() && !found->second.empty()) {
    char *end;
    errno = 0;
    long long value = std::strtoll(found->second.c_str(), &end, 10);
    if (*end == '\0' && errno == 0)
      return value;
  }
  problems.add("its metadata give no number for '" + key + "'");
  return 0;
}

std::string text(const SafetensorsFile &file, const std::string &key) {
  auto found = file.metadata.find(key);
  return found == file.metadata.end() ? "" : found->second;
}

} // namespace

std::string neap::runtime::checkpointPath(const std::string &folder) { return folder + "/checkpoint.safetensors"; }

void neap::runtime::saveCheckpoint(const Session &session, const RunState &run, const std::string &path) {
  if (session.microbatch() != 0)
    throw Error(ExitStatus::Usage, path + ": a checkpoint cannot be written in the middle of an update");
  std::vector<SafetensorsInput> tensors;
  for (const TensorInfo &global : session.manifest().globals)
    if (isSaved(global))
      tensors.push_back({global.name, global.dtype, global.shape, {{session.at(global), global.bytes}}});
  tensors.push_back({lossesName,
                     DType::F32,
                     {int64_t(run.losses.size())},
                     {{reinterpret_cast<const uint8_t *>(run.losses.data()), run.losses.size() * sizeof(float)}}});
  const Manifest &manifest = session.manifest();
  std::map<std::string, std::string> metadata = {
      {"format", formatName},
      {"model", manifest.model},
      {"fingerprint", hexadecimal(manifest.fingerprint())},
      {"step", std::to_string(session.step())},
      {"seed", std::to_string(session.seed())},
      {"order", run.shuffle ? "shuffle" : "sequential"},
      {"samples", std::to_string(run.samples)},
      {"batch", std::to_string(manifest.batch)},
      {"accumulate", std::to_string(manifest.accumulate)},
  };
  AtomicFile file(path);
  writeSafetensors(file, tensors, metadata);
  file.commit();
}

void neap::runtime::loadCheckpoint(Session &session, RunState &run, const std::string &path) {
  std::shared_ptr<MappedFile> mapped = MappedFile::open(path);
  SafetensorsFile file = parseSafetensors(mapped->bytes(), path);
  Problems problems;
  if (text(file, "format") != formatName)
    throw Error(ExitStatus::Mismatch,
                path + ": is no checkpoint of a Neap program; weights alone are read by --initial");
  const Manifest &manifest = session.manifest();
  compare(session, file, isSaved, problems);
  int64_t step = readInteger(file, "step", problems), seed = readInteger(file, "seed", problems);
  int64_t batch = readInteger(file, "batch", problems), accumulate = readInteger(file, "accumulate", problems);
  int64_t samples = readInteger(file, "samples", problems);
  if (batch != manifest.batch || accumulate != manifest.accumulate)
    problems.add("it was written with batch " + std::to_string(batch) + " and accumulate " +
                 std::to_string(accumulate) + ", the program has " + std::to_string(manifest.batch) + " and " +
                 std::to_string(manifest.accumulate));
  auto losses = file.tensors.find(lossesName);
  if (step < 0 || losses == file.tensors.end() || losses->second.dtype != DType::F32 ||
      losses->second.shape.size() != 1 || losses->second.shape[0] > step)
    problems.add("its losses do not match its step number");
  problems.throwIfAny(ExitStatus::Mismatch, path + ": this checkpoint does not fit the program");
  copy(session, *mapped, file, isSaved);
  for (const TensorInfo &global : manifest.globals)
    if (global.role == "accumulator")
      std::memset(session.at(global), 0, global.bytes);
  session.setSeed(seed);
  session.setStep(step);
  run.seed = seed;
  run.samples = samples;
  run.shuffle = text(file, "order") != "sequential";
  run.losses.resize(size_t(losses->second.shape[0]));
  if (!run.losses.empty())
    std::memcpy(run.losses.data(), losses->second.bytes.data, losses->second.bytes.size);
}

void neap::runtime::loadWeights(Session &session, const std::string &path) {
  std::shared_ptr<MappedFile> mapped = MappedFile::open(path);
  SafetensorsFile file = parseSafetensors(mapped->bytes(), path);
  Problems problems;
  compare(session, file, isWeight, problems);
  problems.throwIfAny(ExitStatus::Mismatch, path + ": these weights do not fit the program");
  copy(session, *mapped, file, isWeight);
}
