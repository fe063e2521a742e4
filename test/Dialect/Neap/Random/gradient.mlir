// RUN: neap-opt %s --neap-show-gradient --canonicalize | FileCheck %s

// The same words again: only the key is read.
// CHECK-LABEL: func.func @dropout
// CHECK-SAME: %{{.*}}: tensor<4xf32>, %[[KEY:.*]]: tensor<i64>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.dropout %[[DY]], %[[KEY]] ratio 5.000000e-01 : tensor<4xf32>, tensor<i64>
// CHECK-NEXT: return %[[V]]
func.func @dropout(%x: tensor<4xf32>, %key: tensor<i64>) -> tensor<4xf32> {
  %y = neap.dropout %x, %key ratio 0.5 : tensor<4xf32>, tensor<i64>
  return %y : tensor<4xf32>
}
