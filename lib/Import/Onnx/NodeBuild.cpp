//===- NodeBuild.cpp - Building neap ops for a node -----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Ops are built by name, so that this library needs the header of no family and
// a table entry can be data. Everything the name stands for is checked: that the
// op exists, that it has each attribute, that its types are inferred, that it
// verifies. What it finds wrong with the model becomes a message of the node.
//
//===----------------------------------------------------------------------===//

#include "Node.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "llvm/Support/MemAlloc.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

namespace {
/// An op's properties while there is no op yet: what result types are inferred from.
class Properties {
public:
  explicit Properties(OperationName name) : name(name), bytes(name.getOpPropertyByteSize()) {
    if (!bytes)
      return;
    storage = llvm::allocate_buffer(bytes, alignof(std::max_align_t));
    name.initOpProperties(get(), OpaqueProperties(nullptr));
  }
  ~Properties() {
    if (!bytes)
      return;
    name.destroyOpProperties(get());
    llvm::deallocate_buffer(storage, bytes, alignof(std::max_align_t));
  }
  Properties(const Properties &) = delete;
  Properties &operator=(const Properties &) = delete;

  OpaqueProperties get() const { return OpaqueProperties(storage); }
  LogicalResult set(DictionaryAttr attributes, function_ref<InFlightDiagnostic()> emitError) {
    if (!bytes)
      return success();
    if (failed(name.setOpPropertiesFromAttribute(name, get(), attributes, emitError)))
      return failure();
    name.populateDefaultProperties(get());
    return success();
  }

private:
  OperationName name;
  size_t bytes;
  void *storage = nullptr;
};

/// Error messages of the dialect while one op is built.
class MessageCapture {
public:
  explicit MessageCapture(MLIRContext *context)
      : handler(context, [this](mlir::Diagnostic &diagnostic) {
          if (diagnostic.getSeverity() != DiagnosticSeverity::Error)
            return success();
          std::string message = diagnostic.str();
          // An op's own errors begin with its neap name, which means nothing to who wrote the model.
          if (size_t end = message.find("' op "); message.rfind("'neap.", 0) == 0 && end != std::string::npos)
            message.erase(0, end + 5);
          text += (text.empty() ? "" : "; ") + message;
          return success();
        }) {}

  std::string text;

private:
  ScopedDiagnosticHandler handler;
};
} // namespace

/// Bigger constants are left to be computed by the program: the IR stays small.
static constexpr int64_t maxFoldedElements = 1 << 16;

static bool isWorthFolding(Operation *op) {
  for (Value operand : op->getOperands()) {
    DenseElementsAttr values;
    if (matchPattern(operand, m_Constant(&values)) && !values.isSplat() &&
        typeOf(op->getResult(0)).getNumElements() > maxFoldedElements)
      return false;
  }
  return true;
}

static LogicalResult inferTypes(const OperationState &state, SmallVectorImpl<Type> &types) {
  auto *inference = state.name.getInterface<InferTypeOpInterface>();
  if (!inference)
    return emitError(state.location, "the result type of ") << state.name << " is not inferred";
  MLIRContext *context = state.getContext();
  DictionaryAttr attributes = state.attributes.getDictionary(context);
  Properties properties(state.name);
  if (failed(properties.set(attributes, [&]() { return emitError(state.location); })))
    return failure();
  return inference->inferReturnTypes(context, state.location, state.operands, attributes, properties.get(), {}, types);
}

SmallVector<Value> Node::createAll(StringRef mnemonic, ValueRange operands, ArrayRef<NamedAttribute> attrs,
                                   TypeRange types) {
  if (llvm::is_contained(operands, Value()))
    return {};
  OperationName opName(("neap." + mnemonic).str(), &importer.context);
  if (!opName.isRegistered()) {
    (void)fail("needs neap." + mnemonic + ", which this build has not");
    return {};
  }
  for (NamedAttribute attribute : attrs)
    if (!llvm::is_contained(opName.getAttributeNames(), attribute.getName())) {
      (void)fail("neap." + mnemonic + " has no attribute '" + attribute.getName().getValue() + "'");
      return {};
    }
  MessageCapture capture(&importer.context);
  OperationState state(location, opName, operands, types, attrs);
  Operation *op = nullptr;
  if (!types.empty() || succeeded(inferTypes(state, state.types))) {
    for (Type type : state.types)
      if (ArrayRef<int64_t> shape = llvm::cast<RankedTensorType>(type).getShape(); isTooLarge(shape)) {
        (void)fail("a result of shape " + describe(shape) + " has more elements than a program could hold");
        return {};
      }
    op = builder().create(state);
  }
  if (op && succeeded(verify(op, /*verifyRecursively=*/false))) {
    SmallVector<Value> folded;
    // Without results the op was only changed in place.
    if (isWorthFolding(op) && succeeded(builder().tryFold(op, folded)) && !folded.empty()) {
      op->erase();
      return folded;
    }
    return llvm::to_vector_of<Value>(op->getResults());
  }
  if (op)
    op->erase();
  std::string inputs = describeInputs();
  (void)fail(capture.text + (inputs.empty() ? "" : " (" + inputs + ")"));
  return {};
}

Value Node::create(StringRef mnemonic, ValueRange operands, ArrayRef<NamedAttribute> attrs) {
  SmallVector<Value> results = createAll(mnemonic, operands, attrs);
  return results.empty() ? Value() : results.front();
}

Value Node::createAs(Type type, StringRef mnemonic, ValueRange operands, ArrayRef<NamedAttribute> attrs) {
  SmallVector<Value> results = createAll(mnemonic, operands, attrs, type);
  return results.empty() ? Value() : results.front();
}

NamedAttribute Node::attr(StringRef name, Attribute value) { return builder().getNamedAttr(name, value); }
NamedAttribute Node::attr(StringRef name, ArrayRef<int64_t> values) {
  return attr(name, builder().getDenseI64ArrayAttr(values));
}
NamedAttribute Node::attr(StringRef name, int64_t value) { return attr(name, builder().getI64IntegerAttr(value)); }
NamedAttribute Node::attr(StringRef name, double value) { return attr(name, builder().getF64FloatAttr(value)); }
NamedAttribute Node::attr(StringRef name, bool value) { return attr(name, builder().getBoolAttr(value)); }
NamedAttribute Node::attr(StringRef name, StringRef value) { return attr(name, builder().getStringAttr(value)); }

//===----------------------------------------------------------------------===//
// What many operators need
//===----------------------------------------------------------------------===//

Value Node::constant(DenseElementsAttr values) {
  return ConstantOp::create(builder(), location, values.getType(), values);
}

Value Node::constantInts(ArrayRef<int64_t> values) {
  auto type = RankedTensorType::get({static_cast<int64_t>(values.size())}, builder().getI64Type());
  return constant(DenseElementsAttr::get(type, values));
}

Value Node::splat(RankedTensorType type, double value) { return createSplat(builder(), location, type, value); }

Value Node::reshape(Value value, ArrayRef<int64_t> shape) {
  if (!value || shapeOf(value) == shape)
    return value;
  return create("reshape", value, {attr("shape", shape)});
}

Value Node::broadcast(Value value, ArrayRef<int64_t> shape) {
  if (!value || shapeOf(value) == shape)
    return value;
  return create("broadcast", value, {attr("shape", shape)});
}

Value Node::transpose(Value value, ArrayRef<int64_t> permutation) {
  if (!value)
    return value;
  return create("transpose", value, {attr("permutation", permutation)});
}

Value Node::slice(Value value, ArrayRef<int64_t> starts, ArrayRef<int64_t> sizes, ArrayRef<int64_t> steps) {
  if (!value)
    return value;
  SmallVector<int64_t> ones(starts.size(), 1);
  return create("slice", value,
                {attr("starts", starts), attr("sizes", sizes), attr("steps", steps.empty() ? ArrayRef(ones) : steps)});
}

Value Node::cast(Value value, Type element) {
  if (!value || typeOf(value).getElementType() == element)
    return value;
  return create("cast", value, {attr("to", TypeAttr::get(element))});
}

LogicalResult Node::broadcastAll(MutableArrayRef<Value> values) {
  if (llvm::is_contained(values, Value()))
    return failure();
  int64_t rank = 0;
  for (Value value : values)
    rank = std::max(rank, typeOf(value).getRank());
  SmallVector<int64_t> common(rank, 1);
  for (Value value : values)
    for (auto [fromEnd, extent] : llvm::enumerate(llvm::reverse(shapeOf(value)))) {
      int64_t &all = common[rank - 1 - fromEnd];
      if (extent != all && extent != 1 && all != 1)
        return fail("shapes do not broadcast: dimensions " + Twine(all) + " and " + Twine(extent) + " differ (" +
                    describeInputs() + ")");
      all = all == 1 ? extent : all;
    }
  for (Value &value : values)
    value = broadcast(value, common);
  return success(!llvm::is_contained(values, Value()));
}
