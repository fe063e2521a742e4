//===- FakeMain.cpp - The hand-written program as an executable -----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The object file that the compiler would have written; linked with the
// runtime's main like any other. NEAP_FAKE_ACCUMULATE is set by the build.
//
//===----------------------------------------------------------------------===//

#include "FakeProgram.h"

static neap::test::FakeOptions options() {
  neap::test::FakeOptions result;
  result.accumulate = NEAP_FAKE_ACCUMULATE;
  // So that the arena can be told from the rest of the process.
  result.extraArena = uint64_t(64) << 20;
  return result;
}

static const neap::test::FakeProgram fake(options());

extern "C" const neap_program neap_program_main = fake.program();
