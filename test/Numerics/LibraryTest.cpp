//===- LibraryTest.cpp - Library calls against generated loops ------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each op that a library does has a generated lowering too; on the same numbers
// they agree up to rounding. Each function in library.mlir is a case of one op.
//
//===----------------------------------------------------------------------===//

#include "Harness.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace neap::numerics;

static std::vector<Numbers> runCase(mlir::func::FuncOp function, Harness &harness, bool library,
                                    const std::vector<Numbers> &inputs) {
  mlir::OwningOpRef<mlir::ModuleOp> module = mlir::ModuleOp::create(function.getLoc());
  module->push_back(function.clone());
  std::unique_ptr<Compiled> compiled = harness.compile(*module);
  std::string name = function.getName().str();
  if (!compiled) {
    ADD_FAILURE() << harness.messages();
    return {};
  }
  EXPECT_EQ(compiled->countLaunches(name, /*library=*/true), library ? 1 : 0) << name;
  return compiled->run(name, inputs);
}

TEST(Library, AgreesWithGeneratedLoops) {
  HarnessOptions withLibraries, without;
  withLibraries.threads = 2;
  without.libraries = false;
  Harness library(withLibraries), generated(without);
  auto cases = library.parseFile(NEAP_LIBRARY_CASES), same = generated.parseFile(NEAP_LIBRARY_CASES);
  ASSERT_TRUE(cases && same) << library.messages() << generated.messages();
  unsigned count = 0;
  for (mlir::func::FuncOp function : cases->getOps<mlir::func::FuncOp>()) {
    SCOPED_TRACE(function.getName().str());
    std::vector<Numbers> inputs;
    for (mlir::Type type : function.getArgumentTypes()) {
      Numbers &numbers = inputs.emplace_back(mlir::cast<mlir::RankedTensorType>(type).getNumElements());
      for (size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = std::sin(0.7 * static_cast<double>(i + 13 * inputs.size()));
    }
    auto other = same->lookupSymbol<mlir::func::FuncOp>(function.getName());
    std::vector<Numbers> expected = runCase(other, generated, false, inputs);
    std::vector<Numbers> found = runCase(function, library, true, inputs);
    ASSERT_EQ(found.size(), expected.size());
    for (size_t result = 0; result < found.size(); ++result)
      for (size_t i = 0; i < found[result].size(); ++i)
        ASSERT_NEAR(found[result][i], expected[result][i], 2e-5 * std::max(1.0, std::abs(expected[result][i])))
            << "result " << result << ", element " << i;
    ++count;
  }
  EXPECT_GT(count, 0u);
}
