//===- LibraryUse.c - An embedder's program -------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Trains through the installed header, in C: fills the inputs, runs steps,
// saves.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Library.h"

int neap_test_train(const neap_program *program, int steps, const char *checkpoint, double *losses);

int neap_test_train(const neap_program *program, int steps, const char *checkpoint, double *losses) {
  neap_trainer *trainer = neap_trainer_create(program, 1);
  if (!trainer)
    return 1;
  neap_tensor x, target, logits;
  int status = neap_trainer_find(trainer, NEAP_TRAIN_INPUTS, "x", &x);
  if (!status)
    status = neap_trainer_find(trainer, NEAP_TRAIN_INPUTS, "target", &target);
  if (!status)
    status = neap_trainer_find(trainer, NEAP_EVALUATE_OUTPUTS, "logits", &logits);
  for (int step = 0; step < steps && !status; ++step) {
    /* One sample of each class, the feature of the class set; the batch has four. */
    for (int n = 0; n < 4; ++n) {
      int label = n % 3;
      for (int f = 0; f < 3; ++f)
        ((float *)x.data)[n * 3 + f] = f == label ? 1.0f : 0.0f;
      ((int64_t *)target.data)[n] = label;
    }
    status = neap_trainer_step(trainer, &losses[step], 0);
  }
  if (!status)
    status = neap_trainer_save_checkpoint(trainer, checkpoint);
  if (!status && neap_trainer_step_number(trainer) != steps)
    status = 1;
  neap_trainer_destroy(trainer);
  return status;
}
