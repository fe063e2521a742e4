// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @strided
// CHECK: neap.convolution %{{.*}}, %{{.*}} strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1] group 1 :
// CHECK-SAME: -> tensor<8x16x16x16xf32>
func.func @strided(%x: tensor<8x3x32x32xf32>, %w: tensor<16x3x3x3xf32>) -> tensor<8x16x16x16xf32> {
  %y = neap.convolution %x, %w strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1] group 1
      : (tensor<8x3x32x32xf32>, tensor<16x3x3x3xf32>) -> tensor<8x16x16x16xf32>
  return %y : tensor<8x16x16x16xf32>
}

// CHECK-LABEL: func.func @grouped_and_dilated_over_a_line
// CHECK: group 2 : (tensor<2x4x10xf64>, tensor<6x2x3xf64>) -> tensor<2x6x7xf64>
func.func @grouped_and_dilated_over_a_line(%x: tensor<2x4x10xf64>, %w: tensor<6x2x3xf64>) -> tensor<2x6x7xf64> {
  %y = neap.convolution %x, %w strides [1] dilations [2] pads [1] to [0] group 2
      : (tensor<2x4x10xf64>, tensor<6x2x3xf64>) -> tensor<2x6x7xf64>
  return %y : tensor<2x6x7xf64>
}

// CHECK-LABEL: func.func @adjoints
// CHECK: neap.convolution_backward_data %{{.*}}, %{{.*}} size [8, 7] strides [2, 1] {{.*}} -> tensor<2x4x8x7xf32>
// CHECK: neap.convolution_backward_weights %{{.*}}, %{{.*}} kernel [3, 2] {{.*}} -> tensor<6x2x3x2xf32>
func.func @adjoints(%x: tensor<2x4x8x7xf32>, %w: tensor<6x2x3x2xf32>, %dy: tensor<2x6x3x6xf32>)
    -> (tensor<2x4x8x7xf32>, tensor<6x2x3x2xf32>) {
  %dx = neap.convolution_backward_data %dy, %w size [8, 7] strides [2, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 2
      : (tensor<2x6x3x6xf32>, tensor<6x2x3x2xf32>) -> tensor<2x4x8x7xf32>
  %dw = neap.convolution_backward_weights %x, %dy kernel [3, 2] strides [2, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 2
      : (tensor<2x4x8x7xf32>, tensor<2x6x3x6xf32>) -> tensor<6x2x3x2xf32>
  return %dx, %dw : tensor<2x4x8x7xf32>, tensor<6x2x3x2xf32>
}

// A negative pad crops.
// CHECK-LABEL: func.func @cropped
// CHECK: pads [-1] to [-2]
func.func @cropped(%x: tensor<1x1x8xf32>, %w: tensor<1x1x3xf32>) -> tensor<1x1x3xf32> {
  %y = neap.convolution %x, %w strides [1] dilations [1] pads [-1] to [-2] group 1
      : (tensor<1x1x8xf32>, tensor<1x1x3xf32>) -> tensor<1x1x3xf32>
  return %y : tensor<1x1x3xf32>
}
