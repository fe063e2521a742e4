// RUN: neap-opt %s --canonicalize | FileCheck %s

// A window of one element, at every element: the maximum is x, at position 0; the average is x, whatever divides it.
// CHECK-LABEL: func.func @windows_of_one
// CHECK-SAME: %[[X:.*]]: tensor<1x2x4xf32>
// CHECK-NEXT: %[[FIRST:.*]] = neap.constant dense<0> : tensor<1x2x4xi8>
// CHECK-NEXT: return %[[X]], %[[FIRST]], %[[X]], %[[X]]
func.func @windows_of_one(%x: tensor<1x2x4xf32>) -> (tensor<1x2x4xf32>, tensor<1x2x4xi8>, tensor<1x2x4xf32>, tensor<1x2x4xf32>) {
  %y, %index = neap.max_pool %x kernel [1] strides [1] dilations [3] pads [0] to [0]
      : (tensor<1x2x4xf32>) -> (tensor<1x2x4xf32>, tensor<1x2x4xi8>)
  %a = neap.average_pool %x kernel [1] strides [1] dilations [1] pads [0] to [0] by inside : (tensor<1x2x4xf32>) -> tensor<1x2x4xf32>
  %s = neap.average_pool %x kernel [1] strides [1] dilations [1] pads [0] to [0] ceil by one : (tensor<1x2x4xf32>) -> tensor<1x2x4xf32>
  return %y, %index, %a, %s : tensor<1x2x4xf32>, tensor<1x2x4xi8>, tensor<1x2x4xf32>, tensor<1x2x4xf32>
}

// So are their gradients.
// CHECK-LABEL: func.func @gradients_of_windows_of_one
// CHECK-SAME: %[[DY:.*]]: tensor<1x2x4xf32>
// CHECK-NEXT: return %[[DY]], %[[DY]]
func.func @gradients_of_windows_of_one(%dy: tensor<1x2x4xf32>) -> (tensor<1x2x4xf32>, tensor<1x2x4xf32>) {
  %first = neap.constant dense<0> : tensor<1x2x4xi8>
  %0 = neap.max_pool_backward %dy, %first size [4] kernel [1] strides [1] dilations [1] pads [0] to [0]
      : (tensor<1x2x4xf32>, tensor<1x2x4xi8>) -> tensor<1x2x4xf32>
  %1 = neap.average_pool_backward %dy size [4] kernel [1] strides [1] dilations [1] pads [0] to [0] by padded
      : (tensor<1x2x4xf32>) -> tensor<1x2x4xf32>
  return %0, %1 : tensor<1x2x4xf32>, tensor<1x2x4xf32>
}

// A stride leaves elements out, pads add some, and an index may say that there was no element.
// CHECK-LABEL: func.func @more_than_one
// CHECK: neap.max_pool %
// CHECK: neap.average_pool %
// CHECK: neap.max_pool_backward %
// CHECK: neap.average_pool_backward %
func.func @more_than_one(%x: tensor<1x2x4xf32>, %index: tensor<1x2x4xi8>)
    -> (tensor<1x2x2xf32>, tensor<1x2x6xf32>, tensor<1x2x4xf32>, tensor<1x2x2xf32>) {
  %y, %i = neap.max_pool %x kernel [1] strides [2] dilations [1] pads [0] to [0]
      : (tensor<1x2x4xf32>) -> (tensor<1x2x2xf32>, tensor<1x2x2xi8>)
  %a = neap.average_pool %x kernel [1] strides [1] dilations [1] pads [1] to [1] by one : (tensor<1x2x4xf32>) -> tensor<1x2x6xf32>
  %0 = neap.max_pool_backward %x, %index size [4] kernel [1] strides [1] dilations [1] pads [0] to [0]
      : (tensor<1x2x4xf32>, tensor<1x2x4xi8>) -> tensor<1x2x4xf32>
  %1 = neap.average_pool_backward %x size [2] kernel [1] strides [1] dilations [1] pads [1] to [1] by one
      : (tensor<1x2x4xf32>) -> tensor<1x2x2xf32>
  return %y, %a, %0, %1 : tensor<1x2x2xf32>, tensor<1x2x6xf32>, tensor<1x2x4xf32>, tensor<1x2x2xf32>
}

// CHECK-LABEL: func.func @resize_to_equal_size
// CHECK-SAME: %[[X:.*]]: tensor<1x1x4xf32>
// CHECK-NEXT: return %[[X]]
func.func @resize_to_equal_size(%x: tensor<1x1x4xf32>) -> tensor<1x1x4xf32> {
  %0 = neap.resize %x cubic size [1, 1, 4] scales [1.0, 1.0, 1.0] : (tensor<1x1x4xf32>) -> tensor<1x1x4xf32>
  %1 = neap.resize %0 linear size [1, 1, 4] scales [1.0, 1.0, 1.0]
      {coordinates = 6 : i32, roi = array<f64: 0.0, 0.0, 0.0, 1.0, 1.0, 1.0>} : (tensor<1x1x4xf32>) -> tensor<1x1x4xf32>
  return %1 : tensor<1x1x4xf32>
}

// Equal sizes under another scale, or of a part, are other elements.
// CHECK-LABEL: func.func @resize_of_a_part
// CHECK-COUNT-2: neap.resize
func.func @resize_of_a_part(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = neap.resize %x linear size [4] scales [1.1] : (tensor<4xf32>) -> tensor<4xf32>
  %1 = neap.resize %0 linear size [4] scales [1.0] {coordinates = 6 : i32, roi = array<f64: 0.0, 0.5>} : (tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}
