//===- Emit.cpp - From a planned module to a file ------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Object code, linked with the runtime, with the weights and the export template
// appended (docs/ProgramFormat.md). Everything is made under a temporary name and
// renamed when it is whole.
//
//===----------------------------------------------------------------------===//

#include "Emit.h"

#include "ExportPieces.h"
#include "LibraryHeader.h"
#include "Link.h"
#include "Manifest.h"
#include "Weights.h"

#include "neap/Runtime/Error.h"
#include "neap/Runtime/Payload.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

#include <chrono>

using namespace mlir;
using namespace neap;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

/// Times `work` as a row of its own.
template <typename Work> static auto measured(std::vector<StageTime> &times, StringRef name, Work work) {
  auto start = std::chrono::steady_clock::now();
  auto result = work();
  times.push_back({name.str(), std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()});
  return result;
}

static std::string writeBytes(const std::string &file, StringRef bytes) {
  std::error_code code;
  llvm::raw_fd_ostream stream(file, code);
  if (!code)
    stream << bytes;
  stream.close();
  if (!code)
    code = stream.error();
  stream.clear_error();
  return code ? "'" + file + "' cannot be written: " + code.message() : std::string();
}

static std::string moveInto(const std::string &from, const std::string &to) {
  if (std::error_code code = fs::rename(from, to))
    return "'" + to + "' cannot be written: " + code.message();
  return {};
}

/// Whether some launch calls oneDNN.
static bool usesOneDNN(ModuleOp module) {
  bool found = false;
  module.walk([&](LaunchOp launch) {
    found |= launch.getLibrary() && StringRef(*launch.getLibrary()).starts_with("neap_onednn_");
  });
  return found;
}

/// Weights beside an object file, which has no payload of its own.
static std::string writeWeights(const InitialWeights &weights, const std::string &file) {
  try {
    runtime::AtomicFile output(file);
    runtime::writeSafetensors(output, weights.getTensors(), {});
    output.commit();
  } catch (const runtime::Error &error) {
    return error.what();
  }
  return {};
}

namespace {

/// One artefact on its way.
class Emission {
public:
  Emission(EmitRequest request, std::vector<StageTime> &times) : request(std::move(request)), times(times) {}

  Status run(std::string &error);

private:
  Status lower(std::string &code);
  std::string linkAndAppend(const std::string &code);
  std::string writeObject(const std::string &code);

  EmitRequest request;
  std::vector<StageTime> &times;
  InitialWeights weights;
  ExportPieces exportPieces;
};

} // namespace

/// Manifest in, launches and code out.
Status Emission::lower(std::string &code) {
  ManifestFacts facts;
  facts.model = path::filename(request.model).str();
  facts.threads = request.threads;
  facts.exportBytes = exportPieces.getBytes();
  facts.budget = request.budget;
  std::string manifest =
      llvm::formatv("{0}", llvm::json::Value(buildManifest(request.module, request.backend, facts))).str();
  request.module->setAttr(manifestAttrName, StringAttr::get(request.module.getContext(), manifest));
  bool lowered = measured(times, "lower", [&] {
    PassManager passes(request.module.getContext(), ModuleOp::getOperationName());
    request.backend.populateLowerKernels(passes);
    return succeeded(passes.run(request.module));
  });
  if (!lowered)
    return Status::Defect;
  EmitKind kind = request.kind == ArtefactKind::Assembly ? EmitKind::Assembly
                  : request.kind == ArtefactKind::LLVMIR ? EmitKind::LLVMIR
                                                         : EmitKind::Object;
  FailureOr<std::string> text = measured(times, "codegen", [&] { return request.backend.emit(request.module, kind); });
  if (failed(text))
    return Status::Defect;
  code = std::move(*text);
  return Status::Done;
}

std::string Emission::linkAndAppend(const std::string &code) {
  bool library = request.kind == ArtefactKind::Library;
  std::string object = request.path + ".partial.o", linked = request.path + ".partial";
  llvm::scope_exit removePartial([&] {
    (void)fs::remove(object);
    (void)fs::remove(linked);
  });
  if (std::string error = writeBytes(object, code); !error.empty())
    return error;
  std::string error =
      measured(times, "link", [&] { return linkArtefact(object, linked, library, usesOneDNN(request.module)); });
  if (error.empty())
    error = runtime::appendPayload(linked, weights.getTensors(), exportPieces.getPieces());
  if (error.empty() && library)
    error = writeBytes(request.path + ".h", libraryHeader(request.module, path::stem(request.path).str()));
  return error.empty() ? moveInto(linked, request.path) : error;
}

std::string Emission::writeObject(const std::string &code) {
  std::string partial = request.path + ".partial";
  llvm::scope_exit removePartial([&] { (void)fs::remove(partial); });
  std::string error = writeBytes(partial, code);
  if (error.empty() && request.kind == ArtefactKind::Object)
    error = writeWeights(weights, request.path + ".safetensors");
  return error.empty() ? moveInto(partial, request.path) : error;
}

Status Emission::run(std::string &error) {
  if (error = weights.collect(request.module); !error.empty())
    return Status::File;
  exportPieces.build(request.model, request.report);
  std::string code;
  if (Status status = lower(code); status != Status::Done)
    return status;
  bool links = request.kind == ArtefactKind::Program || request.kind == ArtefactKind::Library;
  error = links ? linkAndAppend(code) : writeObject(code);
  return error.empty() ? Status::Done : Status::File;
}

Status neap::emitArtefact(const EmitRequest &request, std::vector<StageTime> &times, std::string &error) {
  StringRef folder = path::parent_path(request.path);
  if (!folder.empty() && !fs::is_directory(folder)) {
    error = "-o: '" + request.path + "': the folder does not exist";
    return Status::File;
  }
  if (fs::is_directory(request.path)) {
    error = "-o: '" + request.path + "' is a folder; expected the path of a file";
    return Status::File;
  }
  return Emission(request, times).run(error);
}
