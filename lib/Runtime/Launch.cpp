//===- Launch.cpp - Runs the launches of a function -----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Launch.h. The team always has all its threads, idle or not: libgomp ends
// threads that a smaller team leaves out and would start them again at the next
// launch.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Launch.h"

#include "neap/Runtime/Error.h"

#include <algorithm>
#include <omp.h>

using namespace neap::runtime;

ThreadCount::ThreadCount(int threads) : before(omp_get_max_threads()) {
  if (threads != before)
    omp_set_num_threads(threads);
}

ThreadCount::~ThreadCount() {
  if (omp_get_max_threads() != before)
    omp_set_num_threads(before);
}

int neap::runtime::availableThreads() { return omp_get_num_procs(); }

/// Runs rows [0, extent) in at most `threads` pieces of at least `grain` rows.
static void runGenerated(const neap_launch &launch, uint8_t *arena, int threads) {
  int64_t extent = launch.extent, grain = std::max<int64_t>(1, launch.grain);
  int64_t chunks = std::min<int64_t>(threads, extent / grain);
  if (chunks <= 1) {
    if (extent > 0)
      launch.generated(arena, launch.offsets, 0, extent);
    return;
  }
  int64_t size = extent / chunks, larger = extent % chunks;
#pragma omp parallel num_threads(threads)
  {
    // Should the team have come out smaller than asked for, each thread takes several chunks.
    for (int64_t i = omp_get_thread_num(); i < chunks; i += omp_get_num_threads()) {
      int64_t begin = i * size + std::min(i, larger);
      launch.generated(arena, launch.offsets, begin, begin + size + (i < larger ? 1 : 0));
    }
  }
}

/// What generated tables promise; a broken one must not turn into a wild write.
static void check(const neap_launch &launch, uint64_t arenaBytes) {
  auto fail = [&](const char *what) {
    return Error(ExitStatus::Defect, std::string("kernel '") + launch.name + "': " + what);
  };
  if ((launch.generated != nullptr) == (launch.library != nullptr))
    throw fail("is neither generated nor a library call");
  for (uint32_t i = 0; i < launch.offsetCount; ++i)
    if (launch.offsets[i] > arenaBytes)
      throw fail("an argument lies outside the arena");
  if (!launch.library)
    return;
  if (launch.offsetCount == 0 || launch.workspaceBytes > arenaBytes - launch.offsets[launch.offsetCount - 1])
    throw fail("its workspace lies outside the arena");
}

FunctionRunner::LibraryCall FunctionRunner::create(const neap_launch &launch, int plannedThreads) const {
  uint64_t needed = 0;
  for (int attempt : {threads, plannedThreads}) {
    LibraryCall call;
    call.threads = attempt;
    char message[256] = "";
    ThreadCount scope(attempt);
    if (launch.library->create(launch.config, launch.configSize, uint32_t(attempt), &call.state, &needed, message,
                               sizeof message) != 0)
      throw Error(ExitStatus::Defect, std::string("kernel '") + launch.name + "' (" + launch.library->name +
                                          ") cannot be created: " + message);
    if (needed <= launch.workspaceBytes)
      return call;
    launch.library->destroy(call.state);
    if (threads == plannedThreads)
      break;
  }
  throw Error(ExitStatus::Mismatch, std::string("kernel '") + launch.name + "' (" + launch.library->name + ") needs " +
                                        std::to_string(needed) + " bytes of workspace on this processor, " +
                                        std::to_string(launch.workspaceBytes) +
                                        " were planned; compile the program on this kind of machine, or use the "
                                        "libraries that its --bundle brought");
}

FunctionRunner::FunctionRunner(const neap_function &function, int threads, int plannedThreads, uint64_t arenaBytes)
    : function(function), threads(threads) {
  calls.resize(function.launchCount);
  try {
    for (uint64_t i = 0; i < function.launchCount; ++i) {
      check(function.launches[i], arenaBytes);
      if (function.launches[i].library)
        calls[i] = create(function.launches[i], plannedThreads);
    }
  } catch (...) {
    destroyCalls();
    throw;
  }
}

FunctionRunner::~FunctionRunner() { destroyCalls(); }

void FunctionRunner::destroyCalls() {
  for (uint64_t i = 0; i < calls.size(); ++i)
    if (calls[i].state)
      function.launches[i].library->destroy(calls[i].state);
}

void FunctionRunner::run(uint8_t *arena) const {
  ThreadCount scope(threads);
  for (uint64_t i = 0; i < function.launchCount; ++i) {
    const neap_launch &launch = function.launches[i];
    if (launch.generated) {
      runGenerated(launch, arena, threads);
      continue;
    }
    ThreadCount callScope(calls[i].threads);
    int status = launch.library->execute(calls[i].state, arena, launch.offsets);
    if (status != 0)
      throw Error(ExitStatus::Defect, std::string("kernel '") + launch.name + "' (" + launch.library->name +
                                          ") failed with status " + std::to_string(status));
  }
}
