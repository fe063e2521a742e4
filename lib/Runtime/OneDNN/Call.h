//===- Call.h - One oneDNN primitive over the arena -------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What every library kernel over oneDNN shares: a primitive whose operands lie
// in the arena, the reorders in front of and behind it where it wants another
// layout than row-major, and one workspace that holds the reordered operands
// and the scratchpad. Nothing is allocated after creation.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_RUNTIME_ONEDNN_CALL_H
#define NEAP_LIB_RUNTIME_ONEDNN_CALL_H

#include "neap/Runtime/Program.h"

#include <oneapi/dnnl/dnnl.hpp>

#include <memory>
#include <unordered_map>
#include <vector>

namespace neap {
namespace runtime {

class Call {
public:
  /// The arena argument `index` has the layout `outside`; the primitive sees it as `argument` in the layout `inside`.
  void addInput(int argument, uint32_t index, const dnnl::memory::desc &outside, const dnnl::memory::desc &inside);
  void addOutput(int argument, uint32_t index, const dnnl::memory::desc &outside, const dnnl::memory::desc &inside);
  /// Last: lays out the workspace. `argumentCount` arguments are followed by the workspace.
  void finish(const dnnl::primitive &primitive, const dnnl::memory::desc &scratchpad, uint32_t argumentCount);

  uint64_t workspaceBytes() const { return workspace; }
  void execute(uint8_t *arena, const uint64_t *offsets);

  static const dnnl::engine &engine();
  /// Scratchpad given by the caller: it is part of the workspace.
  static dnnl::primitive_attr attributes();

private:
  struct Operand {
    uint32_t index;
    bool output, reordered;
    uint64_t offset;
    dnnl::memory outside, inside;
    dnnl::reorder reorder;
    std::unordered_map<int, dnnl::memory> reorderArguments;
  };
  void add(int argument, uint32_t index, bool output, const dnnl::memory::desc &outside,
           const dnnl::memory::desc &inside);

  dnnl::stream stream{engine()};
  dnnl::primitive primitive;
  std::unordered_map<int, dnnl::memory> arguments;
  std::vector<Operand> operands;
  dnnl::memory scratchpad;
  uint64_t scratchpadBytes = 0, workspace = 0;
  uint32_t workspaceIndex = 0;
};

/// Sets the number of OpenMP threads while a primitive is created: oneDNN divides its work then, not when it runs.
class CreationThreads {
public:
  explicit CreationThreads(uint32_t threads);
  ~CreationThreads();
  CreationThreads(const CreationThreads &) = delete;
  CreationThreads &operator=(const CreationThreads &) = delete;

private:
  int before;
};

/// The body of `neap_library_kernel::create`: decodes the configuration, lets `build` fill the call, and turns
/// exceptions into a status and a message.
template <typename Config, typename Build>
int createCall(const int64_t *config, uint32_t size, uint32_t threads, void **state, uint64_t *workspaceBytes,
               char *error, uint32_t errorBytes, Build build);

void writeMessage(const char *message, char *error, uint32_t errorBytes);
int executeCall(void *state, uint8_t *arena, const uint64_t *offsets);
void destroyCall(void *state);

template <typename Config, typename Build>
int createCall(const int64_t *config, uint32_t size, uint32_t threads, void **state, uint64_t *workspaceBytes,
               char *error, uint32_t errorBytes, Build build) {
  try {
    Config parsed;
    std::string message;
    if (!Config::decode(config, size, parsed, message)) {
      writeMessage(message.c_str(), error, errorBytes);
      return 1;
    }
    CreationThreads scope(threads);
    auto call = std::make_unique<Call>();
    build(parsed, *call);
    *workspaceBytes = call->workspaceBytes();
    *state = call.release();
    return 0;
  } catch (const std::exception &exception) {
    writeMessage(exception.what(), error, errorBytes);
    return 1;
  }
}

} // namespace runtime
} // namespace neap

#endif // NEAP_LIB_RUNTIME_ONEDNN_CALL_H
