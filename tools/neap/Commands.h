//===- Commands.h - compile, plan, ops, inspect -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TOOLS_NEAP_COMMANDS_H
#define NEAP_TOOLS_NEAP_COMMANDS_H

#include "neap/Compiler/Session.h"

#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
} // namespace CLI

namespace neap {

/// A subcommand of neap.
struct Command {
  virtual ~Command() = default;
  /// Adds what is wrong with the command line.
  virtual void check(std::vector<std::string> &errors) = 0;
  virtual Status run() = 0;
  CLI::App *app = nullptr;
};

std::vector<std::unique_ptr<Command>> createCommands(CLI::App &app);

} // namespace neap

#endif // NEAP_TOOLS_NEAP_COMMANDS_H
