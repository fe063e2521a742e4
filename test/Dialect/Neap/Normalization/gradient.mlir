// RUN: neap-opt %s --neap-show-gradient --canonicalize | FileCheck %s

// Batch normalization reads x and its two statistics; nothing of y.
// CHECK-LABEL: func.func @batch_norm
// CHECK-SAME: %[[X:.*]]: tensor<4x3x5xf32>, %[[S:.*]]: tensor<3xf32>, %[[B:.*]]: tensor<3xf32>, %[[DY:.*]]: tensor<4x3x5xf32>
// CHECK: , %[[MEAN:[a-z_]+]], %[[INV:[a-z_]+]] = neap.batch_norm %[[X]]
// CHECK: %[[DX:.*]], %[[DS:.*]], %[[DB:.*]] = neap.batch_norm_backward %[[DY]], %[[X]], %[[S]], %[[MEAN]], %[[INV]] :
// CHECK: return %[[DX]], %[[DS]], %[[DB]]
func.func @batch_norm(%x: tensor<4x3x5xf32>, %s: tensor<3xf32>, %b: tensor<3xf32>) -> tensor<4x3x5xf32> {
  %m = neap.constant dense<0.0> : tensor<3xf32>
  %y:5 = neap.batch_norm %x, %s, %b, %m, %m {epsilon = 1.0e-5, momentum = 0.9}
      : (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
      -> (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
  return %y#0 : tensor<4x3x5xf32>
}

// Softmax reads its output alone.
// CHECK-LABEL: func.func @softmax
// CHECK-SAME: %[[X:.*]]: tensor<2x3xf32>, %[[DY:.*]]: tensor<2x3xf32>
// CHECK: %[[Y:.*]] = neap.softmax %[[X]]
// CHECK-NOT: %[[X]]
// CHECK: neap.mul %[[DY]], %[[Y]]
// CHECK: neap.reduce_sum
// CHECK: neap.sub %[[DY]]
// CHECK: neap.mul %[[Y]]
func.func @softmax(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = neap.softmax %x {axis = 1 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @layer_norm
// CHECK: %{{.*}}, %[[MEAN:.*]], %[[INV:.*]] = neap.layer_norm
// CHECK: neap.layer_norm_backward %{{.*}}, %{{.*}}, %{{.*}}, %[[MEAN]], %[[INV]] {axis = 1 : i64}
func.func @layer_norm(%x: tensor<4x6xf32>, %s: tensor<6xf32>, %b: tensor<6xf32>) -> tensor<4x6xf32> {
  %y, %m, %v = neap.layer_norm %x, %s, %b {axis = 1 : i64, epsilon = 1.0e-5}
      : (tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>) -> (tensor<4x6xf32>, tensor<4x1xf32>, tensor<4x1xf32>)
  return %y : tensor<4x6xf32>
}
