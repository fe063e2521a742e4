// RUN: neap-opt %s --neap-show-gradient | FileCheck %s

// The three forms are each other's gradients.

// CHECK-LABEL: func.func @forward
// CHECK-SAME: %[[X:.*]]: tensor<2x4x9xf32>, %[[W:.*]]: tensor<6x2x3xf32>, %[[DY:.*]]: tensor<2x6x3xf32>
// CHECK: %[[DX:.*]] = neap.convolution_backward_data %[[DY]], %[[W]] size [9] strides [2] dilations [2] pads [1] to [0] group 2
// CHECK: %[[DW:.*]] = neap.convolution_backward_weights %[[X]], %[[DY]] kernel [3] strides [2] dilations [2] pads [1] to [0] group 2
// CHECK: return %[[DX]], %[[DW]]
func.func @forward(%x: tensor<2x4x9xf32>, %w: tensor<6x2x3xf32>) -> tensor<2x6x3xf32> {
  %y = neap.convolution %x, %w strides [2] dilations [2] pads [1] to [0] group 2
      : (tensor<2x4x9xf32>, tensor<6x2x3xf32>) -> tensor<2x6x3xf32>
  return %y : tensor<2x6x3xf32>
}

// CHECK-LABEL: func.func @backward_data
// CHECK-SAME: %[[DY:.*]]: tensor<1x2x6xf32>, %[[W:.*]]: tensor<2x1x3xf32>, %[[G:.*]]: tensor<1x1x8xf32>
// CHECK: neap.convolution %[[G]], %[[W]]
// CHECK: neap.convolution_backward_weights %[[G]], %[[DY]] kernel [3]
func.func @backward_data(%dy: tensor<1x2x6xf32>, %w: tensor<2x1x3xf32>) -> tensor<1x1x8xf32> {
  %dx = neap.convolution_backward_data %dy, %w size [8] strides [1] dilations [1] pads [0] to [0] group 1
      : (tensor<1x2x6xf32>, tensor<2x1x3xf32>) -> tensor<1x1x8xf32>
  return %dx : tensor<1x1x8xf32>
}

// CHECK-LABEL: func.func @backward_weights
// CHECK-SAME: %[[X:.*]]: tensor<1x1x8xf32>, %[[DY:.*]]: tensor<1x2x6xf32>, %[[G:.*]]: tensor<2x1x3xf32>
// CHECK: neap.convolution_backward_data %[[DY]], %[[G]] size [8]
// CHECK: neap.convolution %[[X]], %[[G]]
func.func @backward_weights(%x: tensor<1x1x8xf32>, %dy: tensor<1x2x6xf32>) -> tensor<2x1x3xf32> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3] strides [1] dilations [1] pads [0] to [0] group 1
      : (tensor<1x1x8xf32>, tensor<1x2x6xf32>) -> tensor<2x1x3xf32>
  return %dw : tensor<2x1x3xf32>
}
