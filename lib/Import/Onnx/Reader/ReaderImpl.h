//===- ReaderImpl.h - State that the parts of the reader share --*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The reader is a chain: Wire strips the tensor bytes, protobuf parses,
// Functions inlines, Graphs (with Nodes and Tensors) validates and sorts. Each
// part reports into one list and leaves what follows decidable.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_IMPORT_ONNX_READER_READERIMPL_H
#define NEAP_LIB_IMPORT_ONNX_READER_READERIMPL_H

#include "ExternalData.h"
#include "neap/Import/Onnx/Reader.h"
#include "onnx/onnx_pb.h"
#include <map>
#include <unordered_map>

namespace neap {
namespace onnx_import {

struct Model::Impl {
  std::vector<Diagnostic> diagnostics;
  uint64_t dropped = 0;
  bool failed = false;

  const uint8_t *bytes = nullptr;
  uint64_t byteCount = 0;
  DataFiles files;

  onnx::ModelProto proto;
  std::map<std::string, int64_t> opsets;
  std::vector<const onnx::ValueInfoProto *> inputs;
  std::vector<Initializer> initializers;
  std::unordered_map<std::string, size_t> initializerIndex;
  /// Looked up only, never walked.
  std::unordered_map<const onnx::TensorProto *, TensorData> tensors;
  std::vector<std::unique_ptr<std::vector<uint8_t>>> owned;

  void report(Diagnostic diagnostic);
  void error(std::string message, std::string value = "", Problem problem = Problem::Invalid);
  void nodeError(const onnx::NodeProto &node, size_t index, const std::string &message, std::string value = "",
                 Problem problem = Problem::Invalid);
};

/// `name`
std::string quote(const std::string &name);
/// What messages call a node: its name, `#index` where it has none.
std::string nodeLabel(const onnx::NodeProto &node, size_t index);
/// `Gemm`, or `domain::Name` outside ai.onnx.
std::string operatorName(const onnx::NodeProto &node);

// Functions.cpp: domains to canonical form, opset imports, local functions checked and inlined.
void resolveOpsets(Model::Impl &model);
/// Returns false where inlining was refused, and node checks would only repeat that.
bool inlineFunctions(Model::Impl &model);

// Graphs.cpp: names, order, subgraphs.
void checkMainGraph(Model::Impl &model);

// Nodes.cpp: one node against its schema; its tensors.
void checkNode(Model::Impl &model, onnx::NodeProto &node, size_t index);

// Tensors.cpp: type, dimensions, bytes; `owner` begins messages, e.g. "initializer `w1`". Moves typed data out of
// `tensor`.
bool readTensor(Model::Impl &model, onnx::TensorProto &tensor, const Diagnostic &owner, TensorData &data);
/// Element type of a tensor or of a value; reports and returns false where it is unknown or not supported.
bool readDType(Model::Impl &model, int32_t type, const Diagnostic &owner, DType &dtype);

} // namespace onnx_import
} // namespace neap

#endif // NEAP_LIB_IMPORT_ONNX_READER_READERIMPL_H
