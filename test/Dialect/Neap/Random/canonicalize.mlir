// RUN: neap-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @all_kept
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[ALL:.*]] = neap.constant dense<true> : tensor<4xi1>
// CHECK-NEXT: return %[[X]], %[[ALL]]
func.func @all_kept(%x: tensor<4xf32>, %key: tensor<i64>) -> (tensor<4xf32>, tensor<4xi1>) {
  %y = neap.dropout %x, %key ratio 0.0 : tensor<4xf32>, tensor<i64>
  %m = neap.dropout_mask %key {ratio = 0.0 : f64} : tensor<i64> -> tensor<4xi1>
  return %y, %m : tensor<4xf32>, tensor<4xi1>
}

// CHECK-LABEL: func.func @none_kept
// CHECK-DAG: %[[ZERO:.*]] = neap.constant dense<0.000000e+00> : tensor<4xbf16>
// CHECK-DAG: %[[NONE:.*]] = neap.constant dense<false> : tensor<4xi1>
// CHECK: return %[[ZERO]], %[[NONE]]
func.func @none_kept(%x: tensor<4xbf16>, %key: tensor<i64>) -> (tensor<4xbf16>, tensor<4xi1>) {
  %y = neap.dropout %x, %key ratio 1.0 : tensor<4xbf16>, tensor<i64>
  %m = neap.dropout_mask %key {ratio = 1.0 : f64} : tensor<i64> -> tensor<4xi1>
  return %y, %m : tensor<4xbf16>, tensor<4xi1>
}

// Any other ratio draws words.
// CHECK-LABEL: func.func @some_kept
// CHECK: neap.dropout %{{.*}}, %{{.*}} ratio 5.000000e-01
// CHECK: neap.dropout_mask
func.func @some_kept(%x: tensor<4xf32>, %key: tensor<i64>) -> (tensor<4xf32>, tensor<4xi1>) {
  %y = neap.dropout %x, %key ratio 0.5 : tensor<4xf32>, tensor<i64>
  %m = neap.dropout_mask %key {ratio = 0.25 : f64} : tensor<i64> -> tensor<4xi1>
  return %y, %m : tensor<4xf32>, tensor<4xi1>
}
