//===- Describe.h - What --describe prints ----------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of the manifest that people and scripts ask for, as JSON.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_DESCRIBE_H
#define NEAP_RUNTIME_DESCRIBE_H

#include "neap/Runtime/Manifest.h"

#include <string>

namespace neap {
namespace runtime {

/// Inputs, targets, parameters, arena bytes by owner, budget, levers, target and threads. `threads`: as the program
/// would run.
std::string describe(const Manifest &manifest, int threads);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_DESCRIBE_H
