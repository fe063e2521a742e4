//===- FakeProgram.h - A program written by hand ----------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A softmax classifier with momentum, as the compiler would emit it: tables, C
// functions as kernels, manifest and weights. The gradient carries a little
// noise from seed, step and microbatch, so that a resumed run that gets one of
// them wrong shows it.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TEST_UNIT_RUNTIME_FAKEPROGRAM_H
#define NEAP_TEST_UNIT_RUNTIME_FAKEPROGRAM_H

#include "neap/Runtime/Payload.h"
#include "neap/Runtime/Program.h"

#include <map>
#include <string>
#include <vector>

namespace neap {
namespace test {

struct FakeOptions {
  int64_t batch = 4, features = 3, classes = 3, accumulate = 1;
  bool keepGradients = true;
  /// Bytes of arena that nothing uses.
  uint64_t extraArena = 0;
  std::string schedule = R"({"kind": "constant"})";
};

class FakeProgram {
public:
  explicit FakeProgram(const FakeOptions &options = {});
  FakeProgram(const FakeProgram &) = delete;
  FakeProgram &operator=(const FakeProgram &) = delete;

  const neap_program &program() const { return tables; }
  neap_program &mutableProgram() { return tables; }
  std::string &mutableManifest() { return manifest; }
  /// Points the tables at the manifest after a test changed it.
  void refresh();
  /// Initial weights and an export template of two literals around both parameters, the matrix transposed.
  std::vector<runtime::SafetensorsInput> weights() const;
  std::vector<runtime::ExportPiece> exportTemplate() const;
  /// The payload as bytes, as it would stand behind a program.
  std::vector<uint8_t> payload() const;

private:
  void addLaunch(const std::string &function, const char *name, neap_generated_kernel kernel, int64_t extent,
                 std::vector<std::string> arguments);
  std::string tensor(const std::string &name, const char *roleKey, const std::string &role, const std::string &dtype,
                     const std::vector<int64_t> &shape, const std::string &more = "");
  void build(const FakeOptions &options);

  FakeOptions options;
  uint64_t arenaBytes = 0;
  std::map<std::string, uint64_t> offsets;
  std::vector<std::unique_ptr<std::vector<uint64_t>>> argumentLists;
  std::map<std::string, std::vector<neap_launch>> launches;
  std::vector<neap_function> functions;
  std::string manifest;
  std::vector<float> matrix, bias;
  neap_program tables = {};
};

} // namespace test
} // namespace neap

#endif // NEAP_TEST_UNIT_RUNTIME_FAKEPROGRAM_H
