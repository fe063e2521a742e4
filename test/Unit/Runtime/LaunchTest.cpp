//===- LaunchTest.cpp - Launches, chunks and library calls ----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rows are covered once whatever the thread count; a library call that asks for
// more than was planned is created for fewer threads or refused; a broken table
// is an error and not a wild write.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Launch.h"
#include "neap/Runtime/Arena.h"
#include "neap/Runtime/Error.h"

#include <gtest/gtest.h>

#include <cstring>
#include <omp.h>

using namespace neap::runtime;

namespace {

void countRows(uint8_t *arena, const uint64_t *offsets, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i)
    ++arena[offsets[0] + uint64_t(i)];
}

/// A library call whose workspace is 100 bytes a thread, and which stores its thread count.
int createFake(const int64_t *, uint32_t, uint32_t threads, void **state, uint64_t *workspaceBytes, char *error,
               uint32_t errorBytes) {
  if (threads == 13) {
    std::strncpy(error, "unlucky", errorBytes);
    return 1;
  }
  *state = new int(omp_get_max_threads());
  *workspaceBytes = 100 * threads;
  return 0;
}
int executeFake(void *state, uint8_t *arena, const uint64_t *offsets) {
  arena[offsets[0]] = uint8_t(*static_cast<int *>(state));
  arena[offsets[0] + 1] = uint8_t(omp_get_max_threads());
  return arena[offsets[0] + 2] == 77 ? 5 : 0;
}
void destroyFake(void *state) { delete static_cast<int *>(state); }
const neap_library_kernel fakeLibrary = {"fake.call", createFake, executeFake, destroyFake};

neap_launch libraryLaunch(const uint64_t *offsets, uint64_t workspace) {
  neap_launch launch = {};
  launch.name = "call";
  launch.library = &fakeLibrary;
  launch.offsets = offsets;
  launch.offsetCount = 2;
  launch.workspaceBytes = workspace;
  return launch;
}

} // namespace

TEST(Launch, everyRowRunsOnce) {
  for (int threads : {1, 2, 3, 7})
    for (int64_t extent : {0, 1, 2, 5, 16, 100})
      for (int64_t grain : {0, 1, 3, 50}) {
        uint64_t offset = 64;
        neap_launch launch = {};
        launch.name = "rows";
        launch.generated = countRows;
        launch.offsets = &offset;
        launch.offsetCount = 1;
        launch.extent = extent;
        launch.grain = grain;
        neap_function function = {"step", &launch, 1};
        Arena arena(256, 64);
        FunctionRunner(function, threads, threads, 256).run(arena.data());
        for (int64_t i = 0; i < 192; ++i)
          ASSERT_EQ(arena.data()[64 + i], i < extent ? 1 : 0) << threads << " " << extent << " " << grain << " " << i;
      }
}

TEST(Launch, libraryCallsRunWithTheThreadsTheyWereCreatedFor) {
  uint64_t offsets[] = {0, 64};
  Arena arena(1024, 64);
  neap_launch launch = libraryLaunch(offsets, 400);
  neap_function function = {"step", &launch, 1};
  FunctionRunner(function, 4, 2, 1024).run(arena.data());
  EXPECT_EQ(arena.data()[0], 4);
  EXPECT_EQ(arena.data()[1], 4);
  // Five threads would need 500 bytes: the planned two are used.
  FunctionRunner(function, 5, 2, 1024).run(arena.data());
  EXPECT_EQ(arena.data()[0], 2);
  EXPECT_EQ(arena.data()[1], 2);
}

TEST(Launch, aWorkspaceThatIsTooSmallIsRefused) {
  uint64_t offsets[] = {0, 64};
  neap_launch launch = libraryLaunch(offsets, 150);
  neap_function function = {"step", &launch, 1};
  try {
    FunctionRunner(function, 4, 2, 1024);
    FAIL();
  } catch (const Error &error) {
    EXPECT_EQ(error.status(), ExitStatus::Mismatch);
    EXPECT_NE(std::string(error.what()).find("needs 200 bytes"), std::string::npos) << error.what();
  }
}

TEST(Launch, failuresAreNamed) {
  uint64_t offsets[] = {0, 64};
  neap_launch launch = libraryLaunch(offsets, 2000);
  neap_function function = {"step", &launch, 1};
  EXPECT_THROW(FunctionRunner(function, 13, 2, 4096), Error);
  Arena arena(4096, 64);
  FunctionRunner runner(function, 2, 2, 4096);
  arena.data()[2] = 77;
  try {
    runner.run(arena.data());
    FAIL();
  } catch (const Error &error) {
    EXPECT_EQ(error.status(), ExitStatus::Defect);
    EXPECT_NE(std::string(error.what()).find("'call' (fake.call) failed with status 5"), std::string::npos);
  }
}

TEST(Launch, brokenTablesAreRefused) {
  uint64_t offsets[] = {0, 5000};
  neap_launch launch = libraryLaunch(offsets, 10);
  neap_function function = {"step", &launch, 1};
  EXPECT_THROW(FunctionRunner(function, 1, 1, 1024), Error) << "an offset outside the arena";
  offsets[1] = 1000;
  launch.workspaceBytes = 100;
  EXPECT_THROW(FunctionRunner(function, 1, 1, 1024), Error) << "a workspace that reaches out of it";
  launch.library = nullptr;
  EXPECT_THROW(FunctionRunner(function, 1, 1, 1024), Error) << "nothing to run";
}

TEST(Arena, isAlignedZeroedAndResident) {
  uint64_t before = residentNow(), size = 40u << 20;
  Arena arena(size, 4096);
  arena.data()[5] = 5;
  arena.touch(2);
  EXPECT_EQ(arena.data()[5], 5) << "what is there stays";
  EXPECT_EQ(arena.size(), size);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(arena.data()) % 4096, 0u);
  EXPECT_EQ(arena.data()[size - 1], 0);
  uint64_t grown = residentNow() - before;
  EXPECT_GE(grown, size - (1u << 20));
  EXPECT_LE(grown, size + (4u << 20)) << "one allocation, as large as asked for";
}

TEST(Arena, moreThanTheMachineHasIsRefused) {
  EXPECT_THROW(Arena(uint64_t(1) << 60, 64), Error);
  EXPECT_GT(memoryLimit(), 0u);
}

TEST(Threads, scopesRestoreTheCount) {
  int before = omp_get_max_threads();
  {
    ThreadCount scope(before + 3);
    EXPECT_EQ(omp_get_max_threads(), before + 3);
  }
  EXPECT_EQ(omp_get_max_threads(), before);
}
