//===- InferenceForm.h - Training form undone -------------------*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// BatchNormalization and Dropout behave by how they are written; a file that is
// to infer must not hold their training form.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_IMPORT_ONNX_READER_INFERENCEFORM_H
#define NEAP_LIB_IMPORT_ONNX_READER_INFERENCEFORM_H

#include "neap/Import/Onnx/Reader.h"

namespace neap {
namespace onnx_import {

/// Rewrites the training form of BatchNormalization and Dropout everywhere in `model`:
///   Y, mean', var' = BatchNormalization(X, s, b, mean, var) {training_mode = 1}   →   Y = BatchNormalization(X, s, b,
///   mean, var) Y, saved... = BatchNormalization (before opset 14)                            →   the same Y, mask =
///   Dropout(X, ratio, training_mode)                                    →   Y = Dropout(X, ratio)
/// An output that is read elsewhere stays: the mask as it is, mean' and var' as Identity of mean and var. What has no
/// meaning in inference (the saved statistics) is an error where it is read.
void toInferenceForm(onnx::ModelProto &model, std::vector<Diagnostic> &errors);

} // namespace onnx_import
} // namespace neap

#endif // NEAP_LIB_IMPORT_ONNX_READER_INFERENCEFORM_H
