// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @dimensions_kept_or_not
func.func @dimensions_kept_or_not(%x: tensor<2x3x4xf32>) -> (tensor<2x1x4xf32>, tensor<3xf32>, tensor<f32>) {
  // CHECK: neap.reduce_mean %{{.*}} [1] : tensor<2x3x4xf32> -> tensor<2x1x4xf32>
  %0 = neap.reduce_mean %x [1] : tensor<2x3x4xf32> -> tensor<2x1x4xf32>
  // CHECK: neap.reduce_log_sum_exp %{{.*}} [0, 2] {keepdims = false} : tensor<2x3x4xf32> -> tensor<3xf32>
  %1 = neap.reduce_log_sum_exp %x [0, 2] {keepdims = false} : tensor<2x3x4xf32> -> tensor<3xf32>
  // CHECK: neap.reduce_max %{{.*}} [0, 1, 2] {keepdims = false} : tensor<2x3x4xf32> -> tensor<f32>
  %2 = neap.reduce_max %x [0, 1, 2] {keepdims = false} : tensor<2x3x4xf32> -> tensor<f32>
  return %0, %1, %2 : tensor<2x1x4xf32>, tensor<3xf32>, tensor<f32>
}

// CHECK-LABEL: func.func @positions
func.func @positions(%x: tensor<2x3xi32>) -> (tensor<2x1xi64>, tensor<3xi64>) {
  // CHECK: neap.arg_max %{{.*}} axis 1 {select_last_index} : tensor<2x3xi32> -> tensor<2x1xi64>
  %0 = neap.arg_max %x axis 1 {select_last_index} : tensor<2x3xi32> -> tensor<2x1xi64>
  // CHECK: neap.arg_min %{{.*}} axis 0 {keepdims = false} : tensor<2x3xi32> -> tensor<3xi64>
  %1 = neap.arg_min %x axis 0 {keepdims = false} : tensor<2x3xi32> -> tensor<3xi64>
  return %0, %1 : tensor<2x1xi64>, tensor<3xi64>
}

// CHECK-LABEL: func.func @running_sum
func.func @running_sum(%x: tensor<2x3xf16>) -> tensor<2x3xf16> {
  // CHECK: neap.cumsum %{{.*}} axis 1 {exclusive, reverse} : tensor<2x3xf16>
  %0 = neap.cumsum %x axis 1 {exclusive, reverse} : tensor<2x3xf16>
  return %0 : tensor<2x3xf16>
}

// CHECK-LABEL: func.func @every_reduction
func.func @every_reduction(%x: tensor<2x3xf64>, %i: tensor<2x3xi32>) {
  // CHECK: neap.reduce_sum %{{.*}} [0, 1] : tensor<2x3xi32> -> tensor<1x1xi32>
  %0 = neap.reduce_sum %i [0, 1] : tensor<2x3xi32> -> tensor<1x1xi32>
  // CHECK: neap.reduce_min %{{.*}} [1] : tensor<2x3xi32> -> tensor<2x1xi32>
  %1 = neap.reduce_min %i [1] : tensor<2x3xi32> -> tensor<2x1xi32>
  // CHECK: neap.reduce_prod %{{.*}} [] : tensor<2x3xi32> -> tensor<2x3xi32>
  %2 = neap.reduce_prod %i [] : tensor<2x3xi32> -> tensor<2x3xi32>
  // CHECK: neap.reduce_l1 %{{.*}} [0] {keepdims = false} : tensor<2x3xi32> -> tensor<3xi32>
  %3 = neap.reduce_l1 %i [0] {keepdims = false} : tensor<2x3xi32> -> tensor<3xi32>
  // CHECK: neap.reduce_sum_square %{{.*}} [0] : tensor<2x3xi32> -> tensor<1x3xi32>
  %4 = neap.reduce_sum_square %i [0] : tensor<2x3xi32> -> tensor<1x3xi32>
  // CHECK: neap.reduce_l2 %{{.*}} [1] {keepdims = false} : tensor<2x3xf64> -> tensor<2xf64>
  %5 = neap.reduce_l2 %x [1] {keepdims = false} : tensor<2x3xf64> -> tensor<2xf64>
  // CHECK: neap.reduce_log_sum %{{.*}} [1] : tensor<2x3xf64> -> tensor<2x1xf64>
  %6 = neap.reduce_log_sum %x [1] : tensor<2x3xf64> -> tensor<2x1xf64>
  return
}
