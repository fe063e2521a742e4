//===- NeapOps.td - Every op of the dialect: one line per family -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_IR_NEAPOPS_TD
#define NEAP_DIALECT_NEAP_IR_NEAPOPS_TD

include "neap/Dialect/Neap/IR/NeapCoreOps.td"
include "Elementwise/Elementwise.td"
include "Shape/Shape.td"
include "Reduction/Reduction.td"
include "Indexing/Indexing.td"
include "Optimizer/Optimizer.td"
include "Loss/Loss.td"
include "Contraction/Contraction.td"
include "Convolution/Convolution.td"
include "Pooling/Pooling.td"
include "Normalization/Normalization.td"
include "Random/Random.td"

#endif // NEAP_DIALECT_NEAP_IR_NEAPOPS_TD
