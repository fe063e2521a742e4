//===- Program.h - What a compiled step looks like to the runtime -*- C -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The contract between generated code and the runtime. The compiler emits one
// constant `neap_program neap_program_main` per object file; the runtime owns
// one arena and runs a function by walking its launches in order. Everything
// that has a name, a shape or a role stands in the manifest (JSON,
// docs/ProgramFormat.md); everything that runs stands in these tables.
//
// Plain C: no compiler header and no runtime header is included by it.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_PROGRAM_H
#define NEAP_RUNTIME_PROGRAM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Raised whenever a structure below or the manifest changes incompatibly.
#define NEAP_PROGRAM_ABI_VERSION 1u

/// A generated kernel: works on rows [begin, end) of its outermost parallel
/// extent. `offsets[i]` is the byte offset of argument i in the arena. Serial;
/// different rows may run on different threads at the same time.
typedef void (*neap_generated_kernel)(uint8_t *arena, const uint64_t *offsets, int64_t begin, int64_t end);

/// One library function (a oneDNN convolution, a GEMM, ...), a constant of the
/// runtime library that generated tables refer to by its symbol.
typedef struct neap_library_kernel {
  /// `library.function`, e.g. "onednn.convolution_forward".
  const char *name;
  /// Builds the call described by `config` (its meaning is stated beside each
  /// kernel) for at most `threads` threads. On success returns 0, stores an
  /// opaque state and the scratch bytes that `execute` needs. On failure
  /// returns non-zero and writes a message of at most `errorBytes` bytes.
  int (*create)(const int64_t *config, uint32_t configSize, uint32_t threads, void **state, uint64_t *workspaceBytes,
                char *error, uint32_t errorBytes);
  /// Runs the call. `offsets` as for a generated kernel; the last offset is the
  /// workspace (present even when it has zero bytes). Returns 0 on success.
  int (*execute)(void *state, uint8_t *arena, const uint64_t *offsets);
  void (*destroy)(void *state);
} neap_library_kernel;

/// One step of a function: either `generated` or `library` is set.
typedef struct neap_launch {
  /// Name of the kernel for traces and messages, e.g. "conv1.bn.relu".
  const char *name;
  neap_generated_kernel generated;
  const neap_library_kernel *library;
  /// Arguments: byte offsets into the arena.
  const uint64_t *offsets;
  uint32_t offsetCount;
  /// Configuration of a library call.
  uint32_t configSize;
  const int64_t *config;
  /// Generated: rows to divide among threads, and the fewest worth a thread.
  int64_t extent;
  int64_t grain;
  /// Library: scratch bytes planned at offsets[offsetCount - 1].
  uint64_t workspaceBytes;
} neap_launch;

typedef struct neap_function {
  /// "step", "accumulate", "update" or "evaluate"; see docs/ProgramFormat.md.
  const char *name;
  const neap_launch *launches;
  uint64_t launchCount;
} neap_function;

typedef struct neap_program {
  uint32_t abiVersion;
  uint32_t functionCount;
  const neap_function *functions;
  /// JSON, UTF-8, `manifestBytes` long, not necessarily NUL-terminated.
  const char *manifest;
  uint64_t manifestBytes;
  /// The one allocation: its size and alignment in bytes.
  uint64_t arenaBytes;
  uint64_t arenaAlignment;
} neap_program;

/// The program in an emitted object file.
extern const neap_program neap_program_main;

#ifdef __cplusplus
} // extern "C"
#endif

#endif // NEAP_RUNTIME_PROGRAM_H
