// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// Value and position in one reduction.
// CHECK-LABEL: func.func @maximum
// CHECK: linalg.generic {{.*}} outs(%{{.*}}, %{{.*}} : tensor<1x1x3xf32>, tensor<1x1x3xi8>)
// CHECK-DAG: arith.cmpf ogt
// CHECK-DAG: arith.cmpf uno
// CHECK: arith.select
// CHECK: arith.select
// CHECK: linalg.yield
func.func @maximum(%x: tensor<1x1x8xf32>) -> (tensor<1x1x3xf32>, tensor<1x1x3xi8>) {
  %y, %index = neap.max_pool %x kernel [3] strides [2] dilations [1] pads [0] to [0]
      : (tensor<1x1x8xf32>) -> (tensor<1x1x3xf32>, tensor<1x1x3xi8>)
  return %y, %index : tensor<1x1x3xf32>, tensor<1x1x3xi8>
}

// The gradient looks, per element of x, at the windows over it: no scattered write.
// CHECK-LABEL: func.func @gradient_of_the_maximum
// CHECK: linalg.generic {{.*}}["parallel", "parallel", "parallel", "reduction"]
// CHECK: tensor.extract %{{.*}} : tensor<1x1x3xi8>
// CHECK: arith.cmpi eq
// CHECK: tensor.extract %{{.*}} : tensor<1x1x3xf32>
func.func @gradient_of_the_maximum(%dy: tensor<1x1x3xf32>, %index: tensor<1x1x3xi8>) -> tensor<1x1x8xf32> {
  %dx = neap.max_pool_backward %dy, %index size [8] kernel [3] strides [2] dilations [1] pads [0] to [0]
      : (tensor<1x1x3xf32>, tensor<1x1x3xi8>) -> tensor<1x1x8xf32>
  return %dx : tensor<1x1x8xf32>
}

// Unpadded windows are all of one size: a constant divisor.
// CHECK-LABEL: func.func @average
// CHECK: arith.addf
// CHECK: %[[N:.*]] = arith.constant 4.0{{.*}} : f32
// CHECK: arith.divf %{{.*}}, %[[N]]
func.func @average(%x: tensor<1x1x4x4xf32>) -> tensor<1x1x2x2xf32> {
  %y = neap.average_pool %x kernel [2, 2] strides [2, 2] dilations [1, 1] pads [0, 0] to [0, 0] by inside
      : (tensor<1x1x4x4xf32>) -> tensor<1x1x2x2xf32>
  return %y : tensor<1x1x2x2xf32>
}

// CHECK-LABEL: func.func @average_inside
// CHECK: arith.sitofp
// CHECK: arith.divf
func.func @average_inside(%x: tensor<1x1x4xf32>) -> tensor<1x1x4xf32> {
  %y = neap.average_pool %x kernel [3] strides [1] dilations [1] pads [1] to [1] by inside
      : (tensor<1x1x4xf32>) -> tensor<1x1x4xf32>
  return %y : tensor<1x1x4xf32>
}
