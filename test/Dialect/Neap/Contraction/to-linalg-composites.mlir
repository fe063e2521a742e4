// RUN: neap-opt %s --neap-show-decomposition | FileCheck %s

// CHECK-LABEL: func.func @gemm
// CHECK-SAME: %[[A:.*]]: tensor<2x3xf32>, %[[B:.*]]: tensor<4x3xf32>, %[[C:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.matmul %[[A]], %[[B]] transpose_b : (tensor<2x3xf32>, tensor<4x3xf32>) -> tensor<2x4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<5.000000e-01> : tensor<2x4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[V]], %[[C1]] : tensor<2x4xf32>
// CHECK-NEXT: %[[C2:.*]] = neap.constant dense<2.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.mul %[[C]], %[[C2]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.broadcast %[[V2]] {shape = array<i64: 2, 4>} : tensor<4xf32> -> tensor<2x4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.add %[[V1]], %[[V3]] : tensor<2x4xf32>
// CHECK-NEXT: return %[[V4]]
func.func @gemm(%a: tensor<2x3xf32>, %b: tensor<4x3xf32>, %c: tensor<4xf32>) -> tensor<2x4xf32> {
  %y = neap.gemm %a, %b, %c alpha 0.5 beta 2.0 trans_b : (tensor<2x3xf32>, tensor<4x3xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}
