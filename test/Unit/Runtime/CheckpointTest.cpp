//===- CheckpointTest.cpp - Checkpoints that survive a kill at any moment -===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A child process is killed in front of each system call that changes the disk;
// what the parent then finds is the old checkpoint or the new one, whole. And a
// file that does not fit changes nothing.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/AtomicFile.h"
#include "neap/Runtime/Checkpoint.h"
#include "neap/Runtime/Error.h"
#include "neap/Runtime/Safetensors.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

using namespace neap::runtime;
using namespace neap::test;

namespace {

int callsLeft = 0;

void killWhenDue(const char *) {
  if (callsLeft-- == 0)
    raise(SIGKILL);
}

float &firstWeight(const Session &session) {
  return *reinterpret_cast<float *>(session.at(*session.manifest().global("w")));
}

/// Saves with the process dying in front of call number `deadline`; true when it did die.
bool saveAndDie(const Session &session, const RunState &run, const std::string &path, int deadline) {
  pid_t child = fork();
  if (child == 0) {
    callsLeft = deadline;
    AtomicFile::beforeWrite = killWhenDue;
    saveCheckpoint(session, run, path);
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status);
}

} // namespace

TEST(Checkpoint, roundTripRestoresEverything) {
  TemporaryFolder folder;
  FakeSession a, b;
  firstWeight(a.session) = 42;
  reinterpret_cast<float *>(a.session.at(*a.session.manifest().global("b/momentum")))[1] = 7;
  a.session.setSeed(-5);
  a.session.setStep(3);
  RunState run{-5, false, 50, {3, 2, 1}}, back;
  saveCheckpoint(a.session, run, folder / "c");
  loadCheckpoint(b.session, back, folder / "c");
  EXPECT_EQ(firstWeight(b.session), 42);
  EXPECT_EQ(reinterpret_cast<float *>(b.session.at(*b.session.manifest().global("b/momentum")))[1], 7);
  EXPECT_EQ(b.session.step(), 3);
  EXPECT_EQ(b.session.seed(), -5);
  EXPECT_EQ(back.samples, 50);
  EXPECT_FALSE(back.shuffle);
  EXPECT_EQ(back.losses, run.losses);
}

TEST(Checkpoint, killedAtAnyWriteLeavesOneWholeCheckpoint) {
  TemporaryFolder folder;
  std::string path = folder / "checkpoint.safetensors";
  FakeSession writer, reader;
  RunState run{0, true, 50, {}}, back;
  firstWeight(writer.session) = 1;
  saveCheckpoint(writer.session, run, path);
  firstWeight(writer.session) = 2;
  int deadline = 0, renamed = 0;
  for (; saveAndDie(writer.session, run, path, deadline); ++deadline) {
    ASSERT_NO_THROW(loadCheckpoint(reader.session, back, path)) << "killed in front of call " << deadline;
    float found = firstWeight(reader.session);
    EXPECT_TRUE(found == 1 || found == 2) << deadline;
    renamed += found == 2;
  }
  EXPECT_GE(deadline, 5) << "open, write, fsync, rename, fsync folder";
  EXPECT_EQ(renamed, 1) << "only the folder's sync comes after the rename";
  loadCheckpoint(reader.session, back, path);
  EXPECT_EQ(firstWeight(reader.session), 2);
}

TEST(Checkpoint, killedAtTheFirstCheckpointLeavesNoneOrAWholeOne) {
  FakeSession writer, reader;
  RunState run{0, true, 50, {}}, back;
  for (int deadline = 0;; ++deadline) {
    TemporaryFolder folder;
    std::string path = folder / "checkpoint.safetensors";
    bool died = saveAndDie(writer.session, run, path, deadline);
    if (access(path.c_str(), F_OK) == 0) {
      EXPECT_NO_THROW(loadCheckpoint(reader.session, back, path)) << deadline;
    } else {
      EXPECT_TRUE(died);
    }
    if (!died)
      break;
  }
}

TEST(Checkpoint, aLargeOneIsKilledBetweenItsWrites) {
  // 100,000 losses make the file larger than the writer's buffer: several writes.
  TemporaryFolder folder;
  std::string path = folder / "checkpoint.safetensors";
  FakeSession writer, reader;
  writer.session.setStep(100000);
  RunState run{0, true, 50, std::vector<float>(100000, 1.5f)}, back;
  int deadline = 0;
  for (; saveAndDie(writer.session, run, path, deadline); ++deadline) {
    if (access(path.c_str(), F_OK) == 0) {
      ASSERT_NO_THROW(loadCheckpoint(reader.session, back, path));
    }
  }
  EXPECT_GE(deadline, 6);
  loadCheckpoint(reader.session, back, path);
  EXPECT_EQ(back.losses.size(), 100000u);
}

TEST(Checkpoint, whatDoesNotFitIsListedAndChangesNothing) {
  TemporaryFolder folder;
  FakeSession small;
  FakeOptions options;
  options.features = 5;
  FakeSession large(options);
  RunState run{0, true, 50, {}}, back;
  saveCheckpoint(small.session, run, folder / "c");
  firstWeight(large.session) = 9;
  try {
    loadCheckpoint(large.session, back, folder / "c");
    FAIL() << "a checkpoint of another model was accepted";
  } catch (const Error &error) {
    EXPECT_EQ(error.status(), ExitStatus::Mismatch);
    std::string text = error.what();
    EXPECT_NE(text.find("'w' is f32[3, 3], expected f32[5, 3]"), std::string::npos) << text;
    EXPECT_NE(text.find("'w/momentum'"), std::string::npos) << "all at once: " << text;
  }
  EXPECT_EQ(firstWeight(large.session), 9);
}

TEST(Checkpoint, initialWeightsNeedNoOptimizerState) {
  TemporaryFolder folder;
  FakeSession session;
  std::vector<float> w(9, 2), b(3, 1), seen(2, 0);
  AtomicFile file(folder / "w");
  writeSafetensors(file,
                   {{"w", DType::F32, {3, 3}, {bytesOf(w)}},
                    {"b", DType::F32, {3}, {bytesOf(b)}},
                    {"seen", DType::F32, {2}, {bytesOf(seen)}}},
                   {});
  file.commit();
  loadWeights(session.session, folder / "w");
  EXPECT_EQ(firstWeight(session.session), 2);
  AtomicFile bad(folder / "bad");
  writeSafetensors(bad, {{"w", DType::F32, {9}, {bytesOf(w)}}, {"extra", DType::F32, {3}, {bytesOf(b)}}}, {});
  bad.commit();
  try {
    loadWeights(session.session, folder / "bad");
    FAIL();
  } catch (const Error &error) {
    std::string text = error.what();
    for (const char *part : {"'w' is f32[9]", "'b' is missing", "'seen' is missing", "'extra'"})
      EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(AtomicFile, abandonedFilesLeaveNothing) {
  TemporaryFolder folder;
  writeFile(folder / "f", "old");
  {
    AtomicFile file(folder / "f");
    file.write(std::string("new"));
  }
  EXPECT_EQ(readFile(folder / "f"), "old");
  EXPECT_NE(access((folder / "f.partial").c_str(), F_OK), 0);
}

TEST(AtomicFile, smallAndLargeWritesStayInOrder) {
  TemporaryFolder folder;
  std::string expected;
  AtomicFile file(folder / "f");
  for (int i = 0; i < 400; ++i) {
    std::string part(size_t(i * i % 70001), char('a' + i % 26));
    file.write(part);
    expected += part;
  }
  EXPECT_EQ(file.written(), expected.size());
  file.commit();
  EXPECT_EQ(readFile(folder / "f"), expected);
}
