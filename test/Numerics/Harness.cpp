//===- Harness.cpp - Runs neap functions in this process ------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Harness.h.
//
//===----------------------------------------------------------------------===//

#include "Harness.h"

#include "neap/Analysis/Liveness.h"
#include "neap/Dialect/Neap/IR/Neap.h"
#include "neap/Runtime/Launch.h"
#include "neap/Runtime/OneDNN.h"
#include "neap/Transforms/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

#include "llvm/ADT/APFloat.h"

#include <cstring>
#include <fstream>

using namespace mlir;
using namespace neap;
using namespace neap::numerics;

//===----------------------------------------------------------------------===//
// Elements
//===----------------------------------------------------------------------===//

template <typename T> static void decode(const std::string &bytes, Numbers &numbers) {
  for (size_t offset = 0; offset + sizeof(T) <= bytes.size(); offset += sizeof(T)) {
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof(T));
    numbers.push_back(static_cast<double>(value));
  }
}

template <typename T> static void encode(const Numbers &numbers, std::string &bytes) {
  for (double number : numbers) {
    T value = static_cast<T>(number);
    bytes.append(reinterpret_cast<const char *>(&value), sizeof(T));
  }
}

Numbers numerics::toNumbers(const std::string &bytes, Type element) {
  Numbers numbers;
  if (element.isF32())
    decode<float>(bytes, numbers);
  else if (element.isF64())
    decode<double>(bytes, numbers);
  else if (element.isInteger(64))
    decode<int64_t>(bytes, numbers);
  else if (element.isInteger(32))
    decode<int32_t>(bytes, numbers);
  else if (element.isInteger(8) || element.isInteger(1))
    decode<int8_t>(bytes, numbers);
  else {
    const llvm::fltSemantics &semantics = cast<FloatType>(element).getFloatSemantics();
    Numbers patterns;
    decode<uint16_t>(bytes, patterns);
    for (double pattern : patterns) {
      llvm::APFloat value(semantics, llvm::APInt(16, static_cast<uint64_t>(pattern)));
      bool lost;
      value.convert(llvm::APFloat::IEEEdouble(), llvm::APFloat::rmNearestTiesToEven, &lost);
      numbers.push_back(value.convertToDouble());
    }
  }
  return numbers;
}

std::string numerics::toBytes(const Numbers &numbers, Type element) {
  std::string bytes;
  if (element.isF32())
    encode<float>(numbers, bytes);
  else if (element.isF64())
    encode<double>(numbers, bytes);
  else if (element.isInteger(64))
    encode<int64_t>(numbers, bytes);
  else if (element.isInteger(32))
    encode<int32_t>(numbers, bytes);
  else if (element.isInteger(8) || element.isInteger(1))
    encode<int8_t>(numbers, bytes);
  else
    for (double number : numbers) {
      llvm::APFloat value(number);
      bool lost;
      value.convert(cast<FloatType>(element).getFloatSemantics(), llvm::APFloat::rmNearestTiesToEven, &lost);
      uint16_t pattern = value.bitcastToAPInt().getZExtValue();
      bytes.append(reinterpret_cast<const char *>(&pattern), sizeof(pattern));
    }
  return bytes;
}

//===----------------------------------------------------------------------===//
// Compilation
//===----------------------------------------------------------------------===//

static DialectRegistry createRegistry(const TargetBackend &backend) {
  DialectRegistry registry;
  registry.insert<NeapDialect, func::FuncDialect>();
  backend.registerKernels(registry);
  return registry;
}

static std::unique_ptr<TargetBackend> createBackend(const HarnessOptions &options) {
  CPUOptions cpu;
  cpu.optimizationLevel = options.optimizationLevel;
  cpu.libraries = options.libraries;
  std::string message;
  std::unique_ptr<TargetBackend> backend = createCPUBackend(cpu, message);
  if (!backend)
    throw std::runtime_error(message);
  return backend;
}

Harness::Harness(const HarnessOptions &options)
    : options(options), backend(createBackend(options)), context(createRegistry(*backend)) {
  context.loadAllAvailableDialects();
  context.getDiagEngine().registerHandler([this](Diagnostic &diagnostic) {
    std::string line;
    llvm::raw_string_ostream stream(line);
    stream << diagnostic.getLocation() << ": " << diagnostic << '\n';
    for (Diagnostic &note : diagnostic.getNotes())
      stream << "  " << note << '\n';
    text += line;
    return success();
  });
}

OwningOpRef<ModuleOp> Harness::parseFile(const std::string &path) {
  text.clear();
  return parseSourceFile<ModuleOp>(path, &context);
}

OwningOpRef<ModuleOp> Harness::parseText(const std::string &source) {
  text.clear();
  return parseSourceString<ModuleOp>(source, &context);
}

/// Bindings for functions that are not part of a program.
static void bindFunction(func::FuncOp function) {
  MLIRContext *context = function.getContext();
  for (unsigned index = 0; index < function.getNumArguments(); ++index)
    if (!getArgumentBinding(function, index))
      function.setArgAttr(index, bindAttrName, BindAttr::get(context, BindKind::Data, "a" + std::to_string(index)));
  for (unsigned index = 0; index < function.getNumResults(); ++index)
    if (!getResultBinding(function, index))
      function.setResultAttr(index, bindAttrName,
                             BindAttr::get(context, BindKind::Output, "r" + std::to_string(index)));
}

static int64_t placeOf(func::FuncOp function, Value value) {
  value = getMemoryRoot(value);
  if (auto argument = dyn_cast<BlockArgument>(value))
    return function.getArgAttrOfType<IntegerAttr>(argument.getArgNumber(), placeAttrName).getInt();
  auto kernel = value.getDefiningOp<KernelOp>();
  return (*kernel.getPlaces())[cast<OpResult>(value).getResultNumber()];
}

static Compiled::Function describe(func::FuncOp function) {
  Compiled::Function result;
  for (BlockArgument argument : function.getArguments()) {
    BindAttr binding = getArgumentBinding(function, argument.getArgNumber());
    if (binding.getKind() != BindKind::Global)
      result.inputs.push_back(
          {binding.getName().str(), cast<RankedTensorType>(argument.getType()), placeOf(function, argument)});
  }
  for (OpOperand &operand : function.getBody().front().getTerminator()->getOpOperands())
    result.outputs.push_back({getResultBinding(function, operand.getOperandNumber()).getName().str(),
                              cast<RankedTensorType>(operand.get().getType()), placeOf(function, operand.get())});
  return result;
}

static std::string initialBytes(GlobalOp global) {
  std::string bytes(getTensorBytes(global.getTensorType()), '\0');
  if (auto file = dyn_cast_or_null<FileAttr>(global.getInitial().value_or(Attribute()))) {
    std::ifstream stream(file.getPath().str(), std::ios::binary);
    stream.seekg(file.getOffset());
    stream.read(bytes.data(), bytes.size());
  } else if (auto data = dyn_cast_or_null<DenseElementsAttr>(global.getInitial().value_or(Attribute()))) {
    Numbers numbers;
    if (isa<FloatType>(data.getElementType()))
      for (llvm::APFloat value : data.getValues<llvm::APFloat>()) {
        bool lost;
        value.convert(llvm::APFloat::IEEEdouble(), llvm::APFloat::rmNearestTiesToEven, &lost);
        numbers.push_back(value.convertToDouble());
      }
    else
      for (const llvm::APInt &value : data.getValues<llvm::APInt>())
        numbers.push_back(data.getElementType().isInteger(1) ? value.getZExtValue() : value.getSExtValue());
    bytes = toBytes(numbers, data.getElementType());
  }
  return bytes;
}

static JitSymbols librarySymbols() {
  JitSymbols symbols;
#define NEAP_SYMBOL(name) symbols[#name] = &name;
  NEAP_SYMBOL(neap_onednn_convolution_forward)
  NEAP_SYMBOL(neap_onednn_convolution_backward_data)
  NEAP_SYMBOL(neap_onednn_convolution_backward_weights)
  NEAP_SYMBOL(neap_onednn_deconvolution_forward)
  NEAP_SYMBOL(neap_onednn_deconvolution_backward_data)
  NEAP_SYMBOL(neap_onednn_deconvolution_backward_weights)
  NEAP_SYMBOL(neap_onednn_matmul)
#undef NEAP_SYMBOL
  return symbols;
}

std::unique_ptr<Compiled> Harness::compile(ModuleOp module) {
  text.clear();
  for (func::FuncOp function : module.getOps<func::FuncOp>())
    bindFunction(function);
  PassManager planning(&context);
  FormKernelsPassOptions formKernels;
  formKernels.threads = options.threads;
  planning.addPass(createFormKernelsPass(formKernels));
  planning.addPass(createPlanMemoryPass());
  if (failed(planning.run(module)))
    return nullptr;

  auto compiled = std::make_unique<Compiled>();
  compiled->threads = options.threads;
  for (func::FuncOp function : module.getOps<func::FuncOp>())
    compiled->functions[function.getName().str()] = describe(function);
  for (GlobalOp global : module.getOps<GlobalOp>())
    compiled->globals.push_back({*global.getPlace(), initialBytes(global)});

  PassManager lowering(&context);
  backend->populateLowerKernels(lowering);
  if (failed(lowering.run(module)))
    return nullptr;
  FailureOr<std::unique_ptr<JitProgram>> jit = JitProgram::compile(module, *backend, librarySymbols());
  if (failed(jit))
    return nullptr;
  compiled->jit = std::move(*jit);
  const neap_program *program = compiled->jit->get();
  compiled->arena = std::make_unique<runtime::Arena>(program->arenaBytes, program->arenaAlignment);
  for (uint32_t index = 0; index < program->functionCount; ++index)
    compiled->functions[program->functions[index].name].code = &program->functions[index];
  return compiled;
}

//===----------------------------------------------------------------------===//
// Runs
//===----------------------------------------------------------------------===//

std::vector<std::string> Compiled::runBytes(const std::string &name, const std::vector<std::string> &inputs) {
  Function &function = functions.at(name);
  // What a kernel forgets to write shows.
  std::memset(arena->data(), 0xff, arena->size());
  for (auto &[offset, bytes] : globals)
    std::memcpy(arena->data() + offset, bytes.data(), bytes.size());
  for (size_t index = 0; index < function.inputs.size(); ++index)
    std::memcpy(arena->data() + function.inputs[index].offset, inputs.at(index).data(), inputs[index].size());
  runtime::FunctionRunner(*function.code, threads, threads, arena->size()).run(arena->data());
  std::vector<std::string> outputs;
  for (const Slot &slot : function.outputs)
    outputs.emplace_back(reinterpret_cast<const char *>(arena->data()) + slot.offset, getTensorBytes(slot.type));
  return outputs;
}

std::vector<Numbers> Compiled::run(const std::string &name, const std::vector<Numbers> &inputs) {
  const Function &function = functions.at(name);
  std::vector<std::string> bytes;
  for (size_t index = 0; index < function.inputs.size(); ++index)
    bytes.push_back(toBytes(inputs.at(index), function.inputs[index].type.getElementType()));
  std::vector<Numbers> outputs;
  for (auto [raw, slot] : llvm::zip(runBytes(name, bytes), function.outputs))
    outputs.push_back(toNumbers(raw, slot.type.getElementType()));
  return outputs;
}

int64_t Compiled::countLaunches(const std::string &name, bool library) const {
  const neap_function *code = functions.at(name).code;
  return std::count_if(code->launches, code->launches + code->launchCount,
                       [&](const neap_launch &launch) { return (launch.library != nullptr) == library; });
}
