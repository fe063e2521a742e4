//===- Csv.cpp - Placement instances as CSV -------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plain splitting at commas: the format has numbers and names, no quotes.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Csv.h"

#include <charconv>
#include <map>
#include <set>

namespace neap::planner {
namespace {

std::vector<std::string> split(const std::string &line) {
  std::vector<std::string> cells{""};
  for (char c : line)
    if (c == ',')
      cells.emplace_back();
    else if (c != ' ' && c != '\t' && c != '\r')
      cells.back() += c;
  return cells;
}

template <typename Number> bool parse(const std::string &cell, Number &number) {
  auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  return fault == std::errc() && end == cell.data() + cell.size();
}

std::vector<std::string> linesOf(const std::string &text) {
  std::vector<std::string> lines;
  std::string line;
  for (char c : text) {
    if (c != '\n') {
      if (c != '\r')
        line += c;
      continue;
    }
    lines.push_back(line);
    line.clear();
  }
  if (!line.empty())
    lines.push_back(line);
  return lines;
}

} // namespace

bool parsePlacementTable(const std::string &text, PlacementTable &table, std::vector<std::string> &errors) {
  size_t before = errors.size();
  std::vector<std::string> lines = linesOf(text);
  if (lines.empty()) {
    errors.push_back("line 1: empty file, expected the header id,lower,upper,size");
    return false;
  }
  table.header = lines[0];
  std::map<std::string, size_t> column;
  std::vector<std::string> names = split(lines[0]);
  for (size_t i = 0; i < names.size(); ++i)
    column.emplace(names[i], i);
  for (const char *name : {"id", "lower", "upper", "size"})
    if (!column.count(name))
      errors.push_back(std::string("line 1: the header lacks the column \"") + name + "\"");
  if (errors.size() != before)
    return false;
  std::set<std::string> ids;
  for (size_t n = 1; n < lines.size() && errors.size() < before + 50; ++n) {
    if (lines[n].empty())
      continue;
    std::string where = "line " + std::to_string(n + 1) + ": ";
    std::vector<std::string> cells = split(lines[n]);
    if (cells.size() != names.size()) {
      errors.push_back(where + std::to_string(cells.size()) + " cells, expected " + std::to_string(names.size()));
      continue;
    }
    Buffer buffer;
    buffer.alignment = 1;
    auto read = [&](const char *name, auto &number, const char *expected) {
      const std::string &cell = cells[column[name]];
      if (!parse(cell, number))
        errors.push_back(where + name + " is \"" + cell.substr(0, 40) + "\", expected " + expected);
    };
    read("lower", buffer.first, "an integer");
    read("upper", buffer.last, "an integer");
    read("size", buffer.size, "an integer of 0 or more");
    if (buffer.last < buffer.first)
      errors.push_back(where + "upper is below lower");
    if (!ids.insert(cells[column["id"]]).second)
      errors.push_back(where + "id " + cells[column["id"]].substr(0, 40) + " occurs twice");
    table.rows.push_back(lines[n]);
    table.buffers.push_back(buffer);
  }
  return errors.size() == before;
}

std::string writePlacementTable(const PlacementTable &table, const Placement &placement) {
  std::string text = table.header + ",offset\n";
  for (size_t i = 0; i < table.rows.size(); ++i)
    text += table.rows[i] + "," + std::to_string(placement.offsets[i]) + "\n";
  return text;
}

} // namespace neap::planner
