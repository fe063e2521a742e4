//===- Evaluate.cpp - Validation and prediction ---------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Evaluate.h. Sums are taken in double and in sample order, so they do not
// depend on the thread count.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Evaluate.h"

#include "neap/Runtime/SpillMemory.h"

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace neap::runtime;

namespace {

/// Calls `visit(first, count)` for each batch after filling and evaluating it; false when stopped.
bool forEachBatch(Session &session, DataFeed &feed, bool wholeOnly, const std::function<bool()> &stop,
                  const std::function<void(int64_t, int64_t)> &visit) {
  int64_t batch = session.manifest().batch, samples = feed.samples();
  std::vector<uint32_t> chosen(static_cast<size_t>(batch));
  for (int64_t first = 0; first < samples; first += batch) {
    int64_t count = std::min(batch, samples - first);
    if (wholeOnly && count < batch)
      break;
    if (stop())
      return false;
    for (int64_t i = 0; i < batch; ++i)
      chosen[size_t(i)] = uint32_t(i < count ? first + i : first);
    feed.fill(chosen.data());
    session.evaluate();
    visit(first, count);
  }
  return true;
}

/// Adds up one loss of the program over the data set.
struct LossSum {
  const LossInfo *loss;
  const TensorInfo *sums, *weights;
  double sum = 0, weight = 0;

  void add(const Session &session, int64_t count) {
    uint64_t perSample = sums->count / uint64_t(session.manifest().batch);
    for (uint64_t i = 0; i < uint64_t(count) * perSample; ++i) {
      sum += loadDouble(sums->dtype, session.at(*sums), i);
      if (weights)
        weight += loadDouble(weights->dtype, session.at(*weights), i);
    }
  }
  double value() const { return loss->scale * (loss->reduction == "mean" && weights ? sum / weight : sum); }
};

const TensorInfo *find(const FunctionInfo &function, const std::string &role, const std::string &name) {
  for (const TensorInfo &output : function.outputs)
    if (output.role == role && output.name == name)
      return &output;
  return nullptr;
}

std::vector<LossSum> lossSums(const Manifest &manifest) {
  const FunctionInfo &function = *manifest.function("evaluate");
  std::vector<LossSum> result;
  for (size_t i = 0; i < manifest.losses.size(); ++i) {
    std::string name = "loss" + std::to_string(i);
    if (const TensorInfo *sums = find(function, "loss-sum", name))
      result.push_back({&manifest.losses[i], sums, find(function, "loss-weight", name)});
  }
  return result;
}

/// Counts right answers: the largest output along the class axis against the target.
class Accuracy {
public:
  explicit Accuracy(const Session &session) : session(session) {
    const Manifest &manifest = session.manifest();
    const FunctionInfo &function = *manifest.function("evaluate");
    for (const LossInfo &candidate : manifest.losses) {
      const TensorInfo *scores = find(function, "output", candidate.output);
      const TensorInfo *labels = function.input(candidate.target);
      if (candidate.isClassification() && scores && labels && bind(candidate, *scores, *labels))
        return;
    }
  }
  const TensorInfo *target() const { return labels; }

  /// Looks at the first `count` samples of the batch, whose labels were kept by the feed's tap.
  void add(const std::vector<uint8_t> &labelBytes, int64_t count) {
    uint64_t rows = outer / uint64_t(session.manifest().batch) * uint64_t(count);
    for (uint64_t o = 0; o < rows; ++o)
      for (uint64_t i = 0; i < inner; ++i)
        addOne(labelBytes, o, i);
  }
  std::optional<double> value() const {
    if (!labels || seen == 0)
      return std::nullopt;
    return double(right) / double(seen);
  }

private:
  bool bind(const LossInfo &candidate, const TensorInfo &output, const TensorInfo &target) {
    int64_t rank = int64_t(output.shape.size());
    int64_t axis = candidate.classAxis < 0 ? candidate.classAxis + rank : candidate.classAxis;
    if (axis < 1 || axis >= rank || output.shape[0] % session.manifest().batch != 0)
      return false;
    outer = inner = 1;
    for (int64_t i = 0; i < rank; ++i)
      (i < axis ? outer : inner) *= i == axis ? 1 : uint64_t(output.shape[size_t(i)]);
    classes = uint64_t(output.shape[size_t(axis)]);
    probabilities = target.count == output.count && !isInteger(target.dtype);
    if (!probabilities && (!isInteger(target.dtype) || target.count != outer * inner))
      return false;
    loss = &candidate;
    scores = &output;
    labels = &target;
    return true;
  }
  /// Class with the largest value at one place; the first of equals.
  template <typename Load> uint64_t largest(uint64_t o, uint64_t i, Load load) const {
    uint64_t best = 0;
    auto bestValue = load(o * classes * inner + i);
    for (uint64_t c = 1; c < classes; ++c) {
      auto value = load((o * classes + c) * inner + i);
      if (value > bestValue) {
        bestValue = value;
        best = c;
      }
    }
    return best;
  }
  uint64_t largest(DType type, const uint8_t *data, uint64_t o, uint64_t i) const {
    if (type == DType::F32)
      return largest(o, i, [values = reinterpret_cast<const float *>(data)](uint64_t at) { return values[at]; });
    return largest(o, i, [=](uint64_t at) { return loadDouble(type, data, at); });
  }
  void addOne(const std::vector<uint8_t> &labelBytes, uint64_t o, uint64_t i) {
    int64_t label = probabilities ? int64_t(largest(labels->dtype, labelBytes.data(), o, i))
                                  : loadInteger(labels->dtype, labelBytes.data(), o * inner + i);
    if (!probabilities && loss->ignoreIndex && label == *loss->ignoreIndex)
      return;
    ++seen;
    right += int64_t(largest(scores->dtype, session.at(*scores), o, i)) == label;
  }

  const Session &session;
  const LossInfo *loss = nullptr;
  const TensorInfo *scores = nullptr, *labels = nullptr;
  uint64_t outer = 1, inner = 1, classes = 1;
  bool probabilities = false;
  int64_t right = 0, seen = 0;
};

} // namespace

Evaluation neap::runtime::validate(Session &session, DataFeed &feed, const std::function<bool()> &stop) {
  const Manifest &manifest = session.manifest();
  std::vector<LossSum> sums = lossSums(manifest);
  const TensorInfo *total = manifest.function("evaluate")->output("loss");
  bool wholeOnly = sums.empty();
  Accuracy accuracy(session);
  DataFeed::Tap tap{accuracy.target(), {}};
  feed.setTap(accuracy.target() ? &tap : nullptr);
  Evaluation result;
  double totalSum = 0;
  int64_t batches = 0;
  forEachBatch(session, feed, wholeOnly, stop, [&](int64_t, int64_t count) {
    for (LossSum &sum : sums)
      sum.add(session, count);
    if (total)
      totalSum += loadDouble(total->dtype, session.at(*total), 0);
    if (accuracy.target())
      accuracy.add(tap.bytes, count);
    result.samples += count;
    ++batches;
  });
  feed.setTap(nullptr);
  if (wholeOnly)
    result.loss = batches > 0 && total ? totalSum / double(batches) : std::nan("");
  for (const LossSum &sum : sums)
    result.loss += sum.value();
  result.accuracy = accuracy.value();
  return result;
}

bool neap::runtime::predict(Session &session, DataFeed &feed, const std::string &path,
                            const std::function<bool()> &stop) {
  const Manifest &manifest = session.manifest();
  struct Collected {
    const TensorInfo *tensor;
    Shape shape;
    uint64_t bytesPerSample;
    SpillMemory memory;
  };
  std::vector<Collected> outputs;
  uint64_t samples = uint64_t(feed.samples()), batch = uint64_t(manifest.batch),
           batches = (samples + batch - 1) / batch;
  for (const TensorInfo &output : manifest.function("evaluate")->outputs) {
    if (output.role != "output")
      continue;
    Shape shape = output.shape;
    bool perSample = !shape.empty() && uint64_t(shape[0]) % batch == 0 && shape[0] > 0;
    uint64_t bytes = perSample ? output.bytes / batch * samples : output.bytes * batches;
    if (perSample)
      shape[0] = int64_t(uint64_t(shape[0]) / batch * samples);
    else
      shape.insert(shape.begin(), int64_t(batches)); // one value a batch
    outputs.push_back(
        {&output, shape, perSample ? output.bytes / batch : 0, SpillMemory(bytes, "output '" + output.name + "'")});
  }
  uint64_t sinceRelease = 0;
  bool complete = forEachBatch(session, feed, false, stop, [&](int64_t first, int64_t count) {
    for (Collected &output : outputs) {
      uint64_t offset = output.bytesPerSample ? uint64_t(first) * output.bytesPerSample
                                              : uint64_t(first) / batch * output.tensor->bytes;
      uint64_t size = output.bytesPerSample ? uint64_t(count) * output.bytesPerSample : output.tensor->bytes;
      std::memcpy(output.memory.data() + offset, session.at(*output.tensor), size);
      sinceRelease += size;
    }
    if (sinceRelease >= (16u << 20)) {
      sinceRelease = 0;
      for (Collected &output : outputs)
        output.memory.release();
    }
  });
  if (!complete)
    return false;
  NpzWriter writer(path);
  for (const Collected &output : outputs)
    writer.add(output.tensor->name, output.tensor->dtype, output.shape, {output.memory.data(), output.memory.size()});
  writer.commit();
  return true;
}
