//===- Payload.cpp - Weights and export template behind a program ---------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reader and writer of the payload; the layout is that of
// docs/ProgramFormat.md. The footer stands last, so the payload is found
// without knowing anything of the file in front of it.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Payload.h"

#include "neap/Runtime/Error.h"
#include "neap/Runtime/Program.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace neap::runtime;
using Json = nlohmann::json;

namespace {

constexpr char magic[8] = {'N', 'E', 'A', 'P', 'D', 'A', 'T', 'A'};
constexpr uint32_t payloadVersion = 1;
constexpr uint64_t alignment = 64;
/// Below this, hashing costs less than a millisecond or two and is always done.
constexpr uint64_t alwaysVerified = 16u << 20;
/// Bytes hashed between two releases of their pages.
constexpr uint64_t hashInterval = 4u << 20;

struct Footer {
  char magic[8];
  uint32_t version, reserved;
  uint64_t weightsOffset, weightsSize;
  uint64_t exportOffset, exportSize;
  uint64_t hash;
  uint64_t payloadSize;
};
static_assert(sizeof(Footer) == 64, "the footer has 64 bytes on disk");

/// Appends to an open file and hashes what it appends.
class HashingSink : public Sink {
public:
  HashingSink(int descriptor, uint64_t offset, std::string path)
      : descriptor(descriptor), position(offset), path(std::move(path)) {
    XXH3_64bits_reset(&state);
  }
  using Sink::write;
  void write(const void *data, uint64_t size) override {
    if (!writeFully(descriptor, data, size))
      throw fileError(path, "written");
    XXH3_64bits_update(&state, data, size);
    position += size;
  }
  void align() {
    const char zeros[alignment] = {};
    write(zeros, (alignment - position % alignment) % alignment);
  }
  uint64_t offset() const { return position; }
  uint64_t hash() const { return XXH3_64bits_digest(&state); }

private:
  int descriptor;
  uint64_t position;
  std::string path;
  XXH3_state_t state;
};

uint64_t writeTemplate(HashingSink &sink, const std::vector<ExportPiece> &pieces) {
  uint64_t begin = sink.offset(), total = 0;
  Json list = Json::array();
  for (const ExportPiece &piece : pieces) {
    total += piece.size;
    if (piece.tensor.empty()) {
      list.push_back({{"literal", piece.size}});
      continue;
    }
    Json entry = {{"tensor", piece.tensor}};
    if (!piece.permutation.empty())
      entry["permutation"] = piece.permutation;
    list.push_back(entry);
  }
  std::string text = Json{{"bytes", total}, {"pieces", list}}.dump();
  uint64_t textSize = text.size();
  sink.write(&textSize, 8);
  sink.write(text);
  for (const ExportPiece &piece : pieces)
    for (const ByteRange &range : piece.literal)
      sink.write(range.data, range.size);
  return sink.offset() - begin;
}

void append(int descriptor, uint64_t fileSize, const std::string &path, const std::vector<SafetensorsInput> &weights,
            const std::vector<ExportPiece> &exportTemplate) {
  const char zeros[alignment] = {};
  uint64_t padding = (alignment - fileSize % alignment) % alignment;
  if (!writeFully(descriptor, zeros, padding))
    throw fileError(path, "written");
  Footer footer = {};
  std::memcpy(footer.magic, magic, sizeof magic);
  footer.version = payloadVersion;
  footer.weightsOffset = fileSize + padding;
  HashingSink sink(descriptor, footer.weightsOffset, path);
  writeSafetensors(sink, weights, {});
  footer.weightsSize = sink.offset() - footer.weightsOffset;
  sink.align();
  footer.exportOffset = sink.offset();
  if (!exportTemplate.empty())
    footer.exportSize = writeTemplate(sink, exportTemplate);
  footer.hash = sink.hash();
  footer.payloadSize = sink.offset() - footer.weightsOffset + sizeof footer;
  if (!writeFully(descriptor, &footer, sizeof footer))
    throw fileError(path, "written");
}

Error damaged(const std::string &name, const std::string &what) {
  return Error(ExitStatus::Mismatch, name + ": " + what + "; compile the program again");
}

} // namespace

std::string neap::runtime::appendPayload(const std::string &path, const std::vector<SafetensorsInput> &weights,
                                         const std::vector<ExportPiece> &exportTemplate) {
  int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  struct stat status;
  if (descriptor < 0 || fstat(descriptor, &status) != 0) {
    std::string message = fileError(path, "opened").what();
    if (descriptor >= 0)
      ::close(descriptor);
    return message;
  }
  std::string message;
  try {
    append(descriptor, uint64_t(status.st_size), path, weights, exportTemplate);
  } catch (const std::exception &error) {
    message = error.what();
  }
  if (::close(descriptor) != 0 && message.empty())
    message = fileError(path, "written").what();
  return message;
}

bool Payload::findFooter(ByteRange file) {
  return file.size >= sizeof(Footer) && std::memcmp(file.data + file.size - sizeof(Footer), magic, sizeof magic) == 0;
}

Payload Payload::ofMemory(ByteRange file, const std::string &name) {
  if (!findFooter(file))
    throw damaged(name, "the weights at its end are missing: the file was stripped, cut off or not finished");
  Footer footer;
  std::memcpy(&footer, file.data + file.size - sizeof footer, sizeof footer);
  if (footer.version != payloadVersion)
    throw damaged(name, "its payload has version " + std::to_string(footer.version) + ", this runtime reads version " +
                            std::to_string(payloadVersion));
  uint64_t end = file.size - sizeof footer;
  auto inside = [&](uint64_t offset, uint64_t size) { return offset <= end && size <= end - offset; };
  if (!inside(footer.weightsOffset, footer.weightsSize) || !inside(footer.exportOffset, footer.exportSize) ||
      footer.payloadSize != file.size - footer.weightsOffset || footer.exportOffset < footer.weightsOffset)
    throw damaged(name, "its payload does not fit the file, which was cut off or changed");
  Payload payload;
  payload.name = name;
  payload.all = {file.data + footer.weightsOffset, end - footer.weightsOffset};
  payload.weightBytes = {file.data + footer.weightsOffset, footer.weightsSize};
  payload.exportBytes = {file.data + footer.exportOffset, footer.exportSize};
  payload.hash = footer.hash;
  if (payload.all.size <= alwaysVerified)
    payload.verify();
  return payload;
}

Payload Payload::ofFile(const std::string &path) {
  std::shared_ptr<MappedFile> mapped = MappedFile::open(path);
  Payload payload = ofMemory(mapped->bytes(), path);
  payload.file = std::move(mapped);
  return payload;
}

/// The file that the object at an address was loaded from; empty when there is none.
static std::string fileHolding(const void *address) {
  Dl_info info;
  return address && dladdr(address, &info) != 0 && info.dli_fname ? info.dli_fname : "";
}

Payload Payload::ofProgram(const neap_program *program) {
  // The tables' own address does not tell: an executable that names `neap_program_main` of a library holds a copy of
  // it. What the tables point to is where they were linked.
  std::vector<const void *> addresses = {program->manifest, program->functions, program};
  for (uint32_t f = 0; f < program->functionCount; ++f)
    for (uint64_t i = 0; i < program->functions[f].launchCount && addresses.size() < 4; ++i)
      if (program->functions[f].launches[i].generated)
        addresses.push_back(reinterpret_cast<const void *>(program->functions[f].launches[i].generated));
  for (const void *address : addresses) {
    std::string path = fileHolding(address);
    if (path.empty())
      continue;
    try {
      if (findFooter(MappedFile::open(path)->bytes()))
        return ofFile(path);
    } catch (const Error &error) {
      // An executable started through PATH is named without its folder: /proc knows it. Damage is not excused.
      if (error.status() != ExitStatus::InputOutput)
        throw;
    }
  }
  std::shared_ptr<MappedFile> executable = MappedFile::open("/proc/self/exe");
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  Payload payload = ofMemory(executable->bytes(), length > 0 ? std::string(path, size_t(length)) : "/proc/self/exe");
  payload.file = std::move(executable);
  return payload;
}

void Payload::verify() const {
  XXH3_state_t state;
  XXH3_64bits_reset(&state);
  for (uint64_t done = 0; done < all.size; done += hashInterval) {
    XXH3_64bits_update(&state, all.data + done, std::min(hashInterval, all.size - done));
    release();
  }
  if (XXH3_64bits_digest(&state) != hash)
    throw damaged(name, "its weights have changed since it was compiled (the checksum differs)");
}

SafetensorsFile Payload::weights() const { return parseSafetensors(weightBytes, name + " (weights)"); }

std::vector<ExportPiece> Payload::exportTemplate() const {
  auto fail = [&] { return damaged(name, "its export template is damaged"); };
  uint64_t textSize;
  if (exportBytes.size < 8)
    throw fail();
  std::memcpy(&textSize, exportBytes.data, 8);
  if (textSize > exportBytes.size - 8)
    throw fail();
  const char *text = reinterpret_cast<const char *>(exportBytes.data + 8);
  ByteRange literals{exportBytes.data + 8 + textSize, exportBytes.size - 8 - textSize};
  std::vector<ExportPiece> pieces;
  try {
    Json json = Json::parse(text, text + textSize);
    for (const Json &entry : json.at("pieces")) {
      ExportPiece piece;
      if (entry.contains("tensor")) {
        piece.tensor = entry.at("tensor").get<std::string>();
        if (entry.contains("permutation"))
          piece.permutation = entry.at("permutation").get<std::vector<int64_t>>();
      } else {
        piece.size = entry.at("literal").get<uint64_t>();
        if (piece.size > literals.size)
          throw fail();
        piece.literal = {{literals.data, piece.size}};
        literals = {literals.data + piece.size, literals.size - piece.size};
      }
      pieces.push_back(std::move(piece));
    }
  } catch (const Json::exception &) {
    throw fail();
  }
  return pieces;
}

void Payload::copyOut(void *to, ByteRange from) const {
  if (file)
    file->copyOut(to, from);
  else if (from.size > 0)
    std::memcpy(to, from.data, from.size);
}

void Payload::release() const {
  if (file)
    file->release();
}
