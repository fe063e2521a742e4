//===- PlanText.h - Plans, operators and models for people to read -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TOOLS_NEAP_PLANTEXT_H
#define NEAP_TOOLS_NEAP_PLANTEXT_H

#include "neap/Compiler/Session.h"

#include "llvm/Support/raw_ostream.h"

namespace neap {

/// A number of a report; 0 where it has none of that name.
int64_t integer(const llvm::json::Object &object, llvm::StringRef key);
/// "12.3 MiB".
std::string sizeText(int64_t bytes);
/// After a compilation: what is trained, and the memory it will take.
void printSummary(llvm::raw_ostream &stream, Session &session, bool verbose);
/// The functions of a plan, the one with the highest peak first.
std::vector<std::pair<std::string, const llvm::json::Object *>> functionsByPeak(const llvm::json::Object &arena);
/// The plan of a report (`Session::buildReport`): peak, bound, gap, owners.
void printPlan(llvm::raw_ostream &stream, const llvm::json::Object &report, bool curve);
/// The same as one self-contained HTML page with a timeline of bytes by owner (PlanPage.cpp).
std::string planPage(const llvm::json::Object &report);
void printOperators(llvm::raw_ostream &stream, const llvm::json::Array &table);
void printInspection(llvm::raw_ostream &stream, const ImportReport &report);

} // namespace neap

#endif // NEAP_TOOLS_NEAP_PLANTEXT_H
