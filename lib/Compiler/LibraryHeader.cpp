//===- LibraryHeader.cpp - The C header of an emitted library ------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The functions are the same for every library (neap/Runtime/Library.h); what
// differs, names and sizes, becomes macros here.
//
//===----------------------------------------------------------------------===//

#include "LibraryHeader.h"

#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace neap;

/// Upper case, with every character that C does not take as an underscore.
static std::string macroName(StringRef name) {
  std::string macro;
  for (char c : name)
    macro += llvm::isAlnum(c) ? llvm::toUpper(c) : '_';
  return macro;
}

std::string neap::libraryHeader(ModuleOp planned, const std::string &libraryName) {
  std::string macro = macroName(libraryName), text;
  llvm::raw_string_ostream stream(text);
  stream
      << "/* " << libraryName << ".h - written by neap with the library it describes.\n *\n"
      << " *   neap_trainer *trainer = neap_trainer_create(&neap_program_main, 0);\n"
      << " *   neap_trainer_find(trainer, NEAP_TRAIN_INPUTS, NAME, &tensor); memcpy(tensor.data, ..., tensor.bytes);\n"
      << " *   neap_trainer_step(trainer, &loss, NULL);\n *\n"
      << " * neap/Runtime/Library.h documents every function. Link this library alone. */\n"
      << "#ifndef NEAP_LIBRARY_" << macro << "_H\n#define NEAP_LIBRARY_" << macro
      << "_H\n\n#include \"neap/Runtime/Library.h\"\n\n";
  // Counted in elements; all dense and row-major.
  llvm::StringSet<> written;
  for (func::FuncOp function : planned.getOps<func::FuncOp>()) {
    for (BlockArgument argument : function.getArguments()) {
      BindAttr binding = getArgumentBinding(function, argument.getArgNumber());
      auto type = cast<RankedTensorType>(argument.getType());
      if (binding.getKind() == BindKind::Global || !written.insert(binding.getName()).second)
        continue;
      stream << "/* " << stringifyBindKind(binding.getKind()) << " \"" << binding.getName() << "\": " << type << " */\n"
             << "#define " << macro << "_" << macroName(binding.getName()) << "_ELEMENTS " << type.getNumElements()
             << "\n";
    }
  }
  stream << "\n#endif\n";
  return text;
}
