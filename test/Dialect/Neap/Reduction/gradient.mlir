// RUN: neap-opt %s --neap-show-gradient --canonicalize | FileCheck %s

// Nothing is read.
// CHECK-LABEL: func.func @mean
// CHECK-SAME: %{{.*}}: tensor<4x8xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK: %[[N:.*]] = neap.constant dense<1.250000e-01>
// CHECK: %[[SHARE:.*]] = neap.mul %[[DY]], %[[N]]
// CHECK: %[[COLUMN:.*]] = neap.reshape %[[SHARE]] {shape = array<i64: 4, 1>}
// CHECK: neap.broadcast %[[COLUMN]] {shape = array<i64: 4, 8>}
func.func @mean(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_mean %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// Equals share.
// CHECK-LABEL: func.func @largest
// CHECK: %[[CHOSEN:.*]] = neap.equal
// CHECK: neap.reduce_sum
// CHECK: neap.div
// CHECK: neap.where %[[CHOSEN]]
func.func @largest(%x: tensor<4x8xf32>) -> tensor<4x1xf32> {
  %y = neap.reduce_max %x [1] : tensor<4x8xf32> -> tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// CHECK-LABEL: func.func @log_sum_exp
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>, %{{.*}}: tensor<4x1xf32>
// CHECK: %[[Y:.*]] = neap.reduce_log_sum_exp
// CHECK: %[[WIDE:.*]] = neap.broadcast %[[Y]]
// CHECK: neap.sub %[[X]], %[[WIDE]]
func.func @log_sum_exp(%x: tensor<4x8xf32>) -> tensor<4x1xf32> {
  %y = neap.reduce_log_sum_exp %x [1] : tensor<4x8xf32> -> tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// CHECK-LABEL: func.func @running_sum
// CHECK: neap.cumsum %{{.*}} axis 0 {exclusive, reverse}
func.func @running_sum(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = neap.cumsum %x axis 0 {exclusive} : tensor<8xf32>
  return %y : tensor<8xf32>
}
