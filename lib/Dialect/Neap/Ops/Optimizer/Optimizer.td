//===- Optimizer.td - Update rules of optimizers -*- tablegen -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One op per rule: from a weight, its gradient, the scalars of the step and the
// rule's slots to the new weight and the new slots, element by element. The
// formulas are PyTorch's. State goes in as operands and comes out as results.
// What a rule is to the compiler (its keys, slots, builder) stands in
// OptimizerRules.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_DIALECT_NEAP_OPS_OPTIMIZER_TD
#define NEAP_DIALECT_NEAP_OPS_OPTIMIZER_TD

include "neap/Dialect/Neap/IR/NeapBase.td"

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

/// `scalars`: rank 0, the learning rate first. `slots` and the results after the first correspond.
/// `scalarCount`, `slotCount`: expressions for how many there must be.
class Neap_OptimizerRule<string mnemonic, dag attributes, string scalarCount, string slotCount>
    : Neap_InferredOp<mnemonic, [AttrSizedOperandSegments, NotDifferentiable,
                                 DeclareOpInterfaceMethods<IterationSpaceOpInterface>]> {
  let arguments = !con((ins Neap_FloatTensor:$weight, Neap_FloatTensor:$gradient,
                            Variadic<Neap_Tensor>:$scalars, Variadic<Neap_FloatTensor>:$slots), attributes);
  let results = (outs Variadic<Neap_FloatTensor>:$updated);
  let assemblyFormat = [{
    $weight `,` $gradient `scalars` `(` $scalars `)` (`slots` `(` $slots^ `)`)? attr-dict `:` type($weight) `,` type($gradient)
    `,` `(` type($scalars) `)` (`,` `(` type($slots)^ `)`)? `->` type($updated)
  }];
  let hasVerifier = 1;
  let extraClassDefinition = [{
    ::llvm::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *, ::std::optional<::mlir::Location> location,
        ::mlir::ValueRange operands, ::mlir::DictionaryAttr attributes, ::mlir::OpaqueProperties properties,
        ::mlir::RegionRange regions, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
      Adaptor adaptor(operands, attributes, properties, regions);
      return ::neap::inferOptimizerRule(location, adaptor.getWeight(), adaptor.getGradient(), adaptor.getSlots(), types);
    }
    ::llvm::LogicalResult $cppClass::verify() {
      return ::neap::verifyOptimizerRule(*this, getScalars(), }] # scalarCount # [{, getSlots(), }] # slotCount # [{);
    }
    ::llvm::SmallVector<int64_t> $cppClass::getLoopRanges() { return ::neap::optimizerRanges(*this); }
    ::llvm::SmallVector<::mlir::utils::IteratorType> $cppClass::getLoopIterators() { return ::neap::optimizerIterators(*this); }
    ::llvm::SmallVector<::mlir::AffineMap> $cppClass::getLoopIndexingMaps() { return ::neap::optimizerMaps(*this); }
  }];
}

//===----------------------------------------------------------------------===//
// Scalars of a step
//===----------------------------------------------------------------------===//

def Neap_BiasCorrectionOp : Neap_Op<"bias_correction", [NotDifferentiable, DeclareOpInterfaceMethods<IterationSpaceOpInterface>]> {
  let summary = "1 - beta^(step + 1), or its root, computed in f64 and rounded once";
  let description = [{
    How far a moving average that starts at zero has filled up. The power is a product of beta^(2^i) over the bits of
    `step + 1`; these factors are constants, so no library's `pow` decides the bits.
  }];
  let arguments = (ins StaticShapeTensorOf<[I64]>:$step, F64Attr:$beta, UnitAttr:$root);
  let results = (outs StaticShapeTensorOf<[F32]>:$correction);
  let assemblyFormat = "$step `beta` $beta (`root` $root^)? attr-dict `:` type($step) `->` type($correction)";
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Rules
//===----------------------------------------------------------------------===//

def Neap_SgdOp : Neap_OptimizerRule<"sgd",
    (ins DefaultValuedAttr<F64Attr, "0.0">:$momentum, DefaultValuedAttr<F64Attr, "0.0">:$dampening, UnitAttr:$nesterov,
         DefaultValuedAttr<F64Attr, "0.0">:$weight_decay),
    "getDampening().isZero() ? 1 : 2", "getMomentum().isZero() ? 0 : 1"> {
  let summary = "Stochastic gradient descent";
  let description = [{
    Scalars: learning rate, and with dampening the step (i64). Slot: the momentum buffer b, where momentum is not 0.
    ```
    g = g + weight_decay w
    b = momentum b + (1 - dampening) g, and b = g at step 0
    g = nesterov ? g + momentum b : b
    w = w - lr g
    ```
  }];
}

class Neap_AdamRule<string mnemonic> : Neap_OptimizerRule<mnemonic,
    (ins F64Attr:$beta1, F64Attr:$beta2, F64Attr:$eps, DefaultValuedAttr<F64Attr, "0.0">:$weight_decay, UnitAttr:$amsgrad),
    "3", "getAmsgrad() ? 3 : 2">;

def Neap_AdamOp : Neap_AdamRule<"adam"> {
  let summary = "Adam, weight decay added to the gradient";
  let description = [{
    Scalars: learning rate, c1 = 1 - beta1^(step+1), r2 = sqrt(1 - beta2^(step+1)). Slots: m, v and with amsgrad the largest v.
    ```
    g = g + weight_decay w
    m = m + (1 - beta1) (g - m)
    v = beta2 v + (1 - beta2) g^2
    w = w - (lr / c1) m / (sqrt(v) / r2 + eps)        (amsgrad: the largest v so far)
    ```
  }];
}

def Neap_AdamwOp : Neap_AdamRule<"adamw"> {
  let summary = "Adam, weights decayed apart from the gradient";
  let description = [{ As neap.adam, with `w = w (1 - lr weight_decay)` first in place of the term in the gradient. }];
}

def Neap_AdagradOp : Neap_OptimizerRule<"adagrad",
    (ins F64Attr:$eps, DefaultValuedAttr<F64Attr, "0.0">:$weight_decay), "1", "1"> {
  let summary = "Adagrad";
  let description = [{
    Scalars: learning rate. Slot: the sum s of squares.
    ```
    g = g + weight_decay w;  s = s + g^2;  w = w - lr g / (sqrt(s) + eps)
    ```
  }];
}

def Neap_RmspropOp : Neap_OptimizerRule<"rmsprop",
    (ins F64Attr:$alpha, F64Attr:$eps, DefaultValuedAttr<F64Attr, "0.0">:$momentum, DefaultValuedAttr<F64Attr, "0.0">:$weight_decay),
    "1", "getMomentum().isZero() ? 1 : 2"> {
  let summary = "RMSprop, eps outside the root";
  let description = [{
    Scalars: learning rate. Slots: the mean square s and, where momentum is not 0, the buffer b.
    ```
    g = g + weight_decay w;  s = alpha s + (1 - alpha) g^2;  u = g / (sqrt(s) + eps)
    b = momentum b + u;  w = w - lr b                          (without momentum: w = w - lr u)
    ```
  }];
}

def Neap_LionOp : Neap_OptimizerRule<"lion",
    (ins F64Attr:$beta1, F64Attr:$beta2, DefaultValuedAttr<F64Attr, "0.0">:$weight_decay), "1", "1"> {
  let summary = "Lion: the sign of an interpolated momentum";
  let description = [{
    Chen et al., "Symbolic discovery of optimization algorithms", 2023. Scalars: learning rate. Slot: momentum m.
    ```
    w = w (1 - lr weight_decay);  w = w - lr sign(beta1 m + (1 - beta1) g);  m = beta2 m + (1 - beta2) g
    ```
  }];
}

#endif // NEAP_DIALECT_NEAP_OPS_OPTIMIZER_TD
