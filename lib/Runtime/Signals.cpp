//===- Signals.cpp - Ctrl-C -----------------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Signals.h. Only what is safe in a handler happens there.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Signals.h"

#include <csignal>
#include <unistd.h>

static volatile sig_atomic_t received = 0;

static void handle(int) {
  if (received)
    _exit(130);
  received = 1;
}

void neap::runtime::watchSignals() {
  received = 0;
  struct sigaction action = {};
  action.sa_handler = handle;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

bool neap::runtime::interrupted() { return received != 0; }
