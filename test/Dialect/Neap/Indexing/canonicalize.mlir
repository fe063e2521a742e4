// RUN: neap-opt %s --canonicalize | FileCheck %s

// A shape, taken apart and put together.
// CHECK-LABEL: func.func @shape_arithmetic
// CHECK: %[[C:.*]] = neap.constant dense<[8, -1]> : tensor<2xi64>
// CHECK: return %[[C]]
func.func @shape_arithmetic() -> tensor<2xi64> {
  %shape = neap.constant dense<[8, 3, 4, 4]> : tensor<4xi64>
  %first = neap.constant dense<0> : tensor<1xi64>
  %rest = neap.constant dense<-1> : tensor<1xi64>
  %0 = neap.gather %shape, %first {axis = 0 : i64} : (tensor<4xi64>, tensor<1xi64>) -> tensor<1xi64>
  %1 = neap.concat %0, %rest axis 0 : (tensor<1xi64>, tensor<1xi64>) -> tensor<2xi64>
  return %1 : tensor<2xi64>
}

// CHECK-LABEL: func.func @constants_read
// CHECK-DAG: dense<{{\[}}[3, 4], [1, 2]]> : tensor<2x2xi64>
// CHECK-DAG: dense<{{\[}}[2, 1], [3, 4]]> : tensor<2x2xi64>
// CHECK-DAG: dense<[2, 3]> : tensor<2xi64>
func.func @constants_read() -> (tensor<2x2xi64>, tensor<2x2xi64>, tensor<2xi64>) {
  %x = neap.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi64>
  %i = neap.constant dense<[-1, 0]> : tensor<2xi64>
  %j = neap.constant dense<[[1, 0], [0, -1]]> : tensor<2x2xi64>
  %t = neap.constant dense<[[0, 1], [1, 0]]> : tensor<2x2xi64>
  %0 = neap.gather %x, %i {axis = 0 : i64} : (tensor<2x2xi64>, tensor<2xi64>) -> tensor<2x2xi64>
  %1 = neap.gather_elements %x, %j {axis = 1 : i64} : (tensor<2x2xi64>, tensor<2x2xi64>) -> tensor<2x2xi64>
  %2 = neap.gather_nd %x, %t : (tensor<2x2xi64>, tensor<2x2xi64>) -> tensor<2xi64>
  return %0, %1, %2 : tensor<2x2xi64>, tensor<2x2xi64>, tensor<2xi64>
}

// The last of two updates stays; sums take both.
// CHECK-LABEL: func.func @constants_written
// CHECK-DAG: dense<[1, 9, 3]> : tensor<3xi64>
// CHECK-DAG: dense<[1, 16, 3]> : tensor<3xi64>
// CHECK-DAG: dense<[1, 7, 3]> : tensor<3xi64>
func.func @constants_written() -> (tensor<3xi64>, tensor<3xi64>, tensor<3xi64>) {
  %x = neap.constant dense<[1, 2, 3]> : tensor<3xi64>
  %i = neap.constant dense<[1, -2]> : tensor<2xi64>
  %u = neap.constant dense<[5, 9]> : tensor<2xi64>
  %t = neap.constant dense<[[1]]> : tensor<1x1xi64>
  %v = neap.constant dense<[5]> : tensor<1xi64>
  %0 = neap.scatter_elements none %x, %i, %u {axis = 0 : i64} : (tensor<3xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<3xi64>
  %1 = neap.scatter_elements add %x, %i, %u {axis = 0 : i64} : (tensor<3xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<3xi64>
  %2 = neap.scatter_nd add %x, %t, %v : (tensor<3xi64>, tensor<1x1xi64>, tensor<1xi64>) -> tensor<3xi64>
  return %0, %1, %2 : tensor<3xi64>, tensor<3xi64>, tensor<3xi64>
}

// An index out of range is left to run time.
// CHECK-LABEL: func.func @out_of_range
// CHECK: neap.gather
func.func @out_of_range() -> tensor<1xi64> {
  %x = neap.constant dense<[1, 2, 3]> : tensor<3xi64>
  %i = neap.constant dense<3> : tensor<1xi64>
  %0 = neap.gather %x, %i {axis = 0 : i64} : (tensor<3xi64>, tensor<1xi64>) -> tensor<1xi64>
  return %0 : tensor<1xi64>
}

// CHECK-LABEL: func.func @from_positions
// CHECK-DAG: dense<[5, 3, 1]> : tensor<3xi64>
// CHECK-DAG: dense<{{\[}}[0, 0, 1], [0, 1, 0], [0, 0, 0]]> : tensor<3x3xi64>
// CHECK-DAG: dense<{{\[}}[1, 0], [3, 4]]> : tensor<2x2xi64>
func.func @from_positions() -> (tensor<3xi64>, tensor<3x3xi64>, tensor<2x2xi64>) {
  %i = neap.constant dense<[2, -2, 7]> : tensor<3xi64>
  %v = neap.constant dense<[0, 1]> : tensor<2xi64>
  %x = neap.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi64>
  %0 = neap.range 5 : i64 step -2 : i64 size 3 : tensor<3xi64>
  %1 = neap.one_hot %i, %v depth 3 axis 1 : (tensor<3xi64>, tensor<2xi64>) -> tensor<3x3xi64>
  %2 = neap.trilu %x {upper = false} : tensor<2x2xi64>
  return %0, %1, %2 : tensor<3xi64>, tensor<3x3xi64>, tensor<2x2xi64>
}

// Slices of equal index add up.
// CHECK-LABEL: func.func @constants_gathered_backward
// CHECK: dense<{{\[}}[0, 0], [6, 8], [3, 4]]> : tensor<3x2xi64>
func.func @constants_gathered_backward() -> tensor<3x2xi64> {
  %x = neap.constant dense<[[1, 2], [3, 4], [5, 6]]> : tensor<3x2xi64>
  %i = neap.constant dense<[1, -1, 1]> : tensor<3xi64>
  %0 = neap.gather_backward %x, %i {axis = 0 : i64, shape = array<i64: 3, 2>} : (tensor<3x2xi64>, tensor<3xi64>) -> tensor<3x2xi64>
  return %0 : tensor<3x2xi64>
}
