//===- Inputs.cpp - Data inputs and declared shapes -----------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every size is fixed when compiling: symbolic dimensions of the inputs are
// bound by options, and all that are not are listed at once. What the file
// declares of outputs and intermediate values is compared with what they became.
//
//===----------------------------------------------------------------------===//

#include "Importer.h"
#include "Node.h"

#include "llvm/ADT/StringExtras.h"

#include "onnx/onnx_pb.h"

#include <set>

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

namespace {
/// Gives symbolic dimensions their sizes.
class DimBinder {
public:
  DimBinder(const ImportOptions &options, Diagnostics &diagnostics) : options(options), diagnostics(diagnostics) {}

  std::optional<int64_t> bind(const onnx::TensorShapeProto::Dimension &dim, StringRef input, int64_t axis) {
    if (dim.has_dim_value())
      return fixed(dim.dim_value(), input, axis);
    std::string name = dim.dim_param().empty() ? (input + ":" + Twine(axis)).str() : dim.dim_param();
    seen.insert(name);
    symbolicBatch |= axis == 0;
    auto given = options.dims.find(name);
    std::optional<int64_t> size = diagnosedSize(name);
    if (given != options.dims.end())
      size = given->second;
    else if (axis == 0 && options.batch)
      size = *options.batch;
    if (axis == 0 && options.batch && size != options.batch)
      diagnostics.model(ImportSeverity::Error,
                        "--batch " + Twine(*options.batch) + " contradicts --dim " + name + "=" + Twine(*size) +
                            ": that is the leading dimension of input `" + input + "`",
                        input);
    if (!size) {
      unbound.push_back({("input `" + input + "` axis " + Twine(axis) + " (`" + name + "`)").str(), name, axis == 0});
      return std::nullopt;
    }
    diagnostics.report.dims[name] = *size;
    return fixed(*size, input, axis);
  }

  /// After all inputs: what is missing and what was given in vain.
  void finish() {
    if (options.batch && !symbolicBatch && !fixedBatches.count(*options.batch))
      diagnostics.model(ImportSeverity::Error,
                        "--batch " + Twine(*options.batch) + ": no input has a symbolic leading dimension" +
                            (fixedBatches.empty() ? Twine() : ", it is fixed to " + Twine(*fixedBatches.begin())));
    for (const auto &[name, size] : options.dims)
      if (!seen.count(name))
        diagnostics.model(ImportSeverity::Error,
                          "--dim " + name + "=" + Twine(size) + ": no input has a dimension of this name" + known());
    for (const Unbound &dim : unbound) {
      std::string cure = "--dim " + dim.name + "=N";
      if (dim.leading)
        cure = "--batch N or " + cure;
      if (options.standInDim) {
        diagnostics.model(ImportSeverity::Note,
                          dim.where + " is symbolic; shown for " + Twine(*options.standInDim) + " (" + cure + ")");
        continue;
      }
      diagnostics.model(ImportSeverity::Error, dim.where + " is symbolic: give its size with " + cure);
    }
  }

private:
  struct Unbound {
    std::string where, name;
    bool leading;
  };

  std::optional<int64_t> diagnosedSize(const std::string &name) const {
    auto bound = diagnostics.report.dims.find(name);
    return bound == diagnostics.report.dims.end() ? std::nullopt : std::optional<int64_t>(bound->second);
  }

  std::optional<int64_t> fixed(int64_t size, StringRef input, int64_t axis) {
    if (axis == 0)
      fixedBatches.insert(size);
    if (size > 0)
      return size;
    diagnostics.model(ImportSeverity::Error,
                      "input `" + input + "`: " +
                          (axis == 0 ? Twine("batch dimension is ") + Twine(size)
                                     : "dimension " + Twine(axis) + " is " + Twine(size)) +
                          ", expected at least 1",
                      input);
    return std::nullopt;
  }

  std::string known() const {
    std::string text;
    for (const std::string &name : seen)
      text += (text.empty() ? " (there are " : ", ") + name;
    return text.empty() ? " (all sizes are fixed)" : text + ")";
  }

  const ImportOptions &options;
  Diagnostics &diagnostics;
  SmallVector<Unbound> unbound;
  std::set<std::string> seen;
  std::set<int64_t> fixedBatches;
  bool symbolicBatch = false;
};
} // namespace

static std::vector<std::string> declaredDims(const onnx::TypeProto &type) {
  std::vector<std::string> dims;
  for (const auto &dim : type.tensor_type().shape().dim())
    dims.push_back(dim.has_dim_value()       ? std::to_string(dim.dim_value())
                   : dim.dim_param().empty() ? "?"
                                             : dim.dim_param());
  return dims;
}

/// The input's type, or null where it was reported to have none.
static RankedTensorType bindType(const onnx::ValueInfoProto &input, DimBinder &dims, const ImportOptions &options,
                                 Diagnostics &diagnostics, MLIRContext *context) {
  const std::string &name = input.name();
  if (!input.type().has_tensor_type()) {
    diagnostics.model(ImportSeverity::Error, "input `" + name + "` is not a tensor", name);
    return {};
  }
  const onnx::TypeProto::Tensor &tensor = input.type().tensor_type();
  std::optional<DType> dtype = dtypeFromProto(tensor.elem_type());
  if (!dtype) {
    diagnostics.model(ImportSeverity::Error,
                      "input `" + name + "`: element type " + Twine(tensor.elem_type()) + " is not supported", name);
    return {};
  }
  if (!tensor.has_shape()) {
    diagnostics.model(ImportSeverity::Error, "input `" + name + "` has no shape", name);
    return {};
  }
  SmallVector<int64_t> shape;
  for (const auto &[axis, dim] : llvm::enumerate(tensor.shape().dim())) {
    std::optional<int64_t> size = dims.bind(dim, name, axis);
    shape.push_back(size ? *size : options.standInDim.value_or(1));
  }
  if (isTooLarge(shape)) {
    diagnostics.model(ImportSeverity::Error,
                      "input `" + name + "` " + describe(shape) + ": more elements than a program could hold", name);
    return {};
  }
  return RankedTensorType::get(shape, elementType(*dtype, context));
}

void Importer::importInputs(Scope &scope) {
  DimBinder dims(options, diagnostics);
  for (const onnx::ValueInfoProto *input : model.inputs()) {
    RankedTensorType type = bindType(*input, dims, options, diagnostics, &context);
    if (!type) {
      scope.values[input->name()] = Binding::poison();
      continue;
    }
    ImportedValue row;
    row.name = input->name();
    row.dtype = dtypeName(*dtypeFromProto(input->type().tensor_type().elem_type()));
    row.declared = declaredDims(input->type());
    row.shape = type.getShape();
    diagnostics.report.inputs.push_back(std::move(row));
    Value argument = function.getBody().front().addArgument(type, NameLoc::get(builder.getStringAttr(input->name())));
    scope.values[input->name()] = Binding::ofTensor(argument);
    ++dataInputs;
  }
  dims.finish();
}

/// Compares a declaration with the value it became. Returns what differs; empty where nothing does.
static std::string contradiction(const onnx::TypeProto &declared, RankedTensorType type, const ImportReport &report) {
  if (!declared.has_tensor_type())
    return {};
  const onnx::TypeProto::Tensor &tensor = declared.tensor_type();
  std::optional<DType> dtype = dtypeFromProto(tensor.elem_type());
  if (dtype && elementType(*dtype, type.getContext()) != type.getElementType())
    return "declared " + onnxTypeName(*dtype) + ", computed " + onnxTypeName(type.getElementType());
  if (!tensor.has_shape())
    return {};
  bool equal = tensor.shape().dim_size() == type.getRank();
  std::vector<std::string> dims = declaredDims(declared);
  for (int64_t axis = 0; equal && axis < type.getRank(); ++axis) {
    const auto &dim = tensor.shape().dim(axis);
    auto bound = report.dims.find(dim.dim_param());
    if (dim.has_dim_value())
      equal = dim.dim_value() == type.getDimSize(axis);
    else if (bound != report.dims.end())
      equal = bound->second == type.getDimSize(axis);
  }
  if (equal)
    return {};
  return "declared shape [" + llvm::join(dims, ",") + "], computed " + describe(type.getShape());
}

void Importer::checkDeclarations(const Scope &scope) {
  ImportReport &report = diagnostics.report;
  auto check = [&](const onnx::ValueInfoProto &info, StringRef what, ImportSeverity severity) {
    const Binding *bound = scope.find(info.name());
    if (!bound || bound->kind != Binding::Kind::Tensor)
      return;
    std::string text = contradiction(info.type(), typeOf(bound->tensor), report);
    if (!text.empty())
      diagnostics.model(severity, what + " `" + info.name() + "`: " + text, info.name());
  };
  for (const onnx::ValueInfoProto &info : model.graph().value_info())
    check(info, "value", ImportSeverity::Warning);
  for (const onnx::ValueInfoProto &info : model.graph().output())
    check(info, "output", ImportSeverity::Warning);
  for (const auto &[name, value] : outputs) {
    ImportedValue row;
    row.name = name;
    for (const onnx::ValueInfoProto &info : model.graph().output())
      if (info.name() == name)
        row.declared = declaredDims(info.type());
    llvm::raw_string_ostream(row.dtype) << typeOf(value).getElementType();
    row.shape = shapeOf(value);
    report.outputs.push_back(std::move(row));
  }
}
