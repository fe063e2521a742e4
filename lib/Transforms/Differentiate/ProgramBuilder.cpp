//===- ProgramBuilder.cpp - A program function under construction ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See the header.
//
//===----------------------------------------------------------------------===//

#include "ProgramBuilder.h"

using namespace mlir;
using namespace neap;

ProgramBuilder::ProgramBuilder(ModuleOp module, StringRef name, Location loc) {
  OpBuilder builder = OpBuilder::atBlockEnd(module.getBody());
  function = func::FuncOp::create(builder, loc, name, builder.getFunctionType({}, {}));
  function.addEntryBlock();
}

ProgramBuilder::ProgramBuilder(func::FuncOp function) : function(function) {
  Operation *terminator = getBlock().getTerminator();
  for (auto [index, value] : llvm::enumerate(terminator->getOperands()))
    formerResults.push_back({value, getResultBinding(function, index)});
  terminator->erase();
}

BlockArgument ProgramBuilder::findArgument(BindKind kind, StringRef name) {
  for (BlockArgument argument : getBlock().getArguments()) {
    BindAttr binding = getArgumentBinding(function, argument.getArgNumber());
    if (binding && binding.getKind() == kind && binding.getName() == name)
      return argument;
  }
  return {};
}

BlockArgument ProgramBuilder::getArgument(BindKind kind, StringRef name, Type type) {
  if (BlockArgument argument = findArgument(kind, name))
    return argument;
  MLIRContext *context = function.getContext();
  NamedAttribute binding(StringAttr::get(context, bindAttrName), BindAttr::get(context, kind, name));
  unsigned index = function.getNumArguments();
  if (failed(function.insertArgument(index, type, DictionaryAttr::get(context, binding), function.getLoc())))
    llvm_unreachable("a func.func takes any argument");
  return function.getArgument(index);
}

void ProgramBuilder::addResult(Value value, BindKind kind, StringRef name) {
  results.push_back({value, BindAttr::get(function.getContext(), kind, name)});
}

void ProgramBuilder::finish() {
  OpBuilder builder = atEnd();
  auto values = llvm::map_to_vector(results, [](const Result &result) { return result.value; });
  func::ReturnOp::create(builder, function.getLoc(), values);
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(getBlock())))
    if (isOpTriviallyDead(&op))
      op.erase();

  SmallVector<DictionaryAttr> resultAttributes;
  for (const Result &result : results)
    resultAttributes.push_back(builder.getDictionaryAttr(builder.getNamedAttr(bindAttrName, result.binding)));
  auto types = llvm::map_to_vector(values, [](Value value) { return value.getType(); });
  function.setType(builder.getFunctionType(getBlock().getArgumentTypes(), types));
  function.setAllResultAttrs(resultAttributes);

  llvm::BitVector unused(function.getNumArguments());
  for (BlockArgument argument : getBlock().getArguments()) {
    BindAttr binding = getArgumentBinding(function, argument.getArgNumber());
    unused[argument.getArgNumber()] = binding && binding.getKind() == BindKind::Global && argument.use_empty();
  }
  if (failed(function.eraseArguments(unused)))
    llvm_unreachable("unused arguments of a func.func can go");
}

func::FuncOp neap::copyFunction(func::FuncOp function, StringRef name) {
  OpBuilder builder = OpBuilder::atBlockEnd(function->getBlock());
  auto copy = cast<func::FuncOp>(builder.clone(*function));
  copy.setSymName(name);
  return copy;
}

int64_t neap::getBatchSize(func::FuncOp function) {
  for (BlockArgument argument : function.getArguments()) {
    BindAttr binding = getArgumentBinding(function, argument.getArgNumber());
    auto type = cast<RankedTensorType>(argument.getType());
    if (binding && binding.getKind() == BindKind::Data && type.getRank() > 0)
      return type.getDimSize(0);
  }
  return 1;
}

GlobalBuilder::GlobalBuilder(ModuleOp module) : module(module), symbols(module) {
  for (auto global : module.getOps<GlobalOp>())
    last = global;
}

GlobalOp GlobalBuilder::create(StringRef name, Role role, RankedTensorType type, Location loc) {
  if (Operation *existing = symbols.lookup(name)) {
    auto global = dyn_cast<GlobalOp>(existing);
    if (global && global.getRole() == role && global.getTensorType() == type)
      return global;
    existing->emitError() << "'" << name << "' is the name of a value that training needs (" << stringifyRole(role)
                          << " of type " << type << "): rename it in the model";
    return {};
  }
  OpBuilder builder(module.getContext());
  if (last)
    builder.setInsertionPointAfter(last);
  else
    builder.setInsertionPointToStart(module.getBody());
  Attribute initial;
  if (role != Role::Control)
    initial = ZeroAttr::get(module.getContext());
  auto global = GlobalOp::create(builder, loc, name, role, /*trained=*/false, type, initial, /*place=*/IntegerAttr());
  symbols.insert(global);
  last = global;
  return global;
}
