//===- TraceTest.cpp - Tests of the trace and CSV readers -----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Good input is read; each kind of bad input gives a message that names the
// place, and never a crash, however the text is cut or twisted.
//
//===----------------------------------------------------------------------===//

#include "neap/Planner/Trace.h"
#include "neap/Planner/Csv.h"

#include "Effort.h"

#include <gtest/gtest.h>

#include <cstdio>

using namespace neap::planner;

namespace {

const std::string good =
    R"({"name": "t", "time_ns": 3, "peak_bytes_recorded": 12,
 "tensors": [{"bytes": 4, "alias_of": null, "pinned": true, "keep": false},
             {"bytes": 8, "alias_of": null, "pinned": false, "keep": true},
             {"bytes": 0, "alias_of": 1, "pinned": false, "keep": false}],
 "ops": [{"name": "a", "time_ns": 1, "inputs": [0], "outputs": [1], "backward": false},
         {"name": "b", "time_ns": 2, "inputs": [1], "outputs": [2], "backward": true, "once": true, "reads": ["sign"]}]})";

std::string firstError(const std::string &text) {
  Trace trace;
  std::vector<std::string> errors;
  Fault fault = parseTrace(text, trace, errors);
  EXPECT_EQ(fault, Fault::Invalid) << text;
  return errors.empty() ? "" : errors.front();
}

std::string changed(const std::string &from, const std::string &to) {
  std::string text = good;
  size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

void expectMessage(const std::string &text, const std::string &part) {
  std::string error = firstError(text);
  EXPECT_NE(error.find(part), std::string::npos) << error;
}

TEST(TraceReader, ReadsAllFields) {
  Trace trace;
  std::vector<std::string> errors;
  ASSERT_EQ(parseTrace(good, trace, errors), Fault::None) << errors.front();
  EXPECT_EQ(trace.recordedPeak, 12u);
  ASSERT_EQ(trace.graph.operations.size(), 2u);
  EXPECT_TRUE(trace.graph.operations[1].once);
  EXPECT_EQ(trace.graph.operations[1].reads[0].need, Need::Predicate);
  EXPECT_EQ(trace.graph.storage(2), 1u);
  EXPECT_TRUE(trace.graph.values[1].wanted);
}

TEST(TraceReader, NamesWhatIsWrong) {
  expectMessage("[1", "not valid JSON");
  expectMessage("[]", "expected a JSON object");
  expectMessage(changed("\"bytes\": 8", "\"bytes\": -8"), "tensor 1: \"bytes\" is -8");
  expectMessage(changed("\"time_ns\": 2", "\"time_ns\": \"x\""), "op 1: \"time_ns\"");
  expectMessage(changed("\"inputs\": [1]", "\"inputs\": [7]"), "input 7 is not one of the 3 values");
  expectMessage(changed("\"inputs\": [0]", "\"inputs\": [2]"), "before any operation writes it");
  expectMessage(changed("\"outputs\": [2]", "\"outputs\": [1]"), "which operation 0 already writes");
  expectMessage(changed("\"alias_of\": 1", "\"alias_of\": 2"), "cycle");
  expectMessage(changed("\"alias_of\": 1", "\"alias_of\": 9"), "which does not exist");
  expectMessage(changed("[\"sign\"]", "[\"sine\"]"), "expected full, sign, index, shape or none");
  expectMessage(changed("[\"sign\"]", "[]"), "one word for each");
  expectMessage(changed("\"bytes\": 8", "\"bytes\": 9000000000000000000"), "2^62");
  expectMessage(changed("\"inputs\": [0], ", ""), "\"inputs\" is missing");
}

const std::string formulas = R"("reads": ["sign"], "in_place": [[0, 0]],
  "formulas": [{"name": "other", "time_ns": 7, "workspace": 3, "inputs": [1, 0], "reads": ["none", "index"]},
               {"time_ns": 0, "inputs": []}])";

TEST(TraceReader, ReadsFormulasAndInPlacePermissions) {
  Trace trace;
  std::vector<std::string> errors;
  ASSERT_EQ(parseTrace(changed("\"reads\": [\"sign\"]", formulas), trace, errors), Fault::None) << errors.front();
  const Operation &op = trace.graph.operations[1];
  ASSERT_EQ(op.formulas.size(), 2u);
  EXPECT_EQ(op.formulas[0].name, "other");
  EXPECT_EQ(op.formulas[0].time, 7);
  EXPECT_EQ(op.formulas[0].workspace, 3u);
  ASSERT_EQ(op.formulas[0].reads.size(), 2u);
  EXPECT_EQ(op.formulas[0].reads[1].value, 0u);
  EXPECT_EQ(op.formulas[0].reads[1].need, Need::Index);
  EXPECT_TRUE(op.formulas[1].reads.empty());
  EXPECT_EQ(op.inPlace, (std::vector<std::pair<uint32_t, uint32_t>>{{0, 0}}));
}

TEST(TraceReader, NamesWhatIsWrongWithFormulas) {
  auto with = [](const std::string &from, const std::string &to) {
    std::string text = formulas;
    size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return changed("\"reads\": [\"sign\"]", text.replace(at, from.size(), to));
  };
  expectMessage(with("\"time_ns\": 0", "\"time_ns\": -1"), "op 1, formula 1: \"time_ns\" is -1");
  expectMessage(with("\"time_ns\": 7, ", ""), "op 1, formula 0: \"time_ns\" is missing");
  expectMessage(with("\"inputs\": []", "\"inputs\": 3"), "op 1, formula 1: \"inputs\" is missing or no list");
  expectMessage(with("\"inputs\": []", "\"inputs\": [2]"), "before any operation writes it");
  expectMessage(with("\"inputs\": []", "\"inputs\": [9]"), "input 9 is not one of the 3 values");
  expectMessage(with("\"index\"]", "\"index\", \"full\"]"), "op 1, formula 0: \"reads\" needs one word for each");
  expectMessage(with("{\"time_ns\": 0, \"inputs\": []}", "5"), "op 1, formula 1: expected an object");
  expectMessage(with("[[0, 0]]", "[0, 0]"), "op 1: \"in_place\" holds 0, expected a list of pairs");
  expectMessage(with("[[0, 0]]", "{}"), "\"in_place\" is no list");
  expectMessage(with("[[0, 0]]", "[[0, -1]]"), "\"in_place\" holds [0,-1]");
  expectMessage(with("[[0, 0]]", "[[1, 0]]"), "in-place permission names a read or output it does not have");
  expectMessage(changed("\"reads\": [\"sign\"]", "\"formulas\": 5"), "op 1: \"formulas\" is no list");
}

TEST(TraceReader, SurvivesCutAndTwistedText) {
  Random random{3};
  for (size_t round = 0; round < 3000; ++round) {
    const std::string whole = round % 2 ? good : changed("\"reads\": [\"sign\"]", formulas);
    std::string text = whole.substr(0, random.below(3) ? whole.size() : random.below(whole.size()));
    for (size_t k = random.below(4); k-- > 0 && !text.empty();)
      text[random.below(text.size())] = char(random.below(2) ? 32 + random.below(95) : random.below(256));
    Trace trace;
    std::vector<std::string> errors;
    Fault fault = parseTrace(text, trace, errors);
    EXPECT_EQ(fault == Fault::None, errors.empty());
  }
}

TEST(TraceReader, RefusesFilesThatCannotBeRead) {
  std::string bytes;
  std::vector<std::string> errors;
  EXPECT_EQ(readFile("/nonexistent/trace.json", bytes, errors), Fault::Unreadable);
  // A gzip header and nothing behind it.
  std::string path = testing::TempDir() + "cut.json.gz";
  FILE *file = std::fopen(path.c_str(), "wb");
  ASSERT_NE(file, nullptr);
  const unsigned char cut[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0x56};
  std::fwrite(cut, 1, sizeof cut, file);
  std::fclose(file);
  errors.clear();
  EXPECT_EQ(readFile(path, bytes, errors), Fault::Unreadable);
  ASSERT_FALSE(errors.empty());
  EXPECT_NE(errors[0].find("cut off"), std::string::npos) << errors[0];
  std::remove(path.c_str());
}

TEST(PlacementTable, ReadsWritesAndRefuses) {
  PlacementTable table;
  std::vector<std::string> errors;
  ASSERT_TRUE(parsePlacementTable("id,lower,upper,size\nx,0,5,10\r\ny,2,9,7\n", table, errors));
  ASSERT_EQ(table.buffers.size(), 2u);
  Placement placement = *placeBuffers(table.buffers, {}, errors);
  EXPECT_EQ(placement.height, 17u);
  EXPECT_NE(writePlacementTable(table, placement).find("id,lower,upper,size,offset\nx,0,5,10,"), std::string::npos);
  for (const char *bad : {"", "id,lower,size\n", "id,lower,upper,size\nx,0,5\n", "id,lower,upper,size\nx,5,0,1\n",
                          "id,lower,upper,size\nx,0,5,-1\n", "id,lower,upper,size\nx,0,5,1\nx,0,5,1\n"}) {
    PlacementTable ignored;
    errors.clear();
    EXPECT_FALSE(parsePlacementTable(bad, ignored, errors)) << bad;
    EXPECT_FALSE(errors.empty());
  }
}

} // namespace
