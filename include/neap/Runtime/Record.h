//===- Record.h - What --record writes --------------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Losses, gradients of the first step, parameters and statistics after the last
// one, by ONNX name, into one .npz file. Gradients go to the file when they are
// there, not into memory.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_RECORD_H
#define NEAP_RUNTIME_RECORD_H

#include "neap/Runtime/Npz.h"
#include "neap/Runtime/Session.h"

#include <string>
#include <vector>

namespace neap {
namespace runtime {

class Record {
public:
  /// Throws Error(InputOutput), as do the others.
  explicit Record(const std::string &path) : writer(path) {}
  /// After the first update and before anything else runs. False when the program keeps no gradients.
  bool gradients(const Session &session);
  /// After the last update; the file appears.
  void finish(const Session &session, const std::vector<float> &losses);

private:
  NpzWriter writer;
};

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_RECORD_H
