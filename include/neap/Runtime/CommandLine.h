//===- CommandLine.h - The options of an emitted program --------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The command line of docs and CLI.md: parsed into a struct, with everything
// that is wrong about it collected, not the first mistake only.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_COMMANDLINE_H
#define NEAP_RUNTIME_COMMANDLINE_H

#include "neap/Runtime/Error.h"

#include <cstdint>
#include <optional>
#include <string>

namespace neap {
namespace runtime {

struct Options {
  std::string data, validate, initial, checkpoint, exportFile, predict, metrics, record;
  std::optional<int64_t> epochs, steps, seed, threads, checkpointEvery;
  /// Set when --order was given.
  std::optional<bool> shuffle;
  bool resume = false, describe = false, verify = false, help = false, version = false;

  /// Whether updates are to be made: data are there and nothing says otherwise.
  bool trains() const { return !data.empty() && predict.empty(); }
};

/// Reads argv[1 .. argc). What is wrong goes to `problems`.
Options parseCommandLine(int argc, const char *const *argv, Problems &problems);

/// The text of --help.
std::string helpText(const std::string &program, const std::string &model);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_COMMANDLINE_H
