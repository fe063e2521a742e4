//===- DataFeed.cpp - Samples from files into the arena -------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See DataFeed.h. Rows that lie as the program wants them are copied; others
// are converted element by element. Mapped pages are given back every few
// megabytes, so that reading a large data set does not grow the resident
// memory.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/DataFeed.h"

#include <algorithm>
#include <cstring>

using namespace neap::runtime;

namespace {

/// Bytes read from files between two releases of their pages.
constexpr uint64_t releaseInterval = 16u << 20;
/// Arrays up to this size have all their values checked before the first step; larger ones as they are used.
constexpr uint64_t checkedAtOnce = 256u << 20;
/// Copying fewer bytes than this is not worth waking threads for.
constexpr uint64_t parallelBytes = 1u << 20;

Shape withoutOnes(const Shape &shape, size_t from) {
  Shape result;
  for (size_t i = from; i < shape.size(); ++i)
    if (shape[i] != 1)
      result.push_back(shape[i]);
  return result;
}

std::string join(const std::vector<std::string> &names) {
  std::string text;
  for (const std::string &name : names)
    text += (text.empty() ? "'" : ", '") + name + "'";
  return text.empty() ? "none" : text;
}

} // namespace

std::optional<AllowedRange> neap::runtime::allowedRange(const Manifest &manifest, const TensorInfo &tensor) {
  if (!isInteger(tensor.dtype))
    return std::nullopt;
  std::optional<AllowedRange> result;
  if (tensor.range)
    result = AllowedRange{tensor.range->first, tensor.range->second, std::nullopt};
  if (tensor.role != "target")
    return result;
  for (const LossInfo &loss : manifest.losses) {
    if (loss.target != tensor.name || !loss.isClassification())
      continue;
    if (result && loss.ignoreIndex)
      result->ignored = loss.ignoreIndex;
    for (const TensorInfo &output : manifest.function("evaluate")->outputs) {
      int64_t rank = int64_t(output.shape.size());
      int64_t axis = loss.classAxis < 0 ? loss.classAxis + rank : loss.classAxis;
      if (output.role == "output" && output.name == loss.output && axis >= 0 && axis < rank && !result)
        result = AllowedRange{0, output.shape[size_t(axis)] - 1, loss.ignoreIndex};
    }
  }
  return result;
}

DataFeed::DataFeed(const ArraySource &source, const Session &session, const std::string &function, bool targetsOptional,
                   Problems &problems)
    : session(session), name(source.path()) {
  for (const TensorInfo &tensor : session.manifest().function(function)->inputs)
    bind(source, tensor, targetsOptional && tensor.role == "target", problems);
  const Binding *first = nullptr;
  for (Binding &binding : bindings) {
    // A scalar input has no samples: it is the same for every batch.
    if (binding.tensor->shape.empty())
      continue;
    int64_t rows = binding.array.header.shape[0];
    if (rows % binding.rowsPerSample != 0)
      problems.add(name + ": array '" + binding.tensor->name + "' has " + std::to_string(rows) +
                   " rows, which is no multiple of the " + std::to_string(binding.rowsPerSample) + " rows of a sample");
    int64_t samples = rows / binding.rowsPerSample;
    if (!first) {
      first = &binding;
      sampleCount = samples;
    } else if (samples != sampleCount) {
      problems.add(name + ": array '" + binding.tensor->name + "' has " + std::to_string(samples) +
                   " samples, array '" + first->tensor->name + "' has " + std::to_string(sampleCount));
    }
  }
  sampleCount = std::max<int64_t>(sampleCount, 0);
  if (problems.empty() && sampleCount == 0)
    problems.add(name + ": there are no samples");
  if (sampleCount > int64_t(UINT32_MAX))
    problems.add(name + ": more than 2^32 - 1 samples");
  if (problems.empty())
    checkRanges(problems);
}

void DataFeed::bind(const ArraySource &source, const TensorInfo &tensor, bool optional, Problems &problems) {
  if (!source.has(tensor.name)) {
    if (optional)
      missing.push_back(&tensor);
    else
      problems.add(name + ": array '" + tensor.name + "' (" + tensor.role + ", " + dtypeName(tensor.dtype) +
                   toString(tensor.shape) + ") is missing; there are: " + join(source.names()));
    return;
  }
  Binding binding;
  binding.tensor = &tensor;
  try {
    binding.array.header = source.header(tensor.name);
    if (!bindShape(binding, problems))
      return;
    binding.array = source.array(tensor.name);
  } catch (const Error &error) {
    problems.add(error.what());
    return;
  }
  binding.range = allowedRange(session.manifest(), tensor);
  bindings.push_back(std::move(binding));
}

bool DataFeed::bindShape(Binding &binding, Problems &problems) {
  const Shape &have = binding.array.header.shape, &want = binding.tensor->shape;
  int64_t batch = session.manifest().batch;
  bool scalar = want.empty();
  bool rows = scalar ? withoutOnes(have, 0).empty() : !have.empty() && want[0] % batch == 0;
  if (!rows || (!scalar && withoutOnes(have, 1) != withoutOnes(want, 1))) {
    Shape expected = want;
    std::string text = toString(expected);
    if (!scalar)
      text = "[samples" + (want.size() > 1 ? ", " + toString(Shape(want.begin() + 1, want.end())).substr(1) : "]");
    problems.add(name + ": array '" + binding.tensor->name + "' has the shape " + toString(have) + ", expected " +
                 text);
    return false;
  }
  binding.rowsPerSample = scalar ? 1 : want[0] / batch;
  binding.rowCount = scalar ? 1 : binding.tensor->count / std::max<uint64_t>(1, uint64_t(want[0]));
  binding.rowBytes = binding.rowCount * byteSize(binding.tensor->dtype);
  binding.strides.assign(have.size(), 1);
  if (binding.array.header.fortranOrder)
    for (size_t i = 1; i < have.size(); ++i)
      binding.strides[i] = binding.strides[i - 1] * have[i - 1];
  else
    for (size_t i = have.size(); i-- > 1;)
      binding.strides[i - 1] = binding.strides[i] * have[i];
  return true;
}

bool DataFeed::has(const std::string &input) const {
  return std::any_of(bindings.begin(), bindings.end(), [&](const Binding &b) { return b.tensor->name == input; });
}

void DataFeed::checkRanges(Problems &problems) {
  for (Binding &binding : bindings) {
    if (!binding.range || binding.array.data.size > checkedAtOnce)
      continue;
    std::vector<uint8_t> sample(size_t(binding.rowsPerSample) * binding.rowBytes);
    int64_t bad = 0;
    std::string first;
    for (int64_t i = 0; i < sampleCount; ++i) {
      std::string message = copySample(binding, i, sample.data());
      if (!message.empty() && bad++ == 0)
        first = message;
    }
    if (bad > 0)
      problems.add(first + (bad > 1 ? " (and " + std::to_string(bad - 1) + " more rows like it)" : ""));
    binding.array.release();
  }
}

/// Copies one row of the array; an empty text, or why it does not fit.
std::string DataFeed::copyRow(const Binding &binding, int64_t row, uint8_t *to) const {
  const NpyHeader &header = binding.array.header;
  const TensorInfo &tensor = *binding.tensor;
  uint64_t elementBytes = byteSize(tensor.dtype);
  int64_t base = binding.tensor->shape.empty() || header.shape.empty() ? 0 : row * binding.strides[0];
  auto at = [&](int64_t element) { return binding.array.data.data + element * header.type.bytes; };
  auto complain = [&](uint64_t index) {
    return name + ": array '" + tensor.name + "', row " + std::to_string(row) + ", element " + std::to_string(index) +
           ": the " + header.type.name() + " value cannot be held by " + dtypeName(tensor.dtype);
  };
  uint64_t done = 0;
  if (!header.fortranOrder || header.shape.size() < 2) {
    done = convert(header.type, at(base), 1, tensor.dtype, to, binding.rowCount);
    if (done < binding.rowCount)
      return complain(done);
  } else {
    // Walk the inner indices in row-major order; the last dimension in one strided conversion.
    size_t last = header.shape.size() - 1;
    uint64_t run = last == 0 ? 1 : uint64_t(header.shape[last]);
    std::vector<int64_t> index(header.shape.size(), 0);
    for (; done < binding.rowCount; done += run) {
      int64_t element = base;
      for (size_t i = 1; i < last; ++i)
        element += index[i] * binding.strides[i];
      uint64_t got =
          convert(header.type, at(element), binding.strides[last], tensor.dtype, to + done * elementBytes, run);
      if (got < run)
        return complain(done + got);
      for (size_t i = last; i-- > 1;) {
        if (++index[i] < header.shape[i])
          break;
        index[i] = 0;
      }
    }
  }
  if (!binding.range)
    return "";
  for (uint64_t i = 0; i < binding.rowCount; ++i) {
    int64_t value = loadInteger(tensor.dtype, to, i);
    bool fits = (value >= binding.range->low && value <= binding.range->high) ||
                (binding.range->ignored && value == *binding.range->ignored);
    if (!fits)
      return name + ": array '" + tensor.name + "', row " + std::to_string(row) + ": " + std::to_string(value) +
             " is not between " + std::to_string(binding.range->low) + " and " + std::to_string(binding.range->high);
  }
  return "";
}

std::string DataFeed::copySample(const Binding &binding, int64_t sample, uint8_t *to) const {
  for (int64_t i = 0; i < binding.rowsPerSample; ++i) {
    std::string message = copyRow(binding, sample * binding.rowsPerSample + i, to + uint64_t(i) * binding.rowBytes);
    if (!message.empty())
      return message;
  }
  return "";
}

void DataFeed::fill(const uint32_t *chosen) {
  for (const TensorInfo *tensor : missing)
    std::memset(session.at(*tensor), 0, tensor->bytes);
  for (const Binding &binding : bindings) {
    uint8_t *to = session.at(*binding.tensor);
    uint64_t sampleBytes = uint64_t(binding.rowsPerSample) * binding.rowBytes;
    int64_t count = binding.tensor->shape.empty() ? 1 : session.manifest().batch;
    std::string message;
#pragma omp parallel for schedule(static)                                                                              \
    num_threads(session.threads()) if (uint64_t(count) * sampleBytes >= parallelBytes)
    for (int64_t i = 0; i < count; ++i) {
      std::string problem = copySample(binding, int64_t(chosen[i]), to + uint64_t(i) * sampleBytes);
      if (problem.empty())
        continue;
#pragma omp critical
      if (message.empty() || problem < message)
        message = problem;
    }
    if (!message.empty())
      throw Error(ExitStatus::Mismatch, message);
    sinceRelease += uint64_t(count) * binding.rowCount * binding.array.header.type.bytes;
  }
  if (tap)
    tap->bytes.assign(session.at(*tap->tensor), session.at(*tap->tensor) + tap->tensor->bytes);
  if (sinceRelease >= releaseInterval)
    releasePages();
}

void DataFeed::releasePages() {
  for (const Binding &binding : bindings)
    binding.array.release();
  sinceRelease = 0;
}
