//===- Session.cpp - A program with its memory ----------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Session.h.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Session.h"

#include "neap/Runtime/Error.h"
#include "neap/Runtime/OneDNN.h"

#include <cstdlib>
#include <cstring>

using namespace neap::runtime;

Session::Session(const neap_program &program, Payload payload, int threads)
    : info(parseManifest(program)), data(std::move(payload)), threadCount(threads > 0 ? threads : availableThreads()),
      arena(program.arenaBytes, program.arenaAlignment) {
  // A program for a baseline processor must find the library kernels it was planned with on a newer one, too.
  if (const char *isa = maxIsaOf(info.cpu))
    setenv("ONEDNN_MAX_CPU_ISA", isa, /*overwrite=*/0);
  for (uint32_t i = 0; i < program.functionCount; ++i)
    runners[program.functions[i].name] =
        std::make_unique<FunctionRunner>(program.functions[i], threadCount, int(info.threads), program.arenaBytes);
  initialize();
}

void Session::run(const std::string &function) {
  auto runner = runners.find(function);
  if (runner == runners.end())
    throw Error(ExitStatus::Defect, "the program has no function '" + function + "'");
  runner->second->run(arena.data());
}

void Session::initialize() {
  SafetensorsFile weights = data.weights();
  Problems problems;
  for (const TensorInfo &global : info.globals) {
    if (!global.fromWeights) {
      std::memset(at(global), 0, global.bytes);
      continue;
    }
    auto found = weights.tensors.find(global.name);
    if (found == weights.tensors.end())
      problems.add("'" + global.name + "' is missing");
    else if (found->second.dtype != global.dtype || found->second.shape != global.shape)
      problems.add("'" + global.name + "' is " + dtypeName(found->second.dtype) + toString(found->second.shape) +
                   ", expected " + dtypeName(global.dtype) + toString(global.shape));
    else
      data.copyOut(at(global), found->second.bytes);
  }
  problems.throwIfAny(ExitStatus::Mismatch, "the weights behind the program do not fit it; compile it again");
  data.release();
  setStep(0);
}

const std::string &Session::trainFunction() const {
  static const std::string single = "step", several = "accumulate";
  return info.accumulate > 1 ? several : single;
}

const std::string &Session::updateFunction() const {
  static const std::string single = "step", several = "update";
  return info.accumulate > 1 ? several : single;
}

void Session::writeControl() {
  for (const TensorInfo &global : info.globals) {
    if (global.role != "control")
      continue;
    int64_t integer = global.name == "step" ? stepNumber : global.name == "seed" ? seedValue : microbatchNumber;
    if (global.dtype == DType::F32) {
      float rate = float(learningRate());
      std::memcpy(at(global), &rate, sizeof rate);
    } else if (global.dtype == DType::F64) {
      double rate = learningRate();
      std::memcpy(at(global), &rate, sizeof rate);
    } else if (global.dtype == DType::I32) {
      int32_t narrow = int32_t(integer);
      std::memcpy(at(global), &narrow, sizeof narrow);
    } else {
      std::memcpy(at(global), &integer, sizeof integer);
    }
  }
}

Session::BatchResult Session::trainBatch() {
  writeControl();
  run(trainFunction());
  BatchResult result{0, false, 0};
  if (const TensorInfo *loss = info.function(trainFunction())->output("loss"))
    result.loss = loadDouble(loss->dtype, at(*loss), 0);
  lossSum = microbatchNumber == 0 ? result.loss : lossSum + result.loss;
  if (++microbatchNumber < info.accumulate)
    return result;
  if (info.accumulate > 1) {
    microbatchNumber = 0;
    writeControl();
    run(updateFunction());
  }
  result.updated = true;
  result.updateLoss = lossSum / double(info.accumulate);
  setStep(stepNumber + 1);
  return result;
}

void Session::evaluate() {
  writeControl();
  run("evaluate");
}
