//===- ExportTemplate.cpp - The ONNX file that trained weights go into ----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The original message is parsed again without tensor bytes, edited as protobuf
// and serialized; then a walk over that puts the bytes back in: each tensor's
// `segment` numbers its source, and the source becomes the field raw_data. So
// large tensors are never copied, and lengths of all enclosing messages follow.
//
//===----------------------------------------------------------------------===//

#include "neap/Import/Onnx/ExportTemplate.h"
#include "InferenceForm.h"
#include "ReaderImpl.h"
#include "Wire.h"
#include <set>

using namespace neap::onnx_import;
using onnx::GraphProto;
using onnx::TensorProto;

namespace {
/// Shorter data is joined with the literals around it.
constexpr uint64_t leastMappedPiece = 4096;

using Pieces = std::vector<ExportPiece>;

void appendLiteral(Pieces &pieces, const std::string &bytes) {
  if (pieces.empty() || pieces.back().mapped || !pieces.back().tensor.empty())
    pieces.emplace_back();
  pieces.back().owned += bytes;
  pieces.back().bytes = pieces.back().owned.size();
}

void appendPiece(Pieces &pieces, ExportPiece piece) {
  if (piece.tensor.empty() && !piece.mapped)
    appendLiteral(pieces, piece.owned);
  else
    pieces.push_back(std::move(piece));
}

class Builder {
public:
  Builder(Model &model, const std::map<std::string, std::string> &tensors, std::vector<Diagnostic> &errors)
      : model(model.impl()), tensors(tensors), errors(errors) {}

  bool run(ExportTemplate &result) {
    onnx::ModelProto proto;
    std::string stripped;
    uint64_t where = 0;
    if (stripTensorBytes(model.bytes, model.byteCount, stripped, where) != StripStatus::Ok ||
        !proto.ParseFromString(stripped) || !proto.has_graph())
      return fail("the model cannot be exported: its file changed while it was read");
    size_t before = errors.size();
    toInferenceForm(proto, errors);
    numberTensors(proto);
    for (const auto &entry : tensors)
      if (!placed.count(entry.first))
        fail("no initializer `" + entry.first + "` to export into", entry.first);
    std::string message = proto.SerializeAsString();
    Body body = write(message, 0, message.size(), OnnxMessage::Model);
    if (body.bytes >= maxFileBytes)
      fail("the exported file would have " + std::to_string(body.bytes) + " bytes; an ONNX file must stay below " +
               std::to_string(maxFileBytes) + " (2 GiB, a limit of protobuf)",
           "", Problem::Unsupported);
    result.pieces = std::move(body.pieces);
    result.bytes = body.bytes;
    return errors.size() == before;
  }

private:
  /// Where the bytes of a tensor come from.
  struct Source {
    std::string global;
    const uint8_t *data;
    uint64_t bytes;
  };

  struct Body {
    Pieces pieces;
    uint64_t bytes = 0;
  };

  bool fail(const std::string &message, const std::string &value = "", Problem problem = Problem::Invalid) {
    Diagnostic diagnostic;
    diagnostic.problem = problem;
    diagnostic.value = value;
    diagnostic.message = message;
    errors.push_back(std::move(diagnostic));
    return false;
  }

  void numberTensors(onnx::ModelProto &proto) {
    for (TensorProto &tensor : *proto.mutable_graph()->mutable_initializer()) {
      auto data = model.initializerIndex.find(tensor.name());
      auto global = tensors.find(tensor.name());
      if (data == model.initializerIndex.end() || global == tensors.end())
        continue;
      placed.insert(tensor.name());
      tensor.clear_float_data();
      tensor.clear_int32_data();
      tensor.clear_int64_data();
      tensor.clear_double_data();
      tensor.clear_uint64_data();
      setSource(tensor, {global->second, nullptr, model.initializers[data->second].tensor.bytes});
    }
    numberGraph(*proto.mutable_graph());
    for (onnx::FunctionProto &function : *proto.mutable_functions()) {
      for (onnx::AttributeProto &attribute : *function.mutable_attribute_proto())
        numberAttribute(attribute);
      numberNodes(*function.mutable_node());
    }
  }

  void numberGraph(GraphProto &graph) {
    for (TensorProto &tensor : *graph.mutable_initializer())
      if (!numbered.count(&tensor))
        numberTensor(tensor);
    for (onnx::SparseTensorProto &sparse : *graph.mutable_sparse_initializer())
      numberSparse(sparse);
    numberNodes(*graph.mutable_node());
  }

  void numberNodes(google::protobuf::RepeatedPtrField<onnx::NodeProto> &nodes) {
    for (onnx::NodeProto &node : nodes)
      for (onnx::AttributeProto &attribute : *node.mutable_attribute())
        numberAttribute(attribute);
  }

  void numberAttribute(onnx::AttributeProto &attribute) {
    if (attribute.has_t())
      numberTensor(*attribute.mutable_t());
    for (TensorProto &tensor : *attribute.mutable_tensors())
      numberTensor(tensor);
    if (attribute.has_sparse_tensor())
      numberSparse(*attribute.mutable_sparse_tensor());
    for (onnx::SparseTensorProto &sparse : *attribute.mutable_sparse_tensors())
      numberSparse(sparse);
    if (attribute.has_g())
      numberGraph(*attribute.mutable_g());
    for (GraphProto &graph : *attribute.mutable_graphs())
      numberGraph(graph);
  }

  void numberSparse(onnx::SparseTensorProto &sparse) {
    if (sparse.has_values())
      numberTensor(*sparse.mutable_values());
    if (sparse.has_indices())
      numberTensor(*sparse.mutable_indices());
  }

  void numberTensor(TensorProto &tensor) {
    if (tensor.data_location() == TensorProto::EXTERNAL)
      return embed(tensor);
    if (!tensor.has_segment())
      return; // typed fields stay what they are
    auto begin = static_cast<uint64_t>(tensor.segment().begin());
    setSource(tensor, {"", model.bytes + begin, static_cast<uint64_t>(tensor.segment().end()) - begin});
  }

  void embed(TensorProto &tensor) {
    // Checked once more: tensors of functions that nothing calls were never looked at. What is wrong goes to `errors`.
    std::vector<Diagnostic> kept;
    kept.swap(model.diagnostics);
    bool failed = model.failed;
    Diagnostic owner;
    owner.value = tensor.name();
    owner.message = "tensor " + quote(tensor.name());
    TensorData data;
    bool good = readTensor(model, tensor, owner, data);
    kept.swap(model.diagnostics);
    model.failed = failed;
    if (!good) {
      errors.insert(errors.end(), kept.begin(), kept.end());
      return;
    }
    setSource(tensor, {"", data.data, data.bytes});
  }

  void setSource(TensorProto &tensor, Source source) {
    tensor.clear_data_location();
    tensor.clear_external_data();
    tensor.mutable_segment()->set_begin(static_cast<int64_t>(sources.size()));
    tensor.mutable_segment()->clear_end();
    sources.push_back(std::move(source));
    numbered.insert(&tensor);
  }

  Body write(const std::string &message, uint64_t begin, uint64_t end, OnnxMessage kind) {
    Body body;
    const auto *data = reinterpret_cast<const uint8_t *>(message.data());
    WireCursor cursor(data, begin, end);
    WireField field;
    while (cursor.next(field) == WireStatus::Field) {
      OnnxMessage inner = field.type == WireType::Bytes ? messageBehind(kind, field.number) : OnnxMessage::Other;
      if (kind == OnnxMessage::Tensor && field.number == tensorSegmentField)
        writeSource(body, data, field);
      else if (inner == OnnxMessage::Other)
        append(body, message.substr(field.begin, field.end - field.begin));
      else
        appendMessage(body, field.number, write(message, field.payload, field.end, inner));
    }
    return body;
  }

  static void append(Body &body, const std::string &bytes) {
    body.bytes += bytes.size();
    appendLiteral(body.pieces, bytes);
  }

  static void appendMessage(Body &body, uint32_t number, Body inner) {
    append(body, header(number, inner.bytes));
    body.bytes += inner.bytes;
    for (ExportPiece &piece : inner.pieces)
      appendPiece(body.pieces, std::move(piece));
  }

  static std::string header(uint32_t number, uint64_t bytes) {
    std::string text;
    appendVarint(text, uint64_t(number) << 3 | 2);
    appendVarint(text, bytes);
    return text;
  }

  void writeSource(Body &body, const uint8_t *data, const WireField &segment) {
    WireCursor cursor(data, segment.payload, segment.end);
    WireField begin;
    if (cursor.next(begin) != WireStatus::Field)
      return;
    const Source &source = sources[begin.value];
    append(body, header(tensorRawDataField, source.bytes));
    body.bytes += source.bytes;
    ExportPiece piece;
    piece.tensor = source.global;
    piece.bytes = source.bytes;
    if (source.global.empty() && source.bytes < leastMappedPiece)
      piece.owned.assign(reinterpret_cast<const char *>(source.data), source.bytes);
    else
      piece.mapped = source.data;
    appendPiece(body.pieces, std::move(piece));
  }

  Model::Impl &model;
  const std::map<std::string, std::string> &tensors;
  std::vector<Diagnostic> &errors;
  std::vector<Source> sources;
  /// Looked up only, never walked.
  std::set<const TensorProto *> numbered;
  std::set<std::string> placed;
};
} // namespace

bool neap::onnx_import::buildExportTemplate(Model &model, const std::map<std::string, std::string> &tensors,
                                            ExportTemplate &result, std::vector<Diagnostic> &errors) {
  return Builder(model, tensors, errors).run(result);
}
