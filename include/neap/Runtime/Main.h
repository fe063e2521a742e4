//===- Main.h - The main function of an emitted program -----------*- C -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An executable written by the compiler is its tables, this function and one
// line of main.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_MAIN_H
#define NEAP_RUNTIME_MAIN_H

#include "neap/Runtime/Program.h"

#ifdef __cplusplus
extern "C" {
#endif

/// The whole command line tool; returns the exit status.
int neap_main(int argc, char **argv, const neap_program *program);

#ifdef __cplusplus
} // extern "C"
#endif

#endif // NEAP_RUNTIME_MAIN_H
