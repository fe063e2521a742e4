//===- LibraryUseMain.c - An embedder's main ------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Links the emitted library and nothing else of Neap.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Library.h"

#include <stdio.h>

int neap_test_train(const neap_program *program, int steps, const char *checkpoint, double *losses);

int main(int argc, char **argv) {
  double losses[50];
  int status = argc == 2 ? neap_test_train(&neap_program_main, 50, argv[1], losses) : 2;
  if (status)
    fprintf(stderr, "%s\n", neap_last_error());
  else
    printf("loss of the last step: %g\n", losses[49]);
  return status;
}
