//===- Metrics.cpp - One line of JSON a step ------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Metrics.h. Numbers are written with all their digits; what JSON has no
// number for becomes null.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Metrics.h"

#include "neap/Runtime/AtomicFile.h"
#include "neap/Runtime/Error.h"

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string_view>

using namespace neap::runtime;

namespace {

std::string number(double value) { return std::isfinite(value) ? format("%.9g", value) : "null"; }

std::string validationFields(const std::optional<Evaluation> &validation) {
  if (!validation)
    return "";
  std::string text = ", \"validation_loss\": " + number(validation->loss);
  if (validation->accuracy)
    text += ", \"validation_accuracy\": " + number(*validation->accuracy);
  return text;
}

constexpr std::string_view stepPrefix = "{\"step\": ";

/// The lines of an earlier run that a resumed one keeps.
std::string linesBefore(const std::string &path, int64_t firstStep) {
  std::ifstream in(path);
  std::string kept, line;
  while (std::getline(in, line))
    if (!in.eof() && line.compare(0, stepPrefix.size(), stepPrefix) == 0 &&
        std::strtoll(line.c_str() + stepPrefix.size(), nullptr, 10) < firstStep)
      kept += line + "\n";
  return kept;
}

} // namespace

Metrics::Metrics(const std::string &path, int64_t firstStep) : path(path) {
  if (firstStep > 0) {
    std::string kept = linesBefore(path, firstStep);
    AtomicFile replacement(path);
    replacement.write(kept);
    replacement.commit();
  }
  file = std::fopen(path.c_str(), firstStep > 0 ? "ae" : "we");
  if (!file)
    throw fileError(path, "written");
}

Metrics::~Metrics() { std::fclose(file); }

void Metrics::line(const std::string &text) {
  // Flushed line by line, so that a file followed by another program is never half a line behind for long.
  if (std::fputs((text + "\n").c_str(), file) < 0 || std::fflush(file) != 0)
    throw fileError(path, "written");
}

void Metrics::step(const StepMetrics &m) {
  line(std::string(stepPrefix) + std::to_string(m.step) + ", \"epoch\": " + std::to_string(m.epoch) + ", \"loss\": " +
       number(m.loss) + ", \"learning_rate\": " + number(m.learningRate) + ", \"seconds\": " + number(m.seconds) +
       ", \"samples_per_second\": " + number(m.samplesPerSecond) + validationFields(m.validation) + "}");
}

void Metrics::summary(const Summary &s) {
  line("{\"summary\": true, \"steps\": " + std::to_string(s.steps) + ", \"epochs\": " + std::to_string(s.epochs) +
       ", \"loss\": " + number(s.loss) + ", \"seconds\": " + number(s.seconds) + ", \"samples_per_second\": " +
       number(s.samplesPerSecond) + ", \"samples_per_epoch\": " + std::to_string(s.samplesPerEpoch) +
       ", \"dropped_samples\": " + std::to_string(s.dropped) + ", \"arena_bytes\": " + std::to_string(s.arenaBytes) +
       ", \"resident_peak_bytes\": " + std::to_string(s.residentPeak) + validationFields(s.validation) +
       ", \"interrupted\": " + (s.interrupted ? "true" : "false") + "}");
}
