/*===- train.c - A program around an emitted training library -----------===*
 *
 * Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 *===--------------------------------------------------------------------===*
 *
 * Works with any library that `neap compile --emit library` writes: looks at
 * the inputs, trains some steps on made-up samples, saves and exports. Replace
 * `fill` by what brings your data.
 *
 *   neap compile model.onnx --loss mse --batch 16 --emit library -o libmodel.so
 *   cc train.c -I PREFIX/include -L. -lmodel -Wl,-rpath,'$ORIGIN' -o train
 *   ./train
 *
 *===--------------------------------------------------------------------===*/

#include "neap/Runtime/Library.h"

#include <stdio.h>
#include <string.h>

/* Made-up samples: small numbers for floats, class 0 or 1 for integers. */
static void fill(const neap_tensor *tensor, int step) {
  uint64_t i;
  memset(tensor->data, 0, tensor->bytes);
  if (tensor->dtype == NEAP_F32)
    for (i = 0; i < tensor->bytes / sizeof(float); ++i)
      ((float *)tensor->data)[i] = (float)((i * 31 + (uint64_t)step * 7) % 17) / 17.0f;
  if (tensor->dtype == NEAP_I64)
    for (i = 0; i < tensor->bytes / sizeof(int64_t); ++i)
      ((int64_t *)tensor->data)[i] = (int64_t)(i % 2);
}

static int fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, neap_last_error());
  return 1;
}

int main(int argc, char **argv) {
  const char *checkpoint = argc > 1 ? argv[1] : "checkpoint.safetensors";
  neap_trainer *trainer = neap_trainer_create(&neap_program_main, 0);
  neap_tensor tensor;
  double loss = 0;
  uint32_t i, inputs;
  int step, updated;

  if (!trainer)
    return fail("create");
  printf("memory: %llu bytes\n", (unsigned long long)neap_trainer_arena_bytes(trainer));
  inputs = neap_trainer_tensor_count(trainer, NEAP_TRAIN_INPUTS);
  for (i = 0; i < inputs; ++i)
    if (!neap_trainer_tensor(trainer, NEAP_TRAIN_INPUTS, i, &tensor))
      printf("input: %s (%s), %llu bytes\n", tensor.name, tensor.role, (unsigned long long)tensor.bytes);

  for (step = 0; step < 20;) {
    /* Inputs hold nothing after a step: fill all of them before each one. */
    for (i = 0; i < inputs; ++i)
      if (!neap_trainer_tensor(trainer, NEAP_TRAIN_INPUTS, i, &tensor))
        fill(&tensor, step);
    if (neap_trainer_step(trainer, &loss, &updated))
      return fail("step");
    step += updated;
  }
  printf("loss after %lld steps: %g\n", (long long)neap_trainer_step_number(trainer), loss);

  if (neap_trainer_save_checkpoint(trainer, checkpoint))
    return fail("save");
  if (argc > 2 && neap_trainer_export(trainer, argv[2]))
    return fail("export");
  neap_trainer_destroy(trainer);
  return 0;
}
