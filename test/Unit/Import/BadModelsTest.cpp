//===- BadModelsTest.cpp - Files that must be refused ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each file of test/Import/Onnx/bad is a small classifier with one thing wrong.
// What the reader must say of it stands here; what only types and shapes tell
// (the last group) it must let pass.
//
//===----------------------------------------------------------------------===//

#include "TinyModel.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace neap::onnx_import;
using testing::HasSubstr;

namespace {
struct BadCase {
  const char *file;
  std::vector<const char *> parts;
};

void PrintTo(const BadCase &bad, std::ostream *out) { *out << bad.file; }

std::string messages(const Model &model) {
  std::string text;
  for (const Diagnostic &diagnostic : model.diagnostics())
    text += diagnostic.message + "\n";
  return text;
}

class Refused : public testing::TestWithParam<BadCase> {};
class PassedOn : public testing::TestWithParam<const char *> {};
} // namespace

TEST_P(Refused, names_what_is_wrong) {
  auto model = readModel(std::string(NEAP_BAD_MODELS "/") + GetParam().file);
  EXPECT_FALSE(model->valid());
  EXPECT_FALSE(model->unreadable());
  for (const char *part : GetParam().parts)
    EXPECT_THAT(messages(*model), HasSubstr(part));
}

INSTANTIATE_TEST_SUITE_P(
    Files, Refused,
    testing::Values(
        BadCase{"empty.onnx", {"the file is empty"}},
        BadCase{"truncated.onnx", {"ends early", "not a complete ONNX protobuf"}},
        BadCase{"wrong-magic.onnx", {"not an ONNX file", "PNG"}},
        BadCase{"external-missing.onnx", {"initializer `w1`", "`missing.data` not found beside the model"}},
        BadCase{"external-traversal.onnx", {"initializer `w1`", "`../../etc/passwd` leaves the model's folder"}},
        BadCase{"external-absolute.onnx", {"initializer `w1`", "`/etc/passwd` is absolute"}},
        BadCase{"external-range.onnx", {"initializer `w1`", "bytes 256..768 asked of `short.data`, which has 300"}},
        BadCase{"external-length.onnx",
                {"initializer `w1`", "external length 100 does not match float32[8,16] (512 bytes)"}},
        BadCase{"external-offset.onnx", {"initializer `w1`", "external offset `-8` is not a valid offset"}},
        BadCase{"cycle.onnx", {"nodes `fc1` and `relu` feed each other", "`a`"}},
        BadCase{"dangling-input.onnx", {"node `fc2`", "input `nowhere` is produced by nothing"}},
        BadCase{"negative-dims.onnx", {"initializer `w1`", "dimension -8"}},
        BadCase{"dims-overflow.onnx",
                {"initializer `w1`", "element count of float32[1099511627776,1099511627776] overflows"}},
        BadCase{"huge-declared.onnx", {"initializer `w1`", "512 bytes given", "needs 34359738368"}},
        BadCase{"initializer-size.onnx", {"initializer `w1`", "508 bytes given, float32[8,16] needs 512"}},
        BadCase{"unknown-dtype.onnx", {"initializer `w1`", "element type 77 is unknown"}},
        BadCase{"duplicate-value.onnx", {"value `h` is produced by both `fc1` and `relu`"}},
        BadCase{"duplicate-initializer.onnx", {"initializer `b1` is defined twice"}},
        BadCase{"unknown-domain.onnx", {"node `frob`", "operator com.example::Frobnicate is not supported"}},
        BadCase{"unknown-ops.onnx", {"node `fc1` (Frobnicate)", "node `relu` (Xyzzy)", "is not supported"}},
        BadCase{"future-opset.onnx", {"opset 999 is newer than the newest supported one, 24"}},
        BadCase{"no-opset.onnx", {"no opset import for the default domain"}},
        BadCase{"zero-batch.onnx", {"input `x`: batch dimension is 0"}},
        BadCase{"recursive-function.onnx", {"local function local::Loop_ calls itself"}},
        BadCase{"deep-nesting.onnx", {"graphs are nested deeper than"}}));

TEST_P(PassedOn, has_no_error_that_the_reader_can_see) {
  auto model = readModel(std::string(NEAP_BAD_MODELS "/") + GetParam());
  EXPECT_TRUE(model->valid()) << messages(*model);
  EXPECT_TRUE(model->diagnostics().empty());
}

INSTANTIATE_TEST_SUITE_P(Files, PassedOn,
                         testing::Values("bad-group.onnx", "integer-output.onnx", "no-gradient.onnx",
                                         "shape-mismatch.onnx", "type-mismatch.onnx", "window-too-large.onnx",
                                         "zero-stride.onnx"));

TEST(BadModels, nan_weights_are_a_warning) {
  auto model = readModel(NEAP_BAD_MODELS "/nan-weights.onnx");
  EXPECT_TRUE(model->valid());
  ASSERT_EQ(model->diagnostics().size(), 1u);
  EXPECT_EQ(model->diagnostics()[0].severity, Severity::Warning);
  EXPECT_EQ(model->diagnostics()[0].value, "w1");
  EXPECT_THAT(model->diagnostics()[0].message, HasSubstr("initializer `w1` holds NaN"));
}

TEST(BadModels, a_missing_file_is_unreadable) {
  auto model = readModel(NEAP_BAD_MODELS "/no-such-file.onnx");
  EXPECT_FALSE(model->valid());
  EXPECT_TRUE(model->unreadable());
  EXPECT_THAT(messages(*model), HasSubstr("no-such-file.onnx`: No such file"));
}

TEST(BadModels, a_folder_is_unreadable) {
  auto model = readModel(NEAP_BAD_MODELS);
  EXPECT_TRUE(model->unreadable());
  EXPECT_THAT(messages(*model), HasSubstr("is a folder"));
}
