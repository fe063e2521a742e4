//===- NeapCoreOps.cpp - Globals, constants, kernels and launches ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Verifiers and syntax of the ops that belong to no family.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace neap;

#define GET_OP_CLASSES
#include "neap/Dialect/Neap/IR/NeapCoreOps.cpp.inc"

void NeapDialect::registerCoreOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/IR/NeapCoreOps.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// GlobalOp
//===----------------------------------------------------------------------===//

LogicalResult GlobalOp::verify() {
  if (getTrained() && getRole() != Role::Parameter)
    return emitOpError("is marked trained, but only a parameter can be trained; its role is ")
           << stringifyRole(getRole());
  std::optional<Attribute> initial = getInitial();
  if (!initial)
    return getRole() == Role::Control
               ? success()
               : LogicalResult(emitOpError("needs an initial value: only a control global is written by the runtime"));
  if (auto file = dyn_cast<FileAttr>(*initial)) {
    int64_t bytes = getTensorBytes(getTensorType());
    if (file.getSize() != static_cast<uint64_t>(bytes))
      return emitOpError("takes ") << file.getSize() << " bytes of '" << file.getPath() << "', but " << getTensorType()
                                   << " has " << bytes;
    return success();
  }
  if (auto elements = dyn_cast<ElementsAttr>(*initial)) {
    if (elements.getShapedType() != getTensorType())
      return emitOpError("has an initial value of type ")
             << elements.getShapedType() << ", expected " << getTensorType();
    return success();
  }
  if (isa<ZeroAttr>(*initial))
    return success();
  return emitOpError("initial value must be #neap.file, #neap.zero or dense data, found ") << *initial;
}

//===----------------------------------------------------------------------===//
// ConstantOp
//===----------------------------------------------------------------------===//

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }

//===----------------------------------------------------------------------===//
// KernelOp
//===----------------------------------------------------------------------===//

// neap.kernel "name" (%x = %a, %y = %b) : (tensor<…>, …) -> (tensor<…>) #neap.generated in_place [0, 1] places [64]
// attr-dict { … }
ParseResult KernelOp::parse(OpAsmParser &parser, OperationState &result) {
  StringAttr name;
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<OpAsmParser::UnresolvedOperand> operands;
  auto parsePair = [&]() -> ParseResult {
    return failure(parser.parseArgument(arguments.emplace_back()) || parser.parseEqual() ||
                   parser.parseOperand(operands.emplace_back()));
  };
  FunctionType type;
  Attribute implementation;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseAttribute(name, "kernel_name", result.attributes) ||
      parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren, parsePair) || parser.parseColonType(type) ||
      parser.parseAttribute(implementation, "implementation", result.attributes))
    return failure();
  for (StringRef keyword : {"in_place", "places"}) {
    if (failed(parser.parseOptionalKeyword(keyword)))
      continue;
    SmallVector<int64_t> values;
    auto parseInteger = [&]() { return parser.parseInteger(values.emplace_back()); };
    if (parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Square, parseInteger))
      return failure();
    result.addAttribute(keyword, parser.getBuilder().getDenseI64ArrayAttr(values));
  }
  if (parser.parseOptionalAttrDictWithKeyword(result.attributes) ||
      parser.resolveOperands(operands, type.getInputs(), loc, result.operands))
    return failure();
  for (auto [argument, argumentType] : llvm::zip_equal(arguments, type.getInputs()))
    argument.type = argumentType;
  result.addTypes(type.getResults());
  return parser.parseRegion(*result.addRegion(), arguments);
}

void KernelOp::print(OpAsmPrinter &printer) {
  printer << ' ' << getKernelNameAttr() << " (";
  llvm::interleaveComma(llvm::zip_equal(getBlock().getArguments(), getInputs()), printer,
                        [&](auto pair) { printer << std::get<0>(pair) << " = " << std::get<1>(pair); });
  printer << ") : ";
  printer.printFunctionalType(getInputs().getTypes(), getResultTypes());
  printer << ' ' << getImplementation();
  auto printList = [&](StringRef keyword, std::optional<ArrayRef<int64_t>> values) {
    if (!values)
      return;
    printer << ' ' << keyword << " [";
    llvm::interleaveComma(*values, printer);
    printer << ']';
  };
  printList("in_place", getInPlace());
  printList("places", getPlaces());
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs(),
                                           {"kernel_name", "implementation", "in_place", "places"});
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

int64_t KernelOp::getWorkspaceBytes() {
  auto library = dyn_cast<LibraryAttr>(getImplementation());
  return library ? library.getWorkspace() : 0;
}

static LogicalResult verifyImplementation(KernelOp kernel) {
  if (isa<GeneratedAttr>(kernel.getImplementation()))
    return success();
  auto library = dyn_cast<LibraryAttr>(kernel.getImplementation());
  if (!library)
    return kernel.emitOpError("implementation must be #neap.generated or #neap.library, found ")
           << kernel.getImplementation();
  int64_t values = kernel.getInputs().size() + kernel.getNumResults();
  for (int64_t index : library.getOrder())
    if (index < 0 || index >= values)
      return kernel.emitOpError("library argument order names value ") << index << " of " << values;
  return success();
}

LogicalResult KernelOp::verify() {
  Block &block = getBlock();
  if (block.getArgumentTypes() != getInputs().getTypes())
    return emitOpError("block arguments must have the types of the inputs");
  auto yield = dyn_cast<YieldOp>(block.getTerminator());
  if (!yield || yield.getOperandTypes() != getResultTypes())
    return emitOpError("must yield values of the result types");
  if (failed(verifyImplementation(*this)))
    return failure();
  if (std::optional<ArrayRef<int64_t>> pairs = getInPlace()) {
    if (pairs->size() % 2)
      return emitOpError("in_place lists pairs (result, operand), found ") << pairs->size() << " numbers";
    for (size_t i = 0; i + 1 < pairs->size(); i += 2) {
      int64_t result = (*pairs)[i], operand = (*pairs)[i + 1];
      if (result < 0 || result >= getNumResults() || operand < 0 || operand >= (int64_t)getInputs().size())
        return emitOpError("in_place pair (") << result << ", " << operand << ") names no result and operand";
      if (getTensorBytes(cast<RankedTensorType>(getResult(result).getType())) !=
          getTensorBytes(cast<RankedTensorType>(getInputs()[operand].getType())))
        return emitOpError("in_place pair (") << result << ", " << operand << ") differs in size";
    }
  }
  size_t wanted = getNumResults() + (getWorkspaceBytes() > 0);
  if (std::optional<ArrayRef<int64_t>> places = getPlaces(); places && places->size() != wanted)
    return emitOpError("has ") << places->size() << " places, expected " << wanted
                               << " (one per result, then the workspace)";
  return success();
}

//===----------------------------------------------------------------------===//
// LaunchOp
//===----------------------------------------------------------------------===//

LogicalResult LaunchOp::verify() {
  if (getGenerated().has_value() == getLibrary().has_value())
    return emitOpError("must be either generated or a library call");
  return success();
}
