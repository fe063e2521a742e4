//===- Evaluate.h - Validation and prediction -------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs the evaluation function over a data set, the last batch padded with its
// first sample, and adds up losses and right answers in sample order or
// collects the outputs.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_EVALUATE_H
#define NEAP_RUNTIME_EVALUATE_H

#include "neap/Runtime/DataFeed.h"
#include "neap/Runtime/Session.h"

#include <functional>
#include <optional>
#include <string>

namespace neap {
namespace runtime {

struct Evaluation {
  double loss = 0;
  /// Share of right answers of the first classification loss.
  std::optional<double> accuracy;
  int64_t samples = 0;
};

/// Loss and accuracy over `feed`, which is bound to "evaluate". `stop` is asked between batches.
Evaluation validate(Session &session, DataFeed &feed, const std::function<bool()> &stop);

/// Writes every output over all samples of `feed` into an .npz file. False when stopped.
bool predict(Session &session, DataFeed &feed, const std::string &path, const std::function<bool()> &stop);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_EVALUATE_H
