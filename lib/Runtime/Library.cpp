//===- Library.cpp - A training program as a library ----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The C door to Session: arguments checked, exceptions turned into a status and
// a message of the calling thread.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Library.h"

#include "neap/Runtime/Checkpoint.h"
#include "neap/Runtime/Error.h"
#include "neap/Runtime/Export.h"
#include "neap/Runtime/Session.h"

#include <new>

using namespace neap::runtime;

struct neap_trainer {
  Session session;
  RunState run;
};

namespace {

thread_local std::string lastError;

int fail(ExitStatus status, const char *message) {
  try {
    lastError = message;
  } catch (const std::bad_alloc &) {
    lastError.clear();
  }
  return int(status);
}

/// Runs the body of a C function; nothing thrown leaves it.
template <typename Body> int guarded(Body body) {
  try {
    body();
    return 0;
  } catch (const Error &error) {
    return fail(error.status(), error.what());
  } catch (const std::bad_alloc &) {
    return fail(ExitStatus::OutOfMemory, "the machine has no memory left");
  } catch (const std::exception &error) {
    return fail(ExitStatus::Defect, error.what());
  }
}

void require(bool condition, const char *message) {
  if (!condition)
    throw Error(ExitStatus::Usage, message);
}

const std::vector<TensorInfo> *tensorsOf(const neap_trainer *trainer, neap_tensor_group group) {
  const Session &session = trainer->session;
  const Manifest &manifest = session.manifest();
  switch (group) {
  case NEAP_TRAIN_INPUTS:
    return &manifest.function(session.trainFunction())->inputs;
  case NEAP_TRAIN_OUTPUTS:
    return &manifest.function(session.trainFunction())->outputs;
  case NEAP_UPDATE_OUTPUTS:
    return &manifest.function(session.updateFunction())->outputs;
  case NEAP_EVALUATE_INPUTS:
    return &manifest.function("evaluate")->inputs;
  case NEAP_EVALUATE_OUTPUTS:
    return &manifest.function("evaluate")->outputs;
  case NEAP_GLOBALS:
    return &manifest.globals;
  }
  return nullptr;
}

void fill(const neap_trainer *trainer, const TensorInfo &tensor, neap_tensor *result) {
  result->name = tensor.name.c_str();
  result->role = tensor.role.c_str();
  result->dtype = neap_dtype(tensor.dtype);
  result->rank = uint32_t(tensor.shape.size());
  result->shape = tensor.shape.data();
  result->bytes = tensor.bytes;
  result->data = trainer->session.at(tensor);
}

} // namespace

neap_trainer *neap_trainer_create(const neap_program *program, uint32_t threads) {
  neap_trainer *trainer = nullptr;
  guarded([&] {
    require(program != nullptr, "neap_trainer_create: the program is NULL");
    require(threads <= 4096, "neap_trainer_create: more than 4096 threads");
    trainer = new neap_trainer{{*program, Payload::ofProgram(program), int(threads)}, {}};
    trainer->session.touchArena();
  });
  return trainer;
}

void neap_trainer_destroy(neap_trainer *trainer) { delete trainer; }

const char *neap_last_error(void) { return lastError.c_str(); }

uint32_t neap_trainer_tensor_count(const neap_trainer *trainer, neap_tensor_group group) {
  const std::vector<TensorInfo> *tensors = trainer ? tensorsOf(trainer, group) : nullptr;
  return tensors ? uint32_t(tensors->size()) : 0;
}

int neap_trainer_tensor(const neap_trainer *trainer, neap_tensor_group group, uint32_t index, neap_tensor *result) {
  return guarded([&] {
    require(trainer && result, "neap_trainer_tensor: an argument is NULL");
    const std::vector<TensorInfo> *tensors = tensorsOf(trainer, group);
    require(tensors && index < tensors->size(), "neap_trainer_tensor: there is no such tensor");
    fill(trainer, (*tensors)[index], result);
  });
}

int neap_trainer_find(const neap_trainer *trainer, neap_tensor_group group, const char *name, neap_tensor *result) {
  return guarded([&] {
    require(trainer && name && result, "neap_trainer_find: an argument is NULL");
    const std::vector<TensorInfo> *tensors = tensorsOf(trainer, group);
    require(tensors, "neap_trainer_find: there is no such group");
    for (const TensorInfo &tensor : *tensors)
      if (tensor.name == name)
        return fill(trainer, tensor, result);
    throw Error(ExitStatus::Usage, std::string("neap_trainer_find: there is no tensor '") + name + "'");
  });
}

int neap_trainer_step(neap_trainer *trainer, double *loss, int *updated) {
  return guarded([&] {
    require(trainer, "neap_trainer_step: the trainer is NULL");
    Session::BatchResult result = trainer->session.trainBatch();
    if (result.updated)
      trainer->run.losses.push_back(float(result.updateLoss));
    if (loss)
      *loss = result.loss;
    if (updated)
      *updated = result.updated;
  });
}

int neap_trainer_evaluate(neap_trainer *trainer) {
  return guarded([&] {
    require(trainer, "neap_trainer_evaluate: the trainer is NULL");
    trainer->session.evaluate();
  });
}

int neap_trainer_set_learning_rate(neap_trainer *trainer, double rate) {
  return guarded([&] {
    require(trainer, "neap_trainer_set_learning_rate: the trainer is NULL");
    trainer->session.setLearningRate(rate < 0 ? std::nullopt : std::optional<double>(rate));
  });
}

int neap_trainer_set_seed(neap_trainer *trainer, int64_t seed) {
  return guarded([&] {
    require(trainer, "neap_trainer_set_seed: the trainer is NULL");
    trainer->session.setSeed(seed);
  });
}

int64_t neap_trainer_step_number(const neap_trainer *trainer) { return trainer ? trainer->session.step() : 0; }

int neap_trainer_reset(neap_trainer *trainer) {
  return guarded([&] {
    require(trainer, "neap_trainer_reset: the trainer is NULL");
    trainer->session.initialize();
    trainer->run.losses.clear();
  });
}

int neap_trainer_save_checkpoint(neap_trainer *trainer, const char *path) {
  return guarded([&] {
    require(trainer && path, "neap_trainer_save_checkpoint: an argument is NULL");
    saveCheckpoint(trainer->session, trainer->run, path);
  });
}

int neap_trainer_load_checkpoint(neap_trainer *trainer, const char *path) {
  return guarded([&] {
    require(trainer && path, "neap_trainer_load_checkpoint: an argument is NULL");
    loadCheckpoint(trainer->session, trainer->run, path);
  });
}

int neap_trainer_load_weights(neap_trainer *trainer, const char *path) {
  return guarded([&] {
    require(trainer && path, "neap_trainer_load_weights: an argument is NULL");
    loadWeights(trainer->session, path);
  });
}

int neap_trainer_export(neap_trainer *trainer, const char *path) {
  return guarded([&] {
    require(trainer && path, "neap_trainer_export: an argument is NULL");
    exportModel(trainer->session, path);
  });
}

const char *neap_trainer_manifest(const neap_trainer *trainer) {
  return trainer ? trainer->session.manifest().text.c_str() : "";
}

uint64_t neap_trainer_arena_bytes(const neap_trainer *trainer) { return trainer ? trainer->session.arenaBytes() : 0; }
