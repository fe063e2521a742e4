// RUN: neap-opt %s --canonicalize --cse | FileCheck %s

// Equal losses are one; a loss that no one reads goes.
// CHECK-LABEL: func.func @pure
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4xi64>
// CHECK-NEXT: %[[SUM:.*]], %[[WEIGHT:.*]], %{{.*}} = neap.softmax_cross_entropy %[[X]], %[[T]] :
// CHECK-NEXT: return %[[SUM]], %[[WEIGHT]]
func.func @pure(%x: tensor<4x3xf32>, %t: tensor<4xi64>) -> (tensor<4xf32>, tensor<4xf32>) {
  %a:3 = neap.softmax_cross_entropy %x, %t : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
  %b:3 = neap.softmax_cross_entropy %x, %t : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
  %c = neap.mse %x, %x : tensor<4x3xf32> -> tensor<4xf32>
  return %a#0, %b#1 : tensor<4xf32>, tensor<4xf32>
}

// What differs in an attribute is not equal.
// CHECK-LABEL: func.func @not_equal
// CHECK: neap.softmax_cross_entropy
// CHECK: neap.softmax_cross_entropy {{.*}} {ignore_index = 2 : i64}
func.func @not_equal(%x: tensor<4x3xf32>, %t: tensor<4xi64>) -> (tensor<4xf32>, tensor<4xf32>) {
  %a:3 = neap.softmax_cross_entropy %x, %t : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
  %b:3 = neap.softmax_cross_entropy %x, %t {ignore_index = 2 : i64}
      : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
  return %a#0, %b#0 : tensor<4xf32>, tensor<4xf32>
}
