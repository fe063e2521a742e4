//===- ProgramMain.cpp - The entry point of an emitted executable ---------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Linked behind the object file that the compiler wrote, and only when it makes
// an executable.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Main.h"

int main(int argc, char **argv) { return neap_main(argc, argv, &neap_program_main); }
