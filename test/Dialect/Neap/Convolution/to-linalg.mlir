// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// Without padding every read is in bounds: no guard.
// CHECK-LABEL: func.func @unpadded
// CHECK: linalg.generic {{.*}}["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]
// CHECK-NOT: arith.select
// CHECK: arith.mulf
// CHECK: return
func.func @unpadded(%x: tensor<2x3x8x8xf32>, %w: tensor<4x3x3x3xf32>) -> tensor<2x4x6x6xf32> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [0, 0] to [0, 0] group 1
      : (tensor<2x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<2x4x6x6xf32>
  return %y : tensor<2x4x6x6xf32>
}

// CHECK-LABEL: func.func @padded
// CHECK: linalg.generic
// CHECK-DAG: arith.maxsi
// CHECK-DAG: arith.minsi
// CHECK: tensor.extract
// CHECK: arith.select
// CHECK: arith.addf
func.func @padded(%x: tensor<2x3x8xf32>, %w: tensor<4x3x3xf32>) -> tensor<2x4x8xf32> {
  %y = neap.convolution %x, %w strides [1] dilations [1] pads [1] to [1] group 1
      : (tensor<2x3x8xf32>, tensor<4x3x3xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// Gather form: parallel over the elements of x, a window where the stride divides the distance.
// CHECK-LABEL: func.func @adjoint_in_x
// CHECK: linalg.generic {{.*}}["parallel", "parallel", "parallel", "reduction", "reduction"]
// CHECK: arith.divsi
// CHECK: arith.remsi
// CHECK: arith.select
func.func @adjoint_in_x(%dy: tensor<2x4x4xf32>, %w: tensor<4x3x3xf32>) -> tensor<2x3x8xf32> {
  %dx = neap.convolution_backward_data %dy, %w size [8] strides [2] dilations [1] pads [1] to [1] group 1
      : (tensor<2x4x4xf32>, tensor<4x3x3xf32>) -> tensor<2x3x8xf32>
  return %dx : tensor<2x3x8xf32>
}

// CHECK-LABEL: func.func @adjoint_in_w
// CHECK: linalg.generic {{.*}}["parallel", "parallel", "parallel", "reduction", "reduction"]
func.func @adjoint_in_w(%x: tensor<2x3x8xf32>, %dy: tensor<2x4x8xf32>) -> tensor<4x3x3xf32> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3] strides [1] dilations [1] pads [1] to [1] group 1
      : (tensor<2x3x8xf32>, tensor<2x4x8xf32>) -> tensor<4x3x3xf32>
  return %dw : tensor<4x3x3xf32>
}
