//===- ProgramEmitter.cpp - A module at stage llvm as LLVM IR -------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Field by field the structures of neap/Runtime/Program.h. The order of fields
// here is theirs; a change there raises NEAP_PROGRAM_ABI_VERSION.
//
//===----------------------------------------------------------------------===//

#include "ProgramEmitter.h"

#include "neap/Codegen/TargetBackend.h"
#include "neap/Dialect/Neap/IR/Neap.h"
#include "neap/Runtime/Program.h"

#include "mlir/Target/LLVMIR/Export.h"

#include "llvm/IR/Constants.h"

using namespace neap;

static constexpr llvm::StringLiteral arenaBytesAttrName = "neap.arena_bytes";
static constexpr llvm::StringLiteral arenaAlignmentAttrName = "neap.arena_alignment";

namespace {

/// Builds constants in one LLVM module.
class TableBuilder {
public:
  explicit TableBuilder(llvm::Module &module)
      : module(module), context(module.getContext()), pointer(llvm::PointerType::getUnqual(context)),
        word(llvm::Type::getInt64Ty(context)), half(llvm::Type::getInt32Ty(context)) {
    launchType = llvm::StructType::create(
        context, {pointer, pointer, pointer, pointer, half, half, pointer, word, word, word}, "neap_launch");
    functionType = llvm::StructType::create(context, {pointer, pointer, word}, "neap_function");
    programType = llvm::StructType::create(context, {half, half, pointer, pointer, word, word, word}, "neap_program");
  }

  void define(mlir::ModuleOp source);

private:
  llvm::Constant *word64(uint64_t value) { return llvm::ConstantInt::get(word, value); }
  llvm::Constant *word32(uint64_t value) { return llvm::ConstantInt::get(half, value); }
  llvm::Constant *null() { return llvm::ConstantPointerNull::get(pointer); }
  llvm::Constant *constant(llvm::Constant *initial, llvm::Twine name, bool external = false);
  llvm::Constant *string(llvm::StringRef text);
  llvm::Constant *numbers(llvm::ArrayRef<int64_t> values);
  llvm::Constant *launch(LaunchOp op);
  llvm::Constant *function(ProgramOp op);

  llvm::Module &module;
  llvm::LLVMContext &context;
  llvm::PointerType *pointer;
  llvm::Type *word, *half;
  llvm::StructType *launchType, *functionType, *programType;
  llvm::StringMap<llvm::Constant *> strings;
  std::map<std::vector<int64_t>, llvm::Constant *> lists;
};

} // namespace

llvm::Constant *TableBuilder::constant(llvm::Constant *initial, llvm::Twine name, bool external) {
  auto linkage = external ? llvm::GlobalValue::ExternalLinkage : llvm::GlobalValue::InternalLinkage;
  return new llvm::GlobalVariable(module, initial->getType(), /*isConstant=*/true, linkage, initial, name);
}

llvm::Constant *TableBuilder::string(llvm::StringRef text) {
  llvm::Constant *&known = strings[text];
  if (!known)
    known = constant(llvm::ConstantDataArray::getString(context, text), "neap_text");
  return known;
}

llvm::Constant *TableBuilder::numbers(llvm::ArrayRef<int64_t> values) {
  if (values.empty())
    return null();
  llvm::Constant *&known = lists[values.vec()];
  if (!known) {
    llvm::SmallVector<uint64_t> words(values.begin(), values.end());
    known = constant(llvm::ConstantDataArray::get(context, words), "neap_numbers");
  }
  return known;
}

llvm::Constant *TableBuilder::launch(LaunchOp op) {
  llvm::Constant *generated = null(), *library = null();
  if (std::optional<llvm::StringRef> symbol = op.getGenerated())
    generated = module.getFunction(*symbol);
  if (std::optional<llvm::StringRef> symbol = op.getLibrary())
    library = module.getOrInsertGlobal(*symbol, pointer);
  llvm::ArrayRef<int64_t> config = op.getConfig().value_or(llvm::ArrayRef<int64_t>());
  return llvm::ConstantStruct::get(launchType,
                                   {string(op.getKernelName()), generated, library, numbers(op.getOffsets()),
                                    word32(op.getOffsets().size()), word32(config.size()), numbers(config),
                                    word64(op.getExtent()), word64(op.getGrain()), word64(op.getWorkspace())});
}

llvm::Constant *TableBuilder::function(ProgramOp op) {
  llvm::SmallVector<llvm::Constant *> launches;
  for (LaunchOp entry : op.getBody().getOps<LaunchOp>())
    launches.push_back(launch(entry));
  auto *type = llvm::ArrayType::get(launchType, launches.size());
  llvm::Constant *table = constant(llvm::ConstantArray::get(type, launches), "neap_launches_" + op.getSymName());
  return llvm::ConstantStruct::get(functionType, {string(op.getSymName()), table, word64(launches.size())});
}

void TableBuilder::define(mlir::ModuleOp source) {
  llvm::SmallVector<llvm::Constant *> functions;
  for (ProgramOp op : source.getOps<ProgramOp>())
    functions.push_back(function(op));
  auto *type = llvm::ArrayType::get(functionType, functions.size());
  llvm::Constant *table = constant(llvm::ConstantArray::get(type, functions), "neap_functions");
  auto manifest = source->getAttrOfType<mlir::StringAttr>(manifestAttrName);
  llvm::StringRef text = manifest ? manifest.getValue() : llvm::StringRef();
  auto size = [&](llvm::StringRef name, uint64_t otherwise) {
    auto attribute = source->getAttrOfType<mlir::IntegerAttr>(name);
    return word64(attribute ? attribute.getInt() : otherwise);
  };
  constant(llvm::ConstantStruct::get(programType, {word32(NEAP_PROGRAM_ABI_VERSION), word32(functions.size()), table,
                                                   string(text), word64(text.size()), size(arenaBytesAttrName, 0),
                                                   size(arenaAlignmentAttrName, 64)}),
           "neap_program_main", /*external=*/true);
}

std::unique_ptr<llvm::Module> neap::cpu::translateProgram(mlir::ModuleOp module, llvm::LLVMContext &context) {
  // The translation knows the llvm dialect only.
  mlir::OwningOpRef<mlir::ModuleOp> kernels = module.clone();
  for (mlir::Operation &op : llvm::make_early_inc_range(*kernels->getBody()))
    if (llvm::isa_and_nonnull<NeapDialect>(op.getDialect()))
      op.erase();
  llvm::SmallVector<mlir::StringAttr> names;
  for (mlir::NamedAttribute attribute : (*kernels)->getDiscardableAttrs())
    names.push_back(attribute.getName());
  for (mlir::StringAttr name : names)
    (*kernels)->removeDiscardableAttr(name);
  std::unique_ptr<llvm::Module> result = mlir::translateModuleToLLVMIR(*kernels, context, "neap");
  if (!result) {
    module.emitError("could not be translated to LLVM IR");
    return nullptr;
  }
  TableBuilder(*result).define(module);
  return result;
}
