//===- TestSupport.h - What several runtime tests need ----------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Temporary folders, small files, data sets for the hand-written program, and
// running a program as a process.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TEST_UNIT_RUNTIME_TESTSUPPORT_H
#define NEAP_TEST_UNIT_RUNTIME_TESTSUPPORT_H

#include "FakeProgram.h"

#include "neap/Runtime/Npz.h"
#include "neap/Runtime/Session.h"

#include <memory>
#include <string>
#include <vector>

namespace neap {
namespace test {

/// A folder that is removed at the end of the scope.
class TemporaryFolder {
public:
  TemporaryFolder();
  ~TemporaryFolder();
  std::string operator/(const std::string &name) const { return path + "/" + name; }
  const std::string path;
};

void writeFile(const std::string &path, const std::string &bytes);
std::string readFile(const std::string &path);

template <typename T> runtime::ByteRange bytesOf(const std::vector<T> &values) {
  return {reinterpret_cast<const uint8_t *>(values.data()), values.size() * sizeof(T)};
}
inline runtime::ByteRange bytesOf(const std::string &text) {
  return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}

/// Separable samples for the hand-written program: "x" [n, 3] float32 and "target" [n] int64.
void writeDataSet(const std::string &path, int64_t samples);

/// float32 array `name` of an .npz file; empty when it is not there.
std::vector<float> readFloats(const std::string &path, const std::string &name);

/// A session over a hand-written program that owns its payload.
struct FakeSession {
  explicit FakeSession(const FakeOptions &options = {}, int threads = 1);
  FakeProgram fake;
  std::vector<uint8_t> payload;
  runtime::Session session;
};

/// Exit status (or minus the signal), what went to stdout and stderr.
struct RunResult {
  int status;
  std::string out, err;
};
RunResult runProcess(const std::vector<std::string> &arguments);

/// A copy of an executable in `folder` with the payload of `fake` behind it.
std::string installProgram(const TemporaryFolder &folder, const std::string &executable, const FakeProgram &fake);

} // namespace test
} // namespace neap

#endif // NEAP_TEST_UNIT_RUNTIME_TESTSUPPORT_H
