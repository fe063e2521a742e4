// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-DAG: #[[KEPT:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-DAG: #[[SOURCE:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>

// A kept dimension is a loop of extent one beside the reduction.
// CHECK-LABEL: func.func @sum
// CHECK: linalg.generic {indexing_maps = [#[[SOURCE]], #[[KEPT]]], iterator_types = ["parallel", "parallel", "reduction"]}
// CHECK: arith.addf
func.func @sum(%x: tensor<4x8xf32>) -> tensor<4x1xf32> {
  %y = neap.reduce_sum %x [1] : tensor<4x8xf32> -> tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// bf16 is accumulated in f32 and rounded once.
// CHECK-LABEL: func.func @small_float
// CHECK: tensor.empty() : tensor<4xf32>
// CHECK: arith.extf %{{.*}} : bf16 to f32
// CHECK: arith.addf %{{.*}} : f32
// CHECK: arith.divf %{{.*}} : f32
// CHECK: arith.truncf %{{.*}} : f32 to bf16
func.func @small_float(%x: tensor<4x8xbf16>) -> tensor<4xbf16> {
  %y = neap.reduce_mean %x [1] {keepdims = false} : tensor<4x8xbf16> -> tensor<4xbf16>
  return %y : tensor<4xbf16>
}

// CHECK-LABEL: func.func @largest
// CHECK: arith.constant 0xFF800000 : f32
// CHECK: arith.maximumf
func.func @largest(%x: tensor<8xf32>) -> tensor<f32> {
  %y = neap.reduce_max %x [0] {keepdims = false} : tensor<8xf32> -> tensor<f32>
  return %y : tensor<f32>
}

// The maximum first, so that no exponential overflows.
// CHECK-LABEL: func.func @log_sum_exp
// CHECK: arith.maximumf
// CHECK: arith.subf
// CHECK: math.exp
// CHECK: math.log
func.func @log_sum_exp(%x: tensor<4x8xf32>) -> tensor<4x1xf32> {
  %y = neap.reduce_log_sum_exp %x [1] : tensor<4x8xf32> -> tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// CHECK-LABEL: func.func @position
// CHECK: %[[BETTER:.*]] = arith.cmpf ogt
// CHECK: linalg.index 1
// CHECK-COUNT-2: arith.select %[[BETTER]]
func.func @position(%x: tensor<4x8xf32>) -> tensor<4xi64> {
  %y = neap.arg_max %x axis 1 {keepdims = false} : tensor<4x8xf32> -> tensor<4xi64>
  return %y : tensor<4xi64>
}

// Seven elements: windows of 1, 2 and 4 after the first pass.
// CHECK-LABEL: func.func @running_sum
// CHECK-COUNT-4: linalg.generic
// CHECK-NOT: linalg.generic
func.func @running_sum(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = neap.cumsum %x axis 0 : tensor<7xf32>
  return %y : tensor<7xf32>
}
