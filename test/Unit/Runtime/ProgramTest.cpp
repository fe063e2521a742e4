//===- ProgramTest.cpp - The emitted executable as people use it ----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Starts the hand-written program as a process: what CLI.md promises about
// options, files and exit status, including a run that is killed.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/Checkpoint.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace neap::runtime;
using namespace neap::test;

namespace {

class Program : public testing::Test {
protected:
  Program() : program(installProgram(folder, NEAP_FAKE_PROGRAM, fake)), data(folder / "train.npz") {
    writeDataSet(data, 50);
  }
  RunResult run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program);
    // Of several threads on a busy machine each waits for the others; only tests about threads use them.
    if (std::find(arguments.begin(), arguments.end(), "--threads") == arguments.end())
      arguments.insert(arguments.end(), {"--threads", "1"});
    return runProcess(arguments);
  }
  TemporaryFolder folder;
  FakeProgram fake;
  std::string program, data;
};

int64_t countOf(const std::string &text, const std::string &part) {
  int64_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

} // namespace

TEST_F(Program, learnsAndWritesEverything) {
  RunResult result =
      run({"--data", data, "--validate", data, "--epochs", "20", "--seed", "3", "--metrics", folder / "m.jsonl",
           "--record", folder / "r.npz", "--export", folder / "out.onnx", "--checkpoint", folder / "ckpt"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_NE(result.out.find("2 of them dropped"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("accuracy 100.00 %"), std::string::npos) << result.out;
  std::string metrics = readFile(folder / "m.jsonl");
  EXPECT_EQ(countOf(metrics, "\n"), 20 * 12 + 1);
  EXPECT_EQ(countOf(metrics, "\"validation_accuracy\""), 20 + 1);
  EXPECT_EQ(countOf(metrics, "\"dropped_samples\": 2"), 1);
  std::vector<float> losses = readFloats(folder / "r.npz", "loss");
  ASSERT_EQ(losses.size(), 240u);
  EXPECT_LT(losses.back(), 0.5 * losses.front());
  EXPECT_EQ(readFloats(folder / "r.npz", "grad/w").size(), 9u);
  EXPECT_EQ(readFloats(folder / "r.npz", "param/b").size(), 3u);
  EXPECT_EQ(readFloats(folder / "r.npz", "buffer/seen").size(), 2u);
  std::string exported = readFile(folder / "out.onnx");
  std::vector<float> w = readFloats(folder / "r.npz", "param/w");
  ASSERT_EQ(exported.size(), 4 + 36 + 12 + 5u);
  float second;
  memcpy(&second, exported.data() + 4 + 4, 4);
  EXPECT_EQ(second, w[3]) << "the matrix is exported transposed";
  EXPECT_TRUE(access(checkpointPath(folder / "ckpt").c_str(), F_OK) == 0);
}

TEST_F(Program, sameSeedSameBitsOtherSeedOtherBits) {
  auto record = [&](const std::string &seed, const std::string &threads) {
    std::string path = folder / ("r" + seed + threads + ".npz");
    EXPECT_EQ(run({"--data", data, "--steps", "30", "--seed", seed, "--threads", threads, "--record", path}).status, 0);
    return readFile(path);
  };
  std::string first = record("1", "1");
  EXPECT_EQ(first, record("1", "1"));
  EXPECT_EQ(first, record("1", "3")) << "these kernels do not depend on the thread count";
  EXPECT_NE(first, record("2", "1"));
}

TEST_F(Program, resumedRunIsTheUninterruptedRun) {
  std::string whole = folder / "whole.npz", resumed = folder / "resumed.npz", metrics = folder / "m.jsonl";
  ASSERT_EQ(run({"--data", data, "--steps", "40", "--record", whole}).status, 0);
  ASSERT_EQ(run({"--data", data, "--steps", "17", "--checkpoint", folder / "c", "--metrics", metrics}).status, 0);
  RunResult result = run({"--data", data, "--steps", "40", "--checkpoint", folder / "c", "--resume", "--record",
                          resumed, "--metrics", metrics});
  ASSERT_EQ(result.status, 0) << result.err;
  for (const char *name : {"loss", "param/w", "param/b", "buffer/seen"})
    EXPECT_EQ(readFloats(whole, name), readFloats(resumed, name)) << name;
  EXPECT_EQ(countOf(readFile(metrics), "{\"step\": "), 40);
}

TEST_F(Program, killedRunResumesBitForBit) {
  std::string whole = folder / "whole.npz", resumed = folder / "resumed.npz";
  ASSERT_EQ(run({"--data", data, "--steps", "3000", "--record", whole}).status, 0);
  for (useconds_t wait : {5000, 20000, 40000, 80000}) {
    pid_t child = fork();
    if (child == 0) {
      if (!freopen("/dev/null", "w", stdout))
        _exit(1);
      execl(program.c_str(), "train", "--data", data.c_str(), "--steps", "3000", "--checkpoint", (folder / "c").c_str(),
            "--checkpoint-every", "1", "--resume", "--threads", "1", nullptr);
      _exit(127);
    }
    usleep(wait);
    kill(child, SIGKILL);
    int status;
    waitpid(child, &status, 0);
  }
  RunResult result = run({"--data", data, "--steps", "3000", "--checkpoint", folder / "c", "--checkpoint-every", "1000",
                          "--resume", "--record", resumed});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(readFloats(whole, "loss"), readFloats(resumed, "loss"));
  EXPECT_EQ(readFloats(whole, "param/w"), readFloats(resumed, "param/w"));
}

TEST_F(Program, interruptWritesTheCheckpointAndExits130) {
  std::string folderText = folder / "c";
  pid_t child = fork();
  if (child == 0) {
    if (!freopen("/dev/null", "w", stdout))
      _exit(1);
    execl(program.c_str(), "train", "--data", data.c_str(), "--steps", "1000000000", "--checkpoint", folderText.c_str(),
          "--checkpoint-every", "100000000", "--threads", "1", nullptr);
    _exit(127);
  }
  usleep(300000);
  EXPECT_NE(access(checkpointPath(folderText).c_str(), F_OK), 0);
  kill(child, SIGINT);
  int status;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  EXPECT_EQ(access(checkpointPath(folderText).c_str(), F_OK), 0);
}

TEST_F(Program, predictsEverySampleIncludingThePaddedBatch) {
  RunResult result = run({"--data", data, "--predict", folder / "p.npz"});
  ASSERT_EQ(result.status, 0) << result.err;
  std::vector<float> logits = readFloats(folder / "p.npz", "logits");
  ASSERT_EQ(logits.size(), 150u);
  std::vector<float> x = readFloats(data, "x");
  // Weights of FakeProgram: w[i] = 0.01 (i mod 7) - 0.02, b[c] = 0.1 c; last sample, class 2.
  double expected = 0.2;
  for (int f = 0; f < 3; ++f)
    expected += double(x[size_t(49 * 3 + f)]) * (0.01 * ((f * 3 + 2) % 7) - 0.02);
  EXPECT_NEAR(logits[149], expected, 1e-6);
}

TEST_F(Program, accumulationEqualsTheMeanOfItsBatches) {
  TemporaryFolder other;
  FakeOptions options;
  options.accumulate = 2;
  FakeProgram accumulating(options);
  std::string second = installProgram(other, NEAP_FAKE_ACCUMULATE_PROGRAM, accumulating);
  RunResult result = runProcess({second, "--data", data, "--epochs", "3", "--record", other / "r.npz", "--order",
                                 "sequential", "--metrics", other / "m.jsonl"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(readFloats(other / "r.npz", "loss").size(), 18u) << "6 updates of 8 samples an epoch";
  EXPECT_EQ(readFloats(other / "r.npz", "grad/w").size(), 9u);
  EXPECT_LT(readFloats(other / "r.npz", "loss").back(), readFloats(other / "r.npz", "loss").front());
}

TEST_F(Program, describesItself) {
  RunResult result = run({"--describe"});
  ASSERT_EQ(result.status, 0) << result.err;
  for (const char *part : {"\"inputs\"", "\"targets\"", "\"parameters\"", "\"owners\"", "\"budget\"", "\"levers\"",
                           "\"threads\"", "x86-64-v3"})
    EXPECT_NE(result.out.find(part), std::string::npos) << part;
  EXPECT_NE(run({"--help"}).out.find("Example:"), std::string::npos);
  EXPECT_NE(run({"--version"}).out.find("0.1.0"), std::string::npos);
}

TEST_F(Program, residentMemoryIsTheArenaAndLittleMore) {
  RunResult result = run({"--data", data, "--epochs", "1", "--metrics", folder / "m.jsonl", "--threads", "2"});
  ASSERT_EQ(result.status, 0);
  std::string metrics = readFile(folder / "m.jsonl");
  auto number = [&](const std::string &key) {
    size_t at = metrics.find("\"" + key + "\": ");
    return at == std::string::npos ? -1 : std::stoll(metrics.substr(at + key.size() + 4));
  };
  int64_t arena = number("arena_bytes"), resident = number("resident_peak_bytes");
  EXPECT_GT(arena, int64_t(64) << 20);
  EXPECT_GT(resident, arena);
  EXPECT_LT(resident, arena + (int64_t(16) << 20)) << "code, libraries and data pages besides the arena";
}

TEST_F(Program, everyMistakeOnTheCommandLineIsSaid) {
  RunResult result = run({"--dta", data, "--epochs", "many", "--order", "random", "--threads", "0", "stray"});
  EXPECT_EQ(result.status, 2);
  for (const char *part : {"did you mean --data", "'many'", "'random'", "--threads '0'", "'stray'"})
    EXPECT_NE(result.err.find(part), std::string::npos) << part << "\n" << result.err;
  EXPECT_EQ(run({}).status, 2);
  EXPECT_EQ(run({"--data", data, "--epochs", "1", "--steps", "1"}).status, 2);
  EXPECT_EQ(run({"--data", data, "--resume"}).status, 2);
}

TEST_F(Program, exitStatusTellsTheKindOfTrouble) {
  EXPECT_EQ(run({"--data", folder / "none.npz"}).status, 6);
  writeFile(folder / "bad.npz", "this is no archive at all");
  EXPECT_EQ(run({"--data", folder / "bad.npz"}).status, 5);
  writeDataSet(folder / "small.npz", 3);
  EXPECT_EQ(run({"--data", folder / "small.npz"}).status, 5);
  EXPECT_EQ(run({"--data", data, "--record", folder / "no/such/folder/r.npz"}).status, 6);
  writeFile(folder / "bad.safetensors", "short");
  EXPECT_EQ(run({"--data", data, "--initial", folder / "bad.safetensors"}).status, 5);
  EXPECT_EQ(run({"--data", data, "--initial", folder / "none.safetensors"}).status, 6);
}

TEST_F(Program, strippedProgramSaysSo) {
  std::string cut = folder / "cut";
  std::string bytes = readFile(program);
  writeFile(cut, bytes.substr(0, bytes.size() - 100));
  runProcess({"/bin/chmod", "+x", cut});
  RunResult result = runProcess({cut, "--data", data});
  EXPECT_EQ(result.status, 5);
  EXPECT_NE(result.err.find("stripped"), std::string::npos) << result.err;
}

TEST_F(Program, checkpointBelongsToItsDataAndSeed) {
  ASSERT_EQ(run({"--data", data, "--steps", "5", "--checkpoint", folder / "c", "--seed", "4"}).status, 0);
  RunResult result = run({"--data", data, "--steps", "9", "--checkpoint", folder / "c", "--resume", "--seed", "5",
                          "--order", "sequential"});
  EXPECT_EQ(result.status, 5);
  EXPECT_NE(result.err.find("--seed 4"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("--order shuffle"), std::string::npos) << result.err;
  writeDataSet(folder / "other.npz", 60);
  EXPECT_EQ(run({"--data", folder / "other.npz", "--steps", "9", "--checkpoint", folder / "c", "--resume"}).status, 5);
}
