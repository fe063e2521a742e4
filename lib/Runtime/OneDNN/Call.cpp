//===- Call.cpp - One oneDNN primitive over the arena ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Call.h. The workspace: reordered operands one after the other, then one
// scratchpad as large as the largest of those of the primitive and of the
// reorders, which run one at a time. Blocks start on multiples of 64 bytes.
//
//===----------------------------------------------------------------------===//

#include "Call.h"

#include <algorithm>
#include <cstring>
#include <omp.h>

using namespace neap::runtime;

static uint64_t aligned(uint64_t bytes) { return (bytes + 63) / 64 * 64; }

const dnnl::engine &Call::engine() {
  static const dnnl::engine instance(dnnl::engine::kind::cpu, 0);
  return instance;
}

dnnl::primitive_attr Call::attributes() {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

void Call::add(int argument, uint32_t index, bool output, const dnnl::memory::desc &outside,
               const dnnl::memory::desc &inside) {
  Operand operand;
  operand.index = index;
  operand.output = output;
  operand.reordered = outside != inside;
  operand.offset = workspace;
  operand.outside = dnnl::memory(outside, engine(), DNNL_MEMORY_NONE);
  operand.inside = operand.outside;
  if (operand.reordered) {
    operand.inside = dnnl::memory(inside, engine(), DNNL_MEMORY_NONE);
    workspace += aligned(inside.get_size());
    dnnl::reorder::primitive_desc description(engine(), output ? inside : outside, engine(), output ? outside : inside,
                                              attributes());
    scratchpadBytes = std::max<uint64_t>(scratchpadBytes, description.scratchpad_desc().get_size());
    operand.reorder = dnnl::reorder(description);
    operand.reorderArguments = {
        {DNNL_ARG_FROM, output ? operand.inside : operand.outside},
        {DNNL_ARG_TO, output ? operand.outside : operand.inside},
        {DNNL_ARG_SCRATCHPAD, dnnl::memory(description.scratchpad_desc(), engine(), DNNL_MEMORY_NONE)}};
  }
  arguments.emplace(argument, operand.inside);
  operands.push_back(std::move(operand));
}

void Call::addInput(int argument, uint32_t index, const dnnl::memory::desc &outside, const dnnl::memory::desc &inside) {
  add(argument, index, false, outside, inside);
}

void Call::addOutput(int argument, uint32_t index, const dnnl::memory::desc &outside,
                     const dnnl::memory::desc &inside) {
  add(argument, index, true, outside, inside);
}

void Call::finish(const dnnl::primitive &kernel, const dnnl::memory::desc &description, uint32_t argumentCount) {
  primitive = kernel;
  workspaceIndex = argumentCount;
  scratchpad = dnnl::memory(description, engine(), DNNL_MEMORY_NONE);
  arguments.emplace(DNNL_ARG_SCRATCHPAD, scratchpad);
  scratchpadBytes = std::max<uint64_t>(scratchpadBytes, description.get_size());
  workspace += aligned(scratchpadBytes);
}

void Call::execute(uint8_t *arena, const uint64_t *offsets) {
  uint8_t *begin = arena + offsets[workspaceIndex];
  uint8_t *scratch = begin + workspace - aligned(scratchpadBytes);
  for (Operand &operand : operands) {
    operand.outside.set_data_handle(arena + offsets[operand.index]);
    if (!operand.reordered)
      continue;
    operand.inside.set_data_handle(begin + operand.offset);
    operand.reorderArguments.at(DNNL_ARG_SCRATCHPAD).set_data_handle(scratch);
    if (!operand.output)
      operand.reorder.execute(stream, operand.reorderArguments);
  }
  scratchpad.set_data_handle(scratch);
  primitive.execute(stream, arguments);
  for (Operand &operand : operands)
    if (operand.reordered && operand.output)
      operand.reorder.execute(stream, operand.reorderArguments);
  stream.wait();
}

CreationThreads::CreationThreads(uint32_t threads) : before(omp_get_max_threads()) {
  omp_set_num_threads(std::max(1, int(threads)));
}

CreationThreads::~CreationThreads() { omp_set_num_threads(before); }

void neap::runtime::writeMessage(const char *message, char *error, uint32_t errorBytes) {
  if (errorBytes == 0)
    return;
  std::strncpy(error, message, errorBytes - 1);
  error[errorBytes - 1] = '\0';
}

int neap::runtime::executeCall(void *state, uint8_t *arena, const uint64_t *offsets) {
  try {
    static_cast<Call *>(state)->execute(arena, offsets);
    return 0;
  } catch (const dnnl::error &error) {
    return error.status == dnnl_success ? 1 : int(error.status);
  } catch (const std::exception &) {
    return 1;
  }
}

void neap::runtime::destroyCall(void *state) { delete static_cast<Call *>(state); }
