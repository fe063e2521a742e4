//===- TestSupport.cpp - What several runtime tests need ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See TestSupport.h.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace neap::runtime;
using namespace neap::test;

static std::string makeFolder() {
  char path[] = "/tmp/neap-test-XXXXXX";
  if (!mkdtemp(path))
    std::abort();
  return path;
}

TemporaryFolder::TemporaryFolder() : path(makeFolder()) {}

TemporaryFolder::~TemporaryFolder() { runProcess({"/bin/rm", "-rf", path}); }

void neap::test::writeFile(const std::string &path, const std::string &bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string neap::test::readFile(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void neap::test::writeDataSet(const std::string &path, int64_t samples) {
  std::vector<float> x;
  std::vector<int64_t> target;
  for (int64_t i = 0; i < samples; ++i) {
    int64_t label = i % 3;
    target.push_back(label);
    for (int64_t f = 0; f < 3; ++f)
      x.push_back(float((f == label ? 1.0 : 0.0) + 0.01 * double((i * 7 + f * 3) % 11)));
  }
  NpzWriter writer(path);
  writer.add("x", DType::F32, {samples, 3}, bytesOf(x));
  writer.add("target", DType::I64, {samples}, bytesOf(target));
  writer.commit();
}

std::vector<float> neap::test::readFloats(const std::string &path, const std::string &name) {
  ArraySource source = ArraySource::open(path);
  if (!source.has(name))
    return {};
  NpyArray array = source.array(name);
  std::vector<float> values(array.data.size / sizeof(float));
  std::memcpy(values.data(), array.data.data, values.size() * sizeof(float));
  return values;
}

FakeSession::FakeSession(const FakeOptions &options, int threads)
    : fake(options), payload(fake.payload()),
      session(fake.program(), Payload::ofMemory(bytesOf(payload), "fake"), threads) {}

RunResult neap::test::runProcess(const std::vector<std::string> &arguments) {
  char outPath[] = "/tmp/neap-out-XXXXXX", errPath[] = "/tmp/neap-err-XXXXXX";
  int out = mkstemp(outPath), err = mkstemp(errPath);
  pid_t child = fork();
  if (child == 0) {
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    std::vector<char *> argv;
    for (const std::string &argument : arguments)
      argv.push_back(const_cast<char *>(argument.c_str()));
    argv.push_back(nullptr);
    execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  close(out);
  close(err);
  RunResult result{WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), readFile(outPath), readFile(errPath)};
  unlink(outPath);
  unlink(errPath);
  return result;
}

std::string neap::test::installProgram(const TemporaryFolder &folder, const std::string &executable,
                                       const FakeProgram &fake) {
  std::string path = folder / "train";
  writeFile(path, readFile(executable));
  chmod(path.c_str(), 0755);
  std::string problem = appendPayload(path, fake.weights(), fake.exportTemplate());
  if (!problem.empty())
    std::abort();
  return path;
}
