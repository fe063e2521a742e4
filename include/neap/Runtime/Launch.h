//===- Launch.h - Runs the launches of a function ---------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function is an array of launches over the arena. Generated kernels are
// split into chunks of rows over one OpenMP team, which the library calls
// between them use as well. `FunctionRunner` owns the library calls of one
// function.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_LAUNCH_H
#define NEAP_RUNTIME_LAUNCH_H

#include "neap/Runtime/Program.h"

#include <memory>
#include <string>
#include <vector>

namespace neap {
namespace runtime {

/// Sets the number of OpenMP threads of the calling thread for its lifetime.
class ThreadCount {
public:
  explicit ThreadCount(int threads);
  ~ThreadCount();
  ThreadCount(const ThreadCount &) = delete;
  ThreadCount &operator=(const ThreadCount &) = delete;

private:
  int before;
};

/// Processors this process may run on.
int availableThreads();

class FunctionRunner {
public:
  /// Creates every library call for `threads` threads; a call whose workspace would exceed what was planned is created
  /// for `plannedThreads` instead. Throws Error(Defect) when that does not fit either.
  FunctionRunner(const neap_function &function, int threads, int plannedThreads, uint64_t arenaBytes);
  ~FunctionRunner();
  FunctionRunner(const FunctionRunner &) = delete;
  FunctionRunner &operator=(const FunctionRunner &) = delete;

  /// Runs every launch in order. Throws Error(Defect) when a library call fails.
  void run(uint8_t *arena) const;

private:
  struct LibraryCall {
    void *state = nullptr;
    int threads = 0;
  };
  LibraryCall create(const neap_launch &launch, int plannedThreads) const;
  void destroyCalls();
  const neap_function &function;
  int threads;
  std::vector<LibraryCall> calls;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_LAUNCH_H
