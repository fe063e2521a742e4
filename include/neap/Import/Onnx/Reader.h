//===- Reader.h - ONNX bytes to a validated model ---------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads an ONNX file, with or without external data, into an `onnx::ModelProto`
// that the importer can walk without doubting it: names are defined once and
// before use, nodes agree with their schema, local functions are inlined, and
// every tensor's bytes are there. No input crashes it, every problem is
// reported in one go, and memory follows the bytes the file has, never the
// sizes it declares.
//
// Weights are not copied: the file is mapped, protobuf gets the message without
// its raw tensor bytes, and `TensorData` points into the mapping.
//
// Plain C++ with neither LLVM nor MLIR, so that it is fuzzed alone.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_IMPORT_ONNX_READER_H
#define NEAP_IMPORT_ONNX_READER_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace onnx {
class GraphProto;
class ModelProto;
class TensorProto;
class ValueInfoProto;
} // namespace onnx

namespace neap {
namespace onnx_import {

/// The opsets of ai.onnx that are read.
constexpr int64_t oldestOpset = 9;
constexpr int64_t newestOpset = 24;

/// Limits on what a file may ask for. Each is far above real models and far
/// below what would hurt.
constexpr uint64_t maxFileBytes = uint64_t(1) << 31;  ///< a protobuf message ends at 2 GiB; more is external data
constexpr uint64_t maxGraphBytes = uint64_t(1) << 30; ///< message without raw tensor bytes; also after inlining
constexpr uint64_t maxNodes = 1000000;                ///< nodes with those of subgraphs, after inlining
constexpr unsigned maxGraphDepth = 24;                ///< graphs nested in attributes
constexpr unsigned maxFunctionDepth = 64;             ///< calls of local functions nested in one another
constexpr unsigned maxRank = 64;                      ///< dimensions of a tensor
constexpr unsigned maxDiagnostics = 1000;             ///< more are counted, not kept

enum class Severity { Warning, Error };

/// Decides the exit status: 6 for Unreadable, 3 for the others.
enum class Problem {
  Unreadable,  ///< the model file could not be opened or read
  Invalid,     ///< not an ONNX model, or one that contradicts itself
  Unsupported, ///< a valid model that this reader does not take
};

struct Diagnostic {
  Severity severity = Severity::Error;
  Problem problem = Problem::Invalid;
  /// ONNX node name (`#7` for the eighth node where it has none), empty where no node is concerned.
  std::string node;
  /// Operator of that node, `domain::Name` outside ai.onnx.
  std::string op;
  /// Value, initializer or input concerned; may be empty.
  std::string value;
  /// The whole message, naming the above; one line.
  std::string message;
};

enum class DType { F32, F64, F16, BF16, I1, I8, U8, I16, U16, I32, U32, I64, U64 };

/// `f32`, `bf16`, ... as in docs/ProgramFormat.md.
const char *dtypeName(DType dtype);
/// Bytes of one element; I1 takes one.
unsigned dtypeBytes(DType dtype);

/// A tensor's bytes: dense, row-major, little-endian. `data` need not be aligned
/// to its element size and lives as long as the model. A mapped tensor also says
/// where it lies, so that it can be copied from file to file.
struct TensorData {
  DType dtype = DType::F32;
  std::vector<int64_t> shape;
  const uint8_t *data = nullptr;
  uint64_t bytes = 0;
  /// Index into `Model::files()`, or -1 where the bytes were decoded from typed fields.
  int file = -1;
  uint64_t offset = 0;

  uint64_t elements() const { return bytes / dtypeBytes(dtype); }
};

struct Initializer {
  std::string name;
  TensorData tensor;
};

/// What `readModel` found. Where `valid()` is false only `diagnostics()` has
/// meaning.
class Model {
public:
  Model();
  ~Model();
  Model(const Model &) = delete;
  Model &operator=(const Model &) = delete;

  bool valid() const;
  /// In the order of the file; errors and warnings.
  const std::vector<Diagnostic> &diagnostics() const;
  /// True if some error says Unreadable.
  bool unreadable() const;

  /// The model with nodes in topological order (the file's own wherever that is one), local functions inlined, domain
  /// `ai.onnx` written as the empty string, and no tensor bytes: use `initializer` and `tensor`.
  const onnx::ModelProto &proto() const;
  const onnx::GraphProto &graph() const;
  /// Version imported of a domain, 0 where it is not; the default domain is "" or "ai.onnx".
  int64_t opset(const std::string &domain = "") const;

  /// Graph inputs without those that an initializer gives a value to (all of them do in IR versions below 4).
  const std::vector<const onnx::ValueInfoProto *> &inputs() const;
  /// Initializers of the main graph, in file order.
  const std::vector<Initializer> &initializers() const;
  const TensorData *initializer(const std::string &name) const;
  /// The data of any tensor in `proto()`: an attribute's, a subgraph's initializer. Null for a foreign message.
  const TensorData *tensor(const onnx::TensorProto &tensor) const;

  /// Files that mapped tensors lie in: the model first, then external data.
  const std::vector<std::string> &files() const;
  /// The model file as it is on disk.
  const uint8_t *bytes() const;
  uint64_t byteCount() const;

  struct Impl;
  /// For the parts of the reader only.
  Impl &impl() { return *state; }
  const Impl &impl() const { return *state; }

private:
  std::unique_ptr<Impl> state;
};

/// Reads the file at `path`; external data is looked for in its folder. Never null, never throws.
std::unique_ptr<Model> readModel(const std::string &path);

/// Reads a model from memory that outlives the result; external data is looked for in `folder`.
std::unique_ptr<Model> readModel(const uint8_t *bytes, uint64_t byteCount, const std::string &folder);

} // namespace onnx_import
} // namespace neap

#endif // NEAP_IMPORT_ONNX_READER_H
