//===- FakeProgram.cpp - A program written by hand ------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See FakeProgram.h. Sizes travel to the kernels in a constant tensor.
//
//===----------------------------------------------------------------------===//

#include "FakeProgram.h"

#include "neap/Runtime/Philox.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

using namespace neap::runtime;
using namespace neap::test;

namespace {

struct Sizes {
  int64_t batch, features, classes, accumulate;
};

template <typename T> T *argument(uint8_t *arena, const uint64_t *offsets, int i) {
  return reinterpret_cast<T *>(arena + offsets[i]);
}

/// x, W, b, sizes -> logits; rows are samples.
void logitsKernel(uint8_t *arena, const uint64_t *offsets, int64_t begin, int64_t end) {
  const float *x = argument<float>(arena, offsets, 0), *w = argument<float>(arena, offsets, 1);
  const float *b = argument<float>(arena, offsets, 2);
  const Sizes &s = *argument<Sizes>(arena, offsets, 3);
  float *logits = argument<float>(arena, offsets, 4);
  for (int64_t n = begin; n < end; ++n)
    for (int64_t c = 0; c < s.classes; ++c) {
      float sum = b[c];
      for (int64_t f = 0; f < s.features; ++f)
        sum += x[n * s.features + f] * w[f * s.classes + c];
      logits[n * s.classes + c] = sum;
    }
}

/// logits, target, sizes -> loss sum and weight of each sample; a target of -100 is ignored.
void lossesKernel(uint8_t *arena, const uint64_t *offsets, int64_t begin, int64_t end) {
  const float *logits = argument<float>(arena, offsets, 0);
  const int64_t *target = argument<int64_t>(arena, offsets, 1);
  const Sizes &s = *argument<Sizes>(arena, offsets, 2);
  float *sum = argument<float>(arena, offsets, 3), *weight = argument<float>(arena, offsets, 4);
  for (int64_t n = begin; n < end; ++n) {
    double total = 0;
    for (int64_t c = 0; c < s.classes; ++c)
      total += std::exp(double(logits[n * s.classes + c]));
    weight[n] = target[n] == -100 ? 0 : 1;
    sum[n] = target[n] == -100 ? 0 : float(std::log(total) - double(logits[n * s.classes + target[n]]));
  }
}

/// x, logits, target, sizes, seed, step, microbatch -> loss, dW, db; one row.
void backwardKernel(uint8_t *arena, const uint64_t *offsets, int64_t, int64_t) {
  const float *x = argument<float>(arena, offsets, 0), *logits = argument<float>(arena, offsets, 1);
  const int64_t *target = argument<int64_t>(arena, offsets, 2);
  const Sizes &s = *argument<Sizes>(arena, offsets, 3);
  int64_t seed = *argument<int64_t>(arena, offsets, 4), step = *argument<int64_t>(arena, offsets, 5);
  int64_t microbatch = *argument<int64_t>(arena, offsets, 6);
  float *loss = argument<float>(arena, offsets, 7), *dw = argument<float>(arena, offsets, 8);
  float *db = argument<float>(arena, offsets, 9);
  PhiloxStream noise(uint64_t(seed), uint64_t(step * 1000 + microbatch));
  std::vector<double> gradientW(size_t(s.features * s.classes)), gradientB(size_t(s.classes), 0.0);
  for (double &g : gradientW)
    g = 1e-3 * double(noise.below(1000)) / 1000;
  double sum = 0;
  for (int64_t n = 0; n < s.batch; ++n) {
    double total = 0;
    for (int64_t c = 0; c < s.classes; ++c)
      total += std::exp(double(logits[n * s.classes + c]));
    sum += std::log(total) - double(logits[n * s.classes + target[n]]);
    for (int64_t c = 0; c < s.classes; ++c) {
      double g = (std::exp(double(logits[n * s.classes + c])) / total - (c == target[n] ? 1 : 0)) / double(s.batch);
      gradientB[size_t(c)] += g;
      for (int64_t f = 0; f < s.features; ++f)
        gradientW[size_t(f * s.classes + c)] += g * double(x[n * s.features + f]);
    }
  }
  *loss = float(sum / double(s.batch));
  std::copy(gradientW.begin(), gradientW.end(), dw);
  std::copy(gradientB.begin(), gradientB.end(), db);
}

/// gradient -> accumulator.
void addKernel(uint8_t *arena, const uint64_t *offsets, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i)
    argument<float>(arena, offsets, 1)[i] += argument<float>(arena, offsets, 0)[i];
}

/// accumulator, sizes -> mean gradient; the accumulator becomes zero.
void meanKernel(uint8_t *arena, const uint64_t *offsets, int64_t begin, int64_t end) {
  float *accumulator = argument<float>(arena, offsets, 0), *gradient = argument<float>(arena, offsets, 2);
  const Sizes &s = *argument<Sizes>(arena, offsets, 1);
  for (int64_t i = begin; i < end; ++i) {
    gradient[i] = accumulator[i] / float(s.accumulate);
    accumulator[i] = 0;
  }
}

/// gradient, learning rate -> momentum, parameter.
void updateKernel(uint8_t *arena, const uint64_t *offsets, int64_t begin, int64_t end) {
  const float *gradient = argument<float>(arena, offsets, 0);
  float rate = *argument<float>(arena, offsets, 1);
  float *momentum = argument<float>(arena, offsets, 2), *parameter = argument<float>(arena, offsets, 3);
  for (int64_t i = begin; i < end; ++i) {
    momentum[i] = 0.9f * momentum[i] + gradient[i];
    parameter[i] -= rate * momentum[i];
  }
}

ByteRange bytesOf(const std::vector<float> &values) {
  return {reinterpret_cast<const uint8_t *>(values.data()), values.size() * sizeof(float)};
}

const std::string exportHead = "HEAD", exportTail = "TAIL!";

} // namespace

FakeProgram::FakeProgram(const FakeOptions &options) : options(options) {
  for (int64_t i = 0; i < options.features * options.classes; ++i)
    matrix.push_back(float(0.01 * double(i % 7) - 0.02));
  for (int64_t i = 0; i < options.classes; ++i)
    bias.push_back(float(0.1 * double(i)));
  build(options);
}

std::string FakeProgram::tensor(const std::string &name, const char *roleKey, const std::string &role,
                                const std::string &dtype, const std::vector<int64_t> &shape, const std::string &more) {
  uint64_t bytes = dtype == "i64" ? 8 : 4;
  for (int64_t extent : shape)
    bytes *= uint64_t(extent);
  if (!offsets.count(name)) {
    offsets[name] = arenaBytes;
    arenaBytes += (bytes + 63) / 64 * 64;
  }
  return std::string("{\"name\": \"") + name + "\", \"" + roleKey + "\": \"" + role + "\", \"dtype\": \"" + dtype +
         "\", \"shape\": " + toString(shape) + ", \"offset\": " + std::to_string(offsets[name]) + more + "}";
}

void FakeProgram::addLaunch(const std::string &function, const char *name, neap_generated_kernel kernel, int64_t extent,
                            std::vector<std::string> arguments) {
  argumentLists.push_back(std::make_unique<std::vector<uint64_t>>());
  for (const std::string &argument : arguments)
    argumentLists.back()->push_back(offsets.at(argument));
  neap_launch launch = {};
  launch.name = name;
  launch.generated = kernel;
  launch.offsets = argumentLists.back()->data();
  launch.offsetCount = uint32_t(arguments.size());
  launch.extent = extent;
  launch.grain = 2;
  launches[function].push_back(launch);
}

void FakeProgram::build(const FakeOptions &o) {
  int64_t elements = o.features * o.classes;
  std::string batchText = std::to_string(o.batch);
  std::vector<int64_t> matrixShape = {o.features, o.classes}, biasShape = {o.classes},
                       logitsShape = {o.batch, o.classes};
  std::string globals =
      tensor("w", "role", "parameter", "f32", matrixShape, ", \"init\": \"weights\", \"trained\": true") + "," +
      tensor("b", "role", "parameter", "f32", biasShape, ", \"init\": \"weights\", \"trained\": true") + "," +
      tensor("seen", "role", "state", "f32", {2}, ", \"init\": \"zero\"") + "," +
      tensor("w/momentum", "role", "optimizer", "f32", matrixShape, ", \"init\": \"zero\"") + "," +
      tensor("b/momentum", "role", "optimizer", "f32", biasShape, ", \"init\": \"zero\"") + "," +
      tensor("sizes", "role", "constant", "i64", {4}, ", \"init\": \"weights\"") + "," +
      tensor("learning_rate", "role", "control", "f32", {}) + "," + tensor("step", "role", "control", "i64", {}) + "," +
      tensor("seed", "role", "control", "i64", {}) + "," + tensor("microbatch", "role", "control", "i64", {});
  if (o.accumulate > 1)
    globals += "," + tensor("w/grad", "role", "accumulator", "f32", matrixShape, ", \"init\": \"zero\"") + "," +
               tensor("b/grad", "role", "accumulator", "f32", biasShape, ", \"init\": \"zero\"");
  std::string inputs = tensor("x", "kind", "data", "f32", {o.batch, o.features}) + "," +
                       tensor("target", "kind", "target", "i64", {o.batch});
  std::string loss = tensor("loss", "kind", "loss", "f32", {});
  std::string logits = tensor("logits", "kind", "output", "f32", logitsShape);
  std::string sums = tensor("sum", "kind", "loss-sum", "f32", {o.batch}),
              weight = tensor("weight", "kind", "loss-weight", "f32", {o.batch});
  // Outputs have the names the manifest gives them, places of their own.
  auto rename = [](std::string text, const std::string &from, const std::string &to) {
    return text.replace(text.find("\"" + from + "\""), from.size() + 2, "\"" + to + "\"");
  };
  std::string gradients = rename(tensor("dw", "kind", "gradient", "f32", matrixShape), "dw", "w") + "," +
                          rename(tensor("db", "kind", "gradient", "f32", biasShape), "db", "b");
  if (!o.keepGradients)
    gradients.clear();
  std::string train = o.accumulate > 1 ? "accumulate" : "step", update = o.accumulate > 1 ? "update" : "step";
  addLaunch(train, "forward", logitsKernel, o.batch, {"x", "w", "b", "sizes", "logits"});
  addLaunch(train, "backward", backwardKernel, 1,
            {"x", "logits", "target", "sizes", "seed", "step", "microbatch", "loss", "dw", "db"});
  if (o.accumulate > 1) {
    addLaunch(train, "add.w", addKernel, elements, {"dw", "w/grad"});
    addLaunch(train, "add.b", addKernel, o.classes, {"db", "b/grad"});
    addLaunch(update, "mean.w", meanKernel, elements, {"w/grad", "sizes", "dw"});
    addLaunch(update, "mean.b", meanKernel, o.classes, {"b/grad", "sizes", "db"});
  }
  addLaunch(update, "update.w", updateKernel, elements, {"dw", "learning_rate", "w/momentum", "w"});
  addLaunch(update, "update.b", updateKernel, o.classes, {"db", "learning_rate", "b/momentum", "b"});
  addLaunch("evaluate", "forward", logitsKernel, o.batch, {"x", "w", "b", "sizes", "logits"});
  addLaunch("evaluate", "losses", lossesKernel, o.batch, {"logits", "target", "sizes", "sum", "weight"});

  std::string functionText = "\"" + train + "\": {\"inputs\": [" + inputs + "], \"outputs\": [" + loss +
                             (o.accumulate == 1 && !gradients.empty() ? "," + gradients : "") + "]}";
  if (o.accumulate > 1)
    functionText += ", \"update\": {\"inputs\": [], \"outputs\": [" + gradients + "]}";
  functionText += ", \"evaluate\": {\"inputs\": [" + inputs + "], \"outputs\": [" + logits + "," +
                  rename(sums, "sum", "loss0") + "," + rename(weight, "weight", "loss0") + "]}";
  arenaBytes += o.extraArena;
  manifest =
      "{\"format\": 1, \"neap\": \"0.1.0\", \"model\": \"fake.onnx\", \"target\": {\"kind\": \"cpu\", \"cpu\": "
      "\"x86-64-v3\"}, \"threads\": 2, \"batch\": " +
      batchText + ", \"accumulate\": " + std::to_string(o.accumulate) +
      ", \"arena\": {\"bytes\": " + std::to_string(arenaBytes) +
      ", \"alignment\": 64, \"budget\": null, \"owners\": {\"parameters\": 128}}, " + "\"levers\": [], \"globals\": [" +
      globals + "], \"functions\": {" + functionText +
      "}, \"losses\": [{\"kind\": \"softmax-cross-entropy\", \"reduction\": \"mean\", \"scale\": 1.0, \"output\": "
      "\"logits\", \"target\": \"target\", \"classAxis\": 1, \"ignoreIndex\": -100}], \"optimizer\": {\"kind\": "
      "\"sgd\", \"lr\": 0.1}, \"schedule\": " +
      o.schedule + ", \"export\": {\"producer\": \"neap 0.1.0\", \"bytes\": 9}}";
  for (const auto &[name, list] : launches)
    functions.push_back({name.c_str(), list.data(), list.size()});
  refresh();
}

void FakeProgram::refresh() {
  tables = {NEAP_PROGRAM_ABI_VERSION,
            uint32_t(functions.size()),
            functions.data(),
            manifest.data(),
            manifest.size(),
            arenaBytes,
            64};
}

std::vector<SafetensorsInput> FakeProgram::weights() const {
  static thread_local Sizes sizes;
  sizes = {options.batch, options.features, options.classes, options.accumulate};
  return {{"w", DType::F32, {options.features, options.classes}, {bytesOf(matrix)}},
          {"b", DType::F32, {options.classes}, {bytesOf(bias)}},
          {"sizes", DType::I64, {4}, {{reinterpret_cast<const uint8_t *>(&sizes), sizeof sizes}}}};
}

std::vector<ExportPiece> FakeProgram::exportTemplate() const {
  auto literal = [](const std::string &text) {
    ExportPiece piece;
    piece.literal = {{reinterpret_cast<const uint8_t *>(text.data()), text.size()}};
    piece.size = text.size();
    return piece;
  };
  ExportPiece w, b;
  w.tensor = "w";
  w.permutation = {1, 0};
  w.size = matrix.size() * 4;
  b.tensor = "b";
  b.size = bias.size() * 4;
  return {literal(exportHead), w, b, literal(exportTail)};
}

std::vector<uint8_t> FakeProgram::payload() const {
  char path[] = "/tmp/neap-payload-XXXXXX";
  int descriptor = mkstemp(path);
  if (descriptor < 0 || !appendPayload(path, weights(), exportTemplate()).empty())
    std::abort();
  off_t size = lseek(descriptor, 0, SEEK_END);
  std::vector<uint8_t> bytes(static_cast<size_t>(size));
  if (pread(descriptor, bytes.data(), bytes.size(), 0) != ssize_t(size))
    std::abort();
  close(descriptor);
  unlink(path);
  return bytes;
}
