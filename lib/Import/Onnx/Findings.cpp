//===- Findings.cpp - What exporters did to the model ---------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exporters fold, merge and split weights in ways that keep inference and change
// training (measured on today's PyTorch exporter). Each finding says what was
// seen and what cures it.
//
//===----------------------------------------------------------------------===//

#include "Importer.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstring>

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

namespace {
/// What one pass over an initializer's bytes tells.
struct Content {
  const Initializer *initializer;
  uint64_t hash = 0;
  bool uniform = true;
};

class Findings {
public:
  Findings(const Model &model, const ImportOptions &options, Diagnostics &diagnostics)
      : model(model), options(options), diagnostics(diagnostics) {}

  void run() {
    for (const Initializer &initializer : model.initializers())
      if (isParameter(initializer.name))
        scan(initializer);
    findSplitTies();
    findMergedNorms();
    findFoldedBatchNorms();
  }

private:
  void warn(const Twine &message, StringRef value) { diagnostics.model(ImportSeverity::Warning, message, value); }

  void scan(const Initializer &initializer) {
    const TensorData &data = initializer.tensor;
    Content content{&initializer};
    unsigned width = dtypeBytes(data.dtype);
    for (uint64_t i = 1, count = data.elements(); i < count && content.uniform; ++i)
      content.uniform = std::memcmp(data.data, data.data + i * width, width) == 0;
    content.hash = XXH3_64bits(data.data, data.bytes);
    contents.push_back(content);
  }

  /// Two initializers with the same numbers were one weight before the export. Equal fill values say nothing.
  void findSplitTies() {
    llvm::MapVector<uint64_t, const Initializer *> seen;
    for (const Content &content : contents) {
      if (content.uniform || content.initializer->tensor.shape.size() < 2)
        continue;
      auto [first, isNew] = seen.insert({content.hash, content.initializer});
      if (!isNew && equal(first->second->tensor, content.initializer->tensor))
        reportTie(*first->second, *content.initializer, false);
    }
    for (auto first = contents.begin(); first != contents.end(); ++first)
      for (auto second = std::next(first); second != contents.end(); ++second)
        if (!first->uniform && isTransposed(first->initializer->tensor, second->initializer->tensor))
          reportTie(*first->initializer, *second->initializer, true);
  }

  static bool equal(const TensorData &a, const TensorData &b) {
    return a.dtype == b.dtype && a.shape == b.shape && a.bytes == b.bytes && !std::memcmp(a.data, b.data, a.bytes);
  }

  /// Ends at the first difference, so that comparing all pairs costs next to nothing.
  static bool isTransposed(const TensorData &a, const TensorData &b) {
    if (a.dtype != b.dtype || a.shape.size() != 2 || b.shape.size() != 2 || a.shape[0] != b.shape[1] ||
        a.shape[1] != b.shape[0] || a.shape[0] < 2 || a.shape[1] < 2)
      return false;
    unsigned width = dtypeBytes(a.dtype);
    uint64_t rows = a.shape[0], columns = a.shape[1];
    for (uint64_t row = 0; row < rows; ++row)
      for (uint64_t column = 0; column < columns; ++column)
        if (std::memcmp(a.data + (row * columns + column) * width, b.data + (column * rows + row) * width, width))
          return false;
    return true;
  }

  void reportTie(const Initializer &kept, const Initializer &copy, bool transposed) {
    for (const ImportOptions::Tie &tie : options.ties)
      if ((tie.replaced == copy.name && tie.kept == kept.name) || (tie.replaced == kept.name && tie.kept == copy.name))
        return;
    std::string source = transposed ? "transpose(" + kept.name + ")" : kept.name;
    warn("initializer `" + copy.name + "` equals " + source +
             ": the exporter split a shared weight, and the two will be trained apart; --tie " + copy.name + "=" +
             source + " makes them one again",
         copy.name);
  }

  /// Fresh normalization layers have equal weights; exporters merge equal initializers.
  void findMergedNorms() {
    static constexpr StringRef norms[] = {"BatchNormalization", "GroupNormalization", "InstanceNormalization",
                                          "LayerNormalization", "RMSNormalization"};
    llvm::MapVector<StringRef, unsigned> users;
    for (const onnx::NodeProto &node : model.graph().node())
      if (llvm::is_contained(norms, node.op_type()))
        for (int i = 1; i < node.input_size() && i < 3; ++i)
          ++users[node.input(i)];
    for (const auto &[name, count] : users) {
      if (count < 2 || !isParameter(name) || llvm::is_contained(options.unties, name))
        continue;
      warn("initializer `" + name + "` is the scale or bias of " + Twine(count) +
               " normalizations: exporters merge equal weights, and they will be trained as one; --untie " + name +
               " gives each its own",
           name);
    }
  }

  /// Only what training changes matters: masks and the literal weights of a GroupNormalization in disguise do not.
  bool isParameter(StringRef name) const {
    return llvm::any_of(diagnostics.report.initializers, [&](const ImportedInitializer &row) {
      return row.name == name && (row.cls == InitializerClass::Trained || row.cls == InitializerClass::Frozen);
    });
  }

  /// A convolution's bias named after its weight is what folding a BatchNormalization leaves.
  void findFoldedBatchNorms() {
    unsigned folded = 0, convolutions = 0;
    for (const onnx::NodeProto &node : model.graph().node()) {
      if (node.op_type() == "BatchNormalization")
        return;
      if (node.op_type() != "Conv")
        continue;
      ++convolutions;
      folded += node.input_size() > 2 && node.input(2) == node.input(1) + "_bias";
    }
    if (folded)
      warn("BatchNormalization was folded into " + Twine(folded) + " of " + Twine(convolutions) +
               " convolutions (their biases are named after the weights): the model trains without normalization; "
               "export "
               "with torch.onnx.export(..., optimize=False) to keep it",
           "");
  }

  const Model &model;
  const ImportOptions &options;
  Diagnostics &diagnostics;
  std::vector<Content> contents;
};
} // namespace

void neap::onnx_import::reportFindings(const Model &model, const ImportOptions &options, Diagnostics &diagnostics) {
  Findings(model, options, diagnostics).run();
}
