//===- LowerKernels.cpp - Kernels to functions, functions to launches -----===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The pass `neap-lower-kernels`: places become offsets of launches; kernels with
// the same region, types and sharing of places become one function.
//
//===----------------------------------------------------------------------===//

#include "KernelFunction.h"

#include "neap/Codegen/CPU/Passes.h"
#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/IR/AsmState.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace neap::cpu {
#define GEN_PASS_DEF_LOWERKERNELSPASS
#include "neap/Codegen/CPU/Passes.h.inc"
} // namespace neap::cpu

using namespace mlir;
using namespace neap;
using namespace neap::cpu;

namespace {

class LowerKernels : public neap::cpu::impl::LowerKernelsPassBase<LowerKernels> {
  void runOnOperation() override;
  LogicalResult lowerFunction(func::FuncOp function);
  LogicalResult lowerKernel(KernelOp kernel, OpBuilder &launches, OpBuilder &functions);
  LogicalResult recordPlaces(func::FuncOp function);

  llvm::DenseMap<Value, int64_t> places;
  llvm::StringMap<KernelFunction> known;
};

} // namespace

/// Region, types and sharing as text, without names and locations: equal keys, equal code.
static std::string describeKernel(KernelOp kernel, ArrayRef<int64_t> sharedOperand) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::interleaveComma(sharedOperand, stream);
  llvm::interleaveComma(kernel.getInputs().getTypes(), stream);
  OpPrintingFlags flags;
  flags.elideLargeElementsAttrs(std::numeric_limits<int64_t>::max());
  AsmState state(kernel, flags);
  kernel.getBody().front().print(stream, state);
  return text;
}

LogicalResult LowerKernels::recordPlaces(func::FuncOp function) {
  for (BlockArgument argument : function.getArguments()) {
    auto place = function.getArgAttrOfType<IntegerAttr>(argument.getArgNumber(), placeAttrName);
    if (!place)
      return function.emitOpError("argument ")
             << argument.getArgNumber() << " has no '" << placeAttrName << "': expected a module at stage planned";
    places[argument] = place.getInt();
  }
  for (Operation &op : function.getBody().front().without_terminator()) {
    if (auto kernel = dyn_cast<KernelOp>(op)) {
      if (!kernel.getPlaces())
        return kernel.emitOpError("has no places: expected a module at stage planned");
      for (auto [result, place] : llvm::zip(kernel.getResults(), *kernel.getPlaces()))
        places[result] = place;
    } else if (auto view = dyn_cast<ViewLikeOpInterface>(op)) {
      places[op.getResult(0)] = places.lookup(view.getViewSource());
    } else {
      return op.emitOpError("stands outside of a kernel: expected a module at stage planned");
    }
  }
  return success();
}

LogicalResult LowerKernels::lowerKernel(KernelOp kernel, OpBuilder &launches, OpBuilder &functions) {
  SmallVector<int64_t> offsets;
  for (Value input : kernel.getInputs())
    offsets.push_back(places.lookup(input));
  for (Value result : kernel.getResults())
    offsets.push_back(places.lookup(result));

  if (auto library = dyn_cast<LibraryAttr>(kernel.getImplementation())) {
    SmallVector<int64_t> ordered;
    for (int64_t index : library.getOrder())
      ordered.push_back(offsets[index]);
    ordered.push_back(library.getWorkspace() ? kernel.getPlaces()->back() : 0);
    LaunchOp::create(launches, kernel.getLoc(), kernel.getKernelNameAttr(), FlatSymbolRefAttr(),
                     launches.getStringAttr(library.getSymbol()), launches.getDenseI64ArrayAttr(ordered),
                     launches.getDenseI64ArrayAttr(library.getConfig()), 0, 1, library.getWorkspace());
    return success();
  }
  SmallVector<int64_t> sharedOperand(kernel.getNumResults(), -1);
  ArrayRef<int64_t> inPlace = kernel.getInPlace().value_or(ArrayRef<int64_t>());
  for (size_t i = 0; i + 1 < inPlace.size(); i += 2)
    if (places.lookup(kernel.getResult(inPlace[i])) == places.lookup(kernel.getInputs()[inPlace[i + 1]]))
      sharedOperand[inPlace[i]] = inPlace[i + 1];
  KernelFunction &function = known[describeKernel(kernel, sharedOperand)];
  if (!function.function) {
    std::string name = "neap_kernel_" + std::to_string(known.size() - 1);
    FailureOr<KernelFunction> emitted = emitKernelFunction(functions, kernel, name, sharedOperand);
    if (failed(emitted))
      return failure();
    function = *emitted;
  }
  LaunchOp::create(launches, kernel.getLoc(), kernel.getKernelNameAttr(), FlatSymbolRefAttr::get(function.function),
                   StringAttr(), launches.getDenseI64ArrayAttr(offsets), DenseI64ArrayAttr(), function.extent,
                   function.grain, 0);
  return success();
}

LogicalResult LowerKernels::lowerFunction(func::FuncOp function) {
  if (failed(recordPlaces(function)))
    return failure();
  OpBuilder functions(function);
  auto program = ProgramOp::create(functions, function.getLoc(), function.getName());
  Block *block = functions.createBlock(&program.getBody());
  OpBuilder launches = OpBuilder::atBlockEnd(block);
  functions.setInsertionPoint(program);
  for (KernelOp kernel : function.getOps<KernelOp>())
    if (failed(lowerKernel(kernel, launches, functions)))
      return failure();
  function.erase();
  return success();
}

void LowerKernels::runOnOperation() {
  places.clear();
  known.clear();
  for (func::FuncOp function : llvm::make_early_inc_range(getOperation().getOps<func::FuncOp>()))
    if (failed(lowerFunction(function)))
      return signalPassFailure();
  getOperation()->setAttr(stageAttrName, StringAttr::get(&getContext(), "llvm"));
}
