// RUN: neap-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @transposes_become_flags
// CHECK-SAME: %[[A:.*]]: tensor<3x2xf32>, %[[B:.*]]: tensor<4x3xf32>
// CHECK-NEXT: %[[Y:.*]] = neap.matmul %[[A]], %[[B]] transpose_a transpose_b
// CHECK-NEXT: return %[[Y]]
func.func @transposes_become_flags(%a: tensor<3x2xf32>, %b: tensor<4x3xf32>) -> tensor<2x4xf32> {
  %at = neap.transpose %a [1, 0] : tensor<3x2xf32> -> tensor<2x3xf32>
  %bt = neap.transpose %b [1, 0] : tensor<4x3xf32> -> tensor<3x4xf32>
  %y = neap.matmul %at, %bt : (tensor<2x3xf32>, tensor<3x4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// A transpose that moves a batch dimension stays.
// CHECK-LABEL: func.func @batch_transpose_stays
// CHECK: neap.transpose
// CHECK: neap.matmul %{{.*}}, %{{[^ ]*}} :
func.func @batch_transpose_stays(%a: tensor<4x2x3x5xf32>, %b: tensor<2x4x5x6xf32>) -> tensor<2x4x3x6xf32> {
  %at = neap.transpose %a [1, 0, 2, 3] : tensor<4x2x3x5xf32> -> tensor<2x4x3x5xf32>
  %y = neap.matmul %at, %b : (tensor<2x4x3x5xf32>, tensor<2x4x5x6xf32>) -> tensor<2x4x3x6xf32>
  return %y : tensor<2x4x3x6xf32>
}

// CHECK-LABEL: func.func @batches_join_rows
// CHECK: %[[FLAT:.*]] = neap.reshape %{{.*}} : tensor<5x2x3xf32> -> tensor<10x3xf32>
// CHECK: %[[Y:.*]] = neap.matmul %[[FLAT]], %{{.*}} : (tensor<10x3xf32>, tensor<3x4xf32>) -> tensor<10x4xf32>
// CHECK: neap.reshape %[[Y]] {{.*}} -> tensor<5x2x4xf32>
func.func @batches_join_rows(%a: tensor<5x2x3xf32>, %w: tensor<3x4xf32>) -> tensor<5x2x4xf32> {
  %y = neap.matmul %a, %w : (tensor<5x2x3xf32>, tensor<3x4xf32>) -> tensor<5x2x4xf32>
  return %y : tensor<5x2x4xf32>
}

// CHECK-LABEL: func.func @gemm_is_a_product_and_an_addition
// CHECK-NOT: neap.gemm
// CHECK: %[[P:.*]] = neap.matmul %{{.*}}, %{{.*}} transpose_b
// CHECK: %[[C:.*]] = neap.broadcast
// CHECK: neap.add %[[P]], %[[C]]
func.func @gemm_is_a_product_and_an_addition(%a: tensor<2x3xf32>, %b: tensor<4x3xf32>, %c: tensor<4xf32>) -> tensor<2x4xf32> {
  %y = neap.gemm %a, %b, %c trans_b : (tensor<2x3xf32>, tensor<4x3xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// CHECK-LABEL: func.func @gemm_scales
// CHECK: neap.matmul
// CHECK: neap.mul
// CHECK-NOT: neap.add
// CHECK: return
func.func @gemm_scales(%a: tensor<2x3xf32>, %b: tensor<3x4xf32>, %c: tensor<4xf32>) -> tensor<2x4xf32> {
  %y = neap.gemm %a, %b, %c alpha 0.5 beta 0.0 : (tensor<2x3xf32>, tensor<3x4xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}
