//===- Random.td - Random numbers from counters -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Philox 4x32-10 (neap/Runtime/Philox.h is the reference): random words are a
// function of a key and a position, so these ops are pure, and neither recomputing
// them nor the number of threads changes a bit.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_RANDOM_TD
#define NEAP_DIALECT_NEAP_OPS_RANDOM_TD

include "neap/Dialect/Neap/IR/NeapBase.td"

def Neap_KeyTensor : StaticShapeTensorOf<[I64]>;

//===----------------------------------------------------------------------===//
// Keys
//===----------------------------------------------------------------------===//

def Neap_RandomKeyOp : Neap_InferredOp<"random_key", [NotDifferentiable, DeclareOpInterfaceMethods<IterationSpaceOpInterface>]> {
  let summary = "The key of one random op in one step";
  let description = [{
    Seed, step and microbatch are rank-0 i64; `id` tells the random ops of a model apart. The key holds words 0 (low half) and 1 of Philox
    with key (low, high half of the seed) and counter (id, low, high half of the step, microbatch xor 0x4E454150).
    The last word keeps these counters away from those of the runtime's shuffle.
  }];
  let arguments = (ins Neap_KeyTensor:$seed, Neap_KeyTensor:$step, Neap_KeyTensor:$microbatch, I64Attr:$id);
  let results = (outs Neap_KeyTensor:$key);
  let assemblyFormat = "$seed `,` $step `,` $microbatch `id` $id attr-dict `:` type($seed) `,` type($step) `,` type($microbatch) `->` type($key)";
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

/// Element i (in row-major order) is made of words of the block with counter (low, high half of the block's number, 0, 0) under the key.
class Neap_Random<string mnemonic, list<Trait> traits>
    : Neap_Op<mnemonic, !listconcat(traits, [DeclareOpInterfaceMethods<IterationSpaceOpInterface>])> {
  let hasVerifier = 1;
  code loops = [{
    ::llvm::LogicalResult $cppClass::verify() { return ::neap::verifyRandom(*this, getKey()); }
    ::llvm::SmallVector<int64_t> $cppClass::getLoopRanges() { return ::neap::randomRanges(*this); }
    ::llvm::SmallVector<::mlir::utils::IteratorType> $cppClass::getLoopIterators() { return ::neap::randomIterators(*this); }
    ::llvm::SmallVector<::mlir::AffineMap> $cppClass::getLoopIndexingMaps() { return ::neap::randomMaps(*this); }
  }];
  let extraClassDefinition = loops;
}

/// A tensor of random numbers; every shape and type that the result says.
class Neap_RandomFill<string mnemonic, dag attributes, TypeConstraint type, list<Trait> traits = []>
    : Neap_Random<mnemonic, !listconcat([NotDifferentiable], traits)> {
  let arguments = !con((ins Neap_KeyTensor:$key), attributes);
  let results = (outs type:$y);
  let assemblyFormat = "$key attr-dict `:` type($key) `->` type($y)";
}

//===----------------------------------------------------------------------===//
// Dropout
//===----------------------------------------------------------------------===//

// y = x / (1 - ratio) where kept, else 0: dx = the same of dy, under the same key
def Neap_DropoutOp : Neap_Random<"dropout", [AllTypesMatch<["x", "y"]>, DeclareOpInterfaceMethods<TrainingModeOpInterface>,
    DeclareOpInterfaceMethods<DifferentiableOpInterface, ["getGradientForms"]>]> {
  let summary = "Drops elements with probability `ratio`, scales the others by 1 / (1 - ratio)";
  let description = [{
    Element i is kept where word i mod 4 of block i / 4 is at least ratio 2^32. The gradient draws the same words again: nothing is saved but
    the key. In evaluation it is its operand.
  }];
  let arguments = (ins Neap_FloatTensor:$x, Neap_KeyTensor:$key, F64Attr:$ratio);
  let results = (outs Neap_FloatTensor:$y);
  let assemblyFormat = "$x `,` $key `ratio` $ratio attr-dict `:` type($x) `,` type($key)";
  let hasFolder = 1;
}

def Neap_DropoutMaskOp : Neap_RandomFill<"dropout_mask", (ins F64Attr:$ratio), Neap_BoolTensor, [DeclareOpInterfaceMethods<TrainingModeOpInterface>]> {
  let summary = "Which elements neap.dropout of the same key and ratio keeps; all of them in evaluation";
  let hasFolder = 1;
}

//===----------------------------------------------------------------------===//
// Distributions
//===----------------------------------------------------------------------===//

def Neap_RandomUniformOp : Neap_RandomFill<"random_uniform",
    (ins DefaultValuedAttr<F64Attr, "0.0">:$low, DefaultValuedAttr<F64Attr, "1.0">:$high), Neap_FloatTensor> {
  let summary = "low + (high - low) u";
  let description = [{ u is a multiple of 2^-24 in [0, 1): the upper 24 bits of word i mod 4 of block i / 4. }];
}

def Neap_RandomNormalOp : Neap_RandomFill<"random_normal",
    (ins DefaultValuedAttr<F64Attr, "0.0">:$mean, DefaultValuedAttr<F64Attr, "1.0">:$scale), Neap_FloatTensor> {
  let summary = "mean + scale z with z of the normal distribution";
  let description = [{
    Box and Muller: z = sqrt(-2 log u) cos(2 pi v), u in (0, 1] and v in [0, 1) of the upper 24 bits of words 2 (i mod 2) and 2 (i mod 2) + 1 of
    block i / 2.
  }];
}

def Neap_BernoulliOp : Neap_Random<"bernoulli", [AllShapesMatch<["x", "y"]>, NotDifferentiable]> {
  let summary = "True with the probability that x holds";
  let description = [{ u < x with u as in neap.random_uniform. }];
  let arguments = (ins Neap_FloatTensor:$x, Neap_KeyTensor:$key);
  let results = (outs Neap_BoolTensor:$y);
  let assemblyFormat = "$x `,` $key attr-dict `:` type($x) `,` type($key) `->` type($y)";
}

#endif // NEAP_DIALECT_NEAP_OPS_RANDOM_TD
