// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @matrices
// CHECK: neap.matmul %{{.*}}, %{{.*}} : (tensor<2x3xf32>, tensor<3x4xf32>) -> tensor<2x4xf32>
func.func @matrices(%a: tensor<2x3xf32>, %b: tensor<3x4xf32>) -> tensor<2x4xf32> {
  %y = neap.matmul %a, %b : (tensor<2x3xf32>, tensor<3x4xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// CHECK-LABEL: func.func @both_transposed
// CHECK: neap.matmul %{{.*}}, %{{.*}} transpose_a transpose_b : (tensor<3x2xf64>, tensor<4x3xf64>) -> tensor<2x4xf64>
func.func @both_transposed(%a: tensor<3x2xf64>, %b: tensor<4x3xf64>) -> tensor<2x4xf64> {
  %y = neap.matmul %a, %b transpose_a transpose_b : (tensor<3x2xf64>, tensor<4x3xf64>) -> tensor<2x4xf64>
  return %y : tensor<2x4xf64>
}

// CHECK-LABEL: func.func @broadcast_batches
// CHECK: neap.matmul {{.*}} -> tensor<5x4x2x6xbf16>
func.func @broadcast_batches(%a: tensor<5x1x2x3xbf16>, %b: tensor<4x3x6xbf16>) -> tensor<5x4x2x6xbf16> {
  %y = neap.matmul %a, %b : (tensor<5x1x2x3xbf16>, tensor<4x3x6xbf16>) -> tensor<5x4x2x6xbf16>
  return %y : tensor<5x4x2x6xbf16>
}

// CHECK-LABEL: func.func @vectors
// CHECK: neap.matmul {{.*}} -> tensor<5x4xf32>
// CHECK: neap.matmul {{.*}} -> tensor<5x2xf32>
// CHECK: neap.matmul {{.*}} -> tensor<f32>
func.func @vectors(%v: tensor<3xf32>, %b: tensor<5x3x4xf32>, %a: tensor<5x2x3xf32>)
    -> (tensor<5x4xf32>, tensor<5x2xf32>, tensor<f32>) {
  %row = neap.matmul %v, %b : (tensor<3xf32>, tensor<5x3x4xf32>) -> tensor<5x4xf32>
  %column = neap.matmul %a, %v : (tensor<5x2x3xf32>, tensor<3xf32>) -> tensor<5x2xf32>
  %inner = neap.matmul %v, %v : (tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
  return %row, %column, %inner : tensor<5x4xf32>, tensor<5x2xf32>, tensor<f32>
}

// CHECK-LABEL: func.func @gemm
// CHECK: neap.gemm %{{.*}}, %{{.*}}, %{{.*}} alpha 5.000000e-01 beta 2.000000e+00 trans_b : (tensor<2x3xf32>, tensor<4x3xf32>, tensor<4xf32>)
// CHECK: neap.gemm %{{.*}}, %{{.*}} trans_a : (tensor<2x3xf32>, tensor<2x4xf32>) -> tensor<3x4xf32>
func.func @gemm(%a: tensor<2x3xf32>, %b: tensor<4x3xf32>, %c: tensor<4xf32>, %d: tensor<2x4xf32>)
    -> (tensor<2x4xf32>, tensor<3x4xf32>) {
  %y = neap.gemm %a, %b, %c alpha 0.5 beta 2.0 trans_b : (tensor<2x3xf32>, tensor<4x3xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  %z = neap.gemm %a, %d trans_a : (tensor<2x3xf32>, tensor<2x4xf32>) -> tensor<3x4xf32>
  return %y, %z : tensor<2x4xf32>, tensor<3x4xf32>
}
