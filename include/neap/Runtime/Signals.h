//===- Signals.h - Ctrl-C ---------------------------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The first SIGINT or SIGTERM asks the training to end after the current step;
// the second ends the process at once.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_SIGNALS_H
#define NEAP_RUNTIME_SIGNALS_H

namespace neap {
namespace runtime {

/// Installs the handlers; a closed output pipe no longer ends the process either.
void watchSignals();
/// Whether one has come.
bool interrupted();

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_SIGNALS_H
