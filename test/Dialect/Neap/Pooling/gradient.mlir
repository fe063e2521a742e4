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

// CHECK-LABEL: func.func @adjoint_of_an_average
// CHECK-SAME: %{{.*}}: tensor<1x1x4xf32>, %[[DY1:.*]]: tensor<1x1x8xf32>
// CHECK-NEXT: %[[V:.*]] = neap.average_pool %[[DY1]] kernel [2] strides [2] dilations [1] pads [0] to [0] by inside : (tensor<1x1x8xf32>) -> tensor<1x1x4xf32>
// CHECK-NEXT: return %[[V]]
func.func @adjoint_of_an_average(%dy: tensor<1x1x4xf32>) -> tensor<1x1x8xf32> {
  %y = neap.average_pool_backward %dy size [8] kernel [2] strides [2] dilations [1] pads [0] to [0] by inside : (tensor<1x1x4xf32>) -> tensor<1x1x8xf32>
  return %y : tensor<1x1x8xf32>
}

// A window of zeros has no gradient.
// CHECK-LABEL: func.func @norm
// CHECK-SAME: %[[X:.*]]: tensor<1x2x8xf32>, %[[DY:.*]]: tensor<1x2x7xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<1x2x7xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<-2.000000e+00> : tensor<1x2x7xf32>
// CHECK-NEXT: %[[V:.*]] = neap.lp_pool %[[X]] kernel [2] strides [1] dilations [1] pads [0] to [0] p 3 : (tensor<1x2x8xf32>) -> tensor<1x2x7xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.pow %[[V]], %[[C1]] : tensor<1x2x7xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<1x2x7xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.greater %[[V]], %[[C]] : tensor<1x2x7xf32> -> tensor<1x2x7xi1>
// CHECK-NEXT: %[[V4:.*]] = neap.where %[[V3]], %[[V2]], %[[C]] : tensor<1x2x7xi1>, tensor<1x2x7xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.average_pool_backward %[[V4]] size [8] kernel [2] strides [1] dilations [1] pads [0] to [0] by one : (tensor<1x2x7xf32>) -> tensor<1x2x8xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.sign %[[X]] : tensor<1x2x8xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.abs %[[X]] : tensor<1x2x8xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.mul %[[V7]], %[[V7]] : tensor<1x2x8xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.mul %[[V6]], %[[V8]] : tensor<1x2x8xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.mul %[[V5]], %[[V9]] : tensor<1x2x8xf32>
// CHECK-NEXT: return %[[V10]]
func.func @norm(%x: tensor<1x2x8xf32>) -> tensor<1x2x7xf32> {
  %y = neap.lp_pool %x kernel [2] strides [1] dilations [1] pads [0] to [0] p 3 : (tensor<1x2x8xf32>) -> tensor<1x2x7xf32>
  return %y : tensor<1x2x7xf32>
}

// Only with tables that are constants is there a gradient.
// CHECK-LABEL: func.func @interpolate
// CHECK-SAME: %{{.*}}: tensor<1x3xf32>, %[[DY:.*]]: tensor<1x2xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<{{\[}}[2.500000e-01, 0.000000e+00], [7.500000e-01, 5.000000e-01], [1.250000e-01, 0.000000e+00]]> : tensor<3x2xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<{{\[}}[0, 0], [0, 1], [1, 0]]> : tensor<3x2xi32>
// CHECK-NEXT: %[[V:.*]] = neap.interpolate %[[DY]], %[[C1]], %[[C]] axis 1 : (tensor<1x2xf32>, tensor<3x2xi32>, tensor<3x2xf32>) -> tensor<1x3xf32>
// CHECK-NEXT: return %[[V]]
func.func @interpolate(%x: tensor<1x3xf32>) -> tensor<1x2xf32> {
  %i = neap.constant dense<[[0, 1], [1, 2]]> : tensor<2x2xi32>
  %w = neap.constant dense<[[0.25, 0.75], [0.5, 0.125]]> : tensor<2x2xf32>
  %y = neap.interpolate %x, %i, %w axis 1 : (tensor<1x3xf32>, tensor<2x2xi32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  return %y : tensor<1x2xf32>
}
