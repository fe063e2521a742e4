//===- main.cpp - neap: from an ONNX model to a training program ---------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

#include "neap/Compiler/Version.h"

#include <CLI/CLI.hpp>

#include <iostream>

using namespace neap;

/// Unknown options and missing values, all of them, with where to look.
static int refuse(const std::vector<std::string> &errors, const std::string &command) {
  for (const std::string &error : errors)
    std::cerr << "neap: error: " << error << "\n";
  std::cerr << "neap: try 'neap " << (command.empty() ? "" : command + " ") << "--help'\n";
  return static_cast<int>(Status::CommandLine);
}

int main(int argc, char **argv) {
  CLI::App app("Neap turns an ONNX model into a training program whose peak memory is known before it runs.");
  app.set_version_flag("--version", std::string("neap ") + NEAP_VERSION_STRING);
  app.footer("Example: neap compile model.onnx --loss softmax-cross-entropy --optimizer adam --batch 64 -o train\n"
             "Exit status: 0 done, 2 command line, 3 model, 4 budget, 6 file, 70 defect.");
  std::vector<std::unique_ptr<Command>> commands = createCommands(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp &) {
    CLI::App *asked = app.get_subcommands().empty() ? &app : app.get_subcommands().front();
    std::cout << asked->help();
    return 0;
  } catch (const CLI::CallForAllHelp &) {
    std::cout << app.help("", CLI::AppFormatMode::All);
    return 0;
  } catch (const CLI::CallForVersion &version) {
    std::cout << version.what() << "\n";
    return 0;
  } catch (const CLI::ParseError &error) {
    return refuse({error.what()}, "");
  }
  for (const std::unique_ptr<Command> &command : commands) {
    if (!command->app->parsed())
      continue;
    std::vector<std::string> errors;
    for (const std::string &extra : command->app->remaining())
      errors.push_back("'" + extra + "' is not an option of neap " + command->app->get_name());
    command->check(errors);
    if (!errors.empty())
      return refuse(errors, command->app->get_name());
    return static_cast<int>(command->run());
  }
  std::cout << app.help();
  return static_cast<int>(Status::CommandLine);
}
