// RUN: neap-opt %s --neap-show-gradient --canonicalize | FileCheck %s

// The gradient of a maximum reads its index and neither x nor y.
// CHECK-LABEL: func.func @maximum
// CHECK-SAME: %[[X:.*]]: tensor<1x1x8xf32>, %[[DY:.*]]: tensor<1x1x4xf32>
// CHECK: %{{.*}}, %[[INDEX:.*]] = neap.max_pool %[[X]]
// CHECK: %[[DX:.*]] = neap.max_pool_backward %[[DY]], %[[INDEX]] size [8]
// CHECK: return %[[DX]]
func.func @maximum(%x: tensor<1x1x8xf32>) -> tensor<1x1x4xf32> {
  %y, %index = neap.max_pool %x kernel [2] strides [2] dilations [1] pads [0] to [0]
      : (tensor<1x1x8xf32>) -> (tensor<1x1x4xf32>, tensor<1x1x4xi8>)
  return %y : tensor<1x1x4xf32>
}

// CHECK-LABEL: func.func @average
// CHECK-SAME: %{{.*}}: tensor<1x1x8xf32>, %[[DY:.*]]: tensor<1x1x4xf32>
// CHECK-NEXT: %[[DX:.*]] = neap.average_pool_backward %[[DY]] size [8] {{.*}} by padded
// CHECK-NEXT: return %[[DX]]
func.func @average(%x: tensor<1x1x8xf32>) -> tensor<1x1x4xf32> {
  %y = neap.average_pool %x kernel [2] strides [2] dilations [1] pads [0] to [0] by padded
      : (tensor<1x1x8xf32>) -> tensor<1x1x4xf32>
  return %y : tensor<1x1x4xf32>
}

// Doubling by the nearest element: each element's gradient is the sum of two.
// CHECK-LABEL: func.func @nearest
// CHECK-DAG: %[[INDICES:.*]] = neap.constant {{.*}}[0, 1], [2, 3], [4, 5]
// CHECK-DAG: %[[WEIGHTS:.*]] = neap.constant dense<1.000000e+00> : tensor<3x2xf32>
// CHECK: neap.interpolate %{{.*}}, %[[INDICES]], %[[WEIGHTS]] axis 2 : {{.*}} -> tensor<1x1x3xf32>
func.func @nearest(%x: tensor<1x1x3xf32>) -> tensor<1x1x6xf32> {
  %y = neap.resize %x nearest size [1, 1, 6] scales [1.0, 1.0, 2.0] : (tensor<1x1x3xf32>) -> tensor<1x1x6xf32>
  return %y : tensor<1x1x6xf32>
}
