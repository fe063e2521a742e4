// RUN: neap-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @identities
// CHECK-SAME: %[[X:.*]]: tensor<2x3xf32>
// CHECK-NEXT: return %[[X]]
func.func @identities(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = neap.reshape %x {shape = array<i64: 2, 3>} : tensor<2x3xf32> -> tensor<2x3xf32>
  %1 = neap.broadcast %0 {shape = array<i64: 2, 3>} : tensor<2x3xf32> -> tensor<2x3xf32>
  %2 = neap.transpose %1 [0, 1] : tensor<2x3xf32> -> tensor<2x3xf32>
  %3 = neap.slice %2 [0, 0] sizes [2, 3] steps [1, 1] : tensor<2x3xf32> -> tensor<2x3xf32>
  %4 = neap.slice_scatter %3 [0, 0] steps [1, 1] shape [2, 3] : tensor<2x3xf32> -> tensor<2x3xf32>
  %5 = neap.pad %4 edge low [0, 0] high [0, 0] : tensor<2x3xf32> -> tensor<2x3xf32>
  %6 = neap.tile %5 [1, 1] : tensor<2x3xf32> -> tensor<2x3xf32>
  %7 = neap.concat %6 axis 0 : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %7 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @inverses
// CHECK-SAME: %[[X:.*]]: tensor<2x3xf32>
// CHECK-NEXT: return %[[X]]
func.func @inverses(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = neap.reshape %x {shape = array<i64: 6>} : tensor<2x3xf32> -> tensor<6xf32>
  %1 = neap.reshape %0 {shape = array<i64: 2, 3>} : tensor<6xf32> -> tensor<2x3xf32>
  %2 = neap.transpose %1 [1, 0] : tensor<2x3xf32> -> tensor<3x2xf32>
  %3 = neap.transpose %2 [1, 0] : tensor<3x2xf32> -> tensor<2x3xf32>
  %4 = neap.slice %3 [0, 2] sizes [2, 3] steps [1, -1] : tensor<2x3xf32> -> tensor<2x3xf32>
  %5 = neap.slice %4 [0, 2] sizes [2, 3] steps [1, -1] : tensor<2x3xf32> -> tensor<2x3xf32>
  return %5 : tensor<2x3xf32>
}

// Equal extents do not make a reversal an identity, nor a permutation of equal extents.
// CHECK-LABEL: func.func @not_identities
// CHECK: neap.transpose
// CHECK: neap.slice
func.func @not_identities(%x: tensor<3x3xf32>) -> tensor<3x3xf32> {
  %0 = neap.transpose %x [1, 0] : tensor<3x3xf32> -> tensor<3x3xf32>
  %1 = neap.slice %0 [0, 2] sizes [3, 3] steps [1, -1] : tensor<3x3xf32> -> tensor<3x3xf32>
  return %1 : tensor<3x3xf32>
}

// CHECK-LABEL: func.func @compositions
// CHECK-SAME: %[[X:.*]]: tensor<2x3x4xf32>, %[[S:.*]]: tensor<10xf32>, %[[B:.*]]: tensor<3xf32>
// CHECK-DAG: neap.transpose %[[X]] [2, 0, 1]
// CHECK-DAG: neap.slice %[[S]] [3] sizes [2] steps [4]
// CHECK-DAG: neap.broadcast %[[B]] {shape = array<i64: 5, 2, 3>}
func.func @compositions(%x: tensor<2x3x4xf32>, %s: tensor<10xf32>, %b: tensor<3xf32>) -> (tensor<4x2x3xf32>, tensor<2xf32>, tensor<5x2x3xf32>) {
  %0 = neap.transpose %x [1, 2, 0] : tensor<2x3x4xf32> -> tensor<3x4x2xf32>
  %1 = neap.transpose %0 [1, 2, 0] : tensor<3x4x2xf32> -> tensor<4x2x3xf32>
  %2 = neap.slice %s [1] sizes [4] steps [2] : tensor<10xf32> -> tensor<4xf32>
  %3 = neap.slice %2 [1] sizes [2] steps [2] : tensor<4xf32> -> tensor<2xf32>
  %4 = neap.broadcast %b {shape = array<i64: 2, 3>} : tensor<3xf32> -> tensor<2x3xf32>
  %5 = neap.broadcast %4 {shape = array<i64: 5, 2, 3>} : tensor<2x3xf32> -> tensor<5x2x3xf32>
  return %1, %3, %5 : tensor<4x2x3xf32>, tensor<2xf32>, tensor<5x2x3xf32>
}

// CHECK-LABEL: func.func @constants_moved
// CHECK-DAG: dense<{{\[}}[1, 4], [2, 5], [3, 6]]>
// CHECK-DAG: dense<{{\[}}[6, 4]]>
// CHECK-DAG: dense<{{\[}}[3, 2, 1, 2, 3, 2], [6, 5, 4, 5, 6, 5]]>
// CHECK-DAG: dense<{{\[}}[0, 1, 0, 2, 0, 3], [0, 4, 0, 5, 0, 6]]>
// CHECK-DAG: dense<{{\[}}[1, 2, 3], [4, 5, 6], [1, 2, 3]]>
func.func @constants_moved() -> (tensor<3x2xi64>, tensor<1x2xi64>, tensor<2x6xi64>, tensor<2x6xi64>, tensor<3x3xi64>) {
  %c = neap.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi64>
  %0 = neap.transpose %c [1, 0] : tensor<2x3xi64> -> tensor<3x2xi64>
  %1 = neap.slice %c [1, 2] sizes [1, 2] steps [1, -2] : tensor<2x3xi64> -> tensor<1x2xi64>
  %2 = neap.pad %c reflect low [0, 2] high [0, 1] : tensor<2x3xi64> -> tensor<2x6xi64>
  %3 = neap.slice_scatter %c [0, 1] steps [1, 2] shape [2, 6] : tensor<2x3xi64> -> tensor<2x6xi64>
  %4 = neap.slice %c [0, 0] sizes [1, 3] steps [1, 1] : tensor<2x3xi64> -> tensor<1x3xi64>
  %5 = neap.concat %c, %4 axis 0 : (tensor<2x3xi64>, tensor<1x3xi64>) -> tensor<3x3xi64>
  return %0, %1, %2, %3, %5 : tensor<3x2xi64>, tensor<1x2xi64>, tensor<2x6xi64>, tensor<2x6xi64>, tensor<3x3xi64>
}

// CHECK-LABEL: func.func @large_splat
// CHECK: dense<1.000000e+00> : tensor<1000x1000xf32>
func.func @large_splat() -> tensor<1000x1000xf32> {
  %c = neap.constant dense<1.0> : tensor<f32>
  %0 = neap.broadcast %c {shape = array<i64: 1000, 1000>} : tensor<f32> -> tensor<1000x1000xf32>
  return %0 : tensor<1000x1000xf32>
}
