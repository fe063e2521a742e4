// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @gathers
func.func @gathers(%x: tensor<4x3xf32>, %i: tensor<2x2xi64>) -> (tensor<2x2x3xf32>, tensor<2x2xf32>, tensor<2xf32>) {
  // CHECK: neap.gather %{{.*}}, %{{.*}} {axis = 0 : i64} : (tensor<4x3xf32>, tensor<2x2xi64>) -> tensor<2x2x3xf32>
  %0 = neap.gather %x, %i {axis = 0 : i64} : (tensor<4x3xf32>, tensor<2x2xi64>) -> tensor<2x2x3xf32>
  // CHECK: neap.gather_elements %{{.*}}, %{{.*}} {axis = 1 : i64} : (tensor<4x3xf32>, tensor<2x2xi64>) -> tensor<2x2xf32>
  %1 = neap.gather_elements %x, %i {axis = 1 : i64} : (tensor<4x3xf32>, tensor<2x2xi64>) -> tensor<2x2xf32>
  // CHECK: neap.gather_nd %{{.*}}, %{{.*}} : (tensor<4x3xf32>, tensor<2x2xi64>) -> tensor<2xf32>
  %2 = neap.gather_nd %x, %i : (tensor<4x3xf32>, tensor<2x2xi64>) -> tensor<2xf32>
  return %0, %1, %2 : tensor<2x2x3xf32>, tensor<2x2xf32>, tensor<2xf32>
}

// CHECK-LABEL: func.func @scatters
func.func @scatters(%x: tensor<4x3xf32>, %i: tensor<2x3xi32>, %u: tensor<2x3xf32>, %t: tensor<2x1xi64>) -> tensor<4x3xf32> {
  // CHECK: neap.scatter_elements max %{{.*}}, %{{.*}}, %{{.*}} {axis = 0 : i64} : (tensor<4x3xf32>, tensor<2x3xi32>, tensor<2x3xf32>) -> tensor<4x3xf32>
  %0 = neap.scatter_elements max %x, %i, %u {axis = 0 : i64} : (tensor<4x3xf32>, tensor<2x3xi32>, tensor<2x3xf32>) -> tensor<4x3xf32>
  // CHECK: neap.scatter_nd none %{{.*}}, %{{.*}}, %{{.*}} : (tensor<4x3xf32>, tensor<2x1xi64>, tensor<2x3xf32>) -> tensor<4x3xf32>
  %1 = neap.scatter_nd none %0, %t, %u : (tensor<4x3xf32>, tensor<2x1xi64>, tensor<2x3xf32>) -> tensor<4x3xf32>
  return %1 : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @from_positions
func.func @from_positions(%i: tensor<4xi64>, %v: tensor<2xf32>) -> (tensor<4x5xf32>, tensor<3xf32>) {
  // CHECK: neap.one_hot %{{.*}}, %{{.*}} depth 5 axis 1 : (tensor<4xi64>, tensor<2xf32>) -> tensor<4x5xf32>
  %0 = neap.one_hot %i, %v depth 5 axis 1 : (tensor<4xi64>, tensor<2xf32>) -> tensor<4x5xf32>
  // CHECK: neap.trilu %{{.*}} {k = -1 : i64, upper = false} : tensor<4x5xf32>
  %1 = neap.trilu %0 {k = -1 : i64, upper = false} : tensor<4x5xf32>
  // CHECK: neap.range 0.000000e+00 : f32 step 5.000000e-01 : f32 size 3 : tensor<3xf32>
  %2 = neap.range 0.0 : f32 step 0.5 : f32 size 3 : tensor<3xf32>
  return %1, %2 : tensor<4x5xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @adjoint_of_a_gather
func.func @adjoint_of_a_gather(%dy: tensor<4x2xf32>, %i: tensor<2xi32>) -> tensor<4x3xf32> {
  // CHECK: neap.gather_backward %{{.*}}, %{{.*}} {axis = 1 : i64, shape = array<i64: 4, 3>} : (tensor<4x2xf32>, tensor<2xi32>) -> tensor<4x3xf32>
  %0 = neap.gather_backward %dy, %i {axis = 1 : i64, shape = array<i64: 4, 3>} : (tensor<4x2xf32>, tensor<2xi32>) -> tensor<4x3xf32>
  return %0 : tensor<4x3xf32>
}
