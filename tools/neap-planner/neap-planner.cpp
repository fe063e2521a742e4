//===- neap-planner.cpp - The planner on its own --------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Command line of the planner: delegates to one file per command.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

int main(int argc, char **argv) {
  CLI::App app{"Plans memory: operator traces under a byte budget, buffers into one arena.\n\n"
               "Example: neap-planner trace resnet50.json.gz --budget 0.5 -o plan.json"};
  app.name("neap-planner");
  app.set_version_flag("--version", "neap-planner 0.1.0");
  app.require_subcommand(1);
  neap::tools::Status status = neap::tools::Status::Done;
  neap::tools::addTraceCommand(app, status);
  neap::tools::addPlaceCommand(app, status);
  neap::tools::addCurveCommand(app, status);
  neap::tools::addExplainCommand(app, status);
  neap::tools::addReportCommand(app, status);
  return neap::tools::runTool(app, argc, argv, status);
}
