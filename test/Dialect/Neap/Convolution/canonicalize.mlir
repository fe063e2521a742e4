// RUN: neap-opt %s --canonicalize | FileCheck %s

// Zeros around x become pads of the window: no padded copy is made, nor a gradient of one.
// CHECK-LABEL: func.func @zeros_around_x
// CHECK-SAME: %[[X:.*]]: tensor<1x2x8x8xf32>, %[[W:.*]]: tensor<4x2x3x3xf32>
// CHECK-NEXT: %[[Y:.*]] = neap.convolution %[[X]], %[[W]] strides [2, 2] dilations [1, 1] pads [0, 2] to [2, 1] group 1
// CHECK-SAME: -> tensor<1x4x4x5xf32>
// CHECK-NEXT: return %[[Y]]
func.func @zeros_around_x(%x: tensor<1x2x8x8xf32>, %w: tensor<4x2x3x3xf32>) -> tensor<1x4x4x5xf32> {
  %p = neap.pad %x constant low [0, 0, 0, 1] high [0, 0, 1, 1] : tensor<1x2x8x8xf32> -> tensor<1x2x9x10xf32>
  %y = neap.convolution %p, %w strides [2, 2] dilations [1, 1] pads [0, 1] to [1, 0] group 1
      : (tensor<1x2x9x10xf32>, tensor<4x2x3x3xf32>) -> tensor<1x4x4x5xf32>
  return %y : tensor<1x4x4x5xf32>
}

// What the window cuts off again was never there.
// CHECK-LABEL: func.func @zeros_cut_off
// CHECK: neap.convolution %{{.*}} pads [-1] to [0] group 1 : (tensor<1x1x8xf32>, tensor<1x1x3xf32>) -> tensor<1x1x5xf32>
func.func @zeros_cut_off(%x: tensor<1x1x8xf32>, %w: tensor<1x1x3xf32>) -> tensor<1x1x5xf32> {
  %p = neap.pad %x constant low [0, 0, 2] high [0, 0, 0] : tensor<1x1x8xf32> -> tensor<1x1x10xf32>
  %y = neap.convolution %p, %w strides [1] dilations [1] pads [-3] to [0] group 1
      : (tensor<1x1x10xf32>, tensor<1x1x3xf32>) -> tensor<1x1x5xf32>
  return %y : tensor<1x1x5xf32>
}

// But what the pad op cuts off does not come back as zeros, and a window that cuts itself has no library call.
// CHECK-LABEL: func.func @elements_cut_off
// CHECK: neap.pad %{{.*}} constant low [0, 0, -2]
// CHECK: neap.convolution {{.*}} pads [0] to [0]
// CHECK: neap.convolution {{.*}} pads [1] to [0]
func.func @elements_cut_off(%x: tensor<1x1x8xf32>, %w: tensor<1x1x3xf32>) -> (tensor<1x1x4xf32>, tensor<1x1x5xf32>) {
  %p = neap.pad %x constant low [0, 0, -2] high [0, 0, 0] : tensor<1x1x8xf32> -> tensor<1x1x6xf32>
  %0 = neap.convolution %p, %w strides [1] dilations [1] pads [0] to [0] group 1
      : (tensor<1x1x6xf32>, tensor<1x1x3xf32>) -> tensor<1x1x4xf32>
  %1 = neap.convolution %p, %w strides [1] dilations [1] pads [1] to [0] group 1
      : (tensor<1x1x6xf32>, tensor<1x1x3xf32>) -> tensor<1x1x5xf32>
  return %0, %1 : tensor<1x1x4xf32>, tensor<1x1x5xf32>
}

// Nor are other values pads, nor the border repeated, nor more channels.
// CHECK-LABEL: func.func @no_zeros_around_x
// CHECK-COUNT-3: neap.pad
func.func @no_zeros_around_x(%x: tensor<1x1x8xf32>, %w: tensor<1x1x3xf32>, %v: tensor<1x2x3xf32>)
    -> (tensor<1x1x8xf32>, tensor<1x1x8xf32>, tensor<1x1x6xf32>) {
  %p = neap.pad %x constant low [0, 0, 1] high [0, 0, 1] {value = 1.0 : f64} : tensor<1x1x8xf32> -> tensor<1x1x10xf32>
  %0 = neap.convolution %p, %w strides [1] dilations [1] pads [0] to [0] group 1
      : (tensor<1x1x10xf32>, tensor<1x1x3xf32>) -> tensor<1x1x8xf32>
  %q = neap.pad %x edge low [0, 0, 1] high [0, 0, 1] : tensor<1x1x8xf32> -> tensor<1x1x10xf32>
  %1 = neap.convolution %q, %w strides [1] dilations [1] pads [0] to [0] group 1
      : (tensor<1x1x10xf32>, tensor<1x1x3xf32>) -> tensor<1x1x8xf32>
  %r = neap.pad %x constant low [0, 0, 0] high [0, 1, 0] : tensor<1x1x8xf32> -> tensor<1x2x8xf32>
  %2 = neap.convolution %r, %v strides [1] dilations [1] pads [0] to [0] group 1
      : (tensor<1x2x8xf32>, tensor<1x2x3xf32>) -> tensor<1x1x6xf32>
  return %0, %1, %2 : tensor<1x1x8xf32>, tensor<1x1x8xf32>, tensor<1x1x6xf32>
}

// Of nothing but padding there is no convolution.
// CHECK-LABEL: func.func @zeros_around_nothing
// CHECK: neap.pad
func.func @zeros_around_nothing(%x: tensor<1x1x0xf32>, %w: tensor<1x1x3xf32>) -> tensor<1x1x2xf32> {
  %p = neap.pad %x constant low [0, 0, 2] high [0, 0, 2] : tensor<1x1x0xf32> -> tensor<1x1x4xf32>
  %y = neap.convolution %p, %w strides [1] dilations [1] pads [0] to [0] group 1
      : (tensor<1x1x4xf32>, tensor<1x1x3xf32>) -> tensor<1x1x2xf32>
  return %y : tensor<1x1x2xf32>
}
