//===- ProgramContract.cpp - Bindings, functions and what may stand in them ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The parts of docs/Stages.md that need no arithmetic.
//
//===----------------------------------------------------------------------===//

#include "Contracts.h"

#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace neap;

//===----------------------------------------------------------------------===//
// Bindings
//===----------------------------------------------------------------------===//

/// The global that an argument or result is bound to: there, of the same type, and bound once.
static void checkGlobalBinding(ContractChecker &checker, func::FuncOp function, const std::string &where,
                               BindAttr binding, Type type, llvm::StringSet<> &seen) {
  GlobalOp global = checker.lookupGlobal(binding.getName());
  if (!global)
    checker.violation(function) << where << " is bound to '" << binding.getName() << "', which is no neap.global";
  else if (global.getTensorType() != type)
    checker.violation(function) << where << " is " << type << ", but global '" << binding.getName() << "' is "
                                << global.getTensorType();
  if (!seen.insert(binding.getName()).second)
    checker.violation(function) << where << ": global '" << binding.getName() << "' is bound twice";
}

static void checkArguments(ContractChecker &checker, func::FuncOp function) {
  llvm::StringSet<> globals, inputs;
  for (unsigned index = 0; index < function.getNumArguments(); ++index) {
    std::string where = ("argument " + Twine(index) + " of @" + function.getSymName()).str();
    BindAttr binding = getArgumentBinding(function, index);
    Type type = function.getArgumentTypes()[index];
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor || !tensor.hasStaticShape())
      checker.violation(function) << where << " is " << type << ", expected a tensor of static shape";
    if (!binding)
      checker.violation(function) << where << " has no " << bindAttrName;
    else if (binding.getKind() == BindKind::Global)
      checkGlobalBinding(checker, function, where, binding, type, globals);
    else if (binding.getKind() != BindKind::Data && binding.getKind() != BindKind::Target)
      checker.violation(function) << where << " is bound as " << stringifyBindKind(binding.getKind())
                                  << ", expected data, target or global";
    else if (!inputs.insert(binding.getName()).second)
      checker.violation(function) << where << ": input '" << binding.getName() << "' is bound twice";
  }
}

static void checkResults(ContractChecker &checker, func::FuncOp function) {
  llvm::StringSet<> globals;
  for (unsigned index = 0; index < function.getNumResults(); ++index) {
    std::string where = ("result " + Twine(index) + " of @" + function.getSymName()).str();
    BindAttr binding = getResultBinding(function, index);
    if (!binding) {
      checker.violation(function) << where << " has no " << bindAttrName;
      continue;
    }
    if (binding.getKind() == BindKind::Data || binding.getKind() == BindKind::Target)
      checker.violation(function) << where << " is bound as " << stringifyBindKind(binding.getKind())
                                  << ", which only arguments are";
    if (binding.getKind() != BindKind::Global)
      continue;
    checkGlobalBinding(checker, function, where, binding, function.getResultTypes()[index], globals);
    GlobalOp global = checker.lookupGlobal(binding.getName());
    if (global && (global.getRole() == Role::Constant || global.getRole() == Role::Control ||
                   (global.getRole() == Role::Parameter && !global.getTrained())))
      checker.violation(function) << where << " writes global '" << binding.getName() << "', which is "
                                  << stringifyRole(global.getRole()) << " and not trained";
  }
}

static void checkBody(ContractChecker &checker, func::FuncOp function) {
  if (!function.getBody().hasOneBlock()) {
    checker.violation(function) << "@" << function.getSymName() << " must be one block";
    return;
  }
  for (Operation &op : function.front()) {
    if (isa<func::ReturnOp>(op))
      continue;
    if (!isa_and_present<NeapDialect>(op.getDialect()))
      checker.violation(&op) << "'" << op.getName() << "' in @" << function.getSymName() << ", expected neap ops only";
    for (Type type : op.getResultTypes())
      if (auto tensor = dyn_cast<RankedTensorType>(type); !tensor || !tensor.hasStaticShape())
        checker.violation(&op) << "'" << op.getName() << "' has a result of type " << type
                               << ", expected a tensor of static shape";
  }
}

void neap::checkProgramFunctions(ContractChecker &checker) {
  for (func::FuncOp function : checker.functions) {
    if (function.isDeclaration()) {
      checker.violation(function) << "@" << function.getSymName() << " has no body";
      continue;
    }
    checkArguments(checker, function);
    checkResults(checker, function);
    checkBody(checker, function);
  }
  for (Operation &op : *checker.module.getBody())
    if (!isa<func::FuncOp, GlobalOp>(op))
      checker.violation(&op) << "'" << op.getName() << "' in the module, expected globals and functions only";
}

//===----------------------------------------------------------------------===//
// forward, canonical
//===----------------------------------------------------------------------===//

static bool isControlScalar(GlobalOp global) {
  RankedTensorType type = global.getTensorType();
  return type.getRank() == 0 && type.getElementType().isInteger(64) && global.getSymName().starts_with(controlPrefix) &&
         llvm::is_contained({"step", "seed", "microbatch"}, global.getSymName().drop_front(controlPrefix.size()));
}

void neap::checkForward(ContractChecker &checker) {
  for (GlobalOp global : checker.globals) {
    if (global.getRole() == Role::Optimizer || global.getRole() == Role::Accumulator)
      checker.violation(global) << "global '" << global.getSymName() << "' has role " << stringifyRole(global.getRole())
                                << " before gradients are built";
    if (global.getRole() == Role::Control && !isControlScalar(global))
      checker.violation(global) << "control global '" << global.getSymName() << "' is " << global.getTensorType()
                                << ", expected step, seed or microbatch of type tensor<i64>";
  }
  if (checker.functions.size() != 1 || checker.functions[0].getSymName() != "forward") {
    checker.violation(checker.module) << "expected @forward and no other function";
    return;
  }
  func::FuncOp forward = checker.functions[0];
  bool sawGlobal = false, sawState = false;
  for (unsigned index = 0; index < forward.getNumArguments(); ++index) {
    BindAttr binding = getArgumentBinding(forward, index);
    if (binding && binding.getKind() == BindKind::Target)
      checker.violation(forward) << "argument " << index << " is a target before a loss is built";
    if (binding && binding.getKind() == BindKind::Data && sawGlobal)
      checker.violation(forward) << "argument " << index << " is data behind globals, expected data first";
    sawGlobal |= binding && binding.getKind() == BindKind::Global;
  }
  for (unsigned index = 0; index < forward.getNumResults(); ++index) {
    BindAttr binding = getResultBinding(forward, index);
    if (!binding)
      continue;
    GlobalOp global = checker.lookupGlobal(binding.getName());
    if (binding.getKind() == BindKind::Global && global && global.getRole() != Role::State)
      checker.violation(forward) << "result " << index << " writes '" << binding.getName()
                                 << "', expected state globals only";
    if (binding.getKind() != BindKind::Global && binding.getKind() != BindKind::Output)
      checker.violation(forward) << "result " << index << " is bound as " << stringifyBindKind(binding.getKind())
                                 << ", expected output or global";
    if (binding.getKind() == BindKind::Output && sawState)
      checker.violation(forward) << "result " << index << " is an output behind state, expected outputs first";
    sawState |= binding.getKind() == BindKind::Global;
  }
}

void neap::checkNoUnusedGlobals(ContractChecker &checker) {
  llvm::StringSet<> used;
  for (func::FuncOp function : checker.functions) {
    for (BlockArgument argument : function.getArguments()) {
      BindAttr binding = getArgumentBinding(function, argument.getArgNumber());
      if (!binding || binding.getKind() != BindKind::Global)
        continue;
      used.insert(binding.getName());
      if (argument.use_empty())
        checker.violation(function) << "argument " << argument.getArgNumber() << " for global '" << binding.getName()
                                    << "' is not read";
    }
    for (unsigned index = 0; index < function.getNumResults(); ++index)
      if (BindAttr binding = getResultBinding(function, index))
        used.insert(binding.getName());
  }
  for (GlobalOp global : checker.globals)
    if (!used.contains(global.getSymName()))
      checker.violation(global) << "global '" << global.getSymName() << "' is read by no function";
}

//===----------------------------------------------------------------------===//
// train-step and later
//===----------------------------------------------------------------------===//

/// Names of a function's results of one kind.
static llvm::StringSet<> resultNames(func::FuncOp function, BindKind kind) {
  llvm::StringSet<> names;
  for (unsigned index = 0; index < function.getNumResults(); ++index)
    if (BindAttr binding = getResultBinding(function, index); binding && binding.getKind() == kind)
      names.insert(binding.getName());
  return names;
}

/// Every global of this role is written by `function`.
static void checkWrites(ContractChecker &checker, func::FuncOp function, Role role) {
  llvm::StringSet<> written = resultNames(function, BindKind::Global);
  for (GlobalOp global : checker.globals)
    if (global.getRole() == role && (role != Role::Parameter || global.getTrained()) &&
        !written.contains(global.getSymName()))
      checker.violation(function) << "@" << function.getSymName() << " does not write '" << global.getSymName() << "' ("
                                  << stringifyRole(role) << ")";
}

/// The one that updates parameters, and the one that computes the loss.
static void checkStepResults(ContractChecker &checker, func::FuncOp backward, func::FuncOp update) {
  BindAttr first = backward.getNumResults() ? getResultBinding(backward, 0) : BindAttr();
  if (!first || first.getKind() != BindKind::Loss)
    checker.violation(backward) << "@" << backward.getSymName() << " must return the loss first";
  checkWrites(checker, update, Role::Parameter);
  checkWrites(checker, update, Role::Optimizer);
  if (backward != update)
    for (func::FuncOp function : {backward, update})
      checkWrites(checker, function, Role::Accumulator);
  llvm::StringSet<> gradients = resultNames(update, BindKind::Gradient);
  for (GlobalOp global : checker.globals)
    if (!gradients.empty() && global.getTrained() && !gradients.contains(global.getSymName()))
      checker.violation(update) << "@" << update.getSymName() << " keeps gradients, but not that of '"
                                << global.getSymName() << "'";
}

static void checkEvaluateResults(ContractChecker &checker, func::FuncOp evaluate) {
  for (unsigned index = 0; index < evaluate.getNumResults(); ++index) {
    BindAttr binding = getResultBinding(evaluate, index);
    if (binding && (binding.getKind() == BindKind::Global || binding.getKind() == BindKind::Gradient))
      checker.violation(evaluate) << "result " << index << " of @evaluate is bound as "
                                  << stringifyBindKind(binding.getKind()) << ", but evaluation changes nothing";
  }
}

void neap::checkTrainingFunctions(ContractChecker &checker) {
  auto find = [&](StringRef name) {
    auto found = llvm::find_if(checker.functions, [&](func::FuncOp f) { return f.getSymName() == name; });
    return found == checker.functions.end() ? func::FuncOp() : *found;
  };
  func::FuncOp step = find("step"), accumulate = find("accumulate"), update = find("update"),
               evaluate = find("evaluate");
  bool complete = evaluate && (step ? !accumulate && !update : accumulate && update);
  if (!complete || checker.functions.size() != (step ? 2 : 3))
    checker.violation(checker.module) << "expected the functions @step (or @accumulate and @update) and @evaluate";
  else
    checkStepResults(checker, step ? step : accumulate, step ? step : update);
  if (evaluate)
    checkEvaluateResults(checker, evaluate);
  auto training = checker.module->getAttrOfType<DictionaryAttr>("neap.training");
  for (StringRef key : {"losses", "optimizer", "schedule", "batch", "accumulate"})
    if (!training || !training.contains(key))
      checker.violation(checker.module) << "neap.training has no '" << key << "'";
}

void neap::checkEvaluationForms(ContractChecker &checker) {
  for (func::FuncOp function : checker.functions) {
    if (function.getSymName() != "evaluate")
      continue;
    function.walk([&](TrainingModeOpInterface op) {
      checker.violation(op) << "'" << op->getName() << "' has training form in @evaluate";
    });
  }
}

//===----------------------------------------------------------------------===//
// kernels
//===----------------------------------------------------------------------===//

void neap::checkKernels(ContractChecker &checker) {
  for (func::FuncOp function : checker.functions) {
    if (function.isDeclaration())
      continue;
    for (Operation &op : function.front()) {
      if (!isa<KernelOp, func::ReturnOp>(op) && !isa<ViewLikeOpInterface>(op))
        checker.violation(&op) << "'" << op.getName() << "' stands outside of a kernel in @" << function.getSymName();
      auto kernel = dyn_cast<KernelOp>(op);
      if (!kernel)
        continue;
      for (Operation &inner : kernel.getBlock())
        if (!isa_and_present<NeapDialect>(inner.getDialect()) || inner.getNumRegions() > 0)
          checker.violation(&inner) << "'" << inner.getName() << "' in kernel \"" << kernel.getKernelName()
                                    << "\", expected neap ops without regions";
    }
  }
}
