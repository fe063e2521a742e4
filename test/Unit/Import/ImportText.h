//===- ImportText.h - Import of ONNX in text --------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tests write models in the text syntax of the ONNX library and look at the
// module, as text, and at the report.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TEST_UNIT_IMPORT_IMPORTTEXT_H
#define NEAP_TEST_UNIT_IMPORT_IMPORTTEXT_H

#include "neap/Dialect/Neap/IR/Neap.h"
#include "neap/Import/Onnx/Import.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "llvm/Support/raw_ostream.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "onnx/defs/parser.h"

#include <filesystem>
#include <fstream>

namespace neap {

struct Imported {
  /// The module, empty where the import failed.
  std::string text;
  /// All messages, one a line, with their severity in front.
  std::string messages;
  ImportReport report;

  /// `trained`, `constant`, …; empty where there is no such initializer.
  std::string classOf(const std::string &name) const {
    for (const ImportedInitializer &row : report.initializers)
      if (row.name == name)
        return stringifyInitializerClass(row.cls).str();
    return {};
  }
};

inline Imported importFile(const std::string &path, const ImportOptions &options = {}) {
  mlir::DialectRegistry registry;
  registry.insert<NeapDialect, mlir::func::FuncDialect>();
  mlir::MLIRContext context(registry);
  Imported result;
  mlir::OwningOpRef<mlir::ModuleOp> module = importOnnx(path, context, options, result.report);
  llvm::raw_string_ostream messages(result.messages);
  for (const ImportDiagnostic &diagnostic : result.report.diagnostics) {
    constexpr const char *names[] = {"note: ", "warning: ", "error: "};
    messages << names[static_cast<int>(diagnostic.severity)] << diagnostic.message << "\n";
  }
  if (module) {
    EXPECT_TRUE(succeeded(mlir::verify(*module)));
    llvm::raw_string_ostream(result.text) << *module;
  }
  return result;
}

/// A file of this test's own, written from the message.
inline std::string writeModel(const onnx::ModelProto &model) {
  const auto *test = testing::UnitTest::GetInstance()->current_test_info();
  std::string name = std::string("neap-import-") + test->test_suite_name() + "-" + test->name() + ".onnx";
  std::replace(name.begin(), name.end(), '/', '-');
  std::filesystem::path path = std::filesystem::temp_directory_path() / name;
  std::ofstream(path, std::ios::binary) << model.SerializeAsString();
  return path.string();
}

/// `graph` is what follows the header: `agraph (float[2] x) => (float[2] y) <float[2] w = {1, 2}> { y = Add(x, w) }`.
inline Imported importText(int64_t opset, const std::string &graph, const ImportOptions &options = {}) {
  onnx::ModelProto model;
  std::string header = "<ir_version: 8, opset_import: [\"\" : " + std::to_string(opset) + "]>\n";
  onnx::Common::Status status = onnx::OnnxParser::Parse(model, (header + graph).c_str());
  EXPECT_TRUE(status.IsOK()) << status.ErrorMessage();
  // Unnamed nodes are called as what they compute.
  for (onnx::NodeProto &node : *model.mutable_graph()->mutable_node())
    if (node.name().empty())
      node.set_name(node.output(0) + "_node");
  std::string path = writeModel(model);
  Imported result = importFile(path, options);
  std::filesystem::remove(path);
  return result;
}

} // namespace neap

#endif // NEAP_TEST_UNIT_IMPORT_IMPORTTEXT_H
