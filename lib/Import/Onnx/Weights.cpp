//===- Weights.cpp - What initializers are taken for ----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Classification, ties, and the globals that hold what training changes.
//
//===----------------------------------------------------------------------===//

#include "Importer.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/GlobPattern.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

/// Larger tensors stay in the file: the IR holds a range of it.
static constexpr uint64_t maxDenseBytes = 1024;

static bool isFloat(const Weight &weight) { return isa<FloatType>(weight.type.getElementType()); }

Weights::Weights(const Model &model, func::FuncOp function, const ImportOptions &options, Diagnostics &diagnostics)
    : model(model), function(function), options(options), diagnostics(diagnostics) {
  for (const Initializer &initializer : model.initializers())
    add(initializer.name, &initializer.tensor);
  applyTies();
  applyUnties();
  for (const ImportOptions::Selection &selection : options.selections) {
    llvm::Expected<llvm::GlobPattern> pattern = llvm::GlobPattern::create(selection.glob);
    if (!pattern) {
      diagnostics.model(ImportSeverity::Error,
                        "`" + selection.glob + "` is not a pattern: " + llvm::toString(pattern.takeError()));
      continue;
    }
    if (llvm::none_of(weights, [&](const Weight &weight) { return pattern->match(weight.name); }))
      diagnostics.model(ImportSeverity::Warning, Twine("no initializer matches ") +
                                                     (selection.train ? "--train " : "--freeze ") + selection.glob);
  }
}

Weight *Weights::find(StringRef name) { return byName.lookup(name); }

Weight *Weights::add(StringRef name, const TensorData *data) {
  Weight &weight = weights.emplace_back();
  weight.name = name.str();
  weight.data = data;
  weight.type = tensorType(*data, function.getContext());
  byName[name] = &weight;
  return &weight;
}

//===----------------------------------------------------------------------===//
// Ties
//===----------------------------------------------------------------------===//

void Weights::applyTies() {
  for (const ImportOptions::Tie &tie : options.ties) {
    Weight *replaced = find(tie.replaced), *kept = find(tie.kept);
    for (const auto &[weight, name] : {std::make_pair(replaced, tie.replaced), std::make_pair(kept, tie.kept)})
      if (!weight)
        diagnostics.model(ImportSeverity::Error, "--tie: the model has no initializer `" + name + "`", name);
    if (!replaced || !kept)
      continue;
    SmallVector<int64_t> shape(kept->type.getShape());
    if (tie.transposed)
      std::reverse(shape.begin(), shape.end());
    auto wanted = RankedTensorType::get(shape, kept->type.getElementType());
    if (replaced == kept || kept->tiedTo || wanted != replaced->type) {
      diagnostics.model(ImportSeverity::Error,
                        "--tie " + tie.replaced + "=" + tie.kept + ": `" + tie.replaced + "` is " +
                            onnx_import::describe(replaced->type) + ", expected " + onnx_import::describe(wanted) +
                            " and two different initializers",
                        tie.replaced);
      continue;
    }
    replaced->tiedTo = kept;
    replaced->transposed = tie.transposed;
  }
}

void Weights::applyUnties() {
  for (const std::string &name : options.unties) {
    if (Weight *weight = find(name))
      weight->untied = true;
    else
      diagnostics.model(ImportSeverity::Error, "--untie: the model has no initializer `" + name + "`", name);
  }
}

Weight *Weights::clone(Weight &weight) {
  std::string name;
  for (unsigned number = weight.operandUses; name.empty() || find(name); ++number)
    name = weight.name + "." + std::to_string(number);
  Weight *copy = add(name, weight.data);
  copy->cls = weight.cls;
  copy->why = "--untie " + weight.name + ": use " + std::to_string(weight.operandUses) + " of it";
  return copy;
}

//===----------------------------------------------------------------------===//
// Classification
//===----------------------------------------------------------------------===//

std::optional<bool> Weights::selected(StringRef name) const {
  std::optional<bool> result;
  for (const ImportOptions::Selection &selection : options.selections) {
    llvm::Expected<llvm::GlobPattern> pattern = llvm::GlobPattern::create(selection.glob);
    if (!pattern)
      llvm::consumeError(pattern.takeError());
    else if (pattern->match(name))
      result = selection.train;
  }
  return result;
}

/// Attention masks and the like: no trained weight has values of this size.
static bool holdsMask(const TensorData &data) {
  for (uint64_t i = 0, count = data.elements(); i < count; ++i)
    if (readNumber(data, i) <= -1e30)
      return true;
  return false;
}

/// `val_12`, as today's PyTorch exporter names the numbers of a formula.
static bool isGeneratedName(StringRef name) {
  return name.consume_front("val_") && llvm::all_of(name, [](char c) { return llvm::isDigit(c); });
}

/// `block.lifted_tensor_0`, `_tensor_constant1`: tensors written into the code of a model, as PyTorch's exporters name
/// them.
static bool isLiftedConstant(StringRef name) {
  return name.contains("lifted_tensor") || name.contains("tensor_constant");
}

/// `encoder.gate`: a path of modules, as frameworks name what their modules hold. Numbers of a formula have none.
static bool isModulePath(StringRef name) {
  return name.contains('.') && llvm::all_of(name, [](char c) { return llvm::isAlnum(c) || c == '_' || c == '.'; });
}

/// The rule. An initializer is
/// * `state` where a BatchNormalization reads its running statistics from it (Weights::state);
/// * `constant` where it is the value of a Constant node, where it is not floating-point, where only its values at
///   import matter (shapes, axes, ratios, clip bounds), where a node uses it as a literal, where it has rank 0 and its
///   name is no path of modules (exporters lift the numbers of a formula into such initializers), where its name says
///   that it was written into the model's code, or where it holds values of -1e30 and below (an additive mask);
/// * a parameter otherwise: trained, unless --freeze says no. --train makes a parameter of any float initializer that
///   is an operand. It stays one however it reaches the arithmetic, through Transpose, Reshape, Cast, Slice.
void Weights::classify(Weight &weight, Use use, StringRef nodeOp) {
  if (weight.cls == InitializerClass::Trained || weight.cls == InitializerClass::Frozen)
    return;
  auto become = [&](InitializerClass cls, const Twine &why) {
    weight.cls = cls;
    weight.why = why.str();
  };
  if (!isFloat(weight))
    return become(InitializerClass::Constant, "not floating-point");
  std::optional<bool> selection = selected(weight.name);
  if (selection && *selection)
    return become(InitializerClass::Trained, "operand of " + nodeOp + ", --train");
  if (weight.literal)
    return become(InitializerClass::Constant, "Constant node, operand of " + nodeOp);
  if (use == Use::Literal)
    return become(InitializerClass::Constant, "literal of " + nodeOp);
  if (isLiftedConstant(weight.name))
    return become(InitializerClass::Constant, "operand of " + nodeOp + ", a tensor of the model's code");
  if (weight.type.getRank() == 0 && !isModulePath(weight.name)) {
    if (weight.cls != InitializerClass::Constant && !isGeneratedName(weight.name))
      diagnostics.model(ImportSeverity::Note,
                        "initializer `" + weight.name + "` has rank 0 and is taken for a constant of the formula; " +
                            "--train " + weight.name + " trains it",
                        weight.name);
    return become(InitializerClass::Constant, "operand of " + nodeOp + " of rank 0");
  }
  if (holdsMask(*weight.data))
    return become(InitializerClass::Constant, "operand of " + nodeOp + " with values below -1e30: a mask");
  if (selection)
    return become(InitializerClass::Frozen, "operand of " + nodeOp + ", --freeze");
  become(InitializerClass::Trained, "operand of " + nodeOp);
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Value Weights::makeArgument(Weight &weight) {
  if (!weight.argument)
    weight.argument = function.getBody().front().addArgument(
        weight.type, NameLoc::get(StringAttr::get(function.getContext(), weight.name)));
  return weight.argument;
}

Value Weights::makeConstant(Weight &weight, OpBuilder &builder) {
  if (weight.data->bytes > maxDenseBytes)
    return makeArgument(weight);
  if (!weight.constant) {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(&function.getBody().front());
    DenseElementsAttr values = toAttribute(*weight.data, builder.getContext());
    Location loc = NameLoc::get(builder.getStringAttr(weight.name));
    weight.constant = ConstantOp::create(builder, loc, weight.type, values);
  }
  return weight.constant;
}

Value Weights::operand(Weight &weight, Use use, StringRef nodeOp, OpBuilder &builder) {
  if (weight.tiedTo && use == Use::Operand) {
    weight.cls = InitializerClass::Tied;
    weight.why = ("operand of " + nodeOp + ", --tie").str();
    Value kept = operand(*weight.tiedTo, use, nodeOp, builder);
    if (!weight.transposed)
      return kept;
    SmallVector<int64_t> permutation;
    for (int64_t i = weight.type.getRank(); i-- > 0;)
      permutation.push_back(i);
    OperationState state(NameLoc::get(builder.getStringAttr(weight.name)), "neap.transpose", kept, weight.type,
                         {builder.getNamedAttr("permutation", builder.getDenseI64ArrayAttr(permutation))});
    return builder.create(state)->getResult(0);
  }
  if (weight.newest)
    return weight.newest;
  classify(weight, use, nodeOp);
  if (weight.cls == InitializerClass::Constant)
    return makeConstant(weight, builder);
  if (++weight.operandUses > 1 && weight.untied)
    return makeArgument(*clone(weight));
  return makeArgument(weight);
}

Value Weights::state(Weight &weight, StringRef why) {
  weight.cls = InitializerClass::State;
  weight.why = why.str();
  if (!weight.newest)
    weight.newest = makeArgument(weight);
  return weight.newest;
}

void Weights::update(Weight &weight, Value value) {
  weight.newest = value;
  if (!llvm::is_contained(updated, &weight))
    updated.push_back(&weight);
}

DenseElementsAttr Weights::values(Weight &weight, StringRef why) {
  if (weight.cls == InitializerClass::Unused) {
    weight.cls = InitializerClass::Constant;
    weight.why = ("read when compiling: " + why).str();
  }
  // A parameter changes while training: its values are not known.
  if (weight.cls == InitializerClass::Trained || (isFloat(weight) && weight.data->bytes > maxDenseBytes))
    return {};
  return toAttribute(*weight.data, function.getContext());
}

void Weights::readShape(Weight &weight) {
  if (weight.cls == InitializerClass::Unused && weight.why.empty())
    weight.why = "only its shape is read";
}

//===----------------------------------------------------------------------===//
// Globals
//===----------------------------------------------------------------------===//

Attribute Weights::initialValue(const Weight &weight) const {
  MLIRContext *context = weight.type.getContext();
  if (weight.data->file >= 0 && !widens(weight.data->dtype))
    return FileAttr::get(context, model.files()[weight.data->file], weight.data->offset, weight.data->bytes);
  return toAttribute(*weight.data, context);
}

static Role roleOf(InitializerClass cls) {
  switch (cls) {
  case InitializerClass::Trained:
  case InitializerClass::Frozen:
    return Role::Parameter;
  case InitializerClass::State:
    return Role::State;
  default:
    return Role::Constant;
  }
}

void Weights::writeGlobals() {
  Block &body = function.getBody().front();
  OpBuilder builder(function);
  for (Weight &weight : weights) {
    if (!weight.argument)
      continue;
    if (weight.argument.use_empty()) {
      body.eraseArgument(cast<BlockArgument>(weight.argument).getArgNumber());
      weight.argument = {};
      if (weight.cls != InitializerClass::Constant) {
        weight.cls = InitializerClass::Unused;
        weight.why = "does not reach an output";
      }
      continue;
    }
    GlobalOp::create(builder, weight.argument.getLoc(), weight.name, roleOf(weight.cls),
                     weight.cls == InitializerClass::Trained, weight.type, initialValue(weight), IntegerAttr());
  }
}

void Weights::describe(ImportReport &report) const {
  for (const Weight &weight : weights) {
    if (weight.literal && !weight.argument)
      continue;
    ImportedInitializer row;
    row.name = weight.name;
    row.dtype = dtypeName(weight.data->dtype);
    row.shape = weight.data->shape;
    row.bytes = weight.data->bytes;
    row.cls = weight.cls;
    row.why = weight.why.empty() ? "no node uses it" : weight.why;
    row.transposed = weight.transposed;
    if (weight.tiedTo)
      row.global = weight.tiedTo->name;
    else if (weight.argument)
      row.global = weight.name;
    if (weight.data->file >= 0) {
      row.file = model.files()[weight.data->file];
      row.offset = weight.data->offset;
    }
    report.initializers.push_back(std::move(row));
  }
}
