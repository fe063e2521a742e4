//===- Trace.cpp - Reader of operator traces, writer of plans -------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// JSON by nlohmann without exceptions, gzip by zlib. Each field is fetched by a
// helper that says what was expected and where; the graph rules themselves are
// `verifyGraph`'s.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Trace.h"

#include <nlohmann/json.hpp>
#include <zlib.h>

#include <cmath>

namespace neap::planner {
namespace {

using nlohmann::json;

constexpr size_t fileLimit = size_t(1) << 30;

class Reader {
public:
  Reader(Trace &trace, std::vector<std::string> &errors) : trace(trace), errors(errors) {}
  void read(const json &root);

private:
  void fail(const std::string &where, const std::string &what) {
    if (errors.size() < 50)
      errors.push_back(where + ": " + what);
  }
  int64_t number(const json &object, const char *key, const std::string &where, bool required);
  bool flag(const json &object, const char *key, const std::string &where);
  std::vector<ValueId> indices(const json &object, const char *key, const std::string &where);
  std::vector<Read> reads(const json &object, const std::string &where);
  std::vector<Formula> formulas(const json &object, const std::string &where);
  std::vector<std::pair<uint32_t, uint32_t>> inPlace(const json &object, const std::string &where);
  std::string name(const json &object);
  Value tensor(const json &object, const std::string &where);
  Operation operation(const json &object, const std::string &where);

  Trace &trace;
  std::vector<std::string> &errors;
};

int64_t Reader::number(const json &object, const char *key, const std::string &where, bool required) {
  auto it = object.find(key);
  if (it == object.end()) {
    if (required)
      fail(where, std::string("\"") + key + "\" is missing, expected an integer of 0 or more");
    return 0;
  }
  if (it->is_number_unsigned() && it->get<uint64_t>() <= uint64_t(INT64_MAX))
    return int64_t(it->get<uint64_t>());
  if (it->is_number_integer() && !it->is_number_unsigned() && it->get<int64_t>() >= 0)
    return it->get<int64_t>();
  if (it->is_number_float() && it->get<double>() >= 0 && it->get<double>() < 9e18)
    return int64_t(std::llround(it->get<double>()));
  fail(where, std::string("\"") + key + "\" is " + it->dump().substr(0, 40) + ", expected an integer of 0 or more");
  return 0;
}

bool Reader::flag(const json &object, const char *key, const std::string &where) {
  auto it = object.find(key);
  if (it == object.end() || it->is_null())
    return false;
  if (it->is_boolean())
    return it->get<bool>();
  fail(where, std::string("\"") + key + "\" is " + it->dump().substr(0, 40) + ", expected true or false");
  return false;
}

std::vector<ValueId> Reader::indices(const json &object, const char *key, const std::string &where) {
  std::vector<ValueId> result;
  auto it = object.find(key);
  if (it == object.end() || !it->is_array()) {
    fail(where, std::string("\"") + key + "\" is missing or no list, expected a list of tensor indices");
    return result;
  }
  for (const json &element : *it) {
    if (element.is_number_unsigned() && element.get<uint64_t>() < UINT32_MAX)
      result.push_back(ValueId(element.get<uint64_t>()));
    else
      fail(where, std::string("\"") + key + "\" holds " + element.dump().substr(0, 40) + ", expected a tensor index");
  }
  return result;
}

Value Reader::tensor(const json &object, const std::string &where) {
  Value value;
  if (!object.is_object()) {
    fail(where, "expected an object");
    return value;
  }
  value.bytes = uint64_t(number(object, "bytes", where, true));
  value.resident = flag(object, "pinned", where);
  value.wanted = flag(object, "keep", where);
  auto alias = object.find("alias_of");
  if (alias != object.end() && !alias->is_null()) {
    if (alias->is_number_unsigned() && alias->get<uint64_t>() < UINT32_MAX)
      value.viewOf = ValueId(alias->get<uint64_t>());
    else
      fail(where, "\"alias_of\" is " + alias->dump().substr(0, 40) + ", expected a tensor index or null");
  }
  return value;
}

std::string Reader::name(const json &object) {
  auto it = object.find("name");
  return it != object.end() && it->is_string() ? it->get<std::string>() : "";
}

/// "inputs", and a word for each in "reads" where that is given.
std::vector<Read> Reader::reads(const json &object, const std::string &where) {
  std::vector<Read> result;
  for (ValueId v : indices(object, "inputs", where))
    result.push_back({v, Need::Full});
  auto words = object.find("reads");
  if (words == object.end() || words->is_null())
    return result;
  if (!words->is_array() || words->size() != result.size()) {
    fail(where, "\"reads\" needs one word for each of the " + std::to_string(result.size()) + " inputs");
    return result;
  }
  for (size_t i = 0; i < result.size(); ++i) {
    std::string word = (*words)[i].is_string() ? (*words)[i].get<std::string>() : (*words)[i].dump().substr(0, 40);
    if (word == "full")
      result[i].need = Need::Full;
    else if (word == "sign")
      result[i].need = Need::Predicate;
    else if (word == "index")
      result[i].need = Need::Index;
    else if (word == "shape")
      result[i].need = Need::Shape;
    else if (word == "none")
      result[i].need = Need::None;
    else
      fail(where, "\"reads\" holds \"" + word + "\", expected full, sign, index, shape or none");
  }
  return result;
}

std::vector<Formula> Reader::formulas(const json &object, const std::string &where) {
  std::vector<Formula> result;
  auto it = object.find("formulas");
  if (it == object.end() || it->is_null())
    return result;
  if (!it->is_array()) {
    fail(where, "\"formulas\" is no list, expected a list of objects");
    return result;
  }
  for (const json &element : *it) {
    std::string at = where + ", formula " + std::to_string(result.size());
    Formula &formula = result.emplace_back();
    if (!element.is_object()) {
      fail(at, "expected an object");
      continue;
    }
    formula.name = name(element);
    formula.time = number(element, "time_ns", at, true);
    formula.workspace = uint64_t(number(element, "workspace", at, false));
    formula.reads = reads(element, at);
  }
  return result;
}

/// Pairs of an index into the inputs and one into the outputs.
std::vector<std::pair<uint32_t, uint32_t>> Reader::inPlace(const json &object, const std::string &where) {
  std::vector<std::pair<uint32_t, uint32_t>> result;
  auto it = object.find("in_place");
  if (it == object.end() || it->is_null())
    return result;
  auto isIndex = [](const json &number) { return number.is_number_unsigned() && number.get<uint64_t>() < UINT32_MAX; };
  const char *expected = ", expected a list of pairs [index into inputs, index into outputs]";
  if (!it->is_array())
    fail(where, std::string("\"in_place\" is no list") + expected);
  else
    for (const json &pair : *it) {
      if (pair.is_array() && pair.size() == 2 && isIndex(pair[0]) && isIndex(pair[1]))
        result.push_back({pair[0].get<uint32_t>(), pair[1].get<uint32_t>()});
      else
        fail(where, "\"in_place\" holds " + pair.dump().substr(0, 40) + expected);
    }
  return result;
}

Operation Reader::operation(const json &object, const std::string &where) {
  Operation op;
  if (!object.is_object()) {
    fail(where, "expected an object");
    return op;
  }
  op.name = name(object);
  op.time = number(object, "time_ns", where, true);
  op.workspace = uint64_t(number(object, "workspace", where, false));
  op.once = flag(object, "once", where);
  op.backward = flag(object, "backward", where);
  op.reads = reads(object, where);
  op.outputs = indices(object, "outputs", where);
  op.formulas = formulas(object, where);
  op.inPlace = inPlace(object, where);
  return op;
}

void Reader::read(const json &root) {
  if (!root.is_object()) {
    fail("trace", "expected a JSON object with \"tensors\" and \"ops\"");
    return;
  }
  trace.graph.name = name(root);
  trace.recordedPeak = uint64_t(number(root, "peak_bytes_recorded", "trace", false));
  trace.recordedTime = number(root, "time_ns", "trace", false);
  for (const char *key : {"tensors", "ops"}) {
    auto it = root.find(key);
    if (it == root.end() || !it->is_array()) {
      fail("trace", std::string("\"") + key + "\" is missing or no list");
      continue;
    }
    size_t index = 0;
    for (const json &element : *it) {
      if (key[0] == 't')
        trace.graph.values.push_back(tensor(element, "tensor " + std::to_string(index)));
      else
        trace.graph.operations.push_back(operation(element, "op " + std::to_string(index)));
      ++index;
    }
  }
}

std::string list(const std::vector<uint32_t> &numbers) {
  std::string text = "[";
  for (size_t k = 0; k < numbers.size(); ++k)
    text += (k ? ", " : "") + std::to_string(numbers[k]);
  return text + "]";
}

} // namespace

Fault readFile(const std::string &path, std::string &bytes, std::vector<std::string> &errors) {
  bytes.clear();
  gzFile file = gzopen(path.c_str(), "rb");
  if (!file) {
    errors.push_back(path + ": cannot be opened");
    return Fault::Unreadable;
  }
  std::vector<char> buffer(1 << 16);
  Fault fault = Fault::None;
  for (;;) {
    int got = gzread(file, buffer.data(), unsigned(buffer.size()));
    if (got > 0)
      bytes.append(buffer.data(), size_t(got));
    if (bytes.size() > fileLimit) {
      errors.push_back(path + ": holds more than 1 GiB");
      fault = Fault::Unreadable;
      break;
    }
    if (got < int(buffer.size()))
      break;
  }
  int code = Z_OK;
  const char *message = gzerror(file, &code);
  if (fault == Fault::None && code != Z_OK && code != Z_STREAM_END) {
    errors.push_back(path + ": cannot be read (" + (code == Z_BUF_ERROR ? "the gzip stream is cut off" : message) +
                     ")");
    fault = Fault::Unreadable;
  }
  if (gzclose(file) != Z_OK && fault == Fault::None) {
    errors.push_back(path + ": cannot be read (the gzip stream is cut off)");
    fault = Fault::Unreadable;
  }
  return fault;
}

Fault parseTrace(const std::string &text, Trace &trace, std::vector<std::string> &errors) {
  trace = Trace();
  size_t before = errors.size();
  json root = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (root.is_discarded()) {
    errors.push_back("trace: not valid JSON");
    return Fault::Invalid;
  }
  Reader(trace, errors).read(root);
  if (errors.size() == before)
    for (std::string &message : verifyGraph(trace.graph))
      errors.push_back(std::move(message));
  return errors.size() == before ? Fault::None : Fault::Invalid;
}

std::string writePlan(const Plan &plan) {
  static const char *const names[] = {"run", "free", "encode", "decode", "free-code", "send", "fetch"};
  std::string text = "{\"steps\": [";
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step &step = plan.steps[i];
    text += i ? ", [\"" : "[\"";
    text += names[unsigned(step.kind)];
    text += "\", " + std::to_string(step.index);
    if (step.choice != 0 || step.kind == StepKind::Encode || step.kind == StepKind::Decode ||
        step.kind == StepKind::FreeCode || !step.inside.empty() || !step.codes.empty() || !step.inPlace.empty())
      text += ", " + std::to_string(step.choice);
    if (!step.inside.empty() || !step.codes.empty() || !step.inPlace.empty())
      text += ", " + list(step.inside);
    if (!step.codes.empty() || !step.inPlace.empty())
      text += ", " + list(step.codes);
    for (size_t k = 0; k < step.inPlace.size(); ++k)
      text += (k ? ", " : ", [") + list({step.inPlace[k].first, step.inPlace[k].second});
    text += step.inPlace.empty() ? "" : "]";
    text += "]";
  }
  return text + "]}\n";
}

} // namespace neap::planner
