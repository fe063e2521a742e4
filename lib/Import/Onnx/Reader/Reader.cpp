//===- Reader.cpp - ONNX bytes to a validated model -----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The chain of Reader.h: bytes, protobuf, functions, graphs. A link is left out
// only where the one before it failed in a way that makes its answers noise.
//
//===----------------------------------------------------------------------===//

#include "neap/Import/Onnx/Reader.h"
#include "ReaderImpl.h"
#include "Wire.h"
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/logging.h>

using namespace neap::onnx_import;

std::string neap::onnx_import::quote(const std::string &name) {
  constexpr size_t most = 200;
  std::string text = "`";
  for (char c : name.substr(0, most)) {
    constexpr char hex[] = "0123456789abcdef";
    auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f)
      text += {'\\', 'x', hex[byte >> 4], hex[byte & 15]};
    else
      text += c;
  }
  return text + (name.size() > most ? "...`" : "`");
}

std::string neap::onnx_import::nodeLabel(const onnx::NodeProto &node, size_t index) {
  return node.name().empty() ? "#" + std::to_string(index) : node.name();
}

std::string neap::onnx_import::operatorName(const onnx::NodeProto &node) {
  return node.domain().empty() ? node.op_type() : node.domain() + "::" + node.op_type();
}

void Model::Impl::report(Diagnostic diagnostic) {
  failed |= diagnostic.severity == Severity::Error;
  if (diagnostics.size() < maxDiagnostics)
    diagnostics.push_back(std::move(diagnostic));
  else
    ++dropped;
}

void Model::Impl::error(std::string message, std::string value, Problem problem) {
  Diagnostic diagnostic;
  diagnostic.problem = problem;
  diagnostic.value = std::move(value);
  diagnostic.message = std::move(message);
  report(std::move(diagnostic));
}

void Model::Impl::nodeError(const onnx::NodeProto &node, size_t index, const std::string &message, std::string value,
                            Problem problem) {
  Diagnostic diagnostic;
  diagnostic.problem = problem;
  diagnostic.node = nodeLabel(node, index);
  diagnostic.op = operatorName(node);
  diagnostic.value = std::move(value);
  diagnostic.message = "node " + quote(diagnostic.node) + " (" + diagnostic.op + "): " + message;
  report(std::move(diagnostic));
}

namespace {
/// What the first bytes of other kinds of file say, "" where they are none of these.
std::string otherKind(const uint8_t *bytes, uint64_t size) {
  static const std::pair<std::string, const char *> magics[] = {
      {"\x89PNG", "a PNG image"},
      {"\xff\xd8\xff", "a JPEG image"},
      {"PK\x03\x04", "a zip archive; a PyTorch checkpoint is one, and must be exported to ONNX first"},
      {"\x1f\x8b", "a gzip archive"},
      {"\x7f"
       "ELF",
       "an ELF program"},
      {"\x89HDF", "an HDF5 file"},
      {"version https://git-lfs", "a Git LFS pointer; fetch the file itself with `git lfs pull`"},
  };
  std::string start(reinterpret_cast<const char *>(bytes), std::min<uint64_t>(size, 32));
  for (const auto &magic : magics)
    if (start.compare(0, magic.first.size(), magic.first) == 0)
      return magic.second;
  return "";
}

bool parseBytes(Model::Impl &model) {
  if (model.byteCount == 0)
    return model.error("the file is empty"), false;
  if (model.byteCount > maxFileBytes)
    return model.error("the file has " + std::to_string(model.byteCount) + " bytes; an ONNX file ends at " +
                       std::to_string(maxFileBytes) + ", larger models keep their weights as external data"),
           false;
  std::string other = otherKind(model.bytes, model.byteCount);
  if (!other.empty())
    return model.error("not an ONNX file but " + other), false;

  std::string stripped;
  uint64_t where = 0;
  switch (stripTensorBytes(model.bytes, model.byteCount, stripped, where)) {
  case StripStatus::Ok:
    break;
  case StripStatus::EndsEarly:
    model.error("the file ends early: the field at byte " + std::to_string(where) +
                " is cut off (not a complete ONNX protobuf)");
    return false;
  case StripStatus::NotOnnx:
    model.error("not an ONNX file: no field of an ONNX model at byte " + std::to_string(where));
    return false;
  case StripStatus::TooDeep:
    model.error("graphs are nested deeper than " + std::to_string(maxGraphDepth) + " levels");
    return false;
  case StripStatus::TooLarge:
    model.error("the model has more than " + std::to_string(maxGraphBytes) +
                " bytes besides raw tensor data; store tensors as raw_data or external data");
    return false;
  }
  google::protobuf::LogSilencer silence; // the message below says it
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const uint8_t *>(stripped.data()),
                                                static_cast<int>(stripped.size()));
  if (!model.proto.ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage())
    return model.error("not an ONNX file: its protobuf message is malformed"), false;
  return true;
}

/// False where there is nothing to look into.
bool checkHeader(Model::Impl &model) {
  int64_t version = model.proto.ir_version();
  if (!model.proto.has_ir_version())
    model.error("the model has no ir_version");
  else if (version < 1)
    model.error("ir_version " + std::to_string(version) + " is not valid");
  else if (version > onnx::IR_VERSION)
    model.error("ir_version " + std::to_string(version) + " is newer than the newest supported one, " +
                    std::to_string(onnx::IR_VERSION),
                "", Problem::Unsupported);
  if (!model.proto.has_graph())
    model.error("the model has no graph");
  return model.proto.has_graph();
}

void readAll(Model::Impl &model) {
  // The ONNX library throws; nothing of it leaves this function.
  try {
    if (!parseBytes(model) || !checkHeader(model))
      return;
    resolveOpsets(model);
    if (!inlineFunctions(model))
      return;
    checkMainGraph(model);
  } catch (const std::bad_alloc &) {
    model.error("not enough memory to read the model");
  } catch (const std::exception &failure) {
    model.error(std::string("the ONNX library refuses the model: ") + failure.what());
  }
}

void finish(Model::Impl &model) {
  if (model.dropped == 0)
    return;
  model.diagnostics.emplace_back();
  model.diagnostics.back().message = "and " + std::to_string(model.dropped) + " more problems";
}
} // namespace

Model::Model() : state(std::make_unique<Impl>()) {}
Model::~Model() = default;

bool Model::valid() const { return !state->failed; }
const std::vector<Diagnostic> &Model::diagnostics() const { return state->diagnostics; }
bool Model::unreadable() const {
  for (const Diagnostic &diagnostic : state->diagnostics)
    if (diagnostic.severity == Severity::Error && diagnostic.problem == Problem::Unreadable)
      return true;
  return false;
}
const onnx::ModelProto &Model::proto() const { return state->proto; }
const onnx::GraphProto &Model::graph() const { return state->proto.graph(); }
int64_t Model::opset(const std::string &domain) const {
  auto found = state->opsets.find(domain == "ai.onnx" ? "" : domain);
  return found == state->opsets.end() ? 0 : found->second;
}
const std::vector<const onnx::ValueInfoProto *> &Model::inputs() const { return state->inputs; }
const std::vector<Initializer> &Model::initializers() const { return state->initializers; }
const TensorData *Model::initializer(const std::string &name) const {
  auto found = state->initializerIndex.find(name);
  return found == state->initializerIndex.end() ? nullptr : &state->initializers[found->second].tensor;
}
const TensorData *Model::tensor(const onnx::TensorProto &tensor) const {
  auto found = state->tensors.find(&tensor);
  return found == state->tensors.end() ? nullptr : &found->second;
}
const std::vector<std::string> &Model::files() const { return state->files.paths(); }
const uint8_t *Model::bytes() const { return state->bytes; }
uint64_t Model::byteCount() const { return state->byteCount; }

std::unique_ptr<Model> neap::onnx_import::readModel(const std::string &path) {
  auto model = std::make_unique<Model>();
  Model::Impl &impl = model->impl();
  std::string error;
  if (!impl.files.openModel(path, error)) {
    impl.error("cannot read " + quote(path) + ": " + error, "", Problem::Unreadable);
    return model;
  }
  impl.bytes = impl.files.data(0);
  impl.byteCount = impl.files.size(0);
  readAll(impl);
  finish(impl);
  return model;
}

std::unique_ptr<Model> neap::onnx_import::readModel(const uint8_t *bytes, uint64_t byteCount,
                                                    const std::string &folder) {
  auto model = std::make_unique<Model>();
  Model::Impl &impl = model->impl();
  impl.files.setModel(bytes, byteCount, folder);
  impl.bytes = bytes;
  impl.byteCount = byteCount;
  readAll(impl);
  finish(impl);
  return model;
}
