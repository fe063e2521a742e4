// RUN: neap-opt %s --neap-show-gradient | FileCheck %s

// Gradients are products of the same operands read transposed: no transpose is built, and y is not read.

// CHECK-LABEL: func.func @plain
// CHECK-SAME: %[[A:.*]]: tensor<2x3xf32>, %[[B:.*]]: tensor<3x4xf32>, %[[DY:.*]]: tensor<2x4xf32>
// CHECK: %[[DA:.*]] = neap.matmul %[[DY]], %[[B]] transpose_b
// CHECK: %[[DB:.*]] = neap.matmul %[[A]], %[[DY]] transpose_a
// CHECK: return %[[DA]], %[[DB]]
func.func @plain(%a: tensor<2x3xf32>, %b: tensor<3x4xf32>) -> tensor<2x4xf32> {
  %y = neap.matmul %a, %b : (tensor<2x3xf32>, tensor<3x4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// CHECK-LABEL: func.func @both_transposed
// CHECK-SAME: %[[A:.*]]: tensor<3x2xf32>, %[[B:.*]]: tensor<4x3xf32>, %[[DY:.*]]: tensor<2x4xf32>
// CHECK: neap.matmul %[[B]], %[[DY]] transpose_a transpose_b
// CHECK: neap.matmul %[[DY]], %[[A]] transpose_a transpose_b
func.func @both_transposed(%a: tensor<3x2xf32>, %b: tensor<4x3xf32>) -> tensor<2x4xf32> {
  %y = neap.matmul %a, %b transpose_a transpose_b : (tensor<3x2xf32>, tensor<4x3xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// One matrix for all batches: its gradient is one product over all rows, not a sum of products.
// CHECK-LABEL: func.func @shared_weight
// CHECK: neap.matmul {{.*}} transpose_a : (tensor<10x3xf32>, tensor<10x4xf32>) -> tensor<3x4xf32>
// CHECK-NOT: neap.reduce_sum
// CHECK: return
func.func @shared_weight(%a: tensor<5x2x3xf32>, %w: tensor<3x4xf32>) -> tensor<5x2x4xf32> {
  %y = neap.matmul %a, %w : (tensor<5x2x3xf32>, tensor<3x4xf32>) -> tensor<5x2x4xf32>
  return %y : tensor<5x2x4xf32>
}

// CHECK-LABEL: func.func @broadcast_batch_is_summed
// CHECK: neap.reduce_sum {{.*}} : tensor<5x2x3xf32> -> tensor<1x2x3xf32>
func.func @broadcast_batch_is_summed(%a: tensor<2x3xf32>, %b: tensor<5x3x4xf32>) -> tensor<5x2x4xf32> {
  %y = neap.matmul %a, %b : (tensor<2x3xf32>, tensor<5x3x4xf32>) -> tensor<5x2x4xf32>
  return %y : tensor<5x2x4xf32>
}

// CHECK-LABEL: func.func @gemm
// CHECK-SAME: %[[A:.*]]: tensor<2x3xf32>, %[[B:.*]]: tensor<4x3xf32>, %[[C:.*]]: tensor<4xf32>, %[[DY:.*]]: tensor<2x4xf32>
// CHECK-NEXT: neap.gemm %[[A]], %[[B]], %[[C]] alpha 5.000000e-01 beta 2.000000e+00 trans_b : (tensor<2x3xf32>, tensor<4x3xf32>, tensor<4xf32>) -> tensor<2x4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<5.000000e-01> : tensor<2x4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[DY]], %[[C1]] : tensor<2x4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.matmul %[[V1]], %[[B]] : (tensor<2x4xf32>, tensor<4x3xf32>) -> tensor<2x3xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.matmul %[[V1]], %[[A]] transpose_a : (tensor<2x4xf32>, tensor<2x3xf32>) -> tensor<4x3xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reduce_sum %[[DY]] [0] : tensor<2x4xf32> -> tensor<1x4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.reshape %[[V4]] {shape = array<i64: 4>} : tensor<1x4xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[C2:.*]] = neap.constant dense<2.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.mul %[[V5]], %[[C2]] : tensor<4xf32>
// CHECK-NEXT: return %[[V2]], %[[V3]], %[[V6]]
func.func @gemm(%a: tensor<2x3xf32>, %b: tensor<4x3xf32>, %c: tensor<4xf32>) -> tensor<2x4xf32> {
  %y = neap.gemm %a, %b, %c alpha 0.5 beta 2.0 trans_b : (tensor<2x3xf32>, tensor<4x3xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}
