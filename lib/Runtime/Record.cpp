//===- Record.cpp - What --record writes ----------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Record.h.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Record.h"

using namespace neap::runtime;

bool Record::gradients(const Session &session) {
  bool any = false;
  for (const TensorInfo &output : session.manifest().function(session.updateFunction())->outputs) {
    if (output.role != "gradient")
      continue;
    writer.add("grad/" + output.name, output.dtype, output.shape, {session.at(output), output.bytes});
    any = true;
  }
  return any;
}

void Record::finish(const Session &session, const std::vector<float> &losses) {
  writer.add("loss", DType::F32, {int64_t(losses.size())},
             {reinterpret_cast<const uint8_t *>(losses.data()), losses.size() * sizeof(float)});
  for (const TensorInfo &global : session.manifest().globals) {
    const char *prefix = global.role == "parameter" ? "param/" : global.role == "state" ? "buffer/" : nullptr;
    if (prefix)
      writer.add(prefix + global.name, global.dtype, global.shape, {session.at(global), global.bytes});
  }
  writer.commit();
}
