//===- PlannedPeak.cpp - Where a planned module needs most memory --------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "neap/Analysis/PlannedPeak.h"

using namespace mlir;
using namespace neap;

PlannedPeak neap::findPlannedPeak(ModuleOp module) {
  PlannedPeak found;
  auto functions = module->getAttrOfType<DictionaryAttr>("neap.plan").getAs<DictionaryAttr>("functions");
  for (NamedAttribute entry : functions) {
    auto plan = cast<DictionaryAttr>(entry.getValue());
    int64_t bytes = plan.getAs<IntegerAttr>("peak").getInt();
    if (bytes > found.bytes)
      found = {entry.getName().getValue(), plan.getAs<StringAttr>("peak_kernel").getValue(), bytes};
  }
  return found;
}
