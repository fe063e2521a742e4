// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @maximum
// CHECK: neap.max_pool %{{.*}} kernel [3, 3] strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1] :
// CHECK-SAME: (tensor<2x3x8x8xf32>) -> (tensor<2x3x4x4xf32>, tensor<2x3x4x4xi8>)
// CHECK: neap.max_pool_backward {{.*}} size [8, 8]
func.func @maximum(%x: tensor<2x3x8x8xf32>) -> tensor<2x3x8x8xf32> {
  %y, %index = neap.max_pool %x kernel [3, 3] strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1]
      : (tensor<2x3x8x8xf32>) -> (tensor<2x3x4x4xf32>, tensor<2x3x4x4xi8>)
  %dx = neap.max_pool_backward %y, %index size [8, 8] kernel [3, 3] strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1]
      : (tensor<2x3x4x4xf32>, tensor<2x3x4x4xi8>) -> tensor<2x3x8x8xf32>
  return %dx : tensor<2x3x8x8xf32>
}

// More than 127 positions need a wider index.
// CHECK-LABEL: func.func @large_window
// CHECK: -> (tensor<1x1x1x1xf32>, tensor<1x1x1x1xi32>)
func.func @large_window(%x: tensor<1x1x16x8xf32>) -> tensor<1x1x1x1xf32> {
  %y, %index = neap.max_pool %x kernel [16, 8] strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0]
      : (tensor<1x1x16x8xf32>) -> (tensor<1x1x1x1xf32>, tensor<1x1x1x1xi32>)
  return %y : tensor<1x1x1x1xf32>
}

// The last window may reach beyond the input, but must start inside of it: 4 windows of stride 3 over 8 + 1.
// CHECK-LABEL: func.func @ceil
// CHECK: neap.average_pool %{{.*}} ceil by padded : (tensor<1x1x8xf32>) -> tensor<1x1x3xf32>
// CHECK: neap.average_pool %{{.*}} ceil by inside : (tensor<1x1x9xf32>) -> tensor<1x1x4xf32>
func.func @ceil(%x: tensor<1x1x8xf32>, %z: tensor<1x1x9xf32>) -> (tensor<1x1x3xf32>, tensor<1x1x4xf32>) {
  %y = neap.average_pool %x kernel [2] strides [3] dilations [1] pads [1] to [1] ceil by padded
      : (tensor<1x1x8xf32>) -> tensor<1x1x3xf32>
  %v = neap.average_pool %z kernel [3] strides [3] dilations [1] pads [1] to [1] ceil by inside
      : (tensor<1x1x9xf32>) -> tensor<1x1x4xf32>
  return %y, %v : tensor<1x1x3xf32>, tensor<1x1x4xf32>
}

// CHECK-LABEL: func.func @norm
// CHECK: neap.lp_pool {{.*}} p 2
func.func @norm(%x: tensor<1x2x8xf32>) -> tensor<1x2x7xf32> {
  %y = neap.lp_pool %x kernel [2] strides [1] dilations [1] pads [0] to [0] p 2
      : (tensor<1x2x8xf32>) -> tensor<1x2x7xf32>
  return %y : tensor<1x2x7xf32>
}

// CHECK-LABEL: func.func @resize
// CHECK: neap.resize %{{.*}} linear size [1, 1, 4, 6] scales [1.000000e+00, 1.000000e+00, 2.000000e+00, 2.000000e+00]
func.func @resize(%x: tensor<1x1x2x3xf32>) -> tensor<1x1x4x6xf32> {
  %y = neap.resize %x linear size [1, 1, 4, 6] scales [1.0, 1.0, 2.0, 2.0] : (tensor<1x1x2x3xf32>) -> tensor<1x1x4x6xf32>
  return %y : tensor<1x1x4x6xf32>
}

// CHECK-LABEL: func.func @adjoint_of_an_average
// CHECK: neap.average_pool_backward %{{.*}} size [8] kernel [2] strides [3] dilations [1] pads [1] to [1] ceil by padded : (tensor<1x1x3xf32>) -> tensor<1x1x8xf32>
func.func @adjoint_of_an_average(%dy: tensor<1x1x3xf32>) -> tensor<1x1x8xf32> {
  %dx = neap.average_pool_backward %dy size [8] kernel [2] strides [3] dilations [1] pads [1] to [1] ceil by padded
      : (tensor<1x1x3xf32>) -> tensor<1x1x8xf32>
  return %dx : tensor<1x1x8xf32>
}

// CHECK-LABEL: func.func @interpolate
// CHECK: neap.interpolate %{{.*}}, %{{.*}}, %{{.*}} axis 1 : (tensor<1x4xf32>, tensor<2x3xi32>, tensor<2x3xf32>) -> tensor<1x2xf32>
func.func @interpolate(%x: tensor<1x4xf32>, %i: tensor<2x3xi32>, %w: tensor<2x3xf32>) -> tensor<1x2xf32> {
  %y = neap.interpolate %x, %i, %w axis 1 : (tensor<1x4xf32>, tensor<2x3xi32>, tensor<2x3xf32>) -> tensor<1x2xf32>
  return %y : tensor<1x2xf32>
}
