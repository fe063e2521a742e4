//===- PlanText.cpp - Plans, operators and models for people to read -----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Text from the data of a session's report. No number is
// computed here but percentages.
//
//===----------------------------------------------------------------------===//

#include "PlanText.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace neap;
using llvm::formatv;
using llvm::raw_ostream;
using llvm::StringRef;
namespace json = llvm::json;

std::string neap::sizeText(int64_t bytes) {
  if (bytes < 10 * 1024)
    return formatv("{0} B", bytes);
  if (bytes < 10 * 1024 * 1024)
    return formatv("{0:F1} KiB", bytes / 1024.0);
  return formatv("{0:F1} MiB", bytes / (1024.0 * 1024));
}

int64_t neap::integer(const json::Object &object, StringRef key) { return object.getInteger(key).value_or(0); }

/// Rows with the columns as wide as needed; the first row is the heading.
static void printTable(raw_ostream &stream, const std::vector<std::vector<std::string>> &rows) {
  std::vector<size_t> widths;
  for (const auto &row : rows)
    for (size_t i = 0; i < row.size(); ++i) {
      widths.resize(std::max(widths.size(), row.size()), 0);
      widths[i] = std::max(widths[i], row[i].size());
    }
  for (const auto &row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i)
      line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    stream << "  " << StringRef(line).rtrim() << "\n";
  }
}

static std::string shapeText(llvm::ArrayRef<int64_t> shape) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << '[';
  llvm::interleaveComma(shape, stream);
  stream << ']';
  return text;
}

//===----------------------------------------------------------------------===//
// Plans
//===----------------------------------------------------------------------===//

static void printOwners(raw_ostream &stream, const json::Object &owners, int64_t whole) {
  std::vector<std::pair<int64_t, std::string>> rows;
  for (const auto &entry : owners)
    if (int64_t bytes = entry.second.getAsInteger().value_or(0))
      rows.push_back({bytes, entry.first.str()});
  llvm::sort(rows,
             [](const auto &a, const auto &b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  std::vector<std::vector<std::string>> table;
  table.reserve(rows.size());
  for (const auto &[bytes, owner] : rows)
    table.push_back({owner, sizeText(bytes), formatv("{0:F1} %", 100.0 * bytes / std::max<int64_t>(whole, 1))});
  printTable(stream, table);
}

static void printFunctionPlan(raw_ostream &stream, StringRef name, const json::Object &function) {
  int64_t peak = integer(function, "peak"), bound = integer(function, "lowerBound");
  stream << formatv("{0}: peak {1} at '{2}', lower bound without recompute {3}, gap {4:F2} %, {5} kernels\n", name,
                    sizeText(peak), function.getString("peakKernel").value_or(""), sizeText(bound),
                    bound ? 100.0 * (peak - bound) / bound : 0.0, integer(function, "kernels"));
  const json::Object *owners = function.getObject("owners");
  int64_t transient = 0;
  for (const auto &entry : *owners)
    transient += entry.second.getAsInteger().value_or(0);
  stream << " transient at the peak, by owner:\n";
  printOwners(stream, *owners, transient);
  std::vector<std::vector<std::string>> table;
  for (const json::Value &value : *function.getArray("largest")) {
    const json::Object &entry = *value.getAsObject();
    table.push_back(
        {entry.getString("name")->str(), entry.getString("owner")->str(), sizeText(integer(entry, "bytes"))});
  }
  stream << " largest:\n";
  printTable(stream, table);
}

std::vector<std::pair<std::string, const json::Object *>> neap::functionsByPeak(const json::Object &arena) {
  std::vector<std::pair<std::string, const json::Object *>> functions;
  for (const auto &entry : *arena.getObject("functions"))
    functions.push_back({entry.first.str(), entry.second.getAsObject()});
  llvm::sort(functions, [](const auto &a, const auto &b) {
    int64_t peakA = integer(*a.second, "peak"), peakB = integer(*b.second, "peak");
    return peakA != peakB ? peakA > peakB : a.first < b.first;
  });
  return functions;
}

void neap::printPlan(raw_ostream &stream, const json::Object &report, bool curve) {
  const json::Object &arena = *report.getObject("plan");
  int64_t bytes = integer(arena, "bytes");
  stream << formatv("arena: {0} bytes ({1})\n", bytes, sizeText(bytes));
  if (std::optional<int64_t> budget = arena.getInteger("budget"))
    stream << formatv("budget: {0} bytes ({1}), met\n", *budget, sizeText(*budget));
  stream << " by owner:\n";
  printOwners(stream, *arena.getObject("owners"), bytes);
  for (const auto &[name, function] : functionsByPeak(arena))
    printFunctionPlan(stream, name, *function);
  stream << "levers used: none; every value that a gradient reads is kept as that gradient reads it\n";
  if (curve)
    stream << formatv("curve (peak bytes, predicted time over the unplanned step):\n  {0}  1.000\n", bytes);
}

//===----------------------------------------------------------------------===//
// Compilation, operators, models
//===----------------------------------------------------------------------===//

void neap::printSummary(raw_ostream &stream, Session &session, bool verbose) {
  std::vector<std::vector<std::string>> table = {{"initializer", "shape", "bytes", "taken for"}};
  int64_t trained = 0, elements = 0;
  for (const ImportedInitializer &initializer : session.getImportReport().initializers) {
    if (initializer.cls == InitializerClass::Trained) {
      ++trained;
      elements += std::accumulate(initializer.shape.begin(), initializer.shape.end(), int64_t(1), std::multiplies<>());
    }
    table.push_back({initializer.name, shapeText(initializer.shape), std::to_string(initializer.bytes),
                     stringifyInitializerClass(initializer.cls).str() +
                         (verbose && !initializer.why.empty() ? " (" + initializer.why + ")" : "")});
  }
  printTable(stream, table);
  json::Object report = session.buildReport();
  const json::Object &arena = *report.getObject("plan");
  stream << formatv("{0} initializers are trained, {1} numbers\n", trained, elements);
  stream << formatv("memory: {0} bytes ({1}) for parameters, state and one step\n", integer(arena, "bytes"),
                    sizeText(integer(arena, "bytes")));
  if (verbose)
    for (const StageTime &time : session.getTimes())
      stream << formatv("  {0,-14} {1:F3} s\n", time.stage, time.seconds);
}

void neap::printOperators(raw_ostream &stream, const json::Array &table) {
  std::vector<std::vector<std::string>> rows = {{"operator", "since versions", "types", "gradient"}};
  for (const json::Value &value : table) {
    const json::Object &entry = *value.getAsObject();
    auto join = [&](StringRef key) {
      std::string text;
      for (const json::Value &part : *entry.getArray(key))
        text += (text.empty() ? "" : " ") +
                (part.getAsString() ? part.getAsString()->str() : std::to_string(part.getAsInteger().value_or(0)));
      return text;
    };
    rows.push_back({entry.getString("name")->str(), join("since"), join("types"), entry.getString("gradient")->str()});
  }
  printTable(stream, rows);
}

static void printValues(raw_ostream &stream, StringRef heading, llvm::ArrayRef<ImportedValue> values) {
  stream << heading << ":\n";
  std::vector<std::vector<std::string>> rows;
  for (const ImportedValue &value : values)
    rows.push_back({value.name, value.dtype, "[" + llvm::join(value.declared, ", ") + "]"});
  printTable(stream, rows);
}

void neap::printInspection(raw_ostream &stream, const ImportReport &report) {
  if (!report.producer.empty())
    stream << "producer: " << report.producer << "\n";
  for (const auto &[domain, version] : report.opsets)
    stream << "opset: " << (domain.empty() ? "ai.onnx" : domain) << " " << version << "\n";
  printValues(stream, "inputs", report.inputs);
  printValues(stream, "outputs", report.outputs);
  stream << "operators:\n";
  std::vector<std::vector<std::string>> operators;
  operators.reserve(report.operators.size());
  for (const auto &[name, count] : report.operators)
    operators.push_back({name, std::to_string(count)});
  printTable(stream, operators);
  stream << "initializers:\n";
  std::vector<std::vector<std::string>> rows;
  rows.reserve(report.initializers.size());
  for (const ImportedInitializer &initializer : report.initializers)
    rows.push_back({initializer.name, initializer.dtype, shapeText(initializer.shape),
                    stringifyInitializerClass(initializer.cls).str(), initializer.why});
  printTable(stream, rows);
}
