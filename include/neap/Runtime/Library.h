//===- Library.h - A training program as a library ----------------*- C -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `neap compile --emit library` offers to C and everything that calls C. A
// trainer is one program with its memory; the caller fills the inputs, runs
// steps and reads the outputs in place. Link the emitted library, or load it
// and look up `neap_program_main`.
//
// Every function that can fail returns 0, or the exit status of the same
// mistake in the command line tool (2 a wrong call, 4 no memory, 5 a file does
// not fit the program, 6 a file could not be read or written, 70 a defect);
// `neap_last_error` then says what was wrong. A trainer is used by one thread
// at a time; different trainers are independent.
//
// neap_trainer *trainer = neap_trainer_create(&neap_program_main, 0);
//
// neap_tensor x, target;
//
// neap_trainer_find(trainer, NEAP_TRAIN_INPUTS, "x", &x);
//
// neap_trainer_find(trainer, NEAP_TRAIN_INPUTS, "target", &target);
//
// for (each batch) { memcpy(x.data, ..., x.bytes); memcpy(target.data, ...,
// target.bytes); neap_trainer_step(trainer, &loss, NULL); }
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_LIBRARY_H
#define NEAP_RUNTIME_LIBRARY_H

#include "neap/Runtime/Program.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct neap_trainer neap_trainer;

typedef enum neap_dtype {
  NEAP_F32 = 0,
  NEAP_F64 = 1,
  NEAP_F16 = 2,
  NEAP_BF16 = 3,
  NEAP_I1 = 4, /* one byte, 0 or 1 */
  NEAP_I8 = 5,
  NEAP_I32 = 6,
  NEAP_I64 = 7,
  NEAP_U8 = 8,
  NEAP_I16 = 9
} neap_dtype;

/** Which tensors: inputs are filled before each call and hold nothing after it; outputs are valid until the next call;
 *  globals (parameters, statistics, optimizer state) live as long as the trainer. */
typedef enum neap_tensor_group {
  NEAP_TRAIN_INPUTS = 0,
  NEAP_TRAIN_OUTPUTS = 1,
  NEAP_UPDATE_OUTPUTS = 2, /* gradients, where they were kept; the same as NEAP_TRAIN_OUTPUTS without accumulation */
  NEAP_EVALUATE_INPUTS = 3,
  NEAP_EVALUATE_OUTPUTS = 4,
  NEAP_GLOBALS = 5
} neap_tensor_group;

/** A dense row-major tensor inside the trainer; all pointers are valid as long as the trainer. */
typedef struct neap_tensor {
  const char *name;
  /** "data", "target"; "loss", "gradient", "output", "loss-sum", "loss-weight"; "parameter", "state", "optimizer", ...
   */
  const char *role;
  neap_dtype dtype;
  uint32_t rank;
  const int64_t *shape;
  uint64_t bytes;
  void *data;
} neap_tensor;

/** The weights are read from the shared library or executable that holds `program`. `threads` 0: all processors.
 *  NULL on failure. */
neap_trainer *neap_trainer_create(const neap_program *program, uint32_t threads);
void neap_trainer_destroy(neap_trainer *trainer);

/** What the last failed call of this thread was about; never NULL. */
const char *neap_last_error(void);

uint32_t neap_trainer_tensor_count(const neap_trainer *trainer, neap_tensor_group group);
int neap_trainer_tensor(const neap_trainer *trainer, neap_tensor_group group, uint32_t index, neap_tensor *result);
int neap_trainer_find(const neap_trainer *trainer, neap_tensor_group group, const char *name, neap_tensor *result);

/** Trains on the batch in NEAP_TRAIN_INPUTS. `loss` and `updated` may be NULL; `updated` is 1 when the parameters
 * changed, which with accumulation is every so many batches. */
int neap_trainer_step(neap_trainer *trainer, double *loss, int *updated);
/** Runs the model in evaluation mode on the batch in NEAP_EVALUATE_INPUTS. */
int neap_trainer_evaluate(neap_trainer *trainer);

/** The rate of the following updates; a negative one returns to the compiled schedule. */
int neap_trainer_set_learning_rate(neap_trainer *trainer, double rate);
int neap_trainer_set_seed(neap_trainer *trainer, int64_t seed);
/** Number of the next update, from 0. */
int64_t neap_trainer_step_number(const neap_trainer *trainer);
/** Back to the initial weights and update 0. */
int neap_trainer_reset(neap_trainer *trainer);

/** safetensors files; written atomically, between updates only. */
int neap_trainer_save_checkpoint(neap_trainer *trainer, const char *path);
int neap_trainer_load_checkpoint(neap_trainer *trainer, const char *path);
int neap_trainer_load_weights(neap_trainer *trainer, const char *path);
/** The trained model as ONNX, inference form. */
int neap_trainer_export(neap_trainer *trainer, const char *path);

/** The description of the program (docs/ProgramFormat.md), NUL-terminated JSON. */
const char *neap_trainer_manifest(const neap_trainer *trainer);
uint64_t neap_trainer_arena_bytes(const neap_trainer *trainer);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* NEAP_RUNTIME_LIBRARY_H */
