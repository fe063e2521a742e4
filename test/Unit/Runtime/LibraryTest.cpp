//===- LibraryTest.cpp - The C interface ----------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The same training through the C functions, from a shared library whose
// payload stands behind it, and what wrong calls answer. LibraryUse.c shows
// that the header is plain C.
//
//===----------------------------------------------------------------------===//

#include "TestSupport.h"

#include "neap/Runtime/Library.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>

using namespace neap::runtime;
using namespace neap::test;

extern "C" int neap_test_train(const neap_program *program, int steps, const char *checkpoint, double *losses);

namespace {

/// The shared library of the build, copied and given a payload, as `--emit library` leaves it.
class Library : public testing::Test {
protected:
  Library() {
    writeFile(path, readFile(NEAP_FAKE_LIBRARY));
    EXPECT_EQ(appendPayload(path, fake.weights(), fake.exportTemplate()), "");
    handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle)
      program = static_cast<const neap_program *>(dlsym(handle, "neap_program_main"));
  }
  ~Library() override {
    if (handle)
      dlclose(handle);
  }
  TemporaryFolder folder;
  FakeProgram fake;
  std::string path = folder / "libmodel.so";
  void *handle = nullptr;
  const neap_program *program = nullptr;
};

} // namespace

TEST_F(Library, trainsFromPlainC) {
  ASSERT_TRUE(program) << dlerror();
  std::vector<double> losses(60), again(60);
  ASSERT_EQ(neap_test_train(program, 60, (folder / "c").c_str(), losses.data()), 0) << neap_last_error();
  EXPECT_LT(losses.back(), 0.5 * losses.front());
  ASSERT_EQ(neap_test_train(program, 60, (folder / "c").c_str(), again.data()), 0) << neap_last_error();
  EXPECT_EQ(losses, again);
}

TEST_F(Library, theExampleLinksItAlone) {
  // The loader takes the copy with the payload, not the bare one of the build.
  ASSERT_EQ(setenv("LD_PRELOAD", path.c_str(), 1), 0);
  RunResult result = runProcess({NEAP_LIBRARY_USE, folder / "c", folder / "e"});
  unsetenv("LD_PRELOAD");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_NE(result.out.find("input: x (data), 48 bytes"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("loss after 20 steps: "), std::string::npos) << result.out;
  EXPECT_NE(readFile(folder / "c"), "");
  EXPECT_EQ(readFile(folder / "e").substr(0, 4), "HEAD");
}

TEST_F(Library, tensorsAreFoundByName) {
  ASSERT_TRUE(program) << dlerror();
  neap_trainer *trainer = neap_trainer_create(program, 1);
  ASSERT_TRUE(trainer) << neap_last_error();
  neap_tensor tensor;
  ASSERT_EQ(neap_trainer_find(trainer, NEAP_GLOBALS, "w", &tensor), 0);
  EXPECT_STREQ(tensor.role, "parameter");
  EXPECT_EQ(tensor.rank, 2u);
  EXPECT_EQ(tensor.shape[1], 3);
  EXPECT_EQ(tensor.dtype, NEAP_F32);
  float value;
  std::memcpy(&value, tensor.data, sizeof value);
  EXPECT_EQ(value, -0.02f) << "the initial weight, from the payload behind the library";
  EXPECT_EQ(neap_trainer_tensor_count(trainer, NEAP_TRAIN_INPUTS), 2u);
  EXPECT_EQ(neap_trainer_find(trainer, NEAP_GLOBALS, "nothing", &tensor), 2);
  EXPECT_NE(std::string(neap_last_error()).find("'nothing'"), std::string::npos);
  EXPECT_EQ(neap_trainer_tensor(trainer, NEAP_TRAIN_INPUTS, 9, &tensor), 2);
  EXPECT_GT(neap_trainer_arena_bytes(trainer), 0u);
  EXPECT_NE(std::string(neap_trainer_manifest(trainer)).find("fake.onnx"), std::string::npos);
  EXPECT_EQ(neap_trainer_export(trainer, (folder / "e").c_str()), 0) << neap_last_error();
  EXPECT_EQ(readFile(folder / "e").substr(0, 4), "HEAD");
  EXPECT_EQ(neap_trainer_load_checkpoint(trainer, (folder / "none").c_str()), 6);
  EXPECT_EQ(neap_trainer_load_weights(trainer, path.c_str()), 5);
  neap_trainer_destroy(trainer);
}

TEST(LibraryMisuse, isAStatusAndNotACrash) {
  EXPECT_EQ(neap_trainer_create(nullptr, 1), nullptr);
  EXPECT_STRNE(neap_last_error(), "");
  EXPECT_EQ(neap_trainer_step(nullptr, nullptr, nullptr), 2);
  EXPECT_EQ(neap_trainer_evaluate(nullptr), 2);
  EXPECT_EQ(neap_trainer_save_checkpoint(nullptr, "x"), 2);
  EXPECT_EQ(neap_trainer_tensor_count(nullptr, NEAP_GLOBALS), 0u);
  neap_trainer_destroy(nullptr);
}
