//===- Weights.cpp - Initial values of globals as a payload --------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Weights go from the model's file to the program's payload without passing
// through memory of their own: a file range stays a range of a mapping.
//
//===----------------------------------------------------------------------===//

#include "Weights.h"

#include "neap/Runtime/Error.h"

using namespace mlir;
using namespace neap;

static runtime::DType getDType(Type element) {
  std::string name;
  llvm::raw_string_ostream stream(name);
  element.print(stream);
  runtime::DType type = runtime::DType::F32;
  bool known = runtime::parseDType(name, type);
  assert(known && "the verifier admits no other element type");
  (void)known;
  return type;
}

/// Row-major bytes of dense data: one byte per boolean, splats written out.
static std::vector<char> toBytes(DenseElementsAttr elements) {
  RankedTensorType type = cast<RankedTensorType>(elements.getType());
  std::vector<char> bytes;
  bytes.reserve(getTensorBytes(type));
  if (type.getElementType().isInteger(1)) {
    for (bool value : elements.getValues<bool>())
      bytes.push_back(value);
    return bytes;
  }
  ArrayRef<char> raw = elements.getRawData();
  size_t repeat = elements.isSplat() ? type.getNumElements() : 1;
  for (size_t i = 0; i < repeat; ++i)
    bytes.insert(bytes.end(), raw.begin(), raw.end());
  return bytes;
}

std::string InitialWeights::collect(ModuleOp module) {
  for (GlobalOp global : module.getOps<GlobalOp>()) {
    std::optional<Attribute> initial = global.getInitial();
    if (!initial || isa<ZeroAttr>(*initial))
      continue;
    RankedTensorType type = global.getTensorType();
    runtime::SafetensorsInput tensor{
        global.getSymName().str(), getDType(type.getElementType()), runtime::Shape(type.getShape()), {}};
    if (auto range = dyn_cast<FileAttr>(*initial)) {
      std::shared_ptr<runtime::MappedFile> &file = files[range.getPath().str()];
      try {
        if (!file)
          file = runtime::MappedFile::open(range.getPath().str());
      } catch (const runtime::Error &error) {
        return error.what();
      }
      runtime::ByteRange bytes = file->bytes();
      if (range.getOffset() > bytes.size || range.getSize() > bytes.size - range.getOffset())
        return "global '" + tensor.name + "': bytes " + std::to_string(range.getOffset()) + " to " +
               std::to_string(range.getOffset() + range.getSize()) + " asked of '" + range.getPath().str() +
               "', which has " + std::to_string(bytes.size);
      tensor.pieces.push_back({bytes.data + range.getOffset(), range.getSize()});
    } else {
      owned.push_back(toBytes(cast<DenseElementsAttr>(*initial)));
      tensor.pieces.push_back({reinterpret_cast<const uint8_t *>(owned.back().data()), owned.back().size()});
    }
    tensors.push_back(std::move(tensor));
  }
  return {};
}
