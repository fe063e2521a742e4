//===- NeapDialect.cpp - The dialect: registration and checks of its attributes ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each family registers its own ops; this file knows only that there are families.
//
//===----------------------------------------------------------------------===//

#include "neap/Dialect/Neap/IR/Neap.h"

#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace neap;

#include "neap/Dialect/Neap/IR/NeapDialect.cpp.inc"
#include "neap/Dialect/Neap/IR/NeapEnums.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "neap/Dialect/Neap/IR/NeapAttributes.cpp.inc"

void NeapDialect::initialize() {
  registerAttributes();
  registerCoreOps();
#define NEAP_FAMILY(family) register##family##Ops();
#include "neap/Dialect/Neap/Ops/Families.inc"
#undef NEAP_FAMILY
}

void NeapDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "neap/Dialect/Neap/IR/NeapAttributes.cpp.inc"
      >();
}

Operation *NeapDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type, Location loc) {
  auto elements = dyn_cast<ElementsAttr>(value);
  if (!elements || elements.getType() != type)
    return nullptr;
  return ConstantOp::create(builder, loc, type, elements);
}

LogicalResult NeapDialect::verifyOperationAttribute(Operation *op, NamedAttribute attribute) {
  if (attribute.getName() == stageAttrName && !isa<ModuleOp>(op))
    return op->emitOpError() << "has '" << stageAttrName << "', which belongs on a module";
  return success();
}

static LogicalResult verifyBinding(Operation *op, NamedAttribute attribute, StringRef where, unsigned index) {
  if (attribute.getName() == placeAttrName && !isa<IntegerAttr>(attribute.getValue()))
    return op->emitOpError() << where << " " << index << ": '" << placeAttrName << "' must be an offset, found "
                             << attribute.getValue();
  if (attribute.getName() != bindAttrName || isa<BindAttr>(attribute.getValue()))
    return success();
  return op->emitOpError() << where << " " << index << ": '" << bindAttrName << "' must be a #neap.bind, found "
                           << attribute.getValue();
}

LogicalResult NeapDialect::verifyRegionArgAttribute(Operation *op, unsigned, unsigned index, NamedAttribute attribute) {
  return verifyBinding(op, attribute, "argument", index);
}

LogicalResult NeapDialect::verifyRegionResultAttribute(Operation *op, unsigned, unsigned index,
                                                       NamedAttribute attribute) {
  return verifyBinding(op, attribute, "result", index);
}

BindAttr neap::getArgumentBinding(FunctionOpInterface function, unsigned index) {
  return function.getArgAttrOfType<BindAttr>(index, bindAttrName);
}

BindAttr neap::getResultBinding(FunctionOpInterface function, unsigned index) {
  return dyn_cast_or_null<BindAttr>(function.getResultAttr(index, bindAttrName));
}

int64_t neap::getTensorBytes(RankedTensorType type) {
  return type.getNumElements() * llvm::divideCeil(type.getElementTypeBitWidth(), 8);
}

RankedTensorType neap::withElementType(RankedTensorType type, Type element) {
  return RankedTensorType::get(type.getShape(), element);
}

Value neap::createSplat(OpBuilder &builder, Location loc, RankedTensorType type, double value) {
  Attribute element;
  if (auto floatType = dyn_cast<FloatType>(type.getElementType()))
    element = builder.getFloatAttr(floatType, value);
  else
    element = builder.getIntegerAttr(type.getElementType(), static_cast<int64_t>(value));
  return ConstantOp::create(builder, loc, type, DenseElementsAttr::get(type, element));
}

std::string neap::getSourceName(Location loc) {
  if (auto name = dyn_cast<NameLoc>(loc))
    return name.getName().str();
  if (auto fused = dyn_cast<FusedLoc>(loc)) {
    for (Location part : fused.getLocations())
      if (std::string name = getSourceName(part); !name.empty())
        return name;
  }
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    return getSourceName(call.getCallee());
  return {};
}
