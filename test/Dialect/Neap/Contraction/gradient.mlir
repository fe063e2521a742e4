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
