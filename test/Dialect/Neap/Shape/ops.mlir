// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @views_and_broadcasts
func.func @views_and_broadcasts(%x: tensor<2x3xf32>) -> tensor<4x3x2xf32> {
  // CHECK: neap.reshape %{{.*}} {shape = array<i64: 3, 2>} : tensor<2x3xf32> -> tensor<3x2xf32>
  %0 = neap.reshape %x {shape = array<i64: 3, 2>} : tensor<2x3xf32> -> tensor<3x2xf32>
  // CHECK: neap.broadcast %{{.*}} {shape = array<i64: 4, 3, 2>} : tensor<3x2xf32> -> tensor<4x3x2xf32>
  %1 = neap.broadcast %0 {shape = array<i64: 4, 3, 2>} : tensor<3x2xf32> -> tensor<4x3x2xf32>
  return %1 : tensor<4x3x2xf32>
}

// CHECK-LABEL: func.func @cuts_and_joins
func.func @cuts_and_joins(%x: tensor<5x3xi64>) -> tensor<3x8xi64> {
  // CHECK: neap.transpose %{{.*}} [1, 0] : tensor<5x3xi64> -> tensor<3x5xi64>
  %0 = neap.transpose %x [1, 0] : tensor<5x3xi64> -> tensor<3x5xi64>
  // CHECK: neap.slice %{{.*}} [0, 4] sizes [3, 3] steps [1, -2] : tensor<3x5xi64> -> tensor<3x3xi64>
  %1 = neap.slice %0 [0, 4] sizes [3, 3] steps [1, -2] : tensor<3x5xi64> -> tensor<3x3xi64>
  // CHECK: neap.slice_scatter %{{.*}} [0, 4] steps [1, -2] shape [3, 5] : tensor<3x3xi64> -> tensor<3x5xi64>
  %2 = neap.slice_scatter %1 [0, 4] steps [1, -2] shape [3, 5] : tensor<3x3xi64> -> tensor<3x5xi64>
  // CHECK: neap.concat %{{.*}}, %{{.*}} axis 1 : (tensor<3x3xi64>, tensor<3x5xi64>) -> tensor<3x8xi64>
  %3 = neap.concat %1, %2 axis 1 : (tensor<3x3xi64>, tensor<3x5xi64>) -> tensor<3x8xi64>
  return %3 : tensor<3x8xi64>
}

// CHECK-LABEL: func.func @enlargements
func.func @enlargements(%x: tensor<2x3xf32>) -> tensor<6x16xf32> {
  // CHECK: neap.pad %{{.*}} constant low [0, 1] high [1, 0] {value = 5.000000e-01 : f64} : tensor<2x3xf32> -> tensor<3x4xf32>
  %0 = neap.pad %x constant low [0, 1] high [1, 0] {value = 0.5 : f64} : tensor<2x3xf32> -> tensor<3x4xf32>
  // CHECK: neap.pad %{{.*}} reflect low [0, 2] high [0, 2] : tensor<3x4xf32> -> tensor<3x8xf32>
  %1 = neap.pad %0 reflect low [0, 2] high [0, 2] : tensor<3x4xf32> -> tensor<3x8xf32>
  // CHECK: neap.tile %{{.*}} [2, 2] : tensor<3x8xf32> -> tensor<6x16xf32>
  %2 = neap.tile %1 [2, 2] : tensor<3x8xf32> -> tensor<6x16xf32>
  return %2 : tensor<6x16xf32>
}
