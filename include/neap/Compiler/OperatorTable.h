//===- OperatorTable.h - Operators, reports and option checks as data -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_COMPILER_OPERATORTABLE_H
#define NEAP_COMPILER_OPERATORTABLE_H

#include "neap/Compiler/Session.h"

namespace neap {

/// One object per ONNX operator: name, since versions, element types, gradient.
llvm::json::Array buildOperatorTable();

/// The ops of the dialect as a Markdown table: whether each has a gradient, a loop nest of its own, a library call on
/// the CPU, an evaluation form of its own.
std::string dialectTable();

/// What the importer found, as `neap inspect --json` prints it.
llvm::json::Object importReportToJson(const ImportReport &report);

/// Everything that is wrong with the losses, the optimizer and the schedule, one message each.
std::vector<std::string> checkTrainingOptions(const CompileOptions &options);

} // namespace neap

#endif // NEAP_COMPILER_OPERATORTABLE_H
