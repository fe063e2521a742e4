//===- Col2ImTest.cpp - Col2Im against its definition ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The published node tests have none of Col2Im, which is imported as a transposed
// convolution with made-up weights. So here it is added up by hand.
//
//===----------------------------------------------------------------------===//

#include "Harness.h"

#include "neap/Import/Onnx/Import.h"
#include "llvm/ADT/STLExtras.h"

#include "onnx/defs/parser.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

using namespace neap;
using namespace neap::numerics;

using Sizes = std::vector<int64_t>;

namespace {

/// Sizes are per spatial dimension; `pads` are all low ones, then all high ones.
struct Col2Im {
  const char *name;
  int64_t batch, channels;
  Sizes image, block, strides, dilations, pads;

  size_t rank() const { return image.size(); }
  Sizes counts() const {
    Sizes result;
    for (size_t i = 0; i < rank(); ++i)
      result.push_back((image[i] + pads[i] + pads[rank() + i] - dilations[i] * (block[i] - 1) - 1) / strides[i] + 1);
    return result;
  }
};

class Col2ImCases : public testing::TestWithParam<Col2Im> {};

} // namespace

static int64_t product(const Sizes &sizes) { return llvm::product_of(sizes); }

/// Row-major position `linear` in `sizes`, dimension by dimension.
static Sizes delinearize(int64_t linear, const Sizes &sizes) {
  Sizes index(sizes.size());
  for (size_t i = sizes.size(); i-- > 0; linear /= sizes[i])
    index[i] = linear % sizes[i];
  return index;
}

/// Where position `k` of the block in column `l` lies in the image; -1 outside.
static int64_t imagePosition(const Col2Im &test, const Sizes &k, const Sizes &l) {
  int64_t linear = 0;
  for (size_t i = 0; i < test.rank(); ++i) {
    int64_t at = l[i] * test.strides[i] + k[i] * test.dilations[i] - test.pads[i];
    if (at < 0 || at >= test.image[i])
      return -1;
    linear = linear * test.image[i] + at;
  }
  return linear;
}

static Numbers addUp(const Col2Im &test, const Numbers &x) {
  int64_t block = product(test.block), columns = product(test.counts()), image = product(test.image);
  Numbers y(test.batch * test.channels * image);
  for (size_t i = 0; i < x.size(); ++i) {
    Sizes at = delinearize(i, {test.batch * test.channels, block, columns});
    int64_t position = imagePosition(test, delinearize(at[1], test.block), delinearize(at[2], test.counts()));
    if (position >= 0)
      y[at[0] * image + position] += x[i];
  }
  return y;
}

static std::string list(const Sizes &sizes) {
  std::string text;
  for (int64_t size : sizes)
    text += (text.empty() ? "" : ", ") + std::to_string(size);
  return text;
}

static std::string writeModel(const Col2Im &test) {
  std::string rank = std::to_string(test.rank());
  std::string text = "<ir_version: 8, opset_import: [\"\" : 18]>\ng (float[" +
                     list({test.batch, test.channels * product(test.block), product(test.counts())}) +
                     "] x) => (float[" + list({test.batch, test.channels}) + ", " + list(test.image) + "] y) <int64[" +
                     rank + "] image = {" + list(test.image) + "}, int64[" + rank + "] block = {" + list(test.block) +
                     "}> { y = Col2Im <strides = [" + list(test.strides) + "], dilations = [" + list(test.dilations) +
                     "], pads = [" + list(test.pads) + "]> (x, image, block) }";
  onnx::ModelProto model;
  onnx::Common::Status status = onnx::OnnxParser::Parse(model, text.c_str());
  EXPECT_TRUE(status.IsOK()) << status.ErrorMessage();
  model.mutable_graph()->mutable_node(0)->set_name("fold");
  std::filesystem::path path = std::filesystem::temp_directory_path() / (std::string("neap-col2im-") + test.name);
  std::ofstream(path, std::ios::binary) << model.SerializeAsString();
  return path.string();
}

TEST_P(Col2ImCases, AddsUpWhatOverlaps) {
  const Col2Im &test = GetParam();
  for (bool libraries : {false, true}) {
    HarnessOptions options;
    options.libraries = libraries;
    Harness harness(options);
    ImportOptions import;
    import.needsLoss = false;
    ImportReport report;
    std::string path = writeModel(test);
    auto module = importOnnx(path, harness.getContext(), import, report);
    std::filesystem::remove(path);
    for (const ImportDiagnostic &diagnostic : report.diagnostics)
      EXPECT_NE(diagnostic.severity, ImportSeverity::Error) << diagnostic.message;
    ASSERT_TRUE(module);
    auto compiled = harness.compile(*module);
    ASSERT_TRUE(compiled) << harness.messages();
    Numbers x(test.batch * test.channels * product(test.block) * product(test.counts()));
    for (size_t i = 0; i < x.size(); ++i)
      x[i] = std::sin(0.37 * static_cast<double>(i + 1));
    Numbers expected = addUp(test, x), found = compiled->run("forward", {x})[0];
    ASSERT_EQ(found.size(), expected.size());
    for (size_t i = 0; i < found.size(); ++i)
      ASSERT_NEAR(found[i], expected[i], 1e-5) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Numerics, Col2ImCases,
    testing::Values(Col2Im{"blocks_side_by_side", 1, 1, {4, 6}, {2, 3}, {2, 3}, {1, 1}, {0, 0, 0, 0}},
                    Col2Im{"overlap", 2, 3, {5, 4}, {3, 2}, {1, 1}, {1, 1}, {0, 0, 0, 0}},
                    // The last columns and rows lie under no block.
                    Col2Im{"remainder", 1, 2, {8, 9}, {3, 2}, {2, 3}, {1, 1}, {0, 0, 0, 0}},
                    Col2Im{"padding_on_one_side", 2, 2, {5, 5}, {3, 3}, {2, 1}, {1, 1}, {0, 1, 2, 0}},
                    Col2Im{"dilation", 1, 2, {7, 8}, {2, 3}, {1, 2}, {3, 2}, {1, 0, 1, 1}},
                    Col2Im{"one_dimension", 2, 3, {9}, {4}, {2}, {1}, {1, 0}},
                    Col2Im{"three_dimensions", 1, 2, {3, 4, 5}, {2, 1, 3}, {1, 2, 1}, {1, 1, 2}, {0, 0, 1, 1, 0, 0}}),
    [](const testing::TestParamInfo<Col2Im> &info) { return info.param.name; });
