// RUN: neap-opt %s --neap-show-decomposition | FileCheck %s
// RUN: neap-opt %s --neap-show-decomposition --neap-show-linalg | FileCheck %s --check-prefix=LOOPS

// Of their parts, only constants are no loops.
// LOOPS-NOT: neap.{{c[^o]|[abd-z]}}

// CHECK-LABEL: func.func @norm
// CHECK-SAME: %[[X:.*]]: tensor<1x2x8xf32>
// CHECK-NEXT: %[[V:.*]] = neap.abs %[[X]] : tensor<1x2x8xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<3.000000e+00> : tensor<1x2x8xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.pow %[[V]], %[[C]] : tensor<1x2x8xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.average_pool %[[V1]] kernel [2] strides [1] dilations [1] pads [0] to [0] by one : (tensor<1x2x8xf32>) -> tensor<1x2x7xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<0.333333343> : tensor<1x2x7xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.pow %[[V2]], %[[C1]] : tensor<1x2x7xf32>
// CHECK-NEXT: return %[[V3]]
func.func @norm(%x: tensor<1x2x8xf32>) -> tensor<1x2x7xf32> {
  %y = neap.lp_pool %x kernel [2] strides [1] dilations [1] pads [0] to [0] p 3 : (tensor<1x2x8xf32>) -> tensor<1x2x7xf32>
  return %y : tensor<1x2x7xf32>
}

// CHECK-LABEL: func.func @nearest
// CHECK-SAME: %[[X:.*]]: tensor<1x1x3xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<{{\[}}[0], [0], [1], [1], [2], [2]]> : tensor<6x1xi32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<1.000000e+00> : tensor<6x1xf32>
// CHECK-NEXT: %[[V:.*]] = neap.interpolate %[[X]], %[[C]], %[[C1]] axis 2 : (tensor<1x1x3xf32>, tensor<6x1xi32>, tensor<6x1xf32>) -> tensor<1x1x6xf32>
// CHECK-NEXT: return %[[V]]
func.func @nearest(%x: tensor<1x1x3xf32>) -> tensor<1x1x6xf32> {
  %y = neap.resize %x nearest size [1, 1, 6] scales [1.0, 1.0, 2.0] : (tensor<1x1x3xf32>) -> tensor<1x1x6xf32>
  return %y : tensor<1x1x6xf32>
}

// One axis after the other.
// CHECK-LABEL: func.func @linear
// CHECK-SAME: %[[X:.*]]: tensor<1x1x2x2xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<{{\[}}[0, 0], [0, 1], [0, 1], [1, 1]]> : tensor<4x2xi32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<{{\[}}[2.500000e-01, 7.500000e-01], [7.500000e-01, 2.500000e-01], [2.500000e-01, 7.500000e-01], [7.500000e-01, 2.500000e-01]]> : tensor<4x2xf32>
// CHECK-NEXT: %[[V:.*]] = neap.interpolate %[[X]], %[[C]], %[[C1]] axis 2 : (tensor<1x1x2x2xf32>, tensor<4x2xi32>, tensor<4x2xf32>) -> tensor<1x1x4x2xf32>
// CHECK-NEXT: %[[C2:.*]] = neap.constant dense<{{\[}}[0, 0], [0, 1], [1, 1]]> : tensor<3x2xi32>
// CHECK-NEXT: %[[C3:.*]] = neap.constant dense<{{\[}}[0.166666672, 0.833333313], [5.000000e-01, 5.000000e-01], [0.833333313, 0.166666672]]> : tensor<3x2xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.interpolate %[[V]], %[[C2]], %[[C3]] axis 3 : (tensor<1x1x4x2xf32>, tensor<3x2xi32>, tensor<3x2xf32>) -> tensor<1x1x4x3xf32>
// CHECK-NEXT: return %[[V1]]
func.func @linear(%x: tensor<1x1x2x2xf32>) -> tensor<1x1x4x3xf32> {
  %y = neap.resize %x linear size [1, 1, 4, 3] scales [1.0, 1.0, 2.0, 1.5] : (tensor<1x1x2x2xf32>) -> tensor<1x1x4x3xf32>
  return %y : tensor<1x1x4x3xf32>
}

// What lies outside takes the extrapolation value.
// CHECK-LABEL: func.func @beyond_the_region
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<{{\[}}[0, 1], [3, 3], [3, 3]]> : tensor<3x2xi32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<{{\[}}[1.000000e+00, 0.000000e+00], [1.000000e+00, 0.000000e+00], [0.000000e+00, 0.000000e+00]]> : tensor<3x2xf32>
// CHECK-NEXT: %[[V:.*]] = neap.interpolate %[[X]], %[[C]], %[[C1]] axis 0 : (tensor<4xf32>, tensor<3x2xi32>, tensor<3x2xf32>) -> tensor<3xf32>
// CHECK-NEXT: %[[C2:.*]] = neap.constant dense<[false, false, true]> : tensor<3xi1>
// CHECK-NEXT: %[[C3:.*]] = neap.constant dense<9.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.where %[[C2]], %[[C3]], %[[V]] : tensor<3xi1>, tensor<3xf32>
// CHECK-NEXT: return %[[V1]]
func.func @beyond_the_region(%x: tensor<4xf32>) -> tensor<3xf32> {
  %y = neap.resize %x linear size [3] scales [0.75] {coordinates = 6 : i32, roi = array<f64: 0.0, 2.0>, extrapolation = 9.0 : f64} : (tensor<4xf32>) -> tensor<3xf32>
  return %y : tensor<3xf32>
}
