// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-LABEL: func.func @sum
// CHECK: linalg.generic
// CHECK: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %{{.*}}: f32):
// CHECK: %[[Y:.*]] = arith.addf %[[A]], %[[B]] : f32
// CHECK: linalg.yield %[[Y]]
func.func @sum(%a: tensor<2x3xf32>, %b: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = neap.add %a, %b : tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// bf16 is computed in f32 and rounded once.
// CHECK-LABEL: func.func @small_float
// CHECK: arith.extf %{{.*}} : bf16 to f32
// CHECK: math.tanh %{{.*}} : f32
// CHECK: arith.truncf %{{.*}} : f32 to bf16
func.func @small_float(%x: tensor<4xbf16>) -> tensor<4xbf16> {
  %y = neap.tanh %x : tensor<4xbf16>
  return %y : tensor<4xbf16>
}

// The divisor of an integer division is never 0 or -1.
// CHECK-LABEL: func.func @integer_division
// CHECK: %[[SAFE:.*]] = arith.select %{{.*}}, %{{.*}}, %{{.*}} : i64
// CHECK: arith.divsi %{{.*}}, %[[SAFE]]
func.func @integer_division(%a: tensor<4xi64>, %b: tensor<4xi64>) -> tensor<4xi64> {
  %y = neap.div %a, %b : tensor<4xi64>
  return %y : tensor<4xi64>
}

// A float is clamped before it becomes an integer.
// CHECK-LABEL: func.func @float_to_integer
// CHECK: arith.maxnumf
// CHECK: arith.minnumf
// CHECK: arith.fptosi %{{.*}} : f32 to i8
func.func @float_to_integer(%x: tensor<4xf32>) -> tensor<4xi8> {
  %y = neap.cast %x {to = i8} : tensor<4xf32> -> tensor<4xi8>
  return %y : tensor<4xi8>
}

// NaN goes through a rectifier.
// CHECK-LABEL: func.func @relu
// CHECK: arith.maximumf
func.func @relu(%x: tensor<f32>) -> tensor<f32> {
  %y = neap.relu %x : tensor<f32>
  return %y : tensor<f32>
}

// CHECK-LABEL: func.func @softplus_that_does_not_overflow
// CHECK: math.absf
// CHECK: arith.negf
// CHECK: math.exp
// CHECK: math.log1p
func.func @softplus_that_does_not_overflow(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = neap.softplus %x : tensor<4xf32>
  return %y : tensor<4xf32>
}
