//===- Export.cpp - The trained model as ONNX -----------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Export.h. A transposed tensor is written through a small buffer, never as
// a second copy of the whole.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Export.h"

#include "neap/Runtime/AtomicFile.h"
#include "neap/Runtime/Error.h"

#include <algorithm>

using namespace neap::runtime;

/// Writes a tensor with its axes in the order `permutation`, which has been checked.
static void writePermuted(Sink &sink, const TensorInfo &tensor, const uint8_t *data,
                          const std::vector<int64_t> &permutation) {
  size_t rank = tensor.shape.size();
  std::vector<uint64_t> strides(rank, 1);
  for (size_t i = rank; i-- > 1;)
    strides[i - 1] = strides[i] * uint64_t(tensor.shape[i]);
  std::vector<int64_t> index(rank, 0);
  uint64_t elementBytes = byteSize(tensor.dtype);
  for (uint64_t n = 0; n < tensor.count; ++n) {
    uint64_t element = 0;
    for (size_t i = 0; i < rank; ++i)
      element += uint64_t(index[i]) * strides[size_t(permutation[i])];
    sink.write(data + element * elementBytes, elementBytes);
    for (size_t i = rank; i-- > 0;) {
      if (++index[i] < tensor.shape[size_t(permutation[i])])
        break;
      index[i] = 0;
    }
  }
}

static bool isPermutation(std::vector<int64_t> values, size_t rank) {
  std::sort(values.begin(), values.end());
  for (size_t i = 0; i < values.size(); ++i)
    if (values[i] != int64_t(i))
      return false;
  return values.size() == rank;
}

void neap::runtime::exportModel(const Session &session, const std::string &path) {
  if (!session.payload().hasExportTemplate())
    throw Error(ExitStatus::Mismatch, path + ": this program was compiled without a model to export");
  std::vector<ExportPiece> pieces = session.payload().exportTemplate();
  Problems problems;
  for (const ExportPiece &piece : pieces) {
    const TensorInfo *tensor = piece.tensor.empty() ? nullptr : session.manifest().global(piece.tensor);
    if (!piece.tensor.empty() && !tensor)
      problems.add("'" + piece.tensor + "' is no tensor of the program");
    else if (tensor && !piece.permutation.empty() && !isPermutation(piece.permutation, tensor->shape.size()))
      problems.add("'" + piece.tensor + "' is to be written with axes it does not have");
  }
  problems.throwIfAny(ExitStatus::Mismatch, path + ": the export template does not fit the program; compile it again");
  AtomicFile file(path);
  for (const ExportPiece &piece : pieces) {
    if (piece.tensor.empty()) {
      for (const ByteRange &range : piece.literal)
        file.write(range.data, range.size);
      continue;
    }
    const TensorInfo *tensor = session.manifest().global(piece.tensor);
    if (piece.permutation.empty())
      file.write(session.at(*tensor), tensor->bytes);
    else
      writePermuted(file, *tensor, session.at(*tensor), piece.permutation);
  }
  file.commit();
  session.payload().release();
}
