//===- OneDNNProgramTest.cpp - A library call inside a program ------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A matrix product as a launch among generated ones, for planned and for other
// thread counts; and that the process holds exactly one OpenMP runtime after
// oneDNN has come in.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Arena.h"
#include "neap/Runtime/Error.h"
#include "neap/Runtime/Launch.h"
#include "neap/Runtime/OneDNN.h"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

using namespace neap::runtime;

namespace {

void fillRows(uint8_t *arena, const uint64_t *offsets, int64_t begin, int64_t end) {
  float *values = reinterpret_cast<float *>(arena + offsets[0]);
  for (int64_t row = begin; row < end; ++row)
    for (int64_t column = 0; column < 64; ++column)
      values[row * 64 + column] = row == column ? 2.0f : 0.0f;
}

constexpr uint64_t matrixBytes = 64 * 64 * 4;

/// A = 2 I by a generated kernel, C = A B by oneDNN.
struct Program {
  explicit Program(uint64_t workspace) : config(MatmulConfig::create({}, 64, 64, 64).encode()) {
    launches[0].name = "fill";
    launches[0].generated = fillRows;
    launches[0].offsets = offsets;
    launches[0].offsetCount = 1;
    launches[0].extent = 64;
    launches[0].grain = 4;
    launches[1].name = "matmul";
    launches[1].library = &neap_onednn_matmul;
    launches[1].offsets = offsets;
    launches[1].offsetCount = 4;
    launches[1].config = config.data();
    launches[1].configSize = uint32_t(config.size());
    launches[1].workspaceBytes = workspace;
    function = {"step", launches, 2};
  }
  std::vector<int64_t> config;
  const uint64_t offsets[4] = {0, matrixBytes, 2 * matrixBytes, 3 * matrixBytes};
  neap_launch launches[2] = {};
  neap_function function = {};
};

constexpr uint64_t workspaceBytes = 8u << 20, arenaBytes = 3 * matrixBytes + workspaceBytes;

} // namespace

TEST(OneDNNProgram, libraryAndGeneratedLaunchesShareTheArena) {
  Program program(workspaceBytes);
  for (int threads : {1, 2, 3}) {
    Arena arena(arenaBytes, 64);
    float *b = reinterpret_cast<float *>(arena.data() + matrixBytes);
    for (int i = 0; i < 64 * 64; ++i)
      b[i] = float(i % 13);
    FunctionRunner runner(program.function, threads, 2, arenaBytes);
    runner.run(arena.data());
    const float *c = reinterpret_cast<float *>(arena.data() + 2 * matrixBytes);
    for (int i = 0; i < 64 * 64; ++i)
      ASSERT_EQ(c[i], 2.0f * float(i % 13)) << threads << " threads, element " << i;
  }
}

TEST(OneDNNProgram, repeatedRunsGiveTheSameBits) {
  Program program(workspaceBytes);
  Arena arena(arenaBytes, 64);
  float *b = reinterpret_cast<float *>(arena.data() + matrixBytes);
  for (int i = 0; i < 64 * 64; ++i)
    b[i] = 1.0f / float(i + 1);
  FunctionRunner runner(program.function, 2, 2, arenaBytes);
  runner.run(arena.data());
  std::vector<uint8_t> first(arena.data() + 2 * matrixBytes, arena.data() + 3 * matrixBytes);
  for (int i = 0; i < 5; ++i) {
    runner.run(arena.data());
    EXPECT_EQ(std::memcmp(first.data(), arena.data() + 2 * matrixBytes, matrixBytes), 0);
  }
}

TEST(OneDNNProgram, oneOpenMPRuntimeInTheProcess) {
  std::ifstream maps("/proc/self/maps");
  std::string line, libgomp, libomp, iomp;
  while (std::getline(maps, line)) {
    if (line.find("libgomp") != std::string::npos)
      libgomp = line;
    if (line.find("libomp") != std::string::npos)
      libomp = line;
    if (line.find("iomp5") != std::string::npos)
      iomp = line;
  }
  EXPECT_NE(libgomp, "");
  EXPECT_EQ(libomp, "");
  EXPECT_EQ(iomp, "");
}
